package paper

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/skip2/go-qrcode"
	"golang.org/x/text/unicode/norm"
)

// Press sets Sheets as PDF. It is safe for use by many at once.
type Press struct {
	fonts Fonts
	rule  rule
}

// New makes a press with its fonts. It refuses to start without all four.
func New(f Fonts) (*Press, error) {
	for name, cut := range map[string][]byte{"regular": f.Regular, "bold": f.Bold, "italic": f.Italic, "bold italic": f.BoldItalic} {
		if len(cut) == 0 {
			return nil, fmt.Errorf("paper: the %s cut of the font is missing", name)
		}
	}
	return &Press{fonts: f}, nil
}

const (
	face   = "tinos"
	body   = 13.0 // points, decree: 13 to 14
	small  = 10.0
	leadIn = 0.44 // millimetres of line height per point: single spacing with a little air
	qrSide = 28.0
)

// PDF writes the sheet. The bytes depend on the sheet and the fonts alone.
func (p *Press) PDF(w io.Writer, s Sheet) error {
	if s.At.IsZero() {
		return fmt.Errorf("paper: a sheet without its time of making would differ at every print")
	}
	orientation, size, scale := "P", "A4", 1.0
	if s.Size == A5 {
		orientation, size, scale = "L", "A5", 0.85
	}
	if s.Size == A4Wide {
		orientation, scale = "L", 0.75
	}
	f := fpdf.New(orientation, "mm", size, "")
	p.dress(f, s.Title, s.At)
	f.AliasNbPages("{nb}")

	st := &setter{f: f, sheet: s, scale: scale}
	st.left, st.top, st.right, st.bottom = 28, 18, 16, 20
	if s.Size == A5 {
		st.left, st.top, st.right, st.bottom = 14, 10, 12, 13
	}
	if s.Size == A4Wide {
		st.left, st.top, st.right, st.bottom = 20, 15, 15, 17
	}
	f.SetMargins(st.left, st.top, st.right)
	f.SetAutoPageBreak(false, 0)
	st.w, st.h = f.GetPageSize()
	st.width = st.w - st.left - st.right
	st.page()
	st.heading()
	for _, b := range s.Blocks {
		st.block(b)
	}
	if s.QR.Text != "" {
		if err := st.qr(); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return fmt.Errorf("paper: setting %q: %w", s.Title, err)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// setter is one sheet being set: the pen stands at y.
type setter struct {
	f                        *fpdf.Fpdf
	sheet                    Sheet
	scale                    float64
	left, top, right, bottom float64
	w, h, width              float64
	y                        float64
}

func nfc(s string) string { return norm.NFC.String(s) }

func (t *setter) font(style string, pt float64) { t.f.SetFont(face, style, pt*t.scale) }

func (t *setter) line(pt float64) float64 { return pt * t.scale * leadIn }

// page starts a page with its footer and, when something on it is not real, the frame that says so.
func (t *setter) page() {
	t.f.AddPage()
	t.font("I", small)
	y := t.h - t.bottom + 7*t.scale
	t.f.SetDrawColor(150, 150, 150)
	t.f.SetLineWidth(0.1)
	t.f.Line(t.left, y-1, t.w-t.right, y-1)
	page := fmt.Sprintf("Trang %d/{nb}", t.f.PageNo())
	wide := t.f.GetStringWidth(strings.Replace(page, "{nb}", "00", 1))
	if foot := t.fit(nfc(t.sheet.Foot), t.width-wide-4); foot != "" {
		t.f.Text(t.left, y+t.line(small)*0.7, foot)
	}
	t.f.Text(t.w-t.right-wide, y+t.line(small)*0.7, page)
	t.f.SetDrawColor(0, 0, 0)
	t.f.SetLineWidth(0.2)
	t.y = t.top
	if t.sheet.Simulated != "" {
		t.font("B", small)
		lines := t.wrap(t.sheet.Simulated, t.width-6)
		height := float64(len(lines))*t.line(small) + 3
		t.f.SetFillColor(255, 243, 205)
		t.f.Rect(t.left, t.y-4, t.width, height, "FD")
		for i, l := range lines {
			t.f.Text(t.left+(t.width-t.f.GetStringWidth(l))/2, t.y-2.5+t.line(small)*(float64(i)+0.75), l)
		}
		t.y += height
	}
}

// room breaks the page when less than need is left.
func (t *setter) room(need float64) bool {
	if t.y+need <= t.h-t.bottom {
		return false
	}
	t.page()
	return true
}

// wrap breaks a text into lines no wider than w; a word wider than w is cut.
func (t *setter) wrap(s string, w float64) []string {
	var lines []string
	for _, part := range strings.Split(nfc(s), "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			trial := word
			if line != "" {
				trial = line + " " + word
			}
			if t.f.GetStringWidth(trial) <= w {
				line = trial
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			head, rest := t.cut(word, w)
			for rest != "" {
				lines = append(lines, head)
				head, rest = t.cut(rest, w)
			}
			line = head
		}
		lines = append(lines, line)
	}
	return lines
}

// cut takes as much of one long word as fits.
func (t *setter) cut(word string, w float64) (head, rest string) {
	if t.f.GetStringWidth(word) <= w {
		return word, ""
	}
	runes := []rune(word)
	n := len(runes)
	for n > 1 && t.f.GetStringWidth(string(runes[:n])) > w {
		n--
	}
	return string(runes[:n]), string(runes[n:])
}

// fit shortens a text to one line.
func (t *setter) fit(s string, w float64) string {
	if t.f.GetStringWidth(s) <= w {
		return s
	}
	head, _ := t.cut(s, w-t.f.GetStringWidth("…"))
	return strings.TrimSpace(head) + "…"
}

// put sets lines from the pen downwards inside a column and returns the height used.
func (t *setter) put(lines []string, x, w, pt float64, a Align) float64 {
	lh := t.line(pt)
	for i, l := range lines {
		at := x
		switch a {
		case Center:
			at = x + (w-t.f.GetStringWidth(l))/2
		case Right:
			at = x + w - t.f.GetStringWidth(l)
		}
		t.f.Text(at, t.y+lh*(float64(i)+0.78), l)
	}
	return lh * float64(len(lines))
}

// qr draws the code as squares, not as a picture: sharp at every size and the same bytes every time.
func (t *setter) qr() error {
	code, err := qrcode.New(t.sheet.QR.Text, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("paper: the code of %q: %w", t.sheet.Title, err)
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	side := qrSide * t.scale
	t.font("I", small)
	caption := t.wrap(t.sheet.QR.Caption, t.width-side-6)
	t.room(side + 4)
	t.y += 3
	cell := side / float64(len(bits))
	t.f.SetFillColor(0, 0, 0)
	for r, row := range bits {
		for c := 0; c < len(row); {
			if !row[c] {
				c++
				continue
			}
			from := c
			for c < len(row) && row[c] {
				c++
			}
			t.f.Rect(t.left+float64(from)*cell, t.y+float64(r)*cell, float64(c-from)*cell, cell, "F")
		}
	}
	top := t.y
	t.y += (side - float64(len(caption))*t.line(small)) / 2
	t.put(caption, t.left+side+5, t.width-side-5, small, Left)
	t.y = top + side + 2
	return nil
}
