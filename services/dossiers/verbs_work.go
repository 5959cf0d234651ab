package dossiers

import (
	"slices"
	"strings"

	"doanket/kernel"
)

// requestPayment asks for money. Once accepted the clock stands until it is paid.
func (d Dossier) requestPayment(t turn, in PaymentInput) (Event, error) {
	lines := in.Lines
	if len(lines) == 0 {
		lines = t.terms.Fees
	}
	for _, l := range lines {
		if l.Amount < 0 || strings.TrimSpace(l.Name) == "" {
			return Event{}, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_fee", Args: []any{l.Name}}
		}
	}
	if total(lines) == 0 {
		return Event{}, kernel.Refuse("dossiers.nothing_to_pay")
	}
	if d.OpenOrder() != nil {
		return Event{}, kernel.Refuse("dossiers.order_open")
	}
	if len(in.Lines) == 0 && total(lines) <= d.Paid() {
		return Event{}, kernel.Refuse("dossiers.paid_already")
	}
	c := Change{Order: &Order{ID: t.newID(), Lines: lines, Total: total(lines), At: t.at, By: t.by, Notice: in.Notice}}
	if d.State != Submitted {
		clock, open := d.Clock.paused(t.cal, t.at, "payment", Resume)
		c.Clock, c.Suspension = &clock, &open
		var err error
		c.Place, c.HandOver, err = d.move(t, DoRequestPayment, choice{}, d.Assignee, "")
		if err != nil {
			return Event{}, err
		}
	}
	return d.event(t, DoRequestPayment, in.Reason, c)
}

// paid settles an order. An order is settled once, for exactly its amount.
func (d Dossier) paid(t turn, in PaidInput) (Event, error) {
	i := slices.IndexFunc(d.Orders, func(o Order) bool { return o.ID == in.Order })
	if i < 0 {
		return Event{}, kernel.Missing("dossiers.no_order")
	}
	o := d.Orders[i]
	if !o.PaidAt.IsZero() {
		return Event{}, kernel.Refuse("dossiers.paid_already")
	}
	if in.Amount != o.Total {
		return Event{}, kernel.Refuse("dossiers.wrong_amount", o.Total.String(), in.Amount.String())
	}
	o.PaidAt, o.Receipt = t.at, in.Receipt
	c := Change{Order: &o}
	if d.State == AwaitingPayment {
		err := d.goOn(t, DoPaid, &c, d.Assignee)
		if err != nil {
			return Event{}, err
		}
	}
	return d.event(t, DoPaid, "", c)
}

// assign gives the present step to an officer; the hand-over is a line of the control slip.
func (d Dossier) assign(t turn, in AssignInput, to Hand) (Event, error) {
	place := &Place{Step: d.Step, StepName: d.StepName, StepDue: d.StepDue, Unit: d.Unit, Assignee: to}
	h := &HandOver{At: t.at, From: t.by, FromUnit: d.Unit, FromStep: d.Step, To: to, ToUnit: d.Unit, ToStep: d.Step, StepName: d.StepName, Note: in.Note}
	return d.event(t, DoAssign, in.Note, Change{Place: place, HandOver: h})
}

// forward passes the dossier on; sendBack passes it back with a reason and voids what was signed.
func (d Dossier) forward(t turn, verb Verb, in ForwardInput, to Hand) (Event, error) {
	if verb == DoSendBack && strings.TrimSpace(in.Note) == "" {
		return Event{}, needReason()
	}
	if _, ok := flow.Next(d.State, verb); !ok {
		return Event{}, kernel.Refuse("dossiers.not_now", string(verb), int(d.State))
	}
	if verb == DoForward && d.Result != nil {
		return Event{}, kernel.Refuse("dossiers.signed_already")
	}
	if verb == DoSendBack && to.Account == 0 && d.Draft != nil {
		to = d.Draft.PreparedBy
	}
	place, hand, err := d.move(t, verb, choice{in.Action, in.To}, to, in.Note)
	if err != nil {
		return Event{}, err
	}
	if verb == DoSendBack && hand == nil {
		place.Assignee = to
	}
	return d.event(t, verb, in.Note, Change{Place: place, HandOver: hand})
}

func needReason() error {
	return &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.reason_needed",
		Fields: []kernel.FieldFault{{Field: "reason", Code: "dossiers.reason_needed"}}}
}

func (d Dossier) askOpinion(t turn, in OpinionInput) (Event, error) {
	var fs kernel.Faults
	if in.Unit == 0 || in.Unit == d.Deciding {
		fs.Add("unit", "dossiers.other_unit_needed")
	}
	if strings.TrimSpace(in.Question) == "" {
		fs.Add("question", "dossiers.question_needed")
	}
	err := fs.Err("dossiers.bad_opinion")
	if err != nil {
		return Event{}, err
	}
	o := Opinion{ID: t.newID(), At: t.at, By: t.by, Unit: in.Unit, UnitName: in.UnitName, Question: strings.TrimSpace(in.Question), Until: in.Until}
	return d.event(t, DoAskOpinion, "", Change{Opinion: &o})
}

func (d Dossier) giveOpinion(t turn, in AnswerInput) (Event, error) {
	i := slices.IndexFunc(d.Opinions, func(o Opinion) bool { return o.ID == in.Opinion })
	if i < 0 {
		return Event{}, kernel.Missing("dossiers.no_opinion")
	}
	o := d.Opinions[i]
	if !o.GivenAt.IsZero() {
		return Event{}, kernel.Refuse("dossiers.opinion_given")
	}
	if strings.TrimSpace(in.Answer) == "" {
		return Event{}, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.answer_needed",
			Fields: []kernel.FieldFault{{Field: "answer", Code: "dossiers.answer_needed"}}}
	}
	o.GivenAt, o.GivenBy, o.Answer, o.Agrees, o.Files = t.at, t.by, strings.TrimSpace(in.Answer), in.Agrees, in.Files
	return d.event(t, DoGiveOpinion, "", Change{Opinion: &o})
}

func (d Dossier) draft(t turn, in DraftInput) (Event, error) {
	var fs kernel.Faults
	if in.Outcome != "granted" && in.Outcome != "denied" {
		fs.Add("outcome", "dossiers.outcome_needed")
	}
	if strings.TrimSpace(in.Body) == "" && len(in.Files) == 0 {
		fs.Add("body", "dossiers.draft_empty")
	}
	err := fs.Err("dossiers.bad_draft")
	if err != nil {
		return Event{}, err
	}
	if d.Result != nil {
		return Event{}, kernel.Refuse("dossiers.signed_already")
	}
	r := Result{Outcome: in.Outcome, Title: strings.TrimSpace(in.Title), Body: in.Body, Files: in.Files, PreparedBy: t.by, PreparedAt: t.at}
	for _, term := range t.terms.Results {
		if term.Refusal == (in.Outcome == "denied") {
			r.Template = term.Template
			if r.Title == "" {
				r.Title = term.Name
			}
			break
		}
	}
	return d.event(t, DoDraft, "", Change{Result: &r})
}

// approve signs the draft. issueNow tells that the workflow knows no separate clerk.
func (d Dossier) approve(t turn, in ApproveInput) (e Event, issueNow bool, err error) {
	if d.Draft == nil {
		return e, false, kernel.Refuse("dossiers.no_draft")
	}
	if d.Result != nil {
		return e, false, kernel.Refuse("dossiers.signed_already")
	}
	r := *d.Draft
	r.SignedBy, r.SignedAt = t.by, t.at
	c := Change{Result: &r}
	issueNow = true
	if len(t.terms.Steps) > 0 {
		acts := t.terms.actions(d.Step, effects[DoApprove]...)
		if len(acts) == 0 {
			return e, false, kernel.Refuse("dossiers.not_in_workflow", d.StepName)
		}
		target, _ := t.terms.Step(acts[0].To)
		issueNow = target.State == Decided || slices.Contains(acts[0].Effects, "issue")
		if !issueNow {
			c.Place, c.HandOver, err = d.move(t, DoApprove, choice{action: acts[0].Key}, Hand{}, in.Note)
			if err != nil {
				return e, false, err
			}
		} else if err = d.needs(t, without(acts[0], "signature", "number")); err != nil {
			return e, false, err
		}
	}
	e, err = d.event(t, DoApprove, in.Note, c)
	return e, issueNow, err
}

func without(a ActionTerm, needs ...string) ActionTerm {
	a.Needs = slices.DeleteFunc(slices.Clone(a.Needs), func(n string) bool { return slices.Contains(needs, n) })
	return a
}

// issue numbers the signed result and stops the clock for good: finished is now, whenever it is handed over.
func (d Dossier) issue(t turn, in ApproveInput, nextNumber func() (string, error)) (Event, error) {
	if d.Result == nil {
		return Event{}, kernel.Refuse("dossiers.not_signed")
	}
	e, err := d.event(t, DoIssue, in.Note, Change{})
	if err != nil {
		return e, err
	}
	clock := d.Clock
	if clock.RunningFrom.Before(t.at) {
		clock, _ = clock.paused(t.cal, t.at, "", Resume)
	}
	clock.RunningFrom = kernel.Instant{}
	r := *d.Result
	r.Number = strings.TrimSpace(in.Number)
	if r.Number == "" {
		r.Number, err = nextNumber()
		if err != nil {
			return e, err
		}
	}
	e.Change = Change{Result: &r, Clock: &clock, Verdict: judge(t.at, d.Clock.Due)}
	e.Change.Place, e.Change.HandOver, err = d.issued(t)
	return e, err
}

// issued is where the result waits for its taker.
func (d Dossier) issued(t turn) (*Place, *HandOver, error) {
	step := t.terms.stepIn(Decided)
	p := &Place{Step: step.Key, StepName: step.Name, Unit: d.Received}
	h := &HandOver{At: t.at, From: t.by, FromUnit: d.Unit, FromStep: d.Step, ToUnit: d.Received, ToStep: step.Key, StepName: step.Name, StepDue: d.StepDue}
	if !d.StepDue.IsZero() {
		h.Verdict = judge(t.at, d.StepDue)
	}
	return p, h, nil
}

func (d Dossier) post(t turn, in PostInput) (Event, error) {
	if strings.TrimSpace(in.Courier) == "" {
		return Event{}, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.courier_needed",
			Fields: []kernel.FieldFault{{Field: "courier", Code: "dossiers.courier_needed"}}}
	}
	if d.Posting != nil {
		return Event{}, kernel.Refuse("dossiers.posted_already")
	}
	h := &HandOver{At: t.at, From: t.by, FromUnit: d.Received, FromStep: d.Step, To: Hand{Name: in.Courier}, StepName: d.StepName, Note: in.Tracking}
	return d.event(t, DoPost, "", Change{Posting: &Posting{At: t.at, By: t.by, Courier: in.Courier, Tracking: in.Tracking}, HandOver: h})
}

func (d Dossier) handBack(t turn, in ReturnInput) (Event, error) {
	taker := strings.TrimSpace(in.Taker)
	if taker == "" {
		taker = d.FiledBy().Name
	}
	if _, ok := flow.Next(d.State, DoReturn); !ok {
		return Event{}, kernel.Refuse("dossiers.not_now", string(DoReturn), int(d.State))
	}
	_, _, err := d.target(t, DoReturn, choice{}, Returned)
	if err != nil {
		return Event{}, err
	}
	step := t.terms.stepIn(Returned)
	h := &HandOver{At: t.at, From: t.by, FromUnit: d.Received, FromStep: d.Step, To: Hand{Name: taker}, StepName: step.Name, Note: in.Note}
	return d.event(t, DoReturn, in.Note, Change{Taker: taker, HandOver: h, Place: &Place{Step: step.Key, StepName: step.Name, Unit: d.Received}})
}

// end serves the verbs that end or halt a dossier with a reason: refuse, withdraw, stop, close.
func (d Dossier) end(t turn, verb Verb, in ReasonInput) (Event, error) {
	if verb != DoClose && strings.TrimSpace(in.Reason) == "" {
		return Event{}, needReason()
	}
	if verb == DoWithdraw && d.Result != nil {
		return Event{}, kernel.Refuse("dossiers.signed_already")
	}
	c := Change{Settlement: strings.TrimSpace(in.Settlement)}
	switch verb {
	case DoStop:
		if !d.Clock.RunningFrom.IsZero() {
			clock, open := d.Clock.paused(t.cal, t.at, "stop", Resume)
			c.Clock, c.Suspension = &clock, &open
		}
	case DoWithdraw:
		if !d.Clock.RunningFrom.IsZero() {
			clock, _ := d.Clock.paused(t.cal, t.at, "", Resume)
			c.Clock = &clock
		}
		c.Place = &Place{Unit: d.Received}
	case DoRefuse:
		step := t.terms.stepIn(Refused)
		c.Place = &Place{Step: step.Key, StepName: step.Name, Unit: d.Received}
	}
	return d.event(t, verb, in.Reason, c)
}

// resume goes on after a stop.
func (d Dossier) resume(t turn, in ReasonInput) (Event, error) {
	if strings.TrimSpace(in.Reason) == "" {
		return Event{}, needReason()
	}
	if _, ok := flow.Next(d.State, DoResume); !ok {
		return Event{}, kernel.Refuse("dossiers.not_now", string(DoResume), int(d.State))
	}
	var c Change
	err := d.goOn(t, DoResume, &c, d.Assignee)
	if err != nil {
		return Event{}, err
	}
	if d.OpenSupplement() != nil { // what was asked for before the stop is asked for no more
		s := *d.OpenSupplement()
		s.SuppliedAt = t.at
		c.Supplement = &s
	}
	return d.event(t, DoResume, in.Reason, c)
}

// apologise promises a later date, once, with a reason, signed by a leader. The due date stays.
func (d Dossier) apologise(t turn, in ApologyInput) (Event, error) {
	var fs kernel.Faults
	if strings.TrimSpace(in.Reason) == "" {
		fs.Add("reason", "dossiers.reason_needed")
	}
	if d.Apology != nil {
		return Event{}, kernel.Refuse("dossiers.apologised_already")
	}
	if d.Clock.Due.IsZero() {
		return Event{}, kernel.Refuse("dossiers.no_limit")
	}
	if in.NewDue.IsZero() || !t.cal.Working(in.NewDue) {
		fs.Add("new_due", "dossiers.working_day_needed")
	} else if !in.NewDue.After(d.Clock.Due.Date()) || !in.NewDue.After(t.at.Date()) {
		fs.Add("new_due", "dossiers.later_day_needed", kernel.FormatDate(d.Clock.Due.Date()))
	}
	err := fs.Err("dossiers.bad_apology")
	if err != nil {
		return Event{}, err
	}
	a := Apology{At: t.at, By: t.by, Reason: strings.TrimSpace(in.Reason), Due: d.Clock.Due, NewDue: t.cal.Closing(in.NewDue)}
	clock := d.Clock
	clock.Reappointed = a.NewDue
	return d.event(t, DoApologise, in.Reason, Change{Apology: &a, Clock: &clock})
}

// moveDue counts the due date anew after a correction of the calendar. moved is false when nothing
// changes. It touches running dossiers only: what is closed keeps the date it was judged by.
func (d Dossier) moveDue(t turn, reason string) (e Event, moved bool, err error) {
	if _, ok := flow.Next(d.State, DoMoveDue); !ok || d.Clock.Limit == "" {
		return e, false, nil
	}
	clock, err := derive(t.cal, d)
	if err != nil {
		return e, false, err
	}
	if clock.Due.Equal(d.Clock.Due) && clock.Provisional == d.Clock.Provisional {
		return e, false, nil
	}
	e, err = d.event(t, DoMoveDue, reason, Change{Clock: &clock})
	return e, err == nil, err
}
