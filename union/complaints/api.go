package complaints

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// complaintsJSON is a complaint as the API gives it to somebody named on it.
type complaintsJSON struct {
	ID       string `json:"id"`
	Number   string `json:"number" example:"07/2026"`
	Unit     string `json:"unit"`
	Kind     Kind   `json:"kind" enum:"grievance,denunciation,petition"`
	Way      Way    `json:"way" enum:"in_person,post,online"`
	State    State  `json:"state" enum:"received,assigned,accepted,verifying,concluded,answered,closed,refused,forwarded,withdrawn"`
	Received string `json:"received"`
	Due      string `json:"due,omitempty" doc:"Last day of the limit that runs."`
	Summary  string `json:"summary"`
	Text     string `json:"text,omitempty" doc:"Only when one complaint is read, which is written into its journal of access."`
	Unnamed  bool   `json:"unnamed" doc:"The letter gives no sender. A sender's name is never given here."`
}

func toJSON(c Complaint) complaintsJSON {
	out := complaintsJSON{ID: c.ID.String(), Number: c.Number(), Unit: c.Unit.String(), Kind: c.Kind, Way: c.Way, State: c.State, Received: c.Received.String(), Summary: c.Matter.Summary, Unnamed: c.Matter.Anonymous}
	if c.step() != "" && !c.Due.IsZero() {
		out.Due = c.Due.Date().String()
	}
	return out
}

type complaintsIn struct {
	Before string `query:"before" doc:"next of the page before."`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type complaintsOut struct {
	Body struct {
		Complaints []complaintsJSON `json:"complaints"`
		Next       string           `json:"next,omitempty"`
	}
}

type complaintsOneIn struct {
	ID string `path:"id"`
}

type complaintsOneOut struct{ Body complaintsJSON }

// API adds the reading operations of this room to /api/v1, for those named on a record.
func (s *Service) API(server *web.Server) {
	web.Register(server, huma.Operation{OperationID: "list-complaints", Method: http.MethodGet, Path: web.APIPath + "/complaints", Summary: "Đơn ghi tên người gọi", Tags: []string{"complaints"}}, web.SignedIn, s.listAPI)
	web.Register(server, huma.Operation{OperationID: "get-complaint", Method: http.MethodGet, Path: web.APIPath + "/complaints/{id}", Summary: "Một đơn, ghi vào nhật ký mở đơn", Tags: []string{"complaints"}}, web.SignedIn, s.oneAPI)
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *complaintsIn) (*complaintsOut, error) {
	f := Filter{Limit: in.Limit}
	if in.Before != "" {
		var err error
		f.Before, err = kernel.ParseID(in.Before)
		if err != nil {
			return nil, err
		}
	}
	p, err := s.List(ctx, a, f)
	if err != nil {
		return nil, err
	}
	out := &complaintsOut{}
	out.Body.Complaints = []complaintsJSON{}
	for _, c := range p.Complaints {
		out.Body.Complaints = append(out.Body.Complaints, toJSON(c))
	}
	if p.Next != 0 {
		out.Body.Next = p.Next.String()
	}
	return out, nil
}

func (s *Service) oneAPI(ctx context.Context, a kernel.Actor, in *complaintsOneIn) (*complaintsOneOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Detail(ctx, a, id, OpenAPI)
	if err != nil {
		return nil, err
	}
	out := toJSON(d.Complaint)
	out.Text = d.Complaint.Matter.Text
	return &complaintsOneOut{out}, nil
}
