package cards

import "doanket/kernel"

// Permissions of this room.
const (
	IssuePermission = "cards.issue" // lập, in, giao, thay, thu hồi thẻ; soạn mẫu thẻ
	ViewPermission  = "cards.view"  // xem sổ thẻ
	CheckPermission = "cards.check" // đối tác kiểm tra thẻ
)

// A card is seen by whoever may view or issue over the unit in which its member stands now. To
// everyone else it answers as if it did not exist. The member sees her own on her own page.
func canView(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if a.System || a.SignedIn() && a.Tenant == tenant && (a.Can(ViewPermission, path) || a.Can(IssuePermission, path)) {
		return nil
	}
	return kernel.Missing("cards.no_card")
}

// Cards are issued, handed over, replaced and revoked by the office of that unit or of a union above it.
// One person is enough: the register with signatures is the second pair of eyes.
func canIssue(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if a.System || a.SignedIn() && a.Tenant == tenant && len(path) > 0 && a.Can(IssuePermission, path) {
		return nil
	}
	err := canView(a, tenant, path)
	if err != nil {
		return err
	}
	return kernel.Forbid("cards.may_not")
}

// A partner checks cards of the whole site; over which unit she holds the right does not matter, since
// she is told nothing of a unit or a person.
func canCheck(a kernel.Actor) error {
	if a.System || a.SignedIn() && a.Anywhere(CheckPermission) {
		return nil
	}
	return kernel.Missing("cards.no_card")
}

// visibleTo are the units over whose subtrees the actor sees cards: canView as a list.
func visibleTo(a kernel.Actor) []kernel.ID {
	if a.System {
		return []kernel.ID{a.Tenant}
	}
	out := a.Roots(ViewPermission)
	for _, r := range a.Roots(IssuePermission) {
		if !has(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func has(ids []kernel.ID, id kernel.ID) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}
