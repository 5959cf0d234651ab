package cards

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// BatchInput is what an office asks for.
//
//glossary:none
type BatchInput struct {
	Unit    kernel.ID
	Title   string
	Kind    string
	Renew   bool
	Numbers string // member numbers, one a line; empty: all members of the unit and of the units below it
}

// AskBatch puts a batch into the queue; its cards are made by the clockwork. Refuses with
// cards.bad_batch at the fields, cards.may_not, cards.no_unit.
func (s *Service) AskBatch(ctx context.Context, a kernel.Actor, in BatchInput) (Batch, error) {
	b := Batch{ID: s.IDs.New(), Tenant: a.Tenant, Unit: in.Unit, Title: strings.TrimSpace(in.Title), Kind: in.Kind, Renew: in.Renew, Numbers: readNumbers(in.Numbers),
		State: Queued, Account: a.Account, By: a.Name, Asked: s.Clock.Now()}
	var fs kernel.Faults
	if in.Unit == 0 {
		fs.Add("don_vi", "cards.choose_unit")
	}
	if b.Title == "" {
		fs.Add("ten", "cards.needed")
	}
	if len([]rune(b.Title)) > longPost {
		fs.Add("ten", "cards.too_long", longPost)
	}
	if kindOf(in.Kind, s.today()).Key == "" {
		fs.Add("loai", "cards.bad_kind")
	}
	if strings.TrimSpace(in.Numbers) != "" && len(b.Numbers) == 0 || len(b.Numbers) > mostListed {
		fs.Add("danh_sach", "cards.bad_list", mostListed)
	}
	err := fs.Err("cards.bad_batch")
	if err != nil {
		return b, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, b.Unit, s.today())
		if err != nil {
			return err
		}
		err = s.mayIssueIn(a, path)
		if err != nil {
			return err
		}
		err = insertBatch(tx, b)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "cards.batch_asked", batchSubject(b), nil, map[string]any{"unit": b.Unit, "kind": b.Kind, "renew": b.Renew, "listed": len(b.Numbers)})
	})
	return b, err
}

// mayIssueIn is canIssue over a unit: one that the actor may not see does not exist.
func (s *Service) mayIssueIn(a kernel.Actor, path []kernel.ID) error {
	err := canIssue(a, a.Tenant, path)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return kernel.Missing("cards.no_unit")
	}
	return err
}

func batchSubject(b Batch) string { return "card-batch:" + b.ID.String() }

func (s *Service) guardedBatch(tx *db.Tx, a kernel.Actor, id kernel.ID, rule func(kernel.Actor, kernel.ID, []kernel.ID) error) (Batch, error) {
	b, ok, err := loadBatch(tx, id)
	if err != nil {
		return b, err
	}
	if !ok {
		return b, kernel.Missing("cards.no_batch")
	}
	path, err := s.Orgs.Path(tx, b.Unit, s.today())
	if err != nil {
		return b, err
	}
	err = rule(a, b.Tenant, path)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return b, kernel.Missing("cards.no_batch")
	}
	return b, err
}

// StopBatch ends a batch that is still being made. What is made stays: it can be printed or revoked.
// Refuses with cards.batch_over, cards.may_not, cards.no_batch.
func (s *Service) StopBatch(ctx context.Context, a kernel.Actor, id kernel.ID) (Batch, error) {
	var b Batch
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.guardedBatch(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		b, _, err = holdBatch(tx, id)
		if err != nil {
			return err
		}
		if !b.Open() {
			return kernel.Refuse("cards.batch_over")
		}
		b.State, b.Ended = Cancelled, s.Clock.Now()
		err = saveBatch(tx, b)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "cards.batch_stopped", batchSubject(b), nil, map[string]int{"made": b.Made, "of": b.Total})
	})
	return b, err
}

// MarkBatchPrinted notes that the cards of a batch have come out of the printer. Refuses with
// cards.batch_open, cards.nothing_to_print, cards.may_not, cards.no_batch.
func (s *Service) MarkBatchPrinted(ctx context.Context, a kernel.Actor, id kernel.ID) (int, error) {
	n := 0
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.guardedBatch(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		b, _, err := holdBatch(tx, id)
		if err != nil {
			return err
		}
		if b.Open() {
			return kernel.Refuse("cards.batch_open")
		}
		b.Printed = Deed{At: s.Clock.Now(), By: a.Name}
		list, err := printBatch(tx, id, b.Printed)
		if err != nil {
			return err
		}
		n = 0
		for _, u := range list {
			n += u.Cards
			err = count(tx, b.Tenant, u.Unit, Made, -u.Cards)
			if err == nil {
				err = count(tx, b.Tenant, u.Unit, Printed, u.Cards)
			}
			if err != nil {
				return err
			}
		}
		if n == 0 {
			return kernel.Refuse("cards.nothing_to_print")
		}
		err = saveBatch(tx, b)
		if err == nil {
			err = s.tell(tx, a, b.Tenant, PrintedFact, batchSubject(b), Told{Batch: b.ID, Count: n})
		}
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, PrintedFact, batchSubject(b), nil, map[string]int{"cards": n})
	})
	return n, err
}
