package waitlists

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/internal/testkit"
	"doanket/kernel"
)

type house struct {
	testkit.Env
	s                      *Service
	roll                   *roll
	top, ward, far         kernel.ID
	coal, school, hospital kernel.ID
	keeper, chair          kernel.Actor
}

type roll struct{ members []Member }

func (r *roll) Vocabulary() *rules.Vocabulary {
	return rules.Of(rules.Name{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: rules.Whole}, rules.Name{Key: "doan_vien.kho_khan", Title: "Hoàn cảnh khó khăn", Type: rules.YesNo})
}

func (r *roll) find(fits func(Member) bool) (Member, bool, error) {
	i := slices.IndexFunc(r.members, fits)
	if i < 0 {
		return Member{}, false, nil
	}
	return r.members[i], true, nil
}

func (r *roll) Member(_ context.Context, _, id kernel.ID, _ kernel.Date) (Member, bool, error) {
	return r.find(func(m Member) bool { return m.ID == id })
}

func (r *roll) OfPerson(_ context.Context, _, id kernel.ID, _ kernel.Date) (Member, bool, error) {
	return r.find(func(m Member) bool { return m.Person == id })
}

func (r *roll) ByNumber(_ context.Context, _ kernel.ID, n string, _ kernel.Date) (Member, bool, error) {
	return r.find(func(m Member) bool { return m.Number == n })
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

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

func refused(t testing.TB, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code && !slices.ContainsFunc(f.Fields, func(x kernel.FieldFault) bool { return x.Code == code }) {
		t.Fatalf("want %s, got %v", code, err)
	}
	if Messages()[code] == "" && rules.Messages()[code] == "" {
		t.Errorf("%s has no sentence", code)
	}
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		h := &house{Env: e, roll: &roll{}}
		o := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
		must(t, o.LoadReference(e.Ctx))
		basis := orgs.Basis{Number: "01/QĐ", Decided: day("2000-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2025-07-01")}
		site, err := o.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: orgs.Basis{Number: "01/QĐ", Decided: day("2000-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2013-01-01")}})
		must(t, err)
		h.top = site.ID
		found := func(name, kind string, parent kernel.ID) kernel.ID {
			id, err := o.Found(e.Ctx, program, orgs.Founding{Name: name, Kind: kind, Parent: parent, Basis: basis})
			must(t, err)
			return id
		}
		fed := found("Liên đoàn Lao động tỉnh", "federation", h.top)
		h.ward = found("Công đoàn phường Uông Bí", "commune_union", fed)
		h.far = found("Công đoàn phường Vàng Danh", "commune_union", fed)
		h.coal = found("Công đoàn cơ sở Than Mẫu", "grassroots_union", h.ward)
		h.school = found("Công đoàn cơ sở Trường Mẫu", "grassroots_union", h.ward)
		h.hospital = found("Công đoàn cơ sở Bệnh viện Mẫu", "grassroots_union", h.far)
		h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: o, Roll: h.roll, Site: func() kernel.ID { return h.top }})
		h.keeper, h.chair = h.as(21, h.ward, PermView, PermKeep), h.as(22, h.ward, PermView, PermDecide)
		test(t, h)
	}, orgs.Migrations(), Migrations())
}

func (h *house) as(account, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: account, Org: org, Name: "Người " + account.String(), Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

func (h *house) member(n int, unit kernel.ID, months int, poor any) Member {
	id := kernel.ID(1000 + n)
	m := Member{ID: id, Person: id + 5000, Unit: unit, Number: fmt.Sprintf("DV%08d", n), Name: fmt.Sprintf("Trần Văn %c", 'A'+n%26), Record: rules.Values{"doan_vien.so_thang": months}}
	if poor != nil {
		m.Record["doan_vien.kho_khan"] = poor
	}
	h.roll.members = append(h.roll.members, m)
	return m
}

func (m Member) actor(h *house) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: m.Person + 1, Person: m.Person, Name: m.Name}
}

// housing is an open list of the ward with three criteria, one of them dated out of force.
func (h *house) housing(t testing.TB) List {
	t.Helper()
	l, err := h.s.Create(h.Ctx, h.keeper, ListInput{Org: h.ward, Kind: Housing, Title: "Thuê nhà ở công đoàn", Basis: "Kế hoạch 20/KH", Until: h.s.today().AddDays(10), AnswerDays: 3})
	must(t, err)
	from := kernel.Period{From: day("2026-01-01")}
	for _, c := range []Criterion{
		{Title: "Chưa có nhà ở", Formula: "don.chua_co_nha ? 40 : (don.dien_tich < 10 ? 30 : 0)", Valid: from, Source: "Thang điểm mẫu"},
		{Title: "Hoàn cảnh khó khăn", Formula: "doan_vien.kho_khan ? 20 : 0", Valid: from, Source: "Thang điểm mẫu", Confirmed: true},
		{Title: "Thâm niên", Formula: "doan_vien.so_thang >= 60 ? 10 : doan_vien.so_thang / 12", Valid: from, Source: "Thang điểm mẫu"},
		{Title: "Thang điểm cũ", Formula: "500", Valid: kernel.Period{From: day("2020-01-01"), To: day("2021-01-01")}, Source: "Thang điểm cũ"},
	} {
		must(t, h.s.AddCriterion(h.Ctx, h.keeper, l.ID, c))
	}
	must(t, h.s.Open(h.Ctx, h.chair, l.ID))
	return l
}

func (h *house) apply(t testing.TB, l List, m Member, x Answers) Application {
	t.Helper()
	h.Clock.Advance(1000_000_000)
	a, err := h.s.Apply(h.Ctx, m.actor(h), l.ID, ApplyInput{Answers: x})
	must(t, err)
	return a
}

func (h *house) freeze(t testing.TB, l List) {
	t.Helper()
	h.Clock.Set(l.Until.AddDays(1).Clock(8, 0))
	must(t, h.s.Freeze(h.Ctx, h.chair, l.ID))
}

// The worked example: points line by line, the same at every reading, ties by who came first.
func TestPointsAreExplainedAndTiesGoByTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		l := h.housing(t)
		late, none, poor, unsure := h.member(1, h.coal, 24, false), h.member(2, h.coal, 72, false), h.member(3, h.school, 6, true), h.member(4, h.school, 60, nil)
		first := h.member(5, h.school, 35, false)
		h.apply(t, l, none, Answers{People: 3, Room: 25})
		h.apply(t, l, poor, Answers{People: 4, Room: 9})
		h.apply(t, l, unsure, Answers{People: 2, Homeless: true})
		h.apply(t, l, first, Answers{People: 2, Homeless: true})
		h.apply(t, l, late, Answers{People: 2, Homeless: true})
		check := func(d Detail) {
			t.Helper()
			var got []string
			for _, x := range d.Rows {
				got = append(got, fmt.Sprint(x.Member-1000, ":", x.Points))
			}
			// 3: 30+20+0; 4: 40+?+10; 5: 40+0+2 and 1: 40+0+2, who came later; 2: 0+0+10
			if want := []string{"3:50", "4:50", "5:42", "1:42", "2:10"}; !slices.Equal(got, want) {
				t.Errorf("order is %v, want %v", got, want)
			}
		}
		d, err := h.s.Detail(h.Ctx, h.keeper, l.ID)
		must(t, err)
		check(d)
		if !d.Provisional {
			t.Error("an open list says that its ranks are fixed")
		}
		refused(t, h.s.Freeze(h.Ctx, h.chair, l.ID), "waitlists.still_open")
		h.freeze(t, l)
		h.roll.members[0].Record["doan_vien.kho_khan"] = true // what changes later changes nothing
		d, err = h.s.Detail(h.Ctx, h.keeper, l.ID)
		must(t, err)
		check(d)
		x := d.Rows[1]
		if len(x.Lines) != 3 || x.Lines[0].N != 40 || x.Lines[1].Known || x.Lines[1].N != 0 || x.Lines[2].N != 10 || x.Lines[0].said() == "" {
			t.Errorf("lines of one: %+v", x.Lines)
		}
		_, err = h.s.Apply(h.Ctx, h.member(9, h.coal, 9, true).actor(h), l.ID, ApplyInput{Answers: Answers{People: 1}})
		refused(t, err, "waitlists.not_now")
	})
}

func TestAnOfferGoesToTheNextInLine(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		l := h.housing(t)
		var ms []Member
		var xs []Application
		for i := range 4 {
			m := h.member(i, h.coal, 100, false)
			ms = append(ms, m)
			xs = append(xs, h.apply(t, l, m, Answers{People: 2, Homeless: i < 3}))
		}
		_, err := h.s.MakeOffer(h.Ctx, h.chair, l.ID, "Căn hộ 302")
		refused(t, err, "waitlists.not_now")
		h.freeze(t, l)
		x, err := h.s.MakeOffer(h.Ctx, h.chair, l.ID, "Căn hộ 302")
		must(t, err)
		if x.ID != xs[0].ID {
			t.Errorf("offered to %s", x.Name)
		}
		refused(t, h.s.Answer(h.Ctx, ms[1].actor(h), xs[0].ID, true), "waitlists.no_application")
		refused(t, h.s.Withdraw(h.Ctx, ms[0].actor(h), xs[0].ID), "waitlists.not_now")
		must(t, h.s.Answer(h.Ctx, ms[0].actor(h), xs[0].ID, false)) // declined: to the second
		refused(t, h.s.Answer(h.Ctx, ms[0].actor(h), xs[0].ID, true), "waitlists.not_now")
		h.Clock.Set(h.s.today().AddDays(4).Clock(8, 0))
		refused(t, h.s.Answer(h.Ctx, ms[1].actor(h), xs[1].ID, true), "waitlists.not_now") // too late
		must(t, h.s.LapseOffers(h.Ctx))                                                    // lapsed: to the third
		refused(t, h.s.Close(h.Ctx, h.chair, l.ID), "waitlists.offers_stand")
		m, err := h.s.Mine(h.Ctx, ms[2].actor(h))
		must(t, err)
		if len(m.Places) != 1 || m.Places[0].Application.Stage != Offered || m.Places[0].Offer.What != "Căn hộ 302" {
			t.Errorf("the third sees %+v", m.Places)
		}
		must(t, h.s.Answer(h.Ctx, h.as(40, h.coal, PermKeep), xs[2].ID, true)) // her keeper writes her word down
		refused(t, h.s.Remove(h.Ctx, h.chair, xs[3].ID, " "), "waitlists.no_reason")
		must(t, h.s.Remove(h.Ctx, h.chair, xs[3].ID, "Đã mua nhà"))
		_, err = h.s.MakeOffer(h.Ctx, h.chair, l.ID, "Căn hộ 303")
		refused(t, err, "waitlists.nobody_waits")
		d, err := h.s.Detail(h.Ctx, h.chair, l.ID)
		must(t, err)
		var stages []Stage
		for _, x := range d.Rows {
			stages = append(stages, x.Stage)
		}
		if !slices.Equal(stages, []Stage{Declined, Lapsed, Accepted, Removed}) || d.Live != 0 {
			t.Errorf("stages %v, %d live", stages, d.Live)
		}
		must(t, h.s.Close(h.Ctx, h.chair, l.ID))
	})
}

func TestWhoSeesAListAndWhatIsPublished(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		l := h.housing(t)
		a, b := h.member(1, h.coal, 100, true), h.member(2, h.school, 100, false)
		x := h.apply(t, l, a, Answers{People: 2, Homeless: true})
		h.apply(t, l, b, Answers{People: 2})
		out := h.member(3, h.hospital, 100, true)
		_, err := h.s.Apply(h.Ctx, out.actor(h), l.ID, ApplyInput{Answers: Answers{People: 2}})
		refused(t, err, "waitlists.no_list")
		_, err = h.s.Apply(h.Ctx, a.actor(h), l.ID, ApplyInput{Answers: Answers{People: 2}})
		refused(t, err, "waitlists.twice")
		_, err = h.s.Apply(h.Ctx, h.as(41, h.far, PermKeep), l.ID, ApplyInput{Number: b.Number, Answers: Answers{People: 2}})
		refused(t, err, "waitlists.no_member")
		sister, school, owner := h.as(41, h.far, PermView, PermKeep, PermDecide), h.as(40, h.school, PermView), h.as(42, h.top, PermView)
		_, err = h.s.Detail(h.Ctx, sister, l.ID)
		refused(t, err, "waitlists.no_list")
		refused(t, h.s.Remove(h.Ctx, sister, x.ID, "Không được đâu"), "waitlists.no_application")
		_, _, err = h.s.ApplicationOf(h.Ctx, sister, x.ID)
		refused(t, err, "waitlists.no_application")
		_, _, err = h.s.ApplicationOf(h.Ctx, b.actor(h), x.ID)
		refused(t, err, "waitlists.no_application")
		for who, rows := range map[kernel.ID]int{owner.Account: 2, school.Account: 1} {
			d, err := h.s.Detail(h.Ctx, map[kernel.ID]kernel.Actor{42: owner, 40: school}[who], l.ID)
			must(t, err)
			if len(d.Rows) != rows || d.Narrow != (rows == 1) || d.Live != 2 {
				t.Errorf("%s sees %d rows, narrow %v", who, len(d.Rows), d.Narrow)
			}
		}
		ls, err := h.s.Lists(h.Ctx, sister, 0)
		must(t, err)
		if len(ls.Rows) != 0 {
			t.Error("a sister union lists it")
		}
		_, err = h.s.Published(h.Ctx, l.ID)
		refused(t, err, "waitlists.no_list")
		h.freeze(t, l)
		_, err = h.s.Published(h.Ctx, l.ID)
		refused(t, err, "waitlists.no_list")
		must(t, h.s.Publish(h.Ctx, h.chair, l.ID))
		must(t, h.s.Publish(h.Ctx, h.chair, l.ID))
		p, err := h.s.Published(h.Ctx, l.ID)
		must(t, err)
		if len(p.Rows) != 2 || p.Rows[0].Name != "Trần V. B." || p.Rows[0].Number != "DV0*****01" {
			t.Errorf("published %+v", p.Rows)
		}
		m, err := h.s.Mine(h.Ctx, b.actor(h))
		must(t, err)
		if m.Places[0].Ahead != 1 {
			t.Errorf("the second has %d before her", m.Places[0].Ahead)
		}
	})
}

func TestTheRuleIsWrittenByOneAndOpenedByAnother(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.s.Create(h.Ctx, h.keeper, ListInput{Org: h.far, Kind: Loan, Title: "Vay vốn", Basis: "KH", Until: h.s.today(), AnswerDays: 3})
		refused(t, err, "waitlists.no_unit")
		_, err = h.s.Create(h.Ctx, h.keeper, ListInput{Org: h.ward, Until: h.s.today().AddDays(-1)})
		for _, code := range []string{"waitlists.no_kind", "waitlists.no_title", "waitlists.no_basis", "waitlists.day_is_past", "waitlists.bad_days"} {
			refused(t, err, code)
		}
		both := h.as(30, h.ward, PermKeep, PermDecide)
		l, err := h.s.Create(h.Ctx, both, ListInput{Org: h.ward, Kind: Loan, Title: "Vay vốn", Basis: "KH", Until: h.s.today().AddDays(5), AnswerDays: 3})
		must(t, err)
		refused(t, h.s.Open(h.Ctx, h.chair, l.ID), "waitlists.no_criteria")
		refused(t, h.s.AddCriterion(h.Ctx, both, l.ID, Criterion{Title: "Số tiền", Formula: "don.so_tien_vay", Valid: kernel.Period{From: h.s.today()}, Source: "Quy chế"}), "rules.unknown_name_near")
		must(t, h.s.AddCriterion(h.Ctx, both, l.ID, Criterion{Title: "Vay ít", Formula: "don.so_tien <= 20000000 ? 10 : 5", Valid: kernel.Period{From: h.s.today()}, Source: "Quy chế"}))
		refused(t, h.s.Open(h.Ctx, both, l.ID), "waitlists.second_person")
		must(t, h.s.Open(h.Ctx, h.chair, l.ID))
		refused(t, h.s.AddCriterion(h.Ctx, both, l.ID, Criterion{Title: "Vay ít", Formula: "1", Valid: kernel.Period{From: h.s.today()}, Source: "Quy chế"}), "waitlists.not_now")
		_, err = h.s.Apply(h.Ctx, h.member(1, h.coal, 9, nil).actor(h), l.ID, ApplyInput{Answers: Answers{People: 2}})
		refused(t, err, "waitlists.bad_sum")
	})
}

// Any history of applying, withdrawing, offering and answering keeps the queue whole: everybody is in one
// stage, each thing is with one person at most, and offers were made in the order of the ranks.
func TestTheQueueIsWholeThroughAnyHistory(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		l := h.housing(t)
		r := rand.New(rand.NewPCG(3, 5))
		who := map[kernel.ID]Member{}
		var xs []Application
		for i := range 14 {
			m := h.member(i, []kernel.ID{h.coal, h.school}[i%2], r.IntN(90), r.IntN(2) == 0)
			x := h.apply(t, l, m, Answers{People: 1 + r.IntN(5), Homeless: r.IntN(2) == 0, Room: r.IntN(20)})
			xs, who[x.ID] = append(xs, x), m
		}
		must(t, h.s.Withdraw(h.Ctx, who[xs[3].ID].actor(h), xs[3].ID))
		h.freeze(t, l)
		things := 0
		for range 40 {
			x := xs[r.IntN(len(xs))]
			var err error
			switch r.IntN(5) {
			case 0:
				_, err = h.s.MakeOffer(h.Ctx, h.chair, l.ID, fmt.Sprintf("Căn hộ %d", things))
				if err == nil {
					things++
				}
			case 1:
				err = h.s.Answer(h.Ctx, who[x.ID].actor(h), x.ID, true)
			case 2:
				err = h.s.Answer(h.Ctx, who[x.ID].actor(h), x.ID, false)
			case 3:
				err = h.s.Withdraw(h.Ctx, who[x.ID].actor(h), x.ID)
			default:
				h.Clock.Advance(30 * 3600_000_000_000)
				err = h.s.LapseOffers(h.Ctx)
			}
			if err != nil && kernel.AsFault(err) == nil {
				t.Fatal(err)
			}
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			offers, err := offersOf(tx, l.ID)
			must(t, err)
			all, err := applicationsOf(tx, l.ID)
			must(t, err)
			rank, with := map[kernel.ID]int{}, map[string]int{}
			for _, x := range all {
				rank[x.ID] = x.Rank
			}
			last := 0
			for _, o := range slices.Backward(offers) {
				if o.Answer == "" || o.Answer == Accept {
					with[o.What]++
				}
				if rank[o.Application] <= last {
					t.Errorf("rank %d was offered something after rank %d", rank[o.Application], last)
				}
				last = rank[o.Application]
			}
			for what, n := range with {
				if n > 1 {
					t.Errorf("%s is with %d people", what, n)
				}
			}
			if len(offers) == 0 {
				t.Error("nothing was offered")
			}
			return nil
		}))
	})
}

func TestAReorganisationCarriesListsAndApplications(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		l := h.housing(t)
		a, b := h.member(1, h.coal, 100, true), h.member(2, h.coal, 100, false)
		h.apply(t, l, a, Answers{People: 2})
		h.apply(t, l, b, Answers{People: 2})
		held := func(units ...kernel.ID) string {
			var out []orgs.Holding
			must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
				if len(units) == 0 {
					out, err = h.s.Holder().Totals(tx, h.top, h.s.today())
				} else {
					out, err = h.s.Holder().Holds(tx, h.top, units, h.s.today())
				}
				return err
			}))
			s := ""
			for _, x := range out {
				s += fmt.Sprint(x.Kind, " ", x.Count, ";")
			}
			return s
		}
		carry := func(c orgs.Carriage) {
			must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Holder().Carry(tx, program, c) }))
		}
		before := held()
		c := orgs.Carriage{Step: 1, Tenant: h.top, On: h.s.today(), From: []kernel.ID{h.coal, h.ward}, Rule: orgs.Allotment{Rest: h.far, List: map[string]kernel.ID{b.Number: h.school}}}
		carry(c)
		carry(c)
		if held() != before || held(h.far) != "waitlists.list 1;waitlists.application 1;" || held(h.school) != "waitlists.application 1;" || held(h.coal, h.ward) != "" {
			t.Errorf("after: %s far %s school %s", held(), held(h.far), held(h.school))
		}
		c.Undo = true
		carry(c)
		if held(h.coal) != "waitlists.application 2;" || held(h.ward) != "waitlists.list 1;" {
			t.Errorf("undone: coal %s ward %s", held(h.coal), held(h.ward))
		}
	})
}

func TestARoomThatWasLeftEmptyIsNotKnownAndEarnsNothing(t *testing.T) {
	rule := []Criterion{{Title: "Nhà chật", Formula: "don.dien_tich < 10 ? 30 : 0"}}
	words := (&roll{}).Vocabulary().With(asked...)
	for _, c := range []struct{ room, points int }{{0, 0}, {6, 30}, {12, 0}} {
		sum, lines, err := score(rule, words, Answers{People: 2, Room: c.room}.record(Housing, nil))
		must(t, err)
		if sum != c.points || lines[0].Known != (c.room > 0) {
			t.Errorf("%d m²: %d points, %+v", c.room, sum, lines)
		}
	}
}
