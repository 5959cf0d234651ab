package people

import "doanket/kernel"

// Permission (quyền) is one thing that a room lets people do. Rooms declare theirs and the wiring
// hands the list to this room, so that the printed matrix comes from the code.
//
//glossary:none
type Permission struct{ Key, Title, Room string }

// Role (vai trò) is a named set of permissions. FourEyes asks for a second person when it is given.
//
//glossary:none
type Role struct {
	ID          kernel.ID
	Key         string
	Title       string
	FourEyes    bool
	Permissions []string
}

// MandateState is where a mandate stands.
//
//glossary:none
type MandateState string

// The states of a mandate; see flow.go.
const (
	Pending MandateState = "pending"
	Active  MandateState = "active"
	Refused MandateState = "refused"
	Ended   MandateState = "ended"
)

// Mandate (phân quyền, uỷ quyền) is a role over the subtree of one unit for a period, by a basis
// document. Parent and OnBehalfOf are set when it was delegated.
type Mandate struct {
	ID          kernel.ID
	Tenant      kernel.ID
	Account     kernel.ID
	Role        string // key
	RoleTitle   string
	Org         kernel.ID
	Valid       kernel.Period
	Basis       string
	State       MandateState
	Parent      kernel.ID
	OnBehalfOf  kernel.ID
	GivenBy     kernel.ID
	GivenAt     kernel.Instant
	ConfirmedBy kernel.ID
	EndedAt     kernel.Instant
	FourEyes    bool

	AccountName string // for pages
	OnBehalf    string
	GiverName   string
	OrgName     string
}

// Delegated tells whether it rests on another mandate.
func (m Mandate) Delegated() bool { return m.Parent != 0 }

// delegate makes the mandate by which somebody else acts for the holder. It lies inside of what it
// rests on, ends on a day that is known, and cannot be handed on. (NĐ 30/2020/NĐ-CP điều 13: uỷ quyền
// có thời hạn, người được uỷ quyền không được uỷ quyền lại.)
func (m Mandate) delegate(to kernel.ID, valid kernel.Period, basis string, today kernel.Date) (Mandate, error) {
	var faults kernel.Faults
	switch {
	case m.Delegated():
		return Mandate{}, kernel.Refuse("people.no_redelegation")
	case m.State != Active || !m.Valid.Holds(today):
		return Mandate{}, kernel.Refuse("people.mandate_not_active")
	case to == m.Account:
		return Mandate{}, kernel.Refuse("people.delegate_to_self")
	}
	if valid.From.Before(today) {
		faults.Add("tu_ngay", "people.from_today")
	}
	if valid.To.IsZero() {
		faults.Add("den_ngay", "people.end_needed")
	} else if !valid.To.After(valid.From) {
		faults.Add("den_ngay", "people.end_before_start")
	} else if !m.Valid.To.IsZero() && valid.To.After(m.Valid.To) {
		faults.Add("den_ngay", "people.end_after_parent", kernel.FormatDate(m.Valid.To.AddDays(-1)))
	}
	if basis == "" {
		faults.Add("can_cu", "people.basis_needed")
	}
	err := faults.Err("people.bad_delegation")
	if err != nil {
		return Mandate{}, err
	}
	return Mandate{
		Tenant: m.Tenant, Account: to, Role: m.Role, RoleTitle: m.RoleTitle, Org: m.Org, Valid: valid, Basis: basis,
		State: Active, Parent: m.ID, OnBehalfOf: m.Account,
	}, nil
}
