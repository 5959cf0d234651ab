package tasks

import (
	"maps"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Kinds of what this room holds for a unit; see orgs.Holder.
const (
	heldOpen  = "tasks.open"  // nhiệm vụ đang làm
	heldGiven = "tasks.given" // nhiệm vụ đã giao, chưa xong
)

var heldKinds = map[role]string{roleUnit: heldOpen, roleGiver: heldGiven}

// Holds counts the live tasks that each unit answers for, and those that it gave, on a day.
func (s *Service) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	found, err := heldBy(tx, tenant, units, on)
	return holdings(found), err
}

// Totals counts the same over the whole site.
func (s *Service) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	found, err := heldInAll(tx, tenant, on)
	return holdings(found), err
}

func holdings(found []held) []orgs.Holding {
	out := make([]orgs.Holding, 0, len(found))
	for _, x := range found {
		out = append(out, orgs.Holding{Unit: x.unit, Kind: heldKinds[x.role], Count: x.n, Binds: true})
	}
	return out
}

// Carry gives the live tasks of units that end to those that follow them: what a person does goes where
// her login is sent, everything else to the rest. Closed tasks stay where they were done. Refuses with tasks.cannot_end.
func (s *Service) Carry(tx *db.Tx, a kernel.Actor, in orgs.Carriage) error {
	c := carriage{in.Tenant, in.Step, in.From, in.On, in.Label}
	today := s.Clock.Now().Date()
	if in.Undo {
		err := takeBack(tx, c.tenant, c.step)
		if err != nil {
			return err
		}
		return turnStep(tx, c.tenant, c.step, today)
	}
	if in.Rule.Ending(heldOpen) || in.Rule.Ending(heldGiven) {
		return kernel.Refuse("tasks.cannot_end")
	}
	named, err := s.named(tx, c, in.Rule)
	if err != nil {
		return err
	}
	for _, to := range slices.Sorted(maps.Keys(named)) {
		err = carry(tx, c, to, named[to], string(roleUnit))
		if err != nil {
			return err
		}
	}
	if in.Rule.Rest != 0 { // else what nobody is named for stays
		err = carry(tx, c, in.Rule.Rest, nil, string(roleUnit), string(roleGiver), string(roleRise))
		if err != nil {
			return err
		}
	}
	return turnStep(tx, c.tenant, c.step, today)
}

// named are the people with tasks in the units whose login the decision sends somewhere.
func (s *Service) named(tx *db.Tx, c carriage, rule orgs.Allotment) (map[kernel.ID][]kernel.ID, error) {
	out := map[kernel.ID][]kernel.ID{}
	if len(rule.List) == 0 {
		return out, nil
	}
	people, err := doersIn(tx, c.tenant, c.from)
	if err != nil || len(people) == 0 {
		return out, err
	}
	logins, err := s.Staff.Logins(tx.Context(), c.tenant, people)
	if err != nil {
		return out, err
	}
	for _, id := range people {
		if to, ok := rule.List[logins[id]]; ok && logins[id] != "" {
			out[to] = append(out[to], id)
		}
	}
	return out, nil
}
