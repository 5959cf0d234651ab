package statistics

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

// formRow is a version of a form as it is kept.
type formRow struct {
	key    string
	no     int
	sha256 string
	text   string
}

func formInto(f *formRow) []any { return []any{&f.key, &f.no, &f.sha256, &f.text} }

func loadForm(tx *db.Tx, key string, no int) (formRow, bool, error) {
	return db.One(tx, formInto, `select key, version, sha256, content from statistics_form where key = $1 and version = $2`, key, no)
}

// formOn is the version in force on a day: of several the highest.
func formOn(tx *db.Tx, key string, on kernel.Date) (formRow, bool, error) {
	return db.One(tx, formInto, `select key, version, sha256, content from statistics_form
 where key = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by version desc limit 1`, key, on)
}

func allForms(tx *db.Tx) ([]formRow, error) {
	return db.All(tx, formInto, `select key, version, sha256, content from statistics_form order by key, version limit 200`)
}

func insertForm(tx *db.Tx, f *Form, sha256 string, text []byte, at kernel.Instant) error {
	_, err := tx.Exec(`insert into statistics_form (key, version, valid_from, valid_to, sha256, content, loaded_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		f.Key, f.No, f.valid.From, f.valid.To, sha256, string(text), at)
	return err
}

const selectPeriod = `select p.id, p.tenant_id, p.org_id, p.cut_off, p.due_on, p.upper_due_on, p.form, p.form_no, p.sum_form, p.sum_form_no, p.opened_at, p.opened_by
 from statistics_period p`

func periodInto(p *Period) []any {
	return []any{&p.ID, &p.Tenant, &p.Org, &p.CutOff, &p.Due, &p.UpperDue, &p.Form, &p.FormNo, &p.SumForm, &p.SumNo, &p.Opened, &p.OpenedBy}
}

func loadPeriod(tx *db.Tx, id kernel.ID) (Period, bool, error) {
	return db.One(tx, periodInto, selectPeriod+` where p.id = $1`, id)
}

func insertPeriod(tx *db.Tx, p Period) error {
	_, err := tx.Exec(`insert into statistics_period (id, tenant_id, org_id, cut_off, due_on, upper_due_on, form, form_no, sum_form, sum_form_no, opened_at, opened_by)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.ID, p.Tenant, p.Org, p.CutOff, p.Due, p.UpperDue, p.Form, p.FormNo, p.SumForm, p.SumNo, p.Opened, p.OpenedBy)
	return err
}

// periodCovering finds the period of a cut-off that covers a unit: the one opened by the unit itself
// or by one above it.
func periodCovering(tx *db.Tx, tenant kernel.ID, path []kernel.ID, cutOff kernel.Date) (Period, bool, error) {
	q := db.Build(selectPeriod+` where p.tenant_id = ? and p.cut_off = ?`, tenant, cutOff)
	q.In(`and p.org_id in`, path, ``)
	return db.OneOf(tx, periodInto, q.And(`order by p.id limit 1`))
}

// periodBelow finds a period of a cut-off that was opened by a unit below this one.
func periodBelow(tx *db.Tx, tenant, org kernel.ID, cutOff kernel.Date) (Period, bool, error) {
	return db.One(tx, periodInto, selectPeriod+` join org_closure c on c.descendant_id = p.org_id and c.ancestor_id = $2
 and c.valid_from <= $3 and (c.valid_to is null or c.valid_to > $3)
 where p.tenant_id = $1 and p.cut_off = $3 order by p.id limit 1`, tenant, org, cutOff)
}

// listPeriods lists the periods that touch what the actor sees: opened above, at or below her units.
func listPeriods(tx *db.Tx, a kernel.Actor, roots []kernel.ID, before kernel.Date, today kernel.Date, most int) ([]Period, error) {
	q := db.Build(selectPeriod+` where p.tenant_id = ?`, a.Tenant)
	if !before.IsZero() {
		q.And(`and p.cut_off < ?`, before)
	}
	if !a.System {
		q.And(`and (exists (select 1 from org_closure c where c.descendant_id = p.org_id`).In(`and c.ancestor_id in`, roots, ``)
		q.And(`and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?))`, today, today)
		q.And(`or exists (select 1 from org_closure c where c.ancestor_id = p.org_id`).In(`and c.descendant_id in`, roots, ``)
		q.And(`and (c.valid_from <= p.cut_off and (c.valid_to is null or c.valid_to > p.cut_off) or c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?))))`, today, today)
	}
	return db.AllOf(tx, periodInto, q.And(`order by p.cut_off desc, p.id desc limit ?`, most))
}

const selectReport = `select r.id, r.tenant_id, r.period_id, r.org_id, r.form, r.state, r.sector, r.note, r.edition, r.snapshot_no, r.sha256, r.submitted_on, r.changed_at from statistics_report r`

func reportInto(r *Report) []any {
	return []any{&r.ID, &r.Tenant, &r.Period, &r.Org, &r.Form, &r.State, &r.Sector, &r.Note, &r.Edition, &r.Snapshot, &r.SHA256, &r.Submitted, &r.Changed}
}

// loadReport reads the report of a unit with its values; false when the unit has saved nothing yet.
func loadReport(tx *db.Tx, period, org kernel.ID) (Report, bool, error) {
	r, ok, err := db.One(tx, reportInto, selectReport+` where r.period_id = $1 and r.org_id = $2`, period, org)
	if err != nil || !ok {
		return r, ok, err
	}
	r.Values, err = valuesOf(tx, r.ID)
	return r, true, err
}

func valuesOf(tx *db.Tx, report kernel.ID) ([]Value, error) {
	return db.All(tx, func(v *Value) []any {
		return []any{&v.Line, &v.Value, &v.Weight, db.Null(&v.Computed), &v.Known, &v.Reason}
	},
		`select line, value, weight, computed, computed is not null, reason from statistics_value where report_id = $1 order by line`, report)
}

// lastReport is the latest accepted report of a unit before a cut-off, for comparison and for the sector.
func lastReport(tx *db.Tx, tenant, org kernel.ID, before kernel.Date) (Report, bool, error) {
	r, ok, err := db.One(tx, reportInto, selectReport+` join statistics_period p on p.id = r.period_id
 where r.tenant_id = $1 and r.org_id = $2 and p.cut_off < $3 and r.state in ('submitted', 'accepted') order by p.cut_off desc limit 1`, tenant, org, before)
	if err != nil || !ok {
		return r, ok, err
	}
	r.Values, err = valuesOf(tx, r.ID)
	return r, true, err
}

func insertReport(tx *db.Tx, r Report) error {
	_, err := tx.Exec(`insert into statistics_report (id, tenant_id, period_id, org_id, form, state, sector, note, edition, snapshot_no, sha256, submitted_on, changed_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.Tenant, r.Period, r.Org, r.Form, r.State, r.Sector, r.Note, r.Edition, r.Snapshot, r.SHA256, r.Submitted, r.Changed)
	return err
}

// updateReport is false when somebody changed the report meanwhile.
func updateReport(tx *db.Tx, r Report, was int) (bool, error) {
	n, err := tx.Exec(`update statistics_report set state = $3, sector = $4, note = $5, edition = $6, snapshot_no = $7, sha256 = $8, submitted_on = $9, changed_at = $10
 where id = $1 and edition = $2`, r.ID, was, r.State, r.Sector, r.Note, r.Edition, r.Snapshot, r.SHA256, r.Submitted, r.Changed)
	return n == 1, err
}

func replaceValues(tx *db.Tx, r Report) error {
	_, err := tx.Exec(`delete from statistics_value where report_id = $1`, r.ID)
	for _, v := range r.Values {
		if err != nil {
			return err
		}
		var computed any
		if v.Known {
			computed = v.Computed
		}
		_, err = tx.Exec(`insert into statistics_value (report_id, tenant_id, line, value, weight, computed, reason) values ($1, $2, $3, $4, $5, $6, $7)`,
			r.ID, r.Tenant, v.Line, v.Value, v.Weight, computed, v.Reason)
	}
	return err
}

// Snapshot (ảnh chụp số liệu) is a report as it was frozen: canonical JSON and its SHA-256.
type Snapshot struct {
	ID      kernel.ID
	Report  kernel.ID
	No      int
	SHA256  string
	Content string
	Taken   kernel.Instant
}

func snapshotInto(s *Snapshot) []any {
	return []any{&s.ID, &s.Report, &s.No, &s.SHA256, &s.Content, &s.Taken}
}

func insertSnapshot(tx *db.Tx, tenant kernel.ID, s Snapshot) error {
	_, err := tx.Exec(`insert into statistics_snapshot (id, tenant_id, report_id, no, sha256, content, taken_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, tenant, s.Report, s.No, s.SHA256, s.Content, s.Taken)
	return err
}

func loadSnapshot(tx *db.Tx, report kernel.ID, no int) (Snapshot, bool, error) {
	return db.One(tx, snapshotInto, `select id, report_id, no, sha256, content, taken_at from statistics_snapshot where report_id = $1 and no = $2`, report, no)
}

// eachSnapshot visits all snapshots with the hash that their report remembers, "" for older ones.
func eachSnapshot(tx *db.Tx, visit func(s Snapshot, remembered string) error) error {
	type row struct {
		Snapshot
		remembered string
	}
	return db.Each(tx, func(r *row) []any { return append(snapshotInto(&r.Snapshot), &r.remembered) },
		func(r row) error { return visit(r.Snapshot, r.remembered) },
		`select s.id, s.report_id, s.no, s.sha256, s.content, s.taken_at, case when r.snapshot_no = s.no then r.sha256 else '' end
 from statistics_snapshot s join statistics_report r on r.id = s.report_id order by s.id`)
}

// Event (diễn biến) is one thing that happened to a report.
//
//glossary:none
type Event struct {
	ID       kernel.ID
	Report   kernel.ID
	At       kernel.Instant
	Account  kernel.ID
	Name     string
	Verb     verb
	Comment  string
	Snapshot int
}

func insertEvent(tx *db.Tx, tenant kernel.ID, e Event) error {
	_, err := tx.Exec(`insert into statistics_event (id, tenant_id, report_id, at, account_id, name, verb, comment, snapshot_no) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, tenant, e.Report, e.At, e.Account, e.Name, e.Verb, e.Comment, e.Snapshot)
	return err
}

func eventsOf(tx *db.Tx, report kernel.ID) ([]Event, error) {
	return db.All(tx, func(e *Event) []any {
		return []any{&e.ID, &e.Report, &e.At, &e.Account, &e.Name, &e.Verb, &e.Comment, &e.Snapshot}
	},
		`select id, report_id, at, account_id, name, verb, comment, snapshot_no from statistics_event where report_id = $1 order by id desc limit 100`, report)
}

func reportByID(tx *db.Tx, id kernel.ID) (Report, bool, error) {
	return db.One(tx, reportInto, selectReport+` where r.id = $1`, id)
}
