package tasks

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

// doors are the accounts of the tests.
type doors struct{ h *house }

func (d doors) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	switch account {
	case 7:
		return d.h.lead(), nil
	case 5:
		return d.h.hanh(), nil
	}
	return kernel.Actor{Tenant: d.h.top, Account: account, Name: "Người khác"}, nil
}

func (doors) ActorByToken(context.Context, string) (kernel.Actor, error) {
	return kernel.Actor{}, kernel.Missing("people.no_token")
}

type browser struct {
	t      *testing.T
	h      *house
	server *web.Server
}

func open(t *testing.T, h *house) browser {
	t.Helper()
	must(t, h.DB.Migrate(h.Ctx, web.Migrations()))
	server := web.New(web.Config{DB: h.DB, IDs: h.IDs, Clock: h.Clock, Accounts: doors{h}, Key: bytes.Repeat([]byte{7}, 32), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionLife: 1000 * time.Hour})
	server.Messages(Messages())
	server.Mount(h.s.Routes()...)
	return browser{t, h, server}
}

func (b browser) ask(account kernel.ID, method, path, kind string, body io.Reader) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, path, body)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	cookie, err := b.server.SignInAs(b.h.Ctx, account)
	must(b.t, err)
	r.AddCookie(cookie)
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, r)
	return w
}

func (b browser) get(account kernel.ID, path string, status int) testkit.HTML {
	b.t.Helper()
	w := b.ask(account, http.MethodGet, path, "", nil)
	if w.Code != status {
		b.t.Fatalf("%s: status %d, want %d: %.300s", path, w.Code, status, w.Body)
	}
	return testkit.Page(b.t, w.Body.Bytes())
}

func (b browser) post(account kernel.ID, path string, form url.Values, status int) (testkit.HTML, string) {
	b.t.Helper()
	w := b.ask(account, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if w.Code != status {
		b.t.Fatalf("%s: status %d, want %d: %.300s", path, w.Code, status, w.Body)
	}
	return testkit.Page(b.t, w.Body.Bytes()), w.Header().Get("Location")
}

func TestATaskInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := open(t, h)
		b.get(5, "/nhiem-vu/moi", 404)
		b.get(7, "/nhiem-vu/moi?don-vi="+h.other.String(), 404)
		fields := url.Values{"don_vi": {h.ward.String()}, "nguoi": {"5"}, "ten": {""}, "noi_dung": {"Lấy số đến 30/11."}, "han": {"31/11/2026"}, "so_ngay": {""},
			"nhac_truoc": {"2"}, "bao_len": {"3"}, "phieu": {"t1"}}
		page, _ := b.post(7, "/nhiem-vu", fields, 422)
		page.Has(".why", "Tháng 11 chỉ có 30 ngày")
		page.Has("textarea", "Lấy số đến 30/11.") // what was typed is still there
		fields.Set("han", "30/11/2026")
		page, _ = b.post(7, "/nhiem-vu", fields, 422)
		page.Has(".why", "Cần tên việc")
		fields.Set("ten", "Báo cáo số đoàn viên")
		_, at := b.post(7, "/nhiem-vu", fields, 303)
		_, again := b.post(7, "/nhiem-vu", fields, 303)
		if at != again {
			t.Errorf("sent twice it is two tasks: %s and %s", at, again)
		}
		b.get(9, at, 404)
		b.get(5, "/nhiem-vu", 200).Has("td a", "Báo cáo số đoàn viên")
		b.get(5, at, 200).HasNot("a", "Huỷ nhiệm vụ")
		b.get(7, at, 200).Has("a", "Huỷ nhiệm vụ")
		b.post(5, at+"/nhan", nil, 303)
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		must(t, form.WriteField("ghi_chu", ""))
		must(t, form.Close())
		w := b.ask(5, http.MethodPost, at+"/bao-cao", form.FormDataContentType(), &body)
		if w.Code != 422 {
			t.Fatalf("an empty report answers %d", w.Code)
		}
		testkit.Page(t, w.Body.Bytes()).Has(".why", "Ghi đã làm được gì")
		body.Reset()
		form = multipart.NewWriter(&body)
		must(t, form.WriteField("ghi_chu", "Đủ 3 công đoàn cơ sở."))
		file, err := form.CreateFormFile("tep", "so-lieu.pdf")
		must(t, err)
		_, err = file.Write([]byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))
		must(t, err)
		must(t, form.Close())
		if w = b.ask(5, http.MethodPost, at+"/bao-cao", form.FormDataContentType(), &body); w.Code != 303 {
			t.Fatalf("the report answers %d: %.300s", w.Code, w.Body)
		}
		link := b.get(7, at, 200).Attr("ul.rows a", "href")
		if w = b.ask(7, http.MethodGet, link, "", nil); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF")) {
			t.Errorf("the file answers %d", w.Code)
		}
		b.get(9, link, 404)
		b.post(5, at+"/xac-nhan", url.Values{"ghi_chu": {""}}, 403)
		b.post(7, at+"/xac-nhan", url.Values{"ghi_chu": {""}}, 303)
		b.get(7, at, 200).Has(".state", "Đã xong")
		b.get(7, "/nhiem-vu?xem=da-giao&trang-thai=ket-thuc", 200).Has("td a", "Báo cáo số đoàn viên")
		csv := b.ask(7, http.MethodGet, "/nhiem-vu/tai-ve?xem=da-giao&trang-thai=ket-thuc&dang=csv", "", nil)
		if !strings.Contains(csv.Body.String(), "Báo cáo số đoàn viên") || !strings.Contains(csv.Body.String(), "Đúng hạn") {
			t.Errorf("CSV: %.200s", csv.Body)
		}
		if x := b.ask(7, http.MethodGet, "/nhiem-vu/tai-ve?xem=da-giao", "", nil); x.Code != 200 || !bytes.HasPrefix(x.Body.Bytes(), []byte("PK")) {
			t.Errorf("XLSX answers %d", x.Code)
		}
	})
}
