package kernel

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

func instant(t *testing.T, s string) Instant {
	t.Helper()
	i, err := ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func limit(t *testing.T, s string) Limit {
	t.Helper()
	l, err := ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestDeadlinesFollowTheScenarios(t *testing.T) {
	c := VietnamCalendar()
	ordinary, err := c.WithDays(Day{Date: Date{2026, 11, 24}, Kind: WorkingDay})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		name        string
		c           *Calendar
		from, limit string
		want        string
	}{
		{"scenario 1: received in office hours", c, "2026-11-23T08:20", "7wd", "2026-12-03T08:20:00+07:00"},
		{"scenario 1 without the holiday", ordinary, "2026-11-23T08:20", "7wd", "2026-12-02T08:20:00+07:00"},
		{"scenario 2: filed on Saturday night", c, "2026-11-21T21:07", "7wd", "2026-12-03T08:00:00+07:00"},
		{"scenario 6: before the hour", c, "2026-11-23T14:59", "same-day@15:00", "2026-11-23T17:30:00+07:00"},
		{"scenario 6: at the hour", c, "2026-11-23T15:00", "same-day@15:00", "2026-11-23T17:30:00+07:00"},
		{"scenario 6: after the hour", c, "2026-11-23T15:01", "same-day@15:00", "2026-11-25T17:30:00+07:00"},
		{"the users' rule: Monday and two days is Wednesday", c, "2026-11-16T10:00", "2wd", "2026-11-18T10:00:00+07:00"},
		{"lunch counts from the afternoon", c, "2026-11-16T12:00", "1wd", "2026-11-17T13:30:00+07:00"},
		{"closing counts from the next opening", c, "2026-11-16T17:30", "1wd", "2026-11-18T08:00:00+07:00"},
		{"calendar days keep the time of day", c, "2026-11-23T08:20", "10d", "2026-12-03T08:20:00+07:00"},
		{"calendar days ending on a Saturday pass to Monday", c, "2026-11-25T08:20", "10d", "2026-12-07T08:00:00+07:00"},
		{"a month ends on the month's last day", c, "2026-08-31T08:20", "1mo", "2026-10-05T08:00:00+07:00"},
		{"working hours end with their last minute", c, "2026-11-16T08:00", "4wh", "2026-11-16T12:00:00+07:00"},
		{"working hours run over a holiday", c, "2026-11-23T16:20", "4wh", "2026-11-25T10:50:00+07:00"},
		{"a make-up Saturday is worked", c, "2026-08-20T16:20", "2wd", "2026-08-22T16:20:00+07:00"},
	} {
		due, err := s.c.Due(instant(t, s.from), limit(t, s.limit))
		if err != nil || due.Due.String() != s.want || due.Provisional {
			t.Errorf("%s: %s (provisional %v, %v), want %s", s.name, due.Due, due.Provisional, err, s.want)
		}
	}
}

func TestExplanationReadsAsOnThePage(t *testing.T) {
	due, err := VietnamCalendar().Due(instant(t, "2026-11-23T08:20"), limit(t, "7wd"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Tiếp nhận 08:20 thứ hai 23/11; ngày tiếp nhận không tính.",
		"24/11 nghỉ Ngày Văn hóa Việt Nam (NQ 28/2026/QH16).",
		"25–27/11 tính 3 ngày làm việc.",
		"28–29/11 nghỉ cuối tuần.",
		"30/11–03/12 tính 4 ngày làm việc.",
		"Đủ 7 ngày làm việc lúc 08:20 ngày 03/12.",
	}
	for i, l := range due.Explain {
		if i >= len(want) || l.String() != want[i] {
			t.Errorf("line %d: %s", i, l)
		}
	}
	if len(due.Explain) != len(want) {
		t.Errorf("%d lines, want %d", len(due.Explain), len(want))
	}
}

func TestSupplementRestartsOrResumes(t *testing.T) {
	c := VietnamCalendar()
	from, asked, supplied := instant(t, "2026-11-16T08:00"), instant(t, "2026-11-19T10:00"), instant(t, "2026-11-24T14:00")
	if spent := c.WorkTime(from, asked); spent != 26*time.Hour {
		t.Errorf("spent %s before the supplement was asked, want 26 hours", spent)
	}
	for restart, want := range map[bool]string{true: "2026-12-04T08:00:00+07:00", false: "2026-11-30T15:30:00+07:00"} {
		due, err := c.Due(from, limit(t, "7wd"), Pause{From: asked, To: supplied, Restart: restart})
		if err != nil || due.Due.String() != want {
			t.Errorf("restart %v: %s (%v), want %s", restart, due.Due, err, want)
		}
	}
	first, _ := c.Due(from, limit(t, "7wd"))
	if end := instant(t, "2026-11-25T17:30"); c.WorkTime(end, first.Due) != 0 {
		t.Errorf("%s is not the same point of office time as %s", first.Due, end)
	}
	open, err := c.Due(from, limit(t, "7wd"), Pause{From: asked})
	if err != nil || !open.Stopped || !open.Due.IsZero() || open.Left != 30*time.Hour {
		t.Errorf("an open pause leaves %s (stopped %v), want 30 hours", open.Left, open.Stopped)
	}
}

func TestDeadlineIntoAnUnconfirmedYearIsProvisional(t *testing.T) {
	c := VietnamCalendar()
	due, _ := c.Due(instant(t, "2026-12-25T08:20"), limit(t, "7wd"))
	if !due.Provisional || due.Due.String() != "2027-01-06T08:20:00+07:00" {
		t.Errorf("due %s, provisional %v", due.Due, due.Provisional)
	}
	days, confirmed := c.Holidays(2027)
	if confirmed {
		t.Fatal("2027 is confirmed by nothing")
	}
	c, err := c.WithYear(2027, "Quyết định mẫu", days)
	if err != nil {
		t.Fatal(err)
	}
	due, _ = c.Due(instant(t, "2026-12-25T08:20"), limit(t, "7wd"))
	if due.Provisional {
		t.Error("still provisional after the year was confirmed")
	}
}

func TestLeftSaysDaysHoursAndLateness(t *testing.T) {
	c := VietnamCalendar()
	due := instant(t, "2026-12-03T08:20")
	for at, want := range map[string]string{
		"2026-11-23T12:20": "Còn 6 ngày 4 giờ làm việc",
		"2026-12-02T15:50": "Còn 2 giờ làm việc",
		"2026-12-03T08:00": "Còn 20 phút làm việc",
		"2026-12-03T11:20": "Quá hạn 3 giờ làm việc",
		"2026-12-04T08:20": "Quá hạn 1 ngày làm việc",
	} {
		if got := c.Left(instant(t, at), due).String(); got != want {
			t.Errorf("at %s: %q, want %q", at, got, want)
		}
	}
}

func TestLimitIsPrintedAsItIsRead(t *testing.T) {
	for _, s := range []string{"7wd", "10d", "4wh", "1mo", "same-day@15:00"} {
		if got := limit(t, s).String(); got != s {
			t.Errorf("%s comes back as %s", s, got)
		}
	}
	for _, s := range []string{"", "7", "wd", "0wd", "-1d", "07d", "7 wd", "1.5d", "same-day", "same-day@25:00", "same-day@3:00", "9999999wd", "99999999999999999999d"} {
		_, err := ParseLimit(s)
		if !errors.Is(err, &Fault{Code: "kernel.bad_limit"}) && !errors.Is(err, &Fault{Code: "kernel.limit_too_long"}) {
			t.Errorf("%q was read (%v)", s, err)
		}
	}
}

// A random situation: any minute of 2026, any limit.
func situation(r *rand.Rand) (Instant, Limit) {
	from := (Date{2026, 1, 1}).Start().Add(time.Duration(r.IntN(330*24*60)) * time.Minute)
	switch r.IntN(5) {
	case 0:
		return from, Limit{Unit: CalendarDays, N: 1 + r.IntN(40)}
	case 1:
		return from, Limit{Unit: WorkingHours, N: 1 + r.IntN(80)}
	case 2:
		return from, Limit{Unit: Months, N: 1 + r.IntN(3)}
	case 3:
		return from, Limit{Unit: SameDay, N: 1, Cutoff: 480 + r.IntN(600)}
	}
	return from, Limit{Unit: WorkingDays, N: 1 + r.IntN(30)}
}

func must(t *testing.T, d Due, err error) Due {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDeadlineLaws(t *testing.T) {
	c := VietnamCalendar()
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		from, l := situation(r)
		due, err := c.Due(from, l)
		due = must(t, due, err)
		if due.Due.Before(from) {
			t.Fatalf("%s %s: due %s before the start", from, l, due.Due)
		}
		again, err := c.Due(from, l)
		if must(t, again, err).Due != due.Due {
			t.Fatalf("%s %s: reckoned twice, two results", from, l)
		}
		checkSum(t, due)
		free := from.Date().AddDays(r.IntN(60) - 2)
		if c.Working(free) {
			more, err := c.WithDays(Day{Date: free, Kind: Off, Name: "thử"})
			if err != nil {
				t.Fatal(err)
			}
			longer, err := more.Due(from, l)
			if must(t, longer, err).Due.Before(due.Due) {
				t.Fatalf("%s %s: a holiday on %s shortens %s to %s", from, l, free, due.Due, longer.Due)
			}
		}
		at := due.From.Add(time.Duration(r.Int64N(int64(due.Due.Sub(due.From)/time.Minute)+1)) * time.Minute)
		same, err := c.Due(from, l, Pause{From: at, To: at})
		if must(t, same, err).Due != due.Due {
			t.Fatalf("%s %s: a pause of no length at %s moves %s to %s", from, l, at, due.Due, same.Due)
		}
		checkResume(t, c, from, l, due, at, at.Add(time.Duration(r.IntN(20000))*time.Minute))
	}
}

// The days of a limit in days, and the hours of one in hours, are all named by the explanation.
func checkSum(t *testing.T, due Due) {
	t.Helper()
	days, minutes := 0, 0
	for _, l := range due.Explain {
		if l.Kind == LineDays || l.Kind == LineMakeUp {
			days += l.Days
		}
		if l.Kind == LineHours {
			minutes += l.Minutes
		}
	}
	switch due.Limit.Unit {
	case WorkingDays, CalendarDays:
		if days != due.Limit.N {
			t.Fatalf("%s from %s: the lines sum to %d days", due.Limit, due.From, days)
		}
	case WorkingHours:
		if minutes != due.Limit.N*60 {
			t.Fatalf("%s from %s: the lines sum to %d minutes", due.Limit, due.From, minutes)
		}
	}
}

// After a resumed pause, the time spent before it and the time counted after it are the whole budget.
func checkResume(t *testing.T, c *Calendar, from Instant, l Limit, due Due, at, until Instant) {
	t.Helper()
	resumed, err := c.Due(from, l, Pause{From: at, To: until})
	if must(t, resumed, err).Due.Before(due.Due) && c.WorkTime(resumed.Due, due.Due) > 0 {
		t.Fatalf("%s %s: a pause %s–%s shortens %s to %s", from, l, at, until, due.Due, resumed.Due)
	}
	if l.Unit == CalendarDays || l.Unit == Months || at == until || at.After(due.Due) {
		return
	}
	minutes := 0
	for _, line := range resumed.Explain {
		if line.Kind == LineSpent || line.Kind == LineHours {
			minutes += line.Minutes
		}
	}
	if want := int(c.WorkTime(due.From, due.Due) / time.Minute); minutes != want {
		t.Fatalf("%s %s paused %s–%s: the lines sum to %d minutes, want %d", from, l, at, until, minutes, want)
	}
}

func TestHalfDayAndOtherHours(t *testing.T) {
	c, err := VietnamCalendar().WithDays(Day{Date: Date{2026, 11, 18}, Kind: Half, Hours: "08:00-12:00", Name: "Họp toàn cơ quan"})
	if err != nil {
		t.Fatal(err)
	}
	due, _ := c.Due(instant(t, "2026-11-16T14:00"), limit(t, "2wd"))
	if due.Due.String() != "2026-11-19T08:00:00+07:00" {
		t.Errorf("an afternoon limit ending on a morning's half day: %s", due.Due)
	}
	s, err := ParseSessions("07:00-11:30,13:30-17:00")
	if err != nil {
		t.Fatal(err)
	}
	c, err = VietnamCalendar().WithSessions(s)
	if err != nil {
		t.Fatal(err)
	}
	due, _ = c.Due(instant(t, "2026-11-21T21:07"), limit(t, "1wd"))
	if due.Due.String() != "2026-11-25T07:00:00+07:00" {
		t.Errorf("an office that opens at 07:00: %s", due.Due)
	}
}

func TestSessionsOutOfOrderAreRefused(t *testing.T) {
	for _, s := range []string{"", "08:00", "08:00-08:00", "12:00-08:00", "08:00-12:00,11:00-13:00", "8-12", "08:00-25:00"} {
		_, err := ParseSessions(s)
		if AsFault(err) == nil {
			t.Errorf("%q was read", s)
		}
	}
}

func TestTwoResumedPausesStillSumToTheBudget(t *testing.T) {
	c := VietnamCalendar()
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		from := (Date{2026, 1, 1}).Start().Add(time.Duration(r.IntN(300*24*60)) * time.Minute)
		l := Limit{Unit: WorkingDays, N: 4 + r.IntN(20)}
		first, err := c.Due(from, l)
		first = must(t, first, err)
		a1 := first.From.Add(time.Duration(r.IntN(2*24*60)) * time.Minute)
		b1 := a1.Add(time.Duration(1+r.IntN(10000)) * time.Minute)
		a2 := c.Opening(b1).Add(time.Duration(r.IntN(60)) * time.Minute)
		b2 := a2.Add(time.Duration(1+r.IntN(10000)) * time.Minute)
		twice, err := c.Due(from, l, Pause{From: a1, To: b1}, Pause{From: a2, To: b2})
		minutes := 0
		for _, line := range must(t, twice, err).Explain {
			minutes += line.Minutes
		}
		if want := int(c.WorkTime(first.From, first.Due) / time.Minute); minutes != want {
			t.Fatalf("%s %s paused %s–%s and %s–%s: %d minutes, want %d\n%v", from, l, a1, b1, a2, b2, minutes, want, twice.Explain)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	c := VietnamCalendar()
	from := (Date{2026, 11, 23}).Clock(8, 20)
	for b.Loop() {
		_, err := c.Due(from, Limit{Unit: WorkingDays, N: 7})
		if err != nil {
			b.Fatal(err)
		}
	}
}
