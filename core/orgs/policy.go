package orgs

import "doanket/kernel"

// Permissions of this room.
const (
	ViewPermission = "orgs.view"
	EditPermission = "orgs.edit"
)

// A unit may be seen by whoever holds orgs.view over it, on the day of the question. To everyone
// else it answers as if it did not exist.
func canView(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if !a.SignedIn() || (a.Tenant != tenant && !a.System) || !a.Can(ViewPermission, path) {
		return kernel.Missing("orgs.no_org")
	}
	return nil
}

// A unit may be founded, renamed, moved or wound up by whoever holds orgs.edit over the place where
// it stands; a move needs the right over both places.
func canEdit(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if a.System || (a.Tenant == tenant && a.Can(EditPermission, path)) {
		return nil
	}
	err := canView(a, tenant, path)
	if err != nil {
		return err
	}
	return kernel.Forbid("orgs.may_not_edit")
}

// mayEdit is the same question for a page that decides which buttons to show.
func mayEdit(a kernel.Actor, tenant kernel.ID, path []kernel.ID) bool {
	return canEdit(a, tenant, path) == nil
}
