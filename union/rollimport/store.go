package rollimport

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"math"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

// asJSON keeps a small value as text.
type asJSON[T any] struct{ v *T }

func (j asJSON[T]) Scan(src any) error {
	switch s := src.(type) {
	case string:
		return json.Unmarshal([]byte(s), j.v)
	case []byte:
		return json.Unmarshal(s, j.v)
	}
	return errors.New("rollimport: a small value is kept as text")
}

// args are what fills a sentence; whole numbers come back as such.
type args struct{ v *[]any }

func (a args) Scan(src any) error {
	err := asJSON[[]any](a).Scan(src)
	mend(*a.v)
	return err
}

func mend(list []any) {
	for i, v := range list {
		if f, ok := v.(float64); ok && f == math.Trunc(f) {
			list[i] = int64(f)
		}
	}
}

func text(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

const importColumns = `select id, tenant_id, org_id, account_id, file_name, sha, size, state, next_state, mapping, options, counts, position, progress, stop, why, version, at, changed_at, started_at, finished_at from roll_import `

func importInto(i *Import) []any {
	return []any{&i.ID, &i.Tenant, &i.Unit, &i.Account, &i.Name, &i.SHA, &i.Size, &i.State, &i.Next, asJSON[sheets.Mapping]{&i.Mapping}, asJSON[Options]{&i.Options},
		asJSON[Counts]{&i.Counts}, &i.Position, &i.Progress, &i.Stop, asJSON[Why]{&i.Why}, &i.Version, &i.At, &i.Changed, db.Null(&i.Started), db.Null(&i.Finished)}
}

func loadImport(tx *db.Tx, id kernel.ID) (Import, bool, error) {
	in, ok, err := db.One(tx, importInto, importColumns+`where id = $1`, id)
	mend(in.Why.Args)
	return in, ok, err
}

const (
	importsOfTenant = importColumns + `where tenant_id = $1 and id < $2 order by id desc limit $3`
	importsOfUnit   = importColumns + `where org_id = $1 and id < $2 order by id desc limit $3`
)

// importsBefore are the imports of a unit, or of a whole tenant when unit is 0, latest first.
func importsBefore(tx *db.Tx, tenant, unit, before kernel.ID, limit int) ([]Import, error) {
	if unit != 0 {
		return db.All(tx, importInto, importsOfUnit, unit, before, limit)
	}
	return db.All(tx, importInto, importsOfTenant, tenant, before, limit)
}

const runningSQL = `select id from roll_import where org_id = $1 and account_id = $2 and sha = $3 and state in ('checking', 'running') order by id desc limit 1`

// unfinished is an import of the same file for the same unit by the same account that is still on its way.
func unfinished(tx *db.Tx, unit, account kernel.ID, sha string) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, runningSQL, unit, account, sha)
}

const insertImportSQL = `insert into roll_import (id, tenant_id, org_id, account_id, file_name, sha, size, state, next_state, mapping, options, counts, position, progress, stop, why, version, lease_by, at, changed_at)
	values ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, $11, 0, 0, false, '{}', 1, '', $12, $12)`

func insertImport(tx *db.Tx, in Import) error {
	mapping, err := text(in.Mapping)
	if err != nil {
		return err
	}
	options, err := text(in.Options)
	if err != nil {
		return err
	}
	counts, err := text(in.Counts)
	if err != nil {
		return err
	}
	_, err = tx.Exec(insertImportSQL, in.ID, in.Tenant, in.Unit, in.Account, in.Name, in.SHA, in.Size, in.State, mapping, options, counts, in.At)
	return err
}

const updateImportSQL = `update roll_import set state = $3, next_state = $4, mapping = $5, options = $6, counts = $7, position = $8, progress = $9, why = $10,
	changed_at = $11, started_at = $12, finished_at = $13, version = version + 1 where id = $1 and version = $2`

// updateImport writes an import that was loaded; false when somebody else was faster.
func updateImport(tx *db.Tx, in Import, now kernel.Instant) (bool, error) {
	small := make([]string, 4)
	for i, v := range []any{in.Mapping, in.Options, in.Counts, in.Why} {
		var err error
		small[i], err = text(v)
		if err != nil {
			return false, err
		}
	}
	n, err := tx.Exec(updateImportSQL, in.ID, in.Version, in.State, in.Next, small[0], small[1], small[2], in.Position, in.Progress, small[3], now,
		db.Optional(in.Started), db.Optional(in.Finished))
	return n == 1, err
}

// askStop asks whoever works on an import to stop after the present chunk.
func askStop(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update roll_import set stop = true where id = $1 and state in ('checking', 'running')`, id)
	return err
}

func stopAsked(tx *db.Tx, id kernel.ID) (bool, error) {
	v, _, err := db.Value[bool](tx, `select stop from roll_import where id = $1`, id)
	return v, err
}

// unlock frees an import for a new pass; only a stopped or finished one is.
func unlock(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update roll_import set stop = false, lease_by = '', lease_until = null where id = $1`, id)
	return err
}

const waitingSQL = `select id from roll_import where state in ('checking', 'running') and (lease_until is null or lease_until < $1) order by id limit $2`

// waiting are imports that nobody works on though somebody should.
func waiting(tx *db.Tx, now kernel.Instant, limit int) ([]kernel.ID, error) {
	return db.All(tx, idInto, waitingSQL, now, limit)
}

func idInto(id *kernel.ID) []any { return []any{id} }

func lease(tx *db.Tx, id kernel.ID, by string, now, until kernel.Instant) (bool, error) {
	n, err := tx.Exec(`update roll_import set lease_by = $2, lease_until = $4 where id = $1 and state in ('checking', 'running') and (lease_until is null or lease_until < $3)`, id, by, now, until)
	return n == 1, err
}

// renew keeps a lease; false when it is somebody else's now.
func renew(tx *db.Tx, id kernel.ID, by string, until kernel.Instant) (bool, error) {
	n, err := tx.Exec(`update roll_import set lease_until = $3 where id = $1 and lease_by = $2`, id, by, until)
	return n == 1, err
}

func release(tx *db.Tx, id kernel.ID, by string) error {
	_, err := tx.Exec(`update roll_import set lease_by = '', lease_until = null where id = $1 and lease_by = $2`, id, by)
	return err
}

func findingInto(f *keptFinding) []any {
	return []any{&f.n, &f.Row, &f.Column, &f.Field, &f.Weight, &f.Code, args{&f.Args}, &f.Value, &f.Proposal}
}

type keptFinding struct {
	n int64
	Finding
}

const findingRow = "roll_import_finding (import_id, n, row_no, col, field, weight, code, args, value, proposal)"

func insertFindings(tx *db.Tx, id kernel.ID, from int64, list []Finding) error {
	var wrong error
	_, err := db.Copy(tx, findingRow, func(yield func([]any) bool) {
		for i, f := range list {
			args, err := text(append([]any{}, f.Args...))
			if err != nil {
				wrong = err
				return
			}
			if !yield([]any{id, from + int64(i), f.Row, f.Column, f.Field, f.Weight, f.Code, args, cutText(f.Value), cutText(f.Proposal)}) {
				return
			}
		}
	})
	if err == nil {
		err = wrong
	}
	return err
}

func cutText(s string) string {
	runes := []rune(s)
	if len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return s
}

const findingsSQL = `select n, row_no, col, field, weight, code, args, value, proposal from roll_import_finding where import_id = $1 and n > $2 order by n limit $3`

func findingsOf(tx *db.Tx, id kernel.ID, after int64, limit int) ([]keptFinding, error) {
	return db.All(tx, findingInto, findingsSQL, id, after, limit)
}

// findingCounts are how many findings are kept: the last number, and how many of them are notes.
func findingCounts(tx *db.Tx, id kernel.ID) (last, notes int64, err error) {
	last, _, err = db.Value[int64](tx, `select n from roll_import_finding where import_id = $1 order by n desc limit 1`, id)
	if err == nil {
		notes, _, err = db.Value[int64](tx, `select count(*) from roll_import_finding where import_id = $1 and weight = 'note'`, id)
	}
	return last, notes, err
}

func dropFindings(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`delete from roll_import_finding where import_id = $1`, id)
	return err
}

func mappingOf(tx *db.Tx, unit kernel.ID) (sheets.Mapping, bool, error) {
	m, ok, err := db.One(tx, func(m *sheets.Mapping) []any { return []any{asJSON[sheets.Mapping]{m}} }, `select mapping from roll_import_mapping where org_id = $1`, unit)
	return m, ok, err
}

func keepMapping(tx *db.Tx, in Import, now kernel.Instant) error {
	m, err := text(in.Mapping)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into roll_import_mapping (org_id, tenant_id, account_id, mapping, at) values ($1, $2, $3, $4, $5)
		on conflict (org_id) do update set account_id = excluded.account_id, mapping = excluded.mapping, at = excluded.at`, in.Unit, in.Tenant, in.Account, m, now)
	return err
}

// old are imports that ended long ago, whose findings may go.
func old(tx *db.Tx, before kernel.Instant, limit int) ([]kernel.ID, error) {
	return db.All(tx, idInto, `select i.id from roll_import i where i.changed_at < $1 and i.state in ('done', 'cancelled')
		and exists (select 1 from roll_import_finding f where f.import_id = i.id) order by i.id limit $2`, before, limit)
}
