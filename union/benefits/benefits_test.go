package benefits

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

type dbTx = db.Tx

// The rates that were really agreed (Sagri/CBM 2021: 10–50 %; health check 15 %; vouchers of 150.000 ₫,
// Pou Yuen 2026), worked out to the đồng.
func TestDiscountsAreToTheDong(t *testing.T) {
	for _, x := range []struct {
		cut  Cut
		bill kernel.Money
		off  kernel.Money
	}{
		{Cut{Percent: 1500}, 480_000, 72_000},
		{Cut{Percent: 5000}, 99_999, 50_000}, // half a đồng upwards
		{Cut{Percent: 1000}, 33_333, 3_333},
		{Cut{Percent: 1250}, 81_204, 10_151}, // 12,5 %: 10.150,5
		{Cut{Percent: 1500, Cap: 50_000}, 480_000, 50_000},
		{Cut{Percent: 1500, Least: 200_000}, 199_999, 0},
		{Cut{Sum: 150_000}, 480_000, 150_000},
		{Cut{Sum: 150_000}, 120_000, 120_000}, // never more than the bill
		{Cut{Percent: 10_000}, maxBill, maxBill},
		{Cut{Percent: 1500}, 0, 0},
	} {
		if off := x.cut.Of(x.bill); off != x.off {
			t.Errorf("%+v of %s is %s, want %s", x.cut, x.bill, off, x.off)
		}
	}
}

func TestAnAgreementIsSignedByAnotherPersonAndHoldsForItsTerm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.s.Create(h.Ctx, h.preparer, AgreementInput{Org: h.far, Partner: 71, Title: "Ở phường khác", From: day("2026-01-01"), To: day("2026-12-31")})
		refused(t, err, "benefits.no_unit")
		_, err = h.s.Create(h.Ctx, h.preparer, AgreementInput{Org: h.ward, Partner: 99, From: day("2026-02-01"), To: day("2026-01-31"), Rule: "doan_vien.luong > 1"})
		for _, code := range []string{"benefits.no_partner", "benefits.no_title", "benefits.ends_before"} {
			refused(t, err, code)
		}
		both := h.as(30, h.ward, PermPrepare, PermApprove)
		today := h.s.today()
		g, err := h.s.Create(h.Ctx, both, AgreementInput{Org: h.ward, Partner: 71, Title: "Giảm giá sách", From: today.AddDays(2), To: today.AddDays(3)})
		must(t, err)
		refused(t, h.s.Approve(h.Ctx, both, g.ID), "benefits.second_person")
		refused(t, h.s.Approve(h.Ctx, h.chair, g.ID), "benefits.no_rates")
		must(t, h.s.AddRate(h.Ctx, both, g.ID, Rate{Goods: "Sách", Who: ForMember, Cut: Cut{Percent: 1000}}))
		refused(t, h.s.AddRate(h.Ctx, both, g.ID, Rate{Goods: "Vở", Who: ForMember, Cut: Cut{Sum: 10, Cap: 5}}), "benefits.cap_of_sum")
		refused(t, h.s.Approve(h.Ctx, h.chair, g.ID), "benefits.no_places")
		h.place(t, g.ID, "Cơ sở 1")
		must(t, h.s.Approve(h.Ctx, h.chair, g.ID))
		refused(t, h.s.AddRate(h.Ctx, both, g.ID, Rate{Goods: "Vở", Who: ForMember, Cut: Cut{Percent: 1000}}), "benefits.not_now")
		m := h.member(1, h.coal, nil)
		states := []State{}
		for range 5 {
			must(t, h.s.Turn(h.Ctx))
			a, err := h.s.Check(h.Ctx, h.till, card(m))
			must(t, err)
			st := h.agreement(t, g.ID).State
			states = append(states, st)
			if good := a.Standing == IsGood; good != (st == Running) {
				t.Errorf("on %s it is %s and the till says %s", h.s.today(), st, a.Standing)
			}
			h.Clock.Advance(24 * time.Hour)
		}
		if got := states; got[0] != Signed || got[2] != Running || got[3] != Running || got[4] != Ended {
			t.Errorf("states day by day: %v", got)
		}
	})
}

func TestWhatATillSeesOfACode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.books(t, "doan_vien.so_thang >= 6")
		old, young, unsure := h.member(1, h.coal, rules.Values{"doan_vien.so_thang": 12}), h.member(2, h.coal, rules.Values{"doan_vien.so_thang": 2}), h.member(3, h.coal, nil)
		sister := h.member(4, h.hospital, rules.Values{"doan_vien.so_thang": 12})
		voucher := h.issue(t, h.vouchers(t, g, 10, 1), old)[0]
		for code, want := range map[string]Standing{card(old): IsGood, card(young): IsNotFor, card(unsure): IsNotFor, card(sister): IsNotFor, "the:cu": IsExpired, "gì đó": IsUnknown, "": IsUnknown,
			h.code(voucher): IsGood, strings.ToUpper(string(tokenOf(h.s.Key, voucher.ID))): IsGood, voucher.ID.String(): IsUnknown} {
			a, err := h.s.Check(h.Ctx, h.till, code)
			must(t, err)
			if a.Standing != want {
				t.Errorf("%q is %s, want %s", code, a.Standing, want)
			}
		}
		// another partner has no agreement with the union: the card is good, the voucher is not there
		for code, want := range map[string]Standing{card(old): IsNotFor, h.code(voucher): IsUnknown} {
			a, err := h.s.Check(h.Ctx, h.ba, code)
			must(t, err)
			if a.Standing != want {
				t.Errorf("at another partner %q is %s, want %s", code, a.Standing, want)
			}
		}
		_, err := h.s.Check(h.Ctx, h.chair, card(old))
		refused(t, err, "benefits.no_use")
		for range LooksPerMinute {
			_, err = h.s.Check(h.Ctx, h.till, "gì đó")
		}
		refused(t, err, "web.too_many")
		h.Clock.Advance(time.Minute + time.Second)
		_, err = h.s.Check(h.Ctx, h.till, card(old))
		must(t, err)
		must(t, h.s.End(h.Ctx, h.chair, g.ID, "Đối tác đóng cửa"))
		a, err := h.s.Check(h.Ctx, h.till, h.code(voucher))
		must(t, err)
		if a.Standing != IsExpired {
			t.Errorf("after the end the voucher is %s", a.Standing)
		}
	})
}

func TestADoubleTapIsOneUseAndCancellingGivesTheVoucherBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.books(t, "")
		m := h.member(1, h.coal, nil)
		v := h.issue(t, h.vouchers(t, g, 10, 1), m)[0]
		in := Till{Code: h.code(v), Bill: 480_000, Key: "a", Way: ByPage}
		sum, err := h.s.Reckon(h.Ctx, h.till, in)
		must(t, err)
		if sum.Discount != 150_000 || sum.Pays() != 330_000 {
			t.Errorf("worked out %+v", sum)
		}
		u, err := h.s.Confirm(h.Ctx, h.till, in)
		must(t, err)
		again, err := h.s.Confirm(h.Ctx, h.till, in)
		must(t, err)
		if again.ID != u.ID {
			t.Error("a double tap is two uses")
		}
		in.Key = "b"
		_, err = h.s.Confirm(h.Ctx, h.till, in)
		refused(t, err, "benefits.code_used")
		_, err = h.s.CancelUse(h.Ctx, h.ba, u.ID, "Không phải của tôi")
		refused(t, err, "benefits.no_use")
		_, err = h.s.CancelUse(h.Ctx, h.till, u.ID, "  ")
		refused(t, err, "benefits.no_reason")
		_, err = h.s.CancelUse(h.Ctx, h.till, u.ID, "Khách trả hàng")
		must(t, err)
		_, err = h.s.CancelUse(h.Ctx, h.till, u.ID, "Khách trả hàng")
		must(t, err)
		u, err = h.s.Confirm(h.Ctx, h.till, in)
		must(t, err)
		h.Clock.Advance(31 * time.Minute)
		_, err = h.s.CancelUse(h.Ctx, h.till, u.ID, "Khách trả hàng")
		refused(t, err, "benefits.too_late")
		// by card there is no limit but the bill itself
		_, err = h.s.Confirm(h.Ctx, h.till, Till{Code: card(m), Bill: -5, Key: "c"})
		refused(t, err, "benefits.no_bill")
		u, err = h.s.Confirm(h.Ctx, h.till, Till{Code: card(m), Bill: 200_001, Key: "c"})
		must(t, err)
		if u.Discount != 30_000 || u.Unit != h.coal {
			t.Errorf("by card: %+v", u)
		}
		mine, err := h.s.Mine(h.Ctx, kernel.Actor{Tenant: h.top, Account: 5, Person: m.Person})
		must(t, err)
		if len(mine.Uses) != 3 || len(mine.Vouchers) != 1 || len(mine.Offers) != 1 || mine.Vouchers[0].Standing != IsUsed {
			t.Errorf("her own page: %d uses, %d vouchers, %d offers", len(mine.Uses), len(mine.Vouchers), len(mine.Offers))
		}
	})
}

// Of many tills that confirm one voucher at the same moment exactly one wins.
func TestOfManyTillsOneWins(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.issue(t, h.vouchers(t, h.books(t, ""), 10, 1), h.member(1, h.coal, nil))[0]
		var wait sync.WaitGroup
		won := make(chan kernel.ID, 16)
		for i := range 8 {
			wait.Go(func() {
				key := "k" + kernel.ID(i/2+1).String() // every key twice: double taps among strangers
				u, err := h.s.Confirm(h.Ctx, h.till, Till{Code: h.code(v), Bill: 200_000, Key: key})
				switch f := kernel.AsFault(err); {
				case err == nil:
					won <- u.ID
				case f == nil || f.Code != "benefits.code_used":
					t.Errorf("confirming: %v", err)
				}
			})
		}
		wait.Wait()
		close(won)
		ids := map[kernel.ID]bool{}
		for id := range won {
			ids[id] = true
		}
		if len(ids) != 1 {
			t.Errorf("%d uses of one voucher", len(ids))
		}
		p, err := h.s.Uses(h.Ctx, h.chair, UseFilter{})
		must(t, err)
		if len(p.Rows) != 1 || p.Total.Uses != 1 {
			t.Errorf("%d rows, %+v", len(p.Rows), p.Total)
		}
	})
}

func TestIssuingGoesByListOrByRuleAndKeepsTheLimits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.books(t, "")
		poor := rules.Values{"doan_vien.kho_khan": true}
		a, b, c := h.member(1, h.coal, poor), h.member(2, h.school, poor), h.member(3, h.coal, rules.Values{"doan_vien.kho_khan": false})
		h.member(4, h.coal, nil)
		far := h.member(5, h.hospital, poor)
		x, err := h.s.CreateSeries(h.Ctx, h.preparer, g.ID, SeriesInput{Title: "Phiếu khó khăn", Code: "KK26", Cut: Cut{Sum: 150_000}, Count: 3, PerMember: 2, From: h.s.today(), To: h.s.today().AddDays(9), Rule: "doan_vien.kho_khan"})
		must(t, err)
		_, err = h.s.CreateSeries(h.Ctx, h.preparer, g.ID, SeriesInput{Title: "Phiếu khó khăn", Code: "KK26", Cut: Cut{Sum: 150_000}, Count: 3, PerMember: 2, From: h.s.today(), To: h.s.today().AddDays(900)})
		refused(t, err, "benefits.outside_term")
		_, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Unit: h.ward, Each: 1})
		refused(t, err, "benefits.not_now")
		refused(t, h.s.OpenSeries(h.Ctx, h.as(21, h.ward, PermApprove, PermView), x.ID), "benefits.second_person")
		must(t, h.s.OpenSeries(h.Ctx, h.chair, x.ID))
		_, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Unit: h.far, Each: 1})
		refused(t, err, "benefits.no_unit")
		_, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Numbers: []string{far.Number}, Each: 1})
		refused(t, err, "benefits.no_member")
		_, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Unit: h.ward, Each: 2}) // two members, four vouchers, three left
		refused(t, err, "benefits.too_few_left")
		r, err := h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Unit: h.ward, Each: 1})
		must(t, err)
		if r != (IssueResult{Issued: 2, Members: 2, NotFor: 1, Unsure: 1}) {
			t.Errorf("by rule: %+v", r)
		}
		// by list the keeper answers for who gets one
		r, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Numbers: []string{c.Number}, Each: 1})
		must(t, err)
		_, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Numbers: []string{a.Number}, Each: 1})
		refused(t, err, "benefits.too_few_left")
		d, err := h.s.SeriesDetail(h.Ctx, h.preparer, x.ID, "", 0)
		must(t, err)
		serials := []string{}
		for _, v := range d.Vouchers {
			serials = append(serials, d.Series.SerialText(v.Serial))
		}
		if strings.Join(serials, " ") != "KK26-000003 KK26-000002 KK26-000001" || r.Issued != 1 {
			t.Errorf("serials %v", serials)
		}
		// the keeper of the school sees the school's voucher only, a sister union sees nothing
		school, sister := h.as(40, h.school, PermView), h.as(41, h.far, PermView, PermPrepare)
		d, err = h.s.SeriesDetail(h.Ctx, school, x.ID, "", 0)
		must(t, err)
		if len(d.Vouchers) != 1 || d.Vouchers[0].Member != b.ID || !d.Narrow {
			t.Errorf("the school sees %+v", d.Vouchers)
		}
		_, err = h.s.SeriesDetail(h.Ctx, sister, x.ID, "", 0)
		refused(t, err, "benefits.no_series")
		_, err = h.s.Detail(h.Ctx, sister, g.ID)
		refused(t, err, "benefits.no_agreement")
		refused(t, h.s.RevokeVoucher(h.Ctx, sister, d.Vouchers[0].ID, "Thử xem"), "benefits.no_voucher")
		l, err := h.s.Agreements(h.Ctx, sister, Filter{})
		must(t, err)
		if len(l.Rows) != 0 {
			t.Errorf("a sister union lists %d agreements", len(l.Rows))
		}
		must(t, h.s.RevokeVoucher(h.Ctx, h.preparer, d.Vouchers[0].ID, "Phát nhầm người"))
		refused(t, h.s.RevokeVoucher(h.Ctx, h.preparer, d.Vouchers[0].ID, "Phát nhầm người"), "benefits.not_now")
	})
}

// A history of issuing, using, cancelling, revoking and expiring: serials have no gap and no double, every
// voucher is in one state, nothing is used twice, and every figure is the sum of its rows.
func TestSerialsAndSumsHoldThroughAnyHistory(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.books(t, "")
		x := h.vouchers(t, g, 60, 4)
		var members []Member
		for i := range 10 {
			members = append(members, h.member(i, []kernel.ID{h.coal, h.school}[i%2], nil))
		}
		r := rand.New(rand.NewPCG(7, 11))
		var live []Use
		used := map[kernel.ID]int{}
		for step := range 90 {
			h.Clock.Advance(7 * time.Second)
			d, err := h.s.SeriesDetail(h.Ctx, h.preparer, x.ID, "", 0)
			must(t, err)
			switch n := r.IntN(10); {
			case n < 3:
				m := members[r.IntN(len(members))]
				_, err = h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Numbers: []string{m.Number}, Each: 1 + r.IntN(3)})
			case n < 7 && len(d.Vouchers) > 0:
				v := d.Vouchers[r.IntN(len(d.Vouchers))]
				var u Use
				u, err = h.s.Confirm(h.Ctx, h.till, Till{Code: h.code(v), Bill: kernel.Money(1 + r.IntN(400_000)), Key: kernel.ID(step + 1).String()})
				if err == nil {
					used[v.ID]++
					live = append(live, u)
				}
			case n < 8 && len(live) > 0:
				u := live[r.IntN(len(live))]
				_, err = h.s.CancelUse(h.Ctx, h.till, u.ID, "Khách trả hàng")
				if err == nil {
					used[u.Voucher]--
					live = live[:0]
				}
			case n < 9 && len(d.Vouchers) > 0:
				err = h.s.RevokeVoucher(h.Ctx, h.preparer, d.Vouchers[r.IntN(len(d.Vouchers))].ID, "Phát nhầm người")
			default:
				_, err = h.s.Confirm(h.Ctx, h.till, Till{Code: card(members[r.IntN(len(members))]), Bill: kernel.Money(1 + r.IntN(900_000)), Key: kernel.ID(step + 1).String()})
			}
			if err != nil && kernel.AsFault(err) == nil {
				t.Fatal(err)
			}
		}
		h.Clock.Advance(31 * 24 * time.Hour)
		must(t, h.s.Turn(h.Ctx))
		for v, n := range used {
			if n > 1 {
				t.Errorf("voucher %s was used %d times", v, n)
			}
		}
		d, err := h.s.SeriesDetail(h.Ctx, h.preparer, x.ID, "", 0)
		must(t, err)
		sum := 0
		for _, n := range d.Counts {
			sum += n
		}
		if sum != d.Series.Issued || d.Counts[Issued] != 0 || d.Counts[Redeemed] == 0 || d.Counts[Expired] == 0 {
			t.Errorf("%d issued, states %v", d.Series.Issued, d.Counts)
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			var most, many int
			var err error
			most, _, err = db.Value[int](tx, `select max(serial) from benefit_voucher where series_id = $1`, x.ID)
			must(t, err)
			many, _, err = db.Value[int](tx, `select count(distinct serial) from benefit_voucher where series_id = $1`, x.ID)
			if most != d.Series.Issued || many != most {
				t.Errorf("the last serial is %d, %d are there, %d were issued", most, many, d.Series.Issued)
			}
			return err
		}))
		h.sumsHold(t, h.chair, UseFilter{})
		h.sumsHold(t, h.chair, UseFilter{Agreement: g.ID, Unit: h.school})
	})
}

// sumsHold compares the report's figures with the rows that they open.
func (h *house) sumsHold(t *testing.T, a kernel.Actor, f UseFilter) {
	t.Helper()
	rep, err := h.s.Report(h.Ctx, a, f)
	must(t, err)
	var total Tally
	for _, row := range rep.Rows {
		p, got := UsePage{Next: 1}, Tally{}
		rf := f
		rf.Agreement, rf.Only = row.Agreement, row.Unit
		for p.Next != 0 {
			p, err = h.s.Uses(h.Ctx, a, rf)
			must(t, err)
			for _, u := range p.Rows {
				if u.Cancelled.IsZero() {
					got.Uses, got.Bills, got.Discounts = got.Uses+1, got.Bills+u.Bill, got.Discounts+u.Discount
				} else {
					got.Cancelled++
				}
			}
			rf.Before = p.Next
		}
		got.People = row.Tally.People
		if got != row.Tally {
			t.Errorf("%s: the figure is %+v, its rows are %+v", row.Name, row.Tally, got)
		}
		total.Uses, total.Bills, total.Discounts, total.Cancelled = total.Uses+got.Uses, total.Bills+got.Bills, total.Discounts+got.Discounts, total.Cancelled+got.Cancelled
	}
	total.People = rep.Total.People
	if total != rep.Total || total.Uses == 0 {
		t.Errorf("the total is %+v, the rows are %+v", rep.Total, total)
	}
}

func TestReportsOfAUnitAreItsOwnRows(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.books(t, "")
		for i, unit := range []kernel.ID{h.coal, h.coal, h.school} {
			m := h.member(i, unit, nil)
			_, err := h.s.Confirm(h.Ctx, h.till, Till{Code: card(m), Bill: 100_000, Key: m.Number})
			must(t, err)
		}
		for _, x := range []struct {
			a    kernel.Actor
			uses int64
		}{{h.chair, 3}, {h.as(40, h.school, PermView), 1}, {h.as(41, h.far, PermView), 0}, {h.as(42, h.fed, PermView), 3}, {kernel.Actor{Tenant: h.top, Account: 9}, 0}} {
			rep, err := h.s.Report(h.Ctx, x.a, UseFilter{})
			must(t, err)
			if rep.Total.Uses != x.uses {
				t.Errorf("account %d counts %d uses, want %d", x.a.Account, rep.Total.Uses, x.uses)
			}
		}
		_, err := h.s.Report(h.Ctx, h.as(41, h.far, PermView), UseFilter{Agreement: g.ID})
		refused(t, err, "benefits.no_agreement")
		rep, err := h.s.Report(h.Ctx, h.chair, UseFilter{From: h.s.today().AddDays(1)})
		must(t, err)
		if rep.Total.Uses != 0 {
			t.Error("tomorrow has uses")
		}
	})
}

func TestAReorganisationCarriesAgreementsAndVouchers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.books(t, "")
		a, b := h.member(1, h.coal, nil), h.member(2, h.coal, nil)
		h.issue(t, h.vouchers(t, g, 10, 1), a, b)
		count := func(unit kernel.ID) map[string]orgs.Holding {
			out := map[string]orgs.Holding{}
			must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
				list, err := h.s.Holder().Holds(tx, h.top, []kernel.ID{unit}, h.s.today())
				if unit == 0 {
					list, err = h.s.Holder().Totals(tx, h.top, h.s.today())
				}
				for _, x := range list {
					out[x.Kind] = x
				}
				return err
			}))
			return out
		}
		carry := func(c orgs.Carriage) {
			must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Holder().Carry(tx, program, c) }))
		}
		before := count(0)
		merge := orgs.Carriage{Step: 1, Tenant: h.top, On: h.s.today(), From: []kernel.ID{h.coal}, Rule: orgs.Allotment{Rest: h.school, List: map[string]kernel.ID{b.Number: h.hospital}}}
		ward := orgs.Carriage{Step: 2, Tenant: h.top, On: h.s.today(), From: []kernel.ID{h.ward}, Rule: orgs.Allotment{Rest: h.far}}
		for range 2 {
			carry(merge)
			carry(ward)
		}
		if after := count(0); after[HeldAgreement] != before[HeldAgreement] || after[HeldVoucher] != before[HeldVoucher] || before[HeldVoucher].Amount != 300_000 {
			t.Errorf("totals were %+v, are %+v", before, after)
		}
		if count(h.school)[HeldVoucher].Count != 1 || count(h.hospital)[HeldVoucher].Count != 1 || count(h.far)[HeldAgreement].Count != 1 || len(count(h.coal)) != 0 || len(count(h.ward)) != 0 {
			t.Errorf("school %+v, hospital %+v, far %+v", count(h.school), count(h.hospital), count(h.far))
		}
		merge.Undo, ward.Undo = true, true
		carry(ward)
		carry(merge)
		if count(h.coal)[HeldVoucher].Count != 2 || count(h.ward)[HeldAgreement].Count != 1 {
			t.Errorf("after undoing: coal %+v, ward %+v", count(h.coal), count(h.ward))
		}
	})
}
