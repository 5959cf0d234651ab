package welfare

import (
	"context"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// ReportRow is one unit, with what stands below it, or the members of the unit itself.
//
//glossary:none
type ReportRow struct {
	Unit  kernel.ID
	Name  string
	Own   bool // only the members of the unit itself
	Tally Tally
}

// Report (báo cáo chương trình) tells unit by unit whom a programme reached.
//
//glossary:none
type Report struct {
	Programme Programme
	OrgName   string
	Occasions []Occasion
	Occasion  kernel.ID // 0: all
	Unit      kernel.ID
	UnitName  string
	Above     []Unit // the way up, as far as the actor sees
	Total     Tally
	Rows      []ReportRow
}

// Report reads the figures of a programme under a unit. The figures are those of the lists as they were
// made; the tree is that of today. Refuses with welfare.no_programme.
func (s *Service) Report(ctx context.Context, a kernel.Actor, programme, list, unit kernel.ID) (Report, error) {
	r := Report{Unit: unit, Occasion: list}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		r.Programme, err = s.programme(tx, a, programme, "")
		if err != nil {
			return err
		}
		p := r.Programme
		names := map[kernel.ID]string{}
		err = s.name(tx, names, p.Org)
		if err != nil {
			return err
		}
		r.OrgName = names[p.Org]
		r.Occasions, err = occasionsOf(tx, p.ID)
		if err != nil {
			return err
		}
		key := ""
		if list != 0 {
			o, err := s.occasion(tx, p, list)
			if err != nil {
				return err
			}
			key = o.Key()
		}
		sc, err := s.scopeFor(tx, a, p)
		if err != nil {
			return err
		}
		return s.reportUnder(tx, &r, sc, key)
	})
	return r, err
}

func (s *Service) reportUnder(tx *db.Tx, r *Report, sc scope, key string) error {
	on, p := s.today(), r.Programme
	if r.Unit == 0 {
		r.Unit = p.Org
		if !sc.All {
			r.Unit = sc.Roots[0]
		}
	}
	path, err := s.Orgs.Path(tx, r.Unit, on)
	if err != nil {
		return err
	}
	if !slices.Contains(path, p.Org) || !sc.All && !shares(sc.Roots, path) {
		return kernel.Missing("welfare.no_programme")
	}
	names := map[kernel.ID]string{}
	for _, up := range path {
		err = s.name(tx, names, up)
		if err != nil {
			return err
		}
		if up != r.Unit {
			r.Above = append([]Unit{{ID: up, Name: names[up]}}, r.Above...)
		}
		if up == p.Org || !sc.All && slices.Contains(sc.Roots, up) {
			break
		}
	}
	r.UnitName = names[r.Unit]
	// seen from the top, units that have ended since are part of the whole
	r.Total, err = tallyUnder(tx, p.ID, key, scope{All: sc.All && r.Unit == p.Org, Roots: []kernel.ID{r.Unit}}, on)
	if err != nil {
		return err
	}
	children, err := s.Orgs.Children(tx, r.Unit, on)
	if err != nil {
		return err
	}
	ids := make([]kernel.ID, len(children))
	for i, c := range children {
		ids[i] = c.ID
	}
	sums, err := tallyBy(tx, p.ID, key, ids, on)
	if err != nil {
		return err
	}
	own := r.Total
	for _, c := range children {
		t := sums[c.ID]
		t.Unit = c.ID
		r.Rows = append(r.Rows, ReportRow{Unit: c.ID, Name: c.Label(), Tally: t})
		own = own.minus(t)
	}
	if own != (Tally{}) && len(children) > 0 {
		own.Unit = r.Unit
		r.Rows = append([]ReportRow{{Unit: r.Unit, Name: r.UnitName, Own: true, Tally: own}}, r.Rows...)
	}
	return nil
}

func (t Tally) minus(o Tally) Tally {
	return Tally{Seen: t.Seen - o.Seen, Fit: t.Fit - o.Fit, Unsure: t.Unsure - o.Unsure, Listed: t.Listed - o.Listed, Amount: t.Amount - o.Amount, Received: t.Received - o.Received, Paid: t.Paid - o.Paid}
}

// Reach is how many members of a unit, with what stands below it, received anything in a year.
//
//glossary:none
type Reach struct {
	Unit    kernel.ID
	Name    string
	Members int64
	Reached int64
}

// Missed is how many received nothing.
func (r Reach) Missed() int64 { return max(0, r.Members-r.Reached) }

// Unreached is who received nothing in a year: figures by unit, and the people of one unit.
//
//glossary:none
type Unreached struct {
	Year     int
	Unit     kernel.ID
	UnitName string
	Above    []Unit
	Roots    []Unit // where the actor looks on, when no unit is chosen
	Rows     []Reach
	People   []Member // of the unit itself, at most a page
	More     bool
	Counted  kernel.Instant
	Total    Reach
}

// maxPeople is how many people of a unit one page names.
const maxPeople = 200

// Unreached lists whom nothing reached. The figures by unit are counted once a day; the people of a unit
// are looked up now. Refuses with welfare.no_unit_here.
func (s *Service) Unreached(ctx context.Context, a kernel.Actor, unit kernel.ID, year int) (Unreached, error) {
	u := Unreached{Year: year, Unit: unit}
	roots := sight(a)
	if a.System {
		roots = []kernel.ID{a.Tenant}
	}
	if unit == 0 && len(roots) == 1 {
		u.Unit = roots[0]
	}
	err := s.DB.Read(ctx, func(tx *db.Tx) error { return s.unreachedUnits(tx, a, &u, roots) })
	if err != nil || u.Unit == 0 {
		return u, err
	}
	return u, s.unreachedPeople(ctx, a, &u)
}

func (s *Service) unreachedUnits(tx *db.Tx, a kernel.Actor, u *Unreached, roots []kernel.ID) error {
	on := s.today()
	names := map[kernel.ID]string{}
	var err error
	u.Counted, err = reachCounted(tx, a.Tenant, u.Year)
	if err != nil {
		return err
	}
	ids := roots
	if u.Unit != 0 {
		path, err := s.Orgs.Path(tx, u.Unit, on)
		if err != nil {
			return err
		}
		if len(path) == 0 || !a.System && !shares(roots, path) {
			return kernel.Missing("welfare.no_unit_here")
		}
		for _, up := range path {
			err = s.name(tx, names, up)
			if err != nil {
				return err
			}
			if up != u.Unit {
				u.Above = append([]Unit{{ID: up, Name: names[up]}}, u.Above...)
			}
			if slices.Contains(roots, up) {
				break
			}
		}
		u.UnitName = names[u.Unit]
		children, err := s.Orgs.Children(tx, u.Unit, on)
		if err != nil {
			return err
		}
		ids = []kernel.ID{u.Unit}
		for _, c := range children {
			names[c.ID] = c.Label()
			ids = append(ids, c.ID)
		}
	}
	sums, err := reachBy(tx, a.Tenant, u.Year, ids, on)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err = s.name(tx, names, id)
		if err != nil {
			return err
		}
		r := sums[id]
		r.Unit, r.Name = id, names[id]
		if id == u.Unit {
			u.Total = r
			continue
		}
		u.Rows = append(u.Rows, r)
	}
	return nil
}

func (s *Service) unreachedPeople(ctx context.Context, a kernel.Actor, u *Unreached) error {
	on := s.today()
	if on.Year > u.Year {
		on = kernel.Date{Year: u.Year, Month: time.December, Day: 31}
	}
	var batch []Member
	sift := func() error {
		persons := make([]kernel.ID, len(batch))
		for i, m := range batch {
			persons[i] = m.Person
		}
		var reached map[kernel.ID]bool
		err := s.DB.Read(ctx, func(tx *db.Tx) error {
			var err error
			reached, err = reachedAmong(tx, a.Tenant, persons, kernel.Date{Year: u.Year, Month: 1, Day: 1}.Start(), kernel.Date{Year: u.Year + 1, Month: 1, Day: 1}.Start())
			return err
		})
		for _, m := range batch {
			if !reached[m.Person] && err == nil {
				if len(u.People) == maxPeople {
					u.More = true
					break
				}
				m.Record = nil // a list shows no more than it needs
				u.People = append(u.People, m)
			}
		}
		batch = batch[:0]
		return err
	}
	err := s.Roll.Each(ctx, a.Tenant, []kernel.ID{u.Unit}, on, func(m Member) error {
		if !u.More {
			batch = append(batch, m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	all := batch
	for part := range slices.Chunk(all, 500) {
		if u.More {
			break
		}
		batch = part
		err = sift()
		if err != nil {
			return err
		}
	}
	kernel.SortFunc(u.People, func(x, y Member) int { return kernel.CompareText(x.Name, y.Name) })
	return nil
}
