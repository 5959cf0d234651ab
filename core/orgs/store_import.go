package orgs

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func importInto(i *Import) []any {
	return []any{&i.ID, &i.Tenant, &i.Account, &i.FileName, &i.State, &i.Founded, &i.content}
}

func loadImport(tx *db.Tx, id kernel.ID) (Import, bool, error) {
	return db.One(tx, importInto, `select id, tenant_id, account_id, file_name, state, founded, content from org_import where id = $1`, id)
}

// insertImport keeps a table and forgets the account's earlier ones that were never confirmed.
func insertImport(tx *db.Tx, i Import, at kernel.Instant) error {
	_, err := tx.Exec(`delete from org_import where tenant_id = $1 and account_id = $2 and state = 'preview'`, i.Tenant, i.Account)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into org_import (id, tenant_id, org_id, account_id, file_name, content, state, founded, unchanged, at) values ($1, $2, 0, $3, $4, $5, $6, 0, 0, $7)`,
		i.ID, i.Tenant, i.Account, i.FileName, i.content, i.State, at)
	return err
}

func finishImport(tx *db.Tx, id kernel.ID, founded, unchanged int) error {
	_, err := tx.Exec(`update org_import set state = 'done', founded = $2, unchanged = $3 where id = $1`, id, founded, unchanged)
	return err
}

// unitsNamed finds the units of a day by identifier or folded name, at most two: one is a find, two are a doubt.
func unitsNamed(tx *db.Tx, tenant kernel.ID, code, fold string, on kernel.Date) ([]kernel.ID, error) {
	ids, err := db.All(tx, idInto, `
select distinct org_id from org_identifier_span
where tenant_id = $1 and code = $2 and void_by = 0 and valid_from <= $3 and (valid_to is null or valid_to > $3) limit 2`, tenant, code, on)
	if err != nil || len(ids) > 0 {
		return ids, err
	}
	return db.All(tx, idInto, `
select distinct n.org_id from org_name_span n
join org o on o.id = n.org_id and o.void_by = 0 and o.valid_from <= $3 and (o.valid_to is null or o.valid_to > $3)
where n.tenant_id = $1 and n.fold = $2 and n.void_by = 0 and n.valid_from <= $3 and (n.valid_to is null or n.valid_to > $3) limit 2`, tenant, fold, on)
}
