package messages

import "doanket/kernel"

type verb string

const (
	take   verb = "take"   // the mail server took it
	refuse verb = "refuse" // … or will never take it
	expire verb = "expire" // its time is over
)

var flow = kernel.Flow[State, verb]{
	{From: Queued, Do: take, To: Sent},
	{From: Queued, Do: refuse, To: Failed},
	{From: Queued, Do: expire, To: Expired},
	{From: Failed, Do: take, To: Sent}, // a retry from the list of stuck facts
	{From: Failed, Do: refuse, To: Failed},
	{From: Failed, Do: expire, To: Expired},
}
