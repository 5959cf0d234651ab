package inspection

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui/golden"
)

func TestPagesAreAsAgreed(t *testing.T) { golden.Check(t, "testdata/pages", Samples()) }

type doors struct{ h *house }

func (d doors) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	switch account {
	case 5:
		return d.h.kiem(), nil
	case 6:
		return d.h.than(), nil
	case 9:
		return d.h.huong(), nil
	}
	return d.h.ofWard(), nil
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
	server := web.New(web.Config{DB: h.DB, IDs: h.IDs, Clock: h.Clock, Accounts: doors{h}, Key: key, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), SessionLife: 1000 * time.Hour})
	server.Messages(Messages())
	server.Mount(h.s.Routes()...)
	return browser{t, h, server}
}

func (b browser) ask(account kernel.ID, method, path string, form url.Values, status int) (testkit.HTML, *httptest.ResponseRecorder) {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	cookie, err := b.server.SignInAs(b.h.Ctx, account)
	must(b.t, err)
	r.AddCookie(cookie)
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, r)
	if w.Code != status {
		b.t.Fatalf("%s %s for %v: status %d, want %d: %.400s", method, path, account, w.Code, status, w.Body)
	}
	return testkit.Page(b.t, w.Body.Bytes()), w
}

func TestAnInspectionInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := open(t, h)
		form := url.Values{"phieu": {"1"}, "don_vi": {h.fed.String()}, "doi_tuong": {h.base.String()}, "loai": {"finance"}, "ten": {"Kiểm tra đoàn phí"}, "ly_do": {""},
			"tu_ngay": {"31/11/2025"}, "den_ngay": {"31/12/2025"}, "chuong_trinh": {"Ngày đầu: nghe báo cáo."}}
		page, _ := b.ask(5, "POST", "/kiem-tra", form, 422)
		page.Has(".why", "Tháng 11 chỉ có 30 ngày")
		page.Has("textarea", "Ngày đầu: nghe báo cáo.") // what was typed is still there
		form.Set("tu_ngay", "01/01/2025")
		page, _ = b.ask(5, "POST", "/kiem-tra", form, 422)
		page.Has(".why", "ngoài kế hoạch cần lý do")
		form.Set("ly_do", "Có đơn phản ánh.")
		_, w := b.ask(5, "POST", "/kiem-tra", form, 303)
		at := w.Header().Get("Location")
		page, _ = b.ask(5, "POST", at+"/doan", url.Values{"truong_doan": {"6"}}, 422)
		page.Has(".why", "Nguyễn Văn Thành không tham gia được đoàn này")
		b.ask(5, "POST", at+"/doan", url.Values{"truong_doan": {"5"}, "thanh_vien": {"7"}}, 303)
		b.ask(6, "GET", at, nil, 404)
		b.ask(9, "POST", at+"/cong-bo", url.Values{"so": {"12/QĐ-UBKT"}, "ngay": {"20/11/2026"}, "tu_ngay": {"23/11/2026"}}, 303)
		b.ask(6, "GET", at, nil, 200)
		b.ask(6, "GET", at+"/muc/doan_phi", nil, 404)
		b.ask(5, "POST", at+"/bat-dau", nil, 303)
		page, _ = b.ask(5, "POST", at+"/muc/doan_phi", url.Values{"ket_qua": {"fault"}, "phat_hien": {""}}, 422)
		page.Has(".why", "Ghi thiếu sót là gì")
		b.ask(5, "POST", at+"/muc/doan_phi", url.Values{"ket_qua": {"fault"}, "phat_hien": {"Thu thiếu 12 người."}}, 303)
		b.ask(5, "POST", at+"/muc/doan_phi/trich", url.Values{"nguon": {"roll"}, "ma": {""}, "ngay": {"31/10/2026"}}, 303)
		page, _ = b.ask(5, "GET", at+"/muc/doan_phi", nil, 200)
		page.Has(".state", "Vẫn như lúc trích")
		for _, path := range []string{"/kiem-tra", "/kiem-tra/in", "/kiem-tra/moi", "/kien-nghi-kiem-tra", "/kien-nghi-kiem-tra/in", "/muc-kiem-tra", "/muc-kiem-tra/finance/1", "/ke-hoach-kiem-tra", "/ke-hoach-kiem-tra/moi",
			at, at + "/doan", at + "/bien-ban", at + "/kien-nghi", "/kiem-tra/tai-ve?dang=csv", "/kien-nghi-kiem-tra/tai-ve"} {
			want := 200
			if path == at+"/doan" {
				want = 303 // the team stands
			}
			b.ask(5, "GET", path, nil, want)
		}
	})
}

func TestPapersOfAnInspection(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := open(t, h)
		d := h.concluded(t, "2026-12-10")
		at := "/kiem-tra/" + d.Inspection.ID.String()
		for _, which := range []string{"bien-ban", "ket-luan"} {
			for _, who := range []kernel.ID{5, 6} {
				b.ask(who, "GET", at+"/giay/"+which, nil, 200)
				_, w := b.ask(who, "GET", at+"/giay/"+which+"/pdf", nil, 200)
				if !strings.HasPrefix(w.Body.String(), "%PDF") {
					t.Errorf("%s is no PDF", which)
				}
			}
			b.ask(11, "GET", at+"/giay/"+which, nil, 404)
		}
		b.ask(5, "GET", at+"/giay/khac", nil, 404)
		page, _ := b.ask(6, "GET", at, nil, 200)
		page.Has("td", "Nộp lại đoàn phí còn thiếu")
		page.HasNot("h2", "Diễn biến")
		_, w := b.ask(5, "GET", "/kiem-tra/tai-ve?trang-thai=tat-ca&dang=csv", nil, 200)
		if !strings.Contains(w.Body.String(), "05/KL-UBKT") {
			t.Errorf("CSV: %.300s", w.Body)
		}
	})
}
