package dossiers

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// The units are told by leaping through an index from one to the next.
const (
	decidingUnitsSQL = `with recursive u (id) as (select min(org_id) from dossier where tenant_id = $1
		union all select (select min(d.org_id) from dossier d where d.tenant_id = $1 and d.org_id > u.id) from u where u.id is not null)
		select id from u where id is not null`
	receivingUnitsSQL = `with recursive u (id) as (select min(received_org_id) from dossier where tenant_id = $1 and received_org_id <> org_id
		union all select (select min(d.received_org_id) from dossier d where d.tenant_id = $1 and d.received_org_id > u.id and d.received_org_id <> d.org_id) from u where u.id is not null)
		select id from u where id is not null`
	decidedBySQL = `select id, at, org_id, received_org_id from dossier where tenant_id = $1 and org_id = $2 and (at, id) > ($3, $4) order by at, id limit 500`
	onlyRecvdSQL = `select id, at, org_id, received_org_id from dossier where tenant_id = $1 and received_org_id = $2 and received_org_id <> org_id and (at, id) > ($3, $4)
		order by at, id limit 500`
	reachSQL     = `select unit_id, path from dossier_reach where tenant_id = $1`
	noteReachSQL = `insert into dossier_reach (tenant_id, unit_id, path) values ($1, $2, $3) on conflict (tenant_id, unit_id) do update set path = excluded.path`
)

// placed is a dossier with its two units.
type placed struct {
	key
	org, received kernel.ID
}

func intoPlaced(p *placed) []any { return []any{&p.id, &p.at, &p.org, &p.received} }

// unitsOfDossiers are the units that ever decided or received something that is still theirs.
func unitsOfDossiers(tx *db.Tx, tenant kernel.ID) ([]kernel.ID, error) {
	id := func(id *kernel.ID) []any { return []any{id} }
	deciding, err := db.All(tx, id, decidingUnitsSQL, tenant)
	if err != nil {
		return nil, err
	}
	received, err := db.All(tx, id, receivingUnitsSQL, tenant)
	return bothPaths(deciding, received), err
}

func decidedBy(tx *db.Tx, tenant, unit kernel.ID, after key) ([]placed, error) {
	return db.All(tx, intoPlaced, decidedBySQL, tenant, unit, after.at, after.id)
}

func onlyReceivedBy(tx *db.Tx, tenant, unit kernel.ID, after key) ([]placed, error) {
	return db.All(tx, intoPlaced, onlyRecvdSQL, tenant, unit, after.at, after.id)
}

func reachKnown(tx *db.Tx, tenant kernel.ID) (map[kernel.ID]string, error) {
	type row struct {
		unit kernel.ID
		path string
	}
	rows, err := db.All(tx, func(r *row) []any { return []any{&r.unit, &r.path} }, reachSQL, tenant)
	out := map[kernel.ID]string{}
	for _, r := range rows {
		out[r.unit] = r.path
	}
	return out, err
}

func noteReach(tx *db.Tx, tenant, unit kernel.ID, path string) error {
	_, err := tx.Exec(noteReachSQL, tenant, unit, path)
	return err
}
