package welfare

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/internal/testkit"
	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func refused(t testing.TB, err error, code string) *kernel.Fault {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code && !slices.ContainsFunc(f.Fields, func(x kernel.FieldFault) bool { return x.Code == code }) {
		t.Fatalf("want %s, got %v", code, err)
	}
	for _, x := range f.Fields {
		if Messages()[x.Code] == "" && rules.Messages()[x.Code] == "" {
			t.Errorf("%s has no sentence", x.Code)
		}
	}
	return f
}

// listed is a member of the test's register, in a unit from a day to a day.
type listed struct {
	Member
	From, To kernel.Date
}

// register is the roll of tests: what union/members knows, in a slice.
type register struct{ rows []listed }

var words = rules.Of(
	rules.Name{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: rules.Whole},
	rules.Name{Key: "doan_vien.dang_sinh_hoat", Title: "Đang sinh hoạt", Type: rules.YesNo},
	rules.Name{Key: "doan_vien.luong", Title: "Lương đóng bảo hiểm", Unit: "đồng", Type: rules.Whole},
	rules.Name{Key: "doan_vien.gioi", Title: "Giới", Type: rules.Text, Values: []rules.Value{{Key: "nam", Title: "nam"}, {Key: "nu", Title: "nữ"}}},
	rules.Name{Key: "doan_vien.kho_khan", Title: "Hoàn cảnh khó khăn", Type: rules.YesNo},
)

func (r *register) Vocabulary() *rules.Vocabulary { return words }

func (r *register) on(l listed, on kernel.Date) (Member, bool) {
	if !(kernel.Period{From: l.From, To: l.To}).Holds(on) {
		return Member{}, false
	}
	m := l.Member
	record := rules.Values{}
	for k, v := range m.Record {
		record[k] = v
	}
	if _, ok := record["doan_vien.so_thang"]; !ok {
		first := l.From
		for _, other := range r.rows {
			if other.ID == l.ID && other.From.Before(first) {
				first = other.From
			}
		}
		months := (on.Year-first.Year)*12 + int(on.Month) - int(first.Month)
		if on.Day < first.Day {
			months--
		}
		record["doan_vien.so_thang"] = months
	}
	record["doan_vien.dang_sinh_hoat"] = true
	m.Record = record
	return m, true
}

func (r *register) find(on kernel.Date, which func(listed) bool) (Member, bool, error) {
	for _, l := range r.rows {
		if which(l) {
			if m, ok := r.on(l, on); ok {
				return m, true, nil
			}
		}
	}
	return Member{}, false, nil
}

func (r *register) Member(_ context.Context, _, id kernel.ID, on kernel.Date) (Member, bool, error) {
	return r.find(on, func(l listed) bool { return l.ID == id })
}

func (r *register) OfPerson(_ context.Context, _, person kernel.ID, on kernel.Date) (Member, bool, error) {
	return r.find(on, func(l listed) bool { return l.Person == person })
}

func (r *register) ByNumber(_ context.Context, _ kernel.ID, number string, on kernel.Date) (Member, bool, error) {
	return r.find(on, func(l listed) bool { return l.Number == number })
}

func (r *register) Each(_ context.Context, _ kernel.ID, units []kernel.ID, on kernel.Date, fn func(Member) error) error {
	for _, l := range r.rows {
		m, ok := r.on(l, on)
		if ok && slices.Contains(units, m.Unit) {
			err := fn(m)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// house is a federation with an upper union and three grassroots unions.
type house struct {
	testkit.Env
	s                            *Service
	orgs                         *orgs.Service
	roll                         *register
	top, fed, ward, far          kernel.ID
	a, b, c                      kernel.ID
	preparer, chair, payer, boss kernel.Actor
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, newHouse(t, e)) }, orgs.Migrations(), Migrations())
}

func newHouse(t testing.TB, e testkit.Env) *house {
	h := &house{Env: e, roll: &register{}}
	h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, h.orgs.LoadReference(e.Ctx))
	basis := orgs.Basis{Number: "01/QĐ", Decided: day("2000-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2000-01-01")}
	site, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis})
	must(t, err)
	h.top = site.ID
	found := func(name, kind string, parent kernel.ID) kernel.ID {
		basis := basis
		basis.Effective = day("2013-01-01")
		if kind != "federation" { // there are no unions of wards before that day
			basis.Effective = day("2025-07-01")
		}
		id, err := h.orgs.Found(e.Ctx, program, orgs.Founding{Name: name, ShortName: name, Kind: kind, Parent: parent, Basis: basis})
		must(t, err)
		return id
	}
	h.fed = found("LĐLĐ tỉnh", "federation", h.top)
	h.ward = found("CĐ phường Một", "commune_union", h.fed)
	h.far = found("CĐ phường Hai", "commune_union", h.fed)
	h.a = found("CĐCS A", "grassroots_union", h.ward)
	h.b = found("CĐCS B", "grassroots_union", h.ward)
	h.c = found("CĐCS C", "grassroots_union", h.far)
	h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Press: printer.Press(t), Roll: h.roll, Base: "http://localhost"})
	h.preparer = h.as(1, "Mai Thị Hạnh", h.ward, PermPrepare)
	h.chair = h.as(2, "Lê Thị Thanh", h.ward, PermApprove)
	h.payer = h.as(3, "Trần Thị Mai", h.ward, PermPay)
	h.boss = h.as(4, "Nguyễn Tiến Dũng", h.fed, PermOverride, PermView)
	return h
}

func (h *house) as(account kernel.ID, name string, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: account, Person: 9000 + account, Org: org, Name: name, Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

// member puts somebody into the register.
func (h *house) member(n int, unit kernel.ID, from string, record rules.Values) Member {
	m := Member{ID: kernel.ID(1000 + n), Person: kernel.ID(5000 + n), Unit: unit, Number: fmt.Sprintf("QN%04d", n), Name: fmt.Sprintf("Đoàn Viên %04d", n), Sex: "nữ", Born: day("1990-05-17"), Record: record}
	h.roll.rows = append(h.roll.rows, listed{Member: m, From: day(from)})
	return m
}

const ruleOfTet = `doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6`

func (h *house) tet() ProgrammeInput {
	return ProgrammeInput{Org: h.ward, Year: 2026, Kind: Gifts, Title: "Quà Tết Đinh Mùi 2027", Basis: "Kế hoạch 15/KH-CĐ ngày 20/10/2026", Rule: ruleOfTet, Amount: 500_000,
		Line: "31.03", Budget: 60_000_000, Occasion: OccasionInput{Title: "Tết Đinh Mùi", AsOf: day("2026-12-31")}}
}

// begin opens a programme and gives the key of its first list.
func (h *house) begin(t testing.TB, in ProgrammeInput) (kernel.ID, kernel.ID) {
	t.Helper()
	p, err := h.s.Create(h.Ctx, h.preparer, in)
	must(t, err)
	opener := h.preparer
	if in.Kind != Gifts {
		opener = h.chair
	}
	must(t, h.s.Open(h.Ctx, opener, p.ID))
	d, err := h.s.Detail(h.Ctx, h.preparer, p.ID)
	must(t, err)
	if len(d.Occasions) == 0 {
		return p.ID, 0
	}
	return p.ID, d.Occasions[0].ID
}

func (h *house) load(t testing.TB, id kernel.ID) Programme {
	t.Helper()
	var p Programme
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
		p, _, err = loadProgramme(tx, h.top, id)
		return err
	}))
	return p
}

func (h *house) rows(t testing.TB, programme, list kernel.ID, view string) []Benefit {
	t.Helper()
	var out []Benefit
	must(t, h.s.EachRow(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, programme, list, view, RowFilter{}, func(Sheet) error { return nil }, func(b Benefit, _ string) error {
		out = append(out, b)
		return nil
	}))
	return out
}

// tetMembers are the 120 of A23: 112 with half a year at the end of the year, 8 without; 60 in each of two unions.
func (h *house) tetMembers() {
	for n := 1; n <= 120; n++ {
		unit, from := h.a, "2020-01-01"
		if n > 60 {
			unit = h.b
		}
		if n%15 == 0 {
			from = "2026-08-15"
		}
		h.member(n, unit, from, nil)
	}
}

// A23 of the domain: 112 of 120 receive 500.000 đ out of 60.000.000 on 31.03; 4.000.000 are left; nine
// more would make 60.500.000 and are refused without an override.
func TestTetGiftsOfA23(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		sh, err := h.s.Sheet(h.Ctx, h.chair, programme, list, "", RowFilter{})
		must(t, err)
		if sh.Occasion.State != Proposed || sh.Tally.Seen != 120 || sh.Tally.Fit != 112 || sh.Tally.Listed != 112 || sh.Tally.Amount != 56_000_000 {
			t.Fatalf("the list is %s with %+v", sh.Occasion.State, sh.Tally)
		}
		p := h.load(t, programme)
		if p.Committed != 56_000_000 || p.Left() != 4_000_000 {
			t.Fatalf("committed %s, left %s", p.Committed, p.Left())
		}
		if !strings.Contains(rulesSaid(sh.Rows[0].Why), "Số tháng là đoàn viên: ") {
			t.Errorf("a row does not say why: %+v", sh.Rows[0].Why)
		}

		var nine []string
		for n := 1; n <= 9; n++ {
			m := h.member(500+n, h.a, "2026-10-01", nil)
			nine = append(nine, m.Number)
		}
		f := refused(t, second(h.s.Add(h.Ctx, h.preparer, programme, list, AddInput{Numbers: strings.Join(nine, "\n"), Reason: "Đoàn viên mới, hoàn cảnh khó khăn"})), "welfare.over_budget")
		if fmt.Sprint(f.Args...) != "60.500.000 ₫31.0360.000.000 ₫4.000.000 ₫" {
			t.Errorf("the refusal says %v", f.Args)
		}
		if p := h.load(t, programme); p.Committed != 56_000_000 {
			t.Errorf("a refusal committed %s", p.Committed)
		}
		if n := len(h.rows(t, programme, list, "")); n != 112 {
			t.Errorf("a refusal left %d rows", n)
		}

		must(t, h.s.Allow(h.Ctx, h.boss, programme, 500_000, "Chủ tịch đồng ý bổ sung 01 suất"))
		n, err := h.s.Add(h.Ctx, h.preparer, programme, list, AddInput{Numbers: strings.Join(nine, ","), Reason: "Đoàn viên mới, hoàn cảnh khó khăn"})
		must(t, err)
		if p := h.load(t, programme); n != 9 || p.Committed != 60_500_000 || p.Left() != 0 {
			t.Errorf("after the override %d were added, committed %s", n, p.Committed)
		}
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
	})
}

func second[T any](_ T, err error) error { return err }

func rulesSaid(lines []rules.Line) string { return rules.Finding{Lines: lines}.Said() }

// A member paid by CĐCS A is refused at B in the same programme and occasion.
func TestAPersonReceivesOnceAcrossAllUnits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.member(1, h.a, "2020-01-01", nil)
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		must(t, h.s.StartPaying(h.Ctx, h.payer, programme, list))
		row := h.rows(t, programme, list, "")[0]
		must(t, h.s.Hand(h.Ctx, h.payer, HandInput{Rows: []kernel.ID{row.ID}, How: BySignature, Paper: "DS 01"}))
		// she moves to B, whose preparer puts her on the list once more
		h.roll.rows[0].To = day("2026-12-01")
		moved := h.roll.rows[0].Member
		moved.Unit = h.b
		h.roll.rows = append(h.roll.rows, listed{Member: moved, From: day("2026-12-01")})
		must(t, h.s.Amend(h.Ctx, h.preparer, programme, list, "Bổ sung đoàn viên chuyển đến"))
		atB := h.as(11, "Cán bộ B", h.b, PermPrepare)
		f := refused(t, second(h.s.Add(h.Ctx, atB, programme, list, AddInput{Numbers: "QN0001", Reason: "Đoàn viên mới chuyển đến"})), "welfare.received_already")
		if !strings.Contains(fmt.Sprint(f.Fields[0].Args...), "CĐCS A") {
			t.Errorf("the refusal does not say where: %v", f.Fields[0].Args)
		}
		refused(t, h.s.Hand(h.Ctx, h.payer, HandInput{Rows: []kernel.ID{row.ID}, How: BySignature, Paper: "DS 02"}), "welfare.already_received")
		if p := h.load(t, programme); p.Paid != 500_000 || p.Committed != 500_000 {
			t.Errorf("paid %s, committed %s", p.Paid, p.Committed)
		}
	})
}

// Two who prepare in two unions add the same person in the same moment: the database lets one of them.
func TestOnceHoldsInTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.member(1, h.a, "2026-11-01", nil)
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		done := make(chan error, 8)
		for range cap(done) {
			go func() {
				_, err := h.s.Add(context.WithoutCancel(h.Ctx), h.preparer, programme, list, AddInput{Numbers: m.Number, Reason: "Cùng một lúc"})
				done <- err
			}()
		}
		ok := 0
		for range cap(done) {
			err := <-done
			if err == nil {
				ok++
			} else if f := kernel.AsFault(err); f == nil {
				t.Error(err)
			}
		}
		if ok != 1 {
			t.Errorf("%d of them were let", ok)
		}
		if p := h.load(t, programme); p.Committed != 500_000 {
			t.Errorf("committed %s", p.Committed)
		}
		err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			b := h.s.benefit(h.load(t, programme), "dip:"+list.String(), m, h.Clock.Now())
			b.State, b.Source = Listed, ByHand
			return copyBenefits(tx, []Benefit{b})
		})
		if c, ok := db.Unique(err); !ok || c != "welfare_benefit_once" {
			t.Errorf("a second row was written: %v", err)
		}
	})
}

func TestWhoPreparedDoesNotApprove(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		both := h.as(1, "Mai Thị Hạnh", h.ward, PermPrepare, PermApprove)
		refused(t, h.s.Approve(h.Ctx, both, programme, list), "welfare.second_person")
		// somebody who only took one row off has a hand in it, too
		third := h.as(20, "Người sửa", h.ward, PermPrepare, PermApprove)
		row := h.rows(t, programme, list, "")[0]
		must(t, h.s.Remove(h.Ctx, third, programme, list, []kernel.ID{row.ID}, "Đã nghỉ việc tuần trước"))
		refused(t, h.s.Approve(h.Ctx, third, programme, list), "welfare.second_person")
		refused(t, h.s.Approve(h.Ctx, h.preparer, programme, list), "welfare.no_right")
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		refused(t, h.s.Approve(h.Ctx, h.chair, programme, list), "welfare.list_not_now")
	})
}

// What a person took off stays off when the rule proposes anew, what she put on stays on, and money and
// tallies are what the rows say.
func TestProposingAnewKeepsWhatPeopleDecided(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		young := h.member(600, h.b, "2026-10-01", nil)
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		first := h.rows(t, programme, list, "")[0]
		must(t, h.s.Remove(h.Ctx, h.preparer, programme, list, []kernel.ID{first.ID}, "Đã chuyển công tác"))
		_, err := h.s.Add(h.Ctx, h.preparer, programme, list, AddInput{Numbers: young.Number, Reason: "Hoàn cảnh đặc biệt khó khăn", Amount: 300_000})
		must(t, err)
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		sh, err := h.s.Sheet(h.Ctx, h.preparer, programme, list, "", RowFilter{})
		must(t, err)
		if sh.Tally.Listed != 112 || sh.Tally.Amount != 111*500_000+300_000 || sh.Tally.Seen != 121 {
			t.Errorf("the tally is %+v", sh.Tally)
		}
		if p := h.load(t, programme); p.Committed != sh.Tally.Amount {
			t.Errorf("committed %s, the rows say %s", p.Committed, sh.Tally.Amount)
		}
		if gone := h.rows(t, programme, list, "da-bo"); len(gone) != 1 || gone[0].ID != first.ID || gone[0].Reason != "Đã chuyển công tác" {
			t.Errorf("taken off: %+v", gone)
		}
		// the one who was taken off is put on again: the same row, with both reasons in its story
		_, err = h.s.Add(h.Ctx, h.preparer, programme, list, AddInput{Numbers: first.Number, Reason: "Nhầm, vẫn đang làm việc"})
		must(t, err)
		v, err := h.s.Benefit(h.Ctx, h.preparer, first.ID)
		must(t, err)
		if v.Benefit.State != Listed || len(v.Changes) != 2 || v.Changes[0].Reason != "Nhầm, vẫn đang làm việc" || v.Changes[1].Reason != "Đã chuyển công tác" {
			t.Errorf("the row is %s with %+v", v.Benefit.State, v.Changes)
		}
	})
}

// Whose record says too little is neither let in nor left out: a person decides.
func TestDoubtIsForAPersonToDecide(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.member(1, h.a, "2020-01-01", rules.Values{"doan_vien.luong": 5_000_000})
		h.member(2, h.a, "2020-01-01", rules.Values{"doan_vien.luong": 9_000_000})
		h.member(3, h.a, "2020-01-01", nil)
		in := h.tet()
		in.Rule = `doan_vien.so_thang >= 6 and doan_vien.luong < 6000000`
		programme, list := h.begin(t, in)
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		unsure := h.rows(t, programme, list, "chua-ro")
		if len(unsure) != 1 || unsure[0].Number != "QN0003" || len(h.rows(t, programme, list, "")) != 1 {
			t.Fatalf("unsure: %+v", unsure)
		}
		must(t, h.s.Take(h.Ctx, h.preparer, programme, list, []kernel.ID{unsure[0].ID}, "Đã xem bảng lương"))
		if p := h.load(t, programme); p.Committed != 1_000_000 {
			t.Errorf("committed %s", p.Committed)
		}
	})
}

func TestAFaultyRuleListsAllItsFaults(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.tet()
		in.Rule = `doan_vien.so_thag >= 6 and doan_vien.gioi == "nữ" and doan_vien.luong`
		in.AmountRule = `doan_vien.kho_khn ? 1 : 2`
		in.Title, in.Occasion.AsOf = "", kernel.Date{}
		_, err := h.s.Create(h.Ctx, h.preparer, in)
		f := refused(t, err, "welfare.invalid_programme")
		var codes []string
		for _, x := range f.Fields {
			codes = append(codes, x.Field+" "+x.Code)
		}
		want := []string{"ten welfare.no_title", "dieu_kien rules.unknown_name_near", "dieu_kien rules.unknown_word", "dieu_kien rules.trouble_in", "muc_theo rules.unknown_name_near", "ngay_xet welfare.no_day"}
		for _, w := range want {
			if !slices.Contains(codes, w) {
				t.Errorf("%s is not told: %v", w, codes)
			}
		}
	})
}

// A proposal that stops in the middle goes on where it stopped; nobody is on the list twice.
func TestAProposalGoesOnAfterAStop(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		// as Propose leaves it when the process dies before the first part
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			o, _, err := loadOccasion(tx, programme, list)
			if err != nil {
				return err
			}
			o.State = Proposing
			return saved(saveOccasion(tx, &o))
		}))
		must(t, h.s.GoOn(h.Ctx))
		must(t, h.s.GoOn(h.Ctx))
		sh, err := h.s.Sheet(h.Ctx, h.preparer, programme, list, "", RowFilter{})
		must(t, err)
		if sh.Occasion.State != Proposed || sh.Tally.Listed != 112 || len(h.rows(t, programme, list, "")) != 112 {
			t.Errorf("%s with %+v", sh.Occasion.State, sh.Tally)
		}
	})
}

func TestASisterUnionSeesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		far := h.as(30, "Cán bộ phường Hai", h.far, watching...)
		_, err := h.s.Detail(h.Ctx, far, programme)
		refused(t, err, "welfare.no_programme")
		_, err = h.s.Sheet(h.Ctx, far, programme, list, "", RowFilter{})
		refused(t, err, "welfare.no_programme")
		row := h.rows(t, programme, list, "")[0]
		_, err = h.s.Benefit(h.Ctx, far, row.ID)
		refused(t, err, "welfare.no_benefit")
		refused(t, h.s.Hand(h.Ctx, far, HandInput{Rows: []kernel.ID{row.ID}, How: BySignature, Paper: "x"}), "welfare.no_benefit")
		_, err = h.s.ByToken(h.Ctx, far, row.Token)
		refused(t, err, "welfare.no_benefit")

		// A sees the programme of the union above it, but only its own members on the list
		atA := h.as(31, "Cán bộ A", h.a, PermPrepare)
		sh, err := h.s.Sheet(h.Ctx, atA, programme, list, "", RowFilter{})
		must(t, err)
		if sh.Tally.Listed != 56 || !sh.Narrow || slices.ContainsFunc(sh.Rows, func(b Benefit) bool { return b.Unit != h.a }) {
			t.Errorf("A sees %+v", sh.Tally)
		}
		_, err = h.s.Sheet(h.Ctx, atA, programme, list, "", RowFilter{Unit: h.b})
		refused(t, err, "welfare.no_programme")
		other := slices.IndexFunc(h.rows(t, programme, list, ""), func(b Benefit) bool { return b.Unit == h.b })
		refused(t, h.s.Remove(h.Ctx, atA, programme, list, []kernel.ID{h.rows(t, programme, list, "")[other].ID}, "Không phải đơn vị mình"), "welfare.no_benefit")
		refused(t, second(h.s.Add(h.Ctx, atA, programme, list, AddInput{Numbers: "QN0075", Reason: "Người của đơn vị khác"})), "welfare.no_member")
		if s := sh.Can; s.Approve || s.Propose || !s.Correct {
			t.Errorf("A may %+v", s)
		}
	})
}

// The list of programmes and the detail answer alike for every actor and programme.
func TestListAndDetailAgreeOnWhoSees(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var all []kernel.ID
		for _, org := range []kernel.ID{h.fed, h.ward, h.far, h.a, h.c} {
			for _, opened := range []bool{false, true} {
				in := h.tet()
				in.Org = org
				who := h.as(50, "Người soạn", org, PermPrepare)
				p, err := h.s.Create(h.Ctx, who, in)
				must(t, err)
				if opened {
					must(t, h.s.Open(h.Ctx, who, p.ID))
				}
				all = append(all, p.ID)
			}
		}
		for _, org := range []kernel.ID{h.top, h.fed, h.ward, h.far, h.a, h.b, h.c, 0} {
			a := h.as(60, "Ai đó", org, PermView)
			l, err := h.s.Programmes(h.Ctx, a, Filter{})
			must(t, err)
			for _, id := range all {
				_, err := h.s.Detail(h.Ctx, a, id)
				inList := slices.ContainsFunc(l.Rows, func(p Programme) bool { return p.ID == id })
				if inList != (err == nil) {
					t.Errorf("unit %d, programme %d: list %v, detail %v", org, id, inList, err)
				}
			}
		}
	})
}

func TestEveryRowOfTheFlowsAndNoOther(t *testing.T) {
	for _, from := range []State{Draft, Open, Closed, Dropped} {
		for _, v := range []verb{open, revise, drop, end, approve} {
			p := Programme{State: from}
			to, ok := programmeFlow.Next(from, v)
			if err := p.move(v); (err == nil) != ok || ok && p.State != to {
				t.Errorf("programme %s %s: %v", from, v, err)
			}
		}
	}
	for _, from := range []ListState{Waiting, Proposing, Proposed, Corrected, Approved, Paying, Ended} {
		for _, v := range []verb{propose, finish, correct, approve, back, pay, amend, end} {
			o := Occasion{State: from}
			to, ok := listFlow.Next(from, v)
			if err := o.move(v); (err == nil) != ok || ok && o.State != to {
				t.Errorf("list %s %s: %v", from, v, err)
			}
		}
	}
	for _, from := range []BenefitState{Unsure, Listed, Removed, Granted, Received, Failed} {
		for _, v := range []verb{take, add, remove, approve, hand, fail, resend} {
			b := Benefit{State: from}
			to, ok := benefitFlow.Next(from, v)
			if err := b.move(v); (err == nil) != ok || ok && b.State != to {
				t.Errorf("benefit %s %s: %v", from, v, err)
			}
		}
	}
	if _, ok := benefitFlow.Next(Received, remove); ok {
		t.Error("what was received can be taken back")
	}
}
