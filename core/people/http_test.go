package people

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// browser keeps cookies between requests.
type browser struct {
	t    *testing.T
	door *web.Server
	jar  map[string]string
}

func (x *site) door() *web.Server {
	door := web.New(web.Config{DB: x.DB, IDs: x.IDs, Clock: x.Clock, Accounts: x.s, Base: "https://motcua.example.vn", Log: slog.New(slog.DiscardHandler)})
	door.Messages(Messages())
	door.Mount(x.s.Routes()...)
	door.Mount(web.Route{Pattern: "GET /{$}", Access: web.Public, Handle: func(c *web.Ctx) error { return c.See("/tai-khoan", "") }})
	return door
}

func (x *site) browse(t *testing.T, door *web.Server, account kernel.ID) *browser {
	t.Helper()
	b := &browser{t, door, map[string]string{}}
	if account != 0 {
		k, err := door.SignInAs(x.Ctx, account)
		must(t, err)
		b.jar[k.Name] = k.Value
	}
	return b
}

func (b *browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for k, v := range b.jar {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	w := httptest.NewRecorder()
	b.door.ServeHTTP(w, r)
	for _, k := range w.Result().Cookies() {
		if k.MaxAge < 0 || k.Value == "" {
			delete(b.jar, k.Name)
			continue
		}
		b.jar[k.Name] = k.Value
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder { return b.do(http.MethodGet, path, nil) }

func (b *browser) want(w *httptest.ResponseRecorder, status int) testkit.HTML {
	b.t.Helper()
	if w.Code != status {
		b.t.Fatalf("status %d, want %d, to %q: %.500s", w.Code, status, w.Header().Get("Location"), w.Body)
	}
	return testkit.Page(b.t, w.Body.Bytes())
}

func TestSigningInThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		b := x.browse(t, x.door(), 0)
		w := b.get("/quan-tri/tai-khoan?q=lan")
		b.want(w, 303)
		b.want(b.get(w.Header().Get("Location")), 200).Has("form[action=/dang-nhap] input[name=tiep]")
		form := url.Values{"ten_dang_nhap": {"lan"}, "mat_khau": {"sai"}, "tiep": {"/tai-khoan"}}
		page := b.want(b.do("POST", "/dang-nhap", form), 422)
		page.Has(".note", "chưa đúng")
		if page.Attr("input[name=ten_dang_nhap]", "value") != "lan" || page.Attr("input[name=mat_khau]", "value") != "" {
			t.Error("the name is to come back, the password is not")
		}
		form.Set("mat_khau", demoPassword)
		w = b.do("POST", "/dang-nhap", form)
		b.want(w, 303)
		if w.Header().Get("Location") != "/tai-khoan" {
			t.Error(w.Header().Get("Location"))
		}
		b.want(b.get("/tai-khoan"), 200).Has("dd", "Cán bộ tiếp nhận")
		b.want(b.get("/quan-tri/tai-khoan"), 404)
		b.want(b.do("POST", "/dang-xuat", nil), 303)
		b.want(b.get("/tai-khoan"), 303)
		t.Run("the way back stays on the site", func(t *testing.T) {
			form.Set("tiep", "//evil.example/")
			w := b.do("POST", "/dang-nhap", form)
			if w.Header().Get("Location") != "/" {
				t.Error(w.Header().Get("Location"))
			}
		})
	})
}

func TestOneTimeCodesThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		door := x.door()
		b := x.browse(t, door, x.lan)
		page := b.want(b.get("/tai-khoan/ma-mot-lan"), 200)
		secret := page.Texts("code")[0]
		b.want(b.do("POST", "/tai-khoan/ma-mot-lan", url.Values{"ma": {"000000"}}), 422).Has("code", secret)
		b.want(b.do("POST", "/tai-khoan/ma-mot-lan", url.Values{"ma": {x.code(t, secret)}}), 200).Has("li code")

		b = x.browse(t, door, 0)
		b.want(b.get("/dang-nhap/ma"), 303)
		form := url.Values{"ten_dang_nhap": {"lan"}, "mat_khau": {demoPassword}, "tiep": {"/tai-khoan"}}
		w := b.do("POST", "/dang-nhap", form)
		if w.Header().Get("Location") != "/dang-nhap/ma" {
			t.Fatal(w.Code, w.Header())
		}
		b.want(b.get("/tai-khoan"), 303)
		b.want(b.do("POST", "/dang-nhap/ma", url.Values{"ma": {"123456"}}), 422).Has(".why", "Mã chưa đúng")
		x.Clock.Advance(31 * time.Second)
		b.want(b.do("POST", "/dang-nhap/ma", url.Values{"ma": {x.code(t, secret)}}), 303)
		b.want(b.get("/tai-khoan"), 200)
		t.Run("the half-open door closes after five minutes", func(t *testing.T) {
			b := x.browse(t, door, 0)
			b.do("POST", "/dang-nhap", form)
			x.Clock.Advance(6 * time.Minute)
			w := b.do("POST", "/dang-nhap/ma", url.Values{"ma": {x.code(t, secret)}})
			if w.Header().Get("Location") != "/dang-nhap" {
				t.Error(w.Code, w.Header())
			}
		})
	})
}

func TestTheForgottenPasswordPageSaysTheSameToAll(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		b := x.browse(t, x.door(), 0)
		said := func(mail string) string {
			w := b.do("POST", "/quen-mat-khau", url.Values{"thu_dien_tu": {mail}})
			b.want(w, 200)
			return strings.ReplaceAll(w.Body.String(), mail, "MAIL")
		}
		if said("lan@mau.vn") != said("nobody@mau.vn") {
			t.Error("the page tells who has an account")
		}
		link := strings.TrimPrefix(x.letters[0].Link, "https://motcua.example.vn")
		_, secret, _ := strings.Cut(link, "?ma=")
		b.want(b.get(link), 200)
		b.want(b.do("POST", "/dat-lai-mat-khau", url.Values{"ma": {secret}, "mat_khau": {"ngan"}}), 422).Has(".why", "từ 10 đến 200")
		b.want(b.do("POST", "/dat-lai-mat-khau", url.Values{"ma": {secret}, "mat_khau": {"than den nhu muc"}}), 303)
		b.want(b.get(link), 409).Has(".note", "đã dùng")
	})
}

func TestGivingARoleThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		door := x.door()
		b, second := x.browse(t, door, x.admin), x.browse(t, door, x.second)
		at := "/quan-tri/tai-khoan/" + x.trang.String()
		b.want(b.get("/quan-tri/tai-khoan?q=trang"), 200).Has("a.code", "Phạm Thu Trang")
		b.want(b.get(at), 200).Has("select[name=vai_tro] option", "Lãnh đạo phê duyệt (hai người)")
		form := url.Values{"tai_khoan": {x.trang.String()}, "vai_tro": {"approver"}, "don_vi": {x.ward.String()}, "tu_ngay": {"31/11/2026"}, "den_ngay": {""}, "can_cu": {"QĐ 12"}}
		page := b.want(b.do("POST", "/quan-tri/phan-quyen", form), 422)
		page.Has(".why", "30 ngày")
		if page.Attr("input[name=tu_ngay]", "value") != "31/11/2026" || page.Attr("input[name=can_cu]", "value") != "QĐ 12" {
			t.Error("what was typed is lost")
		}
		form.Set("tu_ngay", "23/11/2026")
		b.want(b.do("POST", "/quan-tri/phan-quyen", form), 303)
		b.want(b.get(at), 200).Has(".state", "Chờ xác nhận")
		b.want(b.get("/quan-tri/phan-quyen?loai=cho_xac_nhan"), 200).HasNot("button", "Xác nhận")
		action := second.want(second.get("/quan-tri/phan-quyen?loai=cho_xac_nhan"), 200).Attr("form[action^=/quan-tri/phan-quyen/]", "action")
		b.want(b.do("POST", action, nil), 403)
		second.want(second.do("POST", action, nil), 303)
		b.want(b.get(at), 200).Has(".state", "Có hiệu lực")
	})
}

// TestEveryRouteForEveryAccount walks the table of routes with every account of the cast. What one may
// not enter, and what one may not know of, answers alike.
func TestEveryRouteForEveryAccount(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		door := x.door()
		for _, r := range x.s.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			path = strings.NewReplacer("{id}", x.lan.String(), "{viec}", "khong-co").Replace(path)
			for name, account := range map[string]kernel.ID{"nobody": 0, "clerk": x.trang, "stranger": x.far, "admin": x.admin} {
				var actor kernel.Actor
				if account != 0 {
					actor = x.as(t, account)
				}
				w := x.browse(t, door, account).do(method, path, url.Values{})
				enters := r.Access.Admits(actor)
				switch {
				case account == 0 && !enters && !strings.HasPrefix(w.Header().Get("Location"), "/dang-nhap"):
					t.Errorf("%s for %s: %d, want the sign-in page", r.Pattern, name, w.Code)
				case account != 0 && !enters && w.Code != 404:
					t.Errorf("%s for %s: %d, want 404", r.Pattern, name, w.Code)
				case w.Code >= 500:
					t.Errorf("%s for %s: %d %.300s", r.Pattern, name, w.Code, w.Body)
				case name == "stranger" && strings.Contains(r.Pattern, "{id}") && w.Code != 404:
					t.Errorf("%s: a stranger learns of the record: %d", r.Pattern, w.Code)
				}
			}
		}
	})
}

func TestTheJournalPage(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		chief := x.account(t, "kiemtra", "Hoàng Thị Kiểm", x.top, "Kiểm tra viên")
		x.give(t, chief, "auditor", x.top)
		b := x.browse(t, x.door(), chief)
		b.want(b.get("/quan-tri/nhat-ky"), 200).Has("td", "people.create_account")
		b.want(b.get("/quan-tri/nhat-ky?viec=people.give"), 200).HasNot("td", "people.create_account")
		b.want(b.get("/quan-tri/nhat-ky?tu_ngay=31/11/2026"), 422).Has(".why", "30 ngày")
		b.want(b.do("POST", "/quan-tri/nhat-ky/kiem-tra", nil), 200).Has(".note", "Chuỗi nguyên vẹn")
		must(t, x.DB.Tx(x.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`update audit_entry set verb = 'people.nothing' where seq = 3`)
			return err
		}))
		b.want(b.do("POST", "/quan-tri/nhat-ky/kiem-tra", nil), 200).Has(".note", "Chuỗi đứt ở số 3", "nội dung đã bị sửa")
	})
}

var inline = regexp.MustCompile(`(?i)\sstyle=|<style|<script|\son[a-z]+=`)

func TestSamples(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Samples() {
		if seen[s.Name()] {
			t.Errorf("%s twice", s.Name())
		}
		seen[s.Name()] = true
		for _, lang := range []string{ui.Vietnamese, ui.English} {
			var out bytes.Buffer
			must(t, s.Body.Render(ui.WithLang(context.Background(), lang), &out))
			if bad := inline.FindString(out.String()); bad != "" {
				t.Errorf("%s has %q, which the policy forbids", s.Name(), bad)
			}
			if strings.Contains(out.String(), "%!") {
				t.Errorf("%s has a sentence with a wrong blank: %s", s.Name(), out.String())
			}
			page := testkit.Page(t, out.Bytes())
			if page.Count("h1") != 1 {
				t.Errorf("%s has %d h1", s.Name(), page.Count("h1"))
			}
			ids := map[string]bool{}
			for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(out.String(), -1) {
				if ids[m[1]] {
					t.Errorf("%s has the id %s twice", s.Name(), m[1])
				}
				ids[m[1]] = true
			}
		}
	}
}

func TestEveryRefusalHasASentence(t *testing.T) {
	code := regexp.MustCompile(`"(people\.[a-z_]+)"`)
	notSentences := map[string]bool{mayView: true, mayEdit: true, mayGrant: true, FactAccountCreated: true, FactAccountDisabled: true, FactMandateGiven: true, FactMandateEnded: true}
	for _, file := range []string{"person.go", "mandate.go", "flow.go", "policy.go", "password.go", "commands_accounts.go", "commands_mandates.go", "commands_signin.go", "commands_factors.go", "commands_passkeys.go", "queries.go", "service.go"} {
		for _, m := range code.FindAllStringSubmatch(readFile(t, file), -1) {
			if Messages()[m[1]] == "" && !notSentences[m[1]] && !isVerb(m[1]) {
				t.Errorf("%s: %s has no sentence", file, m[1])
			}
		}
	}
}
