package cards

import (
	"context"
	"sync"

	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

// samplePress draws the cards of the samples; without the fonts of the program there is nothing to draw.
var samplePress = sync.OnceValue(func() *paper.Press {
	var f paper.Fonts
	for style, to := range map[string]*[]byte{"": &f.Regular, "B": &f.Bold, "I": &f.Italic, "BI": &f.BoldItalic} {
		b, err := ui.Tinos(style)
		if err != nil {
			panic(err)
		}
		*to = b
	}
	p, err := paper.New(f)
	if err != nil {
		panic(err)
	}
	return p
})

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	ctx := context.Background()
	at := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20)
	lan := "Nguyễn Thị Lan"
	s := &Service{Deps: Deps{Press: samplePress(), Base: "https://congdoan.example.vn", Clock: sampleClock{at}}}
	made := Card{ID: 11, Tenant: 1, Member: 5, Unit: 2, Serial: "QN26-000011", Kind: "thuong", Number: "2200000011", Name: "Trần Thị Mẫu", Born: 1990,
		Base: "Công đoàn cơ sở Công ty TNHH Than Mẫu", Over: "Công đoàn phường Uông Bí", Design: 7, Batch: 3, State: Made, Made: Deed{At: at, By: lan}}
	printed, valid, lost, replaced, revoked := made, made, made, made, made
	printed.State, printed.Printed = Printed, Deed{At: at, By: lan}
	valid.ID, valid.Serial, valid.State, valid.Printed, valid.Handed, valid.From = 12, "QN26-000012", Valid, Deed{At: at, By: lan}, Deed{At: at, By: lan, Why: string(BySignature)}, at.Date()
	lost = valid
	lost.State, lost.Lost, lost.To, lost.Note = Lost, Deed{At: at, By: lan, Why: "mat"}, at.Date(), "Rơi trên đường đi làm"
	replaced = valid
	replaced.ID, replaced.Serial, replaced.State, replaced.Ended, replaced.To = 13, "QN25-004321", Replaced, Deed{At: at, By: lan, Why: "hong"}, at.Date()
	revoked = valid
	revoked.State, revoked.Ended, revoked.To = Revoked, Deed{At: at, By: "Hệ thống", Why: "thoi"}, at.Date().AddDays(30)
	long := valid
	long.ID, long.Name, long.Base = 14, "Nguyễn Phúc Hoàng Bảo Ngọc Trâm Anh Thương Nghiệp Quỳnh", "Công đoàn cơ sở Công ty Trách nhiệm hữu hạn Một thành viên Than Mẫu và Khoáng sản Mẫu"
	long.Made.Why = "doi_thong_tin"

	design := standard(1)
	design.ID, design.Unit, design.Prefix, design.Valid.From, design.Place, design.Post, design.Signer, design.MadeBy, design.MadeAt = 7, 2, "QN", day0(2026, 1), "Quảng Ninh", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH", "Lê Thị Thanh", lan, at
	later := design
	later.ID, later.Palette, later.Valid.From, later.Yearly, later.Verified = 8, "do", day0(2027, 1), false, true
	former := design
	former.ID, former.Valid.From, former.Valid.To, former.Fields = 9, day0(2024, 1), day0(2026, 1), []Field{ShowNumber}
	names := map[kernel.ID]string{2: "CĐCS Than Mẫu", 3: "CĐ phường Uông Bí"}
	units := []UnitChoice{{3, "CĐ phường Uông Bí", 0}, {2, "CĐCS Than Mẫu", 1}}
	page := Page{Cards: []Card{made, printed, valid, lost, replaced, revoked, long}, Units: names, Counts: map[State]int64{Made: 1, Printed: 1, Valid: 1234, Lost: 1}, Next: 10}
	card := func(c Card, others ...Card) CardView {
		return s.cardView(ctx, Detail{Card: c, Design: design, Unit: names[2], Address: "https://congdoan.example.vn/the/abcdefghijklmnopqrstuvwxyz", Others: others, Batch: "Cấp thẻ mới, quý IV", MayIssue: true})
	}
	noKey := card(valid)
	noKey.Address = ""

	running := Batch{ID: 3, Tenant: 1, Unit: 3, Title: "Cấp thẻ đoàn viên mới, quý IV năm 2026", Kind: "thuong", State: Running, Total: 9800, Seen: 4000, Made: 3990, Skipped: 10, By: lan, Asked: at, Started: at}
	queued, done, failed, stopped, nothing := running, running, running, running, running
	queued.State, queued.Total, queued.Seen, queued.Made, queued.Skipped = Queued, 0, 0, 0, 0
	done.State, done.Seen, done.Made, done.Ended, done.Printed, done.Renew = Complete, 9800, 2345, at, Deed{At: at, By: lan}, true
	failed.State, failed.Made, failed.Why = Failed, 0, "cards.too_many_members"
	stopped.State, stopped.Made, stopped.Ended, stopped.Numbers = Cancelled, 500, at, []string{"2200000001", "2200000002"}
	nothing.State, nothing.Total, nothing.Seen, nothing.Made, nothing.Skipped, nothing.Ended = Complete, 0, 0, 0, 0, at
	batch := func(b Batch, why string, by ...UnitState) BatchView {
		d := BatchDetail{Batch: b, Unit: names[b.Unit], Units: names, ByUnit: by, States: map[State]int{}, MayIssue: true}
		for _, u := range by {
			d.States[u.State] += u.Cards
		}
		if b.State == Complete && b.Made > 0 {
			d.Skipped = []Candidate{{Member: Member{Number: "2200000099", Name: "Phạm Văn Mẫu"}, Skipped: skipHasCard}, {Member: Member{Name: "Vũ Thị Mẫu"}, Skipped: skipNoNumber}, {Member: Member{Number: "KHONGCO"}, Skipped: skipUnknown}}
		}
		return batchView(ctx, d, why)
	}
	hand := HandView{HandPage: HandPage{Batch: done, Unit: 2, Name: names[2], Cards: []Card{printed, long}}, Action: "/the/dot/3/giao?don-vi=2", Next: "/the/dot/3/giao?don-vi=2&sau=99"}
	badHand := hand
	badHand.Typed, badHand.Errors = "QN26-999999", ui.Errors{"ma": "Không có thẻ nào mang mã hoặc số này."}
	overHand := hand
	overHand.Sentence = "Thẻ QN26-000012 không còn chờ giao."
	emptyHand := hand
	emptyHand.Cards, emptyHand.Next = nil, ""

	front, back := s.sides(ctx, s.specimen(), design, nil, "")
	form := DesignFormView{Typed: formOf(design, 2), Day: "23/11/2026", Units: unitOptions(units), Front: front, Back: back}
	for _, p := range Palettes {
		form.Palettes = append(form.Palettes, ui.Option{Value: p.Key, Label: p.Name})
	}
	faulty := form
	faulty.Day = "31/11/2026"
	faulty.Errors = ui.Errors{"tu_ngay": "Tháng 11 chỉ có 30 ngày.", "tien_to": "Tiền tố QN đã thuộc về đơn vị khác.", "chuc_vu": "Có người ký thì ghi chức vụ của người ký."}
	kinds := []ui.Option{{Value: "thuong", Label: "Thẻ đoàn viên", Hint: sourceLine(ctx, "Kế hoạch 56/KH-TLĐ", false)}, {Value: "lien_ket", Label: "Thẻ đoàn viên liên kết ngân hàng"}}
	ask := NewBatchView{Typed: batchForm{Unit: 3, Kind: "thuong", Whom: "chua_co"}, Units: unitOptions(units), Kinds: kinds}
	badAsk := NewBatchView{Typed: batchForm{Kind: "thuong", Whom: "danh_sach", Numbers: ";"}, Units: unitOptions(units), Kinds: kinds,
		Errors: ui.Errors{"don_vi": "Chọn đơn vị.", "ten": "Cần điền ô này.", "danh_sach": "Dán số đoàn viên, mỗi dòng một số, nhiều nhất 2000 số."}}

	own := func(o Own) OwnView {
		o.At, o.Design = at, design
		v := OwnView{Own: o, Shown: o.Card.shows(at)}
		if o.Has && o.Card.State == Valid {
			v.Front, v.Back = s.sides(ctx, o.Card, o.Design, nil, o.Address)
		}
		return v
	}
	address := "https://congdoan.example.vn/the/abcdefghijklmnopqrstuvwxyz"
	shown := valid
	shown.Shown = at.Add(showFor)
	verify := Verification{Standing: IsValid, Kind: "Thẻ đoàn viên", Union: "Công đoàn phường Uông Bí", At: at}
	named := verify
	named.Shown, named.Name, named.Born, named.Photo = shown.Shown, valid.Name, valid.Born, samplePhoto()
	checks := []Check{{At: at, Way: ByPage, Standing: IsValid}, {At: at, Way: ByAPI, Standing: IsRevoked}, {At: at, Way: ByPage, Standing: IsUnknown}}
	got := func(x Standing) *Check {
		c := Check{At: at, Standing: x}
		if x == IsValid {
			c.Group, c.Union = "Đoàn viên công đoàn", "Công đoàn phường Uông Bí"
		}
		return &c
	}

	list := []ui.Sample{
		{Page: "list", State: "full", Body: ListPage(listView(ctx, page, Filter{State: Valid, Serial: "QN26"}, map[string][]string{"trang-thai": {"con-hieu-luc"}, "so": {"QN26"}}, units, true))},
		{Page: "list", State: "empty", Body: ListPage(listView(ctx, Page{}, Filter{}, nil, units, true))},
		{Page: "list", State: "empty_looking", Body: ListPage(listView(ctx, Page{}, Filter{}, nil, units, false))},
		{Page: "list", State: "nothing_found", Body: ListPage(listView(ctx, Page{}, Filter{Serial: "X"}, map[string][]string{"so": {"X"}}, units, false))},
		{Page: "register", State: "print", Print: true, Body: ListPrint(listView(ctx, page, Filter{}, nil, units, true))},
		{Page: "card", State: "made", Body: CardPage(card(made))},
		{Page: "card", State: "printed", Body: CardPage(card(printed))},
		{Page: "card", State: "valid", Body: CardPage(card(valid, replaced))},
		{Page: "card", State: "lost", Body: CardPage(card(lost))},
		{Page: "card", State: "replaced", Body: CardPage(card(replaced, valid))},
		{Page: "card", State: "revoked", Body: CardPage(card(revoked))},
		{Page: "card", State: "long", Body: CardPage(card(long))},
		{Page: "card", State: "other_key", Body: CardPage(noKey)},
		{Page: "verb", State: "lose", Body: VerbPage(VerbView{Card: valid, Verb: Lose, Reasons: Reasons(Lose, Valid, at.Date())})},
		{Page: "verb", State: "replace", Body: VerbPage(VerbView{Card: valid, Verb: Replace, Reasons: Reasons(Replace, Valid, at.Date())})},
		{Page: "verb", State: "revoke_faulty", Body: VerbPage(VerbView{Card: valid, Verb: Revoke, Reasons: Reasons(Revoke, Valid, at.Date()), Errors: ui.Errors{"ly_do": "Chọn một lý do."}})},
		{Page: "batches", State: "full", Body: BatchesPage(BatchesView{Batches: []Batch{queued, running, done, stopped, failed}, Units: names, Next: "/the/dot?truoc=3", MayIssue: true})},
		{Page: "batches", State: "empty", Body: BatchesPage(BatchesView{MayIssue: true})},
		{Page: "batches", State: "empty_looking", Body: BatchesPage(BatchesView{})},
		{Page: "new_batch", State: "blank", Body: NewBatchPage(ask)},
		{Page: "new_batch", State: "faulty", Body: NewBatchPage(badAsk)},
		{Page: "batch", State: "queued", Body: BatchPage(batch(queued, ""))},
		{Page: "batch", State: "running", Body: BatchPage(batch(running, "", UnitState{2, Made, 3990}))},
		{Page: "batch", State: "done", Body: BatchPage(batch(done, "", UnitState{2, Printed, 2000}, UnitState{2, Valid, 300}, UnitState{2, Replaced, 5}, UnitState{3, Made, 40}))},
		{Page: "batch", State: "stopped", Body: BatchPage(batch(stopped, "", UnitState{2, Made, 500}))},
		{Page: "batch", State: "failed", Body: BatchPage(batch(failed, "Đơn vị có hơn 50.000 đoàn viên cần thẻ. Hãy chia thành nhiều đợt theo đơn vị cấp dưới."))},
		{Page: "batch", State: "nothing", Body: BatchPage(batch(nothing, ""))},
		{Page: "hand", State: "waiting", Body: HandPageView(hand)},
		{Page: "hand", State: "faulty", Body: HandPageView(badHand)},
		{Page: "hand", State: "refused", Body: HandPageView(overHand)},
		{Page: "hand", State: "empty", Body: HandPageView(emptyHand)},
		{Page: "designs", State: "full", Body: DesignsPage(DesignsView{Designs: []Design{later, design, former}, Units: names, Today: at.Date(), MayIssue: true})},
		{Page: "designs", State: "empty", Body: DesignsPage(DesignsView{Today: at.Date()})},
		{Page: "design", State: "in_force", Body: DesignPage(DesignView{Design: design, Unit: names[2], Front: front, Back: back, Today: at.Date()})},
		{Page: "design", State: "later", Body: DesignPage(DesignView{Design: later, Unit: names[2], Front: front, Back: back, Today: at.Date()})},
		{Page: "design_form", State: "blank", Body: DesignFormPage(form)},
		{Page: "design_form", State: "faulty", Body: DesignFormPage(faulty)},
		{Page: "own", State: "valid", Plain: true, Body: OwnPage(own(Own{Member: true, Has: true, Card: valid, Address: address, Looks: []Look{{At: at, Name: lan, Post: "Uỷ viên ban chấp hành", Unit: "CĐCS Than Mẫu"}}}))},
		{Page: "own", State: "shown", Plain: true, Body: OwnPage(own(Own{Member: true, Has: true, Card: shown, Address: address}))},
		{Page: "own", State: "other_key", Plain: true, Body: OwnPage(own(Own{Member: true, Has: true, Card: valid}))},
		{Page: "own", State: "waiting", Plain: true, Body: OwnPage(own(Own{Member: true, Has: true, Card: printed}))},
		{Page: "own", State: "lost", Plain: true, Body: OwnPage(own(Own{Member: true, Has: true, Card: lost}))},
		{Page: "own", State: "no_card", Plain: true, Body: OwnPage(own(Own{Member: true}))},
		{Page: "own", State: "no_member", Plain: true, Body: OwnPage(own(Own{}))},
		{Page: "own_lost", State: "asks", Plain: true, Body: OwnLostPage(valid)},
		{Page: "verify", State: "valid", Plain: true, Body: VerifyPage(verify)},
		{Page: "verify", State: "named", Plain: true, Body: VerifyPage(named)},
		{Page: "verify", State: "revoked", Plain: true, Body: VerifyPage(Verification{Standing: IsRevoked, Kind: "Thẻ đoàn viên", At: at})},
		{Page: "verify", State: "unknown", Plain: true, Body: VerifyPage(Verification{Standing: IsUnknown, At: at})},
		{Page: "check", State: "blank", Body: CheckPage(CheckView{})},
		{Page: "check", State: "valid", Body: CheckPage(CheckView{Got: got(IsValid), Last: checks})},
		{Page: "check", State: "revoked", Body: CheckPage(CheckView{Got: got(IsRevoked), Last: checks})},
		{Page: "check", State: "unknown", Body: CheckPage(CheckView{Got: got(IsUnknown), Last: checks})},
		{Page: "handing", State: "print", Print: true, Body: paper.Page(register(done, []Card{printed, valid, long}, made.Base, made.Over, "Quảng Ninh", at))},
	}
	for i := range list {
		list[i].Room = "cards"
	}
	return list
}

// sampleClock stands still.
type sampleClock struct{ at kernel.Instant }

func (c sampleClock) Now() kernel.Instant { return c.at }

func day0(year, month int) kernel.Date {
	d, err := kernel.NewDate(year, month, 1)
	if err != nil {
		panic(err)
	}
	return d
}
