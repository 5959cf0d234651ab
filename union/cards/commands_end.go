package cards

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Ending is why a card is lost, replaced or revoked. Note is for the office and stands on no card.
//
//glossary:none
type Ending struct {
	Reason string
	Note   string
}

const longNote = 500

func (e Ending) checked(v Verb, was State, on kernel.Date) error {
	var fs kernel.Faults
	if !known(v, was, e.Reason, on) {
		fs.Add("ly_do", "cards.no_reason")
	}
	if len([]rune(e.Note)) > longNote {
		fs.Add("ghi_chu", "cards.too_long", longNote)
	}
	return fs.Err("cards.bad_ending")
}

// ReportLost makes a card dead at once. Refuses with cards.cannot_lose, cards.no_reason at the field,
// cards.may_not, cards.no_card.
func (s *Service) ReportLost(ctx context.Context, a kernel.Actor, id kernel.ID, e Ending) (Card, error) {
	var c Card
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		c, err = s.guarded(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		c, err = s.lose(tx, a, c, e)
		return err
	})
	return c, err
}

func (s *Service) lose(tx *db.Tx, a kernel.Actor, c Card, e Ending) (Card, error) {
	was := c.State
	if was == Valid {
		err := e.checked(Lose, was, s.today())
		if err != nil {
			return c, err
		}
	}
	err := c.lose(Deed{At: s.Clock.Now(), By: a.Name, Why: e.Reason}, e.Note)
	if err == nil {
		err = s.move(tx, a, c, was, LostFact, 0)
	}
	if err != nil {
		return c, err
	}
	return c, s.note(tx, a, LostFact, c, was, e.Reason, "")
}

// RevokeCard ends a card for good. Refuses with cards.cannot_revoke, cards.no_reason at the field,
// cards.may_not, cards.no_card.
func (s *Service) RevokeCard(ctx context.Context, a kernel.Actor, id kernel.ID, e Ending) (Card, error) {
	var c Card
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		c, err = s.guarded(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		c, err = s.revoke(tx, a, c, e)
		return err
	})
	return c, err
}

func (s *Service) revoke(tx *db.Tx, a kernel.Actor, c Card, e Ending) (Card, error) {
	was := c.State
	if !was.Ended() {
		err := e.checked(Revoke, was, s.today())
		if err != nil {
			return c, err
		}
	}
	err := c.end(Revoke, Deed{At: s.Clock.Now(), By: a.Name, Why: e.Reason}, e.Note)
	if err == nil {
		err = s.move(tx, a, c, was, RevokedFact, 0)
	}
	if err != nil {
		return c, err
	}
	return c, s.note(tx, a, RevokedFact, c, was, e.Reason, "")
}

// ReplaceCard makes the next card of the same member. One that was not handed over yet ends now; a
// valid one counts until the next is handed over; a lost one stays dead. Refuses with
// cards.cannot_replace, cards.already_waiting, cards.not_member, cards.no_number, cards.no_reason at
// the field, cards.may_not, cards.no_card.
func (s *Service) ReplaceCard(ctx context.Context, a kernel.Actor, id kernel.ID, e Ending) (Card, error) {
	p, err := s.bearer(ctx, a, id)
	if err != nil {
		return Card{}, err
	}
	var next Card
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		old, err := s.guarded(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		if old.State.Ended() {
			return kernel.Refuse("cards.cannot_replace", old.Serial)
		}
		err = e.checked(Replace, old.State, s.today())
		if err != nil {
			return err
		}
		next, err = s.replace(tx, a, old, p, e)
		return err
	})
	if _, ok := db.Unique(err); ok { // two at the same moment: the constraint lets one through
		return Card{}, kernel.Refuse("cards.already_waiting")
	}
	return next, err
}

// bearer is the member of a card as the roll has her now. The roll is asked before the transaction.
func (s *Service) bearer(ctx context.Context, a kernel.Actor, id kernel.ID) (Member, error) {
	var c Card
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		c, err = s.guarded(tx, a, id, canIssue)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	p, ok, err := s.Roll.One(ctx, c.Tenant, c.Member, s.today())
	switch {
	case err != nil:
		return p, err
	case !ok:
		return p, kernel.Refuse("cards.not_member", c.Name)
	case p.Number == "":
		return p, kernel.Refuse("cards.no_number", p.Name)
	}
	return p, nil
}

func (s *Service) replace(tx *db.Tx, a kernel.Actor, old Card, p Member, e Ending) (Card, error) {
	was := old.State
	if was.Waiting() { // it makes room before the next one waits
		err := old.end(Replace, Deed{At: s.Clock.Now(), By: a.Name, Why: e.Reason}, e.Note)
		if err == nil {
			err = s.move(tx, a, old, was, ReplacedFact, 0)
		}
		if err != nil {
			return Card{}, err
		}
	}
	_, waiting, err := holding(tx, old.Tenant, []kernel.ID{old.Member})
	if err != nil {
		return Card{}, err
	}
	if waiting[old.Member] {
		return Card{}, kernel.Refuse("cards.already_waiting")
	}
	made, err := s.make(tx, making{tenant: old.Tenant, kind: old.Kind, by: a.Name, desks: map[kernel.ID]desk{}, replaces: old.ID, why: e.Reason}, []Member{p})
	if err != nil {
		return Card{}, err
	}
	next := made[0]
	err = s.tell(tx, a, next.Tenant, MadeFact, subject(next), Told{Card: next.ID, Member: next.Member, Unit: next.Unit, Serial: next.Serial})
	if err != nil {
		return next, err
	}
	return next, s.note(tx, a, MadeFact, old, was, e.Reason, next.Serial)
}
