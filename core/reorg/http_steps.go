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

// A form has room for formTargets receiving units; more come from a file. Three are shown at first, and
// three more each time somebody asks for them.
const (
	formTargets = 200
	moreTargets = 3
)

// targetRow is one receiving unit as it is typed.
type targetRow struct {
	To    string `form:"noi_nhan,max=300"`
	List  string `form:"danh_sach,max=100000"`
	Share string `form:"phan,max=20"`
}

// stepForm is one step as it is typed: units by name or identifier, one a line.
type stepForm struct {
	Kind      string      `form:"viec,max=40"`
	Step      kernel.ID   `form:"sua"`
	Version   int64       `form:"ban"`
	Units     string      `form:"don_vi,max=20000"`
	Parent    string      `form:"cap_tren,max=300"`
	Name      string      `form:"ten,max=300"`
	Short     string      `form:"ten_ngan,max=100"`
	UnitKind  string      `form:"loai,max=60"`
	Code      string      `form:"ma,max=40"`
	Former    string      `form:"ma_cu,max=40"`
	Areas     string      `form:"dia_ban,max=4000"`
	Keeps     bool        `form:"con_hoat_dong"`
	Rest      string      `form:"con_lai,max=300"`
	ShareBy   string      `form:"chia_theo,max=60"`
	Carries   []string    `form:"mang_theo,max=60"`
	Targets   []targetRow `form:"-,rows=200"`
	More      bool        `form:"them"`
	AreaCode  string      `form:"ma_dia_ban,max=10"`
	AreaKeeps string      `form:"giu,max=10"`
	AreaLevel string      `form:"cap,max=20"`
	AreaKind  string      `form:"loai_dia_ban,max=40"`
	AreaName  string      `form:"ten_dia_ban,max=200"`
	AreaIn    string      `form:"thuoc,max=10"`
	AreaFrom  string      `form:"nguon,max=4000"`
}

// row makes room for a receiving unit and gives it.
func (f *stepForm) row(i int) *targetRow {
	for len(f.Targets) <= i {
		f.Targets = append(f.Targets, targetRow{})
	}
	return &f.Targets[i]
}

// shown are the rows that a form shows: those that there are, three at least.
func (f *stepForm) shown() []targetRow {
	f.row(moreTargets - 1)
	return f.Targets
}

// What a row takes may be named by group or by area with these words before it.
const (
	groupWord = "tổ:"
	areaWord  = "địa bàn:"
)

// typedTarget reads a row: whole units and single things, groups and areas by the word before them.
func (r targetRow) typedTarget(i int) target {
	t := target{unit: r.To, share: r.Share, row: i + 1}
	for _, key := range lines(r.List) {
		if name, ok := strings.CutPrefix(key, groupWord); ok {
			t.groups = append(t.groups, strings.TrimSpace(name))
		} else if code, ok := strings.CutPrefix(key, areaWord); ok {
			t.areas = append(t.areas, strings.TrimSpace(code))
		} else {
			t.list = append(t.list, key)
		}
	}
	return t
}

// line is the form as a line of a script: pages and files are read by the same reader.
func (f *stepForm) line(kind StepKind) line {
	l := line{kind: kind, word: map[string]string{"ten": f.Name, "ten_ngan": f.Short, "loai": f.UnitKind, "ma": f.Code, "ma_cu": f.Former, "cap_tren": f.Parent,
		"con_lai": f.Rest, "chia_theo": f.ShareBy}, units: lines(f.Units), areas: lines(f.Areas), carries: f.Carries}
	if f.Keeps {
		l.word["con_hoat_dong"] = "true"
	}
	for i, r := range f.Targets {
		if r.To != "" {
			l.targets = append(l.targets, r.typedTarget(i))
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

// names tells that a rule gives something to a unit beside the rest.
func (r Rule) names(id kernel.ID) bool {
	return slices.ContainsFunc(slices.Concat(r.List, r.Groups, r.Areas), func(l Listing) bool { return l.To == id }) ||
		slices.ContainsFunc(r.Shares, func(s orgs.Share) bool { return s.Unit == id })
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
		targets = slices.DeleteFunc(targets, func(id kernel.ID) bool { return id == step.Rule.Rest && !step.Rule.names(id) })
	}
	for i, id := range targets {
		r := f.row(i)
		r.To = name(id)
		var keys []string
		for _, by := range []struct {
			rows []Listing
			word string
		}{{step.Rule.List, ""}, {step.Rule.Groups, groupWord + " "}, {step.Rule.Areas, areaWord + " "}} {
			for _, l := range by.rows {
				if l.To != id {
					continue
				}
				key := l.Key
				if unit, err := kernel.ParseID(key); err == nil && d.Units[unit] != "" {
					key = d.Units[unit]
				}
				keys = append(keys, by.word+key)
			}
		}
		r.List = strings.Join(keys, "\n")
		for _, sh := range step.Rule.Shares {
			if sh.Unit == id {
				r.Share = strconv.FormatInt(sh.Weight, 10)
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
	if err == nil && in.More { // only room is asked for
		in.row(min(len(in.Targets)+moreTargets, formTargets) - 1)
		return s.stepPage(c, http.StatusOK, d, in, nil, "")
	}
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
