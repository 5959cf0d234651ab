package kernel

import (
	"strings"
	"testing"
)

func TestYear2026IsConfirmedWithItsSwaps(t *testing.T) {
	c := VietnamCalendar()
	basis, ok := c.Confirmed(2026)
	if !ok || basis == "" {
		t.Fatal("2026 is not confirmed")
	}
	for _, off := range []string{"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-04-30",
		"2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24"} {
		d, _ := ParseISODate(off)
		if day := c.Day(d); len(day.Sessions) > 0 || day.Source == "" {
			t.Errorf("%s: %+v, want a day off with its source", off, day)
		}
	}
	for _, worked := range []string{"2026-01-10", "2026-08-22"} {
		d, _ := ParseISODate(worked)
		if day := c.Day(d); day.Kind != MakeUp || len(day.Sessions) != 2 {
			t.Errorf("%s: %+v, want a Saturday made up", worked, day)
		}
	}
	if c.Working(Date{2026, 2, 21}) || !c.Working(Date{2026, 2, 23}) {
		t.Error("work begins again on Monday after Tết 2026")
	}
}

func TestCultureDayIsAHolidaySince2026Only(t *testing.T) {
	c := VietnamCalendar()
	if !c.Working(Date{2025, 11, 24}) {
		t.Error("24/11/2025 was a working Monday")
	}
	if c.Working(Date{2027, 11, 24}) {
		t.Error("24/11/2027 is a holiday")
	}
}

func TestProposedYearsGiveTheLawItsDays(t *testing.T) {
	c := VietnamCalendar()
	for year := 2027; year <= 2060; year++ {
		off, lost := 0, 0
		for _, d := range c.Propose(year) {
			switch {
			case d.Kind == Off:
				off++
				if c.weekend[d.Date.Weekday()] {
					lost++
				}
			case d.Kind == Compensated:
				lost--
				if c.weekend[d.Date.Weekday()] {
					t.Errorf("%s: compensated on a rest day", d.Date)
				}
			}
		}
		// Holidays that fall together (10/3 on 30/4) are one day and not two.
		if off < 11 || off > 12 || lost != 0 {
			t.Errorf("%d: %d holidays, %d not compensated", year, off, lost)
		}
	}
}

func TestProposalOf2026IsTheDecisionWithoutItsSwaps(t *testing.T) {
	c := VietnamCalendar()
	for d, p := range c.Propose(2026) {
		if got := c.Day(d); got.Kind != p.Kind || got.Name != p.Name {
			t.Errorf("%s: proposed %s %s, decided %s %s", d, p.Kind, p.Name, got.Kind, got.Name)
		}
	}
}

func TestDayOfAnotherYearCannotConfirmAYear(t *testing.T) {
	_, err := VietnamCalendar().WithYear(2027, "Quyết định mẫu", []Day{{Date: Date{2028, 1, 1}, Kind: Off}})
	if AsFault(err) == nil {
		t.Error("a day of 2028 was taken into 2027")
	}
}

func TestEveryHolidayAndWeekdayHasASayingToBeTranslated(t *testing.T) {
	known := map[string]bool{}
	for key, s := range sayings {
		if s == "" {
			t.Errorf("%s is empty", key)
		}
		known[s] = true
	}
	for _, r := range VietnamCalendar().rules {
		if !known[r.Name] {
			t.Errorf("%s has no saying", r.Name)
		}
	}
	for _, w := range weekdayNames {
		if !known[w] {
			t.Errorf("%s has no saying", w)
		}
	}
}

func TestNoExplanationLineIsEmpty(t *testing.T) {
	for _, l := range []Line{{Kind: LineReceived}, {Kind: LineReceived, Limit: Limit{Unit: WorkingHours}}, {Kind: LineShifted}, {Kind: LineDays}, {Kind: LineHours},
		{Kind: LineDays, Limit: Limit{Unit: WorkingDays}}, {Kind: LineOff, Day: Weekend}, {Kind: LineOff, Day: Off}, {Kind: LineOff, Day: Off, Basis: "x"},
		{Kind: LineOff, Day: Compensated, For: Date{2026, 4, 26}}, {Kind: LineMakeUp}, {Kind: LineCutoff}, {Kind: LineRolled}, {Kind: LineSpent},
		{Kind: LinePaused}, {Kind: LinePaused, Until: FromMillis(1)}, {Kind: LineResumed}, {Kind: LineRestarted}, {Kind: LineMoved}, {Kind: LineDue},
		{Kind: LineDue, Limit: Limit{Unit: SameDay}}, {Kind: LineProvisional}} {
		if s := l.String(); s == "" || strings.Contains(s, "%!") {
			t.Errorf("%s says %q", l.Kind, s)
		}
	}
}

func TestNewOfficeHoursHoldFromTheirDayOn(t *testing.T) {
	saturday := VietnamCalendar().WeekOn(Date{2026, 11, 23})
	saturday[6], _ = ParseSessions("08:00-11:30")
	c, err := VietnamCalendar().WithWeekFrom(Date{2026, 12, 1}, saturday)
	if err != nil {
		t.Fatal(err)
	}
	if c.Working(Date{2026, 11, 28}) || !c.Working(Date{2026, 12, 5}) {
		t.Error("Saturday is worked from 01/12/2026 on and not before")
	}
	if day := c.Day(Date{2026, 12, 5}); day.Sessions[0] != (Session{8 * 60, 11*60 + 30}) {
		t.Errorf("Saturday's hours are %v", day.Sessions)
	}
	if _, err = c.WithWeekFrom(Date{2027, 1, 1}, Week{}); AsFault(err) == nil {
		t.Error("a week in which nobody works was taken")
	}
}

func TestASecondDecisionTakesThePlaceOfTheFirst(t *testing.T) {
	first, err := VietnamCalendar().WithYear(2027, "Một", []Day{{Date: Date{2027, 2, 5}, Kind: Off, Name: "Tết Nguyên đán"}})
	if err != nil {
		t.Fatal(err)
	}
	second, err := first.WithYear(2027, "Hai", []Day{{Date: Date{2027, 2, 4}, Kind: Off, Name: "Tết Nguyên đán"}})
	if err != nil {
		t.Fatal(err)
	}
	if basis, _ := second.Confirmed(2027); basis != "Hai" || !second.Working(Date{2027, 2, 5}) || second.Working(Date{2027, 2, 4}) {
		t.Errorf("basis %q, 04/02 worked %v, 05/02 worked %v", basis, second.Working(Date{2027, 2, 4}), second.Working(Date{2027, 2, 5}))
	}
	if first.Working(Date{2027, 2, 5}) {
		t.Error("the first calendar was changed")
	}
}
