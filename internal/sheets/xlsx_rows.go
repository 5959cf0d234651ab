package sheets

import (
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"doanket/kernel"
)

// xlsxRows reads one sheet of a workbook.
type xlsxRows struct {
	file  *xlsxFile
	texts *sharedTexts
	part  io.ReadCloser
	count *counted
	total int64
	scan  *xmlScan
	last  int // number of the row read last
	begun bool

	cells []Cell
	spans []span // cells whose text lies in arena
	arena []byte
	one   []byte
}

type span struct{ cell, from, to int }

func (x *xlsxFile) rows(sheet SheetInfo) (*xlsxRows, error) {
	texts, err := x.shared()
	if err != nil {
		return nil, err
	}
	part, total, err := x.part(sheet.path, x.limits.Unpacked)
	if err != nil {
		return nil, err
	}
	count, _ := part.(*counted)
	return &xlsxRows{file: x, texts: texts, part: part, count: count, total: total, scan: newXMLScan(part)}, nil
}

func (r *xlsxRows) close() error { return r.part.Close() }

func (r *xlsxRows) progress() float64 {
	if r.total <= 0 {
		return 0
	}
	return min(1, float64(r.count.n)/float64(r.total))
}

func (r *xlsxRows) next() (Row, bool, error) {
	for {
		tok, err := r.scan.next()
		if err != nil {
			return Row{}, false, err
		}
		switch {
		case tok == tokEOF:
			return Row{}, false, io.ErrUnexpectedEOF // a sheet ends with its tag
		case tok == tokStart && string(r.scan.name) == "sheetData":
			r.begun = true
		case tok == tokEnd && (string(r.scan.name) == "sheetData" || string(r.scan.name) == "worksheet"): // a sheet without cells may lack sheetData
			return Row{}, false, nil
		case tok == tokStart && string(r.scan.name) == "row" && r.begun:
			row, err := r.row()
			if err != nil || len(row.Cells) > 0 {
				return row, err == nil, err
			}
		}
	}
}

func (r *xlsxRows) row() (Row, error) {
	number := r.last + 1
	if v := r.scan.attr("r"); v != nil {
		n, err := strconv.Atoi(string(v))
		if err != nil || n <= r.last {
			return Row{}, errXML
		}
		number = n
	}
	r.last = number
	r.cells, r.spans, r.arena = r.cells[:0], r.spans[:0], r.arena[:0]
	column := -1
	for {
		tok, err := r.scan.next()
		if err != nil {
			return Row{}, err
		}
		switch {
		case tok == tokEOF:
			return Row{}, io.ErrUnexpectedEOF
		case tok == tokEnd && string(r.scan.name) == "row":
			return Row{number, r.settle()}, nil
		case tok == tokStart && string(r.scan.name) == "c":
			column, err = r.cell(number, column)
			if err != nil {
				return Row{}, err
			}
		}
	}
}

// settle gives the cells whose texts were read into the arena one string in common.
func (r *xlsxRows) settle() []Cell {
	all := string(r.arena)
	for _, s := range r.spans {
		r.cells[s.cell].Text = all[s.from:s.to]
	}
	return r.cells
}

func (r *xlsxRows) cell(row, last int) (int, error) {
	column, st := last+1, 0
	var kind byte = 'n'
	for rest := r.scan.attrs; ; {
		var key, value []byte
		key, value, rest = nextAttr(rest)
		if key == nil {
			break
		}
		switch string(key) {
		case "r":
			c, ok := columnOf(value)
			if !ok || c <= last {
				return 0, errXML
			}
			column = c
		case "s":
			st, _ = strconv.Atoi(string(value))
		case "t":
			kind = kindOf(string(value))
		}
	}
	if column >= r.file.limits.Cols {
		return r.tooWide(row, column)
	}
	var look style
	if st >= 0 && st < len(r.file.styles) {
		look = r.file.styles[st]
	}
	has, err := r.value(kind, look.font)
	if err != nil || !has {
		return column, err
	}
	for len(r.cells) <= column {
		r.cells = append(r.cells, Cell{})
	}
	err = r.put(row, column, kind, look)
	return column, err
}

// tooWide lets empty cells far to the right pass, which some programs write for a style alone.
func (r *xlsxRows) tooWide(row, column int) (int, error) {
	has, err := r.value('z', notLegacy)
	if err == nil && has && !blank(string(r.one)) {
		err = invalid("sheets.too_many_cols", row, r.file.limits.Cols)
	}
	return column, err
}

// kindOf shortens a cell's type: n number, s shared, i inline, t formula's text, b bool, e error, d ISO date.
func kindOf(t string) byte {
	switch t {
	case "s":
		return 's'
	case "inlineStr":
		return 'i'
	case "str":
		return 't'
	case "b":
		return 'b'
	case "e":
		return 'e'
	case "d":
		return 'd'
	}
	return 'n'
}

func columnOf(ref []byte) (int, bool) {
	n := 0
	for i, c := range ref {
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= '0' && c <= '9' && i > 0:
			return n - 1, true
		default:
			return 0, false
		}
		if n > 1<<20 {
			return 0, false
		}
	}
	return 0, false
}

// value reads up to the end of the cell; the text is in one.
func (r *xlsxRows) value(kind byte, font legacyFont) (bool, error) {
	r.one = r.one[:0]
	inValue, has := false, false
	for {
		tok, err := r.scan.next()
		if err != nil {
			return false, err
		}
		switch tok {
		case tokEOF:
			return false, io.ErrUnexpectedEOF
		case tokStart:
			switch string(r.scan.name) {
			case "v":
				inValue, has = kind != 'i', true
			case "is":
				r.one, _, err = readRichText(r.scan, r.one, "is", font)
				if err != nil {
					return false, err
				}
				has = true
			}
		case tokText:
			if inValue {
				r.one = r.scan.appendText(r.one)
			}
		case tokEnd:
			switch string(r.scan.name) {
			case "v":
				inValue = false
			case "c":
				if has && kind == 't' {
					r.one = mendText(r.one, 0, font)
				}
				return has, nil
			}
		}
	}
}

func (r *xlsxRows) put(row, column int, kind byte, look style) error {
	c := &r.cells[column]
	switch kind {
	case 's':
		i, err := strconv.Atoi(string(r.one))
		if err != nil {
			return errXML
		}
		text, own, ok := r.texts.get(i)
		if !ok {
			return errXML
		}
		if text == tooLong {
			return r.long(row, column)
		}
		c.Text = text
		if look.font != notLegacy && !own {
			c.Text = look.font.decode(text)
		}
		return nil
	case 'b':
		c.Kind, c.Text = Bool, "FALSE"
		if string(r.one) == "1" || string(r.one) == "true" {
			c.Text = "TRUE"
		}
		return nil
	case 'e':
		c.Kind = Error
	case 'n':
		return r.number(column, look.day)
	case 'd':
		c.Kind = Day
		t, err := time.Parse("2006-01-02", string(r.one[:min(10, len(r.one))]))
		if err == nil {
			c.Text = kernel.FormatDate(kernel.DateOf(t))
			return nil
		}
	}
	if len(r.one) > r.file.limits.Cell {
		return r.long(row, column)
	}
	if !utf8.Valid(r.one) {
		return errXML
	}
	r.keep(column, r.one)
	return nil
}

func (r *xlsxRows) long(row, column int) error {
	return invalid("sheets.long_cell", CellName(column, row), kernel.GroupThousands(int64(r.file.limits.Cell/4)))
}

func (r *xlsxRows) keep(column int, text []byte) {
	from := len(r.arena)
	r.arena = append(r.arena, text...)
	r.spans = append(r.spans, span{column, from, len(r.arena)})
}

// number keeps the digits of a number, or writes the day that the workbook shows for it.
func (r *xlsxRows) number(column int, day dayStyle) error {
	c := &r.cells[column]
	if len(r.one) == 0 {
		return nil
	}
	if len(r.one) > 40 {
		return errXML
	}
	c.Kind = Number
	if day != noDay && day != clockOnly {
		f, err := strconv.ParseFloat(string(r.one), 64)
		if err != nil {
			return errXML
		}
		if text := dayText(f, day, r.file.since1904); text != "" {
			c.Kind, c.Text = Day, text
			return nil
		}
	}
	plain := true
	for _, b := range r.one {
		if b < '0' || b > '9' {
			plain = false
			break
		}
	}
	if plain && len(r.one) <= 15 {
		r.keep(column, r.one)
		return nil
	}
	f, err := strconv.ParseFloat(string(r.one), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return errXML
	}
	r.one = append(r.one[:0], numberText(f)...)
	r.keep(column, r.one)
	return nil
}

// numberText writes a number as a person would see it: 15 digits as Excel does, without an exponent
// while all digits are known, so that what lost digits can be told apart (1.2345678901234568E+18).
func numberText(f float64) string {
	if math.Abs(f) >= 1e15 || f != 0 && math.Abs(f) < 1e-9 {
		return strconv.FormatFloat(f, 'E', -1, 64)
	}
	if f == math.Trunc(f) {
		return strconv.FormatFloat(f, 'f', 0, 64)
	}
	shown, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		shown = f
	}
	return strconv.FormatFloat(shown, 'f', -1, 64)
}

// serialDate is the day of a workbook's day number; false for what no calendar has (0, 29/02/1900).
func serialDate(serial float64, since1904 bool) (kernel.Date, bool) {
	if !(serial >= 0) || serial > 2_958_465 {
		return kernel.Date{}, false
	}
	n := int(serial)
	if since1904 {
		return kernel.Date{Year: 1904, Month: 1, Day: 1}.AddDays(n), true
	}
	switch {
	case n < 1 || n == 60:
		return kernel.Date{}, false
	case n < 60:
		n++
	}
	return kernel.Date{Year: 1899, Month: 12, Day: 30}.AddDays(n), true
}

func dayText(serial float64, look dayStyle, since1904 bool) string {
	d, ok := serialDate(serial, since1904)
	if !ok {
		return ""
	}
	switch look {
	case monthDay:
		return pad2(int(d.Month)) + "/" + strconv.Itoa(d.Year)
	case yearDay:
		return strconv.Itoa(d.Year)
	}
	text := kernel.FormatDate(d)
	if minutes := int(math.Round((serial - math.Floor(serial)) * 24 * 60)); minutes > 0 && minutes < 24*60 {
		text += " " + pad2(minutes/60) + ":" + pad2(minutes%60)
	}
	return text
}

func pad2(n int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 2-len(s))) + s
}
