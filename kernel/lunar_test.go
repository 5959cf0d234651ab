package kernel

import "testing"

// The dates of 2026–2032 are those of the reference table; the others are the known days on which
// the Vietnamese calendar parts from the Chinese one, and the years between them.
func TestTetAndGioToFollowTheVietnameseCalendar(t *testing.T) {
	golden := map[int][2]string{
		1985: {"1985-01-21", "1985-04-29"},
		2007: {"2007-02-17", "2007-04-26"},
		2024: {"2024-02-10", "2024-04-18"},
		2025: {"2025-01-29", "2025-04-07"},
		2026: {"2026-02-17", "2026-04-26"},
		2027: {"2027-02-06", "2027-04-16"},
		2028: {"2028-01-26", "2028-04-04"},
		2029: {"2029-02-13", "2029-04-23"},
		2030: {"2030-02-02", "2030-04-12"},
		2031: {"2031-01-23", "2031-04-01"},
		2032: {"2032-02-11", "2032-04-19"},
		2033: {"2033-01-31", "2033-04-09"},
		2034: {"2034-02-19", "2034-04-28"},
		2035: {"2035-02-08", "2035-04-17"},
		2053: {"2053-02-18", "2053-04-28"},
	}
	for year, want := range golden {
		tet, err := Tet(year)
		if err != nil || tet.String() != want[0] {
			t.Errorf("Tết %d = %s (%v), want %s", year, tet, err, want[0])
		}
		gio, err := LunarDate{Year: year, Month: 3, Day: 10}.Solar()
		if err != nil || gio.String() != want[1] {
			t.Errorf("10/3 of %d = %s (%v), want %s", year, gio, err, want[1])
		}
	}
}

func TestEveryDayOfTwoCenturiesGoesToTheMoonAndBack(t *testing.T) {
	last := LunarDate{}
	for d := (Date{1901, 1, 1}); d.Before(Date{2100, 1, 1}); d = d.AddDays(1) {
		l := d.Lunar()
		back, err := l.Solar()
		if err != nil || back != d {
			t.Fatalf("%s is %+v, which comes back as %s (%v)", d, l, back, err)
		}
		if last.Day != 0 && l.Day != last.Day+1 && l.Day != 1 {
			t.Fatalf("%s is %+v after %+v", d, l, last)
		}
		last = l
	}
}

func TestLunarDateThatDoesNotExistIsRefused(t *testing.T) {
	for _, l := range []LunarDate{{Year: 2026, Month: 13, Day: 1}, {Year: 2026, Month: 1, Day: 31},
		{Year: 2026, Month: 3, Day: 1, Leap: true}, {Year: 2026, Month: 0, Day: 1}} {
		_, err := l.Solar()
		if AsFault(err) == nil {
			t.Errorf("%+v was accepted", l)
		}
	}
}

func TestLeapMonthOf2025IsTheSixth(t *testing.T) {
	l := (Date{2025, 7, 25}).Lunar()
	if l != (LunarDate{2025, 6, 1, true}) {
		t.Errorf("25/07/2025 = %+v, want the first day of the leap sixth month", l)
	}
}
