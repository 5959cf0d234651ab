package committees

import (
	"testing"

	"doanket/kernel"
)

// union.md A24: of 5 with 1 member of the executive committee accepted, with 2 refused; the chief
// accountant refused; size 8 refused at a grassroots union; with 29 members none is offered.
func TestTheInspectionCommitteeIsMadeUpAsTheRulesSay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		board := h.found(t, h.a, "executive", "2025-07-10", 5)
		for i := range 3 {
			must(t, h.seat(board, i, []string{"chair", "deputy", "member"}[i], "2025-07-10"))
		}
		money := h.found(t, h.a, "finance", "2025-07-10", 0)
		must(t, h.seat(money, 0, "account_holder", "2025-07-10"))
		must(t, h.seat(money, 7, "chief_accountant", "2025-07-10"))
		must(t, h.seat(money, 8, "treasurer", "2025-07-10"))

		_, err := h.s.Found(h.Ctx, h.keeper(h.a), Founding{Unit: h.a, Kind: "inspection", How: ByElection, Term: "2025–2030", Size: 8, From: day("2025-07-12"), To: day("2030-07-10"), Basis: basis("02/BB", "2025-07-12")})
		refused(t, err, "committees.too_large")
		check := h.found(t, h.a, "inspection", "2025-07-12", 5)
		must(t, h.seat(check, 1, "head", "2025-07-12"))
		refused(t, h.seat(check, 2, "member", "2025-07-12"), "committees.too_many_executive")
		refused(t, h.seat(check, 7, "member", "2025-07-12"), "committees.barred")
		must(t, h.seat(check, 8, "member", "2025-07-12")) // the treasurer is not named by the rule
		for i := 3; i < 6; i++ {
			must(t, h.seat(check, i, "member", "2025-07-12"))
		}
		refused(t, h.seat(check, 6, "member", "2025-07-12"), "committees.full")
		d := h.look(t, check, "")
		if worst(d.Findings) != Kept || len(d.Now) != 5 {
			t.Errorf("%+v", d.Findings)
		}
		for _, f := range d.Findings {
			if f.Rule.Key != Filled && f.Rule.Key != WithinTerm && f.Rule.Source == "" {
				t.Errorf("%s has no source", f.Rule.Key)
			}
		}
		_, err = h.s.Found(h.Ctx, h.keeper(h.b), Founding{Unit: h.b, Kind: "inspection", How: ByElection, Term: "2025–2030", Size: 3, From: day("2025-07-12"), To: day("2030-07-10"), Basis: basis("02/BB", "2025-07-12")})
		refused(t, err, "committees.too_few_members")
		v, err := h.s.OfUnit(h.Ctx, h.keeper(h.b), h.b, kernel.Date{})
		must(t, err)
		for _, o := range v.Offers {
			if (o.Kind.Key == "inspection" || o.Kind.Key == "women") == o.Open() {
				t.Errorf("%s is offered to 29 members with 9 women: %v", o.Kind.Key, o.Open())
			}
		}
	})
}

func TestWhoBecomesAccountantLaterMakesTheCommitteeWrongAndThePageSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		check := h.found(t, h.a, "inspection", "2025-07-12", 3)
		must(t, h.seat(check, 3, "head", "2025-07-12"))
		money := h.found(t, h.a, "finance", "2025-07-10", 0)
		must(t, h.seat(money, 3, "chief_accountant", "2026-03-01"))
		d := h.look(t, check, "")
		if resultOf(d.Findings, Barred) != Broken || resultOf(d.Findings, ExecutiveShare) != Unknown || resultOf(d.Findings, Filled) != Short {
			t.Errorf("%+v", d.Findings)
		}
		if before := h.look(t, check, "2026-02-28"); resultOf(before.Findings, Barred) != Kept {
			t.Errorf("as of the day before: %+v", before.Findings)
		}
		page, err := h.s.List(h.Ctx, h.keeper(h.ward), Filter{Doubt: true})
		must(t, err)
		if len(page.Rows) != 1 || page.Rows[0].Committee.ID != check || page.Rows[0].Head != "Đỗ Thị Hương" {
			t.Errorf("%+v", page.Rows)
		}
		must(t, h.seat(check, 4, "member", "2026-04-01")) // who comes does not answer for what was wrong before
	})
}

func TestRulesAreDatedAndWhatIsNotKnownIsSaid(t *testing.T) {
	if _, ok := ruleOn(SizeMost, "inspection", "grassroots_union", day("2012-12-31")); ok {
		t.Error("a rule holds before its first day")
	}
	r, ok := ruleOn(SizeMost, "inspection", "grassroots_union", day("2026-01-01"))
	upper, also := ruleOn(SizeMost, "inspection", "commune_union", day("2026-01-01"))
	if !ok || !also || r.Value != 7 || upper.Value != 9 {
		t.Errorf("%+v %+v", r, upper)
	}
	if _, ok := ruleOn(SizeMost, "inspection", "federation", day("2026-01-01")); ok {
		t.Error("no source names a size for a federation")
	}
	b := body{kind: "inspection", unitKind: "grassroots_union", on: day("2026-01-01")}
	if resultOf(b.check(), MembersLeast) != Unknown {
		t.Error("a unit without a roll is not known to be small")
	}
	for _, r := range rules {
		if r.Source == "" || r.Valid.From.IsZero() {
			t.Errorf("%s of %s has no source or no day", r.Key, r.Kind)
		}
		if _, ok := kindOf(r.Kind, r.Valid.From); !ok {
			t.Errorf("%s speaks of %s", r.Key, r.Kind)
		}
	}
}

// A share is kept exactly when three times those of the executive committee are not more than the seats.
func TestTheShareOfTheExecutiveCommittee(t *testing.T) {
	for size := 1; size <= 9; size++ {
		for inside := 0; inside <= size; inside++ {
			b := body{kind: "inspection", unitKind: "commune_union", on: day("2026-01-01"), size: size, standing: true, seated: true, inside: map[kernel.ID]bool{}}
			for i := range size {
				b.people = append(b.people, kernel.ID(i+1))
				b.inside[kernel.ID(i+1)] = i < inside
			}
			if got := resultOf(b.check(), ExecutiveShare); (got == Kept) != (3*inside <= size) {
				t.Errorf("%d of %d: %s", inside, size, got)
			}
		}
	}
}
