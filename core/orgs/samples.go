package orgs

import (
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the pages of this room in every state, for the catalogue and the checks of accessibility.
func Samples() []ui.Sample {
	was := kernel.Date{Year: 2025, Month: 6, Day: 30}
	found := []Row{{sampleUnit, sampleWard, "Trung tâm Phục vụ hành chính công", 2}, {sampleWard, sampleProvince, "Uỷ ban nhân dân xã, phường, đặc khu", 1}}
	sample := func(page, state string) ui.Sample { return ui.Sample{Room: "orgs", Page: page, State: state} }
	with := func(s ui.Sample, fill func(*ui.Sample)) ui.Sample { fill(&s); return s }
	tree := TreePage{On: sampleDay, Today: sampleDay, Kinds: sampleKinds, Forest: []TreeNode{sampleTree}, MayEdit: true}
	past, search, none, badDay := tree, tree, tree, tree
	past.On, past.MayEdit = was, false
	search.Q, search.Found, search.Total = "uong bi", found, 2
	none.Q = "Hà Khẩu"
	badDay.Typed, badDay.Errors = "31/11/2026", ui.Errors{"ngay": "Ngày viết dạng 31/12/2026."}
	return append([]ui.Sample{
		with(sample("tree", "today"), func(s *ui.Sample) { s.Body = treePage(tree) }),
		with(sample("tree", "past"), func(s *ui.Sample) { s.Body = treePage(past) }),
		with(sample("tree", "found"), func(s *ui.Sample) { s.Body = treePage(search) }),
		with(sample("tree", "none"), func(s *ui.Sample) { s.Body = treePage(none) }),
		with(sample("tree", "bad_day"), func(s *ui.Sample) { s.Body = treePage(badDay) }),
		with(sample("tree", "empty"), func(s *ui.Sample) { s.Body = treePage(TreePage{On: was, Today: sampleDay}) }),
		with(sample("list", "paper"), func(s *ui.Sample) {
			s.Body, s.Plain, s.Print = listPaper(found, sampleDay, "Uỷ ban nhân dân phường Uông Bí"), true, true
		}),
		with(sample("unit", "active"), func(s *ui.Sample) { s.Body = profilePage(ProfilePage{sampleProfile(), sampleDay}) }),
		with(sample("unit", "wound_up"), func(s *ui.Sample) { s.Body = profilePage(ProfilePage{sampleWoundUp(), sampleDay}) }),
		with(sample("unit", "planned"), func(s *ui.Sample) { s.Body = profilePage(ProfilePage{samplePlanned(), sampleDay}) }),
	}, append(append(sampleForms(), sampleMap()...), sampleCalendars()...)...)
}

var (
	sampleDay = kernel.Date{Year: 2026, Month: 11, Day: 22}
	sampleNew = kernel.Period{From: kernel.Date{Year: 2025, Month: 7, Day: 1}}
	sampleOld = kernel.Period{From: kernel.Date{Year: 2013, Month: 1, Day: 1}, To: kernel.Date{Year: 2025, Month: 7, Day: 1}}

	sampleKinds    = map[string]string{"peoples_committee": "Uỷ ban nhân dân xã, phường, đặc khu", "province_committee": "Uỷ ban nhân dân tỉnh", "service_centre": "Trung tâm Phục vụ hành chính công", "division": "Phòng chuyên môn"}
	sampleProvince = Org{ID: 1, Tenant: 9, Name: "Uỷ ban nhân dân tỉnh Quảng Ninh", ShortName: "UBND tỉnh Quảng Ninh", Kind: "province_committee", Identifier: "H49", Former: "000.00.00.H49", Life: sampleNew, Status: Active}
	sampleWard     = Org{ID: 2, Tenant: 9, Name: "Uỷ ban nhân dân phường Uông Bí", ShortName: "UBND phường Uông Bí", Kind: "peoples_committee", Parent: 1, Identifier: "H49.31.06", Former: "000.31.06.H49", Life: sampleNew, Status: Active}
	sampleUnit     = Org{ID: 3, Tenant: 9, Name: "Trung tâm Phục vụ hành chính công phường Uông Bí", ShortName: "Trung tâm PVHCC Uông Bí", Kind: "service_centre", Parent: 2, Identifier: "H49.31.06.01", Life: sampleNew, Status: Active}
	sampleOffice   = Org{ID: 4, Tenant: 9, Name: "Phòng Kinh tế, Hạ tầng và Đô thị", Kind: "division", Parent: 2, Life: sampleNew, Status: Active}
	sampleTree     = TreeNode{Org: sampleProvince, Children: []TreeNode{{Org: sampleWard, Children: []TreeNode{{Org: sampleUnit}, {Org: sampleOffice, More: true}}}}}
	sampleWardArea = Area{ID: 11, Area: 12, Level: Commune, Code: "06811", Kind: "phường", Name: "Uông Bí", Parent: 13, Valid: sampleNew, FromKnown: true, Source: "Nghị quyết 202/2025/QH15", Verified: true}
	sampleOldArea  = Area{ID: 14, Area: 15, Level: Commune, Code: "06817", Kind: "phường", Name: "Quang Trung", Valid: kernel.Period{From: kernel.Date{Year: 2004, Month: 7, Day: 8}, To: sampleNew.From}, Source: "bảng đối chiếu đơn vị cũ"}
	sampleTown     = Area{ID: 16, Area: 13, Level: Province, Code: "22", Kind: "tỉnh", Name: "Quảng Ninh", Valid: kernel.Period{From: kernel.Date{Year: 2004, Month: 7, Day: 8}}, Source: "QĐ 124/2004/QĐ-TTg", Verified: true}
	sampleDecision = Decision{ID: 5, Number: "04/NQ-MAU", On: kernel.Date{Year: 2025, Month: 6, Day: 17}, Issuer: "Cơ quan mẫu"}
)

func sampleProfile() Profile {
	return Profile{Org: sampleWard, Kind: Kind{Key: "peoples_committee", Name: "Uỷ ban nhân dân xã, phường, đặc khu", Source: "Luật Tổ chức chính quyền địa phương 2025"},
		Level: Level{Name: "Cấp xã"}, Above: []Org{sampleProvince}, Children: []Org{sampleOffice, sampleUnit}, Areas: []Area{sampleWardArea}, On: sampleDay, MayEdit: true,
		History: []HistoryLine{
			{On: kernel.Date{Year: 2027, Month: 1, Day: 1}, What: "renamed", Was: "Uỷ ban nhân dân phường Uông Bí", Value: "Uỷ ban nhân dân phường Uông Bí Mẫu", Decision: sampleDecision, Future: true},
			{On: kernel.Date{Year: 2026, Month: 1, Day: 1}, What: SchemeCurrent, Value: "H49.31.06", Decision: sampleDecision},
			{On: sampleNew.From, What: "founded", Decision: sampleDecision},
		}}
}

func sampleWoundUp() Profile {
	o := Org{ID: 6, Tenant: 9, Name: "Liên đoàn Lao động thành phố Uông Bí", ShortName: "LĐLĐ thành phố Uông Bí", Kind: "immediate_upper_union", Life: sampleOld, Status: WoundUp}
	return Profile{Org: o, Kind: Kind{Name: "Công đoàn cấp trên trực tiếp cơ sở", Verified: true}, Level: Level{Name: "Cấp trên trực tiếp cơ sở"}, On: sampleDay, MayEdit: true,
		History: []HistoryLine{{On: sampleOld.To, What: "wound_up", Decision: sampleDecision}, {On: sampleOld.From, What: "founded", Decision: sampleDecision}}}
}

func samplePlanned() Profile {
	o := Org{ID: 7, Tenant: 9, Name: "Công đoàn cơ sở Nhà máy Mẫu", Kind: "grassroots_union", Life: kernel.Period{From: kernel.Date{Year: 2027, Month: 1, Day: 1}}, Status: Planned}
	return Profile{Org: o, Kind: Kind{Name: "Công đoàn cơ sở", Verified: true}, Level: Level{Name: "Cấp cơ sở"}, On: sampleDay,
		History: []HistoryLine{{On: o.Life.From, What: "founded", Decision: sampleDecision, Future: true}}}
}

func sampleForms() []ui.Sample {
	kinds := []ui.Option{{Value: "division", Label: "Phòng chuyên môn", Group: "Chính quyền"}, {Value: "grassroots_union", Label: "Công đoàn cơ sở", Group: "Công đoàn"}}
	var out []ui.Sample
	for _, v := range verbs {
		p := VerbPage{Verb: v, Org: sampleWard, Kinds: kinds, Parents: []ui.Option{{Value: "1", Label: sampleProvince.Name}, {Value: "2", Label: "· " + sampleWard.Name}}, In: VerbForm{Effective: "22/11/2026"}}
		out = append(out, ui.Sample{Room: "orgs", Page: "change_" + v, State: "blank", Body: verbPage(p)})
	}
	refused := VerbPage{Verb: "thanh-lap", Org: sampleWard, Kinds: kinds, In: VerbForm{Name: "Phòng Mẫu", Code: "H49-31", Decided: "31/11/2026"}, Sentence: "Có chỗ cần sửa.",
		Errors: ui.Errors{"ma_dinh_danh": "“H49-31” chưa đúng dạng. Mã định danh gồm một chữ từ A đến K, hai chữ số, rồi các cấp cách nhau bằng dấu chấm, ví dụ H49.31.06.", "ngay_qd": "Ngày viết dạng 31/12/2026."}}
	clean := Plan{Lines: []ImportLine{{Number: 2, Name: "Công đoàn cơ sở Công ty Mẫu", Kind: "Công đoàn cơ sở", Parent: "Công đoàn phường Uông Bí", Founded: "01/08/2026", Verdict: WillFound}, {Number: 3, Name: "Công đoàn cơ sở Bệnh viện Mẫu", Kind: "Công đoàn cơ sở", Parent: "Công đoàn phường Uông Bí", Founded: "01/02/2015", Verdict: Unchanged}}}
	faulty := Plan{Lines: append([]ImportLine{{Number: 4, Name: "Công đoàn cơ sở Mẫu Hai", Kind: "Công đoàn", Parent: "Công đoàn phường Uông Bí", Founded: "31/11/2026", Verdict: Faulty, Faults: []CellFault{{Cell: "C4"}}}}, clean.Lines...)}
	return append(out,
		ui.Sample{Room: "orgs", Page: "change_thanh-lap", State: "refused", Body: verbPage(refused)},
		ui.Sample{Room: "orgs", Page: "import", State: "blank", Body: importPage(ImportPage{})},
		ui.Sample{Room: "orgs", Page: "import", State: "refused", Body: importPage(ImportPage{Sentence: "Không đọc được tệp. Gửi tệp Excel (.xlsx) hoặc CSV mã UTF-8.", Errors: ui.Errors{"tep": "Không đọc được tệp. Gửi tệp Excel (.xlsx) hoặc CSV mã UTF-8."}})},
		ui.Sample{Room: "orgs", Page: "import", State: "clean", Body: importPage(ImportPage{ID: 8, FileName: "don-vi.xlsx", Plan: clean})},
		ui.Sample{Room: "orgs", Page: "import", State: "nothing", Body: importPage(ImportPage{ID: 8, FileName: "don-vi.xlsx", Plan: Plan{Lines: clean.Lines[1:]}})},
		ui.Sample{Room: "orgs", Page: "import", State: "faulty", Body: importPage(ImportPage{ID: 8, FileName: "don-vi.xlsx", Plan: faulty, Faults: []FaultLine{{"C4", "Loại đơn vị", "Không có loại đơn vị “Công đoàn” vào ngày thành lập."}, {"G4", "Ngày thành lập", "“31/11/2026” không phải ngày. Viết 01/07/2026."}}})},
	)
}

func sampleMap() []ui.Sample {
	counts := map[AreaLevel]int{Province: 34, Commune: 3321}
	lines := []Lineage{{Old: sampleOldArea, New: sampleWardArea, Effective: sampleNew.From, Part: "unknown"}}
	return []ui.Sample{
		{Room: "orgs", Page: "areas", State: "provinces", Body: areasPage(AreasPage{On: sampleDay, Today: sampleDay, Counts: counts, Found: []Area{sampleTown}})},
		{Room: "orgs", Page: "areas", State: "found", Body: areasPage(AreasPage{Q: "uong bi", On: sampleDay, Today: sampleDay, Counts: counts, Found: []Area{sampleWardArea}, Above: map[kernel.ID]string{11: "Tỉnh Quảng Ninh"}})},
		{Room: "orgs", Page: "areas", State: "none", Body: areasPage(AreasPage{Q: "Bến Nghé", On: sampleDay, Today: sampleDay, Counts: counts})},
		{Room: "orgs", Page: "area", State: "new", Body: areaPage(AreaView{AreaPage{Area: sampleWardArea, Above: []Area{sampleTown}, Versions: []Area{sampleWardArea}, From: lines}, sampleDay, sampleDay})},
		{Room: "orgs", Page: "area", State: "old", Body: areaPage(AreaView{AreaPage{Area: sampleOldArea, Above: []Area{sampleTown}, Versions: []Area{sampleOldArea}, Into: lines}, sampleDay, sampleDay})},
	}
}
