package orgs

import (
	"cmp"
	"maps"
	"slices"

	"doanket/kernel"
)

// Register (sổ đơn vị) is the dated facts of some units, opened for changing. Verbs change it in
// memory; Settle then tells what would be wrong with the tree at any date, and Write writes exactly the
// rows that differ. By names the decision that each change rests on.
//
//glossary:none
type Register struct {
	tenant kernel.ID
	newID  func() kernel.ID
	units  map[kernel.ID]*facts
	below  map[kernel.ID][]kernel.ID // unit → units that ever stood directly below it
	serves map[kernel.ID][]kernel.ID // area → units that ever served it
}

// facts is everything ever decided about one unit.
type facts struct {
	id, tenant kernel.ID
	whole      bool // all tracks are loaded, else only life and parents
	born       bool // founded here, not yet written

	life    track[lifeEnds]
	names   track[naming]
	kinds   track[string]
	parents track[kernel.ID]
	current track[string] // identifiers of the scheme in force
	former  track[string] // identifiers of the scheme before it
	areas   track[kernel.ID]
}

// Flaw (chỗ vướng) is one thing that would be wrong with a unit.
//
//glossary:none
type Flaw struct {
	Unit  kernel.ID
	Fault *kernel.Fault
	By    kernel.ID // the decision that stands in the way, 0 when none does
}

func newRegister(tenant kernel.ID, newID func() kernel.ID) *Register {
	return &Register{tenant: tenant, newID: newID, units: map[kernel.ID]*facts{}, below: map[kernel.ID][]kernel.ID{}, serves: map[kernel.ID][]kernel.ID{}}
}

// index notes once more what stands below a unit or serves an area.
func index(m map[kernel.ID][]kernel.ID, key, id kernel.ID) {
	if !slices.Contains(m[key], id) {
		m[key] = append(m[key], id)
	}
}

// ids are the units of the register in one order, so that two writers never wait for each other.
func (r *Register) ids() []kernel.ID { return slices.Sorted(maps.Keys(r.units)) }

// lived is the period in which the unit is, as it stands now; false when it never was.
func (f *facts) lived() (kernel.Period, bool) {
	live := f.life.live()
	if len(live) == 0 {
		return kernel.Period{}, false
	}
	return live[0].Valid, true
}

// moved tells whether the tree changes by what was done to the unit.
func (f *facts) moved() bool { return f.life.changed() || f.parents.changed() }

func (f *facts) changed() bool {
	return f.moved() || f.names.changed() || f.kinds.changed() || f.current.changed() || f.former.changed() || f.areas.changed()
}

func (f *facts) codes(scheme string) *track[string] {
	if scheme == SchemeFormer {
		return &f.former
	}
	return &f.current
}

// alive gives a unit that is there on a day. Refuses with orgs.no_org, orgs.not_alive.
func (r *Register) alive(id kernel.ID, on kernel.Date) (*facts, error) {
	f, ok := r.units[id]
	if !ok || f.tenant != r.tenant {
		return nil, kernel.Missing("orgs.no_org")
	}
	p, ok := f.lived()
	if !ok || !p.Holds(on) {
		return nil, kernel.Refuse("orgs.not_alive", kernel.FormatDate(on))
	}
	return f, nil
}

// Alive tells whether a unit is there on a day, as the register stands.
func (r *Register) Alive(id kernel.ID, on kernel.Date) bool {
	_, err := r.alive(id, on)
	return err == nil
}

// Knows tells whether the register has a unit of this tenant, alive or not.
func (r *Register) Knows(id kernel.ID) bool {
	return r.units[id] != nil && r.units[id].tenant == r.tenant
}

// Label is what a unit is called on a day, or on the nearest day of its life: the short name where
// there is one.
func (r *Register) Label(id kernel.ID, on kernel.Date) string {
	f := r.units[id]
	if f == nil {
		return ""
	}
	best := naming{}
	for _, s := range f.names.live() {
		if best.Name == "" || !s.Valid.From.After(on) {
			best = s.Value
		}
	}
	return cmp.Or(best.Short, best.Name)
}

// Parent is the unit above on a day, 0 when there is none.
func (r *Register) Parent(id kernel.ID, on kernel.Date) kernel.ID {
	if f := r.units[id]; f != nil {
		s, _ := f.parents.at(on)
		return s.Value
	}
	return 0
}

// Below are the units of the register that stand directly below one on a day or later.
func (r *Register) Below(id kernel.ID, from kernel.Date) []kernel.ID {
	var out []kernel.ID
	for _, child := range slices.Sorted(slices.Values(r.below[id])) {
		for _, s := range r.units[child].parents.live() {
			if s.Value == id && (s.Valid.To.IsZero() || s.Valid.To.After(from)) {
				out = append(out, child)
				break
			}
		}
	}
	return out
}

// AreasOf are the areas that a unit serves on a day.
func (r *Register) AreasOf(id kernel.ID, on kernel.Date) []kernel.ID {
	var out []kernel.ID
	if f := r.units[id]; f != nil {
		for _, s := range f.areas.live() {
			if s.Valid.Holds(on) {
				out = append(out, s.Value)
			}
		}
	}
	return out
}

// Undo takes back everything that a decision has done to the units of the register. What hangs on a
// unit that the decision had founded is void with it. A fact on which a later decision has built
// already is a flaw: that decision has to be taken back first.
func (r *Register) Undo(of, by kernel.ID) []Flaw {
	var flaws []Flaw
	for _, id := range r.ids() {
		f := r.units[id]
		founded := slices.ContainsFunc(f.life.live(), func(s span[lifeEnds]) bool { return s.Value.Founded == of })
		if founded {
			f.life.clear(by)
			f.names.clear(by)
			f.kinds.clear(by)
			f.parents.clear(by)
			f.current.clear(by)
			f.former.clear(by)
			f.areas.clear(by)
			continue
		}
		for _, built := range []kernel.ID{
			f.life.undo(of, by, r.newID), f.names.undo(of, by, r.newID), f.kinds.undo(of, by, r.newID), f.parents.undo(of, by, r.newID),
			f.current.undo(of, by, r.newID), f.former.undo(of, by, r.newID), f.areas.undo(of, by, r.newID),
		} {
			if built != 0 {
				flaws = append(flaws, Flaw{id, kernel.Refuse("orgs.built_upon", r.Label(id, endOfTime)), built})
				break
			}
		}
	}
	return flaws
}

// endOfTime is after every day that a unit has a name on.
var endOfTime = kernel.Date{Year: 9999, Month: 12, Day: 31}

// settled tells what is wrong with where a unit stands: it has a parent on every day of its life, and
// each lives as long.
func (r *Register) settled(f *facts) *kernel.Fault {
	p, ok := f.lived()
	if !ok {
		return nil
	}
	for _, s := range f.parents.live() {
		up := r.units[s.Value]
		if up == nil {
			return kernel.Refuse("orgs.parent_life")
		}
		life, alive := up.lived()
		if !alive || !covers(life, s.Valid) {
			return kernel.Refuse("orgs.parent_life")
		}
	}
	if f.id != f.tenant {
		gap, whole := f.parents.whole(p)
		if !whole {
			return kernel.Refuse("orgs.no_parent_on", kernel.FormatDate(gap))
		}
	}
	return nil
}

// single tells whether every fact of a unit has at most one value on each day.
func (f *facts) single() *kernel.Fault {
	if doubled(f.names) || doubled(f.kinds) || doubled(f.current) || doubled(f.former) {
		return kernel.Refuse("orgs.two_at_once")
	}
	return nil
}

// doubled tells whether two rows in force share a day.
func doubled[V comparable](t track[V]) bool {
	live := t.live()
	for i := 1; i < len(live); i++ {
		if live[i-1].Valid.Overlaps(live[i].Valid) {
			return true
		}
	}
	return false
}

// Changed are the units that differ from what is written.
func (r *Register) Changed() []kernel.ID {
	var out []kernel.ID
	for _, id := range r.ids() {
		if f := r.units[id]; f.born || f.changed() {
			out = append(out, id)
		}
	}
	return out
}

// Gone are the units that this change lets end, or whose founding it takes back.
func (r *Register) Gone() []kernel.ID {
	var out []kernel.ID
	for _, id := range r.ids() {
		f := r.units[id]
		if f.born || !f.life.changed() {
			continue
		}
		p, ok := f.lived()
		if !ok || !p.To.IsZero() {
			out = append(out, id)
		}
	}
	return out
}

// Above tells whether one unit stands above another on a day, or is the same.
func (r *Register) Above(high, low kernel.ID, on kernel.Date) bool {
	for steps := 0; low != 0 && steps <= maxDepth; steps++ {
		if low == high {
			return true
		}
		low = r.Parent(low, on)
	}
	return false
}
