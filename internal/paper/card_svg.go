package paper

import (
	"context"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"strings"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	"github.com/a-h/templ"
	"github.com/skip2/go-qrcode"
)

// rule is the one document that texts on pages are measured with; fonts are read at the first use.
type rule struct {
	once sync.Once
	mu   sync.Mutex
	f    *fpdf.Fpdf
}

func (p *Press) wide(style string, pt float64, s string) float64 {
	p.rule.once.Do(func() {
		p.rule.f = fpdf.New("P", "mm", "A4", "")
		p.faces(p.rule.f)
	})
	p.rule.mu.Lock()
	defer p.rule.mu.Unlock()
	p.rule.f.SetFont(face, style, pt)
	return p.rule.f.GetStringWidth(s)
}

// Picture of a side of a card for a page: the marks of the PDF, at the same places, as one SVG. label
// says in words what the card says, for who does not see it.
func (p *Press) Picture(side Face, label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		fmt.Fprintf(&b, `<svg class="face" role="img" aria-label="%s" viewBox="0 0 %.2f %.2f"><rect width="%.2f" height="%.2f" fill="#ffffff"></rect>`,
			html.EscapeString(label), CardWide, CardTall, CardWide, CardTall)
		for _, m := range side {
			switch m := m.(type) {
			case Fill:
				fmt.Fprintf(&b, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f" fill="%s"></rect>`, m.X, m.Y, m.W, m.H, m.Color.Hex())
			case Text:
				p.textSVG(&b, m)
			case Picture:
				how := "xMidYMid slice"
				if m.Whole {
					how = "xMidYMid meet"
				}
				kind := "image/png"
				if m.Type == "jpg" {
					kind = "image/jpeg"
				}
				fmt.Fprintf(&b, `<image x="%.2f" y="%.2f" width="%.2f" height="%.2f" preserveAspectRatio="%s" href="data:%s;base64,%s"></image>`,
					m.X, m.Y, m.W, m.H, how, kind, base64.StdEncoding.EncodeToString(m.Bytes))
			case Code:
				codeSVG(&b, m)
			}
		}
		b.WriteString(`</svg>`)
		_, err := io.WriteString(w, b.String())
		return err
	})
}

func (p *Press) textSVG(b *strings.Builder, m Text) {
	set := fit(m, p.wide)
	attrs := ""
	if m.Bold {
		attrs += ` font-weight="700"`
	}
	if m.Italic {
		attrs += ` font-style="italic"`
	}
	x := m.X
	switch m.Align {
	case Center:
		x += m.W / 2
		attrs += ` text-anchor="middle"`
	case Right:
		x += m.W
		attrs += ` text-anchor="end"`
	}
	for i, l := range set.lines {
		if l != "" {
			// the page's letters are wider than the paper's: each line takes the width that it has on paper
			fmt.Fprintf(b, `<text x="%.2f" y="%.2f" font-size="%.3f" textLength="%.2f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`, x,
				set.top+float64(i)*set.line()+set.pt*mmPerPoint*baseline, set.pt*mmPerPoint, p.wide(m.style(), set.pt, l), m.Color.Hex(), attrs, html.EscapeString(l))
		}
	}
}

// codeSVG draws a code; a text too long for any code leaves its place empty, since a page must not
// fail for it: the caption still leads on.
func codeSVG(b *strings.Builder, m Code) {
	code, err := qrcode.New(m.Text, qrcode.Medium)
	if err != nil {
		return
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	fmt.Fprintf(b, `<svg x="%.2f" y="%.2f" width="%.2f" height="%.2f" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#000000" d="`, m.X, m.Y, m.Side, m.Side, len(bits), len(bits))
	eachRun(bits, func(column, row, long int) { fmt.Fprintf(b, "M%d %dh%dv1h-%dz", column, row, long, long) })
	b.WriteString(`"></path></svg>`)
}

// Portrait is a JPEG alone on a page, carried inside the page.
func Portrait(jpeg []byte, label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<img class="portrait" alt="%s" src="data:image/jpeg;base64,%s">`, html.EscapeString(label), base64.StdEncoding.EncodeToString(jpeg))
		return err
	})
}
