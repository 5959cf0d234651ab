package members

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"doanket/core/orgs"
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// site is a federation with two grassroots unions below a ward union, and one elsewhere.
type site struct {
	testkit.Env
	s                          *Service
	top, fed, ward, a, b, away kernel.ID
}

var theProgram = kernel.Actor{System: true, Name: "Hệ thống"}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t testing.TB, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil {
		t.Fatalf("want %s, got %v", code, err)
	}
	if f.Code == code {
		return
	}
	for _, field := range f.Fields {
		if field.Code == code {
			return
		}
	}
	t.Fatalf("want %s, got %v", code, err)
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func each(t *testing.T, test func(t *testing.T, x *site)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, rooms()...)
}

func open(t testing.TB, e testkit.Env) *site {
	t.Helper()
	x := &site{Env: e}
	units := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, units.LoadReference(e.Ctx))
	basis := orgs.Basis{Number: "01/QĐ", Decided: day("2013-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2013-01-01")}
	top, err := units.FoundSite(e.Ctx, theProgram, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis})
	must(t, err)
	found := func(parent kernel.ID, kind, name string) kernel.ID {
		id, err := units.Found(e.Ctx, theProgram, orgs.Founding{Name: name, Kind: kind, Parent: parent, Basis: basis})
		must(t, err)
		return id
	}
	x.top = top.ID
	x.fed = found(x.top, "union_office", "Liên đoàn Lao động tỉnh Mẫu")
	x.ward = found(x.fed, "union_office", "Công đoàn phường Mẫu")
	x.a = found(x.ward, "union_group", "CĐCS Than Mẫu")
	x.b = found(x.ward, "union_group", "CĐCS Trường Mẫu")
	x.away = found(x.fed, "union_group", "CĐCS Bệnh viện Mẫu")
	persons, err := people.New(people.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: units,
		SiteKey: []byte("0123456789abcdef0123456789abcdef"), Base: "https://mau.example.vn"})
	must(t, err)
	kept, err := files.OpenDisk(t.TempDir())
	must(t, err)
	x.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: units, People: persons, Files: kept})
	return x
}

// holding is an actor with rights over one unit.
func (x *site) holding(unit kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: x.top, Account: 77, Name: "Người giữ sổ", Org: unit,
		Mandates: []kernel.Mandate{{ID: 1, Role: "union_clerk", Org: unit, Permissions: permissions}}}
}

func (x *site) read(t testing.TB, fn func(tx *db.Tx) error) {
	t.Helper()
	must(t, x.DB.Read(x.Ctx, fn))
}

func (x *site) write(t testing.TB, fn func(tx *db.Tx) error) {
	t.Helper()
	must(t, x.DB.Tx(x.Ctx, fn))
}

// admit enters members and gives their ids.
func (x *site) admit(t testing.TB, rows ...Row) []kernel.ID {
	t.Helper()
	var out Admission
	x.write(t, func(tx *db.Tx) error {
		var err error
		out, err = x.s.AdmitMany(tx, theProgram, rows)
		return err
	})
	return out.Members
}

// names lists who stands in a unit on a day.
func (x *site) names(t testing.TB, on string, units ...kernel.ID) []string {
	t.Helper()
	var out []string
	x.read(t, func(tx *db.Tx) error {
		out = nil
		return x.s.Each(tx, x.top, units, day(on), func(m Member) error {
			out = append(out, m.Name)
			return nil
		})
	})
	return out
}

func (x *site) get(t testing.TB, member kernel.ID, on string) Member {
	t.Helper()
	var m Member
	x.read(t, func(tx *db.Tx) error {
		var ok bool
		var err error
		m, ok, err = x.s.Get(tx, x.top, member, day(on))
		if err == nil && !ok {
			return fmt.Errorf("no member %s", member)
		}
		return err
	})
	return m
}

var (
	families = []string{"Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Đặng", "Ngô", "Dương", "Lý"}
	middles  = []string{"Thị", "Thị", "Văn", "Văn", "Đức", "Minh", "Thu", "Quang", "Hồng", "Ngọc", "Xuân"}
	givens   = []string{"An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hoa", "Hoà", "Hùng", "Hương", "Lan", "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Vân", "Yến"}
)

// invented is one row of an invented roll; place code 000 makes its identity number impossible.
func invented(r *rand.Rand, i int, unit kernel.ID) Row {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	sex := []string{"nam", "nữ"}[i%2]
	born := kernel.Date{Year: 1962 + r.IntN(36), Month: 1, Day: 1}.AddDays(r.IntN(365))
	return Row{Name: pick(families) + " " + pick(middles) + " " + pick(givens), Born: born, Sex: sex,
		Identity: fmt.Sprintf("000%d%02d%06d", 2*((born.Year-1900)/100)+i%2, born.Year%100, i%1000000), Phone: fmt.Sprintf("09%08d", (i*7919)%100000000),
		Number: fmt.Sprintf("M%09d", i), Unit: unit, Group: fmt.Sprintf("Tổ %d", 1+i%9), Admitted: day("2015-05-01").AddDays(i % 3000), Basis: "12/QĐ-CĐCS",
		Profile: Profile{Work: Work{Employer: "Công ty TNHH Mẫu", Job: "Công nhân", Contract: "indefinite", Since: day("2014-01-01")},
			Wage: kernel.Money(6_000_000 + i%40*250_000), Home: Home{Address: fmt.Sprintf("Số %d, tổ %d, khu Mẫu", i%300, i%20), Area: "06811"}, Origin: Origin{Ethnicity: "Kinh"}}}
}
