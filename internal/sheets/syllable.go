package sheets

import (
	"strings"
	"unicode"
)

// vietnamese are the lower-case letters of Vietnamese with marks, vowel by vowel: plain, then the tones
// huyền, hỏi, ngã, sắc, nặng.
const vietnamese = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"

type letter struct {
	plain rune // without its tone
	tone  uint8
}

var toneOf = func() map[rune]letter {
	m := map[rune]letter{'đ': {'đ', 0}}
	i, plain := 0, rune(0)
	for _, r := range vietnamese {
		if i%6 == 0 {
			plain = r
		}
		m[r] = letter{plain, uint8(i % 6)}
		i++
	}
	return m
}()

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// onsets and rhymes of Vietnamese syllables; qu and gi take rhymes without their u and i.
var (
	onsets = strings.Fields("ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p q r s t v x")
	rhymes = words(`a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych yn ynh yt`)
)

// possible tells whether a word can be a Vietnamese syllable: onset, rhyme, at most one tone, and only
// sắc or nặng before p, t, c, ch; its case is all small, all capital or one capital at the front.
func possible(word string) bool {
	var plain [12]rune
	n, tone, upper := 0, uint8(0), 0
	for i, r := range word {
		if n == len(plain) {
			return false
		}
		low := unicode.ToLower(r)
		if low != r {
			upper++
			if upper != n+1 && upper > 1 || upper == 1 && i > 0 {
				return false
			}
		}
		l, marked := toneOf[low]
		switch {
		case marked && l.tone > 0 && tone > 0:
			return false
		case marked:
			tone = max(tone, l.tone)
			low = l.plain
		case low < 'a' || low > 'z':
			return false
		}
		plain[n] = low
		n++
	}
	if upper > 1 && upper != n {
		return false
	}
	return syllable(string(plain[:n]), tone)
}

func syllable(s string, tone uint8) bool {
	if rhymes[s] && closedWell(s, tone) {
		return true
	}
	for _, o := range onsets {
		rest, ok := strings.CutPrefix(s, o)
		if ok && rhymes[rest] && closedWell(rest, tone) {
			return true
		}
	}
	return s == "gi"
}

func closedWell(rhyme string, tone uint8) bool {
	switch rhyme[len(rhyme)-1] {
	case 'p', 't', 'c':
		return tone == 4 || tone == 5
	case 'h':
		return !strings.HasSuffix(rhyme, "ch") || tone == 4 || tone == 5
	}
	return true
}

// tally counts the words of a text that hold anything beyond ASCII, and how many of them are possible
// Vietnamese. A word of one or two letters proves less than a long one and counts half.
func tally(s string) (possibles, all float64) {
	word := -1
	marked := false
	flush := func(end int) {
		if word >= 0 && marked {
			w := s[word:end]
			weight := 1.0
			if len([]rune(w)) <= 2 {
				weight = 0.5
			}
			all += weight
			if possible(w) {
				possibles += weight
			}
		}
		word, marked = -1, false
	}
	for i, r := range s {
		if !wordRune(r) {
			flush(i)
			continue
		}
		if word < 0 {
			word = i
		}
		marked = marked || r >= 0x80
	}
	flush(len(s))
	return possibles, all
}

// wordRune counts every sign beyond ASCII as part of a word, except the punctuation that offices use:
// in a text of another encoding letters look like signs.
func wordRune(r rune) bool {
	switch {
	case r < 0x80:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	case r == '\u00a0', r == '–', r == '—', r == '“', r == '”', r == '‘', r == '’', r == '…', r == '•', r == '₫', r == '\ufeff':
		return false
	}
	return true
}
