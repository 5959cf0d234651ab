package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"

	"doanket/kernel"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrations lays the rooms' parts over each other for one engine. A file that ends in .sqlite.sql or
// .postgres.sql is for that engine alone; its number stands for the other one too, in a file that may do nothing,
// because a copy between engines asks for the same number. Two files of one version are a mistake.
func Migrations(engine Engine, parts ...fs.FS) (fstest.MapFS, error) {
	out, seen := fstest.MapFS{}, map[string]string{}
	for _, part := range parts {
		err := fs.WalkDir(part, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".sql") {
				return err
			}
			name := entry.Name()
			if strings.HasSuffix(name, ".sqlite.sql") && engine != SQLite || strings.HasSuffix(name, ".postgres.sql") && engine != Postgres {
				return nil
			}
			version, _, _ := strings.Cut(name, "_")
			if seen[version] != "" {
				return fmt.Errorf("db: migrations %s and %s have one version", seen[version], name)
			}
			seen[version] = name
			text, err := fs.ReadFile(part, path)
			if engine == SQLite {
				text = forSQLite(text)
			}
			out[name] = &fstest.MapFile{Data: text}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

var (
	bigint    = regexp.MustCompile(`\bbigint\b`)
	clustered = regexp.MustCompile(`\);[ \t]*-- clustered`)
)

// forSQLite says what SQLite needs said differently to keep one tree per table instead of two, which
// halves what a commit writes: integer, which holds 64 bits there as well, makes a primary key of one
// column the row's own place; and a table that ends in `); -- clustered` is kept in its key's order.
func forSQLite(text []byte) []byte {
	return clustered.ReplaceAll(bigint.ReplaceAll(text, []byte("integer")), []byte(") without rowid;"))
}

// Migrate brings the tables up to date. Several processes may start at once: one does it, the others wait.
func (d *DB) Migrate(ctx context.Context, parts ...fs.FS) error {
	files, err := Migrations(d.engine, parts...)
	if err != nil {
		return err
	}
	return d.migrate(ctx, files)
}

// MigrateOnly brings an empty database to where another stood: a backup is read into the tables that
// it was made of, and Migrate goes on from there. A version that is not among the parts is db.newer.
func (d *DB) MigrateOnly(ctx context.Context, versions []int64, parts ...fs.FS) error {
	files, err := Migrations(d.engine, parts...)
	if err != nil {
		return err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	some := fstest.MapFS{}
	for _, name := range names {
		if slices.Contains(versions, versionOf(name)) {
			some[name] = files[name]
		}
	}
	if len(some) != len(versions) {
		return &kernel.Fault{Kind: kernel.Refused, Code: "db.newer"}
	}
	return d.migrate(ctx, some)
}

func (d *DB) migrate(ctx context.Context, files fs.FS) error {
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{goose.WithAllowOutofOrder(true)}
	handle, err := d.migrating()
	if err != nil {
		return d.mend(err)
	}
	defer handle.Close()
	if d.engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600), lock.WithUnlockTimeout(1, 60))
		if err != nil {
			return err
		}
		dialect, opts = goose.DialectPostgres, append(opts, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, handle, files, opts...)
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("db: reading migrations: %w", err)
	}
	for {
		before := d.applied(ctx)
		_, err = p.Up(ctx)
		if err == nil {
			return nil
		}
		// On SQLite nothing locks the others out: one that lost the race finds the work done, and looks again.
		if d.engine == Postgres || slices.Equal(before, d.applied(ctx)) {
			return d.mend(fmt.Errorf("db: migrating: %w", err))
		}
	}
}

// applied is what was migrated so far; none while there is no table to tell it.
func (d *DB) applied(ctx context.Context) []int64 {
	var out []int64
	_ = d.Read(ctx, func(tx *Tx) error {
		var err error
		out, err = Versions(tx)
		return err
	})
	return out
}

// migrating is a handle of its own, because goose wants one and the others have their connections held.
func (d *DB) migrating() (*sql.DB, error) {
	if d.engine == SQLite {
		h, err := sql.Open("sqlite", liteURL(d.lite.file, true))
		if err == nil {
			h.SetMaxOpenConns(1)
		}
		return h, err
	}
	conf, err := pgx.ParseConfig(d.url)
	if err != nil {
		return nil, err
	}
	return stdlib.OpenDB(*conf), nil
}
