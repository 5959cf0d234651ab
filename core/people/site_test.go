package people

import (
	"context"
	"os"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

// site is the sample cast of this room's tests: a ward with two desks, its administrator, a second
// one, a chairman, a clerk, and one administrator of another branch.
type site struct {
	testkit.Env
	s                                     *Service
	top, ward, desk, other                kernel.ID
	admin, second, quang, lan, trang, far kernel.ID
	letters                               []ResetLetter
}

// Tests make hundreds of passwords; what they cost is not what is tested here.
func init() { argon.Memory, argon.Iterations = 64, 1 }

const demoPassword = "doanket-demo"

var program = kernel.Actor{System: true, Name: "Chương trình"}

var samplePermissions = []Permission{
	{"dossiers.accept", "Tiếp nhận hồ sơ", "dossiers"}, {"dossiers.approve", "Phê duyệt kết quả", "dossiers"},
	{"people.view", "Xem tài khoản", "people"}, {"people.edit", "Sửa tài khoản", "people"}, {"people.grant", "Phân quyền", "people"},
	{"audit.view", "Xem nhật ký", "audit"}, {"orgs.view", "Xem đơn vị", "orgs"},
}

func (x *site) PasswordReset(_ context.Context, l ResetLetter) error {
	x.letters = append(x.letters, l)
	return nil
}

func each(t *testing.T, test func(t *testing.T, x *site)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, orgs.Migrations(), web.Migrations(), Migrations())
}

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

func open(t testing.TB, e testkit.Env) *site {
	t.Helper()
	x := &site{Env: e}
	units := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, units.LoadReference(e.Ctx))
	basis := orgs.Basis{Number: "01/QĐ", Decided: day("2020-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2020-01-01")}
	top, err := units.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis})
	must(t, err)
	found := func(parent kernel.ID, name string) kernel.ID {
		id, err := units.Found(e.Ctx, program, orgs.Founding{Name: name, Kind: "union_group", Parent: parent, Basis: basis})
		must(t, err)
		return id
	}
	x.top = top.ID
	x.ward = found(x.top, "UBND phường Uông Bí")
	x.desk = found(x.ward, "Trung tâm Phục vụ hành chính công phường Uông Bí")
	x.other = found(x.top, "Công đoàn phường Uông Bí")
	x.s, err = New(Deps{
		DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: units, Mail: x,
		Permissions: samplePermissions, SiteKey: []byte("0123456789abcdef0123456789abcdef"), Base: "https://motcua.example.vn",
	})
	must(t, err)
	must(t, x.s.EnsureRoles(e.Ctx, x.top))
	must(t, x.s.EnsureRoles(e.Ctx, x.top)) // a second start changes nothing
	x.admin = x.account(t, "binh", "Lê Thanh Bình", x.ward, "Quản trị")
	x.second = x.account(t, "hoa", "Trần Thị Hoà", x.ward, "Quản trị")
	x.quang = x.account(t, "quang", "Đỗ Văn Quang", x.ward, "Chủ tịch")
	x.lan = x.account(t, "lan", "Nguyễn Thị Lan", x.desk, "Cán bộ tiếp nhận")
	x.trang = x.account(t, "trang", "Phạm Thu Trang", x.desk, "Chuyên viên")
	x.far = x.account(t, "son", "Vũ Ngọc Sơn", x.other, "Quản trị")
	x.give(t, x.admin, "admin", x.ward)
	x.give(t, x.second, "admin", x.ward)
	x.give(t, x.quang, "approver", x.ward)
	x.give(t, x.lan, "counter_clerk", x.desk)
	x.give(t, x.far, "admin", x.other)
	return x
}

func (x *site) account(t testing.TB, login, name string, org kernel.ID, title string) kernel.ID {
	t.Helper()
	made, err := x.s.CreateAccount(x.Ctx, program, NewAccount{
		Tenant: x.top, Details: Person{Name: name}, Login: login, Email: login + "@mau.vn", Password: demoPassword,
		Post: NewPost{Org: org, Title: title, Main: true},
	})
	must(t, err)
	return made.Account
}

func (x *site) give(t testing.TB, account kernel.ID, role string, org kernel.ID) Mandate {
	t.Helper()
	m, err := x.s.Give(x.Ctx, program, Grant{Account: account, Role: role, Org: org})
	must(t, err)
	return m
}

func (x *site) as(t testing.TB, account kernel.ID) kernel.Actor {
	t.Helper()
	a, err := x.s.Actor(x.Ctx, account)
	must(t, err)
	return a
}

func (x *site) path(t testing.TB, org kernel.ID) []kernel.ID {
	t.Helper()
	var out []kernel.ID
	must(t, x.DB.Read(x.Ctx, func(tx *db.Tx) error {
		var err error
		out, err = x.s.Orgs.Path(tx, org, x.s.today())
		return err
	}))
	return out
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	must(t, err)
	return string(b)
}

// isVerb tells the names under which things stand in the journal.
func isVerb(code string) bool {
	for _, verb := range []string{
		"create_person", "create_account", "add_post", "set_state", "first_password", "give", "delegate", "sign_in", "reset_password", "change_password",
		"end_session", "end_other_sessions", "totp_on", "totp_off", "create_token", "revoke_token", "add_passkey", "remove_passkey",
	} {
		if code == "people."+verb {
			return true
		}
	}
	return false
}
