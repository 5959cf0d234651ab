package tasks

import (
	"context"
	"net/http"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// verbPage is one verb as the pages know it.
type verbPage struct {
	verb     Verb
	slug     string
	label    string
	note     string // label of the text, "" for a verb without one
	hint     string
	required bool
	files    bool
	done     string
	danger   bool
}

var verbPages = []verbPage{
	{verb: Take, slug: "nhan", label: "Nhận việc", done: "Đã nhận việc."},
	{verb: Report, slug: "bao-cao", label: "Báo cáo đã làm xong", note: "Đã làm được gì", hint: "Người giao việc đọc đúng câu này.", required: true, files: true, done: "Đã báo cáo."},
	{verb: Confirm, slug: "xac-nhan", label: "Xác nhận đã xong", note: "Nhận xét", done: "Đã xác nhận nhiệm vụ đã xong."},
	{verb: SendBack, slug: "tra-lai", label: "Trả lại", note: "Còn thiếu gì", hint: "Người làm đọc đúng câu này.", required: true, done: "Đã trả lại để làm thêm."},
	{verb: Note, slug: "tien-do", label: "Ghi tiến độ", note: "Đã làm đến đâu", files: true, done: "Đã ghi tiến độ."},
	{verb: Remind, slug: "don-doc", label: "Đôn đốc", note: "Lời nhắc", done: "Đã nhắc người làm."},
	{verb: Extend, slug: "doi-han", label: "Đổi hạn", note: "Lý do", required: true, done: "Đã đổi hạn."},
	{verb: HandOver, slug: "chuyen", label: "Chuyển việc", note: "Lời dặn", done: "Đã chuyển việc."},
	{verb: CallOff, slug: "huy", label: "Huỷ nhiệm vụ", note: "Lý do", required: true, done: "Đã huỷ nhiệm vụ.", danger: true},
}

func verbOf(slug string) (verbPage, bool) {
	for _, v := range verbPages {
		if v.slug == slug {
			return v, true
		}
	}
	return verbPage{}, false
}

func (p verbPage) word(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb {
			return ui.T(ctx, v.label)
		}
	}
	return ""
}

// verbForm is what is typed with any verb.
type verbForm struct {
	Note     string    `form:"ghi_chu,max=4000"`
	Due      string    `form:"han,max=20"`
	Unit     kernel.ID `form:"don_vi"`
	Assignee kernel.ID `form:"nguoi"`
}

func (s *Service) showVerb(c *web.Ctx) error {
	return s.verbPage(c, http.StatusOK, verbForm{}, nil, "")
}

func (s *Service) verbPage(c *web.Ctx, status int, in verbForm, errs ui.Errors, sentence string) error {
	p, ok := verbOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("tasks.no_task")
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if !d.Can[p.verb] && sentence == "" {
		return c.See(roomPath+"/"+id.String(), c.T("Việc này không còn làm được."))
	}
	v := VerbView{Detail: detailView(c.Context(), d, s.Clock.Now()), Page: p, In: in, Errors: errs, Sentence: sentence}
	if p.verb == HandOver {
		unit := in.Unit
		if chosen, err := kernel.ParseID(c.Get("don-vi")); err == nil {
			unit = chosen
		}
		if unit == 0 {
			unit = d.Task.Unit
		}
		r, err := s.ReachOf(c.Context(), c.Actor, unit)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound { // she gave it, but gives no work in that unit
			r, err = s.ReachOf(c.Context(), c.Actor, 0)
		}
		if err != nil {
			return err
		}
		v.Reach = r
	}
	return c.Page(status, p.word(c.Context()), VerbPage(v))
}

func (s *Service) doVerb(c *web.Ctx) error {
	p, ok := verbOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("tasks.no_task")
	}
	var in verbForm
	kept, err := s.readVerb(c, p, id, &in)
	if err == nil {
		err = s.do(c.Context(), c.Actor, p.verb, id, in, kept)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.verbPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), p.said(c.Context()))
}

func (p verbPage) said(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb {
			return ui.T(ctx, v.done)
		}
	}
	return ""
}

// readVerb decodes the form. Files are kept only for who may see the task: nobody fills the store with
// what belongs nowhere.
func (s *Service) readVerb(c *web.Ctx, p verbPage, id kernel.ID, in *verbForm) ([]files.File, error) {
	if !p.files {
		return nil, c.Form(in)
	}
	_, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	var kept []files.File
	err = c.Upload(in, func(part web.Part) error {
		if part.Field != "tep" {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{part.Field}}
		}
		f, err := files.Keep(c.Context(), s.Files, part, part.Sent, files.DefaultRule)
		if fault := kernel.AsFault(err); fault != nil && fault.Kind == kernel.Invalid {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "tasks.invalid", Fields: []kernel.FieldFault{{Field: "tep", Code: fault.Code, Args: fault.Args}}}
		}
		kept = append(kept, f)
		return err
	})
	return kept, err
}

func (s *Service) do(ctx context.Context, a kernel.Actor, v Verb, id kernel.ID, in verbForm, kept []files.File) error {
	var err error
	switch v {
	case Take:
		_, err = s.Take(ctx, a, id)
	case Report:
		_, err = s.Report(ctx, a, id, in.Note, kept)
	case Note:
		_, err = s.NoteProgress(ctx, a, id, in.Note, kept)
	case SendBack:
		_, err = s.SendBack(ctx, a, id, in.Note)
	case Confirm:
		_, err = s.Confirm(ctx, a, id, in.Note)
	case CallOff:
		_, err = s.CallOff(ctx, a, id, in.Note)
	case Remind:
		_, err = s.Remind(ctx, a, id, in.Note)
	case HandOver:
		_, err = s.HandOver(ctx, a, id, in.Unit, in.Assignee, in.Note)
	case Extend:
		var day kernel.Date
		if in.Due != "" {
			day, err = kernel.ParseDateVN(in.Due)
			if f := kernel.AsFault(err); f != nil {
				return &kernel.Fault{Kind: kernel.Invalid, Code: "tasks.invalid", Fields: []kernel.FieldFault{{Field: "han", Code: f.Code, Args: f.Args}}}
			}
		}
		_, err = s.Extend(ctx, a, id, day, in.Note)
	}
	return err
}

func (p verbPage) noteWord(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb {
			return ui.T(ctx, v.note)
		}
	}
	return ""
}

func (p verbPage) hintWord(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb && v.hint != "" {
			return ui.T(ctx, v.hint)
		}
	}
	return ""
}
