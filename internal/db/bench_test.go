package db_test

import (
	"database/sql"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// BenchmarkList reads 50 rows through Read and, as the base, by database/sql alone with a prepared statement.
func BenchmarkList(b *testing.B) {
	const q = `select id, name, code, amount, open, born, at, paper from thing where tenant_id = $1 and id > $2 order by id limit 50`
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		e := testkit.New(b, engine, room)
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			for i := range 1000 {
				err := put(tx, thing{ID: kernel.ID(i + 1), Name: word(kernel.ID(i + 1).String()), Amount: 5, Born: testkit.Start.Date(), At: testkit.Start})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(string(engine)+"/Read", func(b *testing.B) {
			for b.Loop() {
				err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
					got, err := db.All(tx, into, q, 1, 400)
					if len(got) != 50 {
						b.Fatal(len(got))
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(string(engine)+"/base", func(b *testing.B) {
			driver, url := "pgx", e.URL
			if engine == db.SQLite {
				driver, url = "sqlite", "file:"+strings.TrimPrefix(e.URL, "sqlite:")
			}
			raw, err := sql.Open(driver, url)
			if err != nil {
				b.Fatal(err)
			}
			defer raw.Close()
			stmt, err := raw.Prepare(q)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				rows, err := stmt.Query(1, 400)
				if err != nil {
					b.Fatal(err)
				}
				var out []thing
				for rows.Next() {
					var v thing
					if err := rows.Scan(into(&v)...); err != nil {
						b.Fatal(err)
					}
					out = append(out, v)
				}
				if err := rows.Close(); err != nil || len(out) != 50 {
					b.Fatal(err, len(out))
				}
			}
		})
	}
}
