package inspection

import (
	"net/http"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// lineForm is what is typed about one line: its result, or a record to cite.
type lineForm struct {
	Result  string `form:"ket_qua,max=10"`
	Finding string `form:"phat_hien,max=8000"`
	Kind    string `form:"nguon,max=20"`
	Ref     string `form:"ma,max=200"`
	Day     string `form:"ngay,max=20"`
}

func (s *Service) showLine(c *web.Ctx) error {
	return s.linePage(c, http.StatusOK, nil, nil, "")
}

func (s *Service) linePage(c *web.Ctx, status int, in *lineForm, errs ui.Errors, sentence string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	q, ok := d.List.Question(c.Path("muc"))
	if !ok || !d.Work {
		return kernel.Missing("inspection.no_line")
	}
	same, err := s.Compare(c.Context(), c.Actor, d, q.Key)
	if err != nil {
		return err
	}
	l := d.Inspection.line(q.Key)
	if in == nil {
		in = &lineForm{Result: string(l.Result), Finding: l.Finding, Day: kernel.FormatDate(s.today())}
	}
	if in.Day == "" {
		in.Day = kernel.FormatDate(s.today())
	}
	v := lineView(c.Context(), d, q, same)
	v.In, v.Errors, v.Sentence = *in, errs, sentence
	for _, k := range s.Records.Kinds() {
		v.Sources = append(v.Sources, ui.Option{Value: k.Key, Label: c.T(k.Name)})
	}
	return c.Page(status, q.Text, LinePage(v))
}

func (s *Service) doLine(c *web.Ctx) error {
	return s.onLine(c, func(id kernel.ID, in *lineForm) error {
		err := c.Form(in)
		if err == nil {
			_, err = s.Answered(c.Context(), c.Actor, id, Line{Key: c.Path("muc"), Result: Result(in.Result), Finding: in.Finding})
		}
		return err
	}, roomPath+"/"+c.Path("id"), c.T("Đã ghi kết quả."))
}

func (s *Service) doCite(c *web.Ctx) error {
	return s.onLine(c, func(id kernel.ID, in *lineForm) error {
		err := c.Form(in)
		if err != nil {
			return err
		}
		var fs kernel.Faults
		ask := RecordAsk{Kind: in.Kind, Ref: in.Ref, On: readDay(&fs, "ngay", in.Day)}
		err = fs.Err("inspection.invalid")
		if err == nil {
			_, err = s.Cite(c.Context(), c.Actor, id, c.Path("muc"), ask)
		}
		return err
	}, "", c.T("Đã trích bản ghi."))
}

func (s *Service) doAttach(c *web.Ctx) error {
	return s.onLine(c, func(id kernel.ID, in *lineForm) error {
		d, err := s.Detail(c.Context(), c.Actor, id)
		if err == nil && !d.Can[Answer] { // nobody fills the store with what belongs nowhere
			err = kernel.Forbid("inspection.not_on_team")
		}
		if err != nil {
			return err
		}
		var kept []files.File
		err = c.Upload(in, func(part web.Part) error {
			f, err := files.Keep(c.Context(), s.Files, part, part.Sent, files.DefaultRule)
			if fault := kernel.AsFault(err); fault != nil && fault.Kind == kernel.Invalid {
				return &kernel.Fault{Kind: kernel.Invalid, Code: "inspection.invalid", Fields: []kernel.FieldFault{{Field: "tep", Code: fault.Code, Args: fault.Args}}}
			}
			kept = append(kept, f)
			return err
		})
		if err == nil {
			_, err = s.Attach(c.Context(), c.Actor, id, c.Path("muc"), kept)
		}
		return err
	}, "", c.T("Đã kèm tệp."))
}

// onLine is the frame of the three forms of a line's page.
func (s *Service) onLine(c *web.Ctx, do func(id kernel.ID, in *lineForm) error, to, said string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in lineForm
	err = do(id, &in)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.linePage(c, http.StatusUnprocessableEntity, &in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	if to == "" {
		to = roomPath + "/" + id.String() + "/muc/" + c.Path("muc")
	}
	return c.See(to, said)
}
