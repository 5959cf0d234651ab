package members

import "doanket/kernel"

// Kinds of the facts that this room tells. The subject of a fact of one member is "member:<id>", of
// a chunk "members:<unit>".
const (
	FactAdmitted      = "members.admitted"
	FactTransferred   = "members.transferred"
	FactLeft          = "members.left"
	FactExpelled      = "members.expelled"
	FactDied          = "members.died"
	FactCorrected     = "members.corrected"
	FactMerged        = "members.merged"
	FactStatusChanged = "members.status_changed"

	FactTransferAsked     = "members.transfer_asked"
	FactTransferAnswered  = "members.transfer_answered"
	FactTransferEscalated = "members.transfer_escalated"
)

// Told is the data of every fact of this room, version 1. A chunk (an import) names its first and its
// last member and how many there are instead of one: Chunk reads whom it means.
//
//glossary:none
type Told struct {
	Member kernel.ID   `json:"member,omitempty"`
	Person kernel.ID   `json:"person,omitempty"`
	Unit   kernel.ID   `json:"unit,omitempty"` // where she stands now, or stood last
	From   kernel.ID   `json:"from,omitempty"` // of a transfer: the unit that gave; of a merge: the membership that was closed
	On     kernel.Date `json:"on,omitzero"`
	Status Status      `json:"status,omitempty"`
	Keys   []FactKey   `json:"keys,omitempty"` // of a correction: which parts of the sheet

	// Step and Undone are steps of a reorganisation that moved, or moved back, Count members.
	Step   kernel.ID `json:"step,omitempty"`
	Undone kernel.ID `json:"undone,omitempty"`

	// A transfer on its way, who answers, and how it stands.
	Transfer kernel.ID     `json:"transfer,omitempty"`
	Answerer kernel.ID     `json:"answerer,omitempty"`
	State    TransferState `json:"state,omitempty"`

	// A request to correct, an application, a decision of admission.
	Request     kernel.ID `json:"request,omitempty"`
	Application kernel.ID `json:"application,omitempty"`
	Batch       kernel.ID `json:"batch,omitempty"`

	First kernel.ID `json:"first,omitempty"`
	Last  kernel.ID `json:"last,omitempty"`
	Count int       `json:"count,omitempty"`
}
