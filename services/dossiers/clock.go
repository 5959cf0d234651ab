package dossiers

import (
	"strings"
	"time"

	"doanket/kernel"
)

// Policy (cách tính sau bổ sung) says how a limit goes on after a supplement. Both readings of the
// decree are in use, so it belongs to the procedure version.
//
//glossary:none
type Policy string

const (
	Restart Policy = "restart" // the whole limit again from the supply
	Resume  Policy = "resume"  // the remaining time goes on
)

// Clock (đồng hồ thời hạn) is what is left of the limit. Every field is derived; none is typed.
//
//glossary:none
type Clock struct {
	Limit       string         `json:"limit"`                  // "7wd", "10d", "4wh", "1mo", "same-day@15:00"; "" when the law sets none
	StartedAt   kernel.Instant `json:"started_at,omitzero"`    // counted from here, already moved into office hours
	Due         kernel.Instant `json:"due,omitzero"`           // what figures compare with
	OriginalDue kernel.Instant `json:"original_due,omitzero"`  // the first appointment
	Reappointed kernel.Instant `json:"reappointed,omitzero"`   // of an apology; never used by figures
	Spent       int64          `json:"spent_min,omitempty"`    // minutes of working time used in closed runs of the present count
	RunningFrom kernel.Instant `json:"running_since,omitzero"` // zero while it stands
	Explain     []Reason       `json:"explain,omitempty"`      // line by line
	Provisional bool           `json:"provisional,omitempty"`  // reaches into a year whose holidays are not decided yet
}

// Reason (một dòng "vì sao là ngày này") is kept as data, so that every reader has it in her language.
// Dossiers from before it was so keep their finished sentences.
//
//glossary:none
type Reason struct{ kernel.Line }

// reasonsSaid are the reasons through a translator.
func reasonsSaid(list []Reason, t func(string, ...any) string) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Say(t))
	}
	return out
}

// reasonsPrinted are the reasons as Vietnamese papers give them.
func reasonsPrinted(list []Reason) string {
	var out []string
	for _, r := range list {
		out = append(out, r.String())
	}
	return strings.Join(out, " ")
}

// Suspension (tạm dừng tính thời hạn) is one stretch in which the clock stood.
type Suspension struct {
	Kind      string         `json:"kind"` // "supplement", "payment", "stop"
	From      kernel.Instant `json:"from"`
	To        kernel.Instant `json:"to,omitzero"`
	Policy    Policy         `json:"policy"`
	Spent     int64          `json:"spent_min"` // minutes of working time used before it
	DueBefore kernel.Instant `json:"due_before,omitzero"`
	DueAfter  kernel.Instant `json:"due_after,omitzero"`
}

// startClock begins to count at a moment.
func startClock(cal *kernel.Calendar, limit string, at kernel.Instant) (Clock, error) {
	return reckon(cal, Clock{Limit: limit}, at, nil)
}

// paused stops the count and opens a line of the suspension ledger.
func (c Clock) paused(cal *kernel.Calendar, at kernel.Instant, kind string, policy Policy) (Clock, Suspension) {
	if c.RunningFrom.Before(at) {
		c.Spent += int64(cal.WorkTime(c.RunningFrom, at) / time.Minute)
	}
	c.RunningFrom = kernel.Instant{}
	return c, Suspension{Kind: kind, From: at, Policy: policy, Spent: c.Spent, DueBefore: c.Due}
}

// resumed goes on after a suspension and closes its line.
func (d Dossier) resumed(cal *kernel.Calendar, s Suspension, at kernel.Instant) (Clock, Suspension, error) {
	s.To = at
	ledger := replaced(d.Suspensions, s, func(x Suspension) bool { return x.To.IsZero() })
	c, err := reckon(cal, d.Clock, d.ReceivedAt, ledger)
	s.DueAfter = c.Due
	return c, s, err
}

// derive counts a dossier's clock anew from its acceptance and its suspension ledger. It is what
// "due dates are derivations" means: under an unchanged calendar it gives what is stored.
func derive(cal *kernel.Calendar, d Dossier) (Clock, error) {
	return reckon(cal, d.Clock, d.ReceivedAt, d.Suspensions)
}

// reckon is the one place where a due date comes into being. A limit that had run out before a
// suspension is not given anew: asking for papers must not make a late dossier timely.
func reckon(cal *kernel.Calendar, was Clock, received kernel.Instant, ledger []Suspension) (Clock, error) {
	c := was
	c.StartedAt, c.Spent, c.Explain, c.Provisional, c.Due = cal.Opening(received), 0, nil, false, kernel.Instant{}
	c.RunningFrom = c.StartedAt
	var limit kernel.Limit
	var pauses []kernel.Pause
	var err error
	if c.Limit != "" {
		limit, err = kernel.ParseLimit(c.Limit)
		if err != nil {
			return c, err
		}
		err = c.set(cal, received, limit, nil)
		if err != nil {
			return c, err
		}
		if c.OriginalDue.IsZero() {
			c.OriginalDue = c.Due
		}
	}
	for _, s := range ledger {
		c, _ = c.paused(cal, s.From, s.Kind, s.Policy)
		if s.To.IsZero() {
			break
		}
		late := c.Limit != "" && c.Due.Before(s.From)
		again := (s.Policy == Restart || limit.Unit == kernel.SameDay) && !late
		c.RunningFrom = cal.Opening(s.To)
		if again {
			c.StartedAt, c.Spent = c.RunningFrom, 0
		}
		if c.Limit == "" {
			continue
		}
		pauses = append(pauses, kernel.Pause{From: s.From, To: s.To, Restart: again, Reason: pauseReasons[s.Kind]})
		err = c.set(cal, received, limit, pauses)
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// pauseReasons are the words of the explanation.
var pauseReasons = map[string]string{
	"supplement": "chờ bổ sung hồ sơ",
	"payment":    "chờ nộp nghĩa vụ tài chính",
	"stop":       "dừng giải quyết",
}

func (c *Clock) set(cal *kernel.Calendar, received kernel.Instant, limit kernel.Limit, pauses []kernel.Pause) error {
	due, err := cal.Due(received, limit, pauses...)
	if err != nil {
		return err
	}
	c.Due, c.Provisional, c.Explain = due.Due, due.Provisional, nil
	for _, line := range due.Explain {
		c.Explain = append(c.Explain, Reason{line})
	}
	return nil
}

// judge compares the day of the finish with the day it was due.
func judge(finished, due kernel.Instant) Verdict {
	switch {
	case due.IsZero() || finished.Date() == due.Date():
		return OnTime
	case finished.Before(due):
		return Early
	}
	return Late
}
