package benefits

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// UseFilter is which uses a list or a figure is about. The same filter gives both, so a figure always
// opens the rows it was made of.
//
//glossary:none
type UseFilter struct {
	Agreement kernel.ID
	Unit      kernel.ID // with what stands below it
	Only      kernel.ID // this unit itself
	From, To  kernel.Date
	Before    kernel.ID
}

// Tally is how much was used: what was cancelled counts as nothing but itself.
//
//glossary:none
type Tally struct {
	Uses      int64
	People    int64
	Bills     kernel.Money
	Discounts kernel.Money
	Cancelled int64
}

func usesWhere(q *db.Query, s scope, f UseFilter, on kernel.Date) *db.Query {
	rowScope(q, ofUse, s, on)
	if f.Agreement != 0 {
		q.And(`and u.agreement_id = ?`, f.Agreement)
	}
	if f.Only != 0 {
		q.And(`and u.unit_id = ?`, f.Only)
	}
	if f.Unit != 0 {
		q.And(`and exists (select 1 from org_closure w where w.descendant_id = u.unit_id and w.ancestor_id = ? and w.valid_from <= ? and (w.valid_to is null or w.valid_to > ?))`, f.Unit, on, on)
	}
	if !f.From.IsZero() {
		q.And(`and u.used_on >= ?`, f.From)
	}
	if !f.To.IsZero() {
		q.And(`and u.used_on <= ?`, f.To)
	}
	return q
}

const sums = `count(case when u.cancelled_at is null then 1 end), count(distinct case when u.cancelled_at is null then u.person_id end),
 coalesce(sum(case when u.cancelled_at is null then u.bill else 0 end), 0), coalesce(sum(case when u.cancelled_at is null then u.discount else 0 end), 0), count(u.cancelled_at)`

func tallyInto(t *Tally) []any {
	return []any{&t.Uses, &t.People, &t.Bills, &t.Discounts, &t.Cancelled}
}

func tallyUses(tx *db.Tx, tenant kernel.ID, s scope, f UseFilter, on kernel.Date) (Tally, error) {
	t, _, err := db.OneOf(tx, tallyInto, usesWhere(db.Build(`select `+sums+` from benefit_use u where u.tenant_id = ?`, tenant), s, f, on))
	return t, err
}

// talliesBy groups the same rows by agreement and unit.
func talliesBy(tx *db.Tx, tenant kernel.ID, s scope, f UseFilter, on kernel.Date) ([]ReportRow, error) {
	return db.AllOf(tx, func(r *ReportRow) []any { return append([]any{&r.Agreement, &r.Unit}, tallyInto(&r.Tally)...) },
		talliesQuery(tenant, s, f, on))
}

func talliesQuery(tenant kernel.ID, s scope, f UseFilter, on kernel.Date) *db.Query {
	return usesWhere(db.Build(`select u.agreement_id, u.unit_id, `+sums+` from benefit_use u where u.tenant_id = ?`, tenant), s, f, on).And(`group by u.agreement_id, u.unit_id limit 5000`)
}

func listUses(tx *db.Tx, tenant kernel.ID, s scope, f UseFilter, on kernel.Date, most int) ([]Use, error) {
	return db.AllOf(tx, useInto, usesQuery(tenant, s, f, on, most))
}

// usesQuery brings the newest first: IDs grow with the day of use, so the day stands before them only to
// read an index in its order.
func usesQuery(tenant kernel.ID, s scope, f UseFilter, on kernel.Date, most int) *db.Query {
	q := usesWhere(db.Build(selectUse+` where u.tenant_id = ?`, tenant), s, f, on)
	if f.Before != 0 {
		q.And(`and u.id < ?`, f.Before)
	}
	return q.And(`order by u.used_on desc, u.id desc limit ?`, most)
}

// ReportRow is one agreement in one unit.
//
//glossary:none
type ReportRow struct {
	Agreement kernel.ID
	Unit      kernel.ID
	Title     string
	Name      string
	Tally     Tally
}

// Report is uptake and turnover of a period.
//
//glossary:none
type Report struct {
	Filter     UseFilter
	Rows       []ReportRow
	Total      Tally
	Agreements []Agreement // to choose from
	Units      []Unit
}

// sightFor is where the actor sees uses: with one agreement named, as over that agreement.
func (s *Service) sightFor(tx *db.Tx, a kernel.Actor, f UseFilter) (scope, error) {
	if f.Agreement == 0 {
		return s.scopeOf(tx, a)
	}
	g, err := s.agreement(tx, a, f.Agreement, "")
	if err != nil {
		return scope{}, err
	}
	return s.rowsOf(tx, a, g)
}

// Report reads uptake and turnover by agreement and unit, as far as the actor sees uses. Refuses with
// benefits.no_agreement.
func (s *Service) Report(ctx context.Context, a kernel.Actor, f UseFilter) (Report, error) {
	r := Report{Filter: f}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.sightFor(tx, a, f)
		if err != nil {
			return err
		}
		all, err := s.scopeOf(tx, a)
		if err != nil {
			return err
		}
		r.Agreements, err = listAgreements(tx, a.Tenant, all, "", 0, s.today(), 200)
		if err != nil {
			return err
		}
		r.Rows, err = talliesBy(tx, a.Tenant, sc, f, s.today())
		if err != nil {
			return err
		}
		r.Total, err = tallyUses(tx, a.Tenant, sc, f, s.today())
		if err != nil {
			return err
		}
		names := map[kernel.ID]string{}
		titles := map[kernel.ID]string{}
		for i := range r.Rows {
			x := &r.Rows[i]
			err = s.name(tx, names, x.Unit)
			if err != nil {
				return err
			}
			if titles[x.Agreement] == "" {
				g, _, err := loadAgreement(tx, a.Tenant, x.Agreement)
				if err != nil {
					return err
				}
				titles[x.Agreement] = g.Title
			}
			x.Title, x.Name = titles[x.Agreement], names[x.Unit]
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	kernel.SortStableFunc(r.Rows, func(x, y ReportRow) int {
		if c := kernel.CompareText(x.Title, y.Title); c != 0 {
			return c
		}
		return kernel.CompareText(x.Name, y.Name)
	})
	r.Units, err = s.Units(ctx, a, watching...)
	return r, err
}

// UsePage is a page of uses.
//
//glossary:none
type UsePage struct {
	Filter UseFilter
	Rows   []Use
	Titles map[kernel.ID]string
	Units  map[kernel.ID]string
	Total  Tally
	Next   kernel.ID
}

// Uses lists the rows behind a figure, the newest first: when, where, what, how much and of which unit,
// never whose. Refuses with benefits.no_agreement.
func (s *Service) Uses(ctx context.Context, a kernel.Actor, f UseFilter) (UsePage, error) {
	p := UsePage{Filter: f, Titles: map[kernel.ID]string{}, Units: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.sightFor(tx, a, f)
		if err != nil {
			return err
		}
		p.Rows, err = listUses(tx, a.Tenant, sc, f, s.today(), pageSize+1)
		if err != nil {
			return err
		}
		p.Total, err = tallyUses(tx, a.Tenant, sc, f, s.today())
		if err != nil {
			return err
		}
		p.Next = 0
		if len(p.Rows) > pageSize {
			p.Rows = p.Rows[:pageSize]
			p.Next = p.Rows[pageSize-1].ID
		}
		for i := range p.Rows {
			p.Rows[i].Person = 0
			u := p.Rows[i]
			err = s.name(tx, p.Units, u.Unit)
			if err != nil {
				return err
			}
			if p.Titles[u.Agreement] == "" {
				g, _, err := loadAgreement(tx, a.Tenant, u.Agreement)
				if err != nil {
					return err
				}
				p.Titles[u.Agreement] = g.Title
			}
		}
		return nil
	})
	return p, err
}
