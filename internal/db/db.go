package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Engine is the kind of database behind a DB.
type Engine string

// The two engines. A room needs to know which one only where no common statement exists.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// sqlText is unexported so that only untyped constants fit: a string made at run time does not compile.
type sqlText string

// DB is one open database.
type DB struct {
	engine Engine
	url    string
	pool   *sql.DB // PostgreSQL
	lite   *lite   // SQLite
	tape   atomic.Pointer[Tape]
	shut   func() error
}

// Open opens "sqlite:./data/doanket.db" or "postgres://…". The folder of an SQLite file must exist.
func Open(ctx context.Context, url string) (*DB, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	d := &DB{url: url}
	var err error
	switch scheme {
	case "sqlite":
		d.engine = SQLite
		d.lite, err = openLite(ctx, rest)
	case "postgres", "postgresql":
		d.engine = Postgres
		d.pool, err = openPostgres(ctx, url)
	default:
		return nil, fmt.Errorf("db: %q is neither sqlite:<file> nor postgres://…", scheme)
	}
	if err != nil {
		return nil, d.mend(err)
	}
	d.shut = sync.OnceValue(d.close)
	return d, nil
}

// Engine tells which engine is behind.
func (d *DB) Engine() Engine { return d.engine }

// Close waits for running statements and closes all connections. A second time does nothing.
func (d *DB) Close() error { return d.shut() }

func (d *DB) close() error {
	if d.lite != nil {
		return d.lite.close()
	}
	return d.pool.Close()
}

// Tx is one transaction. It is not for use by several goroutines.
type Tx struct {
	ctx    context.Context
	db     *DB
	run    runner
	failed error // a statement failed: nothing more may run, as PostgreSQL has it
}

// runner is what the two engines offer a transaction.
type runner interface {
	query(ctx context.Context, q string, args []any) (*sql.Rows, error)
	exec(ctx context.Context, q string, args []any) (sql.Result, error)
	later(ctx context.Context, q string, args []any) error
	raw(ctx context.Context, fn func(driverConn any) error) error
	commit(ctx context.Context) error
	rollback() error
}

// Context is the context of the transaction.
func (t *Tx) Context() context.Context { return t.ctx }

// Engine tells which engine the transaction runs on.
func (t *Tx) Engine() Engine { return t.db.engine }

type insideTx struct{}

const (
	maxTries  = 12
	firstWait = 2 * time.Millisecond
	longWait  = 250 * time.Millisecond
)

// manner is how a transaction stands to others.
type manner int

const (
	reading manner = iota
	writing
	alone
)

// Tx runs fn in one writing transaction and commits when it returns nil. When the engine asks for a
// retry (serialization, deadlock, busy), fn runs again, so it must be repeatable: no effect but on tx.
func (d *DB) Tx(ctx context.Context, fn func(*Tx) error) error {
	return d.inTx(ctx, writing, fn)
}

// TxAlone is a Tx beside which nobody else writes: those who are writing end first, those who come wait
// until it ends. It is for what counts the whole site before and after, such as a reorganisation. Readers
// go on. SQLite has every writer alone anyway.
func (d *DB) TxAlone(ctx context.Context, fn func(*Tx) error) error {
	return d.inTx(ctx, alone, fn)
}

// Read runs fn in a read-only snapshot.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return d.inTx(ctx, reading, fn)
}

func (d *DB) inTx(ctx context.Context, how manner, fn func(*Tx) error) error {
	if how != reading && ctx.Value(insideTx{}) != nil {
		return errors.New("db: a transaction inside a transaction: pass the tx on instead")
	}
	wait := firstWait
	for try := 1; ; try++ {
		err := d.once(ctx, how, fn)
		if err == nil || try == maxTries || !retryable(err) {
			return d.mend(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait/2 + rand.N(wait)):
		}
		wait = min(2*wait, longWait)
	}
}

func (d *DB) once(ctx context.Context, how manner, fn func(*Tx) error) error {
	run, err := d.begin(ctx, how)
	if err != nil {
		return err
	}
	t := &Tx{ctx: ctx, db: d, run: run}
	if how != reading {
		t.ctx = context.WithValue(ctx, insideTx{}, true)
	}
	done := false
	defer func() {
		if !done { // a panic in fn: undo and let it rise
			_ = run.rollback()
		}
	}()
	err = fn(t)
	if err == nil {
		err = t.failed
	}
	if err == nil {
		err = ctx.Err()
	}
	done = true
	if err != nil {
		return errors.Join(err, run.rollback())
	}
	return t.nameUnique(run.commit(ctx))
}

func (d *DB) begin(ctx context.Context, how manner) (runner, error) {
	if d.lite != nil {
		return d.lite.begin(ctx, how != reading)
	}
	return beginPostgres(ctx, d.pool, how)
}
