package committees

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Filter is which committees a list of a branch shows.
//
//glossary:none
type Filter struct {
	On    kernel.Date
	Unit  kernel.ID // only at or below it
	Kind  string
	Over  bool // only those whose term is over
	Doubt bool // only those that a rule finds wrong
	After string
	Most  int
}

// Row is one committee of a list.
//
//glossary:none
type Row struct {
	Committee Committee
	UnitName  string
	Sitting   int
	Head      string // name of who leads it, "" while nobody does
	Result    Result
	Findings  []Finding
}

// Page is one page of a list.
//
//glossary:none
type Page struct {
	Rows []Row
	Next string
	Cut  bool // a search for what is wrong stopped before the end
}

const (
	pageSize = 50
	lookedAt = 600 // committees that a search for what is wrong looks at
)

// List reads the committees of the units that the actor sees, as of a day.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	if f.On.IsZero() {
		f.On = s.today()
	}
	most := f.Most
	if most <= 0 || most > 200 {
		most = pageSize
	}
	var out Page
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = Page{}
		roots, err := s.rootsOf(tx, a, f)
		if err != nil || len(roots) == 0 {
			return err
		}
		after, err := readMark(f.After)
		if err != nil {
			return err
		}
		for looked := 0; ; {
			list, err := listBranch(tx, a.Tenant, roots, f.On, f.Kind, f.Over, after, most+1)
			if err != nil || len(list) == 0 {
				return err
			}
			for i, l := range list {
				if len(out.Rows) == most || i == most {
					break
				}
				after = mark{l.fold, l.ID}
				looked++
				row, err := s.row(tx, l, f.On)
				if err != nil {
					return err
				}
				if !f.Doubt || row.Result == Broken {
					out.Rows = append(out.Rows, row)
				}
			}
			switch {
			case len(list) <= most && after.id == list[len(list)-1].ID:
				return nil
			case len(out.Rows) == most:
				out.Next = after.String()
				return nil
			case looked >= lookedAt:
				out.Cut, out.Next = true, after.String()
				return nil
			}
		}
	})
	return out, err
}

// rootsOf are the units over whose branches a list is read.
func (s *Service) rootsOf(tx *db.Tx, a kernel.Actor, f Filter) ([]kernel.ID, error) {
	if f.Unit == 0 {
		if a.System {
			return []kernel.ID{a.Tenant}, nil
		}
		return visibleTo(a), nil
	}
	p, _, err := s.placeOf(tx, f.Unit, f.On)
	if err != nil {
		return nil, err
	}
	return []kernel.ID{f.Unit}, canView(a, p)
}

func (s *Service) row(tx *db.Tx, l listed, on kernel.Date) (Row, error) {
	d := Detail{Committee: l.Committee, Unit: orgs.Org{ID: l.Unit, Name: l.unitName, Kind: l.unitKind}, On: on}
	err := s.fill(tx, &d)
	if err != nil {
		return Row{}, err
	}
	r := Row{Committee: l.Committee, UnitName: l.unitName, Sitting: len(d.Now), Findings: d.Findings, Result: worst(d.Findings)}
	if len(d.Now) > 0 && postRank(l.Kind, d.Now[0].Post) == firstPost(l.Kind) {
		r.Head = d.People[d.Now[0].Person].Name
	}
	return r, nil
}

// firstPost is the rank of the post that leads a kind of body.
func firstPost(kind string) int {
	return slices.IndexFunc(posts, func(p PostKind) bool { return p.Kind == kind && p.Most == 1 })
}

// Held (chức danh đã giữ) is one post of a person, as her record shows it.
//
//glossary:none
type Held struct {
	Committee kernel.ID
	Unit      kernel.ID
	UnitName  string // as the unit was called when she came to the post
	Kind      string // "Ban chấp hành"
	Post      string // "Phó Chủ tịch"
	Team      string
	Term      string
	From, To  kernel.Date // To is the first day without it, zero while it runs
}

// PostsHeld are the posts that a person holds and held, the latest first; who may see them is the policy
// of the room that asks.
func (s *Service) PostsHeld(tx *db.Tx, tenant, person kernel.ID) ([]Held, error) {
	list, err := servicesOf(tx, tenant, person)
	if err != nil {
		return nil, err
	}
	var out []Held
	for _, x := range list {
		o, _, err := s.Orgs.Get(tx, x.unit, x.From)
		if err != nil {
			return nil, err
		}
		out = append(out, Held{Committee: x.Committee, Unit: x.unit, UnitName: o.Name, Kind: KindName(x.kind), Post: PostName(x.kind, x.Post), Team: x.Team, Term: x.term, From: x.From, To: x.EndedOn})
	}
	return out, nil
}

// Count counts the committees that units have on a day, and who sits in them: what the statistics of the
// union ask.
func (s *Service) Count(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]Tally, error) {
	return tallyOf(tx, tenant, units, on)
}
