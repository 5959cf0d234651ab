package search

import (
	"iter"
	"math"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	updateLite = `update search_doc set tenant_id = $2, kind = $3, number = $4, words = $5, scope = $6, at = $7 where id = $1`
	insertLite = `insert into search_doc (id, tenant_id, kind, number, words, scope, at) values ($1, $2, $3, $4, $5, $6, $7)
	on conflict (id) do nothing`
	insertFTS = `insert into search_fts (rowid, tokens) values ($1, $2)`
	deleteFTS = `delete from search_fts where rowid = $1`
	upsertPG  = `
	insert into search_doc (id, tenant_id, kind, number, words, scope, at, tokens) values ($1, $2, $3, $4, $5, $6, $7, $8::tsvector)
	on conflict (id) do update set tenant_id = excluded.tenant_id, kind = excluded.kind, number = excluded.number,
		words = excluded.words, scope = excluded.scope, at = excluded.at, tokens = excluded.tokens`
)

func put(tx *db.Tx, e entry) error {
	if tx.Engine() == db.Postgres {
		return tx.Later(upsertPG, e.ID, e.Tenant, e.Kind, e.Number, e.Words, e.Scope, e.At, vector(e.tokens))
	}
	n, err := tx.Exec(insertLite, e.ID, e.Tenant, e.Kind, e.Number, e.Words, e.Scope, e.At)
	if err == nil && n == 0 { // known already
		_, err = tx.Exec(updateLite, e.ID, e.Tenant, e.Kind, e.Number, e.Words, e.Scope, e.At)
		if err == nil {
			_, err = tx.Exec(deleteFTS, e.ID)
		}
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(insertFTS, e.ID, strings.Join(e.tokens, " "))
	return err
}

// rehang writes anew what stands in other units than it did.
func rehang(tx *db.Tx, places []Place) error {
	ids := make([]kernel.ID, len(places))
	paths := map[kernel.ID][]kernel.ID{}
	for i, p := range places {
		ids[i], paths[p.ID] = p.ID, p.OrgPath
	}
	known, err := db.AllOf(tx, into, db.Build(`select id, tenant_id, kind, number, words, scope, at from search_doc`).In("where id in", ids, ""))
	if err != nil {
		return err
	}
	for _, e := range known {
		scope := scopeOf(e.Tenant, e.Kind, paths[e.ID])
		if scope == e.Scope {
			continue
		}
		e.Scope = scope
		err = put(tx, e.tokenized())
		if err != nil {
			return err
		}
	}
	return nil
}

// vector writes tokens as PostgreSQL reads them, without its own idea of what a word is.
func vector(tokens []string) string { return "'" + strings.Join(tokens, "' '") + "'" }

func remove(tx *db.Tx, id kernel.ID) error {
	n, err := tx.Exec(`delete from search_doc where id = $1`, id)
	if err != nil || n == 0 || tx.Engine() == db.Postgres {
		return err
	}
	_, err = tx.Exec(deleteFTS, id)
	return err
}

func into(e *entry) []any {
	return []any{&e.ID, &e.Tenant, &e.Kind, &e.Number, &e.Words, &e.Scope, &e.At}
}

const numberedSQL = `
	select id, tenant_id, kind, number, words, scope, at from search_doc
	where tenant_id = $1 and number <> '' and number >= $2 and number < $3 order by number limit $4`

func numbered(tx *db.Tx, a Ask, prefix string) ([]entry, error) {
	return db.All(tx, into, numberedSQL, a.Tenant, prefix, prefix+"~", 4*a.Limit)
}

const matchLite = `
	select d.id, d.tenant_id, d.kind, d.number, d.words, d.scope, d.at
	from search_fts cross join search_doc d on d.id = search_fts.rowid
	where search_fts match $1 and search_fts.rowid < $2 order by search_fts.rowid desc limit $3`

// PostgreSQL cannot walk an inverted index newest first. So it looks through the newest records, where
// a common word fills the page at once (see newest), and a word that does not is rare enough to sort all
// it has.
const (
	recentRows = 6_000
	moreRows   = 120_000
	recentPG   = `
	select id, tenant_id, kind, number, words, scope, at from (
		select id, tenant_id, kind, number, words, scope, at, tokens from search_doc
		where tenant_id = $4 and id < $2 order by id desc offset $5 limit $6) newest
	where tokens @@ $1::tsquery order by id desc limit $3`
	matchPG = `
	with found as materialized (
		select id from search_doc where tokens @@ $1::tsquery and tenant_id = $4 and id < $2)
	select d.id, d.tenant_id, d.kind, d.number, d.words, d.scope, d.at
	from (select id from found order by id desc limit $3) newest join search_doc d on d.id = newest.id order by d.id desc`
	matchRarePG = `
	with found as materialized (
		select id from search_doc where tokens @@ $1::tsquery and (tokens || ''::tsvector) @@ $5::tsquery and tenant_id = $4 and id < $2)
	select d.id, d.tenant_id, d.kind, d.number, d.words, d.scope, d.at
	from (select id from found order by id desc limit $3) newest join search_doc d on d.id = newest.id order by d.id desc`
)

// candidates are the newest records below an ID that fit the question.
func (r *run) candidates(below kernel.ID, most int) ([]entry, error) {
	if below == 0 {
		below = math.MaxInt64
	}
	if r.walker != nil {
		return r.walker.next(below, most)
	}
	if some, ok := r.kept.below(below, most); ok {
		return some, nil
	}
	tx, a, query := r.tx, r.ask, r.query
	found, done, err := newest(most, func(skip, rows, most int) ([]entry, error) {
		return db.All(tx, into, recentPG, query, below, most, a.Tenant, skip, rows)
	})
	if err != nil || done {
		return found, err
	}
	rare, err := r.rare()
	if err != nil {
		return nil, err
	}
	limit := max(most, exactBudget)
	if len(rare) == 0 {
		found, err = db.All(tx, into, matchPG, query, below, limit, a.Tenant)
	} else {
		found, err = db.All(tx, into, matchRarePG, "'"+strings.Join(rare, "' & '")+"'", below, limit, a.Tenant, query)
	}
	r.kept = sorted{from: below, all: len(found) < limit, entries: found}
	return found[:min(most, len(found))], err
}

// sorted is what was found once by going through all that fits, the newest first.
type sorted struct {
	from    kernel.ID
	all     bool // there is nothing older
	entries []entry
}

// below gives those below an ID, when they are known.
func (s sorted) below(id kernel.ID, most int) ([]entry, bool) {
	if id > s.from {
		return nil, false
	}
	at := slices.IndexFunc(s.entries, func(e entry) bool { return e.ID < id })
	if at < 0 {
		return nil, s.all
	}
	rest := s.entries[at:]
	return rest[:min(most, len(rest))], s.all || len(rest) >= most
}

// rareSQL are the words of a question that PostgreSQL has not noticed to be in many records.
const rareSQL = `
	select w from unnest(string_to_array($1, ' ')) w where w not in (
		select unnest(most_common_elems::text::text[]) from pg_stats
		where schemaname = current_schema() and tablename = 'search_doc' and attname = 'tokens' and most_common_elems is not null)`

// rare are the words for which PostgreSQL goes into its index when a question has some. The lists of common
// words, of millions, need not be read through beside them; what is found is held against the whole question.
func (r *run) rare() ([]string, error) {
	return db.All(r.tx, func(s *string) []any { return []any{s} }, rareSQL, strings.Join(r.words, " "))
}

// newest looks through the newest records, and when some but too few of them fit, through as many more as
// those let expect. It is done when the page is full; otherwise what fits is rare enough to be sorted.
func newest[T any](most int, look func(skip, rows, most int) ([]T, error)) (found []T, done bool, err error) {
	found, err = look(0, recentRows, most)
	if err != nil || len(found) == most {
		return found, true, err
	}
	if len(found) == 0 {
		return nil, false, nil
	}
	rows := recentRows * (most - len(found)) / len(found)
	if rows > moreRows { // they would hardly do
		return nil, false, nil
	}
	rows = min(2*rows, moreRows)
	more, err := look(recentRows, rows, most-len(found))
	found = append(found, more...)
	return found, len(found) == most, err
}

// Prepared is a Doc with its words cut, so that another goroutine can do that before PutAll.
type Prepared struct{ entry entry }

// Prepare cuts the words of a Doc.
func Prepare(d Doc) Prepared { return Prepared{entryOf(d)} }

// PutAll indexes many new records much faster than one by one, for seeds and imports. IDs should
// rise. No other may write meanwhile; half a million per transaction keeps the log of SQLite small.
func (x *Index) PutAll(tx *db.Tx, docs iter.Seq[Prepared]) error {
	if tx.Engine() == db.Postgres {
		return putAllPG(tx, docs)
	}
	err := tx.Roomy()
	if err != nil {
		return err
	}
	// A large memory makes few large pieces of the index instead of many small ones.
	_, err = tx.Exec(`insert into search_fts (search_fts, rank) values ('hashsize', 67108864)`)
	for d := range docs {
		if err != nil {
			return err
		}
		e := d.entry
		_, err = tx.Exec(insertLite, e.ID, e.Tenant, e.Kind, e.Number, e.Words, e.Scope, e.At)
		if err == nil {
			_, err = tx.Exec(insertFTS, e.ID, strings.Join(e.tokens, " "))
		}
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into search_fts (search_fts, rank) values ('hashsize', 1048576)`)
	return err
}

func putAllPG(tx *db.Tx, docs iter.Seq[Prepared]) error {
	_, err := db.Copy(tx, "search_doc (id, tenant_id, kind, number, words, scope, at, tokens)", func(yield func([]any) bool) {
		for d := range docs {
			e := d.entry
			if !yield([]any{e.ID, e.Tenant, e.Kind, e.Number, e.Words, e.Scope, e.At, vector(e.tokens)}) {
				return
			}
		}
	})
	return err
}

// Optimize makes one piece of the index and renews what the engine knows of it, after PutAll.
func (x *Index) Optimize(tx *db.Tx) error {
	if tx.Engine() == db.Postgres {
		_, err := tx.Exec(`analyze search_doc`)
		return err
	}
	_, err := tx.Exec(`insert into search_fts (search_fts) values ('optimize')`)
	return err
}

// BeforeBulk drops the part of the index that is faster to build at the end; AfterBulk builds it.
// For millions of records only.
func (x *Index) BeforeBulk(tx *db.Tx) error {
	if tx.Engine() == db.SQLite {
		return nil
	}
	_, err := tx.Exec(`drop index if exists search_doc_tokens`)
	return err
}

// AfterBulk ends what BeforeBulk began.
func (x *Index) AfterBulk(tx *db.Tx) error {
	if tx.Engine() == db.Postgres {
		_, err := tx.Exec(`create index if not exists search_doc_tokens on search_doc using gin (tokens) with (fastupdate = off)`)
		if err != nil {
			return err
		}
	}
	return x.Optimize(tx)
}

// Rebuild makes the index again from what is kept of the documents, after a restore or a copy.
func (x *Index) Rebuild(tx *db.Tx) error {
	if tx.Engine() == db.SQLite {
		_, err := tx.Exec(`insert into search_fts (search_fts) values ('delete-all')`)
		if err != nil {
			return err
		}
	}
	after := kernel.ID(0)
	for {
		some, err := db.All(tx, into, `
			select id, tenant_id, kind, number, words, scope, at from search_doc where id > $1 order by id limit 1000`, after)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, e := range some {
			after, e = e.ID, e.tokenized()
			if tx.Engine() == db.Postgres {
				_, err = tx.Exec(`update search_doc set tokens = $2::tsvector where id = $1`, e.ID, vector(e.tokens))
			} else {
				_, err = tx.Exec(insertFTS, e.ID, strings.Join(e.tokens, " "))
			}
			if err != nil {
				return err
			}
		}
	}
}
