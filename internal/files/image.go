package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
)

const (
	longestSide = 12_000
	mostPixels  = 40_000_000 // a phone's camera; decoded it takes 160 MB at most
	quality     = 88
)

// decoding lets two pictures be decoded at once: memory, not time, is what a big picture takes.
var decoding = make(chan struct{}, 2)

// rewriteImage decodes a picture and writes it anew: upright, without the place and the camera it was
// taken with, without anything that was hidden behind it, and no larger than the rule says.
func rewriteImage(f *os.File, t Type, rule Rule) (int64, error) {
	_, err := f.Seek(0, io.SeekStart)
	if err != nil {
		return 0, err
	}
	conf, _, err := image.DecodeConfig(bufio.NewReader(f))
	if err != nil {
		return 0, invalid("files.broken_image")
	}
	if conf.Width > longestSide || conf.Height > longestSide || conf.Width*conf.Height > mostPixels || conf.Width < 1 || conf.Height < 1 {
		return 0, invalid("files.image_too_large", conf.Width, conf.Height)
	}
	decoding <- struct{}{}
	defer func() { <-decoding }()
	turn := 1
	if t == JPEG {
		head, err := readAt(f, 0, 128*1024)
		if err != nil {
			return 0, err
		}
		turn = orientation(head)
	}
	_, err = f.Seek(0, io.SeekStart)
	if err != nil {
		return 0, err
	}
	img, _, err := image.Decode(bufio.NewReader(f))
	if err != nil {
		return 0, invalid("files.broken_image")
	}
	img = upright(img, turn)
	if rule.Wide > 0 && rule.Tall > 0 {
		img = Shrink(img, rule.Wide, rule.Tall)
	}
	return writeImage(f, img, t)
}

func writeImage(f *os.File, img image.Image, t Type) (int64, error) {
	err := f.Truncate(0)
	if err != nil {
		return 0, trouble(err)
	}
	_, err = f.Seek(0, io.SeekStart)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriter(f)
	if t == PNG {
		err = (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(w, img)
	} else {
		err = jpeg.Encode(w, img, &jpeg.Options{Quality: quality})
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return 0, trouble(err)
	}
	return f.Seek(0, io.SeekCurrent)
}

// orientation reads how the camera was held (EXIF tag 0x0112), 1 when it is not said.
func orientation(jpg []byte) int {
	for at := 2; at+4 <= len(jpg) && jpg[at] == 0xff; {
		size := int(binary.BigEndian.Uint16(jpg[at+2:]))
		if jpg[at+1] == 0xda || size < 2 || at+2+size > len(jpg) {
			return 1
		}
		body := jpg[at+4 : at+2+size]
		if jpg[at+1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return exifOrientation(body[6:])
		}
		at += 2 + size
	}
	return 1
}

func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			v := int(order.Uint16(tiff[entry+8:]))
			if v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}

// upright turns and mirrors a picture as its orientation asks.
func upright(img image.Image, turn int) image.Image {
	if turn <= 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	outW, outH := w, h
	if turn >= 5 {
		outW, outH = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	for y := range h {
		for x := range w {
			toX, toY := turned(x, y, w, h, turn)
			out.Set(toX, toY, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

func turned(x, y, w, h, turn int) (int, int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	default: // 8
		return y, w - 1 - x
	}
}
