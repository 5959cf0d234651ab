package dossiers

import (
	"cmp"
	"maps"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	moveOpenSQL = `insert into dossier_open (tenant_id, unit_id, state, n) values ($1, $2, $3, $4), ($1, $5, $6, $7)
		on conflict (tenant_id, unit_id, state) do update set n = dossier_open.n + excluded.n`
	addOpenSQL = `insert into dossier_open (tenant_id, unit_id, state, n) values ($1, $2, $3, $4)
		on conflict (tenant_id, unit_id, state) do update set n = dossier_open.n + excluded.n`
)

// openAt is where a dossier waits, and in which state.
type openAt struct {
	unit  kernel.ID
	state State
}

// waits tells where a dossier counts as open work; false when nothing is to be done with it.
func (d Dossier) waits() (openAt, bool) {
	return openAt{d.Unit, d.State}, d.RowVersion > 0 && !d.NextAt().IsZero()
}

// saveOpen moves the counters of open work. Rows are taken in one order, so that two commands never
// wait for each other.
func saveOpen(tx *db.Tx, before, d Dossier) error {
	from, was := before.waits()
	to, is := d.waits()
	switch {
	case was && is && from != to:
		k, n := []openAt{from, to}, []int64{-1, 1}
		if compareOpen(from, to) > 0 {
			k, n = []openAt{to, from}, []int64{1, -1}
		}
		return tx.Later(moveOpenSQL, d.Tenant, k[0].unit, int(k[0].state), n[0], k[1].unit, int(k[1].state), n[1])
	case was && !is:
		return tx.Later(addOpenSQL, d.Tenant, from.unit, int(from.state), int64(-1))
	case is && !was:
		return tx.Later(addOpenSQL, d.Tenant, to.unit, int(to.state), int64(1))
	}
	return nil
}

func compareOpen(a, b openAt) int {
	return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.state, b.state))
}

// saveOpenTally adds what a bulk has counted.
func saveOpenTally(tx *db.Tx, tenant kernel.ID, open map[openAt]int64) error {
	for _, k := range slices.SortedFunc(maps.Keys(open), compareOpen) {
		_, err := tx.Exec(addOpenSQL, tenant, k.unit, int(k.state), open[k])
		if err != nil {
			return err
		}
	}
	return nil
}

// countOpen counts open dossiers by state, of units or of the whole tenant.
func countOpen(tx *db.Tx, tenant kernel.ID, all bool, units []kernel.ID) (map[State]int64, error) {
	out := map[State]int64{}
	read := func(q *db.Query) error {
		counts, err := db.AllOf(tx, intoStateCount, q.And("group by state"))
		for _, c := range counts {
			out[c.state] += c.n
		}
		return err
	}
	if all {
		return out, read(db.Build(`select state, sum(n) from dossier_open where tenant_id = ?`, tenant))
	}
	for chunk := range slices.Chunk(units, 500) {
		err := read(db.Build(`select state, sum(n) from dossier_open where tenant_id = ?`, tenant).In("and unit_id in", chunk, ""))
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
