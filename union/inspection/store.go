package inspection

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

const insertInspectionSQL = `insert into inspection (id, tenant_id, request_key, unit_id, subject_id, subject_now_id, plan_id, item_id, reason, kind, title, on_paper,
 span_from, span_to, list_key, list_version, state, decision_no, decision_on, starts_on, programme, minutes, minutes_on, conclusion_no, conclusion_on, summary,
 drawn_by, drawn_name, drawn_post, drawn_at, ended_at, row_version)
 values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', null, null, $17, '', null, '', null, '', $18, $19, $20, $21, null, 1)
 on conflict (tenant_id, request_key) do nothing`

// insertInspection is false when the same request opened it before.
func insertInspection(tx *db.Tx, i Inspection) (bool, error) {
	n, err := tx.Exec(insertInspectionSQL, i.ID, i.Tenant, i.Key, i.Unit, i.Subject, db.Optional(i.Plan), db.Optional(i.Item), i.Reason, i.Kind, i.Title, i.Paper,
		i.Span.From, i.Span.To, i.List.Key, i.List.Version, i.State, i.Programme, db.Optional(i.Drawn.Account), i.Drawn.Name, i.Drawn.Post, i.DrawnAt)
	return n == 1, err
}

const saveInspectionSQL = `update inspection set state = $3, decision_no = $4, decision_on = $5, starts_on = $6, programme = $7, minutes = $8, minutes_on = $9,
 conclusion_no = $10, conclusion_on = $11, summary = $12, ended_at = $13, row_version = row_version + 1 where id = $1 and row_version = $2`

// saveInspection is false when somebody moved it meanwhile.
func saveInspection(tx *db.Tx, i Inspection) (bool, error) {
	n, err := tx.Exec(saveInspectionSQL, i.ID, i.Version, i.State, i.Decision.Number, i.Decision.On, i.Starts, i.Programme, i.Minutes, i.MinutesOn,
		i.Conclusion.Number, i.Conclusion.On, i.Summary, i.Ended)
	return n == 1, err
}

const selectInspection = `select i.id, i.tenant_id, i.request_key, i.unit_id, i.subject_id, i.subject_now_id, coalesce(i.plan_id, 0), coalesce(i.item_id, 0), i.reason, i.kind,
 i.title, i.on_paper, i.span_from, i.span_to, i.list_key, i.list_version, i.state, i.decision_no, i.decision_on, i.starts_on, i.programme, i.minutes, i.minutes_on,
 i.conclusion_no, i.conclusion_on, i.summary, coalesce(i.drawn_by, 0), i.drawn_name, i.drawn_post, i.drawn_at, i.ended_at, i.row_version from inspection i`

func intoInspection(i *Inspection) []any {
	return []any{&i.ID, &i.Tenant, &i.Key, &i.Unit, &i.Subject, &i.SubjectNow, &i.Plan, &i.Item, &i.Reason, &i.Kind, &i.Title, &i.Paper, &i.Span.From, &i.Span.To,
		&i.List.Key, &i.List.Version, &i.State, &i.Decision.Number, &i.Decision.On, &i.Starts, &i.Programme, &i.Minutes, &i.MinutesOn, &i.Conclusion.Number,
		&i.Conclusion.On, &i.Summary, &i.Drawn.Account, &i.Drawn.Name, &i.Drawn.Post, &i.DrawnAt, &i.Ended, &i.Version}
}

// loadInspection reads one with its team, which the policy asks for.
func loadInspection(tx *db.Tx, id kernel.ID) (Inspection, bool, error) {
	i, ok, err := db.One(tx, intoInspection, selectInspection+` where i.id = $1`, id)
	if err != nil || !ok {
		return i, ok, err
	}
	i.Team, err = teamOf(tx, id)
	return i, true, err
}

func inspectionByKey(tx *db.Tx, tenant kernel.ID, key string) (Inspection, bool, error) {
	return db.One(tx, intoInspection, selectInspection+` where i.tenant_id = $1 and i.request_key = $2`, tenant, key)
}

func teamOf(tx *db.Tx, id kernel.ID) ([]Member, error) {
	return db.All(tx, func(m *Member) []any { return []any{&m.Account, &m.Name, &m.Post, &m.Head, &m.Ties} },
		`select account_id, name, post, head, ties from inspection_member where inspection_id = $1 order by head desc, account_id limit 50`, id)
}

func replaceTeam(tx *db.Tx, i Inspection) error {
	_, err := tx.Exec(`delete from inspection_member where inspection_id = $1`, i.ID)
	if err != nil {
		return err
	}
	for _, m := range i.Team {
		_, err = tx.Exec(`insert into inspection_member (inspection_id, tenant_id, account_id, name, post, head, ties) values ($1, $2, $3, $4, $5, $6, $7)`,
			i.ID, i.Tenant, m.Account, m.Name, m.Post, m.Head, m.Ties)
		if err != nil {
			return err
		}
	}
	return nil
}

func linesOf(tx *db.Tx, id kernel.ID) ([]Line, error) {
	return db.All(tx, func(l *Line) []any { return []any{&l.Key, &l.Result, &l.Finding, &l.By, &l.At} },
		`select line_key, result, finding, name_by, at from inspection_line where inspection_id = $1 order by line_key limit 500`, id)
}

func saveLine(tx *db.Tx, i Inspection, l Line) error {
	_, err := tx.Exec(`insert into inspection_line (inspection_id, tenant_id, line_key, result, finding, name_by, at) values ($1, $2, $3, $4, $5, $6, $7)
 on conflict (inspection_id, line_key) do update set result = excluded.result, finding = excluded.finding, name_by = excluded.name_by, at = excluded.at`,
		i.ID, i.Tenant, l.Key, l.Result, l.Finding, l.By, l.At)
	return err
}

func insertEvidence(tx *db.Tx, i Inspection, e Evidence) error {
	_, err := tx.Exec(`insert into inspection_evidence (id, tenant_id, inspection_id, line_key, kind, ref, label, as_of, digest, sha, name, type, size, name_by, at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		e.ID, i.Tenant, i.ID, e.Line, e.Kind, e.Ref, e.Label, e.AsOf, e.Digest, e.SHA, e.Name, e.Type, e.Size, e.By, e.At)
	return err
}

func evidenceOf(tx *db.Tx, id kernel.ID) ([]Evidence, error) {
	return db.All(tx, func(e *Evidence) []any {
		return []any{&e.ID, &e.Line, &e.Kind, &e.Ref, &e.Label, &e.AsOf, &e.Digest, &e.SHA, &e.Name, &e.Type, &e.Size, &e.By, &e.At}
	}, `select id, line_key, kind, ref, label, as_of, digest, sha, name, type, size, name_by, at from inspection_evidence where inspection_id = $1 order by id limit 500`, id)
}

func insertEvent(tx *db.Tx, i Inspection, e Event) error {
	_, err := tx.Exec(`insert into inspection_event (id, tenant_id, inspection_id, verb, at, account_id, name, post, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, i.Tenant, i.ID, e.Verb, e.At, db.Optional(e.By.Account), e.By.Name, e.By.Post, e.Note)
	return err
}

func eventsOf(tx *db.Tx, id kernel.ID) ([]Event, error) {
	return db.All(tx, func(e *Event) []any {
		return []any{&e.ID, &e.Verb, &e.At, &e.By.Account, &e.By.Name, &e.By.Post, &e.Note}
	}, `select id, verb, at, coalesce(account_id, 0), name, post, note from inspection_event where inspection_id = $1 order by id limit 1000`, id)
}

func ownerIDs(tx *db.Tx, tenant kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select distinct unit_id from inspection where tenant_id = $1 order by unit_id`, tenant)
}

func planOwnerIDs(tx *db.Tx, tenant kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select distinct unit_id from inspection_plan where tenant_id = $1 order by unit_id`, tenant)
}

// shareRow is how many inspections of a unit were concluded, and how many of them in the system.
type shareRow struct {
	unit        kernel.ID
	system, all int
}

func sharesOf(tx *db.Tx, tenant kernel.ID, units []kernel.ID, from, to kernel.Date) ([]shareRow, error) {
	return db.AllOf(tx, func(r *shareRow) []any { return []any{&r.unit, &r.system, &r.all} },
		db.Build(`select i.unit_id, sum(case when i.on_paper then 0 else 1 end), count(*) from inspection i
 where i.tenant_id = ? and i.conclusion_on >= ? and i.conclusion_on <= ? and i.state in ('concluded', 'followed_up', 'closed')`, tenant, from, to).
			In("and i.unit_id in", units, "group by i.unit_id order by i.unit_id"))
}
