package tasks

import "doanket/kernel"

// Ring is what the clock says of a task next.
//
//glossary:none
type Ring string

const (
	Silent   Ring = ""
	RingSoon Ring = "soon" // sắp đến hạn
	RingLate Ring = "late" // quá hạn
	RingRise Ring = "rise" // báo lên cấp trên
)

// Bells (lịch nhắc) are the moments at which the clock speaks, all in office hours, and the next of them.
//
//glossary:none
type Bells struct {
	Soon, Late, Rise kernel.Instant // zero: never
	Next             kernel.Instant
	Ring             Ring
	Risen            bool
}

// dueOf works out the due moment of an assignment: a chosen day means its last moment, a limit is
// counted by the calendar of the unit that answers.
func dueOf(cal *kernel.Calendar, in Assignment, now kernel.Instant) (due kernel.Instant, wholeDay bool, err error) {
	switch {
	case !in.DueDay.IsZero():
		return endOf(in.DueDay), true, nil
	case !in.DueAt.IsZero():
		return in.DueAt, false, nil
	case in.Limit.IsZero():
		return kernel.Instant{}, false, nil
	}
	d, err := cal.Due(now, in.Limit)
	return d.Due, false, err
}

func endOf(d kernel.Date) kernel.Instant { return kernel.FromMillis(d.AddDays(1).Start().Millis() - 1) }

// hang sets the bells of a due moment. What lies before now has rung or is left out: a task given on
// its last day begins with being late.
func (t *Task) hang(cal *kernel.Calendar, now kernel.Instant) {
	risen := t.Bells.Risen
	t.Bells = Bells{Risen: risen}
	if t.Due.IsZero() {
		return
	}
	day := t.Due.Date()
	if t.Before > 0 {
		soon := cal.Opening(cal.AddWorkingDays(day, -t.Before).Start())
		if soon.After(now) && soon.Before(t.Due) {
			t.Bells.Soon = soon
		}
	}
	t.Bells.Late = cal.Opening(kernel.FromMillis(t.Due.Millis() + 1))
	if t.Rise.Unit != 0 && !risen {
		t.Bells.Rise = cal.Opening(cal.AddWorkingDays(day, max(t.Rise.Days, 1)).Start())
	}
	t.wind(Silent)
}

// wind makes the bell after rung the next one.
func (t *Task) wind(rung Ring) {
	b := &t.Bells
	b.Next, b.Ring = kernel.Instant{}, Silent
	switch {
	case rung == Silent && !b.Soon.IsZero():
		b.Next, b.Ring = b.Soon, RingSoon
	case rung == Silent || rung == RingSoon:
		b.Next, b.Ring = b.Late, RingLate
	case rung == RingLate && !b.Rise.IsZero():
		b.Next, b.Ring = b.Rise, RingRise
	}
	if rung == RingRise {
		b.Risen = true
	}
}

// quiet stops the bells while the giver has the word.
func (t *Task) quiet() { t.Bells.Next, t.Bells.Ring = kernel.Instant{}, Silent }
