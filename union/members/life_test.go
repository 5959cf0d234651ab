package members

import (
	"fmt"
	"slices"
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

// fillUnit enters n plain members.
func (x *site) fillUnit(t testing.TB, unit kernel.ID, n int, prefix string) []kernel.ID {
	t.Helper()
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = Row{Name: fmt.Sprintf("Nguyễn Thị %s %s", prefix, families[i%len(families)]), Number: fmt.Sprintf("%s%03d", kernel.Fold(prefix), i), Sex: []string{"nữ", "nam"}[i%2],
			Unit: unit, Admitted: day("2020-01-01")}
	}
	return x.admit(t, rows...)
}

func (x *site) openCount(t testing.TB, unit kernel.ID) (members, women int64) {
	t.Helper()
	x.read(t, func(tx *db.Tx) error {
		c, _, err := db.One(tx, func(c *unitCount) []any { return []any{&c.members, &c.women} }, `select members, women from member_count where org_id = $1`, unit)
		members, women = c.members, c.women
		return err
	})
	return members, women
}

// sound fails when any membership has dated rows that cannot all be true, or a counter is wrong.
func (x *site) sound(t testing.TB) {
	t.Helper()
	var flaws []Flaw
	x.read(t, func(tx *db.Tx) error {
		var err error
		flaws, err = x.s.Verify(tx, x.top)
		return err
	})
	if len(flaws) > 0 {
		t.Fatalf("%d flaws, the first %+v", len(flaws), flaws[0])
	}
}

// union.md A14: a member goes from A (120) to B (40), B accepts on 15/09/2026.
func TestATransferLeavesTheDayBeforeAndStandsInTheNewUnionOnTheDay(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		ids := x.fillUnit(t, x.a, 120, "An")
		x.fillUnit(t, x.b, 40, "Binh")
		x.Clock.SetTo("2026-09-15T09:00")
		receiver, giver := x.holding(x.b, KeepPermission), x.holding(x.a, KeepPermission)
		giver.Account = 78
		tr, err := x.s.AskTransfer(x.Ctx, receiver, TransferAsk{Key: "AN005", To: x.b, Group: "Tổ 2", On: day("2026-09-15"), Basis: "Giấy giới thiệu 7"})
		must(t, err)
		if tr.Member != ids[5] || tr.From != x.a || tr.State != Asked {
			t.Fatalf("%+v", tr)
		}
		if n := len(x.names(t, "2026-09-15", x.b)); n != 40 {
			t.Errorf("she moved before the giving union confirmed: %d", n)
		}
		_, err = x.s.AskTransfer(x.Ctx, receiver, TransferAsk{Key: "an005", To: x.b})
		refused(t, err, "members.asked_already")
		refused(t, x.s.AnswerTransfer(x.Ctx, receiver, tr.ID, true, ""), "members.not_yours_to_answer")
		refused(t, x.s.AnswerTransfer(x.Ctx, x.holding(x.away, KeepPermission), tr.ID, true, ""), "members.no_transfer")
		must(t, x.s.AnswerTransfer(x.Ctx, giver, tr.ID, true, ""))
		refused(t, x.s.AnswerTransfer(x.Ctx, giver, tr.ID, true, ""), "members.transfer_closed")
		for _, c := range []struct {
			on   string
			a, b int
		}{{"2026-09-14", 120, 40}, {"2026-09-15", 119, 41}} {
			a, b := len(x.names(t, c.on, x.a)), len(x.names(t, c.on, x.b))
			if a != c.a || b != c.b || a+b != 160 {
				t.Errorf("as of %s A has %d, B %d", c.on, a, b)
			}
		}
		m := x.get(t, ids[5], "2026-09-15")
		if m.Number != "AN005" || m.Unit != x.b || m.Group != "Tổ 2" || m.Since != day("2026-09-15") || m.Admitted != day("2020-01-01") {
			t.Errorf("%+v", m)
		}
		if a, _ := x.openCount(t, x.a); a != 119 {
			t.Error(a)
		}
		x.sound(t)
	})
}

func TestATransferThatNobodyAnswersGoesToTheUnionAbove(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		x.fillUnit(t, x.a, 3, "An")
		x.Clock.SetTo("2026-09-15T09:00") // a Tuesday: five working days end on Tuesday 22/09
		tr, err := x.s.AskTransfer(x.Ctx, x.holding(x.away, KeepPermission), TransferAsk{Key: "AN001", To: x.away})
		must(t, err)
		x.Clock.SetTo("2026-09-22T23:00")
		must(t, x.s.Escalate(x.Ctx))
		above := x.holding(x.ward, DecidePermission)
		state := func() Transfer {
			var out Transfer
			x.read(t, func(tx *db.Tx) error {
				var err error
				out, _, err = loadTransfer(tx, tr.ID)
				return err
			})
			return out
		}
		if got := state(); got.State != Asked {
			t.Fatalf("handed up too early: %+v", got)
		}
		x.Clock.SetTo("2026-09-23T07:00")
		must(t, x.s.Escalate(x.Ctx))
		if got := state(); got.State != Escalated || got.Answerer != x.ward || !got.Due.After(x.Clock.Now()) {
			t.Fatalf("%+v", got)
		}
		refused(t, x.s.AnswerTransfer(x.Ctx, x.holding(x.a, KeepPermission), tr.ID, true, ""), "members.not_yours_to_answer")
		refused(t, x.s.AnswerTransfer(x.Ctx, above, tr.ID, false, " "), "members.reason_needed")
		must(t, x.s.AnswerTransfer(x.Ctx, above, tr.ID, false, "Còn khoản vay chưa trả"))
		if got := state(); got.State != Refused || got.Answer == "" || len(x.names(t, "2026-09-23", x.a)) != 3 {
			t.Errorf("%+v", got)
		}
		_, err = x.s.AskTransfer(x.Ctx, x.holding(x.away, KeepPermission), TransferAsk{Key: "AN001", To: x.away})
		must(t, err) // a no is not for ever
	})
}

func TestWhoShowsNoCardIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		x.admit(t, Row{Name: "Nguyễn Văn An", Identity: "000085012345", Number: "A1", Unit: x.a, Admitted: day("2020-01-01")})
		receiver := x.holding(x.b, KeepPermission)
		for _, key := range []string{"", "A2", "000085012346", "Nguyễn Văn An"} {
			_, err := x.s.AskTransfer(x.Ctx, receiver, TransferAsk{Key: key, To: x.b})
			refused(t, err, "members.no_such_card")
		}
		_, err := x.s.AskTransfer(x.Ctx, x.holding(x.b, ViewPermission), TransferAsk{Key: "A1", To: x.b})
		refused(t, err, "members.may_not")
		_, err = x.s.AskTransfer(x.Ctx, receiver, TransferAsk{Key: "0000 8501 2345", To: x.b})
		must(t, err)
	})
}

func TestAMembershipEndsByDecisionAndIsNeverDeleted(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		ids := x.fillUnit(t, x.a, 4, "An")
		chair := x.holding(x.a, DecidePermission)
		refused(t, x.s.End(x.Ctx, x.holding(x.a, KeepPermission), ids[0], Ending{As: Left, On: day("2026-11-01"), Basis: "5/QĐ"}), "members.may_not")
		refused(t, x.s.End(x.Ctx, x.holding(x.b, DecidePermission), ids[0], Ending{As: Left, On: day("2026-11-01"), Basis: "5/QĐ"}), "members.no_member")
		refused(t, x.s.End(x.Ctx, chair, ids[0], Ending{As: Left, On: day("2026-11-01")}), "members.basis_needed")
		refused(t, x.s.End(x.Ctx, chair, ids[0], Ending{As: Active, On: day("2026-11-01"), Basis: "5/QĐ"}), "members.bad_ending")
		must(t, x.s.End(x.Ctx, chair, ids[0], Ending{As: Left, On: day("2026-11-01"), Reason: "Theo đơn", Basis: "5/QĐ"}))
		must(t, x.s.End(x.Ctx, chair, ids[1], Ending{As: Expelled, On: day("2026-11-02"), Basis: "6/QĐ"}))
		must(t, x.s.End(x.Ctx, chair, ids[2], Ending{As: Died, On: day("2026-11-03")}))
		refused(t, x.s.End(x.Ctx, chair, ids[0], Ending{As: Left, On: day("2026-11-05"), Basis: "7/QĐ"}), "members.not_open")
		for i, want := range []Status{Left, Expelled, Died, Active} {
			if got := x.get(t, ids[i], "2026-11-23"); got.Status != want || got.Open() != (i == 3) {
				t.Errorf("%d: %s, open %v", i, got.Status, got.Open())
			}
			if got := x.get(t, ids[i], "2026-10-31"); got.Status != Active || !got.Open() {
				t.Errorf("%d: the past changed: %s", i, got.Status)
			}
		}
		if n := len(x.names(t, "2026-10-31", x.a)); n != 4 {
			t.Error(n)
		}
		members, women := x.openCount(t, x.a)
		if members != 1 || women != 0 {
			t.Error(members, women)
		}
		again, err := x.s.Admit(x.Ctx, theProgram, Row{Person: x.get(t, ids[0], "2026-11-23").Person, Unit: x.b, Admitted: day("2026-11-20")})
		must(t, err)
		if m := x.get(t, again, "2026-11-23"); m.Number == "AN000" || m.Number == "" {
			t.Errorf("the number was used again: %s", m.Number)
		}
		x.sound(t)
	})
}

func TestExemptSuspendedDisciplinedByTheRulesOfTheirDay(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		id := x.fillUnit(t, x.a, 1, "An")[0]
		chair, keeper := x.holding(x.a, DecidePermission), x.holding(x.a, KeepPermission)
		span := func(s Status, from, to string) StatusSpan {
			out := StatusSpan{Status: s, Valid: kernel.Period{From: day(from)}, Reason: "Nghỉ không lương", Basis: "8/QĐ"}
			if to != "" {
				out.Valid.To = day(to)
			}
			return out
		}
		refused(t, x.s.SetStatus(x.Ctx, keeper, id, span(Exempt, "2026-10-10", "2026-10-26")), "members.too_short")
		must(t, x.s.SetStatus(x.Ctx, keeper, id, span(Exempt, "2026-10-01", "2026-11-01"))) // union.md A7
		refused(t, x.s.SetStatus(x.Ctx, keeper, id, span(Exempt, "2026-10-15", "")), "members.overlapping")
		refused(t, x.s.SetStatus(x.Ctx, keeper, id, span(Disciplined, "2026-01-10", "")), "members.may_not")
		must(t, x.s.SetStatus(x.Ctx, chair, id, span(Disciplined, "2026-01-10", "")))
		for on, want := range map[string]Status{"2026-09-30": Disciplined, "2026-10-01": Exempt, "2026-10-31": Exempt, "2026-11-01": Disciplined, "2027-01-09": Disciplined, "2027-01-10": Active} {
			if got := x.get(t, id, on).Status; got != want {
				t.Errorf("as of %s: %s, want %s", on, got, want)
			}
		}
		must(t, x.s.SetStatus(x.Ctx, keeper, id, span(Suspended, "2026-11-10", "")))
		must(t, x.s.CloseStatus(x.Ctx, keeper, id, Suspended, day("2026-11-20")))
		refused(t, x.s.CloseStatus(x.Ctx, keeper, id, Suspended, day("2026-11-21")), "members.no_status")
		if got := x.get(t, id, "2026-11-19").Status; got != Suspended {
			t.Error(got)
		}
	})
}

func TestMonthsEndOnTheLastDayThereIs(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2026-10-01", 1, "2026-11-01"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-01-10", 12, "2027-01-10"}} {
		if got := addMonths(day(c.from), c.n); got != day(c.want) {
			t.Errorf("%s + %d: %s", c.from, c.n, got)
		}
	}
}

func TestACorrectionIsTrueFromItsDayUntilTheNextThingKnown(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		id := x.admit(t, Row{Name: "Lê Thị Bình", Sex: "nữ", Unit: x.a, Admitted: day("2020-01-01"), Profile: Profile{Wage: 6_000_000, Work: Work{Employer: "Mẫu", Contract: "fixed"}}})[0]
		wage := func(from string, w kernel.Money) {
			t.Helper()
			must(t, x.s.Correct(x.Ctx, x.holding(x.a, KeepPermission), id, Correction{Keys: []FactKey{FactWage}, Profile: Profile{Wage: w}, From: day(from), Source: "bảng lương"}))
		}
		wage("2026-06-01", 9_000_000)
		wage("2026-01-01", 8_000_000)
		wage("2026-01-01", 8_500_000)
		for on, want := range map[string]kernel.Money{"2025-12-31": 6_000_000, "2026-01-01": 8_500_000, "2026-05-31": 8_500_000, "2026-06-01": 9_000_000} {
			if got := x.get(t, id, on).Profile.Wage; got != want {
				t.Errorf("as of %s: %d", on, got)
			}
		}
		if p := x.get(t, id, "2026-11-23").Profile; p.Work.Contract != "fixed" {
			t.Errorf("another part of the sheet changed: %+v", p)
		}
		var facts []Fact
		x.read(t, func(tx *db.Tx) error {
			var err error
			facts, err = factsOf(tx, id)
			return err
		})
		voided := 0
		for _, f := range facts {
			if f.VoidBy != 0 {
				voided++
			}
		}
		if len(facts) != 4 || voided != 1 {
			t.Errorf("%d rows, %d void", len(facts), voided)
		}
		must(t, x.s.Correct(x.Ctx, x.holding(x.a, KeepPermission), id, Correction{From: day("2026-11-01"), Person: true, Name: "Lê Thị An", Sex: "nam", Born: day("1990-01-01")}))
		if m := x.get(t, id, "2026-11-23"); m.Name != "Lê Thị An" {
			t.Error(m.Name)
		}
		if _, women := x.openCount(t, x.a); women != 0 {
			t.Error(women)
		}
		refused(t, x.s.Correct(x.Ctx, x.holding(x.b, KeepPermission), id, Correction{From: day("2026-11-01")}), "members.no_member")
		refused(t, x.s.Correct(x.Ctx, x.holding(x.a, ViewPermission), id, Correction{From: day("2026-11-01")}), "members.may_not")
	})
}

func TestTwoEntriesOfOnePersonAreMergedAndTheMergeIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		ids := x.admit(t, Row{Name: "Nguyễn Thị Lan", Sex: "nữ", Born: day("1985-03-15"), Number: "A1", Unit: x.a, Admitted: day("2015-01-01")},
			Row{Name: "Nguyễn Thị Lan", Sex: "nữ", Born: day("1985-03-15"), Identity: "000185012345", Number: "B1", Unit: x.b, Admitted: day("2018-01-01")})
		keeper := x.holding(x.ward, KeepPermission)
		_, err := x.s.Merge(x.Ctx, x.holding(x.a, KeepPermission), MergeInput{Keep: ids[0], Gone: ids[1], Reason: "Nhập hai lần"})
		refused(t, err, "members.no_member")
		_, err = x.s.Merge(x.Ctx, keeper, MergeInput{Keep: ids[0], Gone: ids[1]})
		refused(t, err, "members.reason_needed")
		before := []Member{x.get(t, ids[0], "2026-11-23"), x.get(t, ids[1], "2026-11-23")}
		merge, err := x.s.Merge(x.Ctx, keeper, MergeInput{Keep: ids[0], Gone: ids[1], Reason: "Nhập hai lần"})
		must(t, err)
		kept, gone := x.get(t, ids[0], "2026-11-23"), x.get(t, ids[1], "2026-11-23")
		if kept.Identity != "000185012345" || !kept.Open() || gone.Open() || gone.Status != Merged || gone.Person != kept.Person || gone.Number != "B1" {
			t.Errorf("%+v\n%+v", kept, gone)
		}
		if n := len(x.names(t, "2026-11-22", x.a, x.b)); n != 2 {
			t.Errorf("the past changed: %d", n)
		}
		_, err = x.s.Merge(x.Ctx, keeper, MergeInput{Keep: ids[0], Gone: ids[1], Reason: "Lần nữa"})
		refused(t, err, "members.same_entry")
		x.sound(t)
		must(t, x.s.Unmerge(x.Ctx, keeper, merge))
		refused(t, x.s.Unmerge(x.Ctx, keeper, merge), "members.unmerged_already")
		for i, want := range before {
			got := x.get(t, ids[i], "2026-11-23")
			got.sort, want.sort = nil, nil
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("came back as %+v, was %+v", got, want)
			}
		}
		if n, women := x.openCount(t, x.b); n != 1 || women != 1 {
			t.Error(n, women)
		}
		x.sound(t)
	})
}

func TestRegroupingKeepsTheUnit(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		id := x.fillUnit(t, x.a, 1, "An")[0]
		must(t, x.s.Regroup(x.Ctx, x.holding(x.a, KeepPermission), id, "Tổ 7", day("2026-05-01")))
		if b, a := x.get(t, id, "2026-04-30").Group, x.get(t, id, "2026-05-01").Group; b != "" || a != "Tổ 7" {
			t.Error(b, a)
		}
		x.read(t, func(tx *db.Tx) error {
			all, err := x.s.Segments(tx, id)
			if !slices.ContainsFunc(all, func(s Segment) bool { return s.Cause == ByGroup }) {
				t.Errorf("%+v", all)
			}
			return err
		})
	})
}
