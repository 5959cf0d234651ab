package committees

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// placeJSON is one person in a committee as the API gives it.
type placeJSON struct {
	Name  string `json:"name"`
	Post  string `json:"post" doc:"Key of the post." example:"chair"`
	Title string `json:"title" doc:"Vietnamese name of the post."`
	Team  string `json:"team,omitempty"`
	From  string `json:"from"`
}

// findingJSON is one rule on composition with its result.
type findingJSON struct {
	Rule     RuleKey `json:"rule"`
	Result   Result  `json:"result" enum:"kept,broken,short,unknown"`
	Have     int64   `json:"have"`
	Value    int64   `json:"value,omitempty"`
	Source   string  `json:"source,omitempty"`
	Verified bool    `json:"verified"`
}

// committeeJSON is a committee as of a day.
type committeeJSON struct {
	ID       string        `json:"id"`
	Unit     string        `json:"unit"`
	Kind     string        `json:"kind" example:"inspection"`
	Title    string        `json:"title"`
	Term     string        `json:"term"`
	How      How           `json:"how" enum:"elected,appointed"`
	State    State         `json:"state" enum:"elected,recognised,provisional,ended"`
	From     string        `json:"from"`
	To       string        `json:"to,omitempty" doc:"First day after the term."`
	Ended    string        `json:"ended,omitempty"`
	Size     int           `json:"size,omitempty" doc:"Seats that were fixed."`
	Expired  bool          `json:"expired"`
	People   []placeJSON   `json:"people"`
	Findings []findingJSON `json:"findings"`
}

func isoDay(d kernel.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func toJSON(d Detail) committeeJSON {
	c := d.Committee
	out := committeeJSON{ID: c.ID.String(), Unit: c.Unit.String(), Kind: c.Kind, Title: KindName(c.Kind), Term: c.Term, How: c.How, State: c.State, From: isoDay(c.From), To: isoDay(c.To), Ended: isoDay(c.EndedOn),
		Size: c.Size, Expired: c.Expired(d.On), People: []placeJSON{}, Findings: []findingJSON{}}
	for _, p := range d.Now {
		out.People = append(out.People, placeJSON{d.People[p.Person].Name, p.Post, PostName(c.Kind, p.Post), p.Team, isoDay(p.From)})
	}
	for _, f := range d.Findings {
		out.Findings = append(out.Findings, findingJSON{f.Rule.Key, f.Result, f.Have, f.Rule.Value, f.Rule.Source, f.Rule.Verified})
	}
	return out
}

type unitIn struct {
	Unit string `path:"unit" doc:"ID of the unit"`
	At   string `query:"at" doc:"ISO day; today when left out" example:"2026-11-30"`
}

type unitOut struct {
	Body struct {
		Committees []committeeJSON `json:"committees"`
	}
}

type committeeIn struct {
	ID string `path:"id"`
	At string `query:"at" doc:"ISO day; today when left out" example:"2026-11-30"`
}

type committeeOut struct{ Body committeeJSON }

// API adds the reading operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	web.Register(server, huma.Operation{OperationID: "list-committees", Method: http.MethodGet, Path: web.APIPath + "/units/{unit}/committees", Summary: "Các ban của một đơn vị ở một ngày", Tags: []string{"committees"}},
		web.Holds(anyPermission...), s.unitAPI)
	web.Register(server, huma.Operation{OperationID: "get-committee", Method: http.MethodGet, Path: web.APIPath + "/committees/{id}", Summary: "Một ban ở một ngày: người, cơ cấu", Tags: []string{"committees"}},
		web.Holds(anyPermission...), s.committeeAPI)
}

func readAt(text string) (kernel.Date, error) {
	if text == "" {
		return kernel.Date{}, nil
	}
	return kernel.ParseISODate(text)
}

func (s *Service) unitAPI(ctx context.Context, a kernel.Actor, in *unitIn) (*unitOut, error) {
	unit, err := kernel.ParseID(in.Unit)
	if err != nil {
		return nil, err
	}
	on, err := readAt(in.At)
	if err != nil {
		return nil, err
	}
	p, err := s.OfUnit(ctx, a, unit, on)
	if err != nil {
		return nil, err
	}
	out := &unitOut{}
	out.Body.Committees = []committeeJSON{}
	for _, d := range p.Now {
		out.Body.Committees = append(out.Body.Committees, toJSON(d))
	}
	return out, nil
}

func (s *Service) committeeAPI(ctx context.Context, a kernel.Actor, in *committeeIn) (*committeeOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	on, err := readAt(in.At)
	if err != nil {
		return nil, err
	}
	d, err := s.Look(ctx, a, id, on)
	if err != nil {
		return nil, err
	}
	return &committeeOut{toJSON(d)}, nil
}
