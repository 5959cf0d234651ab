package formula

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Trouble is why a text is no expression, and at which character (from 1). Name is the name that is
// not in the scope, when that is why.
type Trouble struct {
	At   int
	What string
	Name string
}

func (t *Trouble) Error() string { return fmt.Sprintf("%s (chữ thứ %d)", t.What, t.At) }

type kind int

const (
	end kind = iota
	number
	text
	name
	sign
)

type token struct {
	kind   kind
	at     int // byte offset
	length int // in bytes, as it is written
	text   string
	n      int64
}

// Longer signs stand before their beginnings.
var signs = []string{"&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", "(", ")", "[", "]", "{", "}", ",", ".", "+", "-", "*", "/", "%", "#"}

// lex cuts a source into tokens; the last one is the end.
func lex(src string) ([]token, *Trouble) {
	var out []token
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
		switch {
		case unicode.IsSpace(r):
			i += size
		case r == '"' || r == '\'':
			s, length, bad := quoted(src[i:])
			if bad != "" {
				return nil, trouble(src, i, bad)
			}
			out = append(out, token{kind: text, at: i, length: length, text: s})
			i += length
		case r >= '0' && r <= '9':
			length := len(src[i:]) - len(strings.TrimLeft(src[i:], "0123456789_"))
			n, err := strconv.ParseInt(strings.ReplaceAll(src[i:i+length], "_", ""), 10, 64)
			if err != nil {
				return nil, trouble(src, i, "số quá lớn")
			}
			out = append(out, token{kind: number, at: i, length: length, text: src[i : i+length], n: n})
			i += length
		case letter(r):
			length := strings.IndexFunc(src[i:], func(r rune) bool { return !letter(r) && !unicode.IsDigit(r) })
			if length < 0 {
				length = len(src) - i
			}
			out = append(out, token{kind: name, at: i, length: length, text: src[i : i+length]})
			i += length
		default:
			s := signAt(src[i:])
			if s == "" {
				return nil, trouble(src, i, fmt.Sprintf("không hiểu ký tự “%c”", r))
			}
			out = append(out, token{kind: sign, at: i, length: len(s), text: s})
			i += len(s)
		}
	}
	return append(out, token{kind: end, at: len(src)}), nil
}

func letter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func signAt(src string) string {
	for _, s := range signs {
		if strings.HasPrefix(src, s) {
			return s
		}
	}
	return ""
}

// quoted reads a text in quotes and tells how long it was, or what is wrong with it.
func quoted(src string) (s string, length int, bad string) {
	var b strings.Builder
	for i := 1; i < len(src); i++ {
		switch c := src[i]; {
		case c == src[0]:
			return b.String(), i + 1, ""
		case c == '\\' && i+1 < len(src):
			i++
			at := strings.IndexByte(`\'"nt`, src[i])
			if at < 0 {
				return "", 0, `sau dấu \ chỉ có thể là \ ' " n t`
			}
			b.WriteByte("\\'\"\n\t"[at])
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, "thiếu dấu đóng ngoặc kép hoặc nháy"
}

func trouble(src string, at int, what string) *Trouble {
	return &Trouble{At: utf8.RuneCountInString(src[:at]) + 1, What: what}
}
