package paper

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strconv"

	"codeberg.org/go-pdf/fpdf"
	"github.com/skip2/go-qrcode"

	"doanket/kernel"
)

// CardLayout is how cards come to paper.
type CardLayout string

const (
	// CardPages is one side a page, front and back by turns: for printers of plastic cards.
	CardPages CardLayout = "cr80"
	// CardSheets is A4 with two columns of five and cut marks; each sheet of fronts is followed by its
	// backs with the columns changed over, for printing on both sides and turning at the long edge.
	CardSheets CardLayout = "a4"
)

// CardRun is one file of cards. The same run over the same cards gives the same bytes.
type CardRun struct {
	Layout    CardLayout
	Title     string
	Simulated string         // stands at the head of every A4 sheet when a part is not real
	At        kernel.Instant // the only time inside the file
}

const (
	columns, rows      = 2, 5
	columnGap, rowGap  = 4.0, 2.0
	sheetWide          = 210.0
	sheetTall          = 297.0
	markLong, markAway = 4.0, 1.0
	leftEdge           = (sheetWide - columns*CardWide - (columns-1)*columnGap) / 2
	topEdge            = (sheetTall - rows*CardTall - (rows-1)*rowGap) / 2
)

// Cards writes the cards as they come; an error of the sequence ends it.
func (p *Press) Cards(w io.Writer, run CardRun, cards iter.Seq2[Card, error]) error {
	if run.At.IsZero() {
		return fmt.Errorf("paper: cards without their time of making would differ at every print")
	}
	size := fpdf.SizeType{Wd: CardWide, Ht: CardTall}
	if run.Layout == CardSheets {
		size = fpdf.SizeType{Wd: sheetWide, Ht: sheetTall}
	}
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: size})
	p.dress(f, run.Title, run.At)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	d := &dealer{f: f, run: run}
	for card, err := range cards {
		if err == nil {
			err = d.deal(card)
		}
		if err != nil {
			return err
		}
	}
	err := d.finish()
	if err != nil {
		return err
	}
	err = f.Output(w)
	if err != nil {
		return fmt.Errorf("paper: setting %q: %w", run.Title, err)
	}
	return nil
}

// dress gives a new document its fonts and what it says of itself.
func (p *Press) dress(f *fpdf.Fpdf, title string, at kernel.Instant) {
	p.faces(f)
	f.SetCatalogSort(true)
	f.SetCreationDate(at.Time())
	f.SetModificationDate(at.Time())
	f.SetProducer("Đoàn Kết", true)
	f.SetTitle(nfc(title), true)
	f.SetLang("vi")
	f.SetDisplayMode("default", "default")
}

func (p *Press) faces(f *fpdf.Fpdf) {
	f.AddUTF8FontFromBytes(face, "", p.fonts.Regular)
	f.AddUTF8FontFromBytes(face, "B", p.fonts.Bold)
	f.AddUTF8FontFromBytes(face, "I", p.fonts.Italic)
	f.AddUTF8FontFromBytes(face, "BI", p.fonts.BoldItalic)
}

// dealer lays cards onto pages.
type dealer struct {
	f     *fpdf.Fpdf
	run   CardRun
	sheet []Card // of the A4 sheet that is being filled
	dealt int
}

func (d *dealer) deal(c Card) error {
	d.dealt++
	if d.run.Layout == CardSheets {
		d.sheet = append(d.sheet, c)
		if len(d.sheet) == columns*rows {
			return d.turn()
		}
		return nil
	}
	d.f.AddPage()
	err := d.draw(c.Front, 0, 0)
	if err != nil || c.Back == nil {
		return err
	}
	d.f.AddPage()
	return d.draw(c.Back, 0, 0)
}

func (d *dealer) finish() error {
	if len(d.sheet) > 0 {
		err := d.turn()
		if err != nil {
			return err
		}
	}
	if d.dealt == 0 {
		d.f.AddPage() // a file without a page is none
	}
	return d.f.Error()
}

// turn prints the sheet, both sides.
func (d *dealer) turn() error {
	for _, back := range []bool{false, true} {
		d.f.AddPage()
		d.marks()
		for i, c := range d.sheet {
			x, y := slot(i, back)
			side := c.Front
			if back {
				side = c.Back
			}
			err := d.draw(side, x, y)
			if err != nil {
				return err
			}
		}
	}
	d.sheet = d.sheet[:0]
	return nil
}

// slot is the corner of the i-th card; on backs the columns change over.
func slot(i int, back bool) (x, y float64) {
	column, row := i%columns, i/columns
	if back {
		column = columns - 1 - column
	}
	return leftEdge + float64(column)*(CardWide+columnGap), topEdge + float64(row)*(CardTall+rowGap)
}

// marks are short lines in the margins at every edge that is cut.
func (d *dealer) marks() {
	f := d.f
	f.SetDrawColor(0, 0, 0)
	f.SetLineWidth(0.1)
	for c := range columns {
		for _, x := range []float64{0, CardWide} {
			at, _ := slot(c, false)
			f.Line(at+x, topEdge-markAway-markLong, at+x, topEdge-markAway)
			f.Line(at+x, sheetTall-topEdge+markAway, at+x, sheetTall-topEdge+markAway+markLong)
		}
	}
	for r := range rows {
		for _, y := range []float64{0, CardTall} {
			_, at := slot(r*columns, false)
			f.Line(leftEdge-markAway-markLong, at+y, leftEdge-markAway, at+y)
			f.Line(sheetWide-leftEdge+markAway, at+y, sheetWide-leftEdge+markAway+markLong, at+y)
		}
	}
	if d.run.Simulated != "" {
		f.SetFont(face, "B", 7)
		f.SetTextColor(0, 0, 0)
		s := nfc(d.run.Simulated)
		f.Text((sheetWide-f.GetStringWidth(s))/2, 3.2, s)
	}
}

func (d *dealer) wide(style string, pt float64, s string) float64 {
	d.f.SetFont(face, style, pt)
	return d.f.GetStringWidth(s)
}

// draw puts one side with its corner at x, y.
func (d *dealer) draw(side Face, x, y float64) error {
	f := d.f
	for _, m := range side {
		switch m := m.(type) {
		case Fill:
			f.SetFillColor(int(m.Color.R), int(m.Color.G), int(m.Color.B))
			f.Rect(x+m.X, y+m.Y, m.W, m.H, "F")
		case Text:
			set := fit(m, d.wide)
			f.SetFont(face, m.style(), set.pt)
			f.SetTextColor(int(m.Color.R), int(m.Color.G), int(m.Color.B))
			for i, l := range set.lines {
				if l != "" {
					f.Text(x+m.at(f.GetStringWidth(l)), y+set.top+float64(i)*set.line()+set.pt*mmPerPoint*baseline, l)
				}
			}
		case Picture:
			d.picture(m, x, y)
		case Code:
			err := d.code(m, x, y)
			if err != nil {
				return err
			}
		}
	}
	return f.Error()
}

func (d *dealer) picture(m Picture, x, y float64) {
	options := fpdf.ImageOptions{ImageType: m.Type, AllowNegativePosition: true}
	if d.f.GetImageInfo(m.Key) == nil {
		d.f.RegisterImageOptionsReader(m.Key, options, bytes.NewReader(m.Bytes))
	}
	info := d.f.GetImageInfo(m.Key)
	if info == nil || info.Width() == 0 || info.Height() == 0 {
		return // the document carries the error
	}
	by := max(m.W/info.Width(), m.H/info.Height())
	if m.Whole {
		by = min(m.W/info.Width(), m.H/info.Height())
	}
	w, h := info.Width()*by, info.Height()*by
	d.f.ClipRect(x+m.X, y+m.Y, m.W, m.H, false)
	d.f.ImageOptions(m.Key, x+m.X+(m.W-w)/2, y+m.Y+(m.H-h)/2, w, h, false, options, 0, "")
	d.f.ClipEnd()
}

// code draws all squares of a code as one path in a grid of whole numbers: a tenth of the bytes of
// single rectangles, sharp at every size.
func (d *dealer) code(m Code, x, y float64) error {
	code, err := qrcode.New(m.Text, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("paper: the code of a card: %w", err)
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	scale := d.f.GetConversionRatio()
	_, tall := d.f.GetPageSize()
	cell := m.Side / float64(len(bits)) * scale
	b := make([]byte, 0, 4096)
	b = append(b, "q 0 0 0 rg "...)
	b = strconv.AppendFloat(b, cell, 'f', 5, 64)
	b = append(b, " 0 0 "...)
	b = strconv.AppendFloat(b, -cell, 'f', 5, 64)
	b = append(b, ' ')
	b = strconv.AppendFloat(b, (x+m.X)*scale, 'f', 3, 64)
	b = append(b, ' ')
	b = strconv.AppendFloat(b, (tall-y-m.Y)*scale, 'f', 3, 64)
	b = append(b, " cm"...)
	eachRun(bits, func(column, row, long int) {
		for _, n := range []int{column, row, long, 1} {
			b = append(b, ' ')
			b = strconv.AppendInt(b, int64(n), 10)
		}
		b = append(b, " re"...)
	})
	b = append(b, " f Q"...)
	d.f.RawWriteStr(string(b))
	return nil
}

// eachRun visits the dark runs of a code, line by line.
func eachRun(bits [][]bool, visit func(column, row, long int)) {
	for r, line := range bits {
		for c := 0; c < len(line); {
			if !line[c] {
				c++
				continue
			}
			from := c
			for c < len(line) && line[c] {
				c++
			}
			visit(from, r, c-from)
		}
	}
}
