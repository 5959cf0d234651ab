package cards

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

// SideView is one side of a card, drawn.
//
//glossary:none
type SideView struct{ Picture templ.Component }

var stateNames = map[State]string{Made: "Chờ in", Printed: "Chờ giao", Valid: "Còn hiệu lực", Lost: "Báo mất", Replaced: "Đã thay", Revoked: "Đã thu hồi"}

var stateTones = map[State]ui.Tone{Made: ui.Wait, Printed: ui.Run, Valid: ui.Done, Lost: ui.Late, Replaced: ui.Hold, Revoked: ui.Hold}

var stateSlugs = map[State]string{Made: "cho-in", Printed: "cho-giao", Valid: "con-hieu-luc", Lost: "bao-mat", Replaced: "da-thay", Revoked: "da-thu-hoi"}

var batchNames = map[BatchState]string{Queued: "Chờ lập", Running: "Đang lập", Complete: "Đã lập xong", Cancelled: "Đã dừng", Failed: "Không lập được"}

var batchTones = map[BatchState]ui.Tone{Queued: ui.Wait, Running: ui.Run, Complete: ui.Done, Cancelled: ui.Hold, Failed: ui.Late}

var verbSlugs = map[Verb]string{Print: "da-in", HandOver: "giao", Lose: "bao-mat", Replace: "thay", Revoke: "thu-hoi"}

var verbNames = map[Verb]string{Print: "Đánh dấu đã in", HandOver: "Giao thẻ", Lose: "Báo mất", Replace: "Thay thẻ", Revoke: "Thu hồi"}

var verbTitles = map[Verb]string{Lose: "Báo mất thẻ", Replace: "Thay thẻ", Revoke: "Thu hồi thẻ"}

var verbTexts = map[Verb]string{
	Lose:    "Thẻ hết hiệu lực ngay khi ghi nhận. Ai quét mã sẽ thấy thẻ đã thu hồi. Số đoàn viên không đổi.",
	Replace: "Lập một thẻ mới, số thẻ mới, số đoàn viên không đổi. Thẻ đang dùng còn hiệu lực cho đến khi giao thẻ mới; thẻ chưa giao thì bỏ ngay.",
	Revoke:  "Thẻ hết hiệu lực ngay và không dùng lại được. Việc này không hoàn lại.",
}

var howNames = map[How]string{BySignature: "ký trên sổ giao thẻ", ByScan: "quét mã lúc giao", ByHand: "đánh dấu từng thẻ"}

var skipNames = map[string]string{skipNoNumber: "Chưa có số đoàn viên", skipHasCard: "Đang có thẻ còn hiệu lực", skipWaiting: "Đang có thẻ chờ in hoặc chờ giao", skipUnknown: "Không có trong đơn vị này"}

var standingNames = map[Standing]string{IsValid: "Thẻ còn hiệu lực", IsRevoked: "Thẻ đã thu hồi", IsUnknown: "Không có thẻ này"}

var standingTones = map[Standing]ui.Tone{IsValid: ui.Done, IsRevoked: ui.Late, IsUnknown: ui.Hold}

var standingTexts = map[Standing]string{
	IsValid:   "Người mang thẻ này là đoàn viên công đoàn vào lúc kiểm tra.",
	IsRevoked: "Thẻ này không còn dùng được. Quyền lợi theo thẻ không áp dụng.",
	IsUnknown: "Không có thẻ còn hiệu lực nào mang mã này.",
}

var fieldNames = map[Field]string{ShowPhoto: "Ảnh", ShowNumber: "Số đoàn viên", ShowBorn: "Năm sinh", ShowBase: "Công đoàn cơ sở", ShowOver: "Công đoàn cấp trên"}

func sourceLine(ctx context.Context, source string, verified bool) string {
	if verified {
		return ui.T(ctx, "Nguồn: %s", source)
	}
	return ui.T(ctx, "Nguồn: %s. Chưa xác minh.", source)
}

// ListView is the register of cards with its filters, as the page shows it.
//
//glossary:none
type ListView struct {
	Counters []ui.Counter
	Chips    []ui.Chip
	Units    []ui.Option
	Unit     string
	Serial   string
	Keep     []Kept // what the address says besides the fields of the form
	Rows     []Card
	Names    map[kernel.ID]string
	Next     string
	Exports  []ui.Link
	Print    string
	MayIssue bool
	Filtered bool
}

// Kept is a field that goes along.
//
//glossary:none
type Kept struct{ Name, Value string }

func listView(ctx context.Context, p Page, f Filter, q url.Values, units []UnitChoice, mayIssue bool) ListView {
	at := func(path string, change ...string) string {
		next := url.Values{}
		for k, v := range q {
			next[k] = v
		}
		for i := 0; i+1 < len(change); i += 2 {
			if change[i+1] == "" {
				next.Del(change[i])
			} else {
				next.Set(change[i], change[i+1])
			}
		}
		if len(next) == 0 {
			return path
		}
		return path + "?" + next.Encode()
	}
	v := ListView{Units: unitOptions(units), Serial: f.Serial, Rows: p.Cards, Names: p.Units, MayIssue: mayIssue, Filtered: len(q) > 0}
	if f.Unit != 0 {
		v.Unit = f.Unit.String()
	}
	for _, name := range []string{"dot", "trang-thai"} {
		if q.Has(name) {
			v.Keep = append(v.Keep, Kept{name, q.Get(name)})
		}
	}
	for _, s := range []State{Valid, Printed, Made} {
		v.Counters = append(v.Counters, ui.Counter{Label: ui.T(ctx, stateNames[s]), Value: ui.Num(p.Counts[s]), Href: at("/the", "trang-thai", stateSlugs[s])})
	}
	v.Chips = append(v.Chips, ui.Chip{Label: ui.T(ctx, "Mọi trạng thái"), Href: at("/the", "trang-thai", ""), Current: f.State == ""})
	for _, s := range States {
		v.Chips = append(v.Chips, ui.Chip{Label: ui.T(ctx, stateNames[s]), Href: at("/the", "trang-thai", stateSlugs[s]), Current: f.State == s, Count: ui.Num(p.Counts[s])})
	}
	v.Exports = []ui.Link{{Label: "XLSX", Href: at("/the/xuat", "dang", "xlsx")}, {Label: "CSV", Href: at("/the/xuat", "dang", "csv")}}
	v.Print = at("/the/in")
	if p.Next != 0 {
		v.Next = at("/the", "truoc", p.Next.String())
	}
	return v
}

// CardView is one card as the office sees it.
//
//glossary:none
type CardView struct {
	Detail
	Front, Back SideView
}

func (s *Service) cardView(ctx context.Context, d Detail) CardView {
	v := CardView{Detail: d}
	v.Front, v.Back = s.sides(ctx, d.Card, d.Design, d.Photo, d.Address)
	return v
}

func cardFacts(ctx context.Context, v CardView) []ui.Fact {
	c := v.Card
	kind := kindOf(c.Kind, c.Made.At.Date())
	out := []ui.Fact{{Label: ui.T(ctx, "Đoàn viên"), Value: c.Name}, {Label: ui.T(ctx, "Số đoàn viên"), Value: c.Number}, {Label: ui.T(ctx, "Đơn vị hiện nay"), Value: v.Unit},
		{Label: ui.T(ctx, "In trên thẻ"), Value: joined(c.Base, c.Over)}, {Label: ui.T(ctx, "Loại thẻ"), Value: kind.Name}}
	if v.Batch != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Đợt cấp"), Value: v.Batch, Href: "/the/dot/" + c.Batch.String()})
	}
	if !c.From.IsZero() {
		span := ui.T(ctx, "từ %s", kernel.FormatDate(c.From))
		if !c.To.IsZero() {
			span = ui.T(ctx, "từ %s đến hết %s", kernel.FormatDate(c.From), kernel.FormatDate(c.To.AddDays(-1)))
			if c.To == c.From {
				span = ui.T(ctx, "hết hiệu lực ngay trong ngày %s", kernel.FormatDate(c.From))
			}
		}
		out = append(out, ui.Fact{Label: ui.T(ctx, "Hiệu lực"), Value: span})
	}
	if c.Note != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Ghi chú"), Value: c.Note})
	}
	return out
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// cardStory is what happened to a card, the latest first.
func cardStory(ctx context.Context, v CardView) []ui.Event {
	c := v.Card
	var out []ui.Event
	add := func(d Deed, title, note string) {
		if !d.At.IsZero() {
			out = append(out, ui.Event{Title: title, Text: d.By + ", " + ui.Moment(ctx, d.At), Note: note})
		}
	}
	switch c.State {
	case Replaced:
		add(c.Ended, ui.T(ctx, "Đã thay bằng thẻ khác"), ui.T(ctx, reasonName(c.Ended.Why)))
	case Revoked:
		add(c.Ended, ui.T(ctx, "Thu hồi"), ui.T(ctx, reasonName(c.Ended.Why)))
	}
	add(c.Lost, ui.T(ctx, "Báo mất"), ui.T(ctx, reasonName(c.Lost.Why)))
	how := ""
	if name, ok := howNames[How(c.Handed.Why)]; ok {
		how = ui.T(ctx, "Xác nhận: %s", ui.T(ctx, name))
	}
	add(c.Handed, ui.T(ctx, "Giao cho đoàn viên"), how)
	add(c.Printed, ui.T(ctx, "Đã in"), "")
	why := ""
	if c.Made.Why != "" {
		why = ui.T(ctx, "Thay thẻ trước: %s", ui.T(ctx, reasonName(c.Made.Why)))
	}
	add(c.Made, ui.T(ctx, "Lập thẻ"), why)
	if len(out) > 0 {
		out[0].Now = true
	}
	return out
}

func cardVerbs(ctx context.Context, v CardView) []ui.Verb {
	if !v.MayIssue {
		return nil
	}
	var out []ui.Verb
	at := "/the/so/" + v.Card.ID.String()
	for _, verb := range v.Card.Verbs() {
		x := ui.Verb{Label: ui.T(ctx, verbNames[verb]), Danger: verb == Revoke}
		if verb == Print || verb == HandOver {
			x.Action = at + "/viec/" + verbSlugs[verb]
		} else {
			x.Href = at + "/viec/" + verbSlugs[verb]
		}
		out = append(out, x)
	}
	if v.Card.State.Waiting() || v.Card.State == Valid {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Tệp in (PDF)"), Href: at + "/pdf", Icon: "printer", Plain: true})
	}
	return out
}

// VerbView is the form of a verb that wants a reason.
//
//glossary:none
type VerbView struct {
	Card    Card
	Verb    Verb
	Reasons []Reason
	Typed   endingForm
	Errors  ui.Errors
}

func reasonOptions(ctx context.Context, list []Reason) []ui.Option {
	var out []ui.Option
	for _, r := range list {
		o := ui.Option{Value: r.Key, Label: ui.T(ctx, r.Name)}
		if !r.Verified {
			o.Hint = sourceLine(ctx, r.Source, false)
		}
		out = append(out, o)
	}
	return out
}

// OwnView is the member's own card.
//
//glossary:none
type OwnView struct {
	Own
	Front, Back SideView
	Shown       bool
}

// StateOf is the state of a card in a word, for pages of other rooms.
func StateOf(ctx context.Context, c Card) (ui.Tone, string) {
	return stateTones[c.State], ui.T(ctx, stateNames[c.State])
}

// where is the post and unit of whoever looked.
func (l Look) where() string {
	switch {
	case l.Post == "":
		return l.Unit
	case l.Unit == "":
		return l.Post
	}
	return l.Post + ", " + l.Unit
}

// CheckView is the partner's page.
//
//glossary:none
type CheckView struct {
	Got  *Check
	Last []Check
}

func bornWord(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// verifyFacts are the same lines for every answer.
func verifyFacts(ctx context.Context, v Verification) []ui.Fact {
	or := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	hidden := ui.T(ctx, "không hiện")
	return []ui.Fact{{Label: ui.T(ctx, "Loại thẻ"), Value: or(v.Kind, hidden)}, {Label: ui.T(ctx, "Công đoàn cấp trên"), Value: or(v.Union, hidden)},
		{Label: ui.T(ctx, "Chủ thẻ"), Value: or(v.Name, hidden)}, {Label: ui.T(ctx, "Năm sinh"), Value: or(bornWord(v.Born), hidden)}, {Label: ui.T(ctx, "Kiểm tra lúc"), Value: ui.Moment(ctx, v.At)}}
}

// photoFace is the picture of a member alone, as a face, so that it needs no address of its own.
func photoFace(ctx context.Context, name string, photo []byte) templ.Component {
	return paper.Portrait(photo, ui.T(ctx, "Ảnh của %s", name))
}
