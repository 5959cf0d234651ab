package members

import (
	"context"
	"sync"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Sum (số đoàn viên) is how many stand below some units today.
//
//glossary:none
type Sum struct{ Members, Women, Units int64 }

// sums keeps for a moment the totals of wide scopes, which add up a hundred thousand counters.
type sums struct {
	mu   sync.Mutex
	kept map[kernel.ID]keptSum
}

type keptSum struct {
	Sum
	at kernel.Instant
}

const (
	wideScope = 2000 // units from which on a total is kept
	sumLife   = 2 * time.Minute
)

// Sum counts open memberships below a unit, or below all that the actor sees. The total of a scope of
// thousands of units may be two minutes old.
func (s *Service) Sum(ctx context.Context, a kernel.Actor, unit kernel.ID) (Sum, error) {
	var out Sum
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		roots, err := s.scope(tx, a, Filter{Unit: unit})
		if err != nil || len(roots) == 0 {
			return err
		}
		if len(roots) == 1 {
			s.sums.mu.Lock()
			k, ok := s.sums.kept[roots[0]]
			s.sums.mu.Unlock()
			if ok && s.Clock.Now().Sub(k.at) < sumLife {
				out = k.Sum
				return nil
			}
		}
		out.Members, out.Women, out.Units, err = sumOf(tx, roots, s.today())
		if err == nil && len(roots) == 1 && out.Units >= wideScope {
			s.sums.mu.Lock()
			defer s.sums.mu.Unlock()
			if s.sums.kept == nil || len(s.sums.kept) > 500 {
				s.sums.kept = map[kernel.ID]keptSum{}
			}
			s.sums.kept[roots[0]] = keptSum{out, s.Clock.Now()}
		}
		return err
	})
	return out, err
}

// Groups are the groups (tổ) of a unit on a day, in the order of the alphabet.
func (s *Service) Groups(tx *db.Tx, unit kernel.ID, on kernel.Date) ([]string, error) {
	out, err := groupsOf(tx, unit, on)
	kernel.SortFunc(out, kernel.CompareText)
	return out, err
}
