package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// Tape (băng ghi) holds the reading statements of some work, to be played again bare: without the
// helper, without rows becoming values of a room. Measurements compare a page with its own statements.
//
//glossary:none
type Tape struct {
	handle *sql.DB
	mu     sync.Mutex
	reels  map[*Tx]int
	cuts   [][]take // one a transaction, in the order they began to speak
}

type take struct {
	text string
	args []any
	stmt *sql.Stmt
}

// Record notes what fn reads. Nothing else may use the database meanwhile.
func (d *DB) Record(ctx context.Context, fn func() error) (*Tape, error) {
	t := &Tape{handle: d.pool, reels: map[*Tx]int{}}
	if d.lite != nil {
		t.handle = d.lite.handle[0]
		t.handle.SetMaxIdleConns(readers)
	}
	d.tape.Store(t)
	err := fn()
	d.tape.Store(nil)
	t.reels = nil
	for _, cut := range t.cuts {
		for i := range cut {
			if err == nil {
				cut[i].stmt, err = t.handle.PrepareContext(ctx, cut[i].text)
			}
		}
	}
	return t, err
}

// note is called by every reading statement while a tape runs.
func (t *Tape) note(tx *Tx, q string, args []any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i, known := t.reels[tx]
	if !known {
		i = len(t.cuts)
		t.reels[tx] = i
		t.cuts = append(t.cuts, nil)
	}
	t.cuts[i] = append(t.cuts[i], take{text: q, args: args})
}

// Statements is how many statements the tape holds.
func (t *Tape) Statements() int {
	n := 0
	for _, cut := range t.cuts {
		n += len(cut)
	}
	return n
}

// Play runs the statements again, each transaction as one, and reads every row.
func (t *Tape) Play(ctx context.Context) error {
	for _, cut := range t.cuts {
		err := t.playCut(ctx, cut)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *Tape) playCut(ctx context.Context, cut []take) error {
	tx, err := t.handle.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it says only that it is done
	for _, k := range cut {
		err = drain(ctx, tx.StmtContext(ctx, k.stmt), k.args)
		if err != nil {
			return fmt.Errorf("playing %.80q: %w", k.text, err)
		}
	}
	return tx.Commit()
}

func drain(ctx context.Context, s *sql.Stmt, args []any) error {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	cells := make([]any, len(names))
	into := make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		err = rows.Scan(into...)
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// Timed plays the tape once and tells how long each statement takes, for finding the slow one.
func (t *Tape) Timed(ctx context.Context, watch func() time.Duration, told func(statement string, took time.Duration)) error {
	for _, cut := range t.cuts {
		for _, k := range cut {
			from := watch()
			err := drain(ctx, k.stmt, k.args)
			if err != nil {
				return err
			}
			told(k.text, watch()-from)
		}
	}
	return nil
}
