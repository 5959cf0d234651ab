package committees

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	may, keep := web.Holds(anyPermission...), web.Holds(KeepPermission)
	const unit, one = "/ban-chap-hanh/don-vi/{unit}", "/ban-chap-hanh/ban/{id}"
	return []web.Route{
		{Pattern: "GET /ban-chap-hanh", Access: may, Handle: s.showList, Note: "ban chấp hành, uỷ ban kiểm tra, ban nữ công… của các đơn vị"},
		{Pattern: "GET /ban-chap-hanh/tai-ve", Access: may, Handle: s.exportList, Note: "danh sách ban, XLSX hoặc CSV"},
		{Pattern: "GET " + unit, Access: may, Handle: s.showUnit, Note: "các ban của một đơn vị"},
		{Pattern: "GET " + unit + "/lap", Access: keep, Handle: s.showFounding, Note: "lập ban"},
		{Pattern: "POST " + unit + "/lap", Access: keep, Handle: s.doFound, Note: "lập ban"},
		{Pattern: "GET " + one, Access: may, Handle: s.showCommittee, Note: "một ban: người, cơ cấu, nhiệm kỳ"},
		{Pattern: "GET " + one + "/in", Access: may, Handle: s.printCommittee, Note: "danh sách người trong ban, để in"},
		{Pattern: "GET " + one + "/in/pdf", Access: may, Handle: s.committeePDF, Note: "danh sách người trong ban, PDF"},
		{Pattern: "GET " + one + "/tai-ve", Access: may, Handle: s.exportCommittee, Note: "danh sách người trong ban, XLSX hoặc CSV"},
		{Pattern: "GET " + one + "/thoi/{cho}", Access: keep, Handle: s.showLeaving, Note: "cho thôi giữ chức danh"},
		{Pattern: "POST " + one + "/thoi/{cho}", Access: keep, Handle: s.doLeave, Note: "cho thôi giữ chức danh"},
		{Pattern: "GET " + one + "/viec/{viec}", Access: keep, Handle: s.showVerb, Note: "thêm người, công nhận, kết thúc"},
		{Pattern: "POST " + one + "/viec/{viec}", Access: keep, Handle: s.doVerb, Note: "thêm người, công nhận, kết thúc"},
	}
}

// dayOf reads the day as of which a page is asked for; what is no day is told at the field.
func (s *Service) dayOf(c *web.Ctx) (kernel.Date, ui.Errors) {
	text := c.Get("ngay")
	if text == "" {
		return kernel.Date{}, nil
	}
	d, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		return kernel.Date{}, ui.Errors{"ngay": c.Sentence(f)}
	}
	return d, nil
}

func (s *Service) filterOf(c *web.Ctx) (Filter, ui.Errors) {
	on, errs := s.dayOf(c)
	if on.IsZero() {
		on = s.today()
	}
	f := Filter{On: on, Over: c.Get("xem") == slugOver, Doubt: c.Get("xem") == slugDoubt, After: c.Get("sau")}
	if _, ok := kindOf(c.Get("loai"), kernel.Date{}); ok {
		f.Kind = c.Get("loai")
	}
	if id, err := kernel.ParseID(c.Get("don-vi")); err == nil {
		f.Unit = id
	}
	return f, errs
}

func (s *Service) showList(c *web.Ctx) error {
	f, errs := s.filterOf(c)
	page, err := s.List(c.Context(), c.Actor, f)
	if err != nil {
		return err
	}
	name := ""
	if f.Unit != 0 {
		v, err := s.OfUnit(c.Context(), c.Actor, f.Unit, f.On)
		if err != nil {
			return err
		}
		name = v.Unit.Name
	}
	v := listView(c.Context(), f, page, s.today(), name)
	v.Errors = errs
	return c.Page(http.StatusOK, c.T("Ban chấp hành và các ban"), ListPage(v))
}

func (s *Service) showUnit(c *web.Ctx) error {
	unit, err := c.ID("unit")
	if err != nil {
		return err
	}
	on, errs := s.dayOf(c)
	p, err := s.OfUnit(c.Context(), c.Actor, unit, on)
	if err != nil {
		return err
	}
	v := unitView(c.Context(), p, s.today())
	v.Errors = errs
	return c.Page(http.StatusOK, v.Title, UnitCommittees(v))
}

func (s *Service) detailOf(c *web.Ctx) (Detail, ui.Errors, error) {
	id, err := c.ID("id")
	if err != nil {
		return Detail{}, nil, err
	}
	on, errs := s.dayOf(c)
	d, err := s.Look(c.Context(), c.Actor, id, on)
	return d, errs, err
}

func (s *Service) showCommittee(c *web.Ctx) error {
	d, errs, err := s.detailOf(c)
	if err != nil {
		return err
	}
	v := committeeView(c.Context(), d, s.today())
	v.Errors = errs
	return c.Page(http.StatusOK, v.Title, CommitteePage(v))
}

// foundingForm is a committee as it is typed.
type foundingForm struct {
	Kind   string `form:"loai,max=40"`
	How    string `form:"cach,max=20"`
	Term   string `form:"nhiem_ky,max=80"`
	Size   string `form:"so_luong,max=6"`
	From   string `form:"tu_ngay,max=20"`
	To     string `form:"den_ngay,max=20"`
	Number string `form:"so_qd,max=120"`
	On     string `form:"ngay_qd,max=20"`
	Issuer string `form:"co_quan,max=600"`
}

// FoundingView is the form by which a committee is entered.
//
//glossary:none
type FoundingView struct {
	Unit     string
	UnitID   string
	In       foundingForm
	Kinds    []ui.Option
	Hows     []ui.Option
	Notes    []CheckView
	Errors   ui.Errors
	Sentence string
}

func (s *Service) showFounding(c *web.Ctx) error {
	in := foundingForm{Kind: c.Get("loai"), How: c.Get("cach")}
	today := s.today()
	if in.How == "" {
		in.How = string(ByElection)
	}
	if r, ok := ruleOn(TermYears, executiveKind, "", today); ok && in.How == string(ByElection) {
		end := today.Year + int(r.Value)
		in.Term = kernel.Date{Year: today.Year}.String()[:4] + "–" + kernel.Date{Year: end}.String()[:4]
	}
	return s.foundingPage(c, http.StatusOK, in, nil, "")
}

func (s *Service) foundingPage(c *web.Ctx, status int, in foundingForm, errs ui.Errors, sentence string) error {
	unit, err := c.ID("unit")
	if err != nil {
		return err
	}
	p, err := s.OfUnit(c.Context(), c.Actor, unit, kernel.Date{})
	if err != nil {
		return err
	}
	if !p.May {
		return kernel.Forbid("committees.may_not_keep")
	}
	v := FoundingView{Unit: p.Unit.Name, UnitID: unit.String(), In: in, Errors: errs, Sentence: sentence,
		Hows: []ui.Option{{Value: string(ByElection), Label: c.T("Bầu")}, {Value: string(Appointed), Label: c.T("Lâm thời, cấp trên chỉ định")}}}
	for _, k := range Kinds(s.today()) {
		v.Kinds = append(v.Kinds, ui.Option{Value: k.Key, Label: k.Name})
	}
	for _, o := range p.Offers {
		if o.Kind.Key == in.Kind {
			v.Notes = checkViews(c.Context(), o.Findings, nil)
		}
	}
	return c.Page(status, c.T("Lập ban"), FoundingPage(v))
}

func (s *Service) doFound(c *web.Ctx) error {
	var in foundingForm
	unit, err := c.ID("unit")
	if err != nil {
		return err
	}
	err = c.Form(&in)
	var id kernel.ID
	if err == nil {
		var f Founding
		f, err = in.founding(unit)
		if err == nil {
			id, err = s.Found(c.Context(), c.Actor, f)
		}
	}
	return s.again(c, err, committeePath(id), c.T("Đã lập ban. Ghi người vào ban."), func(status int, sentence string, errs ui.Errors) error {
		return s.foundingPage(c, status, in, errs, sentence)
	})
}

// again shows a form once more with what was typed, or leads on.
func (s *Service) again(c *web.Ctx, err error, to, done string, show func(status int, sentence string, errs ui.Errors) error) error {
	f := kernel.AsFault(err)
	switch {
	case err == nil:
		return c.See(to, done)
	case f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused):
		return show(http.StatusUnprocessableEntity, c.Sentence(f), c.FieldErrors(f))
	}
	return err
}

func readDay(text, field string, faults *kernel.Faults) kernel.Date {
	if text == "" {
		return kernel.Date{}
	}
	d, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		faults.Add(field, f.Code, f.Args...)
	}
	return d
}

// founding reads what was typed; what cannot be read is told at its field.
func (in foundingForm) founding(unit kernel.ID) (Founding, error) {
	var fs kernel.Faults
	f := Founding{Unit: unit, Kind: in.Kind, How: How(in.How), Term: in.Term, From: readDay(in.From, "tu_ngay", &fs), To: readDay(in.To, "den_ngay", &fs),
		Basis: Basis{Number: in.Number, On: readDay(in.On, "ngay_qd", &fs), Issuer: in.Issuer}}
	for _, r := range in.Size {
		if r < '0' || r > '9' {
			fs.Add("so_luong", "committees.bad_size", mostSeats)
			break
		}
		f.Size = min(f.Size*10+int(r-'0'), 100000)
	}
	return f, fs.Err("committees.invalid")
}

// peopleNear are the choices of the form by which somebody comes into a committee.
func (s *Service) peopleNear(ctx context.Context, d Detail) ([]ui.Option, error) {
	list, err := s.Roll.Near(ctx, d.Committee.Tenant, d.Committee.Unit, s.today())
	var out []ui.Option
	for _, p := range list {
		label := p.Name
		if p.Note != "" {
			label += " · " + p.Note
		}
		out = append(out, ui.Option{Value: p.ID.String(), Label: label})
	}
	return out, err
}
