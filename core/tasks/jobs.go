package tasks

import (
	"context"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Schedule registers what happens by the clock.
func (s *Service) Schedule() {
	s.Outbox.Every("tasks.ring", 10*time.Minute, s.RingBells)
	s.Outbox.Every("tasks.turn", time.Hour, s.Turn)
}

var rings = map[Ring]Verb{RingSoon: RangSoon, RingLate: RangLate, RingRise: RangRise}

// RingBells tells of what will be due soon, of what is late, and above of what stayed late: each once
// for each due moment.
func (s *Service) RingBells(ctx context.Context) error {
	for {
		n := 0
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			due, err := ringing(tx, s.Clock.Now(), 200)
			if err != nil {
				return err
			}
			n = len(due)
			for _, id := range due {
				err = s.ring(tx, id)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

func (s *Service) ring(tx *db.Tx, id kernel.ID) error {
	t, ok, err := loadTask(tx, id)
	if err != nil || !ok || t.Bells.Ring == Silent {
		return err
	}
	rung := t.Bells.Ring
	t.wind(rung)
	saved, err := saveTask(tx, t)
	if err != nil || !saved { // whoever moved it meanwhile has set its bells anew
		return err
	}
	program := kernel.Actor{System: true, Tenant: t.Tenant}
	err = s.note(tx, t, Hand{}, rings[rung], "", nil)
	if err != nil {
		return err
	}
	return s.tell(tx, program, factOf[rings[rung]], t)
}

// Turn lets the lists follow what reorganisations have decided for a day that has come.
func (s *Service) Turn(ctx context.Context) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return turnDay(tx, s.Clock.Now().Date()) })
}
