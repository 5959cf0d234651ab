package welfare

import (
	"doanket/internal/paper"
	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	var out []ui.Sample
	for _, part := range [][]ui.Sample{programmeSamples(), listSamples(), visitSamples(), ownSamples()} {
		for _, one := range part {
			one.Room = "welfare"
			out = append(out, one)
		}
	}
	return out
}

func page(name, state string, body ui.Sample) ui.Sample {
	body.Page, body.State = name, state
	return body
}

var (
	sampleNow   = kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(9, 41)
	sampleToday = sampleNow.Date()
)

func sampleDay(month, day int) kernel.Date {
	d, _ := kernel.NewDate(2026, month, day) // the days of the samples exist
	return d
}

var sampleUnits = map[kernel.ID]string{2: "CĐ phường Uông Bí", 3: "CĐCS Than Mẫu", 4: "CĐCS Bệnh viện Mẫu"}

func samplePrograms() (tet, visits, relief Programme) {
	tet = Programme{ID: 11, Root: 11, Org: 2, Year: 2026, Kind: Gifts, Title: "Quà Tết Đinh Mùi 2027", Basis: "Kế hoạch 15/KH-CĐ ngày 20/10/2026", Rule: "doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6",
		Amount: 500_000, Line: "31.03", Fund: "Đoàn phí", Budget: 60_000_000, Committed: 56_000_000, Deadline: sampleDay(11, 28), State: Open, Preparer: "Mai Thị Hạnh", Version: 3}
	visits = Programme{ID: 12, Root: 12, Org: 2, Year: 2026, Kind: Visits, Title: "Thăm hỏi đoàn viên năm 2026", Basis: "Quy chế chi tiêu nội bộ 2026", Amount: 300_000, Line: "31.02", Budget: 20_000_000,
		Committed: 600_000, Paid: 600_000, State: Open, Preparer: "Mai Thị Hạnh"}
	relief = Programme{ID: 13, Root: 13, Org: 2, Year: 2026, Kind: Relief, Title: "Trợ cấp khó khăn năm 2026", Basis: "Quyết định 02/QĐ-CĐ ngày 05/01/2026", AmountRule: "viec.loai == 'tai_nan' ? 3000000 : 2000000",
		Line: "31.04", Budget: 30_000_000, Procedure: "CD-01", State: Open, Preparer: "Mai Thị Hạnh"}
	return tet, visits, relief
}

var sampleWhy = []rules.Line{{Text: "Đang sinh hoạt: có (cần có)", Verdict: rules.Yes}, {Text: "Số tháng là đoàn viên: 83 tháng (cần từ 6 tháng)", Verdict: rules.Yes}}

var sampleWhyNot = []rules.Line{{Text: "Đang sinh hoạt: có (cần có)", Verdict: rules.Yes}, {Text: "Số tháng là đoàn viên: 4 tháng (cần từ 6 tháng)", Verdict: rules.No}}

var sampleWhyUnknown = []rules.Line{{Text: "Lương đóng bảo hiểm xã hội: chưa rõ (cần dưới 6.000.000 ₫)", Verdict: rules.Unknown}}

func sampleRows() []Benefit {
	row := func(id int, number, name string, desk kernel.ID, state BenefitState, source Source) Benefit {
		return Benefit{ID: kernel.ID(id), Number: number, Name: name, Unit: desk, Desk: desk, Group: "Tổ 1", Amount: 500_000, Source: source, Why: sampleWhy, State: state, List: 21, Programme: 11, Created: sampleNow}
	}
	by := row(33, "QN0003", "Phạm Văn Mẫu", 4, Granted, ByHand)
	by.Reason, by.Why = "Vào công đoàn từ tháng 8 nhưng gia đình khó khăn", sampleWhyNot
	received := row(34, "QN0004", "Trần Thị Mẫu", 4, Received, ByRule)
	received.How, received.Paper, received.At, received.By = BySignature, "DS-03", sampleNow, "Trần Thị Quỹ"
	bank := row(32, "QN0002", "Lê Văn Mẫu", 3, Granted, ByRule)
	bank.Account = Account{BIN: "970436", Number: "0000000099", Holder: "LE VAN MAU"}
	return []Benefit{row(31, "QN0001", "Bùi Thị Mẫu", 3, Granted, ByRule), bank, by, received}
}

func programmeSamples() []ui.Sample {
	tet, visits, relief := samplePrograms()
	draft, over := tet, tet
	draft.State, draft.Committed, draft.Deadline = Draft, 0, kernel.Date{}
	over.Committed, over.Deadline = 60_500_000, sampleDay(11, 20)
	list := func(rows ...Programme) ProgrammesView {
		return ProgrammesView{Listing{Rows: rows, Names: sampleUnits, MayPrepare: true}, sampleToday}
	}
	occasion := OccasionView{Occasion{ID: 21, Root: 21, Programme: 11, Title: "Tết Đinh Mùi", AsOf: sampleDay(12, 31), State: Paying}, Tally{Seen: 120, Fit: 112, Listed: 112, Amount: 56_000_000, Received: 40, Paid: 20_000_000}}
	waiting := occasion
	waiting.State, waiting.Tally = Waiting, Tally{}
	overrides := []Override{{ID: 41, Amount: 500_000, Reason: "Ban Thường vụ đồng ý tại phiên họp 20/11", By: "Lê Thị Thanh", At: sampleNow}}
	recent := Benefit{ID: 35, Name: "Bùi Thị Mẫu", Number: "QN0001", Desk: 3, Amount: 300_000, State: Received, Occasion: "om_dau:2026-11-02"}
	units := []Unit{{2, sampleUnits[2], 0}, {3, sampleUnits[3], 1}, {4, sampleUnits[4], 1}}
	words := []rules.Name{{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: rules.Whole}, {Key: "doan_vien.dang_sinh_hoat", Title: "Đang sinh hoạt", Type: rules.YesNo},
		{Key: "doan_vien.ngay_sinh", Title: "Ngày sinh", Type: rules.Day}, {Key: "doan_vien.to", Title: "Tổ công đoàn", Type: rules.Text}, {Key: "doan_vien.gioi", Title: "Giới", Type: rules.Text, Values: []rules.Value{{Key: "nam", Title: "nam"}, {Key: "nu", Title: "nữ"}}}}
	in := typedOf(draft, occasion.Occasion)
	trial := &Trial{Seen: 120, Fit: 112, Unsure: 1, Amount: 56_000_000, Examples: []TrialRow{{"Bùi Thị Mẫu", rules.Yes, sampleWhy}, {"Phạm Văn Mẫu", rules.No, sampleWhyNot}}}
	report := Report{Programme: tet, Unit: 2, UnitName: sampleUnits[2], Above: []Unit{{1, "LĐLĐ tỉnh Quảng Ninh", 0}}, Occasions: []Occasion{occasion.Occasion, {ID: 22, Title: "20/10"}},
		Total: occasion.Tally, Rows: []ReportRow{{Unit: 2, Name: sampleUnits[2], Own: true, Tally: Tally{Seen: 2}}, {Unit: 3, Name: sampleUnits[3], Tally: Tally{Seen: 60, Fit: 56, Listed: 56, Amount: 28_000_000, Received: 40, Paid: 20_000_000}}}}
	ask := web.AskView{Title: "Cho vượt dự toán", Crumbs: []ui.Link{{Label: "Phúc lợi", Href: roomPath}, {Label: tet.Title, Href: roomPath + "/11"}}, Action: roomPath + "/11/vuot", Back: roomPath + "/11", Submit: "Cho vượt",
		Text: "Mục 31.03: dự toán 60.000.000 ₫, đã dành 56.000.000 ₫.", Fields: []web.Ask{{Kind: "money", Props: ui.FieldProps{Name: "so_tien", Label: "Cho vượt thêm", Required: true}}, {Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: "Lý do", Required: true}}}}
	faulty := ask
	faulty.Sentence, faulty.Errors = "Chưa ghi được việc cho vượt dự toán.", ui.Errors{"so_tien": "Số tiền cho vượt lớn hơn 0.", "ly_do": "Ghi lý do, ít nhất 5 chữ cái."}
	return []ui.Sample{
		page("programmes", "full", ui.Sample{Body: ProgrammesPage(list(tet, over, draft, visits, relief))}),
		page("programmes", "empty", ui.Sample{Body: ProgrammesPage(list())}),
		page("programmes", "empty_looking", ui.Sample{Body: ProgrammesPage(ProgrammesView{Listing{}, sampleToday})}),
		page("programme", "draft", ui.Sample{Body: ProgrammePage(Detail{Programme: draft, OrgName: sampleUnits[2], Occasions: []OccasionView{waiting}, Can: Can{Open: true, Rewrite: true, Drop: true}}, sampleToday, "")}),
		page("programme", "paying", ui.Sample{Body: ProgrammePage(Detail{Programme: tet, OrgName: sampleUnits[2], Occasions: []OccasionView{occasion}, Can: Can{Report: true, AddOccasion: true, Close: true}}, sampleToday, "")}),
		page("programme", "over_budget", ui.Sample{Body: ProgrammePage(Detail{Programme: over, OrgName: sampleUnits[2], Occasions: []OccasionView{occasion}, Overrides: overrides, Narrow: true, Can: Can{Report: true, Allow: true}}, sampleToday, "Còn người chưa nhận. Hãy xác nhận đã trao hoặc ghi lý do không trao được.")}),
		page("programme", "visits", ui.Sample{Body: ProgrammePage(Detail{Programme: visits, OrgName: sampleUnits[2], Recent: []Benefit{recent}, Names: sampleUnits, Can: Can{Report: true}}, sampleToday, "")}),
		page("programme", "visits_empty", ui.Sample{Body: ProgrammePage(Detail{Programme: visits, OrgName: sampleUnits[2], Can: Can{Report: true}}, sampleToday, "")}),
		page("programme", "relief_empty", ui.Sample{Body: ProgrammePage(Detail{Programme: relief, OrgName: sampleUnits[2], Can: Can{Report: true}}, sampleToday, "")}),
		page("form", "new", ui.Sample{Body: FormPage(FormView{In: programmeForm{Year: "2026", Kind: string(Gifts), Unit: 2}, Units: units, Words: words})}),
		page("form", "tried", ui.Sample{Body: FormPage(FormView{ID: 11, In: in, Words: words, Trial: trial, TrialDay: sampleDay(12, 31), Budget: 60_000_000})}),
		page("form", "faulty", ui.Sample{Body: FormPage(FormView{In: in, Units: units, Words: words, Sentence: "Chưa lưu được chương trình.", Errors: ui.Errors{"ten": "Tên có ít nhất 3 chữ cái, ví dụ “Quà Tết Đinh Mùi 2027”.", "dieu_kien": "Không có tên “doan_vien.so_than”. Có phải “doan_vien.so_thang”?", "ngay_xet": "Tháng 11 chỉ có 30 ngày."}})}),
		page("ask", "blank", ui.Sample{Body: web.AskPage(ask)}),
		page("ask", "faulty", ui.Sample{Body: web.AskPage(faulty)}),
		page("report", "full", ui.Sample{Body: ReportPage(report)}),
		page("report", "empty", ui.Sample{Body: ReportPage(Report{Programme: tet, UnitName: sampleUnits[2]})}),
		page("scan", "blank", ui.Sample{Body: ScanPage("", "")}),
		page("scan", "unknown", ui.Sample{Body: ScanPage("khong-co", Messages()["welfare.no_benefit"])}),
		page("programmes", "filtered", ui.Sample{Body: ProgrammesPage(ProgrammesView{Listing{Rows: []Programme{tet}, Names: sampleUnits, Next: 11, Filter: Filter{Year: 2026, Kind: Gifts, State: Open}}, sampleDay(11, 28)})}),
	}
}

func sampleSheet(state ListState, view string, can Can, rows ...Benefit) SheetView {
	tet, _, _ := samplePrograms()
	o := Occasion{ID: 21, Root: 21, Programme: 11, Title: "Tết Đinh Mùi", AsOf: sampleDay(12, 31), State: state}
	if state == Approved || state == Paying || state == Ended {
		o.ApprovedBy, o.ApprovedAt = "Lê Thị Thanh", sampleNow
	}
	return SheetView{Sheet: Sheet{Programme: tet, OrgName: sampleUnits[2], Occasion: o, View: viewOf(view), Units: []Unit{{3, sampleUnits[3], 0}, {4, sampleUnits[4], 0}},
		Tally: Tally{Seen: 120, Fit: 112, Unsure: 1, Listed: 112, Amount: 56_000_000, Received: 40, Paid: 20_000_000}, Rows: rows, Names: sampleUnits, Can: can}, Chosen: map[kernel.ID]bool{}}
}

func listSamples() []ui.Sample {
	rows := sampleRows()
	tet, _, _ := samplePrograms()
	changes := []Change{{ID: 3, Benefit: 33, Verb: string(add), Reason: "Vào công đoàn từ tháng 8 nhưng gia đình khó khăn", By: "Mai Thị Hạnh", At: sampleNow}, {ID: 2, Verb: string(propose), By: "Mai Thị Hạnh", At: sampleNow}}
	unsure := rows[0]
	unsure.State, unsure.Why, unsure.Amount = Unsure, sampleWhyUnknown, 0
	proposed := sampleSheet(Corrected, "trong-danh-sach", Can{Propose: true, Ask: true, Add: true, Correct: true}, rows[0], rows[1], rows[2])
	proposed.Changes, proposed.Next = changes, "granted.3.31"
	back := proposed
	back.Occasion.Reason, back.Sentence, back.Errors, back.In = "Thiếu tổ 3", "Chưa ghi nhận được.", ui.Errors{"khoan": "Chọn ít nhất một người.", "ly_do": "Ghi lý do, ít nhất 5 chữ cái."}, typed{Reason: "Sai"}
	over := sampleSheet(Proposed, "trong-danh-sach", Can{Approve: true, SendBack: true}, rows[0])
	over.Programme.Committed = 60_500_000
	refused := over
	refused.Sentence = "Vượt dự toán: tổng sẽ là 60.500.000 ₫, mục 31.03 có 60.000.000 ₫, còn -500.000 ₫. Cần bỏ bớt hoặc có người được quyền cho vượt."
	outside := Outside{Sheet: proposed.Sheet, Rows: []OutsideRow{{Member{Name: "Phạm Văn Mẫu", Number: "QN0003"}, sampleUnits[4], rules.No, sampleWhyNot}, {Member{Name: "Lý Thị Mẫu", Number: "QN0009"}, sampleUnits[4], rules.Unknown, sampleWhyUnknown}}, More: true}
	view := func(b Benefit, changes []Change, v BenefitView) BenefitView {
		v.Benefit, v.Programme, v.Occasion, v.Names, v.Changes = b, tet, "Tết Đinh Mùi", sampleUnits, changes
		return v
	}
	failed, moved := rows[0], rows[0]
	failed.State, failed.Reason = Failed, "Chuyển nhà, chưa liên lạc được"
	moved.Desk = 4
	signing := signingSheet(sampleSheet(Paying, "cho-nhan", Can{}).Sheet, []signRow{{rows[0], sampleUnits[3]}, {rows[2], sampleUnits[4]}, {rows[3], sampleUnits[4]}},
		paper.Head{Superior: "Liên đoàn Lao động tỉnh Quảng Ninh", Issuer: "Công đoàn phường Uông Bí", Place: "Uông Bí, ngày 23 tháng 11 năm 2026"}, "https://vidu.example", sampleNow)
	return []ui.Sample{
		page("sheet", "waiting", ui.Sample{Body: SheetPage(sampleSheet(Waiting, "trong-danh-sach", Can{Propose: true}))}),
		page("sheet", "proposing", ui.Sample{Body: SheetPage(sampleSheet(Proposing, "trong-danh-sach", Can{}, rows[0]))}),
		page("sheet", "corrected", ui.Sample{Body: SheetPage(proposed)}),
		page("sheet", "sent_back_faulty", ui.Sample{Body: SheetPage(back)}),
		page("sheet", "unsure", ui.Sample{Body: SheetPage(sampleSheet(Proposed, "chua-ro", Can{Add: true, Correct: true}, unsure))}),
		page("sheet", "over_budget", ui.Sample{Body: SheetPage(over)}),
		page("sheet", "over_budget_refused", ui.Sample{Body: SheetPage(refused)}),
		page("sheet", "approved", ui.Sample{Body: SheetPage(sampleSheet(Approved, "trong-danh-sach", Can{Pay: true}, rows[0], rows[1]))}),
		page("sheet", "paying", ui.Sample{Body: SheetPage(sampleSheet(Paying, "cho-nhan", Can{Hand: true, End: true}, rows[0], rows[1], rows[2]))}),
		page("sheet", "received", ui.Sample{Body: SheetPage(sampleSheet(Paying, "da-nhan", Can{}, rows[3]))}),
		page("sheet", "nobody", ui.Sample{Body: SheetPage(sampleSheet(Ended, "khong-trao-duoc", Can{}))}),
		page("outside", "full", ui.Sample{Body: OutsidePage(outside)}),
		page("outside", "empty", ui.Sample{Body: OutsidePage(Outside{Sheet: proposed.Sheet})}),
		page("benefit", "granted", ui.Sample{Body: BenefitPage(view(rows[2], changes[:1], BenefitView{CanHand: true, CanMiss: true}))}),
		page("benefit", "received", ui.Sample{Body: BenefitPage(view(rows[3], nil, BenefitView{}))}),
		page("benefit", "failed", ui.Sample{Body: BenefitPage(view(failed, nil, BenefitView{CanSend: true}))}),
		page("benefit", "moved_bank", ui.Sample{Body: BenefitPage(view(func() Benefit { b := moved; b.Account = rows[1].Account; return b }(), nil, BenefitView{}))}),
		page("paper", "signing", ui.Sample{Body: PaperPage(sampleSheet(Paying, "cho-nhan", Can{}).Sheet, signing), Print: true}),
	}
}

func visitSamples() []ui.Sample {
	_, visits, _ := samplePrograms()
	v := func(id int, name string, e Event, day kernel.Date, state VisitState) Visit {
		return Visit{ID: kernel.ID(id), Org: 3, Name: name, Number: "QN0001", Event: e, Day: day, State: state}
	}
	done := v(52, "Lê Văn Mẫu", "om_dau", sampleDay(11, 12), Done)
	done.Amount, done.Benefit, done.By, done.Note = 300_000, 35, "Hoàng Thị Liên", "Nằm viện 12 ngày"
	skipped := v(54, "Trần Thị Mẫu", Retirement, sampleDay(11, 1), Skipped)
	skipped.By, skipped.Note = "Hoàng Thị Liên", "Người nhà đề nghị để sau"
	month := Month{Org: 3, OrgName: sampleUnits[3], Units: []Unit{{3, sampleUnits[3], 0}}, Year: 2026, Month: 11, MayPlan: true, Expected: 3, Done: 1, Cost: 300_000, Programmes: []Programme{visits},
		Visits: []Visit{skipped, done, v(51, "Bùi Thị Mẫu", Birthday, sampleDay(11, 20), Planned), v(53, "Phạm Văn Mẫu", Birthday, sampleDay(11, 23), Planned), v(55, "Lý Thị Mẫu", Birthday, sampleDay(11, 27), Planned)}}
	people := []Member{{Name: "Bùi Thị Mẫu", Number: "QN0001", Group: "Tổ 1"}, {Name: "Lê Văn Mẫu", Number: "QN0002", Group: "Tổ 2"}}
	unreached := Unreached{Year: 2026, Unit: 2, UnitName: sampleUnits[2], Above: []Unit{{1, "LĐLĐ tỉnh Quảng Ninh", 0}}, Counted: sampleNow, Total: Reach{Members: 120, Reached: 112},
		Rows: []Reach{{Unit: 3, Name: sampleUnits[3], Members: 60, Reached: 56}, {Unit: 4, Name: sampleUnits[4], Members: 60, Reached: 56}}}
	named := unreached
	named.Unit, named.UnitName, named.Rows, named.People, named.More = 3, sampleUnits[3], nil, people, true
	waiting := Allowance{ID: 61, Code: "CD-261123-0007", Unit: 3, Name: "Bùi Thị Mẫu", Event: "om_dau", Day: sampleDay(11, 2), State: AllowanceWaiting}
	granted, refused := waiting, waiting
	granted.ID, granted.State, granted.Benefit = 62, AllowanceGranted, 35
	refused.ID, refused.State = 63, AllowanceRefused
	allowances := AllowancesView{Allowances{Rows: []Allowance{waiting, granted, refused}, Names: sampleUnits, May: map[kernel.ID]bool{61: true}, Next: 60}, map[kernel.ID]string{61: "Hồ sơ không cho biết Bùi Thị Mẫu là đoàn viên nào. Hãy ghi mã số đoàn viên.", 63: "Bùi Thị Mẫu đã nhận ở CĐCS Than Mẫu, 12/11/2026. Mỗi người một lần trong một dịp."}}
	return []ui.Sample{
		page("visits", "full", ui.Sample{Body: MonthPage(month, sampleToday, "")}),
		page("visits", "empty", ui.Sample{Body: MonthPage(Month{Org: 3, Year: 2026, Month: 11, Units: month.Units}, sampleToday, "")}),
		page("visits", "nowhere", ui.Sample{Body: MonthPage(Month{Year: 2026, Month: 11}, sampleToday, "")}),
		page("unreached", "units", ui.Sample{Body: UnreachedPage(unreached)}),
		page("unreached", "people", ui.Sample{Body: UnreachedPage(named)}),
		page("unreached", "nobody", ui.Sample{Body: UnreachedPage(Unreached{Year: 2026, Unit: 3, UnitName: sampleUnits[3]})}),
		page("allowances", "full", ui.Sample{Body: AllowancesPage(allowances)}),
		page("allowances", "empty", ui.Sample{Body: AllowancesPage(AllowancesView{})}),
	}
}

func ownSamples() []ui.Sample {
	rows := sampleRows()
	tet, visits, relief := samplePrograms()
	own := func(b Benefit) OwnBenefit {
		return OwnBenefit{Benefit: b, Programme: tet.Title, Occasion: "Tết Đinh Mùi", Org: sampleUnits[2], Desk: sampleUnits[3]}
	}
	failed := rows[0]
	failed.State, failed.Reason = Failed, "Chưa liên lạc được"
	mine := Mine{Member: Member{Number: "QN0001", Name: "Bùi Thị Mẫu"}, IsMember: true, Unit: sampleUnits[3], Account: Account{BIN: "970436", Number: "0000000099", Holder: "BUI THI MAU"},
		Benefits: []OwnBenefit{own(rows[0]), own(rows[3])},
		Chances: []Chance{{Programme: tet, Org: sampleUnits[2], Verdict: rules.Yes, Lines: sampleWhy, Amount: 500_000}, {Programme: tet, Org: sampleUnits[2], Verdict: rules.No, Lines: sampleWhyNot},
			{Programme: tet, Org: sampleUnits[2], Verdict: rules.Unknown, Lines: sampleWhyUnknown}, {Programme: visits, Org: sampleUnits[2]}, {Programme: relief, Org: sampleUnits[2]}}}
	return []ui.Sample{
		page("mine", "member", ui.Sample{Body: MinePage(mine, sampleToday)}),
		page("mine", "no_member", ui.Sample{Body: MinePage(Mine{}, sampleToday)}),
		page("code", "granted", ui.Sample{Body: CodePage(own(rows[1]), "https://vidu.example/nhan-phuc-loi/abcdefghij")}),
		page("code", "received", ui.Sample{Body: CodePage(own(rows[3]), "")}),
		page("code", "failed", ui.Sample{Body: CodePage(own(failed), "")}),
	}
}
