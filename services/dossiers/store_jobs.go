package dossiers

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const (
	tenantsSQL = `select distinct tenant_id from dossier_procedure`
	// running dossiers due before a moment that were not warned of for this due date yet
	unwarnedSQL = `select d.id, d.run_due from dossier d where d.tenant_id = $1 and d.run_due is not null and d.run_due < $2 and d.run_due >= $3
		and not exists (select 1 from dossier_warning w where w.tenant_id = d.tenant_id and w.dossier_id = d.id and w.kind = $4 and w.due = d.run_due)
		order by d.run_due, d.id limit 500`
	runningSQL = `select d.id, d.run_due from dossier d where d.tenant_id = $1 and d.run_due is not null and (d.run_due, d.id) > ($2, $3)
		order by d.run_due, d.id limit 500`
)

func tenants(tx *db.Tx) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, tenantsSQL)
}

// unwarned lists running dossiers due in [from, to) for which this warning was not told yet.
func unwarned(tx *db.Tx, tenant kernel.ID, kind string, from, to kernel.Instant) ([]key, error) {
	return db.All(tx, intoKey, unwarnedSQL, tenant, to, from, kind)
}

// warned notes a warning; false means that another process was faster.
func warned(tx *db.Tx, tenant, id kernel.ID, kind string, due kernel.Instant) (bool, error) {
	n, err := tx.Exec(insertWarningSQL, tenant, id, kind, due)
	return n == 1, err
}

// runningAfter lists running dossiers that have a due date, in pieces.
func runningAfter(tx *db.Tx, tenant kernel.ID, after key) ([]key, error) {
	return db.All(tx, intoKey, runningSQL, tenant, after.at, after.id)
}
