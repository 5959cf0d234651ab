package welfare

import (
	"embed"
	"encoding/json"
	"io/fs"
	"slices"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

const programmeColumns = `p.id, p.tenant_id, p.org_id, p.root_id, p.year, p.kind, p.title, p.basis, p.rule, p.amount, p.amount_rule, p.goods, p.line, p.fund,
 p.budget, p.allowed, p.committed, p.paid, p.procedure_code, p.state, p.prepared_by, p.preparer, p.opened_by, p.created_at, p.deadline, p.version`

const selectProgramme = `select ` + programmeColumns + ` from welfare_programme p`

func programmeInto(p *Programme) []any {
	return []any{&p.ID, &p.Tenant, &p.Org, &p.Root, &p.Year, &p.Kind, &p.Title, &p.Basis, &p.Rule, &p.Amount, &p.AmountRule, &p.Goods, &p.Line, &p.Fund,
		&p.Budget, &p.Allowed, &p.Committed, &p.Paid, &p.Procedure, &p.State, &p.PreparedBy, &p.Preparer, &p.OpenedBy, &p.Created, &p.Deadline, &p.Version}
}

func loadProgramme(tx *db.Tx, tenant, id kernel.ID) (Programme, bool, error) {
	return db.One(tx, programmeInto, selectProgramme+` where p.id = $1 and p.tenant_id = $2`, id, tenant)
}

func insertProgramme(tx *db.Tx, p Programme) error {
	_, err := tx.Exec(`insert into welfare_programme (id, tenant_id, org_id, root_id, year, kind, title, basis, rule, amount, amount_rule, goods, line, fund,
 budget, allowed, committed, paid, procedure_code, state, prepared_by, preparer, opened_by, created_at, deadline, version)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 1)`,
		p.ID, p.Tenant, p.Org, p.Root, p.Year, p.Kind, p.Title, p.Basis, p.Rule, p.Amount, p.AmountRule, p.Goods, p.Line, p.Fund,
		p.Budget, p.Allowed, p.Committed, p.Paid, p.Procedure, p.State, p.PreparedBy, p.Preparer, p.OpenedBy, p.Created, p.Deadline)
	return err
}

// saveProgramme is false when somebody changed it meanwhile. Money is not written here: see commit and payOut.
func saveProgramme(tx *db.Tx, p Programme) (bool, error) {
	n, err := tx.Exec(`update welfare_programme set year = $3, title = $4, basis = $5, rule = $6, amount = $7, amount_rule = $8, goods = $9, line = $10, fund = $11,
 budget = $12, procedure_code = $13, state = $14, opened_by = $15, prepared_by = $16, preparer = $17, deadline = $18, version = version + 1 where id = $1 and version = $2`,
		p.ID, p.Version, p.Year, p.Title, p.Basis, p.Rule, p.Amount, p.AmountRule, p.Goods, p.Line, p.Fund, p.Budget, p.Procedure, p.State, p.OpenedBy, p.PreparedBy, p.Preparer, p.Deadline)
	return n == 1, err
}

// commit takes money of the budget; false when there is not so much left. The row is held until the end
// of the transaction, so two who ask at once are answered one after the other.
func commit(tx *db.Tx, programme kernel.ID, amount kernel.Money) (bool, error) {
	n, err := tx.Exec(`update welfare_programme set committed = committed + $2 where id = $1 and ($2 <= 0 or committed + $2 <= budget + allowed)`, programme, amount)
	return n == 1, err
}

// book notes what a rule proposes, also beyond the budget: approving is what the budget then forbids.
func book(tx *db.Tx, programme kernel.ID, amount kernel.Money) error {
	_, err := tx.Exec(`update welfare_programme set committed = committed + $2 where id = $1`, programme, amount)
	return err
}

func payOut(tx *db.Tx, programme kernel.ID, amount kernel.Money) error {
	_, err := tx.Exec(`update welfare_programme set paid = paid + $2 where id = $1`, programme, amount)
	return err
}

func allow(tx *db.Tx, p Programme, o Override, account kernel.ID) error {
	_, err := tx.Exec(`insert into welfare_override (id, tenant_id, programme_id, amount, reason, by_account, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		o.ID, p.Tenant, p.ID, o.Amount, o.Reason, account, o.By, o.At)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update welfare_programme set allowed = allowed + $2, version = version + 1 where id = $1`, p.ID, o.Amount)
	return err
}

func overridesOf(tx *db.Tx, programme kernel.ID) ([]Override, error) {
	return db.All(tx, func(o *Override) []any { return []any{&o.ID, &o.Amount, &o.Reason, &o.By, &o.At} },
		`select id, amount, reason, by_name, at from welfare_override where programme_id = $1 order by id`, programme)
}

// seen limits a list of programmes to what the actor may see: canSee as SQL.
func seen(q *db.Query, s scope, on kernel.Date) *db.Query {
	if s.All {
		return q
	}
	return q.And(`and (exists (select 1 from org_closure c where c.descendant_id = p.org_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
		In(`and c.ancestor_id in`, s.Roots, `)`).
		In(`or p.state not in ('draft', 'dropped') and p.org_id in`, s.Above, `)`)
}

func listProgrammes(tx *db.Tx, tenant kernel.ID, s scope, f Filter, on kernel.Date, most int) ([]Programme, error) {
	q := seen(db.Build(selectProgramme+` where p.tenant_id = ?`, tenant), s, on)
	if f.Year != 0 {
		q.And(`and p.year = ?`, f.Year)
	}
	if f.Kind != "" {
		q.And(`and p.kind = ?`, f.Kind)
	}
	if f.State != "" {
		q.And(`and p.state = ?`, f.State)
	}
	if f.Before != 0 {
		q.And(`and p.id < ?`, f.Before)
	}
	return db.AllOf(tx, programmeInto, q.And(`order by p.id desc limit ?`, most))
}

// programmesReaching are open programmes of the units given: those of a member's own line.
func programmesReaching(tx *db.Tx, tenant kernel.ID, line []kernel.ID, kind Kind, year int) ([]Programme, error) {
	q := db.Build(selectProgramme+` where p.tenant_id = ? and p.state = 'open'`, tenant).In(`and p.org_id in`, line, ``)
	if kind != "" {
		q.And(`and p.kind = ?`, kind)
	}
	if year != 0 {
		q.And(`and p.year = ?`, year)
	}
	return db.AllOf(tx, programmeInto, q.And(`order by p.id desc limit 100`))
}

func knowsProcedure(tx *db.Tx, tenant kernel.ID, code string) (bool, error) {
	_, ok, err := db.Value[kernel.ID](tx, `select id from welfare_programme where tenant_id = $1 and procedure_code = $2 limit 1`, tenant, code)
	return ok, err
}

const selectOccasion = `select o.id, o.tenant_id, o.programme_id, o.root_id, o.title, o.as_of, o.state, o.cursor_id, o.approved_by, o.approved_at, o.reason, o.version from welfare_occasion o`

func occasionInto(o *Occasion) []any {
	return []any{&o.ID, &o.Tenant, &o.Programme, &o.Root, &o.Title, &o.AsOf, &o.State, &o.Cursor, &o.ApprovedBy, &o.ApprovedAt, &o.Reason, &o.Version}
}

func loadOccasion(tx *db.Tx, programme, id kernel.ID) (Occasion, bool, error) {
	return db.One(tx, occasionInto, selectOccasion+` where o.id = $1 and o.programme_id = $2`, id, programme)
}

func occasionsOf(tx *db.Tx, programme kernel.ID) ([]Occasion, error) {
	return db.All(tx, occasionInto, selectOccasion+` where o.programme_id = $1 order by o.id`, programme)
}

func proposingOccasions(tx *db.Tx) ([]Occasion, error) {
	return db.All(tx, occasionInto, selectOccasion+` where o.state = 'proposing' order by o.id limit 50`)
}

func insertOccasion(tx *db.Tx, o Occasion) error {
	_, err := tx.Exec(`insert into welfare_occasion (id, tenant_id, programme_id, root_id, title, as_of, state, cursor_id, approved_by, approved_at, reason, version)
 values ($1, $2, $3, $4, $5, $6, $7, 0, '', null, '', 1)`, o.ID, o.Tenant, o.Programme, o.Root, o.Title, o.AsOf, o.State)
	return err
}

// saveOccasion is false when somebody changed it meanwhile.
func saveOccasion(tx *db.Tx, o *Occasion) (bool, error) {
	n, err := tx.Exec(`update welfare_occasion set title = $3, as_of = $4, state = $5, cursor_id = $6, approved_by = $7, approved_at = $8, reason = $9, version = version + 1
 where id = $1 and version = $2`, o.ID, o.Version, o.Title, o.AsOf, o.State, o.Cursor, o.ApprovedBy, o.ApprovedAt, o.Reason)
	o.Version++
	return n == 1, err
}

func dropOccasions(tx *db.Tx, programme kernel.ID) error {
	_, err := tx.Exec(`delete from welfare_occasion where programme_id = $1`, programme)
	return err
}

// count adds to the tally of a unit.
func count(tx *db.Tx, tenant, programme kernel.ID, occasion string, t Tally) error {
	_, err := tx.Exec(`insert into welfare_tally (tenant_id, programme_id, occasion, unit_id, seen, fit, unsure, listed, amount, received, paid)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
 on conflict (programme_id, occasion, unit_id) do update set seen = welfare_tally.seen + excluded.seen, fit = welfare_tally.fit + excluded.fit,
 unsure = welfare_tally.unsure + excluded.unsure, listed = welfare_tally.listed + excluded.listed, amount = welfare_tally.amount + excluded.amount,
 received = welfare_tally.received + excluded.received, paid = welfare_tally.paid + excluded.paid`,
		tenant, programme, occasion, t.Unit, t.Seen, t.Fit, t.Unsure, t.Listed, t.Amount, t.Received, t.Paid)
	return err
}

func tallyInto(t *Tally) []any {
	return []any{&t.Unit, &t.Seen, &t.Fit, &t.Unsure, &t.Listed, &t.Amount, &t.Received, &t.Paid}
}

const sumTally = `coalesce(sum(t.seen), 0), coalesce(sum(t.fit), 0), coalesce(sum(t.unsure), 0), coalesce(sum(t.listed), 0), coalesce(sum(t.amount), 0), coalesce(sum(t.received), 0), coalesce(sum(t.paid), 0)`

// tallyUnder sums a list over the units below some roots; no roots and all: over everything.
func tallyUnder(tx *db.Tx, programme kernel.ID, occasion string, s scope, on kernel.Date) (Tally, error) {
	q := db.Build(`select 0, `+sumTally+` from welfare_tally t where t.programme_id = ?`, programme)
	if occasion != "" {
		q.And(`and t.occasion = ?`, occasion)
	}
	if !s.All {
		q.And(`and exists (select 1 from org_closure c where c.descendant_id = t.unit_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
			In(`and c.ancestor_id in`, s.Roots, `)`)
	}
	t, _, err := db.OneOf(tx, tallyInto, q)
	return t, err
}

// tallyBy sums a list by the given units, each with what stands below it on a day.
func tallyBy(tx *db.Tx, programme kernel.ID, occasion string, units []kernel.ID, on kernel.Date) (map[kernel.ID]Tally, error) {
	out := map[kernel.ID]Tally{}
	for part := range slices.Chunk(units, 400) {
		q := db.Build(`select c.ancestor_id, `+sumTally+` from welfare_tally t join org_closure c on c.descendant_id = t.unit_id
 and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?) where t.programme_id = ?`, on, on, programme)
		if occasion != "" {
			q.And(`and t.occasion = ?`, occasion)
		}
		rows, err := db.AllOf(tx, tallyInto, q.In(`and c.ancestor_id in`, part, `group by c.ancestor_id`))
		if err != nil {
			return nil, err
		}
		for _, t := range rows {
			out[t.Unit] = t
		}
	}
	return out, nil
}

// talliedUnits are the units of a list that stand below some roots, at most so many.
func talliedUnits(tx *db.Tx, programme kernel.ID, occasion string, roots []kernel.ID, on kernel.Date, most int) ([]kernel.ID, error) {
	q := db.Build(`select t.unit_id from welfare_tally t where t.programme_id = ? and t.occasion = ?`, programme, occasion).
		And(`and exists (select 1 from org_closure c where c.descendant_id = t.unit_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
		In(`and c.ancestor_id in`, roots, `)`).And(`order by t.unit_id limit ?`, most)
	return db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} }, q)
}

func clearTally(tx *db.Tx, programme kernel.ID, occasion string) error {
	_, err := tx.Exec(`delete from welfare_tally where programme_id = $1 and occasion = $2`, programme, occasion)
	return err
}

// recount makes the tally of a list from its rows.
func recount(tx *db.Tx, tenant, programme kernel.ID, occasion string) error {
	rows, err := db.All(tx, tallyInto, `select unit_id, 0, 0, 0, coalesce(sum(case when state in ('listed', 'granted', 'received') then 1 else 0 end), 0),
 coalesce(sum(case when state in ('listed', 'granted', 'received') then amount else 0 end), 0),
 coalesce(sum(case when state = 'received' then 1 else 0 end), 0), coalesce(sum(case when state = 'received' then amount else 0 end), 0)
 from welfare_benefit where programme_id = $1 and occasion = $2 group by unit_id`, programme, occasion)
	if err != nil {
		return err
	}
	for _, t := range rows {
		err = count(tx, tenant, programme, occasion, t)
		if err != nil {
			return err
		}
	}
	return nil
}

func noteChange(tx *db.Tx, p Programme, list kernel.ID, c Change) error {
	_, err := tx.Exec(`insert into welfare_change (id, tenant_id, programme_id, list_id, benefit_id, verb, reason, by_account, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		c.ID, p.Tenant, p.ID, list, c.Benefit, c.Verb, c.Reason, c.Account, c.By, c.At)
	return err
}

func changeInto(c *Change) []any {
	return []any{&c.ID, &c.Benefit, &c.Verb, &c.Reason, &c.Account, &c.By, &c.At}
}

func changesOfBenefit(tx *db.Tx, benefit kernel.ID) ([]Change, error) {
	return db.All(tx, changeInto, `select id, benefit_id, verb, reason, by_account, by_name, at from welfare_change where benefit_id = $1 order by id desc limit 100`, benefit)
}

func changesOfList(tx *db.Tx, list kernel.ID) ([]Change, error) {
	return db.All(tx, changeInto, `select id, benefit_id, verb, reason, by_account, by_name, at from welfare_change where list_id = $1 and benefit_id = 0 order by id desc limit 100`, list)
}

// preparersOf are all who had a hand in a list.
func preparersOf(tx *db.Tx, list kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} },
		`select distinct by_account from welfare_change where list_id = $1 and verb in ('propose', 'add', 'remove', 'take')`, list)
}

func whyText(lines []rules.Line) (string, error) {
	if len(lines) == 0 {
		return "", nil
	}
	b, err := json.Marshal(lines)
	return string(b), err
}

// whyLines reads lines back; a text that is none gives no line.
type whyLines struct{ to *[]rules.Line }

// Scan reads the column.
func (w whyLines) Scan(v any) error {
	var text []byte
	switch v := v.(type) {
	case string:
		text = []byte(v)
	case []byte:
		text = v
	}
	*w.to = nil
	if len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, w.to)
}

// unitsAfter are the units that stood below one on the day of a list, or stand there today, in the
// order of their ids: a member who was in the union on that day is found wherever her unit hung.
func unitsAfter(tx *db.Tx, root kernel.ID, then, now kernel.Date, after kernel.ID, most int) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select distinct c.descendant_id from org_closure c where c.ancestor_id = $1 and c.descendant_id > $4
 and (c.valid_from <= $2 and (c.valid_to is null or c.valid_to > $2) or c.valid_from <= $3 and (c.valid_to is null or c.valid_to > $3)) order by c.descendant_id limit $5`, root, then, now, after, most)
}
