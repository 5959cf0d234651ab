package committees

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

func TestWhoServedWhen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.found(t, h.a, "executive", "2025-07-10", 3)
		must(t, h.seat(first, 0, "chair", "2025-07-10"))
		must(t, h.seat(first, 1, "member", "2025-07-10"))
		must(t, h.seat(first, 1, "deputy", "2026-01-15")) // she changes post
		refused(t, h.seat(first, 1, "deputy", "2026-02-01"), "committees.seated_already")
		refused(t, h.seat(first, 2, "chair", "2026-02-01"), "committees.post_taken")
		place := h.look(t, first, "").Now[0].ID
		must(t, h.s.Unseat(h.Ctx, h.keeper(h.a), Leaving{Committee: first, Place: place, On: day("2026-06-01"), Basis: "05/QĐ", Reason: "Nghỉ hưu"}))
		must(t, h.seat(first, 2, "chair", "2026-06-01"))
		for on, want := range map[string][]string{"2025-08-01": {"chair Nguyễn Văn Thành", "member Hoàng Thị Liên"}, "2026-01-15": {"chair Nguyễn Văn Thành", "deputy Hoàng Thị Liên"},
			"2026-05-31": {"chair Nguyễn Văn Thành", "deputy Hoàng Thị Liên"}, "2026-06-01": {"chair Phạm Văn Toàn", "deputy Hoàng Thị Liên"}} {
			d := h.look(t, first, on)
			var got []string
			for _, p := range d.Now {
				got = append(got, p.Post+" "+d.People[p.Person].Name)
			}
			if !slices.Equal(got, want) {
				t.Errorf("as of %s: %v, want %v", on, got, want)
			}
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			list, err := h.s.PostsHeld(tx, h.site, h.person[1])
			if len(list) != 2 || list[0].Post != "Phó Chủ tịch" || !list[0].To.IsZero() || list[1].To != day("2026-01-15") || list[0].UnitName != "CĐCS Than Mẫu" {
				t.Errorf("%+v", list)
			}
			return err
		}))
		// A new term follows: the old one ends the day it begins, with everybody in it.
		second := h.found(t, h.a, "executive", "2026-11-01", 3)
		if d := h.look(t, first, ""); d.Committee.State != Ended || d.On != day("2026-10-31") || len(d.Now) != 2 {
			t.Errorf("%+v", d.Committee)
		}
		if d := h.look(t, second, ""); len(d.Now) != 0 || d.Committee.State != Elected {
			t.Errorf("%+v", d.Committee)
		}
		_, err := h.s.Found(h.Ctx, h.keeper(h.a), Founding{Unit: h.a, Kind: "executive", How: ByElection, Term: "x", From: day("2025-12-01"), To: day("2026-12-01"), Basis: basis("1", "2025-12-01")})
		refused(t, err, "committees.later_one")
		refused(t, h.seat(first, 4, "member", "2026-11-02"), "committees.not_now")
	})
}

func TestALevelAboveRecognisesAndAppoints(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		board := h.found(t, h.a, "executive", "2025-07-10", 3)
		refused(t, h.s.Recognise(h.Ctx, h.keeper(h.a), board, basis("9/QĐ-CĐP", "2025-07-20")), "committees.may_not_recognise")
		must(t, h.s.Recognise(h.Ctx, h.keeper(h.ward), board, basis("9/QĐ-CĐP", "2025-07-20")))
		refused(t, h.s.Recognise(h.Ctx, h.keeper(h.ward), board, basis("9/QĐ-CĐP", "2025-07-20")), "committees.not_now")
		money := h.found(t, h.a, "finance", "2025-07-10", 0) // named by the union itself
		refused(t, h.s.Recognise(h.Ctx, h.keeper(h.ward), money, basis("9/QĐ-CĐP", "2025-07-20")), "committees.none_needed")
		d, err := h.s.Look(h.Ctx, h.keeper(h.ward), money, kernel.Date{})
		must(t, err)
		if _, word := stateWord(h.Ctx, d.Committee, h.s.today()); d.Can[Recognise] || word != "Đang hoạt động" {
			t.Errorf("finance: %q, recognised from above: %v", word, d.Can[Recognise])
		}
		in := Founding{Unit: h.a, Kind: "inspection", How: Appointed, Term: "Lâm thời", Size: 3, From: day("2025-07-10"), Basis: basis("10/QĐ-CĐP", "2025-07-10")}
		_, err = h.s.Found(h.Ctx, h.keeper(h.a), in)
		refused(t, err, "committees.may_not_recognise")
		id, err := h.s.Found(h.Ctx, h.keeper(h.ward), in)
		must(t, err)
		_, err = h.s.Seat(h.Ctx, h.keeper(h.a), Seating{Committee: id, Person: h.person[3], Post: "head", From: day("2025-07-10")})
		refused(t, err, "committees.may_not_recognise") // what the level above appointed it also fills
		_, err = h.s.Seat(h.Ctx, h.keeper(h.ward), Seating{Committee: id, Key: "000180000001", Post: "head", From: day("2025-07-10")})
		must(t, err)
		_, err = h.s.Seat(h.Ctx, h.keeper(h.ward), Seating{Committee: id, Key: "000199999999", Post: "member", From: day("2025-07-10")})
		refused(t, err, "committees.no_person")
	})
}

func TestWhoHasNoRightSeesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		board := h.found(t, h.a, "executive", "2025-07-10", 3)
		for name, a := range map[string]kernel.Actor{"another ward": h.keeper(h.other), "no right": h.who(h.a, "members.view"), "a visitor": {}} {
			_, err := h.s.Look(h.Ctx, a, board, kernel.Date{})
			refused(t, err, "committees.no_committee")
			_, there := h.s.Look(h.Ctx, a, 12345, kernel.Date{})
			if err == nil || there == nil || err.Error() != there.Error() {
				t.Errorf("%s: %v is not the answer for what does not exist, %v", name, err, there)
			}
			refused(t, h.s.End(h.Ctx, a, board, Ending{On: day("2026-01-01"), Reason: "x"}), "committees.no_committee")
			_, err = h.s.OfUnit(h.Ctx, a, h.a, kernel.Date{})
			_, there = h.s.OfUnit(h.Ctx, a, 12345, kernel.Date{})
			if err == nil || there == nil || err.Error() != there.Error() {
				t.Errorf("%s: %v is not the answer for a unit that does not exist, %v", name, err, there)
			}
			page, err := h.s.List(h.Ctx, a, Filter{})
			if err != nil || len(page.Rows) != 0 {
				t.Errorf("%s: %v %v", name, page.Rows, err)
			}
		}
		viewer := h.who(h.ward, ViewPermission)
		if d, err := h.s.Look(h.Ctx, viewer, board, kernel.Date{}); err != nil || d.Can[Seat] || d.Can[Recognise] {
			t.Errorf("%v %v", d.Can, err)
		}
		refused(t, h.s.End(h.Ctx, viewer, board, Ending{On: day("2026-01-01"), Reason: "x"}), "committees.may_not_keep")
	})
}

func (h *house) holds(t testing.TB, on string, units ...kernel.ID) map[kernel.ID]int64 {
	t.Helper()
	out := map[kernel.ID]int64{}
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.s.Holds(tx, h.site, units, day(on))
		for _, x := range list {
			if !x.Binds || !x.Lapses || x.Kind != HeldCommittee {
				t.Errorf("%+v", x)
			}
			out[x.Unit] = x.Count
		}
		return err
	}))
	return out
}

func (h *house) carry(t testing.TB, c orgs.Carriage) {
	t.Helper()
	c.Tenant, c.Label = h.site, "21/QĐ-LĐLĐ ngày 15/06/2026"
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Carry(tx, program, c) }))
}

// union.md A16: the committees of a unit that is wound up lapse, and its successor is offered a
// provisional inspection committee; the decision may carry them instead; all of it is taken back.
func TestAReorganisationEndsCommitteesUnlessItCarriesThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		board, check := h.found(t, h.ward, "executive", "2025-07-10", 3), h.found(t, h.ward, "inspection", "2025-07-12", 3)
		must(t, h.seat(board, 0, "chair", "2025-07-10"))
		must(t, h.seat(check, 3, "head", "2025-07-12"))
		on := "2026-07-01"
		lapse := orgs.Carriage{Step: h.IDs.New(), Decision: h.IDs.New(), On: day(on), From: []kernel.ID{h.ward}, Rule: orgs.Allotment{Rest: h.other, Ends: []string{HeldCommittee}, List: map[string]kernel.ID{board.String(): h.other}}}
		h.carry(t, lapse)
		h.carry(t, lapse) // a second time changes nothing
		for d, want := range map[string][2]int64{"2026-06-30": {2, 0}, on: {0, 1}} {
			if got := h.holds(t, d, h.ward, h.other); got[h.ward] != want[0] || got[h.other] != want[1] {
				t.Errorf("as of %s: %v", d, got)
			}
		}
		v, err := h.s.OfUnit(h.Ctx, h.keeper(h.fed), h.other, day(on))
		must(t, err)
		if len(v.Now) != 1 || len(v.Now[0].Now) != 1 || v.Now[0].People[v.Now[0].Now[0].Person].Name != "Nguyễn Văn Thành" {
			t.Errorf("%+v", v.Now)
		}
		offered := false
		for _, o := range v.Offers {
			offered = offered || o.Kind.Key == "inspection" && o.Provisional && o.May && o.Open()
		}
		if !offered {
			t.Errorf("no provisional inspection committee is offered: %+v", v.Offers)
		}
		if d := h.look(t, check, "2026-06-30"); len(d.Now) != 1 || d.Committee.EndBasis == "" {
			t.Errorf("the past changed: %+v", d)
		}
		back := lapse
		back.Undo = true
		h.carry(t, back)
		h.carry(t, back)
		if got := h.holds(t, on, h.ward, h.other); got[h.ward] != 2 || got[h.other] != 0 {
			t.Errorf("taken back: %v", got)
		}
		if d := h.look(t, board, ""); d.Committee.State != Elected || len(d.Now) != 1 {
			t.Errorf("%+v", d)
		}
	})
}

// Random histories: at every date a unit has at most one committee of a kind, nobody holds two posts in
// one, and no list as of a day before a deed changes by it.
func TestRandomTerms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := rand.New(rand.NewPCG(24, 2025))
		today := day("2025-08-01")
		var steps []orgs.Carriage
		for range 60 {
			today = today.AddDays(1 + r.IntN(9))
			h.Clock.Set(today.Clock(9, 0))
			on := today.AddDays(-r.IntN(20))
			past := on.AddDays(-1)
			before := h.standing(t, past)
			unit := []kernel.ID{h.ward, h.other}[r.IntN(2)]
			v, err := h.s.OfUnit(h.Ctx, h.keeper(h.fed), unit, today)
			must(t, err)
			switch dice := r.IntN(6); {
			case dice < 2 || len(v.Now) == 0:
				_, err = h.s.Found(h.Ctx, h.keeper(h.fed), Founding{Unit: unit, Kind: []string{"executive", "inspection", "finance"}[r.IntN(3)], How: ByElection, Term: "T", Size: 3, From: on, To: on.AddDays(900), Basis: basis("1", on.String())})
			case dice < 4:
				err = h.seat(v.Now[r.IntN(len(v.Now))].Committee.ID, r.IntN(9), []string{"member", "deputy", "treasurer"}[r.IntN(3)], on.String())
			case dice < 5 || len(steps) > 0 && r.IntN(2) == 0:
				if len(steps) > 0 {
					c := steps[len(steps)-1]
					steps, c.Undo, on = steps[:len(steps)-1], true, c.On
					before = h.standing(t, on.AddDays(-1))
					past = on.AddDays(-1)
					h.carry(t, c)
				}
			default:
				c := orgs.Carriage{Step: h.IDs.New(), On: on, From: []kernel.ID{unit}, Rule: orgs.Allotment{Rest: h.ward + h.other - unit}}
				if r.IntN(2) == 0 {
					c.Rule.Ends = []string{HeldCommittee}
				}
				h.carry(t, c)
				steps = append(steps, c)
			}
			if err != nil && kernel.AsFault(err) == nil {
				t.Fatal(err)
			}
			if after := h.standing(t, past); !slices.Equal(after, before) {
				t.Fatalf("a deed of %s changed %s:\n%v\n%v", on, past, before, after)
			}
			h.sound(t, today)
		}
	})
}

// standing is who sat where on a day.
func (h *house) standing(t *testing.T, on kernel.Date) []string {
	t.Helper()
	var out []string
	for _, unit := range []kernel.ID{h.ward, h.other} {
		v, err := h.s.OfUnit(h.Ctx, h.keeper(h.fed), unit, on)
		must(t, err)
		for _, d := range v.Now {
			out = append(out, fmt.Sprint(unit, d.Committee.Kind))
			for _, p := range d.Now {
				out = append(out, fmt.Sprint(unit, d.Committee.Kind, p.Person, p.Post))
			}
		}
	}
	return out
}

func (h *house) sound(t *testing.T, on kernel.Date) {
	t.Helper()
	list := h.standing(t, on)
	seen := map[string]bool{}
	for _, x := range list {
		if seen[x] {
			t.Fatalf("twice on %s: %s", on, x)
		}
		seen[x] = true
	}
}

func TestTheListOfABranchIsReadByItsIndexes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.found(t, h.a, "executive", "2025-07-10", 3)
		h.found(t, h.b, "executive", "2025-07-10", 3)
		page, err := h.s.List(h.Ctx, h.keeper(h.fed), Filter{Most: 1})
		must(t, err)
		next, err := h.s.List(h.Ctx, h.keeper(h.fed), Filter{Most: 1, After: page.Next})
		must(t, err)
		if len(page.Rows) != 1 || len(next.Rows) != 1 || page.Rows[0].Committee.ID == next.Rows[0].Committee.ID || next.Next != "" {
			t.Errorf("%+v %+v", page, next)
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			tallies, err := h.s.Count(tx, h.site, []kernel.ID{h.a, h.b}, day("2026-01-01"))
			if len(tallies) != 2 || tallies[0].Committees != 1 {
				t.Errorf("%+v", tallies)
			}
			plan, err2 := db.Explain(tx, sitters, h.site, h.a, "executive", day("2026-01-01"))
			if err2 == nil && db.FullScan(plan) && h.DB.Engine() == db.SQLite {
				t.Errorf("who sits is read by walking: %s", plan)
			}
			plan, err2 = db.Explain(tx, services, h.site, h.person[0])
			if err2 == nil && db.FullScan(plan) && h.DB.Engine() == db.SQLite {
				t.Errorf("the posts of a person are read by walking: %s", plan)
			}
			return err
		}))
	})
}
