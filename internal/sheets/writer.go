package sheets

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"doanket/kernel"
)

// Format (dạng tệp) of a table that is written.
type Format string

// Formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// ContentType is what a browser is told.
func (f Format) ContentType() string {
	if f == CSV {
		return "text/csv; charset=utf-8"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// Column (cột xuất) is one column of a table that is written. Width is in characters, 0 for one that
// fits the head.
type Column struct {
	Head  string
	Width float64
}

// Writer (người ghi bảng) writes a table row by row. A row takes texts, kernel.Date, kernel.Money, whole
// numbers, float64 and bool; texts stay texts, so numbers of identity keep their zeros and nothing that
// looks like a formula is one.
type Writer interface {
	Row(cells ...any) error
	Close() error
}

// NewWriter begins a table of one sheet in a format. Close finishes it and leaves out open.
func NewWriter(out io.Writer, f Format, sheet string, columns []Column) (Writer, error) {
	if f == CSV {
		return newCSVWriter(out, columns)
	}
	b, err := NewWorkbook(out)
	if err != nil {
		return nil, err
	}
	s, err := b.Sheet(sheet, columns)
	if err != nil {
		b.Drop()
		return nil, err
	}
	return oneSheet{s, b}, nil
}

type oneSheet struct {
	*SheetWriter
	book *Workbook
}

func (o oneSheet) Close() error { return o.book.Close() }

type csvWriter struct {
	buf *bufio.Writer
	w   *csv.Writer
	row []string
}

func newCSVWriter(out io.Writer, columns []Column) (*csvWriter, error) {
	c := &csvWriter{buf: bufio.NewWriterSize(out, 64<<10)}
	_, err := c.buf.WriteString("\ufeff") // or office programs read Vietnamese letters wrongly
	if err != nil {
		return nil, err
	}
	c.w = csv.NewWriter(c.buf)
	heads := make([]any, len(columns))
	for i, col := range columns {
		heads[i] = col.Head
	}
	return c, c.Row(heads...)
}

func (c *csvWriter) Row(cells ...any) error {
	c.row = c.row[:0]
	for _, v := range cells {
		c.row = append(c.row, plainCell(v))
	}
	return c.w.Write(c.row)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	err := c.w.Error()
	if err != nil {
		return err
	}
	return c.buf.Flush()
}

func plainCell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return Guarded(v)
	case kernel.Date:
		return kernel.FormatDate(v)
	case kernel.Money:
		return strconv.FormatInt(int64(v), 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return "x"
		}
		return ""
	}
	return Guarded(fmt.Sprint(v))
}

// Guarded keeps an office program from running a text of a CSV file that looks like a formula, by an
// apostrophe in front. The reader of this package takes it off again.
func Guarded(s string) string {
	if s != "" && (strings.IndexByte("=+-@\t\r", s[0]) >= 0 || s[0] == '\'' && unguarded(s) != s) {
		return "'" + s
	}
	return s
}

// unguarded takes the apostrophe of Guarded off.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@\t\r'", s[1]) >= 0 {
		return s[1:]
	}
	return s
}

// Workbook (tệp Excel) is an XLSX file that is being written; sheets are written one beside the other.
type Workbook struct {
	out    io.Writer
	file   *excelize.File
	sheets []*SheetWriter
	styles styles
}

type styles struct{ head, text, date, money, wrong, reason int }

// MaxRows is how many rows a sheet of a workbook may have.
const MaxRows = 1_048_576

// NewWorkbook begins a workbook.
func NewWorkbook(out io.Writer) (*Workbook, error) {
	b := &Workbook{out: out, file: excelize.NewFile()}
	dates, money := "dd/mm/yyyy", "#,##0"
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	for _, s := range []struct {
		at *int
		st excelize.Style
	}{
		{&b.styles.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill("E8EEF4"), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&b.styles.text, excelize.Style{NumFmt: 49}},
		{&b.styles.date, excelize.Style{CustomNumFmt: &dates}},
		{&b.styles.money, excelize.Style{CustomNumFmt: &money}},
		{&b.styles.wrong, excelize.Style{NumFmt: 49, Fill: fill("FBD5D5")}},
		{&b.styles.reason, excelize.Style{NumFmt: 49, Font: &excelize.Font{Color: "9B1C1C"}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		id, err := b.file.NewStyle(&s.st)
		if err != nil {
			b.Drop()
			return nil, err
		}
		*s.at = id
	}
	return b, nil
}

// Drop gives up what is not finished.
func (b *Workbook) Drop() { _ = b.file.Close() }

// Close finishes all sheets and writes the file.
func (b *Workbook) Close() error {
	defer b.Drop()
	for _, s := range b.sheets {
		err := s.w.Flush()
		if err != nil {
			return err
		}
	}
	return b.file.Write(b.out)
}

// SheetWriter (người ghi trang tính) writes one sheet of a workbook.
type SheetWriter struct {
	book  *Workbook
	w     *excelize.StreamWriter
	next  int
	cells []any
}

// Sheet begins a sheet with a head that stays in sight; without columns there is no head.
func (b *Workbook) Sheet(name string, columns []Column) (*SheetWriter, error) {
	name = sheetName(name)
	var err error
	if len(b.sheets) == 0 {
		err = b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return nil, err
	}
	w, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	s := &SheetWriter{book: b, w: w, next: 1}
	b.sheets = append(b.sheets, s)
	if len(columns) == 0 {
		return s, nil
	}
	for i, c := range columns {
		width := c.Width
		if width <= 0 {
			width = float64(min(40, max(12, utf8.RuneCountInString(c.Head)+2)))
		}
		err = w.SetColWidth(i+1, i+1, width)
		if err != nil {
			return nil, err
		}
	}
	err = w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return nil, err
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = excelize.Cell{StyleID: b.styles.head, Value: c.Head}
	}
	return s, s.write(heads)
}

// sheetName is a name that Excel accepts: 31 characters and none of :\/?*[].
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		return r
	}, strings.Trim(s, "' "))
	runes := []rune(s)
	if len(runes) == 0 {
		return "Sheet1"
	}
	return string(runes[:min(31, len(runes))])
}

func (s *SheetWriter) write(cells []any) error {
	err := s.w.SetRow(CellName(0, s.next), cells)
	s.next++
	return err
}

// Row writes the next row.
func (s *SheetWriter) Row(cells ...any) error {
	s.cells = s.cells[:0]
	for _, v := range cells {
		s.cells = append(s.cells, s.book.cell(v))
	}
	return s.write(s.cells)
}

func (b *Workbook) cell(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
		return excelize.Cell{StyleID: b.styles.text, Value: clip(v)}
	case kernel.Date:
		switch {
		case v.IsZero():
			return nil
		case v.Year < 1901 || v.Year > 9999: // Excel has no such days
			return excelize.Cell{StyleID: b.styles.text, Value: kernel.FormatDate(v)}
		}
		return excelize.Cell{StyleID: b.styles.date, Value: serialOf(v)}
	case kernel.Money:
		return excelize.Cell{StyleID: b.styles.money, Value: int64(v)}
	case bool:
		if v {
			return "x"
		}
		return nil
	}
	return v
}

func serialOf(d kernel.Date) int { return kernel.Date{Year: 1899, Month: 12, Day: 30}.DaysUntil(d) }

// clip keeps a text within what a cell of Excel may hold.
func clip(s string) string {
	if len(s) <= 32_767 {
		return s
	}
	runes := []rune(s)
	return string(runes[:min(len(runes), 32_766)])
}
