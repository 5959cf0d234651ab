package procedures

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"doanket/internal/db"
	"doanket/kernel"
)

// Procedure (thủ tục hành chính) is what citizens find in the catalogue: one with a published version
// here, or one of the national catalogue that this site only follows. (NĐ 63/2010)
type Procedure struct {
	ID         kernel.ID
	Code       string
	Name       string
	Field      string
	Level      string // bo | tinh | xa | khac | cong_doan
	Agency     string
	Body       string // who made it public
	Kind       string
	State      string
	NationalID string
	Here       bool // may be filed here
	Limit      string

	folded string
	marked string
}

// catalogueRecord is a line of the national catalogue.
type catalogueRecord struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Code        string   `json:"code"`
	Categories  []string `json:"categories"`
	Departments []string `json:"departments"`
	Body        string   `json:"departmentPromulgate"`
	State       string   `json:"state"`
	Type        string   `json:"type"`
}

// LoadCatalogue reads the national catalogue (one JSON object a line, gzip or plain) into the
// follow-only entries of a tenant; loading it again renews them. It gives the number of entries.
func (s *Service) LoadCatalogue(ctx context.Context, tenant kernel.ID, r io.Reader) (int, error) {
	var entries []Procedure
	err := eachLine(r, func(n int, line []byte) error {
		var c catalogueRecord
		err := json.Unmarshal(line, &c)
		if err != nil {
			return fmt.Errorf("catalogue line %d: %w", n, err)
		}
		code := strings.TrimSpace(c.Code)
		if code == "" || clean(c.Name) == "" {
			return nil
		}
		if c.ID == "" {
			c.ID = code
		}
		departments := slices.DeleteFunc(c.Departments, func(d string) bool { return clean(d) == "" })
		entries = append(entries, Procedure{ID: s.IDs.New(), Code: code, Name: clean(c.Name), Field: clean(strings.Join(c.Categories, "; ")),
			Level: levelOf(departments), Agency: clean(strings.Join(departments, "; ")), Body: clean(c.Body), Kind: c.Type, State: c.State, NationalID: c.ID})
		return nil
	})
	if err != nil {
		return 0, err
	}
	const batch = 500
	for part := range slices.Chunk(entries, batch) {
		err = s.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, e := range part {
				err := upsertEntry(tx, tenant, e)
				if err != nil {
					return err
				}
			}
			return bumpRevision(tx, tenant)
		})
		if err != nil {
			return 0, err
		}
	}
	return len(entries), nil
}

// levelOf reads the lowest level at which a procedure is done from the names of its agencies.
func levelOf(agencies []string) string {
	level := "khac"
	rank := map[string]int{"khac": 0, "bo": 1, "tinh": 2, "xa": 3}
	for _, a := range agencies {
		f := kernel.Fold(a)
		l := "khac"
		switch {
		case strings.Contains(f, "cap xa") || strings.Contains(f, "phuong") || strings.Contains(f, " xa"):
			l = "xa"
		case strings.HasPrefix(f, "so ") || strings.Contains(f, "cap tinh") || strings.Contains(f, "tinh") || strings.Contains(f, "thanh pho"):
			l = "tinh"
		case strings.HasPrefix(f, "bo ") || strings.HasPrefix(f, "cuc ") || strings.HasPrefix(f, "tong cuc") || strings.HasPrefix(f, "vu ") || strings.Contains(f, "ngan hang nha nuoc"):
			l = "bo"
		}
		if rank[l] > rank[level] {
			level = l
		}
	}
	return level
}

// snapshots keeps each tenant's catalogue folded in memory: some thousand short lines, the same
// search on both engines, renewed when the revision has moved.
type snapshots struct {
	mu sync.Mutex
	by map[kernel.ID]*snapshot
}

type snapshot struct {
	revision int64
	on       kernel.Date
	entries  []Procedure
}

// entries gives all of a tenant's catalogue on a day, the published ones first.
func (s *Service) entries(ctx context.Context, tenant kernel.ID, on kernel.Date) ([]Procedure, error) {
	var out []Procedure
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		now, err := revision(tx, tenant)
		if err != nil {
			return err
		}
		s.catalogue.mu.Lock()
		have := s.catalogue.by[tenant]
		s.catalogue.mu.Unlock()
		if have != nil && have.revision == now && have.on == on {
			out = have.entries
			return nil
		}
		out, err = s.readEntries(tx, tenant, on)
		if err != nil {
			return err
		}
		s.catalogue.mu.Lock()
		defer s.catalogue.mu.Unlock()
		if s.catalogue.by == nil {
			s.catalogue.by = map[kernel.ID]*snapshot{}
		}
		s.catalogue.by[tenant] = &snapshot{revision: now, on: on, entries: out}
		return nil
	})
	return out, err
}

func (s *Service) readEntries(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]Procedure, error) {
	rows, err := publishedVersions(tx, tenant)
	if err != nil {
		return nil, err
	}
	here := map[string]Procedure{}
	for _, r := range rows {
		if r.From.After(on) || !r.To.IsZero() && r.To.Before(on) {
			continue
		}
		v, err := s.compiled.of(r.SHA256, []byte(r.Canonical))
		if err != nil {
			return nil, err
		}
		here[r.Code] = entryOf(r, v.Def) // rows come in order of (from, no): the last one wins
	}
	follow, err := allEntries(tx, tenant)
	if err != nil {
		return nil, err
	}
	out := make([]Procedure, 0, len(follow)+len(here))
	for _, e := range here {
		out = append(out, e)
	}
	for _, e := range follow {
		if _, twice := here[e.Code]; !twice {
			out = append(out, e)
		}
	}
	for i := range out {
		out[i].marked = strings.ToLower(out[i].Name)
		out[i].folded = " " + kernel.Fold(out[i].Name+" "+out[i].Code+" "+out[i].Field+" "+out[i].Agency)
	}
	kernel.SortFunc(out, func(a, b Procedure) int {
		if a.Here != b.Here {
			return map[bool]int{true: -1, false: 1}[a.Here]
		}
		return cmp.Compare(a.Code, b.Code)
	})
	return out, nil
}

func entryOf(r row, d *Definition) Procedure {
	level := "khac"
	if len(d.Levels) > 0 {
		level = d.Levels[0]
	}
	if d.Kind == "cong_doan" {
		level = "cong_doan"
	}
	e := Procedure{ID: r.ID, Code: r.Code, Name: d.Name, Field: d.Field.Name, Level: level, Agency: AgencyWord(d.Agency.Deciding), Body: d.Decision.Body,
		Kind: d.Kind, State: string(r.State), Here: d.Handling == "tai_cho"}
	for _, v := range d.Variants {
		for _, key := range ChannelKeys {
			if ch := v.Channels.Of(key); ch != nil && ch.Limit != nil && e.Limit == "" {
				e.Limit = ch.Limit.Words()
			}
		}
	}
	return e
}

// Search is what a visitor asks the catalogue for.
//
//glossary:none
type Search struct {
	Q     string
	Field string
	Level string
	Here  bool // only what can be filed here
	After int  // hits already shown
	Limit int
}

// Found is an answer of the catalogue: one page of hits and how many there are by facet.
//
//glossary:none
type Found struct {
	Hits   []Procedure
	Total  int
	Here   int
	Fields []Facet
	Levels []Facet
	Next   int // 0 at the end
}

// Facet is a choice with the number of hits it would leave.
//
//glossary:none
type Facet struct {
	Key   string
	Count int
}

// Find searches the catalogue of a tenant. Every word must begin a word of the entry, marks or no
// marks; what matches with its marks comes first, and what can be filed here before what is followed.
func (s *Service) Find(ctx context.Context, tenant kernel.ID, q Search) (Found, error) {
	all, err := s.entries(ctx, tenant, s.Clock.Now().Date())
	if err != nil {
		return Found{}, err
	}
	return find(all, q), nil
}

func find(all []Procedure, q Search) Found {
	folded := kernel.Fold(q.Q)
	words := strings.Fields(folded)
	typed := strings.ToLower(strings.TrimSpace(q.Q))
	type hit struct {
		Procedure
		rank int
	}
	var hits []hit
	fields, levels := map[string]int{}, map[string]int{}
	here := 0
	for i := range all {
		e := &all[i] // an entry is large, and there are thousands
		if !matches(e, words) {
			continue
		}
		inField, inLevel := q.Field == "" || e.Field == q.Field, q.Level == "" || e.Level == q.Level
		inHere := !q.Here || e.Here
		if inLevel && inHere {
			fields[e.Field]++
		}
		if inField && inHere {
			levels[e.Level]++
		}
		if inField && inLevel && e.Here {
			here++
		}
		if inField && inLevel && inHere {
			hits = append(hits, hit{*e, rank(e, folded, typed)})
		}
	}
	kernel.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	out := Found{Total: len(hits), Here: here, Fields: facets(fields), Levels: facets(levels)}
	limit := q.Limit
	if limit <= 0 || limit > 100 {
		limit = 30
	}
	start := min(max(q.After, 0), len(hits))
	end := min(start+limit, len(hits))
	for _, h := range hits[start:end] {
		out.Hits = append(out.Hits, h.Procedure)
	}
	if end < len(hits) {
		out.Next = end
	}
	return out
}

func matches(e *Procedure, words []string) bool {
	for _, w := range words {
		if !strings.Contains(e.folded, " "+w) {
			return false
		}
	}
	return true
}

// rank is lower for what is nearer to the question.
func rank(e *Procedure, folded, typed string) int {
	n := 8
	switch {
	case typed == "":
		return map[bool]int{true: 0, false: 8}[e.Here]
	case strings.EqualFold(e.Code, typed):
		return 0
	case strings.Contains(e.marked, typed):
		n = 2
	case strings.Contains(e.folded, folded):
		n = 4
	}
	if !e.Here {
		n++
	}
	return n
}

func facets(counts map[string]int) []Facet {
	var out []Facet
	for k, n := range counts {
		if k != "" {
			out = append(out, Facet{k, n})
		}
	}
	kernel.SortFunc(out, func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key)) })
	return out
}
