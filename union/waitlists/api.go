package waitlists

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// waitlistJSON is a list as the API gives it.
type waitlistJSON struct {
	ID    string `json:"id"`
	Unit  string `json:"unit"`
	Kind  Kind   `json:"kind" enum:"nha_o,vay_von"`
	Title string `json:"title"`
	Until string `json:"until" doc:"The last day of applications."`
	State State  `json:"state" enum:"draft,open,frozen,closed,dropped"`
}

type waitlistsIn struct {
	Before string `query:"before" doc:"next of the page before."`
}

type waitlistsOut struct {
	Body struct {
		Lists []waitlistJSON `json:"lists"`
		Next  string         `json:"next,omitempty"`
	}
}

type waitlistOwnIn struct{}

// waitlistPlaceJSON is where the caller stands.
type waitlistPlaceJSON struct {
	Application string         `json:"application"`
	List        waitlistJSON   `json:"list"`
	Stage       Stage          `json:"stage" enum:"waiting,offered,accepted,declined,lapsed,withdrawn,removed"`
	Points      int            `json:"points"`
	Ahead       int            `json:"ahead" doc:"Who wait before the caller."`
	Provisional bool           `json:"provisional" doc:"By the record of today; not frozen yet."`
	Lines       []waitlistLine `json:"lines"`
	Offer       string         `json:"offer,omitempty"`
	AnswerUntil string         `json:"answer_until,omitempty"`
}

type waitlistLine struct {
	Title  string `json:"title"`
	Points int    `json:"points"`
	Known  bool   `json:"known"`
	Why    string `json:"why,omitempty"`
}

type waitlistOwnOut struct {
	Body struct {
		Places []waitlistPlaceJSON `json:"places"`
		Open   []waitlistJSON      `json:"open" doc:"Lists that take the caller's application."`
	}
}

type waitlistAnswerIn struct {
	ID   string `path:"id"`
	Key  string `header:"Idempotency-Key" doc:"The same key answers once."`
	Body struct {
		Accept bool `json:"accept"`
	}
}

type waitlistAnswerOut struct {
	Body struct {
		Application string `json:"application"`
	}
}

// API adds the operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: web.APIPath + path, Summary: summary, Tags: []string{"waitlists"}}
	}
	web.Register(server, op("list-waitlists", http.MethodGet, "/waitlists", "Danh sách chờ"), web.Holds(watching...), s.listsAPI)
	web.Register(server, op("get-own-waitlist-places", http.MethodGet, "/own-waitlist-places", "Lượt của tôi"), web.SignedIn, s.ownAPI)
	web.Register(server, op("answer-waitlist-offer", http.MethodPost, "/waitlist-applications/{id}/answer", "Trả lời lời mời"), web.SignedIn, s.answerAPI)
}

func listJSON(l List) waitlistJSON {
	return waitlistJSON{ID: l.ID.String(), Unit: l.Org.String(), Kind: l.Kind, Title: l.Title, Until: l.Until.String(), State: l.State}
}

func (s *Service) listsAPI(ctx context.Context, a kernel.Actor, in *waitlistsIn) (*waitlistsOut, error) {
	l, err := s.Lists(ctx, a, web.IDOf(in.Before))
	if err != nil {
		return nil, err
	}
	out := &waitlistsOut{}
	out.Body.Lists = []waitlistJSON{}
	for _, x := range l.Rows {
		out.Body.Lists = append(out.Body.Lists, listJSON(x))
	}
	if l.Next != 0 {
		out.Body.Next = l.Next.String()
	}
	return out, nil
}

func (s *Service) ownAPI(ctx context.Context, a kernel.Actor, _ *waitlistOwnIn) (*waitlistOwnOut, error) {
	m, err := s.Mine(ctx, a)
	if err != nil {
		return nil, err
	}
	out := &waitlistOwnOut{}
	out.Body.Places, out.Body.Open = []waitlistPlaceJSON{}, []waitlistJSON{}
	for _, p := range m.Places {
		x := waitlistPlaceJSON{Application: p.Application.ID.String(), List: listJSON(p.List), Stage: p.Application.Stage, Points: p.Application.Points, Ahead: p.Ahead, Provisional: p.Provisional, Lines: []waitlistLine{}}
		for _, line := range p.Application.Lines {
			x.Lines = append(x.Lines, waitlistLine{line.Title, line.N, line.Known, line.said()})
		}
		if p.Application.Stage == Offered {
			x.Offer, x.AnswerUntil = p.Offer.What, p.Offer.Until.String()
		}
		out.Body.Places = append(out.Body.Places, x)
	}
	for _, l := range m.Open {
		out.Body.Open = append(out.Body.Open, listJSON(l))
	}
	return out, nil
}

func (s *Service) answerAPI(ctx context.Context, a kernel.Actor, in *waitlistAnswerIn) (*waitlistAnswerOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	err = s.Answer(ctx, a, id, in.Body.Accept)
	if err != nil {
		return nil, err
	}
	out := &waitlistAnswerOut{}
	out.Body.Application = in.ID
	return out, nil
}
