package orgs

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Open opens the register of a tree for changing: the units with all that was ever decided about them,
// and what stands or stood directly below them. Whoever opens it has the tree to herself until the
// transaction ends.
func (s *Service) Open(tx *db.Tx, tenant kernel.ID, units ...kernel.ID) (*Register, error) {
	err := lockTree(tx, tenant)
	if err != nil {
		return nil, err
	}
	r := newRegister(tenant, s.ids.New)
	return r, s.Take(tx, r, units...)
}

// Take takes more units into a register, with what stands or stood directly below them.
func (s *Service) Take(tx *db.Tx, r *Register, units ...kernel.ID) error {
	below, err := childrenEver(tx, units)
	if err != nil {
		return err
	}
	err = r.take(tx, units)
	if err != nil {
		return err
	}
	return r.takeLives(tx, below)
}

// TakeBranch takes life and parents of units, for asking who stands where.
func (s *Service) TakeBranch(tx *db.Tx, r *Register, units []kernel.ID) error {
	return r.takeLives(tx, units)
}

// TakeServing takes the units that serve, or served, any of these areas.
func (s *Service) TakeServing(tx *db.Tx, r *Register, areas ...kernel.ID) error {
	ids, err := servingEver(tx, r.tenant, areas)
	if err != nil {
		return err
	}
	return r.take(tx, ids)
}

// TakeTouched takes the units to which a decision has done something.
func (s *Service) TakeTouched(tx *db.Tx, r *Register, decision kernel.ID) ([]kernel.ID, error) {
	ids, err := touchedBy(tx, r.tenant, decision)
	if err != nil {
		return nil, err
	}
	return ids, r.take(tx, ids)
}

// FoundIn makes a unit in a register. Refuses with orgs.invalid at the fields.
func (s *Service) FoundIn(tx *db.Tx, r *Register, id kernel.ID, in Founding, by kernel.ID) error {
	err := s.checkFounding(tx, in)
	if err != nil {
		return err
	}
	areas, err := s.areasOf(tx, in.Areas, in.Basis.Effective)
	if err != nil {
		return err
	}
	return r.found(id, in, areas, by)
}

// areasOf looks up the areas that bore these codes on a day. Refuses with orgs.no_area at the field.
func (s *Service) areasOf(tx *db.Tx, codes []string, on kernel.Date) ([]kernel.ID, error) {
	var out []kernel.ID
	for _, code := range codes {
		area, ok, err := AreaByCode(tx, code, on)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, invalid("dia_ban", "orgs.no_area", code, kernel.FormatDate(on))
		}
		if !slices.Contains(out, area.Area) {
			out = append(out, area.Area)
		}
	}
	return out, nil
}

// RenameIn gives a unit another name in a register. Refuses as Rename does.
func (s *Service) RenameIn(r *Register, id kernel.ID, name, short string, on kernel.Date, by kernel.ID) error {
	_, err := s.renameIn(r, id, naming{tidy(name), tidy(short)}, on, by)
	return err
}

func (s *Service) renameIn(r *Register, id kernel.ID, next naming, on kernel.Date, by kernel.ID) (naming, error) {
	if next.Name == "" {
		return naming{}, invalid("ten", "orgs.need_name")
	}
	return r.rename(id, next, on, by)
}

// ChangeKindIn makes a unit one of another kind in a register. Refuses as ChangeKind does.
func (s *Service) ChangeKindIn(tx *db.Tx, r *Register, id kernel.ID, kind string, on kernel.Date, by kernel.ID) error {
	_, err := s.changeKindIn(tx, r, id, kind, on, by)
	return err
}

func (s *Service) changeKindIn(tx *db.Tx, r *Register, id kernel.ID, kind string, on kernel.Date, by kernel.ID) (string, error) {
	_, ok, err := kindOn(tx, kind, on)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", invalid("loai", "orgs.unknown_kind")
	}
	return r.changeKind(id, kind, on, by)
}

// IdentifyIn gives a unit another identifier in a register.
func (s *Service) IdentifyIn(r *Register, id kernel.ID, scheme, code string, on kernel.Date, by kernel.ID) error {
	return r.identify(id, scheme, code, on, by)
}

// MoveIn puts a unit under another parent in a register.
func (s *Service) MoveIn(r *Register, id, parent kernel.ID, on kernel.Date, by kernel.ID) error {
	_, err := r.move(id, parent, on, by)
	return err
}

// EndIn lets a unit be no more from a day on, in a register.
func (s *Service) EndIn(r *Register, id kernel.ID, on kernel.Date, by kernel.ID) error {
	return r.end(id, on, by)
}

// ServeIn lets a unit serve exactly the areas that bore these codes on a day, from that day on.
func (s *Service) ServeIn(tx *db.Tx, r *Register, id kernel.ID, codes []string, on kernel.Date, by kernel.ID) error {
	areas, err := s.areasOf(tx, codes, on)
	if err != nil {
		return err
	}
	return r.Serve(id, areas, on, by)
}

// Write checks the tree at every date and writes what the register has changed. Flaws mean that
// nothing may stay: whoever gets them has to take the transaction back.
func (s *Service) Write(tx *db.Tx, r *Register) ([]Flaw, error) {
	grown, flaws, err := s.settle(tx, r)
	if err != nil || len(flaws) > 0 {
		return flaws, err
	}
	var units []*facts
	for _, id := range r.ids() {
		if f := r.units[id]; f.changed() || f.born {
			units = append(units, f)
		}
	}
	err = putUnits(tx, units)
	if err != nil {
		return nil, err
	}
	err = s.writeClosure(tx, r, grown)
	if err != nil {
		return nil, err
	}
	return s.takenCodes(tx, r, units)
}

// writeClosure writes the rows between the units whose way up differs and those ancestors to whom it does.
func (s *Service) writeClosure(tx *db.Tx, r *Register, grown map[kernel.ID]growth) error {
	if len(grown) == 0 {
		return nil
	}
	differ := map[kernel.ID]bool{}
	for _, g := range grown {
		for _, id := range g.differ {
			differ[id] = true
		}
	}
	units, ancestors := sortedKeys(grown), sortedKeys(differ)
	return putClosure(tx, r.tenant, units, ancestors, func(yield func([]any) bool) {
		for _, id := range units {
			for _, c := range grown[id].rows {
				if (differ[c.Ancestor] || len(ancestors) > 1000) && !yield([]any{r.tenant, c.Ancestor, c.Descendant, c.Depth, c.Valid.From, c.Valid.To}) {
					return
				}
			}
		}
	})
}

// settle works out the closure of all that moves, and what would be wrong with the tree. It gives the
// rows of those units whose rows differ.
func (s *Service) settle(tx *db.Tx, r *Register) (map[kernel.ID]growth, []Flaw, error) {
	var moved []kernel.ID
	var flaws []Flaw
	for _, id := range r.ids() {
		f := r.units[id]
		if f.moved() {
			moved = append(moved, id)
		}
		if fault := f.single(); fault != nil && f.changed() {
			flaws = append(flaws, Flaw{Unit: id, Fault: fault})
		}
	}
	if len(moved) == 0 {
		return nil, flaws, nil
	}
	affected, err := everBelow(tx, moved)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range moved { // a unit that ends may not leave behind what came to stand below it just now
		affected = append(affected, r.below[id]...)
	}
	affected = sorted(affected)
	err = r.takeLives(tx, affected)
	if err != nil {
		return nil, nil, err
	}
	g := grower{units: r.units, known: map[kernel.ID][]closureRow{}}
	outside, err := s.above(tx, r, affected)
	if err != nil {
		return nil, nil, err
	}
	found, err := closureOf(tx, outside)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range outside {
		g.known[id] = found[id]
	}
	had, err := closureOf(tx, affected)
	if err != nil {
		return nil, nil, err
	}
	grown := map[kernel.ID]growth{}
	for _, id := range affected {
		fault := r.settled(r.units[id])
		rows, err := g.rows(id)
		if f := kernel.AsFault(err); fault == nil && f != nil {
			fault = f
		}
		if fault != nil {
			flaws = append(flaws, Flaw{Unit: id, Fault: fault})
			continue
		}
		if differ := differing(rows, had[id]); len(differ) > 0 {
			grown[id] = growth{rows, differ}
		}
	}
	return grown, closest(flaws, moved), nil
}

// above are the parents of units that are not among them themselves; their lives are loaded.
func (s *Service) above(tx *db.Tx, r *Register, units []kernel.ID) ([]kernel.ID, error) {
	inside, out := map[kernel.ID]bool{}, map[kernel.ID]bool{}
	for _, id := range units {
		inside[id] = true
	}
	for _, id := range units {
		for _, p := range r.units[id].parents.rows {
			if p.Void == 0 && !inside[p.Value] {
				out[p.Value] = true
			}
		}
	}
	ids := sortedKeys(out)
	return ids, r.takeLives(tx, ids)
}

// closest keeps the flaws of the units that were changed; what they spoil below is told only when
// nothing else is.
func closest(flaws []Flaw, moved []kernel.ID) []Flaw {
	var own []Flaw
	for _, f := range flaws {
		if _, ok := slices.BinarySearch(moved, f.Unit); ok {
			own = append(own, f)
		}
	}
	if len(own) > 0 {
		return own
	}
	return flaws
}

// takenCodes tells of identifiers that two units would bear on one day.
func (s *Service) takenCodes(tx *db.Tx, r *Register, units []*facts) ([]Flaw, error) {
	var flaws []Flaw
	for _, f := range units {
		for _, scheme := range []string{SchemeCurrent, SchemeFormer} {
			for _, c := range f.codes(scheme).rows {
				if !c.fresh {
					continue
				}
				_, taken, err := identifierHolder(tx, f.tenant, c.Value, c.Valid, f.id)
				if err != nil {
					return nil, err
				}
				if taken {
					flaws = append(flaws, Flaw{Unit: f.id, Fault: &kernel.Fault{Kind: kernel.Invalid, Code: "orgs.invalid",
						Fields: []kernel.FieldFault{{Field: codeField(scheme), Code: "orgs.identifier_taken", Args: []any{c.Value}}}}})
				}
			}
		}
	}
	return flaws, nil
}

// write is Write for a single change: the first flaw is its refusal.
func (s *Service) write(tx *db.Tx, r *Register) error {
	flaws, err := s.Write(tx, r)
	if err == nil && len(flaws) > 0 {
		return flaws[0].Fault
	}
	return err
}
