package orgs

import (
	"doanket/kernel"
)

// span is one dated fact with the decision it rests on.
type span[V any] struct {
	ID       kernel.ID
	Value    V
	Valid    kernel.Period
	Decision kernel.ID
}

// naming is what a unit is called.
type naming struct{ Name, Short string }

// turn says what setting a new value from a day on does to a row of spans: the covering one ends
// that day, the new one runs until the next one that is already known. Later spans stay as they are,
// and no span before the day is touched: what was seen as of an earlier date is seen for ever.
type turn struct {
	cut   kernel.ID // the span that ends at from, 0 when there is none
	valid kernel.Period
}

// turnAt refuses with orgs.same_day when a change of this fact is already dated on that day.
func turnAt[V any](spans []span[V], from kernel.Date) (turn, error) {
	t := turn{valid: kernel.Period{From: from}}
	for _, s := range spans {
		if s.Valid.From == from {
			return turn{}, kernel.Refuse("orgs.same_day", kernel.FormatDate(from))
		}
		if s.Valid.Holds(from) {
			t.cut = s.ID
			t.valid.To = s.Valid.To
		}
	}
	for _, s := range spans {
		if s.Valid.From.After(from) && (t.valid.To.IsZero() || s.Valid.From.Before(t.valid.To)) {
			t.valid.To = s.Valid.From
		}
	}
	return t, nil
}

// at is the span in force on a day.
func at[V any](spans []span[V], on kernel.Date) (span[V], bool) {
	for _, s := range spans {
		if s.Valid.Holds(on) {
			return s, true
		}
	}
	return span[V]{}, false
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

// without takes the days of hole out of p.
func without(p, hole kernel.Period) []kernel.Period {
	if !p.Overlaps(hole) {
		return []kernel.Period{p}
	}
	var out []kernel.Period
	if p.From.Before(hole.From) {
		out = append(out, kernel.Period{From: p.From, To: hole.From})
	}
	if !hole.To.IsZero() && (p.To.IsZero() || hole.To.Before(p.To)) {
		out = append(out, kernel.Period{From: hole.To, To: p.To})
	}
	return out
}
