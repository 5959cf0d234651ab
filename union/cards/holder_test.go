package cards

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

func (h *house) carry(t testing.TB, c orgs.Carriage) {
	t.Helper()
	c.Tenant = h.top
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Carry(tx, program, c) }))
}

// holdings are the valid cards of units on a day, and the total must be their sum.
func (h *house) holdings(t testing.TB, on string, units ...kernel.ID) []int64 {
	t.Helper()
	out := make([]int64, len(units))
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.s.Holds(tx, h.top, units, day(on))
		must(t, err)
		sum := int64(0)
		for _, x := range list {
			for i, u := range units {
				if u == x.Unit {
					out[i] = x.Count
				}
			}
			sum += x.Count
		}
		total, err := h.s.Totals(tx, h.top, day(on))
		must(t, err)
		all := int64(0)
		for _, x := range total {
			all += x.Count
		}
		if all != sum {
			t.Errorf("on %s the units hold %d, the tenant %d", on, sum, all)
		}
		return nil
	}))
	return out
}

func same(t testing.TB, what string, got []int64, want ...int64) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestAReorganisationCarriesCardsAndPrintsNone is the share of A16 that is this room's: the old picture
// stays as it was, totals hold on every day, no card is printed again, and taking it back brings all back.
func TestAReorganisationCarriesCardsAndPrintsNone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 7)
		h.enrol(h.school, 4)
		list := append(h.given(t, h.coal), h.given(t, h.school)...)
		units := []kernel.ID{h.coal, h.school, h.hospital}
		h.Clock.SetTo("2027-01-15T09:00")
		same(t, "before", h.holdings(t, "2027-01-15", units...), 7, 4, 0)

		merge := orgs.Carriage{Step: 501, On: day("2027-01-01"), From: []kernel.ID{h.coal, h.school}, Rule: orgs.Allotment{Rest: h.hospital}}
		for range 2 {
			h.carry(t, merge)
		}
		same(t, "as of the day before", h.holdings(t, "2026-12-31", units...), 7, 4, 0)
		same(t, "as of the day", h.holdings(t, "2027-01-01", units...), 0, 0, 11)
		same(t, "today", h.holdings(t, "2027-01-15", units...), 0, 0, 11)
		same(t, "in the future", h.holdings(t, "2028-01-01", units...), 0, 0, 11)
		h.countersAgree(t)
		for _, c := range list {
			got := h.card(t, c.ID)
			if got.State != Valid || got.Serial != c.Serial || got.Base != c.Base || got.Unit != h.hospital || len(h.allOf(t, c.Member)) != 1 {
				t.Errorf("%+v", got)
			}
			v, err := h.s.Verify(h.Ctx, tokenOf(siteKey, c.ID))
			must(t, err)
			if v.Standing != IsValid || v.Union != "Công đoàn phường Vàng Danh" {
				t.Errorf("the code of a carried card answers %+v", v)
			}
		}

		merge.Undo = true
		for range 2 {
			h.carry(t, merge)
		}
		for _, on := range []string{"2026-12-31", "2027-01-01", "2027-01-15"} {
			same(t, "taken back, "+on, h.holdings(t, on, units...), 7, 4, 0)
		}
		h.countersAgree(t)
	})
}

func TestADividedUnitsCardsGoWhereTheRollPutsTheirMembers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 9)
		h.given(t, h.coal)
		h.Clock.SetTo("2027-02-01T09:00")
		for i := range h.roll.members { // what the roll's own step has done before ours
			h.roll.members[i].Unit = []kernel.ID{h.school, h.hospital, h.hospital}[i%3]
		}
		left := h.roll.members[8].ID
		h.roll.members = h.roll.members[:8] // one who stands nowhere any more goes to the rest
		split := orgs.Carriage{Step: 502, On: day("2027-02-01"), From: []kernel.ID{h.coal}, Rule: orgs.Allotment{Rest: h.school, Groups: map[string]kernel.ID{"to 1": h.hospital}}}
		for range 2 {
			h.carry(t, split)
		}
		same(t, "divided", h.holdings(t, "2027-02-01", h.coal, h.school, h.hospital), 0, 4, 5)
		same(t, "the day before", h.holdings(t, "2027-01-31", h.coal, h.school, h.hospital), 9, 0, 0)
		if c := h.allOf(t, left)[0]; c.Unit != h.school {
			t.Errorf("%+v", c)
		}
		h.countersAgree(t)
		split.Undo = true
		h.carry(t, split)
		same(t, "taken back", h.holdings(t, "2027-02-01", h.coal, h.school, h.hospital), 9, 0, 0)
		h.countersAgree(t)
		err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			return h.s.Carry(tx, program, orgs.Carriage{Step: 503, Tenant: h.top, On: day("2027-02-01"), From: []kernel.ID{h.coal}, Rule: orgs.Allotment{Ends: []string{HoldingKind}}})
		})
		refused(t, err, "cards.follow_members")
	})
}

// TestRandomHistoriesKeepEveryTotal lives through random transfers, reorganisations, their undoing,
// losses and ends, and asks on every day of the story: the past that was seen is the past for ever,
// the units add up to the tenant, nobody has two valid cards.
func TestRandomHistoriesKeepEveryTotal(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 1))
		defer func() {
			if t.Failed() {
				t.Logf("seed %d", seed)
			}
		}()
		units := []kernel.ID{h.coal, h.school, h.hospital}
		for _, u := range units {
			h.enrol(u, 8)
			keeper := holder(h.fed, 9, IssuePermission)
			keeper.Tenant = h.top
			b, err := h.s.AskBatch(h.Ctx, keeper, BatchInput{Unit: u, Title: "Mẫu", Kind: "thuong"})
			must(t, err)
			must(t, h.s.RunBatches(h.Ctx))
			_, err = h.s.MarkBatchPrinted(h.Ctx, keeper, b.ID)
			must(t, err)
			_, _, err = h.s.HandUnit(h.Ctx, keeper, b.ID, 0)
			must(t, err)
		}
		keeper := holder(h.fed, 9, IssuePermission)
		keeper.Tenant = h.top
		on := h.Clock.Now().Date()
		past := map[string]string{}
		step := kernel.ID(600)
		undoable := false
		var last orgs.Carriage
		for range 40 {
			fresh := undoable // what came between a step and its undoing is the business of other tests
			undoable = false
			on = on.AddDays(1)
			h.Clock.Set(on.Clock(9, 0))
			from := units[r.IntN(3)]
			to := units[r.IntN(3)]
			m := h.roll.members[r.IntN(len(h.roll.members))]
			switch r.IntN(6) {
			case 0, 1: // there and on and perhaps back, on one day
				for range 1 + r.IntN(3) {
					to := units[r.IntN(3)]
					must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Follow(tx, h.top, m.ID, to, on) }))
				}
			case 2:
				if from != to {
					must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Follow(tx, h.top, m.ID, from, on) }))
					step++
					last = orgs.Carriage{Step: step, On: on, From: []kernel.ID{from}, Rule: orgs.Allotment{Rest: to}}
					h.carry(t, last)
					undoable = true
				}
			case 3:
				if fresh {
					undo := last
					undo.Undo = true
					on = on.AddDays(-1)
					h.carry(t, undo)
				}
				continue
			case 4:
				list := h.allOf(t, m.ID)
				_, err := h.s.ReportLost(h.Ctx, keeper, list[0].ID, Ending{Reason: "mat"})
				if err == nil {
					next, err := h.s.ReplaceCard(h.Ctx, keeper, list[0].ID, Ending{Reason: "thay_the_mat"})
					must(t, err)
					_, err = h.s.MarkPrinted(h.Ctx, keeper, next.ID)
					must(t, err)
					_, err = h.s.Hand(h.Ctx, keeper, []kernel.ID{next.ID}, ByHand)
					must(t, err)
				}
			case 5:
				if r.IntN(4) == 0 {
					must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.EndOf(tx, h.top, m.ID, HasLeft) }))
				}
			}
			h.countersAgree(t)
			h.holdings(t, on.String(), units...)
			for d, want := range past {
				if now := fmt.Sprint(h.holdings(t, d, units...)); now != want {
					t.Fatalf("on %s there were %s, and now there were %s", d, want, now)
				}
			}
			yesterday := on.AddDays(-1).String()
			past[yesterday] = fmt.Sprint(h.holdings(t, yesterday, units...))
		}
		for _, m := range h.roll.members {
			n := 0
			for _, c := range h.allOf(t, m.ID) {
				if c.State == Valid {
					n++
				}
			}
			if n > 1 {
				t.Errorf("%s has %d valid cards", m.Name, n)
			}
		}
	})
}
