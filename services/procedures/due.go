package procedures

import "doanket/kernel"

// Limit is the deadline in the kernel's words; ok is false when the law gives none.
func (d Deadline) Limit() (limit kernel.Limit, ok bool) {
	if d.None {
		return kernel.Limit{}, false
	}
	limit, err := kernel.ParseLimit(d.Short())
	return limit, err == nil
}

// dueOf runs a deadline on the confirmed national calendar, for the examples of a definition. The
// calendar of an agency may differ; the rule that is proved here does not.
func dueOf(d Deadline, received kernel.Instant) (kernel.Instant, error) {
	limit, ok := d.Limit()
	if !ok {
		return kernel.Instant{}, kernel.Refuse("kernel.bad_limit", d.Short())
	}
	due, err := kernel.VietnamCalendar().Due(received, limit)
	return due.Due, err
}
