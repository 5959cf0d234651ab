package reorg

import (
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
)

// structure takes one step in the register.
func (t *trial) structure(n int, step Step) error {
	by := t.d.ID
	if step.Kind.OnMap() {
		return t.map_(n, step)
	}
	switch step.Kind {
	case Found:
		return t.found(n, step)
	case Undo:
		return t.undo(n, step)
	case Merge, Split, WindUp, HandOver:
		return t.pass(n, step)
	}
	if len(step.Units) == 0 {
		t.fault(n, step, "don_vi", "reorg.need_unit")
	}
	if step.Kind == Move && !t.there(n, step, "cap_tren", step.To) {
		return nil
	}
	for _, id := range step.Units {
		if !t.there(n, step, "don_vi", id) {
			continue
		}
		if id == t.d.Seat && step.Kind == Move {
			t.fault(n, step, "don_vi", "reorg.seat_itself")
			continue
		}
		var err error
		mark := Changes
		switch step.Kind {
		case Rename:
			err = t.s.Orgs.RenameIn(t.r, id, step.Name, step.Short, t.on, by)
		case ChangeKind:
			err = t.s.Orgs.ChangeKindIn(t.tx, t.r, id, step.UnitKind, t.on, by)
		case Identify:
			err = t.identify(step, id)
		case Serve:
			err = t.s.Orgs.ServeIn(t.tx, t.r, id, step.Areas, t.on, by)
		case Move:
			mark = Moves
			err = t.s.Orgs.MoveIn(t.r, id, step.To, t.on, by)
		default:
			err = kernel.Refuse("reorg.unknown_kind", string(step.Kind))
		}
		t.touch(n, id, mark)
		err = t.refused(n, step, id, err)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *trial) identify(step Step, id kernel.ID) error {
	for _, c := range []struct{ scheme, code string }{{orgs.SchemeCurrent, step.Identifier}, {orgs.SchemeFormer, step.Former}} {
		if c.code == "" {
			continue
		}
		err := t.s.Orgs.IdentifyIn(t.r, id, c.scheme, c.code, t.on, t.d.ID)
		if err != nil {
			return err
		}
	}
	if step.Identifier+step.Former == "" {
		return kernel.Refuse("orgs.need_code")
	}
	return nil
}

func (t *trial) found(n int, step Step) error {
	if !t.there(n, step, "cap_tren", step.To) {
		t.failed[step.New] = true
		return nil
	}
	err := t.s.Orgs.FoundIn(t.tx, t.r, step.New, orgs.Founding{Name: step.Name, ShortName: step.Short, Kind: step.UnitKind, Parent: step.To,
		Identifier: step.Identifier, Former: step.Former, Areas: step.Areas, Basis: t.basis()}, t.d.ID)
	if err == nil {
		t.born[step.New] = true
		t.touch(n, step.New, Comes)
		return nil
	}
	t.failed[step.New] = true
	return t.refused(n, step, step.New, err)
}

// pass is a merger, a split, a winding-up or a handing over: what stands below the sources goes to the
// targets by the rule, and sources that do not live on end.
func (t *trial) pass(n int, step Step) error {
	if step.Kind == HandOver || step.Kind == Split && step.Keeps {
		step.Units = step.Units[:min(1, len(step.Units))]
	}
	sources := slices.DeleteFunc(slices.Clone(step.Units), func(id kernel.ID) bool { return step.Kind == Merge && id == step.To })
	if len(sources) == 0 {
		t.fault(n, step, "don_vi", "reorg.need_source")
		return nil
	}
	if slices.Contains(sources, t.d.Seat) && !step.livesOn() {
		t.fault(n, step, "don_vi", "reorg.seat_itself")
		return nil
	}
	ok := t.targets(n, step, sources)
	for _, id := range sources {
		ok = t.there(n, step, "don_vi", id) && ok
	}
	if !ok {
		return nil
	}
	rule := step.allotment(nil)
	for _, id := range sources {
		if !t.r.Alive(id, t.on) && !t.r.Alive(id, t.eve) {
			t.fault(n, step, "don_vi", "orgs.not_alive", kernel.FormatDate(t.on))
			continue
		}
		err := t.children(n, step, id, rule)
		if err != nil {
			return err
		}
		if step.livesOn() {
			t.touch(n, id, Changes)
			continue
		}
		t.touch(n, id, Goes)
		err = t.refused(n, step, id, t.s.Orgs.EndIn(t.r, id, t.on, t.d.ID))
		if err != nil {
			return err
		}
	}
	return nil
}

// targets checks where a step leads: every target is there on the day, none stands below a source,
// and there are as many as the kind wants.
func (t *trial) targets(n int, step Step, sources []kernel.ID) bool {
	list := step.Targets()
	field := "noi_nhan"
	switch {
	case step.Kind == Merge && step.To == 0, step.Kind == Split && len(list) == 0, step.Kind == HandOver && len(list) == 0:
		t.fault(n, step, field, "reorg.need_target")
		return false
	case step.Kind == Split && !step.Keeps && len(list) < 2:
		t.fault(n, step, field, "reorg.need_two")
		return false
	}
	ok := true
	for _, to := range list {
		if slices.Contains(sources, to) && !step.livesOn() {
			t.fault(n, step, field, "reorg.into_itself")
			ok = false
			continue
		}
		if !t.there(n, step, field, to) {
			ok = false
			continue
		}
		if !t.r.Alive(to, t.on) {
			t.pic.Faults = append(t.pic.Faults, StepFault{Step: n, Place: step.Place, Field: field, Code: "reorg.target_gone", Args: []any{kernel.FormatDate(t.on)}, Unit: t.label(to)})
			ok = false
			continue
		}
		for _, from := range sources {
			if from != to && !step.livesOn() && t.r.Above(from, to, t.on) {
				t.pic.Faults = append(t.pic.Faults, StepFault{Step: n, Place: step.Place, Field: field, Code: "reorg.into_own_branch", Args: []any{t.label(from)}, Unit: t.label(to)})
				ok = false
			}
		}
		t.touch(n, to, Changes)
	}
	return ok
}

// children puts what stands below a source, now or later, where the rule says.
func (t *trial) children(n int, step Step, source kernel.ID, rule orgs.Allotment) error {
	for _, child := range t.r.Below(source, t.on) {
		to, err := t.childTarget(step, child, rule)
		if err != nil {
			return err
		}
		if to == 0 || to == source {
			if step.livesOn() {
				continue
			}
			t.pic.Faults = append(t.pic.Faults, StepFault{Step: n, Place: step.Place, Field: "danh_sach", Code: "reorg.child_nowhere", Unit: t.label(child)})
			continue
		}
		t.r.Adopt(child, source, to, t.on, t.d.ID)
		t.adopted[n] = append(t.adopted[n], adoption{child, source, to})
		t.touch(n, child, Moves)
	}
	return nil
}

// childTarget is where a unit below a source goes: by its id, its name, or an area that it serves. What
// the rest of a handing over takes are things, never whole units.
func (t *trial) childTarget(step Step, child kernel.ID, rule orgs.Allotment) (kernel.ID, error) {
	if step.livesOn() {
		rule.Rest = 0
	}
	key := child.String()
	name := kernel.Fold(t.label(child))
	if _, named := rule.List[key]; named || len(rule.Areas) == 0 {
		return rule.Target(key, name, ""), nil
	}
	for _, id := range t.r.AreasOf(child, t.on) {
		area, ok, err := orgs.AreaOn(t.tx, id, t.on)
		if err != nil {
			return 0, err
		}
		if _, named := rule.Areas[area.Code]; ok && named {
			return rule.Target(key, name, area.Code), nil
		}
	}
	return rule.Target(key, name, ""), nil
}

// map_ changes the map of the country, which is everybody's: only a decision at the head of the site may.
func (t *trial) map_(n int, step Step) error {
	if t.d.Seat != t.d.Tenant {
		t.fault(n, step, "dia_ban", "reorg.map_needs_site")
		return nil
	}
	if step.Area == nil {
		t.fault(n, step, "dia_ban", "reorg.need_area")
		return nil
	}
	a, source, by := *step.Area, t.d.Label(), t.d.ID
	var err error
	switch step.Kind {
	case AreaForm, AreaChange:
		keeps := a.Keeps
		if step.Kind == AreaForm {
			keeps = ""
		} else if keeps == "" {
			keeps = a.Code
		}
		err = t.s.Orgs.FormAreaIn(t.tx, t.r, orgs.AreaForming{Keeps: keeps, Level: a.Level, Code: a.Code, Kind: a.Kind, Name: a.Name, Parent: a.Parent, From: a.From}, t.on, source, by)
	case AreaEnd:
		err = t.s.Orgs.EndAreaIn(t.tx, t.r, a.Code, t.on, source, by)
	default:
		err = t.s.Orgs.TraceAreaIn(t.tx, a.Code, a.From, t.on, source, by)
	}
	return t.refused(n, step, 0, err)
}

// undo takes back what an earlier decision has done.
func (t *trial) undo(n int, step Step) error {
	of, ok, err := loadDecision(t.tx, step.Undoes)
	if err != nil {
		return err
	}
	switch {
	case !ok || of.Tenant != t.d.Tenant || !t.branch[of.Seat] && of.Seat != t.d.Seat:
		t.fault(n, step, "huy", "reorg.no_decision")
		return nil
	case of.State != Applied:
		t.fault(n, step, "huy", "reorg.not_applied")
		return nil
	case of.Undoes != 0:
		t.fault(n, step, "huy", "reorg.no_redo")
		return nil
	case of.Effective != t.on:
		t.fault(n, step, "hieu_luc", "reorg.undo_day", kernel.FormatDate(of.Effective))
		return nil
	}
	later, err := builtUpon(t.tx, of)
	if err != nil {
		return err
	}
	for _, label := range later {
		t.fault(n, step, "huy", "reorg.undo_later", label)
	}
	touched, err := t.s.Orgs.TakeTouched(t.tx, t.r, of.ID)
	if err != nil {
		return err
	}
	there := map[kernel.ID]bool{}
	for _, id := range touched {
		there[id] = t.r.Alive(id, t.on)
	}
	for _, f := range t.r.Undo(of.ID, t.d.ID) {
		err = t.refused(n, step, f.Unit, f.Fault)
		if err != nil {
			return err
		}
	}
	for _, id := range touched {
		t.branch[id] = true
		switch now := t.r.Alive(id, t.on); {
		case now && !there[id]:
			t.touch(n, id, Comes)
		case !now && there[id]:
			t.touch(n, id, Goes)
		default:
			t.touch(n, id, Moves)
		}
	}
	code, err := t.s.Orgs.UndoAreas(t.tx, of.ID, t.d.ID)
	if code != "" {
		t.fault(n, step, "huy", "orgs.area_changed", code, kernel.FormatDate(t.on))
	}
	t.undoes = &of
	return err
}
