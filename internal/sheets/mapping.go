package sheets

import (
	"slices"

	"doanket/kernel"
)

// Mapping (cách ghép cột) says which column of a table is which field. It is a small value that a room
// stores per unit and hands back, so that next month's file of the same office needs no question.
// Columns are known by their heads, not by their places.
type Mapping struct {
	Sheet    string            `json:"sheet,omitempty"`
	Encoding Encoding          `json:"encoding,omitempty"` // "" = detect
	Heads    map[string]string `json:"heads,omitempty"`    // folded head → key of the field, "" = not used
}

// ColumnGuess (cột) is one column of a table with the field that it seems to be.
type ColumnGuess struct {
	Index   int
	Letters string
	Head    string
	Field   string // key; "" = none
	Sure    bool   // named in the room's own words, or remembered
	Samples []string
}

// Layout (bố cục bảng) is a table's head with its columns matched to fields.
type Layout struct {
	Header  Header
	Columns []ColumnGuess
	at      map[string]int
}

// At is the column of a field, -1 when the table lacks it.
func (l Layout) At(field string) int {
	if i, ok := l.at[field]; ok {
		return i
	}
	return -1
}

// Cell is the cell of a field in a row.
func (l Layout) Cell(r Row, field string) Cell {
	i, ok := l.at[field]
	if !ok || i >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[i]
}

// Text is the tidied text of a field in a row.
func (l Layout) Text(r Row, field string) string { return tidy(l.Cell(r, field).Text) }

// Doubtful are the columns whose field was guessed, Unmatched those that have a head and no field.
func (l Layout) Doubtful() []ColumnGuess {
	return l.columns(func(c ColumnGuess) bool { return c.Field != "" && !c.Sure })
}

// Unmatched columns have a head and no field.
func (l Layout) Unmatched() []ColumnGuess {
	return l.columns(func(c ColumnGuess) bool { return c.Field == "" && c.Head != "" })
}

func (l Layout) columns(wanted func(ColumnGuess) bool) []ColumnGuess {
	var out []ColumnGuess
	for _, c := range l.Columns {
		if wanted(c) {
			out = append(out, c)
		}
	}
	return out
}

// Missing are the heads of needed fields that the table lacks.
func (l Layout) Missing(fields []Field) []string {
	var out []string
	for _, f := range fields {
		if _, ok := l.at[f.Key]; f.Needed && !ok {
			out = append(out, f.Head)
		}
	}
	return out
}

// Mapping is the layout as it is remembered, with every column that has a head.
func (l Layout) Mapping(sheet string, e Encoding) Mapping {
	m := Mapping{Sheet: sheet, Encoding: e, Heads: map[string]string{}}
	for _, c := range l.Columns {
		if c.Head != "" {
			m.Heads[foldHead(c.Head)] = c.Field
		}
	}
	return m
}

// HeadKey is how a mapping knows a head: its words without marks, case and brackets.
func HeadKey(head string) string { return foldHead(head) }

// Match (ghép cột) lays fields over a head: by a remembered mapping first, then by sure words, then by
// likely ones. A field stands in one column; of two columns the surer and then the left one has it.
// rows may be the sample that the head was found in; its first lines are shown with the columns.
func Match(h Header, fields []Field, remembered Mapping, rows []Row) Layout {
	l := Layout{Header: h, at: map[string]int{}}
	m := newMatcher(fields)
	l.Columns = make([]ColumnGuess, len(h.Heads))
	for i, head := range h.Heads {
		l.Columns[i] = ColumnGuess{Index: i, Letters: ColumnLetters(i), Head: head, Samples: samplesOf(rows, h.To, i)}
	}
	known := func(key string) bool { return slices.ContainsFunc(fields, func(f Field) bool { return f.Key == key }) }
	settled := make([]bool, len(h.Heads))
	take := func(i int, key string, sure bool) {
		if _, taken := l.at[key]; taken {
			return
		}
		l.at[key] = i
		l.Columns[i].Field, l.Columns[i].Sure = key, sure
		settled[i] = true
	}
	for i, head := range h.Heads {
		key, ok := remembered.Heads[foldHead(head)]
		if !ok || head == "" {
			continue
		}
		settled[i] = true
		if known(key) {
			take(i, key, true)
		}
	}
	for _, sure := range []bool{true, false} {
		for i, head := range h.Heads {
			if settled[i] || head == "" {
				continue
			}
			f, isSure := m.match(head)
			if f >= 0 && isSure == sure {
				take(i, fields[f].Key, sure)
			}
		}
	}
	return l
}

func samplesOf(rows []Row, below, column int) []string {
	var out []string
	for _, r := range rows {
		if r.Number <= below || Numbering(r) || len(out) == 3 {
			continue
		}
		if t := tidy(r.Text(column)); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// Aside (dòng ngoài bảng) tells a line below a table that is none of its rows: a sum, a place for
// signatures, a note. Such lines fill few columns and none of the named fields but the first.
func Aside(l Layout, r Row, fields ...string) bool {
	n := 0
	for _, f := range fields {
		if !Nothing(l.Cell(r, f).Text) {
			n++
		}
	}
	if n == 0 {
		return true
	}
	first := ""
	for _, c := range r.Cells {
		if !blank(c.Text) {
			first = kernel.Fold(c.Text)
			break
		}
	}
	if n > 1 {
		return false
	}
	for _, w := range []string{"tong cong", "tong so", "cong:", "ghi chu", "nguoi lap", "danh sach nay", "thu truong", "xac nhan", "noi nhan", "chu tich", "t.m", "tm."} {
		if len(first) >= len(w) && first[:len(w)] == w {
			return true
		}
	}
	return false
}
