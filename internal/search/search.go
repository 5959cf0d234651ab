package search

import (
	"embed"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the index, one file per engine.
func Migrations() fs.FS { return migrations }

// Index is the one index of a site.
type Index struct{ db *db.DB }

// New makes the index over a database.
func New(d *db.DB) *Index { return &Index{d} }

// Doc is what is known of a record. ID is the record's own; newer IDs are listed first.
type Doc struct {
	Tenant  kernel.ID
	Kind    string // "dossier"
	ID      kernel.ID
	OrgPath []kernel.ID // the record's unit and all above it
	Number  string      // official number, as printed
	Text    string      // names, titles: what people remember
	At      kernel.Instant
}

// Ask is a question. Empty Roots ask the whole tenant. After is the Key of the last hit seen.
type Ask struct {
	Tenant kernel.ID
	Kinds  []string
	Roots  []kernel.ID
	Q      string
	Limit  int
	After  string
}

// Hit is a record found. Key goes on after it.
type Hit struct {
	Kind   string
	ID     kernel.ID
	Number string // normalised
	At     kernel.Instant
	Key    string
}

const (
	usualLimit  = 50
	mostLimit   = 200
	batch       = 200
	exactBudget = 1000 // candidates looked through for exact marks before the rest is shown as well
)

// Put indexes a record, or indexes it anew.
func (x *Index) Put(tx *db.Tx, d Doc) error { return put(tx, entryOf(d)) }

// Place is where a record hangs: its unit and all above it.
type Place struct {
	ID      kernel.ID
	OrgPath []kernel.ID
}

// Rehang gives records other units, their words left as they are. IDs that the index does not know are
// passed over.
func (x *Index) Rehang(tx *db.Tx, places []Place) error {
	for some := range slices.Chunk(places, batch) {
		err := rehang(tx, some)
		if err != nil {
			return err
		}
	}
	return nil
}

// Remove takes a record out.
func (x *Index) Remove(tx *db.Tx, id kernel.ID) error { return remove(tx, id) }

// Find answers a question: numbers that begin like it, then texts with all its words, exact marks
// first when it has marks, newest first. Refuses a Key that is none with search.bad_key.
func (x *Index) Find(tx *db.Tx, a Ask) ([]Hit, error) {
	if a.Limit <= 0 || a.Limit > mostLimit {
		a.Limit = usualLimit
	}
	at, err := parseKey(a.After)
	if err != nil {
		return nil, err
	}
	r := &run{tx: tx, ask: a, marked: markedWords(a.Q), shown: map[kernel.ID]bool{}}
	err = r.byNumber(at.phase == start)
	if err != nil {
		return nil, err
	}
	words := tokens(a.Q)
	if len(words) == 0 || len(r.hits) >= a.Limit || r.whole {
		return r.hits, nil
	}
	if tx.Engine() == db.Postgres {
		r.query, r.words = matchText(a, words), askedWords(words)
	} else {
		r.walker, err = newWalker(tx, a, words)
		if err != nil {
			return nil, err
		}
	}
	if len(r.marked) > 0 && at.phase != loose {
		at, err = r.exact(at.below)
		if err != nil || len(r.hits) >= a.Limit {
			return r.hits, err
		}
	}
	return r.hits, r.rest(at)
}

// run is one question on its way.
type run struct {
	tx     *db.Tx
	ask    Ask
	query  string // PostgreSQL
	words  []string
	kept   sorted
	walker *walker // SQLite
	marked []string
	shown  map[kernel.ID]bool
	hits   []Hit
	whole  bool // somebody asked for one record by its whole number: words would only bring others
}

// byNumber finds records whose number begins like the question. They stand on the first page only;
// later pages ask again to know what was shown.
func (r *run) byNumber(show bool) error {
	prefix := Number(r.ask.Q)
	if len(prefix) < 3 || !strings.ContainsAny(prefix, "0123456789") {
		return nil
	}
	found, err := numbered(r.tx, r.ask, prefix)
	if err != nil {
		return err
	}
	for _, e := range found {
		if len(r.shown) < r.ask.Limit && e.inScope(r.ask) {
			r.shown[e.ID] = true
			r.whole = r.whole || Number(e.Number) == prefix
			if show {
				r.add(e, "n")
			}
		}
	}
	return nil
}

func (r *run) add(e entry, key string) {
	r.hits = append(r.hits, Hit{Kind: e.Kind, ID: e.ID, Number: e.Number, At: e.At, Key: key})
}

// exact lists the candidates that have the marks as typed, and tells where the rest begins.
func (r *run) exact(below kernel.ID) (position, error) {
	for looked := 0; looked < exactBudget; looked += r.step() {
		found, err := r.candidates(below, r.step())
		if err != nil {
			return position{}, err
		}
		for _, e := range found {
			below = e.ID
			if r.shown[e.ID] || !e.hasMarks(r.marked) {
				continue
			}
			r.add(e, "x"+e.ID.String())
			if len(r.hits) == r.ask.Limit {
				return position{}, nil
			}
		}
		if len(found) < r.step() {
			return position{phase: loose, seen: 1}, nil
		}
	}
	return position{phase: loose, seen: below}, nil
}

// step is how many candidates are looked at together: what walks goes on where it stands, what asks anew
// asks for more.
func (r *run) step() int {
	if r.walker != nil {
		return min(batch, r.ask.Limit)
	}
	return batch
}

// rest lists all candidates but those that stood among the exact ones: exact, and not below seen.
func (r *run) rest(at position) error {
	below, most := at.below, min(batch, r.ask.Limit+len(r.shown))
	if len(r.marked) > 0 {
		most = r.step() // as for the exact ones, whose pages are at hand
	}
	for {
		found, err := r.candidates(below, most)
		if err != nil {
			return err
		}
		for _, e := range found {
			below = e.ID
			if r.shown[e.ID] || at.seen != 0 && e.ID >= at.seen && e.hasMarks(r.marked) {
				continue
			}
			r.add(e, "l"+e.ID.String()+"."+at.seen.String())
			if len(r.hits) == r.ask.Limit {
				return nil
			}
		}
		if len(found) < most {
			return nil
		}
	}
}

// position is where a page begins.
type position struct {
	phase phase
	below kernel.ID
	seen  kernel.ID // exact ones not below this stood before
}

type phase int

const (
	start phase = iota
	exact
	loose
)

func parseKey(key string) (position, error) {
	bad := &kernel.Fault{Kind: kernel.Invalid, Code: "search.bad_key"}
	if key == "" {
		return position{}, nil
	}
	p := position{phase: map[byte]phase{'n': exact, 'x': exact, 'l': loose}[key[0]]}
	below, seen, _ := strings.Cut(key[1:], ".")
	if p.phase == start || key[0] == 'n' && key != "n" {
		return position{}, bad
	}
	for _, part := range []struct {
		text string
		to   *kernel.ID
	}{{below, &p.below}, {seen, &p.seen}} {
		if part.text == "" {
			continue
		}
		n, err := strconv.ParseInt(part.text, 10, 64)
		if err != nil || n <= 0 {
			return position{}, bad
		}
		*part.to = kernel.ID(n)
	}
	return p, nil
}

// Messages are the sentences of this package's refusals.
func Messages() map[string]string {
	return map[string]string{"search.bad_key": "Liên kết trang tiếp theo không còn đúng. Tìm lại từ đầu."}
}
