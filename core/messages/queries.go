package messages

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

const pageSize = 50

// Inbox is one page of a person's messages, the newest first; Next is the key of the next page, 0 at the end.
type Inbox struct {
	Messages []Message
	Unread   int
	Next     kernel.ID
}

// Inbox lists the actor's own messages older than before (0 begins at the newest).
func (s *Service) Inbox(ctx context.Context, a kernel.Actor, before kernel.ID) (Inbox, error) {
	var in Inbox
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		in.Messages, err = listInbox(tx, a.Tenant, a.Account, before, pageSize+1)
		if err != nil {
			return err
		}
		in.Unread, err = countUnread(tx, a.Tenant, a.Account)
		return err
	})
	in.Messages, in.Next = cut(in.Messages)
	return in, err
}

// Unread counts what the actor has not read; the number beside the inbox.
func (s *Service) Unread(ctx context.Context, a kernel.Actor) (int, error) {
	n := 0
	if a.Account == 0 {
		return 0, nil
	}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		n, err = countUnread(tx, a.Tenant, a.Account)
		return err
	})
	return n, err
}

// Deliveries is one page of letters with how far they came, without their text.
//
//glossary:none
type Deliveries struct {
	Messages []Message
	State    State // the filter, "" for all
	Next     kernel.ID
}

// Deliveries lists the letters of the units that the actor manages.
func (s *Service) Deliveries(ctx context.Context, a kernel.Actor, state State, before kernel.ID) (Deliveries, error) {
	out := Deliveries{State: state}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		out.Messages, err = listDeliveries(tx, a, s.clock.Now().Date(), state, before, pageSize+1)
		return err
	})
	out.Messages, out.Next = cut(out.Messages)
	return out, err
}

func cut(ms []Message) ([]Message, kernel.ID) {
	if len(ms) <= pageSize {
		return ms, 0
	}
	return ms[:pageSize], ms[pageSize-1].ID
}
