package app

import (
	"context"
	"errors"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
	"doanket/union/welfare"
)

// seedWelfare plays a year of welfare on a clock of its own: a Tết that is over, a month of workers that
// went beyond its budget, gifts of 20/10 that are being paid, the Tết to come with its list waiting for
// approval, a draft, visits and hardship allowances. What has not happened by the end of the story does
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
	if err != nil && !errors.Is(err, errOver) {
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
	err := s.roll(y, day(y-1, 11, 3))
	if err != nil {
		return err
	}
	for _, scene := range []func() error{
		func() error { return s.tetPast(y, day) },
		func() error { return s.standing(y, day(y, 1, 6)) },
		func() error { return s.workers(y, day) },
		func() error { return s.late(y, day(y, 8, 17)) },
		func() error { return s.women(y, day) },
		func() error { return s.visits(today) },
		func() error { return s.tetNext(y, today, day) },
	} {
		err = scene()
		if err != nil {
			return err
		}
	}
	return nil
}

// roll enters the sample members of three grassroots unions; those of the cast who work there are among
// them. A register that has members already stays as it is.
func (s *welfareStory) roll(y int, on kernel.Date) error {
	s.clock.set(on.Clock(8, 30))
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	return s.a.db.Tx(s.ctx, func(tx *db.Tx) error {
		n := 0
		for _, u := range []struct {
			key    string
			people int
			cast   []string
		}{{"cdcs-than-mau", 52, []string{"than", "lien", "toan", "bao"}}, {"cdcs-thcs-mau", 28, nil}, {"cdcs-benh-vien-mau", 40, []string{"thuha"}}} {
			counted, err := s.a.members.Tally(tx, seed.Tenant(), []kernel.ID{seed.UnitID(u.key)}, on)
			if err != nil {
				return err
			}
			if len(counted) > 0 && counted[0].Members > 0 {
				continue
			}
			var rows []members.Row
			for i := range u.people {
				row := sampleMember(n, seed.UnitID(u.key), y)
				if i < len(u.cast) {
					row.Person = seed.PersonID(u.cast[i])
				}
				rows = append(rows, row)
				n++
			}
			_, err = s.a.members.AdmitMany(tx, program, rows)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// sampleMember is an invented member; every fifteenth came late in the year before.
func sampleMember(n int, unit kernel.ID, y int) members.Row {
	who := seed.ApplicantNo(n + 500)
	sex := "nam"
	if n%2 == 0 {
		sex = "nữ"
	}
	born, _ := kernel.NewDate(1966+n*7%36, 1+n%12, 1+n*5%28) // such days exist
	admitted, _ := kernel.NewDate(2015+n%9, 1+n%12, 1+n%28)
	if n%15 == 14 {
		admitted, _ = kernel.NewDate(y-1, 10, 15)
	}
	row := members.Row{Name: who.Name, Born: born, Sex: sex, Unit: unit, Group: fmt.Sprintf("Tổ %d", 1+n%4), Admitted: admitted, Basis: "03/QĐ-MAU", Source: "Dữ liệu mẫu",
		Profile: members.Profile{Wage: kernel.Money(5_500_000 + n%20*350_000)}}
	if n%11 == 3 {
		row.Profile.Hardship = "Nuôi con nhỏ một mình, thuê nhà"
	}
	return row
}

// late are members who were admitted in August: too late for the Tết to come.
func (s *welfareStory) late(y int, on kernel.Date) error {
	if on.Clock(9, 0).After(s.end) {
		return errOver
	}
	s.clock.set(on.Clock(9, 0))
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	return s.a.db.Tx(s.ctx, func(tx *db.Tx) error {
		var rows []members.Row
		for n := 120; n < 125; n++ {
			row := sampleMember(n, seed.UnitID("cdcs-than-mau"), y)
			row.Admitted, _ = kernel.NewDate(y, 8, 15)
			rows = append(rows, row)
		}
		_, err := s.a.members.AdmitMany(tx, program, rows)
		return err
	})
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
		Rule: "doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6", Amount: 500_000, Budget: 60_000_000, Deadline: day(y, 1, 31), Fund: "Đoàn phí",
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
		Rule: "doan_vien.luong < 9000000", Amount: 300_000, Goods: "Phiếu mua hàng", Budget: 15_000_000, Deadline: day(y, 5, 15), Fund: "Xã hội hoá",
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
		Rule: "doan_vien.gioi == 'nu' and doan_vien.dang_sinh_hoat", Amount: 200_000, Budget: 15_000_000, Deadline: day(y, 12, 10), Fund: "Đoàn phí",
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

// visits puts the birthdays of this month and the last into the calendar; the first of them took place.
func (s *welfareStory) visits(today kernel.Date) error {
	unit := seed.UnitID("cdcs-than-mau")
	first := kernel.Date{Year: today.Year, Month: today.Month, Day: 1}
	if first.Clock(9, 0).After(s.end) {
		return errOver
	}
	var month welfare.Month
	err := s.at(first, 8, 30, "lien", func(a kernel.Actor) error {
		_, err := s.a.welfare.Suggest(s.ctx, a, unit, today.Year, int(today.Month))
		if err == nil {
			month, err = s.a.welfare.Visits(s.ctx, a, unit, today.Year, int(today.Month))
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, v := range month.Visits {
		if i >= 2 || len(month.Programmes) == 0 || !v.Day.Before(today) || v.Event != welfare.Birthday {
			break
		}
		err = s.at(v.Day, 10, 30, "lien", func(a kernel.Actor) error {
			return s.a.welfare.Visited(s.ctx, a, v.ID, welfare.DoneInput{Programme: month.Programmes[0].ID, Note: "Đã chúc mừng tại tổ"})
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
		Rule: "doan_vien.dang_sinh_hoat and doan_vien.so_thang >= 6", Amount: 500_000, Goods: "Túi quà Tết", Budget: 60_500_000, Deadline: day(y+1, 1, 31), Fund: "Đoàn phí",
		Occasion: welfare.OccasionInput{Title: fmt.Sprintf("Tết Nguyên đán %d", y+1), AsOf: day(y, 12, 31)}})
	if err != nil {
		return err
	}
	err = s.at(began, 10, 0, "hanh", func(a kernel.Actor) error {
		outside, err := s.a.welfare.Outside(s.ctx, a, p, l, welfare.RowFilter{Unit: seed.UnitID("cdcs-than-mau")})
		if err != nil || len(outside.Rows) == 0 {
			return err
		}
		_, err = s.a.welfare.Add(s.ctx, a, p, l, welfare.AddInput{Numbers: outside.Rows[0].Member.Number, Reason: "Mới vào tháng 8 nhưng gia đình gặp hoả hoạn, tổ công đoàn đề nghị"})
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
			Rule: "doan_vien.dang_sinh_hoat", Amount: 300_000, Line: "31.03", Budget: 40_000_000, Occasion: welfare.OccasionInput{Title: fmt.Sprintf("Tháng 5 năm %d", y+1), AsOf: day(y+1, 4, 20)}})
		return err
	})
}
