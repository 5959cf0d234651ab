package complaints

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// The worked examples of the laws, counted by the calendar of the house: the day itself is not counted, the
// whole last day belongs to the limit. (Law 02/2011/QH13 art. 27, 28, 36, 37; Law 25/2018/QH14 art. 24, 30)
func TestDeadlinesAreThoseOfTheLaws(t *testing.T) {
	cal := kernel.VietnamCalendar()
	for _, x := range []struct {
		name string
		c    Complaint
		want string
	}{
		{"a grievance is taken up within 10 days", Complaint{Kind: Grievance, State: Assigned, Received: day("2026-11-03")}, "2026-11-13"},
		{"a denunciation within 7 working days, 24/11 not being one", Complaint{Kind: Denunciation, State: Received, Received: day("2026-11-23")}, "2026-12-03"},
		{"a petition within 10 days", Complaint{Kind: Petition, State: Assigned, Received: day("2026-11-03")}, "2026-11-13"},
		{"what ends on a Sunday ends on Monday", Complaint{Kind: Grievance, State: Assigned, Received: day("2026-11-05")}, "2026-11-16"},
		{"resolved within 30 days of acceptance", Complaint{Kind: Grievance, State: Accepted, Accepted: day("2026-11-10").Clock(8, 0)}, "2026-12-10"},
		{"a complicated grievance within 45", Complaint{Kind: Grievance, State: Verifying, Longer: 1, Accepted: day("2026-11-10").Clock(8, 0)}, "2026-12-25"},
		{"far away within 45", Complaint{Kind: Grievance, Remote: true, State: Accepted, Accepted: day("2026-11-10").Clock(8, 0)}, "2026-12-25"},
		{"far away and complicated within 60", Complaint{Kind: Grievance, Remote: true, State: Verifying, Longer: 1, Accepted: day("2026-11-10").Clock(8, 0)}, "2027-01-11"},
		{"far away is taken up within 10 days all the same", Complaint{Kind: Grievance, Remote: true, State: Assigned, Received: day("2026-11-03")}, "2026-11-13"},
		{"a second complaint is taken up within 10 days", Complaint{Kind: Grievance, Round: 2, State: Assigned, Received: day("2026-11-03")}, "2026-11-13"},
		{"resolved within 45", Complaint{Kind: Grievance, Round: 2, State: Accepted, Accepted: day("2026-11-10").Clock(8, 0)}, "2026-12-25"},
		{"a complicated one within 60", Complaint{Kind: Grievance, Round: 2, State: Verifying, Longer: 1, Accepted: day("2026-11-10").Clock(8, 0)}, "2027-01-11"},
		{"a second from far away within 60", Complaint{Kind: Grievance, Round: 2, Remote: true, State: Accepted, Accepted: day("2026-11-10").Clock(8, 0)}, "2027-01-11"},
		{"and complicated within 70", Complaint{Kind: Grievance, Round: 2, Remote: true, State: Verifying, Longer: 1, Accepted: day("2026-11-10").Clock(8, 0)}, "2027-01-19"},
		{"a denunciation within 30", Complaint{Kind: Denunciation, State: Verifying, Accepted: day("2026-11-10").Clock(8, 0)}, "2026-12-10"},
		{"prolonged once by 30", Complaint{Kind: Denunciation, State: Verifying, Longer: 1, Accepted: day("2026-11-02").Clock(8, 0)}, "2027-01-04"},
		{"prolonged twice by 30 each", Complaint{Kind: Denunciation, State: Verifying, Longer: 2, Accepted: day("2026-11-02").Clock(8, 0)}, "2027-02-01"},
		{"what is only examined has none", Complaint{Kind: Denunciation, State: Verifying}, ""},
		{"a petition that was taken up has none", Complaint{Kind: Petition, State: Accepted, Accepted: day("2026-11-10").Clock(8, 0)}, ""},
	} {
		must(t, x.c.wind(cal, day("2026-11-23").Clock(9, 0)))
		got := ""
		if !x.c.Due.IsZero() {
			got = x.c.Due.Date().String()
		}
		if got != x.want {
			t.Errorf("%s: due %s, want %s", x.name, got, x.want)
		}
	}
	for _, d := range deadlines {
		if d.Source == "" || d.Limit.IsZero() {
			t.Errorf("%v has no source or no limit", d)
		}
	}
}

func TestWhomALetterMayMean(t *testing.T) {
	for _, x := range []struct {
		written string
		who     Hand
		want    bool
	}{
		{"Nguyễn Văn Thành", people[6], true}, {"ông Thành", people[6], true}, {"Ông NGUYỄN VĂN THÀNH, chủ tịch", people[6], true}, {"đồng chí Văn Thành (CĐ phường)", people[6], true},
		{"Chủ tịch Công đoàn phường Uông Bí", people[6], true}, {"Thanh tra viên", people[6], false}, {"Nguyễn Văn Bình", people[6], false}, {"bà Hạnh", people[10], true}, {"chị Hạnh ở phường", people[10], true}, {"", people[6], false},
	} {
		if got := conflict(Matter{Accused: []Party{{Name: x.written}}}, x.who); got != x.want {
			t.Errorf("%q and %s: %v", x.written, x.who.Name, got)
		}
	}
	if conflict(Matter{Accused: []Party{{Name: "ông Thành", Person: 999}}}, people[6]) {
		t.Error("another person was pointed out")
	}
	if conflict(Matter{Accused: []Party{{Name: "ông Thành", Not: []kernel.ID{106}}}}, people[6]) {
		t.Error("the lead said that it is a namesake")
	}
}

func TestADenunciationFromReceiptToTheEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		filed, err := h.s.Register(h.Ctx, h.hoai(), in)
		must(t, err)
		again, err := h.s.Register(h.Ctx, h.hoai(), in)
		must(t, err)
		if again.Complaint.ID != filed.Complaint.ID || again.Secret != filed.Secret || filed.Complaint.Number() != "01/2026" {
			t.Errorf("the same form twice: %v %v", filed.Complaint.Number(), again.Complaint.ID == filed.Complaint.ID)
		}
		id := filed.Complaint.ID
		if d := h.open(t, h.hoai(), id); d.Complaint.Due.Date() != day("2026-12-02") || len(d.Why) == 0 || !d.Can[HandOver] || d.Can[Accept] {
			t.Errorf("received: due %v, why %v, can %v", d.Complaint.Due, d.Why, d.Can)
		}
		_, err = h.s.Do(h.Ctx, h.hoai(), id, Accept, Said{Number: "1", On: day("2026-11-23")})
		refused(t, err, "complaints.not_lead")
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 6, Said{})
		refused(t, err, "complaints.no_person")
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
		must(t, err)
		_, err = h.s.Detail(h.Ctx, h.hoai(), id, OpenRecord)
		refused(t, err, "complaints.no_complaint")

		lead := h.huong()
		do := func(v Verb, said Said, code string) {
			t.Helper()
			_, err := h.s.Do(h.Ctx, lead, id, v, said)
			if code == "" {
				must(t, err)
			} else {
				refused(t, err, code)
			}
		}
		do(Conclude, Said{Number: "1", On: day("2026-11-23"), Note: "x"}, "complaints.not_now")
		do(Accept, Said{}, "complaints.no_number")
		do(Accept, Said{Number: "02/QĐ-UBKT", On: day("2026-11-19")}, "complaints.before_receipt")
		do(Examine, Said{Note: "x"}, "complaints.has_name")
		do(Refuse, Said{Note: "x", Ground: "too_late"}, "complaints.no_ground") // a ground of grievances
		do(Accept, Said{Number: "02/QĐ-UBKT", On: day("2026-11-23")}, "")
		do(Verify, Said{}, "complaints.say_more")
		do(Verify, Said{Note: "Đối chiếu sổ quỹ."}, "")
		if c := h.open(t, lead, id).Complaint; c.Due.Date() != day("2026-12-23") {
			t.Errorf("30 days: %v", c.Due)
		}
		for _, due := range []string{"2027-01-22", "2027-02-22"} { // 21/02 is a Sunday
			do(Prolong, Said{Number: "03/QĐ", On: day("2026-11-23"), Note: "Nhiều nơi phải xác minh."}, "")
			if c := h.open(t, lead, id).Complaint; c.Due.Date() != day(due) {
				t.Errorf("prolonged: %v, want %s", c.Due, due)
			}
		}
		do(Prolong, Said{Number: "04/QĐ", On: day("2026-11-23"), Note: "x"}, "complaints.no_longer")
		do(Conclude, Said{Number: "05/KL", On: day("2026-11-23"), Note: "Tố cáo đúng."}, "")
		do(Close, Said{}, "complaints.tell_first")
		do(Answer, Said{Number: "06/TB", On: day("2026-11-23"), Note: "Nội dung tố cáo là đúng."}, "")
		do(Close, Said{}, "")
		do(Verify, Said{Note: "x"}, "complaints.not_now")
		for _, which := range []string{receiptPaper, acceptPaper, resultPaper} {
			var out bytes.Buffer
			must(t, h.s.Press.PDF(&out, sheetOf(h.open(t, lead, id), which, "https://vidu.example/theo-doi-don")))
			if !strings.HasPrefix(out.String(), "%PDF") {
				t.Errorf("%s is no PDF", which)
			}
		}
		p, err := h.s.Follow(h.Ctx, strings.ToLower(filed.Code), strings.ReplaceAll(filed.Secret, "-", " "))
		must(t, err)
		if p.Complaint.State != Closed || p.Complaint.Matter.Text != "" || len(p.Complaint.Readers) != 0 || len(p.Complaint.Events) != 7 {
			t.Errorf("followed: %+v", p.Complaint.Events)
		}
		for _, e := range p.Complaint.Events {
			if e.By.Name != "" || strings.Contains(e.Said.Note, "Nhiều nơi") {
				t.Errorf("the sender reads too much: %+v", e)
			}
		}
		h.sound(t)
	})
}

func TestALetterWithoutANameHasARuleOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		in.Anonymous = true // a name that was typed all the same is not kept
		filed, err := h.s.Register(h.Ctx, h.hoai(), in)
		must(t, err)
		id := filed.Complaint.ID
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
		must(t, err)
		_, err = h.s.Do(h.Ctx, h.huong(), id, Accept, Said{Number: "1", On: day("2026-11-23")})
		refused(t, err, "complaints.anonymous")
		_, err = h.s.Reveal(h.Ctx, h.huong(), id, "Cần.")
		refused(t, err, "complaints.no_sender_kept")
		for _, v := range []Verb{Examine, Conclude, Close} {
			_, err = h.s.Do(h.Ctx, h.huong(), id, v, Said{Number: "1", On: day("2026-11-23"), Note: "Nêu rõ người, việc."})
			must(t, err)
		}
		if d := h.open(t, h.huong(), id); d.Complaint.State != Closed || len(papersOf(d.Complaint)) != 0 {
			t.Errorf("%v %v", d.Complaint.State, papersOf(d.Complaint))
		}
		in = h.letter()
		in.Sender.Name = " "
		_, err = h.s.Register(h.Ctx, h.hoai(), in)
		refused(t, err, "complaints.no_sender")
		h.sound(t)
	})
}

func TestNumbersRunWithoutGapsPerUnitAndYear(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		numbers := func(a kernel.Actor, unit kernel.ID) string {
			in := h.letter()
			in.Unit = unit
			out, err := h.s.Register(h.Ctx, a, in)
			must(t, err)
			return out.Complaint.Number()
		}
		bad := h.letter()
		bad.Summary = ""
		got := []string{numbers(h.hoai(), h.fed), numbers(h.hoai(), h.fed)}
		_, err := h.s.Register(h.Ctx, h.hoai(), bad)
		refused(t, err, "complaints.no_summary")
		boom := &kernel.Fault{Kind: kernel.Refused, Code: "boom"}
		err = h.DB.Tx(h.Ctx, func(tx *db.Tx) error { // what is rolled back takes no number
			_, err := nextNumber(tx, Complaint{Tenant: h.top, Unit: h.fed, Year: 2026})
			must(t, err)
			return boom
		})
		refused(t, err, "boom")
		got = append(got, numbers(h.hoai(), h.fed), numbers(h.hanh(), h.ward))
		h.Clock.SetTo("2027-01-04T08:00")
		got = append(got, numbers(h.hoai(), h.fed))
		if want := "01/2026 02/2026 03/2026 01/2026 01/2027"; strings.Join(got, " ") != want {
			t.Errorf("numbers %v, want %s", got, want)
		}
		h.sound(t)
	})
}

func TestOnlyWhoIsNamedKnowsOfARecord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.accepted(t)
		_, err := h.s.Name(h.Ctx, h.huong(), id, 5, Said{Note: "Giao xác minh."})
		must(t, err)
		system := kernel.Actor{System: true, Tenant: h.top}
		elsewhere := h.huong()
		elsewhere.Tenant = 999
		for _, a := range []kernel.Actor{h.admin(), h.hoai(), h.hanh(), h.actor(6, h.ward), system, elsewhere, {Tenant: h.top}} {
			for _, which := range []kernel.ID{id, 424242} {
				_, err := h.s.Detail(h.Ctx, a, which, OpenRecord)
				refused(t, err, "complaints.no_complaint")
				_, err = h.s.Look(h.Ctx, a, which)
				refused(t, err, "complaints.no_complaint")
				_, _, err = h.s.OpenFile(h.Ctx, a, which, 1)
				refused(t, err, "complaints.no_complaint")
				_, err = h.s.Do(h.Ctx, a, which, Verify, Said{Note: "x"})
				refused(t, err, "complaints.no_complaint")
				_, err = h.s.Name(h.Ctx, a, which, 5, Said{Note: "x"})
				refused(t, err, "complaints.no_complaint")
				_, err = h.s.Strike(h.Ctx, a, which, 5)
				refused(t, err, "complaints.no_complaint")
				_, err = h.s.Reveal(h.Ctx, a, which, "x")
				refused(t, err, "complaints.no_complaint")
			}
			p, err := h.s.List(h.Ctx, a, Filter{})
			must(t, err)
			if len(p.Complaints) > 0 {
				t.Errorf("%s sees %d", a.Name, len(p.Complaints))
			}
		}
		_, err = h.s.Do(h.Ctx, h.kiem(), id, Verify, Said{Note: "x"})
		refused(t, err, "complaints.not_lead")
		_, err = h.s.Do(h.Ctx, h.kiem(), id, Note, Said{Note: "Đã gặp người giữ quỹ."})
		must(t, err)
		_, err = h.s.Strike(h.Ctx, h.huong(), id, 9)
		refused(t, err, "complaints.no_person_here")
		_, err = h.s.Strike(h.Ctx, h.huong(), id, 5)
		must(t, err)
		_, err = h.s.Detail(h.Ctx, h.kiem(), id, OpenRecord)
		refused(t, err, "complaints.no_complaint")
		_, err = h.s.Pass(h.Ctx, h.huong(), id, 7, Said{Note: "Đi công tác."})
		must(t, err)
		_, err = h.s.Do(h.Ctx, h.huong(), id, Verify, Said{Note: "x"})
		refused(t, err, "complaints.not_lead")
		h.open(t, h.huong(), id) // reads along now
		h.sound(t)
	})
}

func TestWhoIsComplainedOfIsNeverNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		in.Accused = "bà Hoài ở văn phòng"
		_, err := h.s.Register(h.Ctx, h.hoai(), in)
		refused(t, err, "complaints.names_you")
		in = h.letter()
		in.Accused = "Kiểm"
		filed, err := h.s.Register(h.Ctx, h.hoai(), in)
		must(t, err)
		id := filed.Complaint.ID
		list, err := h.s.Candidates(h.Ctx, h.hoai(), id, HandOver)
		must(t, err)
		if len(list) != 2 {
			t.Errorf("Kiem is not offered: %v", list)
		}
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 5, Said{})
		refused(t, err, "complaints.conflict")
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
		must(t, err)
		lead := h.huong()
		_, err = h.s.PointOut(h.Ctx, lead, id, 0, "không ai", true, Said{Note: "x"})
		refused(t, err, "complaints.no_login")
		_, err = h.s.PointOut(h.Ctx, lead, id, 0, "Đinh Thị Kiểm", false, Said{Note: "Người khác trùng tên."})
		must(t, err)
		_, err = h.s.Name(h.Ctx, lead, id, 5, Said{Note: "Giao xác minh."})
		must(t, err)
		_, err = h.s.Name(h.Ctx, lead, id, 7, Said{Note: "Giao xác minh."})
		must(t, err)
		_, err = h.s.PointOut(h.Ctx, lead, id, 0, "Lương Văn Bình", true, Said{Note: "Biệt danh trong đơn."})
		must(t, err)
		_, err = h.s.Detail(h.Ctx, h.actor(7, h.fed, HandlePermission), id, OpenRecord)
		refused(t, err, "complaints.no_complaint") // out of sight at once
		_, err = h.s.Name(h.Ctx, lead, id, 7, Said{Note: "x"})
		refused(t, err, "complaints.conflict")
		_, err = h.s.PointOut(h.Ctx, lead, id, 0, "Phùng Thị Hường", true, Said{Note: "x"})
		refused(t, err, "complaints.points_lead")
		h.sound(t)

		in = h.letter() // sent online to the ward, about the one who receives there
		in.Unit, in.Accused = h.ward, "chị Hạnh"
		online, err := h.s.File(h.Ctx, in)
		must(t, err)
		if online.Complaint.roleOf(10) != "" || online.Complaint.roleOf(8) != Receiver || online.Complaint.roleOf(9) != Receiver {
			t.Errorf("goes above her: %+v", online.Complaint.Readers)
		}
		in = h.letter()
		in.Unit, in.Accused = h.ward, "ông khác"
		online, err = h.s.File(h.Ctx, in)
		must(t, err)
		if online.Complaint.roleOf(10) != Receiver || len(online.Complaint.Readers) != 1 {
			t.Errorf("lies at the ward: %+v", online.Complaint.Readers)
		}
		_, err = h.s.HandOver(h.Ctx, h.hanh(), online.Complaint.ID, 9, Said{})
		must(t, err)
		h.sound(t)
	})
}

func TestASenderFollowsWithoutAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		in.Files = []Upload{{Meta{"chung-cu.pdf", "pdf", 5}, []byte("XYZZY")}}
		filed, err := h.s.File(h.Ctx, in)
		must(t, err)
		_, err = h.s.Follow(h.Ctx, filed.Code, "0000-0000-0000-0000")
		refused(t, err, "complaints.wrong_code")
		_, err = h.s.Follow(h.Ctx, "DT-0000-0000", filed.Secret)
		refused(t, err, "complaints.wrong_code")
		must(t, h.s.Supplement(h.Ctx, filed.Code, filed.Secret, "Thêm danh sách.", []Upload{{Meta{"them.pdf", "pdf", 3}, []byte("abc")}}))
		refused(t, h.s.AskToWithdraw(h.Ctx, filed.Code, filed.Secret, ""), "complaints.say_more")
		must(t, h.s.AskToWithdraw(h.Ctx, filed.Code, filed.Secret, "Tôi đã hiểu rõ."))
		refused(t, h.s.Supplement(h.Ctx, filed.Code, "x", "x", nil), "complaints.wrong_code")
		id := filed.Complaint.ID
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
		must(t, err)
		d := h.open(t, h.huong(), id)
		if len(d.Files) != 2 || d.Files[1].Meta.Name != "them.pdf" {
			t.Errorf("files: %+v", d.Files)
		}
		meta, plain, err := h.s.OpenFile(h.Ctx, h.huong(), id, d.Files[0].ID)
		if err != nil || meta.Name != "chung-cu.pdf" || string(plain) != "XYZZY" {
			t.Errorf("file: %v %q %v", meta, plain, err)
		}
		_, _, err = h.s.OpenFile(h.Ctx, h.admin(), id, d.Files[0].ID)
		refused(t, err, "complaints.no_complaint")
		_, err = h.s.AddFiles(h.Ctx, h.huong(), id, "", []Upload{{Meta{"bien-ban.pdf", "pdf", 1}, []byte("x")}})
		must(t, err)
		_, err = h.s.Do(h.Ctx, h.huong(), id, Withdraw, Said{Note: "Đơn xin rút trên hệ thống."})
		must(t, err)
		refused(t, h.s.Supplement(h.Ctx, filed.Code, filed.Secret, "x", nil), "complaints.not_now")
		h.sound(t)
	})
}

func TestEveryOpeningLeavesATrace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.accepted(t)
		_, err := h.s.Name(h.Ctx, h.huong(), id, 5, Said{Note: "Giao xác minh."})
		must(t, err)
		if d := h.open(t, h.kiem(), id); d.Openings != nil {
			t.Error("only the lead reads the journal of access")
		}
		_, err = h.s.Reveal(h.Ctx, h.kiem(), id, "Muốn biết.")
		refused(t, err, "complaints.not_lead")
		_, err = h.s.Reveal(h.Ctx, h.huong(), id, " ")
		refused(t, err, "complaints.say_more")
		sender, err := h.s.Reveal(h.Ctx, h.huong(), id, "Hẹn làm việc.")
		must(t, err)
		if sender.Name != "Người Tố Cáo PLUGH" {
			t.Errorf("sender %v", sender)
		}
		d := h.open(t, h.huong(), id)
		var got []string
		for _, o := range d.Openings {
			got = append(got, string(o.What)+":"+o.By.Account.String())
		}
		e, ok := d.Complaint.last(Reveal)
		if strings.Join(got, " ") != "record:9 sender:9 record:5" || !ok || e.Said.Note != "Hẹn làm việc." {
			t.Errorf("openings %v, reason %q", got, e.Said.Note)
		}
		h.sound(t)
	})
}

// nothingOf reads every row of every table, every fact and every kept file for what must not stand there.
func nothingOf(t *testing.T, h *house, words ...string) {
	t.Helper()
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		tables, err := db.Tables(tx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			err = db.Dump(tx, table, func(row []any) error {
				for _, v := range row {
					text := ""
					switch x := v.(type) {
					case string:
						text = x
					case []byte:
						text = string(x)
					}
					for _, w := range words {
						if strings.Contains(text, w) {
							t.Errorf("%s holds %q: %.120s", table.Name, w, text)
						}
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, h.store.Each(h.Ctx, func(f files.Stored) error {
		r, err := h.store.Open(h.Ctx, f.SHA256)
		must(t, err)
		defer r.Close()
		b, err := io.ReadAll(r)
		for _, w := range words {
			if bytes.Contains(b, []byte(w)) {
				t.Errorf("a kept file holds %q", w)
			}
		}
		return err
	}))
}

func TestNothingWrittenStandsAnywhereInTheOpen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.letter()
		in.Files = []Upload{{Meta{"chung-cu-XYZZY.pdf", "pdf", 5}, []byte("XYZZY")}}
		filed, err := h.s.File(h.Ctx, in)
		must(t, err)
		id := filed.Complaint.ID
		_, err = h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{Note: "XYZZY"})
		must(t, err)
		_, err = h.s.Reveal(h.Ctx, h.huong(), id, "XYZZY")
		must(t, err)
		must(t, h.Outbox.Drain(h.Ctx))
		nothingOf(t, h, "XYZZY", "PLUGH", "Nguyễn Văn Thành", filed.Secret, in.Token)
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error { // neither facts nor the journal lead to the record
			tables, err := db.Tables(tx)
			must(t, err)
			for _, table := range tables {
				if table.Name != "audit_entry" && !strings.HasPrefix(table.Name, "outbox") && !strings.HasPrefix(table.Name, "fact") {
					continue
				}
				must(t, db.Dump(tx, table, func(row []any) error {
					for _, v := range row {
						if s, ok := v.(string); ok && (strings.Contains(s, id.String()) || strings.Contains(s, "complaint:")) {
							t.Errorf("%s leads to the record: %s", table.Name, s)
						}
					}
					return nil
				}))
			}
			return nil
		}))
	})
}

func TestTasksRemindInPrivate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mine := func(a kernel.Actor) string {
			p, err := h.tasks.List(h.Ctx, a, tasks.Filter{View: tasks.Mine})
			must(t, err)
			var out []string
			for _, x := range p.Tasks {
				out = append(out, x.Title+" "+x.DueDay().String())
			}
			return strings.Join(out, "; ")
		}
		id := h.received(t).Complaint.ID
		if got := mine(h.hoai()); got != "Đơn số 01/2026 2026-12-02" {
			t.Errorf("the receiver's task: %q", got)
		}
		_, err := h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
		must(t, err)
		_, err = h.s.Do(h.Ctx, h.huong(), id, Accept, Said{Number: "1", On: day("2026-11-23")})
		must(t, err)
		if got := mine(h.hoai()) + "|" + mine(h.huong()); got != "|Đơn số 01/2026 2026-12-23" {
			t.Errorf("after the hand-over: %q", got)
		}
		admin := h.admin()
		for _, v := range []tasks.View{tasks.Mine, tasks.OfUnit, tasks.Given} {
			n, err := h.tasks.Count(h.Ctx, admin, tasks.Filter{View: v})
			must(t, err)
			if n != 0 {
				t.Errorf("the administrator counts %d in %s", n, v)
			}
		}
		p, err := h.tasks.List(h.Ctx, h.huong(), tasks.Filter{View: tasks.Mine})
		must(t, err)
		_, err = h.tasks.Detail(h.Ctx, admin, p.Tasks[0].ID)
		refused(t, err, "tasks.no_task")
		_, err = h.tasks.HandOver(h.Ctx, h.huong(), p.Tasks[0].ID, 0, 5, "")
		refused(t, err, "tasks.kept_by_source")
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			held, err := h.tasks.Holds(tx, h.top, []kernel.ID{h.fed, h.ward}, day("2026-11-23"))
			if len(held) > 0 {
				t.Errorf("a unit's figures show a private task: %v", held)
			}
			return err
		}))
		_, err = h.s.Do(h.Ctx, h.huong(), id, Withdraw, Said{Note: "Đơn xin rút."})
		must(t, err)
		if got := mine(h.huong()); got != "" {
			t.Errorf("over: %q", got)
		}
	})
}

func TestVerifySeesWhatWasDoneBehindTheProgram(t *testing.T) {
	deeds := []struct {
		do   func(tx *db.Tx, id kernel.ID) (int64, error)
		want string
	}{
		{func(tx *db.Tx, id kernel.ID) (int64, error) {
			return tx.Exec(`update complaint_reader set account_id = 11 where complaint_id = $1`, id)
		}, "thay ngoài chương trình"},
		{func(tx *db.Tx, id kernel.ID) (int64, error) {
			return tx.Exec(`update complaint set state = 'closed' where id = $1`, id)
		}, "đã bị sửa"},
		{func(tx *db.Tx, id kernel.ID) (int64, error) {
			return tx.Exec(`delete from complaint_event where verb = 'reveal' and complaint_id = $1`, id)
		}, "diễn biến"},
		{func(tx *db.Tx, id kernel.ID) (int64, error) {
			return tx.Exec(`update complaint_opening set name = 'Ai đó' where no = 1 and complaint_id = $1`, id)
		}, "nhật ký mở"},
		{func(tx *db.Tx, id kernel.ID) (int64, error) {
			return tx.Exec(`delete from complaint_opening where no = 1 and complaint_id = $1`, id)
		}, "nhật ký mở"},
		{func(tx *db.Tx, id kernel.ID) (int64, error) {
			return tx.Exec(`delete from complaint_file where complaint_id = $1`, id)
		}, "tệp"},
	}
	each(t, func(t *testing.T, h *house) {
		var ids []kernel.ID
		for range deeds {
			in := h.letter()
			in.Files = []Upload{{Meta{"a.pdf", "pdf", 1}, []byte("x")}}
			filed, err := h.s.Register(h.Ctx, h.hoai(), in)
			must(t, err)
			_, err = h.s.HandOver(h.Ctx, h.hoai(), filed.Complaint.ID, 9, Said{})
			must(t, err)
			_, err = h.s.Reveal(h.Ctx, h.huong(), filed.Complaint.ID, "Hẹn làm việc.")
			must(t, err)
			ids = append(ids, filed.Complaint.ID)
		}
		h.sound(t)
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			for n, d := range deeds {
				_, err := d.do(tx, ids[n])
				must(t, err)
			}
			_, err := tx.Exec(`update complaint_counter set last = 9`)
			return err
		}))
		out, err := h.s.Verify(h.Ctx)
		must(t, err)
		if len(out) != len(deeds)+1 || !strings.Contains(out[0], "sổ ghi 9") {
			t.Fatalf("verify says %v", out)
		}
		for n, d := range deeds {
			if !strings.Contains(out[n+1], d.want) {
				t.Errorf("verify says %q, want %q", out[n+1], d.want)
			}
		}
	})
}

func TestListsAreReadByTheirIndex(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, f := range []Filter{{Limit: 50}, {Limit: 50, Kind: Grievance, Year: 2026, Before: 9, States: []State{Received, Assigned}}} {
			testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) { return db.ExplainOf(tx, listQuery(h.top, 9, f)) })
		}
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) {
			return db.Explain(tx, selectComplaint+` where c.tenant_id = $1 and c.follow_mark = $2`, h.top, "x")
		})
	})
}
