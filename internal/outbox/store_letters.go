package outbox

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const letterSQL = `
	select d.id, d.tenant_id, d.hearer, d.state, d.tries, d.due_at, d.last_error,
		f.id, f.tenant_id, f.kind, f.version, f.subject, f.actor_id, f.at, f.data
	from outbox_delivery d join outbox_fact f on f.id = d.fact_id where d.tenant_id = ?`

func letterInto(l *Letter) []any {
	return append([]any{&l.ID, &l.Tenant, &l.Hearer, &l.State, &l.Tries, &l.DueAt, &l.LastError}, factInto(&l.Fact)...)
}

func listLetters(tx *db.Tx, tenant kernel.ID, f Filter) ([]Letter, error) {
	q := db.Build(letterSQL, tenant)
	if f.State != "" {
		q.And("and d.state = ?", f.State)
	}
	if f.Hearer != "" {
		q.And("and d.hearer = ?", f.Hearer)
	}
	if f.Below != 0 {
		q.And("and d.id < ?", f.Below)
	}
	return db.AllOf(tx, letterInto, q.And("order by d.id desc limit ?", f.Limit))
}

func loadLetter(tx *db.Tx, tenant, id kernel.ID) (Letter, bool, error) {
	return db.OneOf(tx, letterInto, db.Build(letterSQL, tenant).And("and d.id = ?", id))
}

const moveLetterSQL = `
	update outbox_delivery set state = $2, due_at = $3, tries = 0, lease_by = '', lease_until = null
	where id = $1 and state = 'dead'`

func moveLetter(tx *db.Tx, id kernel.ID, state string, now kernel.Instant) (bool, error) {
	n, err := tx.Exec(moveLetterSQL, id, state, now)
	return n == 1, err
}

func figures(tx *db.Tx, now kernel.Instant) (Figures, error) {
	var f Figures
	var oldest kernel.Instant
	_, _, err := db.One(tx, func(*int) []any { return []any{&f.Due, &f.Dead, &oldest} }, `
		select coalesce(sum(case when state = 'due' then 1 else 0 end), 0),
			coalesce(sum(case when state = 'dead' then 1 else 0 end), 0),
			min(case when state = 'due' then due_at end)
		from outbox_delivery`)
	if !oldest.IsZero() {
		f.Oldest = max(now.Sub(oldest), 0)
	}
	return f, err
}

func tidy(tx *db.Tx, before kernel.Instant) error {
	_, err := tx.Exec(`delete from outbox_inbox where at < $1`, before)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`delete from outbox_delivery where state = 'cancelled' and due_at < $1`, before)
	return err
}
