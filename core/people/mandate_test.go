package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

func TestAMandateHoldsOverItsSubtreeAndForItsPeriodOnly(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		_, err := x.s.Give(x.Ctx, program, Grant{Account: x.trang, Role: "handler", Org: x.ward, Valid: kernel.Period{From: day("2026-12-01"), To: day("2027-01-01")}})
		must(t, err)
		for on, holds := range map[string]bool{"2026-11-30T12:00": false, "2026-12-01T00:00": true, "2026-12-31T23:59": true, "2027-01-01T00:00": false} {
			x.Clock.SetTo(on)
			a := x.as(t, x.trang)
			if a.Can("dossiers.handle", x.path(t, x.desk)) != holds {
				t.Errorf("on %s over the desk below: want %v", on, holds)
			}
			if a.Can("dossiers.handle", x.path(t, x.other)) {
				t.Errorf("on %s it reaches another branch", on)
			}
		}
	})
}

func TestTheActorCarriesNameAndPresentPost(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.as(t, x.lan)
		if a.Name != "Nguyễn Thị Lan" || a.Post != "Cán bộ tiếp nhận" || a.Org != x.desk || a.Tenant != x.top || len(a.Mandates) != 1 || a.Mandates[0].Role != "counter_clerk" {
			t.Errorf("%+v", a)
		}
		if !slices.Contains(a.Mandates[0].Permissions, "dossiers.accept") || slices.Contains(a.Mandates[0].Permissions, "dossiers.approve") {
			t.Errorf("%v", a.Mandates[0].Permissions)
		}
	})
}

func TestFourEyes(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		admin, second, far := x.as(t, x.admin), x.as(t, x.second), x.as(t, x.far)
		grant := Grant{Account: x.trang, Role: "approver", Org: x.ward, Basis: "QĐ 12/QĐ-UBND"}
		m, err := x.s.Give(x.Ctx, admin, grant)
		must(t, err)
		can := func() bool { return x.as(t, x.trang).Can("dossiers.approve", x.path(t, x.ward)) }
		t.Run("a sensitive role waits", func(t *testing.T) {
			if m.State != Pending || can() {
				t.Error(m.State, can())
			}
		})
		t.Run("neither the giver nor the taker nor a stranger confirms", func(t *testing.T) {
			refused(t, x.s.Confirm(x.Ctx, admin, m.ID), "people.second_person")
			refused(t, x.s.Confirm(x.Ctx, x.as(t, x.trang), m.ID), "people.no_mandate")
			refused(t, x.s.Confirm(x.Ctx, far, m.ID), "people.no_mandate")
		})
		t.Run("the same is not given twice", func(t *testing.T) {
			_, err := x.s.Give(x.Ctx, second, grant)
			refused(t, err, "people.has_already")
		})
		t.Run("a second administrator confirms and it holds", func(t *testing.T) {
			must(t, x.s.Confirm(x.Ctx, second, m.ID))
			if !can() {
				t.Error("does not hold")
			}
			refused(t, x.s.Confirm(x.Ctx, second, m.ID), "people.mandate_cannot")
		})
		t.Run("an ordinary role holds at once", func(t *testing.T) {
			m, err := x.s.Give(x.Ctx, admin, Grant{Account: x.trang, Role: "handler", Org: x.desk, Basis: "QĐ 13"})
			must(t, err)
			if m.State != Active {
				t.Error(m.State)
			}
		})
	})
}

func TestGiving(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		admin := x.as(t, x.admin)
		for _, row := range []struct {
			name string
			a    kernel.Actor
			in   Grant
			code string
		}{
			{"nobody gives to herself", admin, Grant{Account: x.admin, Role: "approver", Org: x.ward, Basis: "b"}, "people.not_to_self"},
			{"nobody gives over a unit outside her reach", admin, Grant{Account: x.lan, Role: "handler", Org: x.other, Basis: "b"}, "people.no_org"},
			{"a clerk gives nothing", x.as(t, x.lan), Grant{Account: x.trang, Role: "handler", Org: x.desk, Basis: "b"}, "people.no_org"},
			{"a basis is needed", admin, Grant{Account: x.lan, Role: "handler", Org: x.desk}, "people.basis_needed"},
			{"the role must exist", admin, Grant{Account: x.lan, Role: "king", Org: x.desk, Basis: "b"}, "people.no_role"},
			{"the end lies after the start", admin, Grant{Account: x.lan, Role: "handler", Org: x.desk, Basis: "b", Valid: kernel.Period{From: day("2026-12-01"), To: day("2026-12-01")}}, "people.end_before_start"},
			{"no unit of that number", admin, Grant{Account: x.lan, Role: "handler", Org: 424242, Basis: "b"}, "people.no_org"},
		} {
			_, err := x.s.Give(x.Ctx, row.a, row.in)
			f := kernel.AsFault(err)
			if f == nil {
				t.Errorf("%s: %v", row.name, err)
				continue
			}
			refused(t, err, row.code)
		}
	})
}

func TestDelegation(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		quang := x.as(t, x.quang)
		own := quang.Mandates[0].ID
		in := Delegation{Mandate: own, To: x.trang, Valid: kernel.Period{To: day("2026-12-01")}, Basis: "Giấy uỷ quyền 05"}
		can := func(at string) bool {
			x.Clock.SetTo(at)
			return x.as(t, x.trang).Can("dossiers.approve", x.path(t, x.desk))
		}
		t.Run("needs an end, a basis, another person, and the holder's own hand", func(t *testing.T) {
			open := in
			open.Valid.To = kernel.Date{}
			_, err := x.s.Delegate(x.Ctx, quang, open)
			refused(t, err, "people.end_needed")
			open = in
			open.Basis = " "
			_, err = x.s.Delegate(x.Ctx, quang, open)
			refused(t, err, "people.basis_needed")
			open = in
			open.To = x.quang
			_, err = x.s.Delegate(x.Ctx, quang, open)
			refused(t, err, "people.delegate_to_self")
			_, err = x.s.Delegate(x.Ctx, x.as(t, x.admin), in)
			refused(t, err, "people.no_mandate")
		})
		d, err := x.s.Delegate(x.Ctx, quang, in)
		must(t, err)
		t.Run("says for whom it acts and ends by itself", func(t *testing.T) {
			if !can("2026-11-30T17:00") || can("2026-12-01T00:00") {
				t.Error("not from today until the end of 30/11")
			}
			x.Clock.SetTo("2026-11-25T08:00")
			m := x.as(t, x.trang).Mandates[0]
			if m.OnBehalfOf != x.quang || m.ID != d.ID {
				t.Errorf("%+v", m)
			}
		})
		t.Run("cannot be delegated again", func(t *testing.T) {
			_, err := x.s.Delegate(x.Ctx, x.as(t, x.trang), Delegation{Mandate: d.ID, To: x.lan, Valid: in.Valid, Basis: "b"})
			refused(t, err, "people.no_redelegation")
		})
		t.Run("is over when the holder is disabled, and back when she is not", func(t *testing.T) {
			must(t, x.s.Disable(x.Ctx, program, x.quang))
			if can("2026-11-25T08:00") {
				t.Error("acts for somebody who may not act")
			}
			must(t, x.s.Enable(x.Ctx, program, x.quang))
		})
		holders := func() int {
			list, err := x.s.StaffHolding(x.Ctx, x.top, x.desk, "dossiers.approve")
			must(t, err)
			return len(list)
		}
		t.Run("is over when what it rests on is over", func(t *testing.T) {
			if holders() != 2 {
				t.Errorf("%d may approve, want the chairman and his delegate", holders())
			}
			must(t, x.s.End(x.Ctx, x.as(t, x.admin), own))
			if can("2026-11-25T08:00") || holders() != 0 {
				t.Error("outlives its parent")
			}
		})
	})
}

func TestADelegationLiesInsideOfWhatItRestsOn(t *testing.T) {
	m := Mandate{ID: 1, Account: 7, State: Active, Valid: kernel.Period{From: day("2026-01-01"), To: day("2026-12-31")}}
	_, err := m.delegate(8, kernel.Period{From: day("2026-11-23"), To: day("2027-01-15")}, "b", day("2026-11-23"))
	refused(t, err, "people.end_after_parent")
	_, err = m.delegate(8, kernel.Period{From: day("2026-11-22"), To: day("2026-11-30")}, "b", day("2026-11-23"))
	refused(t, err, "people.from_today")
}

func TestTheFlowHoldsEveryRowAndNoOther(t *testing.T) {
	want := map[string]MandateState{"pending confirm": Active, "pending refuse": Refused, "pending end": Ended, "active end": Ended}
	for _, from := range []MandateState{Pending, Active, Refused, Ended} {
		for _, v := range []Verb{Confirm, Refuse, End} {
			m := Mandate{State: from}
			err := m.do(v)
			to, ok := want[fmt.Sprint(from, " ", v)]
			if ok != (err == nil) || ok && m.State != to {
				t.Errorf("%s %s: %v, now %s", from, v, err, m.State)
			}
		}
	}
}

func TestWhoSeesAnAccount(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		for _, row := range []struct {
			name string
			who  kernel.ID
			sees []kernel.ID
		}{
			{"an administrator sees the people of her subtree", x.admin, []kernel.ID{x.admin, x.second, x.quang, x.lan, x.trang}},
			{"one of another branch sees hers", x.far, []kernel.ID{x.far}},
			{"a clerk sees herself", x.lan, []kernel.ID{x.lan}},
		} {
			a := x.as(t, row.who)
			list, _, err := x.s.Accounts(x.Ctx, a, AccountAsk{})
			must(t, err)
			for _, id := range []kernel.ID{x.admin, x.second, x.quang, x.lan, x.trang, x.far} {
				_, err := x.s.Account(x.Ctx, a, id)
				sees := slices.Contains(row.sees, id)
				if sees != (err == nil) {
					t.Errorf("%s: account %s: %v", row.name, id, err)
				}
				if err != nil {
					refused(t, err, "people.no_account")
				}
				listed := slices.ContainsFunc(list, func(l Account) bool { return l.ID == id })
				if a.Anywhere(mayView) && listed != sees {
					t.Errorf("%s: list and detail disagree on %s", row.name, id)
				}
			}
		}
	})
}

func TestListingAccounts(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		names := func(ask AccountAsk) []string {
			list, _, err := x.s.Accounts(x.Ctx, x.as(t, x.admin), ask)
			must(t, err)
			var out []string
			for _, a := range list {
				out = append(out, a.Login)
			}
			return out
		}
		if got := names(AccountAsk{}); !slices.Equal(got, []string{"binh", "hoa", "lan", "quang", "trang"}) {
			t.Errorf("by given name: %v", got)
		}
		for q, want := range map[string]string{"Lan": "lan", "nguyễn thị": "lan", "do van": "quang", "trang": "trang"} {
			if got := names(AccountAsk{Q: q}); !slices.Equal(got, []string{want}) {
				t.Errorf("%q finds %v", q, got)
			}
		}
		if got := names(AccountAsk{Q: "%"}); len(got) != 5 {
			t.Errorf("a sign of the database's pattern finds %v", got)
		}
		if got := names(AccountAsk{After: x.lan}); !slices.Equal(got, []string{"quang", "trang"}) {
			t.Errorf("after lan: %v", got)
		}
	})
}

func TestDisabling(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		admin := x.as(t, x.admin)
		secret, err := x.s.CreateToken(x.Ctx, x.as(t, x.lan), x.lan, "Phần mềm", kernel.Instant{})
		must(t, err)
		_, err = x.s.ActorByToken(x.Ctx, secret)
		must(t, err)
		refused(t, x.s.Disable(x.Ctx, admin, x.admin), "people.not_oneself")
		refused(t, x.s.Disable(x.Ctx, admin, x.far), "people.no_account")
		refused(t, x.s.Disable(x.Ctx, x.as(t, x.lan), x.trang), "people.no_account")
		must(t, x.s.Disable(x.Ctx, admin, x.lan))
		_, err = x.s.Actor(x.Ctx, x.lan)
		refused(t, err, "people.no_account")
		_, err = x.s.ActorByToken(x.Ctx, secret)
		refused(t, err, "people.no_account")
		_, err = x.s.SignIn(x.Ctx, Attempt{Login: "lan", Password: demoPassword, Source: "192.0.2.1/32"})
		refused(t, err, "people.bad_sign_in")
		t.Run("someone who also works elsewhere is left to who holds both", func(t *testing.T) {
			x.give(t, x.trang, "handler", x.other)
			refused(t, x.s.Disable(x.Ctx, admin, x.trang), "people.may_not_edit")
		})
	})
}

func TestCreatingAccounts(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		admin := x.as(t, x.admin)
		good := NewAccount{Details: Person{Name: "Lê Thu Hà", Identity: "001 185 012 345", Phone: "0203 123 456"}, Login: "Ha.LT", Email: "Ha@mau.vn", Post: NewPost{Org: x.desk, Title: "Chuyên viên"}}
		made, err := x.s.CreateAccount(x.Ctx, admin, good)
		must(t, err)
		v, err := x.s.Account(x.Ctx, admin, made.Account)
		must(t, err)
		if v.Account.Login != "ha.lt" || !v.Account.MustChange || v.Person.Identity != "001185012345" || len(made.Password) < 12 || v.Posts[0].OrgName != "Trung tâm Phục vụ hành chính công phường Uông Bí" {
			t.Errorf("%+v %+v", v, made)
		}
		for code, change := range map[string]func(*NewAccount){
			"people.login_taken":     func(n *NewAccount) { n.Email, n.Details.Identity = "", "" },
			"people.email_taken":     func(n *NewAccount) { n.Login, n.Details.Identity = "ha2", "" },
			"people.identity_taken":  func(n *NewAccount) { n.Login, n.Email = "ha3", "" },
			"people.bad_login":       func(n *NewAccount) { n.Login = "hà" },
			"people.bad_name":        func(n *NewAccount) { n.Details.Name = "Hà" },
			"kernel.cccd_form":       func(n *NewAccount) { n.Details.Identity = "12345" },
			"people.bad_phone":       func(n *NewAccount) { n.Details.Phone = "gọi tôi" },
			"people.title_needed":    func(n *NewAccount) { n.Post.Title = "" },
			"people.no_org":          func(n *NewAccount) { n.Post.Org = x.other },
			"people.password_length": func(n *NewAccount) { n.Password = "ngắn" },
		} {
			in := good
			change(&in)
			_, err := x.s.CreateAccount(x.Ctx, admin, in)
			f := kernel.AsFault(err)
			if f == nil {
				t.Errorf("%s: %v", code, err)
				continue
			}
			refused(t, err, code)
		}
		t.Run("the journal does not hold the number", func(t *testing.T) {
			must(t, x.DB.Read(x.Ctx, func(tx *db.Tx) error {
				n, _, err := db.Value[int64](tx, `select count(*) from person where identity_number = '001185012345'`)
				if n != 1 {
					t.Error("not kept on the person")
				}
				return err
			}))
			chief := x.as(t, x.account(t, "kt", "Kiểm Tra Viên", x.top, "Kiểm tra"))
			chief.Mandates = []kernel.Mandate{{ID: 1, Org: x.top, Permissions: []string{mayAudit}}}
			entries, err := x.s.ReadJournal(x.Ctx, chief, JournalAsk{})
			must(t, err)
			if len(entries) < 5 {
				t.Error("the journal is empty")
			}
			for _, e := range entries {
				if strings.Contains(e.After, "001185012345") {
					t.Errorf("%s tells %s", e.Verb, e.After)
				}
			}
			broken, n, err := x.s.VerifyJournal(x.Ctx, chief)
			if err != nil || broken != nil || n < 5 {
				t.Error(broken, n, err)
			}
			_, err = x.s.ReadJournal(x.Ctx, admin, JournalAsk{})
			refused(t, err, "web.no_such_page")
		})
	})
}
