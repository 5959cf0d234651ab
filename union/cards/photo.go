package cards

import (
	"bytes"
	"context"
	"crypto/hmac"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures of members may be PNG
	"io"

	"doanket/internal/files"
	"doanket/kernel"
)

// A picture on a card is 21 × 28 mm: at 300 dots an inch that is 248 × 331.
const (
	photoWide = 300
	photoTall = 400
	photoMost = 20 << 20 // bytes that are read of a stored picture
)

// address is what the QR of a card holds; "" when the site's key is no longer the one under which the
// card was made, because then the code on the plastic is another one.
func (s *Service) address(c Card) string {
	t := tokenOf(s.Key, c.ID)
	if !hmac.Equal(t.hash(), c.hash) {
		return ""
	}
	return s.Base + VerifyPath(t)
}

// photo reads a stored picture as a JPEG of the size of a card. A picture that is gone or cannot be
// read leaves its place empty: the card says so, and the office sees it before it prints.
func (s *Service) photo(ctx context.Context, sha string) ([]byte, error) {
	if sha == "" || s.Files == nil {
		return nil, nil
	}
	r, err := s.Files.Open(ctx, sha)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, photoMost))
	if err != nil {
		return nil, err
	}
	return cardPhoto(b), nil
}

// cardPhoto makes a picture small enough; nil when it is no picture. One that is small already is kept as it is.
func cardPhoto(b []byte) []byte {
	conf, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || conf.Width < 1 || conf.Height < 1 || conf.Width*conf.Height > 50_000_000 {
		return nil
	}
	if format == "jpeg" && conf.Width <= 2*photoWide && conf.Height <= 2*photoTall && conf.ColorModel != color.CMYKModel {
		return b
	}
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, files.Shrink(m, photoWide, photoTall), &jpeg.Options{Quality: 85})
	if err != nil {
		return nil
	}
	return out.Bytes()
}

// samplePhoto is a picture of nobody: two plain surfaces.
func samplePhoto() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 30, 40))
	for y := range 40 {
		for x := range 30 {
			c := color.RGBA{0xd9, 0xde, 0xe4, 255}
			if dx, dy := x-15, y-15; dx*dx+dy*dy < 64 || y > 26 && x > 5 && x < 25 {
				c = color.RGBA{0x8a, 0x94, 0xa0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 80})
	if err != nil {
		return nil
	}
	return b.Bytes()
}
