package orgs

import (
	"bytes"
	"io"
	"strconv"

	"doanket/internal/sheets"
	"doanket/kernel"
)

// upload is an uploaded workbook or CSV file: its first sheet, row by row.
type upload struct {
	rows  []sheets.Row
	sheet string
}

// readTable reads an uploaded workbook or CSV file. Refuses as sheets.Open does, and with
// orgs.import_too_long.
func readTable(content []byte) (upload, error) {
	b, err := sheets.Open(bytes.NewReader(content), int64(len(content)), sheets.Options{Limits: sheets.Limits{Unpacked: 64 << 20, Texts: 64 << 20, Cols: 200}})
	if err != nil {
		return upload{}, err
	}
	first := b.FirstSheet()
	rows, err := b.Rows(first)
	if err != nil {
		return upload{}, err
	}
	defer rows.Close()
	t := upload{sheet: b.Sheets()[first].Name}
	for rows.Next() {
		if len(t.rows) > maxImportLines+100 {
			return upload{}, kernel.Refuse("orgs.import_too_long", maxImportLines)
		}
		t.rows = append(t.rows, rows.Row().Copy())
	}
	return t, rows.Err()
}

// readDay reads a day as offices write it, or the number by which workbooks keep one.
func readDay(s string) (kernel.Date, error) {
	d, _, err := sheets.DateRules{}.Read(s)
	if err != nil {
		return kernel.Date{}, err
	}
	return d.Whole(s)
}

// templateBook is the workbook that people fill in, with the kinds of a day on a sheet of its own.
func templateBook(kinds []Kind) ([]byte, error) {
	var heads []sheets.Column
	var example []any
	for _, c := range columns {
		heads = append(heads, sheets.Column{Head: starred(c), Width: 24})
		example = append(example, c.example)
	}
	choices := [][]any{}
	for _, k := range kinds {
		choices = append(choices, []any{k.Name, k.Key, k.Source})
	}
	var buf bytes.Buffer
	b := sheets.NewWorkbook(&buf)
	for _, page := range []struct {
		name  string
		heads []sheets.Column
		rows  [][]any
	}{{"Đơn vị", heads, [][]any{example}}, {"Loại đơn vị", []sheets.Column{{Head: "Loại đơn vị", Width: 40}, {Head: "Khoá", Width: 24}, {Head: "Nguồn", Width: 60}}, choices}} {
		w, err := b.Sheet(page.name, page.heads)
		if err != nil {
			b.Drop()
			return nil, err
		}
		for _, row := range page.rows {
			err = w.Row(row...)
			if err != nil {
				b.Drop()
				return nil, err
			}
		}
	}
	err := b.Close()
	return buf.Bytes(), err
}

func starred(c column) string {
	if c.needed {
		return c.head + " *"
	}
	return c.head
}

// faultBook is the uploaded table once more, each row at its place, with each faulty cell marked.
func faultBook(p Plan, words sheets.FaultWords, say func(code string, args []any) string) ([]byte, error) {
	lines := map[int]ImportLine{}
	for _, l := range p.Lines {
		lines[l.Number] = l
	}
	var buf bytes.Buffer
	head := p.table.layout.Header
	f, err := sheets.NewFaultBook(&buf, words, p.table.name, len(head.Heads))
	if err != nil {
		return nil, err
	}
	for _, r := range p.table.rows {
		if r.Number >= head.From && r.Number <= head.To {
			err = f.Head(r, r.Number == head.To)
		} else {
			var marks []sheets.Mark
			for _, fault := range lines[r.Number].Faults {
				marks = append(marks, sheets.Mark{Column: p.table.column(fault.Column), Head: fault.Head, Say: say(fault.Code, fault.Args)})
			}
			err = f.Row(r, marks)
		}
		if err != nil {
			f.Drop()
			return nil, err
		}
	}
	err = f.Close()
	return buf.Bytes(), err
}

// writeList writes the list of units for saving.
func writeList(out io.Writer, format sheets.Format, rows []Row, say func(string) string) error {
	var heads []sheets.Column
	for _, h := range []string{"Tên đơn vị", "Tên viết tắt", "Loại đơn vị", "Mã định danh", "Mã cũ", "Đơn vị cấp trên", "Ngày thành lập", "Bậc"} {
		heads = append(heads, sheets.Column{Head: say(h), Width: 24})
	}
	w, err := sheets.NewWriter(out, format, say("Đơn vị"), heads)
	if err != nil {
		return err
	}
	for _, r := range rows {
		parent := r.Parent.Name
		if r.Parent.Identifier != "" {
			parent = r.Parent.Identifier
		}
		err = w.Row(r.Org.Name, r.Org.ShortName, r.Kind, r.Org.Identifier, r.Org.Former, parent, kernel.FormatDate(r.Org.Life.From), strconv.Itoa(r.Depth))
		if err != nil {
			return err
		}
	}
	return w.Close()
}
