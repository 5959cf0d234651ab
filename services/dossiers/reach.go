package dossiers

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

// The text index knows each dossier with its units and all that stand above them. When a unit comes to
// hang elsewhere, whoever leads the new place has to find the dossiers of the whole branch by their text,
// the finished ones too, and whoever led the old one no more. What a reorganisation hands over itself is
// indexed at once (holder.go); the rest follows here, after the change and once an hour, because a move
// may have been written down beforehand for a later day.

const reachChunk = 500

// Reach indexes the dossiers of units anew whose path is another one than they are indexed with. tree
// answers without a memory. It may be cut off at any place and called again.
func (s *Service) Reach(ctx context.Context, tree UnitTree) error {
	if s.Search == nil {
		return nil
	}
	sites, err := s.sites(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range sites {
		r := rehanging{s: s, tree: tree, tenant: tenant, on: s.Clock.Now().Date(), paths: map[kernel.ID][]kernel.ID{}}
		err = r.run(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

type rehanging struct {
	s      *Service
	tree   UnitTree
	tenant kernel.ID
	on     kernel.Date
	paths  map[kernel.ID][]kernel.ID
}

func (r *rehanging) run(ctx context.Context) error {
	moved := map[kernel.ID]string{}
	err := r.s.DB.Read(ctx, func(tx *db.Tx) error {
		units, err := unitsOfDossiers(tx, r.tenant)
		if err != nil {
			return err
		}
		known, err := reachKnown(tx, r.tenant)
		if err != nil {
			return err
		}
		for _, unit := range units {
			is, was, err := r.compare(tx, unit, known)
			if err != nil {
				return err
			}
			if is != was {
				moved[unit] = is
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, unit := range sortedUnits(moved) {
		err = r.unit(ctx, unit, moved[unit])
		if err != nil {
			return err
		}
	}
	return nil
}

func sortedUnits(m map[kernel.ID]string) []kernel.ID {
	var out []kernel.ID
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// compare gives the path of a unit today, and the one its dossiers are indexed with: nobody has written
// that down for a unit that is new here, so it is the path with which the unit began.
func (r *rehanging) compare(tx *db.Tx, unit kernel.ID, known map[kernel.ID]string) (is, was string, err error) {
	path, err := r.path(tx, unit)
	if err != nil {
		return "", "", err
	}
	was, ok := known[unit]
	if !ok {
		first, err := r.tree.Path(tx, unit, kernel.Date{Year: 1900, Month: 1, Day: 1})
		if err != nil {
			return "", "", err
		}
		was = pathText(first)
	}
	return pathText(path), was, nil
}

func (r *rehanging) path(tx *db.Tx, unit kernel.ID) ([]kernel.ID, error) {
	path, ok := r.paths[unit]
	if ok {
		return path, nil
	}
	path, err := r.tree.Path(tx, unit, r.on)
	r.paths[unit] = path
	return path, err
}

func pathText(path []kernel.ID) string {
	var b strings.Builder
	for _, id := range path {
		b.WriteString(id.String())
		b.WriteByte('/')
	}
	return b.String()
}

// unit indexes what a unit decides, then what it only received, some hundred at a time, and notes the path
// when all is done.
func (r *rehanging) unit(ctx context.Context, unit kernel.ID, path string) error {
	for _, part := range []func(*db.Tx, kernel.ID, kernel.ID, key) ([]placed, error){decidedBy, onlyReceivedBy} {
		after := key{at: kernel.FromMillis(0)}
		for {
			var found []placed
			err := r.s.DB.Tx(ctx, func(tx *db.Tx) error {
				var err error
				found, err = part(tx, r.tenant, unit, after)
				if err != nil || len(found) == 0 {
					return err
				}
				return r.index(tx, found)
			})
			if err != nil {
				return err
			}
			if len(found) < reachChunk {
				break
			}
			after = found[len(found)-1].key
		}
	}
	return r.s.DB.Tx(ctx, func(tx *db.Tx) error { return noteReach(tx, r.tenant, unit, path) })
}

func (r *rehanging) index(tx *db.Tx, found []placed) error {
	places := make([]search.Place, len(found))
	for i, f := range found {
		deciding, err := r.path(tx, f.org)
		if err != nil {
			return err
		}
		received, err := r.path(tx, f.received)
		if err != nil {
			return err
		}
		places[i] = search.Place{ID: f.id, OrgPath: bothPaths(deciding, received)}
	}
	return r.s.Search.Rehang(tx, places)
}

// bothPaths is the one path and what only the other has.
func bothPaths(deciding, received []kernel.ID) []kernel.ID {
	out := slices.Clone(deciding)
	for _, id := range received {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
