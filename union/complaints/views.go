package complaints

import (
	"context"
	"strconv"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// ListView is the list as the page shows it.
//
//glossary:none
type ListView struct {
	Rows                 []RowView
	Next, New            string
	State, Kind, Year    string
	States, Kinds, Years []ui.Option
	Filtered             bool
	Orphans              int // to give anew
}

// RowView is one complaint of the list.
//
//glossary:none
type RowView struct {
	Href, Number, Summary, Kind, Unit string
	Tone                              ui.Tone
	Word                              string
	DueTone                           ui.Tone
	Due, Why                          string
}

func listView(ctx context.Context, a kernel.Actor, ask listAsk, p Page, now kernel.Instant) ListView {
	v := ListView{State: ask.query.Get("trang-thai"), Kind: ask.query.Get("loai"), Year: ask.query.Get("nam"), Filtered: len(ask.query) > 0}
	if a.Anywhere(ReceivePermission) {
		v.New = roomPath + "/moi"
	}
	for _, st := range States {
		v.States = append(v.States, ui.Option{Value: stateSlugs[st], Label: stateWord(ctx, st)})
	}
	v.States = append(v.States, ui.Option{Value: "tat-ca", Label: ui.T(ctx, "Tất cả")})
	for _, k := range Kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Label: kindWord(ctx, k)})
	}
	for y := now.Date().Year; y > now.Date().Year-5; y-- {
		v.Years = append(v.Years, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	if p.Next != 0 {
		v.Next = ask.next(p.Next)
	}
	for _, c := range p.Complaints {
		r := RowView{Href: roomPath + "/" + c.ID.String(), Number: c.Number(), Summary: c.Matter.Summary, Kind: callWord(ctx, c), Unit: p.Units[c.Unit], Tone: stateTones[c.State], Word: stateWord(ctx, c.State)}
		r.DueTone, r.Due, r.Why = dueWords(ctx, c, now)
		v.Rows = append(v.Rows, r)
	}
	return v
}

// DetailView is one complaint as the page shows it.
//
//glossary:none
type DetailView struct {
	ID, Title string
	Tone      ui.Tone
	Word      string
	Wait      string
	Clock     *ui.ClockProps
	Facts     []ui.Fact
	Text      string
	Files     []FileRow
	Readers   []ReaderRow
	Openings  []OpeningRow
	Opened    string
	Lead      bool
	Timeline  []ui.Event
	Papers    []ui.Link
	Verbs     []ui.Verb
	Sender    *Sender
}

// FileRow is a file of the record.
//
//glossary:none
type FileRow struct{ Name, Text, Href string }

// ReaderRow is somebody named on the record.
//
//glossary:none
type ReaderRow struct{ Name, Text, Strike string }

// OpeningRow is one line of the journal of access.
//
//glossary:none
type OpeningRow struct{ At, Who, What string }

func titleOf(ctx context.Context, c Complaint) string {
	return ui.T(ctx, "%s số %s", callWord(ctx, c), c.Number())
}

func detailView(ctx context.Context, a kernel.Actor, d Detail, now kernel.Instant) DetailView {
	c := d.Complaint
	v := DetailView{ID: c.ID.String(), Title: titleOf(ctx, c), Tone: stateTones[c.State], Word: stateWord(ctx, c.State), Text: c.Matter.Text, Lead: c.roleOf(a.Account) == Lead}
	base := roomPath + "/" + v.ID
	v.Facts = facts(ctx, d)
	v.Clock = clockView(ctx, d, now)
	if _, asked := c.last(AskWithdraw); asked && c.State.Live() {
		v.Wait = ui.T(ctx, "Người gửi xin rút đơn. Hãy xem xét rồi đình chỉ, hoặc tiếp tục giải quyết.")
	} else if c.roleOf(a.Account) == Receiver {
		v.Wait = ui.T(ctx, "Bạn tiếp nhận đơn này. Hãy giao người thụ lý; sau đó bạn không còn thấy đơn.")
	}
	for _, f := range d.Files {
		by := f.By
		if by == "" {
			by = ui.T(ctx, "người gửi")
		}
		v.Files = append(v.Files, FileRow{f.Meta.Name, by + ", " + kernel.FormatShort(f.At), base + "/tep/" + f.ID.String()})
	}
	for _, r := range c.Readers {
		row := ReaderRow{Name: strings.TrimSuffix(r.Name+", "+r.Post, ", "), Text: ui.T(ctx, "%s, từ %s", roleWord(ctx, r.Role), kernel.FormatShort(r.At))}
		if r.Role != Lead && d.Can[Strike] {
			row.Strike = r.Account.String()
		}
		v.Readers = append(v.Readers, row)
	}
	v.Opened = ui.T(ctx, "%d lượt mở", c.Opened)
	for _, o := range d.Openings {
		v.Openings = append(v.Openings, OpeningRow{kernel.FormatShort(o.At), strings.TrimSuffix(o.By.Name+", "+o.By.Post, ", "), whatWord(ctx, o.What)})
	}
	v.Timeline = timeline(ctx, c)
	for _, p := range papersOf(c) {
		v.Papers = append(v.Papers, ui.Link{Label: ui.T(ctx, paperNames[p]), Href: base + "/giay/" + p})
	}
	for _, p := range verbPages {
		if d.Can[p.verb] {
			plain := p.verb == Name || p.verb == Pass || p.verb == Point || p.verb == MarkRemote || p.verb == MarkUsual || p.verb == Note || p.verb == Attach || p.verb == Reveal
			v.Verbs = append(v.Verbs, ui.Verb{Label: eventWord(ctx, p.verb), Href: base + "/" + p.slug, Danger: p.danger, Plain: plain})
		}
	}
	return v
}

func facts(ctx context.Context, d Detail) []ui.Fact {
	c := d.Complaint
	out := []ui.Fact{{Label: ui.T(ctx, "Tóm tắt"), Value: c.Matter.Summary}}
	for _, p := range c.Matter.Accused {
		value := p.Name
		if p.Label != "" {
			value += " (" + ui.T(ctx, "đã chỉ rõ: %s", p.Label) + ")"
		}
		out = append(out, ui.Fact{Label: ui.T(ctx, "Người bị nêu"), Value: value})
	}
	out = append(out, ui.Fact{Label: ui.T(ctx, "Đơn vị nhận đơn"), Value: d.Unit}, ui.Fact{Label: ui.T(ctx, "Nhận ngày"), Value: kernel.FormatDate(c.Received) + ", " + strings.ToLower(wayWord(ctx, c.Way))})
	if f := c.Matter.First; f != nil {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Khiếu nại lần đầu"), Value: firstWords(ctx, *f, d.FirstUnit)}, ui.Fact{Label: ui.T(ctx, "Thời hạn khiếu nại lần hai"), Value: windowWords(ctx, d.Window, c.Received)})
	}
	if c.Remote {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Nơi có việc khiếu nại"), Value: ui.T(ctx, "vùng sâu, vùng xa đi lại khó khăn")})
	}
	if !c.Accepted.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Thụ lý ngày"), Value: kernel.FormatDate(c.Accepted.Date())})
	}
	sender := ui.T(ctx, "Niêm phong riêng, mở có lý do")
	if c.Matter.Anonymous {
		sender = ui.T(ctx, "Đơn không có tên")
	}
	return append(out, ui.Fact{Label: ui.T(ctx, "Người gửi"), Value: sender}, ui.Fact{Label: ui.T(ctx, "Mã theo dõi"), Value: c.Matter.Code})
}

// saidLines is what was written with a deed, as lines.
func saidLines(ctx context.Context, c Complaint, e Event) string {
	var out []string
	if e.Said.Number != "" {
		out = append(out, ui.T(ctx, "Văn bản số %s, ngày %s", e.Said.Number, kernel.FormatDate(e.Said.On)))
	}
	if r, ok := refusalOf(e.Said.Ground, c.Kind, e.At.Date()); ok {
		out = append(out, r.Sentence+". "+sourceWords(ctx, r.Source, r.Quoted))
	}
	if e.Said.To != "" {
		out = append(out, ui.T(ctx, "Nơi nhận: %s", e.Said.To))
	}
	for _, text := range []string{e.Said.Who, e.Said.Note} {
		if text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n")
}

func sourceWords(ctx context.Context, source string, quoted bool) string {
	if quoted {
		return ui.T(ctx, "Căn cứ: %s (đọc qua trích dẫn).", source)
	}
	return ui.T(ctx, "Căn cứ: %s (chưa xác minh).", source)
}

func timeline(ctx context.Context, c Complaint) []ui.Event {
	var out []ui.Event
	for n := len(c.Events) - 1; n >= 0; n-- {
		e := c.Events[n]
		by := e.By.Name
		if by == "" {
			by = ui.T(ctx, "người gửi")
		}
		out = append(out, ui.Event{Title: eventWord(ctx, e.Verb), Text: by + ", " + ui.Moment(ctx, e.At), Note: saidLines(ctx, c, e), Now: n == len(c.Events)-1 && c.State.Live()})
	}
	return out
}

var stepNames = map[string]string{"accept": "Hạn thụ lý %s", "answer": "Hạn thông báo %s"}

func clockView(ctx context.Context, d Detail, now kernel.Instant) *ui.ClockProps {
	c := d.Complaint
	step := c.step()
	if step == "" || c.Due.IsZero() {
		return nil
	}
	say := func(s string, args ...any) string { return ui.T(ctx, s, args...) }
	tone, _, _ := dueWords(ctx, c, now)
	title := ui.T(ctx, "Hạn giải quyết %s", kernel.FormatDate(c.Due.Date()))
	if name := stepNames[step]; name != "" {
		title = ui.T(ctx, name, kernel.FormatDate(c.Due.Date()))
	}
	clock := &ui.ClockProps{Title: title, Left: d.Left.Say(say), Tone: tone}
	if whole := c.Due.Sub(c.From); whole > 0 {
		clock.Used = int(max(0, min(100, 100*now.Sub(c.From)/whole)))
	}
	clock.Why = whyLines(ctx, d.Why, c.Due.Date(), d.Rule, d.Usual)
	return clock
}

// FollowView is how far a letter is, as its sender sees it.
//
//glossary:none
type FollowView struct {
	Code, Secret string
	Title        string
	Tone         ui.Tone
	Word         string
	Facts        []ui.Fact
	Timeline     []ui.Event
	Live         bool
	Again        *AgainView
	Token        string
	Done         string // what was just done
	In           sayForm
	Errors       ui.Errors
	Sentence     string
}

func followView(ctx context.Context, p Progress, code, secret string, now kernel.Instant) FollowView {
	c := p.Complaint
	v := FollowView{Code: code, Secret: secret, Title: titleOf(ctx, c), Tone: stateTones[c.State], Word: stateWord(ctx, c.State), Live: c.State.Live()}
	v.Facts = []ui.Fact{{Label: ui.T(ctx, "Đơn vị nhận đơn"), Value: p.Unit}, {Label: ui.T(ctx, "Nhận ngày"), Value: kernel.FormatDate(c.Received)}}
	if _, due, why := dueWords(ctx, c, now); c.step() != "" && !c.Due.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Hạn đang tính"), Value: due + ", " + why})
	}
	v.Again = againView(ctx, p.Again, now.Date())
	for n := len(c.Events) - 1; n >= 0; n-- {
		e := c.Events[n]
		v.Timeline = append(v.Timeline, ui.Event{Title: eventWord(ctx, e.Verb), Text: kernel.FormatDate(e.At.Date()), Note: saidLines(ctx, c, e), Now: n == len(c.Events)-1 && c.State.Live()})
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

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range Kinds {
		out = append(out, ui.Option{Value: string(k), Label: kindWord(ctx, k)})
	}
	return out
}

func wayOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(InPerson), Label: wayWord(ctx, InPerson)}, {Value: string(ByPost), Label: wayWord(ctx, ByPost)}}
}

func senderFacts(ctx context.Context, s Sender) []ui.Fact {
	return []ui.Fact{{Label: ui.T(ctx, "Họ và tên người gửi"), Value: s.Name}, {Label: ui.T(ctx, "Địa chỉ"), Value: s.Address}, {Label: ui.T(ctx, "Điện thoại, thư điện tử"), Value: s.Contact}}
}
