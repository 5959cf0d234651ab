package dossiers

import (
	"encoding/json"
	"fmt"

	"doanket/kernel"
)

// factKinds names the fact that an event is told as. Verbs that nobody else needs to know of are left out.
var factKinds = map[Verb]string{
	DoFile:              "dossiers.submitted",
	DoAccept:            "dossiers.accepted",
	DoRefuse:            "dossiers.refused",
	DoRequestSupplement: "dossiers.supplement_requested",
	DoSupplement:        "dossiers.supplemented",
	DoRequestPayment:    "dossiers.payment_requested",
	DoPaid:              "dossiers.paid",
	DoAssign:            "dossiers.assigned",
	DoForward:           "dossiers.forwarded",
	DoAskOpinion:        "dossiers.opinion_asked",
	DoIssue:             "dossiers.decided",
	DoPost:              "dossiers.posted",
	DoReturn:            "dossiers.returned",
	DoWithdraw:          "dossiers.withdrawn",
	DoStop:              "dossiers.stopped",
	DoResume:            "dossiers.resumed",
	DoApologise:         "dossiers.apologised",
	DoMoveDue:           "dossiers.due_moved",
}

// FactDueSoon and FactOverdue are told by the clock, once for each due date.
const (
	FactDueSoon = "dossiers.due_soon"
	FactOverdue = "dossiers.overdue"
)

// Told is the data of every fact of this room: identities and dates, no names.
//
//glossary:none
type Told struct {
	Dossier   kernel.ID      `json:"dossier"`
	Code      string         `json:"code,omitempty"`
	Intake    string         `json:"intake"`
	Procedure string         `json:"procedure"`
	Version   kernel.ID      `json:"version"`
	Channel   Channel        `json:"channel"`
	State     State          `json:"state"`
	Received  kernel.ID      `json:"received"`
	Deciding  kernel.ID      `json:"deciding"`
	Unit      kernel.ID      `json:"unit,omitempty"`
	Assignee  kernel.ID      `json:"assignee,omitempty"`
	Applicant kernel.ID      `json:"applicant,omitempty"` // account, when there is one
	Due       kernel.Instant `json:"due,omitzero"`
	Order     kernel.ID      `json:"order,omitempty"`
	Amount    kernel.Money   `json:"amount,omitempty"`
	Asked     kernel.ID      `json:"asked,omitempty"` // unit asked for an opinion
	Outcome   string         `json:"outcome,omitempty"`
	Verdict   Verdict        `json:"verdict,omitempty"`
	Ready     bool           `json:"ready,omitempty"` // the result waits to be fetched
}

func told(d Dossier) Told {
	t := Told{Dossier: d.ID, Code: d.Code, Intake: d.Intake, Procedure: d.Procedure.Code, Version: d.Procedure.Version, Channel: d.Channel,
		State: d.State, Received: d.Received, Deciding: d.Deciding, Unit: d.Unit, Assignee: d.Assignee.Account, Applicant: d.Applicant.Account,
		Due: d.Promised(), Verdict: d.Verdict, Ready: d.State == Decided}
	if t.Applicant == 0 {
		t.Applicant = d.Filer.Account
	}
	if d.Result != nil {
		t.Outcome = d.Result.Outcome
	}
	return t
}

// factOf makes the fact of an event; ok is false when nobody needs to hear of it.
func factOf(d Dossier, e Event) (f kernel.Fact, ok bool, err error) {
	kind, ok := factKinds[e.Verb]
	if !ok {
		return f, false, nil
	}
	t := told(d)
	if e.Change.Order != nil {
		t.Order, t.Amount = e.Change.Order.ID, e.Change.Order.Total
	}
	if e.Change.Opinion != nil {
		t.Asked = e.Change.Opinion.Unit
	}
	f, err = fact(d, kind, t)
	f.Actor, f.At = e.By.Account, e.At
	return f, err == nil, err
}

func fact(d Dossier, kind string, t Told) (kernel.Fact, error) {
	data, err := json.Marshal(t)
	if err != nil {
		return kernel.Fact{}, fmt.Errorf("fact %s: %w", kind, err)
	}
	return kernel.Fact{Tenant: d.Tenant, Kind: kind, Version: 1, Subject: "dossier:" + d.ID.String(), Data: data}, nil
}
