package sheets

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tcvn3 is TCVN 5712:1993 as the ABC fonts (.VnTime, .VnArial) use it, from 0xA0 on. The fonts have no
// accented capitals: those are the lower-case codes in a font of capitals (.VnTimeH). Some converters
// write the capitals of the standard's full set (VN1) at the places that the fonts leave empty; those
// are read too. Below 0xA0 the fonts keep the punctuation of Windows-1252.
var tcvn3 = []rune("\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ" +
	"\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ" +
	"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" +
	"éẹềểễếệìỉỄẾỒĩíịò" +
	"Ổỏõóọồổỗốộờởỡớợù" +
	"ỖủũúụừửữứựỳỷỹýỵỐ")

// windows1258 from 0x80 on. Tones are marks behind their letter; 0 is a code that is not used.
var windows1258 = []rune("€\x00‚ƒ„…†‡ˆ‰\x00‹Œ\x00\x00\x00\x00‘’“”•–—˜™\x00›œ\x00\x00Ÿ" +
	"\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿" +
	"ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß" +
	"àáâăäåæçèéêë\u0301íîïđñ\u0323óôơö÷øùúûüư₫ÿ")

// windows1252 from 0x80 to 0x9F, as texts in old fonts come out of workbooks.
var windows1252 = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

var byte1252 = func() map[rune]byte {
	m := map[rune]byte{}
	for i, r := range windows1252 {
		m[r] = byte(0x80 + i)
	}
	return m
}()

// In VNI a letter stands alone or is followed by a mark: "Nguyeãn", "ñoaøn". vniAlone are letters of one
// code, vniMarks what a mark makes of its letter.
var vniAlone = map[byte]rune{
	0xF1: 'đ', 0xD1: 'Đ', 0xF4: 'ơ', 0xD4: 'Ơ', 0xF6: 'ư', 0xD6: 'Ư',
	0xED: 'í', 0xCD: 'Í', 0xEC: 'ì', 0xCC: 'Ì', 0xE6: 'ỉ', 0xC6: 'Ỉ', 0xF3: 'ĩ', 0xD3: 'Ĩ', 0xF2: 'ị', 0xD2: 'Ị',
	0xEE: 'ỵ', 0xCE: 'Ỵ',
}

const (
	vniOn     = "aeouyôö"                  // letters that the plain tones follow: ô and ö are ơ and ư
	vniToned  = "\xf8\xfb\xf5\xf9\xef"     // huyền, hỏi, ngã, sắc, nặng
	vniHat    = "\xe2\xe0\xe5\xe3\xe1\xe4" // ^, then with the five tones: on a, e, o
	vniBreve  = "\xea\xe8\xfa\xfc\xe9\xeb" // ˘, then with the five tones: on a
	toneMarks = "\u0300\u0309\u0303\u0301\u0323"
)

// vniMarks: mark (lower case) → what is added to the letter, and after which letters it may stand.
var vniMarks = func() map[byte]vniMark {
	tones := []rune(toneMarks)
	m := map[byte]vniMark{}
	for i := 0; i < 5; i++ {
		m[vniToned[i]] = vniMark{string(tones[i]), vniOn}
		m[vniHat[i+1]] = vniMark{"\u0302" + string(tones[i]), "aeo"}
		m[vniBreve[i+1]] = vniMark{"\u0306" + string(tones[i]), "a"}
	}
	m[vniHat[0]] = vniMark{"\u0302", "aeo"}
	m[vniBreve[0]] = vniMark{"\u0306", "a"}
	return m
}()

type vniMark struct{ adds, on string }

// decodeVNI reads bytes of VNI-Windows.
func decodeVNI(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/2)
	for i := 0; i < len(b); i++ {
		c := b[i]
		letter := rune(c)
		alone, isAlone := vniAlone[c]
		switch {
		case isAlone:
			letter = alone
		case c >= 0x80 && c < 0xA0:
			letter = windows1252[c-0x80]
		}
		if i+1 < len(b) && b[i+1] >= 0xC0 {
			next := b[i+1]
			mark, ok := vniMarks[lowerLatin1(next)]
			if ok && strings.ContainsRune(mark.on, rune(lowerLatin1(c))) {
				out.WriteString(norm.NFC.String(string(letter) + mark.adds))
				i++
				continue
			}
		}
		out.WriteRune(letter)
	}
	return out.String()
}

func lowerLatin1(c byte) byte {
	if c >= 'A' && c <= 'Z' || c >= 0xC0 && c <= 0xDE && c != 0xD7 {
		return c + 32
	}
	return c
}

// decodeBytes reads bytes of a one-byte encoding as Unicode in NFC.
func decodeBytes(e Encoding, b []byte) string {
	if isASCII(b) {
		return string(b)
	}
	if e == VNI {
		return decodeVNI(b)
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/2)
	marks := false
	for _, c := range b {
		r := rune(c)
		switch {
		case c < 0x80:
		case e == TCVN3 && c >= 0xA0:
			r = tcvn3[c-0xA0]
		case e == Windows1258:
			r = windows1258[c-0x80]
			if r == 0 {
				r = utf8.RuneError
			}
		case c < 0xA0:
			r = windows1252[c-0x80]
		}
		marks = marks || r >= 0x300 && r < 0x370
		out.WriteRune(r)
	}
	read := out.String()
	if marks {
		read = norm.NFC.String(read)
	}
	if e == TCVN3 {
		read = raise(read)
	}
	return read
}

// raise mends what was typed with Caps Lock in a TCVN3 font of capitals: NGUYễN V¡N becomes NGUYỄN VĂN.
// A word shouts when two or more plain letters are capitals and none is small; the other words of a
// text that shouts go along, so that "Lê Hà" stays as it is and "NGUYễN Hà" does not.
func raise(s string) string {
	fields := strings.FieldsFunc(s, func(r rune) bool { return !wordRune(r) })
	shouts := false
	for _, w := range fields {
		upper, lower, _ := cases(w)
		shouts = shouts || upper >= 2 && lower == 0
	}
	if !shouts {
		return s
	}
	for _, w := range fields {
		upper, lower, small := cases(w)
		if upper >= 1 && lower == 0 && small > 0 {
			s = strings.Replace(s, w, strings.ToUpper(w), 1)
		}
	}
	return s
}

// cases counts capitals and small ones among plain letters, and small ones among letters with marks.
func cases(w string) (upper, lower, small int) {
	for _, r := range w {
		switch {
		case r >= 'A' && r <= 'Z':
			upper++
		case r >= 'a' && r <= 'z':
			lower++
		case r >= 0x80 && unicode.IsLower(r):
			small++
		}
	}
	return upper, lower, small
}

// decodeText reads a text that came in as Windows-1252 but was typed in another encoding; a text that
// holds anything else is Unicode already and stays.
func decodeText(e Encoding, s string) string {
	if e == Windows1258 {
		return compose(s)
	}
	b, ok := bytes1252(s)
	if !ok {
		return s
	}
	return decodeBytes(e, b)
}

// bytes1252 undoes the reading as Windows-1252; false for texts that hold other letters.
func bytes1252(s string) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r < 0x80 || r >= 0xA0 && r <= 0xFF {
			out = append(out, byte(r))
			continue
		}
		c, ok := byte1252[r]
		if !ok {
			return nil, false
		}
		out = append(out, c)
	}
	return out, true
}

func isASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// mayDecompose tells whether a UTF-8 text may hold combining marks: their first byte is 0xCC or 0xCD.
func mayDecompose(b []byte) bool {
	return bytes.IndexByte(b, 0xCC) >= 0 || bytes.IndexByte(b, 0xCD) >= 0
}

func compose(s string) string {
	if strings.IndexByte(s, 0xCC) < 0 && strings.IndexByte(s, 0xCD) < 0 {
		return s
	}
	return norm.NFC.String(s)
}

// legacyFont (phông chữ cũ) is the encoding that a font forces on its texts.
type legacyFont uint8

const (
	notLegacy legacyFont = iota
	fontTCVN3
	fontTCVN3Capitals
	fontVNI
)

// legacyFontNamed knows the families by their names: .VnTime and .VnTimeH (capitals), VNI-Times.
func legacyFontNamed(name string) legacyFont {
	name = strings.TrimSpace(name)
	switch {
	case len(name) > 4 && strings.EqualFold(name[:3], ".vn") && strings.HasSuffix(strings.TrimSpace(name), "H"):
		return fontTCVN3Capitals
	case len(name) > 3 && strings.EqualFold(name[:3], ".vn"):
		return fontTCVN3
	case len(name) > 4 && strings.EqualFold(name[:4], "vni-"):
		return fontVNI
	}
	return notLegacy
}

func (f legacyFont) decode(s string) string {
	switch f {
	case fontTCVN3:
		return decodeText(TCVN3, s)
	case fontTCVN3Capitals:
		if _, ok := bytes1252(s); ok {
			return strings.ToUpper(decodeText(TCVN3, s))
		}
	case fontVNI:
		return decodeText(VNI, s)
	}
	return s
}
