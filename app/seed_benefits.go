package app

import (
	"context"
	"errors"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/benefits"
	"doanket/union/members"
)

// seedBenefits plays half a year of what partners grant: an agreement of the ward with the bookshop that
// runs, with vouchers of the new school year of which some were used, one of the province that begins
// next month, and a draft. A site that has agreements already stays as it is.
func (a *App) seedBenefits(ctx context.Context, end kernel.Instant) error {
	there, err := a.benefits.Agreements(ctx, kernel.Actor{System: true, Tenant: seed.Tenant()}, benefits.Filter{})
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
	s := &benefitStory{&welfareStory{a: b, clock: clock, end: end, ctx: ctx}}
	err = s.play(end.Date())
	if err != nil && !errors.Is(err, errOver) {
		return fmt.Errorf("benefits: %w", err)
	}
	clock.set(end)
	err = b.benefits.Turn(ctx)
	if err != nil {
		return err
	}
	return b.outbox.Drain(ctx)
}

// benefitStory is told with the clock and the cast of the story of welfare.
type benefitStory struct{ *welfareStory }

// grant is an agreement of the story.
type grant struct {
	on     kernel.Date
	writes string
	in     benefits.AgreementInput
	rates  []benefits.Rate
	places []benefits.Place
	areas  []string
}

func (s *benefitStory) write(g grant) (id kernel.ID, err error) {
	g.in.Partner, g.in.CancelMinutes = seed.AccountID("doitac"), 30
	err = s.at(g.on, 9, 0, g.writes, func(a kernel.Actor) error {
		made, err := s.a.benefits.Create(s.ctx, a, g.in)
		if err != nil {
			return err
		}
		id = made.ID
		for _, r := range g.rates {
			err = s.a.benefits.AddRate(s.ctx, a, id, r)
			if err != nil {
				return err
			}
		}
		for i, p := range g.places {
			err = s.a.benefits.AddPlace(s.ctx, a, id, p, g.areas[i])
			if err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

func (s *benefitStory) play(today kernel.Date) error {
	books, err := s.write(grant{on: today.AddDays(-120), writes: "hanh",
		in: benefits.AgreementInput{Org: seed.UnitID("cd-uong-bi"), Title: "Giảm giá sách và đồ dùng học tập", Number: "08/TT-CĐ", From: today.AddDays(-110), To: today.AddDays(200),
			Rule: "doan_vien.so_thang >= 6", Terms: "Không cộng với khuyến mại khác của nhà sách."},
		rates: []benefits.Rate{{Goods: "Sách giáo khoa", Who: benefits.ForMember, Cut: benefits.Cut{Percent: 1500}}, {Goods: "Đồ dùng học tập", Who: benefits.ForChild, Cut: benefits.Cut{Percent: 1000, Cap: 50_000}},
			{Goods: "Văn phòng phẩm", Who: benefits.ForWorker, Cut: benefits.Cut{Percent: 500, Least: 100_000}}},
		places: []benefits.Place{{Name: "Nhà sách Mẫu, cơ sở 1", Address: "Khu Mẫu"}, {Name: "Nhà sách Mẫu, cơ sở 2", Address: "Khu Mẫu"}}, areas: []string{"06811", "06820"}})
	if err == nil {
		err = s.at(today.AddDays(-119), 15, 0, "thanh", func(a kernel.Actor) error { return s.a.benefits.Approve(s.ctx, a, books) })
	}
	if err != nil {
		return err
	}
	err = s.vouchers(today, books)
	if err != nil {
		return err
	}
	province, err := s.write(grant{on: today.AddDays(-8), writes: "ldld",
		in:    benefits.AgreementInput{Org: seed.UnitID("ldld-tinh"), Title: "Tuần sách cho đoàn viên", Number: "21/TT-LĐLĐ", From: today.AddDays(20), To: today.AddDays(50), Rule: "doan_vien.dang_sinh_hoat"},
		rates: []benefits.Rate{{Goods: "Mọi sách", Who: benefits.ForMember, Cut: benefits.Cut{Percent: 2000, Cap: 200_000}}}, places: []benefits.Place{{Name: "Nhà sách Mẫu, cơ sở 1", Address: "Khu Mẫu"}}, areas: []string{"06811"}})
	if err == nil {
		err = s.at(today.AddDays(-7), 10, 0, "ldld.pct", func(a kernel.Actor) error { return s.a.benefits.Approve(s.ctx, a, province) })
	}
	if err != nil {
		return err
	}
	_, err = s.write(grant{on: today.AddDays(-3), writes: "hanh", in: benefits.AgreementInput{Org: seed.UnitID("cd-uong-bi"), Title: "Giảm giá lịch năm mới", From: today.AddDays(5), To: today.AddDays(60)},
		rates: []benefits.Rate{{Goods: "Lịch", Who: benefits.ForMember, Cut: benefits.Cut{Percent: 1250}}}})
	return err
}

// vouchers are those of the new school year: issued to the coal mine's members in hardship and to some by
// list; some were used, one was used and given back, one was taken back.
func (s *benefitStory) vouchers(today kernel.Date, agreement kernel.ID) error {
	var series kernel.ID
	err := s.at(today.AddDays(-100), 8, 30, "hanh", func(a kernel.Actor) error {
		x, err := s.a.benefits.CreateSeries(s.ctx, a, agreement, benefits.SeriesInput{Title: "Phiếu mua sách đầu năm học", Code: "SACH" + fmt.Sprint(today.Year%100), Cut: benefits.Cut{Sum: 150_000},
			Count: 200, PerMember: 2, From: today.AddDays(-100), To: today.AddDays(60)})
		series = x.ID
		return err
	})
	if err == nil {
		err = s.at(today.AddDays(-100), 14, 0, "thanh", func(a kernel.Actor) error { return s.a.benefits.OpenSeries(s.ctx, a, series) })
	}
	if err != nil {
		return err
	}
	numbers, err := s.numbers("cdcs-than-mau", 12)
	if err != nil {
		return err
	}
	own, ok, err := s.a.benefits.Roll.OfPerson(s.ctx, seed.Tenant(), seed.PersonID("hau"), today)
	if err != nil {
		return err
	}
	if ok && own.Number != "" {
		numbers = append(numbers, own.Number)
	}
	err = s.at(today.AddDays(-98), 9, 0, "hanh", func(a kernel.Actor) error {
		_, err := s.a.benefits.Issue(s.ctx, a, series, benefits.IssueInput{Numbers: numbers, Each: 1})
		return err
	})
	if err != nil {
		return err
	}
	return s.sales(today, series)
}

// numbers are the first members of a unit that have a number.
func (s *benefitStory) numbers(unit string, most int) ([]string, error) {
	var out []string
	err := s.a.db.Read(s.ctx, func(tx *db.Tx) error {
		return s.a.members.Each(tx, seed.Tenant(), []kernel.ID{seed.UnitID(unit)}, s.clock.Now().Date(), func(m members.Member) error {
			if m.Number != "" && len(out) < most && m.Person != seed.PersonID("hau") {
				out = append(out, m.Number)
			}
			return nil
		})
	})
	return out, err
}

func (s *benefitStory) sales(today kernel.Date, series kernel.ID) error {
	d, err := s.a.benefits.SeriesDetail(s.ctx, kernel.Actor{System: true, Tenant: seed.Tenant()}, series, "", 0)
	if err != nil {
		return err
	}
	place := d.Agreement.Places[0].ID
	for i, v := range d.Vouchers {
		if i < 4 || i > 9 {
			continue
		}
		err = s.at(today.AddDays(-95+i*7), 10, 5*i, "doitac", func(a kernel.Actor) error {
			u, err := s.a.benefits.Confirm(s.ctx, a, benefits.Till{Code: s.a.benefits.CodeOf(v), Place: place, Bill: kernel.Money(120_000 + 47_500*i), Key: "seed-" + v.ID.String(), Way: benefits.ByPage})
			if err == nil && i == 5 {
				_, err = s.a.benefits.CancelUse(s.ctx, a, u.ID, "Khách đổi ý, trả hàng")
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.at(today.AddDays(-20), 16, 0, "hanh", func(a kernel.Actor) error {
		return s.a.benefits.RevokeVoucher(s.ctx, a, d.Vouchers[10].ID, "Phát nhầm người")
	})
}
