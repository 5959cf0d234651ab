package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var room = fstest.MapFS{
	"migrations/202611229001_thing.sql": {Data: []byte(`-- +goose Up
create table thing (
	id bigint not null,
	tenant_id bigint not null,
	name text not null,
	code text,
	amount bigint not null,
	open boolean not null,
	born date,
	at timestamptz,
	paper bytea,
	constraint thing_pkey primary key (id),
	constraint thing_name unique (tenant_id, name)
);
create unique index thing_code on thing (tenant_id, code);
create unique index thing_lower on thing (lower(name)) where open;
create index thing_born on thing (tenant_id, born);
create table thing_counter (
	tenant_id bigint not null,
	n bigint not null,
	constraint thing_counter_pkey primary key (tenant_id)
);
`)},
	"migrations/202611229002_engine.sqlite.sql":   {Data: []byte("-- +goose Up\ncreate table engine (name text);\ninsert into engine values ('sqlite');\n")},
	"migrations/202611229002_engine.postgres.sql": {Data: []byte("-- +goose Up\ncreate table engine (name text);\ninsert into engine values ('postgres');\n")},
}

type word string

func (w word) String() string { return "shown as " + string(w) }

type thing struct {
	ID     kernel.ID
	Name   word
	Code   string
	Amount kernel.Money
	Open   bool
	Born   kernel.Date
	At     kernel.Instant
	Paper  []byte
}

func into(v *thing) []any {
	return []any{&v.ID, &v.Name, db.Null(&v.Code), &v.Amount, &v.Open, &v.Born, &v.At, &v.Paper}
}

const insertThing = `insert into thing (id, tenant_id, name, code, amount, open, born, at, paper) values ($1, 1, $2, $3, $4, $5, $6, $7, $8)`

func put(tx *db.Tx, v thing) error {
	_, err := tx.Exec(insertThing, v.ID, v.Name, db.Optional(v.Code), v.Amount, v.Open, v.Born, v.At, v.Paper)
	return err
}

func TestValues(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		want := thing{7, "Đoàn Kết", "", 1234567, true, kernel.Date{Year: 2026, Month: 11, Day: 23}, testkit.Start, []byte{0, 1, 255}}
		other := thing{ID: 8, Name: "trống"}
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error { return errors.Join(put(tx, want), put(tx, other)) })
		if err != nil {
			t.Fatal(err)
		}
		err = e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			const q = `select id, name, code, amount, open, born, at, paper from thing where id = $1`
			got, ok, err := db.One(tx, into, q, kernel.ID(7))
			if err != nil || !ok || got.Name != want.Name || got.Amount != want.Amount || !got.Open || got.Born != want.Born || !got.At.Equal(want.At) || string(got.Paper) != string(want.Paper) {
				t.Errorf("came back as %+v, %v, %v", got, ok, err)
			}
			got, ok, err = db.One(tx, into, q, kernel.ID(8))
			if err != nil || !ok || got.Code != "" || !got.Born.IsZero() || !got.At.IsZero() {
				t.Errorf("nulls came back as %+v, %v, %v", got, ok, err)
			}
			_, ok, err = db.One(tx, into, q, kernel.ID(9))
			if err != nil || ok {
				t.Errorf("a row that is not there: %v, %v", ok, err)
			}
			name, ok, err := db.Value[string](tx, `select name from engine`)
			if err != nil || !ok || name != string(e.DB.Engine()) {
				t.Errorf("the migration of the other engine ran: %q, %v", name, err)
			}
			code, ok, err := db.Value[string](tx, `select code from thing where id = $1`, 8)
			if err != nil || ok || code != "" {
				t.Errorf("a null value: %q, %v, %v", code, ok, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}, room)
}

func TestUnique(t *testing.T) {
	for _, c := range []struct {
		name string
		v    thing
	}{
		{"thing_pkey", thing{ID: 1, Name: "khác"}},
		{"thing_name", thing{ID: 2, Name: "Một"}},
		{"thing_code", thing{ID: 2, Name: "khác", Code: "C1"}},
		{"thing_lower", thing{ID: 2, Name: "MộT"}},
	} {
		t.Run("names "+c.name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, e testkit.Env) {
				first := thing{ID: 1, Name: "Một", Code: "C1"}
				if c.name == "thing_lower" {
					first.Name, c.v.Name = "one", "ONE"
					first.Open, c.v.Open = true, true
				}
				err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error { return put(tx, first) })
				if err != nil {
					t.Fatal(err)
				}
				err = e.DB.Tx(e.Ctx, func(tx *db.Tx) error { return put(tx, c.v) })
				got, ok := db.Unique(err)
				if !ok || got != c.name {
					t.Errorf("Unique(%v) = %q, %v", err, got, ok)
				}
			}, room)
		})
	}
}

func TestTx(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		count := func() int64 {
			var n int64
			err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
				var err error
				n, _, err = db.Value[int64](tx, `select count(*) from thing`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		t.Run("leaves nothing behind when it fails", func(t *testing.T) {
			boom := errors.New("boom")
			err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error { return errors.Join(put(tx, thing{ID: 1, Name: "a"}), boom) })
			if !errors.Is(err, boom) || count() != 0 {
				t.Errorf("%v, %d rows", err, count())
			}
		})
		t.Run("leaves nothing behind when it panics", func(t *testing.T) {
			func() {
				defer func() { _ = recover() }()
				_ = e.DB.Tx(e.Ctx, func(tx *db.Tx) error { _ = put(tx, thing{ID: 1, Name: "a"}); panic("boom") })
			}()
			if count() != 0 {
				t.Error("a row stayed")
			}
		})
		t.Run("is over after a failed statement even when the error is swallowed", func(t *testing.T) {
			err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
				_ = put(tx, thing{ID: 1, Name: "a"})
				_ = put(tx, thing{ID: 1, Name: "b"})
				return nil
			})
			if err == nil || count() != 0 {
				t.Errorf("%v, %d rows", err, count())
			}
		})
		t.Run("refuses a transaction inside a transaction instead of waiting for itself", func(t *testing.T) {
			err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
				return e.DB.Tx(tx.Context(), func(*db.Tx) error { return nil })
			})
			if err == nil {
				t.Error("was let through")
			}
		})
		t.Run("does not write in a Read", func(t *testing.T) {
			err := e.DB.Read(e.Ctx, func(tx *db.Tx) error { return put(tx, thing{ID: 1, Name: "a"}) })
			fault := kernel.AsFault(err)
			if fault == nil || fault.Code != "db.read_only" || count() != 0 {
				t.Errorf("%v, %d rows", err, count())
			}
		})
		t.Run("stops when its context ends", func(t *testing.T) {
			ctx, cancel := context.WithCancel(e.Ctx)
			err := e.DB.Tx(ctx, func(tx *db.Tx) error {
				err := put(tx, thing{ID: 1, Name: "a"})
				cancel()
				return err
			})
			if !errors.Is(err, context.Canceled) || count() != 0 {
				t.Errorf("%v, %d rows", err, count())
			}
		})
	}, room)
}

func TestCounterIsGaplessAmongManyWriters(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		second, err := db.Open(e.Ctx, e.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		var all sync.WaitGroup
		errs := make(chan error, 100)
		for i := range 100 {
			d := e.DB
			if i%2 == 0 {
				d = second
			}
			all.Go(func() {
				errs <- d.Tx(e.Ctx, func(tx *db.Tx) error {
					n, _, err := db.Value[int64](tx, `insert into thing_counter (tenant_id, n) values (1, 1)
						on conflict (tenant_id) do update set n = thing_counter.n + 1 returning n`)
					if err != nil {
						return err
					}
					return put(tx, thing{ID: kernel.ID(n), Name: word(kernel.ID(n).String())})
				})
			})
		}
		all.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		err = e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			n, _, err := db.Value[int64](tx, `select count(*) from thing where id between 1 and 100`)
			if n != 100 {
				t.Errorf("%d numbers of 100", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}, room)
}

func TestReadIsASnapshot(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			before, _, err := db.Value[int64](tx, `select count(*) from thing`)
			if err != nil {
				return err
			}
			err = e.DB.Tx(e.Ctx, func(tx *db.Tx) error { return put(tx, thing{ID: 1, Name: "a"}) })
			if err != nil {
				return err
			}
			after, _, err := db.Value[int64](tx, `select count(*) from thing`)
			if before != 0 || after != 0 {
				t.Errorf("saw %d, then %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}, room)
}

// Who is alone sees all that others wrote before, and they see all that was done; readers do not wait.
func TestNobodyWritesBesideOneWhoIsAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		put := func(tx *db.Tx, id int) error {
			_, err := tx.Exec(`insert into thing (id, tenant_id, name, amount, open) values ($1, 1, $2, 0, true)`, id, fmt.Sprint(id))
			return err
		}
		count := func(tx *db.Tx) int64 {
			n, _, err := db.Value[int64](tx, `select count(*) from thing`)
			must(t, err)
			return n
		}
		writing, proceed, began := make(chan bool), make(chan bool), make(chan bool)
		errs := make(chan error, 2)
		go func() {
			errs <- e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
				err := put(tx, 1)
				close(writing)
				<-proceed
				return err
			})
		}()
		<-writing
		time.AfterFunc(100*time.Millisecond, func() { close(proceed) })
		must(t, e.DB.TxAlone(e.Ctx, func(tx *db.Tx) error {
			if n := count(tx); n != 1 {
				t.Errorf("%d rows are seen when alone, want the one that was being written", n)
			}
			go func() {
				close(began)
				errs <- e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
					if n := count(tx); n != 2 {
						t.Errorf("%d rows are seen by the next writer, want 2", n)
					}
					return put(tx, 3)
				})
			}()
			<-began
			time.Sleep(100 * time.Millisecond)
			must(t, e.DB.Read(e.Ctx, func(tx *db.Tx) error {
				if n := count(tx); n != 1 {
					t.Errorf("%d rows are read meanwhile, want 1", n)
				}
				return nil
			}))
			if n := count(tx); n != 1 {
				t.Errorf("%d rows at the end, want 1: somebody wrote meanwhile", n)
			}
			return put(tx, 2)
		}))
		must(t, <-errs)
		must(t, <-errs)
	}, room)
}

func TestBuild(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			for i := 1; i <= 5; i++ {
				err := put(tx, thing{ID: kernel.ID(i), Name: word(strings.Repeat("n?", i)), Amount: kernel.Money(i)})
				if err != nil {
					return err
				}
			}
			q := db.Build(`select id, name, code, amount, open, born, at, paper from thing where tenant_id = ?`, 1).
				And("and name <> 'n?'").
				And("and amount between ? and ?", 1, 4).
				In("and id in", []kernel.ID{1, 2, 3, 9}, "order by id desc").
				And("limit ?", 10)
			got, err := db.AllOf(tx, into, q)
			if len(got) != 2 || got[0].ID != 3 || got[1].ID != 2 {
				t.Errorf("got %+v", got)
			}
			if err != nil {
				return err
			}
			n, _, err := db.ValueOf[int64](tx, db.Build(`select count(*) from thing where true`).In("and id in", nil, ""))
			if n != 0 {
				t.Errorf("an empty list holds %d", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}, room)
}

func TestExplainTellsAnIndexFromAFullScan(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		testkit.UsesIndex(t, e.DB, func(tx *db.Tx) (string, error) {
			return db.Explain(tx, `select id from thing where tenant_id = $1 and born = $2`, 1, testkit.Start.Date())
		})
		err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			plan, err := db.Explain(tx, `select id from thing where amount = $1`, 1)
			if !db.FullScan(plan) {
				t.Errorf("not seen as a full scan:\n%s", plan)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}, room)
}

func TestMigrate(t *testing.T) {
	t.Run("refuses two files of one version", func(t *testing.T) {
		other := fstest.MapFS{"migrations/202611229001_other.sql": {Data: []byte("-- +goose Up\n")}}
		_, err := db.Migrations(db.SQLite, room, other)
		if err == nil || !strings.Contains(err.Error(), "202611229001_other.sql") {
			t.Errorf("%v", err)
		}
	})
	t.Run("by three processes at once is done once", func(t *testing.T) {
		for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
			t.Run(string(engine), func(t *testing.T) {
				url := testkit.Empty(t, engine)
				var all sync.WaitGroup
				for range 3 {
					all.Go(func() {
						d, err := db.Open(t.Context(), url)
						if err == nil {
							err = errors.Join(d.Migrate(t.Context(), room), d.Migrate(t.Context(), room), d.Close())
						}
						if err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
			})
		}
	})
}

func TestFullDiskIsAFault(t *testing.T) {
	d := testkit.DB(t, db.SQLite, room)
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		_, _, err := db.Value[int64](tx, `pragma max_page_count = 60`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = d.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range 2000 {
			err := put(tx, thing{ID: kernel.ID(i + 1), Name: word(strings.Repeat("x", 500) + kernel.ID(i+1).String())})
			if err != nil {
				return err
			}
		}
		return nil
	})
	fault := kernel.AsFault(err)
	if fault == nil || fault.Code != "db.full" || fault.Kind != kernel.Unavailable {
		t.Fatalf("%v", err)
	}
	err = d.Tx(t.Context(), func(tx *db.Tx) error { return put(tx, thing{ID: 1, Name: "nhỏ"}) })
	if err != nil {
		t.Errorf("after the full disk: %v", err)
	}
}

func TestOpen(t *testing.T) {
	t.Run("refuses what is no database", func(t *testing.T) {
		for _, url := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:"} {
			_, err := db.Open(t.Context(), url)
			if err == nil {
				t.Errorf("%q was opened", url)
			}
		}
	})
	t.Run("tells a server that is not there by db.down", func(t *testing.T) {
		_, err := db.Open(t.Context(), "postgres://nobody@127.0.0.1:1/x?sslmode=disable&connect_timeout=2")
		fault := kernel.AsFault(err)
		if fault == nil || fault.Code != "db.down" {
			t.Errorf("%v", err)
		}
	})
	t.Run("is closed twice without waiting for itself", func(t *testing.T) {
		d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
		if err == nil {
			err = errors.Join(d.Close(), d.Close())
		}
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("takes a file name with spaces, marks and a question mark", func(t *testing.T) {
		d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "Dữ liệu? #1 %41.db"))
		if err != nil {
			t.Fatal(err)
		}
		_ = d.Close()
	})
}

func TestLaterStatementsRunInTheirOrderAndFailTheTransaction(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		later := func(tx *db.Tx, v thing) error {
			return tx.Later(insertThing, v.ID, v.Name, db.Optional(v.Code), v.Amount, v.Open, v.Born, v.At, v.Paper)
		}
		count := func() int64 {
			var n int64
			err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
				var err error
				n, _, err = db.Value[int64](tx, `select count(*) from thing`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			for i := range 500 { // more than one journey carries
				err := later(tx, thing{ID: kernel.ID(i + 1), Name: word(kernel.ID(i + 1).String())})
				if err != nil {
					return err
				}
			}
			n, _, err := db.Value[int64](tx, `select count(*) from thing`)
			if n != 500 {
				t.Errorf("a read after 500 sees %d", n)
			}
			err = errors.Join(err, later(tx, thing{ID: 501, Name: "sau"}))
			touched, err2 := tx.Exec(`update thing set amount = 9 where name = 'sau'`)
			if touched != 1 {
				t.Errorf("an Exec after it touched %d rows", touched)
			}
			return errors.Join(err, err2, later(tx, thing{ID: 502, Name: "cuối"}))
		})
		if err != nil || count() != 502 {
			t.Fatalf("%v, %d rows", err, count())
		}
		for name, fn := range map[string]func(tx *db.Tx) error{
			"at the commit": func(tx *db.Tx) error { return later(tx, thing{ID: 1, Name: "khác"}) },
			"before the next read": func(tx *db.Tx) error {
				_ = later(tx, thing{ID: 1, Name: "khác"})
				_, _, err := db.Value[int64](tx, `select count(*) from thing`)
				if err == nil {
					t.Error("the read was answered")
				}
				return nil
			},
			"with those before it": func(tx *db.Tx) error {
				return errors.Join(later(tx, thing{ID: 900, Name: "mới"}), later(tx, thing{ID: 1, Name: "khác"}))
			},
		} {
			err := e.DB.Tx(e.Ctx, fn)
			constraint, hit := db.Unique(err)
			if !hit || constraint != "thing_pkey" || count() != 502 {
				t.Errorf("%s: %v, %d rows", name, err, count())
			}
		}
		err = e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			return errors.Join(later(tx, thing{ID: 901, Name: "bỏ"}), errors.New("thôi"))
		})
		if err == nil || count() != 502 {
			t.Errorf("given up: %v, %d rows", err, count())
		}
		err = e.DB.Tx(e.Ctx, func(*db.Tx) error { return nil })
		if err != nil {
			t.Errorf("nothing to do: %v", err)
		}
	}, room)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}
