package sheets

import (
	"bytes"
	"errors"
	"io"
)

// sharedTexts are the texts that cells point at: in blocks, eight bytes of address a text.
type sharedTexts struct {
	blocks []string
	at     []uint64 // block 16 bits, offset 24 bits, 1 bit for a text whose fonts are settled, length 23 bits
}

const settled = 1 << 23

// get gives a text, and whether its own runs said their fonts.
func (t *sharedTexts) get(i int) (text string, own, ok bool) {
	if i < 0 || i >= len(t.at) {
		return "", false, false
	}
	a := t.at[i]
	off, n := a>>24&0xff_ffff, a&(settled-1)
	return t.blocks[a>>48][off : off+n], a&settled != 0, true
}

const textBlock = 1 << 20

// shared reads the shared texts once, however many readings there are.
func (x *xlsxFile) shared() (*sharedTexts, error) {
	x.once.Do(func() { x.texts, x.err = x.readShared() })
	return x.texts, x.err
}

func (x *xlsxFile) readShared() (*sharedTexts, error) {
	out := &sharedTexts{}
	if x.strings == "" {
		return out, nil
	}
	r, _, err := x.part(x.strings, x.limits.Unpacked)
	if errors.Is(err, errAbsent) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	s := newXMLScan(r)
	block := make([]byte, 0, textBlock)
	held := int64(0)
	var one []byte
	seal := func() { out.blocks = append(out.blocks, string(block)); block = block[:0] }
	for {
		tok, err := s.next()
		if err != nil {
			return nil, err
		}
		if tok == tokEOF {
			break
		}
		if tok != tokStart || string(s.name) != "si" {
			continue
		}
		var own uint64
		one, own, err = readRichText(s, one[:0], "si", notLegacy)
		if err != nil {
			return nil, err
		}
		if len(one) > x.limits.Cell {
			one = append(one[:0], tooLong...)
		}
		held += int64(len(one)) + 8
		if held > x.limits.Texts {
			return nil, invalid("sheets.bomb")
		}
		if len(block)+len(one) > textBlock {
			seal()
		}
		out.at = append(out.at, uint64(len(out.blocks))<<48|uint64(len(block))<<24|own|uint64(len(one)))
		block = append(block, one...)
		if len(out.blocks) >= 1<<16-1 {
			return nil, invalid("sheets.bomb")
		}
	}
	seal()
	return out, nil
}

// tooLong stands for a shared text that no cell may hold; the row that points at it is refused.
const tooLong = "\x00too long"

// readRichText reads <si> or <is>: all its runs, without the reading aids of other scripts. Runs that
// name an old font are brought to Unicode at once, and the text is then settled.
func readRichText(s *xmlScan, dst []byte, end string, cell legacyFont) ([]byte, uint64, error) {
	font, own := cell, uint64(0)
	inText, aids := false, 0
	from := len(dst)
	for {
		tok, err := s.next()
		if err != nil {
			return dst, 0, err
		}
		switch tok {
		case tokEOF:
			return dst, 0, io.ErrUnexpectedEOF
		case tokStart:
			switch string(s.name) {
			case "t":
				inText = aids == 0
				from = len(dst)
			case "rPh":
				aids++
			case "r":
				font = cell
			case "rFont":
				font, own = legacyFontNamed(attrText(s, "val")), settled
			}
		case tokText:
			if inText {
				dst = s.appendText(dst)
			}
		case tokEnd:
			switch string(s.name) {
			case "t":
				if inText {
					dst = mendText(dst, from, font)
				}
				inText = false
			case "rPh":
				aids--
			case end:
				return dst, own, nil
			}
		}
	}
}

// mendText brings the text from a place on to NFC, out of its old font and without _x000D_.
func mendText(dst []byte, from int, font legacyFont) []byte {
	t := dst[from:]
	if font == notLegacy && !mayDecompose(t) && !bytes.Contains(t, []byte("_x")) {
		return dst
	}
	return append(dst[:from], compose(font.decode(unescapeControl(string(t))))...)
}
