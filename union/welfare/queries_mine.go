package welfare

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// OwnBenefit is a benefit as its receiver sees it.
//
//glossary:none
type OwnBenefit struct {
	Benefit   Benefit
	Programme string
	Goods     string
	Occasion  string
	Org       string
	Desk      string
}

// Chance is an open programme that reaches the member's unit, with what its rule says of her.
//
//glossary:none
type Chance struct {
	Programme Programme
	Org       string
	Verdict   rules.Verdict
	Lines     []rules.Line
	Amount    kernel.Money
}

// Mine is what a member sees of welfare: hers, for her, near her.
//
//glossary:none
type Mine struct {
	Member   Member
	IsMember bool
	Unit     string
	Account  Account
	Benefits []OwnBenefit
	Chances  []Chance
	Shown    Shown
}

// Mine reads the actor's own page. Whoever is no member sees what she received, and nothing else.
func (s *Service) Mine(ctx context.Context, a kernel.Actor) (Mine, error) {
	var m Mine
	if a.Person == 0 {
		return m, nil
	}
	var err error
	m.Member, m.IsMember, err = s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
	if err != nil {
		return m, err
	}
	var programmes []Programme
	names := map[kernel.ID]string{}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		m.Benefits = nil
		rows, err := benefitsOfPerson(tx, a.Tenant, a.Person, 100)
		if err != nil {
			return err
		}
		for _, b := range rows {
			own, err := s.own(tx, b, names)
			if err != nil {
				return err
			}
			m.Benefits = append(m.Benefits, own)
		}
		m.Account, err = accountOf(tx, a.Tenant, a.Person)
		if err != nil || !m.IsMember {
			return err
		}
		line, err := s.Orgs.Path(tx, m.Member.Unit, s.today())
		if err != nil {
			return err
		}
		err = s.name(tx, names, m.Member.Unit)
		if err != nil {
			return err
		}
		programmes, err = s.stillOpen(tx, a.Tenant, line)
		for _, p := range programmes {
			if err == nil {
				err = s.name(tx, names, p.Org)
			}
		}
		return err
	})
	if err != nil {
		return m, err
	}
	m.Unit = names[m.Member.Unit]
	for _, p := range programmes {
		c, ok := s.chance(p, m, names)
		if ok {
			m.Chances = append(m.Chances, c)
		}
	}
	if s.Shelf != nil {
		m.Shown, err = s.Shelf.Mine(ctx, a, m.Member.Area)
	}
	return m, err
}

// stillOpen are the open programmes of a member's line out of which somebody may still get something: of
// gifts, those with a list that has not ended.
func (s *Service) stillOpen(tx *db.Tx, tenant kernel.ID, line []kernel.ID) ([]Programme, error) {
	list, err := programmesReaching(tx, tenant, line, "", 0)
	if err != nil {
		return nil, err
	}
	var out []Programme
	for _, p := range list {
		if p.Kind == Gifts {
			occasions, err := occasionsOf(tx, p.ID)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(occasions, func(o Occasion) bool { return o.State != Ended }) {
				continue
			}
		}
		out = append(out, p)
	}
	return out, nil
}

func (s *Service) own(tx *db.Tx, b Benefit, names map[kernel.ID]string) (OwnBenefit, error) {
	p, _, err := loadProgramme(tx, b.Tenant, b.Programme)
	if err != nil {
		return OwnBenefit{}, err
	}
	o := OwnBenefit{Benefit: b, Programme: p.Title, Goods: p.Goods}
	o.Occasion, err = s.occasionTitle(tx, b)
	if err == nil {
		err = s.name(tx, names, p.Org)
	}
	if err == nil {
		err = s.name(tx, names, b.Desk)
	}
	o.Org, o.Desk = names[p.Org], names[b.Desk]
	return o, err
}

// chance is what an open programme has for her today. Visits and allowances depend on what happens, so
// only their general rule is told; a programme of which she has something already stands among her benefits.
func (s *Service) chance(p Programme, m Mine, names map[kernel.ID]string) (Chance, bool) {
	if p.Kind == Gifts && slices.ContainsFunc(m.Benefits, func(b OwnBenefit) bool { return b.Benefit.Root == p.Root }) {
		return Chance{}, false
	}
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return Chance{}, false
	}
	c := Chance{Programme: p, Org: names[p.Org]}
	w := j.weigh(m.Member.Record, "")
	c.Verdict, c.Lines, c.Amount = w.Verdict, w.Lines, w.Amount
	if p.Kind != Gifts {
		c.Verdict, c.Lines = "", nil
	}
	return c, true
}

// OwnOne reads one benefit of the actor's own, for its code.
func (s *Service) OwnOne(ctx context.Context, a kernel.Actor, id kernel.ID) (OwnBenefit, error) {
	var o OwnBenefit
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		b, ok, err := loadBenefit(tx, a.Tenant, id)
		if err != nil {
			return err
		}
		if !ok || a.Person == 0 || b.Person != a.Person || b.State != Granted && b.State != Received && b.State != Failed {
			return kernel.Missing("welfare.no_benefit")
		}
		o, err = s.own(tx, b, map[kernel.ID]string{})
		return err
	})
	return o, err
}

// Allowances is a page of allowances.
//
//glossary:none
type Allowances struct {
	State AllowanceState
	Rows  []Allowance
	Names map[kernel.ID]string
	May   map[kernel.ID]bool // which of them the actor may decide
	Next  kernel.ID
}

// Allowances lists what came out of decided dossiers, as far as the actor sees, the newest first.
func (s *Service) Allowances(ctx context.Context, a kernel.Actor, state AllowanceState, before kernel.ID) (Allowances, error) {
	l := Allowances{State: state, Names: map[kernel.ID]string{}, May: map[kernel.ID]bool{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.scopeOf(tx, a)
		if err != nil {
			return err
		}
		l.Rows, err = listAllowances(tx, a.Tenant, sc, state, s.today(), before, pageSize+1)
		if err != nil {
			return err
		}
		if len(l.Rows) > pageSize {
			l.Rows = l.Rows[:pageSize]
			l.Next = l.Rows[pageSize-1].ID
		}
		for _, w := range l.Rows {
			err = s.name(tx, l.Names, w.Unit)
			if err != nil {
				return err
			}
			_, err = s.allowance(tx, a, w.ID, PermApprove)
			l.May[w.ID] = err == nil && w.State == AllowanceWaiting
		}
		return nil
	})
	return l, err
}

// Allowance reads one that the actor may decide.
func (s *Service) Allowance(ctx context.Context, a kernel.Actor, id kernel.ID) (Allowance, error) {
	var w Allowance
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		w, err = s.allowance(tx, a, id, PermApprove)
		return err
	})
	return w, err
}

// Try lets a rule look at the members of a unit without writing anything: the form shows what it would do.
func (s *Service) Try(ctx context.Context, a kernel.Actor, in ProgrammeInput, on kernel.Date) (Trial, error) {
	var t Trial
	c, f, faults := compile(in.Kind, in.Rule, in.AmountRule, s.Roll.Vocabulary())
	if len(faults) > 0 {
		return t, &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_programme", Fields: faults}
	}
	var units []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, in.Org, s.today())
		if err != nil {
			return err
		}
		err = canVisit(a, a.Tenant, path, PermPrepare)
		if err != nil {
			return err
		}
		units, err = s.Orgs.Under(tx, []kernel.ID{in.Org}, s.today())
		return err
	})
	if err != nil {
		return t, err
	}
	j := judge{Programme{Kind: in.Kind, Amount: in.Amount}, c, f}
	for part := range slices.Chunk(units, 50) {
		err = s.Roll.Each(ctx, a.Tenant, part, s.dayOf(on), func(m Member) error {
			if t.Seen >= maxTrial {
				t.Cut = true
				return nil
			}
			t.Seen++
			w := j.weigh(m.Record, "")
			switch w.Verdict {
			case rules.Yes:
				t.Fit++
				t.Amount += w.Amount
			case rules.Unknown:
				t.Unsure++
			}
			if len(t.Examples) < 5 {
				t.Examples = append(t.Examples, TrialRow{m.Name, w.Verdict, w.Lines})
			}
			return nil
		})
		if err != nil || t.Cut {
			return t, err
		}
	}
	return t, nil
}

const maxTrial = 20_000

// BenefitsOf reads what a person was granted or received, as far as the actor sees it: her own, or
// those of units over which the actor holds a right of this room. looks is false when she sees nothing
// of this room at all.
func (s *Service) BenefitsOf(ctx context.Context, a kernel.Actor, person kernel.ID) (list []OwnBenefit, looks bool, err error) {
	own := person != 0 && a.Person == person
	looks = own || a.System || len(sight(a)) > 0
	if !looks || person == 0 {
		return nil, looks, nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list = nil
		rows, err := benefitsOfPerson(tx, a.Tenant, person, 20)
		if err != nil {
			return err
		}
		names := map[kernel.ID]string{}
		for _, b := range rows {
			if !own {
				_, err = s.touch(tx, a, b.ID, PermView)
				if f := kernel.AsFault(err); f != nil && f.Kind != kernel.Forbidden {
					continue
				}
				if err != nil && kernel.AsFault(err) == nil {
					return err
				}
			}
			o, err := s.own(tx, b, names)
			if err != nil {
				return err
			}
			list = append(list, o)
		}
		return nil
	})
	return list, looks, err
}
