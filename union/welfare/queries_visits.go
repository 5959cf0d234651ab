package welfare

import (
	"context"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Month is the calendar of visits of a unit.
//
//glossary:none
type Month struct {
	Org        kernel.ID
	OrgName    string
	Units      []Unit
	Year       int
	Month      int
	Visits     []Visit
	Expected   int // birthdays and retirements that are not in the calendar yet
	Programmes []Programme
	MayPlan    bool
	Done       int
	Cost       kernel.Money
}

// Visits reads a month of a unit: what is planned and done, and how many birthdays and retirements the
// register knows that are not planned yet. Refuses with welfare.no_visit for units out of sight.
func (s *Service) Visits(ctx context.Context, a kernel.Actor, org kernel.ID, year, month int) (Month, error) {
	m := Month{Org: org, Year: year, Month: month}
	units, err := s.unitsInSight(ctx, a)
	if err != nil {
		return m, err
	}
	m.Units = units
	if org == 0 && len(units) > 0 {
		m.Org = s.homeOf(a, units)
	}
	if m.Org == 0 {
		return m, nil
	}
	first := kernel.Date{Year: year, Month: time.Month(month), Day: 1}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, m.Org, s.today())
		if err != nil {
			return err
		}
		err = canVisit(a, a.Tenant, path, PermView)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Forbidden {
			err = nil
		}
		if err != nil {
			return err
		}
		m.MayPlan = canVisit(a, a.Tenant, path, PermPrepare) == nil
		names := map[kernel.ID]string{}
		err = s.name(tx, names, m.Org)
		if err != nil {
			return err
		}
		m.OrgName = names[m.Org]
		m.Visits, err = visitsOf(tx, m.Org, first, monthAfter(first, 1))
		if err != nil {
			return err
		}
		m.Programmes, err = programmesReaching(tx, a.Tenant, path, Visits, year)
		return err
	})
	if err != nil {
		return m, err
	}
	m.Done, m.Cost = 0, 0
	for _, v := range m.Visits {
		if v.State == Done {
			m.Done++
			m.Cost += v.Amount
		}
	}
	expected, err := s.derived(ctx, a, m.Org, year, month)
	for _, v := range expected {
		if !slices.ContainsFunc(m.Visits, func(o Visit) bool { return o.Person == v.Person && o.Event == v.Event }) {
			m.Expected++
		}
	}
	return m, err
}

// homeOf is the unit whose calendar opens first: her own, when she may look there.
func (s *Service) homeOf(a kernel.Actor, units []Unit) kernel.ID {
	if slices.ContainsFunc(units, func(u Unit) bool { return u.ID == a.Org }) {
		return a.Org
	}
	return units[0].ID
}

func (s *Service) unitsInSight(ctx context.Context, a kernel.Actor) ([]Unit, error) {
	var out []Unit
	for _, p := range watching {
		list, err := s.Units(ctx, a, p)
		if err != nil {
			return nil, err
		}
		for _, u := range list {
			if !slices.ContainsFunc(out, func(x Unit) bool { return x.ID == u.ID }) {
				out = append(out, u)
			}
		}
		if a.System {
			break
		}
	}
	return out, nil
}

// derived are the birthdays and retirements of a month, of the members of the unit itself.
func (s *Service) derived(ctx context.Context, a kernel.Actor, org kernel.ID, year, month int) ([]Visit, error) {
	var out []Visit
	first := kernel.Date{Year: year, Month: time.Month(month), Day: 1}
	err := s.Roll.Each(ctx, a.Tenant, []kernel.ID{org}, s.dayOf(first), func(m Member) error {
		v := Visit{Tenant: a.Tenant, Org: org, Member: m.ID, Person: m.Person, Number: m.Number, Name: m.Name, State: Planned}
		if day, ok := birthdayIn(m.Born, year, time.Month(month)); ok {
			v.Event, v.Day = Birthday, day
			out = append(out, v)
		}
		if day, ok := retiresOn(m.Born, m.Sex); ok && day == first {
			v.Event, v.Day = Retirement, day
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// Visit reads one visit of a unit that the actor sees. Refuses with welfare.no_visit.
func (s *Service) Visit(ctx context.Context, a kernel.Actor, id kernel.ID) (Visit, error) {
	var v Visit
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v, err = s.visit(tx, a, id, PermView)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Forbidden {
			err = nil // another right of this room over the unit shows it as well
		}
		return err
	})
	return v, err
}
