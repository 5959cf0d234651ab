package welfare

import "doanket/kernel"

// verb is what moves a programme, a list or a benefit.
type verb string

const (
	open    verb = "open"
	revise  verb = "revise"
	drop    verb = "drop"
	propose verb = "propose"
	finish  verb = "finish" // the last unit was gone through
	correct verb = "correct"
	ask     verb = "ask" // tells who approves that it is ready
	approve verb = "approve"
	back    verb = "back"
	pay     verb = "pay"
	amend   verb = "amend"
	end     verb = "end"

	add    verb = "add"
	remove verb = "remove"
	hand   verb = "hand"   // handed over, money or goods
	fail   verb = "fail"   // could not be handed over
	take   verb = "take"   // a doubt that a person decided for the member
	resend verb = "resend" // to be handed over once more
)

// programmeFlow is every way in which a programme may move.
var programmeFlow = kernel.Flow[State, verb]{
	{From: Draft, Do: open, To: Open},
	{From: Draft, Do: drop, To: Dropped},
	{From: Open, Do: revise, To: Draft}, // while no list was made and nothing was committed
	{From: Open, Do: end, To: Closed},
}

// listFlow is every way in which the list of an occasion may move.
var listFlow = kernel.Flow[ListState, verb]{
	{From: Waiting, Do: propose, To: Proposing},
	{From: Proposing, Do: finish, To: Proposed},
	{From: Proposed, Do: propose, To: Proposing}, // anew; what people decided stays
	{From: Corrected, Do: propose, To: Proposing},
	{From: Proposed, Do: correct, To: Corrected},
	{From: Corrected, Do: correct, To: Corrected},
	{From: Proposed, Do: ask, To: Proposed},
	{From: Corrected, Do: ask, To: Corrected},
	{From: Proposed, Do: approve, To: Approved},
	{From: Corrected, Do: approve, To: Approved},
	{From: Proposed, Do: back, To: Corrected},
	{From: Corrected, Do: back, To: Corrected},
	{From: Approved, Do: pay, To: Paying},
	{From: Approved, Do: amend, To: Corrected}, // what was approved stays approved
	{From: Paying, Do: amend, To: Corrected},
	{From: Paying, Do: end, To: Ended},
}

// benefitFlow is every way in which one benefit may move.
var benefitFlow = kernel.Flow[BenefitState, verb]{
	{From: Unsure, Do: take, To: Listed},
	{From: Unsure, Do: remove, To: Removed},
	{From: Listed, Do: remove, To: Removed},
	{From: Removed, Do: add, To: Listed},
	{From: Listed, Do: approve, To: Granted},
	{From: Granted, Do: hand, To: Received},
	{From: Granted, Do: fail, To: Failed},
	{From: Failed, Do: resend, To: Granted},
	{From: Failed, Do: remove, To: Removed},
}
