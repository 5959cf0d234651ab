package people

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// carriedTable is one of the two tables whose rows go over.
type carriedTable struct{ kind string }

var carriedTables = []carriedTable{{HeldMandate}, {HeldPost}}

type heldCount struct {
	unit kernel.ID
	n    int64
}

func heldInto(c *heldCount) []any { return []any{&c.unit, &c.n} }

func (t carriedTable) count(tx *db.Tx, units []kernel.ID, on kernel.Date) ([]heldCount, error) {
	if len(units) == 0 {
		return nil, nil
	}
	q := db.Build(`select org_id, count(*) from post`).In(`where org_id in`, units, ``)
	if t.kind == HeldMandate {
		q = db.Build(`select org_id, count(*) from mandate`).In(`where state in ('active', 'pending') and org_id in`, units, ``)
	}
	return db.AllOf(tx, heldInto, q.And(`and valid_from <= ? and (valid_to is null or valid_to > ?) group by org_id order by org_id`, on, on))
}

func (t carriedTable) total(tx *db.Tx, tenant kernel.ID, on kernel.Date) (int64, error) {
	q := db.Build(`select count(*) from post where tenant_id = ? and valid_from <= ? and (valid_to is null or valid_to > ?)`, tenant, on, on)
	if t.kind == HeldMandate {
		q = db.Build(`select count(*) from mandate where state in ('active', 'pending') and tenant_id = ? and valid_from <= ? and (valid_to is null or valid_to > ?)`, tenant, on, on)
	}
	n, _, err := db.ValueOf[int64](tx, q)
	return n, err
}

// carriedRow is a mandate or a post on its way.
type carriedRow struct {
	id     kernel.ID
	login  string
	from   kernel.Date
	until  kernel.Date
	parent kernel.ID

	to, fresh kernel.ID
}

// load are the rows of units that hold on a day or later; a mandate stands after what it rests on.
func (t carriedTable) load(tx *db.Tx, units []kernel.ID, on kernel.Date) ([]carriedRow, error) {
	var out []carriedRow
	for part := range slices.Chunk(units, orgs.HoldsMost) {
		q := db.Build(`select x.id, coalesce((select min(a.login) from account a where a.person_id = x.person_id), ''), x.valid_from, x.valid_to, 0 from post x`).In(`where x.org_id in`, part, ``)
		if t.kind == HeldMandate {
			q = db.Build(`select x.id, a.login, x.valid_from, x.valid_to, coalesce(x.parent_id, 0) from mandate x join account a on a.id = x.account_id`).
				In(`where x.state in ('active', 'pending') and x.org_id in`, part, ``)
		}
		rows, err := db.AllOf(tx, func(r *carriedRow) []any { return []any{&r.id, &r.login, &r.from, &r.until, &r.parent} },
			q.And(`and (x.valid_to is null or x.valid_to > ?) and (x.valid_to is null or x.valid_to > x.valid_from) order by x.id`, on))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// carry ends the old rows on the day and writes those that go on; a row that begins later never was.
func (t carriedTable) carry(tx *db.Tx, c orgs.Carriage, moves []carriedRow, fresh map[kernel.ID]kernel.ID, at kernel.Instant) error {
	_, err := db.Copy(tx, `people_carry (step_id, kind, old_id, new_id, old_to, undone_by)`, func(yield func([]any) bool) {
		for _, r := range moves {
			if !yield([]any{c.Step, t.kind, r.id, r.fresh, r.until, 0}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	for _, r := range moves {
		if r.fresh == 0 {
			continue
		}
		from := r.from
		if from.Before(c.On) {
			from = c.On
		}
		parent := r.parent
		if now, ok := fresh[parent]; ok {
			parent = now
		}
		if t.kind == HeldMandate {
			_, err = tx.Exec(`insert into mandate (id, tenant_id, account_id, role_id, org_id, valid_from, valid_to, basis, state, parent_id, on_behalf_of, given_by, given_at, confirmed_by, confirmed_at)
 select $1, tenant_id, account_id, role_id, $2, $3, valid_to, $4, state, $5, on_behalf_of, given_by, $6, confirmed_by, confirmed_at from mandate where id = $7`,
				r.fresh, r.to, from, c.Label, db.Optional(parent), at, r.id)
		} else {
			_, err = tx.Exec(`insert into post (id, tenant_id, person_id, org_id, title, main, basis, valid_from, valid_to)
 select $1, tenant_id, person_id, $2, title, main, $3, $4, valid_to from post where id = $5`, r.fresh, r.to, c.Label, from, r.id)
		}
		if err != nil {
			return err
		}
	}
	if t.kind == HeldMandate {
		_, err = tx.Exec(`update mandate set valid_to = case when valid_from > $1 then valid_from else $1 end where id in (select old_id from people_carry where step_id = $2 and kind = $3)`, c.On, c.Step, t.kind)
	} else {
		_, err = tx.Exec(`update post set valid_to = case when valid_from > $1 then valid_from else $1 end where id in (select old_id from people_carry where step_id = $2 and kind = $3)`, c.On, c.Step, t.kind)
	}
	return err
}

func carriedAlready(tx *db.Tx, step kernel.ID) (bool, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from people_carry where step_id = $1 and kind = ''`, step)
	return n > 0, err
}

func markCarried(tx *db.Tx, step kernel.ID) error {
	_, err := tx.Exec(`insert into people_carry (step_id, kind, old_id, new_id, old_to, undone_by) values ($1, '', 0, 0, null, 0)`, step)
	return err
}

// uncarry lets the old rows run on, but for those whose holder has lost them since in the new place.
func uncarry(tx *db.Tx, c orgs.Carriage, at kernel.Instant) error {
	for _, q := range []*db.Query{
		db.Build(`update mandate set valid_to = (select k.old_to from people_carry k where k.step_id = ? and k.kind = ? and k.old_id = mandate.id)
 where id in (select k.old_id from people_carry k left join mandate n on n.id = k.new_id
  where k.step_id = ? and k.kind = ? and k.undone_by = 0 and (k.new_id = 0 or n.state in ('active', 'pending')))`, c.Step, HeldMandate, c.Step, HeldMandate),
		db.Build(`update mandate set state = 'ended', ended_by = 0, ended_at = ? where state in ('active', 'pending') and id in (select k.new_id from people_carry k where k.step_id = ? and k.kind = ? and k.undone_by = 0 and k.new_id <> 0)`, at, c.Step, HeldMandate),
		db.Build(`update post set valid_to = (select case when k.new_id = 0 then k.old_to else (select n.valid_to from post n where n.id = k.new_id) end from people_carry k where k.step_id = ? and k.kind = ? and k.old_id = post.id)
 where id in (select k.old_id from people_carry k where k.step_id = ? and k.kind = ? and k.undone_by = 0)`, c.Step, HeldPost, c.Step, HeldPost),
		db.Build(`update post set valid_to = valid_from where id in (select k.new_id from people_carry k where k.step_id = ? and k.kind = ? and k.undone_by = 0 and k.new_id <> 0)`, c.Step, HeldPost),
		db.Build(`update people_carry set undone_by = ? where step_id = ? and undone_by = 0`, c.Decision, c.Step),
	} {
		_, err := db.ExecOf(tx, q)
		if err != nil {
			return err
		}
	}
	return nil
}
