package tasks

import (
	"slices"

	"doanket/kernel"
)

// Permissions of this room.
const (
	ViewPermission   = "tasks.view"   // xem nhiệm vụ của đơn vị
	AssignPermission = "tasks.assign" // giao việc, xác nhận kết quả
	HandlePermission = "tasks.handle" // nhận và làm việc giao cho đơn vị
)

// Paths are the units of a task with all units above them today.
//
//glossary:none
type Paths struct{ Unit, Giver, Rise []kernel.ID }

// The one who does it: the person it is given to, or, while nobody is named, whoever holds its
// permission over the unit.
func doer(a kernel.Actor, t Task, p Paths) bool {
	if !a.SignedIn() {
		return false
	}
	if t.Assignee.Account != 0 {
		return t.Assignee.Account == a.Account
	}
	return a.Can(t.Permission, p.Unit)
}

// The one who gave it: the person herself, or whoever gives work in the unit that gave it. What the
// program gave belongs to the unit that it gave it for.
func giver(a kernel.Actor, t Task, p Paths) bool {
	return a.SignedIn() && (t.Giver.Account != 0 && t.Giver.Account == a.Account || a.Can(AssignPermission, p.Giver))
}

// A private task is seen by the one it is given to and by nobody else.
// A task is seen by who gave it, by who does it, by who looks on or gives work over either unit, and
// by those above once it rose to them. To everyone else it does not exist.
func canSee(a kernel.Actor, t Task, p Paths) error {
	if a.System && a.Tenant == t.Tenant {
		return nil
	}
	if a.Tenant != t.Tenant || !a.SignedIn() {
		return kernel.Missing("tasks.no_task")
	}
	if t.Private {
		if t.Assignee.Account != 0 && t.Assignee.Account == a.Account {
			return nil
		}
		return kernel.Missing("tasks.no_task")
	}
	if doer(a, t, p) || giver(a, t, p) {
		return nil
	}
	for _, path := range [][]kernel.ID{p.Unit, p.Giver} {
		if a.Can(ViewPermission, path) || a.Can(AssignPermission, path) {
			return nil
		}
	}
	if t.Bells.Risen && t.Rise.Permission != "" && a.Can(t.Rise.Permission, p.Rise) {
		return nil
	}
	return kernel.Missing("tasks.no_task")
}

// may answers whether the actor may do a verb. Beyond seeing it:
//
//   - taking, reporting and noting progress belong to who does it;
//   - returning, confirming, calling off, extending and urging belong to who gave it, and not to who
//     reported it, unless she gave it to herself;
//   - handing over inside the unit also belongs to who gives work there;
//   - where the room of the source has the last word, nobody returns, confirms, calls off or extends here.
func may(a kernel.Actor, t Task, p Paths, v Verb) error {
	err := canSee(a, t, p)
	if err != nil {
		return err
	}
	if a.System {
		return nil
	}
	if t.Private && v != Take && v != Report && v != Note {
		return kernel.Forbid("tasks.kept_by_source")
	}
	switch v {
	case Take, Report:
		if !doer(a, t, p) {
			return kernel.Forbid("tasks.not_yours")
		}
	case Note:
		if !doer(a, t, p) && !giver(a, t, p) {
			return kernel.Forbid("tasks.not_yours")
		}
	case SendBack, Confirm, CallOff, Extend:
		if t.Kept {
			return kernel.Forbid("tasks.kept_by_source")
		}
		if !giver(a, t, p) {
			return kernel.Forbid("tasks.not_given_by_you")
		}
		if v == Confirm && t.ReportedBy == a.Account && t.Giver.Account != a.Account {
			return kernel.Forbid("tasks.own_report")
		}
	case Remind:
		if !giver(a, t, p) {
			return kernel.Forbid("tasks.not_given_by_you")
		}
	case HandOver:
		if !a.Can(AssignPermission, p.Unit) && (t.Kept || !giver(a, t, p)) {
			return kernel.Forbid("tasks.may_not_assign")
		}
	default:
		return kernel.Forbid("tasks.not_given_by_you") // Give and Finish belong to rooms, rings to the clock
	}
	return nil
}

// Work is given over a unit by whoever holds tasks.assign over it or over a unit above. A unit out of
// reach answers as if it did not exist.
func canAssign(a kernel.Actor, path []kernel.ID) error {
	if a.System || a.SignedIn() && a.Can(AssignPermission, path) {
		return nil
	}
	return kernel.Missing("tasks.no_unit_here")
}

// own are the mandates by which common work of exactly that unit is the actor's own: the permission
// must be held over the unit itself, so that a province does not find every ward's work on its desk.
func own(a kernel.Actor) map[kernel.ID][]string {
	out := map[kernel.ID][]string{}
	for _, m := range a.Mandates {
		for _, p := range m.Permissions {
			if !slices.Contains(out[m.Org], p) {
				out[m.Org] = append(out[m.Org], p)
			}
		}
	}
	return out
}

// watched are the units over whose subtrees the actor sees all tasks: canSee as a list.
func watched(a kernel.Actor) []kernel.ID {
	out := a.Roots(ViewPermission)
	for _, id := range a.Roots(AssignPermission) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// gives are the units in whose name the actor herself gives work.
func gives(a kernel.Actor) []kernel.ID {
	var out []kernel.ID
	for _, m := range a.Mandates {
		if slices.Contains(m.Permissions, AssignPermission) && !slices.Contains(out, m.Org) {
			out = append(out, m.Org)
		}
	}
	return out
}
