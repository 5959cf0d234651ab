package reorg

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// Say is a fault as a sentence, through a table of sentences by code.
func (f StepFault) Say(say func(code string, args []any) string) string {
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = a
		if text, ok := a.(string); ok && strings.HasPrefix(text, kindMark) {
			args[i] = say(strings.TrimPrefix(text, kindMark), nil)
		}
	}
	return say(f.Code, args)
}

// Spoken gives every fault its sentence, for readers who have no table.
func (p Picture) Spoken(say func(code string, args []any) string) Picture {
	faults := make([]StepFault, len(p.Faults))
	for i, f := range p.Faults {
		f.Sentence = f.Say(say)
		faults[i] = f
	}
	p.Faults = faults
	return p
}

type decisionJSON struct {
	ID        string   `json:"id"`
	Seat      string   `json:"seat" doc:"Unit at the head of the branch that is rearranged."`
	Number    string   `json:"number"`
	Decided   string   `json:"decided,omitempty" format:"date"`
	Effective string   `json:"effective,omitempty" format:"date"`
	Issuer    string   `json:"issuer,omitempty"`
	Signer    string   `json:"signer,omitempty"`
	Summary   string   `json:"summary,omitempty"`
	State     State    `json:"state" enum:"draft,submitted,approved,held,applied,undone,discarded"`
	Approvals int      `json:"approvals" doc:"Valid approvals; two different persons are needed."`
	Undoes    string   `json:"undoes,omitempty"`
	UndoneBy  string   `json:"undone_by,omitempty"`
	Digest    string   `json:"digest,omitempty" doc:"Names the content; an approval says yes to one digest only."`
	Picture   *Picture `json:"picture,omitempty"`
}

func (s *Service) toJSON(d Reorganisation, whole bool) decisionJSON {
	date := func(x kernel.Date) string {
		if x.IsZero() {
			return ""
		}
		return x.String()
	}
	id := func(x kernel.ID) string {
		if x == 0 {
			return ""
		}
		return x.String()
	}
	out := decisionJSON{ID: d.ID.String(), Seat: d.Seat.String(), Number: d.Number, Decided: date(d.Decided), Effective: date(d.Effective), Issuer: d.Issuer, Signer: d.Signer,
		Summary: d.Summary, State: d.State, Undoes: id(d.Undoes), UndoneBy: id(d.UndoneBy)}
	if whole {
		pic := d.Picture.Spoken(s.Say)
		out.Picture, out.Digest, out.Approvals = &pic, d.Digest(), len(d.valid())
	}
	return out
}

type decisionFileIn struct {
	Body struct {
		Content []byte `json:"content" maxLength:"12000000" doc:"The file, YAML or XLSX, in base64."`
	}
}

type decisionReadingOut struct {
	Body struct {
		Seat    string  `json:"seat,omitempty"`
		Steps   int     `json:"steps"`
		Clean   bool    `json:"clean"`
		Picture Picture `json:"picture"`
	}
}

type decisionIn struct {
	ID string `path:"id"`
}

type decisionOut struct{ Body decisionJSON }

type decisionsIn struct {
	After string `query:"after" doc:"next of the page before."`
	Limit int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type decisionsOut struct {
	Body struct {
		Decisions []decisionJSON `json:"decisions"`
		Next      string         `json:"next,omitempty"`
	}
}

type decisionActIn struct {
	ID   string `path:"id"`
	Verb string `path:"verb" enum:"submit,approve,return"`
	Body struct {
		Digest string `json:"digest,omitempty" doc:"For approve: what was read."`
		Reason string `json:"reason,omitempty" doc:"For return."`
	}
}

// API adds the operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	at := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: web.APIPath + path, Summary: summary, Tags: []string{"reorganisations"}}
	}
	web.Register(server, at("list-reorganisations", http.MethodGet, "/reorganisations", "Quyết định sắp xếp tổ chức"), web.SignedIn, s.listAPI)
	web.Register(server, at("get-reorganisation", http.MethodGet, "/reorganisations/{id}", "Một quyết định, với bức tranh trước và sau"), web.SignedIn, s.getAPI)
	web.Register(server, at("check-reorganisation", http.MethodPost, "/reorganisations/check", "Thử một quyết định trong tệp, không ghi gì"), web.Holds(PreparePermission), s.checkAPI)
	web.Register(server, at("begin-reorganisation", http.MethodPost, "/reorganisations", "Soạn quyết định từ tệp"), web.Holds(PreparePermission), s.beginAPI)
	web.Register(server, at("act-on-reorganisation", http.MethodPost, "/reorganisations/{id}/{verb}", "Trình, duyệt, trả lại"), web.SignedIn, s.actAPI)
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *decisionsIn) (*decisionsOut, error) {
	var after kernel.ID
	var err error
	if in.After != "" {
		after, err = kernel.ParseID(in.After)
		if err != nil {
			return nil, err
		}
	}
	p, err := s.List(ctx, a, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &decisionsOut{}
	out.Body.Decisions = []decisionJSON{}
	for _, d := range p.Rows {
		out.Body.Decisions = append(out.Body.Decisions, s.toJSON(d, false))
	}
	if p.Next != 0 {
		out.Body.Next = p.Next.String()
	}
	return out, nil
}

func (s *Service) getAPI(ctx context.Context, a kernel.Actor, in *decisionIn) (*decisionOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Get(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return &decisionOut{s.toJSON(d.Reorganisation, true)}, nil
}

func (s *Service) checkAPI(ctx context.Context, a kernel.Actor, in *decisionFileIn) (*decisionReadingOut, error) {
	r, err := s.Check(ctx, a, in.Body.Content)
	if err != nil {
		return nil, err
	}
	out := &decisionReadingOut{}
	out.Body.Steps, out.Body.Clean, out.Body.Picture = r.Steps, r.Picture.Clean(), r.Picture.Spoken(s.Say)
	if r.Seat != 0 {
		out.Body.Seat = r.Seat.String()
	}
	return out, nil
}

func (s *Service) beginAPI(ctx context.Context, a kernel.Actor, in *decisionFileIn) (*decisionOut, error) {
	id, _, err := s.BeginFile(ctx, a, in.Body.Content)
	if err != nil {
		return nil, err
	}
	d, err := s.Get(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return &decisionOut{s.toJSON(d.Reorganisation, true)}, nil
}

func (s *Service) actAPI(ctx context.Context, a kernel.Actor, in *decisionActIn) (*decisionOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	var d Reorganisation
	switch in.Verb {
	case "submit":
		d, err = s.Submit(ctx, a, id)
	case "approve":
		d, err = s.Approve(ctx, a, id, in.Body.Digest)
	case "return":
		d, err = s.Return(ctx, a, id, in.Body.Reason)
	}
	if err != nil {
		return nil, err
	}
	return &decisionOut{s.toJSON(d, true)}, nil
}
