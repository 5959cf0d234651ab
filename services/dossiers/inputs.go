package dossiers

import (
	"encoding/json"

	"doanket/kernel"
)

// Once makes a command safe to repeat. Request is the form's or the caller's own id: the second time
// nothing happens and the answer is the same. RowVersion, when not zero, must still be the
// dossier's, or the command answers Conflict dossiers.changed.
//
//glossary:none
type Once struct {
	Request    string
	RowVersion int64
}

// FilingInput is what a person fills in. The same values are kept in a draft.
//
//glossary:none
type FilingInput struct {
	Procedure     string    `json:"procedure"`         // code; ignored once Version is set
	Version       kernel.ID `json:"version,omitempty"` // pinned when the draft was started
	Variant       string    `json:"variant,omitempty"`
	Received      kernel.ID `json:"received,omitempty"`
	Deciding      kernel.ID `json:"deciding,omitempty"`
	Helped        kernel.ID `json:"helped,omitempty"`
	Applicant     Party     `json:"applicant"`
	Filer         *Party    `json:"filer,omitempty"`
	Authorisation string    `json:"authorisation,omitempty"`
	ReturnBy      Channel   `json:"return_by,omitempty"`
	ReturnTo      string    `json:"return_to,omitempty"`
	Summary       string    `json:"summary,omitempty"`

	Answers json.RawMessage `json:"answers,omitempty"`
	Papers  []Paper         `json:"papers,omitempty"`
	Held    []string        `json:"held,omitempty"` // data sources that answered for this applicant
}

// Filing (hồ sơ đang soạn) is a draft: kept for its owner, not yet a dossier. Its id becomes the
// dossier's.
//
//glossary:none
type Filing struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Account    kernel.ID
	RowVersion int64
	Step       string // where the person is in the form
	Input      FilingInput
	ChangedAt  kernel.Instant
	ExpiresAt  kernel.Instant
	Newer      bool // a newer version of the procedure applies since it was started
}

// Receipt (giấy hẹn tra cứu) is told to the filer once: the secret is not kept.
type Receipt struct {
	ID      kernel.ID
	Intake  string
	Secret  string // "" when the request is repeated
	Code    string // "" before acceptance
	Dossier Dossier
}

// DeskInput is a filing taken at the desk or from the post. AcceptNow does both steps at once.
//
//glossary:none
type DeskInput struct {
	Once
	FilingInput
	Channel   Channel // Desk when empty
	AcceptNow bool
}

// AcceptInput takes a submitted dossier in.
//
//glossary:none
type AcceptInput struct {
	Once
	ID     kernel.ID
	Papers []PaperCheck // verdicts noted on the way
	Note   string
}

// PaperCheck is the officer's verdict on one component ("ok" or "wrong"), and what she counted.
//
//glossary:none
type PaperCheck struct {
	Key                         string
	Verdict, Note               string
	Originals, Certified, Plain int
}

// ReasonInput serves the verbs that need nothing but a reason: refuse, stop, resume, close.
//
//glossary:none
type ReasonInput struct {
	Once
	ID         kernel.ID
	Reason     string
	Settlement string // stop, withdraw: what happens to money and papers
}

// CheckInput notes verdicts on papers.
//
//glossary:none
type CheckInput struct {
	Once
	ID     kernel.ID
	Papers []PaperCheck
}

// SupplementInput is form 02.
//
//glossary:none
type SupplementInput struct {
	Once
	ID     kernel.ID
	Items  []MissingItem
	Reason string
}

// SupplyInput is the applicant's answer to form 02, or the officer's when it comes on paper.
//
//glossary:none
type SupplyInput struct {
	Once
	ID      kernel.ID
	Papers  []Paper
	Answers json.RawMessage // nil: unchanged
	Note    string
}

// PaymentInput asks for money. Without lines it asks for the fees of the version.
//
//glossary:none
type PaymentInput struct {
	Once
	ID     kernel.ID
	Lines  []FeeLine
	Notice string // number of a tax notice
	Reason string
}

// PaidInput is a settled order: heard from payments, or told by the cashier.
//
//glossary:none
type PaidInput struct {
	Once
	ID      kernel.ID
	Order   kernel.ID
	Amount  kernel.Money
	Receipt string
}

// AssignInput gives the present step to an officer; a zero Account gives it back to the desk.
//
//glossary:none
type AssignInput struct {
	Once
	ID      kernel.ID
	Account kernel.ID
	Note    string
}

// ForwardInput passes the dossier to the next step. Action or To choose when several are open.
//
//glossary:none
type ForwardInput struct {
	Once
	ID      kernel.ID
	Action  string
	To      string // step key
	Account kernel.ID
	Note    string
}

// OpinionInput asks another unit.
//
//glossary:none
type OpinionInput struct {
	Once
	ID       kernel.ID
	Unit     kernel.ID
	UnitName string
	Question string
	Until    kernel.Date
}

// AnswerInput is that unit's answer.
//
//glossary:none
type AnswerInput struct {
	Once
	ID      kernel.ID
	Opinion kernel.ID
	Agrees  bool
	Answer  string
	Files   []File
}

// DraftInput is the draft of the result.
//
//glossary:none
type DraftInput struct {
	Once
	ID      kernel.ID
	Outcome string // "granted" or "denied"
	Title   string
	Body    string
	Files   []File
}

// ApproveInput signs the draft. When the workflow needs no separate clerk it is issued at once.
//
//glossary:none
type ApproveInput struct {
	Once
	ID     kernel.ID
	Note   string
	Number string // of the office's own register; "" takes the next of the room's
}

// ReturnInput hands the result over.
//
//glossary:none
type ReturnInput struct {
	Once
	ID    kernel.ID
	Taker string // name of who signed for it
	Note  string
}

// PostInput hands the result to the courier.
//
//glossary:none
type PostInput struct {
	Once
	ID                kernel.ID
	Courier, Tracking string
}

// ApologyInput is form 04.
//
//glossary:none
type ApologyInput struct {
	Once
	ID     kernel.ID
	Reason string
	NewDue kernel.Date // the promise is for the end of that day's office hours
}

// Detail is a dossier with its history and what the actor may do with it now.
//
//glossary:none
type Detail struct {
	Dossier Dossier
	Events  []Event
	Terms   Terms
	Can     []Verb
	At      kernel.Instant
}

// Tracking is what the public may see of a dossier: no personal data.
//
//glossary:none
type Tracking struct {
	Intake, Code  string
	ProcedureCode string
	ProcedureName string
	State         State
	StepName      string
	Received      kernel.ID
	Deciding      kernel.ID
	SubmittedAt   kernel.Instant
	ReceivedAt    kernel.Instant
	Due           kernel.Instant
	Reappointed   kernel.Instant
	Provisional   bool
	Explain       []Reason
	Missing       []MissingItem // of an open supplement request
	MissingReason string
	SupplyBy      kernel.Date
	ToPay         kernel.Money
	OrderID       kernel.ID
	FinishedAt    kernel.Instant
	ReturnedAt    kernel.Instant
	Verdict       Verdict
	Steps         []TrackingStep
}

// TrackingStep is one public line of the history.
//
//glossary:none
type TrackingStep struct {
	At kernel.Instant
	Do Verb
	To State
}
