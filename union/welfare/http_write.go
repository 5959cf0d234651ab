package welfare

import (
	"net/http"
	"strconv"

	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// programmeForm is a programme as it is typed.
type programmeForm struct {
	Unit       kernel.ID `form:"don_vi"`
	Year       string    `form:"nam,max=4"`
	Kind       string    `form:"loai,max=20"`
	Title      string    `form:"ten,max=200"`
	Basis      string    `form:"can_cu,max=300"`
	Rule       string    `form:"dieu_kien,max=2000"`
	Amount     string    `form:"muc,max=30"`
	AmountRule string    `form:"muc_theo,max=2000"`
	Goods      string    `form:"hien_vat,max=200"`
	Line       string    `form:"muc_chi,max=50"`
	Fund       string    `form:"nguon,max=100"`
	Budget     string    `form:"du_toan,max=30"`
	Procedure  string    `form:"thu_tuc,max=50"`
	Deadline   string    `form:"han,max=20"`
	Occasion   string    `form:"dip,max=200"`
	AsOf       string    `form:"ngay_xet,max=20"`
	Version    int64     `form:"ban"`
	Do         string    `form:"lam,max=10"`
}

// input reads what was typed; what cannot be read is told at its field.
func (in programmeForm) input() (ProgrammeInput, error) {
	var fs kernel.Faults
	p := ProgrammeInput{Org: in.Unit, Kind: Kind(in.Kind), Title: in.Title, Basis: in.Basis, Rule: in.Rule, AmountRule: in.AmountRule, Goods: in.Goods,
		Line: in.Line, Fund: in.Fund, Procedure: in.Procedure, Occasion: OccasionInput{Title: in.Occasion}}
	p.Year, _ = strconv.Atoi(in.Year) // 0 is refused as a year
	p.Amount = web.MoneyAt(&fs, "muc", in.Amount)
	p.Budget = web.MoneyAt(&fs, "du_toan", in.Budget)
	p.Deadline = web.DateAt(&fs, "han", in.Deadline)
	p.Occasion.AsOf = web.DateAt(&fs, "ngay_xet", in.AsOf)
	return p, fs.Err("welfare.invalid_programme")
}

func typedOf(p Programme, o Occasion) programmeForm {
	in := programmeForm{Unit: p.Org, Year: strconv.Itoa(p.Year), Kind: string(p.Kind), Title: p.Title, Basis: p.Basis, Rule: p.Rule, AmountRule: p.AmountRule, Goods: p.Goods,
		Line: p.Line, Fund: p.Fund, Budget: p.Budget.Digits(), Procedure: p.Procedure, Deadline: kernel.FormatDate(p.Deadline), Occasion: o.Title, AsOf: kernel.FormatDate(o.AsOf), Version: p.Version}
	if p.Amount != 0 {
		in.Amount = p.Amount.Digits()
	}
	return in
}

// FormView is the form of a programme.
//
//glossary:none
type FormView struct {
	ID       kernel.ID // 0 for a new one
	In       programmeForm
	Units    []Unit
	Words    []rules.Name
	Trial    *Trial
	TrialDay kernel.Date
	Budget   kernel.Money
	Errors   ui.Errors
	Sentence string
}

func (v FormView) title(c interface{ T(string, ...any) string }) string {
	if v.ID == 0 {
		return c.T("Soạn chương trình phúc lợi")
	}
	return c.T("Sửa bản soạn")
}

func (s *Service) showNew(c *web.Ctx) error {
	today := s.today()
	in := programmeForm{Year: strconv.Itoa(today.Year), Kind: string(Gifts), Unit: web.IDOf(c.Get("don-vi")), AsOf: kernel.FormatDate(kernel.Date{Year: today.Year, Month: 12, Day: 31}),
		Rule: "doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6"}
	if kindNames[Kind(c.Get("loai"))] != "" {
		in.Kind = c.Get("loai")
	}
	return s.formPage(c, http.StatusOK, FormView{In: in})
}

func (s *Service) formPage(c *web.Ctx, status int, v FormView) error {
	var err error
	v.Units, err = s.Units(c.Context(), c.Actor, PermPrepare)
	if err != nil {
		return err
	}
	if v.In.Unit == 0 && len(v.Units) > 0 {
		v.In.Unit = s.homeOf(c.Actor, v.Units)
	}
	v.Words = vocabularyOf(Visits, s.Roll.Vocabulary()).Names()
	return c.Page(status, v.title(c), FormPage(v))
}

func (s *Service) create(c *web.Ctx) error {
	var in programmeForm
	err := c.Form(&in)
	return s.saveForm(c, FormView{In: in}, err, func(p ProgrammeInput) (kernel.ID, error) {
		made, err := s.Create(c.Context(), c.Actor, p)
		return made.ID, err
	})
}

func (s *Service) showEdit(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	if !d.Can.Rewrite {
		return c.See(roomPath+"/"+d.Programme.ID.String(), c.T("Việc này không còn làm được."))
	}
	o := Occasion{}
	if len(d.Occasions) > 0 {
		o = d.Occasions[0].Occasion
	}
	return s.formPage(c, http.StatusOK, FormView{ID: d.Programme.ID, In: typedOf(d.Programme, o)})
}

func (s *Service) rewrite(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	var in programmeForm
	err = c.Form(&in)
	in.Unit, in.Kind = d.Programme.Org, string(d.Programme.Kind)
	return s.saveForm(c, FormView{ID: d.Programme.ID, In: in}, err, func(p ProgrammeInput) (kernel.ID, error) {
		return d.Programme.ID, s.Rewrite(c.Context(), c.Actor, d.Programme.ID, in.Version, p)
	})
}

// saveForm saves what was typed, or tries its rule; either way nothing typed is lost.
func (s *Service) saveForm(c *web.Ctx, v FormView, err error, save func(ProgrammeInput) (kernel.ID, error)) error {
	var p ProgrammeInput
	if err == nil {
		p, err = v.In.input()
	}
	if err == nil && v.In.Do == "thu" {
		day := p.Occasion.AsOf
		if day.IsZero() {
			day = s.today()
		}
		var t Trial
		t, err = s.Try(c.Context(), c.Actor, p, day)
		if err == nil {
			v.Trial, v.TrialDay, v.Budget = &t, day, p.Budget
			return s.formPage(c, http.StatusOK, v)
		}
	}
	id := kernel.ID(0)
	if err == nil {
		id, err = save(p)
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused || f.Kind == kernel.Conflict) {
		v.Errors, v.Sentence = c.EveryFieldError(f), c.Sentence(f)
		return s.formPage(c, web.Status(f), v)
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã lưu chương trình."))
}
