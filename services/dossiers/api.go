package dossiers

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// itemJSON is a dossier in a list of the API.
type itemJSON struct {
	ID        kernel.ID      `json:"id"`
	Intake    string         `json:"intake" doc:"Reference before there is a code."`
	Code      string         `json:"code,omitempty" doc:"Official code, given once at acceptance."`
	Procedure string         `json:"procedure"`
	Name      string         `json:"procedure_name"`
	Applicant string         `json:"applicant"`
	Summary   string         `json:"summary,omitempty"`
	Channel   Channel        `json:"channel" enum:"online,desk,post"`
	State     int            `json:"state" minimum:"1" maximum:"10" doc:"Code of the national portal."`
	StateName string         `json:"state_name"`
	Step      string         `json:"step,omitempty"`
	Received  kernel.ID      `json:"received_by,omitempty"`
	Deciding  kernel.ID      `json:"deciding,omitempty"`
	Submitted kernel.Instant `json:"submitted_at"`
	Accepted  kernel.Instant `json:"accepted_at,omitzero"`
	Due       kernel.Instant `json:"due,omitzero" doc:"What figures compare with; an apology does not move it."`
	Promised  kernel.Instant `json:"reappointed,omitzero" doc:"Date of an apology."`
	Finished  kernel.Instant `json:"finished_at,omitzero"`
	Verdict   string         `json:"verdict,omitempty" enum:"early,on_time,late"`
	Version   int64          `json:"version" doc:"Send it back with an action, to notice that somebody was faster."`
}

var verdictKeys = map[Verdict]string{Early: "early", OnTime: "on_time", Late: "late"}

func listedJSON(it Item) itemJSON {
	return itemJSON{it.ID, it.Intake, it.Code, it.ProcedureCode, it.ProcedureName, it.Applicant, it.Summary, it.Channel, int(it.State), stateNames[it.State], it.StepName,
		it.Received, it.Deciding, it.SubmittedAt, it.ReceivedAt, it.Due, it.Reappointed, it.FinishedAt, verdictKeys[it.Verdict], it.RowVersion}
}

// Schema tells the API how a reason is written; former dossiers have the text alone.
func (Reason) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, Description: "One line of the reckoning of a due date, as data with its Vietnamese text.",
		Properties: map[string]*huma.Schema{"kind": {Type: huma.TypeString}, "text": {Type: huma.TypeString}}, Required: []string{"kind", "text"}, AdditionalProperties: true}
}

type dossierJSON struct {
	itemJSON
	Answers     json.RawMessage     `json:"answers,omitempty"`
	Papers      []Paper             `json:"papers"`
	Clock       Clock               `json:"clock"`
	Suspensions []Suspension        `json:"suspensions,omitempty"`
	Supplements []SupplementRequest `json:"supplements,omitempty"`
	Orders      []Order             `json:"orders,omitempty"`
	Result      *Result             `json:"result,omitempty"`
	Can         []Verb              `json:"can" doc:"Actions that would not be refused outright now."`
}

func dossierOf(d Dossier, can []Verb) dossierJSON {
	it := Item{ID: d.ID, RowVersion: d.RowVersion, Intake: d.Intake, Code: d.Code, ProcedureCode: d.Procedure.Code, ProcedureName: d.Procedure.Name, Applicant: d.Applicant.Name, Summary: d.Summary,
		Channel: d.Channel, State: d.State, StepName: d.StepName, Received: d.Received, Deciding: d.Deciding, SubmittedAt: d.SubmittedAt, ReceivedAt: d.ReceivedAt, Due: d.Clock.Due,
		Reappointed: d.Clock.Reappointed, FinishedAt: d.FinishedAt, Verdict: d.Verdict}
	return dossierJSON{listedJSON(it), d.Answers, append([]Paper{}, d.Papers...), d.Clock, d.Suspensions, d.Supplements, d.Orders, d.Result, append([]Verb{}, can...)}
}

type eventJSON struct {
	Seq    int64          `json:"seq"`
	At     kernel.Instant `json:"at"`
	By     string         `json:"by"`
	Post   string         `json:"post,omitempty"`
	Verb   Verb           `json:"action"`
	From   int            `json:"from"`
	To     int            `json:"to"`
	Reason string         `json:"reason,omitempty"`
	Change Change         `json:"change"`
}

type listIn struct {
	State     []int  `query:"state" doc:"Codes 1 to 10."`
	Procedure string `query:"procedure"`
	Unit      string `query:"unit" doc:"Deciding unit or any unit above it."`
	Overdue   bool   `query:"overdue"`
	From      string `query:"from" doc:"Received on or after, ISO day."`
	To        string `query:"to" doc:"Received on or before, ISO day."`
	Q         string `query:"q" doc:"Text."`
	Mine      bool   `query:"mine" doc:"Only what the caller filed."`
	After     string `query:"after" doc:"The next of the page before."`
	Limit     int    `query:"limit" minimum:"0" maximum:"200"`
}

type listOut struct {
	Body struct {
		Items []itemJSON `json:"items"`
		Next  string     `json:"next,omitempty"`
	}
}

type idIn struct {
	ID string `path:"id"`
}

type dossierOut struct{ Body dossierJSON }

type eventsOut struct {
	Body struct {
		Events []eventJSON `json:"events"`
	}
}

type fileIn struct {
	Key  string `header:"Idempotency-Key" doc:"The same key files once."`
	Body struct {
		Procedure string          `json:"procedure" doc:"Code in the catalogue."`
		Received  kernel.ID       `json:"received_by,omitempty" doc:"Unit whose desk takes it in; the caller's own when left out."`
		Channel   Channel         `json:"channel,omitempty" enum:"desk,post"`
		Applicant Party           `json:"applicant"`
		Summary   string          `json:"summary,omitempty"`
		Answers   json.RawMessage `json:"answers,omitempty"`
		Papers    []Paper         `json:"papers,omitempty"`
		ReturnBy  Channel         `json:"return_by,omitempty" enum:"desk,online,post"`
		ReturnTo  string          `json:"return_to,omitempty"`
		Accept    bool            `json:"accept,omitempty" doc:"Take it in at once; then a missing paper refuses the whole."`
	}
}

type fileOut struct {
	Body struct {
		ID     kernel.ID      `json:"id"`
		Intake string         `json:"intake"`
		Secret string         `json:"secret,omitempty" doc:"For the public look-up; told once."`
		Code   string         `json:"code,omitempty"`
		Due    kernel.Instant `json:"due,omitzero"`
	}
}

type actIn struct {
	ID   string `path:"id"`
	Key  string `header:"Idempotency-Key"`
	Body struct {
		Action   Verb          `json:"action" doc:"One of the dossier's can."`
		Version  int64         `json:"version,omitempty"`
		Reason   string        `json:"reason,omitempty"`
		Note     string        `json:"note,omitempty"`
		Settle   string        `json:"settlement,omitempty"`
		Items    []MissingItem `json:"items,omitempty"`
		Papers   []Paper       `json:"papers,omitempty"`
		Account  kernel.ID     `json:"account,omitempty"`
		Step     string        `json:"step,omitempty"`
		Outcome  string        `json:"outcome,omitempty" enum:"granted,denied"`
		Title    string        `json:"title,omitempty"`
		Text     string        `json:"body,omitempty"`
		Number   string        `json:"number,omitempty"`
		Taker    string        `json:"taker,omitempty"`
		Courier  string        `json:"courier,omitempty"`
		Tracking string        `json:"tracking,omitempty"`
		NewDue   string        `json:"new_due,omitempty" doc:"ISO day."`
	}
}

type trackIn struct {
	Number string `query:"number" required:"true" doc:"Code or intake reference."`
	Secret string `header:"X-Dossier-Secret" required:"true" doc:"From the receipt; in a header, so that it stands in no log."`
}

type trackOut struct{ Body Tracking }

// API adds the operations of this room to /api/v1.
func (p *Pages) API(server *web.Server) {
	at := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: web.APIPath + path, Summary: summary, Tags: []string{"dossiers"}}
	}
	web.Register(server, at("list-dossiers", http.MethodGet, "/dossiers", "Hồ sơ người gọi được xem"), web.SignedIn, p.apiList)
	web.Register(server, at("get-dossier", http.MethodGet, "/dossiers/{id}", "Một hồ sơ"), web.SignedIn, p.apiGet)
	web.Register(server, at("list-dossier-events", http.MethodGet, "/dossiers/{id}/events", "Diễn biến của một hồ sơ"), web.SignedIn, p.apiEvents)
	web.Register(server, at("file-dossier", http.MethodPost, "/dossiers", "Nộp tại quầy hoặc qua bưu chính"), web.Holds(PermAccept, PermHelp), p.apiFile)
	web.Register(server, at("act-on-dossier", http.MethodPost, "/dossiers/{id}/actions", "Làm một việc trên hồ sơ"), web.SignedIn, p.apiAct)
	web.Register(server, at("track-dossier", http.MethodGet, "/tracking", "Tra cứu công khai bằng mã và mã bí mật"), web.Public, p.apiTrack)
}

func (p *Pages) apiList(ctx context.Context, a kernel.Actor, in *listIn) (*listOut, error) {
	f := Filter{Procedure: in.Procedure, Overdue: in.Overdue, Text: in.Q, Mine: in.Mine, After: in.After, Limit: in.Limit}
	if in.Unit != "" {
		unit, err := kernel.ParseID(in.Unit)
		if err != nil {
			return nil, err
		}
		f.Unit = unit
	}
	for _, n := range in.State {
		if n < 1 || n > len(States) {
			return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_state", Args: []any{n}}
		}
		f.States = append(f.States, State(n))
	}
	for text, into := range map[string]*kernel.Date{in.From: &f.From, in.To: &f.To} {
		if text == "" {
			continue
		}
		d, err := kernel.ParseISODate(text)
		if err != nil {
			return nil, err
		}
		*into = d
	}
	page, err := p.Service.List(ctx, a, f)
	if err != nil {
		return nil, err
	}
	out := &listOut{}
	out.Body.Next, out.Body.Items = page.Next, []itemJSON{}
	for _, it := range page.Items {
		out.Body.Items = append(out.Body.Items, listedJSON(it))
	}
	return out, nil
}

func (p *Pages) apiDetail(ctx context.Context, a kernel.Actor, text string) (Detail, error) {
	id, err := kernel.ParseID(text)
	if err != nil {
		return Detail{}, err
	}
	return p.Service.Detail(ctx, a, id)
}

func (p *Pages) apiGet(ctx context.Context, a kernel.Actor, in *idIn) (*dossierOut, error) {
	d, err := p.apiDetail(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	return &dossierOut{dossierOf(d.Dossier, d.Can)}, nil
}

func (p *Pages) apiEvents(ctx context.Context, a kernel.Actor, in *idIn) (*eventsOut, error) {
	d, err := p.apiDetail(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	out := &eventsOut{}
	for _, e := range d.Events {
		c := e.Change
		if c.Filed != nil { // nobody but the filer was told the secret, and no hash of it is given away
			filed := *c.Filed
			filed.SecretHash = ""
			c.Filed = &filed
		}
		out.Body.Events = append(out.Body.Events, eventJSON{e.Seq, e.At, e.By.Name, e.By.Post, e.Verb, int(e.From), int(e.To), e.Reason, c})
	}
	return out, nil
}

func (p *Pages) apiFile(ctx context.Context, a kernel.Actor, in *fileIn) (*fileOut, error) {
	b := in.Body
	if b.Received == 0 {
		b.Received = a.Org
	}
	input := DeskInput{FilingInput: FilingInput{Procedure: b.Procedure, Received: b.Received, Applicant: b.Applicant, Summary: b.Summary, Answers: b.Answers, Papers: b.Papers, ReturnBy: b.ReturnBy, ReturnTo: b.ReturnTo},
		Channel: b.Channel, AcceptNow: b.Accept, Once: Once{Request: apiRequest(in.Key)}}
	input.Applicant.Account, input.Applicant.Person = 0, 0 // who somebody is on this site is not for the caller to say
	r, err := p.Service.FileAtDesk(ctx, a, input)
	if err != nil {
		return nil, err
	}
	out := &fileOut{}
	out.Body.ID, out.Body.Intake, out.Body.Secret, out.Body.Code, out.Body.Due = r.ID, r.Intake, r.Secret, r.Code, r.Dossier.Clock.Due
	return out, nil
}

// apiRequest is the key of a repeatable command, apart from those of pages.
func apiRequest(key string) string {
	if key == "" {
		return ""
	}
	return "api:" + key
}

func (p *Pages) apiAct(ctx context.Context, a kernel.Actor, in *actIn) (*dossierOut, error) {
	b, s := in.Body, p.Service
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	once := Once{Request: apiRequest(in.Key), RowVersion: b.Version}
	reason := ReasonInput{Once: once, ID: id, Reason: b.Reason, Settlement: b.Settle}
	switch b.Action {
	case DoAccept:
		_, err = s.Accept(ctx, a, AcceptInput{Once: once, ID: id, Note: b.Note})
	case DoRefuse:
		_, err = s.Refuse(ctx, a, reason)
	case DoRequestSupplement:
		_, err = s.RequestSupplement(ctx, a, SupplementInput{Once: once, ID: id, Items: b.Items, Reason: b.Reason})
	case DoSupplement:
		_, err = s.Supplement(ctx, a, SupplyInput{Once: once, ID: id, Papers: b.Papers, Note: b.Note})
	case DoRequestPayment:
		_, err = s.RequestPayment(ctx, a, PaymentInput{Once: once, ID: id, Reason: b.Reason})
	case DoAssign:
		_, err = s.Assign(ctx, a, AssignInput{Once: once, ID: id, Account: b.Account, Note: b.Note})
	case DoForward:
		_, err = s.Forward(ctx, a, ForwardInput{Once: once, ID: id, To: b.Step, Account: b.Account, Note: b.Note})
	case DoSendBack:
		_, err = s.SendBack(ctx, a, ForwardInput{Once: once, ID: id, To: b.Step, Note: b.Reason})
	case DoDraft:
		_, err = s.DraftResult(ctx, a, DraftInput{Once: once, ID: id, Outcome: b.Outcome, Title: b.Title, Body: b.Text})
	case DoApprove:
		_, err = s.Approve(ctx, a, ApproveInput{Once: once, ID: id, Note: b.Note, Number: b.Number})
	case DoIssue:
		_, err = s.Issue(ctx, a, ApproveInput{Once: once, ID: id, Number: b.Number})
	case DoPost:
		_, err = s.Post(ctx, a, PostInput{Once: once, ID: id, Courier: b.Courier, Tracking: b.Tracking})
	case DoReturn:
		_, err = s.ReturnResult(ctx, a, ReturnInput{Once: once, ID: id, Taker: b.Taker, Note: b.Note})
	case DoWithdraw:
		_, err = s.Withdraw(ctx, a, reason)
	case DoStop:
		_, err = s.Stop(ctx, a, reason)
	case DoResume:
		_, err = s.Resume(ctx, a, reason)
	case DoClose:
		_, err = s.Close(ctx, a, reason)
	case DoApologise:
		var day kernel.Date
		day, err = kernel.ParseISODate(b.NewDue)
		if err == nil {
			_, err = s.Apologise(ctx, a, ApologyInput{Once: once, ID: id, Reason: b.Reason, NewDue: day})
		}
	default:
		err = &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_action", Args: []any{string(b.Action)}}
	}
	if err != nil {
		return nil, err
	}
	return p.apiGet(ctx, a, &idIn{in.ID})
}

func (p *Pages) apiTrack(ctx context.Context, a kernel.Actor, in *trackIn) (*trackOut, error) {
	t, err := p.Service.Track(ctx, p.tenant(a), in.Number, in.Secret)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return nil, kernel.Missing("dossiers.track_not_found")
	}
	if err != nil {
		return nil, err
	}

	return &trackOut{t}, nil
}
