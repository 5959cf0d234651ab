package tasks

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// ListView is a list of tasks as the page shows it.
//
//glossary:none
type ListView struct {
	Title    string
	View     View
	Over     bool
	Counters []ui.Counter
	Chips    []ui.Chip
	State    string
	States   []ui.Option
	Rows     []RowView
	Next     string
	Exports  []ui.Link
	Print    string
	New      string
	Query    string
	Keep     map[string]string // what the address says besides the words searched for
	Filtered bool
	Clear    string
	Cut      bool
}

// RowView is one task of a list.
//
//glossary:none
type RowView struct {
	Href, Title, Source string
	Doer, Unit, Giver   string
	Tone                ui.Tone
	Word                string
	DueTone             ui.Tone
	Due, Why            string
}

func titleOf(ctx context.Context, f Filter) string {
	switch {
	case f.View == OfUnit && f.Over:
		return ui.T(ctx, "Nhiệm vụ đơn vị đã làm")
	case f.View == OfUnit:
		return ui.T(ctx, "Nhiệm vụ của đơn vị")
	case f.View == Given && f.Over:
		return ui.T(ctx, "Nhiệm vụ đã giao, đã kết thúc")
	case f.View == Given:
		return ui.T(ctx, "Nhiệm vụ đã giao")
	case f.Over:
		return ui.T(ctx, "Nhiệm vụ bạn đã làm")
	}
	return ui.T(ctx, "Nhiệm vụ cần làm")
}

func many(n int) string {
	if n >= countMost {
		return ui.Num(countMost) + "+"
	}
	return ui.Num(n)
}

func lateTone(n int) ui.Tone {
	if n > 0 {
		return ui.Late
	}
	return ""
}

func (a listAsk) view(ctx context.Context, actor kernel.Actor, p Page, n Counts, now kernel.Instant) ListView {
	f := a.filter
	v := ListView{Title: titleOf(ctx, f), View: f.View, Over: f.Over, Query: f.Text, Cut: p.Cut, Clear: roomPath + "?xem=" + viewSlugs[f.View],
		Filtered: f.Text != "" || len(f.States) > 0 || f.Late || f.Soon || f.Unit != 0}
	watches := len(watched(actor)) > 0 || n.Unit > 0
	v.Counters = []ui.Counter{
		{Label: ui.T(ctx, "Của bạn, quá hạn"), Value: many(n.MineLate), Href: roomPath + "?xem=cua-toi&trang-thai=qua-han", Tone: lateTone(n.MineLate)},
		{Label: ui.T(ctx, "Của bạn, đến hạn trong 2 ngày"), Value: many(n.MineSoon), Href: roomPath + "?xem=cua-toi&trang-thai=sap-han", Tone: ui.Soon},
	}
	switch {
	case n.GivenReported > 0:
		v.Counters = append(v.Counters, ui.Counter{Label: ui.T(ctx, "Chờ bạn xác nhận"), Value: many(n.GivenReported), Href: roomPath + "?xem=da-giao&trang-thai=cho-xac-nhan"})
	case watches:
		v.Counters = append(v.Counters, ui.Counter{Label: ui.T(ctx, "Của đơn vị, quá hạn"), Value: many(n.UnitLate), Href: roomPath + "?xem=don-vi&trang-thai=qua-han", Tone: lateTone(n.UnitLate)})
	}
	chip := func(view View, label string, count int) ui.Chip {
		return ui.Chip{Label: label, Href: roomPath + "?xem=" + viewSlugs[view], Current: f.View == view, Count: many(count)}
	}
	v.Chips = []ui.Chip{chip(Mine, ui.T(ctx, "Của tôi"), n.Mine)}
	if watches {
		v.Chips = append(v.Chips, chip(OfUnit, ui.T(ctx, "Của đơn vị"), n.Unit))
	}
	v.Chips = append(v.Chips, chip(Given, ui.T(ctx, "Đã giao"), n.Given))
	v.State, v.States = a.query.Get("trang-thai"), stateOptions(ctx)
	if actor.Anywhere(AssignPermission) {
		v.New = roomPath + "/moi"
	}
	v.Exports = []ui.Link{{Label: ui.T(ctx, "Tải Excel"), Href: a.with(roomPath+"/tai-ve", "dang", "xlsx")}, {Label: ui.T(ctx, "Tải CSV"), Href: a.with(roomPath+"/tai-ve", "dang", "csv")}}
	v.Print = a.with(roomPath + "/in")
	if p.Next != "" {
		v.Next = a.with(roomPath, "sau", p.Next)
	}
	v.Keep = map[string]string{}
	for name := range a.query {
		if name == "xem" || name == "don-vi" {
			v.Keep[name] = a.query.Get(name)
		}
	}
	for _, t := range p.Tasks {
		v.Rows = append(v.Rows, rowView(ctx, t, p.Units, now))
	}
	return v
}

// stateOptions are where tasks of the list may stand.
func stateOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: slugLate, Label: ui.T(ctx, "Quá hạn")}, {Value: slugSoon, Label: ui.T(ctx, "Sắp đến hạn")}}
	for _, s := range States {
		if s.Live() {
			out = append(out, ui.Option{Value: stateSlugs[s], Label: stateWord(ctx, s)})
		}
	}
	out = append(out, ui.Option{Value: slugOver, Label: ui.T(ctx, "Đã kết thúc")})
	for _, s := range States {
		if !s.Live() {
			out = append(out, ui.Option{Value: stateSlugs[s], Label: stateWord(ctx, s)})
		}
	}
	return out
}

func rowView(ctx context.Context, t Task, units map[kernel.ID]string, now kernel.Instant) RowView {
	r := RowView{Href: roomPath + "/" + t.ID.String(), Title: t.Title, Source: t.Source.Label, Doer: doerWords(ctx, t), Unit: units[t.Unit], Giver: giverWords(t, units),
		Tone: stateTones[t.State], Word: stateWord(ctx, t.State)}
	r.DueTone, r.Due, r.Why = dueWords(ctx, t, now)
	return r
}

// TaskView is one task as the page shows it.
//
//glossary:none
type TaskView struct {
	ID       string
	Title    string
	Text     string
	Tone     ui.Tone
	Word     string
	Clock    *ui.ClockProps
	Facts    []ui.Fact
	Files    []FileRow
	Timeline []ui.Event
	Verbs    []ui.Verb
	Kept     string // where the last word is said, when not here
}

// FileRow is one file of evidence.
//
//glossary:none
type FileRow struct{ Href, Name, Text string }

func detailView(ctx context.Context, d Detail, now kernel.Instant) TaskView {
	t := d.Task
	base := roomPath + "/" + t.ID.String()
	v := TaskView{ID: t.ID.String(), Title: t.Title, Text: t.Text, Tone: stateTones[t.State], Word: stateWord(ctx, t.State)}
	v.Clock = clockView(ctx, d, now)
	v.Facts = taskFacts(ctx, d)
	for _, f := range t.Files {
		v.Files = append(v.Files, FileRow{base + "/tep/" + f.ID.String(), f.Name, f.By + ", " + kernel.FormatShort(f.At)})
	}
	v.Timeline = timeline(ctx, d)
	for _, p := range verbPages {
		if !d.Can[p.verb] {
			continue
		}
		verb := ui.Verb{Label: p.word(ctx), Href: base + "/" + p.slug, Danger: p.danger, Plain: p.verb == Note && t.State == Reported}
		if p.note == "" {
			verb.Href, verb.Action = "", base+"/"+p.slug
		}
		v.Verbs = append(v.Verbs, verb)
	}
	if t.Kept && t.State == Reported {
		v.Kept = t.Source.Link
	}
	return v
}

func clockView(ctx context.Context, d Detail, now kernel.Instant) *ui.ClockProps {
	t := d.Task
	if t.Due.IsZero() || t.State == Cancelled {
		return nil
	}
	day := ui.Moment(ctx, t.Due)
	if t.WholeDay {
		day = ui.Day(ctx, t.Due.Date())
	}
	c := &ui.ClockProps{Title: ui.T(ctx, "Hạn %s", day)}
	whole := t.Due.Sub(t.Given)
	used := func(at kernel.Instant) int {
		if whole <= 0 {
			return 100
		}
		return int(max(0, min(100, 100*at.Sub(t.Given)/whole)))
	}
	tone, _, why := dueWords(ctx, t, now)
	switch {
	case !t.State.Live() || t.State == Reported:
		end := t.ReportedAt
		if end.IsZero() {
			end = t.Ended
		}
		c.Left, c.Used, c.Tone = capital(why), used(end), ui.Done
		if tone == ui.Late {
			c.Tone = ui.Late
		}
	case t.WholeDay: // the day counts, not the minute
		c.Left, c.Used, c.Tone = capital(why), used(now), tone
	default:
		c.Left, c.Used, c.Tone = d.Left.Say(func(s string, args ...any) string { return ui.T(ctx, s, args...) }), used(now), tone
	}
	for _, line := range d.Why {
		c.Why = append(c.Why, line.Say(func(s string, args ...any) string { return ui.T(ctx, s, args...) }))
	}
	return c
}

func taskFacts(ctx context.Context, d Detail) []ui.Fact {
	t := d.Task
	facts := []ui.Fact{{Label: ui.T(ctx, "Đơn vị làm"), Value: d.Units[t.Unit]}, {Label: ui.T(ctx, "Người làm"), Value: handWords(ctx, t.Assignee)}}
	if g := giverWords(t, d.Units); g != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Nơi giao"), Value: g})
	}
	facts = append(facts, ui.Fact{Label: ui.T(ctx, "Giao lúc"), Value: ui.Moment(ctx, t.Given)})
	if t.Source.Label != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Nguồn"), Value: t.Source.Label, Href: t.Source.Link})
	}
	if !t.Limit.IsZero() {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Thời hạn"), Value: t.Limit.Say(func(s string, args ...any) string { return ui.T(ctx, s, args...) })})
	}
	if t.Evidence {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Minh chứng"), Value: ui.T(ctx, "Báo cáo phải kèm tệp")})
	}
	if t.State.Live() && !t.Bells.Soon.IsZero() {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Nhắc trước hạn"), Value: ui.Moment(ctx, t.Bells.Soon)})
	}
	if t.State.Live() && !t.Bells.Rise.IsZero() {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Quá hạn thì báo lên"), Value: ui.T(ctx, "%s, lúc %s", d.Units[t.Rise.Unit], ui.Moment(ctx, t.Bells.Rise))})
	}
	return facts
}

func handWords(ctx context.Context, h Hand) string {
	switch {
	case h.Name == "":
		return ui.T(ctx, "Chưa ai nhận")
	case h.Post == "":
		return h.Name
	}
	return h.Name + ", " + h.Post
}

// timeline is what happened, the latest first, with what decisions on units did to the task.
func timeline(ctx context.Context, d Detail) []ui.Event {
	var out []ui.Event
	for i := len(d.Moves) - 1; i >= 0; i-- {
		m := d.Moves[i]
		title := ui.T(ctx, "Chuyển sang %s", m.Unit)
		if m.Void {
			title = ui.T(ctx, "Không còn chuyển sang %s", m.Unit)
		}
		out = append(out, ui.Event{Title: title, Text: ui.T(ctx, "Theo quyết định %s, từ %s", m.Label, kernel.FormatDate(m.On))})
	}
	events := d.Task.Events
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		text := ui.Moment(ctx, e.At)
		if e.By.Name != "" {
			text = e.By.Name + ", " + text
		}
		out = append(out, ui.Event{Title: eventWord(ctx, e.Verb), Text: text, Note: e.Note})
	}
	if len(out) > 0 && d.Task.State.Live() {
		out[0].Now = true
	}
	return out
}

func options(list []Choice) []ui.Option {
	out := make([]ui.Option, 0, len(list))
	for _, c := range list {
		out = append(out, ui.Option{Value: c.ID.String(), Label: c.Label})
	}
	return out
}
