package sheets

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters of Vietnamese, small ones and capitals.
func everyLetter() []rune {
	var out []rune
	for _, r := range vietnamese + "đbcdghklmnpqrstvx" {
		out = append(out, r, unicode.ToUpper(r))
	}
	return out
}

// encodeTCVN3 writes a text as the ABC fonts want it; accented capitals have no code there.
func encodeTCVN3(s string) ([]byte, bool) {
	var out []byte
	for _, r := range norm.NFC.String(s) {
		if r < 0x80 {
			out = append(out, byte(r))
			continue
		}
		at := -1
		for i, t := range tcvn3 {
			if t == r {
				at = i
			}
		}
		if at < 0 {
			return nil, false
		}
		out = append(out, byte(0xA0+at))
	}
	return out, true
}

func encodeVNI(s string) []byte {
	alone := map[rune]byte{}
	for b, r := range vniAlone {
		alone[r] = b
	}
	var out []byte
	for _, r := range norm.NFC.String(s) {
		if b, ok := alone[r]; ok {
			out = append(out, b)
			continue
		}
		marks := []rune(norm.NFD.String(string(r)))
		letter := marks[0]
		adds := string(marks[1:])
		if strings.Contains(adds, "\u031b") { // horn: ơ, ư have codes of their own
			letter = []rune(norm.NFC.String(string(letter) + "\u031b"))[0]
			adds = strings.ReplaceAll(adds, "\u031b", "")
		}
		if b, ok := alone[letter]; ok {
			out = append(out, b)
		} else {
			out = append(out, byte(letter))
		}
		if adds == "" {
			continue
		}
		for b, m := range vniMarks {
			if norm.NFD.String("a"+m.adds) == norm.NFD.String("a"+adds) {
				if unicode.IsUpper(r) {
					b -= 32
				}
				out = append(out, b)
			}
		}
	}
	return out
}

func encode1258(s string) []byte {
	var out []byte
	code := map[rune]byte{}
	for i, r := range windows1258 {
		if r != 0 {
			code[r] = byte(0x80 + i)
		}
	}
	for _, r := range norm.NFC.String(s) {
		if r < 0x80 {
			out = append(out, byte(r))
			continue
		}
		if b, ok := code[r]; ok {
			out = append(out, b)
			continue
		}
		l := toneOf[unicode.ToLower(r)]
		plain := l.plain
		if unicode.IsUpper(r) {
			plain = unicode.ToUpper(plain)
		}
		out = append(out, encode1258(string(plain))...)
		out = append(out, code[[]rune(toneMarks)[l.tone-1]])
	}
	return out
}

func as1252(b []byte) string {
	var out []rune
	for _, c := range b {
		if c >= 0x80 && c < 0xA0 {
			out = append(out, windows1252[c-0x80])
		} else {
			out = append(out, rune(c))
		}
	}
	return string(out)
}

func TestEveryVietnameseLetterComesBackFromEachOldEncoding(t *testing.T) {
	for _, r := range everyLetter() {
		s := string(r)
		if got := decodeBytes(VNI, encodeVNI(s)); got != s {
			t.Errorf("VNI: %q % x came back as %q", s, encodeVNI(s), got)
		}
		if got := decodeBytes(Windows1258, encode1258(s)); got != s {
			t.Errorf("Windows-1258: %q % x came back as %q", s, encode1258(s), got)
		}
		b, ok := encodeTCVN3(s)
		if !ok && unicode.IsUpper(r) { // its lower-case code in a font of capitals
			b, ok = encodeTCVN3(strings.ToLower(s))
			if got := fontTCVN3Capitals.decode(as1252(b)); got != s {
				t.Errorf(".VnTimeH: %q came back as %q", s, got)
			}
			continue
		}
		if !ok {
			t.Fatalf("TCVN3 lacks %q", s)
		}
		if got := decodeBytes(TCVN3, b); got != s {
			t.Errorf("TCVN3: %q % x came back as %q", s, b, got)
		}
		if got := decodeText(TCVN3, as1252(b)); got != s {
			t.Errorf("TCVN3 through a workbook: %q came back as %q", s, got)
		}
	}
}

func TestKnownTextsOfOldFontsAreRead(t *testing.T) {
	for _, c := range []struct {
		e         Encoding
		old, want string
	}{
		{TCVN3, "C«ng ®oµn c¬ së C«ng ty TNHH", "Công đoàn cơ sở Công ty TNHH"},
		{TCVN3, "NguyÔn V¨n ChiÕn", "Nguyễn Văn Chiến"},
		{TCVN3, "TrÇn ThÞ Ngäc ¸nh", "Trần Thị Ngọc ánh"},
		{TCVN3, "NGUYÔN V¡N Hµ", "NGUYỄN VĂN HÀ"},
		{TCVN3, "Lª Hµ", "Lê Hà"},
		{VNI, "Nguyeãn Vaên Chieán", "Nguyễn Văn Chiến"},
		{VNI, "Coâng ñoaøn cô sôû", "Công đoàn cơ sở"},
		{VNI, "TRAÀN THÒ NGOÏC AÙNH", "TRẦN THỊ NGỌC ÁNH"},
		{VNI, "Phöôøng Quaûng Yeân, thaønh phoá Haï Long", "Phường Quảng Yên, thành phố Hạ Long"},
		{VNI, "Ñaëng Thuøy Traâm", "Đặng Thùy Trâm"},
	} {
		if got := decodeText(c.e, c.old); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.e, c.old, got, c.want)
		}
	}
}

func TestAFontOfCapitalsMakesCapitals(t *testing.T) {
	for name, want := range map[string]string{".VnTimeH": "NGUYỄN VĂN HÀ", ".VnTime": "Nguyễn Văn Hà", ".VnArialH": "NGUYỄN VĂN HÀ", "Times New Roman": "NguyÔn V¨n Hµ"} {
		if got := legacyFontNamed(name).decode("NguyÔn V¨n Hµ"); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := legacyFontNamed("VNI-Times").decode("Haø Noäi"); got != "Hà Nội" {
		t.Errorf("%q", got)
	}
	if got := fontTCVN3.decode("Đã là Unicode"); got != "Đã là Unicode" {
		t.Errorf("a Unicode text in an old font's cell was changed: %q", got)
	}
}

const prose = `Công đoàn cơ sở Công ty cổ phần Than Mẫu
Nguyễn Văn Chiến	Phường Quảng Yên
Trần Thị Ngọc Ánh	Tổ sản xuất số hai
Đặng Thuỳ Trâm	Phân xưởng cơ điện
Lê Hữu Phước	Quản đốc
Phạm Thị Hường	Nhân viên kế toán`

func TestTheEncodingIsFoundByWhatCanBeVietnamese(t *testing.T) {
	lines := strings.Split(prose, "\n")
	for _, e := range Encodings {
		var texts []string
		for _, l := range lines {
			switch e {
			case TCVN3:
				b, _ := encodeTCVN3(strings.ReplaceAll(l, "Á", "á"))
				texts = append(texts, as1252(b))
			case VNI:
				texts = append(texts, as1252(encodeVNI(l)))
			case Windows1258:
				texts = append(texts, norm.NFD.String(l))
			default:
				texts = append(texts, l)
			}
		}
		d := Detect(texts)
		want := e
		if e == Windows1258 {
			want = Unicode // marks behind letters are Unicode too
			continue
		}
		if d.Encoding != want || !d.Sure() || len(d.Candidates) != 4 || len(d.Candidates[0].Lines) == 0 {
			t.Errorf("%s: found %s with %.2f", e, d.Encoding, d.Confidence)
		}
	}
	if d := Detect([]string{"Nguyen Van A", "12"}); d.Encoding != Unicode || d.Confidence != 1 {
		t.Errorf("plain letters: %+v", d)
	}
	if d := Detect([]string{"©®±µ ¶¸¹"}); d.Sure() {
		t.Errorf("signs alone are no evidence: %+v", d)
	}
}

func TestSyllablesThatCannotBeAreToldApart(t *testing.T) {
	for _, w := range strings.Fields("Nguyễn Trần nghiêng quốc giếng gìn khuya thuở Quỳnh ĐOÀN xoong huýt quyết Uông Bí giặt ước yếu Phước ngoằn") {
		if !possible(w) {
			t.Errorf("%q is Vietnamese", w)
		}
	}
	for _, w := range strings.Fields("NguyÔn C«ng ®oµn Nguyeãn Haø hòàng nướcc tât aẩ bêch x") {
		if possible(w) {
			t.Errorf("%q is not Vietnamese", w)
		}
	}
}

func FuzzOldTextsAreAlwaysUnicode(f *testing.F) {
	b, _ := encodeTCVN3("Nguyễn Văn Chiến")
	f.Add(b)
	f.Add(encodeVNI("Nguyễn Văn Chiến"))
	f.Add(encode1258("Nguyễn Văn Chiến"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, e := range Encodings {
			got := decodeBytes(e, b)
			if !norm.NFC.IsNormalString(got) && e != Unicode {
				t.Errorf("%s % x: %q is not NFC", e, b, got)
			}
			if back, ok := bytes1252(as1252(b)); !ok || string(back) != string(b) {
				t.Errorf("% x through Windows-1252: % x", b, back)
			}
		}
		Detect([]string{as1252(b)})
	})
}

func FuzzVietnameseComesBack(f *testing.F) {
	f.Add("Nguyễn Văn Chiến")
	f.Fuzz(func(t *testing.T, s string) {
		known := map[rune]bool{}
		for _, r := range everyLetter() {
			known[r] = true
		}
		clean := strings.Map(func(r rune) rune {
			if r < 0x80 || known[r] {
				return r
			}
			return -1
		}, norm.NFC.String(s))
		if got := decodeBytes(Windows1258, encode1258(clean)); got != clean {
			t.Errorf("Windows-1258: %q → %q", clean, got)
		}
		if b, ok := encodeTCVN3(clean); ok && !strings.EqualFold(decodeBytes(TCVN3, b), clean) {
			t.Errorf("TCVN3: %q → %q", clean, decodeBytes(TCVN3, b))
		}
	})
}
