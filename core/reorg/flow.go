package reorg

import "doanket/kernel"

type verb string

const (
	doSubmit  verb = "submit"
	doApprove verb = "approve"
	doReturn  verb = "return"
	doDiscard verb = "discard"
	doApply   verb = "apply"
	doHold    verb = "hold"
	doUndo    verb = "undo"

	doWrite verb = "write" // changes the content of a draft, not its state
	doTry   verb = "try"
)

// flow: every way a decision may move. A row that is not here cannot happen. Approve leads on only with
// the second person.
var flow = kernel.Flow[State, verb]{
	{From: Draft, Do: doSubmit, To: Submitted},
	{From: Draft, Do: doDiscard, To: Discarded},
	{From: Submitted, Do: doApprove, To: Approved},
	{From: Submitted, Do: doReturn, To: Draft},
	{From: Approved, Do: doApply, To: Applied},
	{From: Approved, Do: doHold, To: Held},
	{From: Approved, Do: doReturn, To: Draft},
	{From: Held, Do: doApply, To: Applied},
	{From: Held, Do: doHold, To: Held},
	{From: Held, Do: doReturn, To: Draft},
	{From: Applied, Do: doUndo, To: Undone},
}
