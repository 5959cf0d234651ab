package members

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

func tidyGroup(s string) string { return strings.Join(strings.Fields(s), " ") }

func (s *Service) checkGroup(tx *db.Tx, a kernel.Actor, list []Member, in BulkTyped) ([]*kernel.Fault, error) {
	var faults kernel.Faults
	if tidyGroup(in.Group) == "" {
		faults.Add("to", "members.group_needed")
	}
	s.checkBulkDay(in.On, &faults)
	err := faults.Err("members.invalid")
	if err != nil {
		return nil, err
	}
	out := make([]*kernel.Fault, len(list))
	for i, m := range list {
		l, err := s.looked(tx, a, m.ID, canKeep)
		if err == nil {
			_, err = s.openUnit(tx, a, l.standing())
		}
		if err == nil {
			_, err = l.line.move(in.On, l.standing(), tidyGroup(in.Group), ByGroup, "")
		}
		out[i], err = faultOr(err)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) checkBulkDay(on kernel.Date, faults *kernel.Faults) {
	if on.IsZero() || on.After(s.today()) {
		faults.Add("ngay", "members.day_needed")
	}
}

func (s *Service) checkTransfers(tx *db.Tx, a kernel.Actor, list []Member, in BulkTyped) ([]*kernel.Fault, error) {
	var faults kernel.Faults
	s.checkBulkDay(in.On, &faults)
	if in.Unit == 0 {
		faults.Add("don_vi", "members.unit_needed")
	} else {
		_, err := s.openUnit(tx, a, in.Unit)
		if f := kernel.AsFault(err); f != nil {
			faults.Add("don_vi", f.Code, f.Args...)
		} else if err != nil {
			return nil, err
		}
	}
	err := faults.Err("members.invalid")
	if err != nil {
		return nil, err
	}
	out := make([]*kernel.Fault, len(list))
	for i, m := range list {
		err := s.checkTransfer(tx, m, in.Unit, in.On)
		out[i], err = faultOr(err)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkTransfer refuses what AskTransfer would refuse of somebody as she stands today.
func (s *Service) checkTransfer(tx *db.Tx, m Member, to kernel.ID, on kernel.Date) error {
	switch {
	case m.Unit == 0 || !m.Ended.IsZero():
		return kernel.Refuse("members.not_open")
	case m.Unit == to:
		return kernel.Refuse("members.there_already")
	case on.Before(m.Since):
		return kernel.Refuse("members.before_stay", kernel.FormatDate(m.Since))
	}
	list, err := transfersOf(tx, m.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, Transfer.Pending) {
		return kernel.Refuse("members.asked_already")
	}
	return nil
}

// bulkAsk is who was chosen: by name, or all that a filter shows.
type bulkAsk struct {
	IDs    []kernel.ID
	All    bool
	Filter Filter
}

// chosen reads the chosen as they stand today, as far as the actor sees them, in the order of the list.
// Refuses with members.nobody_chosen, members.too_many.
func (s *Service) chosen(ctx context.Context, a kernel.Actor, ask bulkAsk) ([]Member, map[kernel.ID]string, error) {
	if ask.All {
		return s.allOf(ctx, a, ask.Filter)
	}
	ids := slices.Compact(slices.Sorted(slices.Values(ask.IDs)))
	if len(ids) > mostBulk {
		return nil, nil, kernel.Refuse("members.too_many", mostBulk)
	}
	p := Page{Units: map[kernel.ID]string{}, Open: map[kernel.ID]bool{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		roots, err := s.scope(tx, a, Filter{})
		if err != nil {
			return err
		}
		list, err := membersOf(tx, ids, s.today())
		if err == nil {
			err = fill(tx, list, s.today())
		}
		within := map[kernel.ID]bool{}
		if err == nil {
			err = s.inScope(tx, roots, list, s.today(), within)
		}
		if err != nil {
			return err
		}
		p.Members = slices.DeleteFunc(list, func(m Member) bool { return m.Tenant != a.Tenant || !within[m.Unit] })
		s.rank(Filter{}, &p)
		return s.dress(tx, a, Filter{On: s.today()}, &p)
	})
	if err == nil && len(p.Members) == 0 {
		return nil, nil, kernel.Refuse("members.nobody_chosen")
	}
	return p.Members, p.Units, err
}

func (s *Service) allOf(ctx context.Context, a kernel.Actor, f Filter) ([]Member, map[kernel.ID]string, error) {
	f.On, f.After, f.Limit = s.today(), "", pageMost
	var out []Member
	units := map[kernel.ID]string{}
	for {
		page, err := s.List(ctx, a, f)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, page.Members...)
		for id, name := range page.Units {
			units[id] = name
		}
		if len(out) > mostBulk || page.Next != "" && len(out) == mostBulk {
			return nil, nil, kernel.Refuse("members.too_many", mostBulk)
		}
		if page.Next == "" {
			break
		}
		f.After = page.Next
	}
	if len(out) == 0 {
		return nil, nil, kernel.Refuse("members.nobody_chosen")
	}
	return out, units, nil
}

// planBulk looks a deed over for all who are chosen.
func (s *Service) planBulk(ctx context.Context, a kernel.Actor, d BulkDeed, ask bulkAsk, in BulkTyped) (bulkPlan, error) {
	list, units, err := s.chosen(ctx, a, ask)
	if err != nil {
		return bulkPlan{}, err
	}
	why, err := d.Check(ctx, a, list, in)
	return planOf(list, why, units), err
}

// doBulk does a deed to those who were shown as fit. When somebody of them no longer fits, nothing is
// done to anybody: refuses with members.bulk_changed, and the plan says who.
func (s *Service) doBulk(ctx context.Context, a kernel.Actor, d BulkDeed, ask bulkAsk, in BulkTyped) (BulkDone, bulkPlan, error) {
	p, err := s.planBulk(ctx, a, d, ask, in)
	if err != nil {
		return BulkDone{}, p, err
	}
	if p.refused() > 0 || len(p.Fit) != len(ask.IDs) {
		return BulkDone{}, p, kernel.Refuse("members.bulk_changed")
	}
	done, err := d.Do(ctx, a, p.Fit, in)
	return done, p, err
}
