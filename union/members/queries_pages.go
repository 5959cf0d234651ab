package members

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// around are the units to go on to from a list, and the groups when it is that of one union.
func (s *Service) around(ctx context.Context, a kernel.Actor, unit kernel.ID, on kernel.Date) (c unitChoices, groups []string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err = s.choicesOf(tx, a, unit, on)
		if err == nil && c.Here.ID != 0 && len(c.Below) == 0 {
			groups, err = s.Groups(tx, c.Here.ID, on)
		}
		return err
	})
	return c, groups, err
}

// groupsNow are the groups of a unit today.
func (s *Service) groupsNow(ctx context.Context, unit kernel.ID) (groups []string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		groups, err = s.Groups(tx, unit, s.today())
		return err
	})
	return groups, err
}

// idOfNumber finds a membership of the site by its number.
func (s *Service) idOfNumber(ctx context.Context, tenant kernel.ID, number string) (id kernel.ID, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		m, ok, err := s.ByNumber(tx, tenant, number, s.today())
		if err == nil && !ok {
			err = kernel.Missing("members.no_such_number")
		}
		id = m.ID
		return err
	})
	return id, err
}

// mergerOf reads one merge; who may see it is decided by the two records.
func (s *Service) mergerOf(ctx context.Context, id kernel.ID) (m Merger, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		m, ok, err = loadMerger(tx, id)
		if err == nil && !ok {
			err = kernel.Missing("members.no_merge")
		}
		return err
	})
	return m, err
}
