package statistics

import (
	"cmp"
	"context"
	"net/url"

	"doanket/kernel"
	"doanket/ui"
)

// UnitPage is the report of a unit as its page shows it: what is known, and what came back with a refusal.
//
//glossary:none
type UnitPage struct {
	Sheet
	Typed    url.Values // nil unless the form came back
	Sentence string
	Errors   ui.Errors
	Roll     map[string]string // line → where its members can be seen
}

func (p UnitPage) path() string { return unitPath(p.Period.ID, p.Org.ID) }

// value is what stands in the field of a line: what was typed, else what was saved.
func (p UnitPage) value(l Line) string {
	if p.Typed != nil {
		return p.Typed.Get(ValueField(l.Key))
	}
	if v, ok := p.Report.value(l.Key); ok {
		return kernel.GroupThousands(v.Value)
	}
	if n, ok := p.Computed[Measure(l.From+l.Suggest)]; ok {
		return kernel.GroupThousands(n)
	}
	return ""
}

func (p UnitPage) reason(l Line) string {
	if p.Typed != nil {
		return p.Typed.Get(ReasonField(l.Key))
	}
	v, _ := p.Report.value(l.Key)
	return v.Reason
}

func (p UnitPage) sector() string {
	if p.Typed != nil {
		return p.Typed.Get(sectorField)
	}
	return p.Report.Sector
}

func (p UnitPage) note() string {
	if p.Typed != nil {
		return p.Typed.Get(noteField)
	}
	return p.Report.Note
}

func (p UnitPage) comment() string { return p.Typed.Get(commentField) }

// hint says what the roll knows and what the period before said.
func (p UnitPage) hint(ctx context.Context, l Line) string {
	out := ""
	if n, ok := p.Computed[Measure(l.From)]; ok {
		out = ui.T(ctx, "Sổ đoàn viên: %s", kernel.GroupThousands(n))
	}
	if n, ok := p.Computed[Measure(l.Suggest)]; ok {
		out = ui.T(ctx, "Tính trên đoàn viên trong sổ: %s", kernel.GroupThousands(n))
	}
	if n, ok := p.Last[l.Key]; ok {
		if out != "" {
			out += " · "
		}
		out += ui.T(ctx, "Kỳ %s: %s", kernel.FormatDate(p.LastOn), kernel.GroupThousands(n))
	}
	return out
}

func sectorOptions(f *Form) []ui.Option {
	var out []ui.Option
	for _, s := range f.Sectors {
		out = append(out, ui.Option{Value: s.Key, Label: s.Label})
	}
	return out
}

func (p UnitPage) crumb(ctx context.Context) []ui.Link {
	return []ui.Link{{Label: ui.T(ctx, "Thống kê"), Href: "/thong-ke"}, ui.Text(p.Document.UnitName), ui.Text(ui.T(ctx, "chốt %s", kernel.FormatDate(p.Period.CutOff)))}
}

// facts are what is known beside the numbers.
func (p UnitPage) facts(ctx context.Context) []ui.Fact {
	due := kernel.FormatDate(p.Period.DueOf(p.Form.Key))
	if p.Late > 0 {
		due += ", " + late(ctx, p.Late)
	}
	out := []ui.Fact{{Label: ui.T(ctx, "Đơn vị"), Value: p.Document.UnitName}}
	if p.Document.Above != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Công đoàn cấp trên"), Value: p.Document.Above})
	}
	out = append(out, ui.Fact{Label: ui.T(ctx, "Ngày chốt"), Value: kernel.FormatDate(p.Period.CutOff)}, ui.Fact{Label: ui.T(ctx, "Hạn gửi"), Value: due})
	if p.Document.Sector != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Khu vực"), Value: p.Fill.SectorLabel(p.Document.Sector)})
	}
	if p.Report.settled() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Ngày gửi"), Value: kernel.FormatDate(p.Report.Submitted)})
	}
	if p.Document.Note != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Ghi chú"), Value: p.Document.Note})
	}
	if p.Document.SHA256 != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Ảnh chụp số liệu"), Value: ui.T(ctx, "lần %d, mã %s", p.Document.No, p.Document.SHA256[:12]), Href: p.path() + "/anh-chup.json"})
	}
	return out
}

func (p UnitPage) events(ctx context.Context) []ui.Event {
	var out []ui.Event
	for i, e := range p.Events {
		text := e.Name + ", " + kernel.FormatInstant(e.At)
		if e.Name == "" {
			text = kernel.FormatInstant(e.At)
		}
		out = append(out, ui.Event{Title: verbWord(ctx, e.Verb), Text: text, Note: e.Comment, Now: i == 0})
	}
	return out
}

// verbs are the moves that need nothing typed.
func (p UnitPage) verbs(ctx context.Context) []ui.Verb {
	var out []ui.Verb
	ban := map[string]string{"ban": ui.Num(p.Report.Edition)}
	if p.Can(accept) {
		out = append(out, ui.Verb{Label: verbWord(ctx, accept), Action: p.path() + "/" + string(accept), Hidden: ban, Icon: "check"})
	}
	if p.Can(withdraw) {
		out = append(out, ui.Verb{Label: verbWord(ctx, withdraw), Action: p.path() + "/" + string(withdraw), Hidden: ban, Icon: "undo-2", Plain: true})
	}
	return out
}

// fillable tells whether the lines can be typed now.
func (p UnitPage) fillable() bool { return !p.Sums() && p.Can(save) }

// sendable tells whether the sum can be sent now.
func (p UnitPage) sendable() bool { return p.Sums() && p.Can(submit) && !p.early() }

func (p UnitPage) early() bool { return p.Today.Before(p.Period.CutOff) }

func (p UnitPage) sendWord(ctx context.Context) string {
	if p.Top {
		return verbWord(ctx, settle)
	}
	return verbWord(ctx, submit)
}

// sumCell is one cell of a sum: its value and the list that adds up to it.
func (p UnitPage) sumCell(l Line, sector string) ui.Link {
	var n int64
	var ok bool
	switch {
	case l.Kind == Share || sector != "" && l.Sector != "":
		return ui.Text("")
	default:
		n, ok = p.Sum.total(l.Of, sector).of(l.Kind)
	}
	if !ok {
		return ui.Text("–")
	}
	href := p.path() + "/dong/" + l.Key
	if sector != "" {
		href += "?khu-vuc=" + sector
	}
	return ui.Link{Label: kernel.GroupThousands(n), Href: href}
}

// total is the first figure of a line: that of the snapshot once there is one.
func (p UnitPage) total(l Line) ui.Link {
	for _, d := range p.Document.Lines {
		if d.Key == l.Key {
			label := figure(l.Kind, d.Value)
			if l.Kind == Share || d.Value == nil {
				return ui.Text(label)
			}
			return ui.Link{Label: label, Href: p.path() + "/dong/" + l.Key}
		}
	}
	return ui.Text("–")
}

func (p UnitPage) line(key string) DocumentLine {
	for _, d := range p.Document.Lines {
		if d.Key == key {
			return d
		}
	}
	return DocumentLine{}
}

// tabs are the three views of a unit that adds up.
func tabs(ctx context.Context, period, org kernel.ID, now string) []ui.Chip {
	at := unitPath(period, org)
	return []ui.Chip{
		{Label: ui.T(ctx, "Tổng hợp"), Href: at, Current: now == ""},
		{Label: ui.T(ctx, "Tiến độ"), Href: at + "/tien-do", Current: now == "tien-do"},
		{Label: ui.T(ctx, "Chưa gửi, gửi chậm"), Href: at + "/cham", Current: now == "cham"},
	}
}

// progressChart shows the share that was sent, child by child.
func progressChart(ctx context.Context, v Sheet, g Progress) ui.ChartProps {
	c := ui.ChartProps{Title: ui.T(ctx, "Tỷ lệ đơn vị đã gửi"), Unit: "%", Target: 100, HasTarget: true, TargetText: ui.T(ctx, "đủ")}
	for i, r := range g.Rows {
		if i == 12 {
			break
		}
		tone := ui.Run
		switch {
		case r.Sent == r.Expected:
			tone = ui.Done
		case v.Today.After(v.Period.Due):
			tone = ui.Late
		}
		share := 0.0
		if r.Expected > 0 {
			share = 100 * float64(r.Sent) / float64(r.Expected)
		}
		c.Points = append(c.Points, ui.Point{Label: cmp.Or(r.Short, r.Name), Value: share, Text: kernel.FormatShare(int64(r.Sent), int64(r.Expected)), Href: unitPath(v.Period.ID, r.Unit), Tone: tone})
	}
	return c
}

func counters(ctx context.Context, period, org kernel.ID, t Child, overdue bool) []ui.Counter {
	at := unitPath(period, org)
	missing := ui.Counter{Label: ui.T(ctx, "Chưa gửi"), Value: ui.Num(t.Expected - t.Sent), Href: at + "/cham"}
	if overdue && t.Sent < t.Expected {
		missing.Tone = ui.Late
	}
	return []ui.Counter{
		{Label: ui.T(ctx, "Đã duyệt"), Value: ui.T(ctx, "%d trên %d", t.Accepted, t.Expected), Href: at},
		{Label: ui.T(ctx, "Chờ duyệt"), Value: ui.Num(t.Sent - t.Accepted), Href: at + "/tien-do"},
		missing,
	}
}

func more(at, query, next string) string {
	if next == "" {
		return ""
	}
	q := url.Values{"sau": {next}}
	if query != "" {
		q.Set("xem", query)
	}
	return at + "?" + q.Encode()
}
