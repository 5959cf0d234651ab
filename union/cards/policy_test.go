package cards

import (
	"bytes"
	"testing"

	"doanket/internal/paper"
	"doanket/kernel"
)

// TestWhoSeesAndWhoIssues goes through the cast: a list and a detail never disagree, and who may not
// see is told that there is nothing.
func TestWhoSeesAndWhoIssues(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 1)
		m := h.roll.members[0]
		c := h.given(t, h.coal)[0]
		b := h.card(t, c.ID).Batch
		as := func(org kernel.ID, permission string) kernel.Actor {
			a := holder(org, 30, permission)
			a.Tenant = h.top
			return a
		}
		stranger := as(h.ward, IssuePermission)
		stranger.Tenant = 77
		for name, x := range map[string]struct {
			a           kernel.Actor
			sees, deals bool
		}{
			"issues over the ward":       {as(h.ward, IssuePermission), true, true},
			"issues over the federation": {as(h.fed, IssuePermission), true, true},
			"issues over the unit":       {as(h.coal, IssuePermission), true, true},
			"looks on over the unit":     {as(h.coal, ViewPermission), true, false},
			"issues over a sister union": {as(h.school, IssuePermission), false, false},
			"issues over another ward":   {as(h.far, IssuePermission), false, false},
			"checks as a partner":        {as(h.top, CheckPermission), false, false},
			"the member herself":         {h.memberActor(m), false, false},
			"another tenant":             {stranger, false, false},
			"a visitor":                  {kernel.Actor{}, false, false},
		} {
			_, err := h.s.Detail(h.Ctx, x.a, c.ID)
			p, listErr := h.s.List(h.Ctx, x.a, Filter{})
			must(t, listErr)
			if (err == nil) != x.sees || (len(p.Cards) == 1) != x.sees || (p.Counts[Valid] == 1) != x.sees {
				t.Errorf("%s: detail %v, %d in the list, counts %v", name, err, len(p.Cards), p.Counts)
			}
			if !x.sees {
				refused(t, err, "cards.no_card")
			}
			for _, unit := range []kernel.ID{h.coal, h.ward, h.far} {
				narrowed, err := h.s.List(h.Ctx, x.a, Filter{Unit: unit})
				must(t, err)
				if len(narrowed.Cards) > 0 && (!x.sees || unit == h.far) {
					t.Errorf("%s sees a card by naming a unit", name)
				}
			}
			_, err = h.s.ReportLost(h.Ctx, x.a, c.ID, Ending{Reason: "nothing"})
			want := "cards.no_card"
			switch {
			case x.deals:
				want = "cards.no_reason"
			case x.sees:
				want = "cards.may_not"
			}
			refused(t, err, want)
			err = h.s.PrintPart(h.Ctx, x.a, b, 1, paper.CardPages, &bytes.Buffer{})
			if (err == nil) != x.deals {
				t.Errorf("%s prints: %v", name, err)
			}
		}
	})
}

func TestAListIsReadPageByPageAndFiltered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 7)
		h.enrol(h.school, 5)
		h.given(t, h.coal)
		b := h.batch(t, BatchInput{Unit: h.school})
		seen := map[kernel.ID]bool{}
		f := Filter{Limit: 5}
		for pages := 0; ; pages++ {
			p, err := h.s.List(h.Ctx, h.keeper(), f)
			must(t, err)
			for _, c := range p.Cards {
				if seen[c.ID] {
					t.Errorf("%s twice", c.Serial)
				}
				seen[c.ID] = true
			}
			if p.Next == 0 {
				if pages != 2 {
					t.Errorf("%d pages", pages+1)
				}
				break
			}
			f.Before = p.Next
		}
		if len(seen) != 12 {
			t.Errorf("%d cards", len(seen))
		}
		for want, f := range map[int]Filter{7: {State: Valid}, 5: {Batch: b.ID}, 1: {Serial: " dv26-000009 "}, 0: {Serial: "DV26-999999"}} {
			p, err := h.s.List(h.Ctx, h.keeper(), f)
			must(t, err)
			if len(p.Cards) != want {
				t.Errorf("%+v finds %d, want %d", f, len(p.Cards), want)
			}
			if p.Counts[Valid] != 7 || p.Counts[Made] != 5 {
				t.Errorf("%v", p.Counts)
			}
		}
		p, err := h.s.List(h.Ctx, h.keeper(), Filter{Serial: h.roll.members[2].Number})
		must(t, err)
		if len(p.Cards) != 1 || p.Cards[0].Member != h.roll.members[2].ID || p.Units[h.coal] == "" {
			t.Errorf("%+v", p)
		}
	})
}
