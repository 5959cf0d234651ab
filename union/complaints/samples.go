package complaints

import (
	"context"
	"net/url"

	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	x := newSample()
	one := func(page, state string, plain bool, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State, body.Plain = "complaints", page, state, plain
		return body
	}
	verb := func(slug, state string, change func(*VerbView)) ui.Sample {
		p, _ := verbOf(slug)
		v := VerbView{ID: "12", Title: titleOf(x.ctx, x.fresh()), Page: p, In: verbForm{Day: "23/11/2026", Meant: "co"}, People: []Choice{{5, x.other.Name + " · " + x.other.Post}}}
		for _, r := range RefusalsOn(Denunciation, x.now.Date()) {
			v.Grounds = append(v.Grounds, ui.Option{Value: r.Key, Label: r.Sentence})
		}
		v.Parties = []ui.Option{{Value: "0", Label: "Bà Nguyễn Thị Mẫu, thủ quỹ"}}
		if change != nil {
			change(&v)
		}
		return one("verb", state, false, ui.Sample{Body: VerbPage(v)})
	}
	faulty := func(v *VerbView) {
		v.Sentence, v.Errors = "Chưa ghi được.", ui.Errors{"so": "Cần số văn bản.", "ghi_chu": "Ghi rõ để hồ sơ đọc được về sau."}
	}
	units := []Choice{{2, x.unit}}
	letter := LetterView{In: letterForm{Token: "1", Day: "23/11/2026", Way: string(InPerson), Unit: 2}, Units: units}
	wrong := letter
	wrong.In.Day, wrong.In.Text, wrong.Sentence = "31/11/2026", "Nội dung đã gõ", "Chưa ghi được."
	wrong.Errors = ui.Errors{"ngay": "Tháng 11 chỉ có 30 ngày.", "tom_tat": "Ghi tóm tắt một câu.", "nguoi_gui": "Ghi họ và tên người gửi, hoặc đánh dấu đơn không có tên."}
	list := Page{Complaints: []Complaint{x.late(), x.doing(), x.fresh()}, Units: map[kernel.ID]string{2: x.unit}, Next: 5}
	follow := followView(x.ctx, Progress{Complaint: x.answered(), Unit: x.unit}, "DT-7K2M-9QXR", "A1B2-C3D4-E5F6-G7H8", x.now)
	live := followView(x.ctx, Progress{Complaint: x.doing(), Unit: x.unit}, "DT-7K2M-9QXR", "A1B2-C3D4-E5F6-G7H8", x.now)
	live.Done = "Đã gửi phần bổ sung."
	again := followView(x.ctx, Progress{Complaint: x.answered(), Unit: x.unit, Again: x.offer()}, "DT-7K2M-9QXR", "A1B2-C3D4-E5F6-G7H8", x.now)
	again.Token = "1"
	opened := x.view(x.doing(), 9, Conclude, Note)
	opened.Sender = &Sender{"Người Gửi Mẫu", "Tổ 1, khu Mẫu, phường Uông Bí", "0000 000 001"}
	out := []ui.Sample{
		one("list", "some", false, ui.Sample{Body: ListPage(listView(x.ctx, x.chair, listAsk{query: url.Values{}}, list, x.now))}),
		one("list", "empty", false, ui.Sample{Body: ListPage(listView(x.ctx, kernel.Actor{Account: 3}, listAsk{query: url.Values{}}, Page{}, x.now))}),
		one("list", "nothing_fits", false, ui.Sample{Body: ListPage(listView(x.ctx, x.chair, listAsk{query: url.Values{"nam": {"2025"}}}, Page{}, x.now))}),
		one("new", "fresh", false, ui.Sample{Body: NewPage(letter)}),
		one("new", "faulty", false, ui.Sample{Body: NewPage(wrong)}),
		one("new", "done", false, ui.Sample{Body: DonePage(DoneView{Number: "01/2026", Code: "DT-7K2M-9QXR", Secret: "A1B2-C3D4-E5F6-G7H8", Href: "/don-thu/12"})}),
		one("one", "received", false, ui.Sample{Body: ComplaintPage(x.view(x.fresh(), 9, HandOver))}),
		one("one", "late", false, ui.Sample{Body: ComplaintPage(x.view(x.late(), 9, Accept, Refuse, Forward))}),
		one("one", "verifying", false, ui.Sample{Body: ComplaintPage(x.view(x.doing(), 9, Conclude, Prolong, Forward, Name, Pass, Strike, Point, Reveal, Note, Attach, Withdraw))}),
		one("one", "along", false, ui.Sample{Body: ComplaintPage(x.view(x.doing(), 5, Note, Attach))}),
		one("one", "sender", false, ui.Sample{Body: ComplaintPage(opened)}),
		one("one", "answered", false, ui.Sample{Body: ComplaintPage(x.view(x.answered(), 9, Close, Note))}),
		one("one", "refused", false, ui.Sample{Body: ComplaintPage(x.view(x.refused(), 9, Note))}),
		one("one", "second", false, ui.Sample{Body: ComplaintPage(x.view(x.second(), 9, Verify, Prolong, MarkUsual, Note))}),
		one("anew", "some", false, ui.Sample{Body: OrphansPage([]Orphan{x.orphan()})}),
		one("anew", "empty", false, ui.Sample{Body: OrphansPage(nil)}),
		one("anew", "one_faulty", false, ui.Sample{Body: AnewPage(AnewView{Orphan: x.orphan(), People: []Choice{{5, x.other.Name + " · " + x.other.Post}}, Errors: ui.Errors{"ghi_chu": "Ghi rõ để hồ sơ đọc được về sau."}, Sentence: "Chưa ghi được."})}),
		one("book", "ask", false, ui.Sample{Body: BookPage(BookView{From: "01/01/2026", To: "23/11/2026"})}),
		one("book", "faulty", false, ui.Sample{Body: BookPage(BookView{From: "23/11/2026", To: "01/01/2026", Errors: ui.Errors{"den": "Ngày cuối trước ngày đầu."}, Sentence: "Chưa ghi được."})}),
		one("book", "some", false, ui.Sample{Body: BookPage(bookView(x.book(), "01/01/2026", "23/11/2026")), Print: true}),
		verb("giao", "hand_over", nil), verb("thu-ly", "accept_faulty", faulty), verb("khong-thu-ly", "refuse", nil), verb("chuyen", "forward", nil), verb("chi-ro", "point", nil),
		verb("kem-tep", "attach", nil), verb("vung-xa", "mark_remote", nil), verb("mo-danh-tinh", "reveal", nil),
		one("filing", "fresh", true, ui.Sample{Body: FilingPage(LetterView{In: letterForm{Token: "1"}, Units: units})}),
		one("filing", "done", true, ui.Sample{Body: DonePage(DoneView{Number: "01/2026", Code: "DT-7K2M-9QXR", Secret: "A1B2-C3D4-E5F6-G7H8"})}),
		one("follow", "ask", true, ui.Sample{Body: AskPage(AskView{})}),
		one("follow", "wrong", true, ui.Sample{Body: AskPage(AskView{Code: "DT-0000-0000", Sentence: "Mã theo dõi hoặc mã bí mật không đúng."})}),
		one("follow", "live", true, ui.Sample{Body: FollowPage(live)}),
		one("follow", "answered", true, ui.Sample{Body: FollowPage(follow)}),
		one("follow", "again", true, ui.Sample{Body: FollowPage(again)}),
	}
	for _, p := range []string{receiptPaper, acceptPaper, resultPaper} {
		d := x.detail(x.answered())
		out = append(out, one("paper", p, false, ui.Sample{Body: PaperPage(sheetOf(d, p, "https://vidu.example/theo-doi-don"), "/don-thu/12", "/don-thu/12/giay/"+p+"/pdf"), Print: true}))
	}
	return append(out, one("paper", refusePaper, false, ui.Sample{Body: PaperPage(sheetOf(x.detail(x.refused()), refusePaper, "https://vidu.example/theo-doi-don"), "/don-thu/12", "/don-thu/12/giay/"+refusePaper+"/pdf"), Print: true}))
}

// sample is a cast of its own; its days are fixed, right by the room's tests.
type sample struct {
	ctx         context.Context
	now         kernel.Instant
	unit        string
	lead, other Hand
	chair       kernel.Actor
	cal         *kernel.Calendar
}

func newSample() sample {
	return sample{ctx: context.Background(), now: inNovember(23).Clock(9, 41), unit: "Liên đoàn Lao động tỉnh Quảng Ninh", lead: Hand{9, 9, "Phùng Thị Hường", "Chủ nhiệm Uỷ ban Kiểm tra"},
		other: Hand{5, 5, "Đinh Thị Kiểm", "Uỷ viên Uỷ ban Kiểm tra"}, chair: kernel.Actor{Tenant: 1, Account: 9, Mandates: []kernel.Mandate{{Org: 2, Permissions: []string{ReceivePermission}}}}, cal: kernel.VietnamCalendar()}
}

func inNovember(d int) kernel.Date { return kernel.Date{Year: 2026, Month: 11, Day: d} }

func (x sample) wound(c Complaint) Complaint {
	_ = c.wind(x.cal, x.now) // the limits are there; see the tests
	return c
}

func (x sample) fresh() Complaint {
	return x.wound(Complaint{ID: 12, Tenant: 1, Unit: 2, Year: 2026, No: 1, Kind: Denunciation, Way: ByPost, State: Received, Received: inNovember(20), Opened: 1,
		Matter: Matter{Summary: "Chi sai quỹ thăm hỏi quý III", Accused: []Party{{Name: "Bà Nguyễn Thị Mẫu, thủ quỹ"}}, Code: "DT-7K2M-9QXR",
			Text: "Ba khoản chi thăm hỏi không có danh sách ký nhận.\nNgười được ghi tên nói không nhận tiền."},
		Readers: []Reader{{x.lead, Receiver, x.lead.Name, inNovember(20).Clock(9, 0)}}, Events: []Event{{ID: 1, Verb: Register, At: inNovember(20).Clock(9, 0), By: x.lead}}})
}

func (x sample) late() Complaint {
	c := x.fresh()
	c.ID, c.No, c.Kind, c.State, c.Received = 13, 2, Grievance, Assigned, inNovember(2)
	c.Matter.Summary, c.Matter.Accused = "Không đồng ý quyết định kỷ luật cảnh cáo", nil
	c.Readers[0].Role = Lead
	return x.wound(c)
}

func (x sample) doing() Complaint {
	c := x.fresh()
	c.State, c.Accepted, c.Opened = Verifying, inNovember(20).Clock(9, 0), 4
	c.Readers = []Reader{{x.lead, Lead, x.lead.Name, inNovember(20).Clock(9, 0)}, {x.other, Along, x.lead.Name, inNovember(20).Clock(10, 0)}}
	c.Events = append(c.Events, Event{ID: 2, Verb: Accept, At: inNovember(20).Clock(9, 30), By: x.lead, Said: Said{Number: "02/QĐ-UBKT", On: inNovember(20)}},
		Event{ID: 3, Verb: Name, At: inNovember(20).Clock(10, 0), By: x.lead, Said: Said{Who: x.other.Name, Note: "Giao xác minh."}}, Event{ID: 4, Verb: Verify, At: inNovember(21).Clock(8, 0), By: x.lead, Said: Said{Note: "Đối chiếu sổ quỹ với người nhận."}},
		Event{ID: 5, Verb: AskWithdraw, At: inNovember(22).Clock(8, 0), Said: Said{Note: "Tôi đã hiểu rõ sự việc."}})
	return x.wound(c)
}

func (x sample) answered() Complaint {
	c := x.doing()
	c.State = Answered
	c.Events = append(c.Events[:4:4], Event{ID: 6, Verb: Conclude, At: inNovember(22).Clock(9, 0), By: x.lead, Said: Said{Number: "05/KL-UBKT", On: inNovember(22), Note: "Ba khoản chi không đúng đối tượng."}},
		Event{ID: 7, Verb: Answer, At: inNovember(23).Clock(8, 0), By: x.lead, Said: Said{Number: "06/TB-UBKT", On: inNovember(23), Note: "Nội dung tố cáo là đúng. Đã yêu cầu nộp lại 1.500.000 ₫ vào quỹ."}})
	return x.wound(c)
}

func (x sample) refused() Complaint {
	c := x.late()
	c.State = Refused
	c.Events = append(c.Events, Event{ID: 8, Verb: Refuse, At: inNovember(22).Clock(9, 0), By: x.lead, Said: Said{Ground: "too_late", Note: "Quyết định ban hành ngày 05/01/2026, đã quá 90 ngày."}})
	return c
}

// second follows a decision that came on 09/11, from a place that is hard to reach.
func (x sample) second() Complaint {
	c := x.late()
	c.ID, c.No, c.Round, c.Remote, c.State, c.Received, c.Accepted = 14, 3, 2, true, Accepted, inNovember(19), inNovember(20).Clock(9, 0)
	c.Matter.First = &First{Record: 11, Unit: 3, Number: "04/2026", Decision: "03/QĐ-CĐ", From: inNovember(9)}
	return x.wound(c)
}

func (x sample) offer() *Offer {
	f := First{Record: 12, Unit: 3, Decision: "05/QĐ-CĐ", From: inNovember(23)}
	w, _ := Complaint{Kind: Grievance}.window(x.cal, f)
	return &Offer{First: f, Unit: x.unit, Window: w}
}

func (x sample) orphan() Orphan {
	c := x.late()
	return Orphan{Complaint: c, Unit: x.unit, Lead: c.lead()}
}

func (x sample) book() Book {
	b := Book{From: kernel.Date{Year: 2026, Month: 1, Day: 1}, To: inNovember(23), At: x.now, Head: letterhead{"", x.unit, "Phường Hồng Gai"}}
	for _, c := range []Complaint{x.late(), x.second(), x.answered()} {
		b.Lines = append(b.Lines, BookLine{c, x.unit})
	}
	return b
}

func (x sample) detail(c Complaint) Detail {
	d := Detail{Complaint: c, Unit: x.unit, Can: map[Verb]bool{}, Left: x.cal.Left(x.now, c.Due), Head: letterhead{"", x.unit, "Phường Hồng Gai"},
		Files:    []Evidence{{ID: 1, Meta: Meta{"so-quy.pdf", "pdf", 1000}, At: inNovember(20).Clock(9, 0)}},
		Openings: []Opening{{No: 2, What: OpenFile, At: inNovember(21).Clock(8, 5), By: x.other}, {No: 1, What: OpenRecord, At: inNovember(20).Clock(9, 1), By: x.lead}}}
	if f := c.Matter.First; f != nil {
		d.FirstUnit = "Công đoàn phường Hồng Gai"
		d.Window, _ = c.window(x.cal, *f)
	}
	if step := c.step(); step != "" {
		d.Rule, _ = c.deadline(step, c.From.Date())
		d.Usual, _ = d.Rule.instead(c, c.From.Date())
		due, _ := x.cal.Due(c.From, c.Limit)
		d.Why = due.Explain
	}
	return d
}

func (x sample) view(c Complaint, reader kernel.ID, can ...Verb) DetailView {
	d := x.detail(c)
	for _, v := range can {
		d.Can[v] = true
	}
	return detailView(x.ctx, kernel.Actor{Account: reader}, d, x.now)
}
