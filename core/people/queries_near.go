package people

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// StaffNear are the accounts that hold a permission by a mandate over the unit itself, or, when nobody
// does, over the nearest unit above it where somebody does; by given name. Common work of a ward lies on
// the ward's desk, not on that of the province.
func (s *Service) StaffNear(ctx context.Context, tenant, org kernel.ID, permission string) ([]Staff, error) {
	var out []Staff
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, org, s.today())
		if err != nil {
			return err
		}
		for _, id := range path {
			out, err = staffHolding(tx, tenant, []kernel.ID{id}, permission, s.today())
			if err != nil || len(out) > 0 {
				return err
			}
		}
		return nil
	})
	return out, err
}

// Logins gives the login names of accounts of a tenant.
func (s *Service) Logins(ctx context.Context, tenant kernel.ID, accounts []kernel.ID) (map[kernel.ID]string, error) {
	out := map[kernel.ID]string{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		found, err := loginsOf(tx, tenant, accounts)
		for _, x := range found {
			out[x.account] = x.login
		}
		return err
	})
	return out, err
}

// UnitsHolding are the units over which somebody holds a permission today by a mandate over the unit itself.
func (s *Service) UnitsHolding(ctx context.Context, tenant kernel.ID, permission string) ([]kernel.ID, error) {
	var out []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = unitsHolding(tx, tenant, permission, s.today())
		return err
	})
	return out, err
}
