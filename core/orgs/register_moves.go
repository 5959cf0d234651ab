package orgs

import (
	"slices"

	"doanket/kernel"
)

// found makes a unit; in is checked already and areas are looked up.
func (r *Register) found(id kernel.ID, in Founding, areas []kernel.ID, by kernel.ID) error {
	p := kernel.Period{From: in.Basis.Effective}
	if r.units[id] != nil {
		return kernel.Refuse("orgs.founded_twice")
	}
	f := &facts{id: id, tenant: r.tenant, whole: true, born: true}
	f.life.add(r.newID(), lifeEnds{Founded: by}, p, by, by)
	f.names.add(r.newID(), naming{tidy(in.Name), tidy(in.ShortName)}, p, by, by)
	f.kinds.add(r.newID(), in.Kind, p, by, by)
	if in.Parent != 0 {
		f.parents.add(r.newID(), in.Parent, p, by, by)
		index(r.below, in.Parent, id)
	}
	for _, area := range areas {
		f.areas.add(r.newID(), area, p, by, by)
		index(r.serves, area, id)
	}
	r.units[id] = f
	for _, c := range []struct{ scheme, code string }{{SchemeCurrent, in.Identifier}, {SchemeFormer, in.Former}} {
		if c.code == "" {
			continue
		}
		err := r.identify(id, c.scheme, c.code, p.From, by)
		if err != nil {
			return err
		}
	}
	return nil
}

// rename gives another name. Refuses with orgs.same_name, orgs.same_day, orgs.not_alive.
func (r *Register) rename(id kernel.ID, next naming, on kernel.Date, by kernel.ID) (naming, error) {
	f, err := r.alive(id, on)
	if err != nil {
		return naming{}, err
	}
	was, _ := f.names.at(on)
	if was.Value == next {
		return was.Value, kernel.Refuse("orgs.same_name", next.Name)
	}
	return was.Value, f.names.put(next, on, by, r.newID)
}

// changeKind makes it one of another kind. Refuses with orgs.same_kind, orgs.same_day, orgs.not_alive.
func (r *Register) changeKind(id kernel.ID, kind string, on kernel.Date, by kernel.ID) (string, error) {
	f, err := r.alive(id, on)
	if err != nil {
		return "", err
	}
	was, _ := f.kinds.at(on)
	if was.Value == kind {
		return kind, kernel.Refuse("orgs.same_kind")
	}
	return was.Value, f.kinds.put(kind, on, by, r.newID)
}

// identify gives another identifier of a scheme.
func (r *Register) identify(id kernel.ID, scheme, code string, on kernel.Date, by kernel.ID) error {
	f, err := r.alive(id, on)
	if err != nil {
		return err
	}
	code = NormalIdentifier(code)
	if !validIdentifier(scheme, code, on) {
		return invalid(codeField(scheme), codeFault(scheme), code)
	}
	return f.codes(scheme).put(code, on, by, r.newID)
}

func codeField(scheme string) string {
	if scheme == SchemeFormer {
		return "ma_cu"
	}
	return "ma_dinh_danh"
}

func codeFault(scheme string) string {
	if scheme == SchemeFormer {
		return "orgs.bad_former"
	}
	return "orgs.bad_identifier"
}

// move puts a unit under another parent. Refuses with orgs.same_parent, orgs.same_day, orgs.other_tree,
// orgs.not_alive; whether the tree stays a tree is asked by Settle.
func (r *Register) move(id, parent kernel.ID, on kernel.Date, by kernel.ID) (kernel.ID, error) {
	f, err := r.alive(id, on)
	if err != nil {
		return 0, err
	}
	up := r.units[parent]
	if up == nil || up.tenant != f.tenant || id == f.tenant {
		return 0, kernel.Refuse("orgs.other_tree")
	}
	was, _ := f.parents.at(on)
	if was.Value == parent {
		return parent, kernel.Refuse("orgs.same_parent")
	}
	index(r.below, parent, id)
	return was.Value, f.parents.put(parent, on, by, r.newID)
}

// Adopt puts a unit under another parent for all the time from a day on in which it stands, or is known
// to stand later, under the old one.
func (r *Register) Adopt(id, old, parent kernel.ID, from kernel.Date, by kernel.ID) {
	index(r.below, parent, id)
	r.units[id].parents.replace(old, []kernel.ID{parent}, from, by, r.newID)
}

// end lets a unit be no more from a day on: what it was called stays known. Refuses with
// orgs.is_site, orgs.later_changes, orgs.not_alive.
func (r *Register) end(id kernel.ID, on kernel.Date, by kernel.ID) error {
	f, err := r.alive(id, on)
	if err != nil {
		return err
	}
	if id == f.tenant {
		return kernel.Refuse("orgs.is_site")
	}
	life := f.life.live()[0]
	for _, d := range f.changeDates() {
		if !d.Before(on) {
			return kernel.Refuse("orgs.later_changes", kernel.FormatDate(d))
		}
	}
	if life.Valid.From == on {
		return kernel.Refuse("orgs.not_alive", kernel.FormatDate(on))
	}
	f.life.void(life.ID, by)
	f.life.add(r.newID(), lifeEnds{life.Value.Founded, by}, kernel.Period{From: life.Valid.From, To: on}, by, by)
	f.parents.end(on, by, r.newID)
	f.current.end(on, by, r.newID)
	f.former.end(on, by, r.newID)
	f.areas.end(on, by, r.newID)
	return nil
}

// changeDates are the first days of the dated facts of a unit but those of its founding.
func (f *facts) changeDates() []kernel.Date {
	var out []kernel.Date
	p, _ := f.lived()
	note := func(d kernel.Date) {
		if d.After(p.From) {
			out = append(out, d)
		}
	}
	for _, s := range f.names.live() {
		note(s.Valid.From)
	}
	for _, s := range f.kinds.live() {
		note(s.Valid.From)
	}
	for _, s := range f.parents.live() {
		note(s.Valid.From)
	}
	for _, s := range slices.Concat(f.current.live(), f.former.live()) {
		note(s.Valid.From)
	}
	return out
}

// Serve lets a unit serve exactly these areas from a day on.
func (r *Register) Serve(id kernel.ID, areas []kernel.ID, on kernel.Date, by kernel.ID) error {
	f, err := r.alive(id, on)
	if err != nil {
		return err
	}
	for _, s := range f.areas.live() {
		if !slices.Contains(areas, s.Value) && (s.Valid.To.IsZero() || s.Valid.To.After(on)) {
			f.areas.cut(s, on, by, r.newID)
		}
	}
	have := r.AreasOf(id, on)
	p, _ := f.lived()
	for _, area := range areas {
		if !slices.Contains(have, area) {
			f.areas.add(r.newID(), area, kernel.Period{From: on, To: p.To}, by, by)
			index(r.serves, area, id)
		}
	}
	return nil
}

// FollowArea lets every unit of the register that serves an area serve others in its place from a day on.
func (r *Register) FollowArea(old kernel.ID, fresh []kernel.ID, on kernel.Date, by kernel.ID) {
	for _, id := range slices.Clone(r.serves[old]) {
		f := r.units[id]
		with := slices.DeleteFunc(slices.Clone(fresh), func(area kernel.ID) bool { return slices.Contains(r.AreasOf(id, on), area) })
		if f.areas.replace(old, with, on, by, r.newID) {
			for _, area := range with {
				index(r.serves, area, id)
			}
		}
	}
}
