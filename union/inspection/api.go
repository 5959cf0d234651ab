package inspection

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// inspectionJSON is an inspection as the API gives it.
type inspectionJSON struct {
	ID           string `json:"id"`
	Title        string `json:"title"`
	Kind         Kind   `json:"kind" enum:"charter,finance,violation,supervision"`
	Unit         string `json:"unit" doc:"Unit whose committee inspects."`
	Subject      string `json:"subject" doc:"Unit that is inspected."`
	SubjectNow   string `json:"subject_now" doc:"Unit that answers for it today."`
	State        State  `json:"state" enum:"planned,announced,running,concluded,followed_up,closed,cancelled"`
	InSystem     bool   `json:"in_system" doc:"Done in the system, not written down from paper."`
	Decision     string `json:"decision,omitempty"`
	DecisionOn   string `json:"decision_on,omitempty"`
	Conclusion   string `json:"conclusion,omitempty"`
	ConclusionOn string `json:"conclusion_on,omitempty"`
}

func isoDay(d kernel.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func toJSON(i Inspection) inspectionJSON {
	return inspectionJSON{ID: i.ID.String(), Title: i.Title, Kind: i.Kind, Unit: i.Unit.String(), Subject: i.Subject.String(), SubjectNow: i.SubjectNow.String(), State: i.State,
		InSystem: !i.Paper, Decision: i.Decision.Number, DecisionOn: isoDay(i.Decision.On), Conclusion: i.Conclusion.Number, ConclusionOn: isoDay(i.Conclusion.On)}
}

type inspectionsIn struct {
	Year   int    `query:"year" doc:"Only those concluded in this year."`
	Kind   string `query:"kind" enum:"charter,finance,violation,supervision"`
	Before string `query:"before" doc:"next of the page before."`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type inspectionsOut struct {
	Body struct {
		Inspections []inspectionJSON `json:"inspections"`
		Next        string           `json:"next,omitempty"`
	}
}

type inspectionIn struct {
	ID string `path:"id"`
}

type inspectionOut struct{ Body inspectionJSON }

type recommendationJSON struct {
	ID         string              `json:"id"`
	Inspection string              `json:"inspection"`
	No         int                 `json:"no"`
	Text       string              `json:"text"`
	Unit       string              `json:"unit"`
	Due        string              `json:"due"`
	State      RecommendationState `json:"state" enum:"open,reported,done,cancelled"`
	Task       string              `json:"task"`
	Late       bool                `json:"late"`
}

type followIn struct {
	View  string `query:"view" default:"waiting" enum:"waiting,late,soon,reported,done"`
	After string `query:"after" doc:"next of the page before."`
	Limit int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type followOut struct {
	Body struct {
		Recommendations []recommendationJSON `json:"recommendations"`
		Next            string               `json:"next,omitempty"`
	}
}

type shareIn struct {
	Year int `query:"year" doc:"Year of the conclusions; the present one when left out."`
}

type shareOut struct {
	Body struct {
		Year     int `json:"year"`
		InSystem int `json:"in_system" doc:"Concluded inspections that were done in the system."`
		All      int `json:"all" doc:"All concluded inspections of the committees that the caller sees."`
		Goal     int `json:"goal" doc:"Aim of the year 2030 in percent."`
	}
}

// API adds the reading operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	see := web.Holds(ViewPermission, KeepPermission, ApprovePermission, AnswerPermission)
	committee := web.Holds(ViewPermission, KeepPermission, ApprovePermission)
	tags := []string{"inspection"}
	web.Register(server, huma.Operation{OperationID: "list-inspections", Method: http.MethodGet, Path: web.APIPath + "/inspections", Summary: "Các cuộc kiểm tra, giám sát", Tags: tags}, see, s.listAPI)
	web.Register(server, huma.Operation{OperationID: "get-inspection", Method: http.MethodGet, Path: web.APIPath + "/inspections/{id}", Summary: "Một cuộc kiểm tra", Tags: tags}, see, s.inspectionAPI)
	web.Register(server, huma.Operation{OperationID: "list-inspection-recommendations", Method: http.MethodGet, Path: web.APIPath + "/inspection-recommendations", Summary: "Theo dõi kiến nghị", Tags: tags}, see, s.followAPI)
	web.Register(server, huma.Operation{OperationID: "get-inspection-share", Method: http.MethodGet, Path: web.APIPath + "/inspection-share", Summary: "Tỷ lệ cuộc kiểm tra tiến hành trên hệ thống", Tags: tags}, committee, s.shareAPI)
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *inspectionsIn) (*inspectionsOut, error) {
	f := Filter{Kind: Kind(in.Kind), Year: in.Year, Limit: in.Limit}
	if in.Before != "" {
		var err error
		f.Before, err = kernel.ParseID(in.Before)
		if err != nil {
			return nil, err
		}
	}
	page, err := s.List(ctx, a, f)
	if err != nil {
		return nil, err
	}
	out := &inspectionsOut{}
	out.Body.Inspections = []inspectionJSON{}
	for _, i := range page.Inspections {
		out.Body.Inspections = append(out.Body.Inspections, toJSON(i))
	}
	if page.Next != 0 {
		out.Body.Next = page.Next.String()
	}
	return out, nil
}

func (s *Service) inspectionAPI(ctx context.Context, a kernel.Actor, in *inspectionIn) (*inspectionOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Detail(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return &inspectionOut{toJSON(d.Inspection)}, nil
}

func (s *Service) followAPI(ctx context.Context, a kernel.Actor, in *followIn) (*followOut, error) {
	view := in.View
	if view == "waiting" {
		view = ""
	}
	page, err := s.FollowUp(ctx, a, FollowFilter{View: view, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &followOut{}
	out.Body.Recommendations, out.Body.Next = []recommendationJSON{}, page.Next
	for _, r := range page.Recommendations {
		out.Body.Recommendations = append(out.Body.Recommendations, recommendationJSON{ID: r.ID.String(), Inspection: r.Inspection.String(), No: r.No, Text: r.Text, Unit: r.Unit.String(),
			Due: isoDay(r.Due), State: r.State, Task: r.Task.String(), Late: r.Late(s.today())})
	}
	return out, nil
}

func (s *Service) shareAPI(ctx context.Context, a kernel.Actor, in *shareIn) (*shareOut, error) {
	out := &shareOut{}
	out.Body.Year, out.Body.Goal = in.Year, ShareGoal
	if out.Body.Year == 0 {
		out.Body.Year = s.today().Year
	}
	share, err := s.ShareOfYear(ctx, a, out.Body.Year)
	out.Body.InSystem, out.Body.All = share.System, share.All
	return out, err
}
