package cards

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	pageSize = 50
	fewUnits = 40 // so many are named in a statement; more are reached through the tree
)

// Filter is which cards a list shows.
//
//glossary:none
type Filter struct {
	State  State
	Unit   kernel.ID // it and the units below it
	Batch  kernel.ID
	Serial string // a serial or a member number, exactly
	Before kernel.ID
	Limit  int
}

// Page is one page of the list, the latest first, with what stands in the counters.
//
//glossary:none
type Page struct {
	Cards  []Card
	Units  map[kernel.ID]string
	Counts map[State]int64
	Next   kernel.ID
}

// scopeOf turns the predicate of the policy into units of today. A unit narrows it.
func (s *Service) scopeOf(tx *db.Tx, a kernel.Actor, unit kernel.ID) (scope, bool, error) {
	out := scope{tenant: a.Tenant, on: s.today(), roots: visibleTo(a)}
	if unit != 0 {
		path, err := s.Orgs.Path(tx, unit, out.on)
		if err != nil {
			return out, false, err
		}
		inside := false
		for _, u := range path {
			inside = inside || has(out.roots, u)
		}
		if !inside {
			return out, false, nil
		}
		out.roots = []kernel.ID{unit}
	}
	if len(out.roots) == 0 {
		return out, false, nil
	}
	out.all = has(out.roots, a.Tenant)
	if out.all {
		return out, true, nil
	}
	units, err := s.Orgs.Under(tx, out.roots, out.on)
	if len(units) <= fewUnits {
		out.units = units
	}
	return out, true, err
}

// List is one page of the cards that the actor may see.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	limit := f.Limit
	if limit <= 0 || limit > 500 {
		limit = pageSize
	}
	p := Page{Units: map[kernel.ID]string{}, Counts: map[State]int64{}}
	f.Serial = CleanSerial(f.Serial)
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, ok, err := s.scopeOf(tx, a, f.Unit)
		if err != nil || !ok {
			return err
		}
		p.Cards, err = listCards(tx, sc, f, limit+1)
		if err != nil {
			return err
		}
		if len(p.Cards) > limit {
			p.Cards = p.Cards[:limit]
			p.Next = p.Cards[limit-1].ID
		}
		p.Counts, err = counts(tx, sc)
		if err != nil {
			return err
		}
		for _, c := range p.Cards {
			err = s.nameOf(tx, p.Units, c.Unit)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

func (s *Service) nameOf(tx *db.Tx, into map[kernel.ID]string, unit kernel.ID) error {
	if _, ok := into[unit]; ok {
		return nil
	}
	o, ok, err := s.Orgs.Get(tx, unit, s.today())
	if ok {
		into[unit] = o.Label()
	}
	return err
}

// Detail is one card as the office sees it.
//
//glossary:none
type Detail struct {
	Card     Card
	Design   Design
	Unit     string
	Photo    []byte
	Address  string // what the QR holds; "" when the site's key has changed since
	Others   []Card // further cards of the same member, the latest first
	Batch    string // title
	MayIssue bool
}

// Detail opens one card; that somebody else than its member did so is written into the journal, which
// the member can read. Refuses with cards.no_card.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	var d Detail
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Card, err = s.guarded(tx, a, id, canView)
		if err != nil {
			return err
		}
		_, err = s.guarded(tx, a, id, canIssue)
		d.MayIssue = err == nil
		names := map[kernel.ID]string{}
		err = s.nameOf(tx, names, d.Card.Unit)
		if err != nil {
			return err
		}
		d.Unit = names[d.Card.Unit]
		all, err := cardsOf(tx, d.Card.Tenant, d.Card.Member)
		if err != nil {
			return err
		}
		d.Others = nil
		for _, c := range all {
			if c.ID != id {
				d.Others = append(d.Others, c)
			}
		}
		if d.Card.Batch != 0 {
			b, _, err := loadBatch(tx, d.Card.Batch)
			if err != nil {
				return err
			}
			d.Batch = b.Title
		}
		d.Design, err = s.designOf(tx, d.Card)
		return err
	})
	if err != nil {
		return d, err
	}
	err = s.noteLook(ctx, a, d.Card)
	if err != nil {
		return d, err
	}
	d.Address = s.address(d.Card)
	d.Photo, err = s.photo(ctx, d.Card.Photo)
	return d, err
}

func (s *Service) designOf(tx *db.Tx, c Card) (Design, error) {
	if c.Design == 0 {
		return standard(c.Tenant), nil
	}
	d, ok, err := loadDesign(tx, c.Design)
	if err == nil && !ok {
		d = standard(c.Tenant)
	}
	return d, err
}

// DesignFor is what cards of a unit would look like today: the form of a new design begins with it.
func (s *Service) DesignFor(ctx context.Context, a kernel.Actor, unit kernel.ID) (Design, error) {
	var d desk
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, unit, s.today())
		if err != nil {
			return err
		}
		err = s.mayIssueIn(a, path)
		if err != nil {
			return err
		}
		d, err = s.deskOf(tx, a.Tenant, unit, s.today())
		return err
	})
	return d.design, err
}

// UnitChoice is a unit that may be chosen in a form, with how deep it stands.
//
//glossary:none
type UnitChoice struct {
	ID    kernel.ID
	Name  string
	Depth int
}

// mostChoices bounds what one list of choices holds.
const mostChoices = 500

// UnitsFor are the units over which the actor holds one of the rights, in the order of the tree.
func (s *Service) UnitsFor(ctx context.Context, a kernel.Actor, permissions ...string) ([]UnitChoice, error) {
	as := a
	as.Mandates = nil
	for _, m := range a.Mandates {
		for _, p := range permissions {
			if a.Can(p, []kernel.ID{m.Org}) {
				as.Mandates = append(as.Mandates, kernel.Mandate{Org: m.Org, Permissions: []string{"orgs.view"}})
				break
			}
		}
	}
	rows, err := s.Orgs.Rows(ctx, as, 0, s.today())
	var out []UnitChoice
	for _, r := range rows[:min(len(rows), mostChoices)] {
		out = append(out, UnitChoice{r.Org.ID, r.Org.Label(), r.Depth})
	}
	return out, err
}

// ValidOf tells which of these members hold a valid card, with its serial: for other rooms, whose policy decides.
func (s *Service) ValidOf(tx *db.Tx, tenant kernel.ID, members []kernel.ID) (map[kernel.ID]string, error) {
	return validSerials(tx, tenant, members)
}

// CountValid is how many valid cards the members of each unit held on a day: for statistics.
func (s *Service) CountValid(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) (map[kernel.ID]int64, error) {
	return s.validIn(tx, tenant, units, on)
}

// MemberOf finds whose valid card a scanned text is: for rooms that give something against a card.
func (s *Service) MemberOf(tx *db.Tx, tenant kernel.ID, text string) (kernel.ID, bool, error) {
	c, ok, err := cardByHash(tx, tenant, ReadToken(text).hash())
	return c.Member, ok && c.State == Valid, err
}
