package app

import (
	"bytes"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
	"doanket/union/welfare"
)

// knock sends a request as somebody of the cast.
func (s *story) knock(t *testing.T, login string, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	cookie, err := s.a.web.SignInAs(t.Context(), seed.AccountID(login))
	must(t, err)
	r.AddCookie(cookie)
	w := httptest.NewRecorder()
	s.a.web.ServeHTTP(w, r)
	return w
}

// send posts a form and gives the page that comes with a status.
func (s *story) send(t *testing.T, login, path string, form url.Values, status int) (testkit.HTML, string) {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := s.knock(t, login, r)
	page := testkit.Page(t, w.Body.Bytes())
	if w.Code != status {
		t.Fatalf("%s answers %d: %q", path, w.Code, page.Texts("main p"))
	}
	return page, w.Header().Get("Location")
}

func (s *story) hire(t *testing.T, unit, name string, days int) members.Member {
	t.Helper()
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Kiểm thử"}
	today := s.clock.Now().Date()
	id, err := s.a.members.Admit(t.Context(), program, members.Row{Name: name, Sex: "nữ", Unit: seed.UnitID(unit), Admitted: today.AddDays(-days), Basis: "07/QĐ-MAU"})
	must(t, err)
	var m members.Member
	must(t, s.a.db.Read(t.Context(), func(tx *db.Tx) error {
		m, _, err = s.a.members.Get(tx, seed.Tenant(), id, today)
		return err
	}))
	return m
}

// list opens a programme of gifts for those who have been members for half a year, with room for three.
func (s *story) list(t *testing.T, org string) (programme, list kernel.ID) {
	t.Helper()
	ctx, clerk := t.Context(), s.a.as(t, "hanh")
	p, err := s.a.welfare.Create(ctx, clerk, welfare.ProgrammeInput{Org: seed.UnitID(org), Year: 2026, Kind: welfare.Gifts, Line: "31.03", Title: "Quà Tết Đinh Mùi", Basis: "Kế hoạch 15/KH-CĐ ngày 20/10/2026",
		Rule: "doan_vien.so_thang >= 6", Amount: 500_000, Budget: 1_500_000, Deadline: kernel.Date{Year: 2027, Month: 1, Day: 31}, Fund: "Đoàn phí", Occasion: welfare.OccasionInput{Title: "Tết", AsOf: s.clock.Now().Date()}})
	must(t, err)
	must(t, s.a.welfare.Open(ctx, clerk, p.ID))
	d, err := s.a.welfare.Detail(ctx, clerk, p.ID)
	must(t, err)
	must(t, s.a.welfare.Propose(ctx, clerk, p.ID, d.Occasions[0].ID))
	must(t, s.a.welfare.GoOn(ctx))
	return p.ID, d.Occasions[0].ID
}

// The chosen of the roll come onto a list of welfare with one reason: who can be added is shown before, who
// cannot is told why, and the list holds those who were confirmed and nobody else.
func TestTheChosenOfTheRollComeOntoAListOfWelfareInBulk(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			s := castStory(t, engine, "2026-11-23T09:00")
			const roll = "/doan-vien/nhieu"
			old := s.hire(t, "cdcs-thcs-mau", "Lê Thị Cũ", 400) // the rule takes her
			fresh, other := s.hire(t, "cdcs-thcs-mau", "Lê Thị Mới", 30), s.hire(t, "cdcs-benh-vien-mau", "Trần Thị Mới", 30)
			form := url.Values{"viec": {"phuc-loi"}, "nguoi": {old.ID.String(), fresh.ID.String(), other.ID.String()}}
			page, _ := s.send(t, "hanh", roll, form, 200)
			page.Has("main", "Không có danh sách phúc lợi nào đang mở")
			page.HasNot("select[name=chon]")

			programme, list := s.list(t, "cd-uong-bi")
			page, _ = s.send(t, "hanh", roll, form, 200)
			page.Has("select[name=chon] option", "Quà Tết Đinh Mùi – Tết")
			chosen := programme.String() + "." + list.String()
			form.Set("buoc", "xem")
			page, _ = s.send(t, "hanh", roll, form, 422)
			page.Has(".why", "Chọn một danh sách.")
			form.Set("chon", chosen)
			page, _ = s.send(t, "hanh", roll, form, 422)
			page.Has(".why", "Ghi lý do, ít nhất 5 chữ cái.")
			form.Set("ly_do", "Gia đình gặp bão")
			page, _ = s.send(t, "hanh", roll, form, 200)
			page.Has("td", "Lê Thị Cũ đã có trong danh sách ở CĐCS Trường THCS Mẫu.")
			page.Has("main", "Quà Tết Đinh Mùi – Tết")
			if n := page.Count("input[name=nguoi]"); n != 2 {
				t.Fatalf("%d can be added", n)
			}

			form.Set("buoc", "lam")
			page, _ = s.send(t, "hanh", roll, form, 422) // not what was shown: nobody is added
			page.Has("main", "Lê Thị Cũ đã có trong danh sách")
			form["nguoi"] = []string{fresh.ID.String(), other.ID.String()}
			_, to := s.send(t, "hanh", roll, form, 303)
			if to != "/phuc-loi/"+programme.String()+"/ds/"+list.String() {
				t.Errorf("it leads to %s", to)
			}
			sheet, err := s.a.welfare.Sheet(t.Context(), s.a.as(t, "hanh"), programme, list, "", welfare.RowFilter{})
			must(t, err)
			var got []string
			for _, b := range sheet.Rows {
				got = append(got, b.Name+" "+b.Reason)
			}
			slices.Sort(got)
			if want := []string{"Lê Thị Cũ ", "Lê Thị Mới Gia đình gặp bão", "Trần Thị Mới Gia đình gặp bão"}; !slices.Equal(got, want) {
				t.Errorf("on the list: %q", got)
			}

			late := s.hire(t, "cdcs-thcs-mau", "Lê Thị Muộn", 20) // the money is spent
			form["nguoi"], form["buoc"] = []string{late.ID.String()}, []string{"xem"}
			page, _ = s.send(t, "hanh", roll, form, 422)
			page.Has("[role=alert]", "Vượt dự toán")
			page.HasNot("input[name=buoc][value=lam]")
		})
	}
}

// A list of others is no choice, and its number typed by hand opens nothing.
func TestAListOfOthersIsNoChoiceInBulk(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			s := castStory(t, engine, "2026-11-23T09:00")
			her := s.hire(t, "cdcs-thcs-mau", "Lê Thị Mới", 30)
			far := s.hire(t, "cdcs-benh-vien-mau", "Trần Thị Xa", 30)
			programme, list := s.list(t, "cdcs-benh-vien-mau")
			form := url.Values{"viec": {"phuc-loi"}, "nguoi": {her.ID.String()}, "buoc": {"xem"}, "ly_do": {"Gia đình gặp bão"}, "chon": {programme.String() + "." + list.String()}}
			w := s.knock(t, "hong", httptest.NewRequest("GET", "/doan-vien", nil))
			offered := strings.Contains(w.Body.String(), `value="phuc-loi"`)
			if may := s.a.as(t, "hong").Anywhere(welfare.PermPrepare); may != offered {
				t.Errorf("who may prepare (%v) is offered it: %v", may, offered)
			}
			r := httptest.NewRequest("POST", "/doan-vien/nhieu", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if code := s.knock(t, "hong", r).Code; code == 200 {
				t.Errorf("a list of another union answers %d", code)
			}
			page, _ := s.send(t, "hanh", "/doan-vien/nhieu", form, 200) // not in the programme's reach
			page.Has("td", "trong phạm vi của chương trình")
			form["nguoi"] = []string{far.ID.String()}
			page, _ = s.send(t, "hanh", "/doan-vien/nhieu", form, 200)
			page.Has("input[name=buoc][value=lam]")
		})
	}
}

// The picture that a member sends is a task of the union that keeps her record until it has answered; then
// her record shows it, and the next card is printed with it.
func TestAMembersNewPictureIsATaskOfHerUnion(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			s := castStory(t, engine, "2026-11-23T09:00")
			id := s.a.enrolled(t, "cdcs-thcs-mau", "bao")[0]
			var body, face bytes.Buffer
			must(t, jpeg.Encode(&face, image.NewGray(image.Rect(0, 0, 60, 80)), nil))
			form := multipart.NewWriter(&body)
			must(t, form.WriteField("tu_ngay", "23/11/2026"))
			part, err := form.CreateFormFile("tep", "anh.jpg")
			must(t, err)
			_, err = part.Write(face.Bytes())
			must(t, err)
			must(t, form.Close())
			r := httptest.NewRequest("POST", "/doan-vien/cua-toi/anh", &body)
			r.Header.Set("Content-Type", form.FormDataContentType())
			w := s.knock(t, "bao", r)
			at := w.Header().Get("Location")
			request, ok := strings.CutPrefix(at, "/doan-vien/yeu-cau/")
			if w.Code != 303 || !ok {
				t.Fatalf("%d, to %q", w.Code, at)
			}
			task := func() tasks.Task {
				t.Helper()
				must(t, s.a.outbox.Drain(t.Context()))
				var list []tasks.Task
				must(t, s.a.db.Read(t.Context(), func(tx *db.Tx) error {
					list, err = s.a.tasks.Of(tx, seed.Tenant(), "member_request:"+request)
					return err
				}))
				if len(list) != 1 {
					t.Fatalf("%d tasks", len(list))
				}
				return list[0]
			}
			if got := task(); got.Unit != seed.UnitID("cdcs-thcs-mau") || !got.State.Live() {
				t.Errorf("the task: %+v", got)
			}
			s.send(t, "hong", at, url.Values{"viec": {"sua"}}, 303)
			if got := task(); got.State.Live() {
				t.Errorf("the task stays %s", got.State)
			}
			w = s.knock(t, "bao", httptest.NewRequest("GET", "/doan-vien/"+id.String()+"/anh/xem", nil))
			if w.Code != 200 || w.Header().Get("Content-Type") != "image/jpeg" {
				t.Errorf("her picture: %d %s", w.Code, w.Header())
			}
			m, ok, err := bearers{s.a}.One(t.Context(), seed.Tenant(), id, s.clock.Now().Date())
			if err != nil || !ok || m.Photo == "" {
				t.Errorf("the card room sees %+v, %v", m, err)
			}
		})
	}
}
