package benefits

import (
	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func sampleAgreement() Agreement {
	day := func(m, d int) kernel.Date { x, _ := kernel.NewDate(2026, m, d); return x } // the days of the samples exist
	return Agreement{ID: 11, Tenant: 1, Org: 2, Partner: 71, PartnerName: "Nhà sách Mẫu", Title: "Giảm giá sách giáo khoa", Number: "08/TT-CĐ", Terms: "Không cộng với khuyến mại khác.\nNgày lễ vẫn áp dụng.",
		Rule: "doan_vien.so_thang >= 6", From: day(8, 1), To: day(12, 15), CancelMinutes: 30, State: Running, PreparedBy: 5, Preparer: "Mai Thị Hạnh", ApprovedBy: 9, Approver: "Lê Thị Thanh", ApprovedAt: day(7, 30).Clock(9, 0),
		Paper: Paper{SHA: "ab", Name: "thoa-thuan-08.pdf", Type: "pdf", Size: 20480}, Version: 3,
		Rates:  []Rate{{ID: 21, Goods: "Sách giáo khoa", Who: ForMember, Cut: Cut{Percent: 1500, Cap: 50_000}}, {ID: 22, Goods: "Đồ dùng học tập", Who: ForChild, Cut: Cut{Percent: 1250, Least: 100_000}}, {ID: 23, Goods: "Cặp sách", Who: ForWorker, Cut: Cut{Sum: 20_000}}},
		Places: []Place{{ID: 31, Name: "Nhà sách Mẫu, cơ sở 1", Address: "Khu 2", Code: "06811", Area: 1, AreaName: "Phường Uông Bí, Tỉnh Quảng Ninh"}, {ID: 32, Name: "Nhà sách Mẫu, cơ sở 2", AreaName: "Phường Vàng Danh, Tỉnh Quảng Ninh"}}}
}

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	today, _ := kernel.NewDate(2026, 11, 23)
	now := today.Clock(9, 41)
	g := sampleAgreement()
	draft, signed, ended, bare := g, g, g, g
	draft.State, draft.Approver = Draft, ""
	signed.State, signed.From = Signed, today.AddDays(8)
	ended.State, ended.EndedOn, ended.EndReason = Ended, today.AddDays(-3), "Đối tác đóng cửa"
	bare.State, bare.Approver, bare.Rates, bare.Places, bare.Terms, bare.Paper, bare.Rule, bare.Number = Draft, "", nil, nil, "", Paper{}, "", ""
	names := map[kernel.ID]string{2: "CĐ phường Uông Bí", 3: "CĐCS Than Mẫu", 4: "CĐCS Trường THCS Mẫu"}
	units := []Unit{{2, names[2], 0}, {3, names[3], 1}, {4, names[4], 1}}
	partners := []Partner{{71, "Nhà sách Mẫu"}}
	wordList := []rules.Name{{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: rules.Whole}, {Key: "doan_vien.dang_vien", Title: "Đảng viên", Type: rules.YesNo},
		{Key: "doan_vien.ngay_sinh", Title: "Ngày sinh", Type: rules.Day}, {Key: "doan_vien.to", Title: "Tổ công đoàn", Type: rules.Text}, {Key: "doan_vien.gioi", Title: "Giới", Type: rules.Text, Values: []rules.Value{{Key: "nam", Title: "nam"}, {Key: "nu", Title: "nữ"}}}}
	x := Series{ID: 41, Agreement: 11, Title: "Phiếu mua sách đầu năm học", Code: "SACH26", Cut: Cut{Sum: 150_000}, Count: 1000, PerMember: 2, From: g.From, To: g.To, Issued: 3, State: SeriesOpen, Preparer: "Mai Thị Hạnh", Opener: "Lê Thị Thanh"}
	waiting := x
	waiting.State, waiting.Issued, waiting.Opener, waiting.Rule = SeriesDraft, 0, "", "doan_vien.kho_khan"
	voucher := func(n int, st VoucherState, reason string) Voucher {
		return Voucher{ID: kernel.ID(50 + n), Series: 41, Serial: n, Number: "QN000" + kernel.ID(n).String(), Name: "Bùi Thị Mẫu", Unit: 3, State: st, IssuedAt: now, Reason: reason}
	}
	use := Use{ID: 61, Agreement: 11, Series: 41, Voucher: 51, Unit: 3, Place: g.Places[0].Name, Goods: "Phiếu mua sách đầu năm học", Who: ForMember, Bill: 480_000, Discount: 150_000, At: now}
	byCard := Use{ID: 62, Agreement: 11, Unit: 4, Place: g.Places[0].Name, Goods: "Sách giáo khoa", Who: ForMember, Bill: 200_001, Discount: 30_000, At: now.Add(-minutes(200)), Cancelled: now.Add(-minutes(190)), Reason: "Khách trả hàng"}
	rights := []Right{{Key: "21", Agreement: g, Goods: "Sách giáo khoa", Who: ForMember, Cut: g.Rates[0].Cut}, {Key: "22", Agreement: g, Goods: "Đồ dùng học tập", Who: ForChild, Cut: g.Rates[1].Cut}}
	answer := func(st Standing, voucher string, r ...Right) *Answer {
		return &Answer{Standing: st, Voucher: voucher, Rights: r, At: now}
	}
	tally := Tally{Uses: 2, People: 2, Bills: 680_001, Discounts: 180_000, Cancelled: 1}
	report := Report{Filter: UseFilter{Agreement: 11, From: g.From}, Rows: []ReportRow{{11, 3, g.Title, names[3], Tally{Uses: 1, People: 1, Bills: 480_000, Discounts: 150_000}}, {11, 4, g.Title, names[4], Tally{Uses: 1, People: 1, Bills: 200_001, Discounts: 30_000, Cancelled: 1}}}, Total: tally, Agreements: []Agreement{g}, Units: units}
	yes := rules.Finding{Verdict: rules.Yes, Lines: []rules.Line{{Text: "Số tháng là đoàn viên: 24 tháng, cần từ 6 tháng", Verdict: rules.Yes}}}
	no := rules.Finding{Verdict: rules.No, Lines: []rules.Line{{Text: "Số tháng là đoàn viên: 2 tháng, cần từ 6 tháng", Verdict: rules.No}}}
	unsure := rules.Finding{Verdict: rules.Unknown, Lines: []rules.Line{{Text: "Số tháng là đoàn viên: chưa rõ", Verdict: rules.Unknown}}}
	own := func(n int, st Standing, vs VoucherState) OwnVoucher {
		o := OwnVoucher{Voucher: voucher(n, vs, ""), Series: x, Agreement: g, Standing: st}
		if st == IsGood {
			o.Address = "https://congdoan.example.vn/phieu-uu-dai/abcdefghijklmnopqrstuvwxyz"
		}
		return o
	}
	mine := Mine{IsMember: true, Home: "Phường Uông Bí", Vouchers: []OwnVoucher{own(1, IsGood, Issued), own(2, IsUsed, Redeemed), own(3, IsExpired, Issued)},
		Offers: []Offer{{g, names[2], yes, InCommune, g.Places}, {ended, names[2], unsure, InProvince, g.Places}, {bare, names[2], no, Elsewhere, nil}}, Uses: []Use{use, byCard}, Titles: map[kernel.ID]string{11: g.Title}}
	all := Can{Rewrite: true, Approve: true, Drop: true}
	live := Can{End: true, Series: true}
	ask := web.AskView{Title: "Thêm mức ưu đãi", Crumbs: []ui.Link{{Label: "Ưu đãi", Href: roomPath}, {Label: g.Title, Href: g.path()}}, Action: g.path() + "/muc", Back: g.path(), Submit: "Thêm mức",
		Fields: []web.Ask{{Kind: "text", Props: ui.FieldProps{Name: "hang", Label: "Hàng, dịch vụ", Required: true}}, {Kind: "select", Props: ui.FieldProps{Name: "ai", Label: "Người được hưởng"}, Options: []ui.Option{{Value: "member", Label: "Đoàn viên"}}},
			{Kind: "money", Props: ui.FieldProps{Name: "toi_da", Label: "Giảm tối đa", Optional: true}}, {Kind: "date", Props: ui.FieldProps{Name: "tu_ngay", Label: "Từ ngày"}}}}
	faulty := ask
	faulty.Sentence, faulty.Errors = "Chưa ghi được.", ui.Errors{"hang": "Cần tên hàng hoặc dịch vụ, ví dụ: Sách giáo khoa."}
	danger := web.AskView{Title: "Kết thúc trước hạn", Crumbs: ask.Crumbs, Action: g.path() + "/ket-thuc", Back: g.path(), Submit: "Kết thúc hôm nay", Danger: true, Text: "Từ lúc này thẻ và phiếu không dùng được nữa ở thoả thuận này.",
		Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: "Lý do", Required: true}}}}
	in := typedOf(draft)
	one := func(name, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "benefits", name, state
		return body
	}
	page := UsePage{Filter: UseFilter{Agreement: 11}, Rows: []Use{use, byCard}, Titles: map[kernel.ID]string{11: g.Title}, Units: names, Total: tally, Next: 61}
	series := func(x Series, can SeriesCan, list ...Voucher) SeriesDetail {
		return SeriesDetail{Series: x, Agreement: g, OrgName: names[2], Counts: map[VoucherState]int{Issued: 1, Redeemed: 1, Revoked: 1}, Vouchers: list, Names: names, Can: can}
	}
	narrow := series(x, SeriesCan{}, voucher(3, Expired, ""))
	narrow.Narrow, narrow.State, narrow.Next = true, Expired, 53
	unused := Unused{Unit: 2, From: kernel.Date{Year: 2026, Month: 1, Day: 1}, To: kernel.Date{Year: 2026, Month: 11, Day: 23}, Units: units, More: true,
		Rows: []UnusedRow{{"QN00000001", "Trần Văn Mẫu", "Tổ 3", "CĐCS Than Mẫu"}, {"QN00000002", "Nguyễn Thị Thử", "", "CĐCS Trường Mẫu"}}}
	return []ui.Sample{
		one("agreements", "full", ui.Sample{Body: AgreementsPage(Listing{Rows: []Agreement{g, signed, draft, ended}, Names: names, Next: 11, MayPrepare: true}, today)}),
		one("agreements", "empty", ui.Sample{Body: AgreementsPage(Listing{MayPrepare: true}, today)}),
		one("agreements", "empty_looking", ui.Sample{Body: AgreementsPage(Listing{Filter: Filter{State: Running}}, today)}),
		one("agreement", "bare", ui.Sample{Body: AgreementPage(Detail{Agreement: bare, OrgName: names[2], Can: Can{Rewrite: true, Drop: true}}, today, "")}),
		one("agreement", "draft", ui.Sample{Body: AgreementPage(Detail{Agreement: draft, OrgName: names[2], Can: all}, today, "Người soạn không tự ký duyệt. Cần một người khác có quyền duyệt.")}),
		one("agreement", "running", ui.Sample{Body: AgreementPage(Detail{Agreement: g, OrgName: names[2], Series: []Series{x, waiting}, Tally: tally, Can: live}, today, "")}),
		one("agreement", "ended", ui.Sample{Body: AgreementPage(Detail{Agreement: ended, OrgName: names[2], Tally: tally, Narrow: true}, today, "")}),
		one("form", "new", ui.Sample{Body: FormPage(FormView{In: agreementForm{Unit: 2, Cancel: "30"}, Units: units, Partners: partners, Words: wordList})}),
		one("form", "no_partner", ui.Sample{Body: FormPage(FormView{In: agreementForm{Unit: 2, Cancel: "30"}, Units: units, Words: wordList})}),
		one("form", "faulty", ui.Sample{Body: FormPage(FormView{ID: 11, In: in, Partners: partners, Words: wordList, Sentence: "Chưa ghi được.", Errors: ui.Errors{"ten": "Cần tên, từ 3 đến 200 ký tự.", "den_ngay": "Ngày cuối không trước ngày đầu."}})}),
		one("attach", "blank", ui.Sample{Body: AttachPage(draft, nil, "")}),
		one("attach", "faulty", ui.Sample{Body: AttachPage(draft, ui.Errors{"tep": "Tệp trống."}, "Chưa ghi được.")}),
		one("ask", "blank", ui.Sample{Body: web.AskPage(ask)}),
		one("ask", "faulty", ui.Sample{Body: web.AskPage(faulty)}),
		one("ask", "danger", ui.Sample{Body: web.AskPage(danger)}),
		one("series", "open", ui.Sample{Body: SeriesPage(series(x, SeriesCan{Close: true, Issue: true, Revoke: true}, voucher(1, Issued, ""), voucher(2, Redeemed, ""), voucher(3, Revoked, "Phát nhầm người")), "")}),
		one("series", "waiting", ui.Sample{Body: SeriesPage(SeriesDetail{Series: waiting, Agreement: g, OrgName: names[2], Counts: map[VoucherState]int{}, Can: SeriesCan{Open: true, Close: true}}, "Người soạn không tự ký duyệt. Cần một người khác có quyền duyệt.")}),
		one("series", "narrow", ui.Sample{Body: SeriesPage(narrow, "")}),
		one("till", "blank", ui.Sample{Body: TillPage(TillView{})}),
		one("till", "voucher", ui.Sample{Body: TillPage(TillView{In: tillForm{Code: "a", Key: "1"}, Got: answer(IsGood, "SACH26-000012", Right{Key: "v", Agreement: g, Goods: x.Title, Who: ForMember, Cut: x.Cut}), Last: []Use{use, byCard}, Next: 61})}),
		one("till", "card", ui.Sample{Body: TillPage(TillView{In: tillForm{Code: "a", Key: "1"}, Got: answer(IsGood, "", rights...)})}),
		one("till", "faulty", ui.Sample{Body: TillPage(TillView{In: tillForm{Code: "a", Key: "1", Bill: "không"}, Got: answer(IsGood, "", rights...), Sentence: "Chưa tính được.", Errors: ui.Errors{"quyen": "Chọn ưu đãi.", "noi": "Chọn nơi bán.", "hoa_don": "Ghi số tiền hoá đơn."}})}),
		one("till", "used", ui.Sample{Body: TillPage(TillView{Got: answer(IsUsed, "SACH26-000012")})}),
		one("till", "expired", ui.Sample{Body: TillPage(TillView{Got: answer(IsExpired, "SACH26-000013")})}),
		one("till", "unknown", ui.Sample{Body: TillPage(TillView{Got: answer(IsUnknown, "")})}),
		one("till", "not_for", ui.Sample{Body: TillPage(TillView{Got: answer(IsNotFor, "")})}),
		one("till", "reckoned", ui.Sample{Body: TillPage(TillView{In: tillForm{Code: "a", Key: "1"}, Sum: &Sum{Right: rights[0], Place: g.Places[0], Bill: 480_000, Discount: 50_000}})}),
		one("use", "fresh", ui.Sample{Body: UsePageOf(UseView{Use: use, Agreement: g, Now: now})}),
		one("use", "late", ui.Sample{Body: UsePageOf(UseView{Use: use, Agreement: g, Now: now.Add(minutes(40)), Sentence: "Chỉ huỷ được trong 30 phút sau khi ghi. Hãy liên hệ công đoàn ký thoả thuận."})}),
		one("use", "cancelled", ui.Sample{Body: UsePageOf(UseView{Use: byCard, Agreement: g, Now: now})}),
		one("report", "full", ui.Sample{Body: ReportPage(report)}),
		one("report", "empty", ui.Sample{Body: ReportPage(Report{Units: units})}),
		one("report", "print", ui.Sample{Body: ReportPrint(report), Print: true}),
		one("unused", "full", ui.Sample{Body: UnusedPage(unused, nil)}),
		one("unused", "nobody", ui.Sample{Body: UnusedPage(Unused{Unit: 2, From: unused.From, To: unused.To, Units: units}, nil)}),
		one("unused", "faulty", ui.Sample{Body: UnusedPage(Unused{Unit: 2, From: unused.To, To: unused.From, Units: units}, ui.Errors{"den": "Ngày cuối không trước ngày đầu."})}),
		one("uses", "full", ui.Sample{Body: UsesPage(page)}),
		one("uses", "empty", ui.Sample{Body: UsesPage(UsePage{})}),
		one("mine", "full", ui.Sample{Body: MinePage(mine)}),
		one("mine", "empty", ui.Sample{Body: MinePage(Mine{IsMember: true})}),
		one("mine", "no_member", ui.Sample{Body: MinePage(Mine{})}),
		one("code", "good", ui.Sample{Body: CodePage(own(1, IsGood, Issued))}),
		one("code", "used", ui.Sample{Body: CodePage(own(2, IsUsed, Redeemed))}),
		one("verify", "good", ui.Sample{Plain: true, Body: VerifyPage(IsGood)}),
		one("verify", "unknown", ui.Sample{Plain: true, Body: VerifyPage(IsUnknown)}),
	}
}
