package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// Words of every rarity, together and in any order, find exactly the records that have them all, page
// after page, however few or many that are.
func TestManyWordsFindWhatHasThemAll(t *testing.T) {
	words := []string{"khai", "sinh", "Lê", "Lệ", "Thị", "Hoa", "Hòa", "thửa", "tờ", "1", "2", "3", "4711", "rất", "hiếm"}
	r := rand.New(rand.NewPCG(7, 7))
	pick := func() string { return words[min(r.IntN(len(words)), r.IntN(len(words)), r.IntN(len(words)+4))] }
	text := func(n int) string {
		var out []string
		for range n {
			out = append(out, pick())
		}
		return strings.Join(out, " ")
	}
	var docs []search.Doc
	for i := range 4000 {
		docs = append(docs, search.Doc{Tenant: kernel.ID(1 + i%2*r.IntN(2)), Kind: []string{"dossier", "dossier", "dossier", "member"}[r.IntN(4)], ID: kernel.ID(1000 + i*7),
			OrgPath: []kernel.ID{kernel.ID(20 + r.IntN(5)*r.IntN(5)), 2}, Number: fmt.Sprintf("X-%04d", i), Text: text(1 + r.IntN(6)), At: testkit.Start})
	}
	has := func(d search.Doc, a search.Ask) bool {
		own := strings.Fields(kernel.Fold(d.Text))
		for _, w := range strings.Fields(kernel.Fold(a.Q)) {
			if !slices.Contains(own, w) {
				return false
			}
		}
		return d.Tenant == a.Tenant && (len(a.Kinds) == 0 || slices.Contains(a.Kinds, d.Kind)) && (len(a.Roots) == 0 || slices.ContainsFunc(a.Roots, func(o kernel.ID) bool { return slices.Contains(d.OrgPath, o) }))
	}
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := search.New(e.DB)
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			return x.PutAll(tx, func(yield func(search.Prepared) bool) {
				for _, d := range docs {
					if !yield(search.Prepare(d)) {
						return
					}
				}
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 60 {
			a := search.Ask{Tenant: 1, Q: text(1 + r.IntN(4)), Limit: 3 + r.IntN(150)}
			if r.IntN(2) == 0 {
				a.Kinds = []string{"dossier", "member"}[r.IntN(2):]
			}
			if r.IntN(3) > 0 {
				a.Roots = []kernel.ID{kernel.ID(20 + r.IntN(17)), kernel.ID(20 + r.IntN(17))}[r.IntN(2):]
			}
			var want, got []kernel.ID
			for _, d := range docs {
				if has(d, a) {
					want = append(want, d.ID)
				}
			}
			for {
				var hits []search.Hit
				err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
					var err error
					hits, err = x.Find(tx, a)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range hits {
					got = append(got, h.ID)
				}
				if len(hits) < a.Limit {
					break
				}
				a.After = hits[len(hits)-1].Key
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%+v finds %d records, %d have all the words", a, len(got), len(want))
			}
		}
	}, search.Migrations())
}
