package cards

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// What this room does when the roll tells something. Each runs in the hearer's transaction and twice
// is once.

// Gone (thôi là đoàn viên) is how a membership ended.
//
//glossary:none
type Gone string

const (
	HasLeft     Gone = reasonLeft
	WasExpelled Gone = reasonExpelled
	HasDied     Gone = reasonDied
	WasTwice    Gone = reasonTwice // the membership was closed because another one is the same person's
)

// EndOf revokes every card of a membership that has ended.
func (s *Service) EndOf(tx *db.Tx, tenant, member kernel.ID, why Gone) error {
	list, err := cardsOf(tx, tenant, member)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.State.Ended() {
			continue
		}
		_, err = s.revoke(tx, System(tenant), c, Ending{Reason: string(why)})
		if err != nil {
			return err
		}
	}
	return nil
}

// Follow lets the cards of a member go with her to another unit from a day on. Nothing on the card
// changes: number and serial stay, it is not printed again.
func (s *Service) Follow(tx *db.Tx, tenant, member, unit kernel.ID, on kernel.Date) error {
	if unit == 0 {
		return nil
	}
	list, err := cardsOf(tx, tenant, member)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Unit == unit {
			continue
		}
		err = noteMove(tx, tenant, []kernel.ID{c.ID}, 0, c.Unit, unit, on)
		if err == nil {
			err = count(tx, tenant, c.Unit, c.State, -1)
		}
		if err == nil {
			err = count(tx, tenant, unit, c.State, 1)
		}
		if err == nil {
			err = seatCards(tx, []kernel.ID{c.ID}, unit)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
