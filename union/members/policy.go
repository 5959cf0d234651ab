package members

import "doanket/kernel"

// Permissions of this room.
const (
	ViewPermission   = "members.view"   // xem sổ đoàn viên
	KeepPermission   = "members.keep"   // ghi sổ: đề nghị kết nạp, sửa hồ sơ, chuyển sinh hoạt
	DecidePermission = "members.decide" // quyết định: kết nạp, cho ra, kỷ luật
)

// A roll is read by whoever may view, keep or decide over the unit where the member stands now or
// stood last. The member herself reads her own record. To everyone else it does not exist.
func canView(a kernel.Actor, m Member, path []kernel.ID) error {
	if a.System || a.SignedIn() && a.Tenant == m.Tenant && (a.Person == m.Person && a.Person != 0 || mayView(a, path)) {
		return nil
	}
	return kernel.Missing("members.no_member")
}

func mayView(a kernel.Actor, path []kernel.ID) bool {
	return a.Can(ViewPermission, path) || a.Can(KeepPermission, path) || a.Can(DecidePermission, path)
}

// What the roll says is written by the keeper of the unit or of a unit above it.
func canKeep(a kernel.Actor, m Member, path []kernel.ID) error {
	return may(a, m, path, KeepPermission)
}

// Admission, leaving, discipline and expulsion are decided by the committee of the unit or of one above it.
func canDecide(a kernel.Actor, m Member, path []kernel.ID) error {
	return may(a, m, path, DecidePermission)
}

func may(a kernel.Actor, m Member, path []kernel.ID, permission string) error {
	if a.System || a.Tenant == m.Tenant && a.Can(permission, path) {
		return nil
	}
	err := canView(a, m, path)
	if err != nil {
		return err
	}
	return kernel.Forbid("members.may_not")
}

// A unit is written into by whoever keeps its roll; one that the actor may not see does not exist.
func canKeepUnit(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	if a.System || a.Tenant == tenant && len(path) > 0 && a.Can(KeepPermission, path) {
		return nil
	}
	if a.Tenant == tenant && mayView(a, path) {
		return kernel.Forbid("members.may_not")
	}
	return kernel.Missing("members.no_unit")
}

// visibleTo are the units over whose subtrees the actor reads the roll: canView as a list.
func visibleTo(a kernel.Actor) []kernel.ID {
	var out []kernel.ID
	seen := map[kernel.ID]bool{}
	for _, p := range []string{ViewPermission, KeepPermission, DecidePermission} {
		for _, r := range a.Roots(p) {
			if !seen[r] {
				seen[r] = true
				out = append(out, r)
			}
		}
	}
	return out
}
