package dossiers

import (
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

var hand0 = kernel.Actor{System: true, Tenant: site, Name: "Hệ thống"}

// merger sends what ward A holds, desk and department, to the department and desk of ward B.
func merger(undo bool) []orgs.Carriage {
	out := []orgs.Carriage{
		{Step: 901, Decision: 900, Tenant: site, Label: "12/QĐ-UBND ngày 20/11/2026", On: day("2026-12-01"), From: []kernel.ID{deskA}, Rule: orgs.Allotment{Rest: deskB}},
		{Step: 902, Decision: 900, Tenant: site, Label: "12/QĐ-UBND ngày 20/11/2026", On: day("2026-12-01"), From: []kernel.ID{deptA}, Rule: orgs.Allotment{Rest: deptB}},
	}
	for i := range out {
		if undo {
			out[i].Undo, out[i].Decision, out[i].Label = true, 950, "30/QĐ-UBND ngày 05/12/2026"
		}
	}
	if undo {
		slices.Reverse(out)
	}
	return out
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (h *house) carry(list []orgs.Carriage) {
	h.t.Helper()
	err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
		for range 2 { // a second time changes nothing
			for _, c := range list {
				err := h.Held(castTree{}, castStaff{}).Carry(tx, hand0, c)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// holds is what units hold on a day, kind by kind; the site must hold the sum.
func (h *house) holds(on string, units ...kernel.ID) map[string]map[kernel.ID]int64 {
	h.t.Helper()
	out := map[string]map[kernel.ID]int64{HeldOpen: {}, HeldDesk: {}, HeldOpinion: {}}
	all := []kernel.ID{site, wardA, deskA, deptA, wardB, deskB, deptB, unionQN, branch}
	err := h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.Held(castTree{}, castStaff{}).Holds(tx, site, all, day(on))
		if err != nil {
			return err
		}
		sum := map[string]int64{}
		for _, x := range list {
			sum[x.Kind] += x.Count
			if slices.Contains(units, x.Unit) {
				out[x.Kind][x.Unit] = x.Count
			}
		}
		total, err := h.Held(castTree{}, castStaff{}).Totals(tx, site, day(on))
		for _, x := range total {
			if sum[x.Kind] != x.Count {
				h.t.Errorf("on %s the units hold %d %s, the site %d", on, sum[x.Kind], x.Kind, x.Count)
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// TestOpenDossiersGoToTheUnitThatFollows hands over dossiers in every state and takes it back.
func TestOpenDossiersGoToTheUnitThatFollows(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-23T08:20")
		fresh := h.filed(lan, "2.001955")
		ready := h.accepted(lan, "2.001955")
		work := h.accepted(lan, "1.013225")
		work = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: work.ID, Account: trang.Account}))
		asked := h.accepted(hoa, "1.004222")
		asked = h.ok(h.Forward(h.Ctx, hoa, ForwardInput{ID: asked.ID, Account: bac.Account}))
		asked = h.ok(h.AskOpinion(h.Ctx, bac, OpinionInput{ID: asked.ID, Unit: deptA, Question: "Đã có giấy phép chưa?"}))
		paused := h.accepted(lan, "2.001955")
		paused = h.ok(h.RequestSupplement(h.Ctx, lan, SupplementInput{ID: paused.ID, Reason: "Thiếu trang", Items: []MissingItem{{Key: "noi_quy"}}}))
		gone := h.accepted(lan, "2.001955")
		gone = h.ok(h.Withdraw(h.Ctx, lan, ReasonInput{ID: gone.ID, Reason: "Người nộp rút"}))
		mine := []kernel.ID{fresh.ID, ready.ID, work.ID, paused.ID}

		h.at("2026-12-01T00:10")
		was := h.holds("2026-11-30", deskA, deptA)
		before := h.counters(binh)
		castGone[trang.Account] = true
		t.Cleanup(func() { delete(castGone, trang.Account) })
		h.carry(merger(false))

		if got := h.holds("2026-11-30", deskA, deptA); !equalHolds(got, was) {
			t.Errorf("the eve changed: %v, was %v", got, was)
		}
		for _, on := range []string{"2026-12-01", "2027-03-01"} {
			for kind, n := range h.holds(on, deskA, deptA) {
				if len(n) != 0 {
					t.Errorf("%s: %s left behind: %v", on, kind, n)
				}
			}
		}
		for _, id := range mine {
			d := h.ok(h.read(id))
			e := h.last(id)
			if d.Received != deskB || e.Verb != DoTransfer || !strings.Contains(e.Reason, "12/QĐ-UBND") {
				t.Errorf("dossier %s: received by %s, last line %s %q", id, d.Received, e.Verb, e.Reason)
			}
		}
		d := h.ok(h.read(work.ID))
		if d.Code != work.Code || !d.Clock.Due.Equal(work.Clock.Due) || d.Clock.Spent != work.Clock.Spent || d.Deciding != deptB || d.Unit != deptB || d.Assignee.Account != 0 || d.State != work.State || d.Step != work.Step {
			t.Errorf("handed over: %+v", d)
		}
		if r, x := d.whereAt(work.ReceivedAt); r != deskA || x != deptA {
			t.Errorf("papers of before are of %s and %s", r, x)
		}
		if o := h.ok(h.read(asked.ID)).Opinions[0]; o.Unit != deptB {
			t.Errorf("the question is with %s", o.Unit)
		}
		if x := h.ok(h.read(gone.ID)); x.Deciding != deptA || x.Received != deskA || x.RowVersion != gone.RowVersion {
			t.Errorf("a closed dossier moved: %+v", x)
		}
		// The old officers answer as if nothing were there; the new ones work on.
		_, err := h.Detail(h.Ctx, lan, work.ID)
		h.refused("dossiers.not_found", err)
		h.ok(h.Accept(h.Ctx, hoa, AcceptInput{ID: fresh.ID}))
		after := h.counters(binh)
		if after.Unit != before.Unit+4 || after.Desk != before.Desk {
			t.Errorf("counters of the successor %+v, were %+v", after, before)
		}
		h.figuresAgreeEverywhere("2026-11-01/2026-11-30", "2026-12-01/2026-12-31", "2026-11-01/2026-12-31")

		h.at("2026-12-05T09:00")
		h.ok(h.Assign(h.Ctx, binh, AssignInput{ID: work.ID, Account: bac.Account}))
		h.carry(merger(true))
		delete(castGone, trang.Account)
		for _, on := range []string{"2026-11-30", "2026-12-01", "2026-12-05"} {
			if got := h.holds(on, deskA, deptA); !equalHolds(got, was) {
				t.Errorf("taken back, %s: %v, was %v", on, got, was)
			}
		}
		for _, id := range mine {
			d := h.ok(h.read(id))
			if e := h.last(id); d.Received != deskA || d.Deciding != deptA || !strings.Contains(e.Reason, "30/QĐ-UBND") {
				t.Errorf("taken back: received by %s, decided by %s, %q", d.Received, d.Deciding, e.Reason)
			}
		}
		if x := h.ok(h.read(work.ID)); x.Unit != deptA {
			t.Errorf("its turn is with %s", x.Unit)
		}
		if x := h.ok(h.read(paused.ID)); x.Unit != paused.Unit || x.Assignee.Account != paused.Assignee.Account {
			t.Errorf("its turn is with %s, %+v", x.Unit, x.Assignee)
		}
		h.figuresAgreeEverywhere("2026-11-01/2026-11-30", "2026-12-01/2026-12-31", "2026-11-01/2026-12-31")
		err = h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			n, bad, err := h.VerifyAll(tx)
			if n < 6 || len(bad) > 0 {
				t.Errorf("%d dossiers, %v", n, bad)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func equalHolds(a, b map[string]map[kernel.ID]int64) bool {
	for kind := range b {
		if len(a[kind]) != len(b[kind]) {
			return false
		}
		for unit, n := range b[kind] {
			if a[kind][unit] != n {
				return false
			}
		}
	}
	return true
}

func (h *house) counters(a kernel.Actor) QueueCounts {
	h.t.Helper()
	n, err := h.Counts(h.Ctx, a)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) read(id kernel.ID) (d Dossier, err error) {
	err = h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		d, _, err = load(tx, site, id)
		return err
	})
	return d, err
}

func (h *house) last(id kernel.ID) Event {
	h.t.Helper()
	var list []Event
	err := h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		var err error
		list, err = loadEvents(tx, site, id)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list[len(list)-1]
}

// figuresAgreeEverywhere opens the list behind every number of every leader, as of several moments, and
// adds up what came in and what went out.
func (h *house) figuresAgreeEverywhere(periods ...string) {
	h.t.Helper()
	l := &life{house: h}
	for _, a := range []kernel.Actor{quang, binh, chief} {
		for _, period := range periods {
			for _, asOf := range []kernel.Instant{{}, at("2026-11-30T23:59"), at("2026-12-01T12:00")} {
				for _, by := range []string{"", "unit", "procedure"} {
					ask := ReportAsk{From: day(period[:10]), To: day(period[11:]), AsOf: asOf, By: by}
					rep, err := h.Report(h.Ctx, a, ask)
					if err != nil {
						h.t.Fatal(err)
					}
					l.adds(a, rep, ask)
				}
			}
		}
	}
	for _, a := range []kernel.Actor{quang, binh, chief} {
		n := h.counters(a)
		page := h.everyQueue(a, QueueUnit)
		if int64(page) != n.Unit {
			h.t.Errorf("%s: the counter says %d, the queue %d", a.Name, n.Unit, page)
		}
	}
}

func (h *house) everyQueue(a kernel.Actor, kind QueueKind) int {
	h.t.Helper()
	p, err := h.Queue(h.Ctx, a, QueueAsk{Kind: kind, Limit: 200})
	if err != nil {
		h.t.Fatal(err)
	}
	return len(p.Items)
}

func TestADecisionNamesDossiersOneByOneAndByPlace(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-23T08:20")
		one, two := h.accepted(lan, "2.001955"), h.accepted(lan, "2.001955")
		c := merger(false)[0]
		c.Step, c.Rule = 911, orgs.Allotment{List: map[string]kernel.ID{one.Code: branch}, Rest: 0}
		h.at("2026-12-01T00:10")
		h.carry([]orgs.Carriage{c})
		if got := h.holds("2026-12-01", deskA, branch); got[HeldDesk][branch] != 1 || got[HeldDesk][deskA] != 1 {
			t.Errorf("%v", got)
		}
		if d := h.ok(h.read(two.ID)); d.Received != deskA {
			t.Errorf("what no row names moved to %s", d.Received)
		}
		c.Step, c.Rule = 912, orgs.Allotment{Rest: deskB, Ends: []string{HeldOpen}}
		err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.Held(castTree{}, castStaff{}).Carry(tx, hand0, c) })
		h.refused("dossiers.cannot_end", err)
	})
}

// TestHoldingsAreIndexRanges: a unit with ten thousand finished dossiers is asked for its open ones.
func TestHoldingsAreIndexRanges(t *testing.T) {
	each(t, func(h *house) {
		queries := openQueries(site, []kernel.ID{deskA})
		for _, role := range []string{roleDeciding, roleReceived, roleOpinion} {
			queries = append(queries, allQuery(site, role, day("2026-11-30")))
			queries = append(queries, heldQueries(site, role, []kernel.ID{deskA}, day("2026-11-30"))...)
		}
		for _, q := range queries {
			err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
				plan, err := db.ExplainOf(tx, q)
				if db.FullScan(plan) {
					t.Errorf("%s", plan)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestUnitsAndTheirDossiersAreIndexRanges: who asks which units have dossiers leaps from one to the next.
func TestUnitsAndTheirDossiersAreIndexRanges(t *testing.T) {
	each(t, func(h *house) {
		err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			for name, ask := range map[string]func() (string, error){
				"units that decide":  func() (string, error) { return db.Explain(tx, decidingUnitsSQL, site) },
				"units that receive": func() (string, error) { return db.Explain(tx, receivingUnitsSQL, site) },
				"what a unit decides": func() (string, error) {
					return db.Explain(tx, decidedBySQL, site, deskA, kernel.FromMillis(0), 0)
				},
				"what a unit receives": func() (string, error) {
					return db.Explain(tx, onlyRecvdSQL, site, deskA, kernel.FromMillis(0), 0)
				},
			} {
				plan, err := ask()
				if err != nil {
					return err
				}
				if db.FullScan(strings.ReplaceAll(plan, "SCAN u", "")) { // u are the units found so far
					t.Errorf("%s: %s", name, plan)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
