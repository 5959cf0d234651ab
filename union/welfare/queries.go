package welfare

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

const pageSize = 50

// Filter is which programmes a list shows.
//
//glossary:none
type Filter struct {
	Year   int
	Kind   Kind
	State  State
	Before kernel.ID
}

// Listing is a page of programmes.
//
//glossary:none
type Listing struct {
	Filter
	Rows       []Programme
	Names      map[kernel.ID]string
	Next       kernel.ID
	MayPrepare bool
}

// Programmes lists what the actor may see, the newest first.
func (s *Service) Programmes(ctx context.Context, a kernel.Actor, f Filter) (Listing, error) {
	l := Listing{Filter: f, Names: map[kernel.ID]string{}, MayPrepare: a.Anywhere(PermPrepare)}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.scopeOf(tx, a)
		if err != nil {
			return err
		}
		l.Rows, err = listProgrammes(tx, a.Tenant, sc, f, s.today(), pageSize+1)
		if err != nil {
			return err
		}
		if len(l.Rows) > pageSize {
			l.Rows = l.Rows[:pageSize]
			l.Next = l.Rows[pageSize-1].ID
		}
		for _, p := range l.Rows {
			err = s.name(tx, l.Names, p.Org)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return l, err
}

// name puts the short name of a unit into a map, once.
func (s *Service) name(tx *db.Tx, into map[kernel.ID]string, unit kernel.ID) error {
	if unit == 0 || into[unit] != "" {
		return nil
	}
	o, ok, err := s.Orgs.Get(tx, unit, s.today())
	if err == nil && ok {
		into[unit] = o.Label()
	}
	return err
}

// Unit is a unit to choose from.
//
//glossary:none
type Unit struct {
	ID    kernel.ID
	Name  string
	Depth int
}

// Units are those over which the actor holds a permission, with what stands below them, for choosing.
func (s *Service) Units(ctx context.Context, a kernel.Actor, permission string) ([]Unit, error) {
	roots := a.Roots(permission)
	if a.System {
		roots = []kernel.ID{a.Tenant}
	}
	var out []Unit
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		seen := map[kernel.ID]bool{}
		out = nil
		for _, root := range roots {
			tree, ok, err := s.Orgs.Tree(tx, root, s.today(), 6)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, s.union(tree, 0, seen)...)
			}
		}
		return nil
	})
	return out, err
}

// union keeps the units of the union's trees.
func (s *Service) union(n orgs.TreeNode, depth int, seen map[kernel.ID]bool) []Unit {
	var out []Unit
	if !seen[n.Org.ID] && n.Org.Parent != 0 {
		seen[n.Org.ID] = true
		out = append(out, Unit{n.Org.ID, n.Org.Label(), depth})
		depth++
	}
	for _, c := range n.Children {
		out = append(out, s.union(c, depth, seen)...)
	}
	return out
}

// Can is which verbs would not be refused outright, by the same policy that the commands ask.
//
//glossary:none
type Can struct {
	Rewrite, Open, Revise, Drop, Close, Allow, AddOccasion, Report bool
	Propose, Ask, Add, Correct, Approve, SendBack, Pay, Amend, End bool
	Hand                                                           bool
}

// OccasionView is an occasion with its figures.
//
//glossary:none
type OccasionView struct {
	Occasion
	Tally Tally
}

// Detail is a programme as its page shows it.
//
//glossary:none
type Detail struct {
	Programme Programme
	OrgName   string
	Occasions []OccasionView
	Overrides []Override
	Rolling   Tally // of visits and allowances
	Recent    []Benefit
	Names     map[kernel.ID]string
	Can       Can
	Narrow    bool // the figures are those of the actor's own units
}

// Detail reads a programme. Refuses with welfare.no_programme.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	d := Detail{Names: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Programme, err = s.programme(tx, a, id, "")
		if err != nil {
			return err
		}
		p := d.Programme
		err = s.name(tx, d.Names, p.Org)
		if err != nil {
			return err
		}
		d.OrgName = d.Names[p.Org]
		sc, err := s.scopeFor(tx, a, p)
		if err != nil {
			return err
		}
		d.Narrow = !sc.All
		list, err := occasionsOf(tx, p.ID)
		if err != nil {
			return err
		}
		for _, o := range list {
			t, err := tallyUnder(tx, p.ID, o.Key(), sc, s.today())
			if err != nil {
				return err
			}
			d.Occasions = append(d.Occasions, OccasionView{o, t})
		}
		d.Overrides, err = overridesOf(tx, p.ID)
		if err != nil {
			return err
		}
		if p.Kind != Gifts {
			err = s.recent(tx, a, &d, sc)
			if err != nil {
				return err
			}
		}
		d.Can, err = s.canProgramme(tx, a, p, d)
		return err
	})
	return d, err
}

// recent reads the last benefits of a programme without lists.
func (s *Service) recent(tx *db.Tx, a kernel.Actor, d *Detail, sc scope) error {
	var err error
	d.Rolling, err = tallyUnder(tx, d.Programme.ID, rolling, sc, s.today())
	if err != nil {
		return err
	}
	var units []kernel.ID
	if !sc.All {
		units, err = s.Orgs.Under(tx, sc.Roots, s.today())
		if err != nil {
			return err
		}
		units = units[:min(len(units), 500)]
	}
	d.Recent, err = rowsOfProgramme(tx, d.Programme.ID, units, 0, 20)
	for _, b := range d.Recent {
		if err == nil {
			err = s.name(tx, d.Names, b.Desk)
		}
	}
	return err
}

// scopeFor is what the actor sees inside a programme: all of it for rights over its unit or above, else
// only the rows of her own units.
func (s *Service) scopeFor(tx *db.Tx, a kernel.Actor, p Programme) (scope, error) {
	sc, err := s.scopeOf(tx, a)
	if err != nil || sc.All {
		return sc, err
	}
	path, err := s.Orgs.Path(tx, p.Org, s.today())
	if err != nil {
		return sc, err
	}
	sc.All = shares(sc.Roots, path)
	return sc, nil
}

func (s *Service) canProgramme(tx *db.Tx, a kernel.Actor, p Programme, d Detail) (Can, error) {
	path, err := s.Orgs.Path(tx, p.Org, s.today())
	if err != nil {
		return Can{}, err
	}
	sc, err := s.scopeOf(tx, a)
	if err != nil {
		return Can{}, err
	}
	may := func(v verb, permission string) bool {
		_, ok := programmeFlow.Next(p.State, v)
		return ok && canOwn(a, p, path, sc, permission) == nil
	}
	fresh := len(d.Occasions) <= 1 && len(d.Recent) == 0 && !slices.ContainsFunc(d.Occasions, func(o OccasionView) bool { return o.State != Waiting })
	c := Can{Rewrite: may(open, PermPrepare), Drop: may(drop, PermPrepare), Close: may(end, PermApprove), Revise: may(revise, PermPrepare) && fresh, Report: p.State != Draft && p.State != Dropped}
	if p.Kind == Gifts {
		c.Open = may(open, PermPrepare)
		c.AddOccasion = p.State == Open && canOwn(a, p, path, sc, PermPrepare) == nil
	} else {
		c.Open = may(open, PermApprove) && canApprove(a, []kernel.ID{p.PreparedBy}) == nil
	}
	c.Allow = p.State == Open && canOwn(a, p, path, sc, PermOverride) == nil && canApprove(a, []kernel.ID{p.PreparedBy}) == nil
	return c, nil
}

// BenefitView is one benefit with its story.
//
//glossary:none
type BenefitView struct {
	Benefit   Benefit
	Programme Programme
	Occasion  string
	Names     map[kernel.ID]string
	Changes   []Change
	CanHand   bool
	CanMiss   bool
	CanSend   bool
}

// Benefit reads one row of a list with why it stands there and who changed it.
func (s *Service) Benefit(ctx context.Context, a kernel.Actor, id kernel.ID) (BenefitView, error) {
	v := BenefitView{Names: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v.Benefit, err = s.touch(tx, a, id, PermView)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Forbidden {
			err = nil // another right of this room over the unit shows it as well
		}
		if err != nil {
			return err
		}
		b := v.Benefit
		v.Programme, _, err = loadProgramme(tx, b.Tenant, b.Programme)
		if err != nil {
			return err
		}
		v.Occasion, err = s.occasionTitle(tx, b)
		if err != nil {
			return err
		}
		for _, u := range []kernel.ID{b.Unit, b.Desk, v.Programme.Org} {
			err = s.name(tx, v.Names, u)
			if err != nil {
				return err
			}
		}
		v.Changes, err = changesOfBenefit(tx, b.ID)
		if err != nil {
			return err
		}
		_, err = s.touch(tx, a, id, PermPay)
		if err == nil {
			_, err = s.paying(tx, b.Tenant, b.Programme, b.List)
			v.CanHand, v.CanMiss, v.CanSend = err == nil && b.State == Granted, err == nil && b.State == Granted, err == nil && b.State == Failed
		}
		if kernel.AsFault(err) != nil {
			err = nil
		}
		return err
	})
	return v, err
}

func (s *Service) occasionTitle(tx *db.Tx, b Benefit) (string, error) {
	if b.List != 0 {
		o, _, err := loadOccasion(tx, b.Programme, b.List)
		return o.Title, err
	}
	return eventOf(b.Occasion), nil
}

// eventOf is the word of an occasion key of visits and allowances.
func eventOf(key string) string {
	for i := range key {
		if key[i] == ':' {
			on, err := kernel.ParseISODate(key[i+1:])
			if err != nil {
				return eventTitle(Event(key[:i])) + " " + key[i+1:]
			}
			return eventTitle(Event(key[:i])) + " " + kernel.FormatDate(on)
		}
	}
	return key
}

// ByToken finds the benefit behind a QR. What the actor may not see answers as if it were not there.
func (s *Service) ByToken(ctx context.Context, a kernel.Actor, token string) (kernel.ID, error) {
	var id kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		id, ok, err = benefitByToken(tx, a.Tenant, token)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("welfare.no_benefit")
		}
		_, err = s.touch(tx, a, id, PermPay)
		return err
	})
	return id, err
}

// Trial is what a rule would do, without writing anything: for the form where it is typed.
//
//glossary:none
type Trial struct {
	Seen, Fit, Unsure int64
	Amount            kernel.Money
	Examples          []TrialRow
	Cut               bool // there are more members than a trial looks at
}

// TrialRow is one member of a trial.
//
//glossary:none
type TrialRow struct {
	Name    string
	Verdict rules.Verdict
	Lines   []rules.Line
}
