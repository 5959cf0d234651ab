package dossiers

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"doanket/kernel"
)

// Event (diễn biến) is one line of a dossier's history. Lines are only ever added; each carries the
// hash of the one before, so that a missing or altered line shows.
//
//glossary:none
type Event struct {
	ID      kernel.ID
	Tenant  kernel.ID
	Dossier kernel.ID
	Seq     int64
	At      kernel.Instant
	By      Hand
	Verb    Verb
	From    State
	To      State
	Reason  string
	Change  Change
	Request string // request id of the command, for doing it once
	Hash    []byte
	data    []byte // Change as stored
}

// Change is what an event alters beyond the state: only the parts of its verb are filled in.
//
//glossary:none
type Change struct {
	Filed      *Filed             `json:"filed,omitempty"`
	Code       string             `json:"code,omitempty"`
	Clock      *Clock             `json:"clock,omitempty"`
	Place      *Place             `json:"place,omitempty"`
	HandOver   *HandOver          `json:"hand_over,omitempty"`
	Papers     []Paper            `json:"papers,omitempty"` // replace those of the same key
	Answers    json.RawMessage    `json:"answers,omitempty"`
	Suspension *Suspension        `json:"suspension,omitempty"` // opened, or closed when To is set
	Supplement *SupplementRequest `json:"supplement,omitempty"`
	Order      *Order             `json:"order,omitempty"` // replaces that of the same ID
	Opinion    *Opinion           `json:"opinion,omitempty"`
	Result     *Result            `json:"result,omitempty"`
	Apology    *Apology           `json:"apology,omitempty"`
	Settlement string             `json:"settlement,omitempty"`
	Posting    *Posting           `json:"posting,omitempty"`
	Taker      string             `json:"taker,omitempty"`
	Verdict    Verdict            `json:"verdict,omitempty"`
	Imported   *Imported          `json:"imported,omitempty"`
	Transfer   *Transfer          `json:"transfer,omitempty"`
}

// Imported is where a dossier stood when it was taken over from another system, whose own history
// is not ours to tell.
//
//glossary:none
type Imported struct {
	SubmittedAt kernel.Instant `json:"submitted_at"`
	ReceivedAt  kernel.Instant `json:"received_at,omitzero"`
	FinishedAt  kernel.Instant `json:"finished_at,omitzero"`
	ReturnedAt  kernel.Instant `json:"returned_at,omitzero"`
}

// Filed is everything that is known when a dossier is filed.
//
//glossary:none
type Filed struct {
	Intake        string          `json:"intake"`
	SecretHash    string          `json:"secret_hash,omitempty"`
	Procedure     ProcedureRef    `json:"procedure"`
	Helped        kernel.ID       `json:"helped,omitempty"`
	Received      kernel.ID       `json:"received"`
	Deciding      kernel.ID       `json:"deciding"`
	Applicant     Party           `json:"applicant"`
	Filer         *Party          `json:"filer,omitempty"`
	Authorisation string          `json:"authorisation,omitempty"`
	Channel       Channel         `json:"channel"`
	ReturnBy      Channel         `json:"return_by,omitempty"`
	ReturnTo      string          `json:"return_to,omitempty"`
	Summary       string          `json:"summary,omitempty"`
	Answers       json.RawMessage `json:"answers,omitempty"`
	Papers        []Paper         `json:"papers,omitempty"`
	Fees          []FeeLine       `json:"fees,omitempty"`
}

// Place is whose turn it is.
//
//glossary:none
type Place struct {
	Step     string         `json:"step,omitempty"`
	StepName string         `json:"step_name,omitempty"`
	StepDue  kernel.Instant `json:"step_due,omitzero"`
	Unit     kernel.ID      `json:"unit,omitempty"`
	Assignee Hand           `json:"assignee,omitzero"`
}

// Replay makes a dossier of its events, in order. It fails on a line that the flow table forbids, is
// out of order, or does not carry the hash of the line before.
func Replay(events []Event) (Dossier, error) {
	var d Dossier
	for _, e := range events {
		to, ok := flow.Next(d.State, e.Verb)
		if e.Verb == doImport && d.RowVersion == 0 {
			to, ok = e.To, true
		}
		if !ok || to != e.To || e.From != d.State || e.Seq != d.RowVersion+1 {
			return d, fmt.Errorf("replay dossier %s: event %d (%s) does not follow state %d", e.Dossier, e.Seq, e.Verb, d.State)
		}
		if !slices.Equal(e.Hash, e.sum(d.LastHash)) {
			return d, fmt.Errorf("replay dossier %s: event %d is not the one that was written", e.Dossier, e.Seq)
		}
		d.apply(e)
	}
	return d, nil
}

// seal fixes the stored form of the change and the chain.
func (e *Event) seal(prev []byte) error {
	data, err := json.Marshal(e.Change)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.Verb, err)
	}
	e.data = data
	e.Hash = e.sum(prev)
	return nil
}

func (e Event) sum(prev []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	fmt.Fprintf(h, "%d|%d|%d|%d|%d|%s|%d|%d|%d|%d|%d|%d|%q|%q|%q|", e.ID, e.Tenant, e.Dossier, e.Seq, e.At.Millis(), e.Verb, e.From, e.To,
		e.By.Account, e.By.Person, e.By.Org, e.By.OnBehalf, e.By.Name, e.By.Post, e.Reason)
	h.Write(e.data)
	return h.Sum(nil)
}

// apply is the only place that writes a Dossier.
func (d *Dossier) apply(e Event) {
	c := e.Change
	if c.Filed != nil {
		d.file(e, *c.Filed)
	}
	d.State, d.RowVersion, d.ChangedAt, d.LastHash = e.To, e.Seq, e.At, e.Hash
	if c.Clock != nil {
		d.Clock = *c.Clock
	}
	if c.Place != nil {
		d.Step, d.StepName, d.StepDue, d.Unit, d.Assignee = c.Place.Step, c.Place.StepName, c.Place.StepDue, c.Place.Unit, c.Place.Assignee
	}
	if c.Transfer != nil {
		d.pass(e.At, *c.Transfer)
	}
	if c.HandOver != nil {
		d.HandOvers = append(d.HandOvers, *c.HandOver)
	}
	if c.Answers != nil {
		d.Answers = c.Answers
	}
	for _, p := range c.Papers {
		d.Papers = replaced(d.Papers, p, func(x Paper) bool { return x.Key == p.Key })
	}
	if c.Suspension != nil {
		d.Suspensions = replaced(d.Suspensions, *c.Suspension, func(x Suspension) bool { return x.To.IsZero() })
	}
	if c.Supplement != nil {
		d.Supplements = replaced(d.Supplements, *c.Supplement, func(x SupplementRequest) bool { return x.ID == c.Supplement.ID })
	}
	if c.Order != nil {
		d.Orders = replaced(d.Orders, *c.Order, func(x Order) bool { return x.ID == c.Order.ID })
	}
	if c.Opinion != nil {
		d.Opinions = replaced(d.Opinions, *c.Opinion, func(x Opinion) bool { return x.ID == c.Opinion.ID })
	}
	d.applyEnd(e)
}

func (d *Dossier) file(e Event, f Filed) {
	d.ID, d.Tenant = e.Dossier, e.Tenant
	d.Intake, d.SecretHash, d.Procedure = f.Intake, f.SecretHash, f.Procedure
	d.Helped, d.Received, d.Deciding = f.Helped, f.Received, f.Deciding
	d.Applicant, d.Authorisation, d.Channel = f.Applicant, f.Authorisation, f.Channel
	if f.Filer != nil {
		d.Filer = *f.Filer
	}
	d.ReturnBy, d.ReturnTo, d.Summary = f.ReturnBy, f.ReturnTo, f.Summary
	d.Answers, d.Papers, d.Fees = f.Answers, slices.Clone(f.Papers), f.Fees
	d.SubmittedAt = e.At
}

// applyEnd writes what belongs to one verb only.
func (d *Dossier) applyEnd(e Event) {
	c := e.Change
	end := &Ending{At: e.At, By: e.By, Reason: e.Reason, Settlement: c.Settlement}
	switch e.Verb {
	case doImport:
		d.Code, d.Verdict, d.Result = c.Code, c.Verdict, c.Result
		d.SubmittedAt, d.ReceivedAt, d.FinishedAt, d.ReturnedAt = c.Imported.SubmittedAt, c.Imported.ReceivedAt, c.Imported.FinishedAt, c.Imported.ReturnedAt
	case DoAccept:
		d.Code, d.ReceivedAt, d.AcceptedBy = c.Code, e.At, e.By
	case DoRefuse:
		d.Refusal, d.FinishedAt = end, e.At
	case DoDraft:
		d.Draft = c.Result
	case DoSendBack:
		d.Result = nil // what was signed is void when it goes back
	case DoApprove:
		d.Result = c.Result
	case DoIssue:
		d.Result, d.FinishedAt, d.Verdict = c.Result, e.At, c.Verdict
	case DoWithdraw:
		d.Withdrawal, d.FinishedAt = end, e.At
	case DoStop:
		d.Stop = end
	case DoResume:
		d.Stop = nil
	case DoApologise:
		d.Apology = c.Apology
	case DoPost:
		d.Posting = c.Posting
	case DoReturn:
		d.ReturnedAt, d.ReturnedTo = e.At, c.Taker
	case DoClose:
		d.ClosedAt = e.At
	}
}

// replaced puts v in the place of the element that same finds, or at the end. It never writes into
// the given slice, because snapshots of a dossier share it.
func replaced[T any](list []T, v T, same func(T) bool) []T {
	out := slices.Clone(list)
	i := slices.IndexFunc(out, same)
	if i < 0 {
		return append(out, v)
	}
	out[i] = v
	return out
}
