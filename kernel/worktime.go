package kernel

import "time"

// Opening is the moment itself when it lies in office hours, else the next opening: before work the
// opening, at lunch the afternoon's, after closing or on a day off that of the next working day. A
// session holds its first minute and not its last.
func (c *Calendar) Opening(i Instant) Instant {
	for d := i.Date(); ; d = d.AddDays(1) {
		for _, s := range c.Day(d).Sessions {
			if i.Before(d.minute(s.Close)) {
				if open := d.minute(s.Open); i.Before(open) {
					return open
				}
				return i
			}
		}
	}
}

// Closing is the last minute of office hours of the day; the zero Instant on a day off.
func (c *Calendar) Closing(d Date) Instant {
	s := c.Day(d).Sessions
	if len(s) == 0 {
		return Instant{}
	}
	return d.minute(s[len(s)-1].Close)
}

// minute is the given minute of the day; 24*60 is the next midnight.
func (d Date) minute(m int) Instant { return d.Start().Add(time.Duration(m) * time.Minute) }

// WorkTime (thời gian làm việc) is how much office time lies between two moments; negative when to is
// the earlier one.
func (c *Calendar) WorkTime(from, to Instant) time.Duration {
	if to.Before(from) {
		return -c.WorkTime(to, from)
	}
	var sum time.Duration
	for d := from.Date(); !d.After(to.Date()); d = d.AddDays(1) {
		for _, s := range c.Day(d).Sessions {
			sum += overlap(d.minute(s.Open), d.minute(s.Close), from, to)
		}
	}
	return sum
}

func overlap(open, shut, from, to Instant) time.Duration {
	if open.Before(from) {
		open = from
	}
	if to.Before(shut) {
		shut = to
	}
	return max(0, shut.Sub(open))
}

// WorkingDays counts the working days after the first day up to and with the last.
func (c *Calendar) WorkingDays(after, last Date) int {
	n := 0
	for d := after.AddDays(1); !d.After(last); d = d.AddDays(1) {
		if c.Working(d) {
			n++
		}
	}
	return n
}

// AddWorkingDays is the n-th working day after the day (before it for a negative n).
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Working(d) {
			n--
		}
	}
	return d
}

// Advance is the moment at which the given office time has passed. The end of a session and the next
// opening are the same point of office time; toOpening chooses which of the two is given.
func (c *Calendar) Advance(from Instant, work time.Duration, toOpening bool) Instant {
	t := c.Opening(from)
	if work <= 0 {
		return t
	}
	for d := t.Date(); ; d = d.AddDays(1) {
		for _, s := range c.Day(d).Sessions {
			start, end := d.minute(s.Open), d.minute(s.Close)
			if start.Before(t) {
				start = t
			}
			room := end.Sub(start)
			if room <= 0 {
				continue
			}
			if work < room || work == room && !toOpening {
				return start.Add(work)
			}
			work -= room
		}
	}
}

// dayLength is the office time of a usual day: the first weekday that is worked, from Monday on.
func (w Week) dayLength() time.Duration {
	for i := range w {
		var sum int
		for _, s := range w[(i+1)%7] {
			sum += s.Close - s.Open
		}
		if sum > 0 {
			return time.Duration(sum) * time.Minute
		}
	}
	return 0
}

// Left (thời gian còn lại) is the office time up to a deadline, or past it when Late, cut into usual
// working days, hours and minutes.
type Left struct {
	Late                 bool
	Days, Hours, Minutes int
	Work                 time.Duration // the same as one length
}

// Left measures from now to the deadline. After the deadline it is Late even before a new office
// minute has passed.
func (c *Calendar) Left(now, due Instant) Left {
	l := Left{Late: now.After(due), Work: c.WorkTime(now, due)}
	if l.Work < 0 {
		l.Work = -l.Work
	}
	l.Days, l.Hours, l.Minutes = split(l.Work, c.WeekOn(now.Date()).dayLength())
	return l
}

func split(work, day time.Duration) (days, hours, minutes int) {
	if day > 0 {
		days = int(work / day)
		work -= time.Duration(days) * day
	}
	return days, int(work / time.Hour), int(work % time.Hour / time.Minute)
}

// Say is "Còn 6 ngày 4 giờ làm việc" or "Quá hạn 3 giờ làm việc", through the translator.
func (l Left) Say(t func(string, ...any) string) string {
	head := t(sayings["left"])
	if l.Late {
		head = t(sayings["late"])
	}
	return sprintf(head, sayLength(t, l.Days, l.Hours, l.Minutes))
}

func (l Left) String() string { return l.Say(sprintf) }

// sayLength names the two largest parts: days with hours, hours with minutes.
func sayLength(t func(string, ...any) string, days, hours, minutes int) string {
	switch {
	case days > 0 && hours > 0:
		return t(sayings["days_hours"], days, hours)
	case days > 0:
		return t(sayings["days"], days)
	case hours > 0 && minutes > 0:
		return t(sayings["hours_minutes"], hours, minutes)
	case hours > 0:
		return t(sayings["hours"], hours)
	}
	return t(sayings["minutes"], minutes)
}
