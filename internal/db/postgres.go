package db

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPostgres makes the pool. The driver keeps prepared statements per connection by itself.
func openPostgres(ctx context.Context, url string) (*sql.DB, error) {
	conf, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	conf.RuntimeParams["timezone"] = "UTC"
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

type pgTx struct {
	c  *sql.Conn
	tx *sql.Tx
}

func beginPostgres(ctx context.Context, pool *sql.DB, write bool) (runner, error) {
	c, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	opts := &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	if !write {
		opts = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := c.BeginTx(ctx, opts)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &pgTx{c, tx}, nil
}

func (t *pgTx) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, q, args...)
}

func (t *pgTx) exec(ctx context.Context, q string, args []any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, q, args...)
}

func (t *pgTx) raw(fn func(any) error) error { return t.c.Raw(fn) }

func (t *pgTx) commit(context.Context) error {
	err := t.tx.Commit()
	return errors.Join(err, t.c.Close())
}

func (t *pgTx) rollback() error {
	_ = t.tx.Rollback() // the cause of the rollback is what the caller wants to hear
	return t.c.Close()
}
