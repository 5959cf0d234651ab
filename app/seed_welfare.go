package app

import (
	"context"
	"errors"
	"fmt"

	"doanket/kernel"
	"doanket/seed"
	"doanket/union/welfare"
)

// seedWelfare plays a year of welfare on a clock of its own: a Tết that is over, a month of workers that
// went beyond its budget, gifts of 20/10 that are being paid, the Tết to come with its list waiting for
// approval, a draft, visits and hardship allowances. The rolls are those of seedMembers. What has not happened by the end of the story does
// not happen.
func (a *App) seedWelfare(ctx context.Context, end kernel.Instant) error {
	clock := &storyClock{}
	cfg := a.cfg
	cfg.Node = 1020
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &welfareStory{a: b, clock: clock, end: end, ctx: ctx}
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	clock.set(kernel.Date{Year: end.Date().Year - 1, Month: 11, Day: 3}.Clock(8, 0))
	there, err := b.welfare.Programmes(ctx, program, welfare.Filter{})
	if err != nil || len(there.Rows) > 0 {
		return err
	}
	err = s.play(end.Date())
	if err != nil {
		return fmt.Errorf("welfare: %w", err)
	}
	clock.set(end)
	err = b.welfare.CountReach(ctx, end.Date().Year)
	if err != nil {
		return err
	}
	return b.outbox.Drain(ctx)
}

// errOver ends a story whose next scene lies after its end.
var errOver = errors.New("the story is over")

type welfareStory struct {
	a     *App
	clock *storyClock
	end   kernel.Instant
	ctx   context.Context
}

// at does something at a moment of the story, by one of the cast.
func (s *welfareStory) at(day kernel.Date, hour, minute int, login string, do func(a kernel.Actor) error) error {
	when := day.Clock(hour, minute)
	if when.After(s.end) {
		return errOver
	}
	s.clock.set(when)
	who, err := s.a.people.Actor(s.ctx, seed.AccountID(login))
	if err == nil {
		err = do(who)
	}
	if err != nil {
		return fmt.Errorf("%s by %s: %w", kernel.FormatInstant(when), login, err)
	}
	return nil
}

func (s *welfareStory) play(today kernel.Date) error {
	y := today.Year
	day := func(year, month, day int) kernel.Date {
		d, _ := kernel.NewDate(year, month, day) // the days of the story exist
		return d
	}
	for _, scene := range []func() error{
		func() error { return s.tetPast(y, day) },
		func() error { return s.standing(y, day(y, 1, 6)) },
		func() error { return s.workers(y, day) },
		func() error { return s.women(y, day) },
		func() error { return s.visits(today) },
		func() error { return s.tetNext(y, today, day) },
	} {
		err := scene()
		if err != nil && !errors.Is(err, errOver) {
			return err
		}
	}
	return nil
}

// gift writes a programme of gifts, opens it and makes its list.
func (s *welfareStory) gift(on kernel.Date, in welfare.ProgrammeInput) (programme, list kernel.ID, err error) {
	in.Kind, in.Line = welfare.Gifts, "31.03"
	if in.Org == 0 {
		in.Org = seed.UnitID("cd-uong-bi")
	}
	err = s.at(on, 8, 40, "hanh", func(a kernel.Actor) error {
		p, err := s.a.welfare.Create(s.ctx, a, in)
		if err != nil {
			return err
		}
		programme = p.ID
		return s.a.welfare.Open(s.ctx, a, p.ID)
	})
	if err != nil {
		return 0, 0, err
	}
	err = s.at(on, 9, 10, "hanh", func(a kernel.Actor) error {
		d, err := s.a.welfare.Detail(s.ctx, a, programme)
		if err != nil {
			return err
		}
		list = d.Occasions[0].ID
		return s.a.welfare.Propose(s.ctx, a, programme, list)
	})
	return programme, list, err
}

// approved approves a list and opens it for paying.
func (s *welfareStory) approved(on kernel.Date, programme, list kernel.ID) error {
	err := s.at(on, 14, 0, "thanh", func(a kernel.Actor) error { return s.a.welfare.Approve(s.ctx, a, programme, list) })
	if err != nil {
		return err
	}
	return s.at(on.AddDays(1), 8, 30, "ldld.vt", func(a kernel.Actor) error { return s.a.welfare.StartPaying(s.ctx, a, programme, list) })
}

func (s *welfareStory) tetPast(y int, day func(y, m, d int) kernel.Date) error {
	p, l, err := s.gift(day(y-1, 12, 10), welfare.ProgrammeInput{Year: y - 1, Title: fmt.Sprintf("Quà Tết Nguyên đán %d", y), Basis: fmt.Sprintf("Kế hoạch 15/KH-CĐ ngày 20/10/%d", y-1),
		Rule: "doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6", Amount: 500_000, Budget: 175_000_000, Deadline: day(y, 1, 31), Fund: "Đoàn phí",
		Occasion: welfare.OccasionInput{Title: fmt.Sprintf("Tết Nguyên đán %d", y), AsOf: day(y-1, 12, 31)}})
	if err == nil {
		err = s.approved(day(y, 1, 5), p, l)
	}
	if err != nil {
		return err
	}
	err = s.at(day(y, 1, 20), 16, 0, "ldld.vt", func(a kernel.Actor) error {
		_, err := s.a.welfare.HandAll(s.ctx, a, p, l, 0, welfare.BySignature, fmt.Sprintf("DS-01/%d", y))
		if err != nil {
			return err
		}
		return s.a.welfare.Finish(s.ctx, a, p, l)
	})
	if err != nil {
		return err
	}
	return s.at(day(y, 1, 30), 9, 0, "thanh", func(a kernel.Actor) error { return s.a.welfare.Close(s.ctx, a, p) })
}

// standing are the programmes of the whole year: visits of the ward, allowances of the province.
func (s *welfareStory) standing(y int, on kernel.Date) error {
	for _, one := range []struct {
		writes, opens string
		in            welfare.ProgrammeInput
	}{
		{"hanh", "thanh", welfare.ProgrammeInput{Org: seed.UnitID("cd-uong-bi"), Kind: welfare.Visits, Title: fmt.Sprintf("Thăm hỏi đoàn viên năm %d", y), Basis: fmt.Sprintf("Quy chế chi tiêu nội bộ %d", y),
			Amount: 300_000, Line: "31.02", Fund: "Đoàn phí", Budget: 20_000_000}},
		{"ldld", "ldld.pct", welfare.ProgrammeInput{Org: seed.UnitID("ldld-tinh"), Kind: welfare.Relief, Title: fmt.Sprintf("Trợ cấp khó khăn năm %d", y), Basis: fmt.Sprintf("Quyết định 02/QĐ-LĐLĐ ngày 05/01/%d", y),
			Rule: "doan_vien.dang_sinh_hoat", AmountRule: "viec.loai == 'tai_nan' or viec.loai == 'thien_tai' ? 3000000 : 2000000", Line: "31.04", Fund: "Đoàn phí", Budget: 300_000_000, Procedure: "CD-01"}},
	} {
		one.in.Year = y
		var id kernel.ID
		err := s.at(on, 8, 30, one.writes, func(a kernel.Actor) error {
			p, err := s.a.welfare.Create(s.ctx, a, one.in)
			id = p.ID
			return err
		})
		if err == nil {
			err = s.at(on, 10, 0, one.opens, func(a kernel.Actor) error { return s.a.welfare.Open(s.ctx, a, id) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// workers is the month of workers: more are entitled than the budget holds, and the chair allows more.
func (s *welfareStory) workers(y int, day func(y, m, d int) kernel.Date) error {
	p, l, err := s.gift(day(y, 4, 20), welfare.ProgrammeInput{Year: y, Title: fmt.Sprintf("Tháng Công nhân %d", y), Basis: fmt.Sprintf("Kế hoạch 06/KH-CĐ ngày 10/04/%d", y),
		Rule: "doan_vien.luong < 9000000", Amount: 300_000, Goods: "Phiếu mua hàng", Budget: 45_000_000, Deadline: day(y, 5, 15), Fund: "Xã hội hoá",
		Occasion: welfare.OccasionInput{Title: fmt.Sprintf("Tháng 5 năm %d", y), AsOf: day(y, 4, 20)}})
	if err != nil {
		return err
	}
	err = s.at(day(y, 4, 22), 9, 0, "thanh", func(a kernel.Actor) error {
		d, err := s.a.welfare.Detail(s.ctx, a, p)
		if err != nil || d.Programme.Left() >= 0 {
			return err
		}
		return s.a.welfare.Allow(s.ctx, a, p, -d.Programme.Left(), "Ban Thường vụ đồng ý tại phiên họp 21/04; nhà tài trợ bổ sung.")
	})
	if err == nil {
		err = s.approved(day(y, 4, 22), p, l)
	}
	if err != nil {
		return err
	}
	return s.at(day(y, 5, 8), 16, 0, "ldld.vt", func(a kernel.Actor) error {
		_, err := s.a.welfare.HandAll(s.ctx, a, p, l, 0, welfare.BySignature, fmt.Sprintf("DS-05/%d", y))
		if err != nil {
			return err
		}
		return s.a.welfare.Finish(s.ctx, a, p, l)
	})
}

// women are the gifts of 20/10: one union has handed them over, the others have not.
func (s *welfareStory) women(y int, day func(y, m, d int) kernel.Date) error {
	p, l, err := s.gift(day(y, 10, 2), welfare.ProgrammeInput{Year: y, Title: fmt.Sprintf("Quà 20/10 năm %d", y), Basis: fmt.Sprintf("Kế hoạch 14/KH-CĐ ngày 25/09/%d", y),
		Rule: "doan_vien.gioi == 'nu' and doan_vien.dang_sinh_hoat", Amount: 200_000, Budget: 50_000_000, Deadline: day(y, 12, 10), Fund: "Đoàn phí",
		Occasion: welfare.OccasionInput{Title: "Ngày Phụ nữ Việt Nam", AsOf: day(y, 10, 20)}})
	if err == nil {
		err = s.approved(day(y, 10, 8), p, l)
	}
	if err != nil {
		return err
	}
	return s.at(day(y, 10, 20), 16, 30, "ldld.vt", func(a kernel.Actor) error {
		_, err := s.a.welfare.HandAll(s.ctx, a, p, l, seed.UnitID("cdcs-than-mau"), welfare.BySignature, fmt.Sprintf("DS-11/%d", y))
		return err
	})
}

// visits puts the birthdays and retirements of the last days and of this month into the calendar; those
// that are over took place, but one.
func (s *welfareStory) visits(today kernel.Date) error {
	unit := seed.UnitID("cdcs-than-mau")
	began := today.AddDays(-12)
	months := []kernel.Date{began}
	if began.Month != today.Month {
		months = append(months, today)
	}
	var list []welfare.Visit
	var pays []welfare.Programme
	err := s.at(began, 8, 30, "lien", func(a kernel.Actor) error {
		for _, m := range months {
			_, err := s.a.welfare.Suggest(s.ctx, a, unit, m.Year, int(m.Month))
			if err != nil {
				return err
			}
			month, err := s.a.welfare.Visits(s.ctx, a, unit, m.Year, int(m.Month))
			if err != nil {
				return err
			}
			list, pays = append(list, month.Visits...), month.Programmes
		}
		return nil
	})
	if err != nil || len(pays) == 0 {
		return err
	}
	left := true
	for _, v := range list {
		if v.Day.Before(began) || !v.Day.Before(today) || v.Event != welfare.Birthday {
			continue
		}
		if left {
			left = false // one was forgotten
			continue
		}
		err = s.at(v.Day, 10, 30, "lien", func(a kernel.Actor) error {
			return s.a.welfare.Visited(s.ctx, a, v.ID, welfare.DoneInput{Programme: pays[0].ID, Note: "Đã chúc mừng tại tổ"})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tetNext is the Tết to come: proposed, corrected with a reason, waiting for the chair. Beside it a draft.
func (s *welfareStory) tetNext(y int, today kernel.Date, day func(y, m, d int) kernel.Date) error {
	began := today.AddDays(-5)
	p, l, err := s.gift(began, welfare.ProgrammeInput{Year: y, Title: fmt.Sprintf("Quà Tết Nguyên đán %d", y+1), Basis: fmt.Sprintf("Kế hoạch 15/KH-CĐ ngày 20/10/%d", y),
		Rule: "doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6 and doan_vien.luong < 20000000", Amount: 500_000, Goods: "Túi quà Tết", Budget: 160_000_000, Deadline: day(y+1, 1, 31), Fund: "Đoàn phí",
		Occasion: welfare.OccasionInput{Title: fmt.Sprintf("Tết Nguyên đán %d", y+1), AsOf: day(y, 12, 31)}})
	if err != nil {
		return err
	}
	err = s.at(began, 10, 0, "hanh", func(a kernel.Actor) error {
		outside, err := s.a.welfare.Outside(s.ctx, a, p, l, welfare.RowFilter{Unit: seed.UnitID("cdcs-than-mau")})
		if err != nil || len(outside.Rows) == 0 {
			return err
		}
		_, err = s.a.welfare.Add(s.ctx, a, p, l, welfare.AddInput{Numbers: outside.Rows[0].Member.Number, Reason: "Lương cao hơn mức xét nhưng gia đình vừa gặp hoả hoạn, tổ công đoàn đề nghị"})
		if err != nil {
			return err
		}
		return s.a.welfare.AskApproval(s.ctx, a, p, l)
	})
	if err != nil {
		return err
	}
	return s.at(today.AddDays(-2), 15, 0, "hanh", func(a kernel.Actor) error {
		_, err := s.a.welfare.Create(s.ctx, a, welfare.ProgrammeInput{Org: seed.UnitID("cd-uong-bi"), Year: y + 1, Kind: welfare.Gifts, Title: fmt.Sprintf("Tháng Công nhân %d", y+1), Basis: "Dự thảo kế hoạch",
			Rule: "doan_vien.dang_sinh_hoat", Amount: 300_000, Line: "31.03", Budget: 110_000_000, Occasion: welfare.OccasionInput{Title: fmt.Sprintf("Tháng 5 năm %d", y+1), AsOf: day(y+1, 4, 20)}})
		return err
	})
}
