package committees

import (
	"context"
	"time"

	"doanket/core/orgs"
	"doanket/kernel"
	"doanket/ui"
)

func sampleDay(y int, m time.Month, d int) kernel.Date { return kernel.Date{Year: y, Month: m, Day: d} }

// sampleCommittee is an inspection committee of three, one of whom became chief accountant.
func sampleCommittee(can bool) Detail {
	c := Committee{ID: 11, Tenant: 1, Unit: 3, Kind: "inspection", Term: "2025–2030", Size: 3, How: ByElection, State: Recognised, From: sampleDay(2025, 7, 12), To: sampleDay(2030, 7, 12), Version: 1,
		Basis: Basis{Number: "02/BB-BCH", On: sampleDay(2025, 7, 12), Issuer: "Ban chấp hành công đoàn cơ sở"}, Recognised: Basis{Number: "09/QĐ-CĐP", On: sampleDay(2025, 7, 20)}}
	d := Detail{Committee: c, Unit: orgs.Org{ID: 3, Name: "Công đoàn cơ sở Công ty TNHH Than Mẫu", Kind: "grassroots_union"}, On: sampleDay(2026, 11, 23), Can: map[Verb]bool{},
		People: map[kernel.ID]Individual{21: {ID: 21, Name: "Hoàng Thị Liên", Sex: "nữ", Born: sampleDay(1988, 10, 20)}, 22: {ID: 22, Name: "Đỗ Thị Hương", Sex: "nữ", Born: sampleDay(1985, 3, 8)},
			23: {ID: 23, Name: "Phạm Văn Toàn", Sex: "nam", Born: sampleDay(1987, 1, 9)}, 24: {ID: 24, Name: "Vũ Đức Long", Sex: "nam"}}}
	d.Now = []Place{{ID: 31, Committee: 11, Person: 21, Post: "head", From: sampleDay(2025, 7, 12), Basis: "02/BB-BCH"}, {ID: 32, Committee: 11, Person: 22, Post: "member", From: sampleDay(2025, 7, 12), Basis: "02/BB-BCH"},
		{ID: 33, Committee: 11, Person: 23, Post: "member", From: sampleDay(2026, 3, 1), Basis: "05/BB-BCH"}}
	d.Past = []Place{{ID: 34, Committee: 11, Person: 24, Post: "member", From: sampleDay(2025, 7, 12), EndedOn: sampleDay(2026, 3, 1), Basis: "02/BB-BCH", EndBasis: "04/QĐ-CĐCS", EndReason: "Chuyển công tác"}}
	b := body{kind: "inspection", unitKind: "grassroots_union", on: d.On, size: 3, people: []kernel.ID{21, 22, 23}, strength: Strength{120, 45, true}, inside: map[kernel.ID]bool{21: true}, seated: true,
		finance: map[kernel.ID][]string{22: {"chief_accountant"}}, standing: true}
	d.Findings = b.check()
	d.Events = []Event{{Verb: Seat, At: sampleDay(2026, 3, 1).Clock(9, 0), Name: "Lê Thị Thanh", Person: 23, Note: "Uỷ viên. 05/BB-BCH"}, {Verb: Unseat, At: sampleDay(2026, 3, 1).Clock(8, 50), Name: "Lê Thị Thanh", Person: 24, Note: "Chuyển công tác"},
		{Verb: Recognise, At: sampleDay(2025, 7, 20).Clock(10, 0), Name: "Nguyễn Thị Hoài", Note: "09/QĐ-CĐP ngày 20/07/2025"}, {Verb: Found, At: sampleDay(2025, 7, 12).Clock(16, 0), Name: "Nguyễn Văn Thành", Note: "02/BB-BCH ngày 12/07/2025"}}
	for _, v := range []Verb{Seat, Unseat, End} {
		d.Can[v] = can
	}
	return d
}

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	ctx, today := context.Background(), sampleDay(2026, 11, 23)
	d := sampleCommittee(true)
	over, lame := d, d
	over.Committee.Kind, over.Committee.ID, over.Committee.Term, over.Committee.To, over.Now, over.Past, over.Events = "executive", 12, "2021–2026", sampleDay(2026, 6, 30), nil, nil, nil
	over.Findings = body{kind: "executive", unitKind: "grassroots_union", on: today, size: 5, expired: true, standing: true}.check()
	lame.Committee.How, lame.Committee.State, lame.Committee.Recognised, lame.Committee.To, lame.Findings, lame.Can = Appointed, Provisional, Basis{}, kernel.Date{}, nil, map[Verb]bool{}
	gone := d
	gone.Committee.State, gone.Committee.EndedOn, gone.Committee.EndBasis, gone.Can = Ended, sampleDay(2026, 9, 1), "21/QĐ-LĐLĐ ngày 15/08/2026", map[Verb]bool{}
	gone.On = sampleDay(2026, 8, 31)
	rows := []Row{{Committee: d.Committee, UnitName: d.Unit.Name, Sitting: 3, Head: "Hoàng Thị Liên", Result: worst(d.Findings), Findings: d.Findings},
		{Committee: over.Committee, UnitName: d.Unit.Name, Sitting: 4, Head: "Nguyễn Văn Thành", Result: worst(over.Findings), Findings: over.Findings},
		{Committee: lame.Committee, UnitName: "Công đoàn phường Uông Bí", Sitting: 3, Result: Unknown}}
	small := UnitPage{Unit: orgs.Org{ID: 4, Name: "Công đoàn cơ sở Trường THCS Mẫu", Kind: "grassroots_union", Life: kernel.Period{From: sampleDay(2014, 9, 1)}}, On: today, Strength: Strength{29, 9, true}, Counted: true}
	small.Offers = (&Service{}).offers(kernel.Actor{System: true}, place{}, small, map[string]bool{}, map[string]bool{})
	large := UnitPage{Unit: d.Unit, On: today, Strength: Strength{120, 45, true}, Counted: true, Now: []Detail{d, over}, Past: []Committee{gone.Committee}}
	large.Unit.Life = kernel.Period{From: sampleDay(2014, 5, 1)}
	large.Offers = (&Service{}).offers(kernel.Actor{System: true}, place{}, large, map[string]bool{"inspection": true, "executive": true}, map[string]bool{})
	kinds := []ui.Option{}
	for _, k := range Kinds(today) {
		kinds = append(kinds, ui.Option{Value: k.Key, Label: k.Name})
	}
	hows := []ui.Option{{Value: string(ByElection), Label: "Bầu"}, {Value: string(Appointed), Label: "Lâm thời, cấp trên chỉ định"}}
	view := committeeView(ctx, d, today)
	verb := VerbView{Committee: view, Action: "/ban-chap-hanh/ban/11/viec/them-nguoi", Title: "Thêm người", Seats: true, People: []ui.Option{{Value: "21", Label: "Hoàng Thị Liên"}}, Posts: []ui.Option{{Value: "head", Label: "Chủ nhiệm"}, {Value: "member", Label: "Uỷ viên"}}}
	faulty := verb
	faulty.In, faulty.Sentence, faulty.Errors = verbForm{Post: "member", From: "31/11/2026"}, "Chưa ghi được.", ui.Errors{"nguoi": "Người này đang là Kế toán trưởng nên không vào uỷ ban kiểm tra. Nguồn: Trang công đoàn quận Tân Bình.", "tu_ngay": "Tháng 11 chỉ có 30 ngày."}
	leave := VerbView{Committee: view, Action: "/ban-chap-hanh/ban/11/thoi/31", Title: "Cho thôi giữ chức danh", Who: "Hoàng Thị Liên, Chủ nhiệm", In: verbForm{From: "23/11/2026"}}
	recognise := VerbView{Committee: view, Action: "/ban-chap-hanh/ban/11/viec/cong-nhan", Title: "Ghi quyết định công nhận", Papers: true}
	founding := FoundingView{Unit: small.Unit.Name, UnitID: "4", In: foundingForm{Kind: "inspection", How: string(ByElection), Size: "8"}, Kinds: kinds, Hows: hows}
	wrong := founding
	wrong.Sentence, wrong.Errors = "Chưa ghi được.", ui.Errors{"so_luong": "8 người là quá nhiều, ở đây nhiều nhất 7 người. Nguồn: Trang công đoàn quận Tân Bình.", "tu_ngay": "Ghi ngày, ví dụ: 31/12/2026."}
	wrong.Notes = unitView(ctx, small, today).Offers[1].Checks
	s := func(page, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "committees", page, state
		return body
	}
	return []ui.Sample{
		s("list", "mixed", ui.Sample{Body: ListPage(listView(ctx, Filter{On: today}, Page{Rows: rows, Next: "x"}, today, ""))}),
		s("list", "branch_past", ui.Sample{Body: ListPage(listView(ctx, Filter{On: sampleDay(2025, 8, 1), Unit: 2, Doubt: true}, Page{Rows: rows[:1], Cut: true, Next: "x"}, today, "Công đoàn phường Uông Bí"))}),
		s("list", "empty", ui.Sample{Body: ListPage(listView(ctx, Filter{On: today}, Page{}, today, ""))}),
		s("list", "nothing_fits", ui.Sample{Body: ListPage(listView(ctx, Filter{On: today, Over: true}, Page{}, today, ""))}),
		s("unit", "large", ui.Sample{Body: UnitCommittees(unitView(ctx, large, today))}),
		s("unit", "small", ui.Sample{Body: UnitCommittees(unitView(ctx, small, today))}),
		s("committee", "wrong", ui.Sample{Body: CommitteePage(view)}),
		s("committee", "expired_empty", ui.Sample{Body: CommitteePage(committeeView(ctx, over, today))}),
		s("committee", "provisional", ui.Sample{Body: CommitteePage(committeeView(ctx, lame, today))}),
		s("committee", "ended", ui.Sample{Body: CommitteePage(committeeView(ctx, gone, today))}),
		s("paper", "list", ui.Sample{Body: CommitteePaper((&Service{Deps: Deps{Clock: sampleClock{today}}}).sheet(d), "/ban-chap-hanh/ban/11", "/ban-chap-hanh/ban/11/in/pdf"), Print: true}),
		s("found", "fresh", ui.Sample{Body: FoundingPage(founding)}),
		s("found", "faulty", ui.Sample{Body: FoundingPage(wrong)}),
		s("verb", "seat", ui.Sample{Body: VerbPage(verb)}),
		s("verb", "seat_faulty", ui.Sample{Body: VerbPage(faulty)}),
		s("verb", "leave", ui.Sample{Body: VerbPage(leave)}),
		s("verb", "recognise", ui.Sample{Body: VerbPage(recognise)}),
	}
}

// sampleClock stands still.
type sampleClock struct{ on kernel.Date }

func (c sampleClock) Now() kernel.Instant { return c.on.Clock(9, 0) }
