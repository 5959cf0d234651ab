package dossiers

import (
	"context"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// trackView puts what the public may see into words.
func trackView(ctx context.Context, t Tracking, units Units, now kernel.Instant) TrackFound {
	f := TrackFound{Reference: t.Code, Procedure: t.ProcedureName, Tone: stateTones[t.State], Word: ui.T(ctx, stateNames[t.State])}
	if f.Reference == "" {
		f.Reference = t.Intake
	}
	f.Clock = trackClock(ctx, t, now)
	add := func(label, value string) {
		if value != "" {
			f.Facts = append(f.Facts, ui.Fact{Label: label, Value: value})
		}
	}
	add(ui.T(ctx, "Nộp lúc"), ui.Moment(ctx, t.SubmittedAt))
	add(ui.T(ctx, "Tiếp nhận lúc"), ui.Moment(ctx, t.ReceivedAt))
	add(ui.T(ctx, "Nơi tiếp nhận"), units[t.Received])
	add(ui.T(ctx, "Nơi giải quyết"), units[t.Deciding])
	if t.Code != "" {
		add(ui.T(ctx, "Số nộp"), t.Intake)
	}
	if len(t.Missing) > 0 {
		f.MissingText = ui.T(ctx, "Bạn cần bổ sung giấy tờ: %s", t.MissingReason)
		if !t.SupplyBy.IsZero() {
			f.MissingText = ui.T(ctx, "Bạn cần bổ sung giấy tờ trước hết ngày %s: %s", kernel.FormatDate(t.SupplyBy), t.MissingReason)
		}
		for _, m := range t.Missing {
			line := m.Name
			if m.Note != "" {
				line += ": " + m.Note
			}
			f.Missing = append(f.Missing, line)
		}
	}
	if t.ToPay > 0 {
		f.PayText = ui.T(ctx, "Bạn cần nộp %s để hồ sơ được giải quyết tiếp.", t.ToPay.String())
	}
	for i := len(t.Steps) - 1; i >= 0; i-- {
		s := t.Steps[i]
		f.Timeline = append(f.Timeline, ui.Event{Title: ui.T(ctx, eventNames[s.Do]), Text: ui.Moment(ctx, s.At), Now: i == len(t.Steps)-1})
	}
	return f
}

func trackClock(ctx context.Context, t Tracking, now kernel.Instant) ui.ClockProps {
	c := ui.ClockProps{Why: whySaid(ctx, t.Explain)}
	promised := t.Due
	if t.Reappointed.After(t.Due) {
		promised = t.Reappointed
	}
	if t.Provisional {
		c.Provisional = ui.T(ctx, "Tạm tính: lịch nghỉ của năm sau chưa được công bố.")
	}
	switch t.State.Phase() {
	case PhaseWaiting:
		c.Title, c.Tone, c.Left = ui.T(ctx, "Chờ cơ quan tiếp nhận"), ui.Wait, ui.T(ctx, "Ngày hẹn trả có khi hồ sơ được tiếp nhận.")
	case PhasePaused:
		c.Title, c.Tone, c.Left = ui.T(ctx, "Đồng hồ đang dừng"), ui.Wait, ui.T(ctx, "Ngày hẹn trả được tính lại khi việc ở trên xong.")
	case PhaseFinished:
		c.Title, c.Tone, c.Used = ui.T(ctx, "Đã có kết quả"), ui.Done, 100
		c.Left = ui.Moment(ctx, t.FinishedAt) + ", " + verdictWord(ctx, t.Verdict)
		c.Left = strings.TrimSuffix(c.Left, ", ")
	case PhaseRunning:
		if t.Due.IsZero() {
			c.Title, c.Left = ui.T(ctx, "Không có thời hạn"), ui.T(ctx, "Pháp luật không quy định thời hạn cho thủ tục này.")
			break
		}
		c.Title = ui.T(ctx, "Hẹn trả %s", ui.Moment(ctx, promised))
		whole, used := t.Due.Sub(t.ReceivedAt), now.Sub(t.ReceivedAt)
		if whole > 0 {
			c.Used = int(max(0, min(100, used*100/whole)))
		}
		if t.Due.Before(now) {
			c.Tone = ui.Late
			c.Left = ui.T(ctx, "Đã quá hạn %s. Cơ quan phải xin lỗi và hẹn lại bằng văn bản.", lateBy(ctx, t.Due, now))
			if !t.Reappointed.IsZero() {
				c.Left = ui.T(ctx, "Cơ quan đã xin lỗi và hẹn lại; hạn gốc là %s.", ui.Moment(ctx, t.Due))
			}
		}
	default:
		c.Title, c.Left = ui.T(ctx, "Đã khép"), ui.Moment(ctx, t.FinishedAt)
	}
	return c
}

// ownRow is a row of a person's own list: it speaks to her.
func ownRow(ctx context.Context, it Item, now kernel.Instant) RowView {
	r := row(ctx, it, now)
	r.Href = "/ho-so-cua-toi/" + it.ID.String()
	switch it.Why {
	case WhySupplement:
		r.DueTone, r.Due, r.Why = ui.Soon, ui.T(ctx, "bạn cần bổ sung giấy tờ"), ui.T(ctx, "mở hồ sơ để nộp bổ sung")
	case WhyPayment:
		r.DueTone, r.Due, r.Why = ui.Soon, ui.T(ctx, "bạn cần nộp phí, lệ phí"), ui.T(ctx, "mở hồ sơ để nộp")
	case WhyNew:
		r.Due = ui.T(ctx, "chờ cơ quan tiếp nhận")
	case WhyReturn:
		r.Why = ui.T(ctx, "đã có kết quả, mời bạn nhận")
	}
	return r
}

// OwnDueWords are DueWords as they speak to the person whose dossier it is.
func OwnDueWords(ctx context.Context, it Item, now kernel.Instant) (tone ui.Tone, due, why string) {
	r := ownRow(ctx, it, now)
	return r.DueTone, r.Due, r.Why
}

// own is the page of a dossier's owner.
func (s seen) own(ctx context.Context) OwnView {
	d := s.Dossier
	full := s.view(ctx)
	v := OwnView{TrackFound: trackView(ctx, tracking(d, s.Events), s.units, s.At), Answers: full.Answers, Papers: full.Papers, Money: full.Money, Notes: s.became}
	for i := range v.Papers {
		for j := range v.Papers[i].Files {
			v.Papers[i].Files[j].Href = "/ho-so-cua-toi" + strings.TrimPrefix(v.Papers[i].Files[j].Href, "/ho-so")
		}
	}
	for _, l := range full.Prints {
		if !strings.HasSuffix(l.Href, "/06") && (d.Result != nil || !strings.HasSuffix(l.Href, "/ket-qua")) {
			v.Prints = append(v.Prints, ui.Link{Label: l.Label, Href: "/ho-so-cua-toi" + strings.TrimPrefix(l.Href, "/ho-so")})
		}
	}
	if v.Money != nil {
		v.Pay, v.Money.Pay = v.Money.Pay, ""
	}
	own := "/ho-so-cua-toi/" + d.ID.String()
	if d.OpenSupplement() != nil && d.State.Open() {
		v.Supply = own + "/bo-sung"
	}
	for _, verb := range s.Can {
		if verb == DoWithdraw {
			v.Verbs = append(v.Verbs, ui.Verb{Label: ui.T(ctx, "Rút hồ sơ"), Href: own + "/rut", Plain: true})
		}
	}
	return v
}

// verifyView is what a printed result must say.
func verifyView(ctx context.Context, d Dossier, units Units) VerifyView {
	v := VerifyView{Title: d.Result.Title}
	add := func(label, value string) {
		if value != "" {
			v.Facts = append(v.Facts, ui.Fact{Label: label, Value: value})
		}
	}
	add(ui.T(ctx, "Số"), d.Result.Number)
	add(ui.T(ctx, "Mã hồ sơ"), d.Code)
	add(ui.T(ctx, "Thủ tục"), d.Procedure.Name)
	add(ui.T(ctx, "Cơ quan"), units[d.Deciding])
	add(ui.T(ctx, "Người ký"), hand(d.Result.SignedBy, ""))
	add(ui.T(ctx, "Ký lúc"), ui.Moment(ctx, d.Result.SignedAt))
	return v
}
