package benefits

import "doanket/kernel"

// What this room tells. The subject is "agreement:<id>", of the last two "redemption:<id>".
const (
	ApprovedFact  = "benefits.approved"
	EndedFact     = "benefits.ended"
	IssuedFact    = "benefits.issued"
	RedeemedFact  = "benefits.redeemed"
	CancelledFact = "benefits.cancelled"
)

// Told is the data of every fact of this room, version 1: identities, no names.
//
//glossary:none
type Told struct {
	Agreement kernel.ID    `json:"agreement"`
	Org       kernel.ID    `json:"org"`
	Series    kernel.ID    `json:"series,omitempty"`
	Unit      kernel.ID    `json:"unit,omitempty"`
	Count     int          `json:"count,omitempty"`
	Bill      kernel.Money `json:"bill,omitempty"`
	Discount  kernel.Money `json:"discount,omitempty"`
}
