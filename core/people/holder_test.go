package people

import (
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

func (x *site) holds(t *testing.T, on string, units ...kernel.ID) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	must(t, x.DB.Read(x.Ctx, func(tx *db.Tx) error {
		rows, err := x.s.Held().Holds(tx, x.top, units, day(on))
		for _, h := range rows {
			if !h.Binds || !h.Lapses {
				t.Errorf("%+v", h)
			}
			out[h.Kind] += h.Count
		}
		return err
	}))
	return out
}

// The ward is merged into another unit: its chairman loses what he held, the administrator named goes on
// there, and when the decision is taken back both have exactly what they had.
func TestAChairLosesAndGainsWhatTheDecisionSays(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		on := x.Clock.Now().Date()
		before := x.holds(t, on.String(), x.ward)
		if before[HeldMandate] != 3 || before[HeldPost] != 3 {
			t.Fatalf("before: %v", before)
		}
		step := orgs.Carriage{Step: x.IDs.New(), Decision: x.IDs.New(), Tenant: x.top, Label: "12/QĐ ngày 15/06/2025", On: on, From: []kernel.ID{x.ward},
			Rule: orgs.Allotment{Rest: x.other, Ends: []string{HeldMandate, HeldPost}, List: map[string]kernel.ID{"binh": x.other}}}
		carry := func(c orgs.Carriage) {
			must(t, x.DB.Tx(x.Ctx, func(tx *db.Tx) error { return x.s.Held().Carry(tx, program, c) }))
		}
		carry(step)
		carry(step) // a second call changes nothing
		if got := x.holds(t, on.String(), x.ward); len(got) != 0 {
			t.Errorf("left in the ward: %v", got)
		}
		if got := x.holds(t, on.AddDays(-1).String(), x.ward); on.AddDays(-1).After(day("2026-11-22")) && got[HeldPost] == 0 {
			t.Errorf("the past: %v", got)
		}
		if quang := x.as(t, x.quang); len(quang.Mandates) != 0 || quang.Post != "" {
			t.Errorf("the former chairman: %+v", quang)
		}
		if binh := x.as(t, x.admin); len(binh.Mandates) != 1 || binh.Mandates[0].Org != x.other || binh.Org != x.other || !binh.Can("people.grant", x.path(t, x.other)) || binh.Can("people.grant", x.path(t, x.ward)) {
			t.Errorf("who was named: %+v", binh)
		}
		back := step
		back.Undo, back.Decision = true, x.IDs.New()
		carry(back)
		carry(back)
		if got := x.holds(t, on.String(), x.ward); got[HeldMandate] != 3 || got[HeldPost] != 3 {
			t.Errorf("taken back: %v", got)
		}
		if quang := x.as(t, x.quang); len(quang.Mandates) != 1 || quang.Mandates[0].Org != x.ward {
			t.Errorf("the chairman again: %+v", quang)
		}
		if binh := x.as(t, x.admin); len(binh.Mandates) != 1 || binh.Mandates[0].Org != x.ward {
			t.Errorf("who was named, again: %+v", binh)
		}
	})
}

// What was taken from somebody in the new place does not come back with the old one.
func TestATakenMandateStaysTaken(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		on := x.Clock.Now().Date()
		step := orgs.Carriage{Step: x.IDs.New(), Decision: x.IDs.New(), Tenant: x.top, Label: "12/QĐ", On: on, From: []kernel.ID{x.ward}, Rule: orgs.Allotment{Rest: x.other}}
		must(t, x.DB.Tx(x.Ctx, func(tx *db.Tx) error { return x.s.Held().Carry(tx, program, step) }))
		quang := x.as(t, x.quang)
		must(t, x.s.End(x.Ctx, program, quang.Mandates[0].ID))
		step.Undo = true
		must(t, x.DB.Tx(x.Ctx, func(tx *db.Tx) error { return x.s.Held().Carry(tx, program, step) }))
		if quang = x.as(t, x.quang); len(quang.Mandates) != 0 {
			t.Errorf("a revoked mandate came back: %+v", quang.Mandates)
		}
	})
}
