package cards

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Seats tells where members stand, inside a transaction that is changing just that. It is asked only
// when a reorganisation divides the members of a unit.
//
//glossary:none
type Seats interface {
	// UnitsOf gives the unit of each of these members on a day; who stands nowhere is left out.
	UnitsOf(tx *db.Tx, tenant kernel.ID, members []kernel.ID, on kernel.Date) (map[kernel.ID]kernel.ID, error)
}

// HoldingKind is what a reorganisation counts in this room: valid cards.
const HoldingKind = "cards.card"

var _ orgs.Holder = (*Service)(nil)

// Holds counts the valid cards of the members of each unit on a day.
func (s *Service) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	perUnit, err := s.validIn(tx, tenant, units, on)
	var out []orgs.Holding
	for _, u := range units {
		if perUnit[u] != 0 {
			out = append(out, orgs.Holding{Unit: u, Kind: HoldingKind, Count: perUnit[u], Binds: true})
		}
	}
	return out, err
}

// Totals counts all valid cards of the tenant on a day.
func (s *Service) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	n, err := validTotal(tx, tenant, on, on.Before(s.today()))
	if err != nil || n == 0 {
		return nil, err
	}
	return []orgs.Holding{{Kind: HoldingKind, Count: n, Binds: true}}, nil
}

// validIn counts valid cards by unit. Today and later the counters know; the past is counted from the
// days that stand on the cards and from where they stood then.
func (s *Service) validIn(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) (map[kernel.ID]int64, error) {
	out := map[kernel.ID]int64{}
	for chunk := range slices.Chunk(units, 1000) {
		err := validByUnit(tx, tenant, chunk, on, on.Before(s.today()), out)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Carry lets cards follow their members: where a unit goes whole, in one statement; where it is
// divided, to wherever the roll has put each member. No card is printed again, and none ends with a
// unit: refuses with cards.follow_members a step that would have them end.
func (s *Service) Carry(tx *db.Tx, _ kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		return s.carryBack(tx, c)
	}
	if c.Rule.Ending(HoldingKind) {
		return kernel.Refuse("cards.follow_members")
	}
	for _, from := range c.From {
		done, err := carried(tx, c.Step, from)
		switch {
		case err != nil:
			return err
		case done:
			continue
		}
		if len(c.Rule.List)+len(c.Rule.Groups)+len(c.Rule.Areas) == 0 {
			err = s.carryWhole(tx, c, from, c.Rule.Rest)
		} else {
			err = s.carryEach(tx, c, from)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) carryWhole(tx *db.Tx, c orgs.Carriage, from, to kernel.ID) error {
	if from == to || to == 0 {
		return nil
	}
	err := noteMoveOfUnit(tx, c.Tenant, c.Step, from, to, c.On)
	if err == nil {
		err = seatUnit(tx, c.Tenant, from, to)
	}
	if err == nil {
		err = pourCounts(tx, c.Tenant, from, to)
	}
	return err
}

// carryEach asks the roll, a thousand members at a time.
func (s *Service) carryEach(tx *db.Tx, c orgs.Carriage, from kernel.ID) error {
	var after kernel.ID
	for {
		list, err := seatsIn(tx, from, after, 1000)
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[len(list)-1].card
		members := make([]kernel.ID, 0, len(list))
		for _, seat := range list {
			members = append(members, seat.member)
		}
		units, err := s.Seats.UnitsOf(tx, c.Tenant, members, c.On)
		if err != nil {
			return err
		}
		going := map[kernel.ID][]seat{}
		for _, seat := range list {
			to, ok := units[seat.member]
			if !ok {
				to = c.Rule.Rest
			}
			if to != 0 && to != from {
				going[to] = append(going[to], seat)
			}
		}
		err = s.seatAll(tx, c, from, going)
		if err != nil {
			return err
		}
	}
}

func (s *Service) seatAll(tx *db.Tx, c orgs.Carriage, from kernel.ID, going map[kernel.ID][]seat) error {
	for _, to := range sortedKeys(going) {
		ids := make([]kernel.ID, 0, len(going[to]))
		states := map[State]int{}
		for _, seat := range going[to] {
			ids = append(ids, seat.card)
			states[seat.state]++
		}
		err := noteMove(tx, c.Tenant, ids, c.Step, from, to, c.On)
		if err == nil {
			err = seatCards(tx, ids, to)
		}
		for _, state := range States {
			if err == nil {
				err = count(tx, c.Tenant, from, state, -states[state])
			}
			if err == nil {
				err = count(tx, c.Tenant, to, state, states[state])
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// carryBack returns the cards that a step moved and that have not gone on since; its rows stay and are
// marked as undone.
func (s *Service) carryBack(tx *db.Tx, c orgs.Carriage) error {
	moved, err := movedBy(tx, c.Step)
	if err != nil {
		return err
	}
	for _, m := range moved {
		err = count(tx, c.Tenant, m.to, m.state, -m.cards)
		if err == nil {
			err = count(tx, c.Tenant, m.from, m.state, m.cards)
		}
		if err != nil {
			return err
		}
	}
	err = seatBack(tx, c.Step)
	if err != nil {
		return err
	}
	return undoMoves(tx, c.Step)
}

func sortedKeys[T any](m map[kernel.ID]T) []kernel.ID {
	var out []kernel.ID
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
