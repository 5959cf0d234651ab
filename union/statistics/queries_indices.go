package statistics

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// IndexPage (trang chỉ số) are the indices of a unit on a day, or the units behind one of them.
//
//glossary:none
type IndexPage struct {
	Org    orgs.Org
	On     kernel.Date
	Units  int
	Values []IndexValue
	Rows   []IndexRow // of one index
	Next   string
}

// IndexRow is what one unit adds to an index.
//
//glossary:none
type IndexRow struct {
	Missing     // unit and the one above it
	Part, Whole int64
	Known       bool
	Page        string
}

// Indices works out all indices of a unit on a day. org 0 takes the actor's own. Refuses with
// statistics.no_period what she may not see.
func (s *Service) Indices(ctx context.Context, a kernel.Actor, org kernel.ID, on kernel.Date) (IndexPage, error) {
	v, list, err := s.indexUnits(ctx, a, org, on)
	if err != nil || len(list) == 0 {
		return v, err
	}
	known, err := indices()
	if err != nil {
		return v, err
	}
	current := indicesOn(known, on)
	all, err := s.indexTally(ctx, a.Tenant, list, on, current)
	if err != nil {
		return v, err
	}
	for _, x := range current {
		v.Values = append(v.Values, x.work(all, unitsOf(list)))
	}
	return v, nil
}

func unitsOf(list []Missing) []kernel.ID {
	out := make([]kernel.ID, 0, len(list))
	for _, m := range list {
		out = append(out, m.Unit)
	}
	return out
}

func (s *Service) indexTally(ctx context.Context, tenant kernel.ID, list []Missing, on kernel.Date, of []Index) (map[kernel.ID]Counts, error) {
	ask := TallyAsk{Tenant: tenant, Units: unitsOf(list), Since: on, On: on}
	for _, x := range of {
		for _, m := range x.reads {
			if !slices.Contains(ask.Measures, m) {
				ask.Measures = append(ask.Measures, m)
			}
		}
	}
	return s.tally(ctx, ask)
}

// indexUnits are the units that fill in the form at or below a unit on a day.
func (s *Service) indexUnits(ctx context.Context, a kernel.Actor, org kernel.ID, on kernel.Date) (IndexPage, []Missing, error) {
	v := IndexPage{On: on}
	var list []Missing
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		if org == 0 {
			org = a.Org
			if roots := visibleTo(a); len(roots) > 0 {
				org = roots[0]
			}
		}
		where, err := s.place(tx, a, org, on)
		if err != nil {
			return err
		}
		err = canView(a, where)
		if err != nil {
			return err
		}
		v.Org, _, err = s.Orgs.Get(tx, org, on)
		if err != nil {
			return err
		}
		form, err := s.formOn(tx, FillForm, on)
		if err != nil {
			return err
		}
		list, err = fillersUnder(tx, org, form.Kinds, on)
		v.Units = len(list)
		return err
	})
	return v, list, err
}

// Index opens one index: the units behind it, by name. which is "" for all, "dat" for those that
// count in full, "chua" for the others. Refuses with statistics.no_index.
func (s *Service) Index(ctx context.Context, a kernel.Actor, name string, org kernel.ID, on kernel.Date, which, after string) (IndexPage, error) {
	v, list, err := s.indexUnits(ctx, a, org, on)
	if err != nil {
		return v, err
	}
	known, err := indices()
	if err != nil {
		return v, err
	}
	current := indicesOn(known, on)
	i := slices.IndexFunc(current, func(x Index) bool { return x.Key == name })
	if i < 0 {
		return v, kernel.Missing("statistics.no_index")
	}
	x := current[i]
	all, err := s.indexTally(ctx, a.Tenant, list, on, current[i:i+1])
	if err != nil {
		return v, err
	}
	v.Values = []IndexValue{x.work(all, unitsOf(list))}
	_, from := readKey(after)
	past := from == 0
	for _, m := range list {
		if !past {
			past = m.Unit == from
			continue
		}
		row := IndexRow{Missing: m, Page: s.Roll.Page(m.Unit, on)}
		row.Part, row.Whole, row.Known = x.unitValue(all[m.Unit])
		full := row.Known && row.Part == row.Whole && row.Whole > 0
		if which == "dat" && !full || which == "chua" && full {
			continue
		}
		if len(v.Rows) == pageSize {
			v.Next = key(v.Rows[pageSize-1].Fold, v.Rows[pageSize-1].Unit)
			break
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}
