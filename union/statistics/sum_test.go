package statistics

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// union.md A25: the upper 2-HĐCĐ is the sum of its children as the tree stood on the cut-off.
func TestTheSumFollowsTheTreeOfTheCutOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_000_000, "khac"))
		h.send(t, p, h.b, h.ward, filling(50, 6_000_000, "su_nghiep"))
		h.send(t, p, h.c, h.other, filling(200, 10_000_000, "su_nghiep"))
		check := func(when string) {
			t.Helper()
			for org, want := range map[kernel.ID]int64{h.ward: 200, h.other: 200, h.fed: 400} {
				doc := h.sheet(t, p, org).Document
				if got := valueOf(doc, "lao_dong"); got != want {
					t.Errorf("%s: unit %s has %d, want %d", when, org, got, want)
				}
			}
		}
		check("before the move")
		must(t, h.orgs.Move(h.Ctx, program, orgs.Change{Org: h.b, Basis: basis("2026-07-01")}, h.other))
		must(t, h.orgs.WindUp(h.Ctx, program, orgs.Change{Org: h.a, Basis: basis("2026-08-01")}))
		h.Clock.SetTo("2026-09-01T09:00")
		check("after the move and the end of a unit")
		doc := h.sheet(t, p, h.fed).Document
		if got := valueOf(doc, "luong_binh_quan"); got != (150*8_000_000+50*6_000_000+200*10_000_000)/400 {
			t.Errorf("the average is weighed by heads: %d", got)
		}
		if a, b, c := valueOf(doc, "luong_su_nghiep"), valueOf(doc, "so_nguoi_su_nghiep"), valueOf(doc, "luong_hanh_chinh"); a != (50*6_000_000+200*10_000_000)/250 || b != 250 || c != -1 {
			t.Errorf("by sector: %d %d %d", a, b, c)
		}
		if got := valueOf(doc, "thieu_viec_tl"); got != 1000 { // 40 of 400
			t.Errorf("share of short work is 10 %%: %d", got)
		}
	})
}

func TestOnlyAcceptedReportsAreAddedUpAndTheRestIsListed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_000_000, "khac"))
		_, err := h.s.Submit(h.Ctx, h.filler(h.b), Ref{Period: p.ID, Org: h.b}, filling(50, 6_000_000, "su_nghiep"))
		must(t, err)
		v := h.sheet(t, p, h.ward)
		if v.Sum.Expected != 2 || v.Sum.Counted != 1 || valueOf(v.Document, "lao_dong") != 150 {
			t.Errorf("%+v", v.Sum)
		}
		up := h.who(14, h.ward, FillPermission, ViewPermission)
		_, err = h.s.SubmitSum(h.Ctx, up, Ref{Period: p.ID, Org: h.ward}, "")
		refused(t, err, "statistics.note_needed")
		_, err = h.s.SubmitSum(h.Ctx, up, Ref{Period: p.ID, Org: h.ward}, "CĐCS Trường Mẫu chờ sửa số liệu.")
		must(t, err)
		d := h.sheet(t, p, h.ward).Document
		if d.Units == nil || d.Units.Expected != 2 || d.Units.Counted != 1 || d.Note == "" || d.SHA256 == "" {
			t.Errorf("%+v", d)
		}
	})
}

func TestWhatASentSumIsMadeOfStandsStill(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_000_000, "khac"))
		h.send(t, p, h.b, h.ward, filling(50, 6_000_000, "khac"))
		_, err := h.s.SubmitSum(h.Ctx, h.filler(h.ward), Ref{Period: p.ID, Org: h.ward}, "")
		must(t, err)
		_, err = h.s.Return(h.Ctx, h.reviewer(h.ward), Ref{Period: p.ID, Org: h.a}, "Sửa dòng 3.")
		refused(t, err, "statistics.above_sent")
		_, err = h.s.Return(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.ward}, "CĐCS Than Mẫu sửa dòng 3.")
		must(t, err)
		_, err = h.s.Return(h.Ctx, h.reviewer(h.ward), Ref{Period: p.ID, Org: h.a}, "Sửa dòng 3.")
		must(t, err)
		h.send(t, p, h.a, h.ward, filling(160, 8_000_000, "khac"))
		_, err = h.s.SubmitSum(h.Ctx, h.filler(h.ward), Ref{Period: p.ID, Org: h.ward}, "")
		must(t, err)
		_, err = h.s.Accept(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.ward})
		must(t, err)
		// the topmost unit settles its own sum: nobody of this site is above it
		r, err := h.s.SubmitSum(h.Ctx, h.filler(h.fed), Ref{Period: p.ID, Org: h.fed}, "Công đoàn phường Vàng Danh chưa gửi.")
		must(t, err)
		if r.State != Accepted {
			t.Errorf("%+v", r)
		}
		_, err = h.s.Return(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.ward}, "x")
		refused(t, err, "statistics.above_sent")
		_, err = h.s.Submit(h.Ctx, h.filler(h.c), Ref{Period: p.ID, Org: h.c}, filling(10, 1_000_000, "khac"))
		refused(t, err, "statistics.above_sent")
		_, err = h.s.Return(h.Ctx, h.filler(h.fed), Ref{Period: p.ID, Org: h.fed}, "Cộng thêm Vàng Danh.")
		must(t, err)
		_, err = h.s.Submit(h.Ctx, h.filler(h.c), Ref{Period: p.ID, Org: h.c}, filling(10, 1_000_000, "khac"))
		must(t, err)
		verified(t, h, 7, 0)
	})
}

func TestEveryCellOpensWhatAddsUpToIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_000_000, "khac"))
		h.send(t, p, h.b, h.ward, filling(50, 6_000_000, "su_nghiep"))
		h.send(t, p, h.c, h.other, filling(200, 10_000_000, "su_nghiep"))
		for _, org := range []kernel.ID{h.fed, h.ward, h.other} {
			v := h.sheet(t, p, org)
			for _, l := range v.Form.Lines() {
				if l.Kind == Share {
					continue
				}
				cell, err := h.s.Cell(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: org}, l.Key, "", "")
				must(t, err)
				total := Cell{}
				for _, r := range cell.Rows {
					total.Sum, total.Weighted, total.Weight, total.Units = total.Sum+r.Sum, total.Weighted+r.Weighted, total.Weight+r.Weight, total.Units+r.Units
				}
				got, ok := total.of(l.Kind)
				if !ok {
					got = -1
				}
				if want := valueOf(v.Document, l.Key); got != want {
					t.Errorf("%s of %s: the rows give %d, the cell says %d", l.Key, org, got, want)
				}
			}
		}
	})
}

func TestTheLateListCountsWorkingDays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31") // due Friday 05/06
		h.send(t, p, h.a, h.ward, filling(150, 8_000_000, "khac"))
		h.Clock.SetTo("2026-06-05T17:00")
		list, err := h.s.Late(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.fed}, false, "")
		must(t, err)
		if len(list.Rows) != 2 || list.Rows[0].Late != 0 {
			t.Errorf("missing but not late yet: %+v", list.Rows)
		}
		h.Clock.SetTo("2026-06-09T09:00") // Tuesday: Monday and Tuesday count
		_, err = h.s.Submit(h.Ctx, h.filler(h.b), Ref{Period: p.ID, Org: h.b}, filling(50, 6_000_000, "khac"))
		must(t, err)
		h.Clock.SetTo("2026-06-15T09:00")
		list, err = h.s.Late(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.fed}, false, "")
		must(t, err)
		if len(list.Rows) != 1 || list.Rows[0].Unit != h.c || list.Rows[0].Late != 6 || list.Rows[0].AboveName != "Công đoàn phường Vàng Danh" {
			t.Errorf("still missing: %+v", list.Rows)
		}
		list, err = h.s.Late(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.fed}, true, "")
		must(t, err)
		if len(list.Rows) != 1 || list.Rows[0].Unit != h.b || list.Rows[0].Late != 2 {
			t.Errorf("came late: %+v", list.Rows)
		}
	})
}

func TestProgressCountsUnitsByState(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_000_000, "khac"))
		_, err := h.s.Save(h.Ctx, h.filler(h.b), Ref{Period: p.ID, Org: h.b}, filling(50, 6_000_000, "khac"))
		must(t, err)
		g, err := h.s.Progress(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: h.fed}, "")
		must(t, err)
		if len(g.Rows) != 2 || g.Rows[0].Name != "Công đoàn phường Uông Bí" || g.Rows[0].Expected != 2 || g.Rows[0].Accepted != 1 || g.Rows[0].Draft != 1 || g.Rows[1].Expected != 1 || g.Rows[1].Sent != 0 {
			t.Errorf("%+v", g.Rows)
		}
		if g.Total.Expected != 3 || g.Total.Accepted != 1 {
			t.Errorf("%+v", g.Total)
		}
	})
}

// Random trees, random reports, random moves after the cut-off: at every level the sum is the sum of
// the children's, and of the leaves that were accepted.
func TestSumsOfAnyTreeAddUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(7, seed))
			var wards, leaves []kernel.ID
			above := map[kernel.ID]kernel.ID{}
			top := h.found(t, h.site, fmt.Sprintf("LĐLĐ thử %d", seed), "federation", "2024-01-01")
			for i := range 4 {
				wards = append(wards, h.found(t, top, fmt.Sprintf("CĐ phường thử %d.%d", seed, i), "commune_union", "2025-07-01"))
			}
			for i := range 12 {
				parent := top
				if r.IntN(5) > 0 {
					parent = wards[r.IntN(len(wards))]
				}
				leaf := h.found(t, parent, fmt.Sprintf("CĐCS thử %d.%d", seed, i), "grassroots_union", "2025-07-01")
				leaves = append(leaves, leaf)
				above[leaf] = parent
			}
			p, err := h.s.Open(h.Ctx, h.who(13, top, OpenPermission), OpenInput{Org: top, CutOff: day("2026-05-31")})
			must(t, err)
			want := map[kernel.ID]int64{}
			for i, leaf := range leaves {
				workers := int64(r.IntN(300) + 10)
				if r.IntN(4) == 0 {
					continue
				}
				h.send(t, p, leaf, above[leaf], filling(workers, int64(5_000_000+i*100_000), []string{"khac", "su_nghiep", "hanh_chinh"}[r.IntN(3)]))
				want[above[leaf]] += workers
			}
			for _, leaf := range leaves { // the tree goes on changing
				if to := wards[r.IntN(len(wards))]; r.IntN(2) == 0 && to != above[leaf] {
					must(t, h.orgs.Move(h.Ctx, program, orgs.Change{Org: leaf, Basis: basis("2026-07-01")}, to))
				}
			}
			a := h.who(15, top, ViewPermission)
			lao := func(org kernel.ID) int64 {
				v, err := h.s.Sheet(h.Ctx, a, Ref{Period: p.ID, Org: org})
				must(t, err)
				return max(valueOf(v.Document, "lao_dong"), 0)
			}
			all := want[top]
			for _, w := range wards {
				if got := lao(w); got != want[w] {
					t.Errorf("seed %d: ward has %d, want %d", seed, got, want[w])
				}
				all += lao(w)
			}
			if got := lao(top); got != all {
				t.Errorf("seed %d: top has %d, the children %d", seed, got, all)
			}
		}
	})
}

func TestTheSumUsesItsIndexes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) { return db.Explain(tx, sumCells, p.ID, p.Form, h.fed, p.CutOff) })
	})
}

// A 2-HĐCĐ over very many units: the target is 10,000 units in two seconds.
func TestASumOverAThousandUnitsIsQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a thousand units")
	}
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		must(t, h.s.SeedBulk(h.Ctx, BulkInput{Period: p.ID, Under: h.ward, Units: 1000}))
		began := time.Now()
		doc := h.sheet(t, p, h.fed).Document
		took := time.Since(began)
		if doc.Units.Counted != 1000 || valueOf(doc, "lao_dong") <= 0 {
			t.Errorf("%+v", doc.Units)
		}
		t.Logf("1000 units: %s", took)
		if took > 2*time.Second {
			t.Errorf("took %s", took)
		}
	})
}
