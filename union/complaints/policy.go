package complaints

import (
	"slices"
	"strings"

	"doanket/kernel"
)

// Permissions of this room. Neither opens a record.
const (
	ReceivePermission = "complaints.receive" // tiếp nhận, vào sổ đơn
	HandlePermission  = "complaints.handle"  // được giao thụ lý, cùng xem đơn
)

// Only those named on the record see it. There is no other way in: no mandate, no level above, not the
// program itself. To everyone else it does not exist.
func canSee(a kernel.Actor, c Complaint) error {
	if a.Account != 0 && a.Tenant == c.Tenant && c.roleOf(a.Account) != "" {
		return nil
	}
	return kernel.Missing("complaints.no_complaint")
}

// Whoever gave a record away sees nothing of it. When its lead has left, the heir, and nobody else, gives it to
// another: she is the latest of those who gave it who still serves.
func mayGiveAnew(a kernel.Actor, c Complaint, heir kernel.ID) error {
	if a.Account != 0 && a.Tenant == c.Tenant && a.Account == heir {
		return nil
	}
	return kernel.Missing("complaints.no_complaint")
}

// Beyond seeing it: who received a letter hands it over and does nothing else; who leads does everything
// after that; who reads along writes notes and adds files.
func may(a kernel.Actor, c Complaint, v Verb) error {
	err := canSee(a, c)
	if err != nil {
		return err
	}
	ok := false
	switch c.roleOf(a.Account) {
	case Receiver:
		ok = v == HandOver
	case Lead:
		ok = v != HandOver && v != GiveAnew && v != Say && v != AskWithdraw
	case Along:
		ok = v == Note || v == Attach
	}
	if !ok {
		return kernel.Forbid("complaints.not_lead")
	}
	return nil
}

// A letter is taken in by who receives for the unit or a unit above it. A unit out of reach answers as
// if it did not exist.
func canReceive(a kernel.Actor, path []kernel.ID) error {
	if a.Account != 0 && a.Can(ReceivePermission, path) {
		return nil
	}
	return kernel.Missing("complaints.no_unit_here")
}

// Nobody who is complained of comes near the record. A person who was pointed out is known by her identity;
// as long as nobody was, everyone whose name or post the letter may mean is kept away, until the lead has
// said that it is somebody else.
func conflict(m Matter, who Hand) bool {
	if resolvedFirst(m, who.Account) {
		return true
	}
	for _, p := range m.Accused {
		switch {
		case p.Person != 0:
			if p.Person == who.Person && who.Person != 0 {
				return true
			}
		case who.Person != 0 && slices.Contains(p.Not, who.Person):
		case mayMean(p.Name, who.Name) || len(strings.Fields(who.Post)) >= 3 && within(words(p.Name), words(who.Post)):
			return true
		}
	}
	return false
}

// fit refuses whoever must not come near. Refuses with complaints.resolved_first, complaints.conflict at the field.
func fit(m Matter, who Hand) error {
	if resolvedFirst(m, who.Account) {
		return fieldFault("nguoi", "complaints.resolved_first", who.Name)
	}
	if conflict(m, who) {
		return fieldFault("nguoi", "complaints.conflict", who.Name)
	}
	return nil
}

// Who resolved the first complaint does not come near the second: it goes to the level above because it is
// her decision that is disputed. (Law 02/2011/QH13 art. 7)
func resolvedFirst(m Matter, account kernel.ID) bool {
	return m.First != nil && account != 0 && slices.Contains(m.First.By, account)
}

var titles = []string{"ong", "ba", "anh", "chi", "co", "chu", "em", "dong", "d/c", "đ/c", "bac"}

// mayMean tells whether what the letter writes may be this name: the whole name somewhere in it, or its last
// words, as people are called.
func mayMean(written, name string) bool {
	n := words(name)
	if within(words(written), n) {
		return true
	}
	core := written
	if i := strings.IndexAny(core, ",(-;:"); i > 0 {
		core = core[:i]
	}
	w, called := words(core), false
	for len(w) > 1 && slices.Contains(titles, w[0]) {
		w, called = w[1:], true
	}
	for k := range min(len(w), len(n)) {
		last := slices.Equal(w[:k+1], n[len(n)-k-1:])
		if last && (called || k+1 == len(w)) { // "bà Hoài ở văn phòng"; but "Thanh tra" is nobody's name
			return true
		}
	}
	return false
}

func words(s string) []string {
	return strings.FieldsFunc(kernel.Fold(s), func(r rune) bool { return strings.ContainsRune(" \t\n,.;:()-/", r) })
}

// within tells whether the words stand together in others.
func within(all, part []string) bool {
	if len(part) == 0 {
		return false
	}
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
