package benefits

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

const selectUse = `select u.id, u.tenant_id, u.agreement_id, coalesce(u.series_id, 0), coalesce(u.voucher_id, 0), u.partner_id, u.request_key, u.person_id, u.unit_id, u.place_name, u.goods, u.who,
 u.bill, u.discount, u.at, u.used_on, u.way, u.cancelled_at, u.cancel_reason from benefit_use u`

func useInto(u *Use) []any {
	return []any{&u.ID, &u.Tenant, &u.Agreement, &u.Series, &u.Voucher, &u.Partner, &u.Key, &u.Person, &u.Unit, &u.Place, &u.Goods, &u.Who,
		&u.Bill, &u.Discount, &u.At, &u.On, &u.Way, &u.Cancelled, &u.Reason}
}

func insertUse(tx *db.Tx, u Use) error {
	_, err := tx.Exec(`insert into benefit_use (id, tenant_id, agreement_id, series_id, voucher_id, partner_id, request_key, person_id, unit_id, place_name, goods, who, bill, discount, at, used_on, way, cancelled_at, cancel_reason)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, null, '')`,
		u.ID, u.Tenant, u.Agreement, db.Optional(u.Series), db.Optional(u.Voucher), u.Partner, u.Key, u.Person, u.Unit, u.Place, u.Goods, u.Who, u.Bill, u.Discount, u.At, u.On, u.Way)
	return err
}

func loadUse(tx *db.Tx, tenant, id kernel.ID) (Use, bool, error) {
	return db.One(tx, useInto, selectUse+` where u.id = $1 and u.tenant_id = $2`, id, tenant)
}

func useByKey(tx *db.Tx, partner kernel.ID, key string) (Use, bool, error) {
	return db.One(tx, useInto, selectUse+` where u.partner_id = $1 and u.request_key = $2`, partner, key)
}

func cancelUse(tx *db.Tx, id kernel.ID, at kernel.Instant, reason string) (bool, error) {
	n, err := tx.Exec(`update benefit_use set cancelled_at = $2, cancel_reason = $3 where id = $1 and cancelled_at is null`, id, at, reason)
	return n == 1, err
}

func usesOfPartner(tx *db.Tx, partner kernel.ID, before kernel.ID, most int) ([]Use, error) {
	return db.AllOf(tx, useInto, ofTillQuery(partner, before, most))
}

func ofTillQuery(partner, before kernel.ID, most int) *db.Query {
	q := db.Build(selectUse+` where u.partner_id = ?`, partner)
	if before != 0 {
		q.And(`and u.id < ?`, before)
	}
	return q.And(`order by u.id desc limit ?`, most)
}

const ownUsesSQL = selectUse + ` where u.person_id = $1 and u.tenant_id = $2 order by u.id desc limit $3`

func usesOfPerson(tx *db.Tx, tenant, person kernel.ID, most int) ([]Use, error) {
	return db.All(tx, useInto, ownUsesSQL, person, tenant, most)
}

// usedAmong tells who of some members used anything in a period; what was cancelled is no use.
func usedAmong(tx *db.Tx, tenant kernel.ID, list []Member, from, to kernel.Date) (map[kernel.ID]bool, error) {
	out := map[kernel.ID]bool{}
	for part := range slices.Chunk(list, 500) {
		ids := make([]kernel.ID, len(part))
		for i, m := range part {
			ids[i] = m.Person
		}
		found, err := db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} }, usedQuery(tenant, ids, from, to))
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			out[id] = true
		}
	}
	return out, nil
}

func usedQuery(tenant kernel.ID, persons []kernel.ID, from, to kernel.Date) *db.Query {
	return db.Build(`select distinct u.person_id from benefit_use u where u.tenant_id = ? and u.cancelled_at is null and u.used_on >= ? and u.used_on <= ?`, tenant, from, to).In(`and u.person_id in`, persons, ``)
}
