package files

import (
	"image"
	"image/color"
)

// Shrink averages squares of dots, so that the smaller side fits; a picture is never made larger.
func Shrink(m image.Image, wide, tall int) image.Image {
	b := m.Bounds()
	by := min(float64(b.Dx())/float64(wide), float64(b.Dy())/float64(tall))
	if by <= 1 {
		by = 1
	}
	w, h := max(1, int(float64(b.Dx())/by)), max(1, int(float64(b.Dy())/by))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+max((y+1)*b.Dy()/h, y*b.Dy()/h+1)
		for x := range w {
			x0, x1 := b.Min.X+x*b.Dx()/w, b.Min.X+max((x+1)*b.Dx()/w, x*b.Dx()/w+1)
			var r, g, bl, n uint64
			for yy := y0; yy < y1; yy++ {
				for xx := x0; xx < x1; xx++ {
					cr, cg, cb, ca := m.At(xx, yy).RGBA()
					white := uint64(0xffff - ca) // what shows through is paper
					r, g, bl, n = r+uint64(cr)+white, g+uint64(cg)+white, bl+uint64(cb)+white, n+1
				}
			}
			out.SetRGBA(x, y, color.RGBA{uint8(r / n >> 8), uint8(g / n >> 8), uint8(bl / n >> 8), 255})
		}
	}
	return out
}
