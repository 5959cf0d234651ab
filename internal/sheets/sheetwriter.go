package sheets

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"doanket/kernel"
)

// SheetWriter (người ghi trang tính) writes one sheet of a workbook from its first row to its last.
type SheetWriter struct {
	name   string
	packed *packed
	buf    []byte
	cols   []byte
	first  bool
	frozen bool
	begun  bool
	next   int
	width  int
	filter string
	merged []string
	notes  []note
	author string
	names  []string // letters of the columns
}

// styled is a text in a look other than that of texts.
type styled struct {
	style int
	text  string
}

// Bold (chữ đậm) is a text in bold.
func Bold(text string) any { return styled{styleBold, text} }

var (
	errBegun = errors.New("sheets: widths are told before the first row")
	errRows  = errors.New("sheets: a sheet has at most 1,048,576 rows")
)

// Width sets the width of columns, counted from 0, in characters, before the first row.
func (s *SheetWriter) Width(from, to int, width float64) {
	s.cols = fmt.Appendf(s.cols, `<col min="%d" max="%d" width="%s" customWidth="1"/>`, from+1, to+1, strconv.FormatFloat(min(width, 255), 'f', -1, 64))
}

// Merge joins the cells of the row that is written next, from one column to another, into one.
func (s *SheetWriter) Merge(from, to int) {
	s.merged = append(s.merged, CellName(from, s.next)+":"+CellName(to, s.next))
}

// Filter puts the buttons by which an office program filters onto the row that was written last; they
// reach down to the last row.
func (s *SheetWriter) Filter() {
	s.filter = CellName(0, s.next-1) + ":" + ColumnLetters(max(0, s.width-1))
}

// Row writes the next row.
func (s *SheetWriter) Row(cells ...any) error { return s.write(cells) }

// begin writes what stands before the rows.
func (s *SheetWriter) begin() {
	s.begun = true
	s.buf = append(s.buf, xmlHead+`<worksheet xmlns="`+nsMain+`" xmlns:r="`+nsOffice+`"><sheetViews><sheetView workbookViewId="0"`...)
	if s.first {
		s.buf = append(s.buf, ` tabSelected="1"`...)
	}
	if s.frozen {
		s.buf = append(s.buf, `><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView>`...)
	} else {
		s.buf = append(s.buf, `/>`...)
	}
	s.buf = append(s.buf, `</sheetViews><sheetFormatPr defaultRowHeight="15"/>`...)
	if len(s.cols) > 0 {
		s.buf = append(append(append(s.buf, `<cols>`...), s.cols...), `</cols>`...)
	}
	s.buf = append(s.buf, `<sheetData>`...)
	s.cols = nil
}

func (s *SheetWriter) write(cells []any) error {
	if s.next > MaxRows {
		return errRows
	}
	if !s.begun {
		s.begin()
	}
	if s.cols != nil {
		return errBegun
	}
	s.buf = append(s.buf, `<row r="`...)
	s.buf = strconv.AppendInt(s.buf, int64(s.next), 10)
	s.buf = append(s.buf, `">`...)
	for i, v := range cells {
		s.cell(i, v)
	}
	s.buf = append(s.buf, `</row>`...)
	s.next++
	s.width = max(s.width, len(cells))
	if len(s.buf) < 32<<10 {
		return nil
	}
	return s.pour()
}

func (s *SheetWriter) pour() error {
	_, err := s.packed.Write(s.buf)
	s.buf = s.buf[:0]
	return err
}

// finish writes what stands behind the rows.
func (s *SheetWriter) finish() error {
	if !s.begun {
		s.begin()
	}
	s.buf = append(s.buf, `</sheetData>`...)
	if s.filter != "" {
		s.buf = fmt.Appendf(s.buf, `<autoFilter ref="%s%d"/>`, s.filter, s.next-1)
	}
	if len(s.merged) > 0 {
		s.buf = fmt.Appendf(s.buf, `<mergeCells count="%d">`, len(s.merged))
		for _, ref := range s.merged {
			s.buf = fmt.Appendf(s.buf, `<mergeCell ref="%s"/>`, ref)
		}
		s.buf = append(s.buf, `</mergeCells>`...)
	}
	if len(s.notes) > 0 {
		s.buf = append(s.buf, `<legacyDrawing r:id="rId1"/>`...)
	}
	s.buf = append(s.buf, `</worksheet>`...)
	err := s.pour()
	if err != nil {
		return err
	}
	return s.packed.finish()
}

// cell writes one value. A text is written as a text and nothing else, so that none becomes a formula.
func (s *SheetWriter) cell(column int, v any) {
	switch v := v.(type) {
	case nil:
	case string:
		s.text(column, styleText, v)
	case styled:
		s.text(column, v.style, v.text)
	case kernel.Date:
		switch {
		case v.IsZero():
		case v.Year < 1901 || v.Year > 9999: // Excel has no such days
			s.text(column, styleText, kernel.FormatDate(v))
		default:
			s.number(column, styleDate, int64(serialOf(v)))
		}
	case kernel.Money:
		s.number(column, styleMoney, int64(v))
	case int:
		s.number(column, stylePlain, int64(v))
	case int64:
		s.number(column, stylePlain, v)
	case int32:
		s.number(column, stylePlain, int64(v))
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		s.open(column, stylePlain)
		s.buf = append(s.buf, `><v>`...)
		format := byte('f')
		if a := math.Abs(v); a >= 1e15 || a < 1e-6 && a > 0 {
			format = 'E'
		}
		s.buf = strconv.AppendFloat(s.buf, v, format, -1, 64)
		s.buf = append(s.buf, `</v></c>`...)
	case bool:
		if v {
			s.text(column, stylePlain, "x")
		}
	default:
		s.text(column, styleText, fmt.Sprint(v))
	}
}

// open writes the head of a cell up to what follows its look.
func (s *SheetWriter) open(column, style int) {
	for len(s.names) <= column {
		s.names = append(s.names, ColumnLetters(len(s.names)))
	}
	s.buf = append(s.buf, `<c r="`...)
	s.buf = append(s.buf, s.names[column]...)
	s.buf = strconv.AppendInt(s.buf, int64(s.next), 10)
	s.buf = append(s.buf, '"')
	if style != stylePlain {
		s.buf = append(s.buf, ` s="`...)
		s.buf = strconv.AppendInt(s.buf, int64(style), 10)
		s.buf = append(s.buf, '"')
	}
}

func (s *SheetWriter) number(column, style int, n int64) {
	s.open(column, style)
	s.buf = append(s.buf, `><v>`...)
	s.buf = strconv.AppendInt(s.buf, n, 10)
	s.buf = append(s.buf, `</v></c>`...)
}

func (s *SheetWriter) text(column, style int, text string) {
	if text == "" {
		return
	}
	s.open(column, style)
	s.buf = append(s.buf, ` t="inlineStr"><is><t xml:space="preserve">`...)
	s.buf = appendCellText(s.buf, text)
	s.buf = append(s.buf, `</t></is></c>`...)
}

func serialOf(d kernel.Date) int { return kernel.Date{Year: 1899, Month: 12, Day: 30}.DaysUntil(d) }
