package paper

import "strings"

// heading sets the two columns of the decree's head, the title and its line.
func (t *setter) heading() {
	if t.sheet.Form != "" {
		t.font("I", small)
		t.y += t.put(t.wrap(t.sheet.Form, t.width), t.left, t.width, small, Right) + 1
	}
	top := t.y
	leftW, gap := t.width*0.42, 4.0
	rightX, rightW := t.left+leftW+gap, t.width-leftW-gap

	h := t.sheet.Head
	if h.Superior != "" {
		t.font("", 12)
		t.y += t.put(t.wrap(strings.ToUpper(h.Superior), leftW), t.left, leftW, 12, Center)
	}
	t.font("B", 12)
	t.y += t.put(t.wrap(strings.ToUpper(h.Issuer), leftW), t.left, leftW, 12, Center)
	t.rule(t.left, leftW, leftW*0.4)
	if h.Number != "" {
		t.font("", body)
		t.y += t.put(t.wrap(h.Number, leftW), t.left, leftW, body, Center)
	}
	leftEnd := t.y

	t.y = top
	t.font("B", 12)
	t.y += t.put(t.wrap(Nation, rightW), rightX, rightW, 12, Center)
	t.font("B", body)
	wide := t.f.GetStringWidth(nfc(Motto))
	t.y += t.put([]string{nfc(Motto)}, rightX, rightW, body, Center)
	t.rule(rightX, rightW, wide)
	if h.Place != "" {
		t.font("I", body)
		t.y += t.put(t.wrap(h.Place, rightW), rightX, rightW, body, Center)
	}
	t.y = max(t.y, leftEnd) + 5*t.scale

	t.font("B", 14)
	t.y += t.put(t.wrap(t.sheet.Title, t.width*0.9), t.left+t.width*0.05, t.width*0.9, 14, Center)
	if t.sheet.Under != "" {
		t.font("", body)
		t.y += t.put(t.wrap(t.sheet.Under, t.width), t.left, t.width, body, Center)
	}
	t.y += 3 * t.scale
}

// rule draws the line under a heading, centred in its column.
func (t *setter) rule(x, w, long float64) {
	t.f.SetLineWidth(0.3)
	t.f.Line(x+(w-long)/2, t.y+0.8, x+(w+long)/2, t.y+0.8)
	t.f.SetLineWidth(0.2)
	t.y += 2
}

func (t *setter) block(b Block) {
	switch b := b.(type) {
	case Para:
		t.para(b)
	case Heading:
		t.font("B", body)
		lines := t.wrap(b.Text, t.width)
		t.room(t.line(body) * float64(len(lines)+2))
		t.y += 1.5
		t.y += t.put(lines, t.left, t.width, body, Left) + 0.5
	case Rows:
		for _, r := range b {
			t.row(r)
		}
	case Table:
		t.table(b)
	case Signatures:
		t.signatures(b)
	}
}

func (t *setter) para(p Para) {
	style := ""
	if p.Bold {
		style = "B"
	}
	if p.Italic {
		style += "I"
	}
	t.font(style, body)
	indent := 0.0
	if p.Number != "" {
		indent = 8 * t.scale
	}
	lines := t.wrap(p.Text, t.width-indent)
	for i, l := range lines {
		t.room(t.line(body))
		t.font(style, body)
		if i == 0 && p.Number != "" {
			t.put([]string{nfc(p.Number)}, t.left, indent, body, Left)
		}
		t.y += t.put([]string{l}, t.left+indent, t.width-indent, body, p.Align)
	}
	t.y += 1.2 * t.scale
}

// row sets "Label: value", the value hanging behind its label.
func (t *setter) row(r Row) {
	t.font("", body)
	label := nfc(r.Label) + ": "
	indent := min(t.f.GetStringWidth(label)+0.5, t.width*0.45)
	head := t.wrap(label, indent)
	style := ""
	if r.Strong {
		style = "B"
	}
	t.font(style, body)
	lines := t.wrap(r.Value, t.width-indent)
	n := max(len(lines), len(head))
	for i := range n {
		t.room(t.line(body))
		if i < len(head) {
			t.font("", body)
			t.put(head[i:i+1], t.left, indent, body, Left)
		}
		if i < len(lines) {
			t.font(style, body)
			t.put(lines[i:i+1], t.left+indent, t.width-indent, body, Left)
		}
		t.y += t.line(body)
	}
	t.y += 0.8 * t.scale
}

const cellPad = 1.4

// table sets the rows; a row moves to the next page as a whole unless it is taller than a page.
func (t *setter) table(b Table) {
	total := 0.0
	for _, c := range b.Columns {
		total += c.Wide
	}
	wides := make([]float64, len(b.Columns))
	heads := make([]string, len(b.Columns))
	aligns := make([]Align, len(b.Columns))
	for i, c := range b.Columns {
		wides[i], heads[i], aligns[i] = t.width*c.Wide/total, c.Head, c.Align
	}
	centre := make([]Align, len(b.Columns))
	for i := range centre {
		centre[i] = Center
	}
	t.y += 1
	headTall := t.tall(heads, wides, "B")
	first := headTall
	if len(b.Rows) > 0 {
		first += t.tall(b.Rows[0], wides, "")
	}
	t.room(min(first, t.h-t.top-t.bottom))
	t.cells(heads, wides, centre, "B", headTall)
	put := func(row []string, style string) {
		tall := t.tall(row, wides, style)
		if t.room(min(tall, (t.h-t.top-t.bottom)*0.6)) {
			t.cells(heads, wides, centre, "B", headTall)
		}
		t.long(row, wides, aligns, style, tall, func() { t.cells(heads, wides, centre, "B", headTall) })
	}
	for _, row := range b.Rows {
		put(row, "")
	}
	if b.Total != nil {
		put(b.Total, "B")
	}
	t.y += 2 * t.scale
}

const tablePt = 12.0

func (t *setter) tall(row []string, wides []float64, style string) float64 {
	t.font(style, tablePt)
	n := 1
	for i, cell := range row {
		n = max(n, len(t.wrap(cell, wides[i]-2*cellPad)))
	}
	return float64(n)*t.line(tablePt) + 2*cellPad*0.7
}

// long sets a row that may be taller than what is left by cutting it between lines.
func (t *setter) long(row []string, wides []float64, aligns []Align, style string, tall float64, again func()) {
	if t.y+tall <= t.h-t.bottom {
		t.cells(row, wides, aligns, style, tall)
		return
	}
	t.font(style, tablePt)
	parts := make([][]string, len(row))
	left := 0
	for i, cell := range row {
		parts[i] = t.wrap(cell, wides[i]-2*cellPad)
		left = max(left, len(parts[i]))
	}
	for left > 0 {
		fits := max(1, int((t.h-t.bottom-t.y-2*cellPad*0.7)/t.line(tablePt)))
		piece := make([]string, len(row))
		for i := range parts {
			n := min(fits, len(parts[i]))
			piece[i] = strings.Join(parts[i][:n], "\n")
			parts[i] = parts[i][n:]
		}
		t.cells(piece, wides, aligns, style, t.tall(piece, wides, style))
		left -= fits
		if left > 0 {
			t.page()
			again()
		}
	}
}

func (t *setter) cells(row []string, wides []float64, aligns []Align, style string, tall float64) {
	x, top := t.left, t.y
	for i, wide := range wides {
		t.f.Rect(x, top, wide, tall, "D")
		if i < len(row) {
			t.font(style, tablePt)
			t.y = top + cellPad*0.7
			t.put(t.wrap(row[i], wide-2*cellPad), x+cellPad, wide-2*cellPad, tablePt, aligns[i])
		}
		x += wide
	}
	t.y = top + tall
}

func (t *setter) signatures(sigs Signatures) {
	if len(sigs) == 0 {
		return
	}
	space := 17 * t.scale
	wide := t.width / float64(len(sigs))
	t.room(t.line(body)*6 + space)
	t.y += 3 * t.scale
	top, end := t.y, t.y
	for i, s := range sigs {
		x := t.left + float64(i)*wide
		t.y = top
		t.font("B", body)
		t.y += t.put(t.wrap(s.Title, wide-4), x+2, wide-4, body, Center)
		if s.Hint != "" {
			t.font("I", small+1)
			t.y += t.put(t.wrap(s.Hint, wide-4), x+2, wide-4, small+1, Center)
		}
		if s.Note != "" {
			t.font("I", small)
			at := t.y
			t.y += 2
			t.put(t.wrap(s.Note, wide-8), x+4, wide-8, small, Center)
			t.y = at
		}
		t.y += space
		t.font("B", body)
		if s.Name != "" {
			t.y += t.put(t.wrap(s.Name, wide-4), x+2, wide-4, body, Center)
		}
		end = max(end, t.y)
	}
	t.y = end + 2
}
