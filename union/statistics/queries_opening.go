package statistics

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Opening (mở kỳ) is what the form that opens a period offers.
//
//glossary:none
type Opening struct {
	Units   []orgs.Org
	CutOffs []kernel.Date
	Form    *Form
	Sum     *Form
	Typed   map[string]string
}

// Opening offers the units over which the actor may open a period, and the cut-offs around today.
func (s *Service) Opening(ctx context.Context, a kernel.Actor) (Opening, error) {
	var out Opening
	today := s.Clock.Now().Date()
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = Opening{}
		var err error
		out.Form, err = s.formOn(tx, FillForm, today)
		if err != nil {
			return err
		}
		out.Sum, err = s.formOn(tx, SumForm, today)
		if err != nil {
			return err
		}
		for _, root := range a.Roots(OpenPermission) {
			err = s.addUnit(tx, &out, root, today)
			if err != nil {
				return err
			}
		}
		return nil
	})
	last := out.Form.cutOffBefore(today.AddDays(1))
	next := last
	for d := today.AddDays(1); next == last; d = d.AddDays(1) { // at most a year on
		next = out.Form.cutOffBefore(d.AddDays(1))
	}
	out.CutOffs = []kernel.Date{last, next}
	return out, err
}

// addUnit offers a unit that sums; of a root that is none of the union, what stands right below it.
func (s *Service) addUnit(tx *db.Tx, out *Opening, root kernel.ID, on kernel.Date) error {
	o, ok, err := s.Orgs.Get(tx, root, on)
	if err != nil || !ok {
		return err
	}
	list := []orgs.Org{o}
	if !slices.Contains(out.Sum.Kinds, o.Kind) {
		list, err = s.Orgs.Children(tx, root, on)
		if err != nil {
			return err
		}
	}
	for _, u := range list {
		same := func(x orgs.Org) bool { return x.ID == u.ID }
		if slices.Contains(out.Sum.Kinds, u.Kind) && u.Status == orgs.Active && !slices.ContainsFunc(out.Units, same) {
			out.Units = append(out.Units, u)
		}
	}
	return nil
}
