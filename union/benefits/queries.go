package benefits

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

const pageSize = 50

// Filter is which agreements a list shows.
//
//glossary:none
type Filter struct {
	State  State
	Before kernel.ID
}

// Listing is a page of agreements.
//
//glossary:none
type Listing struct {
	Filter
	Rows       []Agreement
	Names      map[kernel.ID]string
	Next       kernel.ID
	MayPrepare bool
}

// Agreements lists what the actor may see, the newest first.
func (s *Service) Agreements(ctx context.Context, a kernel.Actor, f Filter) (Listing, error) {
	l := Listing{Filter: f, Names: map[kernel.ID]string{}, MayPrepare: a.Anywhere(PermPrepare)}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.scopeOf(tx, a)
		if err != nil {
			return err
		}
		l.Rows, l.Next = nil, 0
		if !sc.All && len(sc.Roots) == 0 {
			return nil
		}
		l.Rows, err = listAgreements(tx, a.Tenant, sc, f.State, f.Before, s.today(), pageSize+1)
		if err != nil {
			return err
		}
		if len(l.Rows) > pageSize {
			l.Rows = l.Rows[:pageSize]
			l.Next = l.Rows[pageSize-1].ID
		}
		for _, g := range l.Rows {
			err = s.name(tx, l.Names, g.Org)
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
func (s *Service) Units(ctx context.Context, a kernel.Actor, permissions ...string) ([]Unit, error) {
	var roots []kernel.ID
	for _, p := range permissions {
		for _, r := range a.Roots(p) {
			if !slices.Contains(roots, r) {
				roots = append(roots, r)
			}
		}
	}
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

// home is the unit that a form begins with: her own, when she may act there.
func home(a kernel.Actor, units []Unit) kernel.ID {
	if slices.ContainsFunc(units, func(u Unit) bool { return u.ID == a.Org }) {
		return a.Org
	}
	if len(units) == 0 {
		return 0
	}
	return units[0].ID
}

// Can is which verbs would not be refused outright, by the same policy that the commands ask.
//
//glossary:none
type Can struct{ Rewrite, Approve, Drop, End, Series bool }

// Detail is an agreement as its page shows it.
//
//glossary:none
type Detail struct {
	Agreement Agreement
	OrgName   string
	Series    []Series
	Tally     Tally
	Narrow    bool // the figures are those of the actor's own units
	Can       Can
}

// Detail reads an agreement. Refuses with benefits.no_agreement.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	var d Detail
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Agreement, err = s.agreement(tx, a, id, "")
		if err != nil {
			return err
		}
		g := d.Agreement
		names := map[kernel.ID]string{}
		err = s.name(tx, names, g.Org)
		if err != nil {
			return err
		}
		d.OrgName = names[g.Org]
		d.Series, err = seriesOf(tx, g.ID)
		if err != nil {
			return err
		}
		sc, err := s.rowsOf(tx, a, g)
		if err != nil {
			return err
		}
		d.Narrow = !sc.All
		d.Tally, err = tallyUses(tx, a.Tenant, sc, UseFilter{Agreement: g.ID}, s.today())
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, g.Org, s.today())
		if err != nil {
			return err
		}
		d.Can = canDo(a, g, path)
		return nil
	})
	return d, err
}

func canDo(a kernel.Actor, g Agreement, path []kernel.ID) Can {
	prepare, approve := a.Can(PermPrepare, path), a.Can(PermApprove, path)
	live := g.State == Signed || g.State == Running
	return Can{Rewrite: g.State == Draft && prepare, Drop: g.State == Draft && prepare, Approve: g.State == Draft && approve && canApprove(a, g.PreparedBy) == nil,
		End: live && approve, Series: live && prepare}
}

// rowsOf is where the actor sees uses and vouchers of one agreement: all of them when she looks on over
// the unit that signed it.
func (s *Service) rowsOf(tx *db.Tx, a kernel.Actor, g Agreement) (scope, error) {
	sc, err := s.scopeOf(tx, a)
	if err != nil || sc.All {
		return sc, err
	}
	path, err := s.Orgs.Path(tx, g.Org, s.today())
	sc.All = shares(sc.Roots, path)
	return sc, err
}

// SeriesCan is which verbs of a series would not be refused outright.
//
//glossary:none
type SeriesCan struct{ Open, Close, Issue, Revoke bool }

// SeriesDetail is a series as its page shows it.
//
//glossary:none
type SeriesDetail struct {
	Series    Series
	Agreement Agreement
	OrgName   string
	Counts    map[VoucherState]int
	State     VoucherState
	Vouchers  []Voucher
	Names     map[kernel.ID]string
	Next      kernel.ID
	Narrow    bool
	Can       SeriesCan
}

// SeriesDetail reads a series with a page of its vouchers, the newest first. Refuses with benefits.no_series.
func (s *Service) SeriesDetail(ctx context.Context, a kernel.Actor, id kernel.ID, state VoucherState, before kernel.ID) (SeriesDetail, error) {
	d := SeriesDetail{State: state, Names: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Series, d.Agreement, err = s.series(tx, a, id, "")
		if err != nil {
			return err
		}
		sc, err := s.rowsOf(tx, a, d.Agreement)
		if err != nil {
			return err
		}
		d.Narrow = !sc.All
		d.Counts, err = countVouchers(tx, id, sc, s.today())
		if err != nil {
			return err
		}
		d.Vouchers, err = listVouchers(tx, id, sc, state, before, s.today(), pageSize+1)
		if err != nil {
			return err
		}
		d.Next = 0
		if len(d.Vouchers) > pageSize {
			d.Vouchers = d.Vouchers[:pageSize]
			d.Next = d.Vouchers[pageSize-1].ID
		}
		for _, v := range d.Vouchers {
			err = s.name(tx, d.Names, v.Unit)
			if err != nil {
				return err
			}
		}
		err = s.name(tx, d.Names, d.Agreement.Org)
		d.OrgName = d.Names[d.Agreement.Org]
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, d.Agreement.Org, s.today())
		if err != nil {
			return err
		}
		approve, live := a.Can(PermApprove, path), d.Agreement.State == Signed || d.Agreement.State == Running
		d.Can = SeriesCan{Open: d.Series.State == SeriesDraft && approve && live && canApprove(a, d.Series.PreparedBy) == nil, Close: d.Series.State != SeriesClosed && approve,
			Issue: d.Series.State == SeriesOpen && a.Anywhere(PermPrepare) && live && !s.today().After(d.Series.To), Revoke: a.Anywhere(PermPrepare)}
		return nil
	})
	return d, err
}

// VoucherOf reads one voucher that the actor sees, with its series. Refuses with benefits.no_voucher.
func (s *Service) VoucherOf(ctx context.Context, a kernel.Actor, id kernel.ID) (Voucher, Series, error) {
	var v Voucher
	var x Series
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v, _, err = s.voucher(tx, a, id)
		if err == nil {
			x, _, err = loadSeries(tx, a.Tenant, v.Series)
		}
		return err
	})
	return v, x, err
}

// UsesOfTill are the last uses of the actor's own tills.
func (s *Service) UsesOfTill(ctx context.Context, a kernel.Actor, before kernel.ID) ([]Use, kernel.ID, error) {
	var list []Use
	next := kernel.ID(0)
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		list, err = usesOfPartner(tx, a.Account, before, pageSize+1)
		return err
	})
	if len(list) > pageSize {
		list = list[:pageSize]
		next = list[pageSize-1].ID
	}
	return list, next, err
}

// UseOfTill reads one of them with its agreement. Refuses with benefits.no_use.
func (s *Service) UseOfTill(ctx context.Context, a kernel.Actor, id kernel.ID) (Use, Agreement, error) {
	var u Use
	var g Agreement
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		u, g, err = s.ownUse(tx, a, id)
		return err
	})
	return u, g, err
}

// Verify answers anybody who scans the code of a voucher: whether it is good, and nothing else.
func (s *Service) Verify(ctx context.Context, code string) (Standing, error) {
	st := IsUnknown
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		v, ok, err := voucherByHash(tx, s.Site(), readToken(code).hash())
		if err != nil || !ok {
			return err
		}
		o, err := s.own(tx, v)
		st = o.Standing
		return err
	})
	return st, err
}
