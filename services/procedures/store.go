package procedures

import (
	"embed"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

const (
	procedureByCodeSQL = `select id from procedure where tenant_id = $1 and code = $2`
	insertProcedureSQL = `insert into procedure (id, tenant_id, code, kind, name, created_at) values ($1, $2, $3, $4, $5, $6)`
	renameProcedureSQL = `update procedure set name = $1, kind = $2 where tenant_id = $3 and id = $4`

	insertVersionSQL = `insert into procedure_version (id, tenant_id, procedure_id, no, state, name, field, effective_from, effective_to,
		definition, canonical, sha256, edited_by, edited_name, edited_at, published_by, published_name, published_at, retired_at, row_version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`
	updateVersionSQL = `update procedure_version set state = $1, name = $2, field = $3, effective_from = $4, effective_to = $5, definition = $6,
		canonical = $7, sha256 = $8, edited_by = $9, edited_name = $10, edited_at = $11, published_by = $12, published_name = $13,
		published_at = $14, retired_at = $15, row_version = $16 where tenant_id = $17 and id = $18 and row_version = $19`
	versionSQL = `select v.id, v.tenant_id, v.procedure_id, p.code, v.no, v.state, v.name, v.field, v.effective_from, v.effective_to, v.definition,
		v.canonical, v.sha256, v.edited_by, v.edited_name, v.edited_at, v.published_by, v.published_name, v.published_at, v.retired_at, v.row_version
		from procedure_version v join procedure p on p.id = v.procedure_id where v.tenant_id = $1 and v.id = $2`
	versionsOfSQL = `select v.id, v.tenant_id, v.procedure_id, p.code, v.no, v.state, v.name, v.field, v.effective_from, v.effective_to, v.definition,
		v.canonical, v.sha256, v.edited_by, v.edited_name, v.edited_at, v.published_by, v.published_name, v.published_at, v.retired_at, v.row_version
		from procedure_version v join procedure p on p.id = v.procedure_id where v.tenant_id = $1 and p.code = $2 order by v.no desc`
	canonicalSQL = `select canonical from procedure_version where tenant_id = $1 and id = $2`
	headSQL      = `select v.id, v.tenant_id, v.procedure_id, p.code, v.no, v.state, v.name, v.field, v.effective_from, v.effective_to, '',
		'', v.sha256, v.edited_by, v.edited_name, v.edited_at, v.published_by, v.published_name, v.published_at, v.retired_at, v.row_version
		from procedure_version v join procedure p on p.id = v.procedure_id where v.tenant_id = $1 and v.id = $2`
	currentSQL = `select v.id, v.tenant_id, v.procedure_id, p.code, v.no, v.state, v.name, v.field, v.effective_from, v.effective_to, '',
		'', v.sha256, v.edited_by, v.edited_name, v.edited_at, v.published_by, v.published_name, v.published_at, v.retired_at, v.row_version
		from procedure_version v join procedure p on p.id = v.procedure_id where v.tenant_id = $1 and p.code = $2 and v.state = 'published'
		and v.effective_from <= $3 and (v.effective_to is null or v.effective_to >= $3) order by v.effective_from desc, v.no desc limit 1`
	listVersionsSQL = `select v.id, v.tenant_id, v.procedure_id, p.code, v.no, v.state, v.name, v.field, v.effective_from, v.effective_to, '',
		'', v.sha256, v.edited_by, v.edited_name, v.edited_at, v.published_by, v.published_name, v.published_at, v.retired_at, v.row_version
		from procedure_version v join procedure p on p.id = v.procedure_id where v.tenant_id = $1`
	publishedSQL = `select v.id, v.tenant_id, v.procedure_id, p.code, v.no, v.state, v.name, v.field, v.effective_from, v.effective_to, '',
		v.canonical, v.sha256, v.edited_by, v.edited_name, v.edited_at, v.published_by, v.published_name, v.published_at, v.retired_at, v.row_version
		from procedure_version v join procedure p on p.id = v.procedure_id where v.tenant_id = $1 and v.state = 'published'
		order by p.code, v.effective_from, v.no`

	upsertEntrySQL = `insert into catalogue_entry (id, tenant_id, code, name, field, level, agency, body, kind, state, national_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (tenant_id, national_id) do update set code = excluded.code, name = excluded.name, field = excluded.field, level = excluded.level, agency = excluded.agency,
		body = excluded.body, kind = excluded.kind, state = excluded.state`
	entriesSQL = `select id, code, name, field, level, agency, body, kind, state, national_id from catalogue_entry where tenant_id = $1 order by code, national_id`
	entrySQL   = `select id, code, name, field, level, agency, body, kind, state, national_id from catalogue_entry where tenant_id = $1 and code = $2
		order by national_id limit 1`
	bumpSQL = `insert into catalogue_revision (tenant_id, revision) values ($1, 1)
		on conflict (tenant_id) do update set revision = catalogue_revision.revision + 1`
	revisionSQL = `select revision from catalogue_revision where tenant_id = $1`
)

// row is a version as it is stored.
type row struct {
	ID, Tenant, Procedure kernel.ID
	Code                  string
	No                    int
	State                 State
	Name, Field           string
	From, To              kernel.Date // the span of filing; To included, zero while open
	Definition, Canonical string
	SHA256                string
	EditedBy              kernel.ID
	EditedName            string
	EditedAt              kernel.Instant
	PublishedBy           kernel.ID
	PublishedName         string
	PublishedAt           kernel.Instant
	RetiredAt             kernel.Instant
	RowVersion            int64
}

func (r *row) into() []any {
	return []any{&r.ID, &r.Tenant, &r.Procedure, &r.Code, &r.No, &r.State, &r.Name, &r.Field, &r.From, &r.To, &r.Definition, &r.Canonical, &r.SHA256,
		&r.EditedBy, &r.EditedName, &r.EditedAt, &r.PublishedBy, &r.PublishedName, &r.PublishedAt, &r.RetiredAt, &r.RowVersion}
}

func procedureByCode(tx *db.Tx, tenant kernel.ID, code string) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, procedureByCodeSQL, tenant, code)
}

func insertProcedure(tx *db.Tx, tenant, id kernel.ID, def *Definition, at kernel.Instant) error {
	_, err := tx.Exec(insertProcedureSQL, id, tenant, def.Code, def.Kind, def.Name, at)
	return err
}

func renameProcedure(tx *db.Tx, r row, kind string) error {
	_, err := tx.Exec(renameProcedureSQL, r.Name, kind, r.Tenant, r.Procedure)
	return err
}

func insertVersion(tx *db.Tx, r row) error {
	_, err := tx.Exec(insertVersionSQL, r.ID, r.Tenant, r.Procedure, r.No, r.State, r.Name, r.Field, r.From, r.To, r.Definition, r.Canonical, r.SHA256,
		r.EditedBy, r.EditedName, r.EditedAt, r.PublishedBy, r.PublishedName, r.PublishedAt, r.RetiredAt, int64(1))
	return err
}

// updateVersion saves a version that was read in this transaction; false when somebody was faster.
func updateVersion(tx *db.Tx, r row) (bool, error) {
	n, err := tx.Exec(updateVersionSQL, r.State, r.Name, r.Field, r.From, r.To, r.Definition, r.Canonical, r.SHA256, r.EditedBy, r.EditedName, r.EditedAt,
		r.PublishedBy, r.PublishedName, r.PublishedAt, r.RetiredAt, r.RowVersion+1, r.Tenant, r.ID, r.RowVersion)
	return n == 1, err
}

func versionByID(tx *db.Tx, tenant, id kernel.ID) (row, bool, error) {
	return db.One(tx, (*row).into, versionSQL, tenant, id)
}

// headByID is a version without its texts.
func headByID(tx *db.Tx, tenant, id kernel.ID) (row, bool, error) {
	return db.One(tx, (*row).into, headSQL, tenant, id)
}

func canonicalOf(tx *db.Tx, r row) (string, error) {
	text, _, err := db.Value[string](tx, canonicalSQL, r.Tenant, r.ID)
	return text, err
}

func versionsOf(tx *db.Tx, tenant kernel.ID, code string) ([]row, error) {
	return db.All(tx, (*row).into, versionsOfSQL, tenant, code)
}

func currentVersion(tx *db.Tx, tenant kernel.ID, code string, on kernel.Date) (row, bool, error) {
	return db.One(tx, (*row).into, currentSQL, tenant, code, on)
}

func publishedVersions(tx *db.Tx, tenant kernel.ID) ([]row, error) {
	return db.All(tx, (*row).into, publishedSQL, tenant)
}

func listVersions(tx *db.Tx, tenant kernel.ID, state State, before kernel.ID, limit int) ([]row, error) {
	q := db.Build(listVersionsSQL, tenant)
	if state != "" {
		q.And(` and v.state = ?`, state)
	}
	if before != 0 {
		q.And(` and v.id < ?`, before)
	}
	q.And(` order by v.id desc limit ?`, limit)
	return db.AllOf(tx, (*row).into, q)
}

func (e *Procedure) into() []any {
	return []any{&e.ID, &e.Code, &e.Name, &e.Field, &e.Level, &e.Agency, &e.Body, &e.Kind, &e.State, &e.NationalID}
}

func upsertEntry(tx *db.Tx, tenant kernel.ID, e Procedure) error {
	_, err := tx.Exec(upsertEntrySQL, e.ID, tenant, e.Code, e.Name, e.Field, e.Level, e.Agency, e.Body, e.Kind, e.State, e.NationalID)
	return err
}

func allEntries(tx *db.Tx, tenant kernel.ID) ([]Procedure, error) {
	return db.All(tx, (*Procedure).into, entriesSQL, tenant)
}

func entryByCode(tx *db.Tx, tenant kernel.ID, code string) (Procedure, bool, error) {
	return db.One(tx, (*Procedure).into, entrySQL, tenant, code)
}

func bumpRevision(tx *db.Tx, tenant kernel.ID) error {
	_, err := tx.Exec(bumpSQL, tenant)
	return err
}

func revision(tx *db.Tx, tenant kernel.ID) (int64, error) {
	n, _, err := db.Value[int64](tx, revisionSQL, tenant)
	return n, err
}
