package testkit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/kernel"
)

// Env is the machinery that a room's service is made of.
type Env struct {
	DB     *db.DB
	URL    string // opens the same database once more, as a second process would
	IDs    *kernel.IDs
	Clock  *Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Ctx    context.Context
}

// Each runs a test on both engines, each time on a fresh database that holds the tables of outbox and
// audit and of the rooms given: testkit.Each(t, test, orgs.Migrations(), people.Migrations()).
func Each(t *testing.T, test func(t *testing.T, e Env), rooms ...fs.FS) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) { test(t, New(t, engine, rooms...)) })
	}
}

// New makes the Env of one engine. It skips the test when the machine has no PostgreSQL.
func New(t testing.TB, engine db.Engine, rooms ...fs.FS) Env {
	t.Helper()
	url := URL(t, engine, rooms...)
	d := open(t, url)
	clock := NewClock()
	ids := kernel.NewIDs(clock, 1)
	return Env{DB: d, URL: url, IDs: ids, Clock: clock, Audit: audit.New(ids, clock), Outbox: outbox.New(d, ids, clock), Ctx: t.Context()}
}

// DB gives an open fresh database with the tables of the rooms given, and of outbox and audit.
func DB(t testing.TB, engine db.Engine, rooms ...fs.FS) *db.DB {
	t.Helper()
	return open(t, URL(t, engine, rooms...))
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// URL makes a fresh migrated database and gives its address.
func URL(t testing.TB, engine db.Engine, rooms ...fs.FS) string {
	t.Helper()
	parts := append([]fs.FS{outbox.Migrations(), audit.Migrations()}, rooms...)
	if engine == db.SQLite {
		return freshSQLite(t, parts)
	}
	return freshPostgres(t, parts)
}

// Empty gives the address of a database without any table.
func Empty(t testing.TB, engine db.Engine) string {
	t.Helper()
	if engine == db.SQLite {
		return "sqlite:" + filepath.Join(t.TempDir(), "empty.db")
	}
	return freshPostgres(t, nil)
}

var (
	templates   sync.Mutex
	migrated    = map[string][]byte{} // SQLite: the migrated file; PostgreSQL: present when the template is ready
	databaseNum atomic.Int64
)

func templateKey(t testing.TB, engine db.Engine, parts []fs.FS) string {
	t.Helper()
	files, err := db.Migrations(engine, parts...)
	if err != nil {
		t.Fatal(err)
	}
	h := fnv.New64a()
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		_, _ = h.Write(append([]byte(path), text...))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(engine) + "_" + strconv.FormatUint(h.Sum64(), 36)
}

func freshSQLite(t testing.TB, parts []fs.FS) string {
	t.Helper()
	dir := t.TempDir()
	key := templateKey(t, db.SQLite, parts)
	templates.Lock()
	defer templates.Unlock()
	image, ok := migrated[key]
	if !ok {
		file := filepath.Join(dir, "template.db")
		migrate(t, "sqlite:"+file, parts)
		var err error
		image, err = os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		migrated[key] = image
	}
	file := filepath.Join(dir, "test.db")
	err := os.WriteFile(file, image, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

func migrate(t testing.TB, url string, parts []fs.FS) {
	t.Helper()
	d, err := db.Open(context.Background(), url)
	if err == nil {
		err = errors.Join(d.Migrate(context.Background(), parts...), d.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func freshPostgres(t testing.TB, parts []fs.FS) string {
	t.Helper()
	url, err := server()
	if errors.Is(err, errNoServer) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sql.Open("pgx", fmt.Sprintf(url, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	run := func(format string, args ...any) {
		_, err := admin.Exec(fmt.Sprintf(format, args...))
		if err != nil {
			t.Fatal(err)
		}
	}
	name := fmt.Sprintf("t%d_%d", os.Getpid(), databaseNum.Add(1))
	if len(parts) == 0 {
		run("create database %s template template0", name)
	} else {
		key := strings.ToLower(templateKey(t, db.Postgres, parts)) + "_" + strconv.Itoa(os.Getpid())
		templates.Lock()
		defer templates.Unlock()
		if _, ok := migrated[key]; !ok {
			run("create database %s template template0", key)
			migrate(t, fmt.Sprintf(url, key), parts)
			migrated[key] = nil
		}
		run("create database %s template %s", name, key)
	}
	t.Cleanup(func() {
		admin, err := sql.Open("pgx", fmt.Sprintf(url, "postgres"))
		if err == nil {
			_, _ = admin.Exec("drop database if exists " + name + " with (force)")
			_ = admin.Close()
		}
	})
	return fmt.Sprintf(url, name)
}
