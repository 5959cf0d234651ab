package complaints

import (
	"net/url"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func TestWhoGaveARecordGivesItAnewWhenItsLeadHasLeft(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.accepted(t) // Hoai gave it to Huong
		none := func(a kernel.Actor) {
			t.Helper()
			_, err := h.s.GiveAnew(h.Ctx, a, id, 5, Said{Note: "x"})
			refused(t, err, "complaints.no_complaint")
			_, _, err = h.s.Heirs(h.Ctx, a, id)
			refused(t, err, "complaints.no_complaint")
			list, err := h.s.Orphans(h.Ctx, a)
			must(t, err)
			if len(list) > 0 {
				t.Errorf("%s hears of it", a.Name)
			}
		}
		everyone := []kernel.Actor{h.hanh(), h.kiem(), h.admin(), h.actor(6, h.ward), {System: true, Tenant: h.top}, {Tenant: h.top}}
		none(h.hoai()) // as long as the lead serves, who gave it is as far away as anybody
		none(h.huong())
		h.gone[9] = true
		for _, a := range everyone {
			none(a)
		}
		elsewhere := h.hoai()
		elsewhere.Tenant = 999
		_, err := h.s.GiveAnew(h.Ctx, elsewhere, id, 5, Said{Note: "x"})
		refused(t, err, "complaints.no_complaint")

		list, err := h.s.Orphans(h.Ctx, h.hoai())
		must(t, err)
		if len(list) != 1 || list[0].Complaint.Number() != "01/2026" || list[0].Lead.Account != 9 || list[0].Complaint.Matter.Text != "" {
			t.Fatalf("orphans: %+v", list)
		}
		_, err = h.s.Detail(h.Ctx, h.hoai(), id, OpenRecord) // she reads nothing for that
		refused(t, err, "complaints.no_complaint")
		_, err = h.s.GiveAnew(h.Ctx, h.hoai(), id, 9, Said{Note: "x"})
		refused(t, err, "complaints.no_person")
		_, err = h.s.GiveAnew(h.Ctx, h.hoai(), id, 5, Said{})
		refused(t, err, "complaints.say_more")
		h.rung = nil
		_, err = h.s.GiveAnew(h.Ctx, h.hoai(), id, 5, Said{Note: "Chị Hường đã nghỉ hưu."})
		must(t, err)
		if len(h.rung) != 1 || h.rung[0] != 5 {
			t.Errorf("rung: %v", h.rung)
		}
		none(h.hoai())
		_, err = h.s.Detail(h.Ctx, h.hoai(), id, OpenRecord)
		refused(t, err, "complaints.no_complaint")
		_, err = h.s.Detail(h.Ctx, h.huong(), id, OpenRecord) // a session that is still open shows nothing
		refused(t, err, "complaints.no_complaint")

		d := h.open(t, h.kiem(), id)
		e, ok := d.Complaint.last(GiveAnew)
		if !ok || e.By.Account != 8 || e.Said.Who != "Phùng Thị Hường → Đinh Thị Kiểm" || len(d.Complaint.Readers) != 1 {
			t.Errorf("the story: %+v %+v", e, d.Complaint.Readers)
		}
		var told bool
		for _, o := range d.Openings {
			told = told || o.What == OpenAnew && o.By.Account == 8
		}
		if !told {
			t.Errorf("the journal of access does not tell it: %+v", d.Openings)
		}
		_, err = h.s.Do(h.Ctx, h.kiem(), id, Verify, Said{Note: "Đối chiếu sổ quỹ."})
		must(t, err)
		h.sound(t)
	})
}

func TestTheLatestGiverWhoServesGivesAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.accepted(t)
		_, err := h.s.Pass(h.Ctx, h.huong(), id, 5, Said{Note: "Đi công tác."})
		must(t, err)
		h.gone[5] = true
		_, _, err = h.s.Heirs(h.Ctx, h.hoai(), id)
		refused(t, err, "complaints.no_complaint") // Huong passed it on after her
		_, _, err = h.s.Heirs(h.Ctx, h.huong(), id)
		must(t, err)
		h.gone[9] = true
		_, people, err := h.s.Heirs(h.Ctx, h.hoai(), id)
		must(t, err)
		if len(people) != 1 || people[0].ID != 7 {
			t.Errorf("heirs: %v", people)
		}

		h.gone = map[kernel.ID]bool{}
		id = h.assigned(t) // who is complained of does not give it, though she once did
		_, err = h.s.PointOut(h.Ctx, h.huong(), id, 0, "Nguyễn Thị Hoài", true, Said{Note: "Biệt danh trong đơn."})
		must(t, err)
		h.gone[9] = true
		_, _, err = h.s.Heirs(h.Ctx, h.hoai(), id)
		refused(t, err, "complaints.no_complaint")
		_, err = h.s.GiveAnew(h.Ctx, h.hoai(), id, 5, Said{Note: "x"})
		refused(t, err, "complaints.no_complaint")
		h.sound(t)
	})
}

func TestGivingAnewInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := browse(t, h)
		id := h.accepted(t).String()
		page, _ := b.ask(8, "GET", "/don-thu", nil, 200)
		page.HasNot("main", "không còn người thụ lý")
		nobody := func(who kernel.ID) {
			t.Helper()
			for _, path := range []string{"/don-thu/can-giao/" + id, "/don-thu/can-giao/424242"} {
				for _, method := range []string{"GET", "POST"} {
					_, w := b.ask(who, method, path, url.Values{"nguoi": {"5"}, "ghi_chu": {"x"}}, 404)
					if !strings.Contains(w.Body.String(), "Không có đơn này.") {
						t.Errorf("%s answers otherwise than for what does not exist", path)
					}
				}
			}
			page, _ := b.ask(who, "GET", "/don-thu/can-giao", nil, 200)
			page.Has("main", "Không có đơn nào cần giao lại")
		}
		nobody(8)
		h.gone[9] = true
		nobody(5)
		nobody(11)
		page, _ = b.ask(8, "GET", "/don-thu", nil, 200)
		page.Has("main", "1 đơn bạn đã giao không còn người thụ lý.")
		page, _ = b.ask(8, "GET", "/don-thu/can-giao", nil, 200)
		page.Has("td a", "01/2026")
		page, _ = b.ask(8, "GET", "/don-thu/can-giao/"+id, nil, 200)
		page.HasNot("main", "XYZZY")
		page.HasNot("option", "Phùng Thị Hường")
		page, _ = b.ask(8, "POST", "/don-thu/can-giao/"+id, url.Values{"nguoi": {"5"}}, 422)
		page.Has(".why", "Ghi rõ")
		b.ask(8, "POST", "/don-thu/can-giao/"+id, url.Values{"nguoi": {"5"}, "ghi_chu": {"Đã nghỉ hưu."}}, 303)
		nobody(8)
		page, _ = b.ask(5, "GET", "/don-thu/"+id, nil, 200)
		page.Has("li", "Giao lại đơn, không đọc")
	})
}

func TestOrphansAreReadByTheirIndex(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) { return db.Explain(tx, selectLeads, h.top, 8) })
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) { return db.Explain(tx, selectGiven, h.top, 8, 9, h.fed) })
	})
}
