package search_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var benchDocs = flag.Int("docs", 20_000, "documents in the index of BenchmarkFind")

var (
	families = []string{"Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Đặng", "Ngô"}
	middles  = []string{"Thị", "Thị", "Văn", "Văn", "Đức", "Minh", "Thu", "Quang", "Hồng"}
	givens   = []string{"Lan", "Trang", "Quang", "Mai", "Đông", "Đồng", "Hoà", "Hạnh", "Tuấn", "Dũng", "Nga", "Yến", "Phúc", "Thảo"}
	titles   = []string{"đăng ký khai sinh", "trích lục khai tử", "hỗ trợ mai táng phí", "cấp bản sao", "đăng ký kết hôn", "xác nhận tình trạng hôn nhân"}
)

func manyDocs(n int) func(yield func(search.Prepared) bool) {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	return func(yield func(search.Prepared) bool) {
		for i := range n {
			ward := kernel.ID(100 + r.IntN(200))
			text := pick(families) + " " + pick(middles) + " " + pick(givens) + ", " + pick(titles)
			if i%1000 == 7 {
				text += fmt.Sprintf(" hiem%03d", i/1000%1000)
			}
			d := search.Doc{Tenant: 1, Kind: "dossier", ID: kernel.ID(i + 1), OrgPath: []kernel.ID{ward*10 + 3, ward, 1},
				Number: fmt.Sprintf("H49.%d.%02d-%06d-%04d", ward, r.IntN(30), 261001+i/100000, i%10000), Text: text, At: testkit.Start}
			if !yield(search.Prepare(d)) {
				return
			}
		}
	}
}

// BenchmarkFind asks rare, common, scoped and marked questions; run it with -docs 10000000 to see that
// none of them grows with the index.
func BenchmarkFind(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		e := testkit.New(b, engine, search.Migrations())
		x := search.New(e.DB)
		began := time.Now()
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			err := x.BeforeBulk(tx)
			if err == nil {
				err = x.PutAll(tx, manyDocs(*benchDocs))
			}
			if err == nil {
				err = x.AfterBulk(tx)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: %d documents in %s", engine, *benchDocs, time.Since(began).Round(time.Millisecond))
		for _, c := range []struct {
			name string
			ask  search.Ask
		}{
			{"rare word", search.Ask{Q: "hiem007"}},
			{"common word", search.Ask{Q: "nguyen"}},
			{"three common words", search.Ask{Q: "nguyen thi lan"}},
			{"exact marks", search.Ask{Q: "Đồng khai sinh"}},
			{"common words in one ward", search.Ask{Q: "tran thi lan khai sinh", Roots: []kernel.ID{150}}},
			{"rare and common", search.Ask{Q: "nguyen hiem012", Roots: []kernel.ID{1}}},
			{"words that never meet", search.Ask{Q: "khai tu mai tang"}},
			{"number prefix", search.Ask{Q: "H49.150.07-2610"}},
			{"nothing", search.Ask{Q: "xyzzy"}},
		} {
			b.Run(string(engine)+"/"+c.name, func(b *testing.B) {
				c.ask.Tenant = 1
				var took []time.Duration
				for b.Loop() {
					start := time.Now()
					err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
						_, err := x.Find(tx, c.ask)
						return err
					})
					took = append(took, time.Since(start))
					if err != nil {
						b.Fatal(err)
					}
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			})
		}
	}
}
