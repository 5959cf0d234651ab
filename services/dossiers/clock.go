package dossiers

import "doanket/kernel"

// Policy (cách tính sau bổ sung) says how a limit goes on after a supplement. Both readings of the
// decree are in use, so it belongs to the procedure version.
type Policy string

const (
	Restart Policy = "restart" // the whole limit again from the supply
	Resume  Policy = "resume"  // the remaining time goes on
)

// Clock (đồng hồ thời hạn) is what is left of the limit. Every field is derived; none is typed.
type Clock struct {
	Limit       string         `json:"limit"`                  // "7wd", "10d", "4wh", "1mo", "same-day@15:00"; "" when the law sets none
	StartedAt   kernel.Instant `json:"started_at,omitzero"`    // counted from here, already moved into office hours
	Due         kernel.Instant `json:"due,omitzero"`           // what figures compare with
	OriginalDue kernel.Instant `json:"original_due,omitzero"`  // the first appointment
	Reappointed kernel.Instant `json:"reappointed,omitzero"`   // of an apology; never used by figures
	Spent       int64          `json:"spent_min,omitempty"`    // minutes of working time used in closed runs of the present count
	RunningFrom kernel.Instant `json:"running_since,omitzero"` // zero while it stands
	Explain     []string       `json:"explain,omitempty"`      // line by line, as printed
	Provisional bool           `json:"provisional,omitempty"`  // reaches into a year whose holidays are not decided yet
}

// Suspension (tạm dừng tính thời hạn) is one stretch in which the clock stood.
type Suspension struct {
	Kind      string         `json:"kind"` // "supplement", "payment", "stop"
	From      kernel.Instant `json:"from"`
	To        kernel.Instant `json:"to,omitzero"`
	Policy    Policy         `json:"policy"`
	Spent     int64          `json:"spent_min"` // minutes of working time used before it
	DueBefore kernel.Instant `json:"due_before,omitzero"`
	DueAfter  kernel.Instant `json:"due_after,omitzero"`
}
