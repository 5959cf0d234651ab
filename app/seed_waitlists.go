package app

import (
	"context"
	"errors"
	"fmt"

	"doanket/kernel"
	"doanket/seed"
	"doanket/union/waitlists"
)

// seedWaitlists plays two lists of the ward: rooms of union housing, frozen and published, with one room
// offered, and small loans that still take applications. A site that has lists already stays as it is.
func (a *App) seedWaitlists(ctx context.Context, end kernel.Instant) error {
	there, err := a.waitlists.Lists(ctx, kernel.Actor{System: true, Tenant: seed.Tenant()}, 0)
	if err != nil || len(there.Rows) > 0 {
		return err
	}
	clock := &storyClock{}
	cfg := a.cfg
	cfg.Node = 1020
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &waitStory{&benefitStory{&welfareStory{a: b, clock: clock, end: end, ctx: ctx}}}
	err = s.play(end.Date())
	if err != nil && !errors.Is(err, errOver) {
		return fmt.Errorf("waitlists: %w", err)
	}
	clock.set(end)
	return b.outbox.Drain(ctx)
}

type waitStory struct{ *benefitStory }

// The points of these lists are invented: which scale holds is not confirmed, and the data says so.
const scaleSource = "Thang điểm minh hoạ, chưa đối chiếu văn bản"

func (s *waitStory) list(on kernel.Date, in waitlists.ListInput, criteria ...waitlists.Criterion) (id kernel.ID, err error) {
	in.Org = seed.UnitID("cd-uong-bi")
	err = s.at(on, 9, 0, "hanh", func(a kernel.Actor) error {
		l, err := s.a.waitlists.Create(s.ctx, a, in)
		if err != nil {
			return err
		}
		id = l.ID
		for _, c := range criteria {
			c.Source, c.Valid.From = scaleSource, on
			err = s.a.waitlists.AddCriterion(s.ctx, a, id, c)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return id, err
	}
	return id, s.at(on, 15, 0, "thanh", func(a kernel.Actor) error { return s.a.waitlists.Open(s.ctx, a, id) })
}

func (s *waitStory) play(today kernel.Date) error {
	homes, err := s.list(today.AddDays(-50), waitlists.ListInput{Kind: waitlists.Housing, Title: fmt.Sprintf("Thuê nhà ở công đoàn năm %d", today.Year+1), Basis: fmt.Sprintf("Kế hoạch 17/KH-CĐ ngày 01/10/%d", today.Year), Until: today.AddDays(-10), AnswerDays: 10},
		waitlists.Criterion{Title: "Chưa có nhà ở", Formula: "don.chua_co_nha ? 40 : (don.dien_tich < 10 ? 30 : 0)"},
		waitlists.Criterion{Title: "Hoàn cảnh khó khăn", Formula: "doan_vien.kho_khan ? 20 : 0"},
		waitlists.Criterion{Title: "Số người trong hộ", Formula: "don.so_nguoi >= 4 ? 10 : 5"},
		waitlists.Criterion{Title: "Thâm niên công đoàn", Formula: "doan_vien.so_thang >= 120 ? 10 : doan_vien.so_thang / 12"})
	if err != nil {
		return err
	}
	numbers, err := s.numbers("cdcs-than-mau", 9)
	if err != nil {
		return err
	}
	for i, n := range numbers {
		err = s.at(today.AddDays(-45+3*i), 10, 0, "lien", func(a kernel.Actor) error {
			_, err := s.a.waitlists.Apply(s.ctx, a, homes, waitlists.ApplyInput{Number: n, Answers: waitlists.Answers{People: 1 + i%5, Homeless: i%3 == 0, Room: 6 + 3*(i%4)}})
			return err
		})
		if err != nil {
			return err
		}
	}
	err = s.at(today.AddDays(-40), 20, 0, "hau", func(a kernel.Actor) error {
		_, err := s.a.waitlists.Apply(s.ctx, a, homes, waitlists.ApplyInput{Answers: waitlists.Answers{People: 4, Homeless: true, Room: 8}, Note: "Gia đình bốn người đang thuê trọ"})
		return err
	})
	if err != nil {
		return err
	}
	loans, err := s.list(today.AddDays(-20), waitlists.ListInput{Kind: waitlists.Loan, Title: fmt.Sprintf("Vay vốn quỹ trợ vốn đầu năm %d", today.Year+1), Basis: fmt.Sprintf("Kế hoạch 19/KH-CĐ ngày 05/11/%d", today.Year), Until: today.AddDays(20), AnswerDays: 7},
		waitlists.Criterion{Title: "Hoàn cảnh khó khăn", Formula: "doan_vien.kho_khan ? 30 : 0"}, waitlists.Criterion{Title: "Vay từ 20 triệu đồng trở xuống", Formula: "don.so_tien <= 20000000 ? 10 : 0"},
		waitlists.Criterion{Title: "Thâm niên công đoàn", Formula: "doan_vien.so_thang / 12"})
	if err != nil {
		return err
	}
	for i, n := range numbers[:min(4, len(numbers))] {
		err = s.at(today.AddDays(-15+i), 14, 0, "lien", func(a kernel.Actor) error {
			_, err := s.a.waitlists.Apply(s.ctx, a, loans, waitlists.ApplyInput{Number: n, Answers: waitlists.Answers{People: 2 + i, Sum: kernel.Money(10_000_000 * (i + 1))}})
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.at(today.AddDays(-8), 9, 0, "thanh", func(a kernel.Actor) error {
		err := s.a.waitlists.Freeze(s.ctx, a, homes)
		if err == nil {
			err = s.a.waitlists.Publish(s.ctx, a, homes)
		}
		if err == nil {
			_, err = s.a.waitlists.MakeOffer(s.ctx, a, homes, "Căn hộ 302, toà B")
		}
		return err
	})
}
