package people

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Grant is a mandate as it is given.
//
//glossary:none
type Grant struct {
	ID      kernel.ID // 0 makes a new one
	Account kernel.ID
	Role    string
	Org     kernel.ID
	Valid   kernel.Period // an empty From is today, an empty To is open
	Basis   string
}

// Give (phân quyền) gives a role over the subtree of a unit. A role that asks for four eyes starts
// pending. Refuses with people.bad_grant and its fields, people.not_to_self, people.has_already.
func (s *Service) Give(ctx context.Context, a kernel.Actor, in Grant) (Mandate, error) {
	if in.Valid.From.IsZero() {
		in.Valid.From = s.today()
	}
	in.Basis = strings.TrimSpace(in.Basis)
	var m Mandate
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		to, _, err := s.placed(tx, in.Account)
		if err != nil {
			return err
		}
		err = s.mayGive(tx, a, to, in.Org)
		if err != nil {
			return err
		}
		role, err := s.checkGrant(tx, a, to, in)
		if err != nil {
			return err
		}
		m = Mandate{
			ID: in.ID, Tenant: to.Tenant, Account: to.ID, Role: role.Key, RoleTitle: role.Title, Org: in.Org, Valid: in.Valid,
			Basis: in.Basis, State: Active, GivenBy: a.Account, GivenAt: s.Clock.Now(), FourEyes: role.FourEyes,
		}
		if role.FourEyes && !a.System {
			m.State = Pending
		}
		return s.keepMandate(tx, a, &m, role.ID, "people.give")
	})
	return m, err
}

func (s *Service) mayGive(tx *db.Tx, a kernel.Actor, to Account, org kernel.ID) error {
	path, err := s.Orgs.Path(tx, org, s.today())
	if err != nil {
		return err
	}
	if len(path) == 0 {
		return kernel.Missing("people.no_org")
	}
	return canGive(a, to.ID, to.Tenant, path)
}

func (s *Service) checkGrant(tx *db.Tx, a kernel.Actor, to Account, in Grant) (Role, error) {
	var faults kernel.Faults
	role, ok, err := roleByKey(tx, to.Tenant, in.Role)
	if err != nil {
		return Role{}, err
	}
	if !ok {
		faults.Add("vai_tro", "people.no_role")
	}
	if !in.Valid.To.IsZero() && !in.Valid.To.After(in.Valid.From) {
		faults.Add("den_ngay", "people.end_before_start")
	}
	if in.Basis == "" && !a.System {
		faults.Add("can_cu", "people.basis_needed")
	}
	if to.State != AccountActive {
		faults.Add("tai_khoan", "people.account_disabled")
	}
	err = faults.Err("people.bad_grant")
	if err != nil {
		return Role{}, err
	}
	twice, err := hasMandate(tx, to.ID, role.ID, in.Org, in.Valid)
	if err != nil {
		return Role{}, err
	}
	if twice {
		return Role{}, kernel.Refuse("people.has_already", role.Title)
	}
	return role, nil
}

func (s *Service) keepMandate(tx *db.Tx, a kernel.Actor, m *Mandate, role kernel.ID, verb string) error {
	if m.ID == 0 {
		m.ID = s.IDs.New()
	}
	err := insertMandate(tx, *m, role)
	if err != nil {
		return err
	}
	if m.State == Active {
		err = s.tellMandate(tx, a, FactMandateGiven, *m)
		if err != nil {
			return err
		}
	}
	return s.Audit.Note(tx, inTenant(a, m.Tenant), verb, "mandate:"+m.ID.String(), nil, m.noted())
}

func (s *Service) tellMandate(tx *db.Tx, a kernel.Actor, kind string, m Mandate) error {
	return s.tell(tx, a, m.Tenant, kind, "account:"+m.Account.String(), MandateFact{m.ID, m.Account, m.Role, m.Org, m.OnBehalfOf})
}

func (m Mandate) noted() any {
	return map[string]any{
		"account": m.Account, "role": m.Role, "org": m.Org, "from": m.Valid.From, "to": m.Valid.To,
		"basis": m.Basis, "state": m.State, "on_behalf_of": m.OnBehalfOf,
	}
}

// Confirm is the second pair of eyes: the mandate begins to hold. Refuses with people.second_person.
func (s *Service) Confirm(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.move(ctx, a, id, Confirm)
}

// Refuse is the second pair of eyes saying no.
func (s *Service) Refuse(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.move(ctx, a, id, Refuse)
}

// End takes a mandate back from now on; what was delegated from it is over with it.
func (s *Service) End(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.move(ctx, a, id, End)
}

func (s *Service) move(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, path, err := s.mandateAt(tx, id)
		if err != nil {
			return err
		}
		ask := canConfirm
		if v == End {
			ask = canEnd
		}
		err = ask(a, m, path)
		if err != nil {
			return err
		}
		before := m.noted()
		was := m.State
		err = m.do(v)
		if err != nil {
			return err
		}
		changed, err := moveMandate(tx, m, was, a.Account, s.Clock.Now())
		if err != nil {
			return err
		}
		if !changed {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "people.mandate_moved"}
		}
		switch {
		case m.State == Active:
			err = s.tellMandate(tx, a, FactMandateGiven, m)
		case was == Active:
			err = s.tellMandate(tx, a, FactMandateEnded, m)
		}
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), "people."+string(v), "mandate:"+id.String(), before, m.noted())
	})
}

func (s *Service) mandateAt(tx *db.Tx, id kernel.ID) (Mandate, []kernel.ID, error) {
	m, ok, err := loadMandate(tx, id)
	if err != nil {
		return Mandate{}, nil, err
	}
	if !ok {
		return Mandate{}, nil, kernel.Missing("people.no_mandate")
	}
	path, err := s.Orgs.Path(tx, m.Org, s.today())
	return m, path, err
}

// Delegation is what the holder of a mandate hands over for a time.
//
//glossary:none
type Delegation struct {
	Mandate kernel.ID
	To      kernel.ID
	Valid   kernel.Period
	Basis   string
}

// Delegate (uỷ quyền) lets another account act for the holder of a mandate until a day. The new
// mandate says for whom it acts, cannot be delegated again, and is over by itself.
// Refuses with people.bad_delegation and its fields, people.no_redelegation, people.delegate_to_self.
func (s *Service) Delegate(ctx context.Context, a kernel.Actor, in Delegation) (Mandate, error) {
	var out Mandate
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, _, err := s.mandateAt(tx, in.Mandate)
		if err != nil {
			return err
		}
		err = canDelegate(a, m)
		if err != nil {
			return err
		}
		to, ok, err := loadAccount(tx, in.To, s.today())
		if err != nil {
			return err
		}
		if !ok || to.Tenant != m.Tenant || to.State != AccountActive {
			var faults kernel.Faults
			faults.Add("cho", "people.no_account")
			return faults.Err("people.bad_delegation")
		}
		if in.Valid.From.IsZero() {
			in.Valid.From = s.today()
		}
		out, err = m.delegate(to.ID, in.Valid, strings.TrimSpace(in.Basis), s.today())
		if err != nil {
			return err
		}
		out.GivenBy, out.GivenAt = a.Account, s.Clock.Now()
		role, _, err := roleByKey(tx, m.Tenant, m.Role)
		if err != nil {
			return err
		}
		return s.keepMandate(tx, a, &out, role.ID, "people.delegate")
	})
	return out, err
}

// EnsureRoles lays down the roles that every site begins with; roles that are there stay as they are.
func (s *Service) EnsureRoles(ctx context.Context, tenant kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, r := range firstRoles {
			r.ID = s.IDs.New()
			err := insertRole(tx, tenant, r, i)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
