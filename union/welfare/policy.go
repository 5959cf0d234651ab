package welfare

import (
	"slices"

	"doanket/kernel"
)

// Permissions of this room, as mandates carry them.
const (
	PermView     = "welfare.view"     // looks on
	PermPrepare  = "welfare.prepare"  // writes programmes, corrects lists, plans visits
	PermApprove  = "welfare.approve"  // opens programmes, approves lists
	PermPay      = "welfare.pay"      // pays and confirms
	PermOverride = "welfare.override" // lets a programme go beyond its budget
)

// watching are the permissions that let somebody look at the welfare of a unit.
var watching = []string{PermView, PermPrepare, PermApprove, PermPay, PermOverride}

// Watching are those rights: whoever holds one of them anywhere may open the rooms of this wing.
func Watching() []string { return slices.Clone(watching) }

// sight is where the actor holds any right of this room: the units over whose subtrees she sees all
// rows. Lists are scoped by it; tests ask it and canSee the same questions.
func sight(a kernel.Actor) []kernel.ID {
	var out []kernel.ID
	for _, p := range watching {
		for _, r := range a.Roots(p) {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// everything tells that the actor's sight is not narrowed: the program, or a mandate over the top unit.
func everything(a kernel.Actor) bool {
	return a.System || slices.Contains(sight(a), a.Tenant)
}

// scope is the actor's sight with the paths of its units, so that rules need no store.
type scope struct {
	All   bool
	Roots []kernel.ID
	Above []kernel.ID // the roots and all units above them
}

// A programme is seen by whoever holds a right of this room over its unit or over a unit above it; once
// it is open, also by whoever holds one below it, because her members are reached by it. To everyone
// else it does not exist.
func canSee(a kernel.Actor, p Programme, path []kernel.ID, s scope) error {
	if a.Tenant == p.Tenant && (s.All || shares(s.Roots, path) || p.State != Draft && p.State != Dropped && slices.Contains(s.Above, p.Org)) {
		return nil
	}
	return kernel.Missing("welfare.no_programme")
}

// A programme is written, opened, approved and closed by rights over its own unit or one above it.
func canOwn(a kernel.Actor, p Programme, path []kernel.ID, s scope, permission string) error {
	err := canSee(a, p, path, s)
	if err != nil {
		return err
	}
	if a.Can(permission, path) {
		return nil
	}
	return kernel.Forbid("welfare.no_right")
}

// A row of a list is seen and changed by rights over the unit of the member or the unit that hands it
// over, or over a unit above these: a sister union sees nothing of it.
func canTouch(a kernel.Actor, b Benefit, unit, desk []kernel.ID, permission string) error {
	mine := a.Tenant == b.Tenant
	if mine && (a.Can(permission, unit) || a.Can(permission, desk)) {
		return nil
	}
	if mine && (a.System || shares(sight(a), unit) || shares(sight(a), desk)) {
		return kernel.Forbid("welfare.no_right")
	}
	return kernel.Missing("welfare.no_benefit")
}

// Whoever approves is none of those who prepared (bốn mắt).
func canApprove(a kernel.Actor, preparers []kernel.ID) error {
	if a.System || !slices.Contains(preparers, a.Account) {
		return nil
	}
	return kernel.Forbid("welfare.second_person")
}

// Visits of a unit and allowances are seen and planned by rights over the unit or one above it.
func canVisit(a kernel.Actor, tenant kernel.ID, path []kernel.ID, permission string) error {
	if a.Tenant == tenant && (a.System || a.Can(permission, path)) {
		return nil
	}
	if a.Tenant == tenant && shares(sight(a), path) {
		return kernel.Forbid("welfare.no_right")
	}
	return kernel.Missing("welfare.no_visit")
}

func shares(a, b []kernel.ID) bool {
	return slices.ContainsFunc(a, func(x kernel.ID) bool { return slices.Contains(b, x) })
}
