package orgs

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// HistoryLine (diễn biến) is one change of a unit, past or future, with what it rests on.
//
//glossary:none
type HistoryLine struct {
	On        kernel.Date
	What      string // founded, renamed, moved, kind, current, former, serves, wound_up
	Value     string
	Was       string
	Decision  Decision
	Cancelled Decision // the later decision by which it never came to hold; zero while it holds
	Future    bool
}

// Profile (hồ sơ đơn vị) is what the page of a unit shows.
//
//glossary:none
type Profile struct {
	Org      Org
	Kind     Kind
	Level    Level
	Above    []Org // nearest first
	Children []Org
	Areas    []Area
	History  []HistoryLine
	On       kernel.Date
	MayEdit  bool
}

// Profile reads a unit as of a day for an actor.
func (s *Service) Profile(ctx context.Context, a kernel.Actor, id kernel.ID, on kernel.Date) (Profile, error) {
	var p Profile
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		p = Profile{On: on}
		p.Org, err = s.look(tx, a, id, on)
		if err != nil {
			return err
		}
		day := clamp(p.Org.Life, on)
		err = s.surroundings(tx, a, &p, day)
		if err != nil {
			return err
		}
		p.History, err = s.history(tx, a, p.Org)
		return err
	})
	return p, err
}

func (s *Service) surroundings(tx *db.Tx, a kernel.Actor, p *Profile, day kernel.Date) error {
	var err error
	p.Kind, _, err = kindOn(tx, p.Org.Kind, day)
	if err != nil {
		return err
	}
	levels, err := allLevels(tx)
	if err != nil {
		return err
	}
	for _, l := range levels {
		if l.Key == p.Kind.Level && l.Valid.Holds(day) {
			p.Level = l
		}
	}
	path, err := pathOf(tx, p.Org.ID, day)
	if err != nil {
		return err
	}
	for _, up := range path[min(1, len(path)):] {
		o, _, err := s.Get(tx, up, day)
		if err != nil {
			return err
		}
		p.Above = append(p.Above, o)
	}
	p.MayEdit = mayEdit(a, p.Org.Tenant, path)
	p.Children, err = s.Children(tx, p.Org.ID, day)
	if err != nil {
		return err
	}
	sortByName(p.Children)
	served, err := areasServed(tx, p.Org.ID)
	if err != nil {
		return err
	}
	for _, a := range served {
		if !a.valid.Holds(day) {
			continue
		}
		area, ok, err := AreaOn(tx, a.area, day)
		if err != nil {
			return err
		}
		if ok {
			p.Areas = append(p.Areas, area)
		}
	}
	return nil
}

func sortByName(list []Org) {
	kernel.SortStableFunc(list, func(a, b Org) int { return kernel.CompareText(a.Name, b.Name) })
}

// Forest (các nhánh được xem) are the trees that an actor may see on a day: one for each unit over
// which she holds the right, none inside another.
func (s *Service) Forest(ctx context.Context, a kernel.Actor, root kernel.ID, on kernel.Date, depth, limit int) ([]TreeNode, error) {
	var out []TreeNode
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		roots, err := s.topRoots(tx, a, on)
		if err != nil {
			return err
		}
		if root != 0 {
			_, err = s.look(tx, a, root, on)
			if err != nil {
				return err
			}
			roots = []kernel.ID{root}
		}
		out = nil
		for _, id := range roots {
			b, ok, err := treeOf(tx, id, on, depth, limit)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, b)
			}
		}
		return nil
	})
	return out, err
}

// topRoots are the actor's units without those that lie below another one of them.
func (s *Service) topRoots(tx *db.Tx, a kernel.Actor, on kernel.Date) ([]kernel.ID, error) {
	roots := a.Roots(ViewPermission)
	if a.System {
		roots = []kernel.ID{a.Tenant}
	}
	var out []kernel.ID
	for _, id := range roots {
		path, err := s.Path(tx, id, on)
		if err != nil {
			return nil, err
		}
		inside := len(path) > 1 && slices.ContainsFunc(path[1:], func(up kernel.ID) bool { return slices.Contains(roots, up) })
		if !inside {
			out = append(out, id)
		}
	}
	return out, nil
}

// Rows lists the units that an actor may see on a day, in the order of the tree, for export, print and search.
func (s *Service) Rows(ctx context.Context, a kernel.Actor, root kernel.ID, on kernel.Date) ([]Row, error) {
	forest, err := s.Forest(ctx, a, root, on, maxDepth, maxRows)
	if err != nil {
		return nil, err
	}
	var out []Row
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		kinds, err := kindNames(tx, on)
		if err != nil {
			return err
		}
		out = nil
		for _, b := range forest {
			out = appendRows(out, b, Org{}, 0, kinds)
		}
		return nil
	})
	return out, err
}

const (
	maxDepth = 50
	maxRows  = 50_000
)

// Row is one line of the list of units.
//
//glossary:none
type Row struct {
	Org    Org
	Parent Org
	Kind   string // its Vietnamese name
	Depth  int
}

func appendRows(out []Row, b TreeNode, parent Org, depth int, kinds map[string]string) []Row {
	out = append(out, Row{b.Org, parent, kinds[b.Org.Kind], depth})
	for _, c := range b.Children {
		out = appendRows(out, c, b.Org, depth+1, kinds)
	}
	return out
}

func kindNames(tx *db.Tx, on kernel.Date) (map[string]string, error) {
	kinds, err := kindsOn(tx, on)
	out := map[string]string{}
	for _, k := range kinds {
		out[k.Key] = k.Name
	}
	return out, err
}

// matches tells whether a unit answers to what was typed: all words, in any order, or an identifier.
func matches(o Org, q string) bool {
	code := NormalIdentifier(q)
	if code != "" && (strings.HasPrefix(o.Identifier, code) || o.Former == code) {
		return true
	}
	name := " " + fold(o.Name+" "+o.ShortName)
	for _, w := range strings.Fields(fold(q)) {
		if !strings.Contains(name, " "+w) {
			return false
		}
	}
	return true
}

// KindChoices lists the kinds in force on a day, for a form.
func (s *Service) KindChoices(ctx context.Context, on kernel.Date) ([]Kind, error) {
	var out []Kind
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = kindsOn(tx, on)
		return err
	})
	return out, err
}

// MayEdit reads a unit that the actor may change, as of today.
func (s *Service) MayEdit(ctx context.Context, a kernel.Actor, id kernel.ID) (Org, error) {
	var o Org
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := s.edit(tx, a, id)
		if err != nil {
			return err
		}
		o, _, err = s.Get(tx, id, s.Today())
		return err
	})
	return o, err
}

// EditRows lists the units that an actor may change on a day, in the order of the tree.
func (s *Service) EditRows(ctx context.Context, a kernel.Actor, on kernel.Date) ([]Row, error) {
	as := a
	as.Mandates = nil
	for _, m := range a.Mandates {
		if slices.Contains(m.Permissions, EditPermission) {
			m.Permissions = append(slices.Clone(m.Permissions), ViewPermission)
			as.Mandates = append(as.Mandates, m)
		}
	}
	return s.Rows(ctx, as, 0, on)
}
