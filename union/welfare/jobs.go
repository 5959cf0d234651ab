package welfare

import (
	"context"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

const proposeAtOnce = 2 * time.Second

// Schedule is what happens by the clock.
func (s *Service) Schedule() {
	s.Outbox.Every("welfare.propose", 2*time.Second, s.GoOn)
	s.Outbox.Every("welfare.reach", 24*time.Hour, func(ctx context.Context) error { return s.CountReach(ctx, s.today().Year) })
}

// GoOn carries proposals on that were begun and are not done: after a stop, or because they are long.
func (s *Service) GoOn(ctx context.Context) error {
	var running []Occasion
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		running, err = proposingOccasions(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, o := range running {
		for done := false; !done; {
			done, err = s.proposePart(ctx, o.ID)
			if err != nil {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	return nil
}

// CountReach works out, unit by unit, how many members received anything in a year.
func (s *Service) CountReach(ctx context.Context, year int) error {
	var tenants []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		tenants, err = tenantsOf(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		for after := kernel.ID(0); ; {
			var units []kernel.ID
			err = s.DB.Read(ctx, func(tx *db.Tx) error {
				var err error
				units, err = unitsAfter(tx, tenant, s.today(), s.today(), after, unitsAtOnce)
				return err
			})
			if err != nil {
				return err
			}
			if len(units) == 0 {
				break
			}
			err = s.countUnits(ctx, tenant, units, year)
			if err != nil {
				return err
			}
			after = units[len(units)-1]
		}
	}
	return nil
}

func (s *Service) countUnits(ctx context.Context, tenant kernel.ID, units []kernel.ID, year int) error {
	on := s.today()
	if on.Year > year {
		on = kernel.Date{Year: year, Month: time.December, Day: 31}
	}
	members := map[kernel.ID][]kernel.ID{}
	var persons []kernel.ID
	err := s.Roll.Each(ctx, tenant, units, on, func(m Member) error {
		members[m.Unit] = append(members[m.Unit], m.Person)
		persons = append(persons, m.Person)
		return nil
	})
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		reached, err := reachedAmong(tx, tenant, persons, kernel.Date{Year: year, Month: 1, Day: 1}.Start(), kernel.Date{Year: year + 1, Month: 1, Day: 1}.Start())
		if err != nil {
			return err
		}
		for _, unit := range units {
			n := int64(0)
			for _, person := range members[unit] {
				if reached[person] {
					n++
				}
			}
			err = putReach(tx, tenant, year, unit, int64(len(members[unit])), n, s.Clock.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
}
