package orgs

import (
	"encoding/json"

	"doanket/internal/db"
	"doanket/kernel"
)

// checkBasis asks for the paper and the day: no unit changes without a decision.
func checkBasis(b Basis) *kernel.Faults {
	fs := &kernel.Faults{}
	if tidy(b.Number) == "" {
		fs.Add("so_qd", "orgs.need_number")
	}
	if b.Decided.IsZero() {
		fs.Add("ngay_qd", "orgs.need_decided")
	}
	if b.Effective.IsZero() {
		fs.Add("hieu_luc", "orgs.need_effective")
	}
	return fs
}

// checkFounding names everything that is wrong with a new unit at once.
func (s *Service) checkFounding(tx *db.Tx, in Founding) error {
	fs := checkBasis(in.Basis)
	if tidy(in.Name) == "" {
		fs.Add("ten", "orgs.need_name")
	}
	if len(in.Name) > 500 {
		fs.Add("ten", "orgs.long_name", 500)
	}
	if !in.Basis.Effective.IsZero() {
		_, ok, err := kindOn(tx, in.Kind, in.Basis.Effective)
		if err != nil {
			return err
		}
		if !ok {
			fs.Add("loai", "orgs.unknown_kind")
		}
	}
	return fs.Err("orgs.invalid")
}

// tell hands the fact to the others and writes the journal: the last step of every change.
func (s *Service) tell(tx *db.Tx, a kernel.Actor, f fact, tenant, org kernel.ID, before, after any) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	subject := "org:" + org.String()
	err = s.outbox.Tell(tx, kernel.Fact{Tenant: tenant, Kind: f.kind(), Version: 1, Subject: subject, Actor: a.Account, Data: body})
	if err != nil {
		return err
	}
	a.Tenant = tenant
	return s.audit.Note(tx, a, f.kind(), subject, before, after)
}
