package committees

import "doanket/kernel"

// Permissions of this room.
const (
	ViewPermission = "committees.view" // xem ban của công đoàn, ai giữ chức danh gì
	KeepPermission = "committees.keep" // lập ban, ghi người vào ban, cho thôi; cấp trên công nhận, chỉ định
)

var anyPermission = []string{ViewPermission, KeepPermission}

// place is where a unit stands: itself first, then all above it.
type place struct {
	tenant kernel.ID
	path   []kernel.ID
}

func (p place) above() []kernel.ID {
	if len(p.path) == 0 {
		return nil
	}
	return p.path[1:]
}

// The committees of a unit are seen by whoever holds a right of this room over it. To everyone else they
// do not exist.
func canView(a kernel.Actor, p place) error {
	if a.System {
		return nil
	}
	for _, permission := range anyPermission {
		if a.SignedIn() && a.Tenant == p.tenant && a.Can(permission, p.path) {
			return nil
		}
	}
	return kernel.Missing("committees.no_committee")
}

// What a union elects it writes down itself, or a level above does it for it.
func canKeep(a kernel.Actor, p place) error { return allowed(a, p, p.path, "committees.may_not_keep") }

// Recognising and appointing belong to the level above, never to the union itself.
func canRecognise(a kernel.Actor, p place) error {
	return allowed(a, p, p.above(), "committees.may_not_recognise")
}

func allowed(a kernel.Actor, p place, path []kernel.ID, code string) error {
	if a.System || a.SignedIn() && a.Tenant == p.tenant && a.Can(KeepPermission, path) {
		return nil
	}
	err := canView(a, p)
	if err != nil {
		return err
	}
	return kernel.Forbid(code)
}

// may answers whether the actor may do a verb to a committee. What the level above appointed it also
// fills and ends.
func may(a kernel.Actor, p place, c Committee, v Verb) error {
	if v == Recognise || c.How == Appointed {
		return canRecognise(a, p)
	}
	return canKeep(a, p)
}

// visibleTo are the units over whose subtrees the actor sees committees: canView as a list.
func visibleTo(a kernel.Actor) []kernel.ID {
	var out []kernel.ID
	for _, permission := range anyPermission {
		out = append(out, a.Roots(permission)...)
	}
	return out
}
