package welfare

import (
	"context"
	"fmt"
	"slices"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// HearsOf tells whether dossiers of a procedure become allowances on this site.
func (s *Service) HearsOf(tx *db.Tx, tenant kernel.ID, procedure string) (bool, error) {
	return knowsProcedure(tx, tenant, procedure)
}

// TakeIn puts a decided dossier into the running programme of its procedure, in the transaction of who
// heard of it. The nearest programme upwards from the union that received the dossier is taken. What
// cannot go in by itself is kept for a person with the reason: no programme, not a member on the day,
// the rule not met or not known, nothing left, received already for the same event. The same dossier
// twice is once.
func (s *Service) TakeIn(tx *db.Tx, a kernel.Actor, in AllowanceInput) (Allowance, error) {
	w := Allowance{ID: s.IDs.New(), Tenant: in.Tenant, Dossier: in.Dossier, Code: in.Code, Procedure: in.Procedure, Unit: in.Unit, Deciding: in.Deciding, Person: in.Person, Name: in.Name,
		Event: in.Event, Day: in.Day, Account: in.Account, Decided: in.Decided, State: AllowanceWaiting, At: s.Clock.Now()}
	if w.Day.IsZero() {
		w.Day = w.Decided
	}
	fresh, err := insertAllowance(tx, w)
	if err != nil || !fresh {
		return w, err
	}
	fault, err := s.settle(tx, a, &w, 0)
	if err != nil {
		return w, err
	}
	if fault != nil {
		w.Why, w.WhyArgs = fault.Code, argTexts(fault.Args)
		if fault.Code == "welfare.received_already" || fault.Code == "welfare.has_already" {
			w.State = AllowanceRefused
		}
	}
	err = saved(saveAllowance(tx, w))
	if err != nil {
		return w, err
	}
	if w.State == AllowanceWaiting {
		err = s.tell(tx, a, WaitingFact, "dossier:"+w.Dossier.String(), Told{Org: w.Unit, Unit: w.Unit, Person: w.Person, Title: w.Code})
		if err != nil {
			return w, err
		}
	}
	return w, s.Audit.Note(tx, a, "welfare.allowance_"+string(w.State), "dossier:"+w.Dossier.String(), nil, map[string]any{"why": w.Why, "benefit": w.Benefit})
}

func argTexts(args []any) []string {
	out := make([]string, len(args))
	for i, x := range args {
		out[i] = fmt.Sprint(x)
	}
	return out
}

// settle tries to grant. A fault is a reason to keep it waiting, not an error.
func (s *Service) settle(tx *db.Tx, a kernel.Actor, w *Allowance, amount kernel.Money) (*kernel.Fault, error) {
	p, ok, err := s.programmeFor(tx, *w)
	if err != nil {
		return nil, err
	}
	if !ok {
		return kernel.Refuse("welfare.no_programme_for", w.Procedure, w.Decided.Year), nil
	}
	if w.Person == 0 {
		return kernel.Refuse("welfare.who_is_it", w.Name), nil
	}
	m, ok, err := s.Roll.OfPerson(tx.Context(), w.Tenant, w.Person, s.dayOf(w.Day))
	if err != nil {
		return nil, err
	}
	if !ok {
		return kernel.Refuse("welfare.not_a_member_then", w.Name, kernel.FormatDate(s.dayOf(w.Day))), nil
	}
	line, err := s.Orgs.Path(tx, m.Unit, s.today())
	if err != nil {
		return nil, err
	}
	if !slices.Contains(line, p.Org) {
		return kernel.Refuse("welfare.out_of_reach", w.Name), nil
	}
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return kernel.AsFault(err), nil
	}
	v := j.weigh(m.Record, w.Event)
	if v.Verdict == rules.Unknown && amount == 0 {
		return kernel.Refuse("welfare.not_sure", w.Name, (rules.Finding{Lines: v.Lines}).Said()), nil
	}
	// what may fail is asked before anything is written, so that the transaction stays whole
	old, had, err := benefitOf(tx, w.Tenant, p.Root, occasionOf(w.Event, w.Day), w.Person)
	if err != nil {
		return nil, err
	}
	if had {
		code, where, err := s.whereAlready(tx, old)
		return kernel.Refuse(code, w.Name, where), err
	}
	ask := amount
	if ask == 0 {
		ask = v.Amount
	}
	ok, err = commit(tx, p.ID, 0)
	if err != nil || !ok {
		return nil, err
	}
	p, _, err = loadProgramme(tx, p.Tenant, p.ID)
	if err != nil {
		return nil, err
	}
	if p.Left() < ask {
		return kernel.Refuse("welfare.over_budget", (p.Committed + ask).String(), p.Line, p.Limit().String(), p.Left().String()), nil
	}
	b, err := s.grant(tx, a, p, w.Event, occasionOf(w.Event, w.Day), m, amount, ByCase)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Refused {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	b.Desk, b.Account = w.Unit, w.Account
	b.Reason = w.Code
	err = saved(saveBenefit(tx, b))
	if err != nil {
		return nil, err
	}
	w.State, w.Why, w.WhyArgs, w.Programme, w.Benefit = AllowanceGranted, "", nil, p.ID, b.ID
	return nil, nil
}

// programmeFor is the nearest open programme of the procedure in the year of the decision.
func (s *Service) programmeFor(tx *db.Tx, w Allowance) (Programme, bool, error) {
	for _, unit := range []kernel.ID{w.Unit, w.Deciding} {
		line, err := s.Orgs.Path(tx, unit, s.today())
		if err != nil {
			return Programme{}, false, err
		}
		list, err := programmesReaching(tx, w.Tenant, line, Relief, w.Decided.Year)
		if err != nil {
			return Programme{}, false, err
		}
		for _, org := range line {
			for _, p := range list {
				if p.Org == org && p.Procedure == w.Procedure {
					return p, true, nil
				}
			}
		}
	}
	return Programme{}, false, nil
}

// SettleInput decides about an allowance that waits.
//
//glossary:none
type SettleInput struct {
	Number string       // of the member, when the dossier did not say who she is
	Amount kernel.Money // when the record does not tell it; 0: as the programme says
	Reason string
}

// Settle takes an allowance that waits into its programme, by a person's word and with a reason. What
// still stands in the way is refused with its own code.
func (s *Service) Settle(ctx context.Context, a kernel.Actor, id kernel.ID, in SettleInput) error {
	var person kernel.ID
	if in.Number != "" {
		m, ok, err := s.Roll.ByNumber(ctx, a.Tenant, in.Number, s.today())
		if err != nil {
			return err
		}
		if !ok {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_rows", Fields: []kernel.FieldFault{{Field: "so_the", Code: "welfare.no_member", Args: []any{in.Number, kernel.FormatDate(s.today())}}}}
		}
		person = m.Person
	}
	return s.ruleOn(ctx, a, id, in.Reason, func(tx *db.Tx, w *Allowance) error {
		if person != 0 {
			w.Person = person
		}
		fault, err := s.settle(tx, a, w, in.Amount)
		if err != nil {
			return err
		}
		if fault != nil {
			return fault
		}
		return nil
	})
}

// Reject closes an allowance that waits without paying it, with the reason.
func (s *Service) Reject(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) error {
	return s.ruleOn(ctx, a, id, reason, func(_ *db.Tx, w *Allowance) error {
		w.State, w.Why, w.WhyArgs = AllowanceRefused, "welfare.rejected", []string{a.Name, reason}
		return nil
	})
}

func (s *Service) ruleOn(ctx context.Context, a kernel.Actor, id kernel.ID, reason string, do func(tx *db.Tx, w *Allowance) error) error {
	if len([]rune(reason)) < 5 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_rows", Fields: []kernel.FieldFault{{Field: "ly_do", Code: "welfare.no_reason"}}}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		w, err := s.allowance(tx, a, id, PermApprove)
		if err != nil {
			return err
		}
		if w.State != AllowanceWaiting {
			return kernel.Refuse("welfare.allowance_not_now")
		}
		err = do(tx, &w)
		if err != nil {
			return err
		}
		err = saved(saveAllowance(tx, w))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.allowance_"+string(w.State), "dossier:"+w.Dossier.String(), nil, map[string]any{"reason": reason, "benefit": w.Benefit})
	})
}

// allowance loads one that the actor may see: by rights over the union that received it or over the one that decided.
func (s *Service) allowance(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Allowance, error) {
	w, ok, err := loadAllowance(tx, a.Tenant, id)
	if err != nil {
		return w, err
	}
	if !ok {
		return w, kernel.Missing("welfare.no_allowance")
	}
	unit, err := s.Orgs.Path(tx, w.Unit, s.today())
	if err != nil {
		return w, err
	}
	deciding, err := s.Orgs.Path(tx, w.Deciding, s.today())
	if err != nil {
		return w, err
	}
	err = canTouch(a, Benefit{Tenant: w.Tenant}, unit, deciding, permission)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return w, kernel.Missing("welfare.no_allowance")
	}
	return w, err
}
