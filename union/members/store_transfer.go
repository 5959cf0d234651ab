package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const transferColumns = `id, tenant_id, member_id, from_org, to_org, answer_org, team, effective, basis, reason, state,
	asked_by, asked_name, asked_at, due, escalated_at, answered_by, answered_name, answered_at, answer`

func transferInto(t *Transfer) []any {
	return []any{&t.ID, &t.Tenant, &t.Member, &t.From, &t.To, &t.Answerer, &t.Group, &t.On, &t.Basis, &t.Reason, &t.State,
		&t.AskedBy, &t.AskedName, &t.AskedAt, &t.Due, &t.EscalatedAt, &t.AnsweredBy, &t.AnsweredName, &t.AnsweredAt, &t.Answer}
}

func insertTransfer(tx *db.Tx, t Transfer) error {
	_, err := tx.Exec(`insert into member_transfer (`+transferColumns+`) values
		($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		t.ID, t.Tenant, t.Member, t.From, t.To, t.Answerer, t.Group, t.On, t.Basis, t.Reason, t.State,
		t.AskedBy, t.AskedName, t.AskedAt, t.Due, t.EscalatedAt, t.AnsweredBy, t.AnsweredName, t.AnsweredAt, t.Answer)
	return err
}

func loadTransfer(tx *db.Tx, id kernel.ID) (Transfer, bool, error) {
	return db.One(tx, transferInto, `select `+transferColumns+` from member_transfer where id = $1`, id)
}

// saveTransfer is false when somebody moved it meanwhile.
func saveTransfer(tx *db.Tx, t Transfer, was TransferState) (bool, error) {
	n, err := tx.Exec(`update member_transfer set state = $3, answer_org = $4, due = $5, escalated_at = $6, answered_by = $7, answered_name = $8, answered_at = $9, answer = $10
		where id = $1 and state = $2`, t.ID, was, t.State, t.Answerer, t.Due, t.EscalatedAt, t.AnsweredBy, t.AnsweredName, t.AnsweredAt, t.Answer)
	return n == 1, err
}

func lateTransfers(tx *db.Tx, now kernel.Instant, limit int) ([]Transfer, error) {
	return db.All(tx, transferInto, `select `+transferColumns+` from member_transfer where state in ('asked', 'escalated') and due < $1 order by due, id limit $2`, now, limit)
}

// transfersOf are the transfers of a member, the latest first.
func transfersOf(tx *db.Tx, member kernel.ID) ([]Transfer, error) {
	return db.All(tx, transferInto, `select `+transferColumns+` from member_transfer where member_id = $1 order by id desc limit 50`, member)
}

// transfersAt are the transfers that go out of units, come into them, or wait for their answer, the latest first.
func transfersAt(tx *db.Tx, side string, units []kernel.ID, states []string, below kernel.ID, limit int) ([]Transfer, error) {
	q := db.Build(`select ` + transferColumns + ` from member_transfer`)
	switch side {
	case "in":
		q.In(`where to_org in`, units, ``)
	case "answer":
		q.In(`where answer_org in`, units, ``)
	default:
		q.In(`where from_org in`, units, ``)
	}
	q.InText(`and state in`, states, ``).And(`and id < ? order by id desc limit ?`, below, limit)
	return db.AllOf(tx, transferInto, q)
}
