package outbox

import (
	"context"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Permission to see and move what is stuck.
const Manage = "outbox.manage"

// Letter (sự kiện đang chờ hoặc kẹt) is one fact on its way to one hearer.
type Letter struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Hearer    string
	State     string // due, dead, cancelled
	Tries     int
	DueAt     kernel.Instant
	LastError string
	Fact      kernel.Fact
}

// Dead tells that no more tries will be made unless a person asks for one.
func (l Letter) Dead() bool { return l.State == stateDead }

// Filter narrows a list; zero fields do not. Below is the ID to go on below.
type Filter struct {
	State  string
	Hearer string
	Below  kernel.ID
	Limit  int
}

// List gives what waits or is stuck, newest first.
func (o *Outbox) List(ctx context.Context, tenant kernel.ID, f Filter) ([]Letter, error) {
	if f.Limit <= 0 || f.Limit > 500 {
		f.Limit = 50
	}
	var out []Letter
	err := o.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = listLetters(tx, tenant, f)
		return err
	})
	return out, err
}

// Retry makes a dead letter due now. Refuses with outbox.not_dead, outbox.unknown, outbox.forbidden.
func (o *Outbox) Retry(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return o.move(ctx, a, id, "outbox.retry", stateDue)
}

// Cancel gives a dead letter up, so that those behind it may pass. It stays in the list.
func (o *Outbox) Cancel(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return o.move(ctx, a, id, "outbox.cancel", stateCancelled)
}

func (o *Outbox) move(ctx context.Context, a kernel.Actor, id kernel.ID, verb, state string) error {
	if !a.Anywhere(Manage) {
		return kernel.Forbid("outbox.forbidden")
	}
	return o.db.Tx(ctx, func(tx *db.Tx) error {
		l, ok, err := loadLetter(tx, a.Tenant, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("outbox.unknown")
		}
		moved, err := moveLetter(tx, id, state, o.clock.Now())
		if err != nil {
			return err
		}
		if !moved {
			return kernel.Refuse("outbox.not_dead")
		}
		if o.journal == nil {
			return nil
		}
		return o.journal.Note(tx, a, verb, "delivery:"+id.String(), map[string]any{"state": l.State, "hearer": l.Hearer, "fact": l.Fact.ID},
			map[string]any{"state": state})
	})
}

// Figures tell how the delivery stands, for metrics and the readiness page.
type Figures struct {
	Due    int64
	Dead   int64
	Oldest time.Duration // how long the oldest due delivery has been waiting
}

// Figures counts what waits and what is stuck.
func (o *Outbox) Figures(ctx context.Context) (Figures, error) {
	var f Figures
	err := o.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		f, err = figures(tx, o.clock.Now())
		return err
	})
	return f, err
}

// Tidy forgets which facts were heard before a moment, and what was cancelled. Facts themselves stay.
func (o *Outbox) Tidy(ctx context.Context, before kernel.Instant) error {
	return o.db.Tx(ctx, func(tx *db.Tx) error { return tidy(tx, before) })
}

// Messages are the sentences of this room's refusals.
func Messages() map[string]string {
	return map[string]string{
		"outbox.forbidden": "Tài khoản này chưa được giao quyền xử lý sự kiện kẹt.",
		"outbox.unknown":   "Không có sự kiện này.",
		"outbox.not_dead":  "Sự kiện này không còn kẹt: đã được gửi lại, đã huỷ hoặc đang chờ gửi.",
	}
}
