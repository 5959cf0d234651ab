package people

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func insertRole(tx *db.Tx, tenant kernel.ID, r Role, position int) error {
	n, err := tx.Exec(`insert into role (id, tenant_id, key, title, four_eyes, position) values ($1, $2, $3, $4, $5, $6)
		on conflict (tenant_id, key) do nothing`, r.ID, tenant, r.Key, r.Title, r.FourEyes, position)
	if err != nil || n == 0 {
		return err
	}
	for _, p := range r.Permissions {
		_, err = tx.Exec(`insert into role_permission (tenant_id, role_id, permission) values ($1, $2, $3)`, tenant, r.ID, p)
		if err != nil {
			return err
		}
	}
	return nil
}

func roleByKey(tx *db.Tx, tenant kernel.ID, key string) (Role, bool, error) {
	return db.One(tx, func(r *Role) []any { return []any{&r.ID, &r.Key, &r.Title, &r.FourEyes} },
		`select id, key, title, four_eyes from role where tenant_id = $1 and key = $2`, tenant, key)
}

func rolesOf(tx *db.Tx, tenant kernel.ID) ([]Role, error) {
	roles, err := db.All(tx, func(r *Role) []any { return []any{&r.ID, &r.Key, &r.Title, &r.FourEyes} },
		`select id, key, title, four_eyes from role where tenant_id = $1 order by position, id limit 200`, tenant)
	if err != nil {
		return nil, err
	}
	type row struct {
		role       kernel.ID
		permission string
	}
	rows, err := db.All(tx, func(r *row) []any { return []any{&r.role, &r.permission} },
		`select role_id, permission from role_permission where tenant_id = $1 order by role_id, permission limit 20000`, tenant)
	for i := range roles {
		for _, r := range rows {
			if r.role == roles[i].ID {
				roles[i].Permissions = append(roles[i].Permissions, r.permission)
			}
		}
	}
	return roles, err
}

func insertMandate(tx *db.Tx, m Mandate, role kernel.ID) error {
	_, err := tx.Exec(`insert into mandate (id, tenant_id, account_id, role_id, org_id, valid_from, valid_to, basis, state, parent_id, on_behalf_of, given_by, given_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		m.ID, m.Tenant, m.Account, role, m.Org, m.Valid.From, m.Valid.To, m.Basis, m.State, db.Optional(m.Parent), db.Optional(m.OnBehalfOf), m.GivenBy, m.GivenAt)
	return err
}

// hasMandate tells whether the account holds the role there already, for a time that overlaps.
func hasMandate(tx *db.Tx, account, role, org kernel.ID, valid kernel.Period) (bool, error) {
	q := db.Build(`select count(*) from mandate where account_id = ? and role_id = ? and org_id = ? and parent_id is null
		and state in ('active', 'pending') and (valid_to is null or valid_to > ?)`, account, role, org, valid.From)
	if !valid.To.IsZero() {
		q.And(`and valid_from < ?`, valid.To)
	}
	n, _, err := db.ValueOf[int64](tx, q)
	return n > 0, err
}

func mandateInto(m *Mandate) []any {
	return []any{&m.ID, &m.Tenant, &m.Account, &m.Role, &m.RoleTitle, &m.FourEyes, &m.Org, &m.Valid.From, &m.Valid.To, &m.Basis, &m.State,
		db.Null((*int64)(&m.Parent)), db.Null((*int64)(&m.OnBehalfOf)), &m.GivenBy, &m.GivenAt, db.Null((*int64)(&m.ConfirmedBy)), &m.EndedAt,
		&m.AccountName, db.Null(&m.OnBehalf), db.Null(&m.GiverName)}
}

const mandateHead = `select m.id, m.tenant_id, m.account_id, r.key, r.title, r.four_eyes, m.org_id, m.valid_from, m.valid_to, m.basis, m.state,
	m.parent_id, m.on_behalf_of, m.given_by, m.given_at, m.confirmed_by, m.ended_at, p.name, bp.name, gp.name
	from mandate m join role r on r.id = m.role_id join account a on a.id = m.account_id join person p on p.id = a.person_id
	left join account b on b.id = m.on_behalf_of left join person bp on bp.id = b.person_id
	left join account g on g.id = m.given_by left join person gp on gp.id = g.person_id `

func loadMandate(tx *db.Tx, id kernel.ID) (Mandate, bool, error) {
	return db.One(tx, mandateInto, mandateHead+`where m.id = $1`, id)
}

// moveMandate writes a new state; false when somebody else was faster.
func moveMandate(tx *db.Tx, m Mandate, was MandateState, by kernel.ID, at kernel.Instant) (bool, error) {
	var n int64
	var err error
	switch m.State {
	case Active, Refused:
		n, err = tx.Exec(`update mandate set state = $1, confirmed_by = $2, confirmed_at = $3 where id = $4 and state = $5`, m.State, by, at, m.ID, was)
	default:
		n, err = tx.Exec(`update mandate set state = $1, ended_by = $2, ended_at = $3 where id = $4 and state = $5`, m.State, by, at, m.ID, was)
	}
	return n == 1, err
}

func mandatesOfAccount(tx *db.Tx, account kernel.ID) ([]Mandate, error) {
	return db.All(tx, mandateInto, mandateHead+`where m.account_id = $1 or m.on_behalf_of = $1 order by m.id desc limit 200`, account)
}

// listMandates is one page, the latest first, over the roots' subtrees.
func listMandates(tx *db.Tx, f mandateFilter) ([]Mandate, error) {
	q := db.Build(mandateHead+`where m.tenant_id = ?`, f.tenant)
	if !f.whole {
		q.In(`and exists (select 1 from org_closure c where c.descendant_id = m.org_id and c.ancestor_id in`, f.roots, ``)
		q.And(`and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?))`, f.on, f.on)
	}
	switch f.kind {
	case "cho_xac_nhan":
		q.And(`and m.state = 'pending'`)
	case "uy_quyen":
		q.And(`and m.state = 'active' and m.parent_id is not null and (m.valid_to is null or m.valid_to > ?)`, f.on)
	case "da_het":
		q.And(`and (m.state in ('ended', 'refused') or m.valid_to <= ?)`, f.on)
	default:
		q.And(`and m.state = 'active' and (m.valid_to is null or m.valid_to > ?)`, f.on)
	}
	if f.before != 0 {
		q.And(`and m.id < ?`, f.before)
	}
	q.And(`order by m.id desc limit ?`, f.limit)
	return db.AllOf(tx, mandateInto, q)
}
