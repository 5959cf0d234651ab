package payments

import (
	"embed"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

// count gives the next number of a series, beginning with 1. The row stays locked until the end of the
// transaction, so a number that is rolled back is given again: there are no gaps.
func count(tx *db.Tx, tenant, org kernel.ID, series string) (int64, error) {
	n, _, err := db.Value[int64](tx, `insert into payment_counter (tenant_id, org_id, series, value) values ($1, $2, $3, 1)
 on conflict (tenant_id, org_id, series) do update set value = payment_counter.value + 1 returning value`, tenant, org, series)
	return n, err
}

const insertOrderRow = `insert into payment_order (id, tenant_id, org_id, reference, subject, about, payer, total, payee_bin, payee_account, payee_holder,
 state, method, paid_by, paid_at, created_at, reason, token)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', null, $13, '', '')`

func insertOrder(tx *db.Tx, o Order) error {
	_, err := tx.Exec(insertOrderRow, o.ID, o.Tenant, o.Org, o.Reference, o.Subject, o.About, o.Payer, o.Total, o.Payee.BIN, o.Payee.Account, o.Payee.Holder,
		o.State, o.Created)
	if err != nil {
		return err
	}
	for i, l := range o.Lines {
		_, err = tx.Exec(`insert into payment_line (order_id, tenant_id, position, kind, name, quantity, unit, amount, basis) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			o.ID, o.Tenant, i, l.Kind, l.Name, l.Quantity, l.Unit, l.Amount, l.Basis)
		if err != nil {
			return err
		}
	}
	return nil
}

// saveOrder is false when somebody moved the order meanwhile.
func saveOrder(tx *db.Tx, o Order, from State) (bool, error) {
	n, err := tx.Exec(`update payment_order set state = $3, method = $4, paid_by = $5, paid_at = $6, reason = $7, token = $8 where id = $1 and state = $2`,
		o.ID, from, o.State, o.Method, o.PaidBy, o.PaidAt, o.Reason, o.Token)
	return n == 1, err
}

const selectOrder = `select o.id, o.tenant_id, o.org_id, o.reference, o.subject, o.about, o.payer, o.total, o.payee_bin, o.payee_account, o.payee_holder,
 o.state, o.method, o.paid_by, o.paid_at, o.created_at, o.reason, o.token from payment_order o`

func orderInto(o *Order) []any {
	return []any{&o.ID, &o.Tenant, &o.Org, &o.Reference, &o.Subject, &o.About, &o.Payer, &o.Total, &o.Payee.BIN, &o.Payee.Account, &o.Payee.Holder,
		&o.State, &o.Method, &o.PaidBy, &o.PaidAt, &o.Created, &o.Reason, &o.Token}
}

func loadOrder(tx *db.Tx, id kernel.ID) (Order, bool, error) {
	o, ok, err := db.One(tx, orderInto, selectOrder+` where o.id = $1`, id)
	if err != nil || !ok {
		return o, ok, err
	}
	o.Lines, err = linesOf(tx, id)
	return o, true, err
}

func linesOf(tx *db.Tx, order kernel.ID) ([]Line, error) {
	return db.All(tx, func(l *Line) []any { return []any{&l.Kind, &l.Name, &l.Quantity, &l.Unit, &l.Amount, &l.Basis} },
		`select kind, name, quantity, unit, amount, basis from payment_line where order_id = $1 order by position`, order)
}

func ordersOf(tx *db.Tx, tenant kernel.ID, subject string) ([]Order, error) {
	out, err := db.All(tx, orderInto, selectOrder+` where o.tenant_id = $1 and o.subject = $2 order by o.id`, tenant, subject)
	for i := range out {
		if err == nil {
			out[i].Lines, err = linesOf(tx, out[i].ID)
		}
	}
	return out, err
}

// scope limits a statement to the units the actor sees; a unit that has ended stands where it stood last.
func scope(q *db.Query, a kernel.Actor, on kernel.Date) *db.Query {
	if a.System {
		return q
	}
	return q.And(`and exists (select 1 from org_closure c join org u on u.id = c.descendant_id where c.descendant_id = o.org_id
 and (c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?) or u.valid_to <= ? and c.valid_to = u.valid_to)`, on, on, on).
		In(`and c.ancestor_id in`, visibleTo(a), `)`)
}

func listOrders(tx *db.Tx, a kernel.Actor, f Filter, on kernel.Date, most int) ([]Order, error) {
	q := scope(db.Build(selectOrder+` where o.tenant_id = ?`, a.Tenant), a, on)
	if f.State != "" {
		q.And(`and o.state = ?`, f.State)
	}
	if f.Reference != "" {
		q.And(`and o.reference = ?`, f.Reference)
	}
	if f.Orders != nil {
		q.In(`and o.id in`, f.Orders, ``)
	}
	if f.Before != 0 {
		q.And(`and o.id < ?`, f.Before)
	}
	return db.AllOf(tx, orderInto, q.And(`order by o.id desc limit ?`, most))
}

// Takings (số đã thu) is what one method brought on a day.
type Takings struct {
	Method Method
	Orders int
	Sum    kernel.Money
}

func takingsOf(tx *db.Tx, a kernel.Actor, on kernel.Date) ([]Takings, error) {
	q := db.Build(`select o.method, count(*), sum(o.total) from payment_order o where o.tenant_id = ? and o.state = 'paid' and o.paid_at >= ? and o.paid_at < ?`,
		a.Tenant, on.Start(), on.AddDays(1).Start())
	return db.AllOf(tx, func(t *Takings) []any { return []any{&t.Method, &t.Orders, &t.Sum} }, scope(q, a, on).And(`group by o.method order by o.method`))
}

const selectReceipt = `select id, tenant_id, org_id, order_id, kind, year, number, payer, about, amount, method, cashier, issued_at from payment_receipt`

func receiptInto(r *Receipt) []any {
	return []any{&r.ID, &r.Tenant, &r.Org, &r.Order, &r.Kind, &r.Year, &r.Number, &r.Payer, &r.About, &r.Amount, &r.Method, &r.Cashier, &r.IssuedAt}
}

func insertReceipt(tx *db.Tx, r Receipt) error {
	_, err := tx.Exec(`insert into payment_receipt (id, tenant_id, org_id, order_id, kind, year, number, payer, about, amount, method, cashier, issued_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.Tenant, r.Org, r.Order, r.Kind, r.Year, r.Number, r.Payer, r.About, r.Amount, r.Method, r.Cashier, r.IssuedAt)
	return err
}

func loadReceipt(tx *db.Tx, id kernel.ID) (Receipt, bool, error) {
	return db.One(tx, receiptInto, selectReceipt+` where id = $1`, id)
}

func receiptsOfOrder(tx *db.Tx, order kernel.ID) ([]Receipt, error) {
	return db.All(tx, receiptInto, selectReceipt+` where order_id = $1 order by kind`, order)
}

func putPayee(tx *db.Tx, id, tenant, org kernel.ID, p Payee, from kernel.Date) error {
	_, err := tx.Exec(`update payment_payee set valid_to = $3 where tenant_id = $1 and org_id = $2 and valid_to is null and valid_from < $3`, tenant, org, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into payment_payee (id, tenant_id, org_id, bin, account, holder, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7, null)
 on conflict (tenant_id, org_id, valid_from) do update set bin = excluded.bin, account = excluded.account, holder = excluded.holder`,
		id, tenant, org, p.BIN, p.Account, p.Holder, from)
	return err
}

func payeeOf(tx *db.Tx, tenant, org kernel.ID, on kernel.Date) (Payee, bool, error) {
	return db.One(tx, func(p *Payee) []any { return []any{&p.BIN, &p.Account, &p.Holder} },
		`select bin, account, holder from payment_payee where tenant_id = $1 and org_id = $2 and valid_from <= $3 and (valid_to is null or valid_to > $3)`, tenant, org, on)
}

func orderByReference(tx *db.Tx, tenant kernel.ID, reference string) (Order, bool, error) {
	o, ok, err := db.One(tx, orderInto, selectOrder+` where o.tenant_id = $1 and o.reference = $2`, tenant, reference)
	if err != nil || !ok {
		return o, ok, err
	}
	o.Lines, err = linesOf(tx, o.ID)
	return o, true, err
}
