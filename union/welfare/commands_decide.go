package welfare

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Remove takes rows off a list, or decides for the doubtful ones, with a reason. Verb is "bo" or "nhan".
// Rows of units for which the actor may not prepare are refused as a whole.
func (s *Service) Remove(ctx context.Context, a kernel.Actor, programme, list kernel.ID, rows []kernel.ID, reason string) error {
	return s.decide(ctx, a, programme, list, rows, remove, reason)
}

// Take puts doubtful rows on the list, with a reason; the money is checked.
func (s *Service) Take(ctx context.Context, a kernel.Actor, programme, list kernel.ID, rows []kernel.ID, reason string) error {
	return s.decide(ctx, a, programme, list, rows, take, reason)
}

func (s *Service) decide(ctx context.Context, a kernel.Actor, programme, list kernel.ID, rows []kernel.ID, v verb, reason string) error {
	var fs kernel.Faults
	if len(rows) == 0 {
		fs.Add("khoan", "welfare.no_rows")
	}
	if len(rows) > maxAtOnce {
		fs.Add("khoan", "welfare.too_many", maxAtOnce)
	}
	if len([]rune(reason)) < 5 {
		fs.Add("ly_do", "welfare.no_reason")
	}
	err := fs.Err("welfare.invalid_rows")
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, programme, "")
		if err != nil {
			return err
		}
		o, err := s.occasion(tx, p, list)
		if err != nil {
			return err
		}
		err = s.corrected(tx, p, &o)
		if err != nil {
			return err
		}
		var sum kernel.Money
		for _, id := range rows {
			b, err := s.touch(tx, a, id, PermPrepare)
			if err != nil {
				return err
			}
			if b.List != o.ID {
				return kernel.Missing("welfare.no_benefit")
			}
			delta, err := s.decideOne(tx, a, p, o, b, v, reason)
			if err != nil {
				return err
			}
			sum += delta
		}
		err = s.take(tx, p, sum)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare."+string(v), subject(p), nil, map[string]any{"list": o.ID, "rows": len(rows), "amount": sum, "reason": reason})
	})
}

func (s *Service) decideOne(tx *db.Tx, a kernel.Actor, p Programme, o Occasion, b Benefit, v verb, reason string) (kernel.Money, error) {
	counted, amount := b.State.counts(), b.Amount
	err := b.move(v)
	if err != nil {
		return 0, err
	}
	if v == take && b.Amount == 0 {
		b.Amount = p.Amount
		if b.Amount == 0 {
			return 0, kernel.Refuse("welfare.no_amount", b.Name)
		}
	}
	b.Touched, b.Reason = true, reason
	err = saved(saveBenefit(tx, b))
	if err != nil {
		return 0, err
	}
	err = noteChange(tx, p, o.ID, s.change(a, b.ID, v, reason))
	if err != nil {
		return 0, err
	}
	t := Tally{Unit: b.Unit}
	if counted {
		t.Listed, t.Amount = -1, -amount
	}
	if b.State.counts() {
		t.Listed, t.Amount = t.Listed+1, t.Amount+b.Amount
	}
	return t.Amount, count(tx, p.Tenant, p.ID, o.Key(), t)
}

// touch loads a row that the actor may change.
func (s *Service) touch(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Benefit, error) {
	b, ok, err := loadBenefit(tx, a.Tenant, id)
	if err != nil {
		return b, err
	}
	if !ok {
		return b, kernel.Missing("welfare.no_benefit")
	}
	unit, err := s.Orgs.Path(tx, b.Unit, s.today())
	if err != nil {
		return b, err
	}
	desk, err := s.Orgs.Path(tx, b.Desk, s.today())
	if err != nil {
		return b, err
	}
	return b, canTouch(a, b, unit, desk, permission)
}
