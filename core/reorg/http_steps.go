package reorg

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// formTargets is how many receiving units a form has room for; more come from a file. The first are shown at once.
const (
	formTargets  = 6
	firstTargets = 3 // shown at once
)

// stepForm is one step as it is typed: units by name or identifier, one a line.
type stepForm struct {
	Kind      string    `form:"viec,max=40"`
	Step      kernel.ID `form:"sua"`
	Version   int64     `form:"ban"`
	Units     string    `form:"don_vi,max=20000"`
	Parent    string    `form:"cap_tren,max=300"`
	Name      string    `form:"ten,max=300"`
	Short     string    `form:"ten_ngan,max=100"`
	UnitKind  string    `form:"loai,max=60"`
	Code      string    `form:"ma,max=40"`
	Former    string    `form:"ma_cu,max=40"`
	Areas     string    `form:"dia_ban,max=4000"`
	Keeps     bool      `form:"con_hoat_dong"`
	Rest      string    `form:"con_lai,max=300"`
	ShareBy   string    `form:"chia_theo,max=60"`
	Carries   []string  `form:"mang_theo,max=60"`
	To1       string    `form:"noi_nhan_1,max=300"`
	To2       string    `form:"noi_nhan_2,max=300"`
	To3       string    `form:"noi_nhan_3,max=300"`
	To4       string    `form:"noi_nhan_4,max=300"`
	To5       string    `form:"noi_nhan_5,max=300"`
	To6       string    `form:"noi_nhan_6,max=300"`
	List1     string    `form:"danh_sach_1,max=100000"`
	List2     string    `form:"danh_sach_2,max=100000"`
	List3     string    `form:"danh_sach_3,max=100000"`
	List4     string    `form:"danh_sach_4,max=100000"`
	List5     string    `form:"danh_sach_5,max=100000"`
	List6     string    `form:"danh_sach_6,max=100000"`
	Share1    string    `form:"phan_1,max=20"`
	Share2    string    `form:"phan_2,max=20"`
	Share3    string    `form:"phan_3,max=20"`
	Share4    string    `form:"phan_4,max=20"`
	Share5    string    `form:"phan_5,max=20"`
	Share6    string    `form:"phan_6,max=20"`
	AreaCode  string    `form:"ma_dia_ban,max=10"`
	AreaKeeps string    `form:"giu,max=10"`
	AreaLevel string    `form:"cap,max=20"`
	AreaKind  string    `form:"loai_dia_ban,max=40"`
	AreaName  string    `form:"ten_dia_ban,max=200"`
	AreaIn    string    `form:"thuoc,max=10"`
	AreaFrom  string    `form:"nguon,max=4000"`
}

func (f *stepForm) to() []*string {
	return []*string{&f.To1, &f.To2, &f.To3, &f.To4, &f.To5, &f.To6}
}

func (f *stepForm) list() []*string {
	return []*string{&f.List1, &f.List2, &f.List3, &f.List4, &f.List5, &f.List6}
}

func (f *stepForm) share() []*string {
	return []*string{&f.Share1, &f.Share2, &f.Share3, &f.Share4, &f.Share5, &f.Share6}
}

// line is the form as a line of a script: pages and files are read by the same reader.
func (f *stepForm) line(kind StepKind) line {
	l := line{kind: kind, word: map[string]string{"ten": f.Name, "ten_ngan": f.Short, "loai": f.UnitKind, "ma": f.Code, "ma_cu": f.Former, "cap_tren": f.Parent,
		"con_lai": f.Rest, "chia_theo": f.ShareBy}, units: lines(f.Units), areas: lines(f.Areas), carries: f.Carries}
	if f.Keeps {
		l.word["con_hoat_dong"] = "true"
	}
	for i, to := range f.to() {
		if *to != "" {
			l.targets = append(l.targets, target{unit: *to, list: lines(*f.list()[i]), share: *f.share()[i]})
		}
	}
	if kind.OnMap() {
		a := &Area{Code: f.AreaCode, Keeps: f.AreaKeeps, Level: orgs.AreaLevel(f.AreaLevel), Kind: f.AreaKind, Name: f.AreaName, Parent: f.AreaIn}
		for _, row := range lines(f.AreaFrom) {
			code, part, _ := strings.Cut(row, " ")
			a.From = append(a.From, orgs.AreaSource{Code: code, Part: partOf(part)})
		}
		l.area = a
	}
	return l
}

// typed shows a step as it would have been typed.
func typed(d Detail, step Step) stepForm {
	name := func(id kernel.ID) string { return d.Units[id] }
	f := stepForm{Kind: slugOf(step.Kind), Step: step.ID, Version: d.Version, Parent: name(step.To), Name: step.Name, Short: step.Short, UnitKind: step.UnitKind,
		Code: step.Identifier, Former: step.Former, Areas: strings.Join(step.Areas, "\n"), Keeps: step.Keeps, Rest: name(step.Rule.Rest), ShareBy: step.Rule.ShareBy, Carries: step.Rule.Carries}
	var units []string
	for _, id := range step.Units {
		units = append(units, name(id))
	}
	f.Units = strings.Join(units, "\n")
	targets := step.Targets()
	if step.Kind != Merge {
		targets = slices.DeleteFunc(targets, func(id kernel.ID) bool {
			return id == step.Rule.Rest && !slices.ContainsFunc(slices.Concat(step.Rule.List), func(l Listing) bool { return l.To == id })
		})
	}
	for i, id := range targets {
		if i == formTargets {
			break
		}
		*f.to()[i] = name(id)
		var keys []string
		for _, l := range step.Rule.List {
			if l.To == id {
				key := l.Key
				if unit, err := kernel.ParseID(key); err == nil && d.Units[unit] != "" {
					key = d.Units[unit]
				}
				keys = append(keys, key)
			}
		}
		*f.list()[i] = strings.Join(keys, "\n")
		for _, sh := range step.Rule.Shares {
			if sh.Unit == id {
				*f.share()[i] = strconv.FormatInt(sh.Weight, 10)
			}
		}
	}
	if a := step.Area; a != nil {
		f.AreaCode, f.AreaKeeps, f.AreaLevel, f.AreaKind, f.AreaName, f.AreaIn = a.Code, a.Keeps, string(a.Level), a.Kind, a.Name, a.Parent
		var from []string
		for _, x := range a.From {
			word := "toàn bộ"
			if x.Part == orgs.SomePart {
				word = "một phần"
			}
			from = append(from, x.Code+" "+word)
		}
		f.AreaFrom = strings.Join(from, "\n")
	}
	return f
}

func slugOf(k StepKind) string {
	for _, w := range stepWords {
		if w.kind == k {
			return w.slug
		}
	}
	return ""
}

func (s *Service) showStep(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	in := stepForm{Kind: c.Get("viec"), Version: d.Version}
	if id, err := kernel.ParseID(c.Get("sua")); err == nil {
		i := slices.IndexFunc(d.Steps, func(x Step) bool { return x.ID == id })
		if i < 0 {
			return kernel.Missing("reorg.no_decision")
		}
		in = typed(d, d.Steps[i])
	}
	return s.stepPage(c, http.StatusOK, d, in, nil, "")
}

func (s *Service) stepPage(c *web.Ctx, status int, d Detail, in stepForm, errs ui.Errors, sentence string) error {
	kind, ok := stepOf(in.Kind)
	if !d.Can[doWrite] || d.Undoes != 0 {
		return c.See(roomPath+"/"+d.ID.String(), c.T("Việc này không còn làm được."))
	}
	if !ok || kind == Undo {
		kind, in.Kind = Found, slugOf(Found)
	}
	kinds, err := s.Orgs.KindChoices(c.Context(), s.dayOf(d.Reorganisation))
	if err != nil {
		return err
	}
	v := StepView{Decision: decisionView(c.Context(), d, s.sayIn(c)), Kind: kind, In: in, Errors: errs, Sentence: sentence, Holdings: s.holdingOptions(c, d)}
	for _, k := range kinds {
		v.Kinds = append(v.Kinds, ui.Option{Value: k.Key, Label: k.Name})
	}
	for _, w := range stepWords {
		if w.kind == Undo || w.kind.OnMap() && d.Seat != d.Tenant {
			continue
		}
		v.Chips = append(v.Chips, ui.Chip{Label: c.T(w.label), Href: roomPath + "/" + d.ID.String() + "/buoc?viec=" + w.slug, Current: w.kind == kind})
	}
	return c.Page(status, c.T("Bước của quyết định"), StepPage(v))
}

func (s *Service) dayOf(d Reorganisation) kernel.Date {
	if d.Effective.IsZero() {
		return s.Clock.Now().Date()
	}
	return d.Effective
}

// holdingOptions are the kinds that the last picture has counted.
func (s *Service) holdingOptions(c *web.Ctx, d Detail) []ui.Option {
	var out []ui.Option
	for _, l := range d.Picture.Totals {
		out = append(out, ui.Option{Value: l.Kind, Label: s.sayIn(c)(l.Kind, nil)})
	}
	return out
}

func (s *Service) saveStep(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	var in stepForm
	err = c.Form(&in)
	if err == nil {
		kind, ok := stepOf(in.Kind)
		if !ok || kind == Undo {
			return kernel.Missing("reorg.no_decision")
		}
		var step Step
		step, err = s.readTyped(c.Context(), d.Reorganisation, in.line(kind))
		if err == nil {
			step.ID = in.Step
			_, err = s.PutStep(c.Context(), c.Actor, d.ID, in.Version, step)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.stepPage(c, http.StatusUnprocessableEntity, d, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+d.ID.String(), c.T("Đã ghi bước."))
}
