package search

import (
	"iter"
	"math"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Roll is a second index for very many small records of one kind, such as the members of a union: it
// keeps nothing but which words stand in which record, so a million are written in seconds. Whoever
// asks narrows by scope herself, because who stands where changes by the hundred thousand there.
type Roll struct{}

// Entry is the words of one record. Tokens of its own kind (a number, a tenant) are made by Exact.
type Entry struct {
	ID     kernel.ID
	Tokens []string
}

// Words are the folded words of a text as the roll keeps them.
func Words(s string) []string { return tokens(s) }

// Exact is a token that only the same kind and value make: Exact("phone", "0912345678").
func Exact(kind, value string) string {
	plain := true
	for i := range len(value) {
		c := value[i]
		plain = plain && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
	}
	if plain {
		return own + kind + strings.ToLower(value)
	}
	return own + kind + strings.ToLower(strings.Join(tokens(value), ""))
}

// Marked are the words of a question that carry marks, as typed but small.
func Marked(s string) []string { return markedWords(s) }

// Put indexes records that are not in the roll yet, by the engine's fast way. IDs should rise.
func (Roll) Put(tx *db.Tx, entries iter.Seq[Entry]) error {
	if tx.Engine() == db.Postgres {
		_, err := db.Copy(tx, "search_roll (id, tokens)", func(yield func([]any) bool) {
			for e := range entries {
				if !yield([]any{e.ID, vector(compact(e.Tokens))}) {
					return
				}
			}
		})
		return err
	}
	_, err := db.Copy(tx, "search_roll (rowid, tokens)", func(yield func([]any) bool) {
		for e := range entries {
			if !yield([]any{e.ID, strings.Join(compact(e.Tokens), " ")}) {
				return
			}
		}
	})
	return err
}

// Change indexes one record anew.
func (r Roll) Change(tx *db.Tx, e Entry) error {
	err := r.Remove(tx, e.ID)
	if err != nil {
		return err
	}
	return r.Put(tx, slices.Values([]Entry{e}))
}

// Remove takes a record out.
func (Roll) Remove(tx *db.Tx, id kernel.ID) error {
	if tx.Engine() == db.Postgres {
		_, err := tx.Exec(`delete from search_roll where id = $1`, id)
		return err
	}
	_, err := tx.Exec(`delete from search_roll where rowid = $1`, id)
	return err
}

// Clear empties the roll, before it is made again after a restore or a copy.
func (Roll) Clear(tx *db.Tx) error {
	if tx.Engine() == db.Postgres {
		_, err := tx.Exec(`delete from search_roll`)
		return err
	}
	_, err := tx.Exec(`insert into search_roll (search_roll) values ('delete-all')`)
	return err
}

// Tidy makes one piece of the index and renews what the engine knows of it, after very much was put.
func (Roll) Tidy(tx *db.Tx) error {
	if tx.Engine() == db.Postgres {
		_, err := tx.Exec(`analyze search_roll`)
		return err
	}
	_, err := tx.Exec(`insert into search_roll (search_roll) values ('optimize')`)
	return err
}

const (
	rollLite     = `select rowid from search_roll where search_roll match $1 and rowid < $2 order by rowid desc limit $3`
	rollRecentPG = `
	select id from (select id, tokens from search_roll where id < $2 order by id desc offset $4 limit $5) newest
	where tokens @@ $1::tsquery order by id desc limit $3`
	rollPG = `
	with found as materialized (select id from search_roll where tokens @@ $1::tsquery and id < $2)
	select id from found order by id desc limit $3`
)

// Find gives the records below an ID that hold all the tokens, the newest first; 0 begins at the newest.
func (Roll) Find(tx *db.Tx, all []string, below kernel.ID, most int) ([]kernel.ID, error) {
	all = compact(all)
	if len(all) == 0 {
		return nil, nil
	}
	if below == 0 {
		below = math.MaxInt64
	}
	into := func(id *kernel.ID) []any { return []any{id} }
	if tx.Engine() == db.SQLite {
		return db.All(tx, into, rollLite, `"`+strings.Join(all, `" AND "`)+`"`, below, most)
	}
	query := "'" + strings.Join(all, "' & '") + "'"
	if !slices.ContainsFunc(all, alone) {
		ids, done, err := newest(most, func(skip, rows, most int) ([]kernel.ID, error) {
			return db.All(tx, into, rollRecentPG, query, below, most, skip, rows)
		})
		if err != nil || done {
			return ids, err
		}
	}
	return db.All(tx, into, rollPG, query, below, most)
}

// alone tells of a token that hardly two records have: a number, a telephone; a tenant is none.
func alone(token string) bool {
	return strings.HasPrefix(token, own) && !strings.HasPrefix(token, own+"t")
}

func compact(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}
