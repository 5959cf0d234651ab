package payments

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// waiting is how much waits to be paid at a unit.
type waiting struct {
	org    kernel.ID
	n      int64
	amount kernel.Money
}

func intoWaiting(w *waiting) []any { return []any{&w.org, &w.n, &w.amount} }

// waitingQueries count what units have still, and what they have handed over since a day.
func waitingQueries(tenant kernel.ID, units []kernel.ID, on kernel.Date) []*db.Query {
	end := on.AddDays(1).Start()
	return []*db.Query{
		db.Build(`select o.org_id, count(*), sum(o.total) from payment_order o where o.tenant_id = ? and o.state = 'waiting' and o.created_at < ?
 and not exists (select 1 from payment_move v where v.order_id = o.id and v.void_by = 0 and v.effective > ?)`, tenant, end, on).In(`and o.org_id in`, units, `group by o.org_id`),
		db.Build(`select v.from_org, count(*), sum(o.total) from payment_move v join payment_order o on o.id = v.order_id
 where v.tenant_id = ? and v.void_by = 0 and v.effective > ? and o.state = 'waiting' and o.created_at < ?
 and not exists (select 1 from payment_move w where w.order_id = v.order_id and w.void_by = 0 and w.effective > ?
  and (w.effective < v.effective or w.effective = v.effective and w.step_id < v.step_id))`, tenant, on, end, on).In(`and v.from_org in`, units, `group by v.from_org`),
	}
}

func waitingInAll(tx *db.Tx, tenant kernel.ID, on kernel.Date) (waiting, error) {
	w, _, err := db.One(tx, intoWaiting, `select 0, count(*), coalesce(sum(total), 0) from payment_order where tenant_id = $1 and state = 'waiting' and created_at < $2`,
		tenant, on.AddDays(1).Start())
	return w, err
}

// moveOrders writes down where waiting orders stood and gives them to a unit.
func moveOrders(tx *db.Tx, c orgs.Carriage, from []kernel.ID, to kernel.ID, references []string, payee Payee, there bool) (int64, error) {
	q := db.Build(selectOrder+` where o.tenant_id = ? and o.state = 'waiting'`, c.Tenant).In(`and o.org_id in`, from, ``)
	if references != nil {
		q.InText(`and o.reference in`, references, ``)
	}
	list, err := db.AllOf(tx, orderInto, q)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	n, err := db.Copy(tx, `payment_move (step_id, order_id, tenant_id, from_org, to_org, effective, decision_id, payee_bin, payee_account, payee_holder, void_by)`, func(yield func([]any) bool) {
		for _, o := range list {
			if !yield([]any{c.Step, o.ID, o.Tenant, o.Org, to, c.On, c.Decision, o.Payee.BIN, o.Payee.Account, o.Payee.Holder, 0}) {
				return
			}
		}
	})
	if err != nil {
		return 0, err
	}
	const mine = `id in (select v.order_id from payment_move v where v.step_id = $1 and v.to_org = $2 and v.void_by = 0) and org_id <> $2`
	if there {
		_, err = tx.Exec(`update payment_order set org_id = $2, payee_bin = $3, payee_account = $4, payee_holder = $5 where `+mine, c.Step, to, payee.BIN, payee.Account, payee.Holder)
	} else {
		_, err = tx.Exec(`update payment_order set org_id = $2 where `+mine, c.Step, to)
	}
	return n, err
}

// orderMovesBack returns what still waits at the unit that a step brought it to.
func orderMovesBack(tx *db.Tx, c orgs.Carriage) (int64, error) {
	n, err := tx.Exec(`update payment_move set void_by = $2 where step_id = $1 and void_by = 0
 and exists (select 1 from payment_order o where o.id = payment_move.order_id and o.state = 'waiting' and o.org_id = payment_move.to_org)`, c.Step, c.Decision)
	if err != nil || n == 0 {
		return n, err
	}
	_, err = tx.Exec(`update payment_order set
 org_id = (select v.from_org from payment_move v where v.step_id = $1 and v.order_id = payment_order.id),
 payee_bin = (select v.payee_bin from payment_move v where v.step_id = $1 and v.order_id = payment_order.id),
 payee_account = (select v.payee_account from payment_move v where v.step_id = $1 and v.order_id = payment_order.id),
 payee_holder = (select v.payee_holder from payment_move v where v.step_id = $1 and v.order_id = payment_order.id)
 where id in (select v.order_id from payment_move v where v.step_id = $1 and v.void_by = $2) and state = 'waiting'`, c.Step, c.Decision)
	return n, err
}

func orderStepDone(tx *db.Tx, step kernel.ID) (bool, error) {
	_, there, err := db.Value[kernel.ID](tx, `select step_id from payment_carry where step_id = $1`, step)
	return there, err
}

func markOrderStep(tx *db.Tx, c orgs.Carriage, moved int64) error {
	_, err := tx.Exec(`insert into payment_carry (step_id, tenant_id, moved) values ($1, $2, $3)`, c.Step, c.Tenant, moved)
	return err
}
