package welfare

import (
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

func (h *house) carry(t testing.TB, c orgs.Carriage) {
	t.Helper()
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Holder().Carry(tx, program, c) }))
}

func (h *house) totals(t testing.TB) []orgs.Holding {
	t.Helper()
	var out []orgs.Holding
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
		out, err = h.s.Holder().Totals(tx, h.top, h.s.today())
		return err
	}))
	return out
}

func (h *house) held(t testing.TB, unit kernel.ID, kind string) orgs.Holding {
	t.Helper()
	var out orgs.Holding
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.s.Holder().Holds(tx, h.top, []kernel.ID{unit}, h.s.today())
		for _, x := range list {
			if x.Kind == kind {
				out = x
			}
		}
		return err
	}))
	return out
}

// A16 in small: the union of a ward ends, its programme and what waits to be handed over go on. Money and
// counts are the same before and after, the unit of the list never changes, undoing gives everything back.
func TestAnEndedUnitHandsItsProgrammesOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		must(t, h.s.StartPaying(h.Ctx, h.payer, programme, list))
		paid := h.rows(t, programme, list, "")[0]
		must(t, h.s.Hand(h.Ctx, h.payer, HandInput{Rows: []kernel.ID{paid.ID}, How: BySignature, Paper: "DS 01"}))
		_, err := h.s.PlanVisit(h.Ctx, h.as(41, "Cán bộ A", h.a, PermPrepare), VisitInput{Org: h.a, Number: "QN0001", Event: "om_dau", Day: h.s.today()})
		must(t, err)
		before := h.totals(t)

		// the ward's union goes to the other ward, 3:1 between it and the federation
		split := orgs.Carriage{Step: 1, Tenant: h.top, On: h.s.today(), From: []kernel.ID{h.ward}, Rule: orgs.Allotment{Rest: h.far, Shares: []orgs.Share{{Unit: h.far, Weight: 3}, {Unit: h.fed, Weight: 1}}}}
		h.carry(t, split)
		h.carry(t, split)
		if after := h.totals(t); !slices.Equal(before, after) {
			t.Errorf("totals were %+v, are %+v", before, after)
		}
		if x, y := h.held(t, h.far, HeldProgramme), h.held(t, h.fed, HeldProgramme); x.Amount != 3_000_000 || y.Amount != 1_000_000 || x.Count != 1 || y.Count != 1 {
			t.Errorf("the parts are %+v and %+v", x, y)
		}
		if left := h.held(t, h.ward, HeldProgramme); left.Count != 0 {
			t.Errorf("the ended unit still holds %+v", left)
		}

		// A is merged into C, member by member where the rule names one
		merge := orgs.Carriage{Step: 2, Tenant: h.top, On: h.s.today(), From: []kernel.ID{h.a}, Rule: orgs.Allotment{Rest: h.c, List: map[string]kernel.ID{"QN0002": h.b}}, Label: "12/QĐ"}
		h.carry(t, merge)
		h.carry(t, merge)
		if after := h.totals(t); !slices.Equal(before, after) {
			t.Errorf("totals were %+v, are %+v", before, after)
		}
		for _, b := range h.rows(t, programme, list, "") {
			want := h.c
			switch {
			case b.Unit == h.b || b.Number == "QN0002":
				want = h.b
			case b.ID == paid.ID:
				want = h.a // what was received is history
			}
			if b.Desk != want {
				t.Fatalf("%s is handed over by %d, want %d", b.Number, b.Desk, want)
			}
			if b.Unit != h.a && b.Unit != h.b {
				t.Fatalf("the unit of the list changed: %+v", b)
			}
		}
		if v := h.held(t, h.c, HeldVisit); v.Count != 1 {
			t.Errorf("the visit is not with C: %+v", v)
		}
		// C's cashier may hand over now, A's could until now
		row := h.rows(t, programme, list, "cho-nhan")[0]
		must(t, h.s.Hand(h.Ctx, h.as(42, "Thủ quỹ C", row.Desk, PermPay), HandInput{Rows: []kernel.ID{row.ID}, How: ByCode}))

		merge.Undo, split.Undo = true, true
		h.carry(t, merge)
		h.carry(t, split)
		if x := h.held(t, h.ward, HeldProgramme); x.Count != 1 || x.Amount != 4_000_000 {
			t.Errorf("after undoing the ward holds %+v", x)
		}
		if x := h.held(t, h.a, HeldBenefit); x.Count != 54 || h.held(t, h.a, HeldVisit).Count != 1 {
			t.Errorf("after undoing A holds %+v", x)
		}
	})
}

// Whoever received in one part of a programme does not receive in another.
func TestPartsOfAProgrammeCountAsOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.member(1, h.a, "2020-01-01", nil)
		programme, list := h.begin(t, h.tet())
		// a list of a second occasion was not made yet when the unit ends: both parts have it
		next, err := h.s.AddOccasion(h.Ctx, h.preparer, programme, OccasionInput{Title: "Tháng công nhân", AsOf: day("2026-11-01")})
		must(t, err)
		_ = list
		h.carry(t, orgs.Carriage{Step: 1, Tenant: h.top, From: []kernel.ID{h.ward}, Rule: orgs.Allotment{Rest: h.far, Shares: []orgs.Share{{Unit: h.far, Weight: 1}, {Unit: h.ward, Weight: 2}}}})
		// the part of the ward keeps the name of the programme; the other ward's part is new
		l, err := h.s.Programmes(h.Ctx, h.as(50, "Cán bộ tỉnh", h.fed, watching...), Filter{})
		must(t, err)
		i := slices.IndexFunc(l.Rows, func(p Programme) bool { return p.Org == h.far })
		if len(l.Rows) != 2 || i < 0 {
			t.Fatalf("%d programmes", len(l.Rows))
		}
		part := l.Rows[i]
		h.roll.rows = append(h.roll.rows, listed{Member: Member{ID: 1900, Person: m.Person, Unit: h.c, Number: "QN0001B", Name: m.Name}, From: day("2020-01-01")})
		atFar := h.as(51, "Cán bộ phường Hai", h.far, PermPrepare)
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, next.ID))
		var mine kernel.ID
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			os, err := occasionsOf(tx, part.ID)
			for _, o := range os {
				if o.Title == "Tháng công nhân" {
					mine = o.ID
				}
			}
			return err
		}))
		refused(t, second(h.s.Add(h.Ctx, atFar, part.ID, mine, AddInput{Numbers: "QN0001B", Reason: "Cũng là người ấy"})), "welfare.list_not_now")
		must(t, h.s.Propose(h.Ctx, atFar, part.ID, mine))
		if rows := h.rows(t, part.ID, mine, ""); len(rows) != 0 {
			t.Errorf("she stands on both lists: %+v", rows)
		}
		refused(t, second(h.s.Add(h.Ctx, atFar, part.ID, mine, AddInput{Numbers: "QN0001B", Reason: "Cũng là người ấy"})), "welfare.has_already")
	})
}

// Random lists, payments and reorganisations: money that is committed is what the rows say, totals stay,
// nobody has two rows.
func TestRandomHistoriesKeepTheBooks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := rand.New(rand.NewPCG(7, 2026))
		units := []kernel.ID{h.a, h.b, h.c}
		for n := 1; n <= 60; n++ {
			h.member(n, units[r.IntN(3)], "2020-01-01", nil)
		}
		in := h.tet()
		in.Org, in.Budget = h.fed, 25_000_000
		prep, chair, cash := h.as(1, "Soạn", h.fed, PermPrepare), h.as(2, "Duyệt", h.fed, PermApprove), h.as(3, "Quỹ", h.fed, PermPay)
		p, err := h.s.Create(h.Ctx, prep, in)
		must(t, err)
		must(t, h.s.Open(h.Ctx, prep, p.ID))
		d, err := h.s.Detail(h.Ctx, prep, p.ID)
		must(t, err)
		list := d.Occasions[0].ID
		for step := range 120 {
			rows := slices.Concat(h.rows(t, p.ID, list, ""), h.rows(t, p.ID, list, "da-bo"), h.rows(t, p.ID, list, "khong-trao-duoc"))
			var one Benefit
			if len(rows) > 0 {
				one = rows[r.IntN(len(rows))]
			}
			switch r.IntN(11) {
			case 0:
				err = h.s.Propose(h.Ctx, prep, p.ID, list)
			case 1:
				err = h.s.Remove(h.Ctx, prep, p.ID, list, []kernel.ID{one.ID}, "Thử bỏ ra")
			case 2, 3:
				add := AddInput{Numbers: h.roll.rows[r.IntN(60)].Number, Reason: "Thử thêm vào", Amount: kernel.Money(r.IntN(3)) * 700_000}
				why, no := h.s.TryAdd(h.Ctx, prep, p.ID, list, add)
				_, err = h.s.Add(h.Ctx, prep, p.ID, list, add)
				if tried, done := no == nil && len(why) == 0, err == nil; tried != done { // what is tried is what happens
					t.Fatalf("step %d: tried %v %v, done %v", step, why, no, err)
				}
			case 4:
				err = h.s.Approve(h.Ctx, chair, p.ID, list)
			case 5:
				err = h.s.StartPaying(h.Ctx, cash, p.ID, list)
			case 6:
				err = h.s.Hand(h.Ctx, cash, HandInput{Rows: []kernel.ID{one.ID}, How: ByCode})
			case 7:
				err = h.s.Miss(h.Ctx, cash, one.ID, "Không gặp được")
			case 8:
				err = h.s.Send(h.Ctx, cash, one.ID, "Đã hẹn lại")
			case 9:
				err = h.s.Amend(h.Ctx, prep, p.ID, list, "Bổ sung danh sách")
			case 10:
				before := h.totals(t)
				from, to := units[r.IntN(3)], units[r.IntN(3)]
				if from != to {
					h.carry(t, orgs.Carriage{Step: kernel.ID(100 + step), Tenant: h.top, From: []kernel.ID{from}, Rule: orgs.Allotment{Rest: to}})
				}
				if after := h.totals(t); !slices.Equal(before, after) {
					t.Fatalf("step %d: totals were %+v, are %+v", step, before, after)
				}
				err = nil
			}
			if err != nil && kernel.AsFault(err) == nil {
				t.Fatalf("step %d: %v", step, err)
			}
			h.booksHold(t, p.ID, list)
		}
	})
}

// booksHold compares what the programme and the tallies say with the rows.
func (h *house) booksHold(t testing.TB, programme, list kernel.ID) {
	t.Helper()
	var committed, paid kernel.Money
	listed, received := int64(0), int64(0)
	persons := map[kernel.ID]bool{}
	for _, b := range h.rows(t, programme, list, "") {
		committed += b.Amount
		listed++
		if b.State == Received {
			paid += b.Amount
			received++
		}
		if persons[b.Person] {
			t.Fatalf("%s stands on the list twice", b.Name)
		}
		persons[b.Person] = true
	}
	p := h.load(t, programme)
	sh, err := h.s.Sheet(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, programme, list, "", RowFilter{})
	must(t, err)
	if p.Committed != committed || p.Paid != paid || sh.Tally.Amount != committed || sh.Tally.Listed != listed || sh.Tally.Received != received || sh.Tally.Paid != paid {
		t.Fatalf("rows say %d %s, %d %s; the programme %s %s, the tally %+v", listed, committed, received, paid, p.Committed, p.Paid, sh.Tally)
	}
	if p.Paid > p.Limit() {
		t.Fatalf("%s were paid out of %s", p.Paid, p.Limit())
	}
}
