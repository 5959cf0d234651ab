package search

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"doanket/kernel"

	"golang.org/x/text/unicode/norm"
)

const (
	mostWords = 12 // of a question; more cannot make it clearer
	longest   = 64
	// own marks the tokens that no text can hold: units, kinds, tenants.
	own = "§"
)

// entry is a Doc as it is kept.
type entry struct {
	ID     kernel.ID
	Tenant kernel.ID
	Kind   string
	Number string
	Words  string // text and number with marks, small letters, a blank around each
	Scope  string // own tokens, a blank around each
	At     kernel.Instant
	tokens []string
}

func entryOf(d Doc) entry {
	e := entry{ID: d.ID, Tenant: d.Tenant, Kind: d.Kind, Number: Number(d.Number), At: d.At}
	e.Scope = scopeOf(d.Tenant, d.Kind, d.OrgPath)
	e.Words = padded(splitWords(strings.ToLower(norm.NFC.String(d.Text + " " + d.Number))))
	return e.tokenized()
}

func scopeOf(tenant kernel.ID, kind string, path []kernel.ID) string {
	scope := []string{tenantToken(tenant), kindToken(kind)}
	for _, o := range path {
		scope = append(scope, orgToken(o))
	}
	return padded(scope)
}

// tokenized makes the tokens of what is kept, so that the index can be built again from it.
func (e entry) tokenized() entry {
	e.tokens = append(strings.Fields(e.Scope), tokens(e.Words)...)
	slices.Sort(e.tokens)
	e.tokens = slices.Compact(e.tokens)
	return e
}

func padded(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ") + " "
}

func tenantToken(id kernel.ID) string { return own + "t" + id.String() }
func orgToken(id kernel.ID) string    { return own + "o" + id.String() }
func kindToken(kind string) string    { return own + "k" + strings.Join(tokens(kind), "") }

// tokens are the folded words of a text. What is no Latin letter becomes its number, so that both
// engines cut texts at the same places.
func tokens(s string) []string {
	var out []string
	for _, w := range splitWords(kernel.Fold(s)) {
		var b strings.Builder
		for _, r := range w {
			if r < unicode.MaxASCII {
				b.WriteRune(r)
			} else {
				b.WriteString("u" + strconv.FormatInt(int64(r), 16))
			}
			if b.Len() > longest {
				break
			}
		}
		out = append(out, b.String())
	}
	return out
}

// markedWords are the words that have marks, as typed but small.
func markedWords(s string) []string {
	var out []string
	for _, w := range splitWords(strings.ToLower(norm.NFC.String(s))) {
		if kernel.Fold(w) != w && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// Number is the form in which official numbers are compared: letters and digits, capitals.
func Number(s string) string {
	var b strings.Builder
	for _, r := range kernel.Fold(s) {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String()
}

func (e entry) hasMarks(marked []string) bool {
	for _, w := range marked {
		if !strings.Contains(e.Words, " "+w+" ") {
			return false
		}
	}
	return true
}

func (e entry) inScope(a Ask) bool {
	has := func(token string) bool { return strings.Contains(e.Scope, " "+token+" ") }
	kind := len(a.Kinds) == 0 || slices.ContainsFunc(a.Kinds, func(k string) bool { return has(kindToken(k)) })
	root := len(a.Roots) == 0 || slices.ContainsFunc(a.Roots, func(o kernel.ID) bool { return has(orgToken(o)) })
	return e.Tenant == a.Tenant && kind && root
}

// matchText writes the question in PostgreSQL's words. Every token is quoted and made of letters and
// digits only, so a question cannot become syntax.
func matchText(a Ask, words []string) string {
	var all []string
	for _, w := range askedWords(words) {
		all = append(all, "'"+w+"'")
	}
	for _, group := range a.groups() {
		all = append(all, "('"+strings.Join(group, "' | '")+"')")
	}
	return strings.Join(all, " & ")
}
