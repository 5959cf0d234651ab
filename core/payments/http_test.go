package payments_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

// staff are the accounts of the tests: 9 is the cashier, 8 looks on, everybody else holds nothing.
type staff struct{ h *house }

func (s staff) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	a := kernel.Actor{Tenant: s.h.top, Account: account, Name: "Người khác"}
	switch account {
	case 9:
		a = s.h.mai()
	case 8:
		a = s.h.cashier(s.h.ward, payments.ViewPermission)
		a.Account = 8
	}
	return a, nil
}

func (s staff) ActorByToken(context.Context, string) (kernel.Actor, error) {
	return kernel.Actor{}, kernel.Missing("people.no_token")
}

func serve(t *testing.T, h *house) func(account kernel.ID, method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	must(t, h.DB.Migrate(h.Ctx, web.Migrations()))
	server := web.New(web.Config{DB: h.DB, IDs: h.IDs, Clock: h.Clock, Accounts: staff{h}, Key: bytes.Repeat([]byte{7}, 32), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionLife: 1000 * time.Hour}) // the session library asks the machine for the time, which may lag behind the clock of the test
	server.Messages(payments.Messages())
	server.Mount(h.s.Routes()...)
	return func(account kernel.ID, method, path string, form url.Values) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		cookie, err := server.SignInAs(h.Ctx, account)
		must(t, err)
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		return w
	}
}

func TestTheDeskInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ask := serve(t, h)
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			return h.s.SetPayee(tx, kernel.Actor{System: true, Tenant: h.top}, h.ward, payments.Payee{BIN: "970436", Account: "0011000123456", Holder: "UBND"}, day("2026-01-01"))
		}))
		o := h.order(t, h.copies(8000))
		at := "/thu-ngan/" + o.ID.String()
		want := func(w *httptest.ResponseRecorder, status int) testkit.HTML {
			t.Helper()
			if w.Code != status {
				t.Fatalf("status %d, want %d: %.400s", w.Code, status, w.Body)
			}
			return testkit.Page(t, w.Body.Bytes())
		}
		want(ask(9, "GET", "/thu-ngan", nil), 200).Has("td", "Trích lục khai sinh")
		want(ask(9, "GET", "/thu-ngan?ma=PL26", nil), 422).Has(".why", "13 ký tự")
		h.under = map[string][]kernel.ID{"H49.31.06-261123-0001": {o.ID}}
		want(ask(9, "GET", "/thu-ngan?ma="+o.Reference, nil), 200).Has("td", o.Reference)
		want(ask(9, "GET", "/thu-ngan?ma=H49.31.06-261123-0001", nil), 200).Has("td", o.Reference)
		want(ask(9, "GET", "/thu-ngan?ma=H49.31.06-261123-0002", nil), 422).HasNot("td", o.Reference)
		want(ask(7, "GET", "/thu-ngan", nil), 404)
		want(ask(8, "GET", at, nil), 200).HasNot("button", "Xác nhận đã thu")
		want(ask(8, "POST", at+"/thu", url.Values{"hinh_thuc": {"cash"}, "so_tien": {"24.000"}, "phieu": {"a"}}), 404)
		if png := ask(9, "GET", at+"/qr.png", nil); png.Code != 200 || !bytes.HasPrefix(png.Body.Bytes(), []byte("\x89PNG")) {
			t.Errorf("the picture answers %d", png.Code)
		}
		want(ask(9, "POST", at+"/thu", url.Values{"hinh_thuc": {"cash"}, "so_tien": {"20.000"}, "phieu": {"a"}}), 422).Has(".why", "Phải thu đủ 24.000 ₫.")
		want(ask(9, "POST", at+"/thu", url.Values{"hinh_thuc": {""}, "so_tien": {"24.000"}, "phieu": {"a"}}), 422).Has(".why", "Chọn tiền mặt hoặc chuyển khoản.")
		want(ask(9, "POST", at+"/thu", url.Values{"hinh_thuc": {"cash"}, "so_tien": {"24.000"}, "phieu": {"a"}}), 303)
		want(ask(9, "POST", at+"/thu", url.Values{"hinh_thuc": {"cash"}, "so_tien": {"24.000"}, "phieu": {"a"}}), 303)
		want(ask(9, "POST", at+"/thu", url.Values{"hinh_thuc": {"cash"}, "so_tien": {"24.000"}, "phieu": {"b"}}), 409)
		receipt := want(ask(9, "GET", at, nil), 200).Attr("dd a", "href")
		want(ask(9, "GET", receipt, nil), 200).Has("article", "0000001")
		if pdf := ask(9, "GET", receipt+"/pdf", nil); pdf.Code != 200 || !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF")) {
			t.Errorf("the receipt answers %d", pdf.Code)
		}
		want(ask(7, "GET", receipt, nil), 404)
		const v3 = "00020101021238570010A00000072701270006970436011300110001234560208QRIBFTTA530370454062500005802VN62300826DP2611000A7KY DOAN PHI T11630403CA"
		want(ask(9, "POST", "/thu-ngan/kiem-tra-ma", url.Values{"ma_qr": {v3}}), 200).Has("dd", "250.000 ₫")
		want(ask(9, "POST", "/thu-ngan/kiem-tra-ma", url.Values{"ma_qr": {strings.Replace(v3, "5406250000", "5406150000", 1)}}), 422).Has(".why", "Sai mã kiểm tra")
	})
}

func TestOrdersOfAUnitThatHasEndedStayInTheLists(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.order(t, h.copies(8000))
		today := h.Clock.Now().Date()
		must(t, h.orgs.WindUp(h.Ctx, program, orgs.Change{Org: h.ward, Basis: orgs.Basis{Number: "02/QĐ", Decided: today, Issuer: "Cơ quan mẫu", Effective: today}}))
		for org, want := range map[kernel.ID]int{h.top: 1, h.ward: 1, h.far: 0} {
			d, err := h.s.Desk(h.Ctx, h.cashier(org, payments.ViewPermission), payments.Filter{})
			if err != nil || len(d.Orders) != want || want == 1 && d.Orders[0].ID != o.ID {
				t.Errorf("%s sees %d orders, %v", org, len(d.Orders), err)
			}
		}
	})
}

func TestThePayerSeesHerBillByItsReferenceOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ask := serve(t, h)
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			return h.s.SetPayee(tx, kernel.Actor{System: true, Tenant: h.top}, h.ward, payments.Payee{BIN: "970436", Account: "0011000123456", Holder: "UBND"}, day("2026-01-01"))
		}))
		o := h.order(t, h.copies(8000))
		at := payments.PayerPath(o.Reference)
		want := func(path string, status int) testkit.HTML {
			t.Helper()
			w := ask(7, "GET", path, nil)
			if w.Code != status {
				t.Fatalf("%s: status %d, want %d: %.400s", path, w.Code, status, w.Body)
			}
			if status == 200 && strings.Contains(w.Body.String(), "Nguyễn Thị Ánh Tuyết") {
				t.Errorf("%s shows the whole name", path)
			}
			return testkit.Page(t, w.Body.Bytes())
		}
		bill := want(at, 200)
		bill.Has("h1", "24.000 ₫")
		bill.Has("dd", "N. T. Á. Tuyết")
		bill.Has("dd", "0011000123456")
		bill.Has("dd", o.Reference)
		bill.Has(".state", "Chờ nộp")
		if png := ask(7, "GET", at+"/qr.png", nil); png.Code != 200 || !bytes.HasPrefix(png.Body.Bytes(), []byte("\x89PNG")) {
			t.Errorf("the picture answers %d", png.Code)
		}
		typed := strings.ToLower(o.Reference[:6] + " " + o.Reference[6:])
		if w := ask(7, "GET", "/thanh-toan?ma="+url.QueryEscape(typed), nil); w.Code != 303 || w.Header().Get("Location") != at {
			t.Errorf("%q leads to %d %s", typed, w.Code, w.Header().Get("Location"))
		}
		want("/thanh-toan/PL26", 422).Has(".why", "13 ký tự")
		want("/thanh-toan?ma=PL26", 422).Has(".why", "13 ký tự")
		swapped := o.Reference[:11] + o.Reference[12:] + o.Reference[11:12]
		want(payments.PayerPath(swapped), 422).Has(".why", "13 ký tự")
		want("/thanh-toan/PL261100017QW", 404).Has(".why", "Không có khoản thu nào mang mã này")

		_, receipts, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, cash)
		must(t, err)
		paid := want(at, 200)
		paid.Has(".state", "Đã nộp")
		paid.Has("dd", receipts[0].Serial())
		paid.HasNot("dd", "0011000123456")
		if w := ask(7, "GET", at+"/qr.png", nil); w.Code != 404 {
			t.Errorf("a paid bill's QR answers %d", w.Code)
		}
		name, pdf, err := h.s.ReceiptOf(h.Ctx, h.top, o.ID, receipts[0].ID)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) || !strings.HasSuffix(name, "0000001.pdf") {
			t.Errorf("receipt %q, %d bytes, %v", name, len(pdf), err)
		}
		if _, pdf, err = h.s.ReceiptOf(h.Ctx, h.top, o.ID+1, receipts[0].ID); pdf != nil || err != nil {
			t.Errorf("the receipt of another order: %d bytes, %v", len(pdf), err)
		}
	})
}

func TestWhoTriesReferencesOutSoonHasToWait(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ask := serve(t, h)
		for range 200 {
			if ask(7, "GET", "/thanh-toan/PL261100017QW", nil).Code == http.StatusTooManyRequests {
				return
			}
		}
		t.Error("200 misses in a row were all answered")
	})
}
