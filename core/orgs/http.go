package orgs

import (
	"bytes"
	"context"
	"net/http"

	"github.com/a-h/templ"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Routes are the pages of this room.
func (s *Service) Routes() []web.Route {
	view, edit := web.Holds(ViewPermission), web.Holds(EditPermission)
	return append(s.calendarRoutes(), []web.Route{
		{Pattern: "GET /don-vi", Access: view, Handle: s.treeHTTP, Note: "cây tổ chức theo ngày"},
		{Pattern: "GET /don-vi/in", Access: view, Handle: s.printHTTP, Note: "bản in danh sách đơn vị"},
		{Pattern: "GET /don-vi/tai.xlsx", Access: view, Handle: s.listBookHTTP, Note: "danh sách đơn vị, Excel"},
		{Pattern: "GET /don-vi/tai.csv", Access: view, Handle: s.listCSVHTTP, Note: "danh sách đơn vị, CSV"},
		{Pattern: "GET /don-vi/nhap", Access: edit, Handle: s.importHTTP, Note: "nhập đơn vị: chọn tệp"},
		{Pattern: "GET /don-vi/nhap/mau.xlsx", Access: edit, Handle: s.templateHTTP, Note: "tệp mẫu"},
		{Pattern: "POST /don-vi/nhap", Access: edit, Handle: s.previewHTTP, MaxBody: maxUpload, Note: "nhập đơn vị: xem trước"},
		{Pattern: "GET /don-vi/nhap/{id}", Access: edit, Handle: s.reopenHTTP, Note: "nhập đơn vị: xem lại"},
		{Pattern: "GET /don-vi/nhap/{id}/loi.xlsx", Access: edit, Handle: s.faultBookHTTP, Note: "tệp lỗi"},
		{Pattern: "POST /don-vi/nhap/{id}", Access: edit, Handle: s.confirmHTTP, Note: "nhập đơn vị: ghi"},
		{Pattern: "GET /don-vi/{id}", Access: view, Handle: s.profileHTTP, Note: "hồ sơ đơn vị"},
		{Pattern: "GET /don-vi/{id}/{viec}", Access: edit, Handle: s.verbHTTP, Note: "biểu mẫu đổi đơn vị"},
		{Pattern: "POST /don-vi/{id}/{viec}", Access: edit, Handle: s.doVerbHTTP, Note: "đổi đơn vị"},
		{Pattern: "GET /dia-ban", Access: web.SignedIn, Handle: s.areasHTTP, Note: "tìm địa bàn theo ngày"},
		{Pattern: "GET /dia-ban/{id}", Access: web.SignedIn, Handle: s.areaHTTP, Note: "địa bàn"},
	}...)
}

// dayOf reads the day that a page is asked for; what cannot be read is told at the field and today is shown.
func (s *Service) dayOf(c *web.Ctx) (kernel.Date, ui.Errors) {
	typed := c.Get("ngay")
	if typed == "" {
		return s.Today(), nil
	}
	on, err := kernel.ParseDateVN(typed)
	if err != nil {
		return s.Today(), ui.Errors{"ngay": c.Sentence(kernel.Refuse("orgs.bad_day"))}
	}
	return on, nil
}

func rootOf(c *web.Ctx) (kernel.ID, error) {
	if c.Get("goc") == "" {
		return 0, nil
	}
	return kernel.ParseID(c.Get("goc"))
}

func statusOf(errs ui.Errors) int {
	if len(errs) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (s *Service) treeHTTP(c *web.Ctx) error {
	root, err := rootOf(c)
	if err != nil {
		return err
	}
	on, errs := s.dayOf(c)
	p := TreePage{On: on, Root: root, Today: s.Today(), Errors: errs, Q: c.Get("q"), MayEdit: c.Actor.Anywhere(EditPermission)}
	if len(errs) > 0 {
		p.Typed = c.Get("ngay")
	}
	p.Kinds, err = s.kindNames(c.Context(), on)
	if err != nil {
		return err
	}
	if p.Q != "" {
		rows, err := s.Rows(c.Context(), c.Actor, root, on)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if matches(r.Org, p.Q) {
				p.Found = append(p.Found, r)
			}
		}
		p.Total = len(p.Found)
		p.Found = p.Found[:min(100, len(p.Found))]
		return c.Page(statusOf(errs), c.T("Đơn vị"), treePage(p))
	}
	p.Forest, err = s.Forest(c.Context(), c.Actor, root, on, treeDepth, maxNodes)
	if err != nil {
		return err
	}
	return c.Page(statusOf(errs), c.T("Đơn vị"), treePage(p))
}

const treeDepth = 4

func (s *Service) profileHTTP(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	on, _ := s.dayOf(c)
	p, err := s.Profile(c.Context(), c.Actor, id, on)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, p.Org.Name, profilePage(ProfilePage{p, s.Today()}))
}

func (s *Service) printHTTP(c *web.Ctx) error {
	rows, on, err := s.rowsFor(c)
	if err != nil {
		return err
	}
	title := ""
	if len(rows) > 0 {
		title = rows[0].Org.Name
	}
	return c.Plain(http.StatusOK, c.T("Danh sách đơn vị"), listPaper(rows, on, title))
}

func (s *Service) rowsFor(c *web.Ctx) ([]Row, kernel.Date, error) {
	root, err := rootOf(c)
	if err != nil {
		return nil, kernel.Date{}, err
	}
	on, _ := s.dayOf(c)
	rows, err := s.Rows(c.Context(), c.Actor, root, on)
	return rows, on, err
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (s *Service) listBookHTTP(c *web.Ctx) error { return s.listFile(c, sheets.XLSX) }

func (s *Service) listCSVHTTP(c *web.Ctx) error { return s.listFile(c, sheets.CSV) }

func (s *Service) listFile(c *web.Ctx, f sheets.Format) error {
	rows, on, err := s.rowsFor(c)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	err = writeList(&buf, f, rows, func(t string) string { return c.T(t) })
	if err != nil {
		return err
	}
	return c.File("don-vi-"+on.String()+"."+string(f), f.ContentType(), bytes.NewReader(buf.Bytes()), false)
}

func (s *Service) kindNames(ctx context.Context, on kernel.Date) (map[string]string, error) {
	kinds, err := s.KindChoices(ctx, on)
	out := map[string]string{}
	for _, k := range kinds {
		out[k.Key] = k.Name
	}
	return out, err
}

func (s *Service) areasHTTP(c *web.Ctx) error {
	on, errs := s.dayOf(c)
	p := AreasPage{Q: c.Get("q"), On: on, Today: s.Today(), Errors: errs}
	if len(errs) > 0 {
		p.Typed = c.Get("ngay")
	}
	err := s.fillAreas(c.Context(), &p)
	if err != nil {
		return err
	}
	return c.Page(statusOf(errs), c.T("Địa bàn"), areasPage(p))
}

func (s *Service) areaHTTP(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	on, _ := s.dayOf(c)
	p, err := s.AreaDetail(c.Context(), id, on)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, p.Area.Title(), areaPage(AreaView{p, on, s.Today()}))
}

// again shows a form that was refused once more, with what was typed.
func again(c *web.Ctx, err error, title string, show func(sentence string, errs ui.Errors) templ.Component) error {
	f := kernel.AsFault(err)
	if f == nil || f.Kind == kernel.NotFound || f.Kind == kernel.Forbidden {
		return err
	}
	return c.Page(http.StatusUnprocessableEntity, title, show(c.Sentence(f), c.FieldErrors(f)))
}
