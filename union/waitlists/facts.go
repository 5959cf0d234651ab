package waitlists

import "doanket/kernel"

// What this room tells. The subject is "waitlist:<id>".
const (
	FrozenFact   = "waitlists.frozen"
	OfferedFact  = "waitlists.offered"
	AnsweredFact = "waitlists.answered" // accepted, declined or let lapse
)

// Told is the data of every fact of this room, version 1: identities, no names.
//
//glossary:none
type Told struct {
	List        kernel.ID   `json:"list"`
	Org         kernel.ID   `json:"org"`
	Application kernel.ID   `json:"application,omitempty"`
	Unit        kernel.ID   `json:"unit,omitempty"`
	Account     kernel.ID   `json:"account,omitempty"` // of the applicant, when she has one
	Title       string      `json:"title"`
	Until       kernel.Date `json:"until,omitzero"`
	Answer      Verb        `json:"answer,omitempty"`
}
