package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/ui"
)

// stoppedClock stands still until it is pushed.
type stoppedClock struct{ now kernel.Instant }

func (c *stoppedClock) Now() kernel.Instant { return c.now }

const (
	lan  kernel.ID = 11
	mai  kernel.ID = 12
	gone kernel.ID = 13
)

type sampleAccounts struct{}

func (sampleAccounts) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	if account == gone {
		return kernel.Actor{}, kernel.Missing("people.no_account")
	}
	a := kernel.Actor{Tenant: 1, Account: account, Name: "Nguyễn Thị Lan", Post: "Cán bộ tiếp nhận"}
	if account == lan {
		a.Mandates = []kernel.Mandate{{ID: 5, Role: "counter_clerk", Org: 1, Permissions: []string{"dossiers.accept"}}}
	}
	return a, nil
}

func (s sampleAccounts) ActorByToken(ctx context.Context, token string) (kernel.Actor, error) {
	if token != "dk_good" {
		return kernel.Actor{}, kernel.Missing("people.no_token")
	}
	return s.Actor(ctx, lan)
}

type house struct {
	*Server
	clock *stoppedClock
	log   *bytes.Buffer
}

func newHouse(t *testing.T, change func(*Config)) house {
	t.Helper()
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "web.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	err = d.Migrate(t.Context(), Migrations())
	if err != nil {
		t.Fatal(err)
	}
	return newHouseOn(t, d, change)
}

// eachHouse runs a test on both engines.
func eachHouse(t *testing.T, test func(t *testing.T, h house)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, newHouseOn(t, e.DB, nil)) }, Migrations())
}

func newHouseOn(t *testing.T, d *db.DB, change func(*Config)) house {
	t.Helper()
	at, err := kernel.ParseInstant("2026-11-22T09:41")
	if err != nil {
		t.Fatal(err)
	}
	clock, log := &stoppedClock{at}, &bytes.Buffer{}
	cfg := Config{
		DB: d, Clock: clock, IDs: kernel.NewIDs(clock, 1), Accounts: sampleAccounts{}, Key: bytes.Repeat([]byte{7}, 32),
		Log: slog.New(slog.NewTextHandler(log, nil)),
		Menu: func(kernel.Actor) []ui.Wing {
			return []ui.Wing{{Rooms: []ui.Room{{Label: "Của tôi", Href: "/cua-toi"}}}}
		},
	}
	if change != nil {
		change(&cfg)
	}
	h := house{New(cfg), clock, log}
	hello := func(c *Ctx) error { return c.Page(http.StatusOK, "Chào", templ.Raw("<h1>Chào</h1>")) }
	h.Mount(
		Route{Pattern: "GET /{$}", Access: Public, Handle: hello},
		Route{Pattern: "GET /ho-so", Access: Holds("dossiers.accept"), Handle: hello},
		Route{Pattern: "GET /cua-toi", Access: SignedIn, Handle: hello},
	)
	return h
}

func (h house) ask(t *testing.T, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (h house) as(t *testing.T, account kernel.ID, r *http.Request) *http.Request {
	t.Helper()
	cookie, err := h.SignInAs(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(cookie)
	return r
}

func get(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

func post(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func wantStatus(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %.600s", w.Code, status, w.Body)
	}
}

func TestAccess(t *testing.T) {
	h := newHouse(t, nil)
	for _, row := range []struct {
		path    string
		account kernel.ID
		status  int
		to      string
	}{
		{"/", 0, 200, ""},
		{"/ho-so", 0, 303, "/dang-nhap?tiep=%2Fho-so"},
		{"/ho-so", mai, 404, ""},
		{"/ho-so", lan, 200, ""},
		{"/cua-toi", 0, 303, "/dang-nhap?tiep=%2Fcua-toi"},
		{"/cua-toi", mai, 200, ""},
		{"/cua-toi", gone, 303, "/dang-nhap?tiep=%2Fcua-toi"},
		{"/khong-co", lan, 404, ""},
	} {
		t.Run(fmt.Sprintf("%s_for_%d_answers_%d", row.path, row.account, row.status), func(t *testing.T) {
			r := get(row.path)
			if row.account != 0 {
				r = h.as(t, row.account, r)
			}
			w := h.ask(t, r)
			wantStatus(t, w, row.status)
			if w.Header().Get("Location") != row.to {
				t.Errorf("sent to %q, want %q", w.Header().Get("Location"), row.to)
			}
		})
	}
	t.Run("a closed door and no door look the same", func(t *testing.T) {
		closed, none := h.ask(t, h.as(t, mai, get("/ho-so"))), h.ask(t, h.as(t, mai, get("/ho-xo")))
		same := strings.ReplaceAll(closed.Body.String(), `value="/ho-so"`, `value="/ho-xo"`)
		if same != none.Body.String() {
			t.Error("the page tells that there is something behind the door")
		}
	})
	t.Run("a route without access is refused at start", func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("mounted")
			}
		}()
		h.Mount(Route{Pattern: "GET /quen"})
	})
}

func TestHeaders(t *testing.T) {
	h := newHouse(t, nil)
	w := h.ask(t, get("/"))
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'self'",
		"X-Content-Type-Options":  "nosniff",
		"X-Frame-Options":         "DENY",
		"Referrer-Policy":         "same-origin",
		"Cache-Control":           "no-store",
	} {
		if !strings.HasPrefix(w.Header().Get(name), want) {
			t.Errorf("%s is %q", name, w.Header().Get(name))
		}
	}
	csp := w.Header().Get("Content-Security-Policy")
	if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("loose policy %q", csp)
	}
	if w.Header().Get("X-Request-Id") == "" {
		t.Error("no request id")
	}
	t.Run("a page carries no inline style or script", func(t *testing.T) {
		page := w.Body.String()
		for _, bad := range []string{" style=", "<style", "onclick", "<script>"} {
			if strings.Contains(page, bad) {
				t.Errorf("has %q", bad)
			}
		}
	})
	t.Run("over TLS cookies are bound to the host", func(t *testing.T) {
		tls := newHouse(t, func(c *Config) { c.Base = "https://motcua.example.vn" })
		tls.Mount(Route{Pattern: "POST /vao", Access: Public, Handle: func(c *Ctx) error {
			err := c.SignIn(lan)
			if err != nil {
				return err
			}
			return c.See("/", "Đã vào")
		}})
		w := tls.ask(t, post("/vao", nil))
		wantStatus(t, w, http.StatusSeeOther)
		for _, k := range w.Result().Cookies() {
			if !strings.HasPrefix(k.Name, "__Host-") || !k.Secure || !k.HttpOnly {
				t.Errorf("weak cookie %s", k)
			}
		}
		if w.Header().Get("Strict-Transport-Security") == "" {
			t.Error("no HSTS")
		}
	})
}

func TestCrossOrigin(t *testing.T) {
	h := newHouse(t, nil)
	done := 0
	row := func(pattern string, foreign bool) Route {
		return Route{Pattern: pattern, Access: Public, Foreign: foreign, Handle: func(c *Ctx) error { done++; return c.See("/", "") }}
	}
	h.Mount(row("POST /doi", false), row("POST /goi-lai", true))
	t.Run("a form of another site is refused", func(t *testing.T) {
		r := post("/doi", nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		wantStatus(t, h.ask(t, r), http.StatusForbidden)
		r = post("/doi", nil)
		r.Header.Set("Origin", "https://evil.example")
		wantStatus(t, h.ask(t, r), http.StatusForbidden)
		if done != 0 {
			t.Error("the handler ran")
		}
	})
	t.Run("our own form passes, and a gateway at its own door", func(t *testing.T) {
		r := post("/doi", nil)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		wantStatus(t, h.ask(t, r), http.StatusSeeOther)
		r = post("/goi-lai", nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		wantStatus(t, h.ask(t, r), http.StatusSeeOther)
	})
}

func TestRateLimit(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits = Limits{PerIP: Limit{1, 3}, PerAccount: Limit{1, 2}} })
	from := func(ip string) *http.Request {
		r := get("/")
		r.RemoteAddr = ip + ":4000"
		return r
	}
	for range 3 {
		wantStatus(t, h.ask(t, from("203.0.113.9")), 200)
	}
	t.Run("the fourth at once waits", func(t *testing.T) {
		w := h.ask(t, from("203.0.113.9"))
		wantStatus(t, w, http.StatusTooManyRequests)
		if w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "đợi một phút") {
			t.Error("does not say when to come back")
		}
	})
	t.Run("a neighbour is not locked out", func(t *testing.T) { wantStatus(t, h.ask(t, from("203.0.113.10")), 200) })
	t.Run("one IPv6 household is one visitor", func(t *testing.T) {
		for i := range 3 {
			wantStatus(t, h.ask(t, from(fmt.Sprintf("[2001:db8:1:2::%d]", i+1))), 200)
		}
		wantStatus(t, h.ask(t, from("[2001:db8:1:2::ffff]")), http.StatusTooManyRequests)
	})
	t.Run("time gives tokens back", func(t *testing.T) {
		h.clock.now = h.clock.now.Add(2 * time.Second)
		wantStatus(t, h.ask(t, from("203.0.113.9")), 200)
	})
	t.Run("one account from many addresses waits too", func(t *testing.T) {
		codes := []int{}
		for i := range 3 {
			r := h.as(t, mai, get("/cua-toi"))
			r.RemoteAddr = fmt.Sprintf("198.51.100.%d:9", i+1)
			codes = append(codes, h.ask(t, r).Code)
		}
		if fmt.Sprint(codes) != "[200 200 429]" {
			t.Error(codes)
		}
	})
}

func TestForms(t *testing.T) {
	type input struct {
		Name  string       `form:"ten,max=10"`
		Pass  string       `form:"mat_khau,raw"`
		Day   kernel.Date  `form:"ngay"`
		Unit  kernel.ID    `form:"don_vi"`
		Sum   kernel.Money `form:"so_tien"`
		Count int          `form:"so_luong"`
		Yes   bool         `form:"dong_y"`
		Kinds []string     `form:"loai"`
		Table []struct {
			Item string `form:"mon,max=10"`
			N    int    `form:"bao_nhieu"`
		} `form:"-,rows=12"`
	}
	h := newHouse(t, nil)
	var got input
	var fault *kernel.Fault
	h.Mount(Route{Pattern: "POST /don", Access: Public, MaxBody: 2000, Handle: func(c *Ctx) error {
		got = input{}
		err := c.Form(&got)
		fault = kernel.AsFault(err)
		if err != nil {
			return err
		}
		return c.See("/", "Đã ghi")
	}})
	t.Run("reads a table of any length, and the rows left empty in it", func(t *testing.T) {
		wantStatus(t, h.ask(t, post("/don", url.Values{"mon_1": {"a"}, "bao_nhieu_1": {"1"}, "mon_2": {""}, "mon_11": {" k "}})), 303)
		if len(got.Table) != 11 || got.Table[0].N != 1 || got.Table[10].Item != "k" || got.Table[5].Item != "" {
			t.Errorf("%+v", got.Table)
		}
		h.ask(t, post("/don", url.Values{"bao_nhieu_3": {"x"}}))
		if fault == nil || fault.Fields[0].Field != "bao_nhieu_3" {
			t.Errorf("%+v", fault)
		}
		h.ask(t, post("/don", url.Values{"mon_13": {"a"}}))
		if fault == nil || fault.Code != "web.unknown_field" {
			t.Errorf("%+v", fault)
		}
	})
	t.Run("reads every type and brings letters to one form", func(t *testing.T) {
		wantStatus(t, h.ask(t, post("/don", url.Values{
			"ten": {"  Tha\u0302\u0300n "}, "mat_khau": {" a b "}, "ngay": {"31/12/2026"}, "don_vi": {"77"},
			"so_tien": {"1.234.567"}, "so_luong": {"12"}, "dong_y": {"true"}, "loai": {"a", "b"},
		})), 303)
		want := input{Name: "Thần", Pass: " a b ", Day: kernel.Date{Year: 2026, Month: 12, Day: 31}, Unit: 77, Sum: 1234567, Count: 12, Yes: true, Kinds: []string{"a", "b"}}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("tells all mistakes at once, each at its field", func(t *testing.T) {
		w := h.ask(t, post("/don", url.Values{"ngay": {"31/11/2026"}, "so_luong": {"chín"}, "ten": {"mười một chữ cái"}}))
		wantStatus(t, w, http.StatusUnprocessableEntity)
		if fault == nil || len(fault.Fields) != 3 {
			t.Fatalf("%+v", fault)
		}
		if !strings.Contains(w.Body.String(), "30 ngày") {
			t.Errorf("does not say that November has 30 days: %s", w.Body)
		}
	})
	t.Run("refuses a field that the form does not have", func(t *testing.T) {
		wantStatus(t, h.ask(t, post("/don", url.Values{"ten": {"Lan"}, "vai_tro": {"admin"}})), http.StatusUnprocessableEntity)
		if fault.Code != "web.unknown_field" {
			t.Error(fault)
		}
	})
	t.Run("refuses bytes that are no text", func(t *testing.T) {
		wantStatus(t, h.ask(t, post("/don", url.Values{"ten": {"a\x00b"}})), http.StatusUnprocessableEntity)
		wantStatus(t, h.ask(t, post("/don", url.Values{"ten": {"\xff\xfe"}})), http.StatusUnprocessableEntity)
	})
	t.Run("refuses a body over its limit", func(t *testing.T) {
		w := h.ask(t, post("/don", url.Values{"ten": {strings.Repeat("a", 5000)}}))
		wantStatus(t, w, http.StatusRequestEntityTooLarge)
	})
	t.Run("refuses an escape that is none", func(t *testing.T) {
		r := httptest.NewRequest(http.MethodPost, "/don", strings.NewReader("ten=%zz"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		wantStatus(t, h.ask(t, r), http.StatusUnprocessableEntity)
	})
}

func TestUploadStreams(t *testing.T) {
	h := newHouse(t, nil)
	var size int64
	var name, sent, text string
	h.Mount(Route{Pattern: "POST /tep", Access: Public, MaxBody: 3 << 20, Handle: func(c *Ctx) error {
		var in struct {
			Note string `form:"ghi_chu"`
		}
		err := c.Upload(&in, func(p Part) error {
			name, sent = p.Name, p.Sent
			n, err := io.Copy(io.Discard, p)
			size = n
			return err
		})
		if err != nil {
			return err
		}
		text = in.Note
		return c.See("/", "")
	}})
	send := func(bytesOfFile int, fileName string) *httptest.ResponseRecorder {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		_ = m.WriteField("ghi_chu", "giấy ra viện")
		part, _ := m.CreateFormFile("tep", fileName)
		_, _ = part.Write(make([]byte, bytesOfFile))
		_ = m.Close()
		r := httptest.NewRequest(http.MethodPost, "/tep", &body)
		r.Header.Set("Content-Type", m.FormDataContentType())
		return h.ask(t, r)
	}
	wantStatus(t, send(2<<20, `..\..\etc\giấy ra viện.pdf`), 303)
	if size != 2<<20 || text != "giấy ra viện" || strings.ContainsAny(name, `/\`) || !strings.Contains(sent, "..") {
		t.Errorf("got %d bytes, name %q, text %q", size, name, text)
	}
	wantStatus(t, send(4<<20, "to.pdf"), http.StatusRequestEntityTooLarge)
}

func TestFlashIsSaidOnceAndCannotBeForged(t *testing.T) {
	h := newHouse(t, nil)
	h.Mount(Route{Pattern: "POST /lam", Access: Public, Handle: func(c *Ctx) error { return c.See("/", "Đã tiếp nhận hồ sơ") }})
	w := h.ask(t, post("/lam", nil))
	cookie := w.Result().Cookies()[0]
	r := get("/")
	r.AddCookie(cookie)
	w = h.ask(t, r)
	if !strings.Contains(w.Body.String(), "Đã tiếp nhận hồ sơ") || w.Result().Cookies()[0].MaxAge >= 0 {
		t.Error("not said, or not taken away")
	}
	r = get("/")
	cookie.Value = "AAAA" + cookie.Value
	r.AddCookie(cookie)
	if strings.Contains(h.ask(t, r).Body.String(), "Đã tiếp nhận hồ sơ") {
		t.Error("a forged flash was said")
	}
}

func TestFaultsAndStatus(t *testing.T) {
	h := newHouse(t, nil)
	h.Messages(map[string]string{"dossiers.not_paid": "Hồ sơ chưa nộp lệ phí %s."})
	for _, row := range []struct {
		err    error
		status int
		says   string
	}{
		{&kernel.Fault{Kind: kernel.Invalid, Code: "web.bad_fields"}, 422, "Có chỗ cần sửa."},
		{kernel.Refuse("dossiers.not_paid", "75.000 ₫"), 409, "Hồ sơ chưa nộp lệ phí 75.000 ₫."},
		{fmt.Errorf("wrapped: %w", kernel.Refuse("dossiers.not_paid", "1 ₫")), 409, "1 ₫"},
		{kernel.Forbid("dossiers.not_paid", "x"), 403, "Không được phép"},
		{kernel.Missing("web.no_such_page"), 404, "Không tìm thấy"},
		{&kernel.Fault{Kind: kernel.Conflict, Code: "web.bad_fields"}, 409, "Có chỗ cần sửa."},
		{&kernel.Fault{Kind: kernel.Unavailable, Code: "db.full"}, 503, "đã đầy"},
		{&kernel.Fault{Kind: kernel.Unavailable, Code: "db.read_only"}, 503, "chỉ đọc"},
		{context.DeadlineExceeded, 503, "quá lâu"},
		{errors.New("secret: column x of table y"), 500, "Máy chủ gặp lỗi"},
	} {
		path := fmt.Sprintf("/loi-%d", h.metricsCount())
		h.Mount(Route{Pattern: "GET " + path, Access: Public, Handle: func(*Ctx) error { return row.err }})
		w := h.ask(t, get(path))
		wantStatus(t, w, row.status)
		if !strings.Contains(w.Body.String(), row.says) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%v is told as %s", row.err, w.Body)
		}
		if row.status >= 500 && !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
			t.Errorf("%v: the page does not name the request", row.err)
		}
	}
	if !strings.Contains(h.log.String(), "secret: column x") {
		t.Error("the log does not say what went wrong inside")
	}
	t.Run("a panic is one error page", func(t *testing.T) {
		h.Mount(Route{Pattern: "GET /no", Access: Public, Handle: func(*Ctx) error { panic("bang") }})
		wantStatus(t, h.ask(t, get("/no")), 500)
	})
	t.Run("a script hears a problem", func(t *testing.T) {
		h.Mount(Route{Pattern: "GET /kich-ban", Access: Public, Handle: func(*Ctx) error { return kernel.Refuse("dossiers.not_paid", "1 ₫") }})
		r := get("/kich-ban")
		r.Header.Set("Accept", "application/json")
		w := h.ask(t, r)
		wantStatus(t, w, 409)
		var p Problem
		_ = json.Unmarshal(w.Body.Bytes(), &p)
		if p.Code != "dossiers.not_paid" || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%+v", p)
		}
	})
}

func (h house) metricsCount() int { return len(h.Routes()) }

func TestSessions(t *testing.T) { eachHouse(t, testSessions) }

func testSessions(t *testing.T, h house) {
	h.Mount(
		Route{Pattern: "POST /vao", Access: Public, Handle: func(c *Ctx) error {
			err := c.SignIn(lan)
			if err != nil {
				return err
			}
			return c.See("/", "")
		}},
		Route{Pattern: "POST /nho", Access: Public, Handle: func(c *Ctx) error { c.Keep("nua", "1"); return c.See("/", "") }},
		Route{Pattern: "POST /ra", Access: SignedIn, Handle: func(c *Ctx) error {
			err := c.SignOut()
			if err != nil {
				return err
			}
			return c.See("/", "")
		}},
	)
	before := h.ask(t, post("/nho", nil)).Result().Cookies()[0]
	r := post("/vao", nil)
	r.AddCookie(before)
	r.Header.Set("User-Agent", "Firefox trên máy quầy 3")
	after := h.ask(t, r).Result().Cookies()[0]
	if after.Value == before.Value {
		t.Fatal("signing in kept the token of before")
	}
	ask := func(method, path string) int {
		r := httptest.NewRequest(method, path, nil)
		r.AddCookie(after)
		return h.ask(t, r).Code
	}
	if ask("GET", "/cua-toi") != 200 {
		t.Fatal("not signed in")
	}
	var list []Session
	read := func() {
		err := h.cfg.DB.Read(t.Context(), func(tx *db.Tx) error {
			var err error
			list, err = Sessions{}.Of(tx, lan, h.clock.now)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read()
	if len(list) != 1 || list[0].Agent != "Firefox trên máy quầy 3" || list[0].IP != "192.0.2.1/32" {
		t.Fatalf("%+v", list)
	}
	t.Run("an idle session is over", func(t *testing.T) {
		h.clock.now = h.clock.now.Add(time.Hour)
		if ask("GET", "/cua-toi") != 200 {
			t.Error("over after an hour")
		}
		h.clock.now = h.clock.now.Add(2*time.Hour + time.Second)
		if ask("GET", "/cua-toi") != 303 {
			t.Error("still open after two idle hours")
		}
		h.clock.now = h.clock.now.Add(-2 * time.Hour)
	})
	t.Run("a session in use is over after its life", func(t *testing.T) {
		start := h.clock.now
		for range 9 {
			h.clock.now = h.clock.now.Add(time.Hour)
			if ask("GET", "/cua-toi") != 200 {
				t.Fatal("over after", h.clock.now.Sub(start))
			}
		}
		for range 3 {
			h.clock.now = h.clock.now.Add(time.Hour)
			ask("GET", "/cua-toi")
		}
		if ask("GET", "/cua-toi") != 303 {
			t.Error("goes on for ever")
		}
		h.clock.now = start
	})
	t.Run("a revoked session is over at once", func(t *testing.T) {
		other, _ := h.SignInAs(t.Context(), lan)
		err := h.cfg.DB.Tx(t.Context(), func(tx *db.Tx) error { return Sessions{}.EndOthers(tx, lan, list[0].ID) })
		if err != nil {
			t.Fatal(err)
		}
		r := get("/cua-toi")
		r.AddCookie(other)
		wantStatus(t, h.ask(t, r), 303)
		if ask("GET", "/cua-toi") != 200 {
			t.Error("the kept one is over too")
		}
	})
	t.Run("signing out ends it", func(t *testing.T) {
		if ask("POST", "/ra") != 303 || ask("GET", "/cua-toi") != 303 {
			t.Error("still in")
		}
	})
	t.Run("the table holds no token that opens anything", func(t *testing.T) {
		n, _, err := count(h, t, after.Value)
		if err != nil || n != 0 {
			t.Error(n, err)
		}
	})
}

func count(h house, t *testing.T, token string) (int64, bool, error) {
	var n int64
	err := h.cfg.DB.Read(t.Context(), func(tx *db.Tx) error {
		var err error
		n, _, err = db.Value[int64](tx, `select count(*) from web_session where token = $1`, token)
		return err
	})
	return n, true, err
}

func TestLanguageAndTheme(t *testing.T) {
	h := newHouse(t, nil)
	w := h.ask(t, post("/ngon-ngu", url.Values{"lang": {"en"}, "back": {"/"}}))
	wantStatus(t, w, 303)
	r := get("/")
	r.AddCookie(w.Result().Cookies()[0])
	r.AddCookie(&http.Cookie{Name: themeCookie, Value: "dark"})
	page := h.ask(t, r).Body.String()
	if !strings.Contains(page, `lang="en"`) || !strings.Contains(page, `data-theme="dark"`) {
		t.Errorf("%.300s", page)
	}
	for _, evil := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "javascript:alert(1)"} {
		w := h.ask(t, post("/ngon-ngu", url.Values{"lang": {"vi"}, "back": {evil}}))
		if w.Header().Get("Location") != "/" {
			t.Errorf("%s leads away", evil)
		}
	}
}

func TestHealthReadinessMetrics(t *testing.T) {
	bad := errors.New("no disk")
	h := newHouse(t, func(c *Config) {
		c.MetricsToken = "so-do"
		c.Ready = []func(context.Context) error{func(context.Context) error { return bad }}
	})
	wantStatus(t, h.ask(t, get("/khoe")), 200)
	wantStatus(t, h.ask(t, get("/san-sang")), 503)
	bad = nil
	wantStatus(t, h.ask(t, get("/san-sang")), 200)
	wantStatus(t, h.ask(t, get("/metrics")), 404)
	r := get("/metrics")
	r.Header.Set("Authorization", "Bearer so-do")
	w := h.ask(t, r)
	wantStatus(t, w, 200)
	h.ask(t, get("/"))
	if !strings.Contains(h.ask(t, r).Body.String(), `doanket_http_requests_total{route="GET /{$}",status="200"} 1`) {
		t.Error("the page was not counted")
	}
}

type echoIn struct {
	Body struct {
		Name string `json:"name" maxLength:"20"`
	}
}
type echoOut struct {
	Body struct {
		ID   kernel.ID `json:"id"`
		Name string    `json:"name"`
	}
}

func TestAPI(t *testing.T) { eachHouse(t, testAPI) }

func testAPI(t *testing.T, h house) {
	made := 0
	Register(h.Server, huma.Operation{OperationID: "make", Method: http.MethodPost, Path: APIPath + "/things", DefaultStatus: 201},
		Holds("dossiers.accept"), func(_ context.Context, a kernel.Actor, in *echoIn) (*echoOut, error) {
			if in.Body.Name == "refuse" {
				return nil, &kernel.Fault{Kind: kernel.Refused, Code: "db.busy", Fields: []kernel.FieldFault{{Field: "name", Code: "web.too_long", Args: []any{20}}}}
			}
			made++
			out := &echoOut{}
			out.Body.ID, out.Body.Name = kernel.ID(made), in.Body.Name+" by "+a.Name
			return out, nil
		})
	send := func(token, key, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, APIPath+"/things", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		if key != "" {
			r.Header.Set("Idempotency-Key", key)
		}
		return h.ask(t, r)
	}
	t.Run("a token opens, a wrong one and none do not", func(t *testing.T) {
		wantStatus(t, send("dk_good", "", `{"name":"a"}`), 201)
		wantStatus(t, send("dk_bad", "", `{"name":"a"}`), 401)
		wantStatus(t, send("", "", `{"name":"a"}`), 401)
	})
	t.Run("an account without the permission finds nothing", func(t *testing.T) {
		r := h.as(t, mai, httptest.NewRequest(http.MethodPost, APIPath+"/things", strings.NewReader(`{"name":"a"}`)))
		r.Header.Set("Content-Type", "application/json")
		wantStatus(t, h.ask(t, r), 404)
	})
	t.Run("the same key gives the same answer and does nothing again", func(t *testing.T) {
		first, before := send("dk_good", "k1", `{"name":"b"}`), made
		second := send("dk_good", "k1", `{"name":"b"}`)
		if made != before || first.Body.String() != second.Body.String() || second.Code != 201 || second.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("%d %d %s", made, second.Code, second.Body)
		}
		w := send("dk_good", "k1", `{"name":"other"}`)
		wantStatus(t, w, 422)
		if !strings.Contains(w.Body.String(), "web.answer_other") {
			t.Error(w.Body)
		}
	})
	t.Run("a write that was cut off is taken up again after its lease", func(t *testing.T) {
		err := h.cfg.DB.Tx(t.Context(), func(tx *db.Tx) error {
			sum := sha256.Sum256([]byte("POST " + APIPath + "/things\n" + `{"name":"c"}`))
			_, _, err := claim(tx, 1, lan, "cut", hex.EncodeToString(sum[:]), h.clock.now)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		before := made
		w := send("dk_good", "cut", `{"name":"c"}`)
		wantStatus(t, w, 409)
		if made != before || !strings.Contains(w.Body.String(), "web.answer_unfinished") {
			t.Error(w.Body)
		}
		h.clock.now = h.clock.now.Add(answerLease)
		wantStatus(t, send("dk_good", "cut", `{"name":"d"}`), 422)
		wantStatus(t, send("dk_good", "cut", `{"name":"c"}`), 201)
		again := send("dk_good", "cut", `{"name":"c"}`)
		if made != before+1 || again.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("made %d times, then %v", made-before, again.Header())
		}
	})
	t.Run("a refusal is a problem with its code and fields", func(t *testing.T) {
		w := send("dk_good", "", `{"name":"refuse"}`)
		wantStatus(t, w, 409)
		var p Problem
		err := json.Unmarshal(w.Body.Bytes(), &p)
		if err != nil || p.Code != "db.busy" || len(p.Errors) != 1 || p.Errors[0].Detail != "Nhiều nhất 20 ký tự." {
			t.Errorf("%v %s", err, w.Body)
		}
		if w.Header().Get("Content-Type") != "application/problem+json" {
			t.Error(w.Header())
		}
	})
	t.Run("what the schema refuses is a problem too", func(t *testing.T) {
		w := send("dk_good", "", `{"name":"a name that is much too long"}`)
		wantStatus(t, w, 422)
		if !strings.Contains(w.Body.String(), "web.bad_request") {
			t.Error(w.Body)
		}
	})
	t.Run("the description is served", func(t *testing.T) {
		w := h.ask(t, get(APIPath+"/openapi.json"))
		wantStatus(t, w, 200)
		if !strings.Contains(w.Body.String(), `"/api/v1/things"`) {
			t.Error("without our operation")
		}
	})
}

func TestServeStopsGracefully(t *testing.T) {
	h := newHouse(t, nil)
	inside, leave := make(chan struct{}), make(chan struct{})
	h.Mount(Route{Pattern: "GET /cham", Access: Public, Handle: func(c *Ctx) error {
		close(inside)
		<-leave
		return c.See("/", "")
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- h.Serve(ctx, l) }()
	answered := make(chan int, 1)
	go func() {
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Get("http://" + l.Addr().String() + "/cham")
		if err != nil {
			answered <- 0
			return
		}
		_ = res.Body.Close()
		answered <- res.StatusCode
	}()
	<-inside
	stop()
	close(leave)
	if got := <-answered; got != 303 {
		t.Errorf("the visitor inside was answered %d", got)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestSweepingForgetsWhatIsOver(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		for range 2 {
			_, err := h.SignInAs(t.Context(), lan)
			if err != nil {
				t.Fatal(err)
			}
		}
		h.clock.now = h.clock.now.Add(3 * time.Hour)
		open, err := h.SignInAs(t.Context(), lan)
		if err != nil {
			t.Fatal(err)
		}
		err = h.Sweep(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var left int64
		err = h.cfg.DB.Read(t.Context(), func(tx *db.Tx) error {
			left, _, err = db.Value[int64](tx, `select count(*) from web_session`)
			return err
		})
		r := get("/cua-toi")
		r.AddCookie(open)
		if err != nil || left != 1 || h.ask(t, r).Code != 200 {
			t.Error(left, err)
		}
	})
}

func TestForwardedAddresses(t *testing.T) {
	h := newHouse(t, nil)
	r := get("/")
	r.Header.Set("X-Forwarded-For", "198.51.100.7")
	if h.clientIP(r).String() != "192.0.2.1" {
		t.Error("believed a stranger")
	}
	h = newHouse(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} })
	r.Header.Set("X-Forwarded-For", "10.9.9.9, 198.51.100.7, 192.0.2.77")
	if h.clientIP(r).String() != "198.51.100.7" {
		t.Error("took ", h.clientIP(r), " for the visitor: only hops behind our proxies count")
	}
}
