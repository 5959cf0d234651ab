package reorg

import (
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
)

// Permissions of this room.
const (
	PreparePermission = "reorg.prepare"
	ApprovePermission = "reorg.approve"
)

// A decision that is signed may be read by whoever may see the unit at the head of its branch, and by
// those who prepare and approve there; one that is still being written by these alone. To everyone else
// it does not exist. path is the head's way up today.
func canSee(a kernel.Actor, d Reorganisation, path []kernel.ID) error {
	if a.System {
		return nil
	}
	if a.SignedIn() && a.Tenant == d.Tenant {
		if a.Can(PreparePermission, path) || a.Can(ApprovePermission, path) {
			return nil
		}
		switch d.State {
		case Approved, Held, Applied, Undone:
			if a.Can(orgs.ViewPermission, path) {
				return nil
			}
		}
	}
	return kernel.Missing("reorg.no_decision")
}

// A decision is written, tried, submitted, returned and discarded by whoever prepares over its head.
func canPrepare(a kernel.Actor, d Reorganisation, path []kernel.ID) error {
	err := canSee(a, d, path)
	if err != nil || a.System || a.Can(PreparePermission, path) {
		return err
	}
	return kernel.Forbid("reorg.may_not_prepare")
}

// It is approved by whoever approves over its head and has not written in it; sent back by the same
// people and by those who prepare.
func canApprove(a kernel.Actor, d Reorganisation, path []kernel.ID) error {
	err := canSee(a, d, path)
	if err != nil || a.System || a.Can(ApprovePermission, path) {
		return err
	}
	return kernel.Forbid("reorg.may_not_approve")
}

func canReturn(a kernel.Actor, d Reorganisation, path []kernel.ID) error {
	if canApprove(a, d, path) == nil {
		return nil
	}
	return canPrepare(a, d, path)
}

// verbsOf are the verbs that an actor may do now; pages draw their buttons from it.
func verbsOf(a kernel.Actor, d Reorganisation, path []kernel.ID) map[verb]bool {
	out := map[verb]bool{}
	prepares := canPrepare(a, d, path) == nil
	if prepares && d.State == Draft {
		out[doWrite], out[doTry], out[doSubmit], out[doDiscard] = true, true, true, true
	}
	if canApprove(a, d, path) == nil && d.State == Submitted && !slices.Contains(d.Writers, human(a)) && !d.saidYes(a) {
		out[doApprove] = true
	}
	if _, ok := flow.Next(d.State, doReturn); ok && canReturn(a, d, path) == nil {
		out[doReturn] = true
	}
	out[doUndo] = prepares && d.State == Applied && d.Undoes == 0
	return out
}
