package orgs

import (
	"slices"

	"doanket/kernel"
)

// span is one dated fact. A row is never altered: what no longer holds is marked with the decision
// that took it out of force, and what holds instead stands in a row beside it.
type span[V any] struct {
	ID       kernel.ID
	Value    V
	Valid    kernel.Period
	Decision kernel.ID // the paper that gave the value
	Made     kernel.ID // the decision that wrote this row; it differs when a row was only shortened
	Void     kernel.ID // the decision that took the row out of force, 0 while it holds

	fresh, fell bool // in memory: not yet written, taken out of force since it was read
}

// naming is what a unit is called.
type naming struct{ Name, Short string }

// lifeEnds are the papers by which a unit began and ended.
type lifeEnds struct{ Founded, Ended kernel.ID }

// track is everything ever decided about one fact of a unit, what is void included.
type track[V comparable] struct{ rows []span[V] }

// live are the rows in force, the earliest first.
func (t track[V]) live() []span[V] {
	var out []span[V]
	for _, s := range t.rows {
		if s.Void == 0 {
			out = append(out, s)
		}
	}
	kernel.SortFunc(out, func(a, b span[V]) int { return a.Valid.From.Compare(b.Valid.From) })
	return out
}

// at is the row in force on a day.
func (t track[V]) at(on kernel.Date) (span[V], bool) {
	for _, s := range t.rows {
		if s.Void == 0 && s.Valid.Holds(on) {
			return s, true
		}
	}
	return span[V]{}, false
}

// changed tells whether something is there to be written.
func (t track[V]) changed() bool {
	return slices.ContainsFunc(t.rows, func(s span[V]) bool { return s.fresh || s.fell })
}

// void takes a row out of force; one that was never written is simply gone.
func (t *track[V]) void(id, by kernel.ID) {
	i := slices.IndexFunc(t.rows, func(s span[V]) bool { return s.ID == id })
	if t.rows[i].fresh {
		t.rows = slices.Delete(t.rows, i, i+1)
		return
	}
	t.rows[i].Void, t.rows[i].fell = by, true
}

func (t *track[V]) add(id kernel.ID, v V, valid kernel.Period, decision, by kernel.ID) {
	t.rows = append(t.rows, span[V]{ID: id, Value: v, Valid: valid, Decision: decision, Made: by, fresh: true})
}

// cut lets a row hold only until a day: nothing is left of one that begins then or later.
func (t *track[V]) cut(s span[V], on kernel.Date, by kernel.ID, newID func() kernel.ID) {
	t.void(s.ID, by)
	if s.Valid.From.Before(on) {
		t.add(newID(), s.Value, kernel.Period{From: s.Valid.From, To: on}, s.Decision, by)
	}
}

// put sets a new value from a day on: the covering row ends that day, the new one holds until the next
// that is already known. Later rows stay as they are, and no day before is touched: what was seen as of
// an earlier date is seen for ever. Refuses with orgs.same_day when a change is already dated on that day.
func (t *track[V]) put(v V, from kernel.Date, by kernel.ID, newID func() kernel.ID) error {
	valid := kernel.Period{From: from}
	var covering *span[V]
	for _, s := range t.live() {
		switch {
		case s.Valid.From == from:
			return kernel.Refuse("orgs.same_day", kernel.FormatDate(from))
		case s.Valid.Holds(from):
			covering, valid.To = &s, s.Valid.To
		case s.Valid.From.After(from) && (valid.To.IsZero() || s.Valid.From.Before(valid.To)):
			valid.To = s.Valid.From
		}
	}
	if covering != nil {
		t.cut(*covering, from, by, newID)
	}
	t.add(newID(), v, valid, by, by)
	return nil
}

// end lets nothing hold from a day on.
func (t *track[V]) end(on kernel.Date, by kernel.ID, newID func() kernel.ID) {
	for _, s := range t.live() {
		if s.Valid.To.IsZero() || s.Valid.To.After(on) {
			t.cut(s, on, by, newID)
		}
	}
}

// replace puts other values in the place of one, from a day on, wherever it holds.
func (t *track[V]) replace(old V, with []V, from kernel.Date, by kernel.ID, newID func() kernel.ID) bool {
	found := false
	for _, s := range t.live() {
		if s.Value != old || !(s.Valid.To.IsZero() || s.Valid.To.After(from)) {
			continue
		}
		found = true
		t.cut(s, from, by, newID)
		for _, v := range with {
			t.add(newID(), v, kernel.Period{From: later(s.Valid.From, from), To: s.Valid.To}, by, by)
		}
	}
	return found
}

// undo takes back what one decision wrote and lets hold again what it had taken out of force. It gives
// the decision that has built on it meanwhile, 0 when there is none.
func (t *track[V]) undo(of, by kernel.ID, newID func() kernel.ID) (built kernel.ID) {
	for _, s := range slices.Clone(t.rows) {
		switch {
		case s.Made == of && s.Void == 0:
			t.void(s.ID, by)
		case s.Made == of && s.Void != of:
			built = s.Void
		case s.Void == of:
			t.add(newID(), s.Value, s.Valid, s.Decision, by)
		}
	}
	return built
}

// clear takes out of force all that holds.
func (t *track[V]) clear(by kernel.ID) {
	for _, s := range t.live() {
		t.void(s.ID, by)
	}
}

// whole tells whether the rows in force hold on every day of a period, each day once. It gives the
// first day on which they do not.
func (t track[V]) whole(p kernel.Period) (kernel.Date, bool) {
	next := p.From
	for _, s := range t.live() {
		if s.Valid.From != next || next.IsZero() {
			return next, false
		}
		next = s.Valid.To
	}
	return next, next == p.To
}

// intersect is the days that two periods share; ok is false when there are none.
func intersect(a, b kernel.Period) (kernel.Period, bool) {
	if !a.Overlaps(b) {
		return kernel.Period{}, false
	}
	out := a
	if b.From.After(a.From) {
		out.From = b.From
	}
	if out.To.IsZero() || (!b.To.IsZero() && b.To.Before(out.To)) {
		out.To = b.To
	}
	return out, true
}

// covers tells whether outer holds every day of inner.
func covers(outer, inner kernel.Period) bool {
	if inner.From.Before(outer.From) {
		return false
	}
	return outer.To.IsZero() || (!inner.To.IsZero() && !inner.To.After(outer.To))
}
