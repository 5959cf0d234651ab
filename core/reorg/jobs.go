package reorg

import (
	"context"
	"errors"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Schedule registers what happens by the clock: decisions are applied on their day, and at once when
// the day was before the second approval.
func (s *Service) Schedule() {
	s.Outbox.Every("reorg.apply", 15*time.Minute, s.ApplyDue)
	s.Outbox.HearOutside("reorg.apply_now", []string{FactApproved}, func(ctx context.Context, _ kernel.Fact) error { return s.ApplyDue(ctx) })
}

// ApplyDue applies every decision whose day has come, in the order of their days. What stands in the
// way of one holds that one up and is told; the others go on.
func (s *Service) ApplyDue(ctx context.Context) error {
	var due []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		due, err = dueOn(tx, s.Clock.Now().Date())
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range due {
		_, err = s.Apply(ctx, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// errHeld takes back what a decision had done before something stood in its way.
var errHeld = errors.New("something stands in the way")

// Apply (áp dụng) carries a decision out in one transaction, whole or not at all: a process that dies
// in the middle has done nothing, and the next one begins anew. What is not due, or applied already,
// stays as it is.
func (s *Service) Apply(ctx context.Context, id kernel.ID) (Reorganisation, error) {
	var d Reorganisation
	var pic Picture
	program := kernel.Actor{System: true, Name: "Hệ thống"}
	err := s.DB.TxAlone(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		d, ok, err = loadDecision(tx, id)
		if err != nil {
			return err
		}
		if !ok || !d.due(s.Clock.Now().Date()) {
			return nil
		}
		program.Tenant = d.Tenant
		d.Carried = nil
		pic, err = s.run(tx, program, &d)
		if err != nil {
			return err
		}
		if !pic.Clean() {
			return errHeld
		}
		err = d.turn(doApply)
		if err != nil {
			return err
		}
		d.Picture, d.Checked, d.CheckedAt, d.AppliedAt = pic, d.Digest(), s.Clock.Now(), s.Clock.Now()
		err = s.close(tx, program, d)
		if err != nil {
			return err
		}
		return s.keep(tx, program, &d, doApply, "")
	})
	s.Orgs.Moved() // whoever remembers the tree reads it anew
	if errors.Is(err, errHeld) {
		return s.hold(ctx, program, id, pic)
	}
	return d, err
}

// close writes down which units the decision has touched, and who was taken back by it.
func (s *Service) close(tx *db.Tx, program kernel.Actor, d Reorganisation) error {
	err := insertUnits(tx, d.ID, d.touched)
	if err != nil || d.Undoes == 0 {
		return err
	}
	old, ok, err := loadDecision(tx, d.Undoes)
	if err != nil || !ok {
		return err
	}
	err = old.turn(doUndo)
	if err != nil {
		return err
	}
	old.UndoneBy = d.ID
	return s.keep(tx, program, &old, doUndo, d.Label())
}

// hold keeps a decision that could not be applied, with what stands in its way. It is told once.
func (s *Service) hold(ctx context.Context, program kernel.Actor, id kernel.ID, pic Picture) (Reorganisation, error) {
	var d Reorganisation
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		d, ok, err = loadDecision(tx, id)
		if err != nil || !ok {
			return err
		}
		was := d.State
		err = d.turn(doHold)
		if err != nil {
			return err
		}
		same := was == Held && slices.EqualFunc(d.Picture.Faults, pic.Faults, func(x, y StepFault) bool { return x.Code == y.Code && x.Unit == y.Unit })
		if same {
			return nil
		}
		d.Picture, d.CheckedAt = pic, s.Clock.Now()
		return s.keep(tx, program, &d, doHold, "")
	})
	return d, err
}
