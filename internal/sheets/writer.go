package sheets

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

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
	b := NewWorkbook(out)
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
