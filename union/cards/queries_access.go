package cards

import (
	"context"
	"time"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/kernel"
)

// openedVerb stands in the journal when somebody opened the card of a person.
const openedVerb = "cards.opened"

// openedAgain is how long a second look of the same account is the same look.
const openedAgain = 10 * time.Minute

// Look (lần xem thẻ) is one time at which somebody else opened a member's card.
//
//glossary:none
type Look struct {
	At   kernel.Instant
	Name string
	Post string
	Unit string
}

// noteLook writes who opened a card; the member herself is not written down.
func (s *Service) noteLook(ctx context.Context, a kernel.Actor, c Card) error {
	if a.System || a.Account == 0 {
		return nil
	}
	if a.Person != 0 {
		m, ok, err := s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
		if err != nil || ok && m.ID == c.Member {
			return err
		}
	}
	again := false
	latest := audit.Filter{Subject: subject(c), Account: a.Account, Verb: openedVerb, From: s.Clock.Now().Add(-openedAgain), Limit: 1}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err := s.Audit.List(tx, c.Tenant, latest)
		again = len(list) > 0
		return err
	})
	if err != nil || again {
		return err
	}
	a.Tenant = c.Tenant
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return s.Audit.Note(tx, a, openedVerb, subject(c), nil, nil) })
}

// mostLooks are shown to the member.
const mostLooks = 20

// looks are the latest times at which others opened one of these cards.
func (s *Service) looks(tx *db.Tx, list []Card) ([]Look, error) {
	var out []Look
	for _, c := range list {
		entries, err := s.Audit.List(tx, c.Tenant, audit.Filter{Subject: subject(c), Verb: openedVerb, Limit: mostLooks})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			l := Look{At: e.At, Name: e.Name, Post: e.Post}
			if e.Org != 0 {
				o, _, err := s.Orgs.Get(tx, e.Org, e.At.Date())
				if err != nil {
					return nil, err
				}
				l.Unit = o.Label()
			}
			out = append(out, l)
		}
	}
	kernel.SortFunc(out, func(x, y Look) int { return y.At.Compare(x.At) })
	return out[:min(len(out), mostLooks)], nil
}
