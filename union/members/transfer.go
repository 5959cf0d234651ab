package members

import (
	"strings"

	"doanket/kernel"
)

// Transfer (chuyển sinh hoạt) is a move between unions on its way: the member shows the card and says
// so to the receiving union, which asks; the giving one confirms or says why not (union.md §1.2, A14).
// Number and card stay. When no answer comes in time the union above the giving one answers.
type Transfer struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Member   kernel.ID
	From     kernel.ID
	To       kernel.ID
	Answerer kernel.ID // the unit whose committee answers
	Group    string
	On       kernel.Date // the first day in the receiving unit
	Basis    string
	Reason   string
	State    TransferState

	AskedBy     kernel.ID
	AskedName   string
	AskedAt     kernel.Instant
	Due         kernel.Instant
	EscalatedAt kernel.Instant

	AnsweredBy   kernel.ID
	AnsweredName string
	AnsweredAt   kernel.Instant
	Answer       string
}

// TransferState (trạng thái phiếu chuyển).
//
//glossary:none
type TransferState string

// The states of a transfer.
const (
	Asked     TransferState = "asked"     // chờ nơi đi xác nhận
	Escalated TransferState = "escalated" // quá hạn, chuyển lên cấp trên
	Done      TransferState = "done"      // đã chuyển
	Refused   TransferState = "refused"   // nơi đi không đồng ý
	Withdrawn TransferState = "withdrawn" // nơi nhận rút
)

type transferVerb string

const (
	confirm  transferVerb = "confirm"
	refuse   transferVerb = "refuse"
	withdraw transferVerb = "withdraw"
	escalate transferVerb = "escalate"
)

var transferFlow = kernel.Flow[TransferState, transferVerb]{
	{From: Asked, Do: confirm, To: Done},
	{From: Asked, Do: refuse, To: Refused},
	{From: Asked, Do: withdraw, To: Withdrawn},
	{From: Asked, Do: escalate, To: Escalated},
	{From: Escalated, Do: confirm, To: Done},
	{From: Escalated, Do: refuse, To: Refused},
	{From: Escalated, Do: withdraw, To: Withdrawn},
	{From: Escalated, Do: escalate, To: Escalated}, // and on to the next one above
}

// Pending tells whether an answer is waited for.
func (t Transfer) Pending() bool { return t.State == Asked || t.State == Escalated }

// answer moves a transfer by a verb of the flow.
func (t *Transfer) answer(do transferVerb, a kernel.Actor, reason string, at kernel.Instant) error {
	to, ok := transferFlow.Next(t.State, do)
	if !ok {
		return kernel.Refuse("members.transfer_closed")
	}
	if do == refuse && strings.TrimSpace(reason) == "" {
		var faults kernel.Faults
		faults.Add("ly_do", "members.reason_needed")
		return faults.Err("members.invalid")
	}
	t.State = to
	if do != escalate {
		t.AnsweredBy, t.AnsweredName, t.AnsweredAt, t.Answer = a.Account, a.Name, at, strings.TrimSpace(reason)
	}
	return nil
}

// A transfer is seen by both unions and by whoever keeps a roll above either; it is asked for by the
// keeper of the receiving unit, answered by the keeper or committee of the answering unit, withdrawn by
// whoever may ask.
func canSeeTransfer(a kernel.Actor, t Transfer, from, to, answerer []kernel.ID) error {
	if a.System || a.Tenant == t.Tenant && (mayView(a, from) || mayView(a, to) || mayView(a, answerer)) {
		return nil
	}
	return kernel.Missing("members.no_transfer")
}

func canAnswer(a kernel.Actor, t Transfer, from, to, answerer []kernel.ID) error {
	if a.System || a.Tenant == t.Tenant && (a.Can(KeepPermission, answerer) || a.Can(DecidePermission, answerer)) {
		return nil
	}
	err := canSeeTransfer(a, t, from, to, answerer)
	if err != nil {
		return err
	}
	return kernel.Forbid("members.not_yours_to_answer")
}

func canWithdraw(a kernel.Actor, t Transfer, from, to, answerer []kernel.ID) error {
	if a.System || a.Tenant == t.Tenant && a.Can(KeepPermission, to) {
		return nil
	}
	err := canSeeTransfer(a, t, from, to, answerer)
	if err != nil {
		return err
	}
	return kernel.Forbid("members.may_not")
}
