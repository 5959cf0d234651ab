package cards

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// mostHanded is how many cards one hand-over names.
const mostHanded = 1000

// Hand hands cards over: each counts from now on, and whatever valid or lost card its member still had
// is replaced. Cards that are handed over already are left as they are, so that sending the list twice
// changes nothing. Refuses with cards.not_printed, cards.cannot_hand_over, cards.too_many_at_once,
// cards.may_not, cards.no_card.
func (s *Service) Hand(ctx context.Context, a kernel.Actor, ids []kernel.ID, how How) (int, error) {
	if len(ids) > mostHanded {
		return 0, kernel.Refuse("cards.too_many_at_once", mostHanded)
	}
	n := 0
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		n = 0
		for _, id := range ids {
			c, err := s.guarded(tx, a, id, canIssue)
			if err != nil {
				return err
			}
			if c.State == Valid && len(ids) > 1 {
				continue
			}
			err = s.hand(tx, a, c, how)
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

func (s *Service) hand(tx *db.Tx, a kernel.Actor, c Card, how How) error {
	was := c.State
	err := c.handOver(Deed{At: s.Clock.Now(), By: a.Name, Why: string(how)})
	if err != nil {
		return err
	}
	others, err := cardsOf(tx, c.Tenant, c.Member)
	if err != nil {
		return err
	}
	for _, old := range others {
		if old.ID == c.ID || old.State != Valid && old.State != Lost {
			continue
		}
		before := old.State
		why := c.Made.Why
		if why == "" {
			why = reasonRenewed
		}
		err = old.end(Replace, Deed{At: s.Clock.Now(), By: a.Name, Why: why}, "")
		if err == nil {
			err = s.move(tx, a, old, before, ReplacedFact, c.ID)
		}
		if err != nil {
			return err
		}
	}
	err = s.move(tx, a, c, was, HandedFact, 0)
	if err != nil {
		return err
	}
	return s.note(tx, a, HandedFact, c, was, string(how), "")
}

// HandUnit hands over all printed cards of a batch in a unit, against the signatures on its register;
// unit 0 means the whole batch. more tells that there are some left: 1,000 go at once.
func (s *Service) HandUnit(ctx context.Context, a kernel.Actor, batch, unit kernel.ID) (n int, more bool, err error) {
	var ids []kernel.ID
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		_, err := s.guardedBatch(tx, a, batch, canIssue)
		if err != nil {
			return err
		}
		list, err := toHand(tx, batch, unit, -1, mostHanded+1)
		ids = nil
		for _, c := range list {
			ids = append(ids, c.ID)
		}
		return err
	})
	if err != nil || len(ids) == 0 {
		return 0, false, err
	}
	more = len(ids) > mostHanded
	n, err = s.Hand(ctx, a, ids[:min(len(ids), mostHanded)], BySignature)
	return n, more, err
}

// HandScanned hands over the card whose code a reader typed or whose serial a person wrote.
func (s *Service) HandScanned(ctx context.Context, a kernel.Actor, text string) (Card, error) {
	var c Card
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		if token := ReadToken(text); token != "" {
			c, ok, err = cardByHash(tx, a.Tenant, token.hash())
		} else {
			c, ok, err = cardBySerial(tx, a.Tenant, CleanSerial(text))
		}
		if err != nil {
			return err
		}
		if !ok {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "cards.bad_scan", Fields: []kernel.FieldFault{{Field: "ma", Code: "cards.no_such_code"}}}
		}
		c, err = s.guarded(tx, a, c.ID, canIssue)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "cards.bad_scan", Fields: []kernel.FieldFault{{Field: "ma", Code: "cards.no_such_code"}}}
		}
		if err != nil {
			return err
		}
		return s.hand(tx, a, c, ByScan)
	})
	return c, err
}
