package reorg

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

// row is a decision as it is stored: lists and pictures are texts.
type row struct {
	Reorganisation
	file, steps, approvals, writers, carried, picture string
}

const heavy = `, d.steps, d.carried, d.picture from reorg d`

// What every page and every quarter of an hour asks.
const (
	headsSQL  = ` from reorg d where d.tenant_id = $1 and d.id < $2 order by d.id desc limit $3`
	dueSQL    = `select id from reorg where state in ('approved', 'held') and effective <= $1 order by effective, id limit 200`
	eventsSQL = `select id, verb, at, coalesce(account_id, 0), name, post, note from reorg_event where decision_id = $1 order by id limit 1000`
	// decisions applied after one that touch the same units
	builtSQL = ` from reorg d
 where d.state = 'applied' and d.undoes = 0 and d.applied_at > $2 and exists (
  select 1 from reorg_unit o join reorg_unit n on n.unit_id = o.unit_id where o.decision_id = $1 and n.decision_id = d.id)
 order by d.applied_at, d.id limit 20`
)

const selectHead = `select d.id, d.tenant_id, d.seat_id, d.number, d.decided_on, d.effective, d.issuer, d.signer, d.summary, d.file, d.state, d.undoes, d.undone_by,
 d.approvals, d.writers, d.checked_at, d.checked, d.created_at, d.applied_at, d.row_version`

func intoHead(r *row) []any {
	return []any{&r.ID, &r.Tenant, &r.Seat, &r.Number, &r.Decided, &r.Effective, &r.Issuer, &r.Signer, &r.Summary, &r.file, &r.State, &r.Undoes, &r.UndoneBy,
		&r.approvals, &r.writers, &r.CheckedAt, &r.Checked, &r.CreatedAt, &r.AppliedAt, &r.Version}
}

func intoRow(r *row) []any { return append(intoHead(r), &r.steps, &r.carried, &r.picture) }

func (r row) read() (Reorganisation, error) {
	d := r.Reorganisation
	for _, x := range []struct {
		text string
		into any
	}{{r.file, &d.File}, {r.steps, &d.Steps}, {r.approvals, &d.Approvals}, {r.writers, &d.Writers}, {r.carried, &d.Carried}, {r.picture, &d.Picture}} {
		if x.text == "" {
			continue
		}
		err := json.Unmarshal([]byte(x.text), x.into)
		if err != nil {
			return d, fmt.Errorf("reading decision %s: %w", d.ID, err)
		}
	}
	return d, nil
}

// texts writes the lists of a decision as they are stored.
func texts(d Reorganisation) (row, error) {
	r := row{Reorganisation: d}
	for _, x := range []struct {
		from any
		into *string
	}{{d.File, &r.file}, {d.Steps, &r.steps}, {d.Approvals, &r.approvals}, {d.Writers, &r.writers}, {d.Carried, &r.carried}, {d.Picture, &r.picture}} {
		b, err := json.Marshal(x.from)
		if err != nil {
			return r, fmt.Errorf("writing decision %s: %w", d.ID, err)
		}
		*x.into = string(b)
	}
	return r, nil
}

func loadDecision(tx *db.Tx, id kernel.ID) (Reorganisation, bool, error) {
	r, ok, err := db.One(tx, intoRow, selectHead+heavy+` where d.id = $1`, id)
	if err != nil || !ok {
		return Reorganisation{}, false, err
	}
	d, err := r.read()
	return d, true, err
}

// lockDecision makes a second writer of the same decision wait.
func lockDecision(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update reorg set state = state where id = $1`, id)
	return err
}

func insertReorg(tx *db.Tx, d Reorganisation) error {
	r, err := texts(d)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into reorg (id, tenant_id, seat_id, number, decided_on, effective, issuer, signer, summary, file, steps, state, undoes, undone_by,
 approvals, writers, carried, picture, checked_at, checked, created_at, applied_at, row_version)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1)`,
		d.ID, d.Tenant, d.Seat, d.Number, db.Optional(d.Decided), db.Optional(d.Effective), d.Issuer, d.Signer, d.Summary, r.file, r.steps, d.State, d.Undoes, d.UndoneBy,
		r.approvals, r.writers, r.carried, r.picture, d.CheckedAt, d.Checked, d.CreatedAt, d.AppliedAt)
	return err
}

// saveReorg is false when somebody wrote in it meanwhile.
func saveReorg(tx *db.Tx, d Reorganisation) (bool, error) {
	r, err := texts(d)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`update reorg set number = $3, decided_on = $4, effective = $5, issuer = $6, signer = $7, summary = $8, file = $9, steps = $10, state = $11,
 undone_by = $12, approvals = $13, writers = $14, carried = $15, picture = $16, checked_at = $17, checked = $18, applied_at = $19, row_version = row_version + 1
 where id = $1 and row_version = $2`,
		d.ID, d.Version, d.Number, db.Optional(d.Decided), db.Optional(d.Effective), d.Issuer, d.Signer, d.Summary, r.file, r.steps, d.State,
		d.UndoneBy, r.approvals, r.writers, r.carried, r.picture, d.CheckedAt, d.Checked, d.AppliedAt)
	return n == 1, err
}

// headsBefore are decisions of a site without their steps, the latest first.
func headsBefore(tx *db.Tx, tenant, before kernel.ID, limit int) ([]Reorganisation, error) {
	rows, err := db.All(tx, intoHead, selectHead+headsSQL, tenant, before, limit)
	if err != nil {
		return nil, err
	}
	var out []Reorganisation
	for _, r := range rows {
		d, err := r.read()
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// dueOn are decisions whose day has come, in the order of their days.
func dueOn(tx *db.Tx, today kernel.Date) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} },
		dueSQL, today)
}

func insertUnits(tx *db.Tx, decision kernel.ID, units []kernel.ID) error {
	_, err := db.Copy(tx, `reorg_unit (decision_id, unit_id)`, func(yield func([]any) bool) {
		for _, id := range units {
			if !yield([]any{decision, id}) {
				return
			}
		}
	})
	return err
}

// builtUpon are the papers of decisions applied after one that touch the same units and still hold.
func builtUpon(tx *db.Tx, of Reorganisation) ([]string, error) {
	rows, err := db.All(tx, intoHead, selectHead+builtSQL, of.ID, of.AppliedAt)
	var out []string
	for _, r := range rows {
		out = append(out, r.Label())
	}
	return out, err
}

func insertEvent(tx *db.Tx, tenant, decision kernel.ID, e Event) error {
	_, err := tx.Exec(`insert into reorg_event (id, tenant_id, decision_id, verb, at, account_id, name, post, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, tenant, decision, e.Verb, e.At, db.Optional(e.Account), e.Name, e.Post, e.Note)
	return err
}

func eventsOf(tx *db.Tx, decision kernel.ID) ([]Event, error) {
	return db.All(tx, func(e *Event) []any {
		return []any{&e.ID, &e.Verb, &e.At, &e.Account, &e.Name, &e.Post, &e.Note}
	}, eventsSQL, decision)
}
