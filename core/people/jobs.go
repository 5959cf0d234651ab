package people

import (
	"context"

	"doanket/internal/db"
)

// Sweep forgets old failures and links; the wiring calls it hourly.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return sweep(tx, s.Clock.Now()) })
}
