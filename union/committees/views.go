package committees

import (
	"context"
	"net/url"

	"doanket/kernel"
	"doanket/ui"
)

const roomPath = "/ban-chap-hanh"

func committeePath(id kernel.ID) string { return roomPath + "/ban/" + id.String() }

func ofUnitPath(unit kernel.ID) string { return roomPath + "/don-vi/" + unit.String() }

func at(path string, on, today kernel.Date, pairs ...string) string {
	q := url.Values{}
	if on != today && !on.IsZero() {
		q.Set("ngay", kernel.FormatDate(on))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// ListView is a list of committees as the page shows it.
//
//glossary:none
type ListView struct {
	Day      string
	On       kernel.Date
	Today    kernel.Date
	Kind     string
	Kinds    []ui.Option
	State    string
	States   []ui.Option
	UnitName string
	Unit     string // id, as the address has it
	Rows     []RowView
	Next     string
	Cut      bool
	Exports  []ui.Link
	Errors   ui.Errors
	Filtered bool
}

// RowView is one committee of a list.
//
//glossary:none
type RowView struct {
	Href, Name, UnitHref, Unit string
	Term, Head, Sitting        string
	Tone                       ui.Tone
	Word                       string
	CheckTone                  ui.Tone
	Check, Why                 string
}

const (
	slugOver  = "qua-nhiem-ky"
	slugDoubt = "sai-quy-dinh"
)

func listView(ctx context.Context, f Filter, p Page, today kernel.Date, unitName string) ListView {
	v := ListView{Day: kernel.FormatDate(f.On), On: f.On, Today: today, Kind: f.Kind, UnitName: unitName, Cut: p.Cut, Filtered: f.Kind != "" || f.Over || f.Doubt}
	if f.Unit != 0 {
		v.Unit = f.Unit.String()
	}
	for _, k := range Kinds(f.On) {
		v.Kinds = append(v.Kinds, ui.Option{Value: k.Key, Label: k.Name})
	}
	v.States = []ui.Option{{Value: slugOver, Label: ui.T(ctx, "Quá nhiệm kỳ")}, {Value: slugDoubt, Label: ui.T(ctx, "Sai quy định")}}
	switch {
	case f.Over:
		v.State = slugOver
	case f.Doubt:
		v.State = slugDoubt
	}
	with := func(path string, pairs ...string) string {
		return at(path, f.On, today, append(pairs, "loai", f.Kind, "xem", v.State, "don-vi", v.Unit)...)
	}
	v.Exports = []ui.Link{{Label: ui.T(ctx, "Tải Excel"), Href: with(roomPath+"/tai-ve", "dang", "xlsx")}, {Label: ui.T(ctx, "Tải CSV"), Href: with(roomPath+"/tai-ve", "dang", "csv")}}
	if p.Next != "" {
		v.Next = with(roomPath, "sau", p.Next)
	}
	for _, r := range p.Rows {
		v.Rows = append(v.Rows, rowView(ctx, r, f.On, today))
	}
	return v
}

func rowView(ctx context.Context, r Row, on, today kernel.Date) RowView {
	c := r.Committee
	v := RowView{Href: at(committeePath(c.ID), on, today), Name: KindName(c.Kind), UnitHref: at(ofUnitPath(c.Unit), on, today), Unit: r.UnitName, Term: termWords(ctx, c), Head: r.Head, Sitting: ui.Num(r.Sitting)}
	if c.Size > 0 {
		v.Sitting = ui.T(ctx, "%d trên %d", r.Sitting, c.Size)
	}
	v.Tone, v.Word = stateWord(ctx, c, on)
	v.CheckTone, v.Check = resultWord(ctx, r.Result)
	for _, f := range r.Findings {
		if f.Result == r.Result && r.Result == Broken {
			v.Why = f.short(ctx)
			break
		}
	}
	return v
}

// short is why a list calls a committee wrong, without names.
func (f Finding) short(ctx context.Context) string {
	switch f.Rule.Key {
	case ExecutiveShare:
		return ui.T(ctx, "%d trên %d là uỷ viên ban chấp hành", f.Have, f.Of)
	case Barred:
		return ui.T(ctx, "%d người giữ việc tài chính", f.Have)
	case FromExecutive:
		return ui.T(ctx, "%d người ngoài ban chấp hành", f.Have)
	case SizeMost:
		return ui.T(ctx, "%d người, nhiều nhất %d", f.Have, f.Rule.Value)
	case MembersLeast:
		return ui.T(ctx, "%d đoàn viên, cần %d", f.Have, f.Rule.Value)
	}
	return ui.T(ctx, "%d đoàn viên nữ, cần %d", f.Have, f.Rule.Value)
}

// PlaceView is one person in a committee.
//
//glossary:none
type PlaceView struct {
	Name, Born, Post, Span, Basis, Reason, Leave string
}

func placeView(ctx context.Context, d Detail, p Place) PlaceView {
	who := d.People[p.Person]
	v := PlaceView{Name: who.Name, Post: postWords(d.Committee.Kind, p), Span: span(ctx, p.From, p.EndedOn), Basis: p.Basis, Reason: joined(p.EndBasis, p.EndReason)}
	if !who.Born.IsZero() {
		v.Born = ui.T(ctx, "sinh %d", who.Born.Year)
	}
	if d.Can[Unseat] && p.EndedOn.IsZero() {
		v.Leave = committeePath(d.Committee.ID) + "/thoi/" + p.ID.String()
	}
	return v
}

// CheckView is one finding.
//
//glossary:none
type CheckView struct {
	Tone               ui.Tone
	Word, Text, Source string
}

func checkViews(ctx context.Context, list []Finding, people map[kernel.ID]Individual) []CheckView {
	var out []CheckView
	for _, f := range list {
		tone, word := resultWord(ctx, f.Result)
		out = append(out, CheckView{tone, word, f.say(ctx, people), f.source(ctx)})
	}
	return out
}

// CommitteeView is one committee as its page shows it.
//
//glossary:none
type CommitteeView struct {
	ID, Title, Unit, UnitHref string
	Day                       string
	AsOf                      bool
	Tone                      ui.Tone
	Word                      string
	Now, Past                 []PlaceView
	Facts                     []ui.Fact
	Checks                    []CheckView
	Timeline                  []ui.Event
	Verbs                     []ui.Verb
	Print                     string
	Exports                   []ui.Link
	Women                     int
	Errors                    ui.Errors
}

func committeeView(ctx context.Context, d Detail, today kernel.Date) CommitteeView {
	c := d.Committee
	base := committeePath(c.ID)
	v := CommitteeView{ID: c.ID.String(), Title: KindName(c.Kind), Unit: d.Unit.Name, UnitHref: at(ofUnitPath(c.Unit), d.On, today), Day: kernel.FormatDate(d.On), AsOf: d.On != today,
		Checks: checkViews(ctx, d.Findings, d.People), Print: at(base+"/in", d.On, today),
		Exports: []ui.Link{{Label: ui.T(ctx, "Tải Excel"), Href: at(base+"/tai-ve", d.On, today, "dang", "xlsx")}, {Label: ui.T(ctx, "Tải CSV"), Href: at(base+"/tai-ve", d.On, today, "dang", "csv")}}}
	v.Tone, v.Word = stateWord(ctx, c, d.On)
	for _, p := range d.Now {
		v.Now = append(v.Now, placeView(ctx, d, p))
		if d.People[p.Person].Sex == "nữ" {
			v.Women++
		}
	}
	for _, p := range d.Past {
		v.Past = append(v.Past, placeView(ctx, d, p))
	}
	v.Facts = committeeFacts(ctx, d, v.Women)
	for i, e := range d.Events {
		v.Timeline = append(v.Timeline, ui.Event{Title: eventWord(ctx, e, d.People), Text: joinComma(e.Name, ui.Moment(ctx, e.At)), Note: e.Note, Now: i == 0 && c.State != Ended})
	}
	for _, p := range verbPages {
		if d.Can[p.verb] {
			v.Verbs = append(v.Verbs, ui.Verb{Label: p.word(ctx), Href: base + "/" + p.slug, Danger: p.verb == End})
		}
	}
	return v
}

func joinComma(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += ", "
		}
		out += p
	}
	return out
}

func committeeFacts(ctx context.Context, d Detail, women int) []ui.Fact {
	c := d.Committee
	how := ui.T(ctx, "Bầu")
	if c.How == Appointed {
		how = ui.T(ctx, "Lâm thời, cấp trên chỉ định")
	}
	facts := []ui.Fact{{Label: ui.T(ctx, "Đơn vị"), Value: d.Unit.Name}, {Label: ui.T(ctx, "Nhiệm kỳ"), Value: termWords(ctx, c)}, {Label: ui.T(ctx, "Cách lập"), Value: how},
		{Label: ui.T(ctx, "Căn cứ"), Value: joinComma(c.Basis.Label(), c.Basis.Issuer)}}
	if c.How == ByElection && awaits(c.Kind) {
		word := ui.T(ctx, "Chưa có quyết định")
		if c.Recognised.Number != "" {
			word = c.Recognised.Label()
		}
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Công nhận"), Value: word})
	}
	count := ui.T(ctx, "%d người, %d nữ", len(d.Now), women)
	if c.Size > 0 {
		count = ui.T(ctx, "%d trên %d người ấn định, %d nữ", len(d.Now), c.Size, women)
	}
	facts = append(facts, ui.Fact{Label: ui.T(ctx, "Số người"), Value: count})
	if !c.EndedOn.IsZero() {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Kết thúc"), Value: kernel.FormatDate(c.EndedOn)}, ui.Fact{Label: ui.T(ctx, "Vì sao"), Value: joined(c.EndBasis, c.EndReason)})
	}
	return facts
}

// UnitView is the committees of a unit as the page shows them.
//
//glossary:none
type UnitView struct {
	Title, Day string
	ID         string
	AsOf       bool
	Crumb      []ui.Link
	Now        []CardView
	Past       []PastView
	Offers     []OfferView
	Errors     ui.Errors
}

// CardView is one committee among those of its unit.
//
//glossary:none
type CardView struct {
	Title, Href string
	Tone        ui.Tone
	Word        string
	Term        string
	People      []PlaceView
	CheckTone   ui.Tone
	Check       string
}

// PastView is one committee of an earlier term.
//
//glossary:none
type PastView struct{ Title, Href, Term, Days string }

// OfferView is one kind of body that the unit does not have.
//
//glossary:none
type OfferView struct {
	Title  string
	Open   bool
	Note   string
	Source string
	Checks []CheckView
	Href   string
	Label  string
}

func unitView(ctx context.Context, p UnitPage, today kernel.Date) UnitView {
	v := UnitView{Title: p.Unit.Name, Day: kernel.FormatDate(p.On), ID: p.Unit.ID.String(), AsOf: p.On != today, Crumb: []ui.Link{{Label: ui.T(ctx, "Ban chấp hành và các ban"), Href: roomPath}}}
	switch {
	case p.Counted && !p.Strength.Known:
		v.Crumb = append(v.Crumb, ui.Text(ui.T(ctx, "Sổ đoàn viên của đơn vị chưa có ai.")))
	case p.Counted:
		v.Crumb = append(v.Crumb, ui.Text(ui.T(ctx, "%s đoàn viên, %s nữ theo sổ.", ui.Num(p.Strength.Members), ui.Num(p.Strength.Women))))
	}
	for _, d := range p.Now {
		c := CardView{Title: KindName(d.Committee.Kind), Href: at(committeePath(d.Committee.ID), p.On, today), Term: termWords(ctx, d.Committee)}
		c.Tone, c.Word = stateWord(ctx, d.Committee, p.On)
		c.CheckTone, c.Check = resultWord(ctx, worst(d.Findings))
		for _, x := range d.Now {
			c.People = append(c.People, placeView(ctx, d, x))
		}
		v.Now = append(v.Now, c)
	}
	for _, c := range p.Past {
		v.Past = append(v.Past, PastView{KindName(c.Kind), committeePath(c.ID), c.Term, span(ctx, c.From, c.EndedOn)})
	}
	for _, o := range p.Offers {
		v.Offers = append(v.Offers, offerView(ctx, o, p.Unit.ID))
	}
	return v
}

func offerView(ctx context.Context, o Offer, unit kernel.ID) OfferView {
	v := OfferView{Title: o.Kind.Name, Open: o.Open(), Checks: checkViews(ctx, o.Findings, nil)}
	how := string(ByElection)
	v.Label = ui.T(ctx, "Ghi ban được bầu")
	if o.Provisional {
		how = string(Appointed)
		v.Note = ui.T(ctx, "Đơn vị chưa từng bầu: cấp trên chỉ định uỷ ban lâm thời.")
		v.Source = Finding{Rule: o.Rule}.source(ctx)
		v.Label = ui.T(ctx, "Chỉ định uỷ ban lâm thời")
	}
	if o.May && v.Open {
		v.Href = ofUnitPath(unit) + "/lap?loai=" + o.Kind.Key + "&cach=" + how
	}
	return v
}
