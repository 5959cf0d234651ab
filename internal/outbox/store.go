package outbox

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const (
	stateDue       = "due"
	stateDead      = "dead"
	stateCancelled = "cancelled"
)

type delivery struct {
	id    kernel.ID
	tries int
	fact  kernel.Fact
}

const insertFactSQL = `
	insert into outbox_fact (id, tenant_id, kind, version, subject, actor_id, at, data)
	values ($1, $2, $3, $4, $5, $6, $7, $8)`

func insertFact(tx *db.Tx, f kernel.Fact) error {
	data := string(f.Data)
	if data == "" {
		data = "{}"
	}
	return tx.Later(insertFactSQL, f.ID, f.Tenant, f.Kind, f.Version, f.Subject, f.Actor, f.At, data)
}

const anyNewFactSQL = `select 1 from outbox_fact where not spread order by id limit 1`

func anyNewFact(tx *db.Tx) (bool, error) {
	_, some, err := db.Value[int64](tx, anyNewFactSQL)
	return some, err
}

// lockSpreading makes other processes wait until this transaction ends.
func lockSpreading(tx *db.Tx) error {
	_, err := tx.Exec(`update outbox_schedule set last_error = '' where name = 'outbox.spread'`)
	return err
}

const newFactsSQL = `
	select id, tenant_id, kind, version, subject, actor_id, at, data
	from outbox_fact where not spread order by id limit $1`

func newFacts(tx *db.Tx, most int) ([]kernel.Fact, error) {
	return db.All(tx, factInto, newFactsSQL, most)
}

func factInto(f *kernel.Fact) []any {
	return []any{&f.ID, &f.Tenant, &f.Kind, &f.Version, &f.Subject, &f.Actor, &f.At, &f.Data}
}

func markSpread(tx *db.Tx, fact kernel.ID) error {
	_, err := tx.Exec(`update outbox_fact set spread = true where id = $1`, fact)
	return err
}

const insertDeliverySQL = `
	insert into outbox_delivery (id, tenant_id, fact_id, hearer, subject, state, holds, tries, due_at, lease_by, last_error)
	values ($1, $2, $3, $4, $5, 'due', $6, 0, $7, '', '') on conflict (hearer, fact_id) do nothing`

func insertDelivery(tx *db.Tx, id kernel.ID, f kernel.Fact, hearer string, holds bool, now kernel.Instant) error {
	_, err := tx.Exec(insertDeliverySQL, id, f.Tenant, f.ID, hearer, f.Subject, holds, now)
	return err
}

const anyDueSQL = `
	select 1 from outbox_delivery where hearer = $1 and state = 'due' and due_at <= $2
	and (lease_until is null or lease_until < $2) limit 1`

func anyDue(tx *db.Tx, hearer string, now kernel.Instant) (bool, error) {
	_, some, err := db.Value[int64](tx, anyDueSQL, hearer, now)
	return some, err
}

// A call to an edge is free when nothing earlier of its subject is on its way to the same hearer. The
// two texts differ only in what lets PostgreSQL's other processes pass by instead of waiting; SQLite
// has one writer and no such words. A hearer inside may take several of one subject in a row, so there
// only what cannot be taken now holds the later ones back.
const (
	claimSQLite = `
	update outbox_delivery set lease_by = $3, lease_until = $4, tries = tries + 1 where id in (
		select d.id from outbox_delivery d
		where d.hearer = $1 and d.state = 'due' and d.due_at <= $2 and (d.lease_until is null or d.lease_until < $2)
		and not exists (select 1 from outbox_delivery e where e.hearer = d.hearer and e.subject = d.subject
			and e.fact_id < d.fact_id and (e.state = 'due' or (e.state = 'dead' and e.holds)))
		order by d.fact_id limit $5)
	returning id`
	claimPostgres = `
	update outbox_delivery set lease_by = $3, lease_until = $4, tries = tries + 1 where id in (
		select d.id from outbox_delivery d
		where d.hearer = $1 and d.state = 'due' and d.due_at <= $2 and (d.lease_until is null or d.lease_until < $2)
		and not exists (select 1 from outbox_delivery e where e.hearer = d.hearer and e.subject = d.subject
			and e.fact_id < d.fact_id and (e.state = 'due' or (e.state = 'dead' and e.holds)))
		order by d.fact_id limit $5 for update skip locked)
	returning id`
	claimInside = `
	update outbox_delivery set lease_by = $3, lease_until = $4, tries = tries + 1 where id in (
		select d.id from outbox_delivery d
		where d.hearer = $1 and d.state = 'due' and d.due_at <= $2 and (d.lease_until is null or d.lease_until < $2)
		and not exists (select 1 from outbox_delivery e where e.hearer = d.hearer and e.subject = d.subject
			and e.fact_id < d.fact_id and ((e.state = 'dead' and e.holds)
				or (e.state = 'due' and (e.due_at > $2 or e.lease_until >= $2))))
		order by d.fact_id limit $5)
	returning id`
	claimedSQL = `
	select d.id, d.tries, f.id, f.tenant_id, f.kind, f.version, f.subject, f.actor_id, f.at, f.data
	from outbox_delivery d join outbox_fact f on f.id = d.fact_id where d.id in`
)

func claim(tx *db.Tx, h hearer, me string, now kernel.Instant, most int) ([]delivery, error) {
	into := func(id *kernel.ID) []any { return []any{id} }
	until := now.Add(leaseFor)
	var ids []kernel.ID
	var err error
	switch {
	case h.inside != nil:
		ids, err = db.All(tx, into, claimInside, h.name, now, me, until, most)
	case tx.Engine() == db.Postgres:
		ids, err = db.All(tx, into, claimPostgres, h.name, now, me, until, most)
	default:
		ids, err = db.All(tx, into, claimSQLite, h.name, now, me, until, most)
	}
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return db.AllOf(tx, func(d *delivery) []any {
		return append([]any{&d.id, &d.tries}, factInto(&d.fact)...)
	}, db.Build("").In(claimedSQL, ids, "order by f.id"))
}

// holdHearer lets one process at a time deliver to a hearer inside; false means that another does.
func holdHearer(tx *db.Tx, hearer string, now kernel.Instant) (bool, error) {
	if tx.Engine() == db.SQLite {
		return true, nil // the one writer is we
	}
	const lock = `select 1 from outbox_schedule where name = $1 for update skip locked`
	name := "hear." + hearer
	_, held, err := db.Value[int64](tx, lock, name)
	if held || err != nil {
		return held, err
	}
	n, err := tx.Exec(newJobSQL, name, now)
	if n == 0 || err != nil {
		return false, err
	}
	return true, nil
}

// unclaim gives back what was leased and not tried.
func unclaim(tx *db.Tx, id kernel.ID, me string) error {
	_, err := tx.Exec(`
		update outbox_delivery set lease_by = '', lease_until = null, tries = tries - 1 where id = $1 and lease_by = $2`, id, me)
	return err
}

func stillHeld(tx *db.Tx, id kernel.ID, me string) (bool, error) {
	_, held, err := db.Value[int64](tx, `select 1 from outbox_delivery where id = $1 and lease_by = $2`, id, me)
	return held, err
}

const enterInboxSQL = `
	insert into outbox_inbox (hearer, fact_id, at) values ($1, $2, $3) on conflict (hearer, fact_id) do nothing`

func enterInbox(tx *db.Tx, hearer string, fact kernel.ID, now kernel.Instant) (bool, error) {
	n, err := tx.Exec(enterInboxSQL, hearer, fact, now)
	return n == 1, err
}

func forget(tx *db.Tx, id kernel.ID, me string) error {
	_, err := tx.Exec(`delete from outbox_delivery where id = $1 and lease_by = $2`, id, me)
	return err
}

const releaseSQL = `
	update outbox_delivery set state = $3, due_at = $4, last_error = $5, lease_by = '', lease_until = null
	where id = $1 and lease_by = $2`

func release(tx *db.Tx, id kernel.ID, me, state string, due kernel.Instant, failure string) error {
	_, err := tx.Exec(releaseSQL, id, me, state, due, failure)
	return err
}
