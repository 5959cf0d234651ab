package welfare

import (
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

const selectVisit = `select v.id, v.tenant_id, v.org_id, v.programme_id, v.member_id, v.person_id, v.number, v.name, v.event, v.day, v.note, v.state, v.amount, v.benefit_id, v.by_name, v.at from welfare_visit v`

func visitInto(v *Visit) []any {
	return []any{&v.ID, &v.Tenant, &v.Org, &v.Programme, &v.Member, &v.Person, &v.Number, &v.Name, &v.Event, &v.Day, &v.Note, &v.State, &v.Amount, &v.Benefit, &v.By, &v.At}
}

func loadVisit(tx *db.Tx, tenant, id kernel.ID) (Visit, bool, error) {
	return db.One(tx, visitInto, selectVisit+` where v.id = $1 and v.tenant_id = $2`, id, tenant)
}

// insertVisit is false when the unit has this visit already.
func insertVisit(tx *db.Tx, v Visit) (bool, error) {
	n, err := tx.Exec(`insert into welfare_visit (id, tenant_id, org_id, programme_id, member_id, person_id, number, name, event, day, note, state, amount, benefit_id, by_name, at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (org_id, person_id, event, day) do nothing`,
		v.ID, v.Tenant, v.Org, v.Programme, v.Member, v.Person, v.Number, v.Name, v.Event, v.Day, v.Note, v.State, v.Amount, v.Benefit, v.By, v.At)
	return n == 1, err
}

// saveVisit is false when it is not planned any more.
func saveVisit(tx *db.Tx, v Visit) (bool, error) {
	n, err := tx.Exec(`update welfare_visit set programme_id = $2, note = $3, state = $4, amount = $5, benefit_id = $6, by_name = $7, at = $8 where id = $1 and state = 'planned'`,
		v.ID, v.Programme, v.Note, v.State, v.Amount, v.Benefit, v.By, v.At)
	return n == 1, err
}

func visitsOf(tx *db.Tx, org kernel.ID, from, to kernel.Date) ([]Visit, error) {
	return db.All(tx, visitInto, selectVisit+` where v.org_id = $1 and v.day >= $2 and v.day < $3 order by v.day, v.id limit 2000`, org, from, to)
}

const selectAllowance = `select w.id, w.tenant_id, w.dossier_id, w.code, w.procedure_code, w.unit_id, w.deciding_id, w.person_id, w.name, w.event, w.day, w.bank, w.account, w.holder,
 w.decided, w.state, w.why, w.why_args, w.programme_id, w.benefit_id, w.at from welfare_allowance w`

type allowanceRow struct {
	Allowance
	args string
}

func allowanceInto(w *allowanceRow) []any {
	return []any{&w.ID, &w.Tenant, &w.Dossier, &w.Code, &w.Procedure, &w.Unit, &w.Deciding, &w.Person, &w.Name, &w.Event, &w.Day, &w.Account.BIN, &w.Account.Number, &w.Account.Holder,
		&w.Decided, &w.State, &w.Why, &w.args, &w.Programme, &w.Benefit, &w.At}
}

func (w allowanceRow) whole() Allowance {
	if w.args != "" {
		w.WhyArgs = strings.Split(w.args, "\n")
	}
	return w.Allowance
}

// insertAllowance is false when the dossier was taken in already.
func insertAllowance(tx *db.Tx, w Allowance) (bool, error) {
	n, err := tx.Exec(`insert into welfare_allowance (id, tenant_id, dossier_id, code, procedure_code, unit_id, deciding_id, person_id, name, event, day, bank, account, holder, decided, state, why, why_args, programme_id, benefit_id, at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) on conflict (tenant_id, dossier_id) do nothing`,
		w.ID, w.Tenant, w.Dossier, w.Code, w.Procedure, w.Unit, w.Deciding, w.Person, w.Name, w.Event, w.Day, w.Account.BIN, w.Account.Number, w.Account.Holder, w.Decided,
		w.State, w.Why, strings.Join(w.WhyArgs, "\n"), w.Programme, w.Benefit, w.At)
	return n == 1, err
}

// saveAllowance is false when it does not wait any more.
func saveAllowance(tx *db.Tx, w Allowance) (bool, error) {
	n, err := tx.Exec(`update welfare_allowance set state = $2, why = $3, why_args = $4, programme_id = $5, benefit_id = $6, person_id = $7 where id = $1 and state = 'waiting'`,
		w.ID, w.State, w.Why, strings.Join(w.WhyArgs, "\n"), w.Programme, w.Benefit, w.Person)
	return n == 1, err
}

func loadAllowance(tx *db.Tx, tenant, id kernel.ID) (Allowance, bool, error) {
	w, ok, err := db.One(tx, allowanceInto, selectAllowance+` where w.id = $1 and w.tenant_id = $2`, id, tenant)
	return w.whole(), ok, err
}

func listAllowances(tx *db.Tx, tenant kernel.ID, s scope, state AllowanceState, on kernel.Date, before kernel.ID, most int) ([]Allowance, error) {
	q := db.Build(selectAllowance+` where w.tenant_id = ?`, tenant)
	if state != "" {
		q.And(`and w.state = ?`, state)
	}
	if !s.All {
		q.And(`and exists (select 1 from org_closure c where c.descendant_id in (w.unit_id, w.deciding_id) and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
			In(`and c.ancestor_id in`, s.Roots, `)`)
	}
	if before != 0 {
		q.And(`and w.id < ?`, before)
	}
	rows, err := db.AllOf(tx, allowanceInto, q.And(`order by w.id desc limit ?`, most))
	out := make([]Allowance, len(rows))
	for i, r := range rows {
		out[i] = r.whole()
	}
	return out, err
}

// tenantsOf are the tenants that have a programme.
func tenantsOf(tx *db.Tx) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select distinct tenant_id from welfare_programme order by tenant_id`)
}

func putReach(tx *db.Tx, tenant kernel.ID, year int, unit kernel.ID, members, reached int64, at kernel.Instant) error {
	_, err := tx.Exec(`insert into welfare_reach (tenant_id, year, unit_id, members, reached, counted_at) values ($1, $2, $3, $4, $5, $6)
 on conflict (tenant_id, year, unit_id) do update set members = excluded.members, reached = excluded.reached, counted_at = excluded.counted_at`, tenant, year, unit, members, reached, at)
	return err
}

// reachBy sums members and reached by the given units, each with what stands below it.
func reachBy(tx *db.Tx, tenant kernel.ID, year int, units []kernel.ID, on kernel.Date) (map[kernel.ID]Reach, error) {
	rows, err := db.AllOf(tx, func(r *Reach) []any { return []any{&r.Unit, &r.Members, &r.Reached} },
		db.Build(`select c.ancestor_id, coalesce(sum(r.members), 0), coalesce(sum(r.reached), 0) from welfare_reach r join org_closure c on c.descendant_id = r.unit_id
 and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?) where r.tenant_id = ? and r.year = ?`, on, on, tenant, year).In(`and c.ancestor_id in`, units, `group by c.ancestor_id`))
	out := map[kernel.ID]Reach{}
	for _, r := range rows {
		out[r.Unit] = r
	}
	return out, err
}

func reachCounted(tx *db.Tx, tenant kernel.ID, year int) (kernel.Instant, error) {
	at, _, err := db.One(tx, func(i *kernel.Instant) []any { return []any{i} }, `select counted_at from welfare_reach where tenant_id = $1 and year = $2 order by unit_id limit 1`, tenant, year)
	return at, err
}
