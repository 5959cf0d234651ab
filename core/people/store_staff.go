package people

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func staffInto(s *Staff) []any {
	return []any{&s.Account, &s.Person, &s.Name, &s.Org, &s.Post, &s.Email}
}

const staffHead = `select a.id, p.id, p.name, coalesce(s.org_id, 0), coalesce(s.title, ''), coalesce(a.email, '')
from account a
join person p on p.id = a.person_id
left join post s on s.person_id = p.id and s.main and s.valid_from <= $1 and (s.valid_to is null or s.valid_to > $1)`

func staffOf(tx *db.Tx, tenant, account kernel.ID, on kernel.Date) (Staff, bool, error) {
	return db.One(tx, staffInto, staffHead+` where a.tenant_id = $2 and a.id = $3`, on, tenant, account)
}

const staffHolders = `select a.id, p.id, p.name, coalesce(s.org_id, 0), coalesce(s.title, ''), coalesce(a.email, '')
from account a
join person p on p.id = a.person_id
left join post s on s.person_id = p.id and s.main and s.valid_from <= ? and (s.valid_to is null or s.valid_to > ?)
where a.tenant_id = ? and a.state = 'active' and exists (
	select 1 from mandate m join role_permission rp on rp.role_id = m.role_id
	left join mandate u on u.id = m.parent_id left join account b on b.id = m.on_behalf_of
	where m.account_id = a.id and m.state = 'active' and m.valid_from <= ? and (m.valid_to is null or m.valid_to > ?)
	and (m.parent_id is null or (u.state = 'active' and u.valid_from <= ? and (u.valid_to is null or u.valid_to > ?) and b.state = 'active'))
	and rp.permission = ?`

func staffHolding(tx *db.Tx, tenant kernel.ID, path []kernel.ID, permission string, on kernel.Date) ([]Staff, error) {
	q := db.Build(staffHolders, on, on, tenant, on, on, on, on, permission)
	q.In(`and m.org_id in`, path, `)`)
	q.And(`order by p.given_fold, p.fold, a.id limit 200`)
	return db.AllOf(tx, staffInto, q)
}

type loginRow struct {
	account kernel.ID
	login   string
}

func loginsOf(tx *db.Tx, tenant kernel.ID, accounts []kernel.ID) ([]loginRow, error) {
	return db.AllOf(tx, func(r *loginRow) []any { return []any{&r.account, &r.login} },
		db.Build(`select id, login from account where tenant_id = ?`, tenant).In(`and id in`, accounts, `order by id`))
}

// unitsHolding are the units over which somebody holds a permission directly on a day.
func unitsHolding(tx *db.Tx, tenant kernel.ID, permission string, on kernel.Date) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select distinct m.org_id from mandate m
join role_permission rp on rp.role_id = m.role_id join account a on a.id = m.account_id
where m.tenant_id = $1 and rp.permission = $2 and m.state = 'active' and a.state = 'active'
and m.valid_from <= $3 and (m.valid_to is null or m.valid_to > $3) order by m.org_id limit 1000`, tenant, permission, on)
}

type personAccount struct{ person, account kernel.ID }

func accountsOf(tx *db.Tx, tenant kernel.ID, persons []kernel.ID) ([]personAccount, error) {
	return db.AllOf(tx, func(r *personAccount) []any { return []any{&r.person, &r.account} },
		db.Build(`select person_id, id from account where tenant_id = ? and state = 'active'`, tenant).In(`and person_id in`, persons, `order by id`))
}
