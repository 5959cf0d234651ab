package app

import (
	"bytes"
	"context"
	"fmt"

	"doanket/internal/files"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/inspection"
)

// seedInspection plays a year of the provincial inspection committee on a clock of its own: a plan that
// another person approved, one inspection that is followed up, one under way, one in preparation. What
// has not happened yet by the end of the story does not happen.
func (a *App) seedInspection(ctx context.Context, end kernel.Instant) error {
	clock := &storyClock{at: end.Date().AddDays(-70).Clock(8, 0)}
	cfg := a.cfg
	cfg.Node = 1020
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &inspectionStory{a: b, clock: clock, end: end, ctx: ctx, people: map[string]kernel.Actor{}}
	err = s.play()
	if err != nil {
		return fmt.Errorf("inspection: %w", err)
	}
	clock.set(end)
	return b.outbox.Drain(ctx)
}

type inspectionStory struct {
	a      *App
	clock  *storyClock
	end    kernel.Instant
	ctx    context.Context
	people map[string]kernel.Actor
}

func (s *inspectionStory) as(login string) kernel.Actor { return s.people[login] }

// days sets the clock to some days before the end, at nine, never twice the same moment.
func (s *inspectionStory) days(before, hour, minute int) kernel.Date {
	day := s.end.Date().AddDays(-before)
	s.clock.set(day.Clock(hour, minute))
	return day
}

func (s *inspectionStory) play() error {
	for _, login := range []string{"kiemtra", "kt.chunhiem", "kt.binh", "than"} {
		who, err := s.a.people.Actor(s.ctx, seed.AccountID(login))
		if err != nil {
			return err
		}
		s.people[login] = who
	}
	page, err := s.a.inspection.List(s.ctx, s.as("kiemtra"), inspection.Filter{Limit: 1})
	if err != nil || len(page.Inspections) > 0 {
		return err // was played before
	}
	plan, err := s.plan()
	if err != nil {
		return err
	}
	d, err := s.a.inspection.PlanDetail(s.ctx, s.as("kiemtra"), plan)
	if err != nil {
		return err
	}
	items := d.Plan.Items
	err = s.followed(items[0].ID)
	if err == nil {
		err = s.running(items[1].ID)
	}
	if err == nil {
		err = s.prepared()
	}
	return err
}

func (s *inspectionStory) plan() (kernel.ID, error) {
	in := s.a.inspection
	day := s.days(70, 8, 30)
	fed := seed.UnitID("ldld-tinh")
	p, err := in.MakePlan(s.ctx, s.as("kiemtra"), inspection.PlanInput{Unit: fed, Year: s.end.Date().Year,
		Aim: "Giúp công đoàn các cấp chấp hành Điều lệ, quản lý tài chính đúng quy định.\nPhát hiện sớm thiếu sót để nhắc nhở, khắc phục."})
	if err != nil {
		return 0, err
	}
	for _, i := range []inspection.PlanItem{
		{Kind: inspection.Finance, Subject: seed.UnitID("cdcs-than-mau"), Quarter: 3, Topic: "Thu, nộp đoàn phí và công khai tài chính"},
		{Kind: inspection.Charter, Subject: seed.UnitID("cdcs-benh-vien-mau"), Quarter: 4, Topic: "Chấp hành Điều lệ, quản lý đoàn viên"},
		{Kind: inspection.Supervision, Subject: seed.UnitID("cd-uong-bi"), Quarter: 4, Topic: "Thực hiện chương trình chăm lo đoàn viên"},
	} {
		_, err = in.AddItem(s.ctx, s.as("kiemtra"), p.ID, i)
		if err != nil {
			return 0, err
		}
	}
	_, err = in.Submit(s.ctx, s.as("kiemtra"), p.ID)
	if err == nil {
		_, err = in.ApprovePlan(s.ctx, s.as("kt.chunhiem"), p.ID, inspection.Paperwork{Number: "03/KH-UBKT", On: day})
	}
	return p.ID, err
}

// begin opens an inspection, names the team and announces it.
func (s *inspectionStory) begin(o inspection.Opening, ago int, number string) (inspection.Inspection, error) {
	in := s.a.inspection
	day := s.days(ago, 9, 0)
	o.Span = kernel.Period{From: kernel.Date{Year: day.Year - 1, Month: 1, Day: 1}, To: day.AddDays(-10)}
	i, err := in.Open(s.ctx, s.as("kiemtra"), o)
	if err != nil {
		return i, err
	}
	_, err = in.NameTeam(s.ctx, s.as("kiemtra"), i.ID, seed.AccountID("kiemtra"), []kernel.ID{seed.AccountID("kt.binh")})
	if err != nil {
		return i, err
	}
	_, err = in.Announce(s.ctx, s.as("kt.chunhiem"), i.ID, inspection.Paperwork{Number: number, On: day}, day.AddDays(2))
	if err != nil {
		return i, err
	}
	s.days(ago-2, 8, 15)
	return in.Start(s.ctx, s.as("kiemtra"), i.ID)
}

// followed is concluded: one recommendation was reported and waits, one is late.
func (s *inspectionStory) followed(item kernel.ID) error {
	in, who := s.a.inspection, s.as("kiemtra")
	i, err := s.begin(inspection.Opening{Key: "seed:finance", Item: item, Title: "Kiểm tra thu, nộp đoàn phí và công khai tài chính", Programme: "Ngày đầu: nghe báo cáo, nhận sổ. Ngày hai: đối chiếu sổ, quỹ. Ngày ba: thống nhất biên bản."}, 60, "12/QĐ-UBKT")
	if err != nil {
		return err
	}
	list, _ := inspection.ListVersion(i.List)
	faulty := map[string]string{"nop_cap_tren": "Quý III nộp thiếu 2.246.700 ₫ so với phần phải nộp cấp trên.", "cong_khai": "Chưa công khai tài chính năm trước với đoàn viên."}
	for _, q := range list.Questions() {
		l := inspection.Line{Key: q.Key, Result: inspection.Good, Finding: faulty[q.Key]}
		if l.Finding != "" {
			l.Result = inspection.Faulty
		}
		_, err = in.Answered(s.ctx, who, i.ID, l)
		if err != nil {
			return err
		}
	}
	_, err = in.Cite(s.ctx, who, i.ID, "doan_phi", inspection.RecordAsk{Kind: "roll", On: s.clock.Now().Date()})
	if err == nil {
		err = s.attach(i.ID, "cong_khai")
	}
	if err != nil {
		return err
	}
	day := s.days(55, 15, 0)
	_, err = in.WriteMinutes(s.ctx, who, i.ID, day, "Đoàn đã làm việc với ban chấp hành và kế toán của đơn vị.\nĐơn vị nhất trí với kết quả kiểm tra, xin nộp bổ sung trong tháng.")
	if err != nil {
		return err
	}
	for _, r := range []inspection.Recommendation{{Text: "Nộp lại đoàn phí còn thiếu quý III lên cấp trên", Line: "nop_cap_tren", Due: s.end.Date().AddDays(-6), Evidence: true},
		{Text: "Công khai tài chính năm trước với toàn thể đoàn viên", Line: "cong_khai", Due: s.end.Date().AddDays(5)}} {
		_, err = in.Recommend(s.ctx, who, i.ID, r)
		if err != nil {
			return err
		}
	}
	day = s.days(50, 10, 0)
	_, err = in.Conclude(s.ctx, s.as("kt.chunhiem"), i.ID, inspection.Conclusion{Paper: inspection.Paperwork{Number: "05/KL-UBKT", On: day},
		Summary: "Đơn vị có sổ sách rõ ràng, thu đoàn phí đúng đối tượng.\nCòn nộp thiếu cấp trên và chưa công khai tài chính; trách nhiệm thuộc ban chấp hành."})
	if err != nil {
		return err
	}
	d, err := in.Detail(s.ctx, who, i.ID)
	if err != nil {
		return err
	}
	s.days(9, 14, 20)
	_, err = s.a.tasks.Report(s.ctx, s.as("than"), d.Inspection.Recommendations[1].Task, "Đã công khai tại hội nghị đoàn viên, có biên bản.", nil)
	if err != nil {
		return err
	}
	return s.a.outbox.Drain(s.ctx)
}

func (s *inspectionStory) attach(id kernel.ID, line string) error {
	sample, err := s.a.samplePaper()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	_, err = text.ReadFrom(sample)
	if err != nil {
		return err
	}
	kept, err := files.Keep(s.ctx, s.a.files, &text, "bao-cao-tai-chinh.pdf", files.DefaultRule)
	if err == nil {
		_, err = s.a.inspection.Attach(s.ctx, s.as("kiemtra"), id, line, []files.File{kept})
	}
	return err
}

func (s *inspectionStory) running(item kernel.ID) error {
	i, err := s.begin(inspection.Opening{Key: "seed:charter", Item: item, Title: "Kiểm tra chấp hành Điều lệ, quản lý đoàn viên"}, 6, "18/QĐ-UBKT")
	if err != nil {
		return err
	}
	for _, l := range []inspection.Line{{Key: "sinh_hoat_bch", Result: inspection.Good}, {Key: "ket_nap", Result: inspection.Faulty, Finding: "3 người đã đóng đoàn phí mà chưa có quyết định kết nạp."}} {
		_, err = s.a.inspection.Answered(s.ctx, s.as("kt.binh"), i.ID, l)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *inspectionStory) prepared() error {
	day := s.days(1, 10, 30)
	_, err := s.a.inspection.Open(s.ctx, s.as("kt.binh"), inspection.Opening{Key: "seed:violation", Unit: seed.UnitID("ldld-tinh"), Subject: seed.UnitID("cd-vang-danh"), Kind: inspection.Violation,
		Title: "Kiểm tra dấu hiệu chi sai quỹ thăm hỏi", Reason: "Báo cáo quyết toán quý III có khoản chi thăm hỏi không có danh sách ký nhận.",
		Span: kernel.Period{From: kernel.Date{Year: day.Year, Month: 1, Day: 1}, To: day}})
	return err
}
