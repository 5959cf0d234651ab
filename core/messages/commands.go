package messages

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/internal/db"
	"doanket/internal/links/smtp"
	"doanket/internal/outbox"
	"doanket/kernel"
)

// Deps is what the room stands on. Without a Mailer letters wait.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Outbox *outbox.Outbox
	Mailer smtp.Mailer
}

// Service is the room's door.
type Service struct {
	db     *db.DB
	ids    *kernel.IDs
	clock  kernel.Clock
	outbox *outbox.Outbox
	mailer smtp.Mailer
}

// New opens the room and registers the hearer that sends letters.
func New(d Deps) *Service {
	s := &Service{d.DB, d.IDs, d.Clock, d.Outbox, d.Mailer}
	if s.mailer != nil {
		s.outbox.HearOutside("messages.mail", []string{QueuedFact}, s.deliver)
	}
	return s
}

// Send writes a notice in the caller's transaction: an inbox row, a letter, or both. The same Dedupe a
// second time writes nothing. Refuses nothing: a template that does not fit is an internal error.
func (s *Service) Send(tx *db.Tx, n Notice) error {
	if n.Dedupe == "" {
		return fmt.Errorf("a notice of %s has no dedupe key", n.Template.Key)
	}
	for _, ch := range n.channels() {
		m, err := n.write(ch, s.clock.Now())
		if err != nil {
			return err
		}
		m.ID = s.ids.New()
		fresh, err := insert(tx, m)
		if err != nil {
			return err
		}
		if !fresh || ch != Mail {
			continue
		}
		data, err := json.Marshal(queued{m.ID.String()})
		if err != nil {
			return fmt.Errorf("fact of message %s: %w", m.ID, err)
		}
		err = s.outbox.Tell(tx, kernel.Fact{Tenant: m.Tenant, Kind: QueuedFact, Subject: "message:" + m.ID.String(), Data: data})
		if err != nil {
			return err
		}
	}
	return nil
}

// MarkRead marks one message of the actor's own inbox as read; a second time changes nothing.
func (s *Service) MarkRead(ctx context.Context, a kernel.Actor, id kernel.ID) (Message, error) {
	var m Message
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		m, ok, err = load(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("messages.no_message")
		}
		err = canRead(a, m)
		if err != nil || !m.ReadAt.IsZero() {
			return err
		}
		m.ReadAt = s.clock.Now()
		return markRead(tx, m.ID, m.ReadAt)
	})
	return m, err
}

// MarkAllRead marks the actor's whole inbox as read.
func (s *Service) MarkAllRead(ctx context.Context, a kernel.Actor) error {
	return s.db.Tx(ctx, func(tx *db.Tx) error { return markAllRead(tx, a.Tenant, a.Account, s.clock.Now()) })
}
