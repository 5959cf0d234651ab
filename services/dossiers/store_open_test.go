package dossiers

import (
	"maps"

	"doanket/internal/db"
)

// openCountersAgree compares the counters of open work with the rows they count.
func (l *life) openCountersAgree() {
	l.t.Helper()
	type row struct {
		openAt
		n int64
	}
	into := func(r *row) []any { return []any{&r.unit, &r.state, &r.n} }
	counted, stored := map[openAt]int64{}, map[openAt]int64{}
	err := l.DB.Read(l.Ctx, func(tx *db.Tx) error {
		rows, err := db.All(tx, into, `select unit_id, state, count(*) from dossier where tenant_id = $1 and next_at is not null group by unit_id, state`, site)
		if err != nil {
			return err
		}
		for _, r := range rows {
			counted[r.openAt] = r.n
		}
		rows, err = db.All(tx, into, `select unit_id, state, n from dossier_open where tenant_id = $1 and n <> 0`, site)
		for _, r := range rows {
			stored[r.openAt] = r.n
		}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	if len(counted) < 3 || !maps.Equal(counted, stored) {
		l.t.Errorf("open work: counted %v, the counters hold %v", counted, stored)
	}
}
