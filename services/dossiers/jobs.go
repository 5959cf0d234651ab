package dossiers

import (
	"context"
	"errors"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Schedule registers what happens by the clock.
func (s *Service) Schedule() {
	s.Outbox.Every("dossiers.warn", 10*time.Minute, s.Warn)
	s.Outbox.Every("dossiers.expire_drafts", time.Hour, s.ExpireDrafts)
}

// Warn tells officer and leader of what will be due within one working day, and of what is overdue,
// once for each due date (NĐ 118/2025: the apology must come before the limit is over).
func (s *Service) Warn(ctx context.Context) error {
	now := s.Clock.Now()
	sites, err := s.sites(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range sites {
		cal, err := s.Calendars.CalendarOf(ctx, tenant, tenant)
		if err != nil {
			return err
		}
		horizon := cal.AddWorkingDays(now.Date(), 1).Start().Add(now.Sub(now.Date().Start()) + time.Millisecond)
		err = s.warn(ctx, tenant, FactDueSoon, now, horizon)
		if err == nil {
			err = s.warn(ctx, tenant, FactOverdue, now.Add(-365*24*time.Hour), now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sites(ctx context.Context) ([]kernel.ID, error) {
	var out []kernel.ID
	return out, s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = tenants(tx)
		return err
	})
}

func (s *Service) warn(ctx context.Context, tenant kernel.ID, kind string, from, to kernel.Instant) error {
	for {
		var n int
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			found, err := unwarned(tx, tenant, kind, from, to)
			if err != nil {
				return err
			}
			n = len(found)
			for _, k := range found {
				err = s.warnOne(tx, tenant, kind, k)
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

func (s *Service) warnOne(tx *db.Tx, tenant kernel.ID, kind string, k key) error {
	first, err := warned(tx, tenant, k.id, kind, k.at)
	if err != nil || !first {
		return err
	}
	d, ok, err := load(tx, tenant, k.id)
	if err != nil || !ok {
		return err
	}
	f, err := fact(d, kind, told(d))
	if err != nil {
		return err
	}
	return s.Outbox.Tell(tx, f)
}

var errUnmoved = errors.New("the due date stays")

// MoveDues counts the due dates of all running dossiers of a site anew after its calendar was
// corrected or a year was confirmed. Every date that moves gets an event with the reason; what is
// closed keeps the date by which it was judged. It can be repeated.
func (s *Service) MoveDues(ctx context.Context, tenant kernel.ID, reason string) (moved int, err error) {
	program := kernel.Actor{Tenant: tenant, System: true, Name: "Hệ thống"}
	var after key
	after.at = kernel.FromMillis(0)
	for {
		var found []key
		err = s.DB.Read(ctx, func(tx *db.Tx) error {
			var err error
			found, err = runningAfter(tx, tenant, after)
			return err
		})
		if err != nil || len(found) == 0 {
			return moved, err
		}
		for _, k := range found {
			_, err = s.act(ctx, program, k.id, Once{}, DoMoveDue, func(w *work) error {
				e, changed, err := w.d.moveDue(w.turn, reason)
				if err == nil && !changed {
					return errUnmoved
				}
				return w.put(e, err)
			})
			if err != nil && !errors.Is(err, errUnmoved) {
				return moved, err
			}
			if err == nil {
				moved++
			}
		}
		after = found[len(found)-1]
	}
}

// ExpireDrafts throws away drafts that nobody touched for a month.
func (s *Service) ExpireDrafts(ctx context.Context) error {
	for {
		var n int64
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			var err error
			n, err = expireDrafts(tx, s.Clock.Now())
			return err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}
