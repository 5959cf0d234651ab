package waitlists

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

const pageSize = 50

// Listing is a page of lists.
//
//glossary:none
type Listing struct {
	Rows    []List
	Names   map[kernel.ID]string
	Next    kernel.ID
	MayKeep bool
}

// Lists gives the lists that the actor may see, the newest first.
func (s *Service) Lists(ctx context.Context, a kernel.Actor, before kernel.ID) (Listing, error) {
	out := Listing{Names: map[kernel.ID]string{}, MayKeep: a.Anywhere(PermKeep)}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.scopeOf(tx, a)
		if err != nil {
			return err
		}
		out.Rows, out.Next = nil, 0
		if !sc.All && len(sc.Roots) == 0 {
			return nil
		}
		out.Rows, err = listLists(tx, a.Tenant, sc, s.today(), before, pageSize+1)
		if err != nil {
			return err
		}
		if len(out.Rows) > pageSize {
			out.Rows = out.Rows[:pageSize]
			out.Next = out.Rows[pageSize-1].ID
		}
		for _, l := range out.Rows {
			err = s.name(tx, out.Names, l.Org)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

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

// Units are those over which the actor keeps lists, with what stands below them.
func (s *Service) Units(ctx context.Context, a kernel.Actor) ([]Unit, error) {
	var out []Unit
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		seen := map[kernel.ID]bool{}
		out = nil
		for _, root := range a.Roots(PermKeep) {
			tree, ok, err := s.Orgs.Tree(tx, root, s.today(), 6)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, branch(tree, 0, seen)...)
			}
		}
		return nil
	})
	return out, err
}

func branch(n orgs.TreeNode, depth int, seen map[kernel.ID]bool) []Unit {
	var out []Unit
	if !seen[n.Org.ID] && n.Org.Parent != 0 {
		seen[n.Org.ID] = true
		out = append(out, Unit{n.Org.ID, n.Org.Label(), depth})
		depth++
	}
	for _, c := range n.Children {
		out = append(out, branch(c, depth, seen)...)
	}
	return out
}

// Can is which verbs would not be refused outright.
//
//glossary:none
type Can struct{ Write, Open, Drop, Apply, Freeze, Publish, Offer, Close, Remove bool }

// Detail is a list as its page shows it.
//
//glossary:none
type Detail struct {
	List        List
	OrgName     string
	Rows        []Application // those the actor sees by name, in order
	Live        int           // how many wait in all
	Offers      map[kernel.ID]OfferMade
	Names       map[kernel.ID]string
	Mine        map[kernel.ID]bool // rows of units for whose members she may answer
	Narrow      bool
	Provisional bool // ranks of today, not frozen yet
	Can         Can
	ScoredOn    kernel.Date
}

// Detail reads a list with those who wait, in order: until it is frozen by the record of today. Refuses
// with waitlists.no_list.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	d := Detail{Names: map[kernel.ID]string{}, Offers: map[kernel.ID]OfferMade{}, Mine: map[kernel.ID]bool{}}
	var all []Application
	visible := map[kernel.ID]bool{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.List, err = s.list(tx, a, id, "")
		if err != nil {
			return err
		}
		all, err = applicationsOf(tx, id)
		if err != nil {
			return err
		}
		owner, err := s.Orgs.Path(tx, d.List.Org, s.today())
		if err != nil {
			return err
		}
		d.Can = canDo(a, d.List, owner, s.today())
		paths := map[kernel.ID][]kernel.ID{}
		for _, x := range all {
			if paths[x.Unit] == nil {
				paths[x.Unit], err = s.Orgs.Path(tx, x.Unit, s.today())
				if err != nil {
					return err
				}
			}
			visible[x.ID] = seesRow(a, x, paths[x.Unit], owner)
			d.Mine[x.ID] = a.Can(PermKeep, paths[x.Unit])
			err = s.name(tx, d.Names, x.Unit)
			if err != nil {
				return err
			}
		}
		offers, err := offersOf(tx, id)
		if err != nil {
			return err
		}
		for _, o := range slices.Backward(offers) {
			d.Offers[o.Application] = o
		}
		err = s.name(tx, d.Names, d.List.Org)
		d.OrgName = d.Names[d.List.Org]
		return err
	})
	if err != nil {
		return d, err
	}
	all, err = s.inOrder(ctx, &d, all)
	if err != nil {
		return d, err
	}
	d.Rows, d.Live = nil, 0
	for _, x := range all {
		if x.Stage == Waiting || x.Stage == Offered {
			d.Live++
		}
		if visible[x.ID] {
			d.Rows = append(d.Rows, x)
		} else {
			d.Narrow = true
		}
	}
	return d, nil
}

// inOrder puts applications of an open list in the order of today, behind them those that are over.
func (s *Service) inOrder(ctx context.Context, d *Detail, all []Application) ([]Application, error) {
	d.ScoredOn = d.List.Until
	if d.List.State != Running {
		return all, nil
	}
	d.Provisional, d.ScoredOn = true, s.today()
	live, err := s.scored(ctx, d.List, all, s.today())
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if x.Stage != Waiting {
			live = append(live, x)
		}
	}
	return live, nil
}

func canDo(a kernel.Actor, l List, path []kernel.ID, today kernel.Date) Can {
	keep, decide := a.Can(PermKeep, path), a.Can(PermDecide, path)
	open := l.State == Running && !today.After(l.Until)
	return Can{Write: l.State == Draft && keep, Drop: l.State == Draft && keep, Open: l.State == Draft && decide && canOpen(a, l.PreparedBy) == nil,
		Apply: open && a.Anywhere(PermKeep), Freeze: l.State == Running && today.After(l.Until) && decide, Publish: (l.State == Frozen || l.State == Closed) && l.Published.IsZero() && decide,
		Offer: l.State == Frozen && decide, Close: l.State == Frozen && decide, Remove: decide && (l.State == Running || l.State == Frozen)}
}

// ApplicationOf reads one application that the actor sees, with its list. Refuses with
// waitlists.no_application.
func (s *Service) ApplicationOf(ctx context.Context, a kernel.Actor, id kernel.ID) (Application, List, error) {
	var x Application
	var l List
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var path []kernel.ID
		var err error
		x, l, path, err = s.application(tx, a, id)
		if err != nil {
			return err
		}
		owner, err := s.Orgs.Path(tx, l.Org, s.today())
		if err == nil && !seesRow(a, x, path, owner) {
			err = kernel.Missing("waitlists.no_application")
		}
		return err
	})
	return x, l, err
}

// Public is a published list as everybody sees it.
//
//glossary:none
type Public struct {
	List    List
	OrgName string
	Rows    []PublicRow
}

// PublicRow is one of it: no name, no number, no unit.
//
//glossary:none
type PublicRow struct {
	Rank   int
	Name   string
	Number string
	Points int
	Stage  Stage
}

// Published reads a list that was published. Refuses with waitlists.no_list.
func (s *Service) Published(ctx context.Context, id kernel.ID) (Public, error) {
	var p Public
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		p.List, ok, err = loadList(tx, s.Site(), id)
		if err == nil && (!ok || p.List.Published.IsZero()) {
			err = kernel.Missing("waitlists.no_list")
		}
		if err != nil {
			return err
		}
		names := map[kernel.ID]string{}
		err = s.name(tx, names, p.List.Org)
		if err != nil {
			return err
		}
		p.OrgName, p.Rows = names[p.List.Org], nil
		all, err := applicationsOf(tx, id)
		for _, x := range all {
			if x.Rank > 0 {
				p.Rows = append(p.Rows, PublicRow{x.Rank, Masked(x.Name), kernel.MaskNumber(x.Number), x.Points, x.Stage})
			}
		}
		return err
	})
	return p, err
}
