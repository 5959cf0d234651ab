package paper

import (
	"fmt"
	"strings"
)

// CardWide and CardTall are the size of a plastic card in millimetres (ISO/IEC 7810 ID-1, CR80).
const (
	CardWide = 85.60
	CardTall = 53.98
)

// Color is a colour of a card, as red, green and blue.
type Color struct{ R, G, B uint8 }

// Hex is #1a5fb4.
func (c Color) Hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// White and Black are what every palette holds.
var (
	White = Color{255, 255, 255}
	Black = Color{}
)

// Card is one card, both sides. The back may be nil: then nothing is printed there.
type Card struct{ Front, Back Face }

// Face is one side of a card: marks in millimetres from the upper left corner, drawn in their order.
// The PDF and the picture on a page are drawn from the same Face, so neither can say more.
type Face []Mark

// Mark is one thing on a Face: Fill, Text, Picture or Code.
type Mark interface{ mark() }

// Fill is a rectangle in one colour.
type Fill struct {
	X, Y, W, H float64
	Color      Color
}

// Text is a text in a box. It is set as large as the box allows between Least and Size points, over
// several lines if need be; only what does not fit in the smallest size is cut, with an ellipsis.
type Text struct {
	X, Y, W, H  float64
	Text        string
	Size, Least float64
	Bold        bool
	Italic      bool
	Align       Align
	Middle      bool // stands in the middle of the height of its box, else at its top
	Color       Color
}

// Picture is a JPEG or PNG that fills its box; what stands over is cut off at both sides alike. Key
// names the same picture on several cards: it is kept in the file once.
type Picture struct {
	X, Y, W, H float64
	Key        string
	Type       string // "jpg" or "png"
	Bytes      []byte
	Whole      bool // the whole picture inside the box instead
}

// Code is a QR code with so long a side, without its quiet zone.
type Code struct {
	X, Y, Side float64
	Text       string
	Caption    string // what a page says who cannot see it
}

func (Fill) mark()    {}
func (Text) mark()    {}
func (Picture) mark() {}
func (Code) mark()    {}

// meter tells how wide a text is in millimetres.
type meter func(style string, pt float64, s string) float64

func (t Text) style() string {
	style := ""
	if t.Bold {
		style = "B"
	}
	if t.Italic {
		style += "I"
	}
	return style
}

const (
	mmPerPoint = 25.4 / 72
	cardLead   = 1.16 // line height of a card in parts of the size
	cardStep   = 0.25 // points between two sizes that are tried
	baseline   = 0.92 // of the size, from the top of a line to where its letters stand
)

// fitted is a text as it is set: its lines, its size in points, and the top of the first line.
type fitted struct {
	lines []string
	pt    float64
	top   float64
}

func (f fitted) line() float64 { return f.pt * mmPerPoint * cardLead }

// fit finds the largest size in which the text stands in its box.
func fit(t Text, wide meter) fitted {
	least := t.Least
	if least == 0 || least > t.Size {
		least = t.Size
	}
	out := fitted{pt: t.Size}
	for ; out.pt >= least; out.pt -= cardStep {
		out.lines = breakLines(nfc(t.Text), t.W, func(s string) float64 { return wide(t.style(), out.pt, s) })
		if float64(len(out.lines))*out.line() <= t.H+0.01 {
			return out.placed(t)
		}
	}
	out.pt = least
	most := max(1, int((t.H+0.01)/out.line()))
	measure := func(s string) float64 { return wide(t.style(), out.pt, s) }
	out.lines = breakLines(nfc(t.Text), t.W, measure)
	if len(out.lines) > most {
		out.lines = out.lines[:most]
		out.lines[most-1] = cutTo(out.lines[most-1], t.W, measure)
	}
	return out.placed(t)
}

func (f fitted) placed(t Text) fitted {
	f.top = t.Y
	if t.Middle {
		f.top += max(0, (t.H-float64(len(f.lines))*f.line())/2)
	}
	return f
}

// cutTo ends a line with an ellipsis that still fits.
func cutTo(s string, w float64, wide func(string) float64) string {
	runes := []rune(s)
	for len(runes) > 0 && wide(string(runes)+"…") > w {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

// breakLines breaks at blanks, and inside a word only when it is wider than the whole line.
func breakLines(s string, w float64, wide func(string) float64) []string {
	var lines []string
	for _, part := range strings.Split(s, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			trial := word
			if line != "" {
				trial = line + " " + word
			}
			if wide(trial) <= w {
				line = trial
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for wide(word) > w {
				runes := []rune(word)
				n := len(runes)
				for n > 1 && wide(string(runes[:n])) > w {
					n--
				}
				lines = append(lines, string(runes[:n]))
				word = string(runes[n:])
			}
			line = word
		}
		lines = append(lines, line)
	}
	return lines
}

// at is where a line begins in its box.
func (t Text) at(width float64) float64 {
	switch t.Align {
	case Center:
		return t.X + (t.W-width)/2
	case Right:
		return t.X + t.W - width
	}
	return t.X
}
