package committees

import (
	"bytes"
	"net/http"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
)

var listColumns = []sheets.Column{{Head: "Đơn vị", Width: 36}, {Head: "Ban", Width: 24}, {Head: "Nhiệm kỳ", Width: 14}, {Head: "Từ ngày", Width: 12}, {Head: "Đến ngày", Width: 12}, {Head: "Cách lập", Width: 18},
	{Head: "Công nhận", Width: 28}, {Head: "Người đứng đầu", Width: 24}, {Head: "Số người", Width: 10}, {Head: "Ấn định", Width: 10}, {Head: "Tình trạng", Width: 18}, {Head: "Cơ cấu", Width: 18}, {Head: "Vì sao", Width: 40}}

var placeColumns = []sheets.Column{{Head: "TT", Width: 6}, {Head: "Họ tên", Width: 28}, {Head: "Năm sinh", Width: 10}, {Head: "Giới tính", Width: 10}, {Head: "Chức danh", Width: 24}, {Head: "Từ ngày", Width: 12}, {Head: "Đến ngày", Width: 12}, {Head: "Căn cứ", Width: 28}}

func dayCell(d kernel.Date) string {
	if d.IsZero() {
		return ""
	}
	return kernel.FormatDate(d)
}

func lastDay(end kernel.Date) string {
	if end.IsZero() {
		return ""
	}
	return kernel.FormatDate(end.AddDays(-1))
}

func formatOf(c *web.Ctx) sheets.Format {
	if c.Get("dang") == "csv" {
		return sheets.CSV
	}
	return sheets.XLSX
}

// exportList writes the whole list. It is made whole before it is sent, so that a list that fails gives
// an error page and not half a file.
func (s *Service) exportList(c *web.Ctx) error {
	f, _ := s.filterOf(c)
	f.After, f.Most = "", 200
	var out bytes.Buffer
	format := formatOf(c)
	w, err := sheets.NewWriter(&out, format, "Các ban", listColumns)
	if err != nil {
		return err
	}
	for {
		page, err := s.List(c.Context(), c.Actor, f)
		if err != nil {
			return err
		}
		for _, r := range page.Rows {
			err = w.Row(s.listRow(c, r, f.On)...)
			if err != nil {
				return err
			}
		}
		if page.Next == "" {
			break
		}
		f.After = page.Next
	}
	return send(c, w, &out, format, "cac-ban")
}

func (s *Service) listRow(c *web.Ctx, r Row, on kernel.Date) []any {
	x := r.Committee
	v := rowView(c.Context(), r, on, s.today())
	how := c.T("Bầu")
	if x.How == Appointed {
		how = c.T("Lâm thời, chỉ định")
	}
	return []any{r.UnitName, v.Name, x.Term, dayCell(x.From), lastDay(x.To), how, x.Recognised.Label(), r.Head, r.Sitting, x.Size, v.Word, v.Check, v.Why}
}

func (s *Service) exportCommittee(c *web.Ctx) error {
	d, _, err := s.detailOf(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	format := formatOf(c)
	w, err := sheets.NewWriter(&out, format, "Danh sách", placeColumns)
	if err != nil {
		return err
	}
	for i, p := range d.Now {
		who := d.People[p.Person]
		born := ""
		if !who.Born.IsZero() {
			born = kernel.FormatDate(who.Born)[6:]
		}
		err = w.Row(i+1, who.Name, born, who.Sex, postWords(d.Committee.Kind, p), dayCell(p.From), lastDay(p.EndedOn), p.Basis)
		if err != nil {
			return err
		}
	}
	return send(c, w, &out, format, "danh-sach-ban")
}

func send(c *web.Ctx, w sheets.Writer, out *bytes.Buffer, format sheets.Format, name string) error {
	err := w.Close()
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", format.ContentType())
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+string(format)+`"`)
	c.W.WriteHeader(http.StatusOK)
	_, _ = out.WriteTo(c.W) // the reader may have left
	return nil
}
