package payments

import "doanket/kernel"

// Permissions of this room.
const (
	CollectPermission = "payments.collect"
	ViewPermission    = "payments.view"
)

// An order and its receipts are seen by whoever may collect or look on over the collecting unit. To
// everyone else they answer as if they did not exist. The payer sees them through the room of the
// thing that is paid for, which knows who she is.
func canView(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if a.System || a.Tenant == tenant && (a.Can(ViewPermission, path) || a.Can(CollectPermission, path)) {
		return nil
	}
	return kernel.Missing("payments.no_order")
}

// Money is taken by a cashier of the collecting unit or of a unit above it. One person is enough.
func canCollect(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if a.Tenant == tenant && a.SignedIn() && a.Can(CollectPermission, path) {
		return nil
	}
	err := canView(a, tenant, path)
	if err != nil {
		return err
	}
	return kernel.Forbid("payments.may_not_collect")
}

// visibleTo are the units over whose subtrees the actor sees orders: canView as a list.
func visibleTo(a kernel.Actor) []kernel.ID {
	return append(a.Roots(ViewPermission), a.Roots(CollectPermission)...)
}
