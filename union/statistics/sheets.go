package statistics

import (
	"bytes"
	"context"

	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/ui"
)

// reportBook is a report as a workbook: numbers are numbers.
func reportBook(ctx context.Context, v Sheet) ([]byte, error) {
	rows := [][]any{{v.Form.Name + ". " + v.Form.Title}, {v.Document.UnitName}, {ui.T(ctx, "Số liệu tính đến ngày %s", kernel.FormatDate(v.Period.CutOff))},
		{stateWord(ctx, v.Report.State) + units(ctx, v.Document)}, {}}
	head := []any{ui.T(ctx, "TT"), ui.T(ctx, "Nội dung"), ui.T(ctx, "Đơn vị tính"), ui.T(ctx, "Số liệu")}
	if v.Sums() {
		for _, sector := range v.Fill.Sectors {
			head = append(head, sector.Label)
		}
	} else {
		head = append(head, ui.T(ctx, "Số trong sổ"), ui.T(ctx, "Lý do khác sổ"))
	}
	at := len(rows)
	rows = append(rows, head)
	for _, l := range v.Document.Lines {
		row := []any{l.Number, l.Label, l.Unit, number(l.Kind, l.Value)}
		if v.Sums() {
			line, _ := v.Form.Line(l.Key)
			for _, sector := range v.Fill.Sectors {
				row = append(row, sectorNumber(v, line, sector.Key))
			}
		} else {
			row = append(row, number(l.Kind, l.Computed), l.Reason)
		}
		rows = append(rows, row)
	}
	return workbook(ui.T(ctx, "Báo cáo"), at, rows)
}

// sectorNumber is a line over the units of one sector; nothing for lines that are one sector's already.
func sectorNumber(v Sheet, l Line, sector string) any {
	if l.Kind == Share || l.Sector != "" {
		return nil
	}
	n, ok := v.Sum.total(l.Of, sector).of(l.Kind)
	if !ok {
		return nil
	}
	return n
}

func number(kind LineKind, v *int64) any {
	switch {
	case v == nil:
		return nil
	case kind == Share:
		return float64(*v) / 100
	}
	return *v
}

func units(ctx context.Context, d Document) string {
	if d.Units == nil {
		return ""
	}
	return ". " + ui.T(ctx, "Trong tổng có %d trên %d đơn vị.", d.Units.Counted, d.Units.Expected)
}

// lateBook is the list of units whose report is missing or came late.
func lateBook(ctx context.Context, list LateList) ([]byte, error) {
	rows := [][]any{{ui.T(ctx, "Đơn vị"), ui.T(ctx, "Công đoàn cấp trên"), ui.T(ctx, "Tình trạng"), ui.T(ctx, "Ngày gửi"), ui.T(ctx, "Chậm (ngày làm việc)")}}
	for _, m := range list.Rows {
		rows = append(rows, []any{m.Name, m.AboveName, stateWord(ctx, m.State), kernel.FormatDate(m.Submitted), m.Late})
	}
	return workbook(ui.T(ctx, "Danh sách chậm"), 0, rows)
}

// workbook is a sheet whose row head is in bold.
func workbook(name string, head int, rows [][]any) ([]byte, error) {
	var buf bytes.Buffer
	b := sheets.NewWorkbook(&buf)
	defer b.Drop()
	w, err := b.Sheet(name, nil)
	if err != nil {
		return nil, err
	}
	w.Width(1, 1, 60)
	for i, row := range rows {
		if i == head {
			for j, v := range row {
				row[j] = sheets.Bold(v.(string))
			}
		}
		err = w.Row(row...)
		if err != nil {
			return nil, err
		}
	}
	err = b.Close()
	return buf.Bytes(), err
}
