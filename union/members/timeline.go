package members

import (
	"cmp"

	"doanket/kernel"
)

// A line is the live segments of one membership in the order of time.
type line []Segment

func lineOf(all []Segment) line {
	var out line
	for _, s := range all {
		if s.VoidBy == 0 {
			out = append(out, s)
		}
	}
	kernel.SortFunc(out, func(a, b Segment) int { return a.Valid.From.Compare(b.Valid.From) })
	return out
}

// last is the latest segment; false for a membership without any.
func (l line) last() (Segment, bool) {
	if len(l) == 0 {
		return Segment{}, false
	}
	return l[len(l)-1], true
}

// change is what a deed does to a line: rows that end earlier, rows that are taken back and kept, rows
// that are made.
type change struct {
	ended  []Segment // with the new end
	voided []Segment
	made   []Segment
}

// move puts the member elsewhere from a day on. Nothing before the day is touched. A move dated before
// the present stay began cannot be: that past was seen by others already.
func (l line) move(on kernel.Date, unit kernel.ID, group string, cause Cause, basis string) (change, error) {
	now, ok := l.last()
	if !ok || !now.Valid.To.IsZero() {
		return change{}, kernel.Refuse("members.not_open")
	}
	if now.Unit == unit && now.Group == group {
		return change{}, kernel.Refuse("members.there_already")
	}
	next := Segment{Member: now.Member, Unit: unit, Group: group, Valid: kernel.Period{From: on}, Cause: cause, Basis: basis, sort: now.sort}
	switch {
	case on.Before(now.Valid.From):
		return change{}, kernel.Refuse("members.before_stay", kernel.FormatDate(now.Valid.From))
	case on == now.Valid.From:
		return change{voided: []Segment{now}, made: []Segment{next}}, nil
	}
	now.Valid.To = on
	return change{ended: []Segment{now}, made: []Segment{next}}, nil
}

// end closes the line on a day, the first on which she is no longer a member.
func (l line) end(on kernel.Date) (change, error) {
	now, ok := l.last()
	if !ok || !now.Valid.To.IsZero() {
		return change{}, kernel.Refuse("members.not_open")
	}
	if !on.After(now.Valid.From) {
		return change{}, kernel.Refuse("members.before_stay", kernel.FormatDate(now.Valid.From))
	}
	now.Valid.To = on
	return change{ended: []Segment{now}}, nil
}

// Flaw (chỗ sai) is a membership whose dated rows cannot all be true, for verify.
//
//glossary:none
type Flaw struct {
	Member kernel.ID
	What   string // overlap, hole, open_twice, closed_open, empty
	On     kernel.Date
}

// flaws walks one membership: segments neither overlap nor leave a hole without a status that says
// why, at most one is open, and a membership that ended has none open.
func flaws(m Member, segments []Segment, statuses []StatusSpan) []Flaw {
	var out []Flaw
	l := lineOf(segments)
	if len(l) == 0 {
		return []Flaw{{m.ID, "empty", m.Admitted}}
	}
	for i, s := range l {
		if !s.Valid.To.IsZero() && !s.Valid.From.Before(s.Valid.To) {
			out = append(out, Flaw{m.ID, "empty", s.Valid.From})
		}
		if i == 0 {
			continue
		}
		before := l[i-1].Valid.To
		switch {
		case before.IsZero():
			out = append(out, Flaw{m.ID, "open_twice", s.Valid.From})
		case s.Valid.From.Before(before):
			out = append(out, Flaw{m.ID, "overlap", s.Valid.From})
		case before.Before(s.Valid.From) && statusOn(statuses, before) == Active:
			out = append(out, Flaw{m.ID, "hole", before})
		}
	}
	last := l[len(l)-1].Valid.To
	if last.IsZero() != m.Ended.IsZero() || cmp.Compare(last.String(), m.Ended.String()) != 0 {
		out = append(out, Flaw{m.ID, "closed_open", m.Ended})
	}
	return out
}
