package welfare

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
)

// programmeJSON is a programme as the API gives it.
type programmeJSON struct {
	ID         string `json:"id"`
	Org        string `json:"org"`
	Year       int    `json:"year"`
	Kind       Kind   `json:"kind" enum:"qua,tham_hoi,tro_cap"`
	Title      string `json:"title"`
	Basis      string `json:"basis"`
	Rule       string `json:"rule,omitempty"`
	Amount     int64  `json:"amount,omitempty" doc:"Đồng for one person; left out when amount_rule says it."`
	AmountRule string `json:"amount_rule,omitempty"`
	Goods      string `json:"goods,omitempty"`
	Line       string `json:"line" doc:"Budget line." example:"31.03"`
	Budget     int64  `json:"budget"`
	Allowed    int64  `json:"allowed" doc:"Beyond the budget, by recorded overrides."`
	Committed  int64  `json:"committed"`
	Paid       int64  `json:"paid"`
	Deadline   string `json:"deadline,omitempty"`
	State      State  `json:"state" enum:"draft,open,closed,dropped"`
}

func toJSON(p Programme) programmeJSON {
	out := programmeJSON{ID: p.ID.String(), Org: p.Org.String(), Year: p.Year, Kind: p.Kind, Title: p.Title, Basis: p.Basis, Rule: p.Rule, Amount: int64(p.Amount), AmountRule: p.AmountRule,
		Goods: p.Goods, Line: p.Line, Budget: int64(p.Budget), Allowed: int64(p.Allowed), Committed: int64(p.Committed), Paid: int64(p.Paid), State: p.State}
	if !p.Deadline.IsZero() {
		out.Deadline = p.Deadline.String()
	}
	return out
}

// listJSON is the list of an occasion with its figures, as far as the asker sees.
type listJSON struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	AsOf     string    `json:"as_of"`
	State    ListState `json:"state" enum:"waiting,proposing,proposed,corrected,approved,paying,ended"`
	Seen     int64     `json:"seen"`
	Fit      int64     `json:"fit"`
	Unsure   int64     `json:"unsure"`
	Listed   int64     `json:"listed"`
	Amount   int64     `json:"amount"`
	Received int64     `json:"received"`
	Paid     int64     `json:"paid"`
}

// benefitJSON is one row of a list.
type benefitJSON struct {
	ID     string       `json:"id"`
	Number string       `json:"number" doc:"Of the member."`
	Name   string       `json:"name"`
	Unit   string       `json:"unit"`
	Desk   string       `json:"desk" doc:"Union that hands it over."`
	Amount int64        `json:"amount"`
	State  BenefitState `json:"state" enum:"unsure,listed,removed,granted,received,failed"`
	Source Source       `json:"source" enum:"rule,hand,visit,case,follow"`
	Why    []rules.Line `json:"why"`
	Reason string       `json:"reason,omitempty"`
	How    How          `json:"how,omitempty"`
	At     string       `json:"received_at,omitempty"`
}

type programmesIn struct {
	Year   int    `query:"year"`
	Kind   string `query:"kind" enum:"qua,tham_hoi,tro_cap"`
	State  string `query:"state" enum:"draft,open,closed,dropped"`
	Before string `query:"before" doc:"next of the page before."`
}

type programmesOut struct {
	Body struct {
		Programmes []programmeJSON `json:"programmes"`
		Next       string          `json:"next,omitempty"`
	}
}

type programmeIn struct {
	ID string `path:"id"`
}

type programmeOut struct {
	Body struct {
		programmeJSON
		Lists []listJSON `json:"lists"`
	}
}

type rowsIn struct {
	ID    string `path:"id"`
	List  string `path:"list"`
	View  string `query:"view" default:"trong-danh-sach" enum:"trong-danh-sach,cho-nhan,da-nhan,chua-ro,khong-trao-duoc,da-bo"`
	Unit  string `query:"unit" doc:"Only this unit and those below it."`
	After string `query:"after" doc:"next of the page before."`
}

type rowsOut struct {
	Body struct {
		Rows []benefitJSON `json:"rows"`
		Next string        `json:"next,omitempty"`
	}
}

// API adds the reading operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	may := web.Holds(watching...)
	web.Register(server, huma.Operation{OperationID: "list-welfare-programmes", Method: http.MethodGet, Path: web.APIPath + "/welfare/programmes", Summary: "Chương trình phúc lợi", Tags: []string{"welfare"}}, may, s.programmesAPI)
	web.Register(server, huma.Operation{OperationID: "get-welfare-programme", Method: http.MethodGet, Path: web.APIPath + "/welfare/programmes/{id}", Summary: "Một chương trình với các danh sách", Tags: []string{"welfare"}}, may, s.programmeAPI)
	web.Register(server, huma.Operation{OperationID: "list-welfare-benefits", Method: http.MethodGet, Path: web.APIPath + "/welfare/programmes/{id}/lists/{list}/rows", Summary: "Danh sách của một dịp, với lý do từng người", Tags: []string{"welfare"}}, may, s.rowsAPI)
}

func optionalID(s string) (kernel.ID, error) {
	if s == "" {
		return 0, nil
	}
	return kernel.ParseID(s)
}

func (s *Service) programmesAPI(ctx context.Context, a kernel.Actor, in *programmesIn) (*programmesOut, error) {
	before, err := optionalID(in.Before)
	if err != nil {
		return nil, err
	}
	l, err := s.Programmes(ctx, a, Filter{Year: in.Year, Kind: Kind(in.Kind), State: State(in.State), Before: before})
	if err != nil {
		return nil, err
	}
	out := &programmesOut{}
	out.Body.Programmes = []programmeJSON{}
	for _, p := range l.Rows {
		out.Body.Programmes = append(out.Body.Programmes, toJSON(p))
	}
	out.Body.Next = idText(l.Next)
	return out, nil
}

func (s *Service) programmeAPI(ctx context.Context, a kernel.Actor, in *programmeIn) (*programmeOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Detail(ctx, a, id)
	if err != nil {
		return nil, err
	}
	out := &programmeOut{}
	out.Body.programmeJSON, out.Body.Lists = toJSON(d.Programme), []listJSON{}
	for _, o := range d.Occasions {
		t := o.Tally
		out.Body.Lists = append(out.Body.Lists, listJSON{ID: o.ID.String(), Title: o.Title, AsOf: o.AsOf.String(), State: o.State, Seen: t.Seen, Fit: t.Fit, Unsure: t.Unsure,
			Listed: t.Listed, Amount: int64(t.Amount), Received: t.Received, Paid: int64(t.Paid)})
	}
	return out, nil
}

func (s *Service) rowsAPI(ctx context.Context, a kernel.Actor, in *rowsIn) (*rowsOut, error) {
	programme, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	list, err := kernel.ParseID(in.List)
	if err != nil {
		return nil, err
	}
	unit, err := optionalID(in.Unit)
	if err != nil {
		return nil, err
	}
	sh, err := s.Sheet(ctx, a, programme, list, in.View, RowFilter{Unit: unit, After: ParseRowKey(in.After)})
	if err != nil {
		return nil, err
	}
	out := &rowsOut{}
	out.Body.Rows, out.Body.Next = []benefitJSON{}, sh.Next
	for _, b := range sh.Rows {
		row := benefitJSON{ID: b.ID.String(), Number: b.Number, Name: b.Name, Unit: b.Unit.String(), Desk: b.Desk.String(), Amount: int64(b.Amount), State: b.State, Source: b.Source, Why: b.Why, Reason: b.Reason, How: b.How}
		if !b.At.IsZero() {
			row.At = b.At.String()
		}
		out.Body.Rows = append(out.Body.Rows, row)
	}
	return out, nil
}
