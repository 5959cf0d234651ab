package people

import "doanket/kernel"

// Verb is what can be done to a mandate.
//
//glossary:none
type Verb string

// The verbs of a mandate.
const (
	Confirm Verb = "confirm"
	Refuse  Verb = "refuse"
	End     Verb = "end"
)

// flow: every way a mandate may move. A row that is not here cannot happen.
var flow = kernel.Flow[MandateState, Verb]{
	{From: Pending, Do: Confirm, To: Active},
	{From: Pending, Do: Refuse, To: Refused},
	{From: Pending, Do: End, To: Ended},
	{From: Active, Do: End, To: Ended},
}

func (m *Mandate) do(v Verb) error {
	to, ok := flow.Next(m.State, v)
	if !ok {
		return kernel.Refuse("people.mandate_cannot", string(v), string(m.State))
	}
	m.State = to
	return nil
}
