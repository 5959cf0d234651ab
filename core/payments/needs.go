package payments

import (
	"context"

	"doanket/kernel"
)

// Subjects is what this room asks of the rooms that it collects for: which orders stand under an
// official number of theirs, such as the code of a dossier. None when the actor may not see the thing.
//
//glossary:none
type Subjects interface {
	OrdersUnder(ctx context.Context, a kernel.Actor, number string) ([]kernel.ID, error)
}

// Gateway (cổng thanh toán) is what a payment gateway or the national payment platform must offer. An
// answer that is not known yet is Pending, never a failure: it is asked again until it is known.
type Gateway interface {
	// Start begins a payment and gives the address where the payer goes on.
	Start(ctx context.Context, o Order, back string) (address string, err error)
	// Ask tells how a payment stands, by the order's reference.
	Ask(ctx context.Context, reference string) (Outcome, error)
}

// Outcome is a gateway's signed word on one payment.
//
//glossary:none
type Outcome struct {
	State     OutcomeState
	OutsideID string
	Amount    kernel.Money
	At        kernel.Instant
	Simulated bool
}

// OutcomeState tells apart what is known from what is not.
//
//glossary:none
type OutcomeState string

const (
	Pending   OutcomeState = "pending"
	Succeeded OutcomeState = "succeeded"
	Rejected  OutcomeState = "rejected"
)
