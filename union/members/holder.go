package members

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// HeldMember is the kind under which memberships stand in a reorganisation.
const HeldMember = "members.member"

// Held is this room as a reorganisation sees it: it holds memberships, which may not stay behind.
//
//glossary:none
type Held struct{ s *Service }

// Held hands the room to core/orgs.
func (s *Service) Held() Held { return Held{s} }

// Holds counts who stands in each unit on a day.
func (h Held) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	counts, err := standingOn(tx, tenant, units, on)
	if err != nil {
		return nil, err
	}
	var out []orgs.Holding
	for _, c := range counts {
		out = append(out, orgs.Holding{Unit: c.unit, Kind: HeldMember, Count: c.members, Binds: true})
	}
	return out, nil
}

// Totals counts who stands anywhere in the tenant on a day.
func (h Held) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	n, err := standingAnywhere(tx, tenant, on)
	return []orgs.Holding{{Kind: HeldMember, Count: n, Binds: true}}, err
}

// Carry moves memberships from the day on, set by set: whoever stood in a source before the day has
// her segment ended there and goes on in the target; whoever came later is re-pointed and the old row
// stays as void. Refuses with members.carried_nowhere when the rule sends somebody to no unit though
// the source ends.
func (h Held) Carry(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	state, ok, err := loadCarry(tx, c.Step)
	if err != nil {
		return err
	}
	if c.Undo {
		if !ok || state.undoneBy != 0 {
			return nil
		}
		return h.takeBack(tx, a, c)
	}
	if ok || c.Rule.Ending(HeldMember) {
		return nil
	}
	named, err := h.name(tx, c)
	if err != nil {
		return err
	}
	moved := int64(0)
	for _, to := range targetsOf(c.Rule) {
		n, err := carryTo(tx, c, to, named)
		if err != nil {
			return err
		}
		moved += n
		if n > 0 {
			err = h.s.tell(tx, a, c.Tenant, FactTransferred, Told{Unit: to, On: c.On, Count: int(n), Step: c.Step})
			if err != nil {
				return err
			}
		}
	}
	err = insertCarry(tx, c, moved)
	if err != nil {
		return err
	}
	return h.recount(tx, c, named)
}

// name writes down whom the rule names: by number first, then by group, then by area.
func (h Held) name(tx *db.Tx, c orgs.Carriage) (bool, error) {
	r := c.Rule
	if len(r.List)+len(r.Groups)+len(r.Areas) == 0 {
		return false, nil
	}
	byTarget := func(rows map[string]kernel.ID, form func(string) string) map[kernel.ID][]string {
		out := map[kernel.ID][]string{}
		for key, to := range rows {
			out[to] = append(out[to], form(key))
		}
		return out
	}
	for to, numbers := range byTarget(r.List, NormalNumber) {
		slices.Sort(numbers)
		for some := range slices.Chunk(numbers, asked) {
			err := nameNumbers(tx, c, to, some)
			if err != nil {
				return false, err
			}
		}
	}
	if len(r.Groups) > 0 {
		teams, err := teamsOf(tx, c)
		if err != nil {
			return false, err
		}
		by := map[kernel.ID][]string{}
		for _, team := range teams {
			if to, ok := r.Groups[kernel.Fold(team)]; ok && team != "" {
				by[to] = append(by[to], team)
			}
		}
		for to, some := range by {
			err = nameTeams(tx, c, to, some)
			if err != nil {
				return false, err
			}
		}
	}
	for to, codes := range byTarget(r.Areas, func(s string) string { return s }) {
		err := nameAreas(tx, c, to, codes)
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// targetsOf are the units that a rule sends anything to, each once, in the order of their ids.
func targetsOf(r orgs.Allotment) []kernel.ID {
	var out []kernel.ID
	for _, rows := range []map[string]kernel.ID{r.List, r.Groups, r.Areas} {
		for _, to := range rows {
			out = append(out, to)
		}
	}
	out = append(out, r.Rest)
	slices.Sort(out)
	out = slices.Compact(out)
	if out[0] == 0 {
		out = out[1:]
	}
	return out
}

func (h Held) takeBack(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	n, err := takeBack(tx, c, targetsOf(c.Rule))
	if err != nil {
		return err
	}
	err = undoneCarry(tx, c.Step, c.Decision)
	if err != nil {
		return err
	}
	if n > 0 {
		err = h.s.tell(tx, a, c.Tenant, FactTransferred, Told{Unit: c.From[0], On: c.On, Count: int(n), Undone: c.Step})
		if err != nil {
			return err
		}
	}
	return h.recount(tx, c, true)
}

// recount brings the counters of all units of the step up to date. When everybody went to one unit
// the counters go with them, without counting a million.
func (h Held) recount(tx *db.Tx, c orgs.Carriage, named bool) error {
	if !named && c.Rule.Rest == 0 {
		return nil
	}
	if !named && !slices.Contains(c.From, c.Rule.Rest) {
		return passCounts(tx, c.Tenant, c.From, c.Rule.Rest)
	}
	return recount(tx, c.Tenant, slices.Concat(c.From, targetsOf(c.Rule)))
}
