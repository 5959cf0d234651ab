package welfare

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// VisitInput is a visit as it is planned or noted.
//
//glossary:none
type VisitInput struct {
	Org    kernel.ID
	Number string // of the member
	Event  Event
	Day    kernel.Date
	Note   string
}

// PlanVisit puts a visit into the calendar of a unit. Planning the same one twice is one. Refuses with
// welfare.invalid_visit at the fields.
func (s *Service) PlanVisit(ctx context.Context, a kernel.Actor, in VisitInput) (Visit, error) {
	v := Visit{ID: s.IDs.New(), Tenant: a.Tenant, Org: in.Org, Event: in.Event, Day: in.Day, Note: in.Note, State: Planned}
	var fs kernel.Faults
	if !knownEvent(in.Event) {
		fs.Add("viec", "welfare.no_event")
	}
	if in.Day.IsZero() {
		fs.Add("ngay", "welfare.no_day")
	}
	if in.Number == "" {
		fs.Add("so_the", "welfare.no_numbers")
	}
	err := fs.Err("welfare.invalid_visit")
	if err != nil {
		return v, err
	}
	m, ok, err := s.Roll.ByNumber(ctx, a.Tenant, in.Number, s.dayOf(in.Day))
	if err != nil {
		return v, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, in.Org, s.today())
		if err != nil {
			return err
		}
		err = canVisit(a, a.Tenant, path, PermPrepare)
		if err != nil {
			return err
		}
		if ok {
			line, err := s.Orgs.Path(tx, m.Unit, s.today())
			if err != nil {
				return err
			}
			ok = slices.Contains(line, in.Org)
		}
		if !ok {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_visit", Fields: []kernel.FieldFault{{Field: "so_the", Code: "welfare.no_member", Args: []any{in.Number, kernel.FormatDate(s.dayOf(in.Day))}}}}
		}
		v.Member, v.Person, v.Number, v.Name = m.ID, m.Person, m.Number, m.Name
		fresh, err := insertVisit(tx, v)
		if err != nil || !fresh {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.visit_planned", "visit:"+v.ID.String(), nil, map[string]any{"org": v.Org, "event": v.Event, "day": v.Day})
	})
	return v, err
}

// dayOf is the day on which the register is asked: never in the future, which nobody knows yet.
func (s *Service) dayOf(d kernel.Date) kernel.Date {
	if d.After(s.today()) {
		return s.today()
	}
	return d
}

// Suggest puts the birthdays and retirements of a month into the calendar of a unit, for its own
// members. A second time adds only who is new.
func (s *Service) Suggest(ctx context.Context, a kernel.Actor, org kernel.ID, year int, month int) (int, error) {
	list, err := s.derived(ctx, a, org, year, month)
	if err != nil {
		return 0, err
	}
	n := 0
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		n = 0
		path, err := s.Orgs.Path(tx, org, s.today())
		if err != nil {
			return err
		}
		err = canVisit(a, a.Tenant, path, PermPrepare)
		if err != nil {
			return err
		}
		for _, v := range list {
			v.ID = s.IDs.New()
			fresh, err := insertVisit(tx, v)
			if err != nil {
				return err
			}
			if fresh {
				n++
			}
		}
		return s.Audit.Note(tx, a, "welfare.visits_planned", "org:"+org.String(), nil, map[string]any{"year": year, "month": month, "visits": n})
	})
	return n, err
}

// DoneInput is how a visit went. Programme 0: a visit without a gift.
//
//glossary:none
type DoneInput struct {
	Programme kernel.ID
	Amount    kernel.Money // 0: as the programme says
	Note      string
}

// Visited notes that a visit took place. With a programme it is a benefit like any other: once for the
// person and the event across all units, and never beyond the budget. Refuses with
// welfare.received_already, welfare.over_budget, welfare.not_for_her, welfare.visit_not_now.
func (s *Service) Visited(ctx context.Context, a kernel.Actor, id kernel.ID, in DoneInput) error {
	var v Visit
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v, err = s.visit(tx, a, id, PermPrepare)
		return err
	})
	if err != nil {
		return err
	}
	m, ok, err := s.Roll.Member(ctx, v.Tenant, v.Member, s.dayOf(v.Day))
	if err != nil {
		return err
	}
	if !ok {
		m = Member{ID: v.Member, Person: v.Person, Unit: v.Org, Number: v.Number, Name: v.Name}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		v, err := s.visit(tx, a, id, PermPrepare)
		if err != nil {
			return err
		}
		if v.State != Planned {
			return kernel.Refuse("welfare.visit_not_now")
		}
		v.State, v.By, v.At = Done, a.Name, s.Clock.Now()
		if in.Note != "" {
			v.Note = in.Note
		}
		if in.Programme != 0 {
			err = s.giveAtVisit(tx, a, &v, m, in)
			if err != nil {
				return err
			}
		}
		err = saved(saveVisit(tx, v))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.visited", "visit:"+v.ID.String(), nil, map[string]any{"event": v.Event, "amount": v.Amount, "programme": v.Programme})
	})
}

// giveAtVisit makes the benefit of a visit.
func (s *Service) giveAtVisit(tx *db.Tx, a kernel.Actor, v *Visit, m Member, in DoneInput) error {
	p, err := s.programme(tx, a, in.Programme, "")
	if err != nil {
		return err
	}
	line, err := s.Orgs.Path(tx, v.Org, s.today())
	if err != nil {
		return err
	}
	if p.Kind != Visits || p.State != Open || !slices.Contains(line, p.Org) || p.Year != v.Day.Year {
		return kernel.Refuse("welfare.programme_not_for_visit")
	}
	b, err := s.grant(tx, a, p, v.Event, v.Occasion(), m, in.Amount, ByVisit)
	if err != nil {
		return err
	}
	b.Desk = v.Org
	err = s.handOne(tx, a, b, AtVisit, "")
	if err != nil {
		return err
	}
	v.Programme, v.Amount, v.Benefit = p.ID, b.Amount, b.ID
	return nil
}

// grant gives a member a benefit outside of lists: the rule must be for her, she must not have had it,
// and the money must reach.
func (s *Service) grant(tx *db.Tx, a kernel.Actor, p Programme, event Event, occasion string, m Member, amount kernel.Money, source Source) (Benefit, error) {
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return Benefit{}, err
	}
	w := j.weigh(m.Record, event)
	if w.Verdict == rules.No {
		return Benefit{}, kernel.Refuse("welfare.not_for_her", m.Name, (rules.Finding{Lines: w.Lines}).Said())
	}
	if amount == 0 {
		amount = w.Amount
	}
	if amount <= 0 || amount > maxAmount {
		return Benefit{}, kernel.Refuse("welfare.no_amount", m.Name)
	}
	b := s.benefit(p, occasion, m, s.Clock.Now())
	b.Source, b.Why, b.Amount, b.State = source, w.Lines, amount, Granted
	b.Account, err = accountOf(tx, p.Tenant, m.Person)
	if err != nil {
		return b, err
	}
	fresh, err := insertBenefit(tx, b)
	if err != nil {
		return b, err
	}
	if !fresh {
		old, _, err := benefitOf(tx, p.Tenant, p.Root, occasion, m.Person)
		if err != nil {
			return b, err
		}
		code, where, err := s.whereAlready(tx, old)
		if err != nil {
			return b, err
		}
		return b, kernel.Refuse(code, m.Name, where)
	}
	err = s.take(tx, p, amount)
	if err != nil {
		return b, err
	}
	b.Version = 1
	err = count(tx, p.Tenant, p.ID, rolling, Tally{Unit: b.Unit, Listed: 1, Amount: amount})
	if err != nil {
		return b, err
	}
	return b, noteChange(tx, p, 0, s.change(a, b.ID, add, ""))
}

// SkipVisit notes that a visit will not take place, with the reason.
func (s *Service) SkipVisit(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) error {
	if len([]rune(reason)) < 5 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_visit", Fields: []kernel.FieldFault{{Field: "ly_do", Code: "welfare.no_reason"}}}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		v, err := s.visit(tx, a, id, PermPrepare)
		if err != nil {
			return err
		}
		v.State, v.Note, v.By, v.At = Skipped, reason, a.Name, s.Clock.Now()
		ok, err := saveVisit(tx, v)
		if err == nil && !ok {
			err = kernel.Refuse("welfare.visit_not_now")
		}
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.visit_skipped", "visit:"+v.ID.String(), nil, map[string]any{"reason": reason})
	})
}

func (s *Service) visit(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Visit, error) {
	v, ok, err := loadVisit(tx, a.Tenant, id)
	if err != nil {
		return v, err
	}
	if !ok {
		return v, kernel.Missing("welfare.no_visit")
	}
	path, err := s.Orgs.Path(tx, v.Org, s.today())
	if err != nil {
		return v, err
	}
	return v, canVisit(a, v.Tenant, path, permission)
}
