package statistics

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

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
		row := []any{l.Number, cell(l.Label), l.Unit, number(l.Kind, l.Value)}
		if v.Sums() {
			line, _ := v.Form.Line(l.Key)
			for _, sector := range v.Fill.Sectors {
				row = append(row, sectorNumber(v, line, sector.Key))
			}
		} else {
			row = append(row, number(l.Kind, l.Computed), cell(l.Reason))
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
		rows = append(rows, []any{cell(m.Name), cell(m.AboveName), stateWord(ctx, m.State), kernel.FormatDate(m.Submitted), m.Late})
	}
	return workbook(ui.T(ctx, "Danh sách chậm"), 0, rows)
}

// cell keeps an office program from running a text that looks like a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func workbook(name string, head int, rows [][]any) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	err = f.SetSheetName("Sheet1", name)
	if err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	err = w.SetColWidth(2, 2, 60)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		var options []excelize.RowOpts
		if i == head {
			options = append(options, excelize.RowOpts{StyleID: bold})
		}
		err = w.SetRow(fmt.Sprintf("A%d", i+1), row, options...)
		if err != nil {
			return nil, err
		}
	}
	err = w.Flush()
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	err = f.Write(&buf)
	return buf.Bytes(), err
}
