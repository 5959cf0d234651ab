package people

import "doanket/kernel"

// Kinds of the facts that this room tells.
const (
	FactAccountCreated  = "people.account_created"
	FactAccountDisabled = "people.account_disabled"
	FactMandateGiven    = "people.mandate_given"
	FactMandateEnded    = "people.mandate_ended"
)

// AccountFact is what hearers learn of an account.
//
//glossary:none
type AccountFact struct {
	Account kernel.ID `json:"account"`
	Person  kernel.ID `json:"person"`
}

// MandateFact is what hearers learn of a mandate.
//
//glossary:none
type MandateFact struct {
	Mandate    kernel.ID `json:"mandate"`
	Account    kernel.ID `json:"account"`
	Role       string    `json:"role"`
	Org        kernel.ID `json:"org"`
	OnBehalfOf kernel.ID `json:"on_behalf_of,omitempty"`
}
