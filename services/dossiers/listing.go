package dossiers

import (
	"doanket/kernel"
)

// Item is a row of a list or queue.
//
//glossary:none
type Item struct {
	ID            kernel.ID
	RowVersion    int64
	Intake, Code  string
	ProcedureCode string
	ProcedureName string
	Applicant     string
	Summary       string
	Channel       Channel
	State         State
	Step          string
	StepName      string
	AssigneeID    kernel.ID
	AssigneeName  string
	Received      kernel.ID
	Deciding      kernel.ID
	At            kernel.Instant // acceptance, or filing before it
	SubmittedAt   kernel.Instant
	ReceivedAt    kernel.Instant
	Due           kernel.Instant
	Reappointed   kernel.Instant
	Limit         string
	FinishedAt    kernel.Instant
	Verdict       Verdict
	NextAt        kernel.Instant
	Why           Why
}

// Why says why a row stands where it stands in a queue; pages put it into words.
//
//glossary:none
type Why string

const (
	WhyOverdue    Why = "overdue"
	WhyToday      Why = "today"
	WhySoon       Why = "soon" // within two working days
	WhyRunning    Why = "running"
	WhyNew        Why = "new"        // waits for acceptance
	WhySupplement Why = "supplement" // waits for papers from the applicant
	WhyPayment    Why = "payment"
	WhyStopped    Why = "stopped"
	WhyReturn     Why = "return" // done, waits to be handed over
	WhyNoLimit    Why = "no_limit"
	WhyClosed     Why = "closed"
)

// Filter narrows a list. The zero Filter is everything the actor may see, newest first. With Figure
// set, From, To and AsOf mean what they mean in ReportAsk and the list adds up to that number.
//
//glossary:none
type Filter struct {
	States    []State
	Procedure string
	Unit      kernel.ID // deciding unit or any unit above it
	Overdue   bool
	DueSoon   bool        // within two working days
	From      kernel.Date // received (or filed, when not yet received) on or after
	To        kernel.Date // … on or before
	Text      string
	Mine      bool // filed by or for the actor herself
	Figure    Figure
	AsOf      kernel.Instant
	ExactUnit bool // Unit alone, without the units below it

	After string // cursor of the page before
	Limit int    // 50 when zero, at most 200
}

// Page is one page of rows; Next is "" on the last.
//
//glossary:none
type Page struct {
	Items []Item
	Next  string
}

// QueueKind chooses whose work is shown.
//
//glossary:none
type QueueKind string

const (
	QueueMine   QueueKind = "mine"   // of the officer
	QueueDesk   QueueKind = "desk"   // to be accepted or handed over at the desks she serves
	QueueUnit   QueueKind = "unit"   // everything open in the units where she may look
	QueueSign   QueueKind = "sign"   // waits for a signature
	QueuePaused QueueKind = "paused" // waits for the applicant
)

// QueueAsk is one page of a queue.
//
//glossary:none
type QueueAsk struct {
	Kind      QueueKind
	Procedure string
	After     string
	Limit     int
}

// QueueCounts are the counters above a queue, over everything open that the actor may see.
//
//glossary:none
type QueueCounts struct {
	Mine, Desk, Unit, Sign, Paused, Overdue, DueSoon int64
}
