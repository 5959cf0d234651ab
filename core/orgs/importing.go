package orgs

import (
	"slices"
	"strings"

	"doanket/internal/sheets"
	"doanket/kernel"
)

// column is one column of the table of units that an office sends.
type column struct {
	key, head string
	needed    bool
	example   string
}

// columns in the order of the template. Heads are compared folded, so case and marks do not matter.
var columns = []column{
	{"ten", "Tên đơn vị", true, "Công đoàn cơ sở Công ty Mẫu"},
	{"ten_ngan", "Tên viết tắt", false, "CĐCS Công ty Mẫu"},
	{"loai", "Loại đơn vị", true, "Công đoàn cơ sở"},
	{"ma_dinh_danh", "Mã định danh", false, ""},
	{"ma_cu", "Mã cũ", false, ""},
	{"cap_tren", "Đơn vị cấp trên", true, "Công đoàn phường Uông Bí"},
	{"hieu_luc", "Ngày thành lập", true, "01/08/2026"},
	{"so_qd", "Số quyết định", true, "12/QĐ-CĐ"},
	{"ngay_qd", "Ngày quyết định", true, "20/07/2026"},
	{"dia_ban", "Mã địa bàn", false, "06811"},
}

// fields of the columns, as a table's head is matched with them.
func fields() []sheets.Field {
	var out []sheets.Field
	for _, c := range columns {
		out = append(out, sheets.Field{Key: c.key, Head: c.head, Needed: c.needed})
	}
	return out
}

// sheet is an uploaded table: its head and the lines below it.
type sheet struct {
	upload
	name   string
	layout sheets.Layout
	lines  []sheets.Row
}

// column is the place of a column, -1 when the table lacks it: only what its head names surely counts.
func (s sheet) column(key string) int {
	i := s.layout.At(key)
	if i >= 0 && !s.layout.Columns[i].Sure {
		return -1
	}
	return i
}

func (s sheet) cell(l sheets.Row, key string) string { return sheets.Tidy(l.Text(s.column(key))) }

const maxImportLines = 5000

// readSheet finds the head and the lines of a table. Refuses with orgs.import_empty,
// orgs.import_columns, orgs.import_too_long, sheets.no_header.
func readSheet(t upload) (sheet, error) {
	s := sheet{upload: t, name: t.sheet}
	if len(t.rows) == 0 {
		return s, kernel.Refuse("orgs.import_empty")
	}
	head, err := sheets.FindHeader(t.rows, fields())
	if err != nil {
		return s, err
	}
	s.layout = sheets.Match(head, fields(), sheets.Mapping{}, nil)
	var missing []string
	for _, c := range columns {
		if c.needed && s.column(c.key) < 0 {
			missing = append(missing, c.head)
		}
	}
	if len(missing) > 0 {
		return s, kernel.Refuse("orgs.import_columns", strings.Join(missing, ", "))
	}
	for _, r := range t.rows {
		if r.Number > head.To && !r.Blank() && !(r.Number == head.To+1 && sheets.Numbering(r)) {
			s.lines = append(s.lines, r)
		}
	}
	switch {
	case len(s.lines) == 0:
		return s, kernel.Refuse("orgs.import_empty")
	case len(s.lines) > maxImportLines:
		return s, kernel.Refuse("orgs.import_too_long", maxImportLines)
	}
	return s, nil
}

// Verdict says what becomes of one line.
//
//glossary:none
type Verdict string

// What may become of a line of an import.
const (
	WillFound Verdict = "found"
	Unchanged Verdict = "unchanged"
	Faulty    Verdict = "faulty"
)

// CellFault is a refusal at one cell of an uploaded table.
//
//glossary:none
type CellFault struct {
	Line   int
	Column string // key of the column
	Cell   string // "C7"
	Head   string
	Code   string
	Args   []any
}

// ImportLine is one line of an uploaded table with its verdict.
//
//glossary:none
type ImportLine struct {
	Number  int
	Name    string
	Kind    string
	Parent  string
	Founded string
	Verdict Verdict
	Faults  []CellFault

	founding  Founding
	parentRow int // index of the line that founds the parent, -1 when the parent is there already
	there     kernel.ID
}

// Plan (bản xem trước) is what an import would do.
//
//glossary:none
type Plan struct {
	Lines []ImportLine
	table sheet
}

// Count of lines with a verdict.
func (p Plan) Count(v Verdict) int {
	n := 0
	for _, l := range p.Lines {
		if l.Verdict == v {
			n++
		}
	}
	return n
}

// Faults of all lines.
func (p Plan) Faults() []CellFault {
	var out []CellFault
	for _, l := range p.Lines {
		out = append(out, l.Faults...)
	}
	return out
}

// read takes what a line says into a founding, noting what cannot be read.
func (p *Plan) read(l sheets.Row) ImportLine {
	out := ImportLine{Number: l.Number, Name: p.table.cell(l, "ten"), Kind: p.table.cell(l, "loai"), Parent: p.table.cell(l, "cap_tren"),
		Founded: p.table.cell(l, "hieu_luc"), Verdict: WillFound, parentRow: -1}
	for _, c := range columns {
		if c.needed && p.table.cell(l, c.key) == "" {
			p.fault(&out, c.key, "orgs.row_needed")
		}
	}
	f := &out.founding
	f.Name, f.ShortName = out.Name, p.table.cell(l, "ten_ngan")
	f.Identifier, f.Former = NormalIdentifier(p.table.cell(l, "ma_dinh_danh")), NormalIdentifier(p.table.cell(l, "ma_cu"))
	f.Areas = strings.FieldsFunc(p.table.cell(l, "dia_ban"), func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	f.Basis = Basis{Number: p.table.cell(l, "so_qd"), Effective: p.date(&out, l, "hieu_luc"), Decided: p.date(&out, l, "ngay_qd")}
	if !f.Basis.Effective.IsZero() {
		out.Founded = kernel.FormatDate(f.Basis.Effective)
	}
	return out
}

func (p *Plan) date(out *ImportLine, l sheets.Row, key string) kernel.Date {
	text := p.table.cell(l, key)
	if text == "" {
		return kernel.Date{}
	}
	d, err := readDay(text)
	if err != nil {
		p.fault(out, key, "orgs.row_date", text)
	}
	return d
}

func (p *Plan) fault(l *ImportLine, key, code string, args ...any) {
	i := slices.IndexFunc(columns, func(c column) bool { return c.key == key })
	f := CellFault{Line: l.Number, Column: key, Head: columns[i].head, Code: code, Args: args}
	if at := p.table.column(key); at >= 0 {
		f.Cell = sheets.CellName(at, l.Number)
	}
	l.Faults = append(l.Faults, f)
	l.Verdict = Faulty
}
