package members

import (
	"context"
	"encoding/json"
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	var out []ui.Sample
	for _, list := range [][]ui.Sample{listSamples(), recordSamples(), verbSamples(), deskSamples(), admissionSamples(), bulkSamples()} {
		out = append(out, list...)
	}
	return out
}

func one(page, state string, s ui.Sample) ui.Sample {
	s.Room, s.Page, s.State = "members", page, state
	return s
}

var (
	sampleDay   = kernel.Date{Year: 2026, Month: 11, Day: 23}
	sampleUnits = map[kernel.ID]string{2: "CĐ phường Uông Bí", 3: "CĐCS Than Mẫu", 4: "CĐCS Trường THCS Mẫu", 5: "CĐCS Bệnh viện Mẫu"}
)

func sampleOn(s string) kernel.Date {
	d, _ := kernel.ParseISODate(s) // a fixed sample
	return d
}

func sampleMembers() []Member {
	work := func(job string) Profile {
		return Profile{Work: Work{Employer: "Công ty TNHH Than Mẫu", Job: job, Contract: "indefinite", Since: sampleOn("2014-09-01")}, Wage: 8_000_000,
			Home: Home{Address: "Số nhà 12, tổ 3, khu Mẫu"}, Origin: Origin{Ethnicity: "Kinh"}, Hardship: "Nuôi con nhỏ dưới 36 tháng"}
	}
	return []Member{
		{ID: 11, Tenant: 1, Person: 21, Number: "DV00000012", Name: "Đặng Thị Châu", Born: sampleOn("1984-05-06"), Sex: "nữ", Identity: "000184400012", Phone: "0000000012", Unit: 3, Group: "Tổ 2",
			Since: sampleOn("2019-03-02"), Admitted: sampleOn("2016-05-19"), Basis: "05/QĐ-CĐCS", Status: Active, Profile: work("Thợ vận hành băng tải")},
		{ID: 12, Tenant: 1, Person: 22, Number: "DV00000045", Name: "Nguyễn Văn Dũng", Born: sampleOn("1979-12-01"), Sex: "nam", Identity: "000079400045", Phone: "0000000045", Unit: 3, Group: "Tổ 5",
			Since: sampleOn("2015-03-02"), Admitted: sampleOn("2015-03-02"), Basis: "05/QĐ-CĐCS", Status: Exempt, Profile: work("Cơ điện lò")},
		{ID: 13, Tenant: 1, Person: 23, Number: "DV00000101", Name: "Công Tằng Tôn Nữ Thị Hồng Phương Uyên", Born: sampleOn("1991-07-27"), Sex: "nữ", Phone: "0000000101", Unit: 3, Group: "Tổ cấp dưỡng và phục vụ ca đêm",
			Since: sampleOn("2026-09-15"), Admitted: sampleOn("2020-05-19"), Basis: "11/QĐ-CĐCS", Status: Disciplined, Profile: work("Cấp dưỡng")},
	}
}

func listSamples() []ui.Sample {
	ctx := context.Background()
	page := Page{Members: sampleMembers(), Units: sampleUnits, Next: "3.AA.13", Open: map[kernel.ID]bool{11: true, 12: true}}
	union := unitChoices{Above: []orgs.Org{{ID: 2, Name: sampleUnits[2]}}, Here: orgs.Org{ID: 3, Name: sampleUnits[3]}}
	ward := unitChoices{Here: orgs.Org{ID: 2, Name: sampleUnits[2]}, Below: []orgs.Org{{ID: 3, Name: sampleUnits[3]}, {ID: 4, Name: sampleUnits[4]}}}
	ask := func(f Filter, pairs ...string) listAsk {
		a := listAsk{filter: f, columns: usualColumns, query: map[string][]string{}}
		for i := 0; i+1 < len(pairs); i += 2 {
			a.query.Set(pairs[i], pairs[i+1])
		}
		return a
	}
	show := func(a listAsk, p Page, c unitChoices) ui.Sample {
		v := a.view(ctx, p, c, []string{"Tổ 1", "Tổ 2"}, Sum{120, 74, int64(len(c.Below))})
		v.Saved = []SavedView{{Name: "Nữ, hợp đồng có thời hạn", Href: roomPath + "?gioi=nu&hop-dong=fixed", Current: true}, {Name: "Đang miễn", Href: roomPath + "?tinh-trang=mien"}}
		if !a.past {
			v.Deeds = []ui.Option{{Value: exportSlug, Label: "Tải XLSX những người đã chọn"}, {Value: "to", Label: "Chuyển tổ, bộ phận"}, {Value: "chuyen", Label: "Lập phiếu chuyển sinh hoạt"}}
		}
		return ui.Sample{Body: ListPage(v)}
	}
	past := ask(Filter{On: sampleOn("2026-09-14"), Unit: 3}, "ngay", "14/09/2026", "don-vi", "3")
	past.past = true
	wrong := ask(Filter{On: sampleDay}, "ngay", "31/11/2026")
	wrong.wrong = "Tháng 11 chỉ có 30 ngày."
	return []ui.Sample{
		one("list", "union", show(ask(Filter{On: sampleDay, Unit: 3}, "don-vi", "3"), page, union)),
		one("list", "ward", show(ask(Filter{On: sampleDay, Unit: 2}), page, ward)),
		one("list", "past", show(past, page, union)),
		one("list", "wrong_day", show(wrong, page, ward)),
		one("list", "empty", show(ask(Filter{On: sampleDay}), Page{}, union)),
		one("list", "nothing_fits", show(ask(Filter{On: sampleDay, Text: "hồng nguyễn"}, "q", "hồng nguyễn"), Page{Cut: true}, ward)),
	}
}

func sampleRecord() Record {
	m := sampleMembers()[0]
	base, _, _ := m.Profile.base() // a fixed sample
	base.Valid, base.Source = kernel.Period{From: sampleOn("2016-05-19")}, "đơn gia nhập"
	wage := Fact{Key: FactWage, Valid: kernel.Period{From: sampleOn("2026-01-01")}, Source: "phụ lục hợp đồng 02", amount: 8_000_000}
	return Record{Member: m, On: sampleDay, Standing: 3, Units: sampleUnits, Keep: true, Decide: true,
		Segments: []Segment{{Member: 11, Unit: 5, Valid: kernel.Period{From: sampleOn("2016-05-19"), To: sampleOn("2019-03-02")}, Cause: ByAdmission, Basis: "07/QĐ-CĐCS"},
			{Member: 11, Unit: 3, Group: "Tổ 2", Valid: kernel.Period{From: sampleOn("2019-03-02")}, Cause: ByTransfer}},
		Statuses: []StatusSpan{{Status: Exempt, Valid: kernel.Period{From: sampleOn("2021-02-01"), To: sampleOn("2021-08-01")}, Reason: "Nghỉ thai sản"}},
		Facts:    []Fact{base, wage},
		Panels: []Panel{{Title: "Thẻ đoàn viên", Rows: []PanelRow{{Label: "Thẻ 0123 4567", Value: "in ngày 01/03/2026", Tone: ui.Done, Word: "Đang dùng"}}},
			{Title: "Phúc lợi", Empty: "Chưa nhận khoản nào."}},
	}
}

func recordSamples() []ui.Sample {
	ctx := context.Background()
	show := func(r Record) ui.Sample { return ui.Sample{Body: RecordPage(recordView(ctx, r, sampleDay))} }
	r := sampleRecord()
	full := r
	full.Full = true
	full.Member.Profile.Photo, full.Facts = "a", append(slices.Clone(r.Facts), Fact{Key: FactPhoto, Valid: kernel.Period{From: sampleOn("2026-03-02")}, Source: "ảnh đoàn viên nộp", value: "a"})
	past := r
	past.On = sampleOn("2018-01-01")
	ended := r
	ended.Member.Status, ended.Member.Unit, ended.Member.Ended, ended.Member.EndedAs = Left, 0, sampleOn("2026-10-12"), Left
	ended.Statuses = append(ended.Statuses, StatusSpan{Status: Left, Valid: kernel.Period{From: sampleOn("2026-10-12")}, Reason: "Đơn xin ra khỏi tổ chức", Basis: "21/QĐ-CĐCS"})
	bare := Record{Member: Member{ID: 14, Tenant: 1, Name: "Lê Văn An", Number: "M0014", Unit: 3, Since: sampleDay, Admitted: sampleDay, Status: Active}, On: sampleDay, Units: sampleUnits, Standing: 3}
	return []ui.Sample{
		one("record", "active", show(r)),
		one("record", "full", show(full)),
		one("record", "past", show(past)),
		one("record", "left", show(ended)),
		one("record", "bare", show(bare)),
		one("reveal", "fresh", ui.Sample{Body: RevealPage(RevealView{ID: "11", Name: "Đặng Thị Châu"})}),
		one("reveal", "faulty", ui.Sample{Body: RevealPage(RevealView{ID: "11", Name: "Đặng Thị Châu", Sentence: "Chưa xem được.", Errors: ui.Errors{"ly_do": "Ghi lý do."}})}),
	}
}

func verbSamples() []ui.Sample {
	ctx := context.Background()
	show := func(v VerbView) ui.Sample {
		v.ID, v.Name, v.Title = "11", "Đặng Thị Châu", verbWord(ctx, v.Slug)
		return ui.Sample{Body: VerbPage(v)}
	}
	var out []ui.Sample
	path := roomPath + "/11/sua"
	for _, k := range parts {
		out = append(out, one("verb", "correct_"+string(k), show(VerbView{Slug: "sua", Part: k, Parts: partLinks(ctx, path, k), In: verbForm{sheetForm: formOf(sampleMembers()[0]), From: "23/11/2026"}, Contracts: contractOptions(sampleDay)})))
	}
	statuses := []ui.Option{{Value: "exempt", Label: "Miễn đoàn phí"}, {Value: "suspended", Label: "Tạm dừng"}}
	return append(out,
		one("verb", "correct", show(VerbView{Slug: "sua", Parts: partLinks(ctx, path, "")})),
		one("verb", "group", show(VerbView{Slug: "to", In: verbForm{Group: "Tổ 2", From: "23/11/2026"}, Groups: []ui.Option{{Label: "Tổ 1"}, {Label: "Tổ 2"}}})),
		one("verb", "status_faulty", show(VerbView{Slug: "tinh-trang", Statuses: statuses, Hint: "Miễn đoàn phí từ 1 tháng trở lên.", In: verbForm{From: "31/11/2026"}, Sentence: "Chưa ghi được.",
			Errors: ui.Errors{"tu_ngay": "Tháng 11 chỉ có 30 ngày.", "tinh_trang": "Chọn: miễn đoàn phí, tạm dừng hoặc kỷ luật."}})),
		one("verb", "status_over", show(VerbView{Slug: "het-tinh-trang", Statuses: []ui.Option{{Value: "exempt", Label: "Miễn đoàn phí từ 01/07/2026"}}, In: verbForm{From: "23/11/2026"}})),
		one("verb", "end", show(VerbView{Slug: "ket-thuc", Statuses: []ui.Option{{Value: "left", Label: "Ra khỏi tổ chức theo đơn"}, {Value: "expelled", Label: "Khai trừ"}, {Value: "died", Label: "Đoàn viên đã mất"}}, In: verbForm{From: "23/11/2026"}})),
		one("verb", "merge_ask", show(VerbView{Slug: "gop", Hint: "Không có hồ sơ nào mang mã số này.", In: verbForm{Other: "DV99999999"}})),
		one("verb", "merge", show(VerbView{Slug: "gop", In: verbForm{Other: "M0044", Keep: "11"}, Kept: []ui.Option{{Value: "11", Label: "DV00000012, CĐCS Than Mẫu", Hint: "Mã số này dùng tiếp, hồ sơ kia kết thúc hôm nay."}, {Value: "44", Label: "M0044, CĐCS Bệnh viện Mẫu", Hint: "Đã kết thúc ngày 01/03/2019."}},
			Compare: []Compared{{"Họ và tên", "Đặng Thị Châu", "Đặng Thị Trâu"}, {"Ngày sinh", "06/05/1984", "06/05/1984"}, {"Số định danh", "********0012", ""}}})),
		one("merger", "standing", ui.Sample{Body: MergerPage(MergerView{ID: "7", Reason: "cùng căn cước", By: "Hoàng Thị Liên", On: "20/11/2026", Kept: ui.Link{Label: "Đặng Thị Châu, DV00000012", Href: roomPath + "/11"}, Gone: ui.Link{Label: "Đặng Thị Trâu, M0044", Href: roomPath + "/44"},
			Verbs: []ui.Verb{{Label: "Tách lại hai hồ sơ", Action: roomPath + "/gop/7", Danger: true}}})}),
		one("merger", "undone", ui.Sample{Body: MergerPage(MergerView{ID: "7", Reason: "cùng căn cước", By: "Hoàng Thị Liên", On: "20/11/2026", Undone: "Hoàng Thị Liên đã tách lại lúc 09:00 thứ hai, 23/11/2026.", Kept: ui.Link{Label: "Đặng Thị Châu, DV00000012", Href: roomPath + "/11"}, Gone: ui.Link{Label: "Đặng Thị Trâu, M0044", Href: roomPath + "/44"}})}),
	)
}

func deskSamples() []ui.Sample {
	ctx := context.Background()
	at := sampleDay.Clock(9, 41)
	t := Transfer{ID: 31, Tenant: 1, Member: 11, From: 5, To: 3, Answerer: 5, Group: "Tổ 2", On: sampleOn("2026-11-16"), Reason: "Chuyển công tác", State: Asked, AskedName: "Hoàng Thị Liên", AskedAt: sampleOn("2026-11-18").Clock(8, 20), Due: sampleOn("2026-11-25").Clock(23, 59)}
	late := t
	late.ID, late.State, late.Answerer, late.EscalatedAt, late.Due = 32, Escalated, 2, sampleOn("2026-11-20").Clock(8, 0), sampleOn("2026-11-20").Clock(23, 59)
	no := t
	no.ID, no.State, no.AnsweredName, no.AnsweredAt, no.Answer = 33, Refused, "Đặng Thu Phương", at, "Đoàn viên chưa bàn giao quỹ tổ."
	row := func(t Transfer) TransferRow {
		return TransferRow{t, "Đặng Thị Châu", "DV00000012", sampleOn("1984-05-06")}
	}
	lines := []TransferLine{transferLine(ctx, row(t), sampleUnits, at), transferLine(ctx, row(late), sampleUnits, at)}
	chips := []ui.Chip{{Label: sideWord(ctx, SideAnswer), Href: transferPath, Current: true}, {Label: sideWord(ctx, SideIn), Href: transferPath + "?xem=den"}}
	sheet := func(t Transfer, answer, withdraw bool) ui.Sample {
		return ui.Sample{Body: TransferSheet(transferView(ctx, TransferDetail{TransferRow: row(t), Units: sampleUnits, MayAnswer: answer, MayWithdraw: withdraw}))}
	}
	units := []ui.Option{{Value: "3", Label: sampleUnits[3]}, {Value: "4", Label: sampleUnits[4]}}
	wish := formOf(sampleMembers()[0])
	wish.Phone = "0000000013"
	form, _ := json.Marshal(wish) // a fixed sample
	request := Request{ID: 41, Tenant: 1, Member: 11, Unit: 3, Part: partPerson, From: sampleOn("2026-11-01"), Reason: "Đổi số điện thoại", State: RequestOpen, AskedName: "Đặng Thị Châu", AskedAt: at, form: string(form)}
	answered := request
	answered.State, answered.AnsweredName, answered.AnsweredAt, answered.Answer = RequestRefused, "Hoàng Thị Liên", at, "Mời bạn mang căn cước mới đến đối chiếu."
	face, _ := json.Marshal(sheetForm{Photo: "a"}) // a fixed sample
	pictured := request
	pictured.ID, pictured.Part, pictured.Reason, pictured.form = 42, FactPhoto, "Ảnh cũ đã mờ", string(face)
	keeperPhoto := PhotoView{Title: "Đổi ảnh thẻ", Action: roomPath + "/11/anh", Crumb: []ui.Link{{Label: "Sổ đoàn viên", Href: roomPath}, {Label: "Đặng Thị Châu", Href: roomPath + "/11"}}, Photo: roomPath + "/11/anh/xem", Name: "Đặng Thị Châu", In: photoForm{From: "23/11/2026"}}
	faultyPhoto := keeperPhoto
	faultyPhoto.Kept, faultyPhoto.In, faultyPhoto.Sentence, faultyPhoto.Errors = true, photoForm{From: "31/11/2026", Source: "ảnh đoàn viên nộp"}, "Chưa ghi được.", ui.Errors{"tu_ngay": "Tháng 11 chỉ có 30 ngày."}
	ownPhoto := PhotoView{Title: "Gửi ảnh thẻ mới", Action: ownPath + "/anh", Own: true, Crumb: []ui.Link{{Label: "Hồ sơ đoàn viên của tôi", Href: ownPath}}, In: photoForm{From: "23/11/2026"}}
	ask := func(q Request, keep, own bool) ui.Sample {
		return ui.Sample{Body: RequestPage(requestView(ctx, requestDetail{Request: q, Who: sampleMembers()[0], Keep: keep, Own: own}))}
	}
	own := ownRecord{Record: sampleRecord(), Requests: []Request{request, answered}, Access: []Access{{At: at, Name: "Hoàng Thị Liên", Post: "Uỷ viên ban chấp hành", Unit: sampleUnits[3]}, {At: at, Name: "Nguyễn Văn Thành", Post: "Chủ tịch", Unit: sampleUnits[3], Full: true, Reason: "đối chiếu căn cước khi chi trợ cấp"}},
		Consents: map[string]kernel.Instant{"tin-nhan": at}}
	own.Own, own.Full = true, true
	return []ui.Sample{
		one("transfers", "waiting", ui.Sample{Body: TransfersPage(TransfersView{Chips: chips, Rows: lines, Next: transferPath + "?sau=32", Ask: true, Side: SideAnswer})}),
		one("transfers", "empty", ui.Sample{Body: TransfersPage(TransfersView{Chips: chips, Side: SideAnswer})}),
		one("transfers", "empty_in", ui.Sample{Body: TransfersPage(TransfersView{Chips: chips, Side: SideIn})}),
		one("transfers", "empty_over", ui.Sample{Body: TransfersPage(TransfersView{Chips: chips, Side: SideIn, Over: true})}),
		one("transfer_new", "fresh", ui.Sample{Body: NewTransferPage(NewTransferView{In: transferForm{On: "23/11/2026"}, Units: units, Days: 5, Source: "quy ước của hệ thống, chưa xác minh"})}),
		one("transfer_new", "faulty", ui.Sample{Body: NewTransferPage(NewTransferView{In: transferForm{Key: "DV99", On: "23/11/2026"}, Units: units, Days: 5, Source: "quy ước của hệ thống, chưa xác minh", Sentence: "Chưa ghi được.", Errors: ui.Errors{"so_the": "Không có thẻ nào mang số này."}})}),
		one("transfer", "to_answer", sheet(t, true, false)),
		one("transfer", "late", sheet(late, false, true)),
		one("transfer", "refused", sheet(no, false, false)),
		one("own", "member", ui.Sample{Body: OwnPage(ownView(ctx, own, true, sampleDay))}),
		one("own", "none", ui.Sample{Body: OwnPage(OwnView{None: true})}),
		one("ask", "phone", ui.Sample{Body: AskPage(AskView{Part: partPerson, Title: partWord(ctx, partPerson), In: wish, From: "23/11/2026"})}),
		one("ask", "faulty", ui.Sample{Body: AskPage(AskView{Part: FactInsurance, Title: partWord(ctx, FactInsurance), In: sheetForm{Insurance: "12"}, Sentence: "Chưa ghi được.", Errors: ui.Errors{"ma_so_bhxh": "Mã số bảo hiểm xã hội có 10 chữ số.", "tu_ngay": "Cần ngày, không sau hôm nay."}})}),
		one("requests", "open", ui.Sample{Body: RequestsPage([]RequestLine{requestLine(ctx, request, "Đặng Thị Châu")})}),
		one("request", "photo", ask(pictured, true, false)),
		one("photo", "change", ui.Sample{Body: PhotoPage(keeperPhoto)}),
		one("photo", "faulty", ui.Sample{Body: PhotoPage(faultyPhoto)}),
		one("photo", "ask", ui.Sample{Body: PhotoPage(ownPhoto)}),
		one("requests", "empty", ui.Sample{Body: RequestsPage(nil)}),
		one("request", "to_answer", ask(request, true, false)),
		one("request", "own", ask(request, false, true)),
		one("request", "answered", ask(answered, false, true)),
	}
}

func admissionSamples() []ui.Sample {
	ctx := context.Background()
	at := sampleDay.Clock(9, 41)
	in := formOf(sampleMembers()[1])
	form, _ := json.Marshal(in) // a fixed sample
	p := Application{ID: 51, Tenant: 1, Unit: 3, Name: "Nguyễn Văn Dũng", State: ApplicationFiled, FiledName: "Hoàng Thị Liên", FiledAt: at, form: string(form)}
	done := p
	done.State, done.Batch, done.Member, done.AnsweredName, done.AnsweredAt, done.Account = ApplicationAdmitted, 61, 12, "Nguyễn Văn Thành", at, 9
	doubles := []double{{Found: Found{By: "name", Person: 22}, Name: "Nguyễn Văn Dũng", Born: sampleOn("1979-12-01")}, {Found: Found{By: "phone", Person: 23, Member: 9}}}
	units := []ui.Option{{Value: "3", Label: sampleUnits[3]}, {Value: "4", Label: sampleUnits[4]}}
	apply := func(v ApplyView) ui.Sample {
		v.Contracts, v.Months, v.Source = contractOptions(sampleDay), 12, "Luật Công đoàn 50/2024/QH15 điều 5, chưa xác minh"
		return ui.Sample{Body: ApplyPage(v)}
	}
	row := ApplicationLine{ID: "51", Href: admitPath + "/51", Name: "Nguyễn Văn Dũng", Job: "Cơ điện lò", At: "23/11/2026", By: "Hoàng Thị Liên"}
	born, waiting := p, row
	born.Source, born.decision, born.Name = "dossier:71", `{"number":"14/QĐ-CĐCS","on":"2026-11-20","signer":"Nguyễn Văn Thành"}`, "Bùi Thị Mẫu"
	waiting.ID, waiting.Href, waiting.Name, waiting.By, waiting.Why = "52", admitPath+"/52", "Bùi Thị Mẫu", "Bùi Thị Mẫu", Messages()["members.open_already"]
	batch := Batch{ID: 61, Tenant: 1, Unit: 3, Number: "12/QĐ-CĐCS", Decided: sampleDay, Signer: "Nguyễn Văn Thành", SignerPost: "Chủ tịch", Members: 3, ByName: "Nguyễn Văn Thành", At: at}
	paper := batchPaper{Batch: batch, Heads: []string{"Công đoàn cơ sở Công ty TNHH Than Mẫu", "Công đoàn phường Uông Bí"}, Town: "Uông Bí", Rows: sampleMembers()}
	return []ui.Sample{
		one("apply", "choose", apply(ApplyView{Self: true, Below: []ui.Link{{Label: sampleUnits[2], Href: applyPath + "?don-vi=2"}}, Mine: []RequestLine{{Href: admitPath + "/51", Title: "Đơn gia nhập công đoàn", Text: "09:41 thứ hai, 23/11/2026", Tone: ui.Wait, Word: "Chờ quyết định"}}})),
		one("apply", "above", apply(ApplyView{Self: true, Here: sampleUnits[2], HereID: "2", Below: []ui.Link{{Label: sampleUnits[3], Href: applyPath + "?don-vi=3"}}, In: applyForm{sheetForm: in}})),
		one("apply", "faulty", apply(ApplyView{Self: true, Here: sampleUnits[3], HereID: "3", Leaf: true, In: applyForm{sheetForm: sheetForm{Name: "Kim Min Ji", Nationality: "Hàn Quốc", Months: "6"}}, Sentence: "Chưa ghi được.",
			Errors: ui.Errors{"so_thang": "Người nước ngoài cần hợp đồng lao động từ 12 tháng.", "ho_chieu": "Người nước ngoài ghi số hộ chiếu.", "cam_ket": "Đánh dấu khi bạn tự nguyện gia nhập."}})),
		one("apply", "by_the_union", apply(ApplyView{Units: units, In: applyForm{sheetForm: in}})),
		one("admissions", "waiting", ui.Sample{Body: AdmissionsPage(AdmissionsView{Unit: "3", Units: units, Rows: []ApplicationLine{row, waiting}, Decide: true, In: decideForm{On: "23/11/2026", Signer: "Nguyễn Văn Thành"}, Chosen: map[string]bool{"51": true}, Batches: []RequestLine{{Href: admitPath + "/quyet-dinh/61", Title: "Quyết định 12/QĐ-CĐCS ngày 23/11/2026", Text: "3 người, Nguyễn Văn Thành ký"}}})}),
		one("admissions", "faulty", ui.Sample{Body: AdmissionsPage(AdmissionsView{Unit: "3", Rows: []ApplicationLine{row}, Decide: true, In: decideForm{On: "31/11/2026"}, Chosen: map[string]bool{}, Sentence: "Chưa ghi được.", Errors: ui.Errors{"don": "Chọn ít nhất một người.", "ngay": "Tháng 11 chỉ có 30 ngày.", "quyet_dinh": "Ghi số quyết định, ví dụ 12/QĐ-CĐCS."}})}),
		one("admissions", "empty", ui.Sample{Body: AdmissionsPage(AdmissionsView{Unit: "3"})}),
		one("application", "doubles", ui.Sample{Body: ApplicationPage(applicationView(ctx, applicationDetail{Application: p, UnitName: sampleUnits[3], Doubles: doubles, Keep: true, Decide: true}))}),
		one("application", "dossier", ui.Sample{Body: ApplicationPage(dossierSample(applicationView(ctx, applicationDetail{Application: born, UnitName: sampleUnits[3], Keep: true, Decide: true})))}),
		one("application", "admitted", ui.Sample{Body: ApplicationPage(applicationView(ctx, applicationDetail{Application: done, UnitName: sampleUnits[3], Own: true}))}),
		one("batch", "decided", ui.Sample{Body: BatchPage(batchView(ctx, paper))}),
	}
}

// dossierSample is an application of a dossier that the roll does not take.
func dossierSample(v ApplicationView) ApplicationView {
	v.Why, v.Dossier = Messages()["members.looks_like"], ui.Link{Label: "Mở hồ sơ kết nạp CD02.31-261118-0003", Href: "/ho-so/71"}
	return v
}
