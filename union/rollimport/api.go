package rollimport

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
)

// importJSON is an import as the API gives it.
type importJSON struct {
	ID       string         `json:"id"`
	Unit     string         `json:"unit"`
	File     string         `json:"file"`
	SHA256   string         `json:"sha256"`
	State    State          `json:"state" enum:"mapping,checking,checked,running,done,cancelled,failed"`
	Progress int            `json:"progress" doc:"Of the present reading, in thousandths."`
	Counts   Counts         `json:"counts"`
	Why      string         `json:"why,omitempty" doc:"Code of the reason of a failure."`
	Mapping  sheets.Mapping `json:"mapping" doc:"Folded head of a column to the key of its field; an empty key leaves the column out."`
	Options  Options        `json:"options"`
	At       string         `json:"at"`
	Finished string         `json:"finished,omitempty"`
}

func toJSON(in Import) importJSON {
	out := importJSON{ID: in.ID.String(), Unit: in.Unit.String(), File: in.Name, SHA256: in.SHA, State: in.State, Progress: in.Progress, Counts: in.Counts, Why: in.Why.Code,
		Mapping: in.Mapping, Options: in.Options, At: in.At.String()}
	if !in.Finished.IsZero() {
		out.Finished = in.Finished.String()
	}
	return out
}

type uploadIn struct {
	Unit string `query:"unit" required:"true" doc:"Unit of the roll, or the one above the units that the rows name."`
	Name string `query:"name" required:"true" doc:"Name of the file, with .xlsx or .csv." maxLength:"200"`
	body io.Reader
}

// Resolve keeps the body as a stream, so that no file is held in memory.
func (u *uploadIn) Resolve(h huma.Context) []error {
	u.body = io.LimitReader(h.BodyReader(), MaxUpload+1)
	return nil
}

type importOut struct{ Body importJSON }

type importsIn struct {
	Unit  string `query:"unit" doc:"Only this unit."`
	After string `query:"after" doc:"next of the page before."`
	Limit int    `query:"limit" default:"30" minimum:"1" maximum:"100"`
}

type importsOut struct {
	Body struct {
		Imports []importJSON `json:"imports"`
		Next    string       `json:"next,omitempty"`
	}
}

type importIn struct {
	ID string `path:"id"`
}

type actionIn struct {
	ID   string `path:"id"`
	Body struct {
		Action  string          `json:"action" enum:"arrange,check,run,cancel"`
		Mapping *sheets.Mapping `json:"mapping,omitempty" doc:"Of arrange: sheet, encoding (unicode, tcvn3, vni, windows-1258), heads: column head to field."`
		Options *Options        `json:"options,omitempty" doc:"Of arrange: admitted, basis, known, proper_case. Of run: whole, update, accept."`
	}
}

type findingsIn struct {
	ID    string `path:"id"`
	After int64  `query:"after" doc:"next of the page before."`
	Limit int    `query:"limit" default:"100" minimum:"1" maximum:"1000"`
}

type rowFindingJSON struct {
	Row      int    `json:"row"`
	Cell     string `json:"cell,omitempty" example:"C7"`
	Field    string `json:"field,omitempty"`
	Weight   Weight `json:"weight" enum:"fault,doubt,note"`
	Code     string `json:"code"`
	Args     []any  `json:"args,omitempty"`
	Value    string `json:"value,omitempty"`
	Proposal string `json:"proposal,omitempty"`
}

type findingsOut struct {
	Body struct {
		Findings []rowFindingJSON `json:"findings"`
		Next     int64            `json:"next,omitempty"`
	}
}

type exportIn struct {
	Unit   string `query:"unit" required:"true"`
	Format string `query:"format" default:"xlsx" enum:"xlsx,csv"`
	Below  bool   `query:"below" default:"true" doc:"Also the units under it."`
}

// uploadTime is how long one upload may take, from a page as from a program.
const uploadTime = 15 * time.Minute

// API adds this room's operations to /api/v1.
func (s *Service) API(server *web.Server) {
	keeps := web.Holds(KeepPermission)
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: web.APIPath + path, Summary: summary, Tags: []string{"members"}}
	}
	upload := op("upload-roll-import", http.MethodPost, "/roll-imports", "Tải danh sách đoàn viên lên")
	upload.DefaultStatus = http.StatusCreated
	upload.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	server.Patient(upload, uploadTime)
	web.Register(server, upload, keeps, s.uploadAPI)
	web.Register(server, op("list-roll-imports", http.MethodGet, "/roll-imports", "Các lần nhập danh sách đoàn viên"), keeps, s.listAPI)
	web.Register(server, op("get-roll-import", http.MethodGet, "/roll-imports/{id}", "Một lần nhập: bước, số dòng"), keeps, s.getAPI)
	web.Register(server, op("act-on-roll-import", http.MethodPost, "/roll-imports/{id}/actions", "Ghép cột, kiểm tra thử, ghi, dừng"), keeps, s.actAPI)
	web.Register(server, op("list-roll-import-findings", http.MethodGet, "/roll-imports/{id}/findings", "Lỗi theo ô"), keeps, s.findingsAPI)
	web.Register(server, op("get-roll-import-fault-book", http.MethodGet, "/roll-imports/{id}/faults.xlsx", "Tệp lỗi theo ô"), keeps, s.faultBookAPI)
	web.Register(server, op("export-roll", http.MethodGet, "/roll-export", "Xuất danh sách đoàn viên theo dạng tệp mẫu"), keeps, s.exportAPI)
}

func (s *Service) uploadAPI(ctx context.Context, a kernel.Actor, in *uploadIn) (*importOut, error) {
	unit, err := kernel.ParseID(in.Unit)
	if err != nil {
		return nil, err
	}
	i, err := s.Upload(ctx, a, unit, in.Name, in.body)
	return &importOut{toJSON(i)}, err
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *importsIn) (*importsOut, error) {
	var unit, after kernel.ID
	for _, x := range []struct {
		text string
		into *kernel.ID
	}{{in.Unit, &unit}, {in.After, &after}} {
		if x.text == "" {
			continue
		}
		id, err := kernel.ParseID(x.text)
		if err != nil {
			return nil, err
		}
		*x.into = id
	}
	page, err := s.List(ctx, a, unit, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &importsOut{}
	out.Body.Imports = []importJSON{}
	for _, i := range page.Imports {
		out.Body.Imports = append(out.Body.Imports, toJSON(i))
	}
	if page.Next != 0 {
		out.Body.Next = page.Next.String()
	}
	return out, nil
}

func (s *Service) getAPI(ctx context.Context, a kernel.Actor, in *importIn) (*importOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	i, err := s.Get(ctx, a, id)
	return &importOut{toJSON(i)}, err
}

func (s *Service) actAPI(ctx context.Context, a kernel.Actor, in *actionIn) (*importOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	i, err := s.Get(ctx, a, id)
	if err != nil {
		return nil, err
	}
	o := i.Options
	if in.Body.Options != nil {
		o = *in.Body.Options
	}
	switch in.Body.Action {
	case "arrange":
		m := i.Mapping
		if in.Body.Mapping != nil {
			m, err = tidyMapping(*in.Body.Mapping)
		}
		if err == nil {
			err = s.Arrange(ctx, a, id, m, o)
		}
	case "check":
		err = s.Check(ctx, a, id)
	case "run":
		err = s.Run(ctx, a, id, Choices{Whole: o.Whole, Update: o.Update, Accept: o.Accept})
	default:
		err = s.Cancel(ctx, a, id)
	}
	if err != nil {
		return nil, err
	}
	i, err = s.Get(ctx, a, id)
	return &importOut{toJSON(i)}, err
}

func (s *Service) findingsAPI(ctx context.Context, a kernel.Actor, in *findingsIn) (*findingsOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	list, next, err := s.Findings(ctx, a, id, in.After, in.Limit)
	out := &findingsOut{}
	out.Body.Findings, out.Body.Next = []rowFindingJSON{}, next
	for _, f := range list {
		out.Body.Findings = append(out.Body.Findings, rowFindingJSON{f.Row, f.Cell(), f.Field, f.Weight, f.Code, f.Args, f.Value, f.Proposal})
	}
	return out, err
}

func (s *Service) faultBookAPI(ctx context.Context, a kernel.Actor, in *importIn) (*huma.StreamResponse, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	return stream(sheets.XLSX, func(out io.Writer) error {
		return s.FaultBook(ctx, a, id, sheets.VietnameseFaultWords(), func(f Finding) string { return s.Say(f.Code, f.Args) }, out)
	})
}

func (s *Service) exportAPI(ctx context.Context, a kernel.Actor, in *exportIn) (*huma.StreamResponse, error) {
	unit, err := kernel.ParseID(in.Unit)
	if err != nil {
		return nil, err
	}
	f := sheets.Format(in.Format)
	return stream(f, func(out io.Writer) error {
		_, err := s.Export(ctx, a, unit, in.Below, f, out)
		return err
	})
}
