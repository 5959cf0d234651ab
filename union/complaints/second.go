package complaints

import (
	"slices"
	"strings"

	"doanket/kernel"
)

// First (khiếu nại lần đầu) is what a second complaint follows, sealed with its matter. (Law on Complaints
// 02/2011/QH13 art. 7, 33)
type First struct {
	Record   kernel.ID   `json:"record,omitempty"`   // none: the first was not made here
	Unit     kernel.ID   `json:"unit,omitempty"`     // which resolved it or should have
	Number   string      `json:"number,omitempty"`   // of the record
	Decision string      `json:"decision,omitempty"` // number of the first decision; none: not decided in time
	From     kernel.Date `json:"from"`               // day on which it was received, or the last day of the term
	By       []kernel.ID `json:"by,omitempty"`       // accounts that resolved it: they do not resolve the second
}

// Claim is what is typed of the first complaint: code and secret when it was made here, else what its papers say.
//
//glossary:none
type Claim struct {
	Code, Secret string
	Decision     string
	From         kernel.Date
}

// Second tells whether this is a second complaint (khiếu nại lần hai).
func (c Complaint) Second() bool { return c.Round == 2 }

// claimed checks what is typed of a first complaint that was not made here.
func claimed(in Claim, today kernel.Date) (First, error) {
	var fs kernel.Faults
	f := First{Decision: strings.TrimSpace(in.Decision), From: in.From}
	checkText(&fs, "quyet_dinh", f.Decision, 60, "")
	switch {
	case f.From.IsZero():
		fs.Add("ngay_lan_dau", "complaints.no_first_day")
	case f.From.After(today):
		fs.Add("ngay_lan_dau", "complaints.day_to_come")
	}
	return f, fs.Err("complaints.invalid")
}

// asFirst is what a second complaint says of this one, the first: it was decided and answered, or its term is
// over. The day on which the decision came may be told; else it is that of the answer. Refuses with
// complaints.no_second, complaints.first_undecided, complaints.first_runs, complaints.before_decision.
func (c Complaint) asFirst(cal *kernel.Calendar, got, today kernel.Date) (First, error) {
	if c.Kind != Grievance || c.Second() {
		return First{}, kernel.Refuse("complaints.no_second")
	}
	if c.Matter.Anonymous || c.State == Refused || c.State == Forwarded || c.State == Withdrawn {
		return First{}, kernel.Refuse("complaints.first_undecided")
	}
	f := First{Record: c.ID, Unit: c.Unit, Number: c.Number(), By: c.resolvers()}
	answer, told := c.last(Answer)
	if !told {
		end, err := c.termEnd(cal)
		if err != nil {
			return First{}, err
		}
		if !today.After(end) {
			return First{}, kernel.Refuse("complaints.first_runs", kernel.FormatDate(end))
		}
		f.From = end
		return f, nil
	}
	f.From = answer.Said.On
	if decided, ok := c.last(Conclude); ok {
		f.Decision = decided.Said.Number
		if !got.IsZero() && got.Before(decided.Said.On) {
			return First{}, fieldFault("ngay_lan_dau", "complaints.before_decision", kernel.FormatDate(decided.Said.On))
		}
	}
	if got.After(today) {
		return First{}, fieldFault("ngay_lan_dau", "complaints.day_to_come")
	}
	if !got.IsZero() {
		f.From = got
	}
	return f, nil
}

// resolvers are the accounts that had the resolving in their hands.
func (c Complaint) resolvers() []kernel.ID {
	var out []kernel.ID
	add := func(account kernel.ID) {
		if account != 0 && !slices.Contains(out, account) {
			out = append(out, account)
		}
	}
	for _, e := range c.Events {
		if slices.Contains([]Verb{Accept, Verify, Prolong, Conclude, Answer}, e.Verb) {
			add(e.By.Account)
		}
	}
	for _, r := range c.Readers {
		if r.Role == Lead {
			add(r.Account)
		}
	}
	return out
}

// termEnd is the last day on which the first had to be resolved. What was never taken up counts as taken up
// on the last day for that, which the law leaves open (a convention of the system).
func (c Complaint) termEnd(cal *kernel.Calendar) (kernel.Date, error) {
	from := c.Accepted
	if from.IsZero() {
		last, err := c.lastDay(cal, "accept", cal.Opening(c.Received.Start()))
		if err != nil {
			return last, err
		}
		from = cal.Opening(last.Start())
	}
	step := "resolve"
	if c.Longer > 0 {
		step = "longer1"
	}
	return c.lastDay(cal, step, from)
}

func (c Complaint) lastDay(cal *kernel.Calendar, step string, from kernel.Instant) (kernel.Date, error) {
	rule, ok := c.deadline(step, from.Date())
	if !ok {
		return kernel.Date{}, kernel.Refuse("complaints.no_second")
	}
	due, err := cal.Due(from, rule.Limit)
	return due.Due.Date(), err
}

// Window (thời hạn khiếu nại lần hai) is until when a second complaint may be made, and why that day.
type Window struct {
	Rule  Deadline
	Last  kernel.Date
	Why   []kernel.Line
	Usual kernel.Limit // when the place made it longer
}

// window counts the days of a second complaint by its first. Who comes later is not turned away at the desk:
// the law forgives days lost to illness, disaster or distance (art. 9), so the lead decides.
func (c Complaint) window(cal *kernel.Calendar, f First) (Window, error) {
	c.Kind, c.Round = Grievance, 2
	rule, ok := c.deadline("again", f.From)
	if !ok {
		return Window{}, kernel.Refuse("complaints.no_second")
	}
	due, err := cal.Due(cal.Opening(f.From.Start()), rule.Limit)
	w := Window{Rule: rule, Last: due.Due.Date(), Why: due.Explain}
	w.Usual, _ = rule.instead(c, f.From)
	return w, err
}
