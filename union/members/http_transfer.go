package members

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const transferPath = roomPath + "/chuyen"

// TransfersView is the list of transfers.
//
//glossary:none
type TransfersView struct {
	Chips []ui.Chip
	Rows  []TransferLine
	Next  string
	Ask   bool
	Side  string
	Over  bool
}

// TransferLine is one transfer of the list.
//
//glossary:none
type TransferLine struct {
	Href, Name, Number, From, To, On string
	Tone                             ui.Tone
	Word                             string
	DueTone                          ui.Tone
	Due, Why                         string
}

var sideSlugs = map[string]string{SideAnswer: "cho-tra-loi", SideIn: "den", SideOut: "di"}

func sideWord(ctx context.Context, side string) string {
	switch side {
	case SideIn:
		return ui.T(ctx, "Chuyển đến")
	case SideOut:
		return ui.T(ctx, "Chuyển đi")
	}
	return ui.T(ctx, "Chờ bạn xác nhận")
}

func (s *Service) showTransfers(c *web.Ctx) error {
	ctx := c.Context()
	side, over := SideAnswer, c.Get("xong") != ""
	for key, slug := range sideSlugs {
		if slug == c.Get("xem") {
			side = key
		}
	}
	below, _ := kernel.ParseID(c.Get("sau"))
	p, err := s.Transfers(ctx, c.Actor, side, over, below)
	if err != nil {
		return err
	}
	v := TransfersView{Ask: c.Actor.Anywhere(KeepPermission), Side: side, Over: over}
	for _, x := range []string{SideAnswer, SideIn, SideOut} {
		v.Chips = append(v.Chips, ui.Chip{Label: sideWord(ctx, x), Href: transferPath + "?xem=" + sideSlugs[x], Current: x == side && !over})
	}
	for _, x := range []string{SideIn, SideOut} {
		v.Chips = append(v.Chips, ui.Chip{Label: ui.T(ctx, "%s, đã xong", sideWord(ctx, x)), Href: transferPath + "?xem=" + sideSlugs[x] + "&xong=1", Current: x == side && over})
	}
	for _, t := range p.Rows {
		v.Rows = append(v.Rows, transferLine(ctx, t, p.Units, s.Clock.Now()))
	}
	if p.Next != 0 {
		v.Next = transferPath + "?xem=" + sideSlugs[side] + "&sau=" + p.Next.String()
		if over {
			v.Next += "&xong=1"
		}
	}
	return c.Page(http.StatusOK, c.T("Chuyển sinh hoạt"), TransfersPage(v))
}

func transferLine(ctx context.Context, t TransferRow, units map[kernel.ID]string, now kernel.Instant) TransferLine {
	l := TransferLine{Href: transferPath + "/" + t.ID.String(), Name: t.Name, Number: t.Number, From: units[t.From], To: units[t.To], On: kernel.FormatDate(t.On), Tone: transferTones[t.State], Word: transferWord(ctx, t.State)}
	if t.Pending() {
		l.Due = kernel.FormatDate(t.Due.Date())
		days := now.Date().DaysUntil(t.Due.Date())
		switch {
		case days < 0:
			l.DueTone, l.Why = ui.Late, ui.T(ctx, "quá hạn %d ngày", -days)
		case days == 0:
			l.DueTone, l.Why = ui.Soon, ui.T(ctx, "hôm nay")
		default:
			l.Why = ui.T(ctx, "còn %d ngày", days)
		}
	} else {
		l.Due = kernel.FormatDate(t.AnsweredAt.Date())
	}
	return l
}

// transferForm is what the receiving union types.
type transferForm struct {
	Key    string    `form:"so_the,max=30"`
	To     kernel.ID `form:"don_vi"`
	Group  string    `form:"to,max=100"`
	On     string    `form:"tu_ngay,max=20"`
	Basis  string    `form:"quyet_dinh,max=100"`
	Reason string    `form:"ly_do,max=500"`
}

// NewTransferView asks for a transfer.
//
//glossary:none
type NewTransferView struct {
	In       transferForm
	Units    []ui.Option
	Days     int
	Source   string
	Errors   ui.Errors
	Sentence string
}

func (s *Service) showNewTransfer(c *web.Ctx) error {
	return s.newTransferPage(c, http.StatusOK, transferForm{On: kernel.FormatDate(s.today()), Key: c.Get("so-the")}, nil, "")
}

func (s *Service) newTransferPage(c *web.Ctx, status int, in transferForm, errs ui.Errors, sentence string) error {
	units, err := s.keptUnits(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	rule, _ := RuleOn(TransferAnswerDays, s.today())
	v := NewTransferView{In: in, Days: rule.Value, Source: unread(c.Context(), rule), Errors: errs, Sentence: sentence, Units: unitOptions(units)}
	if len(units) == 1 && in.To == 0 {
		v.In.To = units[0].id
	}
	return c.Page(status, c.T("Nhận người chuyển đến"), NewTransferPage(v))
}

func unitOptions(units []unitChoice) []ui.Option {
	kernel.SortFunc(units, func(x, y unitChoice) int { return kernel.CompareText(x.name, y.name) })
	var out []ui.Option
	for _, u := range units {
		out = append(out, ui.Option{Value: u.id.String(), Label: u.name})
	}
	return out
}

func (s *Service) askTransfer(c *web.Ctx) error {
	var in transferForm
	err := c.Form(&in)
	var t Transfer
	if err == nil {
		var faults kernel.Faults
		on := readDay("tu_ngay", in.On, &faults)
		if in.To == 0 {
			faults.Add("don_vi", "members.unit_needed")
		}
		err = faults.Err("members.invalid")
		if err == nil {
			t, err = s.AskTransfer(c.Context(), c.Actor, TransferAsk{Key: in.Key, To: in.To, Group: in.Group, On: on, Basis: in.Basis, Reason: in.Reason})
		}
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		errs := c.FieldErrors(f)
		if len(errs) == 0 { // what stands in the way is about the card that was shown
			errs = ui.Errors{"so_the": c.Sentence(f)}
		}
		return s.newTransferPage(c, http.StatusUnprocessableEntity, in, errs, c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(transferPath+"/"+t.ID.String(), c.T("Đã gửi nơi đi xác nhận."))
}

// TransferView is one transfer.
//
//glossary:none
type TransferView struct {
	ID, Title        string
	Tone             ui.Tone
	Word             string
	Facts            []ui.Fact
	Timeline         []ui.Event
	Answer, Withdraw bool
	Reason, Sentence string
	Errors           ui.Errors
}

func transferView(ctx context.Context, d TransferDetail) TransferView {
	t := d.Transfer
	v := TransferView{ID: t.ID.String(), Title: ui.T(ctx, "%s chuyển đến %s", d.Name, d.Units[t.To]), Tone: transferTones[t.State], Word: transferWord(ctx, t.State), Answer: d.MayAnswer, Withdraw: d.MayWithdraw}
	v.Facts = []ui.Fact{{Label: ui.T(ctx, "Đoàn viên"), Value: d.Name, Href: roomPath + "/" + t.Member.String()}, {Label: ui.T(ctx, "Mã số đoàn viên"), Value: d.Number}, {Label: ui.T(ctx, "Ngày sinh"), Value: kernel.FormatDate(d.Born)},
		{Label: ui.T(ctx, "Nơi đi"), Value: d.Units[t.From]}, {Label: ui.T(ctx, "Nơi nhận"), Value: d.Units[t.To]}, {Label: ui.T(ctx, "Sinh hoạt ở nơi nhận từ"), Value: kernel.FormatDate(t.On)}}
	if t.Group != "" {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Tổ công đoàn"), Value: t.Group})
	}
	if t.Basis != "" {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Quyết định số"), Value: t.Basis})
	}
	if t.Reason != "" {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Lý do"), Value: t.Reason})
	}
	if t.Pending() {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Ai xác nhận"), Value: d.Units[t.Answerer]}, ui.Fact{Label: ui.T(ctx, "Hạn xác nhận"), Value: ui.Moment(ctx, t.Due)})
	}
	if !t.AnsweredAt.IsZero() {
		v.Timeline = append(v.Timeline, ui.Event{Title: transferWord(ctx, t.State), Text: joined(t.AnsweredName, ui.Moment(ctx, t.AnsweredAt)), Note: t.Answer})
	}
	if !t.EscalatedAt.IsZero() {
		v.Timeline = append(v.Timeline, ui.Event{Title: ui.T(ctx, "Quá hạn, hệ thống chuyển lên cấp trên"), Text: ui.Moment(ctx, t.EscalatedAt)})
	}
	v.Timeline = append(v.Timeline, ui.Event{Title: ui.T(ctx, "Nơi nhận đề nghị"), Text: joined(t.AskedName, ui.Moment(ctx, t.AskedAt))})
	v.Timeline[0].Now = true
	return v
}

func (s *Service) showTransfer(c *web.Ctx) error {
	id, err := c.ID("phieu")
	if err != nil {
		return err
	}
	d, err := s.TransferOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := transferView(c.Context(), d)
	return c.Page(http.StatusOK, v.Title, TransferSheet(v))
}

func (s *Service) moveTransferPage(c *web.Ctx) error {
	id, err := c.ID("phieu")
	if err != nil {
		return err
	}
	var in struct {
		Verb   string `form:"viec,max=20"`
		Reason string `form:"ly_do,max=500"`
	}
	err = c.Form(&in)
	done := c.T("Đã rút phiếu chuyển.")
	if err == nil {
		switch in.Verb {
		case "xac-nhan":
			err, done = s.AnswerTransfer(c.Context(), c.Actor, id, true, in.Reason), c.T("Đã xác nhận. Đoàn viên đã ở nơi nhận.")
		case "tu-choi":
			err, done = s.AnswerTransfer(c.Context(), c.Actor, id, false, in.Reason), c.T("Đã trả lời nơi nhận.")
		default:
			err = s.WithdrawTransfer(c.Context(), c.Actor, id, in.Reason)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		d, err := s.TransferOf(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		v := transferView(c.Context(), d)
		v.Reason, v.Errors, v.Sentence = in.Reason, c.FieldErrors(f), c.Sentence(f)
		return c.Page(http.StatusUnprocessableEntity, v.Title, TransferSheet(v))
	}
	if err != nil {
		return err
	}
	return c.See(transferPath+"/"+id.String(), done)
}
