package waitlists

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doanket/internal/testkit/visit"
	"doanket/kernel"
)

// The accounts of these tests.
const (
	keeping, deciding, farAway  = kernel.ID(21), kernel.ID(22), kernel.ID(40)
	herself, neighbour, visitor = kernel.ID(41), kernel.ID(42), kernel.ID(0)
)

func browse(t *testing.T, h *house, her, other Member) visit.Site {
	t.Helper()
	own := func(account kernel.ID, m Member) kernel.Actor {
		return kernel.Actor{Tenant: h.top, Account: account, Person: m.Person, Name: m.Name}
	}
	return visit.Open(t, h.Env, visit.Doors{keeping: h.keeper, deciding: h.chair, farAway: h.as(farAway, h.far, PermView, PermKeep, PermDecide), herself: own(herself, her), neighbour: own(neighbour, other)}, Messages(), h.s.Routes())
}

// Without the right a record does not exist: each page of it answers 404, and opens for who has the right.
func TestWhoGetsInToWhichPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		her, other := h.member(1, h.coal, 24, false), h.member(2, h.hospital, 24, false)
		l := h.housing(t)
		x := h.apply(t, l, her, Answers{People: 3, Room: 9})
		b := browse(t, h, her, other)
		everyone := []kernel.ID{keeping, deciding, farAway, herself, neighbour}
		application := "/don-cho/" + x.ID.String()
		for path, in := range map[string][]kernel.ID{
			roomPath:                             {keeping, deciding, farAway},
			roomPath + "/moi":                    {keeping, farAway},
			l.path():                             {keeping, deciding},
			l.path() + "/in":                     {keeping, deciding},
			l.path() + "/tai-ve":                 {keeping, deciding},
			l.path() + "/don":                    {keeping},
			application:                          {keeping, deciding, herself},
			application + "/dua-ra":              {deciding},
			ownPath:                              everyone,
			"/cong-bo-cho-luot/" + l.ID.String(): nil, // not before it is published
		} {
			for _, who := range everyone {
				want := http.StatusNotFound
				for _, one := range in {
					if one == who {
						want = http.StatusOK
					}
				}
				if got := b.Call(who, "GET", path, nil).Code; got != want {
					t.Errorf("%s for %v: %d, want %d", path, who, got, want)
				}
			}
			if in == nil {
				continue
			}
			_, to := b.Ask(visitor, "GET", path, nil, http.StatusSeeOther)
			if !strings.HasPrefix(to, "/dang-nhap") {
				t.Errorf("%s sends a visitor to %s", path, to)
			}
		}
		for _, post := range []string{"/mo", "/chot", "/cong-bo", "/dong", "/bo", "/don", "/moi-nhan", "/tieu-chi"} {
			b.Ask(farAway, "POST", l.path()+post, nil, http.StatusNotFound)
		}
		for _, post := range []string{"/rut", "/nhan", "/tu-choi"} {
			b.Ask(neighbour, "POST", application+post, nil, http.StatusNotFound)
		}
	})
}

// What is wrong is told at its field, and nothing that was typed is lost; what is refused changes nothing.
func TestFormsTellWhatIsWrongAndKeepWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		her, other := h.member(1, h.coal, 24, false), h.member(2, h.coal, 90, true)
		b := browse(t, h, her, other)
		until := kernel.FormatDate(h.s.today().AddDays(5))
		form := url.Values{"don_vi": {h.ward.String()}, "loai": {string(Housing)}, "ten": {"Thuê nhà năm 2027"}, "can_cu": {""}, "den_ngay": {"30/02/2027"}, "so_ngay": {"bảy"}}
		page, _ := b.Ask(keeping, "POST", roomPath+"/moi", form, 422)
		page.Has(".why", "Tháng 2")
		form.Set("den_ngay", until)
		page, _ = b.Ask(keeping, "POST", roomPath+"/moi", form, 422)
		page.Has(".why", "Cần căn cứ")
		page.Has(".why", "Số ngày từ 1 đến")
		for name, want := range map[string]string{"ten": "Thuê nhà năm 2027", "so_ngay": "bảy", "den_ngay": until} {
			if got := page.Attr("input[name="+name+"]", "value"); got != want {
				t.Errorf("%s came back as %q", name, got)
			}
		}
		form.Set("can_cu", "Kế hoạch 20/KH")
		form.Set("so_ngay", "3")
		_, list := b.Ask(keeping, "POST", roomPath+"/moi", form, 303)

		page, _ = b.Ask(keeping, "POST", list+"/tieu-chi", url.Values{"ten": {"Chưa có nhà"}, "diem": {"don.chua_co ? 40 : 0"}, "nguon": {""}, "tu_ngay": {"01/01/2026"}}, 422)
		page.Has(".why", "Cần nguồn của tiêu chí")
		page.Has("textarea", "don.chua_co ? 40 : 0")
		b.Ask(keeping, "POST", list+"/tieu-chi", url.Values{"ten": {"Chưa có nhà"}, "diem": {"don.chua_co_nha ? 40 : 0"}, "nguon": {"Thang điểm mẫu"}, "tu_ngay": {"01/01/2026"}}, 303)
		b.Ask(keeping, "POST", list+"/mo", nil, 404) // no right to decide: the door is not there
		b.Ask(deciding, "POST", list+"/mo", nil, 303)

		own := ownPath + strings.TrimPrefix(list, roomPath) + "/don"
		page, _ = b.Ask(herself, "POST", own, url.Values{"so_nguoi": {"40"}, "chua_co_nha": {"true"}, "ghi_chu": {"Đang ở trọ."}}, 422)
		page.Has(".why", "Số người trong hộ từ 1 đến 30.")
		page.Has("textarea", "Đang ở trọ.")
		if page.Count("input[name=chua_co_nha][checked]") != 1 {
			t.Error("the tick was lost")
		}
		_, application := b.Ask(herself, "POST", own, url.Values{"so_nguoi": {"4"}, "chua_co_nha": {"true"}}, 303)
		page, _ = b.Ask(herself, "POST", own, url.Values{"so_nguoi": {"4"}}, 409)
		page.Has("main", "Đã có đơn trong danh sách này.")
		page, _ = b.Ask(keeping, "POST", list+"/don", url.Values{"so_the": {"KHONG-CO"}, "so_nguoi": {"2"}}, 422)
		page.Has(".why", "Không có đoàn viên mã số KHONG-CO")
		b.Ask(keeping, "POST", list+"/don", url.Values{"so_the": {other.Number}, "so_nguoi": {"2"}}, 303)

		page, _ = b.Ask(deciding, "POST", list+"/chot", nil, 409)
		page.Has("main", "Sau ngày ấy mới chốt điểm.")
		h.Clock.Set(h.s.today().AddDays(6).Clock(8, 0))
		b.Ask(deciding, "POST", list+"/chot", nil, 303)
		page, _ = b.Ask(deciding, "POST", list+"/moi-nhan", url.Values{"gi": {""}}, 422)
		page.Has(".why", "Ghi rõ mời nhận gì")
		b.Ask(deciding, "POST", list+"/moi-nhan", url.Values{"gi": {"Căn hộ 302, toà B"}}, 303)
		page, _ = b.Ask(herself, "GET", application, nil, 200)
		page.Has("main", "Căn hộ 302, toà B")
		b.Ask(neighbour, "POST", application+"/nhan", nil, 404)
		b.Ask(herself, "POST", application+"/nhan", nil, 303)
		page, _ = b.Ask(deciding, "POST", application+"/dua-ra", url.Values{"ly_do": {"ồ"}}, 422)
		page.Has(".why", "Ghi lý do, ít nhất 5 ký tự.")
		page, _ = b.Ask(deciding, "POST", application+"/dua-ra", url.Values{"ly_do": {"Đã nhận nhà nơi khác"}}, 409)
		page.Has("main", "không làm được")
		public := "/cong-bo-cho-luot" + strings.TrimPrefix(list, roomPath)
		b.Ask(visitor, "GET", public, nil, 404)
		b.Ask(deciding, "POST", list+"/cong-bo", nil, 303)
		page, _ = b.Ask(visitor, "GET", public, nil, 200)
		page.HasNot("main", her.Name)
		page.HasNot("main", other.Number)
	})
}
