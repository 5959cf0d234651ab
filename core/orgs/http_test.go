package orgs_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"doanket/core/orgs"
	"doanket/internal/sheets"
	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// office is the room behind the real front door, with three accounts: the keeper of the whole site,
// a reader of branch A, and a clerk with no right over units.
type office struct {
	*site
	url   string
	a, b  kernel.ID
	inA   kernel.ID
	roles map[kernel.ID][]kernel.Mandate
}

const (
	keeper kernel.ID = 101
	reader kernel.ID = 102
	clerk  kernel.ID = 103
)

func (o *office) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	return kernel.Actor{Tenant: o.top, Account: account, Person: account, Name: "Người Mẫu", Mandates: o.roles[account]}, nil
}

func (o *office) ActorByToken(ctx context.Context, token string) (kernel.Actor, error) {
	if token != "doc" {
		return kernel.Actor{}, kernel.Missing("people.no_token")
	}
	return o.Actor(ctx, reader)
}

func newOffice(t *testing.T, e testkit.Env) *office {
	o := &office{site: open(t, e)}
	o.a, o.b = o.found(t, o.top, "Công đoàn phường A", "2020-01-01"), o.found(t, o.top, "Công đoàn phường B", "2020-01-01")
	o.inA = o.found(t, o.a, "CĐCS Than Mẫu", "2021-01-01")
	o.roles = map[kernel.ID][]kernel.Mandate{
		keeper: {{ID: 1, Role: "admin", Org: o.top, Permissions: []string{orgs.ViewPermission, orgs.EditPermission}}},
		reader: {{ID: 2, Role: "leader", Org: o.a, Permissions: []string{orgs.ViewPermission}}},
		clerk:  {{ID: 3, Role: "cashier", Org: o.a, Permissions: []string{"payments.collect"}}},
	}
	s := web.New(web.Config{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Accounts: o, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Key: bytes.Repeat([]byte{7}, 32), Site: "Mẫu",
		SessionLife: 1e5 * time.Hour, SessionIdle: 1e5 * time.Hour})
	s.Messages(orgs.Messages())
	s.Messages(sheets.Messages())
	s.Mount(o.s.Routes()...)
	o.s.API(s)
	s.Mount(web.Route{Pattern: "GET /vao/{id}", Access: web.Public, Handle: func(c *web.Ctx) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		err = c.SignIn(id)
		if err != nil {
			return err
		}
		return c.See("/vao", "")
	}}, web.Route{Pattern: "GET /vao", Access: web.Public, Handle: func(c *web.Ctx) error { return c.JSON(200, "ok") }})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

func (o *office) as(t *testing.T, account kernel.ID) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	c := &http.Client{Jar: jar}
	o.get(t, c, "/vao/"+account.String(), 200)
	return c
}

func (o *office) get(t *testing.T, c *http.Client, path string, status int) []byte {
	t.Helper()
	res, err := c.Get(o.url + path)
	must(t, err)
	return body(t, res, path, status)
}

func (o *office) post(t *testing.T, c *http.Client, path string, form url.Values, status int) []byte {
	t.Helper()
	res, err := c.PostForm(o.url+path, form)
	must(t, err)
	return body(t, res, path, status)
}

func body(t *testing.T, res *http.Response, path string, status int) []byte {
	t.Helper()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(t, err)
	if res.StatusCode != status {
		_, b, _ = bytes.Cut(b, []byte(`<main`))
		t.Fatalf("%s: %d, want %d: %.600s", path, res.StatusCode, status, b)
	}
	return b
}

func withOffice(t *testing.T, test func(t *testing.T, o *office)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, newOffice(t, e)) }, orgs.Migrations(), web.Migrations())
}

func TestWhoMayNotSeeAUnitHearsThatItDoesNotExist(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		at := func(id kernel.ID) string { return "/don-vi/" + id.String() }
		read, clerkC, all := o.as(t, reader), o.as(t, clerk), o.as(t, keeper)
		o.get(t, read, at(o.a), 200)
		o.get(t, read, at(o.inA), 200)
		for _, path := range []string{at(o.b), at(o.top), at(kernel.ID(999)), "/don-vi/nhap", at(o.a) + "/doi-ten", "/don-vi?goc=" + o.b.String(), "/don-vi/tai.csv?goc=" + o.b.String()} {
			o.get(t, read, path, 404)
		}
		for _, path := range []string{"/don-vi", at(o.a), "/don-vi/in", "/don-vi/tai.xlsx"} {
			o.get(t, clerkC, path, 404)
		}
		page := testkit.Page(t, o.get(t, read, "/don-vi", 200))
		page.Has("main a", "Công đoàn phường A")
		page.HasNot("main a", "Công đoàn phường B")
		testkit.Page(t, o.get(t, all, "/don-vi", 200)).Has("main a", "Công đoàn phường B")
		if list := o.get(t, read, "/don-vi/tai.csv", 200); bytes.Contains(list, []byte("phường B")) || !bytes.Contains(list, []byte("Than Mẫu")) {
			t.Errorf("export: %s", list)
		}
		o.post(t, read, at(o.a)+"/doi-ten", url.Values{"ten": {"X"}}, 404)
	})
}

func TestAChangeNeedsItsDecisionAndTheFormKeepsWhatWasTyped(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		c := o.as(t, keeper)
		path := "/don-vi/" + o.inA.String() + "/doi-ten"
		page := testkit.Page(t, o.post(t, c, path, url.Values{"ten": {"Công đoàn cơ sở Mỏ Mẫu"}, "ngay_qd": {"31/11/2026"}, "hieu_luc": {"01/01/2027"}}, 422))
		if got := page.Attr("#f-ten", "value"); got != "Công đoàn cơ sở Mỏ Mẫu" {
			t.Errorf("typed name is gone: %q", got)
		}
		page.Has("#f-ngay_qd-why", "31/12/2026")
		form := url.Values{"ten": {"Công đoàn cơ sở Mỏ Mẫu"}, "so_qd": {"9/QĐ-CĐ"}, "ngay_qd": {"20/11/2026"}, "hieu_luc": {"01/01/2027"}}
		o.post(t, c, path, form, 200) // follows to the unit
		testkit.Page(t, o.get(t, c, "/don-vi/"+o.inA.String()+"?ngay=31/12/2026", 200)).Has("h1", "CĐCS Than Mẫu")
		later := testkit.Page(t, o.get(t, c, "/don-vi/"+o.inA.String()+"?ngay=01/01/2027", 200))
		later.Has("h1", "Công đoàn cơ sở Mỏ Mẫu")
		later.Has(".timeline", "9/QĐ-CĐ")
		o.post(t, c, "/don-vi/"+o.a.String()+"/chuyen", url.Values{"cap_tren": {o.inA.String()}, "so_qd": {"10"}, "ngay_qd": {"20/11/2026"}, "hieu_luc": {"01/12/2026"}}, 422)
		testkit.Page(t, o.get(t, c, "/don-vi?q=mo+mau&ngay=02/01/2027", 200)).Has("td a", "Mỏ Mẫu")
	})
}

func (o *office) upload(t *testing.T, c *http.Client, name string, content []byte, status int) (string, []byte) {
	t.Helper()
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	part, err := w.CreateFormFile("tep", name)
	must(t, err)
	_, err = part.Write(content)
	must(t, err)
	must(t, w.Close())
	res, err := c.Post(o.url+"/don-vi/nhap", w.FormDataContentType(), &buf)
	must(t, err)
	return res.Request.URL.Path, body(t, res, "upload "+name, status)
}

const unitsCSV = "Tên đơn vị;Tên viết tắt;Loại đơn vị;Mã định danh;Đơn vị cấp trên;Ngày thành lập;Số quyết định;Ngày quyết định\n" +
	"Tổ công đoàn Hai;;Tổ công đoàn;;Bộ phận Một;01/09/2026;13/QĐ;20/08/2026\n" +
	"Bộ phận Một;BP Một;union_section;I02.22.09;CĐCS Than Mẫu;01/08/2026;12/QĐ;20/07/2026\n"

func TestATableOfUnitsIsPreviewedThenWrittenOnceAndTwiceChangesNothing(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		c := o.as(t, keeper)
		at, page := o.upload(t, c, "don-vi.csv", []byte("\xef\xbb\xbf"+unitsCSV), 200)
		testkit.Page(t, page).Has("main button", "Ghi 2 đơn vị")
		if rows := string(o.get(t, c, "/don-vi/tai.csv", 200)); strings.Contains(rows, "Bộ phận Một") {
			t.Error("a preview wrote units")
		}
		o.get(t, o.as(t, reader), at, 404)
		o.post(t, c, at, nil, 200)
		rows := string(o.get(t, c, "/don-vi/tai.csv", 200))
		if !strings.Contains(rows, "Bộ phận Một") || !strings.Contains(rows, "Tổ công đoàn Hai") {
			t.Errorf("not written:\n%s", rows)
		}
		o.post(t, c, at, nil, 422) // a second press
		_, page = o.upload(t, c, "don-vi.csv", []byte(unitsCSV), 200)
		second := testkit.Page(t, page)
		second.Has("main", "Không có gì để ghi")
		second.HasNot("main button", "Ghi")
		if again := string(o.get(t, c, "/don-vi/tai.csv", 200)); again != rows {
			t.Errorf("twice changed something:\n%s", again)
		}
	})
}

func TestEveryFaultOfATableIsToldByItsCellAndMarkedInTheFaultBook(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		c := o.as(t, keeper)
		table := strings.Replace(unitsCSV, "Tổ công đoàn;;Bộ phận Một;01/09/2026", "Tổ đội;H49-1;Đơn vị lạ;31/11/2026", 1)
		at, page := o.upload(t, c, "don-vi.csv", []byte(table), 200)
		p := testkit.Page(t, page)
		for _, cell := range []string{"F2"} {
			p.Has("#loi", cell)
		}
		p.HasNot("main button", "Ghi")
		o.post(t, c, at, nil, 422)
		f, err := excelize.OpenReader(bytes.NewReader(o.get(t, c, at+"/loi.xlsx", 200)))
		must(t, err)
		why, err := f.GetCellValue("Bảng đã tải lên", "I2")
		must(t, err)
		if !strings.Contains(why, "F2: “31/11/2026” không phải ngày") {
			t.Errorf("reasons: %q", why)
		}
		notes, err := f.GetComments("Bảng đã tải lên")
		if err != nil || len(notes) == 0 || notes[0].Cell != "F2" {
			t.Errorf("notes: %+v %v", notes, err)
		}
		for name, bad := range map[string]string{"a.csv": "một,hai\n1,2\n", "b.xlsx": "PK\x03\x04 no", "c.csv": "\xff\xfe\x00", "d.csv": unitsCSV[:strings.Index(unitsCSV, "\n")+1]} {
			o.upload(t, c, name, []byte(bad), 422)
		}
	})
}

func TestTheTemplateIsATableThatTheImportReads(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		c := o.as(t, keeper)
		_, page := o.upload(t, c, "mau.xlsx", o.get(t, c, "/don-vi/nhap/mau.xlsx", 200), 200)
		testkit.Page(t, page).Has("#loi", "F2", "Đơn vị cấp trên") // its example names a unit that this site lacks
	})
}

func TestTheAPIGivesTheUnitsThatItsTokenMaySee(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		ask := func(path string, status int) string {
			req, err := http.NewRequest(http.MethodGet, o.url+path, nil)
			must(t, err)
			req.Header.Set("Authorization", "Bearer doc")
			res, err := http.DefaultClient.Do(req)
			must(t, err)
			return string(body(t, res, path, status))
		}
		list := ask("/api/v1/orgs?on=2026-11-22", 200)
		if !strings.Contains(list, "Than Mẫu") || strings.Contains(list, "phường B") {
			t.Error(list)
		}
		ask("/api/v1/orgs/"+o.a.String(), 200)
		ask("/api/v1/orgs/"+o.b.String(), 404)
		ask("/api/v1/orgs?on=2026-02-30", 422)
	})
}

func TestEverySampleDraws(t *testing.T) {
	for _, s := range orgs.Samples() {
		var buf bytes.Buffer
		err := s.Body.Render(ui.WithLang(t.Context(), ui.Vietnamese), &buf)
		if err != nil || buf.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", s.Name(), buf.Len(), err)
		}
	}
}
