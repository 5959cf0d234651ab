package tasks

import "doanket/kernel"

// What this room tells. The subject is "task:<id>".
const (
	AssignedFact  = "tasks.assigned" // given, or handed over to somebody else
	DueSoonFact   = "tasks.due_soon"
	OverdueFact   = "tasks.overdue"
	EscalatedFact = "tasks.escalated"
	RemindedFact  = "tasks.reminded"
	DoneFact      = "tasks.done" // reported
	ReturnedFact  = "tasks.returned"
	ClosedFact    = "tasks.closed"
	CancelledFact = "tasks.cancelled"
)

// Told is the data of every fact of this room, version 1.
//
//glossary:none
type Told struct {
	Task      kernel.ID      `json:"task"`
	Source    string         `json:"source,omitempty"` // of the thing it came from: "inspection:123"
	Unit      kernel.ID      `json:"unit"`
	GiverUnit kernel.ID      `json:"giver_unit,omitempty"`
	Giver     kernel.ID      `json:"giver,omitempty"`
	Assignee  kernel.ID      `json:"assignee,omitempty"`
	State     State          `json:"state"`
	Due       kernel.Instant `json:"due,omitzero"`
	Late      bool           `json:"late,omitempty"`
}
