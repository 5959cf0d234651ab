package complaints

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
	"doanket/ui/golden"
)

func TestPagesAreAsAgreed(t *testing.T) { golden.Check(t, "testdata/pages", Samples()) }

type doors struct{ h *house }

func (d doors) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	return map[kernel.ID]kernel.Actor{5: d.h.kiem(), 8: d.h.hoai(), 9: d.h.huong(), 11: d.h.admin()}[account], nil
}

func (doors) ActorByToken(context.Context, string) (kernel.Actor, error) {
	return kernel.Actor{}, kernel.Missing("people.no_token")
}

type browser struct {
	t      *testing.T
	h      *house
	server *web.Server
	log    *bytes.Buffer
}

func browse(t *testing.T, h *house) browser {
	t.Helper()
	must(t, h.DB.Migrate(h.Ctx, web.Migrations()))
	b := browser{t, h, nil, &bytes.Buffer{}}
	b.server = web.New(web.Config{DB: h.DB, IDs: h.IDs, Clock: h.Clock, Accounts: doors{h}, Key: key, Log: slog.New(slog.NewTextHandler(b.log, nil)), SessionLife: 1000 * time.Hour})
	b.server.Messages(Messages())
	b.server.Mount(h.s.Routes()...)
	return b
}

// ask sends a form, with files when there are any. The account 0 is nobody.
func (b browser) ask(account kernel.ID, method, path string, form url.Values, status int, sent ...string) (testkit.HTML, *httptest.ResponseRecorder) {
	b.t.Helper()
	var body io.Reader = strings.NewReader(form.Encode())
	kind := "application/x-www-form-urlencoded"
	if sent != nil {
		var out bytes.Buffer
		w := multipart.NewWriter(&out)
		for k, v := range form {
			must(b.t, w.WriteField(k, v[0]))
		}
		for _, name := range sent {
			f, err := w.CreateFormFile("tep", name)
			must(b.t, err)
			_, err = f.Write([]byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"))
			must(b.t, err)
		}
		must(b.t, w.Close())
		body, kind = &out, w.FormDataContentType()
	}
	r := httptest.NewRequest(method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", kind)
	}
	if account != 0 {
		cookie, err := b.server.SignInAs(b.h.Ctx, account)
		must(b.t, err)
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, r)
	if w.Code != status {
		b.t.Fatalf("%s %s for %v: status %d, want %d: %.600s", method, path, account, w.Code, status, w.Body)
	}
	return testkit.Page(b.t, w.Body.Bytes()), w
}

func (b browser) fact(page testkit.HTML, label string) string {
	b.t.Helper()
	names, values := page.Texts("dt"), page.Texts("dd")
	for i, n := range names {
		if n == label {
			return values[i]
		}
	}
	b.t.Fatalf("no %s among %v", label, names)
	return ""
}

func TestALetterInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := browse(t, h)
		form := url.Values{"phieu": {"a-form-of-a-browser-01"}, "don_vi": {h.fed.String()}, "loai": {"denunciation"}, "cach": {"post"}, "ngay": {"31/11/2026"}, "tom_tat": {"Chi sai quỹ"},
			"bi_neu": {"ông Bình"}, "noi_dung": {"Ba khoản chi."}, "nguoi_gui": {""}}
		page, _ := b.ask(8, "POST", "/don-thu", form, 422, "chung-cu.pdf")
		page.Has(".why", "Tháng 11 chỉ có 30 ngày")
		page.Has("textarea", "Ba khoản chi.") // what was typed is still there
		form.Set("ngay", "20/11/2026")
		page, _ = b.ask(8, "POST", "/don-thu", form, 422, "chung-cu.exe")
		page.Has("textarea", "Ba khoản chi.")
		form.Set("nguoi_gui", "Người Gửi Mẫu")
		page, _ = b.ask(8, "POST", "/don-thu", form, 200, "chung-cu.pdf")
		page.Has("h1", "Đã vào sổ số 01/2026")
		at := page.Attr("main a.btn", "href")
		page, _ = b.ask(8, "GET", at, nil, 200)
		file := page.Attr("ul.rows a", "href")
		b.ask(8, "GET", file, nil, 200)
		page, _ = b.ask(8, "GET", at+"/giao", nil, 200)
		page.HasNot("option", "Lương Văn Bình")
		page, _ = b.ask(8, "POST", at+"/giao", url.Values{"nguoi": {"7"}}, 422)
		page.Has(".why", "có thể là người bị nêu")
		b.ask(8, "POST", at+"/giao", url.Values{"nguoi": {"9"}}, 303)
		for _, path := range []string{at, at + "/giao", at + "/giay/bien-nhan", file, "/don-thu/424242", "/don-thu/424242/giao"} {
			_, w := b.ask(8, "GET", path, nil, 404)
			_, there := b.ask(11, "GET", path, nil, 404)
			if !strings.Contains(w.Body.String(), "Không có đơn này.") || !strings.Contains(there.Body.String(), "Không có đơn này.") {
				t.Errorf("%s answers otherwise than for what does not exist", path)
			}
		}
		b.ask(11, "POST", at+"/thu-ly", url.Values{"so": {"1"}}, 404)
		b.ask(9, "POST", at+"/thu-ly", url.Values{"so": {"02/QĐ"}, "ngay": {"23/11/2026"}}, 303)
		page, _ = b.ask(9, "POST", at+"/mo-danh-tinh", url.Values{"ghi_chu": {""}}, 422)
		page.Has(".why", "Ghi rõ để hồ sơ đọc được về sau")
		page, _ = b.ask(9, "POST", at+"/mo-danh-tinh", url.Values{"ghi_chu": {"Hẹn làm việc."}}, 200)
		page.Has("dd", "Người Gửi Mẫu")
		page, _ = b.ask(9, "GET", at, nil, 200)
		page.HasNot("dd", "Người Gửi Mẫu")
		page.Has("li", "Mở danh tính người gửi")
		for _, slug := range []string{"xac-minh", "gia-han", "cung-xem", "giao-lai", "chi-ro", "ghi-them", "kem-tep", "mo-danh-tinh", "rut-don"} {
			want := 200
			if slug == "xac-minh" {
				b.ask(9, "GET", at+"/"+slug, nil, want)
				b.ask(9, "POST", at+"/"+slug, url.Values{"ghi_chu": {"Đối chiếu sổ quỹ."}}, 303)
				continue
			}
			b.ask(9, "GET", at+"/"+slug, nil, want)
		}
		b.ask(9, "POST", at+"/kem-tep", url.Values{"ghi_chu": {"Biên bản."}}, 303, "bien-ban.pdf")
		b.ask(9, "POST", at+"/cung-xem", url.Values{"nguoi": {"5"}, "ghi_chu": {"Giao xác minh."}}, 303)
		page, _ = b.ask(5, "GET", "/don-thu?loai=denunciation&nam=2026", nil, 200)
		page.Has("td a", "01/2026")
		page, _ = b.ask(5, "GET", at, nil, 200)
		page.HasNot("h2", "Nhật ký mở đơn")
		b.ask(9, "POST", at+"/thoi-xem/5", nil, 303)
		b.ask(5, "GET", at, nil, 404)
		b.ask(9, "GET", at+"/giay/thu-ly", nil, 200)
		_, w := b.ask(9, "GET", at+"/giay/thu-ly/pdf", nil, 200)
		if !strings.HasPrefix(w.Body.String(), "%PDF") {
			t.Error("no PDF")
		}
		b.ask(9, "GET", at+"/giay/ket-qua", nil, 404)
	})
}

func TestTheFilingPageKnowsNobody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := browse(t, h)
		b.log.Reset()
		page, _ := b.ask(5, "GET", "/gui-don", nil, 200) // signed in, and yet unknown
		form := url.Values{"phieu": {page.Attr("input[name=phieu]", "value")}, "don_vi": {h.ward.String()}, "loai": {"petition"}, "tom_tat": {"Công khai danh sách quà"}, "noi_dung": {"Đề nghị công khai."}}
		page, _ = b.ask(5, "POST", "/gui-don", form, 422, []string{}...)
		page.Has(".why", "Ghi họ và tên người gửi")
		form.Set("khong_ten", "true")
		page, _ = b.ask(5, "POST", "/gui-don", form, 200, "danh-sach.pdf")
		pair := url.Values{"ma": {b.fact(page, "Mã theo dõi")}, "bi_mat": {b.fact(page, "Mã bí mật")}}
		page.HasNot(".user", people[5].Name)
		if strings.Contains(b.log.String(), "account=5") || strings.Contains(b.log.String(), people[5].Name) {
			t.Errorf("the log names the sender: %s", b.log)
		}
		b.ask(0, "GET", "/theo-doi-don", nil, 200)
		page, _ = b.ask(0, "POST", "/theo-doi-don", url.Values{"ma": pair["ma"], "bi_mat": {"sai"}}, 422)
		page.Has("[role=alert]", "không đúng")
		page, _ = b.ask(0, "POST", "/theo-doi-don", pair, 200)
		page.Has("h1", "Kiến nghị, phản ánh số 01/2026")
		pair.Set("bo_sung", "")
		page, _ = b.ask(0, "POST", "/theo-doi-don/bo-sung", pair, 422, "them.pdf")
		page.Has(".why", "Ghi rõ")
		pair.Set("bo_sung", "Thêm một trang.")
		page, _ = b.ask(0, "POST", "/theo-doi-don/bo-sung", pair, 200, "them.pdf")
		page.Has("main", "Đã gửi phần bổ sung.")
		pair.Del("bo_sung")
		pair.Set("ly_do", "Đã được trả lời.")
		page, _ = b.ask(0, "POST", "/theo-doi-don/rut", pair, 200)
		page.Has("main", "Người gửi xin rút đơn")
	})
}
