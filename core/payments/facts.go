package payments

import "doanket/kernel"

// What this room tells. The subject is "order:<id>".
const (
	OrderedFact   = "payments.ordered"
	PaidFact      = "payments.paid"
	CancelledFact = "payments.cancelled"
)

// Told is the data of every fact of this room, version 1.
//
//glossary:none
type Told struct {
	Order     kernel.ID    `json:"order"`
	Subject   string       `json:"subject"` // of the thing paid for: "dossier:123"
	Org       kernel.ID    `json:"org"`
	Reference string       `json:"reference"`
	Total     kernel.Money `json:"total"`
	Method    Method       `json:"method,omitempty"`
}
