package reorg

import (
	"maps"
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
)

// unitKind counts the units that stand below one, beside what the rooms hold.
const unitKind = "reorg.unit"

// carry lets every room take what the steps give it, counts before and after each, and asks at the end
// whether anything was lost, left behind, or altered in the past. held is what branches held before.
func (t *trial) carry(held tally) error {
	days := []kernel.Date{t.on}
	if today := t.s.Clock.Now().Date(); today.After(t.on) {
		days = append(days, today)
	}
	err := t.tx.Roomy()
	if err != nil {
		return err
	}
	before, err := t.totals(days)
	if err != nil {
		return err
	}
	units := t.parties()
	past, err := t.holds(units, t.eve)
	if err != nil {
		return err
	}
	var ends []string
	t.pic.Steps = make([]StepPicture, len(t.d.Steps))
	for i, step := range t.d.Steps {
		switch {
		case step.Kind.carries():
			err = t.carryStep(i, step, held, &ends)
		case step.Kind == Undo && t.undoes != nil:
			err = t.carryBack(i, &ends)
		}
		if err != nil {
			return err
		}
	}
	after, err := t.totals(days)
	if err != nil {
		return err
	}
	t.kept(before, after, ends)
	err = t.unchanged(units, past)
	if err != nil {
		return err
	}
	err = t.emptied(days)
	if err != nil {
		return err
	}
	now, err := t.snapshot(t.on)
	if err != nil {
		return err
	}
	t.pic.After = t.tree(t.shape(t.on), now, Goes)
	t.d.touched = slices.Sorted(maps.Keys(t.touched))
	t.pic.Tried = true
	return nil
}

// parties are the units that give or take.
func (t *trial) parties() []kernel.ID {
	seen := map[kernel.ID]bool{}
	for _, step := range t.d.Steps {
		if step.Kind.carries() {
			for _, id := range slices.Concat(step.Units, step.Targets()) {
				seen[id] = true
			}
		}
	}
	if t.undoes != nil {
		for _, c := range t.undoes.Carried {
			for _, id := range slices.Concat(c.From, targetsOf(c.Rule)) {
				seen[id] = true
			}
		}
	}
	delete(seen, 0)
	var out []kernel.ID
	for id := range seen {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func targetsOf(r orgs.Allotment) []kernel.ID {
	var out []kernel.ID
	for _, rows := range []map[string]kernel.ID{r.List, r.Groups, r.Areas} {
		for _, id := range rows {
			out = append(out, id)
		}
	}
	for _, s := range r.Shares {
		out = append(out, s.Unit)
	}
	out = append(out, r.Rest)
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(id kernel.ID) bool { return id == 0 })
}

// carryStep is one step: the rooms take what the sources hold, the tree has given what stood below them.
func (t *trial) carryStep(i int, step Step, held tally, ends *[]string) error {
	sources := slices.DeleteFunc(slices.Clone(step.Units), func(id kernel.ID) bool { return step.Kind == Merge && id == step.To })
	targets := slices.DeleteFunc(step.Targets(), func(id kernel.ID) bool { return slices.Contains(sources, id) })
	units := slices.Concat(sources, targets)
	was, err := t.holds(units, t.on)
	if err != nil {
		return err
	}
	rule := step.allotment(t.lapsing())
	if step.Rule.ShareBy != "" {
		rule.Shares = t.weigh(i+1, step, held, was)
		if len(rule.Shares) == 0 {
			t.fault(i+1, step, "chia_theo", "reorg.no_share_base")
			return nil
		}
	}
	c := orgs.Carriage{Step: step.ID, Decision: t.d.ID, Tenant: t.d.Tenant, Label: t.d.Label(), On: t.on, From: sources, Rule: rule}
	for _, h := range t.s.Orgs.Holders() {
		err = t.refused(i+1, step, 0, h.Carry(t.tx, t.hand(), c))
		if err != nil {
			return err
		}
	}
	t.d.Carried = append(t.d.Carried, c)
	is, err := t.holds(units, t.on)
	if err != nil {
		return err
	}
	*ends = append(*ends, rule.Ends...)
	for _, a := range t.adopted[i+1] { // what a unit holds goes with it
		for _, x := range []struct {
			into tally
			unit kernel.ID
		}{{was, a.from}, {is, a.to}} {
			x.into.add(x.unit, PictureCount{Kind: unitKind, Count: 1})
			for _, n := range held[a.child] {
				if n.Kind != unitKind {
					x.into.add(x.unit, n)
				}
			}
		}
	}
	t.pic.Steps[i] = t.stepPicture(sources, targets, was, is, rule.Ends)
	return nil
}

func (t *trial) hand() kernel.Actor {
	return kernel.Actor{System: true, Tenant: t.d.Tenant, Account: t.a.Account, Name: t.a.Name}
}

func (t *trial) lapsing() []string {
	var out []string
	for kind := range t.lapses {
		out = append(out, kind)
	}
	slices.Sort(out)
	return out
}

// weigh counts for each target what of a kind came to it with the units below the sources, and what the
// sources themselves have when all of it goes to one place.
func (t *trial) weigh(n int, step Step, held, own tally) []orgs.Share {
	got := map[kernel.ID]int64{}
	for _, a := range t.adopted[n] {
		got[a.to] += held[a.child][step.Rule.ShareBy].Count
	}
	if rest := step.rest(); rest != 0 && len(step.Rule.List)+len(step.Rule.Groups)+len(step.Rule.Areas) == 0 {
		for _, id := range step.Units {
			got[rest] += own[id][step.Rule.ShareBy].Count
		}
	}
	var out []orgs.Share
	for _, id := range step.Targets() {
		if got[id] > 0 {
			out = append(out, orgs.Share{Unit: id, Weight: got[id]})
		}
	}
	return out
}

func (t *trial) stepPicture(sources, targets []kernel.ID, was, is tally, ends []string) StepPicture {
	var p StepPicture
	rows := func(list []kernel.ID, source bool) {
		for _, id := range list {
			for _, l := range compare(was[id], is[id], nil, false) {
				p.Rows = append(p.Rows, UnitLine{Unit: id, Name: t.label(id), Source: source, PictureLine: l})
			}
		}
	}
	rows(sources, true)
	rows(targets, false)
	all := slices.Concat(sources, targets)
	p.Sums = compare(was.sum(all), is.sum(all), ends, t.undoes != nil)
	return p
}

// carryBack takes back what an earlier decision has carried, its last step first.
func (t *trial) carryBack(i int, ends *[]string) error {
	units := t.parties()
	was, err := t.holds(units, t.on)
	if err != nil {
		return err
	}
	step := t.d.Steps[i]
	holders := slices.Clone(t.s.Orgs.Holders())
	slices.Reverse(holders)
	for _, c := range slices.Backward(t.undoes.Carried) {
		*ends = append(*ends, c.Rule.Ends...)
		c.Undo, c.Decision, c.Label = true, t.d.ID, t.d.Label()
		for _, h := range holders {
			err = t.refused(i+1, step, 0, h.Carry(t.tx, t.hand(), c))
			if err != nil {
				return err
			}
		}
	}
	is, err := t.holds(units, t.on)
	if err != nil {
		return err
	}
	t.pic.Steps[i] = t.stepPicture(nil, units, was, is, *ends)
	return nil
}

// kept compares the whole site before and after: every count and every đồng has to be there.
func (t *trial) kept(before, after tally, ends []string) {
	for day := range before {
		for _, l := range compare(before[day], after[day], ends, t.undoes != nil) {
			if !l.Kept() {
				t.fault(0, Step{}, "", "reorg.not_kept", kindArg(l.Kind), kernel.GroupThousands(l.Before), kernel.GroupThousands(l.After))
			}
			if day == 0 {
				t.pic.Totals = append(t.pic.Totals, l)
			}
		}
	}
}

// unchanged asks whether what units held on the eve is what they held on the eve before.
func (t *trial) unchanged(units []kernel.ID, past tally) error {
	now, err := t.holds(units, t.eve)
	if err != nil {
		return err
	}
	for _, id := range units {
		for _, l := range compare(past[id], now[id], nil, false) {
			if l.Before != l.After || l.AmountBefore != l.AmountAfter {
				t.pic.Faults = append(t.pic.Faults, StepFault{Code: "reorg.past_changed", Args: []any{kindArg(l.Kind), kernel.FormatDate(t.eve)}, Unit: t.label(id)})
			}
		}
	}
	return nil
}

// emptied asks whether nothing open is left in units that end.
func (t *trial) emptied(days []kernel.Date) error {
	gone := t.r.Gone()
	for _, on := range days {
		left, err := t.holds(gone, on)
		if err != nil {
			return err
		}
		for _, id := range gone {
			if t.r.Alive(id, on) {
				continue
			}
			for _, kind := range sortedKinds(left[id]) {
				if n := left[id][kind]; t.binds[kind] && (n.Count != 0 || n.Amount != 0) {
					t.pic.Faults = append(t.pic.Faults, StepFault{Step: t.touched[id], Code: "reorg.left_behind", Args: []any{kindArg(kind), kernel.GroupThousands(max(n.Count, int64(n.Amount)))}, Unit: t.label(id)})
				}
			}
		}
		if len(t.pic.Faults) > 0 {
			break
		}
	}
	return nil
}

// holds asks all rooms what units hold themselves on a day.
func (t *trial) holds(units []kernel.ID, on kernel.Date) (tally, error) {
	out := tally{}
	for part := range slices.Chunk(units, orgs.HoldsMost) {
		for _, h := range t.s.Orgs.Holders() {
			rows, err := h.Holds(t.tx, t.d.Tenant, part, on)
			if err != nil {
				return nil, err
			}
			for _, x := range rows {
				t.learn(x)
				out.add(x.Unit, PictureCount{Kind: x.Kind, Count: x.Count, Amount: x.Amount})
			}
		}
	}
	return out, nil
}

// totals asks all rooms what the site holds on some days; they are told apart by their place.
func (t *trial) totals(days []kernel.Date) (tally, error) {
	out := tally{}
	for i, on := range days {
		for _, h := range t.s.Orgs.Holders() {
			rows, err := h.Totals(t.tx, t.d.Tenant, on)
			if err != nil {
				return nil, err
			}
			for _, x := range rows {
				out.add(kernel.ID(i), PictureCount{Kind: x.Kind, Count: x.Count, Amount: x.Amount})
			}
		}
	}
	return out, nil
}

func (t *trial) learn(x orgs.Holding) {
	if x.Lapses {
		t.lapses[x.Kind] = true
	}
	if x.Binds {
		t.binds[x.Kind] = true
	}
}

// snapshot is what the units of the branch hold themselves on a day.
func (t *trial) snapshot(on kernel.Date) (tally, error) {
	var units []kernel.ID
	for id := range t.branch {
		units = append(units, id)
	}
	for id := range t.born {
		units = append(units, id)
	}
	slices.Sort(units)
	return t.holds(units, on)
}

// label is what a unit is called, as near to the day as is known.
func (t *trial) label(id kernel.ID) string {
	if name := t.r.Label(id, t.on); name != "" {
		return name
	}
	return t.names[id]
}
