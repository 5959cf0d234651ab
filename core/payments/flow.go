package payments

import "doanket/kernel"

type verb string

const (
	pay    verb = "pay"
	cancel verb = "cancel"
)

var flow = kernel.Flow[State, verb]{
	{From: Waiting, Do: pay, To: Paid},
	{From: Waiting, Do: cancel, To: Cancelled},
}
