package welfare

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// moveList takes one verb of a list, by somebody who holds the permission over the programme's unit.
func (s *Service) moveList(tx *db.Tx, a kernel.Actor, programme, list kernel.ID, permission string, v verb) (Programme, Occasion, error) {
	p, err := s.programme(tx, a, programme, permission)
	if err != nil {
		return p, Occasion{}, err
	}
	o, err := s.occasion(tx, p, list)
	if err != nil {
		return p, o, err
	}
	if p.State != Open {
		return p, o, kernel.Refuse("welfare.not_now")
	}
	return p, o, o.move(v)
}

// Approve lets what stands on a list be paid. It takes another person than those who proposed and
// corrected, and a budget that reaches. Refuses with welfare.second_person, welfare.over_budget,
// welfare.nobody_listed, welfare.list_not_now.
func (s *Service) Approve(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, PermApprove, approve)
		if err != nil {
			return err
		}
		preparers, err := preparersOf(tx, o.ID)
		if err != nil {
			return err
		}
		err = canApprove(a, append(preparers, p.PreparedBy))
		if err != nil {
			return err
		}
		err = s.take(tx, p, 0) // holds the row
		if err != nil {
			return err
		}
		p, _, err = loadProgramme(tx, p.Tenant, p.ID)
		if err != nil {
			return err
		}
		if p.Left() < 0 {
			return kernel.Refuse("welfare.over_budget", p.Committed.String(), p.Line, p.Limit().String(), p.Left().String())
		}
		n, err := grantListed(tx, p.ID, o.Key())
		if err != nil {
			return err
		}
		if n == 0 {
			waiting, err := openOf(tx, p.ID, o.Key())
			if err == nil && !waiting {
				err = kernel.Refuse("welfare.nobody_listed")
			}
			if err != nil {
				return err
			}
		}
		o.ApprovedBy, o.ApprovedAt, o.Reason = a.Name, s.Clock.Now(), ""
		err = saved(saveOccasion(tx, &o))
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, approve, ""))
		if err != nil {
			return err
		}
		t, err := tallyUnder(tx, p.ID, o.Key(), scope{All: true}, s.today())
		if err != nil {
			return err
		}
		err = s.tell(tx, a, ApprovedFact, "welfare_list:"+o.ID.String(), Told{Programme: p.ID, List: o.ID, Org: p.Org, Title: p.Title, Line: p.Line, Count: n, Amount: t.Amount})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, ApprovedFact, subject(p), nil, map[string]any{"list": o.ID, "granted": n, "amount": t.Amount})
	})
}

// listVerbs are the verbs of a list that need nothing but a right and, where Reason is set, a reason.
var listVerbs = map[verb]struct {
	permission string
	reason     bool
}{back: {PermApprove, true}, pay: {PermPay, false}, amend: {PermPrepare, true}, end: {PermPay, false}}

// AskApproval tells those who approve that a list is ready. Refuses with welfare.list_not_now.
func (s *Service) AskApproval(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, PermPrepare, ask)
		if err != nil {
			return err
		}
		t, err := tallyUnder(tx, p.ID, o.Key(), scope{All: true}, s.today())
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, ask, ""))
		if err != nil {
			return err
		}
		err = s.tell(tx, a, AskedFact, "welfare_list:"+o.ID.String(), Told{Programme: p.ID, List: o.ID, Org: p.Org, Title: p.Title, Line: p.Line, Count: t.Listed, Amount: t.Amount})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.list_ask", subject(p), nil, map[string]any{"list": o.ID, "listed": t.Listed, "amount": t.Amount})
	})
}

// SendBack gives a list back to those who prepare, with a reason.
func (s *Service) SendBack(ctx context.Context, a kernel.Actor, programme, list kernel.ID, reason string) error {
	return s.listVerb(ctx, a, programme, list, back, reason)
}

// StartPaying opens a list for the cashier and the bank.
func (s *Service) StartPaying(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.listVerb(ctx, a, programme, list, pay, "")
}

// Amend opens an approved list for more members, with a reason; what was approved stays payable.
func (s *Service) Amend(ctx context.Context, a kernel.Actor, programme, list kernel.ID, reason string) error {
	return s.listVerb(ctx, a, programme, list, amend, reason)
}

// Finish ends a list when everybody received or was noted as not reached. Refuses with welfare.still_waiting.
func (s *Service) Finish(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.listVerb(ctx, a, programme, list, end, "")
}

func (s *Service) listVerb(ctx context.Context, a kernel.Actor, programme, list kernel.ID, v verb, reason string) error {
	rule := listVerbs[v]
	if rule.reason && len([]rune(reason)) < 5 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_rows", Fields: []kernel.FieldFault{{Field: "ly_do", Code: "welfare.no_reason"}}}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, rule.permission, v)
		if err != nil {
			return err
		}
		if v == end {
			waiting, err := openOf(tx, p.ID, o.Key())
			if err == nil && waiting {
				err = kernel.Refuse("welfare.still_waiting")
			}
			if err != nil {
				return err
			}
		}
		o.Reason = reason
		err = saved(saveOccasion(tx, &o))
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, v, reason))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.list_"+string(v), subject(p), nil, map[string]any{"list": o.ID, "reason": reason})
	})
}
