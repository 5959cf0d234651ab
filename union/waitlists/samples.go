package waitlists

import (
	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	today, _ := kernel.NewDate(2026, 11, 23) // a day that exists
	now := today.Clock(9, 41)
	names := map[kernel.ID]string{2: "CĐ phường Uông Bí", 3: "CĐCS Than Mẫu"}
	l := List{ID: 11, Org: 2, Kind: Housing, Title: "Thuê nhà ở công đoàn năm 2027", Basis: "Kế hoạch 20/KH-CĐ ngày 01/11/2026", Until: today.AddDays(7), AnswerDays: 7, State: Running, Preparer: "Mai Thị Hạnh", OpenedBy: "Lê Thị Thanh",
		Criteria: []Criterion{{ID: 21, Title: "Chưa có nhà ở", Formula: "don.chua_co_nha ? 40 : 0", Valid: kernel.Period{From: today}, Source: "Thang điểm mẫu"}, {ID: 22, Title: "Thâm niên", Formula: "doan_vien.so_thang / 12", Valid: kernel.Period{From: today, To: today.AddDays(900)}, Source: "Quy chế của công đoàn phường", Confirmed: true}}}
	draft, bare, frozen, loan := l, l, l, l
	draft.State, draft.OpenedBy = Draft, ""
	bare.State, bare.OpenedBy, bare.Criteria = Draft, "", nil
	frozen.State, frozen.FrozenAt, frozen.FrozenBy, frozen.Published = Frozen, now, "Lê Thị Thanh", now
	loan.ID, loan.Kind, loan.Title, loan.State = 12, Loan, "Vay vốn quỹ trợ vốn quý I/2027", Closed
	lines := []Points{{Title: "Chưa có nhà ở", N: 40, Known: true, Why: []rules.Line{{Text: "Chưa có nhà ở thuộc sở hữu: có", Verdict: rules.Yes}}}, {Title: "Thâm niên", Why: []rules.Line{{Text: "Số tháng là đoàn viên: chưa rõ", Verdict: rules.Unknown}}}}
	row := func(n int, st Stage, points int) Application {
		return Application{ID: kernel.ID(30 + n), List: 11, Number: "DV0000000" + kernel.ID(n).String(), Name: "Trần Văn Mẫu", Unit: 3, Answers: Answers{People: 3, Homeless: true, Room: 8, Sum: 20_000_000}, At: now, By: "Trần Văn Mẫu", Stage: st, Points: points, Lines: lines, Rank: n, Note: "Đang thuê trọ"}
	}
	removed, withdrawn := row(4, Removed, 12), row(5, Withdrawn, 0)
	removed.Reason = "Đã mua nhà"
	withdrawn.Rank, withdrawn.Lines = 0, nil
	offer := OfferMade{ID: 41, Application: 31, What: "Căn hộ 302, toà B", Until: today.AddDays(6)}
	detail := func(l List, can Can, rows ...Application) Detail {
		return Detail{List: l, OrgName: names[2], Rows: rows, Live: len(rows), Names: names, Offers: map[kernel.ID]OfferMade{}, Can: can, Provisional: l.State == Running}
	}
	offered := detail(frozen, Can{Offer: true, Close: true, Publish: true, Remove: true}, row(1, Offered, 50), row(2, Waiting, 42), row(3, Accepted, 41), removed, withdrawn)
	offered.Offers[31] = offer
	narrow := detail(l, Can{Apply: true}, row(2, Waiting, 42))
	narrow.Narrow = true
	place := func(x Application, l List) Place {
		p := Place{Application: x, List: l, OrgName: names[2], Ahead: 1, Provisional: l.State == Running}
		if x.Stage == Offered {
			p.Offer, p.HasOffer = offer, true
		}
		return p
	}
	byLoan := place(row(3, Lapsed, 20), loan)
	mine := Mine{IsMember: true, Names: names, Places: []Place{place(row(1, Offered, 50), frozen), place(row(2, Waiting, 42), l), place(row(2, Waiting, 42), frozen), byLoan}, Open: []List{l}}
	public := Public{List: frozen, OrgName: names[2], Rows: []PublicRow{{1, "Trần V. M.", "DV0*****01", 50, Offered}, {2, "Bùi T. M.", "DV0*****02", 42, Waiting}}}
	ask := web.AskView{Title: "Thêm tiêu chí chấm điểm", Crumbs: []ui.Link{{Label: "Danh sách chờ", Href: roomPath}}, Action: l.path() + "/tieu-chi", Back: l.path(), Submit: "Thêm tiêu chí", Help: ruleNames(asked),
		Fields: []web.Ask{{Kind: "text", Props: ui.FieldProps{Name: "ten", Label: "Tên tiêu chí", Required: true}}, {Kind: "area", Props: ui.FieldProps{Name: "diem", Label: "Cách tính điểm", Required: true}}, {Kind: "check", Props: ui.FieldProps{Name: "da_doi_chieu", Label: "Đã đối chiếu văn bản, còn hiệu lực"}},
			{Kind: "date", Props: ui.FieldProps{Name: "tu_ngay", Label: "Có hiệu lực từ ngày"}}, {Kind: "money", Props: ui.FieldProps{Name: "so_tien", Label: "Số tiền xin vay"}}, {Kind: "select", Props: ui.FieldProps{Name: "loai", Label: "Loại"}, Options: []ui.Option{{Value: "nha_o", Label: "Nhà ở của công đoàn"}}}}}
	faulty := ask
	faulty.Sentence, faulty.Errors = "Chưa ghi được.", ui.Errors{"ten": "Cần tên tiêu chí, ví dụ: Chưa có nhà ở."}
	danger := web.AskView{Title: "Đưa Trần Văn Mẫu ra khỏi danh sách", Crumbs: ask.Crumbs, Action: "/don-cho/31/dua-ra", Back: l.path(), Submit: "Đưa ra", Danger: true, Text: "Người được đưa ra đọc đúng lý do này.",
		Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: "Lý do", Required: true}}}}
	one := func(name, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "waitlists", name, state
		return body
	}
	return []ui.Sample{
		one("lists", "full", ui.Sample{Body: ListsPage(Listing{Rows: []List{l, draft, frozen, loan}, Names: names, Next: 11, MayKeep: true})}),
		one("lists", "empty", ui.Sample{Body: ListsPage(Listing{MayKeep: true})}),
		one("lists", "empty_looking", ui.Sample{Body: ListsPage(Listing{})}),
		one("list", "bare", ui.Sample{Body: ListPage(detail(bare, Can{Write: true, Drop: true}), "")}),
		one("list", "draft", ui.Sample{Body: ListPage(detail(draft, Can{Write: true, Drop: true, Open: true}), "Người soạn không tự mở danh sách. Cần một người khác có quyền quyết định.")}),
		one("list", "open", ui.Sample{Body: ListPage(detail(l, Can{Apply: true, Remove: true}, row(1, Waiting, 50), row(2, Waiting, 42)), "")}),
		one("list", "open_empty", ui.Sample{Body: ListPage(detail(l, Can{Freeze: true}), "")}),
		one("list", "narrow", ui.Sample{Body: ListPage(narrow, "")}),
		one("list", "frozen", ui.Sample{Body: ListPage(offered, "")}),
		one("list", "print", ui.Sample{Body: ListPrint(offered), Print: true}),
		one("application", "waiting", ui.Sample{Body: ApplicationPage(ApplicationView{Place: place(row(2, Waiting, 42), l), Own: true})}),
		one("application", "frozen", ui.Sample{Body: ApplicationPage(ApplicationView{Place: place(row(2, Waiting, 42), frozen), MayAnswer: true, Remove: true})}),
		one("application", "offered", ui.Sample{Body: ApplicationPage(ApplicationView{Place: place(row(1, Offered, 50), frozen), Own: true})}),
		one("application", "removed", ui.Sample{Body: ApplicationPage(ApplicationView{Place: place(removed, frozen), Own: true})}),
		one("application", "withdrawn", ui.Sample{Body: ApplicationPage(ApplicationView{Place: place(withdrawn, l)})}),
		one("application", "loan", ui.Sample{Body: ApplicationPage(ApplicationView{Place: byLoan, Own: true})}),
		one("mine", "full", ui.Sample{Body: MinePage(mine)}),
		one("mine", "empty", ui.Sample{Body: MinePage(Mine{IsMember: true})}),
		one("mine", "no_member", ui.Sample{Body: MinePage(Mine{})}),
		one("public", "full", ui.Sample{Plain: true, Body: PublicPage(public)}),
		one("public", "empty", ui.Sample{Plain: true, Body: PublicPage(Public{List: frozen, OrgName: names[2]})}),
		one("ask", "blank", ui.Sample{Body: web.AskPage(ask)}),
		one("ask", "faulty", ui.Sample{Body: web.AskPage(faulty)}),
		one("ask", "danger", ui.Sample{Body: web.AskPage(danger)}),
	}
}
