package members

import (
	"net/http"
	"net/url"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const bulkPath = roomPath + "/nhieu"

// exportSlug is the deed that writes nothing: the chosen as a table.
const exportSlug = "tai-ve"

type bulkForm struct {
	Query  string      `form:"loc,max=2000"`
	All    bool        `form:"tat_ca"`
	IDs    []kernel.ID `form:"nguoi"`
	Deed   string      `form:"viec,max=20"`
	Step   string      `form:"buoc,max=10"`
	Group  string      `form:"to,max=100"`
	Unit   kernel.ID   `form:"don_vi"`
	On     string      `form:"ngay,max=20"`
	Name   string      `form:"ten,max=200"`
	Reason string      `form:"ly_do,max=500"`
	Choice string      `form:"chon,max=80"`
}

// BulkView is a deed for many: what is asked for it, then who it fits, then one confirmation.
//
//glossary:none
type BulkView struct {
	Title, Hint string
	Deed        BulkDeed
	In          bulkForm
	Units       []ui.Option
	Choices     []ui.Option // of the deed's own choice
	Rows        []BulkLine
	Fit         []string // ids of those to whom it can be done
	Refused     int
	Preview     bool
	Back        string
	Errors      ui.Errors
	Sentence    string
}

// BulkLine is one chosen member.
//
//glossary:none
type BulkLine struct{ Name, Under, Unit, Why string }

// bulk is the one way of a deed for many: choose, fill in, look over, confirm. Each step is a page of
// its own, so it works without script.
func (s *Service) bulk(c *web.Ctx) error {
	var in bulkForm
	err := c.Form(&in)
	if err != nil {
		return err
	}
	typed, _ := url.ParseQuery(in.Query) // what cannot be read is no filter
	back := roomPath
	if len(typed) > 0 {
		back += "?" + typed.Encode()
	}
	ask := bulkAsk{IDs: in.IDs, All: in.All, Filter: s.filterFrom(c, typed).filter}
	if len(in.IDs) == 0 && !in.All {
		return c.See(back, c.Sentence(kernel.Refuse("members.nobody_chosen")))
	}
	if in.Deed == exportSlug {
		return s.exportChosen(c, ask, typed)
	}
	d, ok := s.deedOf(c.Actor, in.Deed)
	if !ok {
		return c.See(back, c.Sentence(kernel.Refuse("members.no_deed")))
	}
	v := BulkView{Title: d.Label(c.Context()), Hint: d.Hint(c.Context()), Deed: d, In: in, Back: back}
	list, units, err := s.chosen(c.Context(), c.Actor, ask)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Refused {
		return c.See(back, c.Sentence(f))
	}
	if err != nil {
		return err
	}
	if d.Unit {
		kept, err := s.keptUnits(c.Context(), c.Actor)
		if err != nil {
			return err
		}
		v.Units = unitOptions(kept)
	}
	if d.Choice != nil {
		v.Choices, err = d.Choice.Options(c.Context(), c.Actor)
		if err != nil {
			return err
		}
	}
	if in.Step == "" {
		u := d.Usual(c.Context())
		v.In.On, v.In.Name = kernel.FormatDate(u.On), u.Name
		v.fill(c, planOf(list, nil, units))
		return c.Page(http.StatusOK, v.Title, BulkPage(v))
	}
	return s.bulkStep(c, d, ask, v, planOf(list, nil, units))
}

// bulkStep looks a deed over, or does it.
func (s *Service) bulkStep(c *web.Ctx, d BulkDeed, ask bulkAsk, v BulkView, bare bulkPlan) error {
	in := v.In
	var faults kernel.Faults
	t := BulkTyped{Group: in.Group, Unit: in.Unit, On: readDay("ngay", in.On, &faults), Name: strings.TrimSpace(in.Name), Reason: strings.TrimSpace(in.Reason), Choice: in.Choice}
	err := faults.Err("members.invalid")
	plan := bare
	if err == nil && in.Step == "lam" {
		var done BulkDone
		done, plan, err = s.doBulk(c.Context(), c.Actor, d, ask, t)
		if err == nil {
			at := done.Href
			if at == "" {
				at = v.Back
			}
			return c.See(at, done.Said)
		}
	} else if err == nil {
		plan, err = s.planBulk(c.Context(), c.Actor, d, ask, t)
		v.Preview = err == nil
	}
	f := kernel.AsFault(err)
	if err != nil && (f == nil || f.Kind != kernel.Invalid && f.Kind != kernel.Refused && f.Kind != kernel.Conflict) {
		return err
	}
	status := http.StatusOK
	if f != nil {
		status = http.StatusUnprocessableEntity
		v.Errors, v.Sentence = c.FieldErrors(f), c.Sentence(f)
		v.Preview = f.Code == "members.bulk_changed"
		if len(plan.Rows) == 0 {
			plan = bare
		}
	}
	v.fill(c, plan)
	return c.Page(status, v.Title, BulkPage(v))
}

func (v *BulkView) fill(c *web.Ctx, p bulkPlan) {
	for _, r := range p.Rows {
		v.Rows = append(v.Rows, BulkLine{Name: r.Name, Under: joined(r.Number, r.Group), Unit: r.Unit, Why: c.Sentence(r.Why)})
	}
	for _, m := range p.Fit {
		v.Fit = append(v.Fit, m.ID.String())
	}
	v.Refused = p.refused()
}

// exportChosen writes the chosen as the list would show them.
func (s *Service) exportChosen(c *web.Ctx, ask bulkAsk, typed url.Values) error {
	a := s.filterFrom(c, typed)
	if ask.All {
		return c.See(a.with(roomPath+"/tai-ve"), "")
	}
	list, units, err := s.chosen(c.Context(), c.Actor, ask)
	if err != nil {
		return err
	}
	return s.writeRoll(c, a, func(string) (Page, error) { return Page{Members: list, Units: units}, nil })
}
