package cards

import "doanket/kernel"

// What this room tells. The subject is "card:<id>", of a whole batch "card-batch:<id>".
const (
	MadeFact     = "cards.made"
	PrintedFact  = "cards.printed"
	HandedFact   = "cards.handed_over"
	LostFact     = "cards.lost"
	ReplacedFact = "cards.replaced"
	RevokedFact  = "cards.revoked"
)

// Told is the data of every fact of this room, version 1: ids and counts, nothing of the person. A
// batch tells how many of its cards there are now instead of naming one.
//
//glossary:none
type Told struct {
	Card   kernel.ID `json:"card,omitempty"`
	Member kernel.ID `json:"member,omitempty"`
	Unit   kernel.ID `json:"unit,omitempty"`
	Serial string    `json:"serial,omitempty"`
	Next   kernel.ID `json:"next,omitempty"` // of a replaced card: the one that follows it
	Reason string    `json:"reason,omitempty"`

	Batch kernel.ID `json:"batch,omitempty"`
	Count int       `json:"count,omitempty"`
}
