package tasks

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// taskJSON is a task as the API gives it.
type taskJSON struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Text       string `json:"text,omitempty"`
	Source     string `json:"source,omitempty" doc:"What the task came from, as room and id." example:"inspection:123"`
	SourceName string `json:"source_name,omitempty"`
	Unit       string `json:"unit" doc:"Unit that answers for it."`
	Assignee   string `json:"assignee,omitempty" doc:"Name of the person; left out while nobody has taken it."`
	GiverUnit  string `json:"giver_unit,omitempty"`
	Giver      string `json:"giver,omitempty"`
	State      State  `json:"state" enum:"open,accepted,reported,returned,closed,cancelled"`
	Given      string `json:"given"`
	Due        string `json:"due,omitempty"`
	Reported   string `json:"reported,omitempty"`
	Ended      string `json:"ended,omitempty"`
	Late       bool   `json:"late" doc:"Live and past its due moment, or reported after it."`
}

func moment(i kernel.Instant) string {
	if i.IsZero() {
		return ""
	}
	return i.String()
}

func toJSON(t Task, now kernel.Instant) taskJSON {
	return taskJSON{ID: t.ID.String(), Title: t.Title, Text: t.Text, Source: t.Source.Ref, SourceName: t.Source.Label, Unit: t.Unit.String(), Assignee: t.Assignee.Name,
		GiverUnit: t.GiverUnit.String(), Giver: t.Giver.Name, State: t.State, Given: moment(t.Given), Due: moment(t.Due), Reported: moment(t.ReportedAt), Ended: moment(t.Ended),
		Late: t.Late(now) || !t.State.Live() && t.DoneLate()}
}

type tasksIn struct {
	View  string `query:"view" default:"mine" enum:"mine,unit,given" doc:"mine: what I do; unit: what the units I watch answer for; given: what I gave."`
	Over  bool   `query:"over" doc:"What is closed or cancelled, the latest first; else what is live, by its due moment."`
	Late  bool   `query:"late"`
	Unit  string `query:"unit" doc:"Only this unit."`
	After string `query:"after" doc:"next of the page before."`
	Limit int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type tasksOut struct {
	Body struct {
		Tasks []taskJSON `json:"tasks"`
		Next  string     `json:"next,omitempty"`
	}
}

type taskIn struct {
	ID string `path:"id"`
}

type taskOut struct{ Body taskJSON }

// API adds the reading operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	web.Register(server, huma.Operation{OperationID: "list-tasks", Method: http.MethodGet, Path: web.APIPath + "/tasks", Summary: "Nhiệm vụ", Tags: []string{"tasks"}}, web.SignedIn, s.listAPI)
	web.Register(server, huma.Operation{OperationID: "get-task", Method: http.MethodGet, Path: web.APIPath + "/tasks/{id}", Summary: "Một nhiệm vụ", Tags: []string{"tasks"}}, web.SignedIn, s.taskAPI)
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *tasksIn) (*tasksOut, error) {
	f := Filter{View: View(in.View), Over: in.Over, Late: in.Late && !in.Over, After: in.After, Limit: in.Limit}
	if in.Unit != "" {
		var err error
		f.Unit, err = kernel.ParseID(in.Unit)
		if err != nil {
			return nil, err
		}
	}
	page, err := s.List(ctx, a, f)
	if err != nil {
		return nil, err
	}
	out := &tasksOut{}
	out.Body.Tasks, out.Body.Next = []taskJSON{}, page.Next
	for _, t := range page.Tasks {
		out.Body.Tasks = append(out.Body.Tasks, toJSON(t, s.Clock.Now()))
	}
	return out, nil
}

func (s *Service) taskAPI(ctx context.Context, a kernel.Actor, in *taskIn) (*taskOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Detail(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return &taskOut{toJSON(d.Task, s.Clock.Now())}, nil
}
