package sheets

import (
	"strings"
	"unicode/utf8"
)

// mostCellUnits is how many UTF-16 units a cell of Excel may hold.
const mostCellUnits = 32_767

// appendCellText writes a text as a cell holds it: composed, without what XML forbids, lines broken by
// one sign, no longer than Excel allows, and with what looks like one of Excel's own escapes (_x000D_)
// escaped.
func appendCellText(dst []byte, text string) []byte {
	text = compose(clean(text))
	if len(text) > mostCellUnits {
		text = clip(text)
	}
	if strings.Contains(text, "_x") {
		text = escapeControl(text)
	}
	return appendEscaped(dst, text)
}

// clean leaves out what XML cannot hold.
func clean(s string) string {
	if !foul(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case !allowed(r):
			return -1
		}
		return r
	}, s)
}

func foul(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' && c != '\n' {
				return true
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 1 || !allowed(r) {
			return true
		}
		i += n
	}
	return false
}

// allowed tells whether XML may hold a character; of the control characters only these three it may.
func allowed(r rune) bool {
	return r >= ' ' && r < 0xfffe || r >= 0x10000 || r == '\t' || r == '\n' || r == '\r'
}

// clip keeps a text within what a cell of Excel may hold.
func clip(s string) string {
	units := 0
	for i, r := range s {
		units++
		if r > 0xffff {
			units++
		}
		if units > mostCellUnits {
			return s[:i]
		}
	}
	return s
}

// escapeControl hides what a reader would take for an escape of its own.
func escapeControl(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if len(s)-i >= 7 && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' && isHex(s[i+2:i+6]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// appendEscaped writes a clean text for an element or an attribute.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var with string
		switch s[i] {
		case '&':
			with = "&amp;"
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '"':
			with = "&#34;"
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), with...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}
