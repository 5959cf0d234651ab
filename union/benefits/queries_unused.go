package benefits

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Unused is the members of a unit, with what stands below it, whom no benefit reached in a period.
//
//glossary:none
type Unused struct {
	Unit     kernel.ID
	From, To kernel.Date
	Units    []Unit // to choose from
	Rows     []UnusedRow
	More     bool
}

// UnusedRow is one of them.
//
//glossary:none
type UnusedRow struct {
	Number, Name, Group, Unit string
}

// maxUnused is how many people one page names.
const maxUnused = 200

// below is a unit with all that stands under it in a list of units as a tree.
func below(units []Unit, id kernel.ID) []Unit {
	i := slices.IndexFunc(units, func(u Unit) bool { return u.ID == id })
	if i < 0 {
		return nil
	}
	n := i + 1
	for n < len(units) && units[n].Depth > units[i].Depth {
		n++
	}
	return units[i:n]
}

// Unused reads whom nothing reached, at most a page. Without days it is this year until today. Refuses
// with benefits.no_unit_here, benefits.ends_before.
func (s *Service) Unused(ctx context.Context, a kernel.Actor, unit kernel.ID, from, to kernel.Date) (Unused, error) {
	u, err := s.unusedFrame(ctx, a, unit, from, to)
	if err != nil || u.Unit == 0 {
		return u, err
	}
	err = s.eachUnused(ctx, a, u, func(r UnusedRow) bool {
		if len(u.Rows) == maxUnused {
			u.More = true
			return false
		}
		u.Rows = append(u.Rows, r)
		return true
	})
	return u, err
}

// unusedFrame settles unit and period; a unit out of sight is not there.
func (s *Service) unusedFrame(ctx context.Context, a kernel.Actor, unit kernel.ID, from, to kernel.Date) (Unused, error) {
	today := s.today()
	u := Unused{Unit: unit, From: from, To: to}
	if u.To.IsZero() {
		u.To = today
	}
	if u.From.IsZero() {
		u.From = kernel.Date{Year: u.To.Year, Month: 1, Day: 1}
	}
	var err error
	u.Units, err = s.Units(ctx, a, watching...)
	if err != nil {
		return u, err
	}
	if u.Unit == 0 {
		u.Unit = home(a, u.Units)
	}
	if u.Unit == 0 && len(u.Units) > 0 {
		u.Unit = u.Units[0].ID
	}
	if unit != 0 && len(below(u.Units, unit)) == 0 {
		return u, kernel.Missing("benefits.no_unit_here")
	}
	if u.To.Before(u.From) {
		return u, invalid("den", "benefits.ends_before")
	}
	return u, nil
}

// eachUnused hands over row by row, unit after unit in the order of the tree, by name within a unit,
// until fn has enough. Whoever is a member on the last day of the period counts.
func (s *Service) eachUnused(ctx context.Context, a kernel.Actor, u Unused, fn func(UnusedRow) bool) error {
	on := u.To
	if today := s.today(); on.After(today) {
		on = today
	}
	for _, unit := range below(u.Units, u.Unit) {
		var all []Member
		err := s.Roll.Each(ctx, a.Tenant, []kernel.ID{unit.ID}, on, func(m Member) error {
			m.Record = nil // a list needs no more than the name
			all = append(all, m)
			return nil
		})
		if err != nil {
			return err
		}
		var reached map[kernel.ID]bool
		err = s.DB.Read(ctx, func(tx *db.Tx) error {
			var err error
			reached, err = usedAmong(tx, a.Tenant, all, u.From, u.To)
			return err
		})
		if err != nil {
			return err
		}
		kernel.SortFunc(all, func(x, y Member) int {
			if c := kernel.CompareText(x.Name, y.Name); c != 0 {
				return c
			}
			return strings.Compare(x.Number, y.Number)
		})
		for _, m := range all {
			if !reached[m.Person] && !fn(UnusedRow{Number: m.Number, Name: m.Name, Group: m.Group, Unit: unit.Name}) {
				return nil
			}
		}
	}
	return nil
}
