package dossiers

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"doanket/kernel"
)

// turn is what a verb needs besides the dossier: the moment, the hand, the rules, the calendar.
type turn struct {
	at    kernel.Instant
	by    Hand
	terms Terms
	cal   *kernel.Calendar
	newID func() kernel.ID
}

// event makes the event of a verb when the flow table has it.
func (d Dossier) event(t turn, verb Verb, reason string, c Change) (Event, error) {
	to, ok := flow.Next(d.State, verb)
	if !ok || !d.ClosedAt.IsZero() {
		return Event{}, kernel.Refuse("dossiers.not_now", string(verb), int(d.State))
	}
	return Event{Dossier: d.ID, Tenant: d.Tenant, Seq: d.RowVersion + 1, At: t.at, By: t.by, Verb: verb, From: d.State, To: to,
		Reason: strings.TrimSpace(reason), Change: c}, nil
}

// choice picks one of several actions of the workflow.
type choice struct{ action, to string }

// move finds where a verb leads in the workflow of the version, and writes the hand-over. Without a
// workflow the dossier stays where it is and the unit follows the state.
func (d Dossier) move(t turn, verb Verb, pick choice, to Hand, note string) (*Place, *HandOver, error) {
	state, _ := flow.Next(d.State, verb)
	place := &Place{Step: d.Step, StepName: d.StepName, StepDue: d.StepDue, Unit: d.turnOf(state), Assignee: d.Assignee}
	step, moved, err := d.target(t, verb, pick, state)
	if err != nil {
		return nil, nil, err
	}
	if moved {
		place.Step, place.StepName, place.StepDue = step.Key, step.Name, kernel.Instant{}
		place.Unit, place.Assignee = d.unitOf(step, state), to
		if step.Limit != "" && state.Phase() == PhaseRunning {
			limit, err := kernel.ParseLimit(step.Limit)
			if err != nil {
				return nil, nil, err
			}
			due, err := t.cal.Due(t.at, limit)
			if err != nil {
				return nil, nil, err
			}
			place.StepDue = due.Due
		}
	} else if to.Account != 0 || verb == DoForward {
		place.Assignee = to
	}
	if !moved && verb != DoForward && place.Unit == d.Unit {
		return place, nil, nil
	}
	h := &HandOver{At: t.at, From: t.by, FromUnit: d.Unit, FromStep: d.Step, To: place.Assignee, ToUnit: place.Unit, ToStep: place.Step,
		StepName: place.StepName, StepDue: d.StepDue, Note: note}
	if !d.StepDue.IsZero() {
		h.Verdict = judge(t.at, d.StepDue)
	}
	return place, h, nil
}

// target is the step that a verb leads to.
func (d Dossier) target(t turn, verb Verb, pick choice, state State) (StepTerm, bool, error) {
	if len(t.terms.Steps) == 0 {
		return StepTerm{}, false, nil
	}
	words, narrowed := effects[verb]
	switch verb {
	case DoFile:
		return t.terms.start(), true, nil
	case DoSupplement, DoPaid, DoResume:
		words = []string{"resume"}
	case DoAssign:
		return StepTerm{}, false, nil
	}
	open := t.terms.actions(d.Step, words...)
	open = slices.DeleteFunc(open, func(a ActionTerm) bool {
		return pick.action != "" && a.Key != pick.action || pick.to != "" && a.To != pick.to
	})
	if len(open) == 0 && narrowed {
		return StepTerm{}, false, kernel.Refuse("dossiers.not_in_workflow", d.StepName)
	}
	if len(open) == 0 || open[0].To == "" || open[0].To == d.Step {
		return StepTerm{}, false, nil
	}
	if len(open) > 1 && verb == DoForward && pick == (choice{}) && open[0].To != open[1].To {
		return StepTerm{}, false, kernel.Refuse("dossiers.choose_step")
	}
	asked := open[0]
	if verb == DoPaid {
		asked = without(asked, "payment") // this is the payment
	}
	err := d.needs(t, asked)
	if err != nil {
		return StepTerm{}, false, err
	}
	step, ok := t.terms.Step(open[0].To)
	return step, ok, nil
}

// needs checks what an action asks for before it may be done.
func (d Dossier) needs(t turn, a ActionTerm) error {
	for _, need := range a.Needs {
		switch need {
		case "papers":
			err := d.complete(t.terms)
			if err != nil {
				return err
			}
		case "payment":
			if d.OpenOrder() != nil || total(t.terms.Fees) > d.Paid() {
				return kernel.Refuse("dossiers.not_paid")
			}
		case "draft":
			if d.Draft == nil {
				return kernel.Refuse("dossiers.no_draft")
			}
		case "signature":
			if d.Result == nil {
				return kernel.Refuse("dossiers.not_signed")
			}
		case "number":
			if d.Result == nil || d.Result.Number == "" {
				return kernel.Refuse("dossiers.not_numbered")
			}
		}
	}
	return nil
}

// unitOf is the unit whose turn a step is.
func (d Dossier) unitOf(step StepTerm, state State) kernel.ID {
	switch step.Unit {
	case "receiving":
		return d.Received
	case "coordinating", "deciding":
		return d.Deciding
	}
	return d.turnOf(state)
}

// turnOf is the unit whose turn a state is when no workflow says so.
func (d Dossier) turnOf(s State) kernel.ID {
	switch s {
	case Submitted, Accepted, Decided, Returned, Refused:
		return d.Received
	}
	return d.Deciding
}

// complete refuses with dossiers.missing_paper and a field for each component that is asked for and
// not there. A paper of a one-of group may stand for the others; what the State holds is never missing.
func (d Dossier) complete(t Terms) error {
	missing := Missing(t, d.Papers)
	if len(missing) == 0 {
		return nil
	}
	f := &kernel.Fault{Kind: kernel.Refused, Code: "dossiers.missing_paper"}
	for _, m := range missing {
		f.Args = append(f.Args, m.Name)
		f.Fields = append(f.Fields, kernel.FieldFault{Field: "papers." + m.Key, Code: "dossiers.missing_paper", Args: []any{m.Name}})
	}
	return f
}

// Missing lists what the terms ask for and the papers do not give; a whole one-of group is one item.
func Missing(t Terms, papers []Paper) []MissingItem {
	given := func(key string) bool {
		i := slices.IndexFunc(papers, func(p Paper) bool { return p.Key == key })
		return i >= 0 && papers[i].Given() && papers[i].Verdict != "wrong"
	}
	groups, names := map[string]bool{}, map[string][]string{}
	for _, p := range t.Papers {
		if p.OneOf != "" {
			groups[p.OneOf] = groups[p.OneOf] || p.FromForm || p.Held != "" || given(p.Key)
			names[p.OneOf] = append(names[p.OneOf], p.Name)
		}
	}
	var out []MissingItem
	for _, p := range t.Papers {
		switch {
		case p.OneOf != "":
			if !groups[p.OneOf] && p.Required {
				out = append(out, MissingItem{Key: p.Key, Name: strings.Join(names[p.OneOf], " / ")})
				groups[p.OneOf] = true
			}
		case p.Required && !p.FromForm && p.Held == "" && !given(p.Key):
			out = append(out, MissingItem{Key: p.Key, Name: p.Name})
		}
	}
	return out
}

func total(lines []FeeLine) kernel.Money {
	var sum kernel.Money
	for _, l := range lines {
		sum += l.Amount
	}
	return sum
}

// checked applies an officer's verdicts to the papers; unknown components are refused.
func (d Dossier) checked(t Terms, checks []PaperCheck) ([]Paper, error) {
	var out []Paper
	for _, c := range checks {
		p, ok := d.Paper(c.Key)
		if !ok {
			i := slices.IndexFunc(t.Papers, func(x PaperTerm) bool { return x.Key == c.Key })
			if i < 0 {
				return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.unknown_paper", Args: []any{c.Key},
					Fields: []kernel.FieldFault{{Field: "papers." + c.Key, Code: "dossiers.unknown_paper", Args: []any{c.Key}}}}
			}
			p = Paper{Key: c.Key, Name: t.Papers[i].Name}
		}
		if c.Verdict != "" && c.Verdict != "ok" && c.Verdict != "wrong" {
			return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_verdict", Args: []any{c.Verdict}}
		}
		p.Verdict, p.Note = c.Verdict, c.Note
		if c.Originals+c.Certified+c.Plain > 0 {
			p.Originals, p.Certified, p.Copies = c.Originals, c.Certified, c.Plain
		}
		out = append(out, p)
	}
	return out, nil
}

// held marks the components whose content the State has already, so that the figures can count reuse.
func held(t Terms, papers []Paper) []Paper {
	out := slices.Clone(papers)
	for _, p := range t.Papers {
		if p.Held == "" {
			continue
		}
		i := slices.IndexFunc(out, func(x Paper) bool { return x.Key == p.Key })
		if i >= 0 {
			out[i].Held = p.Held
			continue
		}
		out = append(out, Paper{Key: p.Key, Name: p.Name, Held: p.Held})
	}
	return out
}

// compact removes the white space of JSON, so that what is hashed is what is stored.
func compact(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return nil
	}
	var b bytes.Buffer
	err := json.Compact(&b, raw)
	if err != nil {
		return nil
	}
	return b.Bytes()
}

// accept starts the clock and gives the code. nextCode is asked only when nothing stands against it,
// so that a refusal uses no number.
func (d Dossier) accept(t turn, in AcceptInput, nextCode func() (string, error)) (Event, error) {
	e, err := d.event(t, DoAccept, in.Note, Change{})
	if err != nil {
		return e, err
	}
	checked, err := d.checked(t.terms, in.Papers)
	if err != nil {
		return e, err
	}
	after := d
	for _, p := range checked {
		after.Papers = replaced(after.Papers, p, func(x Paper) bool { return x.Key == p.Key })
	}
	err = after.complete(t.terms)
	if err != nil {
		return e, err
	}
	if len(t.terms.AnswerFaults) > 0 {
		return e, &kernel.Fault{Kind: kernel.Refused, Code: "dossiers.bad_answers", Fields: t.terms.AnswerFaults}
	}
	if d.OpenOrder() != nil && d.State == Submitted && !t.terms.paysAtFiling() {
		return e, kernel.Refuse("dossiers.not_paid")
	}
	clock, err := startClock(t.cal, t.terms.Limit, t.at)
	if err != nil {
		return e, err
	}
	place, hand, err := d.move(t, DoAccept, choice{}, Hand{}, in.Note)
	if err != nil {
		return e, err
	}
	e.Change = Change{Clock: &clock, Place: place, HandOver: hand, Papers: checked}
	if s := d.OpenSupplement(); s != nil { // asked for before acceptance and now complete
		done := *s
		done.SuppliedAt = t.at
		e.Change.Supplement = &done
	}
	e.Change.Code, err = nextCode()
	return e, err
}

// requestSupplement asks for papers. Once accepted the clock stands until they come. What the State
// holds already may not be asked for.
func (d Dossier) requestSupplement(t turn, in SupplementInput) (Event, error) {
	var fs kernel.Faults
	if strings.TrimSpace(in.Reason) == "" {
		fs.Add("reason", "dossiers.reason_needed")
	}
	if len(in.Items) == 0 {
		fs.Add("items", "dossiers.items_needed")
	}
	items := slices.Clone(in.Items)
	for i, item := range items {
		k := slices.IndexFunc(t.terms.Papers, func(p PaperTerm) bool { return p.Key == item.Key })
		if item.Key != "" && k >= 0 {
			if t.terms.Papers[k].Held != "" {
				fs.Add("items."+item.Key, "dossiers.already_held", t.terms.Papers[k].Name)
			}
			if item.Name == "" {
				items[i].Name = t.terms.Papers[k].Name
			}
		} else if strings.TrimSpace(item.Name) == "" {
			fs.Add("items", "dossiers.items_needed")
		}
	}
	err := fs.Err("dossiers.bad_supplement")
	if err != nil {
		return Event{}, err
	}
	if d.OpenSupplement() != nil {
		return Event{}, kernel.Refuse("dossiers.supplement_open")
	}
	if d.Result != nil {
		return Event{}, kernel.Refuse("dossiers.signed_already")
	}
	s := SupplementRequest{ID: t.newID(), At: t.at, By: t.by, Step: d.Step, Items: items, Reason: strings.TrimSpace(in.Reason)}
	if t.terms.SupplyDays > 0 {
		s.SupplyBy = t.at.Date().AddDays(t.terms.SupplyDays)
	}
	c := Change{Supplement: &s}
	if d.State != Submitted {
		if t.terms.Supplement == "" {
			return Event{}, kernel.Refuse("dossiers.no_supplement")
		}
		clock, open := d.Clock.paused(t.cal, t.at, "supplement", t.terms.Supplement)
		s.Policy, s.DueBefore = t.terms.Supplement, open.DueBefore
		c.Clock, c.Suspension = &clock, &open
		c.Place, c.HandOver, err = d.move(t, DoRequestSupplement, choice{}, d.Assignee, "")
		if err != nil {
			return Event{}, err
		}
	}
	return d.event(t, DoRequestSupplement, in.Reason, c)
}

// supplement takes the papers in; the clock goes on by the policy of the version.
func (d Dossier) supplement(t turn, in SupplyInput) (Event, error) {
	open := d.OpenSupplement()
	if open == nil {
		return Event{}, kernel.Refuse("dossiers.no_open_supplement")
	}
	if len(in.Papers) == 0 && len(in.Answers) == 0 {
		return Event{}, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.nothing_supplied"}
	}
	s := *open
	s.SuppliedAt = t.at
	c := Change{Supplement: &s, Papers: in.Papers, Answers: compact(in.Answers)}
	if d.State == AwaitingSupplement {
		err := d.goOn(t, DoSupplement, &c, s.By)
		if err != nil {
			return Event{}, err
		}
		s.DueAfter = c.Clock.Due
	}
	return d.event(t, DoSupplement, in.Note, c)
}

// goOn closes the open suspension and puts the dossier back into work.
func (d Dossier) goOn(t turn, verb Verb, c *Change, to Hand) error {
	i := slices.IndexFunc(d.Suspensions, func(s Suspension) bool { return s.To.IsZero() })
	if i < 0 {
		return kernel.Refuse("dossiers.not_suspended")
	}
	clock, closed, err := d.resumed(t.cal, d.Suspensions[i], t.at)
	if err != nil {
		return err
	}
	c.Clock, c.Suspension = &clock, &closed
	if d.Assignee.Account != 0 {
		to = d.Assignee
	}
	c.Place, c.HandOver, err = d.move(t, verb, choice{}, to, "")
	return err
}
