package benefits

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"doanket/internal/testkit/visit"
	"doanket/kernel"
)

// The accounts of these tests.
const (
	preparing, approving, selling, otherSelling = kernel.ID(21), kernel.ID(22), kernel.ID(71), kernel.ID(72)
	farAway, herself, neighbour                 = kernel.ID(40), kernel.ID(41), kernel.ID(42)
)

func browse(t *testing.T, h *house, her, other Member) visit.Site {
	t.Helper()
	own := func(account kernel.ID, m Member) kernel.Actor {
		return kernel.Actor{Tenant: h.top, Account: account, Person: m.Person, Name: m.Name}
	}
	return visit.Open(t, h.Env, visit.Doors{preparing: h.preparer, approving: h.chair, selling: h.till, otherSelling: h.ba, farAway: h.as(farAway, h.far, PermView, PermPrepare, PermApprove), herself: own(herself, her), neighbour: own(neighbour, other)}, Messages(), h.s.Routes())
}

// Without the right a record does not exist: each page of it answers 404, and opens for who has the right.
func TestWhoGetsInToWhichPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		her, other := h.member(1, h.coal, nil), h.member(2, h.school, nil)
		g := h.books(t, "")
		x := h.vouchers(t, g, 10, 1)
		v := h.issue(t, x, her)[0]
		u, err := h.s.Confirm(h.Ctx, h.till, Till{Code: h.code(v), Bill: 480_000, Key: "a", Way: ByPage})
		must(t, err)
		b := browse(t, h, her, other)
		everyone := []kernel.ID{preparing, approving, selling, otherSelling, farAway, herself, neighbour}
		for path, in := range map[string][]kernel.ID{
			roomPath:                            {preparing, approving, farAway},
			roomPath + "/moi":                   {preparing, farAway},
			g.path():                            {preparing, approving},
			g.path() + "/ket-thuc":              {approving},
			g.path() + "/dot-phieu":             {preparing},
			roomPath + "/bao-cao":               {preparing, approving, farAway},
			roomPath + "/bao-cao/in":            {preparing, approving, farAway},
			roomPath + "/chua-dung":             {preparing, approving, farAway},
			roomPath + "/luot":                  {preparing, approving, farAway},
			x.path():                            {preparing, approving},
			x.path() + "/phat":                  {preparing},
			tillPath:                            {selling, otherSelling},
			tillPath + "/luot/" + u.ID.String(): {selling},
			ownPath:                             everyone,
			ownPath + "/phieu/" + v.ID.String(): {herself},
		} {
			for _, who := range everyone {
				want := http.StatusNotFound
				for _, one := range in {
					if one == who {
						want = http.StatusOK
					}
				}
				if got := b.Call(who, http.MethodGet, path, nil).Code; got != want {
					t.Errorf("%s for %v: %d, want %d", path, who, got, want)
				}
			}
			_, to := b.Ask(0, "GET", path, nil, http.StatusSeeOther)
			if !strings.HasPrefix(to, "/dang-nhap") {
				t.Errorf("%s sends a visitor to %s", path, to)
			}
		}
		for _, post := range []string{"/duyet", "/bo", "/ket-thuc", "/muc", "/noi", "/dot-phieu"} {
			b.Ask(farAway, "POST", g.path()+post, nil, http.StatusNotFound)
		}
		b.Ask(otherSelling, "POST", tillPath+"/luot/"+u.ID.String()+"/huy", url.Values{"ly_do": {"Nhầm khách"}}, http.StatusNotFound)
	})
}

// What is wrong is told at its field, and nothing that was typed is lost.
func TestFormsTellWhatIsWrongAndKeepWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		her := h.member(1, h.coal, nil)
		g := h.books(t, "")
		b := browse(t, h, her, h.member(2, h.school, nil))
		form := url.Values{"don_vi": {h.ward.String()}, "doi_tac": {"71"}, "ten": {"Giảm giá vở học sinh"}, "tu_ngay": {"31/11/2026"}, "den_ngay": {"31/12/2026"}, "phut_huy": {"30"}, "dieu_khoan": {"Không cộng dồn."}}
		page, _ := b.Ask(preparing, "POST", roomPath, form, 422)
		page.Has(".why", "Tháng 11 chỉ có 30 ngày")
		page.Has("textarea", "Không cộng dồn.")
		form.Set("tu_ngay", "30/11/2026")
		form.Set("ten", "")
		page, _ = b.Ask(preparing, "POST", roomPath, form, 422)
		page.Has(".why", "Cần tên")
		form.Set("ten", "Giảm giá vở học sinh")
		_, draft := b.Ask(preparing, "POST", roomPath, form, 303)

		page, _ = b.Ask(preparing, "POST", draft+"/muc", url.Values{"hang": {"Vở kẻ ngang"}, "ai": {"member"}, "muc": {"150%"}}, 422)
		page.Has(".why", "Phần trăm từ 0,01 đến 100.")
		if got := page.Attr("input[name=hang]", "value"); got != "Vở kẻ ngang" {
			t.Errorf("what was typed is %q", got)
		}
		b.Ask(preparing, "POST", draft+"/muc", url.Values{"hang": {"Vở kẻ ngang"}, "ai": {"member"}, "muc": {"10%"}}, 303)
		page, _ = b.Ask(approving, "POST", draft+"/duyet", nil, 409)
		page.Has("main", "Cần ít nhất một nơi áp dụng")

		page, _ = b.Ask(preparing, "POST", g.path()+"/dot-phieu", url.Values{"ten": {"Phiếu vở"}, "ky_hieu": {"vở"}, "muc": {"50.000"}, "so_luong": {"mười"}, "moi_nguoi": {"1"}, "tu_ngay": {"30/11/2026"}, "den_ngay": {"30/11/2030"}}, 422)
		page.Has(".why", "Ký hiệu gồm 2 đến 12")
		page.Has(".why", "Số phiếu từ 1 đến")
		page.Has(".why", "Thời gian của phiếu")
		x := h.vouchers(t, g, 10, 1)
		page, _ = b.Ask(preparing, "POST", x.path()+"/phat", url.Values{"so_the": {her.Number + "\nKHONG-CO"}, "moi_nguoi": {"1"}}, 422)
		page.Has(".why", "Không có đoàn viên mã số KHONG-CO")
		page.Has("textarea", her.Number)
		v := h.issue(t, x, her)[0]
		page, _ = b.Ask(preparing, "POST", "/phieu/"+v.ID.String()+"/thu-hoi", url.Values{"ly_do": {"ồ"}}, 422)
		page.Has(".why", "Ghi lý do, ít nhất 5 ký tự.")
		page.Has("textarea", "ồ")
		page, _ = b.Ask(approving, "POST", g.path()+"/ket-thuc", url.Values{"ly_do": {"ồ"}}, 422)
		page.Has(".why", "Ghi lý do, ít nhất 5 ký tự.")

		page, _ = b.Ask(selling, "POST", tillPath, url.Values{"ma": {h.code(v)}}, 200)
		key := page.Attr("input[name=phieu]", "value")
		bill := url.Values{"ma": {h.code(v)}, "phieu": {key}, "hoa_don": {"bốn trăm"}}
		page, _ = b.Ask(selling, "POST", tillPath+"/dung", bill, 422)
		if got := page.Attr("input[name=hoa_don]", "value"); got != "bốn trăm" {
			t.Errorf("what was typed is %q", got)
		}
		bill.Set("hoa_don", "480.000")
		page, _ = b.Ask(selling, "POST", tillPath+"/dung", bill, 200)
		page.Has("main", "330.000")
		bill.Set("lam", "xac-nhan")
		_, use := b.Ask(selling, "POST", tillPath+"/dung", bill, 303)
		_, again := b.Ask(selling, "POST", tillPath+"/dung", bill, 303)
		if use != again {
			t.Error("a double tap is two uses")
		}
		page, _ = b.Ask(selling, "POST", use+"/huy", url.Values{"ly_do": {""}}, 422)
		page.Has(".why", "Ghi lý do")
		h.Clock.Advance(31 * time.Minute)
		page, _ = b.Ask(selling, "POST", use+"/huy", url.Values{"ly_do": {"Khách trả hàng"}}, 409)
		page.Has("main", "Chỉ huỷ được trong 30 phút")
	})
}

// A union sees whom nothing reached: a use counts within the period, a cancelled one never, and a unit
// out of sight is not there.
func TestAUnionSeesWhomNoBenefitReached(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		used, cancelled, never, far := h.member(1, h.coal, nil), h.member(2, h.coal, nil), h.member(3, h.school, nil), h.member(4, h.hospital, nil)
		h.books(t, "")
		for i, m := range []Member{used, cancelled} {
			u, err := h.s.Confirm(h.Ctx, h.till, Till{Code: card(m), Bill: 480_000, Key: string(rune('a' + i)), Way: ByPage})
			must(t, err)
			if m.ID == cancelled.ID {
				_, err = h.s.CancelUse(h.Ctx, h.till, u.ID, "Khách trả hàng")
				must(t, err)
			}
		}
		today := h.s.today()
		names := func(a kernel.Actor, unit kernel.ID, from, to kernel.Date) string {
			t.Helper()
			u, err := h.s.Unused(h.Ctx, a, unit, from, to)
			must(t, err)
			var out []string
			for _, r := range u.Rows {
				out = append(out, r.Number)
			}
			return strings.Join(out, " ")
		}
		if got, want := names(h.preparer, 0, kernel.Date{}, kernel.Date{}), cancelled.Number+" "+never.Number; got != want {
			t.Errorf("nothing reached %s, want %s", got, want)
		}
		if got, want := names(h.preparer, h.coal, today.AddDays(-9), today.AddDays(-1)), used.Number+" "+cancelled.Number; got != want {
			t.Errorf("before the use nothing reached %s, want %s", got, want)
		}
		if got := names(h.as(40, h.far, PermView), 0, kernel.Date{}, kernel.Date{}); got != far.Number {
			t.Errorf("the other ward sees %s", got)
		}
		_, err := h.s.Unused(h.Ctx, h.preparer, h.hospital, kernel.Date{}, kernel.Date{})
		refused(t, err, "benefits.no_unit_here")
		_, err = h.s.Unused(h.Ctx, h.preparer, 0, today, today.AddDays(-1))
		refused(t, err, "benefits.ends_before")
		b := browse(t, h, used, never)
		page, _ := b.Ask(preparing, "GET", roomPath+"/chua-dung?don-vi="+h.school.String(), nil, 200)
		page.Has("td", never.Name)
		page.HasNot("td", cancelled.Name)
		page, _ = b.Ask(preparing, "GET", roomPath+"/chua-dung?tu=02/11/2026&den=01/11/2026", nil, 422)
		page.Has(".why", "Ngày cuối không trước ngày đầu.")
		b.Ask(preparing, "GET", roomPath+"/chua-dung?don-vi="+h.hospital.String(), nil, 404)
		b.Ask(preparing, "GET", roomPath+"/chua-dung/tai-ve?don-vi="+h.hospital.String(), nil, 404)
		b.Ask(preparing, "GET", roomPath+"/chua-dung/tai-ve?dang=csv", nil, 200)
	})
}
