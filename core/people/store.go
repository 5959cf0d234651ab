package people

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

func insertPerson(tx *db.Tx, p Person, at kernel.Instant) error {
	return insertPersons(tx, slices.Values([]Person{p}), at)
}

func loadPerson(tx *db.Tx, id kernel.ID) (Person, bool, error) {
	return db.One(tx, func(p *Person) []any {
		return []any{&p.ID, &p.Tenant, &p.Name, db.Null((*string)(&p.Identity)), &p.Born, &p.Sex, &p.Phone, &p.Email, &p.Address}
	}, `select id, tenant_id, name, identity_number, born, sex, phone, email, address from person where id = $1`, id)
}

func insertAccount(tx *db.Tx, a Account, hash string, at kernel.Instant) error {
	_, err := tx.Exec(`insert into account (id, tenant_id, person_id, login, email, state, password_hash, must_change, totp_secret, totp_step, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, $9)`,
		a.ID, a.Tenant, a.Person, a.Login, db.Optional(a.Email), a.State, hash, a.MustChange, at)
	return err
}

func insertPost(tx *db.Tx, p Post) error {
	_, err := tx.Exec(`insert into post (id, tenant_id, person_id, org_id, title, main, basis, valid_from, valid_to)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.Tenant, p.Person, p.Org, p.Title, p.Main, p.Basis, p.Valid.From, p.Valid.To)
	return err
}

func postsOf(tx *db.Tx, person kernel.ID) ([]Post, error) {
	return db.All(tx, func(p *Post) []any {
		return []any{&p.ID, &p.Tenant, &p.Person, &p.Org, &p.Title, &p.Main, &p.Basis, &p.Valid.From, &p.Valid.To}
	}, `select id, tenant_id, person_id, org_id, title, main, basis, valid_from, valid_to from post
		where person_id = $1 order by valid_from desc, id desc limit 100`, person)
}

// The main post comes first, then the latest.
const mainPost = `(select s.id from post s where s.person_id = a.person_id and s.valid_from <= $2
	and (s.valid_to is null or s.valid_to > $2) order by s.main desc, s.valid_from desc, s.id desc limit 1)`

func accountInto(a *Account) []any {
	return []any{&a.ID, &a.Tenant, &a.Person, &a.Name, &a.Login, db.Null(&a.Email), &a.State, &a.MustChange, &a.TOTP,
		&a.Created, &a.LastSignIn, db.Null(&a.Post), db.Null((*int64)(&a.Org))}
}

func loadAccount(tx *db.Tx, id kernel.ID, on kernel.Date) (Account, bool, error) {
	return db.One(tx, accountInto, `select a.id, a.tenant_id, a.person_id, p.name, a.login, a.email, a.state, a.must_change, a.totp_secret <> '',
		a.created_at, a.last_sign_in_at, s.title, s.org_id
		from account a join person p on p.id = a.person_id left join post s on s.id = `+mainPost+` where a.id = $1`, id, on)
}

func accountByEmail(tx *db.Tx, email string) (Account, bool, error) {
	return db.One(tx, func(a *Account) []any { return []any{&a.ID, &a.Tenant, &a.Person, &a.Name, &a.Email, &a.State} },
		`select a.id, a.tenant_id, a.person_id, p.name, a.email, a.state
		from account a join person p on p.id = a.person_id where a.email = $1 order by a.id limit 1`, email)
}

// loadActor reads the account, its main post and its mandates in force; no row for a disabled account.
func loadActor(tx *db.Tx, account kernel.ID, on kernel.Date) (kernel.Actor, bool, error) {
	a, ok, err := db.One(tx, func(a *kernel.Actor) []any {
		return []any{&a.Account, &a.Tenant, &a.Person, &a.Name, db.Null(&a.Post), db.Null((*int64)(&a.Org))}
	}, `select a.id, a.tenant_id, a.person_id, p.name, s.title, s.org_id
		from account a join person p on p.id = a.person_id left join post s on s.id = `+mainPost+`
		where a.id = $1 and a.state = 'active'`, account, on)
	if err != nil || !ok {
		return kernel.Actor{}, false, err
	}
	type row struct {
		m          kernel.Mandate
		permission string
	}
	rows, err := db.All(tx, func(r *row) []any {
		return []any{&r.m.ID, &r.m.Role, &r.m.Org, db.Null((*int64)(&r.m.OnBehalfOf)), db.Null(&r.permission)}
	}, `select m.id, r.key, m.org_id, m.on_behalf_of, q.permission
		from mandate m join role r on r.id = m.role_id left join role_permission q on q.role_id = r.id
		left join mandate p on p.id = m.parent_id left join account b on b.id = m.on_behalf_of
		where m.account_id = $1 and m.state = 'active' and m.valid_from <= $2 and (m.valid_to is null or m.valid_to > $2)
		and (m.parent_id is null or (p.state = 'active' and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2) and b.state = 'active'))
		order by m.id, q.permission`, account, on)
	if err != nil {
		return kernel.Actor{}, false, err
	}
	for _, r := range rows {
		n := len(a.Mandates)
		if n == 0 || a.Mandates[n-1].ID != r.m.ID {
			a.Mandates = append(a.Mandates, r.m)
			n++
		}
		if r.permission != "" {
			a.Mandates[n-1].Permissions = append(a.Mandates[n-1].Permissions, r.permission)
		}
	}
	return a, true, nil
}

func updateState(tx *db.Tx, account kernel.ID, state AccountState) error {
	_, err := tx.Exec(`update account set state = $1 where id = $2`, state, account)
	return err
}

func updatePassword(tx *db.Tx, account kernel.ID, hash string, mustChange bool) error {
	_, err := tx.Exec(`update account set password_hash = $1, must_change = $2 where id = $3`, hash, mustChange, account)
	return err
}

// unitsOf are the units in which a person has a present or future post, or her accounts a mandate that is not over.
func unitsOf(tx *db.Tx, person kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} },
		`select s.org_id from post s where s.person_id = $1 and (s.valid_to is null or s.valid_to > $2)
		union select m.org_id from mandate m join account a on a.id = m.account_id
		where a.person_id = $1 and m.state in ('active', 'pending') and (m.valid_to is null or m.valid_to > $2)
		order by 1 limit 200`, person, on)
}

const accountList = `select a.id, a.tenant_id, a.person_id, p.name, a.login, a.email, a.state, a.must_change, a.totp_secret <> '',
	a.created_at, a.last_sign_in_at, s.title, s.org_id
	from account a join person p on p.id = a.person_id left join post s on s.id =
	(select s.id from post s where s.person_id = a.person_id and s.valid_from <= ? and (s.valid_to is null or s.valid_to > ?)
	order by s.main desc, s.valid_from desc, s.id desc limit 1) where a.tenant_id = ?`

// listAccounts is one page by name. Without roots the whole tenant is meant.
func listAccounts(tx *db.Tx, f accountFilter) ([]Account, error) {
	q := db.Build(accountList, f.on, f.on, f.tenant)
	if !f.whole {
		q.In(`and (exists (select 1 from post w join org_closure c on c.descendant_id = w.org_id where w.person_id = a.person_id and c.ancestor_id in`, f.roots, ``)
		q.And(`and (w.valid_to is null or w.valid_to > ?) and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?))`, f.on, f.on, f.on)
		q.In(`or exists (select 1 from mandate w join org_closure c on c.descendant_id = w.org_id where w.account_id = a.id and c.ancestor_id in`, f.roots, ``)
		q.And(`and w.state in ('active', 'pending') and (w.valid_to is null or w.valid_to > ?)
			and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)))`, f.on, f.on, f.on)
	}
	if f.q != "" {
		start := strings.NewReplacer("%", "", "_", "", `\`, "").Replace(kernel.Fold(f.q)) + "%"
		q.And(`and (p.fold like ? or p.given_fold like ? or a.login like ?)`, start, start, start)
	}
	if f.state != "" {
		q.And(`and a.state = ?`, f.state)
	}
	if f.after != 0 {
		q.And(`and (p.given_fold, a.id) > (select n.given_fold, b.id from account b join person n on n.id = b.person_id where b.id = ?)`, f.after)
	}
	q.And(`order by p.given_fold, a.id limit ?`, f.limit)
	return db.AllOf(tx, accountInto, q)
}

func accountByLogin(tx *db.Tx, tenant kernel.ID, login string) (kernel.ID, bool, error) {
	id, ok, err := db.Value[int64](tx, `select id from account where tenant_id = $1 and login = $2`, tenant, login)
	return kernel.ID(id), ok, err
}
