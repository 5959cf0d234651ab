package kernel

import "slices"

// Actor (người thực hiện) is who does something, in which post, with which mandates, today. It is
// always an explicit parameter. The zero Actor is an anonymous visitor who may nothing but what is public.
type Actor struct {
	Tenant   ID
	Account  ID
	Person   ID
	Org      ID     // the unit she works in
	Name     string // as printed on papers
	Post     string // "Cán bộ tiếp nhận"
	System   bool   // the program itself: jobs, seeds, imports
	Mandates []Mandate
}

// Mandate (phân quyền, uỷ quyền) is a role over the subtree of one unit. Only mandates valid now
// are handed to an Actor; OnBehalfOf is set when it was delegated.
type Mandate struct {
	ID          ID
	Role        string
	Org         ID
	Permissions []string
	OnBehalfOf  ID
}

// Can tells whether the actor holds the permission over a unit. path is the unit and all its
// ancestors at the date of the question, in any order.
func (a Actor) Can(permission string, path []ID) bool {
	if a.System {
		return true
	}
	for _, m := range a.Mandates {
		if slices.Contains(path, m.Org) && slices.Contains(m.Permissions, permission) {
			return true
		}
	}
	return false
}

// Anywhere tells whether the actor holds the permission over any unit at all: for menus, never for records.
func (a Actor) Anywhere(permission string) bool {
	return a.System || len(a.Roots(permission)) > 0
}

// Roots are the units over whose subtrees the permission is held; lists are scoped by them.
func (a Actor) Roots(permission string) []ID {
	var roots []ID
	for _, m := range a.Mandates {
		if slices.Contains(m.Permissions, permission) && !slices.Contains(roots, m.Org) {
			roots = append(roots, m.Org)
		}
	}
	return roots
}

// SignedIn tells an account from a visitor.
func (a Actor) SignedIn() bool { return a.Account != 0 || a.System }

// Fact (sự kiện đã xảy ra) is what one room tells the others, in the past tense, in the
// transaction of the change. Delivered at least once, in order per Subject; hearers remember its ID.
type Fact struct {
	ID      ID
	Tenant  ID
	Kind    string // "dossiers.accepted"
	Version int    // of Data's shape
	Subject string // "dossier:123": what order is kept for
	Actor   ID     // account, 0 for the program
	At      Instant
	Data    []byte // small JSON; IDs rather than personal data
}
