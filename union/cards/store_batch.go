package cards

import (
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

const selectBatch = `select b.id, b.tenant_id, b.org_id, b.title, b.kind, b.renew, b.numbers, b.state, b.why, b.total, b.seen, b.made, b.skipped, b.asked_by, b.asked_name, b.asked_at,
 b.started_at, b.ended_at, b.printed_at, b.printed_by from card_batch b`

type batchRow struct {
	Batch
	numbers string
}

func batchInto(b *batchRow) []any {
	return []any{&b.ID, &b.Tenant, &b.Unit, &b.Title, &b.Kind, &b.Renew, &b.numbers, &b.State, &b.Why, &b.Total, &b.Seen, &b.Made, &b.Skipped, &b.Account, &b.By, &b.Asked,
		&b.Started, &b.Ended, &b.Printed.At, &b.Printed.By}
}

func (b batchRow) batch() Batch {
	b.Numbers = strings.Fields(b.numbers)
	return b.Batch
}

func insertBatch(tx *db.Tx, b Batch) error {
	_, err := tx.Exec(`insert into card_batch (id, tenant_id, org_id, title, kind, renew, numbers, state, why, total, seen, made, skipped, asked_by, asked_name, asked_at, printed_by)
 values ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, 0, 0, 0, $9, $10, $11, '')`,
		b.ID, b.Tenant, b.Unit, b.Title, b.Kind, b.Renew, strings.Join(b.Numbers, " "), b.State, b.Account, b.By, b.Asked)
	return err
}

func loadBatch(tx *db.Tx, id kernel.ID) (Batch, bool, error) {
	b, ok, err := db.One(tx, batchInto, selectBatch+` where b.id = $1`, id)
	return b.batch(), ok, err
}

// holdBatch locks the row, so that of two workers and a person who stops it one goes after the other.
func holdBatch(tx *db.Tx, id kernel.ID) (Batch, bool, error) {
	_, err := tx.Exec(`update card_batch set state = state where id = $1`, id)
	if err != nil {
		return Batch{}, false, err
	}
	return loadBatch(tx, id)
}

func saveBatch(tx *db.Tx, b Batch) error {
	_, err := tx.Exec(`update card_batch set state = $2, why = $3, total = $4, seen = $5, made = $6, skipped = $7, started_at = $8, ended_at = $9, printed_at = $10, printed_by = $11 where id = $1`,
		b.ID, b.State, b.Why, b.Total, b.Seen, b.Made, b.Skipped, b.Started, b.Ended, b.Printed.At, b.Printed.By)
	return err
}

// nextBatch is the oldest that is not finished.
func nextBatch(tx *db.Tx) (Batch, bool, error) {
	b, ok, err := db.One(tx, batchInto, selectBatch+` where b.state in ('queued', 'running') order by b.id limit 1`)
	return b.batch(), ok, err
}

func listBatches(tx *db.Tx, s scope, before kernel.ID, most int) ([]Batch, error) {
	q := db.Build(selectBatch+` where b.tenant_id = ?`, s.tenant)
	if !s.all {
		q.And(`and exists (select 1 from org_closure k where k.descendant_id = b.org_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`, s.on, s.on).
			In(`and k.ancestor_id in`, s.roots, `)`)
	}
	if before != 0 {
		q.And(`and b.id < ?`, before)
	}
	rows, err := db.AllOf(tx, batchInto, q.And(`order by b.id desc limit ?`, most))
	out := make([]Batch, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.batch())
	}
	return out, err
}

func insertCandidates(tx *db.Tx, batch kernel.ID, list []Candidate) error {
	_, err := db.Copy(tx, `card_batch_member (batch_id, position, member_id, org_id, number, name, born, photo, skipped)`,
		rowsOf(list, func(_ int, c Candidate) []any {
			return []any{batch, c.Position, c.ID, c.Unit, c.Number, c.Name, c.Born, c.Photo, c.Skipped}
		}))
	return err
}

func dropCandidates(tx *db.Tx, batch kernel.ID) error {
	_, err := tx.Exec(`delete from card_batch_member where batch_id = $1`, batch)
	return err
}

func candidateInto(c *Candidate) []any {
	return []any{&c.Position, &c.ID, &c.Unit, &c.Number, &c.Name, &c.Born, &c.Photo, &c.Skipped}
}

func candidates(tx *db.Tx, batch kernel.ID, from, most int) ([]Candidate, error) {
	return db.All(tx, candidateInto, `select position, member_id, org_id, number, name, born, photo, skipped from card_batch_member
 where batch_id = $1 and position >= $2 order by position limit $3`, batch, from, most)
}

func skippedOf(tx *db.Tx, batch kernel.ID, most int) ([]Candidate, error) {
	return db.All(tx, candidateInto, `select position, member_id, org_id, number, name, born, photo, skipped from card_batch_member
 where batch_id = $1 and skipped <> '' order by position limit $2`, batch, most)
}

func skip(tx *db.Tx, batch kernel.ID, position int, why string) error {
	_, err := tx.Exec(`update card_batch_member set skipped = $3 where batch_id = $1 and position = $2`, batch, position, why)
	return err
}
