package orgs

import (
	"slices"
	"strings"

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

// sheet is an uploaded table: the head's place and the lines below it.
type sheet struct {
	at    map[string]int // column key → index
	heads []string
	lines []sheetLine
}

type sheetLine struct {
	number int // as the office's program shows it
	cells  []string
}

func (s sheet) cell(l sheetLine, key string) string {
	i, ok := s.at[key]
	if !ok || i >= len(l.cells) {
		return ""
	}
	return tidy(l.cells[i])
}

const maxImportLines = 5000

// readSheet finds the head and the lines of a table. Refuses with orgs.import_empty,
// orgs.import_columns, orgs.import_too_long.
func readSheet(rows [][]string) (sheet, error) {
	s := sheet{at: map[string]int{}}
	head := slices.IndexFunc(rows, func(r []string) bool { return len(strings.Join(r, "")) > 0 })
	if head < 0 {
		return s, kernel.Refuse("orgs.import_empty")
	}
	s.heads = rows[head]
	for i, h := range s.heads {
		for _, c := range columns {
			if _, twice := s.at[c.key]; !twice && fold(strings.TrimRight(tidy(h), "* ")) == fold(c.head) {
				s.at[c.key] = i
			}
		}
	}
	var missing []string
	for _, c := range columns {
		if _, ok := s.at[c.key]; c.needed && !ok {
			missing = append(missing, c.head)
		}
	}
	if len(missing) > 0 {
		return s, kernel.Refuse("orgs.import_columns", strings.Join(missing, ", "))
	}
	for i, r := range rows[head+1:] {
		if strings.TrimSpace(strings.Join(r, "")) == "" {
			continue
		}
		s.lines = append(s.lines, sheetLine{head + i + 2, r})
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
func (p *Plan) read(l sheetLine) ImportLine {
	out := ImportLine{Number: l.number, Name: p.table.cell(l, "ten"), Kind: p.table.cell(l, "loai"), Parent: p.table.cell(l, "cap_tren"),
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

func (p *Plan) date(out *ImportLine, l sheetLine, key string) kernel.Date {
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
	if at, ok := p.table.at[key]; ok {
		f.Cell = cellName(at, l.Number)
	}
	l.Faults = append(l.Faults, f)
	l.Verdict = Faulty
}

// cellName is the place of a cell as office programs write it: (2, 7) is C7.
func cellName(column, line int) string {
	letters := ""
	for column++; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters + kernel.ID(line).String()
}
