package statistics

import (
	"context"
	"fmt"
	"strings"

	"doanket/internal/db"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Paper sets a report on A4 in the layout of the form. Papers are Vietnamese.
func (s *Service) Paper(ctx context.Context, a kernel.Actor, ref Ref) (Sheet, paper.Sheet, error) {
	v, err := s.Sheet(ctx, a, ref)
	if err != nil {
		return v, paper.Sheet{}, err
	}
	town := ""
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		town, err = s.Orgs.TownOf(tx, v.Org.ID, v.Period.CutOff)
		return err
	})
	return v, reportSheet(v, town, s.Base, s.Clock.Now()), err
}

func reportSheet(v Sheet, town, base string, now kernel.Instant) paper.Sheet {
	d := v.Document
	on := v.Report.Submitted
	if !v.Frozen {
		on = now.Date()
	}
	place := fmt.Sprintf("ngày %02d tháng %02d năm %d", on.Day, int(on.Month), on.Year)
	if town != "" {
		place = town + ", " + place
	}
	sheet := paper.Sheet{Size: paper.A4, Head: paper.Head{Superior: d.Above, Issuer: d.UnitName, Place: capital(place)}, Form: v.Form.Name + " (" + v.Form.For + ")",
		Title: strings.ToUpper(v.Form.Title), Under: "Số liệu tính đến ngày " + kernel.FormatDate(v.Period.CutOff), At: now}
	if v.Frozen {
		sheet.At = v.Report.Changed
		sheet.Foot = "Ảnh chụp " + d.SHA256[:16]
	} else {
		sheet.Foot = "Bản chưa gửi"
	}
	sheet.QR = paper.QR{Text: base + unitPath(v.Period.ID, v.Org.ID), Caption: "Mở báo cáo này trên hệ thống"}
	sheet.Blocks = append(sheet.Blocks, lineTable(v.Form, d))
	if d.Units != nil {
		sheet.Blocks = append(sheet.Blocks, paper.Para{Text: fmt.Sprintf("Trong tổng có %s trên %s đơn vị phải báo cáo.", kernel.GroupThousands(int64(d.Units.Counted)), kernel.GroupThousands(int64(d.Units.Expected)))})
	}
	if d.Note != "" {
		sheet.Blocks = append(sheet.Blocks, paper.Para{Text: "Ghi chú: " + d.Note})
	}
	if !v.Form.Verified {
		sheet.Blocks = append(sheet.Blocks, paper.Para{Text: "Mẫu chưa đối chiếu nguyên văn; dòng có dấu * chưa thấy trong mẫu đã công bố.", Italic: true})
	}
	return signed(sheet)
}

func signed(sheet paper.Sheet) paper.Sheet {
	sheet.Blocks = append(sheet.Blocks, paper.Signatures{{Title: "NGƯỜI LẬP BIỂU", Hint: "(Ký, ghi rõ họ tên)"}, {Title: "TM. BAN CHẤP HÀNH", Hint: "(Ký, đóng dấu, ghi rõ họ tên)"}})
	return sheet
}

func lineTable(f *Form, d Document) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "TT", Wide: .7, Align: paper.Center}, {Head: "Nội dung", Wide: 6}, {Head: "Đơn vị tính", Wide: 1.3}, {Head: "Số lượng", Wide: 2, Align: paper.Right}, {Head: "Ghi chú", Wide: 2}}}
	by := map[string]DocumentLine{}
	for _, l := range d.Lines {
		by[l.Key] = l
	}
	for _, g := range f.Groups {
		t.Rows = append(t.Rows, []string{g.Number, g.Title, "", "", ""})
		for _, l := range g.Lines {
			x, label := by[l.Key], l.Label
			if !l.Verified {
				label += " *"
			}
			t.Rows = append(t.Rows, []string{l.Number, label, l.Unit, figure(l.Kind, x.Value), x.Reason})
		}
	}
	return t
}

func capital(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = []rune(strings.ToUpper(string(r[0])))[0]
	}
	return string(r)
}
