package orgs

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Import is an uploaded table between its preview and its confirmation.
//
//glossary:none
type Import struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Account  kernel.ID
	FileName string
	State    string // preview, done
	Founded  int
	content  []byte
}

// Preview keeps an uploaded table and says what it would do, writing no unit.
func (s *Service) Preview(ctx context.Context, a kernel.Actor, fileName string, content []byte) (kernel.ID, Plan, error) {
	var plan Plan
	in := Import{ID: s.ids.New(), Tenant: a.Tenant, Account: a.Account, FileName: fileName, State: "preview", content: content}
	err := s.alter(ctx, func(tx *db.Tx) error {
		var err error
		plan, err = s.plan(tx, a, content)
		if err != nil {
			return err
		}
		return insertImport(tx, in, s.clock.Now())
	})
	return in.ID, plan, err
}

// Reopen gives the preview of a kept table once more, against the units of now.
func (s *Service) Reopen(ctx context.Context, a kernel.Actor, id kernel.ID) (Import, Plan, error) {
	var in Import
	var plan Plan
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		in, err = s.ownImport(tx, a, id)
		if err != nil {
			return err
		}
		plan, err = s.plan(tx, a, in.content)
		return err
	})
	return in, plan, err
}

func (s *Service) ownImport(tx *db.Tx, a kernel.Actor, id kernel.ID) (Import, error) {
	in, ok, err := loadImport(tx, id)
	if err != nil {
		return Import{}, err
	}
	if !ok || in.Tenant != a.Tenant || in.Account != a.Account {
		return Import{}, kernel.Missing("orgs.import_gone")
	}
	return in, nil
}

// Confirm writes all units of a kept table in one transaction, or none: refuses with
// orgs.import_faulty while a line has a fault, orgs.import_gone when it is done already.
func (s *Service) Confirm(ctx context.Context, a kernel.Actor, id kernel.ID) (int, error) {
	n := 0
	err := s.alter(ctx, func(tx *db.Tx) error {
		in, err := s.ownImport(tx, a, id)
		if err != nil {
			return err
		}
		if in.State != "preview" {
			return kernel.Refuse("orgs.import_gone")
		}
		plan, err := s.plan(tx, a, in.content)
		if err != nil {
			return err
		}
		if plan.Count(Faulty) > 0 {
			return kernel.Refuse("orgs.import_faulty")
		}
		n, err = s.foundAll(tx, a, plan)
		if err != nil {
			return err
		}
		return finishImport(tx, id, n, plan.Count(Unchanged))
	})
	return n, err
}

func (s *Service) foundAll(tx *db.Tx, a kernel.Actor, plan Plan) (int, error) {
	r, err := s.Open(tx, a.Tenant)
	if err != nil {
		return 0, err
	}
	n := 0
	made := map[int]kernel.ID{}
	// A line comes after the line of its parent, however the file is sorted.
	for left := true; left; {
		left = false
		for i, l := range plan.Lines {
			if l.Verdict != WillFound || made[i] != 0 {
				continue
			}
			in := l.founding
			if l.parentRow >= 0 {
				in.Parent = made[l.parentRow]
				if in.Parent == 0 {
					continue
				}
			}
			id, err := s.foundIn(tx, a, r, in)
			if err != nil {
				return 0, err
			}
			made[i] = id
			left = true
			n++
		}
	}
	if n != plan.Count(WillFound) {
		return 0, kernel.Refuse("orgs.import_faulty")
	}
	return n, s.write(tx, r)
}

// plan reads a table and compares it with the units that are there.
func (s *Service) plan(tx *db.Tx, a kernel.Actor, content []byte) (Plan, error) {
	rows, err := readTable(content)
	if err != nil {
		return Plan{}, err
	}
	read, err := readSheet(rows)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{table: read}
	for _, l := range read.lines {
		p.Lines = append(p.Lines, p.read(l))
	}
	pl := planner{s: s, tx: tx, a: a, p: &p, byName: map[string][]int{}, byCode: map[string]int{}}
	pl.index()
	for i := range p.Lines {
		err = pl.check(&p.Lines[i], i)
		if err != nil {
			return Plan{}, err
		}
	}
	return p, pl.chains()
}

type planner struct {
	s      *Service
	tx     *db.Tx
	a      kernel.Actor
	p      *Plan
	byName map[string][]int
	byCode map[string]int
}

// index notes names and identifiers of the file itself; the same identifier twice is a fault.
func (pl *planner) index() {
	for i := range pl.p.Lines {
		l := &pl.p.Lines[i]
		key := fold(l.Name)
		for _, j := range pl.byName[key] {
			if other := pl.p.Lines[j]; fold(other.Parent) == fold(l.Parent) {
				pl.p.fault(l, "ten", "orgs.row_twice", other.Number)
			}
		}
		pl.byName[key] = append(pl.byName[key], i)
		code := l.founding.Identifier
		if code == "" {
			continue
		}
		if j, twice := pl.byCode[code]; twice {
			pl.p.fault(l, "ma_dinh_danh", "orgs.row_twice", pl.p.Lines[j].Number)
			continue
		}
		pl.byCode[code] = i
	}
}

func (pl *planner) check(l *ImportLine, i int) error {
	on := l.founding.Basis.Effective
	if on.IsZero() {
		return nil
	}
	err := pl.kind(l, on)
	if err != nil {
		return err
	}
	err = pl.parent(l, i, on)
	if err != nil {
		return err
	}
	err = pl.existing(l, on)
	if err != nil || l.Verdict == Unchanged {
		return err
	}
	return pl.facts(l, on)
}

func (pl *planner) kind(l *ImportLine, on kernel.Date) error {
	kinds, err := kindsOn(pl.tx, on)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if k.Key == l.Kind || fold(k.Name) == fold(l.Kind) {
			l.founding.Kind = k.Key
			return nil
		}
	}
	if l.Kind != "" {
		pl.p.fault(l, "loai", "orgs.row_kind", l.Kind)
	}
	return nil
}

// parent is looked for by identifier, then by name, first in the file, then among the units of the day.
func (pl *planner) parent(l *ImportLine, self int, on kernel.Date) error {
	if l.Parent == "" {
		return nil
	}
	if j, ok := pl.byCode[NormalIdentifier(l.Parent)]; ok && j != self {
		return pl.parentInFile(l, j, on)
	}
	if inFile := pl.byName[fold(l.Parent)]; len(inFile) == 1 && inFile[0] != self {
		return pl.parentInFile(l, inFile[0], on)
	}
	ids, err := unitsNamed(pl.tx, pl.a.Tenant, NormalIdentifier(l.Parent), fold(l.Parent), on)
	if err != nil {
		return err
	}
	switch len(ids) {
	case 0:
		pl.p.fault(l, "cap_tren", "orgs.row_parent", l.Parent)
		return nil
	case 1:
	default:
		pl.p.fault(l, "cap_tren", "orgs.row_parent_twice", l.Parent)
		return nil
	}
	up, _, err := loadLife(pl.tx, ids[0])
	if err != nil {
		return err
	}
	path, err := pathOf(pl.tx, ids[0], clamp(up.period, pl.s.Today()))
	if err != nil {
		return err
	}
	switch {
	case !mayEdit(pl.a, up.tenant, path):
		pl.p.fault(l, "cap_tren", "orgs.row_scope", l.Parent)
	case !covers(up.period, kernel.Period{From: on}):
		pl.p.fault(l, "cap_tren", "orgs.parent_life")
	}
	l.founding.Parent = ids[0]
	return nil
}

func (pl *planner) parentInFile(l *ImportLine, j int, on kernel.Date) error {
	l.parentRow = j
	up := pl.p.Lines[j].founding.Basis.Effective
	if !up.IsZero() && on.Before(up) {
		pl.p.fault(l, "hieu_luc", "orgs.parent_life")
	}
	return nil
}

// existing tells a unit that is there already from a new one.
func (pl *planner) existing(l *ImportLine, on kernel.Date) error {
	if code := l.founding.Identifier; code != "" {
		o, ok, err := pl.s.ByIdentifier(pl.tx, pl.a.Tenant, code, on)
		if err != nil {
			return err
		}
		if ok && fold(o.Name) != fold(l.Name) {
			pl.p.fault(l, "ma_dinh_danh", "orgs.row_differs", code, o.Name)
			return nil
		}
		if ok {
			pl.same(l, o.ID)
			return nil
		}
	}
	if l.founding.Parent == 0 {
		return nil
	}
	id, ok, err := findChildByFold(pl.tx, l.founding.Parent, fold(l.Name), on)
	if err != nil || !ok {
		return err
	}
	if l.founding.Identifier != "" {
		pl.p.fault(l, "ma_dinh_danh", "orgs.row_without_code")
		return nil
	}
	pl.same(l, id)
	return nil
}

func (pl *planner) same(l *ImportLine, id kernel.ID) {
	l.there = id
	if l.Verdict != Faulty {
		l.Verdict = Unchanged
	}
}

// facts checks identifiers and areas of a new unit by the rules that the founding itself has.
func (pl *planner) facts(l *ImportLine, on kernel.Date) error {
	f := l.founding
	if f.Identifier != "" && !validIdentifier(SchemeCurrent, f.Identifier, on) {
		pl.p.fault(l, "ma_dinh_danh", "orgs.bad_identifier", f.Identifier)
	}
	if f.Former != "" && !validIdentifier(SchemeFormer, f.Former, on) {
		pl.p.fault(l, "ma_cu", "orgs.bad_former", f.Former)
	}
	for _, code := range []string{f.Identifier, f.Former} {
		if code == "" {
			continue
		}
		_, taken, err := identifierHolder(pl.tx, pl.a.Tenant, code, kernel.Period{From: on}, 0)
		if err != nil {
			return err
		}
		if taken {
			key := "ma_dinh_danh"
			if code == f.Former {
				key = "ma_cu"
			}
			pl.p.fault(l, key, "orgs.identifier_taken", code)
		}
	}
	for _, code := range f.Areas {
		_, ok, err := AreaByCode(pl.tx, code, on)
		if err != nil {
			return err
		}
		if !ok {
			pl.p.fault(l, "dia_ban", "orgs.no_area", code, kernel.FormatDate(on))
		}
	}
	return nil
}

// chains settles lines whose parent is another line: one that is there already gives its unit, one
// that is faulty or stands in a circle takes its children along.
func (pl *planner) chains() error {
	for i := range pl.p.Lines {
		l := &pl.p.Lines[i]
		if l.parentRow < 0 || l.Verdict == Faulty {
			continue
		}
		up, steps := l.parentRow, 0
		for up >= 0 && steps <= len(pl.p.Lines) {
			if pl.p.Lines[up].Verdict == Faulty {
				break
			}
			up = pl.p.Lines[up].parentRow
			steps++
		}
		if up >= 0 {
			pl.p.fault(l, "cap_tren", "orgs.row_parent", l.Parent)
			continue
		}
		err := pl.settle(l)
		if err != nil {
			return err
		}
	}
	return nil
}

// settle looks whether the unit stands under a parent that the file names and that is there already.
func (pl *planner) settle(l *ImportLine) error {
	parent := &pl.p.Lines[l.parentRow]
	if parent.parentRow >= 0 && parent.there == 0 {
		err := pl.settle(parent)
		if err != nil {
			return err
		}
	}
	if parent.there == 0 {
		return nil
	}
	l.founding.Parent, l.parentRow = parent.there, -1
	id, ok, err := findChildByFold(pl.tx, parent.there, fold(l.Name), l.founding.Basis.Effective)
	if err == nil && ok && l.founding.Identifier == "" {
		pl.same(l, id)
	}
	return err
}
