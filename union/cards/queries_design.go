package cards

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Designs are the designs of the units that the actor sees, the latest first, and after them those that
// the units above lend to hers today, with the names of the units.
func (s *Service) Designs(ctx context.Context, a kernel.Actor) ([]Design, map[kernel.ID]string, error) {
	var list []Design
	names := map[kernel.ID]string{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, ok, err := s.scopeOf(tx, a, 0)
		if err != nil || !ok {
			return err
		}
		list, err = listDesigns(tx, sc, 200)
		if err != nil {
			return err
		}
		above, err := s.above(tx, a)
		for _, unit := range above {
			if err != nil {
				return err
			}
			var d Design
			d, ok, err = designOn(tx, a.Tenant, unit, sc.on)
			if ok {
				list = append(list, d)
			}
		}
		for _, d := range list {
			if err == nil {
				err = s.nameOf(tx, names, d.Unit)
			}
		}
		return err
	})
	return list, names, err
}

// DesignDetail is one design. Refuses with cards.no_design.
func (s *Service) DesignDetail(ctx context.Context, a kernel.Actor, id kernel.ID) (Design, string, error) {
	var d Design
	names := map[kernel.ID]string{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		d, ok, err = loadDesign(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("cards.no_design")
		}
		path, err := s.Orgs.Path(tx, d.Unit, s.today())
		if err != nil {
			return err
		}
		above, err := s.above(tx, a)
		if err != nil {
			return err
		}
		if canView(a, d.Tenant, path) != nil && (d.Tenant != a.Tenant || !has(above, d.Unit)) {
			return kernel.Missing("cards.no_design")
		}
		return s.nameOf(tx, names, d.Unit)
	})
	return d, names[d.Unit], err
}

// above are the units over those for which the actor sees cards: their designs are used below them.
func (s *Service) above(tx *db.Tx, a kernel.Actor) ([]kernel.ID, error) {
	var out []kernel.ID
	roots := visibleTo(a)
	for _, root := range roots {
		path, err := s.Orgs.Path(tx, root, s.today())
		if err != nil {
			return nil, err
		}
		for _, unit := range path {
			if !has(out, unit) && !has(roots, unit) {
				out = append(out, unit)
			}
		}
	}
	return out, nil
}

// OfMember are the cards of one member that the actor may see, the latest first; looks tells whether
// she may see any at all. The member herself sees her own.
func (s *Service) OfMember(ctx context.Context, a kernel.Actor, member kernel.ID, own bool) (list []Card, looks bool, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, looks = nil, own || a.Anywhere(ViewPermission) || a.Anywhere(IssuePermission)
		if !looks {
			return nil
		}
		all, err := cardsOf(tx, a.Tenant, member)
		if err != nil {
			return err
		}
		for _, c := range all {
			path, err := s.Orgs.Path(tx, c.Unit, s.today())
			if err != nil {
				return err
			}
			if own || canView(a, c.Tenant, path) == nil {
				list = append(list, c)
			}
		}
		return nil
	})
	return list, looks, err
}
