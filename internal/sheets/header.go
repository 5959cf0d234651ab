package sheets

import (
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
)

// Field (trường) is one thing that a room knows, with the words by which offices head its column.
type Field struct {
	Key    string
	Head   string   // as the room's own template writes it
	Also   []string // other heads: "Họ tên", "Họ và tên đoàn viên"
	Needed bool
}

// Header (dòng tiêu đề) is the head of a table, one line or several, below any title lines.
type Header struct {
	From, To int      // numbers of its first and last row
	Heads    []string // per column; "Giới tính / Nữ" where a head of two lines says so
}

const (
	headerRows = 40 // how far down a head is looked for
	titleLines = 3  // how many lines a head may have
)

// foldHead is a head as it is compared: no marks, no case, no star of a needed column, nothing in brackets.
func foldHead(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 {
		if j := strings.IndexByte(s[i:], ')'); j > 0 {
			s = s[:i] + " " + s[i+j+1:]
		}
	}
	return strings.Join(strings.FieldsFunc(kernel.Fold(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80
	}), " ")
}

type matcher struct {
	fields []Field
	exact  map[string]int
	loose  [][]string // folded heads per field, for doubtful matches
}

func newMatcher(fields []Field) matcher {
	m := matcher{fields: fields, exact: map[string]int{}}
	for i, f := range fields {
		var all []string
		for _, h := range append([]string{f.Head, f.Key}, f.Also...) {
			folded := foldHead(h)
			if _, taken := m.exact[folded]; !taken {
				m.exact[folded] = i
			}
			all = append(all, folded)
		}
		m.loose = append(m.loose, all)
	}
	return m
}

// match finds the field of a head: surely when the words are the same, else doubtfully when one holds
// the other or most words agree.
func (m matcher) match(head string) (field int, sure bool) {
	for _, h := range headForms(head) {
		if i, ok := m.exact[h]; ok {
			return i, true
		}
	}
	whole := foldHead(head)
	best, at := 0.0, -1
	for i, all := range m.loose {
		for _, h := range all {
			if s := likeness(whole, h); s > best {
				best, at = s, i
			}
		}
	}
	if best < 0.6 {
		return -1, false
	}
	return at, false
}

// headForms: "Giới tính / Nữ" is tried as "gioi tinh nu", then as "nu".
func headForms(head string) []string {
	out := []string{foldHead(head)}
	if i := strings.LastIndex(head, " / "); i >= 0 {
		out = append(out, foldHead(head[i+3:]))
	}
	return out
}

// likeness of two folded heads: words in common, 0 to 1.
func likeness(a, b string) float64 {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common := 0
	for _, w := range y {
		if slices.Contains(x, w) {
			common++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// isTitle tells a line that says one thing, over however many columns: the name of the unit or of the
// list. A head of several lines never begins with one.
func isTitle(r Row) bool {
	said := ""
	for _, c := range r.Cells {
		switch {
		case blank(c.Text) || c.Text == said:
		case said == "":
			said = c.Text
		default:
			return false
		}
	}
	return true
}

// FindHeader (tìm tiêu đề) looks through the first rows of a table for the lines whose words name most of
// the fields: below title lines, over one, two or three lines, with merged cells. Refuses with
// sheets.no_header, sheets.empty.
func FindHeader(rows []Row, fields []Field) (Header, error) {
	if len(rows) == 0 {
		return Header{}, invalid("sheets.empty")
	}
	m := newMatcher(fields)
	var best Header
	most := 0.0
	for i := range rows {
		if i == headerRows {
			break
		}
		for lines := 1; lines <= titleLines && i+lines <= len(rows); lines++ {
			if lines > 1 && (rows[i+lines-1].Number != rows[i].Number+lines-1 || isTitle(rows[i])) {
				break
			}
			h := join(rows[i : i+lines])
			if score := m.score(h.Heads) - 0.3*float64(lines-1); score > most {
				best, most = h, score
			}
		}
	}
	if most < 1.5 {
		var names []string
		for _, f := range fields {
			if f.Needed || len(fields) < 4 {
				names = append(names, f.Head)
			}
		}
		return Header{}, invalid("sheets.no_header", headerRows, strings.Join(names[:min(3, len(names))], ", "))
	}
	return best, nil
}

// HeaderAt takes the rows that a person says are the head.
func HeaderAt(rows []Row, from, to int) (Header, error) {
	var lines []Row
	for _, r := range rows {
		if r.Number >= from && r.Number <= to {
			lines = append(lines, r)
		}
	}
	if len(lines) == 0 || len(lines) > 5 {
		return Header{}, invalid("sheets.no_header", headerRows, "")
	}
	return join(lines), nil
}

// score counts fields that are named, sure ones more.
func (m matcher) score(heads []string) float64 {
	seen := map[int]float64{}
	for _, h := range heads {
		if h == "" || len(h) > 120 {
			continue
		}
		i, sure := m.match(h)
		switch {
		case i < 0:
		case sure:
			seen[i] = 1
		default:
			seen[i] = max(seen[i], 0.4)
		}
	}
	total := 0.0
	for _, s := range seen {
		total += s
	}
	return total
}

// join makes one head a column of several lines: a cell of an upper line that has cells below and
// nothing beside it reaches over them.
func join(lines []Row) Header {
	h := Header{From: lines[0].Number, To: lines[len(lines)-1].Number}
	width := 0
	for _, l := range lines {
		width = max(width, len(l.Cells))
	}
	for c := range width {
		var parts []string
		for i, l := range lines {
			t := tidy(l.Text(c))
			if t == "" && i < len(lines)-1 && below(lines[i+1:], c) {
				t = reach(lines, i, c)
			}
			if t != "" && (len(parts) == 0 || parts[len(parts)-1] != t) {
				parts = append(parts, t)
			}
		}
		h.Heads = append(h.Heads, strings.Join(parts, " / "))
	}
	for len(h.Heads) > 0 && h.Heads[len(h.Heads)-1] == "" {
		h.Heads = h.Heads[:len(h.Heads)-1]
	}
	return h
}

func below(lines []Row, column int) bool {
	for _, l := range lines {
		if !blank(l.Text(column)) {
			return true
		}
	}
	return false
}

// reach finds the cell to the left that spans over this one: it too has something below it.
func reach(lines []Row, line, column int) string {
	for c := column - 1; c >= 0; c-- {
		if !below(lines[line+1:], c) {
			return ""
		}
		if t := tidy(lines[line].Text(c)); t != "" {
			return t
		}
	}
	return ""
}

// Numbering (dòng đánh số cột) tells the line "(1) (2) (3)" or "A B 1 2" that forms put below their head.
func Numbering(r Row) bool {
	n, last := 0, 0
	for _, c := range r.Cells {
		t := strings.Trim(tidy(c.Text), "()[]. ")
		if t == "" {
			continue
		}
		v, err := strconv.Atoi(t)
		switch {
		case err == nil && (v == last+1 || last == 0):
			last = v
		case err != nil && len(t) == 1 && (t[0]|0x20) >= 'a' && (t[0]|0x20) <= 'h' && last == 0:
		default:
			return false
		}
		n++
	}
	return n >= 3 && n == filled(r)
}

func filled(r Row) int {
	n := 0
	for _, c := range r.Cells {
		if !blank(c.Text) {
			n++
		}
	}
	return n
}
