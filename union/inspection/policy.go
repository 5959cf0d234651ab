package inspection

import "doanket/kernel"

// Permissions of this room.
const (
	ViewPermission    = "inspection.view"    // xem kiểm tra, giám sát
	KeepPermission    = "inspection.keep"    // lập kế hoạch, tiến hành kiểm tra
	ApprovePermission = "inspection.approve" // duyệt kế hoạch, ký quyết định, kết luận
	AnswerPermission  = "inspection.answer"  // xem kết luận, kiến nghị với đơn vị mình
)

// Paths are the committee's unit and the unit that answers today, each with all above it.
//
//glossary:none
type Paths struct{ Unit, Subject []kernel.ID }

// Who works for the committee of a unit: looks on, inspects or approves there or above.
func ofCommittee(a kernel.Actor, unit []kernel.ID) bool {
	return a.Can(ViewPermission, unit) || a.Can(KeepPermission, unit) || a.Can(ApprovePermission, unit)
}

// An inspection is seen by the committee of its unit and of the units above, by its team, and, once it
// was announced, by those who answer for the inspected unit. To everyone else it does not exist.
func canSee(a kernel.Actor, i Inspection, p Paths) error {
	if a.Tenant == i.Tenant && (a.System || a.SignedIn() && (ofCommittee(a, p.Unit) || i.On(a.Account) || answers(a, i, p))) {
		return nil
	}
	return kernel.Missing("inspection.no_inspection")
}

func answers(a kernel.Actor, i Inspection, p Paths) bool {
	return i.State != Planned && i.State != Cancelled && a.Can(AnswerPermission, p.Subject)
}

// The working lines, evidence and drafts belong to committee and team; the inspected unit reads findings
// and recommendations when they are concluded, and not who noted what.
func canSeeWork(a kernel.Actor, i Inspection, p Paths) bool {
	return a.System || ofCommittee(a, p.Unit) || i.On(a.Account)
}

// may answers whether the actor may do a verb. Beyond seeing it:
//
//   - the team, the programme and calling off belong to who inspects for the unit;
//   - announcing, concluding and closing belong to who approves there;
//   - what is found is written by the team, and by nobody else;
//   - what was done about a recommendation is judged by the team or by who inspects for the unit.
func may(a kernel.Actor, i Inspection, p Paths, v Verb) error {
	err := canSee(a, i, p)
	if err != nil || a.System {
		return err
	}
	ok := false
	switch v {
	case NameTeam, CallOff:
		ok = a.Can(KeepPermission, p.Unit)
	case Announce, Conclude, Close:
		ok = a.Can(ApprovePermission, p.Unit)
	case Start, Answer, Minute, Recommend:
		if !i.On(a.Account) {
			return kernel.Forbid("inspection.not_on_team")
		}
		ok = true
	case Settle, SendBack, Drop:
		ok = a.Can(KeepPermission, p.Unit) || i.On(a.Account)
	}
	if !ok {
		return kernel.Forbid("inspection.not_yours")
	}
	return nil
}

// An inspection is opened in the name of a unit by who inspects for it; a unit out of reach answers as
// if it did not exist.
func canOpen(a kernel.Actor, unit []kernel.ID) error {
	if a.System || a.SignedIn() && a.Can(KeepPermission, unit) {
		return nil
	}
	return kernel.Missing("inspection.no_unit_here")
}

// A committee inspects its own level and what lies below it. (union.md §1.5)
func canInspect(unit kernel.ID, subject []kernel.ID) error {
	for _, id := range subject {
		if id == unit {
			return nil
		}
	}
	return kernel.Missing("inspection.no_subject_here")
}

// A plan is seen by the committee of its unit and of those above.
func canSeePlan(a kernel.Actor, p Plan, unit []kernel.ID) error {
	if a.Tenant == p.Tenant && (a.System || a.SignedIn() && ofCommittee(a, unit)) {
		return nil
	}
	return kernel.Missing("inspection.no_plan")
}

// A plan is composed and submitted by who inspects for the unit, approved or returned by who approves
// there and neither drew it up nor submitted it.
func mayPlan(a kernel.Actor, p Plan, unit []kernel.ID, v PlanVerb) error {
	err := canSeePlan(a, p, unit)
	if err != nil || a.System {
		return err
	}
	switch v {
	case Compose, Submit:
		if !a.Can(KeepPermission, unit) {
			return kernel.Forbid("inspection.not_yours")
		}
	case Approve, Return:
		if !a.Can(ApprovePermission, unit) {
			return kernel.Forbid("inspection.not_yours")
		}
		if p.Drawn.Account == a.Account || p.Submitted.Account == a.Account {
			return kernel.Forbid("inspection.own_plan")
		}
	}
	return nil
}
