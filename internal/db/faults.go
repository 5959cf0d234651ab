package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"slices"
	"strings"

	"doanket/kernel"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// Result codes of SQLite that mean something to us (sqlite.org/rescode.html).
const (
	liteBusy          = 5
	liteLocked        = 6
	liteReadOnly      = 8
	liteIOErr         = 10
	liteCorrupt       = 11
	liteFull          = 13
	liteCantOpen      = 14
	liteUnique        = 2067
	litePrimaryKey    = 1555
	litePrimaryMask   = 0xff
	pgSerialization   = "40001"
	pgDeadlock        = "40P01"
	pgUniqueViolation = "23505"
	pgDiskFull        = "53100"
	pgReadOnly        = "25006"
	pgTooMany         = "53300"
	pgLockTimeout     = "55P03"
	pgShutdown        = "57P"
)

var errBusy = errors.New("db: another writer held the database for too long")

// trouble is a failing database as the person at the page may hear of it, with its cause for the log.
type trouble struct {
	fault *kernel.Fault
	cause error
}

func (e *trouble) Error() string   { return e.fault.Code + ": " + e.cause.Error() }
func (e *trouble) Unwrap() []error { return []error{e.fault, e.cause} }

// mend turns a full disk, a read-only or an absent database into a Fault that has a sentence.
func (d *DB) mend(err error) error {
	if err == nil || kernel.AsFault(err) != nil {
		return err
	}
	code := troubleCode(err)
	if code == "" {
		return err
	}
	return &trouble{&kernel.Fault{Kind: kernel.Unavailable, Code: code}, err}
}

func troubleCode(err error) string {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & litePrimaryMask {
		case liteFull:
			return "db.full"
		case liteReadOnly:
			return "db.read_only"
		case liteBusy, liteLocked:
			return "db.busy"
		case liteIOErr, liteCantOpen, liteCorrupt:
			return "db.down"
		}
		return ""
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch {
		case pg.Code == pgDiskFull:
			return "db.full"
		case pg.Code == pgReadOnly:
			return "db.read_only"
		case pg.Code == pgSerialization, pg.Code == pgDeadlock, pg.Code == pgTooMany, pg.Code == pgLockTimeout:
			return "db.busy"
		case strings.HasPrefix(pg.Code, pgShutdown):
			return "db.down"
		}
		return ""
	}
	var connect *pgconn.ConnectError
	var network *net.OpError
	switch {
	case errors.Is(err, errBusy):
		return "db.busy"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return ""
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, driver.ErrBadConn):
		return "db.down"
	}
	return ""
}

// retryable tells that nothing was written and that the same may succeed now.
func retryable(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		code := lite.Code() & litePrimaryMask
		return code == liteBusy || code == liteLocked
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.Contains([]string{pgSerialization, pgDeadlock, pgLockTimeout}, pg.Code)
}

// uniqueError says which constraint was hit; SQLite itself names only columns.
type uniqueError struct {
	constraint string
	cause      error
}

func (e *uniqueError) Error() string { return "unique " + e.constraint + ": " + e.cause.Error() }
func (e *uniqueError) Unwrap() error { return e.cause }

// Unique tells whether an error is a broken unique constraint, and which; the names are the same on both engines.
func Unique(err error) (constraint string, ok bool) {
	var u *uniqueError
	if errors.As(err, &u) {
		return u.constraint, true
	}
	return "", false
}

func (t *Tx) nameUnique(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == pgUniqueViolation {
		return &uniqueError{pg.ConstraintName, err}
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) && (lite.Code() == liteUnique || lite.Code() == litePrimaryKey) {
		return &uniqueError{t.liteConstraint(lite.Error()), err}
	}
	return err
}
