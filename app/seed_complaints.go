package app

import (
	"context"
	"fmt"

	"doanket/kernel"
	"doanket/seed"
	"doanket/union/complaints"
)

// seedComplaints takes in invented letters and leads each to another state: one just sent online, one waiting
// to be taken up, a denunciation under verification, a grievance that was answered, a letter without a name
// that is examined, one that was refused.
func (a *App) seedComplaints(ctx context.Context, end kernel.Instant) error {
	clock := &storyClock{at: end.Date().AddDays(-60).Clock(8, 0)}
	cfg := a.cfg
	cfg.Node = 1019
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &complaintsStory{a: b, clock: clock, end: end, ctx: ctx, people: map[string]kernel.Actor{}}
	err = s.play()
	if err != nil {
		return fmt.Errorf("complaints: %w", err)
	}
	clock.set(end)
	return b.outbox.Drain(ctx)
}

type complaintsStory struct {
	a      *App
	clock  *storyClock
	end    kernel.Instant
	ctx    context.Context
	people map[string]kernel.Actor
	err    error
}

// days sets the clock to some days before the end.
func (s *complaintsStory) days(before, hour, minute int) kernel.Date {
	day := s.end.Date().AddDays(-before)
	s.clock.set(day.Clock(hour, minute))
	return day
}

func (s *complaintsStory) play() error {
	for _, login := range []string{"ldld", "kt.chunhiem", "kiemtra", "hanh"} {
		who, err := s.a.people.Actor(s.ctx, seed.AccountID(login))
		if err != nil {
			return err
		}
		s.people[login] = who
	}
	page, err := s.a.complaints.List(s.ctx, s.people["kt.chunhiem"], complaints.Filter{Limit: 1})
	if err != nil || len(page.Complaints) > 0 {
		return err // was played before
	}
	s.answered()
	s.verified()
	s.examined()
	s.refused()
	s.waits()
	s.sent()
	return s.err
}

// register takes a letter on paper in at the province's desk.
func (s *complaintsStory) register(key string, in complaints.Registration) kernel.ID {
	if s.err != nil {
		return 0
	}
	in.Token, in.Unit = "seed-letter-on-paper-"+key, seed.UnitID("ldld-tinh")
	out, err := s.a.complaints.Register(s.ctx, s.people["ldld"], in)
	s.err = err
	return out.Complaint.ID
}

func (s *complaintsStory) give(id kernel.ID) {
	if s.err == nil {
		_, s.err = s.a.complaints.HandOver(s.ctx, s.people["ldld"], id, seed.AccountID("kt.chunhiem"), complaints.Said{})
	}
}

func (s *complaintsStory) do(id kernel.ID, v complaints.Verb, said complaints.Said) {
	if s.err == nil {
		_, s.err = s.a.complaints.Do(s.ctx, s.people["kt.chunhiem"], id, v, said)
	}
}

func (s *complaintsStory) answered() {
	on := s.days(56, 9, 10)
	id := s.register("1", complaints.Registration{Kind: complaints.Grievance, Way: complaints.InPerson, Received: on, Summary: "Không được xét trợ cấp khó khăn quý II",
		Text:   "Tôi đủ điều kiện theo chương trình nhưng không có tên trong danh sách.\nĐề nghị xem lại.",
		Sender: complaints.Sender{Name: "Người Gửi Mẫu Một", Address: "Tổ 1, khu Mẫu, phường Uông Bí", Contact: "0000000001"}})
	s.give(id)
	on = s.days(52, 10, 0)
	s.do(id, complaints.Accept, complaints.Said{Number: "01/TB-UBKT", On: on})
	s.days(50, 8, 30)
	s.do(id, complaints.Verify, complaints.Said{Note: "Đối chiếu danh sách với hồ sơ đề nghị."})
	on = s.days(35, 15, 0)
	s.do(id, complaints.Conclude, complaints.Said{Number: "03/QĐ-LĐLĐ", On: on, Note: "Khiếu nại đúng: hồ sơ nộp đúng hạn nhưng bị bỏ sót. Xét bổ sung ở đợt quý III."})
	on = s.days(34, 9, 0)
	s.do(id, complaints.Answer, complaints.Said{Number: "04/TB-UBKT", On: on, Note: "Khiếu nại của ông (bà) là đúng. Trợ cấp được xét bổ sung ở đợt quý III."})
	s.days(30, 16, 0)
	s.do(id, complaints.Close, complaints.Said{Note: "Lưu hồ sơ."})
}

func (s *complaintsStory) verified() {
	on := s.days(20, 14, 5)
	id := s.register("2", complaints.Registration{Kind: complaints.Denunciation, Way: complaints.ByPost, Received: on, Summary: "Chi sai quỹ thăm hỏi quý III", Accused: "Người giữ quỹ của một công đoàn cơ sở",
		Text:   "Ba khoản chi thăm hỏi không có danh sách ký nhận.\nNgười được ghi tên nói không nhận tiền.",
		Sender: complaints.Sender{Name: "Người Gửi Mẫu Hai", Address: "Tổ 2, khu Mẫu, phường Vàng Danh", Contact: "0000000002"},
		Files:  []complaints.Upload{{Meta: complaints.Meta{Name: "danh-sach-chi.csv", Type: "csv", Size: int64(len(sampleList))}, Bytes: []byte(sampleList)}}})
	s.give(id)
	on = s.days(15, 9, 0)
	s.do(id, complaints.Accept, complaints.Said{Number: "02/QĐ-UBKT", On: on})
	s.days(14, 10, 0)
	if s.err == nil {
		_, s.err = s.a.complaints.Name(s.ctx, s.people["kt.chunhiem"], id, seed.AccountID("kiemtra"), complaints.Said{Note: "Giao xác minh."})
	}
	s.do(id, complaints.Verify, complaints.Said{Note: "Đối chiếu sổ quỹ với người được ghi tên."})
	s.days(10, 8, 40)
	if s.err == nil {
		_, s.err = s.a.complaints.Detail(s.ctx, s.people["kiemtra"], id, complaints.OpenRecord)
	}
	if s.err == nil {
		_, s.err = s.a.complaints.Reveal(s.ctx, s.people["kt.chunhiem"], id, "Hẹn người tố cáo làm việc, xác minh danh tính trước khi kết luận.")
	}
}

const sampleList = "Người nhận,Số tiền\nNgười Mẫu A,500000\nNgười Mẫu B,500000\nNgười Mẫu C,500000\n"

func (s *complaintsStory) examined() {
	on := s.days(13, 8, 20)
	id := s.register("3", complaints.Registration{Kind: complaints.Denunciation, Way: complaints.ByPost, Received: on, Anonymous: true, Summary: "Thu đoàn phí hai lần trong tháng 9",
		Text: "Tổ sản xuất số 3 thu đoàn phí tháng 9 hai lần, có danh sách kèm theo."})
	s.give(id)
	s.days(12, 9, 0)
	s.do(id, complaints.Examine, complaints.Said{Note: "Đơn nêu rõ tổ, tháng và có danh sách."})
}

func (s *complaintsStory) refused() {
	on := s.days(9, 10, 15)
	id := s.register("4", complaints.Registration{Kind: complaints.Grievance, Way: complaints.InPerson, Received: on, Summary: "Không đồng ý quyết định khiển trách năm 2024",
		Text:   "Tôi không đồng ý với quyết định khiển trách ban hành năm 2024.",
		Sender: complaints.Sender{Name: "Người Gửi Mẫu Ba", Address: "Tổ 3, khu Mẫu, phường Uông Bí"}})
	s.give(id)
	s.days(7, 9, 0)
	s.do(id, complaints.Refuse, complaints.Said{Ground: "too_late", Note: "Quyết định đã quá 90 ngày, đơn không nêu lý do chậm."})
}

func (s *complaintsStory) waits() {
	on := s.days(4, 9, 30)
	id := s.register("5", complaints.Registration{Kind: complaints.Grievance, Way: complaints.ByPost, Received: on, Summary: "Chậm trả lời đề nghị chuyển sinh hoạt",
		Text:   "Tôi nộp đề nghị chuyển sinh hoạt đã hai tháng, chưa được trả lời.",
		Sender: complaints.Sender{Name: "Người Gửi Mẫu Bốn", Address: "Tổ 4, khu Mẫu, phường Vàng Danh", Contact: "0000000004"}})
	s.give(id)
}

// sent comes by the public page to the ward's union, with an officer of the ward named in it: she does not
// receive it, the province does.
func (s *complaintsStory) sent() {
	if s.err != nil {
		return
	}
	s.days(1, 20, 30)
	_, s.err = s.a.complaints.File(s.ctx, complaints.Registration{Token: "seed-letter-sent-online-6", Unit: seed.UnitID("cd-uong-bi"), Kind: complaints.Petition, Accused: "bà Hạnh, chuyên viên",
		Summary: "Đề nghị công khai danh sách quà Tết", Text: "Đề nghị công đoàn phường công khai danh sách người nhận quà trước khi chi.",
		Sender: complaints.Sender{Name: "Người Gửi Mẫu Năm", Contact: "0000000005"}})
}
