package committees

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// HeldCommittee is the kind under which committees stand in a reorganisation.
const HeldCommittee = "committees.committee"

// Holds counts the committees of each unit on a day. They lapse with their unit unless the decision says
// otherwise: an inspection committee is elected for one union, not for its successor (union.md §1.5).
func (s *Service) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	counts, err := heldCount(tx, tenant, units, on)
	if err != nil {
		return nil, err
	}
	var out []orgs.Holding
	for _, unit := range units {
		if n := counts[unit]; n > 0 {
			out = append(out, orgs.Holding{Unit: unit, Kind: HeldCommittee, Count: n, Binds: true, Lapses: true})
		}
	}
	return out, nil
}

// Totals counts the committees of the whole site on a day.
func (s *Service) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	n, err := heldAnywhere(tx, tenant, on)
	return []orgs.Holding{{Kind: HeldCommittee, Count: n, Binds: true, Lapses: true}}, err
}

// Carry ends the committees of the sources on the day, or takes them over to the target with everybody
// in them: those that the decision names by id always, the others when the kind does not end. What the
// target has already it keeps: then the source's one lapses.
func (s *Service) Carry(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		return s.takeBack(tx, a, c)
	}
	already, err := done(tx, c.Step)
	if err != nil || already {
		return err
	}
	list, err := openIn(tx, c.Tenant, c.From, c.On)
	if err != nil {
		return err
	}
	for _, x := range list {
		to, named := c.Rule.List[x.ID.String()]
		if !named && !c.Rule.Ending(HeldCommittee) {
			to = c.Rule.Rest
			if to == 0 {
				continue
			}
		}
		if to == x.Unit {
			continue
		}
		err = s.carry(tx, a, c, x, to)
		if err != nil {
			return err
		}
	}
	return nil
}

// carry ends a committee and, when it goes over, founds the same in the target. One that would only have
// begun after the day ends on the day that it began.
func (s *Service) carry(tx *db.Tx, a kernel.Actor, c orgs.Carriage, old Committee, to kernel.ID) error {
	on := c.On
	if old.From.After(on) {
		on = old.From
	}
	places, err := placesOf(tx, old.ID)
	if err != nil {
		return err
	}
	verb := Lapse
	if to != 0 {
		taken, err := s.taken(tx, old, to, on)
		if err != nil {
			return err
		}
		if !taken {
			verb = Carry
		}
	}
	state := old.State
	old.EndBasis = c.Label
	err = s.end(tx, a, old, on, verb, c.Step)
	if err != nil || verb == Lapse {
		return err
	}
	fresh := old
	fresh.ID, fresh.Unit, fresh.From, fresh.EndedOn, fresh.State, fresh.Version = s.IDs.New(), to, on, kernel.Date{}, state, 1
	fresh.Basis, fresh.EndBasis = Basis{Number: c.Label}, ""
	err = insertCommittee(tx, fresh, c.Step)
	if err != nil {
		return err
	}
	for _, p := range places {
		if !p.EndedOn.IsZero() && !p.EndedOn.After(on) {
			continue
		}
		p.ID, p.Committee, p.From, p.EndedOn, p.Basis = s.IDs.New(), fresh.ID, maxDate(p.From, on), kernel.Date{}, c.Label
		err = insertPlace(tx, fresh.Tenant, p)
		if err != nil {
			return err
		}
	}
	return s.note(tx, a, fresh, Event{Verb: Found, Note: c.Label}, FoundedFact, Told{On: on, Step: c.Step})
}

func maxDate(a, b kernel.Date) kernel.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// taken tells that the target has a committee of the kind, or gets one after the day.
func (s *Service) taken(tx *db.Tx, old Committee, to kernel.ID, on kernel.Date) (bool, error) {
	_, open, err := openOf(tx, old.Tenant, to, old.Kind)
	if err != nil || open {
		return open, err
	}
	return laterThan(tx, old.Tenant, to, old.Kind, on)
}

// takeBack voids what a step made and lets run on what it ended, unless another one sits there by now.
func (s *Service) takeBack(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	made, err := stepMade(tx, c.Step)
	if err != nil {
		return err
	}
	for _, x := range made {
		err = voidCommittee(tx, x.ID)
		if err != nil {
			return err
		}
	}
	ended, err := stepEnded(tx, c.Step)
	if err != nil {
		return err
	}
	for _, x := range ended {
		followed, err := laterThan(tx, x.Tenant, x.Unit, x.Kind, x.EndedOn)
		if err != nil {
			return err
		}
		if followed {
			continue
		}
		state := Elected
		switch {
		case x.How == Appointed:
			state = Provisional
		case x.Recognised.Number != "":
			state = Recognised
		}
		err = reopen(tx, x, state, c.Step)
		if err == nil {
			err = s.note(tx, a, x, Event{Verb: Restore, Note: c.Label}, "", Told{Step: c.Step})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
