package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPostgres makes the pool. The driver keeps prepared statements per connection by itself.
func openPostgres(ctx context.Context, url string) (*sql.DB, error) {
	conf, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	conf.RuntimeParams["timezone"] = "UTC"
	// Each statement reads a short range of an index. Compiling it, or starting helpers for it, which the planner
	// wants when it expects millions where there are a thousand, took a quarter of a second for a page of ten.
	conf.RuntimeParams["jit"] = "off"
	conf.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	conf.RuntimeParams["lock_timeout"] = "30s"
	conf.RuntimeParams["idle_in_transaction_session_timeout"] = "120s"
	if conf.RuntimeParams["application_name"] == "" {
		conf.RuntimeParams["application_name"] = "doanket"
	}
	pool := stdlib.OpenDB(*conf)
	most := max(8, 4*runtime.NumCPU())
	pool.SetMaxOpenConns(most)
	pool.SetMaxIdleConns(most)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	err = pool.PingContext(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}

// pgTx is a running PostgreSQL transaction. What nobody waits for is kept in line and travels with the
// next statement that is waited for, or with the commit: one journey instead of many.
type pgTx struct {
	c       *sql.Conn
	line    []queued
	opening int // how many of the line open the transaction
	started bool
}

type queued struct {
	text string
	args []any
}

const longestLine = 200

// How a transaction opens. Every writer holds one lock together with all others, and who must be alone
// holds it against them (decision 0023). It travels with the begin, so it costs no journey, and what is
// asked after it sees all that those had written for whom it waited.
var openings = map[manner][]queued{
	reading: {{text: "begin isolation level repeatable read read only"}},
	writing: {{text: "begin isolation level read committed"}, {text: "select pg_advisory_xact_lock_shared($1)", args: []any{writersLock}}},
	alone:   {{text: "begin isolation level read committed"}, {text: "select pg_advisory_xact_lock($1)", args: []any{writersLock}}},
}

const writersLock = int64(0x646f616e6b6574) // "doanket"

func beginPostgres(ctx context.Context, pool *sql.DB, how manner) (runner, error) {
	c, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	line := slices.Clone(openings[how])
	return &pgTx{c: c, line: line, opening: len(line)}, nil
}

func (t *pgTx) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	err := t.flush(ctx)
	if err != nil {
		return nil, err
	}
	return t.c.QueryContext(ctx, q, args...)
}

func (t *pgTx) exec(ctx context.Context, q string, args []any) (sql.Result, error) {
	err := t.flush(ctx)
	if err != nil {
		return nil, err
	}
	return t.c.ExecContext(ctx, q, args...)
}

func (t *pgTx) later(ctx context.Context, q string, args []any) error {
	t.line = append(t.line, queued{q, args})
	if len(t.line) < longestLine {
		return nil
	}
	return t.flush(ctx)
}

func (t *pgTx) raw(ctx context.Context, fn func(any) error) error {
	err := t.flush(ctx)
	if err != nil {
		return err
	}
	return t.c.Raw(fn)
}

// flush sends what stands in line. Of several that fail the first is told: the others failed of it.
func (t *pgTx) flush(ctx context.Context) error {
	if len(t.line) == 0 {
		return nil
	}
	line := t.line
	t.line, t.started = nil, true
	return t.c.Raw(func(c any) error {
		conn := c.(*stdlib.Conn).Conn()
		if len(line) == 1 {
			tag, err := conn.Exec(ctx, line[0].text, line[0].args...)
			return line[0].result(tag, err)
		}
		var b pgx.Batch
		for _, q := range line {
			b.Queue(q.text, q.args...)
		}
		results := conn.SendBatch(ctx, &b)
		for _, q := range line {
			tag, err := results.Exec()
			err = q.result(tag, err)
			if err != nil {
				_ = results.Close() // tells the same once more
				return err
			}
		}
		return results.Close()
	})
}

const commit = "commit"

func (q queued) result(tag pgconn.CommandTag, err error) error {
	if err != nil {
		return fmt.Errorf("%w (in %.120q)", err, q.text)
	}
	if q.text == commit && tag.String() != "COMMIT" {
		return pgx.ErrTxCommitRollback
	}
	return nil
}

func (t *pgTx) commit(ctx context.Context) error {
	if !t.started && len(t.line) == t.opening { // nothing was asked and nothing is to be written
		return t.c.Close()
	}
	t.line = append(t.line, queued{text: commit})
	err := t.flush(context.WithoutCancel(ctx))
	if err != nil {
		return errors.Join(err, t.rollback())
	}
	return t.c.Close()
}

// rollback ends the transaction; a connection that cannot even do that is not given to anybody again.
func (t *pgTx) rollback() error {
	if t.started {
		ctx, cancel := context.WithTimeout(context.Background(), rollbackWait)
		defer cancel()
		_ = t.c.Raw(func(c any) error {
			_, err := c.(*stdlib.Conn).Conn().Exec(ctx, "rollback")
			if err != nil {
				return driver.ErrBadConn
			}
			return nil
		}) // the cause of the rollback is what the caller wants to hear
	}
	err := t.c.Close()
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

const rollbackWait = 5 * time.Second
