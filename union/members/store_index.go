package members

import (
	"slices"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

// indexed is what the words of a member are made of.
type indexed struct {
	id, tenant                    kernel.ID
	number, name, identity, phone string
	born                          kernel.Date
}

const indexedSQL = `select m.id, m.tenant_id, coalesce(m.number, ''), p.name, p.born, coalesce(p.identity_number, ''), p.phone
	from member m join person p on p.id = m.person_id where m.id > $1 order by m.id limit 1000`

// Reindex makes the words of all members again from the rows, after a restore or a copy: the index
// itself is derived and travels in neither.
func Reindex(tx *db.Tx) error {
	var roll search.Roll
	err := roll.Clear(tx)
	if err != nil {
		return err
	}
	after := kernel.ID(0)
	for {
		some, err := db.All(tx, func(r *indexed) []any {
			return []any{&r.id, &r.tenant, &r.number, &r.name, &r.born, &r.identity, &r.phone}
		}, indexedSQL, after)
		if err != nil {
			return err
		}
		if len(some) == 0 {
			return roll.Tidy(tx)
		}
		entries := make([]search.Entry, len(some))
		for i, r := range some {
			after, entries[i] = r.id, search.Entry{ID: r.id, Tokens: tokensOf(r.tenant, r.name, r.born, r.number, r.identity, r.phone)}
		}
		err = roll.Put(tx, slices.Values(entries))
		if err != nil {
			return err
		}
	}
}
