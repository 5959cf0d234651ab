package search_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

const (
	province, ward, office, school kernel.ID = 1, 2, 3, 4
)

var docs = []search.Doc{
	{Kind: "dossier", ID: 101, OrgPath: []kernel.ID{office, ward, province}, Number: "H49.31.06-261123-0001", Text: "Nguyễn Văn Đồng, đăng ký khai sinh"},
	{Kind: "dossier", ID: 102, OrgPath: []kernel.ID{office, ward, province}, Number: "H49.31.06-261123-0002", Text: "Nguyễn Vân Đông, hỗ trợ mai táng phí"},
	{Kind: "dossier", ID: 103, OrgPath: []kernel.ID{school, province}, Number: "H49.32-261123-0001", Text: "Trần Thị Hoà; đăng ký khai sinh"},
	{Kind: "procedure", ID: 104, OrgPath: []kernel.ID{province}, Number: "1.001193", Text: "Đăng ký khai sinh"},
	{Kind: "dossier", ID: 105, OrgPath: []kernel.ID{office, ward, province}, Number: "H49.31.06-261123-0003", Text: "NGUYỄN VĂN ĐÔNG; trích lục khai tử"},
	{Kind: "dossier", ID: 106, OrgPath: []kernel.ID{office, ward, province}, Number: "", Text: `O'Brien "AND" 漢字 (OR) NEAR* ho-so`},
}

func filled(t *testing.T, e testkit.Env) *search.Index {
	t.Helper()
	x := search.New(e.DB)
	err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
		for _, d := range docs {
			d.Tenant, d.At = province, testkit.Start
			err := x.Put(tx, d)
			if err != nil {
				return err
			}
		}
		return x.Put(tx, search.Doc{Tenant: 9, Kind: "dossier", ID: 900, OrgPath: []kernel.ID{9}, Number: "H49.31.06-261123-0001", Text: "Nguyễn Văn Đồng"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func find(t *testing.T, e testkit.Env, x *search.Index, a search.Ask) ([]kernel.ID, string) {
	t.Helper()
	var ids []kernel.ID
	key := ""
	if a.Tenant == 0 {
		a.Tenant = province
	}
	err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
		hits, err := x.Find(tx, a)
		for _, h := range hits {
			ids, key = append(ids, h.ID), h.Key
		}
		return err
	})
	if err != nil {
		t.Fatalf("%+v: %v", a, err)
	}
	return ids, key
}

func TestFind(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := filled(t, e)
		for _, c := range []struct {
			name string
			ask  search.Ask
			want []kernel.ID
		}{
			{"without marks finds every spelling, newest first", search.Ask{Q: "nguyen van dong"}, []kernel.ID{105, 102, 101}},
			{"with marks shows the exact ones first", search.Ask{Q: "nguyễn văn đồng"}, []kernel.ID{101, 105, 102}},
			{"with one marked word", search.Ask{Q: "van ĐÔNG"}, []kernel.ID{105, 102, 101}},
			{"all words must be there", search.Ask{Q: "nguyen khai sinh"}, []kernel.ID{101}},
			{"a word that is nowhere", search.Ask{Q: "khai sinh xyz"}, nil},
			{"only one kind", search.Ask{Q: "khai sinh", Kinds: []string{"procedure"}}, []kernel.ID{104}},
			{"several kinds", search.Ask{Q: "khai sinh", Kinds: []string{"procedure", "dossier"}}, []kernel.ID{104, 103, 101}},
			{"only below a unit", search.Ask{Q: "khai sinh", Roots: []kernel.ID{ward}}, []kernel.ID{101}},
			{"below either of two units", search.Ask{Q: "khai sinh", Roots: []kernel.ID{ward, school}}, []kernel.ID{103, 101}},
			{"nothing below a unit of another site", search.Ask{Q: "khai sinh", Roots: []kernel.ID{9}}, nil},
			{"nothing of another site", search.Ask{Tenant: 9, Q: "khai"}, nil},
			{"a number as printed", search.Ask{Q: "H49.31.06-261123-0002"}, []kernel.ID{102}},
			{"a number without its points", search.Ask{Q: "h493106 261123"}, []kernel.ID{101, 102, 105}},
			{"the beginning of a number below a unit", search.Ask{Q: "H49", Roots: []kernel.ID{school}}, []kernel.ID{103}},
			{"a part of a number is a word", search.Ask{Q: "261123"}, []kernel.ID{105, 103, 102, 101}},
			{"a procedure by its code", search.Ask{Q: "1.001193"}, []kernel.ID{104}},
			{"words of the engine are words", search.Ask{Q: `"AND" OR near*`}, []kernel.ID{106}},
			{"other scripts", search.Ask{Q: "漢字"}, []kernel.ID{106}},
			{"an empty question", search.Ask{Q: "  "}, nil},
			{"marks alone", search.Ask{Q: `"*^:()'-`}, nil},
			{"a unit's token cannot be typed", search.Ask{Q: "§o2"}, nil},
		} {
			got, _ := find(t, e, x, c.ask)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}, search.Migrations())
}

func TestFindPagesShowEveryHitOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := search.New(e.DB)
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			return x.PutAll(tx, func(yield func(search.Prepared) bool) {
				for i := range 2500 {
					text := []string{"Hoà", "Hoa", "Hòa", "HOÀ", "hoá"}[i%5]
					if !yield(search.Prepare(search.Doc{Tenant: 1, Kind: "dossier", ID: kernel.ID(i + 1), OrgPath: []kernel.ID{1}, Number: fmt.Sprintf("HOA-%04d", i), Text: text})) {
						return
					}
				}
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"hoa", "hoà", "HOA 00"} {
			seen, pages, key := map[kernel.ID]int{}, 0, ""
			for {
				got, next := find(t, e, x, search.Ask{Q: q, Limit: 90, After: key})
				if len(got) == 0 {
					break
				}
				if q == "hoà" && pages == 0 {
					for _, id := range got {
						if id%5 != 1 && id%5 != 4 {
							t.Errorf("%d is not exact but on the first page", id)
						}
					}
				}
				for _, id := range got {
					seen[id]++
				}
				pages, key = pages+1, next
			}
			want := 2500
			if q == "HOA 00" {
				want = 100 // only by number: no text has the word 00
				if len(seen) < 90 {
					t.Errorf("%q: %d hits", q, len(seen))
				}
				continue
			}
			if len(seen) != want {
				t.Errorf("%q: %d of %d", q, len(seen), want)
			}
			for id, n := range seen {
				if n != 1 {
					t.Fatalf("%q: %d was shown %d times", q, id, n)
				}
			}
		}
	}, search.Migrations())
}

func TestPutAnewAndRemove(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := filled(t, e)
		d := docs[0]
		d.Tenant, d.Text = province, "Lê Thị Mới"
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error { return errors.Join(x.Put(tx, d), x.Remove(tx, 103), x.Remove(tx, 77)) })
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := find(t, e, x, search.Ask{Q: "dong"}); !slices.Equal(got, []kernel.ID{105, 102}) {
			t.Errorf("the old text is still found: %v", got)
		}
		if got, _ := find(t, e, x, search.Ask{Q: "le thi moi"}); !slices.Equal(got, []kernel.ID{101}) {
			t.Errorf("the new text is not found: %v", got)
		}
		if got, _ := find(t, e, x, search.Ask{Q: "hoa"}); got != nil {
			t.Errorf("the removed one is still found: %v", got)
		}
	}, search.Migrations())
}

func FuzzFind(f *testing.F) {
	for _, q := range []string{"khai sinh", `"`, `a" OR "b`, "H49.31", "ĐỒNG", "' & !", "\x00", "漢字", "İ", "§o1"} {
		f.Add(q, "")
		f.Add(q, "x12")
		f.Add(q, "l3.4")
	}
	e := testkit.New(f, db.SQLite, search.Migrations())
	x := search.New(e.DB)
	err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
		return x.Put(tx, search.Doc{Tenant: 1, Kind: "dossier", ID: 5, Number: "H49", Text: "Đồng"})
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, q, key string) {
		err := e.DB.Read(t.Context(), func(tx *db.Tx) error {
			_, err := x.Find(tx, search.Ask{Tenant: 1, Q: q, After: key})
			return err
		})
		if err != nil && kernel.AsFault(err) == nil {
			t.Fatal(err)
		}
	})
}

func TestAWholeNumberBringsItsRecordAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := filled(t, e)
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			return x.Put(tx, search.Doc{Tenant: province, Kind: "dossier", ID: 107, OrgPath: []kernel.ID{province}, Text: "kèm hồ sơ H49.32-261123-0001", At: testkit.Start})
		})
		if err != nil {
			t.Fatal(err)
		}
		ids, _ := find(t, e, x, search.Ask{Q: "H49.32-261123-0001"})
		if len(ids) != 1 || ids[0] != 103 {
			t.Errorf("the whole number brings %v, want its record alone", ids)
		}
		ids, _ = find(t, e, x, search.Ask{Q: "H49.31.06-261123"})
		if len(ids) != 3 {
			t.Errorf("the beginning of a number brings %v, want the three of that day", ids)
		}
	}, search.Migrations())
}

func TestARecordThatHangsElsewhereIsFoundThere(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		x := filled(t, e)
		here := func(want int, roots ...kernel.ID) {
			t.Helper()
			ids, _ := find(t, e, x, search.Ask{Q: "dang ky khai sinh", Kinds: []string{"dossier"}, Roots: roots})
			n := 0
			for _, id := range ids {
				if id == 101 {
					n++
				}
			}
			if n != want {
				t.Errorf("found %d times below %v, want %d", n, roots, want)
			}
		}
		here(1, ward)
		here(0, school)
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			return x.Rehang(tx, []search.Place{{ID: 101, OrgPath: []kernel.ID{office, school, province}}, {ID: 999, OrgPath: []kernel.ID{school}}})
		})
		if err != nil {
			t.Fatal(err)
		}
		here(0, ward)
		here(1, school)
		here(1, province)
		ids, _ := find(t, e, x, search.Ask{Q: "H49.31.06-261123-0001", Roots: []kernel.ID{school}})
		if len(ids) != 1 || ids[0] != 101 {
			t.Errorf("its number brings %v", ids)
		}
	}, search.Migrations())
}
