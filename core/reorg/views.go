package reorg

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/kernel"
	"doanket/ui"
)

var stateTones = map[State]ui.Tone{Draft: ui.Wait, Submitted: ui.Soon, Approved: ui.Run, Held: ui.Late, Applied: ui.Done, Undone: ui.Hold, Discarded: ui.Hold}

// sentence gives the words of a code in the reader's language.
type sentence func(code string, args []any) string

// ListView is the list of decisions.
//
//glossary:none
type ListView struct {
	Rows []RowView
	New  bool
	Next string
}

// RowView is one decision of the list.
//
//glossary:none
type RowView struct {
	Href, Number, Summary, Seat, Effective string
	Tone                                   ui.Tone
	Word                                   string
}

func listView(ctx context.Context, a kernel.Actor, p Page) ListView {
	v := ListView{New: a.Anywhere(PreparePermission)}
	for _, d := range p.Rows {
		r := RowView{Href: roomPath + "/" + d.ID.String(), Number: titleOf(ctx, d), Summary: d.Summary, Seat: p.Units[d.Seat], Tone: stateTones[d.State], Word: ui.T(ctx, StateName(d.State))}
		if !d.Effective.IsZero() {
			r.Effective = ui.Day(ctx, d.Effective)
		}
		v.Rows = append(v.Rows, r)
	}
	if p.Next != 0 {
		v.Next = roomPath + "?sau=" + p.Next.String()
	}
	return v
}

func titleOf(ctx context.Context, d Reorganisation) string {
	if d.Number == "" {
		return ui.T(ctx, "Quyết định chưa có số")
	}
	return ui.T(ctx, "Quyết định %s", d.Number)
}

// NewView is the form by which a decision is started.
//
//glossary:none
type NewView struct {
	In        headForm
	Seats     []ui.Option
	Errors    ui.Errors
	Sentence  string
	FileError string
	Faults    []FaultRow
}

// HeadView is a form that belongs to a decision.
//
//glossary:none
type HeadView struct {
	Decision DecisionView
	In       headForm
	Errors   ui.Errors
	Sentence string
}

// StepView is the form of one step.
//
//glossary:none
type StepView struct {
	Decision DecisionView
	Kind     StepKind
	In       stepForm
	Kinds    []ui.Option
	Holdings []ui.Option
	Chips    []ui.Chip
	Errors   ui.Errors
	Sentence string
}

// DecisionView is a decision as its page shows it.
//
//glossary:none
type DecisionView struct {
	ID, Title, Summary, Digest string
	Tone                       ui.Tone
	Word                       string
	Facts                      []ui.Fact
	Steps                      []StepRow
	Add                        string // where a step is added, "" when none may be
	Head                       string
	Faults                     []FaultRow
	Checked                    string
	Stale, Tried, Unsigned     bool
	Before, After              []NodeView
	BeforeTitle, AfterTitle    string
	Totals                     []LineRow
	Timeline                   []ui.Event
	Verbs                      []ui.Verb
	Print                      ui.PrintProps
	Undone, Undoes             ui.Link
}

// StepRow is one step in words, with what it gives and takes.
//
//glossary:none
type StepRow struct {
	N           int
	Title, Text string
	Rows        []LineRow
	Sums        []LineRow
	ID, Edit    string
	Faulty      bool
}

// LineRow is one line of counts or balances.
//
//glossary:none
type LineRow struct {
	Name, Kind, Before, After, Ended string
	Source, Kept                     bool
}

// FaultRow is one thing that stands in the way.
//
//glossary:none
type FaultRow struct{ Where, Unit, Text, Href string }

// NodeView is a unit of a picture.
//
//glossary:none
type NodeView struct {
	Name, Href, Mark string
	Tone             ui.Tone
	Holds            string
	Children         []NodeView
	More             int
}

func decisionView(ctx context.Context, d Detail, say sentence) DecisionView {
	base := roomPath + "/" + d.ID.String()
	v := DecisionView{ID: d.ID.String(), Title: titleOf(ctx, d.Reorganisation), Summary: d.Summary, Digest: d.Digest(), Tone: stateTones[d.State], Word: ui.T(ctx, StateName(d.State)),
		Unsigned: d.State != Applied && d.State != Approved,
		Tried:    d.Picture.Tried, Stale: d.Checked != "" && d.Checked != d.Digest()}
	v.Facts = headFacts(ctx, d, base)
	if d.Can[doWrite] {
		v.Head = base + "/dau"
		if d.Undoes == 0 {
			v.Add = base + "/buoc"
		}
	}
	faulty := map[int]bool{}
	for _, f := range d.Picture.Faults {
		faulty[f.Step] = true
	}
	for i, step := range d.Steps {
		r := StepRow{N: i + 1, Title: ui.T(ctx, StepName(step.Kind)), Text: stepText(ctx, d, step), ID: step.ID.String(), Faulty: faulty[i+1] && !v.Stale}
		if v.Add != "" {
			r.Edit = base + "/buoc?sua=" + step.ID.String()
		}
		if i < len(d.Picture.Steps) && !v.Stale {
			for _, l := range d.Picture.Steps[i].Rows {
				r.Rows = append(r.Rows, lineRow(l.PictureLine, l.Name, l.Source, say))
			}
			for _, l := range d.Picture.Steps[i].Sums {
				r.Sums = append(r.Sums, lineRow(l, "", false, say))
			}
		}
		v.Steps = append(v.Steps, r)
	}
	if !d.CheckedAt.IsZero() {
		v.Checked = ui.Moment(ctx, d.CheckedAt)
	}
	if d.State != Discarded && !v.Stale {
		v.Faults = faultRows(ctx, d.Reorganisation, d.Picture.Faults, say)
	}
	eve := d.Effective.AddDays(-1)
	if d.Undoes != 0 {
		v.BeforeTitle, v.AfterTitle = ui.T(ctx, "Trước khi huỷ"), ui.T(ctx, "Sau khi huỷ")
	} else if !d.Effective.IsZero() {
		v.BeforeTitle, v.AfterTitle = ui.T(ctx, "Trước: ngày %s", ui.Day(ctx, eve)), ui.T(ctx, "Sau: ngày %s", ui.Day(ctx, d.Effective))
	}
	v.Before, v.After = nodes(ctx, d.Picture.Before, eve, say), nodes(ctx, d.Picture.After, d.Effective, say)
	for _, l := range d.Picture.Totals {
		v.Totals = append(v.Totals, lineRow(l, "", false, say))
	}
	v.Timeline = timeline(ctx, d)
	v.Verbs = verbs(ctx, d, base)
	v.Print = ui.PrintProps{Agency: strings.ToUpper(d.Issuer), Number: ui.T(ctx, "Số: %s", d.Number), Title: ui.T(ctx, "QUYẾT ĐỊNH"), Subtitle: d.Summary, RightRole: ui.T(ctx, "NGƯỜI KÝ"), RightName: d.Signer}
	if !d.Decided.IsZero() {
		v.Print.Place = ui.T(ctx, "ngày %s", kernel.FormatDate(d.Decided))
	}
	if d.Undoes != 0 {
		v.Undoes = ui.Link{Label: d.Other[d.Undoes], Href: roomPath + "/" + d.Undoes.String()}
	}
	if d.UndoneBy != 0 {
		v.Undone = ui.Link{Label: d.Other[d.UndoneBy], Href: roomPath + "/" + d.UndoneBy.String()}
	}
	return v
}

func headFacts(ctx context.Context, d Detail, base string) []ui.Fact {
	date := func(x kernel.Date) string {
		if x.IsZero() {
			return "–"
		}
		return ui.Day(ctx, x)
	}
	out := []ui.Fact{{Label: ui.T(ctx, "Số"), Value: or2(d.Number)}, {Label: ui.T(ctx, "Ngày quyết định"), Value: date(d.Decided)}, {Label: ui.T(ctx, "Hiệu lực"), Value: date(d.Effective)},
		{Label: ui.T(ctx, "Cơ quan ban hành"), Value: or2(d.Issuer)}, {Label: ui.T(ctx, "Người ký"), Value: or2(d.Signer)}, {Label: ui.T(ctx, "Trích yếu"), Value: or2(d.Summary)},
		{Label: ui.T(ctx, "Phạm vi"), Value: d.SeatName, Href: "/don-vi/" + d.Seat.String()}}
	if d.File.SHA256 != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Văn bản"), Value: d.File.Name, Href: base + "/tep"})
	}
	for i, p := range d.valid() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Lần duyệt %d", i+1), Value: p.Name + ", " + ui.Moment(ctx, p.At)})
	}
	return out
}

func or2(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// stepText is a step in one sentence.
func stepText(ctx context.Context, d Detail, step Step) string {
	name := func(id kernel.ID) string { return or2(d.Units[id]) }
	some := func(ids []kernel.ID) string {
		var out []string
		for i, id := range ids {
			if i == 5 {
				out = append(out, ui.T(ctx, "và %d đơn vị nữa", len(ids)-5))
				break
			}
			out = append(out, name(id))
		}
		return strings.Join(out, ", ")
	}
	switch step.Kind {
	case Found:
		return ui.T(ctx, "%s, trực thuộc %s", step.Name, name(step.To))
	case Rename:
		return some(step.Units) + " → " + step.Name
	case ChangeKind:
		return some(step.Units)
	case Identify:
		return some(step.Units) + " → " + strings.Trim(step.Identifier+", "+step.Former, ", ")
	case Serve:
		return some(step.Units) + " → " + strings.Join(step.Areas, ", ")
	case Move, Merge:
		return some(step.Units) + " → " + name(step.To)
	case Split, WindUp, HandOver:
		return some(step.Units) + " → " + some(step.Targets())
	case Undo:
		return or2(d.Other[step.Undoes])
	}
	if a := step.Area; a != nil {
		var from []string
		for _, x := range a.From {
			from = append(from, x.Code)
		}
		return strings.Trim(strings.Join(from, ", ")+" → "+strings.TrimSpace(a.Kind+" "+a.Name+" "+a.Code), " →")
	}
	return ""
}

func lineRow(l PictureLine, name string, source bool, say sentence) LineRow {
	value := func(n int64, m kernel.Money) string {
		if m != 0 && n == 0 {
			return m.String()
		}
		if m != 0 {
			return ui.Num(n) + " · " + m.String()
		}
		return ui.Num(n)
	}
	if l.AmountBefore != 0 || l.AmountAfter != 0 {
		value = func(n int64, m kernel.Money) string { return m.String() }
	}
	r := LineRow{Name: name, Kind: say(l.Kind, nil), Before: value(l.Before, l.AmountBefore), After: value(l.After, l.AmountAfter), Source: source, Kept: l.Kept()}
	if l.Ended != 0 || l.AmountEnded != 0 {
		r.Ended = value(l.Ended, l.AmountEnded)
	}
	return r
}

func faultRows(ctx context.Context, d Reorganisation, faults []StepFault, say sentence) []FaultRow {
	var out []FaultRow
	for _, f := range faults {
		r := FaultRow{Unit: f.Unit, Text: f.Say(say), Where: ui.T(ctx, "Phần đầu")}
		if f.Step > 0 {
			r.Where = ui.T(ctx, "Bước %d", f.Step)
			if f.Step <= len(d.Steps) {
				r.Href = "#buoc-" + fmt.Sprint(f.Step)
			}
		}
		if f.Place != "" {
			r.Where += " · " + f.Place
		}
		out = append(out, r)
	}
	return out
}

func nodes(ctx context.Context, list []PictureNode, on kernel.Date, say sentence) []NodeView {
	words := map[Mark]string{Comes: ui.T(ctx, "mới"), Goes: ui.T(ctx, "kết thúc"), Moves: ui.T(ctx, "chuyển"), Changes: ui.T(ctx, "nhận, đổi")}
	tones := map[Mark]ui.Tone{Comes: ui.Done, Goes: ui.Late, Moves: ui.Run, Changes: ui.Run}
	var out []NodeView
	for _, n := range list {
		v := NodeView{Name: n.Name, Href: "/don-vi/" + n.ID.String() + "?ngay=" + on.String(), Mark: words[n.Mark], Tone: tones[n.Mark], More: n.More, Children: nodes(ctx, n.Children, on, say)}
		var held []string
		if n.Units > 0 {
			held = append(held, ui.T(ctx, "%s đơn vị", ui.Num(n.Units)))
		}
		for _, c := range n.Holds {
			text := say(c.Kind, nil) + ": " + ui.Num(c.Count)
			if c.Amount != 0 {
				text = say(c.Kind, nil) + ": " + c.Amount.String()
			}
			held = append(held, text)
		}
		v.Holds = strings.Join(held, " · ")
		out = append(out, v)
	}
	return out
}

var verbWords = map[verb]string{doWrite: "Soạn, sửa", doSubmit: "Trình duyệt", doApprove: "Duyệt", doReturn: "Trả lại", doDiscard: "Bỏ bản soạn", doApply: "Áp dụng", doHold: "Đến ngày nhưng còn vướng", doUndo: "Huỷ bằng quyết định khác"}

func timeline(ctx context.Context, d Detail) []ui.Event {
	var out []ui.Event
	var last verb
	for _, e := range slices.Backward(d.Events) {
		if e.Verb == doWrite && last == doWrite { // a draft is written many times
			continue
		}
		last = e.Verb
		who := e.Name
		if e.Post != "" {
			who += ", " + e.Post
		}
		out = append(out, ui.Event{Title: ui.T(ctx, verbWords[e.Verb]), Text: who + " · " + ui.Moment(ctx, e.At), Note: e.Note, Now: len(out) == 0})
	}
	return out
}

func verbs(ctx context.Context, d Detail, base string) []ui.Verb {
	var out []ui.Verb
	add := func(v verb, x ui.Verb) {
		if d.Can[v] {
			out = append(out, x)
		}
	}
	add(doSubmit, ui.Verb{Label: ui.T(ctx, "Trình duyệt"), Action: base + "/trinh"})
	add(doTry, ui.Verb{Label: ui.T(ctx, "Xem trước"), Action: base + "/thu", Plain: true})
	add(doApprove, ui.Verb{Label: ui.T(ctx, "Duyệt"), Action: base + "/duyet", Hidden: map[string]string{"noi_dung": d.Digest()}})
	add(doReturn, ui.Verb{Label: ui.T(ctx, "Trả lại"), Href: base + "/tra-lai", Plain: true})
	add(doUndo, ui.Verb{Label: ui.T(ctx, "Soạn quyết định huỷ"), Href: base + "/huy", Plain: true})
	add(doDiscard, ui.Verb{Label: ui.T(ctx, "Bỏ bản soạn"), Action: base + "/bo", Danger: true, Confirm: ui.T(ctx, "Bỏ bản soạn này?")})
	return append(out, ui.Verb{Label: ui.T(ctx, "In"), Href: base + "/in", Plain: true, Icon: "printer"})
}

func lineColumns(ctx context.Context, units bool) []ui.Column {
	var out []ui.Column
	if units {
		out = append(out, ui.Column{Label: ui.T(ctx, "Đơn vị")})
	}
	out = append(out, ui.Column{Label: ui.T(ctx, "Nội dung")}, ui.Column{Label: ui.T(ctx, "Trước → sau"), Num: true})
	if !units {
		out = append(out, ui.Column{Label: ui.T(ctx, "Bảo toàn")})
	}
	return out
}

func unitLabel(ctx context.Context, k StepKind) string {
	switch k {
	case Merge, Split, WindUp, HandOver:
		return ui.T(ctx, "Đơn vị bàn giao")
	}
	return ui.T(ctx, "Đơn vị")
}

func levelOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(orgs.Commune), Label: ui.T(ctx, "Xã, phường, đặc khu")}, {Value: string(orgs.District), Label: ui.T(ctx, "Huyện")}, {Value: string(orgs.Province), Label: ui.T(ctx, "Tỉnh, thành phố")}}
}

// atRow is what is wrong in a row of a form; what is wrong with the rows as a whole stands at the first.
func atRow(errs ui.Errors, field string, i int) string {
	if said := errs[fmt.Sprintf("%s_%d", field, i+1)]; said != "" || i > 0 {
		return said
	}
	return errs[field]
}

// stepFields are the fields of a step's form in the order in which they stand there.
func stepFields(v StepView) []string {
	out := []string{"don_vi", "cap_tren", "ten", "noi_nhan", "con_lai", "phan"}
	for i := range v.In.shown() {
		for _, field := range []string{"noi_nhan", "danh_sach", "phan"} {
			out = append(out, fmt.Sprintf("%s_%d", field, i+1))
		}
	}
	return out
}
