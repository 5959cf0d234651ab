package complaints

import (
	"net/url"
	"strings"
	"testing"

	"doanket/kernel"
)

// Art. 33: 30 days from the day on which the decision came or the term was over, far away 45; that day itself
// is not counted.
func TestASecondComplaintHasItsWindow(t *testing.T) {
	cal := kernel.VietnamCalendar()
	for _, x := range []struct {
		name   string
		c      Complaint
		from   string
		want   string
		longer bool
	}{
		{"30 days", Complaint{}, "2026-11-10", "2026-12-10", false},
		{"far away 45", Complaint{Remote: true}, "2026-11-10", "2026-12-25", true},
		{"what ends on a day off ends on the next day of work", Complaint{}, "2026-11-06", "2026-12-07", false},
	} {
		w, err := x.c.window(cal, First{From: day(x.from)})
		must(t, err)
		if w.Last != day(x.want) || len(w.Why) == 0 || w.Rule.Source == "" || w.Usual.IsZero() == x.longer {
			t.Errorf("%s: %v %v %v", x.name, w.Last, w.Why, w.Usual)
		}
	}
}

func TestWhichFirstComplaintHasASecond(t *testing.T) {
	cal := kernel.VietnamCalendar()
	accepted := day("2026-11-10").Clock(8, 0)
	answered := Complaint{ID: 7, Kind: Grievance, State: Closed, Accepted: accepted, Events: []Event{{Verb: Conclude, By: Hand{Account: 5}, Said: Said{Number: "03/QĐ", On: day("2026-11-20")}}, {Verb: Answer, By: Hand{Account: 9}, Said: Said{On: day("2026-11-23")}}}}
	with := func(change func(*Complaint)) Complaint {
		c := answered
		change(&c)
		return c
	}
	running := Complaint{Kind: Grievance, State: Verifying, Accepted: accepted}
	for _, x := range []struct {
		name, got, today string
		c                Complaint
		code, from       string
	}{
		{"from the day of the answer", "", "2026-12-01", answered, "", "2026-11-23"},
		{"from the day on which it came", "2026-11-27", "2026-12-01", answered, "", "2026-11-27"},
		{"it cannot come before it was made", "2026-11-19", "2026-12-01", answered, "complaints.before_decision", ""},
		{"nor tomorrow", "2026-12-02", "2026-12-01", answered, "complaints.day_to_come", ""},
		{"not while the term runs", "", "2026-12-10", running, "complaints.first_runs", ""},
		{"after the term", "", "2026-12-11", running, "", "2026-12-10"},
		{"a prolonged term is longer", "", "2026-12-11", Complaint{Kind: Grievance, State: Verifying, Accepted: accepted, Longer: 1}, "complaints.first_runs", ""},
		{"what was never taken up counts from the last day for it", "", "2026-12-15", Complaint{Kind: Grievance, State: Assigned, Received: day("2026-11-03")}, "", "2026-12-14"},
		{"not of a denunciation", "", "2026-12-01", with(func(c *Complaint) { c.Kind = Denunciation }), "complaints.no_second", ""},
		{"there is no third", "", "2026-12-01", with(func(c *Complaint) { c.Round = 2 }), "complaints.no_second", ""},
		{"not of what was not taken up", "", "2026-12-01", with(func(c *Complaint) { c.State = Refused }), "complaints.first_undecided", ""},
		{"not without a name", "", "2026-12-01", with(func(c *Complaint) { c.Matter.Anonymous = true }), "complaints.first_undecided", ""},
	} {
		var got kernel.Date
		if x.got != "" {
			got = day(x.got)
		}
		f, err := x.c.asFirst(cal, got, day(x.today))
		if x.code != "" {
			refused(t, err, x.code)
			continue
		}
		must(t, err)
		if f.From != day(x.from) {
			t.Errorf("%s: from %v", x.name, f.From)
		}
		if x.c.State == Closed && (f.Decision != "03/QĐ" || len(f.By) != 2) {
			t.Errorf("%s: %+v", x.name, f)
		}
	}
}

// answeredAtTheWard is a grievance that Kiem resolved for the ward on 23/11; the federation is above it.
func (h *house) answeredAtTheWard(t *testing.T) Filed {
	t.Helper()
	in := h.letter()
	in.Unit, in.Kind, in.Accused = h.ward, Grievance, "Ông Trần Văn Khác"
	filed, err := h.s.File(h.Ctx, in)
	must(t, err)
	id := filed.Complaint.ID
	_, err = h.s.HandOver(h.Ctx, h.hanh(), id, 5, Said{})
	must(t, err)
	for _, v := range []Verb{Accept, Verify, Conclude, Answer, Close} {
		_, err = h.s.Do(h.Ctx, h.kiem(), id, v, Said{Number: "03/QĐ-CĐ", On: day("2026-11-23"), Note: "Khiếu nại không đúng."})
		must(t, err)
	}
	return filed
}

func TestASecondComplaintGoesToTheUnitAbove(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.answeredAtTheWard(t)
		was := h.open(t, h.kiem(), first.Complaint.ID)
		in := Again{Token: "a-second-form-of-hers-1", Code: first.Code, Secret: first.Secret, Text: "Tôi không đồng ý XYZZY."}
		_, err := h.s.FileAgain(h.Ctx, Again{Token: in.Token, Code: first.Code, Secret: "0000", Text: "x"})
		refused(t, err, "complaints.wrong_code")
		second, err := h.s.FileAgain(h.Ctx, in)
		must(t, err)
		again, err := h.s.FileAgain(h.Ctx, in)
		must(t, err)
		if again.Complaint.ID != second.Complaint.ID || second.Secret == first.Secret {
			t.Error("the same form twice is one letter, with codes of its own")
		}
		in.Token = "a-second-form-of-hers-2"
		_, err = h.s.FileAgain(h.Ctx, in)
		refused(t, err, "complaints.second_there")
		c := second.Complaint
		if c.Unit != h.fed || !c.Second() || c.roleOf(8) != Receiver || c.roleOf(10) != "" {
			t.Errorf("lies at %v with %+v", c.Unit, c.Readers)
		}

		// neither those of the first nor anybody else hears of it
		for _, a := range []kernel.Actor{h.kiem(), h.hanh(), h.admin()} {
			_, err = h.s.Detail(h.Ctx, a, c.ID, OpenRecord)
			refused(t, err, "complaints.no_complaint")
		}
		if now := h.open(t, h.kiem(), first.Complaint.ID); len(now.Complaint.Events) != len(was.Complaint.Events) {
			t.Error("something was written on the first")
		}
		list, err := h.s.Candidates(h.Ctx, h.hoai(), c.ID, HandOver)
		must(t, err)
		for _, who := range list {
			if who.ID == 5 {
				t.Error("who resolved the first is offered for the second")
			}
		}
		_, err = h.s.HandOver(h.Ctx, h.hoai(), c.ID, 5, Said{})
		refused(t, err, "complaints.resolved_first")
		_, err = h.s.HandOver(h.Ctx, h.hoai(), c.ID, 9, Said{})
		must(t, err)
		_, err = h.s.Name(h.Ctx, h.huong(), c.ID, 5, Said{Note: "x"})
		refused(t, err, "complaints.resolved_first")
		_, err = h.s.Do(h.Ctx, h.huong(), c.ID, Accept, Said{Number: "07/TB", On: day("2026-11-23")})
		must(t, err)
		d := h.open(t, h.huong(), c.ID)
		f := d.Complaint.Matter.First
		if f == nil || f.Record != first.Complaint.ID || f.Number != "01/2026" || f.Decision != "03/QĐ-CĐ" || d.FirstUnit != "Công đoàn phường Uông Bí" || d.Window.Last != day("2026-12-23") {
			t.Errorf("the first: %+v %v %v", f, d.FirstUnit, d.Window.Last)
		}
		if d.Complaint.Due.Date() != day("2027-01-07") || !strings.Contains(d.Rule.Source, "điều 37") || len(d.Why) == 0 {
			t.Errorf("45 days: %v, %s", d.Complaint.Due, d.Rule.Source)
		}
		sender, err := h.s.Reveal(h.Ctx, h.huong(), c.ID, "Hẹn làm việc.")
		must(t, err)
		if sender.Name != "Người Tố Cáo PLUGH" {
			t.Errorf("the sender went from seal to seal: %v", sender)
		}
		nothingOf(t, h, "XYZZY", "PLUGH", second.Secret)
		h.sound(t)
	})
}

func TestASecondComplaintOnPaper(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.answeredAtTheWard(t)
		paper := func(change func(*Registration)) error {
			in := h.letter()
			in.Kind, in.Accused, in.Received, in.First = Grievance, "", day("2026-11-23"), &Claim{Code: first.Code, Secret: first.Secret}
			change(&in)
			_, err := h.s.Register(h.Ctx, h.huong(), in)
			return err
		}
		refused(t, paper(func(in *Registration) { in.First.Secret = "0" }), "complaints.wrong_code")
		refused(t, paper(func(in *Registration) { in.Unit = h.ward }), "complaints.not_above")
		refused(t, paper(func(in *Registration) { in.Kind = Petition }), "complaints.second_grievance")
		refused(t, paper(func(in *Registration) { in.First = &Claim{Decision: "1/QĐ"} }), "complaints.no_first_day")
		must(t, paper(func(in *Registration) {}))
		refused(t, paper(func(in *Registration) {}), "complaints.second_there")
		must(t, paper(func(in *Registration) { in.First = &Claim{Decision: "1/QĐ", From: day("2026-10-01")} })) // decided elsewhere, and late: the lead weighs why
		p, err := h.s.List(h.Ctx, h.huong(), Filter{})
		must(t, err)
		late := h.open(t, h.huong(), p.Complaints[0].ID)
		if late.Complaint.Matter.First.Record != 0 || late.Window.Last != day("2026-11-02") { // 31/10 is a Saturday
			t.Errorf("%+v %v", late.Complaint.Matter.First, late.Window.Last)
		}
		h.sound(t)
	})
}

func TestAFirstOfTheHighestUnitHasNoSecondHere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		in.Kind = Grievance
		filed, err := h.s.File(h.Ctx, in)
		must(t, err)
		h.Clock.SetTo("2027-02-15T08:00") // nobody took it up
		_, err = h.s.FileAgain(h.Ctx, Again{Token: "a-second-form-of-hers-9", Code: filed.Code, Secret: filed.Secret, Text: "x"})
		refused(t, err, "complaints.no_unit_above")
	})
}

func TestAPlaceThatIsHardToReachHasLongerLimits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		in.Kind, in.Remote = Grievance, true
		filed, err := h.s.Register(h.Ctx, h.hoai(), in)
		must(t, err)
		id := filed.Complaint.ID
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
		must(t, err)
		do := func(v Verb, code string) {
			t.Helper()
			_, err := h.s.Do(h.Ctx, h.huong(), id, v, Said{Number: "1", On: day("2026-11-23"), Note: "Xã đảo, tàu chạy theo tuần."})
			if code == "" {
				must(t, err)
			} else {
				refused(t, err, code)
			}
		}
		due := func(want string, usual bool) {
			t.Helper()
			d := h.open(t, h.huong(), id)
			if d.Complaint.Due.Date() != day(want) || d.Usual.IsZero() != usual {
				t.Errorf("due %v, want %s; instead of %v", d.Complaint.Due, want, d.Usual)
			}
		}
		do(Accept, "")
		due("2027-01-07", false)
		do(MarkRemote, "complaints.not_now")
		do(MarkUsual, "")
		due("2026-12-23", true)
		do(MarkRemote, "")
		do(Prolong, "")
		due("2027-01-22", false)
		h.sound(t)

		denounced := h.accepted(t)
		_, err = h.s.Do(h.Ctx, h.huong(), denounced, MarkRemote, Said{Note: "x"})
		refused(t, err, "complaints.not_now")
	})
}

func TestASecondComplaintInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := browse(t, h)
		first := h.answeredAtTheWard(t)
		pair := url.Values{"ma": {first.Code}, "bi_mat": {first.Secret}}
		page, _ := b.ask(0, "POST", "/theo-doi-don", pair, 200)
		page.Has("h2", "Khiếu nại lần hai")
		page.Has("summary", "được đến hết 23/12/2026")
		page.Has("li", "điều 33")
		page.Has("main", "Liên đoàn Lao động tỉnh")
		pair.Set("phieu", page.Attr("input[name=phieu]", "value"))
		page, _ = b.ask(0, "POST", "/theo-doi-don/lan-hai", pair, 422)
		page.Has(".why", "Ghi nội dung đơn")
		pair.Set("noi_dung", "Tôi không đồng ý.")
		pair.Set("ngay_lan_dau", "22/11/2026")
		page, _ = b.ask(0, "POST", "/theo-doi-don/lan-hai", pair, 422)
		page.Has(".why", "trước ngày ra quyết định")
		page.Has("textarea", "Tôi không đồng ý.")
		pair.Set("ngay_lan_dau", "23/11/2026")
		pair.Set("vung_xa", "true")
		page, _ = b.ask(0, "POST", "/theo-doi-don/lan-hai", pair, 200)
		own := url.Values{"ma": {b.fact(page, "Mã theo dõi")}, "bi_mat": {b.fact(page, "Mã bí mật")}}
		page, _ = b.ask(0, "POST", "/theo-doi-don", own, 200)
		page.Has("h1", "Khiếu nại lần hai số 01/2026")
		page, _ = b.ask(0, "POST", "/theo-doi-don", url.Values{"ma": {first.Code}, "bi_mat": {first.Secret}}, 200)
		page.Has("main", "Khiếu nại lần hai đã gửi")
		page, _ = b.ask(8, "GET", "/don-thu", nil, 200)
		at := page.Attr("td a", "href")
		page, _ = b.ask(8, "GET", at, nil, 200)
		if got := b.fact(page, "Khiếu nại lần đầu"); got != "đơn số 01/2026, Công đoàn phường Uông Bí, quyết định số 03/QĐ-CĐ, nhận ngày 23/11/2026" {
			t.Error(got)
		}
		if got := b.fact(page, "Thời hạn khiếu nại lần hai"); got != "đến hết 07/01/2027; đơn đến trong hạn" {
			t.Error(got)
		}
		b.ask(8, "POST", at+"/giao", url.Values{"nguoi": {"9"}}, 303)
		for _, path := range []string{at, at + "/vung-xa", at + "/bo-vung-xa", "/don-thu/424242", "/don-thu/424242/bo-vung-xa"} {
			for _, who := range []kernel.ID{5, 8, 11} { // 5 resolved the first
				_, w := b.ask(who, "GET", path, nil, 404)
				if !strings.Contains(w.Body.String(), "Không có đơn này.") {
					t.Errorf("%s answers otherwise than for what does not exist", path)
				}
			}
		}
		b.ask(9, "POST", at+"/thu-ly", url.Values{"so": {"07/TB"}, "ngay": {"23/11/2026"}}, 303)
		page, _ = b.ask(9, "GET", at, nil, 200)
		page.Has(".clock", "Vùng sâu, vùng xa đi lại khó khăn: 60 ngày thay cho 45 ngày.")
		b.ask(9, "POST", at+"/bo-vung-xa", url.Values{"ghi_chu": {"Nơi ở tại phường."}}, 303)

		// on paper, for a first that was decided elsewhere
		form := url.Values{"phieu": {"a-form-of-a-browser-02"}, "don_vi": {h.fed.String()}, "loai": {"grievance"}, "cach": {"post"}, "ngay": {"23/11/2026"}, "tom_tat": {"Kỷ luật cảnh cáo"}, "noi_dung": {"Không đồng ý."},
			"nguoi_gui": {"Người Gửi Mẫu"}, "lan_hai": {"true"}, "quyet_dinh": {"12/QĐ"}}
		page, _ = b.ask(8, "POST", "/don-thu", form, 422, "a.pdf")
		page.Has(".why", "Cần ngày nhận quyết định lần đầu")
		form.Set("ngay_lan_dau", "20/11/2026")
		b.ask(8, "POST", "/don-thu", form, 200, "a.pdf")
	})
}
