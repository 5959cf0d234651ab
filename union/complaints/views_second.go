package complaints

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// callName is what a letter is called: a second complaint says so.
func callName(c Complaint) string {
	if c.Second() {
		return "Khiếu nại lần hai"
	}
	return kindNames[c.Kind]
}

func callWord(ctx context.Context, c Complaint) string { return ui.T(ctx, callName(c)) }

// firstWords name the first complaint as far as the second knows it.
func firstWords(ctx context.Context, f First, unit string) string {
	out := ui.T(ctx, "lần đầu không ở hệ thống này")
	if f.Record != 0 {
		out = ui.T(ctx, "đơn số %s, %s", f.Number, unit)
	}
	if f.Decision == "" {
		return out + ", " + ui.T(ctx, "không được giải quyết trong hạn đến %s", kernel.FormatDate(f.From))
	}
	return out + ", " + ui.T(ctx, "quyết định số %s, nhận ngày %s", f.Decision, kernel.FormatDate(f.From))
}

// windowWords tell whether a second complaint came in time.
func windowWords(ctx context.Context, w Window, on kernel.Date) string {
	last := kernel.FormatDate(w.Last)
	if late := w.Last.DaysUntil(on); late > 0 {
		return ui.T(ctx, "đến hết %s; đơn đến sau %d ngày, người thụ lý xét lý do", last, late)
	}
	return ui.T(ctx, "đến hết %s; đơn đến trong hạn", last)
}

// whyLines are why a day is that day, line by line: the counting, the place, the law.
func whyLines(ctx context.Context, why []kernel.Line, last kernel.Date, rule Deadline, usual kernel.Limit) []string {
	say := func(s string, args ...any) string { return ui.T(ctx, s, args...) }
	var out []string
	for _, line := range why {
		out = append(out, line.Say(say))
	}
	if !usual.IsZero() {
		out = append(out, ui.T(ctx, "Vùng sâu, vùng xa đi lại khó khăn: %s thay cho %s.", rule.Limit.Say(say), usual.Say(say)))
	}
	return append(out, ui.T(ctx, "Luật tính theo ngày: hết ngày %s mới quá hạn.", kernel.FormatDate(last)), sourceWords(ctx, rule.Source, rule.Quoted))
}

// AgainView is the second complaint as its sender sees it below the first.
//
//glossary:none
type AgainView struct {
	Done  bool
	Unit  string // none: there is no level above in the system
	Why   []string
	Title string
	Late  bool
	Told  bool // the first was decided: the day on which that came is asked
}

func againView(ctx context.Context, o *Offer, today kernel.Date) *AgainView {
	if o == nil {
		return nil
	}
	v := &AgainView{Done: o.Done, Unit: o.Unit, Told: o.First.Decision != "", Late: today.After(o.Window.Last)}
	v.Title = ui.T(ctx, "Khiếu nại lần hai được đến hết %s", kernel.FormatDate(o.Window.Last))
	v.Why = whyLines(ctx, o.Window.Why, o.Window.Last, o.Window.Rule, o.Window.Usual)
	return v
}
