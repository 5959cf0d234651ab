package inspection

import (
	"net/url"
	"strings"
	"testing"

	"doanket/internal/testkit/visit"
	"doanket/kernel"
	"doanket/ui/golden"
)

func TestPagesAreAsAgreed(t *testing.T) { golden.Check(t, "testdata/pages", Samples()) }

func open(t *testing.T, h *house) visit.Site {
	t.Helper()
	return visit.Open(t, h.Env, visit.Doors{5: h.kiem(), 6: h.than(), 9: h.huong(), 11: h.ofWard()}, Messages(), h.s.Routes())
}

func TestAnInspectionInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := open(t, h)
		form := url.Values{"phieu": {"1"}, "don_vi": {h.fed.String()}, "doi_tuong": {h.base.String()}, "loai": {"finance"}, "ten": {"Kiểm tra đoàn phí"}, "ly_do": {""},
			"tu_ngay": {"31/11/2025"}, "den_ngay": {"31/12/2025"}, "chuong_trinh": {"Ngày đầu: nghe báo cáo."}}
		page, _ := b.Ask(5, "POST", "/kiem-tra", form, 422)
		page.Has(".why", "Tháng 11 chỉ có 30 ngày")
		page.Has("textarea", "Ngày đầu: nghe báo cáo.") // what was typed is still there
		form.Set("tu_ngay", "01/01/2025")
		page, _ = b.Ask(5, "POST", "/kiem-tra", form, 422)
		page.Has(".why", "ngoài kế hoạch cần lý do")
		form.Set("ly_do", "Có đơn phản ánh.")
		_, at := b.Ask(5, "POST", "/kiem-tra", form, 303)
		page, _ = b.Ask(5, "POST", at+"/doan", url.Values{"truong_doan": {"6"}}, 422)
		page.Has(".why", "Nguyễn Văn Thành không tham gia được đoàn này")
		b.Ask(5, "POST", at+"/doan", url.Values{"truong_doan": {"5"}, "thanh_vien": {"7"}}, 303)
		b.Ask(6, "GET", at, nil, 404)
		b.Ask(9, "POST", at+"/cong-bo", url.Values{"so": {"12/QĐ-UBKT"}, "ngay": {"20/11/2026"}, "tu_ngay": {"23/11/2026"}}, 303)
		b.Ask(6, "GET", at, nil, 200)
		b.Ask(6, "GET", at+"/muc/doan_phi", nil, 404)
		b.Ask(5, "POST", at+"/bat-dau", nil, 303)
		page, _ = b.Ask(5, "POST", at+"/muc/doan_phi", url.Values{"ket_qua": {"fault"}, "phat_hien": {""}}, 422)
		page.Has(".why", "Ghi thiếu sót là gì")
		b.Ask(5, "POST", at+"/muc/doan_phi", url.Values{"ket_qua": {"fault"}, "phat_hien": {"Thu thiếu 12 người."}}, 303)
		b.Ask(5, "POST", at+"/muc/doan_phi/trich", url.Values{"nguon": {"roll"}, "ma": {""}, "ngay": {"31/10/2026"}}, 303)
		page, _ = b.Ask(5, "GET", at+"/muc/doan_phi", nil, 200)
		page.Has(".state", "Vẫn như lúc trích")
		for _, path := range []string{"/kiem-tra", "/kiem-tra/in", "/kiem-tra/moi", "/kien-nghi-kiem-tra", "/kien-nghi-kiem-tra/in", "/muc-kiem-tra", "/muc-kiem-tra/finance/1", "/ke-hoach-kiem-tra", "/ke-hoach-kiem-tra/moi",
			at, at + "/doan", at + "/bien-ban", at + "/kien-nghi", "/kiem-tra/tai-ve?dang=csv", "/kien-nghi-kiem-tra/tai-ve"} {
			want := 200
			if path == at+"/doan" {
				want = 303 // the team stands
			}
			b.Ask(5, "GET", path, nil, want)
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
				b.Ask(who, "GET", at+"/giay/"+which, nil, 200)
				w := b.Call(who, "GET", at+"/giay/"+which+"/pdf", nil)
				if !strings.HasPrefix(w.Body.String(), "%PDF") {
					t.Errorf("%s is no PDF", which)
				}
			}
			b.Ask(11, "GET", at+"/giay/"+which, nil, 404)
		}
		b.Ask(5, "GET", at+"/giay/khac", nil, 404)
		page, _ := b.Ask(6, "GET", at, nil, 200)
		page.Has("td", "Nộp lại đoàn phí còn thiếu")
		page.HasNot("h2", "Diễn biến")
		w := b.Call(5, "GET", "/kiem-tra/tai-ve?trang-thai=tat-ca&dang=csv", nil)
		if !strings.Contains(w.Body.String(), "05/KL-UBKT") {
			t.Errorf("CSV: %.300s", w.Body)
		}
	})
}
