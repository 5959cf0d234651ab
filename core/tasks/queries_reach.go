package tasks

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Choice is a unit or a person to choose in a form.
//
//glossary:none
type Choice struct {
	ID    kernel.ID
	Label string
}

// Reach is what somebody who gives work may choose from: units within reach, and the people who handle
// work in one of them.
//
//glossary:none
type Reach struct {
	Unit   kernel.ID
	Units  []Choice
	People []Choice
}

const maxUnits = 500

// ReachOf lists the units that the actor may give work to, and the people of the unit that is chosen;
// without a choice her own unit, or the first. Refuses with tasks.no_unit_here.
func (s *Service) ReachOf(ctx context.Context, a kernel.Actor, unit kernel.ID) (Reach, error) {
	r := Reach{Unit: unit}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		today := s.Clock.Now().Date()
		ids, err := s.Orgs.Under(tx, a.Roots(AssignPermission), today)
		if err != nil {
			return err
		}
		if unit != 0 && !slices.Contains(ids, unit) || len(ids) == 0 {
			return kernel.Missing("tasks.no_unit_here")
		}
		if unit == 0 {
			r.Unit = ids[0]
			if slices.Contains(ids, a.Org) {
				r.Unit = a.Org
			}
		}
		if i := slices.Index(ids, r.Unit); i >= maxUnits {
			ids[0], ids[i] = ids[i], ids[0]
		}
		r.Units = nil
		for _, id := range ids[:min(len(ids), maxUnits)] {
			o, ok, err := s.Orgs.Get(tx, id, today)
			if err != nil {
				return err
			}
			if ok && o.Status == orgs.Active {
				r.Units = append(r.Units, Choice{id, o.Name})
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	kernel.SortStableFunc(r.Units, func(x, y Choice) int { return kernel.CompareText(x.Label, y.Label) })
	hands, err := s.Staff.Officers(ctx, a.Tenant, r.Unit, HandlePermission)
	for _, h := range hands {
		label := h.Name
		if h.Post != "" {
			label += " · " + h.Post
		}
		r.People = append(r.People, Choice{h.Account, label})
	}
	return r, err
}
