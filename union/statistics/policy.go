package statistics

import "doanket/kernel"

// Permissions of this room.
const (
	ViewPermission   = "statistics.view"
	FillPermission   = "statistics.fill"
	ReviewPermission = "statistics.review"
	OpenPermission   = "statistics.open"
)

var anyPermission = []string{ViewPermission, FillPermission, ReviewPermission, OpenPermission}

// place is where a unit stands for the questions of this room: itself first, then what was above it on
// the cut-off or is above it today. Who succeeded to the level above sees what came before her.
type place struct {
	tenant kernel.ID
	path   []kernel.ID
}

// above is the path without the unit itself.
func (p place) above() []kernel.ID {
	if len(p.path) == 0 {
		return nil
	}
	return p.path[1:]
}

// The statistics of a unit are seen by whoever holds any right of this room over it. To everyone else
// they answer as if they did not exist.
func canView(a kernel.Actor, p place) error {
	if a.System {
		return nil
	}
	for _, permission := range anyPermission {
		if a.SignedIn() && a.Tenant == p.tenant && a.Can(permission, p.path) {
			return nil
		}
	}
	return kernel.Missing("statistics.no_period")
}

// A form is filled in and sent by whoever holds statistics.fill over the unit: the union itself, or a
// level above that helps it.
func canFill(a kernel.Actor, p place) error {
	return allowed(a, p, FillPermission, p.path, "statistics.may_not_fill")
}

// A report is accepted or returned by the level above, never by the unit itself.
func canReview(a kernel.Actor, p place) error {
	return allowed(a, p, ReviewPermission, p.above(), "statistics.may_not_review")
}

// A period is opened by whoever holds statistics.open over the unit that it begins with.
func canOpen(a kernel.Actor, p place) error {
	return allowed(a, p, OpenPermission, p.path, "statistics.may_not_open")
}

func allowed(a kernel.Actor, p place, permission string, path []kernel.ID, code string) error {
	if a.System || a.SignedIn() && a.Tenant == p.tenant && a.Can(permission, path) {
		return nil
	}
	err := canView(a, p)
	if err != nil {
		return err
	}
	return kernel.Forbid(code)
}

// visibleTo are the units over whose subtrees the actor sees statistics: canView as a list.
func visibleTo(a kernel.Actor) []kernel.ID {
	var out []kernel.ID
	for _, permission := range anyPermission {
		out = append(out, a.Roots(permission)...)
	}
	return out
}
