package benefits

import (
	"slices"

	"doanket/kernel"
)

// Permissions of this room, as mandates carry them.
const (
	PermView    = "benefits.view"    // xem thoả thuận, phiếu, số liệu
	PermPrepare = "benefits.prepare" // soạn thoả thuận, đợt phiếu, phát phiếu
	PermApprove = "benefits.approve" // ký duyệt, mở đợt phiếu, kết thúc
	PermRedeem  = "benefits.redeem"  // đối tác: kiểm tra, ghi lượt dùng
)

var watching = []string{PermView, PermPrepare, PermApprove}

// Watching are the rights with which the union's own pages of this room open.
func Watching() []string { return slices.Clone(watching) }

// sight is where the actor holds any right of the union's side of this room.
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

// scope is the actor's sight with the paths of its units, so that rules need no store.
type scope struct {
	All   bool
	Roots []kernel.ID
	Above []kernel.ID // the roots and all units above them
}

// An agreement is seen by whoever holds a right of this room over its unit or one above it; once it is
// signed also by whoever holds one below it, because her members are reached by it. To everyone else it
// does not exist.
func canSee(a kernel.Actor, g Agreement, path []kernel.ID, s scope) error {
	if a.Tenant == g.Tenant && (s.All || shares(s.Roots, path) || g.State != Draft && g.State != Dropped && slices.Contains(s.Above, g.Org)) {
		return nil
	}
	return kernel.Missing("benefits.no_agreement")
}

// It is written, approved and ended by rights over its own unit or one above it.
func canOwn(a kernel.Actor, g Agreement, path []kernel.ID, s scope, permission string) error {
	err := canSee(a, g, path, s)
	if err != nil {
		return err
	}
	if a.Can(permission, path) {
		return nil
	}
	return kernel.Forbid("benefits.no_right")
}

// Whoever signs or opens is not the one who wrote it (bốn mắt).
func canApprove(a kernel.Actor, preparer kernel.ID) error {
	if a.System || a.Account != preparer {
		return nil
	}
	return kernel.Forbid("benefits.second_person")
}

// Vouchers are issued to members of a unit by whoever prepares for that unit or one above it; the unit
// itself must stand below the one that signed.
func canIssue(a kernel.Actor, unit []kernel.ID) bool { return a.Can(PermPrepare, unit) }

// Uses and vouchers are listed for the units over whose subtrees the actor holds a right of this room;
// the unit that signed and those above it see all uses of its agreement.
func seesRow(a kernel.Actor, unit, signer []kernel.ID) bool {
	return a.System || shares(sight(a), unit) || shares(sight(a), signer)
}

// A till works with the agreements of its own account only. To others they do not exist.
func canTill(a kernel.Actor, g Agreement) error {
	if a.Tenant == g.Tenant && a.Account != 0 && a.Account == g.Partner && a.Anywhere(PermRedeem) {
		return nil
	}
	return kernel.Missing("benefits.no_use")
}

func shares(a, b []kernel.ID) bool {
	return slices.ContainsFunc(a, func(x kernel.ID) bool { return slices.Contains(b, x) })
}
