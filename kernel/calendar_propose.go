package kernel

import (
	"fmt"
	"slices"
	"strings"
)

// day is the feast itself in a year, without the days around it.
func (r HolidayRule) day(year int) (Date, error) {
	var month, day int
	text := r.Solar
	if text == "" {
		text = r.Lunar
	}
	_, err := fmt.Sscanf(text, "%2d-%2d", &month, &day)
	if err != nil {
		return Date{}, fmt.Errorf("day %q: %w", text, err)
	}
	if r.Solar != "" {
		return NewDate(year, month, day)
	}
	return LunarDate{Year: year, Month: month, Day: day}.Solar()
}

// days are all the days that the rule frees in a year; none when it is not in force on the feast.
func (r HolidayRule) days(year int) []Date {
	feast, err := r.day(year)
	if err != nil || !(Period{r.From, r.To}).Holds(feast) {
		return nil
	}
	first, last := r.First, r.Last
	weekday := strings.ToLower(feast.Weekday().String())
	if slices.Contains(r.Before, weekday) {
		first--
	}
	if slices.Contains(r.After, weekday) {
		last++
	}
	var out []Date
	for i := first; i <= last; i++ {
		out = append(out, feast.AddDays(i))
	}
	return out
}

// Propose (dự kiến ngày nghỉ) works out a year's days from the rules: the holidays, and for each one
// on a weekly rest day the next working day. Swapped working days are never proposed; only a decision
// makes them.
func (c *Calendar) Propose(year int) map[Date]Day {
	if m, ok := c.proposed.Load(year); ok {
		return m.(map[Date]Day)
	}
	days := map[Date]Day{}
	for _, r := range c.rules {
		// A day in January may belong to a feast reckoned in the year before, and the reverse.
		for y := year - 1; y <= year+1; y++ {
			for _, d := range r.days(y) {
				if d.Year == year {
					days[d] = Day{Date: d, Kind: Off, Name: r.Name, Source: r.Source, Verified: r.Verified}
				}
			}
		}
	}
	c.compensate(days)
	c.proposed.Store(year, days)
	return days
}

func (c *Calendar) compensate(days map[Date]Day) {
	var lost []Day
	for d, day := range days {
		if c.weekend[d.Weekday()] {
			lost = append(lost, day)
		}
	}
	slices.SortFunc(lost, func(a, b Day) int { return a.Date.Compare(b.Date) })
	for _, day := range lost {
		d := day.Date.AddDays(1)
		for taken := true; taken; {
			_, taken = days[d]
			if taken = taken || c.weekend[d.Weekday()]; taken {
				d = d.AddDays(1)
			}
		}
		days[d] = Day{Date: d, Kind: Compensated, Name: day.Name, For: day.Date, Source: c.comp.Source, Verified: c.comp.Verified}
	}
}
