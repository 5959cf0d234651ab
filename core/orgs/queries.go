package orgs

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Get reads a unit as it was on a day. Before its first day and after its last one the nearest day
// of its life is shown, with Status telling so; false means that there is no such unit.
func (s *Service) Get(tx *db.Tx, id kernel.ID, on kernel.Date) (Org, bool, error) {
	l, ok, err := loadLife(tx, id)
	if err != nil || !ok {
		return Org{}, false, err
	}
	o, ok, err := loadOrg(tx, id, clamp(l.period, on))
	if err != nil || !ok {
		return Org{}, false, err
	}
	o.Status = statusOn(l.period, on)
	if l.void != 0 {
		o.Status = Void
	}
	return o, true, nil
}

// Path is the unit itself and its ancestors, nearest first, on a day; outside of the unit's life
// on the nearest day of it. An unknown unit has an empty path.
func (s *Service) Path(tx *db.Tx, id kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	l, ok, err := loadLife(tx, id)
	if err != nil || !ok {
		return nil, err
	}
	if l.void == 0 {
		return pathOf(tx, id, clamp(l.period, on))
	}
	parent, ok, err := voidParent(tx, l)
	if err != nil || !ok {
		return []kernel.ID{id}, err
	}
	above, err := s.Path(tx, parent, clamp(l.period, on))
	return append([]kernel.ID{id}, above...), err
}

// Under lists the roots and all units below them on a day, each once.
func (s *Service) Under(tx *db.Tx, roots []kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	var out []kernel.ID
	seen := map[kernel.ID]bool{}
	for _, root := range roots {
		ids, err := under(tx, root, on)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out, nil
}

// Branch (nhánh) is Under, and with it the units that had ended by that day and stood below a root when
// they ended: those whose Path leads through a root. What an ended unit left behind is looked for there.
func (s *Service) Branch(tx *db.Tx, roots []kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	out, err := s.Under(tx, roots, on)
	if err != nil {
		return nil, err
	}
	seen := map[kernel.ID]bool{}
	for _, id := range out {
		seen[id] = true
	}
	for _, root := range roots {
		ended, err := endedUnder(tx, root, on)
		if err != nil {
			return nil, err
		}
		for _, id := range ended {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out, nil
}

// Children are the units directly below one on a day, by name.
func (s *Service) Children(tx *db.Tx, id kernel.ID, on kernel.Date) ([]Org, error) {
	nodes, err := listUnder(tx, id, on, 1, maxNodes)
	if err != nil {
		return nil, err
	}
	var out []Org
	for _, n := range nodes {
		if n.depth == 1 {
			n.org.Status = statusOn(n.org.Life, on)
			out = append(out, n.org)
		}
	}
	return out, nil
}

// maxNodes bounds what one page of the tree reads.
const maxNodes = 2000

// TreeNode (nhánh) is a unit with what stands below it on a day.
//
//glossary:none
type TreeNode struct {
	Org      Org
	Children []TreeNode
	More     bool // there are units below that this reading left out
}

// Tree reads the units below a root on a day, to a depth; each branch is sorted by name.
func (s *Service) Tree(tx *db.Tx, root kernel.ID, on kernel.Date, depth int) (TreeNode, bool, error) {
	return treeOf(tx, root, on, depth, maxNodes)
}

func treeOf(tx *db.Tx, root kernel.ID, on kernel.Date, depth, limit int) (TreeNode, bool, error) {
	nodes, err := listUnder(tx, root, on, depth+1, limit)
	if err != nil || len(nodes) == 0 {
		return TreeNode{}, false, err
	}
	below := map[kernel.ID][]Org{}
	for _, n := range nodes[1:] {
		n.org.Status = statusOn(n.org.Life, on)
		below[n.org.Parent] = append(below[n.org.Parent], n.org)
	}
	for _, siblings := range below {
		sortByName(siblings)
	}
	nodes[0].org.Status = statusOn(nodes[0].org.Life, on)
	b := grow(nodes[0].org, below, depth)
	b.More = b.More || len(nodes) == limit
	return b, true, nil
}

func grow(o Org, below map[kernel.ID][]Org, depth int) TreeNode {
	b := TreeNode{Org: o}
	if depth == 0 {
		b.More = len(below[o.ID]) > 0
		return b
	}
	for _, child := range below[o.ID] {
		b.Children = append(b.Children, grow(child, below, depth-1))
	}
	return b
}

// ByIdentifier finds the unit that bears an identifier, current or former, on a day.
func (s *Service) ByIdentifier(tx *db.Tx, tenant kernel.ID, code string, on kernel.Date) (Org, bool, error) {
	id, ok, err := findByIdentifier(tx, tenant, NormalIdentifier(code), on)
	if err != nil || !ok {
		return Org{}, false, err
	}
	return s.Get(tx, id, on)
}

// Look reads a unit for an actor: what may not be seen answers as if it were not there.
func (s *Service) Look(ctx context.Context, a kernel.Actor, id kernel.ID, on kernel.Date) (Org, error) {
	var out Org
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = s.look(tx, a, id, on)
		return err
	})
	return out, err
}

func (s *Service) look(tx *db.Tx, a kernel.Actor, id kernel.ID, on kernel.Date) (Org, error) {
	o, ok, err := s.Get(tx, id, on)
	if err != nil {
		return Org{}, err
	}
	if !ok {
		return Org{}, kernel.Missing("orgs.no_org")
	}
	path, err := s.Path(tx, id, s.Today())
	if err != nil {
		return Org{}, err
	}
	err = canView(a, o.Tenant, path)
	return o, err
}

// Today is the day in Vietnam by the service's clock.
func (s *Service) Today() kernel.Date { return s.clock.Now().Date() }

// Exists tells whether a unit was ever founded.
func (s *Service) Exists(ctx context.Context, id kernel.ID) (bool, error) {
	var ok bool
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		_, ok, err = loadLife(tx, id)
		return err
	})
	return ok, err
}
