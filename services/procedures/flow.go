package procedures

import (
	"slices"

	"doanket/kernel"
)

// Public states of the National Portal.
const (
	stateNew       = 1
	stateReceived  = 2
	stateDenied    = 3
	stateRunning   = 4
	stateSupply    = 5
	statePaying    = 6
	stateWithdrawn = 7
	stateStopped   = 8
	stateReady     = 9
	stateReturned  = 10
)

// jumps says which public state may follow which; staying in one is always allowed while it is open.
var jumps = map[int][]int{
	stateNew:      {stateReceived, stateDenied, stateRunning, stateSupply, stateWithdrawn},
	stateReceived: {stateRunning, stateSupply, statePaying, stateWithdrawn, stateStopped, stateReady},
	stateRunning:  {stateSupply, statePaying, stateWithdrawn, stateStopped, stateReady},
	stateSupply:   {stateReceived, stateRunning, stateWithdrawn, stateStopped},
	statePaying:   {stateReceived, stateRunning, stateWithdrawn, stateStopped, stateReady},
	stateStopped:  {stateRunning, stateWithdrawn},
	stateReady:    {stateReturned},
}

func mayJump(from, to int) bool {
	return from == to && !slices.Contains([]int{stateDenied, stateWithdrawn, stateReturned}, from) || slices.Contains(jumps[from], to)
}

// leads says in which public states an effect may arrive; an effect that is not here may arrive in any.
var leads = map[Effect][]int{
	Accept:        {stateReceived, stateRunning},
	RefuseFiling:  {stateDenied},
	AskSupplement: {stateSupply, stateNew},
	Resume:        {stateNew, stateReceived, stateRunning},
	AskPayment:    {statePaying},
	Issue:         {stateReady},
	Stop:          {stateStopped},
	Withdraw:      {stateWithdrawn},
	ReturnResult:  {stateReturned},
	CloseDossier:  {stateReturned, stateDenied, stateWithdrawn},
}

var effects = []Effect{
	Accept, RefuseFiling, AskSupplement, Resume, AskPayment, Assign, Forward, SendBack, AskOpinion, Draft, Approve, Sign,
	NumberResult, Issue, ExtendApology, Stop, Withdraw, ReturnResult, CloseDossier,
}

// versionFlow is the life of a version in the catalogue.
type verb string

const (
	submit  verb = "submit"
	recall  verb = "recall"
	publish verb = "publish"
	retire  verb = "retire"
)

var versionFlow = kernel.Flow[State, verb]{
	{From: StateDraft, Do: submit, To: StateReview},
	{From: StateReview, Do: recall, To: StateDraft},
	{From: StateReview, Do: publish, To: StatePublished},
	{From: StatePublished, Do: retire, To: StateRetired},
}
