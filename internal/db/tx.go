package db

import (
	"database/sql"
	"errors"
	"fmt"
)

// Exec runs a statement and gives the number of rows it touched.
func (t *Tx) Exec(q sqlText, args ...any) (int64, error) {
	err := t.ready()
	if err != nil {
		return 0, err
	}
	args, err = normalize(args)
	if err != nil {
		return 0, t.fail(err, string(q))
	}
	res, err := t.run.exec(t.ctx, string(q), args)
	if err != nil {
		return 0, t.fail(err, string(q))
	}
	return res.RowsAffected()
}

// Later runs a statement whose outcome nobody waits for: it has run when the next statement is answered,
// or at the commit, and that is also where its error comes from; all in the order in which they were
// given. PostgreSQL is told several in one journey.
func (t *Tx) Later(q sqlText, args ...any) error {
	err := t.ready()
	if err != nil {
		return err
	}
	args, err = normalize(args)
	if err == nil {
		err = t.run.later(t.ctx, string(q), args)
	}
	return t.fail(err, string(q))
}

// Roomy gives SQLite much memory until the transaction ends. A transaction that changes a great part of the
// file otherwise writes pages out and reads them back again and again. PostgreSQL has its own ways.
func (t *Tx) Roomy() error {
	lite, ok := t.run.(*liteTx)
	if !ok {
		return nil
	}
	err := t.ready()
	if err == nil {
		err = lite.room(t.ctx)
	}
	return t.fail(err, "pragma cache_size")
}

// One reads one row; false means that there was none. into lists where the columns go.
func One[T any](t *Tx, into func(*T) []any, q sqlText, args ...any) (T, bool, error) {
	return one(t, into, string(q), args)
}

// All reads all rows.
func All[T any](t *Tx, into func(*T) []any, q sqlText, args ...any) ([]T, error) {
	return all(t, into, string(q), args)
}

// Value reads one column of one row; false means that there was no row or that it was null.
func Value[T any](t *Tx, q sqlText, args ...any) (T, bool, error) {
	return value[T](t, string(q), args)
}

func value[T any](t *Tx, q string, args []any) (T, bool, error) {
	v, ok, err := one(t, func(n *sql.Null[T]) []any { return []any{n} }, q, args)
	return v.V, ok && v.Valid, err
}

func one[T any](t *Tx, into func(*T) []any, q string, args []any) (T, bool, error) {
	var v T
	rows, err := t.rows(q, args)
	if err != nil {
		return v, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return v, false, t.fail(rows.Err(), q)
	}
	err = rows.Scan(into(&v)...)
	if err != nil {
		return v, false, t.fail(err, q)
	}
	return v, true, t.fail(rows.Close(), q)
}

func all[T any](t *Tx, into func(*T) []any, q string, args []any) ([]T, error) {
	rows, err := t.rows(q, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var v T
		err = rows.Scan(into(&v)...)
		if err != nil {
			return nil, t.fail(err, q)
		}
		out = append(out, v)
	}
	return out, t.fail(rows.Err(), q)
}

// Each hands over row after row without keeping them, for exports of any size. fn must not use tx.
func Each[T any](t *Tx, into func(*T) []any, fn func(T) error, q sqlText, args ...any) error {
	rows, err := t.rows(string(q), args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		err = rows.Scan(into(&v)...)
		if err != nil {
			return t.fail(err, string(q))
		}
		err = fn(v)
		if err != nil {
			return err
		}
	}
	return t.fail(rows.Err(), string(q))
}

func (t *Tx) rows(q string, args []any) (*sql.Rows, error) {
	err := t.ready()
	if err != nil {
		return nil, err
	}
	args, err = normalize(args)
	if err != nil {
		return nil, t.fail(err, q)
	}
	if tape := t.db.tape.Load(); tape != nil {
		tape.note(t, q, args)
	}
	rows, err := t.run.query(t.ctx, q, args)
	if err != nil {
		return nil, t.fail(err, q)
	}
	return rows, nil
}

func (t *Tx) ready() error {
	if t.failed != nil {
		return fmt.Errorf("db: the transaction has failed already: %w", t.failed)
	}
	return t.ctx.Err()
}

// fail remembers that the transaction cannot go on, so that both engines behave alike.
func (t *Tx) fail(err error, q string) error {
	if err == nil {
		return nil
	}
	var known *uniqueError
	if !errors.As(err, &known) {
		err = t.nameUnique(err)
	}
	err = fmt.Errorf("%w (in %.120q)", err, q)
	t.failed = err
	return err
}
