package committees

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// listed is one committee of a list with the name of its unit and how many sit in it.
type listed struct {
	Committee
	unitName string
	fold     string
	unitKind string
	sitting  int
}

// mark is where a page of a list ended.
type mark struct {
	fold string
	id   kernel.ID
}

// branchQuery are the committees of the units at or below some roots on a day, by the name of the unit.
func branchQuery(tenant kernel.ID, roots []kernel.ID, on kernel.Date, kind string, overdue bool, after mark, most int) *db.Query {
	q := db.Build(`select c.id, c.tenant_id, c.org_id, c.kind, c.term, c.size, c.how, c.state, c.valid_from, c.term_to, c.ended_on, c.basis, c.basis_on, c.issuer,
 c.recognised, c.recognised_on, c.end_basis, c.end_reason, c.row_version, n.name, n.fold, k.kind,
 (select count(*) from committee_seat s where s.committee_id = c.id and s.valid_from <= ? and (s.ended_on is null or s.ended_on > ?))
 from committee c
 join org_name_span n on n.org_id = c.org_id and n.void_by = 0 and n.valid_from <= ? and (n.valid_to is null or n.valid_to > ?)
 join org_kind_span k on k.org_id = c.org_id and k.void_by = 0 and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)
 where c.tenant_id = ? and c.void = false and c.valid_from <= ? and (c.ended_on is null or c.ended_on > ?)
 and exists (select 1 from org_closure p where p.descendant_id = c.org_id and p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?)`,
		on, on, on, on, on, on, tenant, on, on, on, on)
	q.In(`and p.ancestor_id in`, roots, `)`)
	if kind != "" {
		q.And(`and c.kind = ?`, kind)
	}
	if overdue {
		q.And(`and c.term_to <= ?`, on)
	}
	if after.id != 0 {
		q.And(`and (n.fold > ? or n.fold = ? and c.id > ?)`, after.fold, after.fold, after.id)
	}
	return q.And(`order by n.fold, c.id limit ?`, most)
}

func listBranch(tx *db.Tx, tenant kernel.ID, roots []kernel.ID, on kernel.Date, kind string, overdue bool, after mark, most int) ([]listed, error) {
	return db.AllOf(tx, func(l *listed) []any {
		return append(intoCommittee(&l.Committee), &l.unitName, &l.fold, &l.unitKind, &l.sitting)
	}, branchQuery(tenant, roots, on, kind, overdue, after, most))
}

// Tally (số ban) is how many committees of a kind some units have on a day and who sits in them.
//
//glossary:none
type Tally struct {
	Unit                       kernel.ID
	Kind                       string
	Committees, Members, Women int64
}

func tallyOf(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]Tally, error) {
	q := db.Build(`select c.org_id, c.kind, count(distinct c.id), count(s.id), coalesce(sum(case when p.sex = 'nữ' then 1 else 0 end), 0) from committee c
 left join committee_seat s on s.committee_id = c.id and s.valid_from <= ? and (s.ended_on is null or s.ended_on > ?)
 left join person p on p.id = s.person_id
 where c.tenant_id = ? and c.void = false and c.valid_from <= ? and (c.ended_on is null or c.ended_on > ?)`, on, on, tenant, on, on).
		In(`and c.org_id in`, units, `group by c.org_id, c.kind order by c.org_id, c.kind`)
	return db.AllOf(tx, func(t *Tally) []any { return []any{&t.Unit, &t.Kind, &t.Committees, &t.Members, &t.Women} }, q)
}

// openIn are the committees of units that are there on a day or begin after it.
func openIn(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]Committee, error) {
	return db.AllOf(tx, intoCommittee, db.Build(selectCommittee+` where c.tenant_id = ? and c.void = false and (c.ended_on is null or c.ended_on > ?)`, tenant, on).
		In(`and c.org_id in`, units, `order by c.org_id, c.id`))
}

// heldCount counts the committees that units have on a day.
func heldCount(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) (map[kernel.ID]int64, error) {
	type row struct {
		unit kernel.ID
		n    int64
	}
	list, err := db.AllOf(tx, func(r *row) []any { return []any{&r.unit, &r.n} },
		db.Build(`select c.org_id, count(*) from committee c where c.tenant_id = ? and c.void = false and c.valid_from <= ? and (c.ended_on is null or c.ended_on > ?)`, tenant, on, on).
			In(`and c.org_id in`, units, `group by c.org_id order by c.org_id`))
	out := map[kernel.ID]int64{}
	for _, r := range list {
		out[r.unit] = r.n
	}
	return out, err
}

func heldAnywhere(tx *db.Tx, tenant kernel.ID, on kernel.Date) (int64, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from committee c where c.tenant_id = $1 and c.void = false and c.valid_from <= $2 and (c.ended_on is null or c.ended_on > $2)`, tenant, on)
	return n, err
}

// done tells that a step of a reorganisation was done here and not taken back.
func done(tx *db.Tx, step kernel.ID) (bool, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from committee c where (c.made_by = $1 or c.ended_by = $1) and c.void = false`, step)
	return n > 0, err
}

// stepMade and stepEnded are what a step founded, and what it ended.
func stepMade(tx *db.Tx, step kernel.ID) ([]Committee, error) {
	return db.All(tx, intoCommittee, selectCommittee+` where c.made_by = $1 and c.void = false order by c.id`, step)
}

func stepEnded(tx *db.Tx, step kernel.ID) ([]Committee, error) {
	return db.All(tx, intoCommittee, selectCommittee+` where c.ended_by = $1 and c.void = false order by c.id`, step)
}

func voidCommittee(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update committee set void = true, row_version = row_version + 1 where id = $1`, id)
	return err
}

// reopen lets a committee run on that a step had ended, with the places that ended with it.
func reopen(tx *db.Tx, c Committee, state State, step kernel.ID) error {
	_, err := tx.Exec(`update committee set ended_on = null, state = $2, end_basis = '', end_reason = '', ended_by = 0, row_version = row_version + 1 where id = $1`, c.ID, state)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update committee_seat set ended_on = null, end_basis = '', ended_by = 0 where committee_id = $1 and ended_by = $2`, c.ID, step)
	return err
}
