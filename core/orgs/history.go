package orgs

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// ReorganisationPath is where a decision that reorganises a branch can be read.
func ReorganisationPath(decision kernel.ID) string { return "/sap-xep/" + decision.String() }

// history puts all that was ever decided about a unit in one line of time, the latest first; what was
// taken back stands there too and says by which decision.
func (s *Service) history(tx *db.Tx, a kernel.Actor, o Org) ([]HistoryLine, error) {
	r := newRegister(o.Tenant, s.ids.New)
	err := r.take(tx, []kernel.ID{o.ID})
	if err != nil {
		return nil, err
	}
	h := historian{s: s, tx: tx, a: a, today: s.Today(), born: o.Life.From, papers: map[kernel.ID]Decision{}}
	f := r.units[o.ID]
	for _, step := range []func(*facts) error{h.life, h.names, h.kinds, h.parents, h.codes, h.areas} {
		err = step(f)
		if err != nil {
			return nil, err
		}
	}
	kernel.SortStableFunc(h.lines, func(a, b HistoryLine) int { return b.On.Compare(a.On) })
	return h.lines, nil
}

type historian struct {
	s      *Service
	tx     *db.Tx
	a      kernel.Actor
	today  kernel.Date
	born   kernel.Date
	papers map[kernel.ID]Decision
	lines  []HistoryLine
}

// paper reads a decision, with the page where this reader finds it.
func (h *historian) paper(id kernel.ID) (Decision, error) {
	if d, known := h.papers[id]; known || id == 0 {
		return d, nil
	}
	d, _, err := loadDecision(h.tx, id)
	if err != nil {
		return d, err
	}
	if d.Seat != 0 {
		path, err := h.s.Path(h.tx, d.Seat, h.today)
		if err != nil {
			return d, err
		}
		if h.a.Can(ViewPermission, path) {
			d.Page = ReorganisationPath(id)
		}
	}
	h.papers[id] = d
	return d, nil
}

func (h *historian) add(on kernel.Date, what, value, was string, decision, cancelled kernel.ID) error {
	d, err := h.paper(decision)
	if err != nil {
		return err
	}
	c, err := h.paper(cancelled)
	if err != nil {
		return err
	}
	h.lines = append(h.lines, HistoryLine{On: on, What: what, Value: value, Was: was, Decision: d, Cancelled: c, Future: on.After(h.today) && cancelled == 0})
	return nil
}

// change is one change of a fact: what it was before, and the decision that took it back, if one did.
type change[V comparable] struct {
	span[V]
	was       V
	cancelled kernel.ID
}

// changes are those of a track after the unit's first day.
func changes[V comparable](t track[V], born kernel.Date) []change[V] {
	var out []change[V]
	live := t.live()
	for i, s := range live {
		if i > 0 && live[i-1].Value != s.Value {
			out = append(out, change[V]{span: s, was: live[i-1].Value})
		}
		if i == 0 && s.Valid.From.After(born) {
			out = append(out, change[V]{span: s})
		}
	}
	for _, s := range t.rows {
		same := func(o span[V]) bool {
			return o.Value == s.Value && o.Valid.From == s.Valid.From && o.Decision == s.Decision
		}
		if s.Void == 0 || slices.ContainsFunc(live, same) || !s.Valid.From.After(born) || slices.ContainsFunc(out, func(c change[V]) bool { return same(c.span) }) {
			continue
		}
		was, _ := t.at(s.Valid.From.AddDays(-1))
		if was.Value != s.Value {
			out = append(out, change[V]{span: s, was: was.Value, cancelled: s.Void})
		}
	}
	return out
}

func (h *historian) life(f *facts) error {
	live := f.life.live()
	told := map[lifeEnds]bool{}
	for _, s := range live {
		told[s.Value] = true
		err := h.add(s.Valid.From, "founded", "", "", s.Value.Founded, 0)
		if err == nil && s.Value.Ended != 0 {
			err = h.add(s.Valid.To, "wound_up", "", "", s.Value.Ended, 0)
		}
		if err != nil {
			return err
		}
	}
	for _, s := range f.life.rows {
		if s.Void == 0 || told[s.Value] {
			continue
		}
		told[s.Value] = true
		var err error
		if s.Value.Ended != 0 {
			err = h.add(s.Valid.To, "wound_up", "", "", s.Value.Ended, s.Void)
		} else if len(live) == 0 {
			err = h.add(s.Valid.From, "founded", "", "", s.Value.Founded, s.Void)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *historian) names(f *facts) error {
	for _, c := range changes(f.names, h.born) {
		err := h.add(c.Valid.From, "renamed", c.Value.Name, c.was.Name, c.Decision, c.cancelled)
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *historian) kinds(f *facts) error {
	for _, c := range changes(f.kinds, h.born) {
		k, _, err := kindOn(h.tx, c.Value, c.Valid.From)
		if err != nil {
			return err
		}
		was, _, err := kindOn(h.tx, c.was, c.Valid.From.AddDays(-1))
		if err != nil {
			return err
		}
		err = h.add(c.Valid.From, "kind", k.Name, was.Name, c.Decision, c.cancelled)
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *historian) parents(f *facts) error {
	for _, c := range changes(f.parents, h.born) {
		to, _, err := h.s.Get(h.tx, c.Value, c.Valid.From)
		if err != nil {
			return err
		}
		from, _, err := h.s.Get(h.tx, c.was, c.Valid.From.AddDays(-1))
		if err != nil {
			return err
		}
		err = h.add(c.Valid.From, "moved", to.Name, from.Name, c.Decision, c.cancelled)
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *historian) codes(f *facts) error {
	for _, scheme := range []string{SchemeCurrent, SchemeFormer} {
		for _, c := range changes(*f.codes(scheme), h.born) {
			err := h.add(c.Valid.From, scheme, c.Value, c.was, c.Decision, c.cancelled)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *historian) areas(f *facts) error {
	told := map[span[kernel.ID]]bool{}
	for _, s := range f.areas.rows {
		key := span[kernel.ID]{Value: s.Value, Valid: kernel.Period{From: s.Valid.From}, Decision: s.Decision}
		held := slices.ContainsFunc(f.areas.live(), func(o span[kernel.ID]) bool {
			return o.Value == s.Value && o.Valid.From == s.Valid.From && o.Decision == s.Decision
		})
		if !s.Valid.From.After(h.born) || told[key] || held && s.Void != 0 {
			continue
		}
		told[key] = true
		area, ok, err := AreaOn(h.tx, s.Value, s.Valid.From)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		err = h.add(s.Valid.From, "serves", area.Title(), "", s.Decision, s.Void)
		if err != nil {
			return err
		}
	}
	return nil
}
