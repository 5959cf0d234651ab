package procedures

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

// cast are the accounts that knock at the pages.
type cast struct{}

func (cast) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	for _, a := range []kernel.Actor{keeper, publisher, both, stranger} {
		if a.Account == account {
			return a, nil
		}
	}
	return kernel.Actor{}, kernel.Missing("people.no_account")
}

func (c cast) ActorByToken(ctx context.Context, _ string) (kernel.Actor, error) {
	return kernel.Actor{}, kernel.Missing("people.no_token")
}

type door struct {
	*web.Server
	s *Service
	t *testing.T
}

func openDoor(t *testing.T, e testkit.Env) door {
	t.Helper()
	s := room(e)
	server := web.New(web.Config{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Accounts: cast{}, Key: bytes.Repeat([]byte{7}, 32)})
	server.Messages(Messages())
	server.Mount(s.Routes()...)
	s.RegisterAPI(server)
	return door{server, s, t}
}

func (d door) do(account kernel.ID, r *http.Request) *httptest.ResponseRecorder {
	d.t.Helper()
	if account != 0 {
		cookie, err := d.SignInAs(d.t.Context(), account)
		if err != nil {
			d.t.Fatal(err)
		}
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

func (d door) get(account kernel.ID, path string) *httptest.ResponseRecorder {
	return d.do(account, httptest.NewRequest("GET", path, nil))
}

func (d door) post(account kernel.ID, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(""))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.do(account, r)
}

func (d door) send(account kernel.ID, text string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	f, _ := m.CreateFormFile("tep", "mau.yaml")
	_, _ = f.Write([]byte(text))
	_ = m.Close()
	r := httptest.NewRequest("POST", "/quan-tri/thu-tuc", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return d.do(account, r)
}

func want(t *testing.T, w *httptest.ResponseRecorder, status int, words ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	for _, s := range words {
		if !strings.Contains(w.Body.String(), s) {
			t.Fatalf("no %q in %s", s, w.Body)
		}
	}
}

func TestAVersionGoesFromUploadToThePublicPage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		d := openDoor(t, e)
		want(t, d.get(0, "/thu-tuc"), 200, "Không có thủ tục nào khớp")
		want(t, d.get(0, "/thu-tuc/9.000001"), 404)
		w := d.send(keeper.Account, strings.Replace(sampleFile, "den: khong_nhan", "den: khong_co", 1))
		want(t, w, http.StatusSeeOther)
		page := w.Header().Get("Location")
		want(t, d.get(keeper.Account, page), 200, "Không có bước “khong_co”.", "flow.unknown_step")
		w = d.post(keeper.Account, page+"/gui-duyet")
		want(t, w, http.StatusConflict, "chưa thể công bố")
		want(t, d.send(keeper.Account, sampleFile), http.StatusSeeOther)
		want(t, d.get(stranger.Account, page), 404)
		want(t, d.post(stranger.Account, page+"/gui-duyet"), 404)
		want(t, d.post(keeper.Account, page+"/gui-duyet"), http.StatusSeeOther)
		want(t, d.post(keeper.Account, page+"/cong-bo"), 404) // holds no right to publish: no such page
		want(t, d.get(publisher.Account, page), 200, "Công bố")
		want(t, d.post(publisher.Account, page+"/cong-bo"), http.StatusSeeOther)
		want(t, d.get(0, "/thu-tuc?q=ban+sao+giay"), 200, "Cấp bản sao giấy tờ mẫu", "Nộp được tại đây")
		want(t, d.get(0, "/thu-tuc/9.000001"), 200, "/nop/9.000001", "Thẻ mẫu")
		want(t, d.get(0, "/thu-tuc/9.000001/in"), 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
		want(t, d.get(keeper.Account, page+"/tep"), 200, "# Thủ tục mẫu để xem trang")
		want(t, d.get(0, "/api/v1/procedures?q=mau"), 200, `"code":"9.000001"`, `"total":1`)
		want(t, d.get(0, "/api/v1/procedures/9.000001"), 200, `"ten":"Cấp bản sao giấy tờ mẫu"`, `"sha256"`)
		want(t, d.get(0, "/api/v1/procedures/9.000009"), 404, "procedures.not_published")
		want(t, d.send(keeper.Account, "không phải\n  yaml: ["), 422, "Lỗi trong tệp vừa gửi")
		want(t, d.send(keeper.Account, ""), 422, "Hãy chọn một tệp YAML")
		want(t, d.post(publisher.Account, page+"/ngung"), http.StatusSeeOther)
		want(t, d.get(0, "/thu-tuc/9.000001"), 404)
		want(t, d.get(keeper.Account, "/quan-tri/thu-tuc?trang-thai=retired"), 200, "9.000001")
	}, Migrations(), web.Migrations())
}

func TestAFollowOnlyProcedureSaysSoAndLeadsToTheNationalPortal(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		d := openDoor(t, e)
		n, err := d.s.LoadCatalogue(e.Ctx, site, strings.NewReader(`{"id":"x","code":" 9.100000","name":"Thủ tục của bộ","categories":["Đường bộ"],"departments":["Bộ Xây dựng"],"type":"STANDARD","state":"ACTIVE"}`))
		if err != nil || n != 1 {
			t.Fatal(n, err)
		}
		want(t, d.get(0, "/thu-tuc?q=duong+bo"), 200, "Chỉ theo dõi", "Thủ tục của bộ")
		w := d.get(0, "/thu-tuc/9.100000")
		want(t, w, 200, "Chỉ theo dõi", PortalURL)
		if strings.Contains(w.Body.String(), "/nop/") {
			t.Fatal("offers to file what cannot be filed here")
		}
	}, Migrations(), web.Migrations())
}
