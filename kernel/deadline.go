package kernel

import (
	"fmt"
	"time"
)

// Due (ngày hẹn trả) is a deadline with its reasons. Provisional (tạm tính) means that it reaches into
// a year whose days off no decision has fixed yet.
type Due struct {
	From        Instant // the moment the clock starts: receipt, or the next opening
	Due         Instant // zero while Stopped
	Limit       Limit
	Provisional bool
	Stopped     bool          // a pause is still open
	Left        time.Duration // office time left when Stopped (plain time for days and months)
	Explain     []Line
}

// Pause (tạm dừng tính thời hạn) is one stretch in which the clock stood, as kept in the suspension
// ledger: asked at From, supplied at To (zero while still waiting). Restart counts the whole limit
// again from To; otherwise the remaining time goes on.
type Pause struct {
	From, To Instant
	Restart  bool
	Reason   string // "chờ bổ sung hồ sơ"
}

// Due works out when a limit that starts at from is over.
//
// The day of receipt is not counted and the time of day is kept. What comes outside office hours
// counts from the next opening. The end of a session and the next opening are one point of office
// time, and each kind of limit prints it in one way: limits in days and months always fall in office
// hours, so a boundary reads as the next opening (seven working days from 08:00 end at 08:00 of the
// eighth day); limits in hours and same-day limits end with their last minute, so a boundary reads as
// the end of the session. A last day on which nobody works passes to the next opening.
func (c *Calendar) Due(from Instant, limit Limit, pauses ...Pause) (Due, error) {
	if limit.IsZero() || from.IsZero() {
		return Due{}, &Fault{Kind: Invalid, Code: "kernel.bad_limit", Args: []any{limit.String()}}
	}
	due := c.run(from, limit)
	last := due.Due
	for _, p := range pauses {
		due = c.pause(due, p)
		if due.Stopped {
			break
		}
		last = due.Due
	}
	due.Explain = append(due.Explain, c.closingLines(&due, last)...)
	showYears(due.Explain)
	return due, nil
}

// run counts one whole limit.
func (c *Calendar) run(from Instant, limit Limit) Due {
	start := c.Opening(from)
	due := Due{From: start, Limit: limit, Explain: []Line{startLine(from, start, limit)}}
	day, clock := start.Date(), start.Sub(start.Date().Start())
	switch limit.Unit {
	case WorkingDays:
		last := c.AddWorkingDays(day, limit.N)
		due.Explain = append(due.Explain, c.dayLines(day.AddDays(1), last)...)
		due.Due = c.Opening(last.Start().Add(clock))
		due.Explain = append(due.Explain, c.rollLines(last, due.Due)...)
	case CalendarDays, Months:
		last := day.AddDays(limit.N)
		if limit.Unit == Months {
			last = addMonths(day, limit.N)
		}
		due.Explain = append(due.Explain, Line{Kind: LineDays, From: day.AddDays(1), To: last, Days: day.DaysUntil(last)})
		due.Due = c.Opening(last.Start().Add(clock))
		due.Explain = append(due.Explain, c.rollLines(last, due.Due)...)
	case WorkingHours:
		due.Due = c.Advance(start, time.Duration(limit.N)*time.Hour, false)
		due.Explain = append(due.Explain, c.hourLines(start, due.Due)...)
	case SameDay:
		if clock > time.Duration(limit.Cutoff)*time.Minute {
			next := c.AddWorkingDays(day, 1)
			due.Explain = append(due.Explain, Line{Kind: LineCutoff, At: start, Minutes: limit.Cutoff})
			due.Explain = append(due.Explain, c.skipped(day.AddDays(1), next.AddDays(-1))...)
			day = next
		}
		due.Due = c.Closing(day)
	}
	return due
}

// addMonths is the same day of a later month, or that month's last day when it has no such day.
func addMonths(d Date, n int) Date {
	first := DateOf(Date{d.Year, d.Month, 1}.utc().AddDate(0, n, 0))
	last := DateOf(first.utc().AddDate(0, 1, -1))
	return Date{first.Year, first.Month, min(d.Day, last.Day)}
}

// pause applies one pause to a deadline. A pause that begins when the limit is over already moves
// nothing: what is late stays late.
func (c *Calendar) pause(due Due, p Pause) Due {
	if p.From.After(due.Due) && !p.Restart || p.To == p.From && !p.Restart {
		return due
	}
	left := c.WorkTime(maxInstant(p.From, due.From), due.Due)
	plain := due.Limit.Unit == CalendarDays || due.Limit.Unit == Months
	if plain {
		left = due.Due.Sub(p.From)
	}
	left = max(0, left)
	line := Line{Kind: LinePaused, At: p.From, Until: p.To, Name: p.Reason}
	if p.To.IsZero() {
		due.Due, due.Stopped, due.Left = Instant{}, true, left
		due.Explain = append(due.Explain, line)
		return due
	}
	resumed := c.Opening(p.To)
	if p.Restart {
		again := c.run(p.To, due.Limit)
		again.From = due.From
		again.Explain[0].Kind = LineRestarted
		again.Explain = append([]Line{due.Explain[0], line}, again.Explain...)
		return again
	}
	spent := Line{Kind: LineSpent, At: due.From, Until: p.From, Minutes: c.spentMinutes(due, p.From)}
	head := append(keepBefore(due.Explain), spent, line)
	switch {
	case plain:
		moved := c.Opening(resumed.Add(left))
		due.Explain = append(head, Line{Kind: LineMoved, At: due.Due, Until: moved})
		due.Due = moved
	default:
		end := c.Advance(resumed, left, due.Limit.Unit == WorkingDays)
		due.Explain = append(head, Line{Kind: LineResumed, At: resumed})
		due.Explain = append(due.Explain, c.hourLines(resumed, end)...)
		due.Due = end
	}
	return due
}

// spentMinutes is the office time of the running stretch: since the start, or since the last resumption.
func (c *Calendar) spentMinutes(due Due, at Instant) int {
	from := due.From
	for _, l := range due.Explain {
		if l.Kind == LineResumed || l.Kind == LineRestarted {
			from = c.Opening(l.At)
		}
	}
	return int(c.WorkTime(from, at) / time.Minute)
}

// keepBefore drops the counting lines of a stretch that a pause cut short; the line about the time
// spent stands for them.
func keepBefore(lines []Line) []Line {
	var out []Line
	for _, l := range lines {
		switch l.Kind {
		case LineReceived, LineShifted, LineSpent, LinePaused, LineRestarted, LineResumed, LineCutoff, LineMoved:
			out = append(out, l)
		}
	}
	return out
}

// closingLines say what stands at the end: the deadline, and which years are only proposed.
func (c *Calendar) closingLines(due *Due, last Instant) []Line {
	var out []Line
	if !due.Stopped {
		out = append(out, Line{Kind: LineDue, At: due.Due, Limit: due.Limit})
	}
	for y := due.From.Date().Year; y <= last.Date().Year; y++ {
		if _, ok := c.Confirmed(y); !ok {
			due.Provisional = true
			out = append(out, Line{Kind: LineProvisional, Name: fmt.Sprint(y)})
		}
	}
	return out
}
