package inspection

import (
	"context"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// ListView is the list of inspections as the page shows it.
//
//glossary:none
type ListView struct {
	Counters []ui.Counter
	State    string
	States   []ui.Option
	Kind     string
	Kinds    []ui.Option
	Keep     map[string]string
	Rows     []RowView
	Next     string
	Exports  []ui.Link
	Print    string
	New      string
	Plans    bool
	Filtered bool
}

// RowView is one inspection of a list.
//
//glossary:none
type RowView struct {
	Href, Title, Kind string
	Subject, Unit     string
	Tone              ui.Tone
	Word, Decision    string
	Conclusion, Way   string
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range Kinds {
		out = append(out, ui.Option{Value: string(k), Label: kindWord(ctx, k)})
	}
	return out
}

func lateTone(n int) ui.Tone {
	if n > 0 {
		return ui.Late
	}
	return ""
}

// shareWords are the share of inspections done in the system, as the counters write it.
func shareWords(s Share) string {
	if s.All == 0 {
		return "–"
	}
	return kernel.FormatShare(int64(s.System), int64(s.All))
}

func (a listAsk) view(ctx context.Context, actor kernel.Actor, p Page, follow FollowCounts, share Share, today kernel.Date) ListView {
	v := ListView{State: a.query.Get("trang-thai"), Kind: a.query.Get("loai"), Kinds: kindOptions(ctx), Keep: map[string]string{}, Filtered: len(a.query) > 0}
	year := kernel.FormatDate(today)[6:]
	v.Counters = []ui.Counter{
		{Label: ui.T(ctx, "Kiến nghị quá hạn"), Value: ui.Num(follow.Late), Href: followPath + "?xem=qua-han", Tone: lateTone(follow.Late)},
		{Label: ui.T(ctx, "Kiến nghị chờ xác nhận"), Value: ui.Num(follow.Reported), Href: followPath + "?xem=cho-xac-nhan"},
		{Label: ui.T(ctx, "Tiến hành trên hệ thống, năm %s", year), Value: shareWords(share), Href: roomPath + "?trang-thai=tat-ca&nam=" + year},
	}
	for _, st := range States {
		v.States = append(v.States, ui.Option{Value: stateSlugs[st], Label: stateWord(ctx, st)})
	}
	v.States = append(v.States, ui.Option{Value: "tat-ca", Label: ui.T(ctx, "Tất cả")})
	for _, name := range []string{"nam", "cach"} {
		if x := a.query.Get(name); x != "" {
			v.Keep[name] = x
		}
	}
	v.Exports = []ui.Link{{Label: ui.T(ctx, "Tải Excel"), Href: a.with(roomPath+"/tai-ve", "dang", "xlsx")}, {Label: ui.T(ctx, "Tải CSV"), Href: a.with(roomPath+"/tai-ve", "dang", "csv")}}
	v.Print = a.with(roomPath + "/in")
	if actor.Anywhere(KeepPermission) {
		v.New = roomPath + "/moi"
	}
	v.Plans = actor.Anywhere(ViewPermission) || actor.Anywhere(KeepPermission) || actor.Anywhere(ApprovePermission)
	if p.Next != 0 {
		v.Next = a.with(roomPath, "truoc", p.Next.String())
	}
	for _, i := range p.Inspections {
		v.Rows = append(v.Rows, rowView(ctx, i, p.Units))
	}
	return v
}

func rowView(ctx context.Context, i Inspection, units map[kernel.ID]string) RowView {
	r := RowView{Href: roomPath + "/" + i.ID.String(), Title: i.Title, Kind: kindWord(ctx, i.Kind), Subject: units[i.Subject], Unit: units[i.Unit],
		Tone: stateTones[i.State], Word: stateWord(ctx, i.State), Decision: numberOf(i.Decision), Conclusion: numberOf(i.Conclusion)}
	if i.Paper {
		r.Way = ui.T(ctx, "làm trên giấy")
	}
	return r
}

func numberOf(p Paperwork) string {
	if p.Number == "" {
		return ""
	}
	return p.Number + ", " + kernel.FormatDate(p.On)
}

// DetailView is one inspection as the page shows it.
//
//glossary:none
type DetailView struct {
	ID              string
	Title           string
	Tone            ui.Tone
	Word            string
	Wait            string // what a conclusion still waits for
	Facts           []ui.Fact
	Team            []TeamRow
	Groups          []GroupView
	Work            bool
	Answered        string
	Minutes         []string
	Summary         []string
	Findings        []Finding
	Issued          bool
	Recommendations []RecommendationView
	Timeline        []ui.Event
	Verbs           []ui.Verb
	Papers          []ui.Link
}

// TeamRow is one of the team; Clear says that the rules on conflicts were asked.
//
//glossary:none
type TeamRow struct{ Name, Role, Clear string }

// GroupView is a group of the checklist.
//
//glossary:none
type GroupView struct {
	Title string
	Lines []LineRow
}

// LineRow is one line of the checklist in the list.
//
//glossary:none
type LineRow struct {
	Href, Text, Finding string
	Tone                ui.Tone
	Word                string
	Evidence            int
}

// RecommendationView is one recommendation of the page.
//
//glossary:none
type RecommendationView struct {
	ID, No, Text, Unit string
	Tone               ui.Tone
	Word               string
	DueTone            ui.Tone
	Due, Why           string
	Task               string
	Verbs              []ui.Verb
}

func detailView(ctx context.Context, d Detail, today kernel.Date) DetailView {
	i := d.Inspection
	base := roomPath + "/" + i.ID.String()
	v := DetailView{ID: i.ID.String(), Title: i.Title, Tone: stateTones[i.State], Word: stateWord(ctx, i.State), Work: d.Work, Issued: i.State.Issued()}
	v.Facts = factsOf(ctx, d)
	for _, m := range i.Team {
		row := TeamRow{Name: handWords(m.Hand), Role: ui.T(ctx, "Thành viên")}
		if m.Head {
			row.Role = ui.T(ctx, "Trưởng đoàn")
		}
		if on, n, ok := strings.Cut(m.Ties, " "); ok {
			row.Clear = ui.T(ctx, "không vướng xung đột lợi ích, xét ngày %s theo %s quy định", on, n)
		}
		v.Team = append(v.Team, row)
	}
	if d.Work && !i.Paper {
		v.Groups = groupsOf(ctx, d)
		done, all := i.answered()
		v.Answered = ui.T(ctx, "%d/%d mục đã ghi", done, all)
	}
	if i.Minutes != "" && (d.Work || v.Issued) {
		v.Minutes = strings.Split(i.Minutes, "\n")
		v.Papers = append(v.Papers, ui.Link{Label: ui.T(ctx, "Biên bản"), Href: base + "/giay/bien-ban"})
	}
	if v.Issued {
		v.Summary, v.Findings = strings.Split(i.Summary, "\n"), i.Findings()
		v.Papers = append(v.Papers, ui.Link{Label: ui.T(ctx, "Kết luận"), Href: base + "/giay/ket-luan"})
	}
	for _, r := range i.Recommendations {
		v.Recommendations = append(v.Recommendations, recommendationView(ctx, d, r, today))
	}
	v.Timeline = timeline(ctx, d)
	for _, p := range verbPages {
		if !d.Can[p.verb] {
			continue
		}
		if f := kernel.AsFault(d.Missing); p.verb == Conclude && f != nil {
			v.Wait = waitWords(ctx, f)
			continue
		}
		verb := ui.Verb{Label: p.word(ctx), Href: base + "/" + p.slug, Danger: p.danger, Plain: p.verb == NameTeam && len(i.Team) > 0}
		if p.direct {
			verb.Href, verb.Action = "", base+"/"+p.slug
		}
		if p.verb == Announce && len(i.Team) == 0 {
			continue
		}
		v.Verbs = append(v.Verbs, verb)
	}
	return v
}

// waitWords say what a conclusion still waits for.
func waitWords(ctx context.Context, f *kernel.Fault) string {
	if f.Code == "inspection.lines_open" {
		return ui.T(ctx, "Ban hành kết luận khi mọi mục đã ghi kết quả. Còn %v mục.", f.Args...)
	}
	return ui.T(ctx, "Ban hành kết luận khi đã ghi biên bản.")
}

func factsOf(ctx context.Context, d Detail) []ui.Fact {
	i := d.Inspection
	facts := []ui.Fact{{Label: ui.T(ctx, "Loại"), Value: kindWord(ctx, i.Kind)}, {Label: ui.T(ctx, "Đơn vị tiến hành"), Value: d.Units[i.Unit]}, {Label: ui.T(ctx, "Đơn vị được kiểm tra"), Value: d.SubjectWas}}
	if i.SubjectNow != i.Subject {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Nay thuộc"), Value: d.Units[i.SubjectNow]})
	} else if now := d.Units[i.Subject]; now != d.SubjectWas && d.SubjectWas != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Nay gọi là"), Value: now})
	}
	facts = append(facts, ui.Fact{Label: ui.T(ctx, "Thời kỳ được kiểm tra"), Value: spanWords(i.Span)})
	switch {
	case i.Plan != 0 && d.Work:
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Kế hoạch"), Value: ui.T(ctx, "Theo kế hoạch năm"), Href: planPath + "/" + i.Plan.String()})
	case i.Plan == 0 && d.Work:
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Ngoài kế hoạch, lý do"), Value: i.Reason})
	}
	if i.Decision.Number != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Quyết định"), Value: numberOf(i.Decision)}, ui.Fact{Label: ui.T(ctx, "Tiến hành từ"), Value: kernel.FormatDate(i.Starts)})
	}
	if i.Conclusion.Number != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Kết luận"), Value: numberOf(i.Conclusion)})
	}
	if i.Programme != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Chương trình"), Value: i.Programme})
	}
	way := ui.T(ctx, "Trên hệ thống")
	if i.Paper {
		way = ui.T(ctx, "Trên giấy, ghi lại sau")
	}
	facts = append(facts, ui.Fact{Label: ui.T(ctx, "Cách tiến hành"), Value: way})
	if d.Work {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Bảng mục kiểm tra"), Value: ui.T(ctx, "%s, bản %d", d.List.Title, d.List.Version), Href: versionPath(d.List)})
	}
	return facts
}

func versionPath(c Checklist) string { return listPath + "/" + c.Key + "/" + ui.Num(c.Version) }

func groupsOf(ctx context.Context, d Detail) []GroupView {
	i := d.Inspection
	var out []GroupView
	for _, g := range d.List.Groups {
		view := GroupView{Title: g.Title}
		for _, q := range g.Questions {
			l := i.line(q.Key)
			row := LineRow{Href: roomPath + "/" + i.ID.String() + "/muc/" + q.Key, Text: q.Text, Finding: l.Finding, Tone: resultTones[l.Result], Word: resultWord(ctx, l.Result)}
			for _, e := range i.Evidence {
				if e.Line == q.Key {
					row.Evidence++
				}
			}
			view.Lines = append(view.Lines, row)
		}
		out = append(out, view)
	}
	return out
}

func recommendationView(ctx context.Context, d Detail, r Recommendation, today kernel.Date) RecommendationView {
	base := roomPath + "/" + r.Inspection.String() + "/kien-nghi/" + r.ID.String()
	v := RecommendationView{ID: r.ID.String(), No: ui.Num(r.No), Text: r.Text, Unit: d.Units[r.Unit], Tone: recommendationTones[r.State], Word: recommendationWord(ctx, r.State)}
	v.DueTone, v.Due, v.Why = dueWords(ctx, r, today)
	if r.Task != 0 {
		v.Task = "/nhiem-vu/" + r.Task.String()
	}
	for _, p := range judgePages {
		ok := d.Can[p.verb]
		switch p.verb {
		case Settle, SendBack:
			ok = ok && r.State == Reported
		case Drop:
			ok = ok && r.Live()
		case Recommend:
			ok = ok && r.State == Drafted
		}
		if !ok {
			continue
		}
		verb := ui.Verb{Label: judgeWord(ctx, p), Href: base + "/" + p.slug, Plain: p.verb != Settle}
		if p.direct {
			verb.Href, verb.Action = "", base+"/"+p.slug
		}
		v.Verbs = append(v.Verbs, verb)
	}
	return v
}

// timeline is what happened, the latest first, with what decisions on units did.
func timeline(ctx context.Context, d Detail) []ui.Event {
	var out []ui.Event
	for n := len(d.Moves) - 1; n >= 0; n-- {
		m := d.Moves[n]
		title := ui.T(ctx, "Đơn vị được kiểm tra nay thuộc %s", m.Unit)
		switch {
		case m.Void:
			title = ui.T(ctx, "Không còn chuyển sang %s", m.Unit)
		case m.Owner:
			title = ui.T(ctx, "%s tiếp nhận cuộc kiểm tra", m.Unit)
		}
		out = append(out, ui.Event{Title: title, Text: ui.T(ctx, "Theo quyết định %s, từ %s", m.Label, kernel.FormatDate(m.On))})
	}
	events := d.Inspection.Events
	for n := len(events) - 1; n >= 0; n-- {
		e := events[n]
		text := ui.Moment(ctx, e.At)
		if e.By.Name != "" {
			text = e.By.Name + ", " + text
		}
		out = append(out, ui.Event{Title: eventWord(ctx, e.Verb), Text: text, Note: e.Note})
	}
	if len(out) > 0 && d.Inspection.State.Live() {
		out[0].Now = true
	}
	return out
}
