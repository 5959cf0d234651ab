package people

import (
	"context"
	"slices"

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

// Working are the accounts that hold one of some permissions over a path of units on a day, as the
// transaction sees it: while a reorganisation is at work its own mandates count.
func (s *Service) Working(tx *db.Tx, tenant kernel.ID, path []kernel.ID, permissions []string, on kernel.Date) ([]kernel.ID, error) {
	var out []kernel.ID
	for _, p := range permissions {
		list, err := staffHolding(tx, tenant, path, p, on)
		if err != nil {
			return nil, err
		}
		for _, who := range list {
			if !slices.Contains(out, who.Account) {
				out = append(out, who.Account)
			}
		}
	}
	return out, nil
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
