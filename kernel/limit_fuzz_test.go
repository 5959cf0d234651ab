package kernel

import "testing"

// Every limit from every moment that can be written gives a date or a refusal, and reads back as it was written.
func FuzzLimitsAndMoments(f *testing.F) {
	for _, limit := range []string{"7wd", "10d", "4wh", "1mo", "same-day@15:00", "2600wd", "0d", "-1wd", "same-day@24:00"} {
		f.Add("2026-11-23T08:20", limit)
	}
	f.Add("2026-02-30T00:00", "1mo")
	f.Add("9999-12-31T23:59", "120mo")
	f.Add("0001-01-01T00:00:00Z", "3660d")
	f.Add("2026-11-21T21:07:00+14:00", "20800wh")
	calendar := VietnamCalendar()
	f.Fuzz(func(t *testing.T, at, limit string) {
		from, err := ParseInstant(at)
		if err != nil {
			if AsFault(err) == nil {
				t.Errorf("%q: %v", at, err)
			}
			return
		}
		l, err := ParseLimit(limit)
		if err != nil {
			if AsFault(err) == nil {
				t.Errorf("%q: %v", limit, err)
			}
			return
		}
		again, err := ParseLimit(l.String())
		if err != nil || again != l {
			t.Errorf("%q is written %q, which is not read back: %v", limit, l, err)
		}
		due, err := calendar.Due(from, l)
		switch {
		case err != nil && AsFault(err) == nil:
			t.Errorf("%s from %s: %v", l, from, err)
		case err == nil && (due.Due.Before(from) && l.Unit != SameDay || len(due.Explain) == 0):
			t.Errorf("%s from %s is due at %s: %v", l, from, due.Due, due.Explain)
		}
	})
}
