package benefits

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/files"
	"doanket/internal/rules"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// house is a federation with two ward unions; the first has a coal mine and a school, the other a hospital.
type house struct {
	testkit.Env
	s                         *Service
	roll                      *roll
	top, fed, ward, far       kernel.ID
	coal, school, hospital    kernel.ID
	preparer, chair, till, ba kernel.Actor
}

// roll is a register of members in memory, and the cards they carry: the code "the:<id>" is a card.
type roll struct{ members []Member }

var words = rules.Of(
	rules.Name{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: rules.Whole},
	rules.Name{Key: "doan_vien.kho_khan", Title: "Hoàn cảnh khó khăn", Type: rules.YesNo})

func (r *roll) Vocabulary() *rules.Vocabulary { return words }

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

func (r *roll) Each(_ context.Context, _ kernel.ID, units []kernel.ID, _ kernel.Date, fn func(Member) error) error {
	for _, m := range r.members {
		if slices.Contains(units, m.Unit) {
			err := fn(m)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *roll) Bearer(_ context.Context, _ kernel.ID, code string) (kernel.ID, bool, error) {
	if code == "the:cu" {
		return 0, true, nil
	}
	m, ok, err := r.find(func(m Member) bool { return "the:"+m.Number == code })
	return m.ID, ok, err
}

func (r *roll) Partners(context.Context, kernel.ID) ([]Partner, error) {
	return []Partner{{71, "Nhà sách Mẫu"}, {72, "Quán ăn Mẫu"}}, nil
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
	if Messages()[f.Code] == "" && f.Code != "web.too_many" {
		t.Errorf("%s has no sentence", f.Code)
	}
	for _, x := range f.Fields {
		if Messages()[x.Code] == "" && rules.Messages()[x.Code] == "" {
			t.Errorf("%s has no sentence", x.Code)
		}
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
		h.fed = found("Liên đoàn Lao động tỉnh", "federation", h.top)
		h.ward = found("Công đoàn phường Uông Bí", "commune_union", h.fed)
		h.far = found("Công đoàn phường Vàng Danh", "commune_union", h.fed)
		h.coal = found("Công đoàn cơ sở Than Mẫu", "grassroots_union", h.ward)
		h.school = found("Công đoàn cơ sở Trường Mẫu", "grassroots_union", h.ward)
		h.hospital = found("Công đoàn cơ sở Bệnh viện Mẫu", "grassroots_union", h.far)
		disk, err := files.OpenDisk(t.TempDir())
		must(t, err)
		t.Cleanup(func() { _ = disk.Close() })
		h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: o, Files: disk, Roll: h.roll, Cards: h.roll, Partners: h.roll,
			Key: bytes.Repeat([]byte{9}, 32), Base: "https://congdoan.example.vn", Site: func() kernel.ID { return h.top }})
		h.preparer, h.chair = h.as(21, h.ward, PermView, PermPrepare), h.as(22, h.ward, PermView, PermApprove)
		h.till, h.ba = h.as(71, h.top, PermRedeem), h.as(72, h.top, PermRedeem)
		test(t, h)
	}, orgs.Migrations(), Migrations())
}

func (h *house) as(account, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: account, Org: org, Name: "Người " + account.String(), Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

// member puts somebody into the roll.
func (h *house) member(n int, unit kernel.ID, record rules.Values) Member {
	id := kernel.ID(1000 + n)
	m := Member{ID: id, Person: id + 5000, Unit: unit, Number: "QN" + id.String(), Name: "Đoàn viên " + id.String(), Record: record}
	h.roll.members = append(h.roll.members, m)
	return m
}

func card(m Member) string { return "the:" + m.Number }

// books is an agreement of the ward with the bookshop, approved: 15 % off school books, at most 50.000 ₫.
func (h *house) books(t testing.TB, rule string) Agreement {
	t.Helper()
	today := h.s.today()
	g, err := h.s.Create(h.Ctx, h.preparer, AgreementInput{Org: h.ward, Partner: 71, Title: "Giảm giá sách", From: today.AddDays(-10), To: today.AddDays(100), Rule: rule, CancelMinutes: 30})
	must(t, err)
	must(t, h.s.AddRate(h.Ctx, h.preparer, g.ID, Rate{Goods: "Sách giáo khoa", Who: ForMember, Cut: Cut{Percent: 1500, Cap: 50_000}}))
	h.place(t, g.ID, "Cơ sở 1")
	must(t, h.s.Approve(h.Ctx, h.chair, g.ID))
	return h.agreement(t, g.ID)
}

// place writes a place without the map of areas, which these tests do not load.
func (h *house) place(t testing.TB, agreement kernel.ID, name string) {
	t.Helper()
	must(t, h.DB.Tx(h.Ctx, func(tx *dbTx) error { return insertPlace(tx, agreement, Place{ID: h.IDs.New(), Name: name}) }))
}

func (h *house) agreement(t testing.TB, id kernel.ID) Agreement {
	t.Helper()
	d, err := h.s.Detail(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, id)
	must(t, err)
	return d.Agreement
}

// vouchers opens a series of face value under an agreement.
func (h *house) vouchers(t testing.TB, g Agreement, count, perMember int) Series {
	t.Helper()
	x, err := h.s.CreateSeries(h.Ctx, h.preparer, g.ID, SeriesInput{Title: "Phiếu mua sách", Code: "SACH" + kernel.ID(h.IDs.New() % 10000).String()[:1] + "26", Cut: Cut{Sum: 150_000}, Count: count, PerMember: perMember, From: h.s.today(), To: h.s.today().AddDays(30)})
	must(t, err)
	must(t, h.s.OpenSeries(h.Ctx, h.chair, x.ID))
	return x
}

func (h *house) issue(t testing.TB, x Series, members ...Member) []Voucher {
	t.Helper()
	var numbers []string
	for _, m := range members {
		numbers = append(numbers, m.Number)
	}
	_, err := h.s.Issue(h.Ctx, h.preparer, x.ID, IssueInput{Numbers: numbers, Each: 1})
	must(t, err)
	d, err := h.s.SeriesDetail(h.Ctx, h.preparer, x.ID, "", 0)
	must(t, err)
	return d.Vouchers
}

func (h *house) code(v Voucher) string {
	return h.s.Base + codePath + string(tokenOf(h.s.Key, v.ID))
}
