package search_test

import (
	"fmt"
	"slices"
	"testing"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func TestPiecesAreMergedAndTheSameIsFound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := filled(t, e)
		for i := range 200 {
			err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
				return x.Put(tx, search.Doc{Tenant: province, Kind: "dossier", ID: kernel.ID(1000 + i), OrgPath: []kernel.ID{province}, Text: fmt.Sprintf("Lê Thị Mẫu, lần %d", i), At: testkit.Start})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		pieces := func() int64 {
			var n int64
			err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
				var err error
				n, _, err = db.Value[int64](tx, `select count(distinct segid) from search_fts_idx`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		lite := e.DB.Engine() == db.SQLite
		if lite && pieces() < 150 {
			t.Errorf("%d pieces: somebody who puts a record still merges", pieces())
		}
		before, _ := find(t, e, x, search.Ask{Q: "le thi mau", Limit: 200})
		err := x.Tend(e.Ctx)
		if err != nil {
			t.Fatal(err)
		}
		after, _ := find(t, e, x, search.Ask{Q: "le thi mau", Limit: 200})
		if len(before) != 200 || !slices.Equal(before, after) {
			t.Errorf("%d found before, %d after, or in another order", len(before), len(after))
		}
		if lite && pieces() > 20 {
			t.Errorf("%d pieces are left", pieces())
		}
	}, search.Migrations())
}
