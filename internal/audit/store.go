package audit

import (
	"errors"

	"doanket/internal/db"
	"doanket/kernel"
)

// takeHead counts the chain on and holds its end until the commit: a second writer waits here.
const takeHeadSQL = `
	insert into audit_head (tenant_id, seq, hash) values ($1, 1, $2)
	on conflict (tenant_id) do update set seq = audit_head.seq + 1
	returning seq, hash`

type end struct {
	seq  int64
	hash []byte
}

func endInto(e *end) []any { return []any{&e.seq, &e.hash} }

func takeHead(tx *db.Tx, tenant kernel.ID) (int64, []byte, error) {
	e, _, err := db.One(tx, endInto, takeHeadSQL, tenant, []byte{})
	return e.seq, e.hash, err
}

func head(tx *db.Tx, tenant kernel.ID) (int64, []byte, bool, error) {
	e, ok, err := db.One(tx, endInto, `select seq, hash from audit_head where tenant_id = $1`, tenant)
	return e.seq, e.hash, ok, err
}

const insertSQL = `
	insert into audit_entry (id, tenant_id, seq, at, account_id, person_id, org_id, actor_name, actor_post,
		verb, subject, before_text, after_text, hash)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`

// PostgreSQL does both in one journey, which every command of a site waits for.
const insertAndSetHeadPG = `
	with entry as (
		insert into audit_entry (id, tenant_id, seq, at, account_id, person_id, org_id, actor_name, actor_post,
			verb, subject, before_text, after_text, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))
	update audit_head set hash = $14 where tenant_id = $2`

const setHeadSQL = `update audit_head set hash = $2 where tenant_id = $1`

// append writes the entry and the new end of the chain.
func (e Entry) append(tx *db.Tx) error {
	args := []any{e.ID, e.Tenant, e.Seq, e.At, e.Account, e.Person, e.Org, e.Name, e.Post,
		e.Verb, e.Subject, e.Before, e.After, e.Hash}
	if tx.Engine() == db.Postgres {
		return tx.Later(insertAndSetHeadPG, args...)
	}
	err := tx.Later(insertSQL, args...)
	if err != nil {
		return err
	}
	return tx.Later(setHeadSQL, e.Tenant, e.Hash)
}

func into(e *Entry) []any {
	return []any{&e.ID, &e.Tenant, &e.Seq, &e.At, &e.Account, &e.Person, &e.Org, &e.Name, &e.Post,
		&e.Verb, &e.Subject, &e.Before, &e.After, &e.Hash}
}

var errStop = errors.New("stop")

const eachSQL = `
	select id, tenant_id, seq, at, account_id, person_id, org_id, actor_name, actor_post,
		verb, subject, before_text, after_text, hash
	from audit_entry where tenant_id = $1 order by seq`

func each(tx *db.Tx, tenant kernel.ID, fn func(Entry) error) error {
	err := db.Each(tx, into, fn, eachSQL, tenant)
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

func tenants(tx *db.Tx) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `
		select tenant_id from audit_head union select tenant_id from audit_entry order by 1`)
}

const listSQL = `
	select id, tenant_id, seq, at, account_id, person_id, org_id, actor_name, actor_post,
		verb, subject, before_text, after_text, hash
	from audit_entry where tenant_id = ?`

func list(tx *db.Tx, tenant kernel.ID, f Filter) ([]Entry, error) {
	q := db.Build(listSQL, tenant)
	if f.Subject != "" {
		q.And("and subject = ?", f.Subject)
	}
	if f.Account != 0 {
		q.And("and account_id = ?", f.Account)
	}
	if f.Verb != "" {
		q.And("and verb = ?", f.Verb)
	}
	if !f.From.IsZero() {
		q.And("and at >= ?", f.From)
	}
	if !f.To.IsZero() {
		q.And("and at < ?", f.To)
	}
	if f.Before != 0 {
		q.And("and seq < ?", f.Before)
	}
	return db.AllOf(tx, into, q.And("order by seq desc limit ?", f.Limit))
}
