package people

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"doanket/internal/audit"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the pages of this room in every state, for the page catalogue.
func Samples() []ui.Sample {
	page := func(page, state string, body templ.Component) ui.Sample {
		return ui.Sample{Room: "people", Page: page, State: state, Body: body}
	}
	plain := func(name, state string, body templ.Component) ui.Sample {
		s := page(name, state, body)
		s.Plain = true
		return s
	}
	refusedSignIn := text(func(ctx context.Context) templ.Component {
		return signInPage(signInProps{Login: "lan", Next: "/", Why: ui.T(ctx, Messages()["people.bad_sign_in"])})
	})
	return []ui.Sample{
		plain("sign_in", "blank", signInPage(signInProps{Next: "/"})),
		plain("sign_in", "refused", refusedSignIn),
		plain("code", "blank", codePage(nil, "")),
		plain("code", "refused", withErrors(func(e ui.Errors) templ.Component { return codePage(e, "") }, "ma", "people.bad_code")),
		plain("forgot", "blank", forgotPage("", false)),
		plain("forgot", "sent", forgotPage("lan@mau.vn", true)),
		plain("reset", "blank", resetPage("mau", nil)),
		plain("reset", "refused", withErrors(func(e ui.Errors) templ.Component { return resetPage("mau", e) }, "mat_khau", "people.password_common")),
		plain("reset", "gone", resetGonePage()),
		page("own", "full", ownPage(ownProps{Own: sampleOwn(), Session: 901})),
		page("own", "fresh", ownPage(ownProps{Own: Own{AccountView: AccountView{Account: sampleLan}, Sessions: sampleSessions[:1]}, Session: 901})),
		page("own", "new_token", ownPage(ownProps{Own: sampleOwn(), Session: 901, NewToken: "dk_ma-mau-khong-dung-duoc"})),
		page("own", "refused", withErrors(func(e ui.Errors) templ.Component {
			return ownPage(ownProps{Own: sampleOwn(), Session: 901, Part: "password", Errs: e})
		}, "mat_khau_cu", "people.wrong_present")),
		page("totp", "blank", totpPage(sampleSetup, nil)),
		page("totp", "recovery", recoveryPage([]string{"mau1-mau2-mau3", "mau4-mau5-mau6", "mau7-mau8-mau9"})),
		page("delegate", "blank", delegatePage(delegateProps{Mandate: sampleMandates[0], In: delegateInput{typedFrom: "23/11/2026"}})),
		page("delegate", "refused", withErrors(func(e ui.Errors) templ.Component {
			return delegatePage(delegateProps{Mandate: sampleMandates[0], In: delegateInput{Login: "trang", typedFrom: "23/11/2026"}, Errs: e})
		}, "den_ngay", "people.end_needed")),
		page("accounts", "full", accountsPage(accountsProps{List: []Account{sampleLan, sampleQuang, sampleOff}, Next: "#", CanMake: true})),
		page("accounts", "empty", accountsPage(accountsProps{Ask: AccountAsk{Q: "zz"}})),
		page("new", "blank", newPage(newProps{Units: sampleUnits})),
		page("new", "refused", withErrors(func(e ui.Errors) templ.Component {
			return newPage(newProps{In: newInput{Name: "Hà", Login: "Hà"}, Units: sampleUnits, Errs: e})
		}, "ho_ten", "people.bad_name", "ten_dang_nhap", "people.bad_login")),
		page("first_password", "shown", firstPasswordPage(31, "ha.lt", "mau2-mau3-mau4")),
		page("account", "full", accountPage(accountProps{View: sampleView(), Roles: firstRoles, Units: sampleUnits, In: giveInput{typedFrom: "23/11/2026"}})),
		page("account", "disabled", accountPage(accountProps{View: AccountView{Account: sampleOff, CanEdit: true}})),
		page("account", "refused", withErrors(func(e ui.Errors) templ.Component {
			return accountPage(accountProps{View: sampleView(), Roles: firstRoles, Units: sampleUnits, Errs: e})
		}, "can_cu", "people.basis_needed")),
		page("mandates", "full", mandatesPage(mandatesProps{List: sampleMandates, Next: "#", Wait: 1})),
		page("mandates", "waiting", mandatesPage(mandatesProps{Kind: "cho_xac_nhan", List: sampleMandates[2:3], Wait: 1})),
		page("mandates", "empty", mandatesPage(mandatesProps{Kind: "da_het"})),
		page("matrix", "full", matrixPage(sampleRights, firstRoles)),
		page("journal", "full", journalPage(journalProps{List: sampleEntries})),
		page("journal", "intact", journalPage(journalProps{List: sampleEntries, Done: true, Count: 12480})),
		page("journal", "broken", journalPage(journalProps{List: sampleEntries, Done: true, Broken: &audit.Link{Seq: 4711, At: sampleAt, Verb: "people.give", Subject: "mandate:22", Why: "altered"}})),
		page("journal", "empty", journalPage(journalProps{})),
	}
}

// text lets a sample speak the language of the catalogue.
func text(make func(context.Context) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return make(ctx).Render(ctx, w) })
}

// withErrors shows a form with the sentences of the given fields: field, code, field, code…
func withErrors(show func(ui.Errors) templ.Component, pairs ...string) templ.Component {
	return text(func(ctx context.Context) templ.Component {
		errs := ui.Errors{}
		for i := 0; i+1 < len(pairs); i += 2 {
			errs[pairs[i]] = ui.T(ctx, Messages()[pairs[i+1]])
		}
		return show(errs)
	})
}

var (
	sampleDay = kernel.Date{Year: 2026, Month: 11, Day: 23}
	sampleAt  = sampleDay.Clock(8, 20)

	sampleLan = Account{
		ID: 31, Person: 41, Name: "Nguyễn Thị Lan", Login: "lan", Email: "lan@mau.vn", State: AccountActive, LastSignIn: sampleAt,
		Post: "Cán bộ tiếp nhận", OrgName: "Trung tâm Phục vụ hành chính công phường Uông Bí", TOTP: true,
	}
	sampleQuang = Account{ID: 32, Person: 42, Name: "Đỗ Văn Quang", Login: "quang", State: AccountActive, LastSignIn: sampleAt, Post: "Chủ tịch", OrgName: "UBND phường Uông Bí"}
	sampleOff   = Account{ID: 33, Person: 43, Name: "Vũ Ngọc Sơn", Login: "son", State: AccountDisabled, MustChange: true}

	sampleMandates = []MandateView{
		{Mandate: Mandate{ID: 21, Account: 32, AccountName: "Đỗ Văn Quang", RoleTitle: "Lãnh đạo phê duyệt", OrgName: "UBND phường Uông Bí", Valid: kernel.Period{From: kernel.Date{Year: 2026, Month: 7, Day: 1}}, Basis: "QĐ 01/QĐ-UBND ngày 30/06/2026", State: Active, GiverName: "Lê Thanh Bình"}, Now: true, CanEnd: true, CanDelegate: true},
		{Mandate: Mandate{ID: 22, Account: 31, AccountName: "Nguyễn Thị Lan", RoleTitle: "Lãnh đạo phê duyệt", OrgName: "UBND phường Uông Bí", Valid: kernel.Period{From: sampleDay, To: sampleDay.AddDays(7)}, Basis: "Giấy uỷ quyền 05/GUQ-UBND", State: Active, Parent: 21, OnBehalfOf: 32, OnBehalf: "Đỗ Văn Quang"}, Now: true, CanEnd: true},
		{Mandate: Mandate{ID: 23, Account: 33, AccountName: "Vũ Ngọc Sơn", RoleTitle: "Quản trị", OrgName: "Công đoàn phường Uông Bí", Valid: kernel.Period{From: sampleDay}, Basis: "QĐ 12/QĐ-LĐLĐ", State: Pending, GiverName: "Lê Thanh Bình"}, CanConfirm: true, CanEnd: true},
		{Mandate: Mandate{ID: 24, Account: 31, AccountName: "Nguyễn Thị Lan", RoleTitle: "Thu ngân", OrgName: "UBND phường Uông Bí", Valid: kernel.Period{From: kernel.Date{Year: 2026, Month: 1, Day: 1}, To: kernel.Date{Year: 2026, Month: 7, Day: 1}}, State: Ended}},
	}
	sampleUnits    = []Unit{{51, "Trung tâm Phục vụ hành chính công phường Uông Bí"}, {52, "UBND phường Uông Bí"}}
	sampleSessions = []web.Session{
		{ID: 901, Created: sampleAt, LastSeen: sampleAt, Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0", IP: "203.0.113.7/32"},
		{ID: 902, Created: sampleAt, LastSeen: sampleAt.Add(-3600e9), Agent: "Mozilla/5.0 (Linux; Android 15) Chrome/142.0", IP: "2001:db8:1:2::/64"},
	}
	sampleSetup  = CodeSetup{Secret: "MAUKHONGDUNGDUOC", QR: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E%3Cpath d='M1 1h3v3H1zM5 5h3v3H5z'/%3E%3C/svg%3E"}
	sampleRights = []Permission{
		{"dossiers.accept", "Tiếp nhận hồ sơ", "dossiers"}, {"dossiers.approve", "Phê duyệt kết quả", "dossiers"},
		{"payments.collect", "Thu phí, lệ phí", "payments"}, {"people.grant", "Phân quyền", "people"}, {"audit.view", "Xem nhật ký", "audit"},
	}
	sampleEntries = []audit.Entry{
		{Seq: 12480, At: sampleAt, Name: "Nguyễn Thị Lan", Post: "Cán bộ tiếp nhận", Verb: "dossiers.accept", Subject: "dossier:5001", Before: `{"state":"submitted"}`, After: `{"state":"in_progress"}`},
		{Seq: 12479, At: sampleAt, Name: "Lê Thanh Bình", Post: "Quản trị", Verb: "people.give", Subject: "mandate:23", After: `{"role":"admin","state":"pending"}`},
	}
)

func sampleView() AccountView {
	return AccountView{
		Account: sampleLan, Person: Person{ID: 41, Name: sampleLan.Name, Identity: "000185012345", Phone: "0203 000 0000"},
		Posts:    []PostView{{Post: Post{Title: "Cán bộ tiếp nhận", Main: true, Valid: kernel.Period{From: kernel.Date{Year: 2025, Month: 7, Day: 1}}}, OrgName: sampleLan.OrgName, Now: true}},
		Mandates: sampleMandates[1:], CanEdit: true, CanGive: true,
	}
}

func sampleOwn() Own {
	return Own{
		AccountView: AccountView{Account: sampleLan, Person: Person{Name: sampleLan.Name, Identity: "000185012345"}, Mandates: sampleMandates[:2]},
		Sessions:    sampleSessions, Recovery: 8,
		Passkeys: []Passkey{{ID: 61, Name: "Chrome trên Android", Created: sampleAt, LastUsed: sampleAt}},
		Tokens:   []Token{{ID: 71, Name: "Phần mềm kế toán", Created: sampleAt, Expires: sampleAt.Add(90 * 24 * 3600e9)}},
	}
}
