package orgs

import (
	"fmt"
	"slices"
	"strings"

	"doanket/kernel"
)

// OfficeHours (giờ làm việc) are the sessions of a unit's week from a day on. An empty Week follows
// the unit above again.
type OfficeHours struct {
	ID     kernel.ID
	Org    kernel.ID
	From   kernel.Date
	Week   string // see weekText
	Source string
}

// DeclaredDay (ngày đơn vị khai) is a single day off, made up for, or worked for some hours only, that
// a unit declares for itself and for what is below it.
type DeclaredDay struct {
	ID  kernel.ID
	Org kernel.ID
	Day kernel.Day
}

// ConfirmedYear (lịch năm đã có quyết định) is the list of days of a year as a decision fixed it.
type ConfirmedYear struct {
	ID       kernel.ID
	Org      kernel.ID
	Year     int
	Number   string // "12/TB-BNV"
	Decided  kernel.Date
	Issuer   string
	Document string // where the text lies: address or name of the file
	Days     []kernel.Day
}

// Basis is what confirms the year, as papers cite it.
func (y ConfirmedYear) Basis() string {
	s := y.Number + " ngày " + kernel.FormatDate(y.Decided)
	if y.Issuer != "" {
		s += ", " + y.Issuer
	}
	return s
}

// layers are all that the units of one site have put over the country's calendar.
type layers struct {
	hours map[kernel.ID][]OfficeHours // the earliest first
	years map[kernel.ID][]ConfirmedYear
	days  map[kernel.ID][]DeclaredDay
}

// holds tells whether a unit has anything of its own.
func (l layers) holds(org kernel.ID) bool {
	return len(l.hours[org]) > 0 || len(l.years[org]) > 0 || len(l.days[org]) > 0
}

// calendar lays what the units of a path have of their own over the country's calendar. The nearest
// unit's hours and years count; of declared days all do, the nearest last.
func (l layers) calendar(path []kernel.ID) (*kernel.Calendar, error) {
	c, err := l.withHours(kernel.VietnamCalendar(), path)
	if err != nil {
		return nil, err
	}
	taken := map[int]bool{}
	for _, org := range path {
		for _, y := range l.years[org] {
			if taken[y.Year] {
				continue
			}
			taken[y.Year] = true
			c, err = c.WithYear(y.Year, y.Basis(), y.Days)
			if err != nil {
				return nil, err
			}
		}
	}
	var days []kernel.Day
	for _, org := range slices.Backward(path) {
		for _, d := range l.days[org] {
			days = append(days, d.Day)
		}
	}
	if len(days) == 0 {
		return c, nil
	}
	return c.WithDays(days...)
}

func (l layers) withHours(c *kernel.Calendar, path []kernel.ID) (*kernel.Calendar, error) {
	var turns []kernel.Date
	for _, org := range path {
		for _, h := range l.hours[org] {
			turns = append(turns, h.From)
		}
	}
	kernel.SortFunc(turns, kernel.Date.Compare)
	usual := c.WeekOn(kernel.Date{})
	for _, on := range slices.Compact(turns) {
		week := usual
		h, ok := l.hoursOn(path, on)
		if ok {
			var err error
			week, err = parseWeek(h.Week)
			if err != nil {
				return nil, err
			}
		}
		next, err := c.WithWeekFrom(on, week)
		if err != nil {
			return nil, err
		}
		c = next
	}
	return c, nil
}

// hoursOn are the hours in force on a day: those of the nearest unit that has its own.
func (l layers) hoursOn(path []kernel.ID, on kernel.Date) (OfficeHours, bool) {
	for _, org := range path {
		for _, h := range slices.Backward(l.hours[org]) {
			if on.Before(h.From) {
				continue
			}
			if h.Week == "" {
				break // follows the unit above
			}
			return h, true
		}
	}
	return OfficeHours{}, false
}

// yearOf is the confirmation of a year that counts for a path.
func (l layers) yearOf(path []kernel.ID, year int) (ConfirmedYear, bool) {
	for _, org := range path {
		for _, y := range l.years[org] {
			if y.Year == year {
				return y, true
			}
		}
	}
	return ConfirmedYear{}, false
}

// weekText writes a week as it is stored: the sessions of seven days from Monday, "08:00-12:00;;…".
func weekText(days [7]string) string { return strings.Join(days[:], ";") }

// weekDays are the sessions of seven days from Monday as they are typed.
func weekDays(text string) (out [7]string) {
	copy(out[:], strings.Split(text, ";"))
	return out
}

// parseWeek reads what weekText wrote.
func parseWeek(text string) (kernel.Week, error) {
	var w kernel.Week
	for i, hours := range weekDays(text) {
		if hours == "" {
			continue
		}
		s, err := kernel.ParseSessions(hours)
		if err != nil {
			return w, err
		}
		w[(i+1)%7] = s
	}
	return w, nil
}

// typedWeek is a week as it is typed into a form.
func typedWeek(w kernel.Week) (out [7]string) {
	for i := range out {
		out[i] = sessionsText(w[(i+1)%7])
	}
	return out
}

func sessionsText(list []kernel.Session) string {
	var out []string
	for _, s := range list {
		out = append(out, fmt.Sprintf("%02d:%02d-%02d:%02d", s.Open/60, s.Open%60, s.Close/60, s.Close%60))
	}
	return strings.Join(out, ", ")
}

// kindWords are the words of the list of a year as a keeper writes them, one for each kind of day.
var kindWords = []struct {
	kind kernel.DayKind
	word string
}{{kernel.Off, "nghỉ"}, {kernel.Compensated, "nghỉ bù"}, {kernel.MakeUp, "làm bù"}, {kernel.Half, "nửa ngày"}, {kernel.WorkingDay, "làm việc"}}

func kindOfWord(word string) (kernel.DayKind, bool) {
	for _, k := range kindWords {
		if kernel.Fold(k.word) == kernel.Fold(word) {
			return k.kind, true
		}
	}
	return "", false
}

func wordOfKind(kind kernel.DayKind) string {
	for _, k := range kindWords {
		if k.kind == kind {
			return k.word
		}
	}
	return ""
}

// dayLine writes a day as one line of the list: "08/02/2027; nghỉ bù; Tết Nguyên đán; 06/02/2027". The
// last part is the day it stands for, or the hours of a half day.
func dayLine(d kernel.Day) string {
	parts := []string{kernel.FormatDate(d.Date), wordOfKind(d.Kind), d.Name}
	switch {
	case d.Kind == kernel.Half:
		parts = append(parts, d.Hours)
	case !d.For.IsZero():
		parts = append(parts, kernel.FormatDate(d.For))
	}
	return strings.Join(parts, "; ")
}

// readDayLine reads what dayLine writes. Refuses with orgs.day_line and the number of the line.
func readDayLine(n int, line string) (kernel.Day, error) {
	parts := strings.Split(line, ";")
	for i := range parts {
		parts[i] = tidy(parts[i])
	}
	bad := kernel.Refuse("orgs.day_line", n, cutLine(line))
	if len(parts) < 3 || len(parts) > 4 || parts[2] == "" {
		return kernel.Day{}, bad
	}
	on, err := kernel.ParseDateVN(parts[0])
	kind, ok := kindOfWord(parts[1])
	if err != nil || !ok {
		return kernel.Day{}, bad
	}
	d := kernel.Day{Date: on, Kind: kind, Name: parts[2], Verified: true}
	switch {
	case kind == kernel.Half:
		if len(parts) < 4 {
			return d, kernel.Refuse("orgs.day_line_hours", n)
		}
		_, err = kernel.ParseSessions(parts[3])
		if err != nil {
			return d, kernel.Refuse("orgs.day_line_hours", n)
		}
		d.Hours = parts[3]
	case len(parts) == 4 && parts[3] != "":
		d.For, err = kernel.ParseDateVN(parts[3])
		if err != nil {
			return d, bad
		}
	}
	return d, nil
}

func cutLine(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(r)
}

// ReadDays reads the list of a year, a line a day, and names everything that is wrong with it at once.
func ReadDays(text string, year int) ([]kernel.Day, error) {
	var out []kernel.Day
	var fs kernel.Faults
	seen := map[kernel.Date]int{}
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		d, err := readDayLine(i+1, line)
		if f := kernel.AsFault(err); f != nil {
			fs.Add("danh_sach", f.Code, f.Args...)
			continue
		}
		switch was := seen[d.Date]; {
		case d.Date.Year != year:
			fs.Add("danh_sach", "orgs.day_line_year", i+1, kernel.FormatDate(d.Date), year)
		case was != 0:
			fs.Add("danh_sach", "orgs.day_line_twice", i+1, kernel.FormatDate(d.Date), was)
		default:
			seen[d.Date] = i + 1
			out = append(out, d)
		}
	}
	if strings.TrimSpace(text) == "" {
		fs.Add("danh_sach", "orgs.no_days")
	}
	kernel.SortFunc(out, func(a, b kernel.Day) int { return a.Date.Compare(b.Date) })
	return out, fs.Err("orgs.invalid")
}

// WriteDays writes the days of a year as a keeper edits them.
func WriteDays(days []kernel.Day) string {
	var out []string
	for _, d := range days {
		out = append(out, dayLine(d))
	}
	return strings.Join(out, "\n")
}
