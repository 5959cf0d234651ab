package tasks

import (
	"context"
	"maps"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// View is which of the three lists is read.
//
//glossary:none
type View string

const (
	Mine   View = "mine"  // việc của tôi: given to me, or common work of the very unit whose right I hold
	OfUnit View = "unit"  // việc của đơn vị: everything that the units I watch answer for
	Given  View = "given" // việc đã giao: by me, or in the name of a unit for which I give work
)

// Filter is which tasks a list shows.
//
//glossary:none
type Filter struct {
	View    View
	Over    bool // what is closed or cancelled, the latest first; else what is live, by its due day
	States  []State
	Late    bool
	Soon    bool // due within two working days, today included
	Unit    kernel.ID
	Text    string // words of the title, folded
	After   string
	Limit   int
	UpToDay kernel.Date // due on this day at the latest
}

// Page is one page of a list.
//
//glossary:none
type Page struct {
	Tasks []Task
	Units map[kernel.ID]string
	Next  string
	Cut   bool // a search by words stopped before the end
}

// Counts are the figures above the lists; each counts to a thousand.
//
//glossary:none
type Counts struct{ Mine, MineLate, MineSoon, Unit, UnitLate, Given, GivenReported int }

const (
	pageSize  = 50
	maxArms   = 60
	maxSearch = 2000 // rows that a search by words looks at
)

// arms of a view; wide scopes read the site's list and filter by unit.
func (s *Service) arms(tx *db.Tx, a kernel.Actor, f Filter) ([]arm, []kernel.ID, error) {
	var units []kernel.ID
	if f.Unit != 0 {
		units = []kernel.ID{f.Unit}
	}
	switch f.View {
	case OfUnit:
		return s.unitArms(tx, a, units)
	case Given:
		out := []arm{{column: armGiver, id: a.Account}}
		for _, org := range gives(a) {
			out = append(out, arm{column: armGiverUnit, id: org, except: a.Account})
		}
		return out, units, nil
	}
	out := []arm{{column: armAssignee, id: a.Account}}
	mine := own(a)
	orgs := make([]kernel.ID, 0, len(mine))
	for org := range mine {
		orgs = append(orgs, org)
	}
	slices.Sort(orgs)
	for _, org := range orgs {
		out = append(out, arm{column: armUnit, id: org, permissions: mine[org]})
	}
	return out, units, nil
}

// unitArms are everything that the watched units answer for, and common work of the units for which the
// actor holds the permission that it asks for. No unit stands in two arms, so that counts are right.
func (s *Service) unitArms(tx *db.Tx, a kernel.Actor, only []kernel.ID) ([]arm, []kernel.ID, error) {
	roots := watched(a)
	if a.System || slices.Contains(roots, a.Tenant) {
		return []arm{{column: armTenant}}, only, nil
	}
	today := s.Clock.Now().Date()
	rights := map[kernel.ID][]string{} // nil: all that the unit answers for
	for _, m := range a.Mandates {
		if len(m.Permissions) == 0 {
			continue // a citizen's role; no right must never read as every right
		}
		under, err := s.Orgs.Under(tx, []kernel.ID{m.Org}, today)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range under {
			rights[id] = append(rights[id], m.Permissions...)
		}
	}
	all, err := s.Orgs.Under(tx, roots, today)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range all {
		rights[id] = nil
	}
	groups := map[string]arm{}
	for id, permissions := range rights {
		if only != nil && id != only[0] {
			continue
		}
		slices.Sort(permissions)
		permissions = slices.Compact(permissions)
		key := strings.Join(permissions, " ")
		groups[key] = arm{column: armTenant, permissions: permissions, units: append(groups[key].units, id)}
	}
	return spread(groups), nil, nil
}

// spread reads few units each by its own index, many by the list of the site.
func spread(groups map[string]arm) []arm {
	var wide, narrow []arm
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		g := groups[key]
		wide = append(wide, g)
		for _, id := range g.units {
			narrow = append(narrow, arm{column: armUnit, id: id, permissions: g.permissions})
		}
	}
	if len(narrow) > maxArms {
		return wide
	}
	return narrow
}

func (s *Service) narrowOf(ctx context.Context, a kernel.Actor, f Filter) (narrow, error) {
	now := s.Clock.Now()
	n := narrow{live: !f.Over}
	for _, st := range f.States {
		n.states = append(n.states, string(st))
	}
	if (f.Late || f.Soon) && len(n.states) == 0 { // what is reported waits for the giver
		n.states = []string{string(Open), string(Accepted), string(Returned)}
	}
	if f.Late {
		n.to = now
	}
	if f.Soon {
		cal, err := s.Orgs.CalendarOf(ctx, a.Tenant, a.Tenant)
		if err != nil {
			return n, err
		}
		n.from, n.to = now, cal.AddWorkingDays(now.Date(), 2).AddDays(1).Start()
	}
	if !f.UpToDay.IsZero() {
		n.to = f.UpToDay.AddDays(1).Start()
	}
	if f.After != "" {
		k, ok := readKey(f.After)
		if !ok {
			return n, kernel.Missing("tasks.no_task")
		}
		n.after = &k
	}
	return n, nil
}

// List reads one page of a view.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	limit := f.Limit
	if limit <= 0 || limit > 200 {
		limit = pageSize
	}
	n, err := s.narrowOf(ctx, a, f)
	if err != nil {
		return Page{}, err
	}
	var p Page
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p = Page{}
		arms, units, err := s.arms(tx, a, f)
		if err != nil || len(arms) == 0 {
			return err
		}
		n.units = units
		err = s.fill(tx, a.Tenant, arms, n, f.Text, limit, &p)
		if err != nil {
			return err
		}
		p.Units, err = s.unitNames(tx, p.Tasks...)
		return err
	})
	return p, err
}

// fill reads rows until the page is full; a search by words looks at so many and no more.
func (s *Service) fill(tx *db.Tx, tenant kernel.ID, arms []arm, n narrow, text string, limit int, p *Page) error {
	words := strings.Fields(kernel.Fold(text))
	n.limit = limit + 1
	if len(words) > 0 {
		n.limit = 200
	}
	for looked := 0; ; {
		rows, err := heads(tx, tenant, arms, n)
		if err != nil {
			return err
		}
		looked += len(rows)
		for _, t := range rows {
			if len(p.Tasks) == limit {
				last := p.Tasks[limit-1]
				p.Next = key{last.sortAt(), last.ID}.String()
				return nil
			}
			if matches(t, words) {
				p.Tasks = append(p.Tasks, t)
			}
		}
		if len(rows) < n.limit || len(words) == 0 {
			return nil
		}
		if looked >= maxSearch {
			p.Cut = true
			return nil
		}
		last := rows[len(rows)-1]
		n.after = &key{last.sortAt(), last.ID}
	}
}

func matches(t Task, words []string) bool {
	folded := kernel.Fold(t.Title + " " + t.Source.Label + " " + t.Assignee.Name)
	for _, w := range words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}

// unitNames are the names of the units of tasks, as they are called today.
func (s *Service) unitNames(tx *db.Tx, list ...Task) (map[kernel.ID]string, error) {
	out := map[kernel.ID]string{}
	for _, t := range list {
		for _, id := range []kernel.ID{t.Unit, t.GiverUnit, t.Rise.Unit} {
			if id == 0 || out[id] != "" {
				continue
			}
			o, ok, err := s.Orgs.Get(tx, id, s.Clock.Now().Date())
			if err != nil {
				return nil, err
			}
			if ok {
				out[id] = o.Name
			}
		}
	}
	return out, nil
}

// Counts reads the figures above the lists.
func (s *Service) Counts(ctx context.Context, a kernel.Actor) (Counts, error) {
	var c Counts
	for _, x := range []struct {
		f    Filter
		into *int
	}{
		{Filter{View: Mine}, &c.Mine}, {Filter{View: Mine, Late: true}, &c.MineLate}, {Filter{View: Mine, Soon: true}, &c.MineSoon},
		{Filter{View: OfUnit}, &c.Unit}, {Filter{View: OfUnit, Late: true}, &c.UnitLate},
		{Filter{View: Given}, &c.Given}, {Filter{View: Given, States: []State{Reported}}, &c.GivenReported},
	} {
		n, err := s.Count(ctx, a, x.f)
		if err != nil {
			return c, err
		}
		*x.into = n
	}
	return c, nil
}

// Count counts the tasks of a filter, up to a thousand.
func (s *Service) Count(ctx context.Context, a kernel.Actor, f Filter) (int, error) {
	n, err := s.narrowOf(ctx, a, f)
	if err != nil {
		return 0, err
	}
	count := 0
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		arms, units, err := s.arms(tx, a, f)
		if err != nil {
			return err
		}
		n.units = units
		count, err = countArms(tx, a.Tenant, arms, n)
		return err
	})
	return min(count, countMost), err
}
