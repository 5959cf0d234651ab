package tasks

import (
	"bytes"
	"net/http"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
)

var exportColumns = []sheets.Column{{Head: "Mã", Width: 20}, {Head: "Nhiệm vụ", Width: 40}, {Head: "Nguồn", Width: 30}, {Head: "Đơn vị làm", Width: 30}, {Head: "Người làm", Width: 20},
	{Head: "Nơi giao", Width: 30}, {Head: "Người giao", Width: 20}, {Head: "Trạng thái", Width: 14}, {Head: "Giao lúc", Width: 16}, {Head: "Hạn", Width: 16}, {Head: "Báo cáo lúc", Width: 16},
	{Head: "Kết thúc lúc", Width: 16}, {Head: "So với hạn", Width: 12}}

func exportRow(t Task, units map[kernel.ID]string, now kernel.Instant) []any {
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
	return []any{t.ID.String(), t.Title, t.Source.Label, units[t.Unit], t.Assignee.Name, units[t.GiverUnit], t.Giver.Name, stateNames[t.State],
		exportTime(t.Given), exportTime(t.Due), exportTime(t.ReportedAt), exportTime(t.Ended), against}
}

func exportTime(i kernel.Instant) string {
	if i.IsZero() {
		return ""
	}
	return kernel.FormatDate(i.Date()) + " " + kernel.FormatClock(i)
}

// export writes the whole list page by page. It is made whole before it is sent, so that a list that
// fails gives an error page and not half a file.
func (s *Service) export(c *web.Ctx) error {
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	var out bytes.Buffer
	w, err := sheets.NewWriter(&out, format, "Nhiệm vụ", exportColumns)
	if err != nil {
		return err
	}
	f := readList(c).filter
	f.After, f.Limit = "", 200
	for {
		page, err := s.List(c.Context(), c.Actor, f)
		if err != nil {
			return err
		}
		for _, t := range page.Tasks {
			err = w.Row(exportRow(t, page.Units, s.Clock.Now())...)
			if err != nil {
				return err
			}
		}
		if page.Next == "" {
			break
		}
		f.After = page.Next
	}
	err = w.Close()
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", format.ContentType())
	c.W.Header().Set("Content-Disposition", `attachment; filename="nhiem-vu.`+string(format)+`"`)
	c.W.WriteHeader(http.StatusOK)
	_, _ = out.WriteTo(c.W) // the reader may have left
	return nil
}
