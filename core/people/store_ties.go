package people

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func postsOn(tx *db.Tx, tenant, account kernel.ID, on kernel.Date) ([]Tie, error) {
	return db.All(tx, func(t *Tie) []any { t.Post = true; return []any{&t.Unit, &t.Title, &t.From} },
		`select s.org_id, s.title, s.valid_from from account a join post s on s.person_id = a.person_id
 where a.tenant_id = $1 and a.id = $2 and s.valid_from <= $3 and (s.valid_to is null or s.valid_to > $3) order by s.valid_from, s.id limit 200`, tenant, account, on)
}

func mandatesOn(tx *db.Tx, tenant, account kernel.ID, on kernel.Date) ([]Tie, error) {
	return db.All(tx, func(t *Tie) []any { return []any{&t.Unit, &t.Title, &t.From} },
		`select m.org_id, r.title, m.valid_from from mandate m join role r on r.id = m.role_id
 where m.tenant_id = $1 and m.account_id = $2 and m.state = 'active' and m.valid_from <= $3 and (m.valid_to is null or m.valid_to > $3) order by m.valid_from, m.id limit 200`, tenant, account, on)
}
