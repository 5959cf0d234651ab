package procedures

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

func compareText(a, b string) int { return strings.Compare(a, b) }

// Published is the version under which a dossier is filed on a day: of those in force the one that
// began last, and of two that began together the higher number. Refuses procedures.not_published.
func (s *Service) Published(tx *db.Tx, tenant kernel.ID, code string, on kernel.Date) (*Version, error) {
	r, ok, err := currentVersion(tx, tenant, code, on)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &kernel.Fault{Kind: kernel.NotFound, Code: "procedures.not_published", Args: []any{dayText(on)}}
	}
	return s.open(tx, r)
}

// Get is a version by ID in whatever state, for dossiers that are pinned to it. Refuses procedures.not_found.
func (s *Service) Get(tx *db.Tx, tenant, id kernel.ID) (*Version, error) {
	r, ok, err := headByID(tx, tenant, id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, kernel.Missing("procedures.not_found")
	}
	return s.open(tx, r)
}

// open gives the compiled form with the ID and state of this row; its text is read only when the
// content is not known yet.
func (s *Service) open(tx *db.Tx, r row) (*Version, error) {
	v := s.compiled.have(r.SHA256)
	if v == nil {
		text, err := canonicalOf(tx, r)
		if err != nil {
			return nil, err
		}
		v, err = s.compiled.of(r.SHA256, []byte(text))
		if err != nil {
			return nil, err
		}
	}
	mine := *v
	mine.ID, mine.Procedure, mine.State = r.ID, r.Procedure, r.State
	return &mine, nil
}

// Current is Published for a caller without a transaction.
func (s *Service) Current(ctx context.Context, tenant kernel.ID, code string, on kernel.Date) (*Version, error) {
	var v *Version
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v, err = s.Published(tx, tenant, code, on)
		return err
	})
	return v, err
}

// Version is Get for a caller without a transaction. A version that was published once never changes,
// so it is read once; only whether it has been retired since may be told late.
func (s *Service) Version(ctx context.Context, tenant, id kernel.ID) (*Version, error) {
	known, ok := s.fixed.Load(versionKey{tenant, id})
	if ok {
		return known.(*Version), nil
	}
	var v *Version
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v, err = s.Get(tx, tenant, id)
		return err
	})
	if err == nil && (v.State == StatePublished || v.State == StateRetired) {
		s.fixed.Store(versionKey{tenant, id}, v)
	}
	return v, err
}

type versionKey struct{ tenant, id kernel.ID }

// Follow is a follow-only entry of the national catalogue by code.
func (s *Service) Follow(ctx context.Context, tenant kernel.ID, code string) (Procedure, error) {
	var e Procedure
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		e, ok, err = entryByCode(tx, tenant, code)
		if err == nil && !ok {
			err = kernel.Missing("procedures.not_found")
		}
		return err
	})
	return e, err
}

// versions lists versions for the keepers' page, newest first.
func (s *Service) versions(ctx context.Context, a kernel.Actor, state State, before kernel.ID, limit int) ([]row, error) {
	err := canView(a)
	if err != nil {
		return nil, err
	}
	var out []row
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = listVersions(tx, s.tenant(a), state, before, limit)
		return err
	})
	return out, err
}

// review is a version with its neighbours, for the keepers' page.
func (s *Service) review(ctx context.Context, a kernel.Actor, id kernel.ID) (r row, all []row, err error) {
	err = canView(a)
	if err != nil {
		return row{}, nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		r, ok, err = versionByID(tx, s.tenant(a), id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("procedures.not_found")
		}
		all, err = versionsOf(tx, r.Tenant, r.Code)
		return err
	})
	return r, all, err
}
