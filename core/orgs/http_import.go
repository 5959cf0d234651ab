package orgs

import (
	"bytes"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const maxUpload = 8 << 20

func (s *Service) importHTTP(c *web.Ctx) error {
	return c.Page(http.StatusOK, c.T("Nhập đơn vị từ Excel"), importPage(ImportPage{}))
}

func (s *Service) templateHTTP(c *web.Ctx) error {
	kinds, err := s.KindChoices(c.Context(), s.Today())
	if err != nil {
		return err
	}
	book, err := templateBook(kinds)
	if err != nil {
		return err
	}
	return c.File("mau-nhap-don-vi.xlsx", workbookType, bytes.NewReader(book), false)
}

func (s *Service) previewHTTP(c *web.Ctx) error {
	var name string
	var content []byte
	err := c.Upload(nil, func(part web.Part) error {
		if part.Field != "tep" {
			return nil
		}
		var err error
		name = part.Name
		content, err = io.ReadAll(part)
		return err
	})
	var id kernel.ID
	if err == nil && len(content) == 0 {
		err = invalid("tep", "orgs.import_no_file")
	}
	if err == nil {
		id, _, err = s.Preview(c.Context(), c.Actor, name, content)
	}
	if err != nil {
		return again(c, err, c.T("Nhập đơn vị từ Excel"), func(sentence string, errs ui.Errors) templ.Component {
			if len(errs) == 0 {
				errs = ui.Errors{"tep": sentence}
			}
			return importPage(ImportPage{Sentence: sentence, Errors: errs})
		})
	}
	return c.See("/don-vi/nhap/"+id.String(), "")
}

func (s *Service) reopenHTTP(c *web.Ctx) error {
	p, err := s.importPageFor(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Nhập đơn vị từ Excel"), importPage(p))
}

func (s *Service) importPageFor(c *web.Ctx) (ImportPage, error) {
	id, err := c.ID("id")
	if err != nil {
		return ImportPage{}, err
	}
	in, plan, err := s.Reopen(c.Context(), c.Actor, id)
	if err != nil {
		return ImportPage{}, err
	}
	p := ImportPage{ID: in.ID, FileName: in.FileName, Plan: plan}
	for _, f := range plan.Faults() {
		p.Faults = append(p.Faults, FaultLine{f.Cell, f.Head, sayFault(c, f.Code, f.Args)})
	}
	return p, nil
}

func sayFault(c *web.Ctx, code string, args []any) string {
	return c.Sentence(&kernel.Fault{Kind: kernel.Invalid, Code: code, Args: args})
}

func (s *Service) faultBookHTTP(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	_, plan, err := s.Reopen(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	book, err := faultBook(plan, sheets.VietnameseFaultWords().In(func(t string) string { return c.T(t) }), func(code string, args []any) string { return sayFault(c, code, args) })
	if err != nil {
		return err
	}
	return c.File("loi-nhap-don-vi.xlsx", workbookType, bytes.NewReader(book), false)
}

func (s *Service) confirmHTTP(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	n, err := s.Confirm(c.Context(), c.Actor, id)
	if err != nil {
		return again(c, err, c.T("Nhập đơn vị từ Excel"), func(sentence string, errs ui.Errors) templ.Component {
			return importPage(ImportPage{Sentence: sentence, Errors: errs})
		})
	}
	return c.See("/don-vi", c.T("Đã thành lập %d đơn vị.", n))
}
