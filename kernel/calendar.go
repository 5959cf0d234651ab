package kernel

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed calendar_vn.json
var vietnamData []byte

// DayKind (loại ngày) says why a day is worked or not.
type DayKind string

const (
	WorkingDay  DayKind = "working" // ngày làm việc
	Weekend     DayKind = "weekend" // nghỉ hằng tuần
	Off         DayKind = "off"     // nghỉ lễ, Tết
	Compensated DayKind = "comp"    // nghỉ bù, nghỉ hoán đổi
	MakeUp      DayKind = "makeup"  // làm bù
	Half        DayKind = "half"    // làm việc một buổi
)

// Session (buổi làm việc) is a stretch of office hours, in minutes after midnight: [Open, Close).
type Session struct{ Open, Close int }

// Week (tuần làm việc) holds the sessions of each weekday; a weekday without any is a rest day.
type Week [7][]Session

// Day (ngày trong lịch) is what the calendar knows of one day: its kind, the name of the holiday,
// the other day of a swap, and the text it rests on. Sessions replaces the week's own when Kind is Half.
type Day struct {
	Date     Date      `json:"date"`
	Kind     DayKind   `json:"kind"`
	Name     string    `json:"name,omitempty"`
	For      Date      `json:"for,omitzero"`
	Source   string    `json:"source,omitempty"`
	Verified bool      `json:"verified"`
	Sessions []Session `json:"-"`
	Hours    string    `json:"hours,omitempty"` // "08:00-12:00", of a half day
}

// HolidayRule (quy tắc ngày lễ, Điều 112 Bộ luật Lao động) is one row of the law as data: a solar or a
// lunar day, from which year on, and what it rests on. The engine only proposes days from it.
type HolidayRule struct {
	Name     string   `json:"name"`
	Solar    string   `json:"solar,omitempty"` // "11-24"
	Lunar    string   `json:"lunar,omitempty"` // "01-01"
	First    int      `json:"first,omitempty"` // days around it, from First to Last
	Last     int      `json:"last,omitempty"`
	Before   []string `json:"before,omitempty"` // weekdays of the feast on which the day before is free too
	After    []string `json:"after,omitempty"`  // … on which the day after is
	From     Date     `json:"from"`
	To       Date     `json:"to,omitzero"`
	Source   string   `json:"source"`
	Verified bool     `json:"verified"`
}

type calendarData struct {
	Weekend      []string          `json:"weekend"`
	Sessions     map[string]string `json:"sessions"`
	Holidays     []HolidayRule     `json:"holidays"`
	Compensation struct {
		Source   string `json:"source"`
		Verified bool   `json:"verified"`
	} `json:"compensation"`
	Years []struct {
		Year  int    `json:"year"`
		Basis string `json:"basis"`
		Days  []Day  `json:"days"`
	} `json:"years"`
}

// Calendar (lịch làm việc) knows which days and hours are worked. It is a value made of data: an
// agency with other hours, or a year confirmed later, is another Calendar (With… return copies).
// Safe for use by several goroutines.
type Calendar struct {
	week     Week
	later    []datedWeek // hours that took effect later, the earliest first
	weekend  [7]bool
	rules    []HolidayRule
	comp     Day // source of compensatory days
	declared map[Date]Day
	basis    map[int]string // confirmed years and what confirms them
	proposed *sync.Map      // int → map[Date]Day
}

// VietnamCalendar is the calendar shipped with the program: the law's holidays, the years confirmed
// so far, office hours 08:00–12:00 and 13:30–17:30 from Monday to Friday.
var VietnamCalendar = sync.OnceValue(func() *Calendar {
	c, err := ReadCalendar(vietnamData)
	if err != nil {
		panic("kernel: calendar_vn.json: " + err.Error())
	}
	return c
})

// ReadCalendar makes a calendar of its JSON form.
func ReadCalendar(data []byte) (*Calendar, error) {
	var in calendarData
	err := json.Unmarshal(data, &in)
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	c := &Calendar{rules: in.Holidays, declared: map[Date]Day{}, basis: map[int]string{}, proposed: &sync.Map{}}
	c.comp = Day{Kind: Compensated, Source: in.Compensation.Source, Verified: in.Compensation.Verified}
	for _, name := range in.Weekend {
		w, ok := weekdayByName[name]
		if !ok {
			return nil, fmt.Errorf("read calendar: weekday %q", name)
		}
		c.weekend[w] = true
	}
	for name, hours := range in.Sessions {
		w, ok := weekdayByName[name]
		if !ok {
			return nil, fmt.Errorf("read calendar: weekday %q", name)
		}
		c.week[w], err = ParseSessions(hours)
		if err != nil {
			return nil, err
		}
	}
	if c.week.empty() {
		return nil, errors.New("read calendar: no weekday has office hours")
	}
	for _, r := range in.Holidays {
		_, err := r.day(2026)
		if err != nil {
			return nil, fmt.Errorf("read calendar: %s: %w", r.Name, err)
		}
	}
	for _, y := range in.Years {
		c, err = c.WithYear(y.Year, y.Basis, y.Days)
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

var weekdayByName = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
}

func (w Week) empty() bool {
	return !slices.ContainsFunc(w[:], func(s []Session) bool { return len(s) > 0 })
}

// ParseSessions reads "08:00-12:00,13:30-17:30". Refuses with kernel.bad_sessions what is not in
// order, overlaps or is empty.
func ParseSessions(text string) ([]Session, error) {
	bad := &Fault{Kind: Invalid, Code: "kernel.bad_sessions", Args: []any{text}}
	var out []Session
	last := -1
	for part := range strings.SplitSeq(text, ",") {
		open, shut, ok := strings.Cut(strings.TrimSpace(part), "-")
		if !ok {
			return nil, bad
		}
		s := Session{}
		var err error
		s.Open, err = parseClock(open)
		if err != nil {
			return nil, bad
		}
		s.Close, err = parseClock(shut)
		if err != nil || s.Open >= s.Close || s.Open <= last {
			return nil, bad
		}
		last = s.Close
		out = append(out, s)
	}
	return out, nil
}

// parseClock reads "08:00" as minutes after midnight; "24:00" is the end of the day.
func parseClock(s string) (int, error) {
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", strings.TrimSpace(s))
	if err != nil {
		return 0, fmt.Errorf("clock %q: %w", s, err)
	}
	return t.Hour()*60 + t.Minute(), nil
}

func (c *Calendar) copied() *Calendar {
	d := *c
	d.declared = make(map[Date]Day, len(c.declared))
	for k, v := range c.declared {
		d.declared[k] = v
	}
	d.basis = make(map[int]string, len(c.basis))
	for k, v := range c.basis {
		d.basis[k] = v
	}
	d.proposed = &sync.Map{}
	return &d
}

// WithWeek is the calendar of an agency with other office hours. Refuses with kernel.bad_sessions a
// week in which nobody works.
func (c *Calendar) WithWeek(w Week) (*Calendar, error) {
	if w.empty() {
		return nil, &Fault{Kind: Invalid, Code: "kernel.bad_sessions", Args: []any{""}}
	}
	d := c.copied()
	d.week, d.later = w, nil
	return d, nil
}

// datedWeek is a week that holds from a day on.
type datedWeek struct {
	from Date
	week Week
}

// WithWeekFrom is the calendar of an agency whose office hours change on a day: what was worked before
// stays as it was. Refuses with kernel.bad_sessions a week in which nobody works.
func (c *Calendar) WithWeekFrom(from Date, w Week) (*Calendar, error) {
	if w.empty() {
		return nil, &Fault{Kind: Invalid, Code: "kernel.bad_sessions", Args: []any{""}}
	}
	d := c.copied()
	d.later = slices.DeleteFunc(slices.Clone(c.later), func(l datedWeek) bool { return l.from == from })
	d.later = append(d.later, datedWeek{from, w})
	slices.SortFunc(d.later, func(a, b datedWeek) int { return a.from.Compare(b.from) })
	return d, nil
}

// WeekOn are the office hours in force on a day.
func (c *Calendar) WeekOn(day Date) Week {
	for _, l := range slices.Backward(c.later) {
		if !day.Before(l.from) {
			return l.week
		}
	}
	return c.week
}

// WithSessions gives the same hours to every weekday that is worked now.
func (c *Calendar) WithSessions(s []Session) (*Calendar, error) {
	w := c.week
	for i := range w {
		if len(w[i]) > 0 {
			w[i] = s
		}
	}
	return c.WithWeek(w)
}

// WithDays declares single days over whatever else is known: an agency's half day, a storm.
func (c *Calendar) WithDays(days ...Day) (*Calendar, error) {
	d := c.copied()
	for _, day := range days {
		if !slices.Contains([]DayKind{WorkingDay, Off, Compensated, MakeUp, Half}, day.Kind) || day.Date.IsZero() {
			return nil, &Fault{Kind: Invalid, Code: "kernel.bad_day_kind", Args: []any{string(day.Kind)}}
		}
		if day.Hours != "" {
			s, err := ParseSessions(day.Hours)
			if err != nil {
				return nil, err
			}
			day.Sessions = s
		}
		if day.Kind == Half && len(day.Sessions) == 0 {
			return nil, &Fault{Kind: Invalid, Code: "kernel.bad_sessions", Args: []any{day.Hours}}
		}
		d.declared[day.Date] = day
	}
	return d, nil
}

// WithYear confirms a year: its days are those of the decision and nothing is proposed any more. A
// second decision takes the place of the first, with all days known of that year before.
func (c *Calendar) WithYear(year int, basis string, days []Day) (*Calendar, error) {
	for _, day := range days {
		if day.Date.Year != year {
			return nil, &Fault{Kind: Invalid, Code: "kernel.day_of_other_year", Args: []any{FormatDate(day.Date), year}}
		}
	}
	d, err := c.withoutYear(year).WithDays(days...)
	if err != nil {
		return nil, err
	}
	d.basis[year] = basis
	return d, nil
}

func (c *Calendar) withoutYear(year int) *Calendar {
	d := c.copied()
	for day := range c.declared {
		if day.Year == year {
			delete(d.declared, day)
		}
	}
	return d
}

// Confirmed tells whether a decision has fixed the year's days, and which.
func (c *Calendar) Confirmed(year int) (basis string, ok bool) {
	basis, ok = c.basis[year]
	return basis, ok
}

// Day tells what kind of day it is and why, with the sessions that are worked.
func (c *Calendar) Day(d Date) Day {
	day, known := c.declared[d]
	if !known {
		if _, fixed := c.basis[d.Year]; !fixed {
			day, known = c.Propose(d.Year)[d]
		}
	}
	if !known {
		day = Day{Date: d, Kind: WorkingDay, Verified: true, Sessions: c.WeekOn(d)[d.Weekday()]}
		if len(day.Sessions) == 0 {
			day.Kind = Weekend
		}
		return day
	}
	switch day.Kind {
	case Off, Compensated:
		day.Sessions = nil
	case MakeUp, WorkingDay:
		if len(day.Sessions) == 0 {
			day.Sessions = c.usualSessions(day)
		}
	}
	return day
}

// usualSessions are the hours of a day worked though its weekday may not be: those of the day it
// makes up for, else those of the weekday, else Monday's.
func (c *Calendar) usualSessions(day Day) []Session {
	week := c.WeekOn(day.Date)
	if !day.For.IsZero() && len(week[day.For.Weekday()]) > 0 {
		return week[day.For.Weekday()]
	}
	if s := week[day.Date.Weekday()]; len(s) > 0 {
		return s
	}
	for _, s := range append(week[1:], week[0]) {
		if len(s) > 0 {
			return s
		}
	}
	return nil
}

// Working tells whether anybody works on the day.
func (c *Calendar) Working(d Date) bool { return len(c.Day(d).Sessions) > 0 }

// Holidays lists the year's special days in order (off, compensatory, made up, half days), and
// whether a decision has confirmed them.
func (c *Calendar) Holidays(year int) (days []Day, confirmed bool) {
	_, confirmed = c.basis[year]
	for d := (Date{year, 1, 1}); d.Year == year; d = d.AddDays(1) {
		day := c.Day(d)
		if day.Kind != WorkingDay && day.Kind != Weekend {
			days = append(days, day)
		}
	}
	return days, confirmed
}
