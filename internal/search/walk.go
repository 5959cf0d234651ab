package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// SQLite's full text meets the lists of all words row by row, and to look a row up in a long list costs
// far more than to read the record and see whether the word is in it. So the rarest words are asked
// for, and the others are looked for in what was found; when most of that is in vain, the next rarest
// word is asked for as well.

const (
	probeRows = 64 // of a word's newest records, which tell how rare it is
	fetchRows = 100
	vainPart  = 4 // one in so many found must be right
)

const probeLite = `select rowid from search_fts where search_fts match $1 order by rowid desc limit $2`

// part is one thing that a record must have: a word, one of some units, one of some kinds.
type part struct {
	query string
	span  kernel.ID // how far back its newest records reach; the further, the rarer
	few   bool      // there are fewer than were asked for
	found []kernel.ID
}

// walker goes through the records that fit a question, newest first.
type walker struct {
	tx    *db.Tx
	ask   Ask
	words []string // sorted, each once
	parts []part   // the rarest first
	asked int      // how many of the parts are asked for
	pages map[place][]entry
	at    kernel.ID // what was looked at last
	ahead []entry   // found after it, not looked at yet
	over  bool      // nothing comes after ahead
	seen  int       // of what was fetched last
	right int       // of these
}

// place is where a page of a walk begins, and how long it may be.
type place struct {
	below kernel.ID
	most  int
}

func newWalker(tx *db.Tx, a Ask, words []string) (*walker, error) {
	w := &walker{tx: tx, ask: a, words: askedWords(words), pages: map[place][]entry{}}
	for _, p := range w.texts() {
		ids, err := db.All(tx, func(id *kernel.ID) []any { return []any{id} }, probeLite, p, probeRows)
		if err != nil {
			return nil, err
		}
		one := part{query: p, few: len(ids) < probeRows, found: ids, span: math.MaxInt64}
		if !one.few {
			one.span = math.MaxInt64 - ids[len(ids)-1]
		}
		w.parts = append(w.parts, one)
	}
	slices.SortStableFunc(w.parts, func(a, b part) int {
		if a.few && b.few {
			return cmp.Compare(len(a.found), len(b.found))
		}
		return cmp.Compare(b.span, a.span)
	})
	w.asked = min(2, len(w.parts))
	if w.parts[0].few {
		w.asked = 1
	}
	return w, nil
}

// texts are the parts in the engine's words. Every token is quoted and made of letters and digits only,
// so a question cannot become syntax.
func (w *walker) texts() []string {
	var out []string
	for _, word := range w.words {
		out = append(out, `"`+word+`"`)
	}
	for _, group := range w.ask.groups() {
		out = append(out, `("`+strings.Join(group, `" OR "`)+`")`)
	}
	return out
}

func (w *walker) query() string {
	var all []string
	for _, p := range w.parts[:w.asked] {
		all = append(all, p.query)
	}
	return strings.Join(all, " AND ")
}

// next are the newest records below an ID that fit, most of them or fewer when there are no more.
func (w *walker) next(below kernel.ID, most int) ([]entry, error) {
	from, out := place{below, most}, []entry(nil)
	if page, ok := w.pages[from]; ok {
		return page, nil
	}
	if below != w.at {
		w.at, w.ahead, w.over = below, nil, false
	}
	for len(out) < most {
		if len(w.ahead) == 0 {
			err := w.fetch()
			if err != nil {
				return nil, err
			}
		}
		if len(w.ahead) == 0 {
			break
		}
		e := w.ahead[0]
		w.at, w.ahead = e.ID, w.ahead[1:]
		w.seen++
		if e.inScope(w.ask) && e.hasWords(w.words) {
			w.right++
			out = append(out, e)
		}
	}
	w.pages[from] = out
	return out, nil
}

// fetch finds some more that have the parts asked for, and asks for one more when too much was in vain.
func (w *walker) fetch() error {
	if w.over {
		return nil
	}
	if w.seen > 0 && w.right*vainPart < w.seen && w.asked < len(w.parts) {
		w.asked++
	}
	w.seen, w.right = 0, 0
	var err error
	w.ahead, err = db.All(w.tx, into, matchLite, w.query(), w.at, fetchRows)
	w.over = len(w.ahead) < fetchRows
	return err
}

// hasWords tells that a record has all the words: those of plain letters are looked for in its folded text.
func (e entry) hasWords(words []string) bool {
	folded, known := kernel.Fold(e.Words), []string(nil)
	return !slices.ContainsFunc(words, func(w string) bool {
		if strings.Contains(folded, " "+w+" ") {
			return false
		}
		if known == nil {
			known = e.tokenized().tokens // as the index cuts them
		}
		_, ok := slices.BinarySearch(known, w)
		return !ok
	})
}

// askedWords are the words of a question, each once.
func askedWords(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	words = slices.Compact(words)
	return words[:min(len(words), mostWords)]
}

// groups are the own tokens of which a record must have one each: units or the tenant, kinds.
func (a Ask) groups() [][]string {
	var roots, kinds []string
	for _, o := range a.Roots {
		roots = append(roots, orgToken(o))
	}
	if len(roots) == 0 {
		roots = []string{tenantToken(a.Tenant)}
	}
	for _, k := range a.Kinds {
		kinds = append(kinds, kindToken(k))
	}
	if len(kinds) == 0 {
		return [][]string{roots}
	}
	return [][]string{roots, kinds}
}
