package statistics

import (
	"bytes"
	"net/http"

	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
)

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (s *Service) showCell(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	v, err := s.Cell(c.Context(), c.Actor, ref, c.Path("dong"), c.Get("khu-vuc"), c.Get("sau"))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Line.Label, CellPage(v, c.Get("khu-vuc")))
}

func (s *Service) showProgress(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	v, err := s.Sheet(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	if !v.Sums() {
		return c.See(unitPath(ref.Period, ref.Org), "")
	}
	g, err := s.Progress(c.Context(), c.Actor, ref, c.Get("sau"))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Tiến độ báo cáo"), ProgressPage(v, g))
}

func (s *Service) showLate(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	sent := c.Get("xem") == "gui-cham"
	list, err := s.Late(c.Context(), c.Actor, ref, sent, c.Get("sau"))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Danh sách chậm"), LatePage(list, sent, s.Clock.Now().Date()))
}

func (s *Service) lateBook(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	sent := c.Get("xem") == "gui-cham"
	list, err := s.late(c.Context(), c.Actor, ref, sent, "", 50_000)
	if err != nil {
		return err
	}
	book, err := lateBook(c.Context(), list)
	if err != nil {
		return err
	}
	return c.File("cham-"+list.Period.CutOff.String()+".xlsx", workbookType, bytes.NewReader(book), false)
}

func (s *Service) showPaper(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	v, sheet, err := s.Paper(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Form.Name, PaperPage(v, paper.Page(sheet)))
}

func (s *Service) paperPDF(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	v, sheet, err := s.Paper(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = s.Press.PDF(&b, sheet)
	if err != nil {
		return err
	}
	return c.File(fileName(v)+".pdf", "application/pdf", bytes.NewReader(b.Bytes()), true)
}

func (s *Service) book(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	v, err := s.Sheet(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	book, err := reportBook(c.Context(), v)
	if err != nil {
		return err
	}
	return c.File(fileName(v)+".xlsx", workbookType, bytes.NewReader(book), false)
}

func fileName(v Sheet) string { return v.Form.Key + "-" + v.Period.CutOff.String() }

// askedDay is the day that a page is asked for, today when none is; what cannot be read is told.
func (s *Service) askedDay(c *web.Ctx) (kernel.Date, map[string]string) {
	today := s.Clock.Now().Date()
	text := c.Get("ngay")
	if text == "" {
		return today, nil
	}
	d, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		return today, map[string]string{"ngay": c.Sentence(f)}
	}
	return d, nil
}

func (s *Service) showIndices(c *web.Ctx) error {
	on, errs := s.askedDay(c)
	org, err := askedUnit(c)
	if err != nil {
		return err
	}
	v, err := s.Indices(c.Context(), c.Actor, org, on)
	if err != nil {
		return err
	}
	return c.Page(statusOf(errs), c.T("Chỉ số"), IndicesPage(v, s.Clock.Now().Date(), c.Get("ngay"), errs))
}

func statusOf(errs map[string]string) int {
	if len(errs) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func askedUnit(c *web.Ctx) (kernel.ID, error) {
	if c.Get("don-vi") == "" {
		return 0, nil
	}
	return kernel.ParseID(c.Get("don-vi"))
}

func (s *Service) showIndex(c *web.Ctx) error {
	on, _ := s.askedDay(c)
	org, err := askedUnit(c)
	if err != nil {
		return err
	}
	v, err := s.Index(c.Context(), c.Actor, c.Path("ten"), org, on, c.Get("xem"), c.Get("sau"))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Values[0].Index.Title, IndexListPage(v, c.Get("xem"), s.Clock.Now().Date()))
}
