package reorg

import (
	"cmp"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// trial is one run of a decision inside a transaction: to apply it, or to be taken back for its picture.
// Every step is taken, however many are faulty, so that all faults are heard at once.
type trial struct {
	s   *Service
	tx  *db.Tx
	a   kernel.Actor
	d   *Reorganisation
	r   *orgs.Register
	on  kernel.Date // the first day of the new order
	eve kernel.Date // the last day of the old one

	branch  map[kernel.ID]bool // units of the branch on the eve or on the day
	born    map[kernel.ID]bool // founded by this decision
	failed  map[kernel.ID]bool // a founding that went wrong: what follows from it is not told again
	touched map[kernel.ID]int  // unit → the last step that did something to it
	marks   map[kernel.ID]Mark
	undoes  *Reorganisation // the decision that is taken back
	lapses  map[string]bool
	binds   map[string]bool
	past    map[kernel.ID]bool // units that give or take: their past is compared
	adopted map[int][]adoption // step → what stood below its sources and goes to its targets
	names   map[kernel.ID]string
	shares  map[int][]orgs.Share // weights that the decision leaves to a count
	was     kernel.Date          // the day of the picture before
	pic     Picture
}

// adoption is a unit that comes to stand below another one.
type adoption struct{ child, from, to kernel.ID }

// run tries the decision and gives its picture. What it has done stays in the transaction.
func (s *Service) run(tx *db.Tx, a kernel.Actor, d *Reorganisation) (Picture, error) {
	t := &trial{s: s, tx: tx, a: a, d: d, on: d.Effective, born: map[kernel.ID]bool{}, failed: map[kernel.ID]bool{}, touched: map[kernel.ID]int{},
		marks: map[kernel.ID]Mark{}, lapses: map[string]bool{}, binds: map[string]bool{}, past: map[kernel.ID]bool{}, adopted: map[int][]adoption{}, names: map[kernel.ID]string{}, shares: map[int][]orgs.Share{}}
	t.pic.On = t.on
	t.head()
	if t.on.IsZero() {
		return t.pic, nil
	}
	t.eve = t.on.AddDays(-1)
	t.was = t.eve
	if d.Undoes != 0 {
		t.was = t.on
	}
	err := t.open()
	if err != nil {
		return t.pic, err
	}
	before, err := t.snapshot(t.was)
	if err != nil {
		return t.pic, err
	}
	old := t.shape(t.was)
	for i, step := range d.Steps {
		err = t.structure(i+1, step)
		if err != nil {
			return t.pic, err
		}
	}
	err = t.write()
	if err != nil {
		return t.pic, err
	}
	t.pic.Before = t.tree(old, before, Comes)
	if len(t.pic.Faults) > 0 && !t.headOnly() {
		return t.pic, nil
	}
	return t.pic, t.carry(old.summed(before))
}

// head asks for what a signed paper has.
func (t *trial) head() {
	if t.d.Number == "" {
		t.fault(0, Step{}, "so_qd", "orgs.need_number")
	}
	if t.d.Decided.IsZero() {
		t.fault(0, Step{}, "ngay_qd", "orgs.need_decided")
	}
	if t.d.Effective.IsZero() {
		t.fault(0, Step{}, "hieu_luc", "orgs.need_effective")
	}
	if t.d.Signer == "" {
		t.fault(0, Step{}, "nguoi_ky", "reorg.need_signer")
	}
	if len(t.d.Steps) == 0 {
		t.fault(0, Step{}, "buoc", "reorg.no_steps")
	}
}

// open takes the branch and every unit that the decision names into the register.
func (t *trial) open() error {
	t.branch = map[kernel.ID]bool{}
	var branch []kernel.ID
	for _, on := range []kernel.Date{t.eve, t.on} {
		rows, err := t.s.Orgs.Directory(t.tx, t.d.Seat, on)
		if err != nil {
			return err
		}
		for _, o := range rows {
			t.names[o.ID] = o.Label()
			if !t.branch[o.ID] {
				t.branch[o.ID] = true
				branch = append(branch, o.ID)
			}
		}
	}
	var named, areas []kernel.ID
	for _, step := range t.d.Steps {
		for _, id := range step.Named() {
			if t.branch[id] {
				named = append(named, id)
			}
		}
		if step.Kind == Split || step.Kind == WindUp || step.Kind == HandOver {
			for _, id := range step.Units { // their children are looked up by name and area
				children, err := t.s.Orgs.Children(t.tx, id, t.on)
				if err != nil {
					return err
				}
				for _, c := range children {
					named = append(named, c.ID)
				}
			}
		}
		if step.Kind.OnMap() && step.Area != nil {
			ids, err := t.oldAreas(*step.Area)
			if err != nil {
				return err
			}
			areas = append(areas, ids...)
		}
	}
	var err error
	t.r, err = t.s.Orgs.Open(t.tx, t.d.Tenant, named...)
	if err != nil {
		return err
	}
	err = t.s.Orgs.TakeBranch(t.tx, t.r, branch)
	if err != nil || len(areas) == 0 {
		return err
	}
	return t.s.Orgs.TakeServing(t.tx, t.r, areas...)
}

func (t *trial) oldAreas(a Area) ([]kernel.ID, error) {
	var out []kernel.ID
	for _, code := range append([]string{a.Code, a.Keeps}, codesOf(a.From)...) {
		old, ok, err := orgs.AreaByCode(t.tx, code, t.eve)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, old.Area)
		}
	}
	return out, nil
}

func codesOf(from []orgs.AreaSource) []string {
	var out []string
	for _, f := range from {
		out = append(out, f.Code)
	}
	return out
}

// fault notes what stands in the way of a step.
func (t *trial) fault(n int, step Step, field, code string, args ...any) {
	t.pic.Faults = append(t.pic.Faults, StepFault{Step: n, Place: step.Place, Field: field, Code: code, Args: args})
}

// refused notes a refusal of one unit's change; another error is given back.
func (t *trial) refused(n int, step Step, unit kernel.ID, err error) error {
	if err == nil {
		return nil
	}
	list, ok := faultsOf(n, step.Place, err)
	if !ok {
		return err
	}
	for _, f := range list {
		f.Unit = t.label(unit)
		t.pic.Faults = append(t.pic.Faults, f)
	}
	return nil
}

// there tells whether a unit may be spoken of in a step: it is of the branch, or this decision founds
// it. What is elsewhere answers as if it did not exist.
func (t *trial) there(n int, step Step, field string, id kernel.ID) bool {
	switch {
	case t.failed[id]:
		return false
	case id != 0 && (t.branch[id] || t.born[id]):
		return true
	}
	t.fault(n, step, field, "reorg.no_unit")
	return false
}

// touch notes that a step does something to a unit.
func (t *trial) touch(n int, id kernel.ID, m Mark) {
	t.touched[id] = n
	if t.marks[id] != Comes && t.marks[id] != Goes {
		t.marks[id] = m
	}
}

// write records the paper and writes all that the steps have changed.
func (t *trial) write() error {
	t.pic.Units = len(t.r.Changed())
	if len(t.pic.Faults) > 0 && !t.headOnly() {
		return nil
	}
	err := t.s.Orgs.Record(t.tx, t.d.Tenant, orgs.Decision{ID: t.d.ID, Number: t.d.Number, On: or(t.d.Decided, t.on), Issuer: t.d.Issuer, Summary: t.d.Summary, Seat: t.d.Seat}, t.a.Account)
	if f := kernel.AsFault(err); f != nil {
		list, _ := faultsOf(0, "", err)
		t.pic.Faults = append(t.pic.Faults, list...)
		return nil
	}
	if err != nil {
		return err
	}
	flaws, err := t.s.Orgs.Write(t.tx, t.r)
	if err != nil {
		return err
	}
	for _, f := range flaws {
		n := t.touched[f.Unit]
		step := Step{}
		if n > 0 {
			step = t.d.Steps[n-1]
		}
		err = t.refused(n, step, f.Unit, f.Fault)
		if err != nil {
			return err
		}
	}
	double, err := t.s.Orgs.DoubleCodes(t.tx, t.d.ID)
	for _, code := range double {
		t.fault(0, Step{}, "dia_ban", "orgs.area_double", code)
	}
	return err
}

// headOnly tells that only the paper itself is not complete: the steps can be tried all the same.
func (t *trial) headOnly() bool {
	return !slices.ContainsFunc(t.pic.Faults, func(f StepFault) bool { return f.Step != 0 })
}

func or(a, b kernel.Date) kernel.Date {
	if a.IsZero() {
		return b
	}
	return a
}

// basis is the paper as a founding wants it; what is missing on it is told at its head, once.
func (t *trial) basis() orgs.Basis {
	return orgs.Basis{Number: cmp.Or(t.d.Number, "–"), Decided: or(t.d.Decided, t.on), Issuer: t.d.Issuer, Summary: t.d.Summary, Effective: t.on}
}
