package search

import (
	"context"

	"doanket/internal/db"
)

const (
	// tendMost bounds one round, so that a round ends; what is left is for the next one.
	tendMost = 500
	mergeFTS = `insert into search_fts (search_fts, rank) values ('merge', 64)`
	mergeAll = `insert into search_roll (search_roll, rank) values ('merge', 64)`
	changes  = `select total_changes()`
)

// Tend merges pieces of the index of SQLite, about sixty-four pages at a time so that nobody waits for
// long, until too few are left to be worth it. Every record that was put is a piece at first, and a search
// looks into all pieces. PostgreSQL has none.
func (x *Index) Tend(ctx context.Context) error {
	if x.db.Engine() == db.Postgres {
		return nil
	}
	for _, merge := range []func(*db.Tx) error{
		func(tx *db.Tx) error { _, err := tx.Exec(mergeFTS); return err },
		func(tx *db.Tx) error { _, err := tx.Exec(mergeAll); return err },
	} {
		for range tendMost {
			more, err := x.tend(ctx, merge)
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// tend merges once and tells whether something was merged: SQLite counts two changes or more then.
func (x *Index) tend(ctx context.Context, merge func(*db.Tx) error) (bool, error) {
	var before, after int64
	err := x.db.Tx(ctx, func(tx *db.Tx) error {
		var err error
		before, _, err = db.Value[int64](tx, changes)
		if err == nil {
			err = merge(tx)
		}
		if err == nil {
			after, _, err = db.Value[int64](tx, changes)
		}
		return err
	})
	return after-before >= 2, err
}
