package kernel

import (
	"encoding/json"
	"fmt"
	"time"
)

// LineKind says what one line of an explanation is about.
type LineKind string

const (
	LineReceived    LineKind = "received"    // received in office hours
	LineShifted     LineKind = "shifted"     // received outside them, counted from the next opening
	LineDays        LineKind = "days"        // days counted
	LineHours       LineKind = "hours"       // office time counted
	LineOff         LineKind = "off"         // days not counted
	LineMakeUp      LineKind = "makeup"      // a day made up, counted
	LineCutoff      LineKind = "cutoff"      // after the same-day hour
	LineRolled      LineKind = "rolled"      // the last day was a day off
	LineSpent       LineKind = "spent"       // office time used before a pause
	LinePaused      LineKind = "paused"      // the clock stood
	LineResumed     LineKind = "resumed"     // the rest goes on
	LineRestarted   LineKind = "restarted"   // the whole limit again
	LineMoved       LineKind = "moved"       // a limit in plain days, put off by the pause
	LineDue         LineKind = "due"         // the result
	LineProvisional LineKind = "provisional" // no decision for the year yet
	LineSaid        LineKind = "said"        // a finished sentence, kept before lines were kept as data
)

// Line (một dòng giải trình) is one step of the reckoning. Days and Minutes are what it adds to the
// budget; over a whole explanation they sum to the limit.
type Line struct {
	Kind      LineKind
	From, To  Date
	At, Until Instant
	Days      int
	Minutes   int
	Day       DayKind // of LineOff: why
	Name      string
	Basis     string
	For       Date
	Limit     Limit
	year      bool // years differ within the explanation, so they are shown
}

func startLine(from, start Instant, limit Limit) Line {
	l := Line{Kind: LineReceived, At: from, Until: start, Limit: limit}
	if from.Compare(start) != 0 {
		l.Kind = LineShifted
	}
	return l
}

// dayLines walk the days after receipt up to the last counted one.
func (c *Calendar) dayLines(first, last Date) []Line {
	var out []Line
	for d := first; !d.After(last); d = d.AddDays(1) {
		day := c.Day(d)
		if len(day.Sessions) == 0 {
			out = appendOff(out, day)
			continue
		}
		if day.Kind == MakeUp {
			out = append(out, Line{Kind: LineMakeUp, From: d, To: d, Days: 1, For: day.For, Basis: day.Source})
			continue
		}
		if n := len(out); n > 0 && out[n-1].Kind == LineDays {
			out[n-1].To, out[n-1].Days = d, out[n-1].Days+1
			continue
		}
		out = append(out, Line{Kind: LineDays, From: d, To: d, Days: 1, Limit: Limit{Unit: WorkingDays}})
	}
	return out
}

// skipped are the lines for days off between two days.
func (c *Calendar) skipped(first, last Date) []Line {
	var out []Line
	for d := first; !d.After(last); d = d.AddDays(1) {
		if day := c.Day(d); len(day.Sessions) == 0 {
			out = appendOff(out, day)
		}
	}
	return out
}

func appendOff(lines []Line, day Day) []Line {
	if n := len(lines); n > 0 {
		l := &lines[n-1]
		if l.Kind == LineOff && l.Day == day.Kind && l.Name == day.Name && l.To.AddDays(1) == day.Date && day.For.IsZero() {
			l.To = day.Date
			return lines
		}
	}
	return append(lines, Line{Kind: LineOff, From: day.Date, To: day.Date, Day: day.Kind, Name: day.Name, Basis: day.Source, For: day.For})
}

func (c *Calendar) rollLines(last Date, due Instant) []Line {
	if due.Date() == last {
		return nil
	}
	return append(c.skipped(last, due.Date().AddDays(-1)), Line{Kind: LineRolled, From: last, At: due})
}

// hourLines count office time day by day.
func (c *Calendar) hourLines(from, to Instant) []Line {
	var out []Line
	for d := from.Date(); !d.After(to.Date()); d = d.AddDays(1) {
		day := c.Day(d)
		if len(day.Sessions) == 0 {
			out = appendOff(out, day)
			continue
		}
		work := c.WorkTime(maxInstant(from, d.Start()), minInstant(to, d.AddDays(1).Start()))
		if work > 0 {
			out = append(out, Line{Kind: LineHours, From: d, To: d, Minutes: int(work / time.Minute)})
		}
	}
	return out
}

func maxInstant(a, b Instant) Instant {
	if a.Before(b) {
		return b
	}
	return a
}

func minInstant(a, b Instant) Instant {
	if b.Before(a) {
		return b
	}
	return a
}

// showYears makes all lines show their year when the explanation spans more than one.
func showYears(lines []Line) {
	years := map[int]bool{}
	for _, l := range lines {
		for _, d := range []Date{l.From, l.To, l.At.Date(), l.Until.Date()} {
			if !d.IsZero() {
				years[d.Year] = true
			}
		}
	}
	for i := range lines {
		lines[i].year = len(years) > 1
	}
}

func (l Line) day(d Date) string {
	if l.year {
		return FormatDate(d)
	}
	return fmt.Sprintf("%02d/%02d", d.Day, int(d.Month))
}

func (l Line) days() string {
	switch {
	case l.From == l.To:
		return l.day(l.From)
	case l.From.Month == l.To.Month && l.From.Year == l.To.Year:
		return fmt.Sprintf("%02d–%s", l.From.Day, l.day(l.To))
	}
	return l.day(l.From) + "–" + l.day(l.To)
}

func (l Line) moment(t func(string, ...any) string, i Instant) string {
	return FormatClock(i) + " " + t(weekdayNames[i.Time().Weekday()]) + " " + l.day(i.Date())
}

func sprintf(s string, args ...any) string {
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// String is the line in Vietnamese.
func (l Line) String() string { return l.Say(sprintf) }

// Say is the line through a translator, which is given Vietnamese source texts and their arguments.
func (l Line) Say(t func(string, ...any) string) string {
	switch l.Kind {
	case LineReceived:
		if l.Limit.Unit == WorkingHours || l.Limit.Unit == SameDay {
			return t(sayings["received"], l.moment(t, l.At))
		}
		return t(sayings["received_day_not_counted"], l.moment(t, l.At))
	case LineShifted:
		return t(sayings["shifted"], l.moment(t, l.At), l.moment(t, l.Until))
	case LineDays:
		if l.Limit.Unit == WorkingDays {
			return t(sayings["working_days_counted"], l.days(), l.Days)
		}
		return t(sayings["days_counted"], l.days(), l.Days)
	case LineHours:
		return t(sayings["hours_counted"], l.days(), sayLength(t, 0, l.Minutes/60, l.Minutes%60))
	case LineMakeUp:
		return t(sayings["made_up"], l.days(), l.day(l.For))
	case LineOff:
		return l.sayOff(t)
	case LineCutoff:
		return t(sayings["after_cutoff"], clockText(l.Minutes))
	case LineRolled:
		return t(sayings["rolled"], l.moment(t, l.At))
	case LineSpent:
		return t(sayings["spent"], sayLength(t, 0, l.Minutes/60, l.Minutes%60), l.moment(t, l.Until))
	case LinePaused:
		if l.Until.IsZero() {
			return t(sayings["paused_open"], l.moment(t, l.At), t(l.Name))
		}
		return t(sayings["paused"], l.moment(t, l.At), l.moment(t, l.Until), t(l.Name))
	case LineResumed:
		return t(sayings["resumed"], l.moment(t, l.At))
	case LineRestarted:
		return t(sayings["restarted"], l.Limit.Say(t), l.moment(t, l.Until))
	case LineMoved:
		return t(sayings["moved"], l.moment(t, l.At), l.moment(t, l.Until))
	case LineDue:
		if l.Limit.Unit == SameDay {
			return t(sayings["due_same_day"], FormatClock(l.At), l.day(l.At.Date()))
		}
		return t(sayings["due"], l.Limit.Say(t), FormatClock(l.At), l.day(l.At.Date()))
	case LineSaid:
		return l.Name
	case LineProvisional:
		return t(sayings["provisional"], l.Name)
	}
	return ""
}

func (l Line) sayOff(t func(string, ...any) string) string {
	switch {
	case l.Day == Weekend:
		return t(sayings["off_weekend"], l.days())
	case l.Day == Compensated && !l.For.IsZero():
		return t(sayings["off_compensated"], l.days(), t(l.Name), l.day(l.For), l.Basis)
	case l.Basis == "":
		return t(sayings["off"], l.days(), t(l.Name))
	}
	return t(sayings["off_with_basis"], l.days(), t(l.Name), l.Basis)
}

// lineData is a line as it is kept.
type lineData struct {
	Kind    LineKind  `json:"kind"`
	Text    string    `json:"text"` // in Vietnamese, for who reads the data
	From    Date      `json:"from,omitzero"`
	To      Date      `json:"to,omitzero"`
	At      Instant   `json:"at,omitzero"`
	Until   Instant   `json:"until,omitzero"`
	Days    int       `json:"days,omitempty"`
	Minutes int       `json:"minutes,omitempty"`
	Day     DayKind   `json:"day,omitempty"`
	Name    string    `json:"name,omitempty"`
	Basis   string    `json:"basis,omitempty"`
	For     Date      `json:"for,omitzero"`
	Unit    LimitUnit `json:"unit,omitempty"` // of the limit
	N       int       `json:"n,omitempty"`
	Cutoff  int       `json:"cutoff,omitempty"`
	Year    bool      `json:"year,omitempty"`
}

// MarshalJSON gives the line as data with its Vietnamese text.
func (l Line) MarshalJSON() ([]byte, error) {
	d := lineData{Kind: l.Kind, Text: l.String(), From: l.From, To: l.To, At: l.At, Until: l.Until, Days: l.Days, Minutes: l.Minutes,
		Day: l.Day, Name: l.Name, Basis: l.Basis, For: l.For, Unit: l.Limit.Unit, N: l.Limit.N, Cutoff: l.Limit.Cutoff, Year: l.year}
	return json.Marshal(d)
}

// UnmarshalJSON reads a line back, and a finished sentence of former records.
func (l *Line) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*l = Line{Kind: LineSaid}
		return json.Unmarshal(b, &l.Name)
	}
	var d lineData
	err := json.Unmarshal(b, &d)
	if err != nil {
		return err
	}
	*l = Line{Kind: d.Kind, From: d.From, To: d.To, At: d.At, Until: d.Until, Days: d.Days, Minutes: d.Minutes,
		Day: d.Day, Name: d.Name, Basis: d.Basis, For: d.For, Limit: Limit{Unit: d.Unit, N: d.N, Cutoff: d.Cutoff}, year: d.Year}
	return nil
}
