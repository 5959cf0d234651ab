package inspection

import (
	"context"
	"time"

	"doanket/internal/db"
)

// Schedule registers what happens by the clock.
func (s *Service) Schedule() { s.Outbox.Every("inspection.turn", time.Hour, s.Turn) }

// Turn lets the lists follow what reorganisations have decided for a day that has come.
func (s *Service) Turn(ctx context.Context) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return turnDay(tx, s.today()) })
}
