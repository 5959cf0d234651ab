package reorg

import (
	"io"
	"net/http"
	"strings"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const roomPath = "/sap-xep"

const maxFile = 12 << 20

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	writes := web.Holds(PreparePermission)
	upload := files.DefaultRule.MaxSize + 1<<20
	return []web.Route{
		{Pattern: "GET /sap-xep", Access: web.SignedIn, Handle: s.showList, Note: "quyết định sắp xếp tổ chức"},
		{Pattern: "GET /sap-xep/moi", Access: writes, Handle: s.showNew, Note: "soạn quyết định sắp xếp"},
		{Pattern: "POST /sap-xep", Access: writes, Handle: s.begin, Note: "soạn quyết định sắp xếp"},
		{Pattern: "POST /sap-xep/tep", Access: writes, Handle: s.beginFile, Note: "soạn quyết định từ tệp XLSX, YAML", MaxBody: maxFile},
		{Pattern: "GET /sap-xep/{id}", Access: web.SignedIn, Handle: s.show, Note: "một quyết định sắp xếp, trước và sau"},
		{Pattern: "GET /sap-xep/{id}/in", Access: web.SignedIn, Handle: s.print, Note: "bản in quyết định sắp xếp"},
		{Pattern: "GET /sap-xep/{id}/tep", Access: web.SignedIn, Handle: s.showPaper, Note: "văn bản quyết định đính kèm"},
		{Pattern: "GET /sap-xep/{id}/dau", Access: writes, Handle: s.showHead, Note: "sửa phần đầu quyết định"},
		{Pattern: "POST /sap-xep/{id}/dau", Access: writes, Handle: s.saveHead, Note: "sửa phần đầu quyết định", MaxBody: upload},
		{Pattern: "GET /sap-xep/{id}/buoc", Access: writes, Handle: s.showStep, Note: "biểu mẫu một bước"},
		{Pattern: "POST /sap-xep/{id}/buoc", Access: writes, Handle: s.saveStep, Note: "ghi một bước"},
		{Pattern: "GET /sap-xep/{id}/tra-lai", Access: web.SignedIn, Handle: s.showReturn, Note: "trả lại quyết định"},
		{Pattern: "GET /sap-xep/{id}/huy", Access: writes, Handle: s.showUndo, Note: "soạn quyết định huỷ"},
		{Pattern: "POST /sap-xep/{id}/huy", Access: writes, Handle: s.undoPage, Note: "soạn quyết định huỷ"},
		{Pattern: "POST /sap-xep/{id}/{viec}", Access: web.SignedIn, Handle: s.act, Note: "thử, trình, duyệt, trả lại, bỏ; xếp lại các bước"},
	}
}

func (s *Service) showList(c *web.Ctx) error {
	var before kernel.ID
	if id, err := kernel.ParseID(c.Get("sau")); err == nil {
		before = id
	}
	p, err := s.List(c.Context(), c.Actor, before, 50)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Sắp xếp tổ chức"), ListPage(listView(c.Context(), c.Actor, p)))
}

func (s *Service) show(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	v := decisionView(c.Context(), d, s.sayIn(c))
	return c.Page(http.StatusOK, v.Title, DecisionPage(v))
}

func (s *Service) print(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	v := decisionView(c.Context(), d, s.sayIn(c))
	return c.Page(http.StatusOK, v.Title, DecisionPrint(v))
}

func (s *Service) detail(c *web.Ctx) (Detail, error) {
	id, err := c.ID("id")
	if err != nil {
		return Detail{}, err
	}
	return s.Get(c.Context(), c.Actor, id)
}

// sayIn gives the sentence of a code in the reader's language.
func (s *Service) sayIn(c *web.Ctx) func(code string, args []any) string {
	return func(code string, args []any) string {
		return c.Sentence(&kernel.Fault{Kind: kernel.Refused, Code: code, Args: args})
	}
}

func (s *Service) showPaper(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	if d.File.SHA256 == "" {
		return kernel.Missing("reorg.no_decision")
	}
	r, err := s.Files.Open(c.Context(), d.File.SHA256)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	kind := files.Type(d.File.Type)
	return c.File(d.File.Name, kind.ContentType(), r, kind == files.PDF || kind == files.JPEG || kind == files.PNG)
}

// headForm is the head of the paper as it is typed.
type headForm struct {
	Seat      kernel.ID `form:"pham_vi"`
	Number    string    `form:"so_qd,max=100"`
	Decided   string    `form:"ngay_qd,max=20"`
	Effective string    `form:"hieu_luc,max=20"`
	Issuer    string    `form:"co_quan,max=300"`
	Signer    string    `form:"nguoi_ky,max=200"`
	Summary   string    `form:"trich_yeu,max=1000"`
	Version   int64     `form:"ban"`
}

func formOf(d Reorganisation) headForm {
	f := headForm{Seat: d.Seat, Number: d.Number, Issuer: d.Issuer, Signer: d.Signer, Summary: d.Summary, Version: d.Version}
	if !d.Decided.IsZero() {
		f.Decided = kernel.FormatDate(d.Decided)
	}
	if !d.Effective.IsZero() {
		f.Effective = kernel.FormatDate(d.Effective)
	}
	return f
}

// head reads what was typed; what is missing is told when the decision is tried.
func (f headForm) head() (Head, error) {
	var fs kernel.Faults
	h := Head{Number: f.Number, Issuer: f.Issuer, Signer: f.Signer, Summary: f.Summary}
	for _, x := range []struct {
		field, text string
		into        *kernel.Date
	}{{"ngay_qd", f.Decided, &h.Decided}, {"hieu_luc", f.Effective, &h.Effective}} {
		if x.text == "" {
			continue
		}
		day, err := kernel.ParseDateVN(x.text)
		if fault := kernel.AsFault(err); fault != nil {
			fs.Add(x.field, fault.Code, fault.Args...)
		}
		*x.into = day
	}
	return h, fs.Err("reorg.invalid")
}

func (s *Service) showNew(c *web.Ctx) error {
	return s.newPage(c, http.StatusOK, NewView{})
}

func (s *Service) newPage(c *web.Ctx, status int, v NewView) error {
	seats, err := s.Seats(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	for _, o := range seats {
		v.Seats = append(v.Seats, ui.Option{Value: o.ID.String(), Label: o.Name})
	}
	if v.In.Seat == 0 && len(seats) > 0 {
		v.In.Seat = seats[0].ID
	}
	return c.Page(status, c.T("Soạn quyết định sắp xếp"), NewPage(v))
}

func (s *Service) begin(c *web.Ctx) error {
	var in headForm
	err := c.Form(&in)
	var id kernel.ID
	if err == nil {
		var h Head
		h, err = in.head()
		if err == nil {
			id, err = s.Begin(c.Context(), c.Actor, in.Seat, h, nil)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.newPage(c, http.StatusUnprocessableEntity, NewView{In: in, Errors: c.FieldErrors(f), Sentence: c.Sentence(f)})
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã mở quyết định. Thêm các bước."))
}

func (s *Service) beginFile(c *web.Ctx) error {
	var content []byte
	err := c.Upload(nil, func(part web.Part) error {
		var err error
		if part.Field == "tep" {
			content, err = io.ReadAll(part)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(content) == 0 {
		return s.newPage(c, http.StatusUnprocessableEntity, NewView{FileError: c.T("Chọn tệp XLSX hoặc YAML.")})
	}
	id, r, err := s.BeginFile(c.Context(), c.Actor, content)
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		return s.newPage(c, http.StatusUnprocessableEntity, NewView{FileError: c.Sentence(f), Faults: faultRows(c.Context(), Reorganisation{}, r.Picture.Faults, s.sayIn(c))})
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã đọc %d bước từ tệp.", r.Steps))
}

func (s *Service) showHead(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	return s.headPage(c, http.StatusOK, d, formOf(d.Reorganisation), nil, "")
}

func (s *Service) headPage(c *web.Ctx, status int, d Detail, in headForm, errs ui.Errors, sentence string) error {
	if !d.Can[doWrite] {
		return c.See(roomPath+"/"+d.ID.String(), c.T("Việc này không còn làm được."))
	}
	v := HeadView{Decision: decisionView(c.Context(), d, s.sayIn(c)), In: in, Errors: errs, Sentence: sentence}
	return c.Page(status, c.T("Phần đầu quyết định"), HeadPage(v))
}

func (s *Service) saveHead(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	var in headForm
	var kept *files.File
	err = c.Upload(&in, func(part web.Part) error {
		f, err := files.Keep(c.Context(), s.Files, part, part.Sent, files.DefaultRule)
		if fault := kernel.AsFault(err); fault != nil && fault.Kind == kernel.Invalid {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "reorg.invalid", Fields: []kernel.FieldFault{{Field: "tep", Code: fault.Code, Args: fault.Args}}}
		}
		kept = &f
		return err
	})
	if err == nil {
		var h Head
		h, err = in.head()
		var saved Reorganisation
		if err == nil {
			saved, err = s.WriteHead(c.Context(), c.Actor, d.ID, in.Version, h)
		}
		if err == nil && kept != nil {
			_, err = s.PutPaper(c.Context(), c.Actor, d.ID, saved.Version, *kept)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.headPage(c, http.StatusUnprocessableEntity, d, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+d.ID.String(), c.T("Đã ghi phần đầu."))
}

func (s *Service) showReturn(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	return s.returnPage(c, http.StatusOK, d, "", nil, "")
}

func (s *Service) returnPage(c *web.Ctx, status int, d Detail, reason string, errs ui.Errors, sentence string) error {
	if !d.Can[doReturn] {
		return c.See(roomPath+"/"+d.ID.String(), c.T("Việc này không còn làm được."))
	}
	return c.Page(status, c.T("Trả lại quyết định"), ReturnPage(HeadView{Decision: decisionView(c.Context(), d, s.sayIn(c)), In: headForm{Summary: reason}, Errors: errs, Sentence: sentence}))
}

func (s *Service) showUndo(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	return s.undoForm(c, http.StatusOK, d, headForm{Issuer: d.Issuer, Summary: c.T("Huỷ Quyết định số %s", d.Label())}, nil, "")
}

func (s *Service) undoForm(c *web.Ctx, status int, d Detail, in headForm, errs ui.Errors, sentence string) error {
	if !d.Can[doUndo] {
		return c.See(roomPath+"/"+d.ID.String(), c.T("Việc này không còn làm được."))
	}
	in.Effective = kernel.FormatDate(d.Effective)
	return c.Page(status, c.T("Soạn quyết định huỷ"), UndoPage(HeadView{Decision: decisionView(c.Context(), d, s.sayIn(c)), In: in, Errors: errs, Sentence: sentence}))
}

func (s *Service) undoPage(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	var in headForm
	err = c.Form(&in)
	var id kernel.ID
	if err == nil {
		var h Head
		h, err = in.head()
		if err == nil {
			id, err = s.TakeBack(c.Context(), c.Actor, d.ID, h)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.undoForm(c, http.StatusUnprocessableEntity, d, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã mở quyết định huỷ. Xem trước rồi trình."))
}

// actForm is what goes with a verb.
type actForm struct {
	Reason string    `form:"ly_do,max=2000"`
	Step   kernel.ID `form:"buoc"`
	Digest string    `form:"noi_dung,max=64"`
}

func (s *Service) act(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	var in actForm
	err = c.Form(&in)
	if err != nil {
		return err
	}
	ctx, a, id, said := c.Context(), c.Actor, d.ID, ""
	switch c.Path("viec") {
	case "thu":
		_, err = s.Try(ctx, a, id)
	case "trinh":
		_, err = s.Submit(ctx, a, id)
		said = c.T("Đã trình duyệt.")
		if f := kernel.AsFault(err); f != nil && f.Code == "reorg.faulty" {
			err, said = nil, c.Sentence(f)
		}
	case "duyet":
		_, err = s.Approve(ctx, a, id, in.Digest)
		said = c.T("Đã duyệt.")
	case "tra-lai":
		_, err = s.Return(ctx, a, id, in.Reason)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
			return s.returnPage(c, http.StatusUnprocessableEntity, d, in.Reason, c.FieldErrors(f), c.Sentence(f))
		}
		said = c.T("Đã trả lại.")
	case "bo":
		_, err = s.Discard(ctx, a, id)
		said = c.T("Đã bỏ bản soạn.")
	case "len", "xuong":
		_, err = s.ShiftStep(ctx, a, id, 0, in.Step, c.Path("viec") == "len")
	case "xoa-buoc":
		_, err = s.DropStep(ctx, a, id, 0, in.Step)
		said = c.T("Đã bỏ bước.")
	default:
		return kernel.Missing("reorg.no_decision")
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), said)
}

// lines are what a text area holds, one thing a line; semicolons part them too.
func lines(text string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' || r == '\r' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
