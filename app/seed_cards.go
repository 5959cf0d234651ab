package app

import (
	"context"
	"fmt"

	"doanket/kernel"
	"doanket/seed"
	"doanket/union/cards"
)

// cardsStory plays the cards of the cast on a clock of its own.
type cardsStory struct {
	a     *App
	clock *storyClock
	today kernel.Date
	ctx   context.Context
}

// seedCards gives the members of the cast their cards: one union has them in hand but for a few, with
// a card lost, one lost and replaced (union.md A15), one revoked; the next union's are made and wait
// for the printer. A site that has cards already stays as it is.
func (a *App) seedCards(ctx context.Context, end kernel.Instant) error {
	there, _, _, err := a.cards.Batches(ctx, cards.System(seed.Tenant()), 0)
	if err != nil || len(there) > 0 {
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
	s := &cardsStory{a: b, clock: clock, today: end.Date(), ctx: ctx}
	for _, scene := range []func() error{s.design, s.firstUnion, s.hardDays, s.nextUnion} {
		err = scene()
		if err != nil {
			return fmt.Errorf("cards: %w", err)
		}
	}
	clock.set(end)
	return b.outbox.Drain(ctx)
}

// at turns the clock to an hour some days before today and gives the officer who acts then.
func (s *cardsStory) at(daysAgo, hour int, login string) (kernel.Actor, error) {
	s.clock.set(s.today.AddDays(-daysAgo).Clock(hour, 10))
	return s.a.people.Actor(s.ctx, seed.AccountID(login))
}

func (s *cardsStory) design() error {
	who, err := s.at(75, 9, "ldld.pct")
	if err != nil {
		return err
	}
	_, err = s.a.cards.SaveDesign(s.ctx, who, cards.Design{Unit: seed.UnitID("ldld-tinh"), Valid: kernel.Period{From: s.today.AddDays(-75)}, Prefix: "QN", Yearly: true,
		Palette: cards.Palettes[0].Key, LineOne: "LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG NINH", LineTwo: "THẺ ĐOÀN VIÊN", Fields: cards.Fields,
		Back:  "Thẻ chứng nhận người có tên trên thẻ là đoàn viên công đoàn.\nQuét mã để biết thẻ còn hiệu lực hay không.\nMất thẻ thì báo ngay cho công đoàn cơ sở.",
		Place: "Quảng Ninh", Post: "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", Signer: "Nguyễn Tiến Dũng", Source: "Mẫu hư cấu của dữ liệu mẫu, không phải mẫu đang dùng"})
	return err
}

// issue asks for a batch and lets it be made.
func (s *cardsStory) issue(who kernel.Actor, unit, title string) (cards.Batch, error) {
	b, err := s.a.cards.AskBatch(s.ctx, who, cards.BatchInput{Unit: seed.UnitID(unit), Title: title, Kind: "thuong"})
	if err == nil {
		err = s.a.cards.RunBatches(s.ctx)
	}
	return b, err
}

// ofUnit are the cards of a unit, the latest first.
func (s *cardsStory) ofUnit(unit string, state cards.State) ([]cards.Card, error) {
	p, err := s.a.cards.List(s.ctx, cards.System(seed.Tenant()), cards.Filter{Unit: seed.UnitID(unit), State: state, Limit: 500})
	return p.Cards, err
}

func (s *cardsStory) firstUnion() error {
	who, err := s.at(60, 9, "hanh")
	if err != nil {
		return err
	}
	b, err := s.issue(who, "cdcs-than-mau", "Cấp thẻ đoàn viên Than Mẫu")
	if err != nil {
		return err
	}
	list, err := s.ofUnit("cdcs-than-mau", cards.Made)
	if err != nil || len(list) == 0 {
		return err
	}
	who, err = s.at(56, 14, "hanh")
	if err == nil {
		_, err = s.a.cards.MarkBatchPrinted(s.ctx, who, b.ID)
	}
	if err != nil {
		return err
	}
	who, err = s.at(50, 15, "lien")
	if err != nil {
		return err
	}
	var ids []kernel.ID
	for i, c := range list {
		if i%20 != 19 || ofCast(c.Name) { // some were away on the day
			ids = append(ids, c.ID)
		}
	}
	_, err = s.a.cards.Hand(s.ctx, who, ids, cards.BySignature)
	return err
}

// ofCast keeps the cards of those who sign in free of trouble.
func ofCast(name string) bool {
	for _, p := range seed.People {
		if p.Name == name {
			return true
		}
	}
	return false
}

// hardDays happen to four of those who have a card.
func (s *cardsStory) hardDays() error {
	list, err := s.ofUnit("cdcs-than-mau", cards.Valid)
	if err != nil {
		return err
	}
	var some []cards.Card
	for i := 5; i < len(list) && len(some) < 4; i += 11 {
		if !ofCast(list[i].Name) {
			some = append(some, list[i])
		}
	}
	for i, do := range []func(c cards.Card) error{s.lost, s.replaced, s.givenByMistake, s.waiting} {
		if i < len(some) {
			err = do(some[i])
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *cardsStory) lost(c cards.Card) error {
	who, err := s.at(2, 8, "lien")
	if err == nil {
		_, err = s.a.cards.ReportLost(s.ctx, who, c.ID, cards.Ending{Reason: "mat", Note: "Báo qua điện thoại"})
	}
	return err
}

// replaced is A15: a new serial, the same member number, and the old code dead from the first moment.
func (s *cardsStory) replaced(c cards.Card) error {
	who, err := s.at(20, 8, "lien")
	if err == nil {
		_, err = s.a.cards.ReportLost(s.ctx, who, c.ID, cards.Ending{Reason: "mat_cap"})
	}
	if err != nil {
		return err
	}
	next, err := s.next(c, 18, "thay_the_mat")
	if err != nil {
		return err
	}
	who, err = s.at(14, 16, "lien")
	if err == nil {
		_, err = s.a.cards.Hand(s.ctx, who, []kernel.ID{next.ID}, cards.ByHand)
	}
	return err
}

// next makes and prints the card that follows one.
func (s *cardsStory) next(c cards.Card, daysAgo int, why string) (cards.Card, error) {
	who, err := s.at(daysAgo, 9, "lien")
	if err != nil {
		return c, err
	}
	next, err := s.a.cards.ReplaceCard(s.ctx, who, c.ID, cards.Ending{Reason: why})
	if err == nil {
		_, err = s.a.cards.MarkPrinted(s.ctx, who, next.ID)
	}
	return next, err
}

func (s *cardsStory) givenByMistake(c cards.Card) error {
	who, err := s.at(30, 10, "hanh")
	if err == nil {
		_, err = s.a.cards.RevokeCard(s.ctx, who, c.ID, cards.Ending{Reason: "cap_nham"})
	}
	return err
}

func (s *cardsStory) waiting(c cards.Card) error {
	_, err := s.next(c, 3, "hong")
	return err
}

func (s *cardsStory) nextUnion() error {
	who, err := s.at(1, 9, "hanh")
	if err == nil {
		_, err = s.issue(who, "cdcs-thcs-mau", "Cấp thẻ đoàn viên Trường THCS Mẫu")
	}
	return err
}
