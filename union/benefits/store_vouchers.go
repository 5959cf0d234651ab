package benefits

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

const selectSeries = `select x.id, x.tenant_id, x.agreement_id, x.title, x.code, x.percent, x.face, x.cap, x.least, x.most, x.per_member, x.valid_from, x.valid_to, x.rule,
 x.issued, x.state, x.prepared_by, x.preparer, x.opened_by, x.opener, x.version from benefit_series x`

func seriesInto(x *Series) []any {
	return []any{&x.ID, &x.Tenant, &x.Agreement, &x.Title, &x.Code, &x.Cut.Percent, &x.Cut.Sum, &x.Cut.Cap, &x.Cut.Least, &x.Count, &x.PerMember, &x.From, &x.To, &x.Rule,
		&x.Issued, &x.State, &x.PreparedBy, &x.Preparer, &x.OpenedBy, &x.Opener, &x.Version}
}

func loadSeries(tx *db.Tx, tenant, id kernel.ID) (Series, bool, error) {
	return db.One(tx, seriesInto, selectSeries+` where x.id = $1 and x.tenant_id = $2`, id, tenant)
}

func seriesOf(tx *db.Tx, agreement kernel.ID) ([]Series, error) {
	return db.All(tx, seriesInto, selectSeries+` where x.agreement_id = $1 order by x.id desc limit 200`, agreement)
}

func codeTaken(tx *db.Tx, tenant kernel.ID, code string) (bool, error) {
	_, ok, err := db.Value[kernel.ID](tx, `select id from benefit_series where tenant_id = $1 and code = $2`, tenant, code)
	return ok, err
}

func insertSeries(tx *db.Tx, x Series) error {
	_, err := tx.Exec(`insert into benefit_series (id, tenant_id, agreement_id, title, code, percent, face, cap, least, most, per_member, valid_from, valid_to, rule, issued, state,
 prepared_by, preparer, opened_by, opener, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, 0, '', 1)`,
		x.ID, x.Tenant, x.Agreement, x.Title, x.Code, x.Cut.Percent, x.Cut.Sum, x.Cut.Cap, x.Cut.Least, x.Count, x.PerMember, x.From, x.To, x.Rule, x.State, x.PreparedBy, x.Preparer)
	return err
}

// saveSeries is false when somebody changed it meanwhile: of two who issue at once one comes again, so
// that no serial is given twice and none is left out.
func saveSeries(tx *db.Tx, x Series) (bool, error) {
	n, err := tx.Exec(`update benefit_series set issued = $3, state = $4, opened_by = $5, opener = $6, version = version + 1 where id = $1 and version = $2`,
		x.ID, x.Version, x.Issued, x.State, x.OpenedBy, x.Opener)
	return n == 1, err
}

const selectVoucher = `select v.id, v.tenant_id, v.series_id, v.serial, v.token_hash, v.member_id, v.person_id, v.number, v.name, v.unit_id, v.state, v.issued_at, v.issued_by, v.ended_at, v.reason from benefit_voucher v`

func voucherInto(v *Voucher) []any {
	return []any{&v.ID, &v.Tenant, &v.Series, &v.Serial, &v.hash, &v.Member, &v.Person, &v.Number, &v.Name, &v.Unit, &v.State, &v.IssuedAt, &v.IssuedBy, &v.Ended, &v.Reason}
}

func insertVouchers(tx *db.Tx, list []Voucher) error {
	_, err := db.Copy(tx, `benefit_voucher (id, tenant_id, series_id, serial, token_hash, member_id, person_id, number, name, unit_id, state, issued_at, issued_by, reason)`, func(yield func([]any) bool) {
		for _, v := range list {
			if !yield([]any{v.ID, v.Tenant, v.Series, v.Serial, v.hash, v.Member, v.Person, v.Number, v.Name, v.Unit, v.State, v.IssuedAt, v.IssuedBy, ""}) {
				return
			}
		}
	})
	return err
}

func loadVoucher(tx *db.Tx, tenant, id kernel.ID) (Voucher, bool, error) {
	return db.One(tx, voucherInto, selectVoucher+` where v.id = $1 and v.tenant_id = $2`, id, tenant)
}

func voucherByHash(tx *db.Tx, tenant kernel.ID, hash string) (Voucher, bool, error) {
	return db.One(tx, voucherInto, selectVoucher+` where v.token_hash = $1 and v.tenant_id = $2`, hash, tenant)
}

// vouchersHeld counts what persons have of a series, whatever became of it but what was revoked.
func vouchersHeld(tx *db.Tx, series kernel.ID, persons []kernel.ID) (map[kernel.ID]int, error) {
	type row struct {
		person kernel.ID
		n      int
	}
	out := map[kernel.ID]int{}
	for part := range slices.Chunk(persons, 500) {
		list, err := db.AllOf(tx, func(r *row) []any { return []any{&r.person, &r.n} },
			db.Build(`select person_id, count(*) from benefit_voucher where series_id = ? and state <> 'revoked'`, series).In(`and person_id in`, part, `group by person_id`))
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			out[r.person] = r.n
		}
	}
	return out, nil
}

// endVoucher moves a voucher; it is false when it was not in the state that was asked for.
func endVoucher(tx *db.Tx, id kernel.ID, was, to VoucherState, at kernel.Instant, reason string) (bool, error) {
	n, err := tx.Exec(`update benefit_voucher set state = $3, ended_at = $4, reason = $5 where id = $1 and state = $2`, id, was, to, at, reason)
	return n == 1, err
}

// expireVouchers ends what was not used by its last day, or whose agreement ended.
func expireVouchers(tx *db.Tx, today kernel.Date, now kernel.Instant) error {
	_, err := tx.Exec(`update benefit_voucher set state = 'expired', ended_at = $2 where state = 'issued' and series_id in
 (select x.id from benefit_series x join benefit_agreement g on g.id = x.agreement_id where x.valid_to < $1 or g.state = 'ended')`, today, now)
	return err
}

const ownVouchersSQL = selectVoucher + ` where v.person_id = $1 and v.tenant_id = $2 order by v.id desc limit $3`

func vouchersOfPerson(tx *db.Tx, tenant, person kernel.ID, most int) ([]Voucher, error) {
	return db.All(tx, voucherInto, ownVouchersSQL, person, tenant, most)
}

// rowScope narrows rows with a unit to the actor's subtrees.
func rowScope(q *db.Query, column int, s scope, on kernel.Date) *db.Query {
	if s.All {
		return q
	}
	if column == ofVoucher {
		q.And(`and exists (select 1 from org_closure c where c.descendant_id = v.unit_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on)
	} else {
		q.And(`and exists (select 1 from org_closure c where c.descendant_id = u.unit_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on)
	}
	return q.In(`and c.ancestor_id in`, s.Roots, `)`)
}

const (
	ofVoucher = iota
	ofUse
)

func listVouchers(tx *db.Tx, series kernel.ID, s scope, state VoucherState, before kernel.ID, on kernel.Date, most int) ([]Voucher, error) {
	return db.AllOf(tx, voucherInto, vouchersQuery(series, s, state, before, on, most))
}

func vouchersQuery(series kernel.ID, s scope, state VoucherState, before kernel.ID, on kernel.Date, most int) *db.Query {
	q := rowScope(db.Build(selectVoucher+` where v.series_id = ?`, series), ofVoucher, s, on)
	if state != "" {
		q.And(`and v.state = ?`, state)
	}
	if before != 0 {
		q.And(`and v.id < ?`, before)
	}
	return q.And(`order by v.id desc limit ?`, most)
}

func countVouchers(tx *db.Tx, series kernel.ID, s scope, on kernel.Date) (map[VoucherState]int, error) {
	type row struct {
		state VoucherState
		n     int
	}
	list, err := db.AllOf(tx, func(r *row) []any { return []any{&r.state, &r.n} },
		statesQuery(series, s, on))
	out := map[VoucherState]int{}
	for _, r := range list {
		out[r.state] = r.n
	}
	return out, err
}

func statesQuery(series kernel.ID, s scope, on kernel.Date) *db.Query {
	return rowScope(db.Build(`select v.state, count(*) from benefit_voucher v where v.series_id = ?`, series), ofVoucher, s, on).And(`group by v.state`)
}

// Looks of tills.

func insertLook(tx *db.Tx, id, tenant, account kernel.ID, at kernel.Instant, st Standing) error {
	_, err := tx.Exec(`insert into benefit_look (id, tenant_id, account_id, at, standing) values ($1, $2, $3, $4, $5)`, id, tenant, account, at, st)
	return err
}

func looksSince(tx *db.Tx, account kernel.ID, after kernel.Instant, most int) (int, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from (select 1 from benefit_look where account_id = $1 and at > $2 limit $3) x`, account, after, most)
	return int(n), err
}
