package waitlists

import (
	"slices"

	"doanket/kernel"
)

// Permissions of this room, as mandates carry them.
const (
	PermView   = "waitlists.view"   // xem danh sách chờ của đơn vị
	PermKeep   = "waitlists.keep"   // soạn danh sách, ghi đơn cho đoàn viên
	PermDecide = "waitlists.decide" // mở, chốt, công bố, mời, đưa ra
)

var watching = []string{PermView, PermKeep, PermDecide}

// Watching are the rights with which the union's own pages of this room open.
func Watching() []string { return slices.Clone(watching) }

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

func everything(a kernel.Actor) bool { return a.System || slices.Contains(sight(a), a.Tenant) }

// scope is the actor's sight with the paths of its units.
type scope struct {
	All   bool
	Roots []kernel.ID
	Above []kernel.ID
}

// A list is seen by whoever holds a right of this room over its unit or one above it; once it is open
// also by whoever holds one below it, because her members may wait in it. To everyone else it does not
// exist.
func canSee(a kernel.Actor, l List, path []kernel.ID, s scope) error {
	if a.Tenant == l.Tenant && (s.All || shares(s.Roots, path) || l.State != Draft && l.State != Dropped && slices.Contains(s.Above, l.Org)) {
		return nil
	}
	return kernel.Missing("waitlists.no_list")
}

// It is written and decided by rights over its own unit or one above it.
func canOwn(a kernel.Actor, l List, path []kernel.ID, s scope, permission string) error {
	err := canSee(a, l, path, s)
	if err != nil {
		return err
	}
	if a.Can(permission, path) {
		return nil
	}
	return kernel.Forbid("waitlists.no_right")
}

// Whoever opens a list is not the one who wrote its rule (bốn mắt).
func canOpen(a kernel.Actor, preparer kernel.ID) error {
	if a.System || a.Account != preparer {
		return nil
	}
	return kernel.Forbid("waitlists.second_person")
}

// An application with its name is seen by the applicant, by whoever holds a right of this room over her
// unit or one above it, and by whoever holds one over the unit of the list or one above that.
func seesRow(a kernel.Actor, x Application, unit, owner []kernel.ID) bool {
	return a.Tenant == x.Tenant && (a.System || a.Person != 0 && a.Person == x.Person || shares(sight(a), unit) || shares(sight(a), owner))
}

// Her own application is answered and withdrawn by the applicant; for her also by whoever keeps lists
// for her unit, with her word on paper.
func canAnswer(a kernel.Actor, x Application, unit []kernel.ID) error {
	if a.Tenant == x.Tenant && (a.Person != 0 && a.Person == x.Person || a.Can(PermKeep, unit)) {
		return nil
	}
	return kernel.Missing("waitlists.no_application")
}

func shares(a, b []kernel.ID) bool {
	return slices.ContainsFunc(a, func(x kernel.ID) bool { return slices.Contains(b, x) })
}
