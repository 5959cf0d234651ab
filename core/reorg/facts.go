package reorg

import "doanket/kernel"

// Kinds of facts that this room tells, of version 1, with the subject "reorg:<id>".
const (
	FactSubmitted = "reorg.submitted"
	FactApproved  = "reorg.approved"
	FactApplied   = "reorg.applied"
	FactHeld      = "reorg.held"
)

// Told is what hearers learn of a decision.
//
//glossary:none
type Told struct {
	Decision  kernel.ID   `json:"decision"`
	Seat      kernel.ID   `json:"seat"`
	Label     string      `json:"label"`
	Effective kernel.Date `json:"effective"`
	Undoes    kernel.ID   `json:"undoes,omitempty"`
	Writers   []kernel.ID `json:"writers,omitempty"` // accounts who prepared it
}
