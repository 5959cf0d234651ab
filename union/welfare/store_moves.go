package welfare

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// heldBy counts what units hold; nil: the whole tenant, as one row a kind.
func heldBy(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]orgs.Holding, error) {
	var out []orgs.Holding
	ask := func(kind string, whole, each *db.Query, group func(*db.Query) *db.Query) error {
		q := whole
		if units != nil {
			q = group(each)
		}
		rows, err := db.AllOf(tx, func(h *orgs.Holding) []any { return []any{&h.Unit, &h.Count, &h.Amount} }, q)
		for _, h := range rows {
			if h.Count > 0 {
				h.Kind, h.Binds = kind, true
				out = append(out, h)
			}
		}
		return err
	}
	err := ask(HeldProgramme,
		db.Build(`select 0, count(distinct root_id), coalesce(sum(case when state = 'open' then budget + allowed - committed else 0 end), 0) from welfare_programme where tenant_id = ? and state in ('draft', 'open')`, tenant),
		db.Build(`select org_id, count(distinct root_id), coalesce(sum(case when state = 'open' then budget + allowed - committed else 0 end), 0) from welfare_programme where tenant_id = ? and state in ('draft', 'open')`, tenant),
		func(q *db.Query) *db.Query { return q.In(`and org_id in`, units, `group by org_id order by org_id`) })
	if err != nil {
		return nil, err
	}
	err = ask(HeldBenefit,
		db.Build(`select 0, count(*), coalesce(sum(amount), 0) from welfare_benefit where tenant_id = ? and state in ('listed', 'granted')`, tenant),
		db.Build(`select desk_id, count(*), coalesce(sum(amount), 0) from welfare_benefit where tenant_id = ? and state in ('listed', 'granted')`, tenant),
		func(q *db.Query) *db.Query { return q.In(`and desk_id in`, units, `group by desk_id order by desk_id`) })
	if err != nil {
		return nil, err
	}
	err = ask(HeldVisit,
		db.Build(`select 0, count(*), 0 from welfare_visit where tenant_id = ? and state = 'planned'`, tenant),
		db.Build(`select org_id, count(*), 0 from welfare_visit where tenant_id = ? and state = 'planned'`, tenant),
		func(q *db.Query) *db.Query { return q.In(`and org_id in`, units, `group by org_id order by org_id`) })
	if err != nil {
		return nil, err
	}
	err = ask(HeldAllowance,
		db.Build(`select 0, count(*), 0 from welfare_allowance where tenant_id = ? and state = 'waiting'`, tenant),
		db.Build(`select unit_id, count(*), 0 from welfare_allowance where tenant_id = ? and state = 'waiting'`, tenant),
		func(q *db.Query) *db.Query { return q.In(`and unit_id in`, units, `group by unit_id order by unit_id`) })
	return out, err
}

func programmesHeld(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]Programme, error) {
	return db.AllOf(tx, programmeInto, db.Build(selectProgramme+` where p.tenant_id = ? and p.state in ('draft', 'open')`, tenant).In(`and p.org_id in`, units, `order by p.id`))
}

func giveProgramme(tx *db.Tx, id, org kernel.ID) error {
	_, err := tx.Exec(`update welfare_programme set org_id = $2, version = version + 1 where id = $1`, id, org)
	return err
}

func lessBudget(tx *db.Tx, id kernel.ID, amount kernel.Money) error {
	_, err := tx.Exec(`update welfare_programme set budget = budget - $2, version = version + 1 where id = $1`, id, amount)
	return err
}

func voidPart(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update welfare_programme set state = 'dropped', budget = 0, version = version + 1 where id = $1`, id)
	return err
}

// move is one line of what a step did.
type move struct {
	Thing, From, To kernel.ID
	Amount          kernel.Money
}

// noteMove is false when the step did this already.
func noteMove(tx *db.Tx, c orgs.Carriage, kind string, thing, from, to kernel.ID, amount kernel.Money) (bool, error) {
	n, err := tx.Exec(`insert into welfare_move (tenant_id, step_id, kind, thing_id, from_id, to_id, amount, undone_at) values ($1, $2, $3, $4, $5, $6, $7, null)
 on conflict (step_id, kind, thing_id, to_id) do nothing`, c.Tenant, c.Step, kind, thing, from, to, amount)
	return n == 1, err
}

func movesOf(tx *db.Tx, step kernel.ID, kind string) ([]move, error) {
	return db.All(tx, func(m *move) []any { return []any{&m.Thing, &m.From, &m.To, &m.Amount} },
		`select thing_id, from_id, to_id, amount from welfare_move where step_id = $1 and kind = $2 and undone_at is null order by thing_id, to_id`, step, kind)
}

const openStates = `('unsure', 'listed', 'granted', 'failed')`

// openRows are rows that wait at the desks of some units.
func openRows(tx *db.Tx, tenant kernel.ID, units []kernel.ID, after kernel.ID, most int) ([]Benefit, error) {
	return db.AllOf(tx, benefitInto, db.Build(selectBenefit+` where b.tenant_id = ? and b.state in `+openStates+` and b.id > ?`, tenant, after).
		In(`and b.desk_id in`, units, ``).And(`order by b.id limit ?`, most))
}

// moveDesks gives open rows to another desk: all of the sources', or those named. rows nil: all.
func moveDesks(tx *db.Tx, c orgs.Carriage, to kernel.ID, rows []kernel.ID) error {
	narrow := func(q *db.Query) *db.Query {
		q.And(`where tenant_id = ? and state in `+openStates, c.Tenant).In(`and desk_id in`, c.From, ``)
		if rows != nil {
			q.In(`and id in`, rows, ``)
		}
		return q
	}
	q := db.Build(`insert into welfare_move (tenant_id, step_id, kind, thing_id, from_id, to_id, amount, undone_at) select tenant_id, ?, 'benefit', id, desk_id, ?, amount, null from welfare_benefit`, c.Step, to)
	_, err := db.ExecOf(tx, narrow(q).And(`on conflict (step_id, kind, thing_id, to_id) do nothing`))
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, narrow(db.Build(`update welfare_benefit set desk_id = ?, version = version + 1`, to)))
	return err
}

func plannedVisits(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]Visit, error) {
	return db.AllOf(tx, visitInto, db.Build(selectVisit+` where v.tenant_id = ? and v.state = 'planned'`, tenant).In(`and v.org_id in`, units, `order by v.id`))
}

// moveVisits gives planned visits to another calendar; one that stands there already is let go.
func moveVisits(tx *db.Tx, c orgs.Carriage, to kernel.ID, rows []kernel.ID) error {
	const double = `and exists (select 1 from welfare_visit o where o.org_id = ? and o.person_id = welfare_visit.person_id and o.event = welfare_visit.event and o.day = welfare_visit.day)`
	note := func(kind string) *db.Query {
		return db.Build(`insert into welfare_move (tenant_id, step_id, kind, thing_id, from_id, to_id, amount, undone_at) select tenant_id, ?, ?, id, org_id, ?, 0, null from welfare_visit where tenant_id = ?`,
			c.Step, kind, to, c.Tenant).In(`and id in`, rows, ``)
	}
	const once = `on conflict (step_id, kind, thing_id, to_id) do nothing`
	_, err := db.ExecOf(tx, note("visit_double").And(double, to).And(once))
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update welfare_visit set state = 'skipped', note = ? where tenant_id = ?`, c.Label, c.Tenant).In(`and id in`, rows, ``).And(double, to))
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, note("visit").And(`and state = 'planned'`).And(once))
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update welfare_visit set org_id = ? where tenant_id = ? and state = 'planned'`, to, c.Tenant).In(`and id in`, rows, ``))
	return err
}

func moveAllowances(tx *db.Tx, c orgs.Carriage) error {
	q := db.Build(`insert into welfare_move (tenant_id, step_id, kind, thing_id, from_id, to_id, amount, undone_at) select tenant_id, ?, 'allowance', id, unit_id, ?, 0, null from welfare_allowance where tenant_id = ? and state = 'waiting'`,
		c.Step, c.Rule.Rest, c.Tenant).In(`and unit_id in`, c.From, `on conflict (step_id, kind, thing_id, to_id) do nothing`)
	_, err := db.ExecOf(tx, q)
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update welfare_allowance set unit_id = ? where tenant_id = ? and state = 'waiting'`, c.Rule.Rest, c.Tenant).In(`and unit_id in`, c.From, ``))
	return err
}

// moveBack undoes the moves of a step. What was handed over or decided since stays as it is.
func moveBack(tx *db.Tx, step kernel.ID, at kernel.Instant) error {
	const mine = ` m where m.step_id = $1 and m.undone_at is null and m.kind = `
	for _, do := range []func() (int64, error){
		func() (int64, error) {
			return tx.Exec(`update welfare_programme set org_id = (select m.from_id from welfare_move`+mine+`'programme' and m.thing_id = welfare_programme.id), version = version + 1
 where id in (select m.thing_id from welfare_move`+mine+`'programme')`, step)
		},
		func() (int64, error) {
			return tx.Exec(`update welfare_benefit set desk_id = (select m.from_id from welfare_move`+mine+`'benefit' and m.thing_id = welfare_benefit.id), version = version + 1
 where state in `+openStates+` and id in (select m.thing_id from welfare_move`+mine+`'benefit')`, step)
		},
		func() (int64, error) {
			return tx.Exec(`update welfare_visit set org_id = (select m.from_id from welfare_move`+mine+`'visit' and m.thing_id = welfare_visit.id)
 where state = 'planned' and id in (select m.thing_id from welfare_move`+mine+`'visit')`, step)
		},
		func() (int64, error) {
			return tx.Exec(`update welfare_visit set state = 'planned', note = '' where state = 'skipped' and id in (select m.thing_id from welfare_move`+mine+`'visit_double')`, step)
		},
		func() (int64, error) {
			return tx.Exec(`update welfare_allowance set unit_id = (select m.from_id from welfare_move`+mine+`'allowance' and m.thing_id = welfare_allowance.id)
 where state = 'waiting' and id in (select m.thing_id from welfare_move`+mine+`'allowance')`, step)
		},
		func() (int64, error) {
			return tx.Exec(`update welfare_move set undone_at = $2 where step_id = $1 and undone_at is null`, step, at)
		},
	} {
		_, err := do()
		if err != nil {
			return err
		}
	}
	return nil
}
