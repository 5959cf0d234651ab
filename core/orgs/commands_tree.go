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
	return s.change(ctx, a, in, func(tx *db.Tx, r *Register, decision kernel.ID) error {
		_, err := s.edit(tx, a, parent)
		if err != nil {
			return err
		}
		was, err := r.move(in.Org, parent, in.Basis.Effective, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, moved{Org: in.Org, From: was, To: parent, On: in.Basis.Effective}, r.tenant, in.Org, was, parent)
	}, parent)
}

// WindUp ends a unit: the day given is the first one on which it is no more. Refuses with
// orgs.has_children while a unit stands below it then, orgs.later_changes while a later change of it
// is already dated, orgs.is_site for the top.
func (s *Service) WindUp(ctx context.Context, a kernel.Actor, in Change) error {
	return s.change(ctx, a, in, func(tx *db.Tx, r *Register, decision kernel.ID) error {
		on := in.Basis.Effective
		if in.Org != r.tenant && len(r.Below(in.Org, on)) > 0 {
			return kernel.Refuse("orgs.has_children", kernel.FormatDate(on))
		}
		life, _ := r.units[in.Org].lived()
		err := r.end(in.Org, on, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, woundUp{Org: in.Org, On: on}, r.tenant, in.Org, life, on)
	})
}
