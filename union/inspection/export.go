package inspection

import (
	"bytes"
	"net/http"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
)

// send makes a whole sheet before it answers, so that a list that fails gives an error page and not
// half a file.
func send(c *web.Ctx, name, sheet string, columns []sheets.Column, fill func(row func(cells ...any) error) error) error {
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	var out bytes.Buffer
	w, err := sheets.NewWriter(&out, format, sheet, columns)
	if err != nil {
		return err
	}
	err = fill(w.Row)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", format.ContentType())
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`.`+string(format)+`"`)
	c.W.WriteHeader(http.StatusOK)
	_, _ = out.WriteTo(c.W) // the reader may have left
	return nil
}

var inspectionColumns = []sheets.Column{{Head: "Cuộc kiểm tra", Width: 40}, {Head: "Loại", Width: 20}, {Head: "Đơn vị tiến hành", Width: 34}, {Head: "Đơn vị được kiểm tra", Width: 34},
	{Head: "Thời kỳ", Width: 24}, {Head: "Trạng thái", Width: 18}, {Head: "Số quyết định", Width: 18}, {Head: "Ngày quyết định", Width: 14}, {Head: "Số kết luận", Width: 18},
	{Head: "Ngày kết luận", Width: 14}, {Head: "Cách tiến hành", Width: 16}}

func (s *Service) export(c *web.Ctx) error {
	return send(c, "kiem-tra", "Kiểm tra, giám sát", inspectionColumns, func(row func(cells ...any) error) error {
		f := readList(c).filter
		f.Before, f.Limit = 0, 200
		for {
			page, err := s.List(c.Context(), c.Actor, f)
			if err != nil {
				return err
			}
			for _, i := range page.Inspections {
				way := "Trên hệ thống"
				if i.Paper {
					way = "Trên giấy"
				}
				err = row(i.Title, kindNames[i.Kind], page.Units[i.Unit], page.Units[i.Subject], spanWords(i.Span), stateNames[i.State], i.Decision.Number, dayText(i.Decision.On),
					i.Conclusion.Number, dayText(i.Conclusion.On), way)
				if err != nil {
					return err
				}
			}
			if page.Next == 0 {
				return nil
			}
			f.Before = page.Next
		}
	})
}

func dayText(d kernel.Date) string {
	if d.IsZero() {
		return ""
	}
	return kernel.FormatDate(d)
}

var followColumns = []sheets.Column{{Head: "Kết luận", Width: 18}, {Head: "Số", Width: 6}, {Head: "Kiến nghị", Width: 50}, {Head: "Đơn vị thực hiện", Width: 34}, {Head: "Nơi theo dõi", Width: 34},
	{Head: "Hạn", Width: 12}, {Head: "Trạng thái", Width: 18}, {Head: "Báo cáo ngày", Width: 14}, {Head: "Xong ngày", Width: 14}, {Head: "So với hạn", Width: 14}}

func (s *Service) exportFollow(c *web.Ctx) error {
	return send(c, "kien-nghi-kiem-tra", "Kiến nghị", followColumns, func(row func(cells ...any) error) error {
		f := FollowFilter{View: followSlugs[c.Get("xem")], Limit: 200}
		for {
			page, err := s.FollowUp(c.Context(), c.Actor, f)
			if err != nil {
				return err
			}
			for _, r := range page.Recommendations {
				against := "Trong hạn"
				if r.Late(s.today()) {
					against = "Quá hạn"
				}
				reported, done := "", ""
				if !r.ReportedAt.IsZero() {
					reported = kernel.FormatDate(r.ReportedAt.Date())
				}
				if !r.DoneAt.IsZero() {
					done = kernel.FormatDate(r.DoneAt.Date())
				}
				err = row(r.Conclusion.Number, r.No, r.Text, page.Units[r.Unit], page.Units[r.Owner], kernel.FormatDate(r.Due), recommendationNames[r.State], reported, done, against)
				if err != nil {
					return err
				}
			}
			if page.Next == "" {
				return nil
			}
			f.After = page.Next
		}
	})
}

var planColumns = []sheets.Column{{Head: "STT", Width: 6}, {Head: "Đơn vị được kiểm tra, giám sát", Width: 40}, {Head: "Loại", Width: 20}, {Head: "Nội dung", Width: 50}, {Head: "Quý", Width: 6}, {Head: "Trạng thái", Width: 18}}

func (s *Service) exportPlan(c *web.Ctx) error {
	d, err := s.planSheetOf(c)
	if err != nil {
		return err
	}
	return send(c, "ke-hoach-kiem-tra", "Kế hoạch", planColumns, func(row func(cells ...any) error) error {
		for n, i := range d.Plan.Items {
			state := "Chưa tiến hành"
			if i.Inspection != 0 {
				state = stateNames[i.State]
			}
			err := row(n+1, d.Units[i.Subject], kindNames[i.Kind], i.Topic, quarters[i.Quarter], state)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
