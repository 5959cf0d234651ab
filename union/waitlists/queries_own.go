package waitlists

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Place is an application as its own member sees it: where she stands and why.
//
//glossary:none
type Place struct {
	Application Application
	List        List
	OrgName     string
	Ahead       int // who wait before her
	Provisional bool
	Offer       OfferMade // the latest
	HasOffer    bool
}

// Mine is what a member sees of this room.
//
//glossary:none
type Mine struct {
	IsMember bool
	Places   []Place
	Open     []List // lists that she may apply to
	Names    map[kernel.ID]string
}

// Mine reads the actor's own places and the lists that are open to her.
func (s *Service) Mine(ctx context.Context, a kernel.Actor) (Mine, error) {
	m := Mine{Names: map[kernel.ID]string{}}
	if a.Person == 0 {
		return m, nil
	}
	who, ok, err := s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
	if err != nil {
		return m, err
	}
	m.IsMember = ok
	others := map[kernel.ID][]Application{}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		m.Places, m.Open = nil, nil
		list, err := applicationsOfPerson(tx, a.Tenant, a.Person)
		if err != nil {
			return err
		}
		for _, x := range list {
			p := Place{Application: x}
			p.List, _, err = loadList(tx, a.Tenant, x.List)
			if err == nil {
				err = s.name(tx, m.Names, p.List.Org)
			}
			if err == nil {
				p.Ahead, err = ahead(tx, x.List, x.Rank)
			}
			if err != nil {
				return err
			}
			p.OrgName, p.Provisional = m.Names[p.List.Org], p.List.State == Running
			offers, err := offersOf(tx, x.List)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(offers, func(o OfferMade) bool { return o.Application == x.ID })
			if i >= 0 {
				p.Offer, p.HasOffer = offers[i], true
			}
			if p.Provisional && others[x.List] == nil {
				others[x.List], err = applicationsOf(tx, x.List)
				if err != nil {
					return err
				}
			}
			m.Places = append(m.Places, p)
		}
		if !ok {
			return nil
		}
		line, err := s.Orgs.Path(tx, who.Unit, s.today())
		if err != nil {
			return err
		}
		m.Open, err = listsReaching(tx, a.Tenant, line, s.today())
		for _, l := range m.Open {
			if err == nil {
				err = s.name(tx, m.Names, l.Org)
			}
		}
		return err
	})
	if err != nil {
		return m, err
	}
	m.Open = slices.DeleteFunc(m.Open, func(l List) bool {
		return slices.ContainsFunc(m.Places, func(p Place) bool {
			return p.List.ID == l.ID && (p.Application.Stage == Waiting || p.Application.Stage == Offered || p.Application.Stage == Accepted)
		})
	})
	return m, s.provisional(ctx, &m, others)
}

// provisional works out where she would stand today in lists that are not frozen yet.
func (s *Service) provisional(ctx context.Context, m *Mine, others map[kernel.ID][]Application) error {
	for i := range m.Places {
		p := &m.Places[i]
		if !p.Provisional || p.Application.Stage != Waiting {
			continue
		}
		live, err := s.scored(ctx, p.List, others[p.List.ID], s.today())
		if err != nil {
			return err
		}
		at := slices.IndexFunc(live, func(x Application) bool { return x.ID == p.Application.ID })
		if at >= 0 {
			p.Application, p.Ahead = live[at], at
		}
	}
	return nil
}

// ForApplying reads an open list as the form of an application needs it. Refuses with waitlists.no_list.
func (s *Service) ForApplying(ctx context.Context, a kernel.Actor, id kernel.ID) (List, error) {
	var l List
	m := Member{}
	if a.Person != 0 {
		var err error
		m, _, err = s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
		if err != nil {
			return l, err
		}
	}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		l, err = s.list(tx, a, id, "")
		if f := kernel.AsFault(err); f == nil || f.Kind != kernel.NotFound || m.Unit == 0 {
			return err
		}
		var ok bool
		l, ok, err = loadList(tx, a.Tenant, id)
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, m.Unit, s.today())
		if err == nil && (!ok || l.State == Draft || l.State == Dropped || !slices.Contains(path, l.Org)) {
			err = kernel.Missing("waitlists.no_list")
		}
		return err
	})
	return l, err
}
