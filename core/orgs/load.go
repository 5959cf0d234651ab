package orgs

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// LoadReference writes the kinds and levels that come with the program. Doing it again changes
// nothing; rows that a site has added stay.
func (s *Service) LoadReference(ctx context.Context) error {
	levels, err := builtinLevels()
	if err != nil {
		return err
	}
	kinds, err := builtinKinds()
	if err != nil {
		return err
	}
	return s.alter(ctx, func(tx *db.Tx) error {
		for _, l := range levels {
			err := putLevel(tx, l)
			if err != nil {
				return err
			}
		}
		for _, k := range kinds {
			err := putKind(tx, k)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// KindsOn lists the kinds that the law knows on a day.
func (s *Service) KindsOn(tx *db.Tx, on kernel.Date) ([]Kind, error) { return kindsOn(tx, on) }

// Levels lists all levels with their validity.
func (s *Service) Levels(tx *db.Tx) ([]Level, error) { return allLevels(tx) }
