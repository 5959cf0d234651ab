package tasks

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

// never is where live tasks without a due day stand in lists: after all others.
var never = kernel.Date{Year: 9999, Month: 12, Day: 31}.Start()

// sortAt is what lists are ordered by: the due moment of what is live, the end of what is over.
func (t Task) sortAt() kernel.Instant {
	switch {
	case !t.State.Live():
		return t.Ended
	case t.Due.IsZero():
		return never
	}
	return t.Due
}

const insertTaskSQL = `insert into task (id, tenant_id, request_key, title, body, source_ref, source_label, source_link, kept, giver_id, giver_name, giver_post,
 giver_unit_id, unit_id, permission, assignee_id, assignee_name, assignee_post, due_at, whole_day, due_limit, evidence, remind_before, rise_unit_id,
 rise_permission, rise_days, state, given_at, accepted_at, reported_at, reported_by, ended_at, soon_at, late_at, rise_at, ring_at, ring, risen, live, sort_at, row_version, private)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
 null, null, null, null, $29, $30, $31, $32, $33, false, true, $34, 1, $35) on conflict (tenant_id, request_key) do nothing`

// insertTask is false when the same request gave the task before.
func insertTask(tx *db.Tx, t Task) (bool, error) {
	limit := t.Limit.String()
	n, err := tx.Exec(insertTaskSQL, t.ID, t.Tenant, t.Key, t.Title, t.Text, t.Source.Ref, t.Source.Label, t.Source.Link, t.Kept, db.Optional(t.Giver.Account),
		t.Giver.Name, t.Giver.Post, db.Optional(t.GiverUnit), t.Unit, t.Permission, db.Optional(t.Assignee.Account), t.Assignee.Name, t.Assignee.Post, t.Due,
		t.WholeDay, limit, t.Evidence, t.Before, db.Optional(t.Rise.Unit), t.Rise.Permission, t.Rise.Days, t.State, t.Given,
		t.Bells.Soon, t.Bells.Late, t.Bells.Rise, t.Bells.Next, t.Bells.Ring, t.sortAt(), t.Private)
	return n == 1, err
}

const saveTaskSQL = `update task set unit_id = $3, assignee_id = $4, assignee_name = $5, assignee_post = $6, due_at = $7, whole_day = $8, due_limit = $9, state = $10,
 accepted_at = $11, reported_at = $12, reported_by = $13, ended_at = $14, soon_at = $15, late_at = $16, rise_at = $17, ring_at = $18, ring = $19, risen = $20,
 live = $21, sort_at = $22, row_version = row_version + 1 where id = $1 and row_version = $2`

// saveTask is false when somebody moved the task meanwhile.
func saveTask(tx *db.Tx, t Task) (bool, error) {
	n, err := tx.Exec(saveTaskSQL, t.ID, t.Version, t.Unit, db.Optional(t.Assignee.Account), t.Assignee.Name, t.Assignee.Post, t.Due, t.WholeDay, t.Limit.String(), t.State,
		t.AcceptedAt, t.ReportedAt, db.Optional(t.ReportedBy), t.Ended, t.Bells.Soon, t.Bells.Late, t.Bells.Rise, t.Bells.Next, t.Bells.Ring, t.Bells.Risen,
		t.State.Live(), t.sortAt())
	return n == 1, err
}

const selectTask = `select t.id, t.tenant_id, t.request_key, t.title, t.body, t.source_ref, t.source_label, t.source_link, t.kept, coalesce(t.giver_id, 0), t.giver_name,
 t.giver_post, coalesce(t.giver_unit_id, 0), t.unit_id, t.permission, coalesce(t.assignee_id, 0), t.assignee_name, t.assignee_post, t.due_at, t.whole_day, t.due_limit,
 t.evidence, t.remind_before, coalesce(t.rise_unit_id, 0), t.rise_permission, t.rise_days, t.state, t.given_at, t.accepted_at, t.reported_at, coalesce(t.reported_by, 0),
 t.ended_at, t.soon_at, t.late_at, t.rise_at, t.ring_at, t.ring, t.risen, t.row_version, t.private from task t`

func intoTask(t *Task) []any {
	return []any{&t.ID, &t.Tenant, &t.Key, &t.Title, &t.Text, &t.Source.Ref, &t.Source.Label, &t.Source.Link, &t.Kept, &t.Giver.Account, &t.Giver.Name,
		&t.Giver.Post, &t.GiverUnit, &t.Unit, &t.Permission, &t.Assignee.Account, &t.Assignee.Name, &t.Assignee.Post, &t.Due, &t.WholeDay, &t.Limit,
		&t.Evidence, &t.Before, &t.Rise.Unit, &t.Rise.Permission, &t.Rise.Days, &t.State, &t.Given, &t.AcceptedAt, &t.ReportedAt, &t.ReportedBy,
		&t.Ended, &t.Bells.Soon, &t.Bells.Late, &t.Bells.Rise, &t.Bells.Next, &t.Bells.Ring, &t.Bells.Risen, &t.Version, &t.Private}
}

func loadTask(tx *db.Tx, id kernel.ID) (Task, bool, error) {
	return db.One(tx, intoTask, selectTask+` where t.id = $1`, id)
}

func taskByKey(tx *db.Tx, tenant kernel.ID, key string) (Task, bool, error) {
	return db.One(tx, intoTask, selectTask+` where t.tenant_id = $1 and t.request_key = $2`, tenant, key)
}

func tasksOf(tx *db.Tx, tenant kernel.ID, source string) ([]Task, error) {
	return db.All(tx, intoTask, selectTask+` where t.tenant_id = $1 and t.source_ref = $2 order by t.id limit 1000`, tenant, source)
}

// ringing are live tasks whose bell is due, the oldest first.
func ringing(tx *db.Tx, now kernel.Instant, most int) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select t.id from task t where t.ring_at is not null and t.ring_at <= $1 order by t.ring_at, t.id limit $2`, now, most)
}

func insertEvent(tx *db.Tx, tenant, task kernel.ID, e Event) error {
	_, err := tx.Exec(`insert into task_event (id, tenant_id, task_id, verb, at, account_id, name, post, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, tenant, task, e.Verb, e.At, db.Optional(e.By.Account), e.By.Name, e.By.Post, e.Note)
	return err
}

func eventsOf(tx *db.Tx, task kernel.ID) ([]Event, error) {
	return db.All(tx, func(e *Event) []any {
		return []any{&e.ID, &e.Verb, &e.At, &e.By.Account, &e.By.Name, &e.By.Post, &e.Note}
	}, `select id, verb, at, coalesce(account_id, 0), name, post, note from task_event where task_id = $1 order by id limit 1000`, task)
}

func insertFile(tx *db.Tx, tenant, task kernel.ID, f Evidence) error {
	_, err := tx.Exec(`insert into task_file (id, tenant_id, task_id, event_id, sha, name, kind, size, at, name_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		f.ID, tenant, task, f.Event, f.SHA, f.Name, f.Type, f.Size, f.At, f.By)
	return err
}

func filesOf(tx *db.Tx, task kernel.ID) ([]Evidence, error) {
	return db.All(tx, func(f *Evidence) []any {
		return []any{&f.ID, &f.Event, &f.SHA, &f.Name, &f.Type, &f.Size, &f.At, &f.By}
	}, `select id, event_id, sha, name, kind, size, at, name_by from task_file where task_id = $1 order by id limit 500`, task)
}

func countFiles(tx *db.Tx, task kernel.ID) (int, error) {
	n, _, err := db.Value[int](tx, `select count(*) from task_file where task_id = $1`, task)
	return n, err
}
