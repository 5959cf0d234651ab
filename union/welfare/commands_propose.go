package welfare

import (
	"cmp"
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// Propose lets the rule go through every member of every unit below the programme's own. What people
// put on the list or took off it stays; what the rule had proposed before is made anew. The work is
// done part by part and goes on by itself after a stop; small lists are ready when the call returns.
// Refuses with welfare.list_not_now, welfare.rule_outdated.
func (s *Service) Propose(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, PermPrepare, propose)
		if err != nil {
			return err
		}
		_, err = judgeOf(p, s.Roll.Vocabulary())
		if err != nil {
			return err
		}
		if o.AsOf.After(s.today().AddDays(366)) {
			return kernel.Refuse("welfare.day_too_far")
		}
		sum, err := clearProposal(tx, p.ID, o.Key())
		if err != nil {
			return err
		}
		err = book(tx, p.ID, -sum)
		if err != nil {
			return err
		}
		err = clearTally(tx, p.ID, o.Key())
		if err != nil {
			return err
		}
		err = recount(tx, p.Tenant, p.ID, o.Key())
		if err != nil {
			return err
		}
		o.Cursor, o.Reason = 0, ""
		err = saved(saveOccasion(tx, &o))
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, propose, ""))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.proposing", subject(p), nil, map[string]any{"list": o.ID, "as_of": o.AsOf, "rule": p.Rule})
	})
	if err != nil {
		return err
	}
	until := s.Clock.Now().Add(proposeAtOnce)
	for s.Clock.Now().Before(until) {
		done, err := s.proposePart(ctx, list)
		if err != nil || done {
			return err
		}
	}
	return nil
}

// unitsAtOnce is how many units one part of a proposal goes through; a part is one transaction.
const unitsAtOnce = 200

// proposePart goes through the next units of a list; done when there is none left.
func (s *Service) proposePart(ctx context.Context, list kernel.ID) (done bool, err error) {
	var p Programme
	var o Occasion
	var units []kernel.ID
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		o, ok, err = db.One(tx, occasionInto, selectOccasion+` where o.id = $1 and o.state = 'proposing'`, list)
		if err != nil || !ok {
			return err
		}
		p, _, err = loadProgramme(tx, o.Tenant, o.Programme)
		if err != nil {
			return err
		}
		units, err = unitsAfter(tx, p.Org, o.AsOf, s.today(), o.Cursor, unitsAtOnce)
		return err
	})
	if err != nil || o.ID == 0 {
		return true, err
	}
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return false, err
	}
	rows, tallies, err := s.weigh(ctx, j, o, units)
	if err != nil {
		return false, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		done = len(units) < unitsAtOnce
		return s.putPart(tx, p, o, units, rows, tallies, done)
	})
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Conflict {
		return false, nil // somebody else did this part
	}
	return done, err
}

// weigh judges the members of some units; it reads and writes nothing of this room.
func (s *Service) weigh(ctx context.Context, j judge, o Occasion, units []kernel.ID) ([]Benefit, map[kernel.ID]Tally, error) {
	var rows []Benefit
	tallies := map[kernel.ID]Tally{}
	now := s.Clock.Now()
	err := s.Roll.Each(ctx, o.Tenant, units, o.AsOf, func(m Member) error {
		t := tallies[m.Unit]
		t.Unit = m.Unit
		t.Seen++
		w := j.weigh(m.Record, "")
		switch w.Verdict {
		case rules.Yes:
			t.Fit++
		case rules.Unknown:
			t.Unsure++
		}
		tallies[m.Unit] = t
		if w.Verdict == rules.No {
			return nil
		}
		b := s.benefit(j.of, o.Key(), m, now)
		b.List, b.Source, b.Why, b.Amount, b.State = o.ID, ByRule, w.Lines, w.Amount, Listed
		if w.Verdict == rules.Unknown {
			b.State = Unsure
		}
		rows = append(rows, b)
		return nil
	})
	return rows, tallies, err
}

// benefit is a member's row before it is known how she came by it.
func (s *Service) benefit(p Programme, occasion string, m Member, now kernel.Instant) Benefit {
	return Benefit{ID: s.IDs.New(), Tenant: p.Tenant, Root: p.Root, Programme: p.ID, Occasion: occasion, Person: m.Person, Member: m.ID, Unit: m.Unit, Desk: m.Unit,
		Number: m.Number, Name: m.Name, Group: m.Group, Area: m.Area, Token: newToken(), Created: now}
}

func (s *Service) putPart(tx *db.Tx, p Programme, o Occasion, units []kernel.ID, rows []Benefit, tallies map[kernel.ID]Tally, done bool) error {
	if len(units) > 0 {
		o.Cursor = units[len(units)-1]
	}
	if done {
		err := o.move(finish)
		if err != nil {
			return err
		}
	}
	err := saved(saveOccasion(tx, &o))
	if err != nil {
		return err
	}
	persons := make([]kernel.ID, len(rows))
	for i, b := range rows {
		persons[i] = b.Person
	}
	had, err := havingOne(tx, p.Tenant, p.Root, o.Key(), persons)
	if err != nil {
		return err
	}
	accounts, err := accountsOf(tx, p.Tenant, persons)
	if err != nil {
		return err
	}
	var sum kernel.Money
	fresh := rows[:0:0]
	for _, b := range rows {
		if had[b.Person] {
			continue
		}
		had[b.Person] = true // twice in the register is once here
		b.Account = accounts[b.Person]
		if b.State == Listed {
			t := tallies[b.Unit]
			t.Listed++
			t.Amount += b.Amount
			tallies[b.Unit] = t
			sum += b.Amount
		}
		fresh = append(fresh, b)
	}
	err = copyBenefits(tx, fresh)
	if constraint, ok := db.Unique(err); ok && constraint == "welfare_benefit_once" {
		return changed() // somebody put one of them on the list in this moment: this part is done again
	}
	if err != nil {
		return err
	}
	order := slices.SortedFunc(func(yield func(Tally) bool) {
		for _, t := range tallies {
			if !yield(t) {
				return
			}
		}
	}, func(x, y Tally) int { return cmp.Compare(x.Unit, y.Unit) })
	for _, t := range order {
		err = count(tx, p.Tenant, p.ID, o.Key(), t)
		if err != nil {
			return err
		}
	}
	return book(tx, p.ID, sum)
}
