package committees

import (
	"cmp"
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// bodyOf gathers what the rules look at for a committee on a day; people nil means that it is only
// being founded.
func (s *Service) bodyOf(tx *db.Tx, c Committee, unitKind string, people []kernel.ID, on kernel.Date) (body, error) {
	b := body{kind: c.Kind, unitKind: unitKind, on: on, size: c.Size, people: people, standing: c.ID != 0, expired: c.Expired(on),
		inside: map[kernel.ID]bool{}, finance: map[kernel.ID][]string{}}
	var err error
	if counted(c.Kind, unitKind, on) {
		b.strength, err = s.Roll.Strength(tx, c.Tenant, c.Unit, on)
		if err != nil {
			return b, err
		}
	}
	if c.ID == 0 {
		return b, nil
	}
	b.seated, err = standsOn(tx, c.Tenant, c.Unit, executiveKind, on)
	if err != nil {
		return b, err
	}
	for _, kind := range []string{executiveKind, financeKind} {
		list, err := sittersOf(tx, c.Tenant, c.Unit, kind, on)
		if err != nil {
			return b, err
		}
		for _, p := range list {
			if kind == financeKind {
				b.finance[p.Person] = append(b.finance[p.Person], p.Post)
			} else {
				b.inside[p.Person] = true
			}
		}
	}
	return b, nil
}

// Detail is one committee as of a day, with all that its page shows.
//
//glossary:none
type Detail struct {
	Committee Committee
	Unit      orgs.Org // as it was called on the day
	On        kernel.Date
	Now       []Place // held on the day, by rank
	Past      []Place // given up before the day, the latest first
	People    map[kernel.ID]Individual
	Findings  []Finding
	Events    []Event
	Can       map[Verb]bool
}

// Look reads a committee as of a day; the zero day is today, or the last day of one that has ended.
// Refuses with committees.no_committee.
func (s *Service) Look(ctx context.Context, a kernel.Actor, id kernel.ID, on kernel.Date) (Detail, error) {
	var d Detail
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		c, ok, err := loadCommittee(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("committees.no_committee")
		}
		d = Detail{Committee: c, On: s.dayFor(c, on), Can: map[Verb]bool{}}
		p, o, err := s.placeOf(tx, c.Unit, d.On)
		if err != nil {
			return err
		}
		err = canView(a, p)
		if err != nil {
			return err
		}
		d.Unit = o
		for _, v := range flow.Verbs(c.State) {
			d.Can[v] = may(a, p, c, v) == nil && (v != Recognise || awaits(c.Kind))
		}
		return s.fill(tx, &d)
	})
	return d, err
}

// dayFor is the day as of which a committee is shown when nobody asked for one.
func (s *Service) dayFor(c Committee, on kernel.Date) kernel.Date {
	if !on.IsZero() {
		return on
	}
	today := s.today()
	if !c.EndedOn.IsZero() && !today.Before(c.EndedOn) && c.EndedOn.After(c.From) {
		return c.EndedOn.AddDays(-1)
	}
	return today
}

func (s *Service) fill(tx *db.Tx, d *Detail) error {
	all, err := placesOf(tx, d.Committee.ID)
	if err != nil {
		return err
	}
	var people, sitting []kernel.ID
	for _, p := range all {
		switch {
		case p.Holds(d.On):
			d.Now = append(d.Now, p)
			sitting = append(sitting, p.Person)
		case !p.EndedOn.IsZero() && p.EndedOn.After(p.From) && !d.On.Before(p.EndedOn):
			d.Past = append(d.Past, p)
		}
		people = append(people, p.Person)
	}
	d.Events, err = eventsOf(tx, d.Committee.ID)
	if err != nil {
		return err
	}
	for _, e := range d.Events {
		if e.Person != 0 {
			people = append(people, e.Person)
		}
	}
	d.People, err = s.Registry.Names(tx, d.Committee.Tenant, people)
	if err != nil {
		return err
	}
	byRank(d.Committee.Kind, d.Now, d.People)
	slices.Reverse(d.Past)
	b, err := s.bodyOf(tx, d.Committee, d.Unit.Kind, sitting, d.On)
	d.Findings = b.check()
	return err
}

// byRank orders places by post, then by the name of the group, then by name.
func byRank(kind string, list []Place, people map[kernel.ID]Individual) {
	kernel.SortStableFunc(list, func(x, y Place) int {
		return cmp.Or(kernel.CompareText(x.Team, y.Team), cmp.Compare(postRank(kind, x.Post), postRank(kind, y.Post)), kernel.CompareText(people[x.Person].Name, people[y.Person].Name))
	})
}

// Offer (ban có thể lập) is a kind of body that a unit does not have on a day, and whether the rules let
// it have one.
//
//glossary:none
type Offer struct {
	Kind        Kind
	Findings    []Finding
	Provisional bool // the level above appoints the first one
	Rule        Rule // by which it does
	May         bool // the actor may enter it
}

// Open tells whether the kind is offered.
func (o Offer) Open() bool { return worst(o.Findings) != Broken }

// UnitPage is what a unit has on a day, what it had, and what it may have.
//
//glossary:none
type UnitPage struct {
	Unit     orgs.Org
	On       kernel.Date
	Strength Strength
	Counted  bool // a rule asks how many members the unit has
	Now      []Detail
	Past     []Committee
	Offers   []Offer
	May      bool
}

// OfUnit reads the committees of a unit as of a day. Refuses with committees.no_committee.
func (s *Service) OfUnit(ctx context.Context, a kernel.Actor, unit kernel.ID, on kernel.Date) (UnitPage, error) {
	var v UnitPage
	if on.IsZero() {
		on = s.today()
	}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p, o, err := s.placeOf(tx, unit, on)
		if err != nil {
			return err
		}
		err = canView(a, p)
		if err != nil {
			return err
		}
		v = UnitPage{Unit: o, On: on, May: canKeep(a, p) == nil}
		for _, k := range Kinds(on) {
			v.Counted = v.Counted || counted(k.Key, o.Kind, on)
		}
		if v.Counted {
			v.Strength, err = s.Roll.Strength(tx, o.Tenant, unit, on)
			if err != nil {
				return err
			}
		}
		all, err := ofUnit(tx, o.Tenant, unit)
		if err != nil {
			return err
		}
		has, elected := map[string]bool{}, map[string]bool{}
		for _, c := range all {
			elected[c.Kind] = elected[c.Kind] || c.How == ByElection && c.From.Before(on.AddDays(1))
			if !c.Lives(on) {
				if c.From.Before(on) {
					v.Past = append(v.Past, c)
				}
				continue
			}
			has[c.Kind] = true
			d := Detail{Committee: c, Unit: o, On: on}
			err = s.fill(tx, &d)
			if err != nil {
				return err
			}
			v.Now = append(v.Now, d)
		}
		kernel.SortStableFunc(v.Now, func(x, y Detail) int { return cmp.Compare(kindRank(x.Committee.Kind), kindRank(y.Committee.Kind)) })
		v.Offers = s.offers(a, p, v, has, elected)
		return nil
	})
	return v, err
}

func kindRank(key string) int {
	return slices.IndexFunc(kinds, func(k Kind) bool { return k.Key == key })
}

// offers are the kinds that a unit lacks. A unit that never elected an inspection committee was founded,
// split or merged: the level above appoints its first one (union.md A16).
func (s *Service) offers(a kernel.Actor, p place, v UnitPage, has, elected map[string]bool) []Offer {
	var out []Offer
	for _, k := range Kinds(v.On) {
		if has[k.Key] || k.Within != "" && !has[k.Within] || !v.Unit.Life.Holds(v.On) {
			continue
		}
		b := body{kind: k.Key, unitKind: v.Unit.Kind, on: v.On, strength: v.Strength}
		o := Offer{Kind: k, Findings: b.check(), May: canKeep(a, p) == nil}
		r, ok := ruleOn(ProvisionalBy, k.Key, v.Unit.Kind, v.On)
		if ok && !elected[k.Key] {
			o.Provisional, o.Rule, o.May = true, r, canRecognise(a, p) == nil
		}
		out = append(out, o)
	}
	return out
}
