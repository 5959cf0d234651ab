package people

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Staff is an account as other rooms name it: who she is and in which main post, on a day.
//
//glossary:none
type Staff struct {
	Account, Person, Org kernel.ID
	Name, Post, Email    string
}

// StaffOf names one account of a tenant today. Refuses with people.no_account.
func (s *Service) StaffOf(ctx context.Context, tenant, account kernel.ID) (Staff, error) {
	var out Staff
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		out, ok, err = staffOf(tx, tenant, account, s.today())
		if err == nil && !ok {
			return kernel.Missing("people.no_account")
		}
		return err
	})
	return out, err
}

// Self is the person behind the actor, so that she need not write down what the office knows of her.
// The person is zero for an account without one.
func (s *Service) Self(ctx context.Context, a kernel.Actor) (Person, error) {
	var out Person
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, _, err = loadPerson(tx, a.Person)
		return err
	})
	return out, err
}

// StaffHolding are the accounts that hold a permission over a unit today, by given name.
func (s *Service) StaffHolding(ctx context.Context, tenant, org kernel.ID, permission string) ([]Staff, error) {
	var out []Staff
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, org, s.today())
		if err != nil {
			return err
		}
		out, err = staffHolding(tx, tenant, path, permission, s.today())
		return err
	})
	return out, err
}

// AccountByLogin finds the account of a login name. Refuses with people.no_account.
func (s *Service) AccountByLogin(ctx context.Context, tenant kernel.ID, login string) (kernel.ID, error) {
	var id kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		id, ok, err = accountByLogin(tx, tenant, login)
		if err == nil && !ok {
			return kernel.Missing("people.no_account")
		}
		return err
	})
	return id, err
}

// AccountsOf are the accounts by which some persons can sign in, for those who write to them.
func (s *Service) AccountsOf(tx *db.Tx, tenant kernel.ID, persons []kernel.ID) (map[kernel.ID]kernel.ID, error) {
	out := map[kernel.ID]kernel.ID{}
	if len(persons) == 0 {
		return out, nil
	}
	list, err := accountsOf(tx, tenant, persons)
	for _, p := range list {
		out[p.person] = p.account
	}
	return out, err
}
