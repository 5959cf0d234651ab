package cards

import (
	"context"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// showFor is how long a name is seen that the member lets be seen.
const showFor = 5 * time.Minute

// ownMember is the person at the page as the roll has her. It is asked before any transaction.
func (s *Service) ownMember(ctx context.Context, a kernel.Actor) (Member, error) {
	if a.Person == 0 {
		return Member{}, kernel.Missing("cards.no_own_card")
	}
	m, ok, err := s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
	if err == nil && !ok {
		err = kernel.Missing("cards.no_own_card")
	}
	return m, err
}

// withOwn runs fn over the valid card of the person at the page. Refuses with cards.no_own_card.
func (s *Service) withOwn(ctx context.Context, a kernel.Actor, fn func(tx *db.Tx, c Card) error) error {
	m, err := s.ownMember(ctx, a)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		list, err := cardsOf(tx, a.Tenant, m.ID)
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.State == Valid {
				return fn(tx, c)
			}
		}
		return kernel.Missing("cards.no_own_card")
	})
}

// ShowName lets whoever scans the card of the person at the page see her name for five minutes.
func (s *Service) ShowName(ctx context.Context, a kernel.Actor) (until kernel.Instant, err error) {
	until = s.Clock.Now().Add(showFor)
	return until, s.setShown(ctx, a, until, "cards.name_shown")
}

// HideName takes that back at once.
func (s *Service) HideName(ctx context.Context, a kernel.Actor) error {
	return s.setShown(ctx, a, kernel.Instant{}, "cards.name_hidden")
}

func (s *Service) setShown(ctx context.Context, a kernel.Actor, until kernel.Instant, verb string) error {
	return s.withOwn(ctx, a, func(tx *db.Tx, c Card) error {
		err := showUntil(tx, c.ID, until)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, verb, subject(c), nil, nil)
	})
}

// ReportOwnLost is what the member herself says when her card is gone: it is dead at once.
func (s *Service) ReportOwnLost(ctx context.Context, a kernel.Actor) error {
	return s.withOwn(ctx, a, func(tx *db.Tx, c Card) error {
		_, err := s.lose(tx, a, c, Ending{Reason: reasonLost})
		return err
	})
}
