package benefits

import (
	"context"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Schedule registers what happens by the clock.
func (s *Service) Schedule() { s.Outbox.Every("benefits.turn", time.Hour, s.Turn) }

// Turn lets agreements begin and end on their day and vouchers expire after theirs. What a till is told
// never waits for it.
func (s *Service) Turn(ctx context.Context) error {
	today := s.today()
	for {
		n := 0
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			list, err := agreementsDue(tx, today, 100)
			if err != nil {
				return err
			}
			n = len(list)
			for _, g := range list {
				err = s.turn(tx, g)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return expireVouchers(tx, today, s.Clock.Now()) })
}

func (s *Service) turn(tx *db.Tx, g Agreement) error {
	was, v := g.State, Begin
	if g.State == Running {
		v = Lapse
		g.EndedOn = g.To
	}
	err := g.move(v)
	if err != nil {
		return err
	}
	return s.keep(tx, kernel.Actor{System: true, Tenant: g.Tenant, Name: "Hệ thống"}, g, v, was)
}
