package app

import (
	"context"
	"fmt"
	"strconv"

	"doanket/kernel"
	"doanket/seed"
	"doanket/union/statistics"
)

// sampleReport is what a sample union reports; the numbers are invented.
type sampleReport struct {
	unit    string
	sector  string
	workers int64
	wage    int64
}

var sampleReports = []sampleReport{
	{"cdcs-than-mau", "khac", 182, 11_400_000}, {"cdcs-thcs-mau", "su_nghiep", 64, 8_900_000}, {"cdcs-benh-vien-mau", "su_nghiep", 213, 10_250_000},
}

// seedStatistics plays two reporting periods on a clock of its own: the one before is accepted and added
// up, with one union that was late; the present one is under way, with one report returned and one
// missing. What has not happened yet by the end of the story does not happen.
func (a *App) seedStatistics(ctx context.Context, end kernel.Instant) error {
	clock := &storyClock{}
	cfg := a.cfg
	cfg.Node = 1021
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &statisticsStory{a: b, clock: clock, end: end, ctx: ctx}
	last, present := sampleCutOffs(end.Date())
	err = s.past(last)
	if err == nil {
		err = s.present(present)
	}
	if err != nil {
		return fmt.Errorf("statistics: %w", err)
	}
	clock.set(end)
	return b.outbox.Drain(ctx)
}

// sampleCutOffs are the cut-off that is over and the one after it.
func sampleCutOffs(today kernel.Date) (last, present kernel.Date) {
	may := func(year int) kernel.Date { return kernel.Date{Year: year, Month: 5, Day: 31} }
	november := func(year int) kernel.Date { return kernel.Date{Year: year, Month: 11, Day: 30} }
	over := today.AddDays(-25)
	switch y := today.Year; {
	case over.Before(may(y)):
		return november(y - 1), may(y)
	case over.Before(november(y)):
		return may(y), november(y)
	default:
		return november(y), may(y + 1)
	}
}

type statisticsStory struct {
	a     *App
	clock *storyClock
	end   kernel.Instant
	ctx   context.Context
}

// at does something at a moment of the story, unless the story ends before.
func (s *statisticsStory) at(day kernel.Date, hour, minute int, login string, do func(a kernel.Actor) error) error {
	when := day.Clock(hour, minute)
	if when.After(s.end) {
		return nil
	}
	s.clock.set(when)
	who, err := s.a.people.Actor(s.ctx, seed.AccountID(login))
	if err != nil {
		return err
	}
	return do(who)
}

// period opens a period, or finds the one that is open.
func (s *statisticsStory) period(cut, opened kernel.Date) (kernel.ID, error) {
	var id kernel.ID
	fed := seed.UnitID("ldld-tinh")
	err := s.at(opened, 8, 30, "ldld", func(a kernel.Actor) error {
		list, err := s.a.statistics.Periods(s.ctx, a, kernel.Date{})
		if err != nil {
			return err
		}
		for _, p := range list.Periods {
			if p.CutOff == cut {
				id = p.ID
				return nil
			}
		}
		p, err := s.a.statistics.Open(s.ctx, a, statistics.OpenInput{Org: fed, CutOff: cut})
		id = p.ID
		return err
	})
	return id, err
}

// fresh tells that a unit has saved nothing yet in a period.
func (s *statisticsStory) fresh(period kernel.ID, unit string) (bool, error) {
	v, err := s.a.statistics.Sheet(s.ctx, kernel.Actor{System: true, Tenant: seed.Tenant()}, statistics.Ref{Period: period, Org: seed.UnitID(unit)})
	return v.Report.State == statistics.None, err
}

func (r sampleReport) filling() statistics.Filling {
	n := func(x int64) statistics.Entry { return statistics.Entry{Text: strconv.FormatInt(x, 10)} }
	return statistics.Filling{Sector: r.sector, Entries: map[string]statistics.Entry{
		"lao_dong": n(r.workers), "lao_dong_nu": n(r.workers * 2 / 5), "thieu_viec": n(r.workers / 40), "thieu_viec_nu": n(r.workers / 90),
		"luong_binh_quan": n(r.wage), "so_nguoi_tinh_luong": n(r.workers - r.workers/20), "no_luong": n(0), "duoc_bo_tri_nha": n(r.workers / 10), "thue_nha": n(r.workers / 6),
		"hop_dong": n(r.workers), "bao_hiem": n(r.workers - r.workers/50), "tranh_chap": n(0), "dinh_cong": n(0)}}
}

// past is the period that is over: all accepted, the hospital's union two working days late.
func (s *statisticsStory) past(cut kernel.Date) error {
	id, err := s.period(cut, cut.AddDays(-10))
	if err != nil || id == 0 {
		return err
	}
	for i, r := range sampleReports {
		fresh, err := s.fresh(id, r.unit)
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		sent := cut.AddDays(2 + i)
		if r.unit == "cdcs-benh-vien-mau" {
			sent = cut.AddDays(9)
		}
		ref := statistics.Ref{Period: id, Org: seed.UnitID(r.unit)}
		err = s.at(sent, 9, 10+i, sender(r.unit), func(a kernel.Actor) error {
			_, err := s.a.statistics.Submit(s.ctx, a, ref, r.filling())
			return err
		})
		if err == nil {
			err = s.at(sent, 15, 20+i, "thanh", func(a kernel.Actor) error {
				_, err := s.a.statistics.Accept(s.ctx, a, ref)
				return err
			})
		}
		if err != nil {
			return err
		}
	}
	return s.sums(id, cut)
}

// sums sends what the ward's union adds up, and settles that of the federation.
func (s *statisticsStory) sums(id kernel.ID, cut kernel.Date) error {
	ward, fed := statistics.Ref{Period: id, Org: seed.UnitID("cd-uong-bi")}, statistics.Ref{Period: id, Org: seed.UnitID("ldld-tinh")}
	fresh, err := s.fresh(id, "cd-uong-bi")
	if err != nil || !fresh {
		return err
	}
	err = s.at(cut.AddDays(10), 9, 0, "hanh", func(a kernel.Actor) error {
		_, err := s.a.statistics.SubmitSum(s.ctx, a, ward, "")
		return err
	})
	if err == nil {
		err = s.at(cut.AddDays(11), 10, 0, "ldld", func(a kernel.Actor) error {
			_, err := s.a.statistics.Accept(s.ctx, a, ward)
			return err
		})
	}
	if err == nil {
		err = s.at(cut.AddDays(11), 10, 30, "ldld", func(a kernel.Actor) error {
			_, err := s.a.statistics.SubmitSum(s.ctx, a, fed, "CĐCS May Mẫu mới thành lập, chưa có báo cáo. Công đoàn phường Vàng Danh đã được nhắc.")
			return err
		})
	}
	return err
}

// sender is who of the cast fills in the form of a unit: the ward's union helps those without anybody.
func sender(unit string) string {
	if unit == "cdcs-than-mau" {
		return "lien"
	}
	return "hanh"
}

// present is the period under way: one report accepted, one returned, one not begun.
func (s *statisticsStory) present(cut kernel.Date) error {
	id, err := s.period(cut, cut.AddDays(-10))
	if err != nil || id == 0 {
		return err
	}
	for i, r := range sampleReports[:2] {
		fresh, err := s.fresh(id, r.unit)
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		ref := statistics.Ref{Period: id, Org: seed.UnitID(r.unit)}
		err = s.at(cut.AddDays(-4), 14, 5+i, sender(r.unit), func(a kernel.Actor) error {
			_, err := s.a.statistics.Save(s.ctx, a, ref, r.filling())
			return err
		})
		if err == nil {
			err = s.at(cut, 8, 40+i, sender(r.unit), func(a kernel.Actor) error {
				_, err := s.a.statistics.Submit(s.ctx, a, ref, r.filling())
				return err
			})
		}
		if err == nil {
			err = s.at(cut, 10, 15+i, "thanh", func(a kernel.Actor) error {
				if i == 0 {
					_, err := s.a.statistics.Accept(s.ctx, a, ref)
					return err
				}
				_, err := s.a.statistics.Return(s.ctx, a, ref, "Số người tự thuê nhà kỳ trước là 10, kỳ này cũng 10. Hãy hỏi lại các tổ.")
				return err
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
