package welfare

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

const selectBenefit = `select b.id, b.tenant_id, b.root_id, b.programme_id, b.list_id, b.occasion, b.person_id, b.member_id, b.unit_id, b.desk_id, b.number, b.name,
 b.sub_group, b.area, b.amount, b.source, b.why, b.touched, b.state, b.reason, b.token, b.bank, b.account, b.holder, b.how, b.paper, b.at, b.by_name, b.created_at, b.version from welfare_benefit b`

func benefitInto(b *Benefit) []any {
	return []any{&b.ID, &b.Tenant, &b.Root, &b.Programme, &b.List, &b.Occasion, &b.Person, &b.Member, &b.Unit, &b.Desk, &b.Number, &b.Name,
		&b.Group, &b.Area, &b.Amount, &b.Source, whyLines{&b.Why}, &b.Touched, &b.State, &b.Reason, &b.Token, &b.Account.BIN, &b.Account.Number, &b.Account.Holder,
		&b.How, &b.Paper, &b.At, &b.By, &b.Created, &b.Version}
}

const benefitTable = `welfare_benefit (id, tenant_id, root_id, programme_id, list_id, occasion, person_id, member_id, unit_id, desk_id, number, name,
 sub_group, area, amount, source, why, touched, state, reason, token, bank, account, holder, how, paper, at, by_name, created_at, version)`

func benefitArgs(b Benefit) ([]any, error) {
	why, err := whyText(b.Why)
	return []any{b.ID, b.Tenant, b.Root, b.Programme, b.List, b.Occasion, b.Person, b.Member, b.Unit, b.Desk, b.Number, b.Name,
		b.Group, b.Area, b.Amount, b.Source, why, b.Touched, b.State, b.Reason, b.Token, b.Account.BIN, b.Account.Number, b.Account.Holder,
		b.How, b.Paper, b.At, b.By, b.Created, int64(1)}, err
}

// insertBenefit is false when the person already has one in the programme on the occasion.
func insertBenefit(tx *db.Tx, b Benefit) (bool, error) {
	args, err := benefitArgs(b)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`insert into `+benefitTable+` values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
 $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) on conflict (tenant_id, root_id, occasion, person_id) do nothing`, args...)
	return n == 1, err
}

// copyBenefits puts a part of a proposal in; who is on the list already was left out by the caller.
func copyBenefits(tx *db.Tx, rows []Benefit) error {
	var failed error
	_, err := db.Copy(tx, benefitTable, func(yield func([]any) bool) {
		for _, b := range rows {
			args, err := benefitArgs(b)
			if err != nil {
				failed = err
				return
			}
			if !yield(args) {
				return
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// havingOne are those of the persons who already have a benefit of the programme on the occasion.
func havingOne(tx *db.Tx, tenant, root kernel.ID, occasion string, persons []kernel.ID) (map[kernel.ID]bool, error) {
	out := map[kernel.ID]bool{}
	for part := range slices.Chunk(persons, 500) {
		ids, err := db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} },
			db.Build(`select person_id from welfare_benefit where tenant_id = ? and root_id = ? and occasion = ?`, tenant, root, occasion).In(`and person_id in`, part, ``))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out[id] = true
		}
	}
	return out, nil
}

func benefitOf(tx *db.Tx, tenant, root kernel.ID, occasion string, person kernel.ID) (Benefit, bool, error) {
	return db.One(tx, benefitInto, selectBenefit+` where b.tenant_id = $1 and b.root_id = $2 and b.occasion = $3 and b.person_id = $4`, tenant, root, occasion, person)
}

func loadBenefit(tx *db.Tx, tenant, id kernel.ID) (Benefit, bool, error) {
	return db.One(tx, benefitInto, selectBenefit+` where b.id = $1 and b.tenant_id = $2`, id, tenant)
}

func benefitByToken(tx *db.Tx, tenant kernel.ID, token string) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, `select id from welfare_benefit where token = $1 and tenant_id = $2`, token, tenant)
}

// saveBenefit is false when somebody changed it meanwhile.
func saveBenefit(tx *db.Tx, b Benefit) (bool, error) {
	why, err := whyText(b.Why)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`update welfare_benefit set member_id = $3, unit_id = $4, desk_id = $5, number = $6, name = $7, sub_group = $8, area = $9, amount = $10, source = $11,
 why = $12, touched = $13, state = $14, reason = $15, bank = $16, account = $17, holder = $18, how = $19, paper = $20, at = $21, by_name = $22, version = version + 1
 where id = $1 and version = $2`, b.ID, b.Version, b.Member, b.Unit, b.Desk, b.Number, b.Name, b.Group, b.Area, b.Amount, b.Source,
		why, b.Touched, b.State, b.Reason, b.Account.BIN, b.Account.Number, b.Account.Holder, b.How, b.Paper, b.At, b.By)
	return n == 1, err
}

// clearProposal takes away what a rule proposed and nobody touched, before it proposes anew.
func clearProposal(tx *db.Tx, programme kernel.ID, occasion string) (kernel.Money, error) {
	sum, _, err := db.Value[kernel.Money](tx, `select coalesce(sum(amount), 0) from welfare_benefit where programme_id = $1 and occasion = $2
 and state = 'listed' and source = 'rule' and touched = false`, programme, occasion)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`delete from welfare_benefit where programme_id = $1 and occasion = $2 and state in ('listed', 'unsure') and source = 'rule' and touched = false`, programme, occasion)
	return sum, err
}

// grantListed approves what stands on a list.
func grantListed(tx *db.Tx, programme kernel.ID, occasion string) (int64, error) {
	return tx.Exec(`update welfare_benefit set state = 'granted', version = version + 1 where programme_id = $1 and occasion = $2 and state = 'listed'`, programme, occasion)
}

// openOf counts what is not handed over yet.
func openOf(tx *db.Tx, programme kernel.ID, occasion string) (bool, error) {
	q := db.Build(`select id from welfare_benefit where programme_id = ?`, programme)
	if occasion != "" {
		q.And(`and occasion = ?`, occasion)
	}
	_, ok, err := db.ValueOf[kernel.ID](tx, q.And(`and state in ('listed', 'granted') limit 1`))
	return ok, err
}

// anyOf tells whether a programme has a benefit of any kind.
func anyOf(tx *db.Tx, programme kernel.ID) (bool, error) {
	_, ok, err := db.Value[kernel.ID](tx, `select id from welfare_benefit where programme_id = $1 limit 1`, programme)
	return ok, err
}

// rowsQuery are the rows of a list in the order of state, desk and id. units nil: all.
func rowsQuery(programme kernel.ID, f RowFilter, units []kernel.ID) *db.Query {
	q := db.Build(selectBenefit+` where b.programme_id = ?`, programme)
	if f.Occasion != "" {
		q.And(`and b.occasion = ?`, f.Occasion)
	}
	states := make([]string, len(f.States))
	for i, s := range f.States {
		states[i] = string(s)
	}
	q.InText(`and b.state in`, states, ``)
	if units != nil {
		q.In(`and b.desk_id in`, units, ``)
	}
	if f.How == ByTransfer {
		q.And(`and b.account <> ''`)
	}
	if f.How == BySignature {
		q.And(`and b.account = ''`)
	}
	if f.After.ID != 0 {
		q.And(`and (b.state, b.desk_id, b.id) > (?, ?, ?)`, f.After.State, f.After.Desk, f.After.ID)
	}
	return q.And(`order by b.state, b.desk_id, b.id`)
}

func listRows(tx *db.Tx, programme kernel.ID, f RowFilter, units []kernel.ID, most int) ([]Benefit, error) {
	return db.AllOf(tx, benefitInto, rowsQuery(programme, f, units).And(`limit ?`, most))
}

// rowsOfProgramme are the benefits of visits and allowances, newest first.
func rowsOfProgramme(tx *db.Tx, programme kernel.ID, units []kernel.ID, before kernel.ID, most int) ([]Benefit, error) {
	q := db.Build(selectBenefit+` where b.programme_id = ?`, programme)
	if units != nil {
		q.In(`and b.desk_id in`, units, ``)
	}
	if before != 0 {
		q.And(`and b.id < ?`, before)
	}
	return db.AllOf(tx, benefitInto, q.And(`order by b.id desc limit ?`, most))
}

// rowByMember finds a row of a list by the number on the card.
func rowByMember(tx *db.Tx, programme kernel.ID, occasion, number string) (Benefit, bool, error) {
	return db.One(tx, benefitInto, selectBenefit+` where b.programme_id = $1 and b.occasion = $2 and b.number = $3 order by b.id limit 1`, programme, occasion, number)
}

func benefitsOfPerson(tx *db.Tx, tenant, person kernel.ID, most int) ([]Benefit, error) {
	return db.All(tx, benefitInto, selectBenefit+` where b.tenant_id = $1 and b.person_id = $2 and b.state in ('granted', 'received', 'failed') order by b.id desc limit $3`, tenant, person, most)
}

// reachedAmong are those of the persons who received anything in a span.
func reachedAmong(tx *db.Tx, tenant kernel.ID, persons []kernel.ID, from, to kernel.Instant) (map[kernel.ID]bool, error) {
	out := map[kernel.ID]bool{}
	for part := range slices.Chunk(persons, 500) {
		ids, err := db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} },
			db.Build(`select distinct person_id from welfare_benefit where tenant_id = ?`, tenant).In(`and person_id in`, part, ``).
				And(`and state = 'received' and at >= ? and at < ?`, from, to))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out[id] = true
		}
	}
	return out, nil
}

func accountOf(tx *db.Tx, tenant, person kernel.ID) (Account, error) {
	a, _, err := db.One(tx, func(a *Account) []any { return []any{&a.BIN, &a.Number, &a.Holder} },
		`select bank, account, holder from welfare_account where tenant_id = $1 and person_id = $2`, tenant, person)
	return a, err
}

func accountsOf(tx *db.Tx, tenant kernel.ID, persons []kernel.ID) (map[kernel.ID]Account, error) {
	type row struct {
		id kernel.ID
		a  Account
	}
	out := map[kernel.ID]Account{}
	for part := range slices.Chunk(persons, 500) {
		rows, err := db.AllOf(tx, func(r *row) []any { return []any{&r.id, &r.a.BIN, &r.a.Number, &r.a.Holder} },
			db.Build(`select person_id, bank, account, holder from welfare_account where tenant_id = ?`, tenant).In(`and person_id in`, part, ``))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.id] = r.a
		}
	}
	return out, nil
}

func putAccount(tx *db.Tx, tenant, person kernel.ID, a Account, at kernel.Instant) error {
	_, err := tx.Exec(`insert into welfare_account (tenant_id, person_id, bank, account, holder, changed_at) values ($1, $2, $3, $4, $5, $6)
 on conflict (tenant_id, person_id) do update set bank = excluded.bank, account = excluded.account, holder = excluded.holder, changed_at = excluded.changed_at`,
		tenant, person, a.BIN, a.Number, a.Holder, at)
	if err != nil {
		return err
	}
	// what waits to be paid goes where she wants it from now on
	_, err = tx.Exec(`update welfare_benefit set bank = $3, account = $4, holder = $5, version = version + 1 where tenant_id = $1 and person_id = $2 and state in ('listed', 'granted', 'failed')`,
		tenant, person, a.BIN, a.Number, a.Holder)
	return err
}

// waitingIn narrows a statement to what waits in a list under a unit and goes one way.
func waitingIn(q *db.Query, programme kernel.ID, occasion string, unit kernel.ID, how How, on kernel.Date) *db.Query {
	q.And(`where programme_id = ? and occasion = ? and state = 'granted'`, programme, occasion).
		And(`and exists (select 1 from org_closure c where c.descendant_id = welfare_benefit.desk_id and c.ancestor_id = ? and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?))`, unit, on, on)
	if how == ByTransfer {
		return q.And(`and account <> ''`)
	}
	return q.And(`and account = ''`)
}

// waitingBy sums what is about to be handed over, by the unit where it is counted.
func waitingBy(tx *db.Tx, programme kernel.ID, occasion string, unit kernel.ID, how How, on kernel.Date) ([]Tally, error) {
	q := waitingIn(db.Build(`select unit_id, 0, 0, 0, 0, 0, count(*), coalesce(sum(amount), 0) from welfare_benefit`), programme, occasion, unit, how, on)
	return db.AllOf(tx, tallyInto, q.And(`group by unit_id order by unit_id`))
}

func handWaiting(tx *db.Tx, programme kernel.ID, occasion string, unit kernel.ID, how How, on kernel.Date, paper, by string, at kernel.Instant) (int64, error) {
	q := db.Build(`update welfare_benefit set state = 'received', how = ?, paper = ?, by_name = ?, at = ?, reason = '', version = version + 1`, how, paper, by, at)
	return db.ExecOf(tx, waitingIn(q, programme, occasion, unit, how, on))
}

// recipientsAfter walks a list in the order of its index.
func recipientsAfter(tx *db.Tx, programme kernel.ID, occasion string, state BenefitState, after Recipient, limit int) ([]Recipient, error) {
	return db.All(tx, func(r *Recipient) []any { return []any{&r.Benefit, &r.Person, &r.Desk, &r.Amount} },
		`select id, person_id, desk_id, amount from welfare_benefit where programme_id = $1 and occasion = $2 and state = $3 and (desk_id, id) > ($4, $5) order by desk_id, id limit $6`,
		programme, occasion, state, after.Desk, after.Benefit, limit)
}
