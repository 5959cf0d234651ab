package cards

import (
	"fmt"
	"strconv"

	"doanket/internal/paper"
	"doanket/kernel"
)

var (
	inkColor   = paper.Color{R: 0x1e, G: 0x22, B: 0x2a}
	quietColor = paper.Color{R: 0x4a, G: 0x52, B: 0x5e}
	sunkColor  = paper.Color{R: 0xe9, G: 0xec, B: 0xef}
)

// faces lays out both sides of a card. Everything on them is what the card's row and its design say;
// address is the only thing in the code: where it is verified, with the token.
func faces(c Card, d Design, photo []byte, address string) paper.Card {
	return paper.Card{Front: front(c, d, photo), Back: back(c, d, address)}
}

func front(c Card, d Design, photo []byte) paper.Face {
	p := d.palette()
	const band, edge = 13.5, 4.0
	left, wide := edge, paper.CardWide-2*edge
	f := paper.Face{paper.Fill{W: paper.CardWide, H: band, Color: p.Band}, paper.Fill{Y: band, W: paper.CardWide, H: 0.9, Color: p.Line}}
	if len(d.Badge.Bytes) > 0 {
		f = append(f, paper.Picture{X: edge, Y: 1.75, W: 10, H: 10, Key: "badge-" + d.ID.String(), Type: d.Badge.Type, Bytes: d.Badge.Bytes, Whole: true})
		left, wide = left+12, wide-12
	}
	f = append(f,
		paper.Text{X: left, Y: 1.6, W: wide, H: 4.2, Text: d.LineOne, Size: 7.5, Least: 4.5, Align: paper.Center, Middle: true, Color: paper.White},
		paper.Text{X: left, Y: 5.8, W: wide, H: 6.2, Text: d.LineTwo, Size: 12.5, Least: 7, Bold: true, Align: paper.Center, Middle: true, Color: paper.White})

	x := edge
	if d.has(ShowPhoto) {
		const y, w, h = 17.5, 21.0, 28.0
		if len(photo) > 0 {
			f = append(f, paper.Picture{X: edge, Y: y, W: w, H: h, Key: "photo-" + c.Photo, Type: "jpg", Bytes: photo})
		} else {
			f = append(f, paper.Fill{X: edge, Y: y, W: w, H: h, Color: sunkColor},
				paper.Text{X: edge, Y: y, W: w, H: h, Text: "Ảnh 3 × 4", Size: 7, Align: paper.Center, Middle: true, Color: quietColor})
		}
		x += w + 4
	}
	return append(f, lines(c, d, x, paper.CardWide-edge-x)...)
}

// lines are the name and what the design shows under it. Boxes have room for two lines, so that long
// names of people and unions stand whole.
func lines(c Card, d Design, x, w float64) paper.Face {
	p := d.palette()
	f := paper.Face{paper.Text{X: x, Y: 16.8, W: w, H: 10.2, Text: c.Name, Size: 12.5, Least: 7.5, Bold: true, Middle: true, Color: p.Strong}}
	y := 27.6
	row := func(label, value string, tall, size, least float64) {
		f = append(f, paper.Text{X: x, Y: y, W: w, H: tall, Text: label + value, Size: size, Least: least, Color: inkColor})
		y += tall + 0.4
	}
	if d.has(ShowNumber) {
		row("Số đoàn viên: ", c.Number, 3.6, 8.5, 6)
	}
	if d.has(ShowBorn) && c.Born > 0 {
		row("Năm sinh: ", strconv.Itoa(c.Born), 3.6, 8.5, 6)
	}
	if d.has(ShowBase) && c.Base != "" {
		row("", c.Base, 6.6, 8, 5)
	}
	if d.has(ShowOver) && c.Over != "" {
		row("", c.Over, 6.2, 7.5, 5)
	}
	return append(f, paper.Text{X: 4, Y: 49.2, W: paper.CardWide - 8, H: 3.2, Text: "Thẻ số " + c.Serial, Size: 7, Least: 6, Align: paper.Right, Color: quietColor})
}

func back(c Card, d Design, address string) paper.Face {
	p := d.palette()
	const edge, side = 4.0, 24.0
	f := paper.Face{
		paper.Fill{W: paper.CardWide, H: 6.5, Color: p.Band}, paper.Fill{Y: 6.5, W: paper.CardWide, H: 0.6, Color: p.Line},
		paper.Text{X: edge, Y: 1.2, W: paper.CardWide - 2*edge, H: 4.2, Text: kindOf(c.Kind, c.Made.At.Date()).Name + " · " + c.Serial, Size: 8, Least: 6, Bold: true, Middle: true, Color: paper.White},
		paper.Code{X: edge + 1, Y: 12, Side: side, Text: address, Caption: "Mã QR để kiểm tra thẻ"},
		paper.Text{X: edge, Y: 38, W: side + 2, H: 6.5, Text: "Quét mã để kiểm tra thẻ", Size: 6.5, Least: 5, Align: paper.Center, Color: quietColor},
		paper.Text{X: edge + side + 6, Y: 10, W: paper.CardWide - 2*edge - side - 6, H: 18, Text: d.Back, Size: 7.5, Least: 4.5, Color: inkColor},
	}
	x, w := edge+side+6, paper.CardWide-2*edge-side-6
	if d.Place != "" || d.Post != "" {
		f = append(f, paper.Text{X: x, Y: 29, W: w, H: 3.4, Text: dateLine(d.Place, c.Made.At.Date()), Size: 7, Least: 5, Align: paper.Center, Color: inkColor})
	}
	if d.Post != "" {
		f = append(f, paper.Text{X: x, Y: 32.6, W: w, H: 6.6, Text: d.Post, Size: 7.5, Least: 5, Bold: true, Align: paper.Center, Color: inkColor},
			paper.Text{X: x, Y: 46.5, W: w, H: 4.4, Text: d.Signer, Size: 8, Least: 5.5, Bold: true, Align: paper.Center, Middle: true, Color: inkColor})
	}
	return f
}

// dateLine is "Quảng Ninh, ngày 23 tháng 11 năm 2026".
func dateLine(place string, on kernel.Date) string {
	text := fmt.Sprintf("ngày %02d tháng %02d năm %d", on.Day, int(on.Month), on.Year)
	if place == "" {
		return "N" + text[1:]
	}
	return place + ", " + text
}
