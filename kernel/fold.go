package kernel

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold (bỏ dấu) is the form in which texts are searched: marks dropped, đ as d, lower case, one blank
// between words and none around. Folding a folded text changes nothing.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			blank = true
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		default:
			r = unicode.ToLower(r)
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	out := b.String()
	// A few capitals fall apart only when lowered (İ): fold those once more.
	if again := norm.NFKD.String(out); again != out {
		return Fold(again)
	}
	return out
}

// The five tone marks as they stand after NFD, in the order of Vietnamese dictionaries.
const (
	graveMark = '\u0300' // huyền
	hookMark  = '\u0309' // hỏi
	tildeMark = '\u0303' // ngã
	acuteMark = '\u0301' // sắc
	dotMark   = '\u0323' // nặng
)

func toneRank(r rune) byte {
	switch r {
	case graveMark:
		return 1
	case hookMark:
		return 2
	case tildeMark:
		return 3
	case acuteMark:
		return 4
	case dotMark:
		return 5
	}
	return 0
}

// NormalizeTone (chuẩn hoá vị trí dấu thanh) writes open syllables with oa, oe, uy the way official
// names do, the tone on the first vowel: Hoà, thuỷ → Hòa, thủy. Syllables with qu are left alone. The
// result is NFC.
func NormalizeTone(s string) string {
	in := []rune(norm.NFD.String(s))
	for i := 0; i+2 < len(in); i++ {
		first, second := unicode.ToLower(in[i]), unicode.ToLower(in[i+1])
		glide := first == 'o' && (second == 'a' || second == 'e') || first == 'u' && second == 'y'
		if !glide || toneRank(in[i+2]) == 0 {
			continue
		}
		closed := i+3 < len(in) && (unicode.IsLetter(in[i+3]) || unicode.Is(unicode.Mn, in[i+3]))
		afterQ := i > 0 && unicode.ToLower(in[i-1]) == 'q'
		if !closed && !afterQ {
			in[i+1], in[i+2] = in[i+2], in[i+1]
		}
	}
	return norm.NFC.String(string(in))
}

// letterRank is the place of a letter in the Vietnamese alphabet: a ă â b c d đ e ê … ; letters that
// Vietnamese lacks stand where Latin has them.
var letterRank = func() map[string]byte {
	m := map[string]byte{}
	for i, l := range strings.Fields("a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z") {
		m[norm.NFD.String(l)] = byte(64 + i)
	}
	m["đ"] = m[norm.NFD.String("đ")]
	return m
}()

// CollationKey is a key whose byte order is the order of Vietnamese dictionaries: syllable by
// syllable, first by letters, then by tone (ngang, huyền, hỏi, ngã, sắc, nặng). Case does not count.
func CollationKey(s string) string {
	var key strings.Builder
	for i, word := range strings.Fields(norm.NFD.String(strings.ToLower(NormalizeTone(s)))) {
		if i > 0 {
			key.WriteByte(1)
		}
		tones := make([]byte, 0, 4)
		letters := []rune(word)
		for j := 0; j < len(letters); j++ {
			if unicode.Is(unicode.Mn, letters[j]) {
				if t := toneRank(letters[j]); t > 0 {
					tones = append(tones, t)
				}
				continue
			}
			writeLetter(&key, letters, j)
		}
		key.WriteByte(2)
		for _, t := range tones {
			key.WriteByte(2 + t)
		}
	}
	return key.String()
}

// writeLetter writes the rank of the letter at j, with the mark that makes it another letter (ă, â, ơ),
// which may stand behind the tone (a dot below comes first in NFD).
func writeLetter(key *strings.Builder, letters []rune, j int) {
	base := string(letters[j])
	for k := j + 1; k < len(letters) && unicode.Is(unicode.Mn, letters[k]); k++ {
		if _, ok := letterRank[base+string(letters[k])]; ok {
			base += string(letters[k])
		}
	}
	rank, ok := letterRank[base]
	switch {
	case ok:
		key.WriteByte(rank)
	case letters[j] < 64:
		key.WriteByte(byte(letters[j])) // digits and signs stand before letters
	default:
		key.WriteByte(0xFF)
		key.WriteRune(letters[j])
	}
}

// CompareText orders two texts as a Vietnamese dictionary does. Only equal texts compare as 0.
func CompareText(a, b string) int {
	if c := strings.Compare(CollationKey(a), CollationKey(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// NameKey orders people the way lists of names do: by the given name, the last word, then by the rest.
func NameKey(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return CollationKey(words[len(words)-1]) + "\x00" + CollationKey(name)
}

// CompareNames orders two names by NameKey. Only equal names compare as 0.
func CompareNames(a, b string) int {
	if c := strings.Compare(NameKey(a), NameKey(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}
