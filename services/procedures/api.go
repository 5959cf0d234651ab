package procedures

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"

	"github.com/danielgtaylor/huma/v2"
)

type procedureListInput struct {
	Q     string `query:"q" maxLength:"200" doc:"Words of the name, or the code; marks are optional"`
	Field string `query:"field" maxLength:"200" doc:"Field as printed"`
	Level string `query:"level" enum:"bo,tinh,xa,khac,cong_doan" doc:"Level at which it is done"`
	Here  bool   `query:"here" doc:"Only what can be filed here"`
	After int    `query:"after" minimum:"0" doc:"Next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
}

type procedureListOutput struct {
	Body struct {
		Total int             `json:"total"`
		Next  int             `json:"next,omitempty"`
		Items []procedureItem `json:"items"`
		Facet procedureFacets `json:"facets"`
	}
}

type procedureItem struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Field  string `json:"field,omitempty"`
	Level  string `json:"level,omitempty"`
	Agency string `json:"agency,omitempty"`
	Here   bool   `json:"here" doc:"false: listed only, filed on the national portal"`
}

type procedureFacets struct {
	Fields []procedureFacet `json:"fields"`
	Levels []procedureFacet `json:"levels"`
}

type procedureFacet struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

type procedureInput struct {
	Code string      `path:"code" maxLength:"60"`
	On   kernel.Date `query:"on" doc:"Day of filing, today when left out"`
}

type procedureOutput struct {
	Body struct {
		Code       string `json:"code"`
		Version    string `json:"version" doc:"ID of the version that a dossier filed that day is pinned to"`
		No         int    `json:"no"`
		SHA256     string `json:"sha256"`
		Definition any    `json:"definition" doc:"The definition as published, keys as in its file"`
	}
}

// RegisterAPI adds this room's operations.
func (s *Service) RegisterAPI(server *web.Server) {
	web.Register(server, huma.Operation{OperationID: "list-procedures", Method: http.MethodGet, Path: web.APIPath + "/procedures",
		Summary: "Procedures that can be filed here and those of the national catalogue", Tags: []string{"procedures"}}, web.Public, s.apiList)
	web.Register(server, huma.Operation{OperationID: "get-procedure", Method: http.MethodGet, Path: web.APIPath + "/procedures/{code}",
		Summary: "The published definition in force on a day", Tags: []string{"procedures"}}, web.Public, s.apiOne)
}

func (s *Service) apiList(ctx context.Context, a kernel.Actor, in *procedureListInput) (*procedureListOutput, error) {
	found, err := s.Find(ctx, s.tenant(a), Search{Q: in.Q, Field: in.Field, Level: in.Level, Here: in.Here, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &procedureListOutput{}
	out.Body.Total, out.Body.Next = found.Total, found.Next
	out.Body.Items = []procedureItem{}
	for _, e := range found.Hits {
		out.Body.Items = append(out.Body.Items, procedureItem{Code: e.Code, Name: e.Name, Field: e.Field, Level: e.Level, Agency: e.Agency, Here: e.Here})
	}
	out.Body.Facet = procedureFacets{Fields: apiFacets(found.Fields), Levels: apiFacets(found.Levels)}
	return out, nil
}

func apiFacets(in []Facet) []procedureFacet {
	out := make([]procedureFacet, 0, len(in))
	for _, f := range in {
		out = append(out, procedureFacet(f))
	}
	return out
}

func (s *Service) apiOne(ctx context.Context, a kernel.Actor, in *procedureInput) (*procedureOutput, error) {
	on := in.On
	if on.IsZero() {
		on = s.Clock.Now().Date()
	}
	v, err := s.Current(ctx, s.tenant(a), in.Code, on)
	if err != nil {
		return nil, err
	}
	out := &procedureOutput{}
	out.Body.Code, out.Body.Version, out.Body.No, out.Body.SHA256, out.Body.Definition = v.Def.Code, v.ID.String(), v.Def.No, v.SHA256, v.Def
	return out, nil
}
