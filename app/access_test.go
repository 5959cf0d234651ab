package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/seed"
	"doanket/ui"
)

const accessTable = "../docs/generated/access.txt"

// caller is one browser without a screen.
type caller struct {
	login string
	actor kernel.Actor
	http  *http.Client
	url   string
}

// callers are a visitor and every sample account, signed in.
func callers(t *testing.T, a *App) []caller {
	t.Helper()
	a.web.Mount(web.Route{Pattern: "GET /vao-thu/{id}", Access: web.Public, Handle: func(c *web.Ctx) error {
		id, err := c.ID("id")
		if err == nil {
			err = c.SignIn(id)
		}
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, "ok")
	}})
	server := httptest.NewServer(a.web)
	t.Cleanup(server.Close)
	out := []caller{{login: "(khách)"}}
	for _, l := range a.Logins() {
		out = append(out, caller{login: l.Login, actor: a.as(t, l.Login)})
	}
	for i := range out {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		out[i].url = server.URL
		out[i].http = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		if out[i].actor.Account != 0 {
			status, _, _ := out[i].call(t, "GET", "/vao-thu/"+out[i].actor.Account.String())
			if status != http.StatusOK {
				t.Fatalf("%s cannot sign in: %d", out[i].login, status)
			}
		}
	}
	return out
}

// call asks once; a writing method sends a form that no page has.
func (c caller) call(t *testing.T, method, path string) (status int, to, body string) {
	t.Helper()
	var form io.Reader
	if method != http.MethodGet {
		form = strings.NewReader("khong-co-o-nay=1")
	}
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+path, form)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(raw)
}

var gap = regexp.MustCompile(`\{[^}]*\}`)

// isOpen tells whether the door let the caller in, whatever the room then said of the record.
func isOpen(status int, to, body string, api bool) bool {
	if api {
		return status != http.StatusUnauthorized && !(status == http.StatusNotFound && strings.Contains(body, "web.no_such_page"))
	}
	return !(status == http.StatusSeeOther && strings.HasPrefix(to, "/dang-nhap")) && !(status == http.StatusNotFound && strings.Contains(body, "Không có trang này, hoặc trang không dành cho bạn."))
}

// TestWhoGetsInIsWhatTheTableSays compares, for a visitor and every account of the cast, the doors
// that open with docs/generated/access.txt, and the table with what the live handler does: a closed
// door sends a visitor to the sign-in page and is not there for an account. What opens is asked with
// GET only, so that nothing is changed.
func TestWhoGetsInIsWhatTheTableSays(t *testing.T) {
	a := openSite(t, 0, func(c *Config) { c.NoLimits = true })
	routes := a.web.Routes()
	people := callers(t, a)
	slices.SortFunc(routes, func(x, y web.Route) int { return strings.Compare(x.Pattern, y.Pattern) })
	var table bytes.Buffer
	fmt.Fprintf(&table, "Who gets in: every route and the sample accounts whose door it is. The room's policy then decides on the record.\n(khách) is a visitor who is not signed in.\n\n")
	for _, r := range routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		api := strings.HasPrefix(path, "/api/")
		path = strings.TrimSuffix(gap.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "1"), "?")
		var in []string
		for _, p := range people {
			admitted := r.Access.Admits(p.actor)
			if admitted {
				in = append(in, p.login)
			}
			if r.Stream || api || (admitted && method != http.MethodGet) || path == "/dang-nhap/ma" {
				continue // the second half of signing in leads back to the first
			}
			status, to, body := p.call(t, method, path)
			if status == http.StatusNotFound && admitted && (strings.Contains(r.Pattern, "{") || path == "/" || path == "/quan-tri/nhat-ky") {
				continue // the room has no such record; the journal is for who may read that of the whole site
			}
			if isOpen(status, to, body, api) != admitted {
				t.Errorf("%s %s for %s answers %d %s; the route table says %v", method, path, p.login, status, to, admitted)
			}
		}
		who := strings.Join(in, " ")
		switch len(in) {
		case len(people):
			who = "everybody"
		case len(people) - 1:
			who = "every account"
		case 0:
			who = "nobody of the cast"
		}
		fmt.Fprintf(&table, "%-52s %-34s %s\n", r.Pattern, r.Access, who)
	}
	if os.Getenv("GOLDEN") == "update" {
		err := os.WriteFile(accessTable, table.Bytes(), 0o644)
		if err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(accessTable)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatal("docs/generated/access.txt is not there; write it with make golden")
	}
	if err != nil {
		t.Fatal(err)
	}
	was := strings.Split(string(want), "\n")
	for i, line := range strings.Split(table.String(), "\n") {
		if i >= len(was) || was[i] != line {
			t.Fatalf("docs/generated/access.txt line %d is not what holds now; if that is meant, run make golden: %s", i+1, line)
		}
	}
}

// TestRecordsOfOthersAreNotThere: the id of a record that one may not see answers exactly as an id
// that nobody ever gave out.
func TestRecordsOfOthersAreNotThere(t *testing.T) {
	a := openSite(t, 30, func(c *Config) { c.NoLimits = true })
	ward := seed.UnitID("ubnd-uong-bi")
	ids := map[string]kernel.ID{"/don-vi/": ward, "/quan-tri/tai-khoan/": seed.AccountID("lan")}
	err := a.db.Read(t.Context(), func(tx *db.Tx) error {
		var err error
		one := func(prefix string, id kernel.ID, ok bool, e error) {
			if e != nil {
				err = e
			} else if ok {
				ids[prefix] = id
			}
		}
		id, ok, e := db.Value[kernel.ID](tx, `select min(id) from dossier where org_id = $1 and filer_account_id = $2`, ward, seed.AccountID("hau"))
		one("/ho-so/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from payment_order`)
		one("/thu-ngan/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from payment_receipt`)
		one("/bien-lai/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from message`)
		one("/hop-thu/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from mandate`)
		one("/quan-tri/phan-quyen/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from welfare_programme`)
		one("/phuc-loi/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from welfare_benefit where person_id <> $1`, seed.PersonID("bao"))
		one("/khoan-phuc-loi/", id, ok, e)
		one("/phuc-loi-cua-toi/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from welfare_visit`)
		one("/tham-hoi/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from welfare_allowance`)
		one("/tro-cap/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from committee`)
		one("/ban-chap-hanh/ban/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from benefit_agreement`)
		one("/uu-dai/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from benefit_series`)
		one("/dot-phieu/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from benefit_voucher where person_id <> $1`, seed.PersonID("bao"))
		one("/phieu/", id, ok, e)
		one("/uu-dai-cua-toi/phieu/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from benefit_use`)
		one("/doi-tac/uu-dai/luot/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from waitlist where state <> 'open'`)
		one("/cho-luot/", id, ok, e)
		one("/cho-luot-cua-toi/", id, ok, e)
		id, ok, e = db.Value[kernel.ID](tx, `select min(id) from waitlist_application where person_id <> $1`, seed.PersonID("bao"))
		one("/don-cho/", id, ok, e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ids["/ho-so-cua-toi/"], ids["/api/v1/dossiers/"], ids["/tai-khoan/"] = ids["/ho-so/"], ids["/ho-so/"], ids["/quan-tri/phan-quyen/"]
	request := regexp.MustCompile(`[0-9a-z]{12,}|nonce-[^"]*`)
	asked, found := 0, map[string]bool{}
	for _, p := range callers(t, a) {
		if p.login != "vandanh" && p.login != "bao" {
			continue
		}
		for _, r := range a.web.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			if !strings.Contains(path, "{id}") || strings.HasPrefix(path, "/vao-thu") || strings.HasPrefix(path, "/dia-ban") || strings.HasPrefix(path, "/nop/") {
				continue // areas belong to everybody; drafts are asked in the room's own test
			}
			var id kernel.ID
			for prefix, x := range ids {
				if strings.HasPrefix(path, prefix) {
					id = x
				}
			}
			if id == 0 {
				continue
			}
			found[path] = true
			rest := strings.NewReplacer("{viec}", "tiep-nhan", "{mau}", "01", "{sha}", strings.Repeat("a", 64))
			at := func(id kernel.ID) (int, string) {
				status, _, body := p.call(t, method, gap.ReplaceAllString(rest.Replace(strings.Replace(path, "{id}", id.String(), 1)), "1"))
				return status, request.ReplaceAllString(body, "#")
			}
			status, body := at(id)
			unknown, other := at(id + 7)
			asked++
			if status != unknown || body != other {
				t.Errorf("%s asks %s: %d for a record of others, %d for one that is not there", p.login, r.Pattern, status, unknown)
			}
			if status < 400 {
				t.Errorf("%s gets %d at %s", p.login, status, r.Pattern)
			}
		}
	}
	for _, path := range []string{"/uu-dai/{id}", "/dot-phieu/{id}", "/phieu/{id}/thu-hoi", "/uu-dai-cua-toi/phieu/{id}", "/doi-tac/uu-dai/luot/{id}", "/cho-luot/{id}", "/don-cho/{id}"} {
		if !found[path] {
			t.Errorf("the sample site has no record for %s", path)
		}
	}
	if asked < 40 {
		t.Errorf("only %d questions were asked", asked)
	}
}

// TestTheCatalogueOfPagesIsForDevelopmentOnly: a production site has neither the page catalogue nor caught mail.
func TestTheCatalogueOfPagesIsForDevelopmentOnly(t *testing.T) {
	for _, dev := range []bool{false, true} {
		a := openSite(t, 0, func(c *Config) {
			c.Dev = dev
			if !dev {
				c.Profile, c.Simulators = "production", true
			}
		})
		for _, path := range []string{ui.CataloguePath, ui.CataloguePath + "/0", "/_mail"} {
			w := httptest.NewRecorder()
			a.web.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			want := map[bool]int{false: http.StatusNotFound, true: http.StatusOK}[dev]
			if w.Code != want {
				t.Errorf("%s answers %d with development %v, want %d", path, w.Code, dev, want)
			}
		}
	}
}
