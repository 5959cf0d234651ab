package benefits

import (
	"context"
	"slices"

	"doanket/kernel"
)

// Nearness is how near the nearest place of an agreement is to a member's home or unit, by the
// administrative areas of today.
//
//glossary:none
type Nearness int

// From near to far.
const (
	InCommune Nearness = iota
	InProvince
	Elsewhere
)

// spots are the areas of today in which a member lives and works.
type spots struct {
	communes  []kernel.ID
	provinces []kernel.ID
}

func (sp spots) of(areas []kernel.ID, province kernel.ID) Nearness {
	switch {
	case slices.ContainsFunc(areas, func(id kernel.ID) bool { return slices.Contains(sp.communes, id) }):
		return InCommune
	case province != 0 && slices.Contains(sp.provinces, province):
		return InProvince
	}
	return Elsewhere
}

// spotsOf finds the member's home, and the areas that her unit and those above it serve.
func (s *Service) spotsOf(ctx context.Context, m Member) (sp spots, home string, err error) {
	if m.Area == "" {
		return sp, "", nil
	}
	a, ok, err := s.Orgs.Area(ctx, m.Area, s.today())
	if err != nil || !ok {
		return sp, "", err
	}
	home = a.Title()
	sp.communes = append(sp.communes, a.Area)
	if a.Parent != 0 {
		sp.provinces = append(sp.provinces, a.Parent)
	}
	return sp, home, nil
}

// follow gives the area itself and, when it is no more, those that the whole of it went into.
func (s *Service) follow(ctx context.Context, area kernel.ID, known map[kernel.ID][]kernel.ID) ([]kernel.ID, error) {
	if list, ok := known[area]; ok || area == 0 {
		return list, nil
	}
	out := []kernel.ID{area}
	page, err := s.Orgs.AreaDetail(ctx, area, s.today())
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	if !page.Area.Valid.Holds(s.today()) {
		for _, l := range page.Into {
			if l.Part == "whole" {
				out = append(out, l.New.Area)
			}
		}
	}
	known[area] = out
	return out, nil
}

// offers judges what reaches the member and puts the nearest first; what the condition refuses comes last.
func (s *Service) offers(ctx context.Context, m *Mine, list []Agreement, names map[kernel.ID]string) error {
	sp, home, err := s.spotsOf(ctx, m.Member)
	if err != nil {
		return err
	}
	m.Home, m.Offers = home, nil
	known := map[kernel.ID][]kernel.ID{}
	for _, g := range list {
		if !g.Holds(s.today()) {
			continue
		}
		c, err := g.judge(s.Roll.Vocabulary())
		if err != nil {
			continue // the words have changed since it was signed: its keeper is told, the member is not bothered
		}
		o := Offer{Agreement: g, Org: names[g.Org], Finding: weigh(c, m.Member.Record), Near: Elsewhere}
		type near struct {
			p Place
			n Nearness
		}
		var places []near
		for _, p := range g.Places {
			areas, err := s.follow(ctx, p.Area, known)
			if err != nil {
				return err
			}
			n := sp.of(areas, p.Province)
			o.Near = min(o.Near, n)
			places = append(places, near{p, n})
		}
		kernel.SortStableFunc(places, func(x, y near) int { return int(x.n) - int(y.n) })
		for _, p := range places {
			o.Places = append(o.Places, p.p)
		}
		m.Offers = append(m.Offers, o)
	}
	rank := func(o Offer) int {
		n := int(o.Near)
		switch o.Finding.Verdict {
		case "unknown":
			n += 10
		case "no":
			n += 20
		}
		return n
	}
	kernel.SortStableFunc(m.Offers, func(x, y Offer) int { return rank(x) - rank(y) })
	return nil
}
