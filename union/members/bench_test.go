package members

import (
	"flag"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var (
	benchRoll  = flag.Int("roll", 100_000, "members written by BenchmarkBulk")
	benchChunk = flag.Int("chunk", 10_000, "members a transaction")
)

// BenchmarkBulk writes a roll as an import does: chunk by chunk, all indexes in place.
func BenchmarkBulk(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				e := testkit.New(b, engine, rooms()...)
				x := open(b, e)
				r := rand.New(rand.NewPCG(1, 2))
				var took time.Duration
				before := processTime()
				for done := 0; done < *benchRoll; done += *benchChunk {
					rows := make([]Row, *benchChunk)
					for i := range rows {
						rows[i] = invented(r, done+i, x.a)
					}
					start := time.Now()
					must(b, x.DB.Tx(x.Ctx, func(tx *db.Tx) error {
						_, err := x.s.AdmitMany(tx, theProgram, rows)
						return err
					}))
					took += time.Since(start)
				}
				b.ReportMetric(float64(*benchRoll)/took.Seconds(), "members/s")
				b.ReportMetric(took.Seconds(), "s-all")
				b.ReportMetric((processTime() - before).Seconds(), "s-processor")
			}
		})
	}
}

// processTime is what this process has used of the machine, others left out.
func processTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkCarry moves a whole roll to another unit by one step of a reorganisation, and takes it back.
func BenchmarkCarry(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				e := testkit.New(b, engine, rooms()...)
				x := open(b, e)
				r := rand.New(rand.NewPCG(1, 2))
				for done := 0; done < *benchRoll; done += *benchChunk {
					rows := make([]Row, *benchChunk)
					for i := range rows {
						rows[i] = invented(r, done+i, []kernel.ID{x.a, x.b}[i%2])
					}
					x.admit(b, rows...)
				}
				if engine == db.Postgres {
					x.write(b, func(tx *db.Tx) error {
						_, err := tx.Exec(`analyze`)
						return err
					})
				}
				c := orgs.Carriage{Step: x.IDs.New(), On: day("2026-11-01"), From: []kernel.ID{x.a, x.b}, Rule: orgs.Allotment{Rest: x.ward}}
				start := time.Now()
				x.carry(b, c)
				b.ReportMetric(time.Since(start).Seconds(), "s-carried")
				start = time.Now()
				c.Undo, c.Decision = true, x.IDs.New()
				x.carry(b, c)
				b.ReportMetric(time.Since(start).Seconds(), "s-taken-back")
			}
		})
	}
}
