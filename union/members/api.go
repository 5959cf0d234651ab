package members

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// memberJSON is a member as the API gives it: numbers masked, as in lists.
type memberJSON struct {
	ID       string `json:"id"`
	Number   string `json:"number" doc:"Member number, opaque."`
	Name     string `json:"name"`
	Born     string `json:"born,omitempty"`
	Sex      string `json:"sex,omitempty" enum:"nam,nữ"`
	Identity string `json:"identity,omitempty" doc:"Masked: only the last digits."`
	Unit     string `json:"unit,omitempty" doc:"Left out on a day on which she stood nowhere."`
	Group    string `json:"group,omitempty"`
	Since    string `json:"since,omitempty" doc:"First day in the unit."`
	Admitted string `json:"admitted"`
	Basis    string `json:"basis,omitempty" doc:"Decision of admission."`
	Status   Status `json:"status" enum:"active,exempt,suspended,disciplined,left,expelled,died,merged"`
	Job      string `json:"job,omitempty"`
	Contract string `json:"contract,omitempty"`
}

func dayText(d kernel.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func toJSON(m Member) memberJSON {
	out := memberJSON{ID: m.ID.String(), Number: m.Number, Name: m.Name, Born: dayText(m.Born), Sex: m.Sex, Identity: m.Identity.Masked(), Group: m.Group, Since: dayText(m.Since),
		Admitted: dayText(m.Admitted), Basis: m.Basis, Status: m.Status, Job: m.Profile.Work.Job, Contract: m.Profile.Work.Contract}
	if m.Unit != 0 {
		out.Unit = m.Unit.String()
	}
	return out
}

type membersIn struct {
	Unit   string `query:"unit" doc:"With all below it; left out: all that the account sees."`
	On     string `query:"on" doc:"As of this day." example:"2026-09-14"`
	Status string `query:"status" enum:"active,exempt,suspended,disciplined,left" doc:"left: those whose membership ended in the unit."`
	Query  string `query:"q" doc:"Name in any order of its parts, with or without marks; member number; identity number; telephone."`
	After  string `query:"after" doc:"next of the page before."`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
}

type membersOut struct {
	Body struct {
		Members []memberJSON `json:"members"`
		Next    string       `json:"next,omitempty"`
	}
}

type memberIn struct {
	ID string `path:"id"`
	On string `query:"on" doc:"As of this day."`
}

type memberOut struct{ Body memberJSON }

// API adds the operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	reads := web.Holds(ViewPermission, KeepPermission, DecidePermission)
	web.Register(server, huma.Operation{OperationID: "list-members", Method: http.MethodGet, Path: web.APIPath + "/members", Summary: "Sổ đoàn viên", Tags: []string{"members"}}, reads, s.listAPI)
	web.Register(server, huma.Operation{OperationID: "get-member", Method: http.MethodGet, Path: web.APIPath + "/members/{id}", Summary: "Một đoàn viên", Tags: []string{"members"}}, reads, s.memberAPI)
	s.actAPI(server)
}

func apiDay(text string) (kernel.Date, error) {
	if text == "" {
		return kernel.Date{}, nil
	}
	return kernel.ParseISODate(text)
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *membersIn) (*membersOut, error) {
	f := Filter{Status: Status(in.Status), Text: in.Query, After: in.After, Limit: in.Limit}
	var err error
	f.On, err = apiDay(in.On)
	if err == nil && in.Unit != "" {
		f.Unit, err = kernel.ParseID(in.Unit)
	}
	if err != nil {
		return nil, err
	}
	p, err := s.List(ctx, a, f)
	if err != nil {
		return nil, err
	}
	out := &membersOut{}
	out.Body.Members, out.Body.Next = []memberJSON{}, p.Next
	for _, m := range p.Members {
		out.Body.Members = append(out.Body.Members, toJSON(m))
	}
	return out, nil
}

func (s *Service) memberAPI(ctx context.Context, a kernel.Actor, in *memberIn) (*memberOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	on, err := apiDay(in.On)
	if err != nil {
		return nil, err
	}
	r, err := s.Look(ctx, a, id, on, "")
	if err != nil {
		return nil, err
	}
	return &memberOut{toJSON(r.Member)}, nil
}
