package reorg

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// wards are the steps of A16: three ward unions are founded, the city federation is wound up, its
// grassroots unions go by list, its fund by the share of members.
func (h *house) wards(t testing.TB) ([]kernel.ID, []Step) {
	t.Helper()
	var ids []kernel.ID
	var steps []Step
	var list []Listing
	at := 0
	for _, w := range []struct {
		name, code string
		unions     int
	}{{"Công đoàn phường Uông Bí", "06811", 20}, {"Công đoàn phường Vàng Danh", "06820", 14}, {"Công đoàn phường Yên Tử", "06832", 12}} {
		id := h.IDs.New()
		ids = append(ids, id)
		step := Step{Kind: Found, New: id, Name: w.name, UnitKind: "commune_union", To: h.fed}
		if h.mapped {
			step.Areas = []string{w.code}
		}
		steps = append(steps, step)
		for _, base := range h.bases[at : at+w.unions] {
			list = append(list, Listing{base.String(), id})
		}
		at += w.unions
	}
	return ids, append(steps, Step{Kind: WindUp, Units: []kernel.ID{h.city}, Rule: Rule{List: list, ShareBy: "test.member"}})
}

func TestUongBiOnTheFirstOfJuly2025(t *testing.T) {
	eachMapped(t, func(t *testing.T, h *house) {
		h.fill(t)
		ids, steps := h.wards(t)
		id, err := h.s.Begin(h.Ctx, h.writer(), h.fed, head("21/QĐ-LĐLĐ", "2025-07-01"), steps)
		must(t, err)
		d, err := h.s.Try(h.Ctx, h.writer(), id)
		must(t, err)
		if !d.Picture.Clean() {
			t.Fatal(said(d.Picture))
		}
		if u, m, f := h.sums(t, h.city, "2025-07-01"); u != 46 || m != 9800 || f != 1_400_000_000 {
			t.Errorf("a preview left something: %d units, %d members, %s", u, m, f)
		}
		wind := d.Picture.Steps[3]
		for _, l := range wind.Sums {
			if !l.Kept() {
				t.Errorf("not kept: %+v", l)
			}
		}
		if before, after := d.Picture.Before[0], d.Picture.After[0]; len(before.Children) != 1 || before.Children[0].Units != 46 || len(after.Children) != 3 {
			t.Errorf("before %+v\nafter %+v", before, after)
		}
		d = h.carryOut(t, id)
		if d.State != Applied {
			t.Fatalf("%s: %s", d.State, said(d.Picture))
		}
		want := []struct {
			units, members int64
			fund           kernel.Money
		}{{20, 4150, 592_857_143}, {14, 3020, 431_428_571}, {12, 2630, 375_714_286}}
		asOf := func(title string) {
			if u, m, f := h.sums(t, h.city, "2025-06-30"); u != 46 || m != 9800 || f != 1_400_000_000 {
				t.Errorf("%s: the past changed: %d units, %d members, %s", title, u, m, f)
			}
		}
		asOf("applied")
		for i, w := range want {
			if u, m, f := h.sums(t, ids[i], "2025-07-01"); u != w.units || m != w.members || f != w.fund {
				t.Errorf("ward %d: %d units, %d members, %s", i, u, m, f)
			}
		}
		if _, m, f := h.sums(t, h.fed, "2025-07-01"); m != 9800 || f != 1_400_000_000 {
			t.Errorf("the province: %d members, %s", m, f)
		}
		if u, m, f := h.sums(t, h.city, "2025-07-01"); u != 0 || m != 0 || f != 0 {
			t.Errorf("left in the city: %d units, %d members, %s", u, m, f)
		}

		// A19: cancelled by a decision of 20/07/2025.
		undo, err := h.s.TakeBack(h.Ctx, h.writer(), id, Head{Number: "30/QĐ-LĐLĐ", Decided: day("2025-07-20"), Signer: "Nguyễn Văn Mẫu", Issuer: "Liên đoàn Lao động tỉnh Quảng Ninh"})
		must(t, err)
		back := h.carryOut(t, undo)
		if back.State != Applied || h.load(t, id).State != Undone || h.load(t, id).UndoneBy != undo {
			t.Fatalf("%s, %s: %s", back.State, h.load(t, id).State, said(back.Picture))
		}
		asOf("taken back")
		if u, m, f := h.sums(t, h.city, "2025-07-01"); u != 46 || m != 9800 || f != 1_400_000_000 {
			t.Errorf("taken back: %d units, %d members, %s", u, m, f)
		}
		if u, m, f := h.sums(t, ids[0], "2025-07-01"); u != 0 || m != 0 || f != 0 {
			t.Errorf("taken back, the ward: %d units, %d members, %s", u, m, f)
		}
		_, err = h.s.TakeBack(h.Ctx, h.writer(), undo, Head{})
		refused(t, err, "reorg.no_redo")
	})
}

func TestTheWholeFundMayGoToTheProvince(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t)
		ids, steps := h.wards(t)
		steps[3].Rule.ShareBy, steps[3].Rule.Rest = "", h.fed
		h.decide(t, "21/QĐ-LĐLĐ", "2025-07-01", steps...)
		for _, id := range ids {
			if _, _, f := h.sums(t, id, "2025-07-01"); f != 0 {
				t.Errorf("a ward got %s", f)
			}
		}
		if _, m, f := h.sums(t, h.fed, "2025-07-01"); m != 9800 || f != 1_400_000_000 {
			t.Errorf("%d members, %s", m, f)
		}
	})
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t)
		id, err := h.s.Begin(h.Ctx, h.writer(), h.fed, Head{Effective: day("2025-07-01")}, []Step{
			{Kind: Merge, Units: []kernel.ID{h.city}, To: h.bases[0]},            // into its own descendant
			{Kind: Move, Units: []kernel.ID{999}, To: h.fed},                     // unknown
			{Kind: Rename, Units: []kernel.ID{h.other}},                          // without a name
			{Kind: Split, Units: []kernel.ID{h.other}, Rule: Rule{Rest: h.city}}, // into one
			{Kind: Found, Name: "Công đoàn phường", UnitKind: "commune_union", To: h.fed, Areas: []string{"99999"}},
			{Kind: WindUp, Units: []kernel.ID{h.fed}, Rule: Rule{Rest: h.city}}, // the head itself
		})
		must(t, err)
		d, err := h.s.Submit(h.Ctx, h.writer(), id)
		refused(t, err, "reorg.faulty")
		var codes []string
		for _, f := range d.Picture.Faults {
			codes = append(codes, f.Code)
		}
		for _, want := range []string{"orgs.need_number", "orgs.need_decided", "reorg.need_signer", "reorg.into_own_branch", "reorg.no_unit", "orgs.need_name", "reorg.need_two", "orgs.no_area", "reorg.seat_itself"} {
			if !slices.Contains(codes, want) {
				t.Errorf("%s is not told:\n%s", want, said(d.Picture))
			}
		}
		for _, f := range d.Picture.Faults {
			if Messages()[f.Code] == "" && f.Code[:5] == "reorg" {
				t.Errorf("%s has no sentence", f.Code)
			}
		}
		if h.load(t, id).State != Draft {
			t.Error("a faulty draft was submitted")
		}
	})
}

func TestNothingOpenStaysInAClosedUnit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t)
		_, steps := h.wards(t)
		steps[3].Rule.ShareBy = ""
		id, err := h.s.Begin(h.Ctx, h.writer(), h.fed, head("21/QĐ", "2025-07-01"), steps)
		must(t, err)
		d, err := h.s.Try(h.Ctx, h.writer(), id)
		must(t, err)
		if len(d.Picture.Faults) != 1 || d.Picture.Faults[0].Code != "reorg.left_behind" || d.Picture.Faults[0].Step != 4 {
			t.Errorf("the fund goes nowhere: %s", said(d.Picture))
		}
	})
}

func TestTwoOthersApprove(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, err := h.s.Begin(h.Ctx, h.writer(), h.fed, head("5/QĐ", "2027-01-01"), []Step{{Kind: Rename, Units: []kernel.ID{h.city}, Name: "Liên đoàn Lao động Uông Bí"}})
		must(t, err)
		_, err = h.s.Approve(h.Ctx, h.second(), id, "")
		refused(t, err, "reorg.not_now")
		_, err = h.s.Submit(h.Ctx, h.writer(), id)
		must(t, err)
		_, err = h.s.Approve(h.Ctx, h.writer(), id, "")
		refused(t, err, "reorg.own_decision")
		_, err = h.s.Approve(h.Ctx, h.actor(9), id, "")
		refused(t, err, "reorg.no_decision")
		d, err := h.s.Approve(h.Ctx, h.second(), id, "")
		must(t, err)
		if d.State != Submitted {
			t.Fatalf("one yes made it %s", d.State)
		}
		again := h.second()
		again.Account = 77 // another account of the same person
		_, err = h.s.Approve(h.Ctx, again, id, "")
		refused(t, err, "reorg.approved_already")
		_, err = h.s.Return(h.Ctx, h.third(), id, "Ghi lại tên.")
		must(t, err)
		_, err = h.s.PutStep(h.Ctx, h.writer(), id, 0, Step{ID: d.Steps[0].ID, Kind: Rename, Units: []kernel.ID{h.city}, Name: "LĐLĐ Uông Bí"})
		must(t, err)
		_, err = h.s.Submit(h.Ctx, h.writer(), id)
		must(t, err)
		for _, a := range []kernel.Actor{h.second(), h.third()} {
			d, err = h.s.Approve(h.Ctx, a, id, "")
			must(t, err)
		}
		if d.State != Approved {
			t.Fatalf("two yeses made it %s", d.State)
		}
		must(t, h.s.ApplyDue(h.Ctx))
		if d = h.load(t, id); d.State != Approved {
			t.Fatalf("applied before its day: %s", d.State)
		}
		h.Clock.SetTo("2027-01-01T00:20")
		must(t, h.s.ApplyDue(h.Ctx))
		if d = h.load(t, id); d.State != Applied {
			t.Fatalf("on its day: %s, %s", d.State, said(d.Picture))
		}
	})
}

func TestWhatHasChangedSinceHoldsADecisionUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		steps := []Step{{Kind: WindUp, Units: []kernel.ID{h.city}, Rule: Rule{Rest: h.other}}}
		id, err := h.s.Begin(h.Ctx, h.writer(), h.fed, head("5/QĐ", "2027-01-01"), steps)
		must(t, err)
		_, err = h.s.Submit(h.Ctx, h.writer(), id)
		must(t, err)
		for _, a := range []kernel.Actor{h.second(), h.third()} {
			_, err = h.s.Approve(h.Ctx, a, id, "")
			must(t, err)
		}
		h.decide(t, "4/QĐ", "2026-10-01", Step{Kind: WindUp, Units: []kernel.ID{h.other}, Rule: Rule{Rest: h.fed}})
		h.Clock.SetTo("2027-01-01T00:20")
		must(t, h.s.ApplyDue(h.Ctx))
		d := h.load(t, id)
		if d.State != Held || len(d.Picture.Faults) == 0 {
			t.Fatalf("%s: %s", d.State, said(d.Picture))
		}
		must(t, h.s.ApplyDue(h.Ctx)) // told once
		if n := len(h.events(t, id)); n != 5 {
			t.Errorf("%d events", n)
		}
	})
}

// Others admit people and file dossiers all day long. Neither is a loss or an alteration of the past that a
// decision could be reproached with, nor may anything come into a unit behind its back.
func TestWhatOthersWriteMeanwhileIsNotTheDecisionsFault(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t)
		wards, steps := h.wards(t)
		steps[3].Rule.Rest = wards[0]
		type came struct {
			err   error
			alive bool // whether the unit was, as whoever wrote saw it
		}
		waiting := make(chan came, 16)
		var wrote atomic.Int32
		h.purse.during = func() {
			if wrote.Load() == 2 {
				return
			}
			wrote.Add(1)
			done := make(chan came, 1)
			go func() {
				var c came
				c.err = h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
					o, _, err := h.orgs.Get(tx, h.city, day("2025-07-01"))
					c.alive = o.Life.Holds(day("2025-07-01"))
					if err == nil && c.alive {
						err = h.purse.put(tx, h.city, "test.member", 1, 0, kernel.Period{From: day("2013-01-01")}, 0)
					}
					return err
				})
				done <- c
				waiting <- c
			}()
			select {
			case <-done:
			case <-time.After(200 * time.Millisecond): // it waits for the decision to end
			}
		}
		d := h.decide(t, "15/QĐ-LĐLĐ", "2025-07-01", steps...)
		if d.State != Applied || len(d.Picture.Faults) > 0 {
			t.Errorf("%s: %s", d.State, said(d.Picture))
		}
		first, second := <-waiting, <-waiting // one while it was tried, one while it was applied
		if first.err != nil || second.err != nil || !first.alive || second.alive {
			t.Errorf("whoever wrote meanwhile: %+v, %+v", first, second)
		}
		_, members, _ := h.sums(t, h.fed, "2025-07-02")
		if members != 9801 {
			t.Errorf("%d members, want 9,801", members)
		}
	})
}

func TestALaterDecisionStandsInTheWayOfUndoing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t)
		ids, steps := h.wards(t)
		first := h.decide(t, "21/QĐ", "2025-07-01", steps...)
		h.Clock.Advance(3600e9)
		h.decide(t, "25/QĐ", "2025-09-01", Step{Kind: Merge, Units: []kernel.ID{ids[1]}, To: ids[0]})
		undo, err := h.s.TakeBack(h.Ctx, h.writer(), first.ID, Head{Number: "30/QĐ", Decided: day("2025-10-01"), Signer: "Nguyễn Văn Mẫu"})
		must(t, err)
		d, err := h.s.Try(h.Ctx, h.writer(), undo)
		must(t, err)
		if !slices.ContainsFunc(d.Picture.Faults, func(f StepFault) bool { return f.Code == "reorg.undo_later" }) {
			t.Errorf("%s", said(d.Picture))
		}
	})
}

// TestNoHotQueryReadsATableWhole asks both engines how they would find what pages and the clock ask for.
func TestNoHotQueryReadsATableWhole(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for name, ask := range map[string]func(tx *db.Tx) (string, error){
			"list":   func(tx *db.Tx) (string, error) { return db.Explain(tx, selectHead+headsSQL, h.top, endOfIDs, 50) },
			"one":    func(tx *db.Tx) (string, error) { return db.Explain(tx, selectHead+heavy+` where d.id = $1`, h.top) },
			"due":    func(tx *db.Tx) (string, error) { return db.Explain(tx, dueSQL, day("2025-07-01")) },
			"events": func(tx *db.Tx) (string, error) { return db.Explain(tx, eventsSQL, h.top) },
			"later":  func(tx *db.Tx) (string, error) { return db.Explain(tx, selectHead+builtSQL, h.top, h.Clock.Now()) },
		} {
			must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
				plan, err := ask(tx)
				// The few that are due, or later ones of a place, are sorted when they are found.
				if db.FullScan(strings.ReplaceAll(plan, "USE TEMP B-TREE FOR ORDER BY", "")) {
					t.Errorf("%s:\n%s", name, plan)
				}
				return err
			}))
		}
	})
}
