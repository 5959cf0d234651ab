package committees

import "doanket/kernel"

// Kinds of the facts that this room tells; the subject is "committee:<id>".
const (
	FoundedFact    = "committees.founded"
	RecognisedFact = "committees.recognised"
	SeatedFact     = "committees.seated"
	UnseatedFact   = "committees.unseated"
	EndedFact      = "committees.ended"
)

// Told is the data of every fact of this room, version 1.
//
//glossary:none
type Told struct {
	Committee kernel.ID   `json:"committee"`
	Unit      kernel.ID   `json:"unit"`
	Kind      string      `json:"kind"`
	On        kernel.Date `json:"on,omitzero"`
	Person    kernel.ID   `json:"person,omitempty"`
	Post      string      `json:"post,omitempty"`
	Step      kernel.ID   `json:"step,omitempty"` // of a reorganisation that ended or carried it
}
