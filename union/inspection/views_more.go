package inspection

import (
	"context"
	"strconv"

	"doanket/kernel"
	"doanket/ui"
)

// OpenView is the form by which an inspection is opened.
//
//glossary:none
type OpenView struct {
	In       openForm
	Item     PlanItem
	Year     int
	Units    []Choice
	Subjects []Choice
	Errors   ui.Errors
	Sentence string
}

// VerbView is one verb on one inspection, with what is asked for it.
//
//glossary:none
type VerbView struct {
	Detail   DetailView
	Page     verbPage
	In       verbForm
	People   []Choice
	Units    []Choice
	Lines    []ui.Option
	Errors   ui.Errors
	Sentence string
}

// JudgeView is one verb on one recommendation.
//
//glossary:none
type JudgeView struct {
	Detail         DetailView
	Recommendation RecommendationView
	Page           verbPage
	In             verbForm
	Errors         ui.Errors
	Sentence       string
}

// LineView is one line of the checklist with its evidence.
//
//glossary:none
type LineView struct {
	ID, Title, Key string
	Text, Basis    string
	Tone           ui.Tone
	Word, Finding  string
	By             string
	Evidence       []EvidenceRow
	May            bool
	Results        []ui.Option
	Sources        []ui.Option
	In             lineForm
	Errors         ui.Errors
	Sentence       string
}

// EvidenceRow is one piece of evidence of a line.
//
//glossary:none
type EvidenceRow struct {
	Label, Href, Text string
	Tone              ui.Tone
	Word              string // whether the record still says the same
}

func lineView(ctx context.Context, d Detail, q Question, same map[kernel.ID]string) LineView {
	i := d.Inspection
	l := i.line(q.Key)
	v := LineView{ID: i.ID.String(), Title: i.Title, Key: q.Key, Text: q.Text, Basis: q.Basis, Tone: resultTones[l.Result], Word: resultWord(ctx, l.Result), Finding: l.Finding, May: d.Can[Answer]}
	if l.By != "" {
		v.By = l.By + ", " + ui.Moment(ctx, l.At)
	}
	for _, r := range []Result{Good, Faulty, Inapplicable} {
		v.Results = append(v.Results, ui.Option{Value: string(r), Label: resultWord(ctx, r)})
	}
	for _, e := range i.Evidence {
		if e.Line != q.Key {
			continue
		}
		row := EvidenceRow{Label: e.Label, Text: e.By + ", " + kernel.FormatShort(e.At)}
		switch {
		case e.SHA != "":
			row.Href = roomPath + "/" + v.ID + "/tep/" + e.ID.String()
		case d.Locked[e.ID]:
			row.Label, row.Tone, row.Word = ui.T(ctx, "Bản ghi bạn không được xem"), ui.Hold, ui.T(ctx, "Không được xem")
		default:
			row.Href = d.Links[e.ID].Link
			row.Text = ui.T(ctx, "Trích theo ngày %s", kernel.FormatDate(e.AsOf)) + " · " + row.Text
			switch same[e.ID] {
			case "same":
				row.Tone, row.Word = ui.Done, ui.T(ctx, "Vẫn như lúc trích")
			case "changed":
				row.Tone, row.Word = ui.Late, ui.T(ctx, "Đã khác lúc trích")
			}
		}
		v.Evidence = append(v.Evidence, row)
	}
	return v
}

// FollowView is the follow-up list as the page shows it.
//
//glossary:none
type FollowView struct {
	Counters []ui.Counter
	Chips    []ui.Chip
	Rows     []FollowRow
	Next     string
	Exports  []ui.Link
	Print    string
	Filtered bool
}

// FollowRow is one recommendation of the list.
//
//glossary:none
type FollowRow struct {
	Href, Text, Source string
	Unit               string
	Tone               ui.Tone
	Word               string
	DueTone            ui.Tone
	Due, Why           string
}

func followView(ctx context.Context, slug string, p FollowPage, n FollowCounts, today kernel.Date) FollowView {
	v := FollowView{Filtered: slug != ""}
	v.Counters = []ui.Counter{
		{Label: ui.T(ctx, "Quá hạn"), Value: ui.Num(n.Late), Href: followPath + "?xem=qua-han", Tone: lateTone(n.Late)},
		{Label: ui.T(ctx, "Chờ xác nhận"), Value: ui.Num(n.Reported), Href: followPath + "?xem=cho-xac-nhan"},
		{Label: ui.T(ctx, "Tỷ lệ đã khắc phục"), Value: shareWords(Share{n.Done, n.Done + n.Waiting}), Href: followPath + "?xem=xong"},
	}
	chip := func(word, key, count string) ui.Chip {
		href := followPath
		if key != "" {
			href += "?xem=" + key
		}
		return ui.Chip{Label: word, Href: href, Current: key == slug, Count: count}
	}
	v.Chips = []ui.Chip{chip(ui.T(ctx, "Chưa xong"), "", ui.Num(n.Waiting)), chip(ui.T(ctx, "Quá hạn"), "qua-han", ui.Num(n.Late)), chip(ui.T(ctx, "Đến hạn trong 7 ngày"), "sap-han", ""),
		chip(ui.T(ctx, "Chờ xác nhận"), "cho-xac-nhan", ui.Num(n.Reported)), chip(ui.T(ctx, "Đã xong"), "xong", ui.Num(n.Done))}
	at := func(path, format string) string {
		href := followPath + path + "?xem=" + slug
		if format != "" {
			href += "&dang=" + format
		}
		return href
	}
	v.Exports = []ui.Link{{Label: ui.T(ctx, "Tải Excel"), Href: at("/tai-ve", "xlsx")}, {Label: ui.T(ctx, "Tải CSV"), Href: at("/tai-ve", "csv")}}
	v.Print = at("/in", "")
	if p.Next != "" {
		v.Next = followPath + "?xem=" + slug + "&sau=" + p.Next
	}
	for _, r := range p.Recommendations {
		row := FollowRow{Href: roomPath + "/" + r.Inspection.String(), Text: r.Text, Source: ui.T(ctx, "Kết luận số %s, kiến nghị %d", r.Conclusion.Number, r.No), Unit: p.Units[r.Unit],
			Tone: recommendationTones[r.State], Word: recommendationWord(ctx, r.State)}
		row.DueTone, row.Due, row.Why = dueWords(ctx, r, today)
		v.Rows = append(v.Rows, row)
	}
	return v
}

// PlansView is the list of plans.
//
//glossary:none
type PlansView struct {
	Plans []Plan
	Units map[kernel.ID]string
	New   string
}

// MakePlanView is the form of a new plan.
//
//glossary:none
type MakePlanView struct {
	In       planForm
	Units    []Choice
	Errors   ui.Errors
	Sentence string
}

// PlanView is one plan as the page shows it.
//
//glossary:none
type PlanView struct {
	ID, Title  string
	Tone       ui.Tone
	Word, Note string
	Facts      []ui.Fact
	Aim        string
	Items      []ItemRow
	Can        map[PlanVerb]bool
	Subjects   []Choice
	In         itemForm
	Errors     ui.Errors
	Sentence   string
}

// ItemRow is one item of a plan.
//
//glossary:none
type ItemRow struct {
	ID, Subject, Kind, Topic, Quarter string
	Tone                              ui.Tone
	Word                              string
	Href                              string // the inspection
	Open                              string // where it is opened, if it may be
}

func planView(ctx context.Context, d PlanDetail) PlanView {
	p := d.Plan
	v := PlanView{ID: p.ID.String(), Title: ui.T(ctx, "Kế hoạch kiểm tra, giám sát năm %d", p.Year), Tone: planTones[p.State], Word: planWord(ctx, p.State), Note: p.Note, Aim: p.Aim, Can: d.Can}
	v.Facts = []ui.Fact{{Label: ui.T(ctx, "Đơn vị"), Value: d.Units[p.Unit]}, {Label: ui.T(ctx, "Người soạn"), Value: handWords(p.Drawn)}}
	if p.State != PlanDraft {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Người trình"), Value: handWords(p.Submitted)})
	}
	if p.State == PlanApproved {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Người duyệt"), Value: handWords(p.Approved)}, ui.Fact{Label: ui.T(ctx, "Số văn bản"), Value: numberOf(p.Number)})
		done, all := p.InYear()
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Đã kết luận"), Value: ui.T(ctx, "%d/%d cuộc", done, all)})
	}
	for _, i := range p.Items {
		row := ItemRow{ID: i.ID.String(), Subject: d.Units[i.Subject], Kind: kindWord(ctx, i.Kind), Topic: i.Topic, Quarter: quarters[i.Quarter], Tone: ui.Wait, Word: ui.T(ctx, "Chưa tiến hành")}
		switch {
		case i.Inspection != 0:
			row.Tone, row.Word, row.Href = stateTones[i.State], stateWord(ctx, i.State), roomPath+"/"+i.Inspection.String()
		case d.MayOpen:
			row.Open = roomPath + "/moi?muc=" + i.ID.String()
		}
		v.Items = append(v.Items, row)
	}
	return v
}

func options(list []Choice) []ui.Option {
	out := make([]ui.Option, 0, len(list))
	for _, c := range list {
		out = append(out, ui.Option{Value: c.ID.String(), Label: c.Label})
	}
	return out
}

func idText(id kernel.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func idTexts(ids []kernel.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, id.String())
	}
	return out
}

func lineFacts(ctx context.Context, v LineView) []ui.Fact {
	facts := []ui.Fact{{Label: ui.T(ctx, "Căn cứ"), Value: v.Basis}}
	if v.Finding != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Phát hiện"), Value: v.Finding})
	}
	if v.By != "" {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Người ghi"), Value: v.By})
	}
	return facts
}

func validWords(ctx context.Context, p kernel.Period) string {
	if p.To.IsZero() {
		return ui.T(ctx, "Từ %s", kernel.FormatDate(p.From))
	}
	return ui.T(ctx, "Từ %s đến hết %s", kernel.FormatDate(p.From), kernel.FormatDate(p.To.AddDays(-1)))
}

func sourceWords(ctx context.Context, c Checklist) string {
	if c.Verified {
		return c.Source
	}
	return c.Source + " · " + ui.T(ctx, "chưa xác minh")
}

func doneWords(ctx context.Context, p Plan) string {
	done, all := p.InYear()
	return ui.T(ctx, "%d/%d cuộc", done, all)
}

func yearText(n int) string { return strconv.Itoa(n) }

func quarterText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func quarterOptions() []ui.Option {
	var out []ui.Option
	for n := 1; n <= 4; n++ {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: quarters[n]})
	}
	return out
}
