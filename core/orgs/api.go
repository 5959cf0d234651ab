package orgs

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// orgJSON is a unit as the API gives it, as of a day.
type orgJSON struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	ShortName  string `json:"short_name,omitempty"`
	Kind       string `json:"kind" doc:"Key of the kind; kinds are dated data."`
	Parent     string `json:"parent,omitempty"`
	Identifier string `json:"identifier,omitempty" doc:"QĐ 20/2020/QĐ-TTg, such as H49.31.06."`
	Former     string `json:"former_identifier,omitempty"`
	Founded    string `json:"founded"`
	Ended      string `json:"ended,omitempty" doc:"First day on which the unit is no more."`
	Status     Status `json:"status" enum:"planned,active,wound_up,void"`
}

func toJSON(o Org) orgJSON {
	return orgJSON{o.ID.String(), o.Name, o.ShortName, o.Kind, o.Parent.String(), o.Identifier, o.Former, o.Life.From.String(), o.Life.To.String(), o.Status}
}

type orgsIn struct {
	On   string `query:"on" doc:"Day of the tree, ISO; today when left out." example:"2026-11-22"`
	Root string `query:"root" doc:"Only this unit and what stands below it."`
}

type orgsOut struct {
	Body struct {
		On    string    `json:"on"`
		Units []orgJSON `json:"units"`
	}
}

type orgIn struct {
	ID string `path:"id"`
	On string `query:"on" doc:"Day, ISO; today when left out."`
}

type orgOut struct{ Body orgJSON }

type areaIn struct {
	Code string `path:"code" doc:"Two or five digits."`
	On   string `query:"on" required:"true" doc:"Day, ISO: a code without a day is not an identifier."`
}

type areaJSON struct {
	Code      string `json:"code"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Level     string `json:"level"`
	ValidFrom string `json:"valid_from"`
	FromKnown bool   `json:"valid_from_known"`
	ValidTo   string `json:"valid_to,omitempty"`
	Source    string `json:"source"`
}

type areaOut struct{ Body areaJSON }

// API adds the reading operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	view := web.Holds(ViewPermission)
	web.Register(server, huma.Operation{OperationID: "list-orgs", Method: http.MethodGet, Path: web.APIPath + "/orgs", Summary: "Đơn vị theo ngày", Tags: []string{"orgs"}}, view, s.listAPI)
	web.Register(server, huma.Operation{OperationID: "get-org", Method: http.MethodGet, Path: web.APIPath + "/orgs/{id}", Summary: "Một đơn vị theo ngày", Tags: []string{"orgs"}}, view, s.orgAPI)
	web.Register(server, huma.Operation{OperationID: "get-area", Method: http.MethodGet, Path: web.APIPath + "/areas/{code}", Summary: "Địa bàn mang một mã vào một ngày", Tags: []string{"orgs"}}, web.Public, s.areaAPI)
}

// apiDay reads an ISO day; nothing means today.
func (s *Service) apiDay(text string) (kernel.Date, error) {
	if text == "" {
		return s.Today(), nil
	}
	d, err := kernel.ParseISODate(text)
	if err != nil {
		return d, invalid("on", "orgs.bad_iso_day")
	}
	return d, nil
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *orgsIn) (*orgsOut, error) {
	on, err := s.apiDay(in.On)
	if err != nil {
		return nil, err
	}
	var root kernel.ID
	if in.Root != "" {
		root, err = kernel.ParseID(in.Root)
		if err != nil {
			return nil, err
		}
	}
	rows, err := s.Rows(ctx, a, root, on)
	if err != nil {
		return nil, err
	}
	out := &orgsOut{}
	out.Body.On, out.Body.Units = on.String(), []orgJSON{}
	for _, r := range rows {
		out.Body.Units = append(out.Body.Units, toJSON(r.Org))
	}
	return out, nil
}

func (s *Service) orgAPI(ctx context.Context, a kernel.Actor, in *orgIn) (*orgOut, error) {
	on, err := s.apiDay(in.On)
	if err != nil {
		return nil, err
	}
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	o, err := s.Look(ctx, a, id, on)
	if err != nil {
		return nil, err
	}
	return &orgOut{toJSON(o)}, nil
}

func (s *Service) areaAPI(ctx context.Context, _ kernel.Actor, in *areaIn) (*areaOut, error) {
	on, err := s.apiDay(in.On)
	if err != nil {
		return nil, err
	}
	a, ok, err := s.Area(ctx, in.Code, on)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, kernel.Missing("orgs.no_such_area")
	}
	return &areaOut{areaJSON{a.Code, a.Kind, a.Name, string(a.Level), a.Valid.From.String(), a.FromKnown, a.Valid.To.String(), a.Source}}, nil
}
