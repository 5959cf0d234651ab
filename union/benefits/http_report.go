package benefits

import (
	"bytes"
	"net/http"
	"net/url"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
)

// readUses reads the filter of a report or a list of uses; what cannot be read is not used.
func (s *Service) readUses(c *web.Ctx) UseFilter {
	f := UseFilter{Agreement: web.IDOf(c.Get("thoa-thuan")), Unit: web.IDOf(c.Get("don-vi")), Only: web.IDOf(c.Get("rieng")), Before: web.IDOf(c.Get("truoc"))}
	f.From, _ = kernel.ParseDateVN(c.Get("tu"))
	f.To, _ = kernel.ParseDateVN(c.Get("den"))
	return f
}

// address is the page of a filter; more words change it.
func (f UseFilter) address(path string, pairs ...string) string {
	q := url.Values{}
	for name, id := range map[string]kernel.ID{"thoa-thuan": f.Agreement, "don-vi": f.Unit, "rieng": f.Only} {
		if id != 0 {
			q.Set(name, id.String())
		}
	}
	for name, d := range map[string]kernel.Date{"tu": f.From, "den": f.To} {
		if !d.IsZero() {
			q.Set(name, kernel.FormatDate(d))
		}
	}
	return address(path, q, pairs...)
}

// uses is where the rows behind a line of the report stand.
func (r Report) uses(x ReportRow) string {
	return r.Filter.address(roomPath+"/luot", "thoa-thuan", x.Agreement.String(), "rieng", x.Unit.String())
}

// unused is the list of whom nothing reached, for the same unit and time.
func (r Report) unused() string {
	f := r.Filter
	f.Agreement, f.Only = 0, 0
	return f.address(roomPath + "/chua-dung")
}

func (s *Service) report(c *web.Ctx) (Report, error) {
	return s.Report(c.Context(), c.Actor, s.readUses(c))
}

func (s *Service) showReport(c *web.Ctx) error {
	r, err := s.report(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Số lượt dùng và doanh số"), ReportPage(r))
}

func (s *Service) printReport(c *web.Ctx) error {
	r, err := s.report(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Số lượt dùng và doanh số"), ReportPrint(r))
}

func (s *Service) showUses(c *web.Ctx) error {
	p, err := s.Uses(c.Context(), c.Actor, s.readUses(c))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Các lượt dùng"), UsesPage(p))
}

// sendTable writes a small table whole before it is sent.
func sendTable(c *web.Ctx, name, sheet string, heads []string, fill func(w sheets.Writer) error) error {
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	columns := make([]sheets.Column, len(heads))
	for i, h := range heads {
		columns[i] = sheets.Column{Head: h, Width: 20}
	}
	var out bytes.Buffer
	w, err := sheets.NewWriter(&out, format, sheet, columns)
	if err == nil {
		err = fill(w)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return err
	}
	return c.File(name+"."+string(format), format.ContentType(), bytes.NewReader(out.Bytes()), false)
}

func (s *Service) exportReport(c *web.Ctx) error {
	r, err := s.report(c)
	if err != nil {
		return err
	}
	return sendTable(c, "uu-dai-doan-vien", c.T("Báo cáo"), []string{c.T("Thoả thuận"), c.T("Đơn vị"), c.T("Lượt dùng"), c.T("Số người"), c.T("Doanh số"), c.T("Đã giảm"), c.T("Lượt đã huỷ")},
		func(w sheets.Writer) error {
			for _, x := range append(r.Rows, ReportRow{Title: c.T("Cộng"), Tally: r.Total}) {
				err := w.Row(x.Title, x.Name, x.Tally.Uses, x.Tally.People, x.Tally.Bills, x.Tally.Discounts, x.Tally.Cancelled)
				if err != nil {
					return err
				}
			}
			return nil
		})
}

func (s *Service) exportUses(c *web.Ctx) error {
	f := s.readUses(c)
	f.Before = 0
	return sendTable(c, "luot-dung-uu-dai", c.T("Các lượt dùng"), []string{c.T("Lúc"), c.T("Thoả thuận"), c.T("Hàng, dịch vụ"), c.T("Nơi"), c.T("Đơn vị"), c.T("Hoá đơn"), c.T("Đã giảm"), c.T("Huỷ lúc"), c.T("Lý do huỷ")},
		func(w sheets.Writer) error {
			for {
				p, err := s.Uses(c.Context(), c.Actor, f)
				if err != nil {
					return err
				}
				for _, u := range p.Rows {
					err = w.Row(kernel.FormatInstant(u.At), p.Titles[u.Agreement], u.Goods, u.Place, p.Units[u.Unit], u.Bill, u.Discount, whenText(u.Cancelled), u.Reason)
					if err != nil {
						return err
					}
				}
				if p.Next == 0 {
					return nil
				}
				f.Before = p.Next
			}
		})
}

// filter is the same filter as that of the report; a list of people needs one unit and no agreement.
func (u Unused) filter() UseFilter { return UseFilter{Unit: u.Unit, From: u.From, To: u.To} }

func (s *Service) showUnused(c *web.Ctx) error {
	want := s.readUses(c)
	u, err := s.Unused(c.Context(), c.Actor, want.Unit, want.From, want.To)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return c.Page(web.Status(f), c.T("Ai chưa dùng ưu đãi"), UnusedPage(u, c.FieldErrors(f)))
	}
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Ai chưa dùng ưu đãi"), UnusedPage(u, nil))
}

func (s *Service) exportUnused(c *web.Ctx) error {
	f := s.readUses(c)
	u, err := s.unusedFrame(c.Context(), c.Actor, f.Unit, f.From, f.To)
	if err != nil {
		return err
	}
	return sendTable(c, "chua-dung-uu-dai", c.T("Ai chưa dùng ưu đãi"), []string{c.T("Mã số đoàn viên"), c.T("Họ và tên"), c.T("Tổ công đoàn"), c.T("Đơn vị")},
		func(w sheets.Writer) error {
			var wrong error
			err := s.eachUnused(c.Context(), c.Actor, u, func(r UnusedRow) bool {
				wrong = w.Row(r.Number, r.Name, r.Group, r.Unit)
				return wrong == nil
			})
			if err == nil {
				err = wrong
			}
			return err
		})
}

func whenText(i kernel.Instant) string {
	if i.IsZero() {
		return ""
	}
	return kernel.FormatInstant(i)
}
