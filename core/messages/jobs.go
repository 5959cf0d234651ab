package messages

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"doanket/internal/db"
	"doanket/internal/links/smtp"
	"doanket/internal/outbox"
	"doanket/kernel"
)

// deliver hands one letter to the mail server, outside any transaction. What was sent already is not sent
// again; what is too old is not sent at all.
func (s *Service) deliver(ctx context.Context, f kernel.Fact) error {
	var in queued
	err := json.Unmarshal(f.Data, &in)
	if err != nil {
		return outbox.Permanent(fmt.Errorf("fact %s: %w", f.ID, err))
	}
	id, err := kernel.ParseID(in.Message)
	if err != nil {
		return outbox.Permanent(err)
	}
	var m Message
	var ok bool
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, ok, err = load(tx, id)
		return err
	})
	if err != nil || !ok {
		return err
	}
	if _, open := flow.Next(m.State, take); !open {
		return nil
	}
	if m.Overdue(s.clock.Now()) {
		return s.end(ctx, m, expire, nil)
	}
	receipt, failure := s.mailer.Send(ctx, smtp.Letter{Key: m.ID.String(), To: m.Email, ToName: m.Name, Subject: m.Subject, Text: m.Body})
	m.OutsideID, m.Simulated = receipt.ID, receipt.Simulated
	if failure == nil {
		return s.end(ctx, m, take, nil)
	}
	var no *smtp.Refusal
	if errors.As(failure, &no) && no.Permanent {
		err = s.end(ctx, m, refuse, failure)
		if err != nil {
			return err
		}
		return outbox.Permanent(failure)
	}
	err = s.db.Tx(ctx, func(tx *db.Tx) error { return noteError(tx, m.ID, failure.Error()) })
	if err != nil {
		return err
	}
	return failure
}

func (s *Service) end(ctx context.Context, m Message, v verb, failure error) error {
	to, ok := flow.Next(m.State, v)
	if !ok {
		return nil
	}
	from := m.State
	m.State, m.Error = to, ""
	if failure != nil {
		m.Error = failure.Error()
	}
	if to == Sent {
		m.SentAt = s.clock.Now()
	}
	return s.db.Tx(ctx, func(tx *db.Tx) error { return saveDelivery(tx, m, from) })
}
