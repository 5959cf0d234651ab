package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"doanket/internal/audit"
	"doanket/internal/backup"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var room = fstest.MapFS{"migrations/202611229001_zoo.sql": {Data: []byte(`-- +goose Up
create table zoo_unit (
	id bigint not null,
	parent_id bigint,
	name text not null,
	open boolean not null,
	born date,
	at timestamptz,
	amount bigint not null,
	share double precision,
	paper bytea,
	constraint zoo_unit_pkey primary key (id),
	constraint zoo_unit_parent foreign key (parent_id) references zoo_unit (id)
);
create table zoo_animal (
	code text not null,
	unit_id bigint not null,
	constraint zoo_animal_pkey primary key (code),
	constraint zoo_animal_unit foreign key (unit_id) references zoo_unit (id)
);
insert into zoo_unit (id, name, open, amount) values (1, 'đặt sẵn', true, 0);
`)}}

var newer = fstest.MapFS{"migrations/202611229002_zoo.sql": {Data: []byte("-- +goose Up\nalter table zoo_animal add column legs integer not null default 4;\n")}}

var roomParts = []fs.FS{search.Migrations(), room}

func allParts(more ...fs.FS) []fs.FS {
	return append(append([]fs.FS{outbox.Migrations(), audit.Migrations()}, roomParts...), more...)
}

func filled(t *testing.T, engine db.Engine) (testkit.Env, files.Store) {
	t.Helper()
	e := testkit.New(t, engine, roomParts...)
	store, err := files.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"một", strings.Repeat("hai", 100_000)} {
		_, err = store.Put(e.Ctx, strings.NewReader(text), 1<<30)
		if err != nil {
			t.Fatal(err)
		}
	}
	err = e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
		const unit = `insert into zoo_unit (id, parent_id, name, open, born, at, amount, share, paper) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
		// The child stands before its parent in the order of the key.
		_, err := tx.Exec(unit, 900, nil, "Gốc\t\\ \n\"'\\N", true, nil, nil, int64(9007199254740993), 0.5, []byte{0, '\\', 255})
		if err == nil {
			_, err = tx.Exec(unit, 5, 900, "Con ✓ 漢", false, "1890-05-19", testkit.Start, -1, nil, nil)
		}
		for i := range 300 {
			if err == nil {
				_, err = tx.Exec(`insert into zoo_animal (code, unit_id) values ($1, $2)`, fmt.Sprintf("Ă%d-a", i), 5)
			}
		}
		if err == nil {
			err = search.New(e.DB).Put(tx, search.Doc{Tenant: 1, Kind: "dossier", ID: 5, OrgPath: []kernel.ID{900}, Number: "H49.31-0001", Text: "Nguyễn Văn Đồng"})
		}
		if err == nil {
			err = e.Outbox.Tell(tx, kernel.Fact{Tenant: 1, Kind: "zoo.opened", Subject: "unit:5"})
		}
		if err == nil {
			err = e.Audit.Note(tx, kernel.Actor{Tenant: 1, Name: "Lan"}, "zoo.open", "unit:5", nil, "x")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e, store
}

func write(t *testing.T, e testkit.Env, store files.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := backup.Write(e.Ctx, &b, e.DB, store, e.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func emptySite(t *testing.T, engine db.Engine) (*db.DB, files.Store) {
	t.Helper()
	d, err := db.Open(t.Context(), testkit.Empty(t, engine))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	store, err := files.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return d, store
}

// content is everything in a database, as text.
func content(t *testing.T, d *db.DB) string {
	t.Helper()
	var b strings.Builder
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		tables, err := db.Tables(tx)
		slices.SortFunc(tables, func(a, b db.Table) int { return strings.Compare(a.Name, b.Name) })
		for _, table := range tables {
			if err == nil {
				err = db.Dump(tx, table, func(row []any) error { _, err := fmt.Fprintf(&b, "%s %q\n", table.Name, row); return err })
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func checkSite(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		link, n, err := audit.New(nil, nil).Verify(tx, 1)
		if err != nil || link != nil || n != 1 {
			t.Errorf("the journal does not verify: %+v, %d, %v", link, n, err)
		}
		hits, err := search.New(d).Find(tx, search.Ask{Tenant: 1, Roots: []kernel.ID{900}, Q: "van đồng"})
		if err != nil || len(hits) != 1 {
			t.Errorf("the search finds %v, %v", hits, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var engines = []db.Engine{db.SQLite, db.Postgres}

func TestRestore(t *testing.T) {
	for _, from := range engines {
		for _, to := range engines {
			t.Run(fmt.Sprintf("gives the same site from %s to %s", from, to), func(t *testing.T) {
				e, store := filled(t, from)
				text := write(t, e, store)
				d, into := emptySite(t, to)
				sum, err := backup.Restore(t.Context(), bytes.NewReader(text), d, into, allParts()...)
				if err != nil {
					t.Fatal(err)
				}
				if want, got := content(t, e.DB), content(t, d); want != got {
					t.Errorf("the content differs:\n%s\nwant:\n%s", got, want)
				}
				if sum.Files != 2 || sum.Rows < 300 {
					t.Errorf("%+v", sum)
				}
				err = store.Each(t.Context(), func(f files.Stored) error { return files.Check(t.Context(), into, f.SHA256) })
				if err != nil {
					t.Error(err)
				}
				checkSite(t, d)
				again, err := backup.Restore(t.Context(), bytes.NewReader(text), d, into, allParts()...)
				if !errors.Is(err, &kernel.Fault{Code: "backup.not_empty"}) {
					t.Errorf("into a site that is not empty: %+v, %v", again, err)
				}
			})
		}
	}
}

func TestCopy(t *testing.T) {
	for _, from := range engines {
		for _, to := range engines {
			t.Run(fmt.Sprintf("gives the same tables from %s to %s", from, to), func(t *testing.T) {
				e, _ := filled(t, from)
				d, _ := emptySite(t, to)
				_, err := backup.Copy(t.Context(), e.DB, d, allParts()...)
				if err != nil {
					t.Fatal(err)
				}
				if want, got := content(t, e.DB), content(t, d); want != got {
					t.Errorf("the content differs:\n%s\nwant:\n%s", got, want)
				}
				checkSite(t, d)
				_, err = backup.Copy(t.Context(), e.DB, d, allParts()...)
				if !errors.Is(err, &kernel.Fault{Code: "backup.not_empty"}) {
					t.Errorf("twice: %v", err)
				}
			})
		}
	}
}

func TestRestoreRefuses(t *testing.T) {
	e, store := filled(t, db.SQLite)
	text := write(t, e, store)
	restore := func(text []byte, parts ...fs.FS) error {
		d, into := emptySite(t, db.SQLite)
		_, err := backup.Restore(t.Context(), bytes.NewReader(text), d, into, parts...)
		if err == nil {
			return nil
		}
		empty, emptyErr := d.Empty(t.Context())
		if emptyErr != nil || !empty {
			t.Errorf("something was written before the refusal")
		}
		return err
	}
	t.Run("an archive that was cut off anywhere", func(t *testing.T) {
		for _, n := range []int{0, 511, 700, len(text) / 3, len(text) / 2, len(text) - 3000, len(text) - 1500} {
			if err := restore(text[:n], allParts()...); !errors.Is(err, &kernel.Fault{Code: "backup.broken"}) {
				t.Errorf("at %d of %d: %v", n, len(text), err)
			}
		}
	})
	t.Run("an archive with one altered byte", func(t *testing.T) {
		for _, mark := range []string{"hai", "zoo_animal.jsonl.gz", "\x1f\x8b"} {
			at := bytes.Index(text, []byte(mark))
			altered := bytes.Clone(text)
			altered[at+1] ^= 1
			if err := restore(altered, allParts()...); !errors.Is(err, &kernel.Fault{Code: "backup.broken"}) {
				t.Errorf("at %q: %v", mark, err)
			}
		}
	})
	t.Run("an archive of a newer program", func(t *testing.T) {
		if err := restore(text, outbox.Migrations(), audit.Migrations(), search.Migrations()); !errors.Is(err, &kernel.Fault{Code: "db.newer"}) {
			t.Errorf("%v", err)
		}
	})
}

func TestRestoreOfAnOlderBackupMigratesOn(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			e, store := filled(t, engine)
			d, into := emptySite(t, engine)
			_, err := backup.Restore(t.Context(), bytes.NewReader(write(t, e, store)), d, into, allParts(newer)...)
			if err != nil {
				t.Fatal(err)
			}
			err = d.Read(t.Context(), func(tx *db.Tx) error {
				legs, _, err := db.Value[int64](tx, `select sum(legs) from zoo_animal`)
				if legs != 1200 {
					t.Errorf("%d legs", legs)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestWriteIsOneMomentWhileTheSiteServes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		store, err := files.OpenDisk(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(e.Ctx)
		done := make(chan error)
		go func() { // one unit and one animal, always together
			for i := 0; ; i++ {
				err := e.DB.Tx(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec(`insert into zoo_unit (id, name, open, amount) values ($1, 'x', true, 0)`, i+10)
					if err == nil {
						_, err = tx.Exec(`insert into zoo_animal (code, unit_id) values ($1, $2)`, fmt.Sprint(i), i+10)
					}
					return err
				})
				if ctx.Err() != nil {
					done <- nil
					return
				}
				if err != nil {
					done <- err
					return
				}
			}
		}()
		for range 5 {
			text := write(t, e, store)
			d, into := emptySite(t, db.SQLite)
			_, err = backup.Restore(e.Ctx, bytes.NewReader(text), d, into, allParts()...)
			if err != nil {
				t.Fatal(err)
			}
			err = d.Read(e.Ctx, func(tx *db.Tx) error {
				units, _, err := db.Value[int64](tx, `select count(*) from zoo_unit where id >= 10`)
				if err != nil {
					return err
				}
				animals, _, err := db.Value[int64](tx, `select count(*) from zoo_animal`)
				if units != animals {
					t.Errorf("%d units, %d animals", units, animals)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}, roomParts...)
}

func TestCheck(t *testing.T) {
	e, store := filled(t, db.SQLite)
	sum, err := backup.Check(bytes.NewReader(write(t, e, store)))
	if err != nil || sum.Files != 2 || sum.Bytes != int64(len("một")+300_000) || !sum.Made.Equal(testkit.Start) {
		t.Errorf("%+v, %v", sum, err)
	}
	_, err = backup.Check(io.MultiReader())
	if !errors.Is(err, &kernel.Fault{Code: "backup.broken"}) {
		t.Errorf("nothing at all: %v", err)
	}
}
