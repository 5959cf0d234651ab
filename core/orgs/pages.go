package orgs

import (
	"context"
	"net/url"
	"strconv"

	"doanket/kernel"
	"doanket/ui"
)

// TreePage (trang cây tổ chức) is the list of units as a tree, or the units that answer to a search.
//
//glossary:none
type TreePage struct {
	On      kernel.Date
	Typed   string // the day as typed, when it could not be read
	Errors  ui.Errors
	Root    kernel.ID
	Forest  []TreeNode
	Kinds   map[string]string
	Q       string
	Found   []Row
	Total   int
	MayEdit bool
	Today   kernel.Date
}

// link keeps the day of the page in its links.
func link(path string, on, today kernel.Date, more ...string) string {
	v := url.Values{}
	if on != today && !on.IsZero() {
		v.Set("ngay", kernel.FormatDate(on))
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			v.Set(more[i], more[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func orgPath(id kernel.ID) string { return "/don-vi/" + id.String() }

// openTo is how deep a tree stands open: what is below waits for a click.
const openTo = 2

func (p TreePage) day() string {
	if p.Typed != "" {
		return p.Typed
	}
	return kernel.FormatDate(p.On)
}

// ProfilePage is the page of one unit.
//
//glossary:none
type ProfilePage struct {
	Profile
	Today kernel.Date
}

func statusTone(s Status) ui.Tone {
	switch s {
	case Planned:
		return ui.Wait
	case WoundUp, Void:
		return ui.Hold
	}
	return ui.Done
}

func statusWord(ctx context.Context, s Status) string {
	switch s {
	case Planned:
		return ui.T(ctx, "Sắp thành lập")
	case WoundUp:
		return ui.T(ctx, "Đã kết thúc")
	case Void:
		return ui.T(ctx, "Việc thành lập đã huỷ")
	}
	return ui.T(ctx, "Đang hoạt động")
}

func (p ProfilePage) facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Label: ui.T(ctx, "Tên viết tắt"), Value: p.Org.ShortName},
		{Label: ui.T(ctx, "Loại đơn vị"), Value: p.Profile.Kind.Name},
		{Label: ui.T(ctx, "Cấp"), Value: p.Level.Name},
		{Label: ui.T(ctx, "Mã định danh"), Value: p.Org.Identifier},
		{Label: ui.T(ctx, "Mã cũ"), Value: p.Org.Former},
		{Label: ui.T(ctx, "Ngày thành lập"), Value: kernel.FormatDate(p.Org.Life.From)},
	}
	if len(p.Above) > 0 {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Trực thuộc"), Value: p.Above[0].Name, Href: link(orgPath(p.Above[0].ID), p.On, p.Today)})
	}
	if !p.Org.Life.To.IsZero() {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Ngày cuối"), Value: kernel.FormatDate(p.Org.Life.To.AddDays(-1))})
	}
	for _, a := range p.Areas {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Địa bàn"), Value: a.Title() + " (" + a.Code + ")", Href: link("/dia-ban/"+a.Area.String(), p.On, p.Today)})
	}
	return facts
}

func (p ProfilePage) crumb(ctx context.Context) []ui.Link {
	out := []ui.Link{{Label: ui.T(ctx, "Đơn vị"), Href: link("/don-vi", p.On, p.Today)}}
	for i := len(p.Above) - 1; i >= 0; i-- {
		if p.Above[i].ID != p.Org.Tenant {
			out = append(out, ui.Text(p.Above[i].Label()))
		}
	}
	return out
}

func (p ProfilePage) verbs(ctx context.Context) []ui.Verb {
	if !p.MayEdit || p.Org.Status == WoundUp || p.Org.Status == Void {
		return nil
	}
	at := orgPath(p.Org.ID)
	verbs := []ui.Verb{{Label: ui.T(ctx, "Thành lập đơn vị trực thuộc"), Href: at + "/thanh-lap"}, {Label: ui.T(ctx, "Đổi tên"), Href: at + "/doi-ten"}}
	if p.Org.ID == p.Org.Tenant {
		return verbs
	}
	return append(verbs, ui.Verb{Label: ui.T(ctx, "Chuyển cấp trên"), Href: at + "/chuyen"}, ui.Verb{Label: ui.T(ctx, "Đổi loại"), Href: at + "/doi-loai"},
		ui.Verb{Label: ui.T(ctx, "Gắn mã định danh"), Href: at + "/gan-ma"}, ui.Verb{Label: ui.T(ctx, "Kết thúc hoạt động"), Href: at + "/ket-thuc", Danger: true})
}

func (p ProfilePage) events(ctx context.Context) []ui.Event {
	var out []ui.Event
	for _, h := range p.History {
		e := ui.Event{Title: h.title(ctx), Text: ui.T(ctx, "từ %s", kernel.FormatDate(h.On)), Note: h.Decision.label(ctx), Href: h.Decision.Page}
		if h.Future {
			e.Text = ui.T(ctx, "sẽ có hiệu lực %s", kernel.FormatDate(h.On))
		}
		if h.Cancelled.ID != 0 {
			e.Text = ui.T(ctx, "đã huỷ theo %s", h.Cancelled.label(ctx))
		}
		e.Now = !h.Future && h.Cancelled.ID == 0 && !h.On.After(p.On) && (len(out) == 0 || !out[len(out)-1].Now) && !anyNow(out)
		out = append(out, e)
	}
	return out
}

func anyNow(events []ui.Event) bool {
	for _, e := range events {
		if e.Now {
			return true
		}
	}
	return false
}

func (h HistoryLine) title(ctx context.Context) string {
	switch h.What {
	case "founded":
		return ui.T(ctx, "Thành lập")
	case "renamed":
		return ui.T(ctx, "Đổi tên từ “%s” thành “%s”", h.Was, h.Value)
	case "moved":
		return ui.T(ctx, "Chuyển từ %s về %s", h.Was, h.Value)
	case "kind":
		return ui.T(ctx, "Đổi loại từ %s thành %s", h.Was, h.Value)
	case "wound_up":
		return ui.T(ctx, "Kết thúc hoạt động")
	case "serves":
		return ui.T(ctx, "Nhận địa bàn %s", h.Value)
	case SchemeFormer:
		return ui.T(ctx, "Mang mã cũ %s", h.Value)
	}
	return ui.T(ctx, "Mang mã định danh %s", h.Value)
}

func (d Decision) label(ctx context.Context) string {
	if d.Number == "" {
		return ""
	}
	text := ui.T(ctx, "Quyết định %s ngày %s", d.Number, kernel.FormatDate(d.On))
	if d.Issuer != "" {
		text += ", " + d.Issuer
	}
	return text
}

// VerbPage is the form of one change: what was typed comes back when it is refused.
//
//glossary:none
type VerbPage struct {
	Verb     string // thanh-lap, doi-ten, chuyen, doi-loai, gan-ma, ket-thuc
	Org      Org
	In       VerbForm
	Kinds    []ui.Option
	Parents  []ui.Option
	Errors   ui.Errors
	Sentence string
}

// VerbForm are the fields of all changes; each uses those that fit it.
//
//glossary:none
type VerbForm struct {
	Name      string `form:"ten,max=500"`
	Short     string `form:"ten_ngan,max=100"`
	Kind      string `form:"loai,max=60"`
	Parent    string `form:"cap_tren,max=20"`
	Code      string `form:"ma_dinh_danh,max=35"`
	Former    string `form:"ma_cu,max=20"`
	Areas     string `form:"dia_ban,max=400"`
	Number    string `form:"so_qd,max=100"`
	Decided   string `form:"ngay_qd,max=10"`
	Issuer    string `form:"co_quan,max=300"`
	Effective string `form:"hieu_luc,max=10"`
}

func (p VerbPage) title(ctx context.Context) string {
	switch p.Verb {
	case "thanh-lap":
		return ui.T(ctx, "Thành lập đơn vị trực thuộc")
	case "doi-ten":
		return ui.T(ctx, "Đổi tên")
	case "chuyen":
		return ui.T(ctx, "Chuyển cấp trên")
	case "doi-loai":
		return ui.T(ctx, "Đổi loại")
	case "gan-ma":
		return ui.T(ctx, "Gắn mã định danh")
	}
	return ui.T(ctx, "Kết thúc hoạt động")
}

func (p VerbPage) effectiveHint(ctx context.Context) string {
	if p.Verb == "ket-thuc" {
		return ui.T(ctx, "Từ ngày này đơn vị không còn. Ngày đã qua và ngày sắp tới đều được.")
	}
	return ui.T(ctx, "Thay đổi có từ ngày này. Trang xem theo ngày trước đó giữ nguyên.")
}

// AreasPage is the search over the map.
//
//glossary:none
type AreasPage struct {
	Q      string
	On     kernel.Date
	Typed  string
	Errors ui.Errors
	Today  kernel.Date
	Found  []Area
	Above  map[kernel.ID]string // names of what the found areas lie in
	Counts map[AreaLevel]int
}

func (p AreasPage) day() string {
	if p.Typed != "" {
		return p.Typed
	}
	return kernel.FormatDate(p.On)
}

// AreaView is the page of one area.
//
//glossary:none
type AreaView struct {
	AreaPage
	On    kernel.Date
	Today kernel.Date
}

func period(ctx context.Context, a Area) string {
	from := kernel.FormatDate(a.Valid.From)
	if !a.FromKnown {
		from = ui.T(ctx, "chưa rõ")
	}
	if a.Valid.To.IsZero() {
		return ui.T(ctx, "từ %s", from)
	}
	return ui.T(ctx, "từ %s đến %s", from, kernel.FormatDate(a.Valid.To.AddDays(-1)))
}

func (p AreaView) facts(ctx context.Context) []ui.Fact {
	code := p.Area.Code
	if code == "" {
		code = ui.T(ctx, "nguồn không có mã")
	}
	facts := []ui.Fact{{Label: ui.T(ctx, "Mã"), Value: code}, {Label: ui.T(ctx, "Loại"), Value: capital(p.Area.Kind)}, {Label: ui.T(ctx, "Hiệu lực"), Value: period(ctx, p.Area)}}
	for _, up := range p.Above {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Thuộc"), Value: up.Title(), Href: link("/dia-ban/"+up.Area.String(), p.On, p.Today)})
	}
	return append(facts, ui.Fact{Label: ui.T(ctx, "Nguồn"), Value: p.Area.Source})
}

func (p AreaView) events(ctx context.Context) []ui.Event {
	var out []ui.Event
	for i := len(p.Versions) - 1; i >= 0; i-- {
		v := p.Versions[i]
		out = append(out, ui.Event{Title: v.Title(), Text: period(ctx, v), Note: v.Source, Now: v.ID == p.Area.ID})
	}
	return out
}

// ImportPage is the upload of a table of units and its preview.
//
//glossary:none
type ImportPage struct {
	ID       kernel.ID
	FileName string
	Plan     Plan
	Faults   []FaultLine
	Sentence string
	Errors   ui.Errors
}

// FaultLine is a fault of a cell with its sentence.
//
//glossary:none
type FaultLine struct{ Cell, Head, Sentence string }

func (p ImportPage) counters(ctx context.Context) []ui.Counter {
	tone := ""
	if p.Plan.Count(Faulty) > 0 {
		tone = ui.Late
	}
	return []ui.Counter{
		{Label: ui.T(ctx, "Sẽ thành lập"), Value: ui.Num(p.Plan.Count(WillFound)), Href: "#dong"},
		{Label: ui.T(ctx, "Đã có, không đổi"), Value: ui.Num(p.Plan.Count(Unchanged)), Href: "#dong"},
		{Label: ui.T(ctx, "Có lỗi"), Value: ui.Num(p.Plan.Count(Faulty)), Href: "#loi", Tone: tone},
	}
}

func verdictTone(v Verdict) ui.Tone {
	switch v {
	case Faulty:
		return ui.Late
	case Unchanged:
		return ui.Hold
	}
	return ui.Run
}

func verdictWord(ctx context.Context, v Verdict) string {
	switch v {
	case Faulty:
		return ui.T(ctx, "Có lỗi")
	case Unchanged:
		return ui.T(ctx, "Đã có")
	}
	return ui.T(ctx, "Sẽ thành lập")
}

func itoa(n int) string { return strconv.Itoa(n) }
