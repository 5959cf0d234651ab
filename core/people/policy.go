package people

import (
	"slices"

	"doanket/kernel"
)

// Keys of this room's permissions.
const (
	mayView  = "people.view"
	mayEdit  = "people.edit"
	mayGrant = "people.grant"
	mayAudit = "audit.view"
)

// standing is where a person stands: the path of each unit in which she has a post or her account a mandate.
type standing [][]kernel.ID

// A person and her account may be seen by herself, by whoever holds people.view over a unit in which
// she has a post or a mandate, and, when she stands nowhere yet, by whoever holds it over the whole
// site. To everyone else she does not exist.
func canSee(a kernel.Actor, acc Account, where standing) error {
	if a.System || a.SignedIn() && a.Account == acc.ID {
		return nil
	}
	if a.SignedIn() && a.Tenant == acc.Tenant && over(a, mayView, acc.Tenant, where) {
		return nil
	}
	return kernel.Missing("people.no_account")
}

// An account may be changed by whoever holds people.edit over ALL units in which its owner stands:
// who disables an account takes its owner out of all of them.
func canEdit(a kernel.Actor, acc Account, where standing) error {
	err := canSee(a, acc, where)
	if err != nil {
		return err
	}
	if a.System {
		return nil
	}
	if len(where) == 0 {
		where = standing{{acc.Tenant}}
	}
	for _, path := range where {
		if !a.Can(mayEdit, path) {
			return kernel.Forbid("people.may_not_edit")
		}
	}
	return nil
}

func over(a kernel.Actor, permission string, tenant kernel.ID, where standing) bool {
	if a.Can(permission, []kernel.ID{tenant}) {
		return true
	}
	return slices.ContainsFunc(where, func(path []kernel.ID) bool { return a.Can(permission, path) })
}

// A mandate over a unit is given by whoever holds people.grant over that unit, never to oneself.
// A unit that one may not see answers as if it did not exist.
func canGive(a kernel.Actor, to kernel.ID, tenant kernel.ID, path []kernel.ID) error {
	if a.System {
		return nil
	}
	if !a.SignedIn() || a.Tenant != tenant || !a.Can(mayGrant, path) {
		return kernel.Missing("people.no_org")
	}
	if a.Account == to {
		return kernel.Forbid("people.not_to_self")
	}
	return nil
}

// A pending mandate is confirmed or refused by a third person with people.grant over the unit:
// neither the giver nor the taker.
func canConfirm(a kernel.Actor, m Mandate, path []kernel.ID) error {
	if a.System {
		return nil
	}
	if !a.SignedIn() || a.Tenant != m.Tenant || !a.Can(mayGrant, path) {
		return kernel.Missing("people.no_mandate")
	}
	if a.Account == m.GivenBy || a.Account == m.Account {
		return kernel.Forbid("people.second_person")
	}
	return nil
}

// A mandate is ended by whoever holds people.grant over its unit; a delegation also by the one for
// whom it acts; and everyone may lay down her own.
func canEnd(a kernel.Actor, m Mandate, path []kernel.ID) error {
	if a.System || a.SignedIn() && (a.Account == m.Account || a.Account == m.OnBehalfOf) {
		return nil
	}
	if a.SignedIn() && a.Tenant == m.Tenant && a.Can(mayGrant, path) {
		return nil
	}
	return kernel.Missing("people.no_mandate")
}

// Only the holder of a mandate delegates it.
func canDelegate(a kernel.Actor, m Mandate) error {
	if a.System || a.SignedIn() && a.Account == m.Account {
		return nil
	}
	return kernel.Missing("people.no_mandate")
}

// What belongs to an account alone (password, one-time codes, passkeys, sessions, tokens) is touched by its owner.
func isOwner(a kernel.Actor, account kernel.ID) error {
	if a.System || a.SignedIn() && a.Account == account {
		return nil
	}
	return kernel.Missing("people.no_account")
}

// The journal is read by whoever holds audit.view over the whole site: one chain tells of all units.
func canReadJournal(a kernel.Actor) error {
	if a.System || a.SignedIn() && a.Can(mayAudit, []kernel.ID{a.Tenant}) {
		return nil
	}
	return kernel.Missing("web.no_such_page")
}
