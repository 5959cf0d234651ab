package welfare

import (
	"slices"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

func (h *house) visits() ProgrammeInput {
	return ProgrammeInput{Org: h.ward, Year: 2026, Kind: Visits, Title: "Thăm hỏi đoàn viên 2026", Basis: "Quy chế chi 2026", Line: "31.02", Budget: 1_000_000,
		AmountRule: `viec.loai == "sinh_nhat" ? 200000 : 500000`}
}

func (h *house) relief() ProgrammeInput {
	return ProgrammeInput{Org: h.ward, Year: 2026, Kind: Relief, Title: "Trợ cấp khó khăn 2026", Basis: "Quy chế chi 2026", Line: "31.04", Budget: 2_000_000, Procedure: "CD-01",
		Rule: `doan_vien.dang_sinh_hoat`, AmountRule: `viec.loai == "om_dau" ? 1000000 : 500000`}
}

func (h *house) takeIn(t testing.TB, in AllowanceInput) Allowance {
	t.Helper()
	var w Allowance
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) (err error) {
		w, err = h.s.TakeIn(tx, kernel.Actor{System: true, Tenant: h.top, Name: "Hệ thống"}, in)
		return err
	}))
	return w
}

func (h *house) decided(dossier kernel.ID, m Member, e Event, on string) AllowanceInput {
	return AllowanceInput{Tenant: h.top, Dossier: dossier, Unit: m.Unit, Deciding: h.ward, Person: m.Person, Code: "I02.22-1", Procedure: "CD-01", Name: m.Name, Event: e, Day: day(on), Decided: h.s.today(),
		Account: Account{"970436", "0011000123456", "DOAN VIEN"}}
}

// A decided dossier becomes one benefit; the same dossier twice is once, the same event twice is refused.
func TestADecidedDossierBecomesAnAllowanceOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.member(1, h.a, "2020-01-01", nil)
		early := h.takeIn(t, h.decided(70, m, "om_dau", "2026-10-02"))
		if early.State != AllowanceWaiting || early.Why != "welfare.no_programme_for" {
			t.Errorf("before there is a programme: %s %s", early.State, early.Why)
		}
		programme, _ := h.begin(t, h.relief())
		w := h.takeIn(t, h.decided(71, m, "om_dau", "2026-11-02"))
		if w.State != AllowanceGranted || w.Programme != programme {
			t.Fatalf("%s %s", w.State, w.Why)
		}
		v, err := h.s.Benefit(h.Ctx, h.payer, w.Benefit)
		must(t, err)
		if b := v.Benefit; b.Amount != 1_000_000 || b.State != Granted || b.Account.Number != "0011000123456" || b.Desk != h.a || !v.CanHand {
			t.Errorf("%+v", b)
		}
		again := h.takeIn(t, h.decided(71, m, "om_dau", "2026-11-02"))
		if p := h.load(t, programme); p.Committed != 1_000_000 {
			t.Errorf("the same dossier twice committed %s (%s)", p.Committed, again.State)
		}
		other := h.takeIn(t, h.decided(72, m, "om_dau", "2026-11-02"))
		if other.State != AllowanceRefused || other.Why != "welfare.has_already" || !slices.Contains(other.WhyArgs, "CĐCS A") {
			t.Errorf("another dossier for the same event: %s %s %v", other.State, other.Why, other.WhyArgs)
		}
		must(t, h.s.Hand(h.Ctx, h.payer, HandInput{Rows: []kernel.ID{w.Benefit}, How: ByTransfer, Paper: "UNC 12"}))
		third := h.takeIn(t, h.decided(73, m, "om_dau", "2026-11-02"))
		if third.State != AllowanceRefused || third.Why != "welfare.received_already" {
			t.Errorf("after it was paid: %s %s", third.State, third.Why)
		}
		// an accident is another event; then the money is gone and it waits for a person
		if x := h.takeIn(t, h.decided(74, m, "tai_nan", "2026-11-10")); x.State != AllowanceGranted {
			t.Errorf("an accident: %s %s", x.State, x.Why)
		}
		poor := h.takeIn(t, h.decided(75, m, "om_dau", "2026-11-15"))
		if poor.State != AllowanceWaiting || poor.Why != "welfare.over_budget" {
			t.Errorf("without money: %s %s", poor.State, poor.Why)
		}
		refused(t, h.s.Settle(h.Ctx, h.chair, poor.ID, SettleInput{Reason: "Đã xem lại"}), "welfare.over_budget")
		must(t, h.s.Allow(h.Ctx, h.boss, programme, 1_000_000, "Bổ sung từ dự phòng"))
		must(t, h.s.Settle(h.Ctx, h.chair, poor.ID, SettleInput{Reason: "Đã có dự toán bổ sung"}))
		refused(t, h.s.Reject(h.Ctx, h.chair, poor.ID, "Đã giải quyết rồi mà"), "welfare.allowance_not_now")
		must(t, h.s.Reject(h.Ctx, h.chair, early.ID, "Quá thời hạn đề nghị"))
		if p := h.load(t, programme); p.Committed != 2_500_000 || p.Left() != 500_000 {
			t.Errorf("committed %s, left %s", p.Committed, p.Left())
		}
	})
}

func TestAnAllowanceOfNobodyKnownWaitsForAPerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.member(1, h.a, "2020-01-01", nil)
		h.begin(t, h.relief())
		in := h.decided(80, m, "om_dau", "2026-11-02")
		in.Person = 0
		w := h.takeIn(t, in)
		if w.State != AllowanceWaiting || w.Why != "welfare.who_is_it" {
			t.Fatalf("%s %s", w.State, w.Why)
		}
		l, err := h.s.Allowances(h.Ctx, h.chair, AllowanceWaiting, 0)
		must(t, err)
		if len(l.Rows) != 1 || !l.May[w.ID] {
			t.Errorf("the list shows %+v", l)
		}
		l, err = h.s.Allowances(h.Ctx, h.as(90, "Phường Hai", h.far, watching...), "", 0)
		must(t, err)
		if len(l.Rows) != 0 {
			t.Error("a sister union sees it")
		}
		refused(t, h.s.Settle(h.Ctx, h.as(90, "Phường Hai", h.far, watching...), w.ID, SettleInput{Number: m.Number, Reason: "Của ai đây"}), "welfare.no_allowance")
		refused(t, h.s.Settle(h.Ctx, h.chair, w.ID, SettleInput{Number: "KHONG", Reason: "Sai mã số rồi"}), "welfare.no_member")
		must(t, h.s.Settle(h.Ctx, h.chair, w.ID, SettleInput{Number: m.Number, Reason: "Đối chiếu danh sách công đoàn"}))
	})
}

// Opening visits and allowances is their approval: another person than who wrote them.
func TestWhatPaysWithoutAListIsOpenedByAnother(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		both := h.as(1, "Mai Thị Hạnh", h.ward, PermPrepare, PermApprove)
		p, err := h.s.Create(h.Ctx, both, h.visits())
		must(t, err)
		refused(t, h.s.Open(h.Ctx, both, p.ID), "welfare.second_person")
		refused(t, h.s.Open(h.Ctx, h.preparer, p.ID), "welfare.no_right")
		must(t, h.s.Open(h.Ctx, h.chair, p.ID))
	})
}

// Birthdays come out of the register, a gift is given once a year across all units and never beyond the budget.
func TestVisitsAndTheirGifts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Clock.Set(day("2026-05-10").Clock(9, 0))
		var people []Member
		for n := 1; n <= 7; n++ {
			people = append(people, h.member(n, h.a, "2020-01-01", nil))
		}
		h.roll.rows[6].Born, h.roll.rows[6].Sex = day("1970-12-31"), "nữ"
		programme, _ := h.begin(t, h.visits())
		atA := h.as(41, "Cán bộ A", h.a, PermPrepare)
		m, err := h.s.Visits(h.Ctx, atA, h.a, 2026, 5)
		must(t, err)
		if m.Expected != 6 || len(m.Visits) != 0 || !m.MayPlan {
			t.Fatalf("May: %+v", m)
		}
		n, err := h.s.Suggest(h.Ctx, atA, h.a, 2026, 5)
		must(t, err)
		again, err := h.s.Suggest(h.Ctx, atA, h.a, 2026, 5)
		must(t, err)
		if n != 6 || again != 0 {
			t.Errorf("planned %d, then %d", n, again)
		}
		m, err = h.s.Visits(h.Ctx, atA, h.a, 2026, 5)
		must(t, err)
		for i, v := range m.Visits[:5] {
			if v.Day != day("2026-05-17") || v.Event != Birthday {
				t.Errorf("%+v", v)
			}
			must(t, h.s.Visited(h.Ctx, atA, v.ID, DoneInput{Programme: programme}))
			if i == 0 {
				refused(t, h.s.Visited(h.Ctx, atA, v.ID, DoneInput{Programme: programme}), "welfare.visit_not_now")
			}
		}
		if p := h.load(t, programme); p.Committed != 1_000_000 || p.Paid != 1_000_000 {
			t.Errorf("committed %s, paid %s", p.Committed, p.Paid)
		}
		refused(t, h.s.Visited(h.Ctx, atA, m.Visits[5].ID, DoneInput{Programme: programme}), "welfare.over_budget")
		must(t, h.s.Visited(h.Ctx, atA, m.Visits[5].ID, DoneInput{Note: "Thăm, không có quà"}))
		// in the same year she is in B, whose union would give her a birthday gift again
		must(t, h.s.Allow(h.Ctx, h.boss, programme, 1_000_000, "Bổ sung dự toán"))
		h.roll.rows[0].To = day("2026-05-10")
		moved := people[0]
		moved.Unit = h.b
		h.roll.rows = append(h.roll.rows, listed{Member: moved, From: day("2026-05-10")})
		atB := h.as(42, "Cán bộ B", h.b, PermPrepare)
		v, err := h.s.PlanVisit(h.Ctx, atB, VisitInput{Org: h.b, Number: moved.Number, Event: Birthday, Day: day("2026-05-17")})
		must(t, err)
		refused(t, h.s.Visited(h.Ctx, atB, v.ID, DoneInput{Programme: programme}), "welfare.received_already")
		must(t, h.s.SkipVisit(h.Ctx, atB, v.ID, "Đã nhận quà ở đơn vị cũ"))
		_, err = h.s.Visits(h.Ctx, atB, h.a, 2026, 5)
		refused(t, err, "welfare.no_visit")
	})
}

// The annex of the decree as far as it was checked by hand; the table itself is dated data, not verified.
func TestRetirementFollowsTheTable(t *testing.T) {
	for _, c := range []struct{ born, sex, want string }{
		{"1961-01-15", "nam", "2021-05-01"}, {"1961-10-01", "nam", "2022-05-01"}, {"1961-09-30", "nam", "2022-01-01"},
		{"1966-01-20", "nữ", "2021-06-01"}, {"1966-09-01", "nữ", "2022-06-01"},
		{"1970-03-31", "nam", "2032-04-01"}, {"1990-02-28", "nữ", "2050-03-01"},
	} {
		on, ok := retiresOn(day(c.born), c.sex)
		if !ok || on != day(c.want) {
			t.Errorf("born %s, %s: %s, want %s", c.born, c.sex, on, c.want)
		}
	}
	if _, ok := retiresOn(kernel.Date{}, "nam"); ok {
		t.Error("nobody retires without a birth date")
	}
	for _, c := range []struct {
		born string
		year int
		want string
	}{{"2000-02-29", 2027, "2027-02-28"}, {"2000-02-29", 2028, "2028-02-29"}, {"2000-02-01", 2027, "2027-02-01"}} {
		on, ok := birthdayIn(day(c.born), c.year, 2)
		if !ok || on != day(c.want) {
			t.Errorf("birthday of %s in %d: %s", c.born, c.year, on)
		}
	}
}

// A member sees what she has, what is hers to expect and why; nobody else's.
func TestAMembersOwnPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		her := h.as(70, "Đoàn Viên 0002", 0)
		her.Person, her.Mandates = h.roll.rows[1].Person, nil
		young := her
		young.Account, young.Person = 71, h.roll.rows[14].Person
		m, err := h.s.Mine(h.Ctx, her)
		must(t, err)
		if !m.IsMember || len(m.Chances) != 1 || m.Chances[0].Verdict != rules.Yes || len(m.Benefits) != 0 {
			t.Fatalf("%+v", m)
		}
		m, err = h.s.Mine(h.Ctx, young)
		must(t, err)
		if m.Chances[0].Verdict != rules.No || !strings.Contains(rulesSaid(m.Chances[0].Lines), "cần từ 6 tháng") {
			t.Errorf("the one who joined in August: %+v", m.Chances[0])
		}
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		m, err = h.s.Mine(h.Ctx, her)
		must(t, err)
		if len(m.Benefits) != 0 {
			t.Error("a proposal is told before it is approved")
		}
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		refused(t, h.s.SetAccount(h.Ctx, her, Account{"970436", "12", ""}), "welfare.bad_account")
		must(t, h.s.SetAccount(h.Ctx, her, Account{"970436", "0011 0001 23456", "DOAN VIEN HAI"}))
		m, err = h.s.Mine(h.Ctx, her)
		must(t, err)
		if len(m.Benefits) != 1 || m.Benefits[0].Benefit.Account.Number != "0011000123456" || m.Benefits[0].Occasion != "Tết Đinh Mùi" {
			t.Fatalf("%+v", m.Benefits)
		}
		_, err = h.s.OwnOne(h.Ctx, young, m.Benefits[0].Benefit.ID)
		refused(t, err, "welfare.no_benefit")
		o, err := h.s.OwnOne(h.Ctx, her, m.Benefits[0].Benefit.ID)
		must(t, err)
		// the cashier of her unit scans the code; a cashier of another ward finds nothing behind it
		must(t, h.s.StartPaying(h.Ctx, h.payer, programme, list))
		id, err := h.s.ByToken(h.Ctx, h.payer, o.Benefit.Token)
		must(t, err)
		must(t, h.s.Hand(h.Ctx, h.payer, HandInput{Rows: []kernel.ID{id}, How: ByCode}))
		_, err = h.s.ByToken(h.Ctx, h.as(72, "Phường Hai", h.far, PermPay), o.Benefit.Token)
		refused(t, err, "welfare.no_benefit")
	})
}

func TestWhomNothingReached(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		must(t, h.s.StartPaying(h.Ctx, h.payer, programme, list))
		refused(t, second(h.s.HandAll(h.Ctx, h.as(80, "Phường Hai", h.far, PermPay), programme, list, h.a, BySignature, "DS 01")), "welfare.no_programme")
		n, err := h.s.HandAll(h.Ctx, h.payer, programme, list, h.a, BySignature, "DS 01")
		must(t, err)
		if n != 56 {
			t.Errorf("%d were handed over", n)
		}
		h.booksHold(t, programme, list)
		refused(t, second(h.s.HandAll(h.Ctx, h.payer, programme, list, h.a, BySignature, "DS 01")), "welfare.nobody_waits")
		refused(t, h.s.Finish(h.Ctx, h.payer, programme, list), "welfare.still_waiting")
		must(t, h.s.CountReach(h.Ctx, h.s.today().Year))
		u, err := h.s.Unreached(h.Ctx, h.preparer, 0, h.s.today().Year)
		must(t, err)
		if u.Total.Members != 120 || u.Total.Reached != 56 || len(u.Rows) != 2 {
			t.Errorf("%+v", u)
		}
		u, err = h.s.Unreached(h.Ctx, h.preparer, h.a, h.s.today().Year)
		must(t, err)
		if len(u.People) != 4 || u.More || u.Total.Missed() != 4 {
			t.Errorf("A: %+v", u)
		}
		_, err = h.s.Unreached(h.Ctx, h.preparer, h.c, h.s.today().Year)
		refused(t, err, "welfare.no_unit_here")

		r, err := h.s.Report(h.Ctx, h.preparer, programme, list, 0)
		must(t, err)
		if r.Total.Seen != 120 || r.Total.Received != 56 || r.Total.Missed() != 64 || len(r.Rows) != 2 || r.Rows[0].Tally.Received != 56 {
			t.Errorf("%+v", r)
		}
		r, err = h.s.Report(h.Ctx, h.as(81, "Cán bộ B", h.b, PermView), programme, list, 0)
		must(t, err)
		if r.Unit != h.b || r.Total.Listed != 56 || r.Total.Received != 0 {
			t.Errorf("B sees %+v", r.Total)
		}
	})
}
