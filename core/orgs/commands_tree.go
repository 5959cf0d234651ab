package orgs

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Move puts a unit under another parent from a day on, with everything below it. Refuses with
// orgs.cycle when the new parent stands below the unit on any day of the period, orgs.parent_life,
// orgs.same_parent, orgs.other_tree.
func (s *Service) Move(ctx context.Context, a kernel.Actor, in Change, parent kernel.ID) error {
	return s.change(ctx, a, in, func(tx *db.Tx, l life, decision kernel.ID) error {
		target, err := s.edit(tx, a, parent)
		if err != nil {
			return err
		}
		if target.tenant != l.tenant || l.id == l.tenant {
			return kernel.Refuse("orgs.other_tree")
		}
		spans, err := loadParents(tx, l.id)
		if err != nil {
			return err
		}
		was, _ := at(spans, in.Basis.Effective)
		if was.Value == parent {
			return kernel.Refuse("orgs.same_parent")
		}
		t, err := turnAt(spans, in.Basis.Effective)
		if err != nil {
			return err
		}
		err = cutParent(tx, t.cut, t.valid.From)
		if err != nil {
			return err
		}
		err = s.stand(tx, l, parent, t.valid, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, moved{Org: l.id, From: was.Value, To: parent, On: t.valid.From}, l.tenant, l.id, was.Value, parent)
	})
}

// stand puts a unit under a parent for a period: the parent row and the closure of all below.
func (s *Service) stand(tx *db.Tx, l life, parent kernel.ID, period kernel.Period, decision kernel.ID) error {
	p, ok, err := loadLife(tx, parent)
	if err != nil {
		return err
	}
	if !ok || !covers(p.period, period) {
		return kernel.Refuse("orgs.parent_life")
	}
	above, err := closureAbove(tx, parent)
	if err != nil {
		return err
	}
	for _, r := range above {
		if r.Ancestor == l.id && r.Valid.Overlaps(period) {
			return kernel.Refuse("orgs.cycle", kernel.FormatDate(later(r.Valid.From, period.From)))
		}
	}
	err = insertParent(tx, l.tenant, l.id, span[kernel.ID]{s.ids.New(), parent, period, decision})
	if err != nil {
		return err
	}
	return graft(tx, l, above, period)
}

// graft rewrites the closure rows of everything below a unit for a period.
func graft(tx *db.Tx, l life, above []closureRow, period kernel.Period) error {
	below, err := closureBelow(tx, l.id)
	if err != nil {
		return err
	}
	var had []closureRow
	seen := map[kernel.ID]bool{}
	for _, b := range below {
		if seen[b.Descendant] {
			continue
		}
		seen[b.Descendant] = true
		rows, err := closureAbove(tx, b.Descendant)
		if err != nil {
			return err
		}
		had = append(had, rows...)
	}
	gone, fresh := difference(had, grafted(above, below, had, period))
	for _, r := range gone {
		err = deleteClosure(tx, r)
		if err != nil {
			return err
		}
	}
	for _, r := range fresh {
		err = insertClosure(tx, l.tenant, r)
		if err != nil {
			return err
		}
	}
	return nil
}

// WindUp ends a unit: the day given is the first one on which it is no more. Refuses with
// orgs.has_children while a unit stands below it then, orgs.later_changes while a later change of it
// is already dated, orgs.is_site for the top.
func (s *Service) WindUp(ctx context.Context, a kernel.Actor, in Change) error {
	return s.change(ctx, a, in, func(tx *db.Tx, l life, decision kernel.ID) error {
		on := in.Basis.Effective
		err := s.mayEnd(tx, l, on)
		if err != nil {
			return err
		}
		parents, err := loadParents(tx, l.id)
		if err != nil {
			return err
		}
		was, _ := at(parents, on)
		err = cutParent(tx, was.ID, on)
		if err != nil {
			return err
		}
		for _, scheme := range []string{SchemeCurrent, SchemeFormer} {
			codes, err := loadIdentifiers(tx, l.id, scheme)
			if err != nil {
				return err
			}
			code, ok := at(codes, on)
			if !ok {
				continue
			}
			err = cutIdentifier(tx, code.ID, on)
			if err != nil {
				return err
			}
		}
		err = s.fell(tx, l, on)
		if err != nil {
			return err
		}
		err = endOrg(tx, l.id, on, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, woundUp{Org: l.id, On: on}, l.tenant, l.id, l.period, on)
	})
}

func (s *Service) mayEnd(tx *db.Tx, l life, on kernel.Date) error {
	if l.id == l.tenant {
		return kernel.Refuse("orgs.is_site")
	}
	_, has, err := openChild(tx, l.id, on)
	if err != nil {
		return err
	}
	if has {
		return kernel.Refuse("orgs.has_children", kernel.FormatDate(on))
	}
	changes, err := s.changeDates(tx, l.id)
	if err != nil {
		return err
	}
	for _, d := range changes {
		if !d.Before(on) {
			return kernel.Refuse("orgs.later_changes", kernel.FormatDate(d))
		}
	}
	return nil
}

// fell ends the closure rows of a unit that has nothing below it any more. Rows of later days are
// there, too, when something above it moves after its end.
func (s *Service) fell(tx *db.Tx, l life, on kernel.Date) error {
	rows, err := closureAbove(tx, l.id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !r.Valid.To.IsZero() && !r.Valid.To.After(on) {
			continue
		}
		err = deleteClosure(tx, r)
		if err != nil {
			return err
		}
		if !r.Valid.From.Before(on) {
			continue
		}
		r.Valid.To = on
		err = insertClosure(tx, l.tenant, r)
		if err != nil {
			return err
		}
	}
	return nil
}
