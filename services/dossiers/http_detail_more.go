package dossiers

import (
	"context"
	"slices"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// money is the latest order with its lines, or the fees of the version before anything is asked for.
func (s seen) money(ctx context.Context) *MoneyView {
	d := s.Dossier
	lines := d.Fees
	m := &MoneyView{}
	if n := len(d.Orders); n > 0 {
		o := d.Orders[n-1]
		lines = o.Lines
		m.Tone, m.Word, m.Pay = ui.Soon, ui.T(ctx, "Chưa nộp"), s.pay[o.ID]
		if !o.PaidAt.IsZero() {
			m.Tone, m.Word, m.Pay, m.Receipt = ui.Done, ui.T(ctx, "Đã nộp %s", kernel.FormatShort(o.PaidAt)), "", s.receipts[o.ID]
		}
		if o.Refunded {
			m.Tone, m.Word = ui.Hold, ui.T(ctx, "Đã hoàn lại")
		}
		if o.Notice != "" {
			m.Basis = ui.T(ctx, "Thông báo số %s", o.Notice)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	var total kernel.Money
	open := false
	for _, l := range lines {
		total += l.Amount
		amount := l.Amount.String()
		if l.Quantity > 1 {
			amount += ui.T(ctx, " (%d × %s)", l.Quantity, l.Unit.String())
		}
		if l.Quantity == 0 && l.Unit > 0 { // how many is not known before the form is filled in
			open = true
			amount = l.Unit.String()
			if l.Per != "" {
				amount = ui.T(ctx, "%s một %s", l.Unit.String(), l.Per)
			}
		}
		m.Lines = append(m.Lines, MoneyLine{Name: l.Name, Amount: amount, Basis: l.Basis})
	}
	m.Total = total.String()
	switch {
	case open:
		m.Total, m.Tone, m.Word = ui.T(ctx, "tính theo tờ khai"), ui.Hold, ""
	case total == 0:
		m.Tone, m.Word = ui.Done, ui.T(ctx, "Không thu")
	}
	return m
}

func (s seen) request(ctx context.Context, r SupplementRequest) RequestView {
	v := RequestView{
		Asked: ui.Moment(ctx, r.At), By: hand(r.By, ""), Until: kernel.FormatDate(r.SupplyBy), Reason: r.Reason,
		Answered: ui.Moment(ctx, r.SuppliedAt), Print: s.href("giay/02-" + r.ID.String()),
	}
	for _, i := range r.Items {
		line := i.Name
		if i.Note != "" {
			line += ": " + i.Note
		}
		v.Items = append(v.Items, line)
	}
	return v
}

func (s seen) results(ctx context.Context) []ResultView {
	d := s.Dossier
	r, file := d.Result, "pdf/ket-qua"
	if r == nil {
		r = d.Draft
	}
	if r == nil {
		return nil
	}
	v := ResultView{Name: ui.T(ctx, "Dự thảo kết quả"), Text: r.Body, Number: r.Number, Tone: ui.Run, Word: ui.T(ctx, "Dự thảo"), File: s.href(file),
		By: ui.T(ctx, "%s lập lúc %s", r.PreparedBy.Name, ui.Moment(ctx, r.PreparedAt))}
	if !r.SignedAt.IsZero() {
		v.Name, v.Tone, v.Word = ui.T(ctx, "Kết quả giải quyết"), ui.Done, ui.T(ctx, "Đã ký")
		v.By += ui.T(ctx, "; %s ký lúc %s", r.SignedBy.Name, ui.Moment(ctx, r.SignedAt))
	}
	if r.Outcome == "denied" {
		v.Word += ui.T(ctx, ", trả lời từ chối")
	}
	if r.Title != "" {
		v.Name = r.Title
	}
	return []ResultView{v}
}

// timeline tells the events, the latest first.
func (s seen) timeline(ctx context.Context) []ui.Event {
	var out []ui.Event
	for i, e := range slices.Backward(s.Events) {
		who := hand(e.By, "")
		if who == "" {
			who = ui.T(ctx, "Hệ thống")
		}
		ev := ui.Event{Title: eventTitle(ctx, e), Text: who + ", " + ui.Moment(ctx, e.At), Note: e.Reason, Now: i == len(s.Events)-1}
		if h := e.Change.HandOver; h != nil && e.Reason == "" {
			ev.Note = h.Note
		}
		if p := e.Change.Place; p != nil && !p.StepDue.IsZero() && ev.Now {
			ev.Text += ui.T(ctx, "; hạn bước này %s", kernel.FormatShort(p.StepDue))
		}
		out = append(out, ev)
	}
	return out
}

// dates keep the first appointment, the promised one and each stop of the clock apart.
func (s seen) dates(ctx context.Context) []ui.Fact {
	d := s.Dossier
	var out []ui.Fact
	moved := !d.Clock.OriginalDue.IsZero() && !d.Clock.OriginalDue.Equal(d.Clock.Due)
	if moved {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Hẹn trả lần đầu"), Value: ui.Moment(ctx, d.Clock.OriginalDue)})
		out = append(out, ui.Fact{Label: ui.T(ctx, "Hẹn trả hiện nay"), Value: ui.Moment(ctx, d.Clock.Due)})
	}
	if !d.Clock.Reappointed.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Hạn gốc (để đánh giá)"), Value: ui.Moment(ctx, d.Clock.Due)})
		out = append(out, ui.Fact{Label: ui.T(ctx, "Hẹn lại theo văn bản xin lỗi"), Value: ui.Moment(ctx, d.Clock.Reappointed)})
	}
	for _, x := range d.Suspensions {
		line := ui.T(ctx, "từ %s", ui.Moment(ctx, x.From))
		if !x.To.IsZero() {
			line += ui.T(ctx, " đến %s", ui.Moment(ctx, x.To))
		}
		if !x.DueAfter.IsZero() {
			line += ui.T(ctx, "; hẹn trả thành %s", ui.Moment(ctx, x.DueAfter))
		}
		out = append(out, ui.Fact{Label: capital(ui.T(ctx, suspensionWords(x.Kind))), Value: line})
	}
	return out
}

// likely is the order in which verbs are offered; what the state makes likeliest stands first.
var likely = []Verb{DoApprove, DoIssue, DoAccept, DoReturn, DoSupplement, DoGiveOpinion, DoForward, DoDraft, DoResume, DoRequestSupplement, DoCheckPapers,
	DoRequestPayment, DoAssign, DoAskOpinion, DoPost, DoSendBack, DoApologise, DoRefuse, DoStop, DoWithdraw, DoClose}

// verbs are those that the policy allows now; the page decides nothing but their order.
func (s seen) verbs(ctx context.Context) []ui.Verb {
	var out []ui.Verb
	order := slices.Clone(likely)
	if s.Dossier.Draft == nil && s.Dossier.State == Processing {
		order = slices.Insert(slices.DeleteFunc(order, func(v Verb) bool { return v == DoDraft }), 0, DoDraft)
	}
	for _, verb := range order {
		if !slices.Contains(s.Can, verb) {
			continue
		}
		out = append(out, ui.Verb{
			Label: s.verbLabel(ctx, verb), Href: s.href("viec/" + verbPaths[verb]),
			Plain: verb == DoRefuse || verb == DoStop || verb == DoWithdraw || verb == DoClose,
		})
	}
	return out
}

// verbLabel takes the workflow's own name where it has exactly one. Passing a draft on is named by
// where it goes.
func (s seen) verbLabel(ctx context.Context, verb Verb) string {
	if verb == DoForward && s.Dossier.Draft != nil {
		if ways := s.Dossier.ways(s.Terms); oneWay(ways) && slices.Contains(ways[0].Effects, "draft") {
			to, _ := s.Terms.Step(ways[0].To)
			return ui.T(ctx, "Trình %s", small(to.Name))
		}
	}
	if words := effects[verb]; words != nil {
		if acts := s.Terms.actions(s.Dossier.Step, words...); len(acts) == 1 && acts[0].Name != "" {
			return acts[0].Name
		}
	}
	return ui.T(ctx, verbNames[verb])
}

// oneWay tells that all actions lead to the same step.
func oneWay(ways []ActionTerm) bool {
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(a ActionTerm) bool { return a.To != ways[0].To })
}

// prints are the papers that the events have made so far.
func (s seen) prints(ctx context.Context) []ui.Link {
	d := s.Dossier
	var out []ui.Link
	add := func(ok bool, label, kind string) {
		if ok {
			out = append(out, ui.Link{Label: label, Href: s.href("giay/" + kind)})
		}
	}
	add(!d.ReceivedAt.IsZero(), ui.T(ctx, "Giấy tiếp nhận và hẹn trả kết quả"), "01")
	for _, r := range d.Supplements {
		add(true, ui.T(ctx, "Phiếu yêu cầu bổ sung %s", kernel.FormatDate(r.At.Date())), "02-"+r.ID.String())
	}
	add(d.Refusal != nil, ui.T(ctx, "Phiếu từ chối tiếp nhận"), "03")
	add(d.Apology != nil, ui.T(ctx, "Văn bản xin lỗi, hẹn lại"), "04")
	add(d.Stop != nil || d.Withdrawal != nil, ui.T(ctx, "Thông báo dừng giải quyết"), "05")
	add(!d.ReceivedAt.IsZero(), ui.T(ctx, "Phiếu kiểm soát quá trình giải quyết"), "06")
	add(d.Result != nil || d.Draft != nil, ui.T(ctx, "Kết quả giải quyết"), "ket-qua")
	return out
}

// notes are what an officer must hear before she acts.
func (s seen) notes(ctx context.Context) []NoteView {
	d := s.Dossier
	var out []NoteView
	if s.Terms.Limit == "" && s.Terms.LimitReason != "" && d.State.Open() {
		out = append(out, NoteView{Kind: "info", Text: s.Terms.LimitReason})
	}
	if d.Overdue(s.At) && d.Apology == nil {
		out = append(out, NoteView{Kind: "warn", Text: ui.T(ctx, "Hồ sơ đã quá hạn mà chưa có văn bản xin lỗi, hẹn lại (mẫu 04).")})
	}
	if r := d.OpenSupplement(); r != nil {
		names := make([]string, len(r.Items))
		for i, x := range r.Items {
			names[i] = x.Name
		}
		out = append(out, NoteView{Kind: "info", Text: ui.T(ctx, "Đang chờ bổ sung: %s.", strings.Join(names, "; "))})
	}
	if o := d.OpenOrder(); o != nil && o.Total > 0 {
		out = append(out, NoteView{Kind: "info", Text: ui.T(ctx, "Đang chờ nộp %s.", o.Total.String()), Label: ui.T(ctx, "Mở khoản thu"), Href: s.pay[o.ID]})
	}
	return append(out, s.became...)
}
