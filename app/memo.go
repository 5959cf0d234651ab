package app

import (
	"slices"
	"sync"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// memo keeps for a moment what was found in the tree of units: every command on a dossier asks who
// decides and whose number its code begins with. A change made in this process counts at once, one
// made in another after orgs.CalendarLag, as with calendars.
type memo struct {
	mu   sync.Mutex
	kept map[memoKey]memoEntry
}

type memoKey struct {
	unit kernel.ID
	on   kernel.Date
	key  string // of an agency; "" for the identifiers above
}

type memoEntry struct {
	value any
	moves int64
	at    kernel.Instant
}

const memoMost = 5000

// recall gives what is kept, or finds it and keeps it. What could not be found is not kept.
func recall[T any](a *App, k memoKey, find func() (T, error)) (T, error) {
	now, moves := a.clock.Now(), a.orgs.Moves()
	a.memo.mu.Lock()
	e, ok := a.memo.kept[k]
	a.memo.mu.Unlock()
	if age := now.Sub(e.at); ok && e.moves == moves && age >= 0 && age < orgs.CalendarLag {
		return e.value.(T), nil
	}
	v, err := find()
	if err != nil {
		return v, err
	}
	a.memo.mu.Lock()
	defer a.memo.mu.Unlock()
	if a.memo.kept == nil || len(a.memo.kept) >= memoMost {
		a.memo.kept = map[memoKey]memoEntry{}
	}
	a.memo.kept[k] = memoEntry{v, moves, now}
	return v, nil
}

// units is the tree as dossiers ask for it.
type units struct{ a *App }

func (u units) Path(tx *db.Tx, unit kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	path, err := recall(u.a, memoKey{unit: unit, on: on, key: "path"}, func() ([]kernel.ID, error) { return u.a.orgs.Path(tx, unit, on) })
	return slices.Clone(path), err
}

func (u units) Branch(tx *db.Tx, roots []kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	if len(roots) != 1 {
		return u.a.orgs.Branch(tx, roots, on)
	}
	branch, err := recall(u.a, memoKey{unit: roots[0], on: on, key: "branch"}, func() ([]kernel.ID, error) { return u.a.orgs.Branch(tx, roots, on) })
	return slices.Clone(branch), err
}
