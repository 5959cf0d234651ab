package orgs

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"doanket/kernel"
)

const unzipLimit = 64 << 20 // what an uploaded workbook may grow to in memory

// readTable reads an uploaded workbook or CSV file into rows of text.
func readTable(content []byte) ([][]string, error) {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return readWorkbook(content)
	}
	if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
		return nil, kernel.Refuse("orgs.import_unreadable")
	}
	return readCSV(content)
}

func readWorkbook(content []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: unzipLimit, UnzipXMLSizeLimit: unzipLimit})
	if err != nil {
		return nil, kernel.Refuse("orgs.import_unreadable")
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, kernel.Refuse("orgs.import_unreadable")
	}
	defer rows.Close()
	var out [][]string
	for rows.Next() {
		if len(out) > maxImportLines+100 {
			return nil, kernel.Refuse("orgs.import_too_long", maxImportLines)
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, kernel.Refuse("orgs.import_unreadable")
		}
		out = append(out, cells)
	}
	return out, nil
}

func readCSV(content []byte) ([][]string, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	first, _, _ := bytes.Cut(content, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	for _, sep := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(sep))) > bytes.Count(first, []byte(string(r.Comma))) {
			r.Comma = sep
		}
	}
	var out [][]string
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, kernel.Refuse("orgs.import_unreadable")
		}
		line, _ := r.FieldPos(0)
		for len(out) < line-1 { // the reader passes over empty lines, people count them
			out = append(out, nil)
		}
		if len(out) > maxImportLines+100 {
			return nil, kernel.Refuse("orgs.import_too_long", maxImportLines)
		}
		out = append(out, row)
	}
}

// readDay reads 01/07/2026, 2026-07-01, or the number by which workbooks keep a day.
func readDay(s string) (kernel.Date, error) {
	if serial, err := strconv.ParseFloat(s, 64); err == nil {
		t, err := excelize.ExcelDateToTime(serial, false)
		if err != nil || serial < 1 || serial > 200_000 {
			return kernel.Date{}, kernel.Refuse("orgs.bad_day")
		}
		return kernel.DateOf(t), nil
	}
	d, err := kernel.ParseISODate(s)
	if err == nil {
		return d, nil
	}
	return kernel.ParseDateVN(s)
}

// templateBook is the workbook that people fill in, with the kinds of a day on a sheet of its own.
func templateBook(kinds []Kind) ([]byte, error) {
	var head, example []string
	for _, c := range columns {
		head = append(head, starred(c))
		example = append(example, c.example)
	}
	rows := [][]string{head, example}
	choices := [][]string{{"Loại đơn vị", "Khoá", "Nguồn"}}
	for _, k := range kinds {
		choices = append(choices, []string{k.Name, k.Key, k.Source})
	}
	return workbook(page{"Đơn vị", rows, nil}, page{"Loại đơn vị", choices, nil})
}

func starred(c column) string {
	if c.needed {
		return c.head + " *"
	}
	return c.head
}

// faultBook is the uploaded table once more, with each faulty cell marked and all reasons in a last column.
func faultBook(p Plan, say func(code string, args []any) string) ([]byte, error) {
	rows := [][]string{append(append([]string(nil), p.table.heads...), "Lỗi")}
	marks := map[string]string{}
	last := len(p.table.heads)
	for i, l := range p.Lines {
		cells := append([]string(nil), p.table.lines[i].cells...)
		for len(cells) < last {
			cells = append(cells, "")
		}
		var why []string
		for _, f := range l.Faults {
			sentence := say(f.Code, f.Args)
			at := cellName(p.table.at[f.Column], len(rows)+1)
			why = append(why, at+": "+sentence)
			marks[at] = sentence
		}
		rows = append(rows, append(cells[:last], strings.Join(why, "\n")))
	}
	return workbook(page{"Lỗi", rows, marks})
}

// listBook and listCSV are the list of units for saving.
func listBook(rows []Row, say func(string) string) ([]byte, error) {
	return workbook(page{say("Đơn vị"), listTable(rows, say), nil})
}

func listCSV(rows []Row, say func(string) string) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("\xef\xbb\xbf") // or office programs read Vietnamese letters wrongly
	w := csv.NewWriter(&buf)
	err := w.WriteAll(listTable(rows, say))
	return buf.Bytes(), err
}

func listTable(rows []Row, say func(string) string) [][]string {
	out := [][]string{{say("Tên đơn vị"), say("Tên viết tắt"), say("Loại đơn vị"), say("Mã định danh"), say("Mã cũ"), say("Đơn vị cấp trên"), say("Ngày thành lập"), say("Bậc")}}
	for _, r := range rows {
		parent := r.Parent.Name
		if r.Parent.Identifier != "" {
			parent = r.Parent.Identifier
		}
		out = append(out, []string{safeCell(r.Org.Name), safeCell(r.Org.ShortName), r.Kind, r.Org.Identifier, r.Org.Former, safeCell(parent), kernel.FormatDate(r.Org.Life.From), strconv.Itoa(r.Depth)})
	}
	return out
}

// safeCell keeps an office program from running a name that looks like a formula.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

type page struct {
	name  string
	rows  [][]string
	marks map[string]string // cell → what is wrong with it
}

func workbook(pages ...page) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	wrong, err := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FBD5D5"}}})
	if err != nil {
		return nil, err
	}
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName("Sheet1", p.name)
		} else {
			_, err = f.NewSheet(p.name)
		}
		if err != nil {
			return nil, err
		}
		err = writePage(f, p, bold, wrong)
		if err != nil {
			return nil, err
		}
	}
	var buf bytes.Buffer
	err = f.Write(&buf)
	return buf.Bytes(), err
}

func writePage(f *excelize.File, p page, bold, wrong int) error {
	for i, row := range p.rows {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = c
		}
		err := f.SetSheetRow(p.name, cellName(0, i+1), &cells)
		if err != nil {
			return err
		}
	}
	err := f.SetRowStyle(p.name, 1, 1, bold)
	if err != nil {
		return err
	}
	err = f.SetColWidth(p.name, "A", "J", 24)
	if err != nil {
		return err
	}
	for at, why := range p.marks {
		err = f.SetCellStyle(p.name, at, at, wrong)
		if err != nil {
			return err
		}
		err = f.AddComment(p.name, excelize.Comment{Cell: at, Author: "Đoàn Kết", Text: why})
		if err != nil {
			return err
		}
	}
	return nil
}
