package tasks

import (
	"encoding/csv"
	"net/http"

	"github.com/xuri/excelize/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

var exportHead = []string{"Mã", "Nhiệm vụ", "Nguồn", "Đơn vị làm", "Người làm", "Nơi giao", "Người giao", "Trạng thái", "Giao lúc", "Hạn", "Báo cáo lúc", "Kết thúc lúc", "So với hạn"}

func exportRow(t Task, units map[kernel.ID]string, now kernel.Instant) []string {
	against := ""
	switch {
	case t.Due.IsZero() || t.State == Cancelled:
	case t.State.Live() && t.Late(now):
		against = "Quá hạn"
	case t.State.Live():
		against = "Còn hạn"
	case t.DoneLate():
		against = "Sau hạn"
	default:
		against = "Đúng hạn"
	}
	return []string{t.ID.String(), t.Title, t.Source.Label, units[t.Unit], t.Assignee.Name, units[t.GiverUnit], t.Giver.Name, stateNames[t.State],
		exportTime(t.Given), exportTime(t.Due), exportTime(t.ReportedAt), exportTime(t.Ended), against}
}

func exportTime(i kernel.Instant) string {
	if i.IsZero() {
		return ""
	}
	return kernel.FormatDate(i.Date()) + " " + kernel.FormatClock(i)
}

// safeCells keep a spreadsheet from taking what people typed for a formula.
func safeCells(row []string) []string {
	for i, s := range row {
		if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t') {
			row[i] = "'" + s
		}
	}
	return row
}

// eachRow reads the whole list page by page.
func (s *Service) eachRow(c *web.Ctx, do func([]string) error) error {
	f := readList(c).filter
	f.After, f.Limit = "", 200
	for {
		page, err := s.List(c.Context(), c.Actor, f)
		if err != nil {
			return err
		}
		for _, t := range page.Tasks {
			err = do(safeCells(exportRow(t, page.Units, s.Clock.Now())))
			if err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		f.After = page.Next
	}
}

func (s *Service) export(c *web.Ctx) error {
	if c.Get("dang") == "csv" {
		return s.exportCSV(c)
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	n := 0
	put := func(cells []string) error {
		n++
		row := make([]any, len(cells))
		for i, x := range cells {
			row[i] = x
		}
		at, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		return sheet.SetRow(at, row)
	}
	err = put(exportHead)
	if err == nil {
		err = s.eachRow(c, put)
	}
	if err == nil {
		err = sheet.Flush()
	}
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.W.Header().Set("Content-Disposition", `attachment; filename="nhiem-vu.xlsx"`)
	c.W.WriteHeader(http.StatusOK)
	_, _ = book.WriteTo(c.W) // the reader may have left
	return nil
}

func (s *Service) exportCSV(c *web.Ctx) error {
	c.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	c.W.Header().Set("Content-Disposition", `attachment; filename="nhiem-vu.csv"`)
	_, err := c.W.Write([]byte("\ufeff")) // spreadsheets read UTF-8 only when told so
	if err != nil {
		return nil // the reader has left
	}
	w := csv.NewWriter(c.W)
	_ = w.Write(exportHead)
	err = s.eachRow(c, w.Write)
	w.Flush()
	return err
}
