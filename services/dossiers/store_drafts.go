package dossiers

import (
	"encoding/json"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	insertDraftSQL = `insert into dossier_draft (id, tenant_id, account_id, step, input, row_version, changed_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`
	updateDraftSQL = `update dossier_draft set step = $1, input = $2, row_version = $3, changed_at = $4, expires_at = $5
		where id = $6 and tenant_id = $7 and row_version = $8`
	loadDraftSQL  = `select id, tenant_id, account_id, step, input, row_version, changed_at, expires_at from dossier_draft where id = $1 and tenant_id = $2`
	listDraftsSQL = `select id, tenant_id, account_id, step, input, row_version, changed_at, expires_at from dossier_draft
		where tenant_id = $1 and account_id = $2 order by changed_at desc limit 100`
	deleteDraftSQL  = `delete from dossier_draft where id = $1 and tenant_id = $2`
	expireDraftsSQL = `delete from dossier_draft where id in (select id from dossier_draft where expires_at <= $1 limit 1000)`
)

type draftRow struct {
	f     Filing
	input string
}

func intoDraft(r *draftRow) []any {
	return []any{&r.f.ID, &r.f.Tenant, &r.f.Account, &r.f.Step, &r.input, &r.f.RowVersion, &r.f.ChangedAt, &r.f.ExpiresAt}
}

func (r draftRow) filing() (Filing, error) {
	err := json.Unmarshal([]byte(r.input), &r.f.Input)
	if err != nil {
		return r.f, fmt.Errorf("draft %s: %w", r.f.ID, err)
	}
	return r.f, nil
}

func insertDraft(tx *db.Tx, f Filing) error {
	input, err := json.Marshal(f.Input)
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	_, err = tx.Exec(insertDraftSQL, f.ID, f.Tenant, f.Account, f.Step, string(input), f.RowVersion, f.ChangedAt, f.ExpiresAt)
	return err
}

// updateDraft writes version n over version n-1.
func updateDraft(tx *db.Tx, f Filing) error {
	input, err := json.Marshal(f.Input)
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	n, err := tx.Exec(updateDraftSQL, f.Step, string(input), f.RowVersion, f.ChangedAt, f.ExpiresAt, f.ID, f.Tenant, f.RowVersion-1)
	if err == nil && n == 0 {
		return errStale
	}
	return err
}

func loadDraft(tx *db.Tx, tenant, id kernel.ID) (Filing, bool, error) {
	r, ok, err := db.One(tx, intoDraft, loadDraftSQL, id, tenant)
	if err != nil || !ok {
		return Filing{}, false, err
	}
	f, err := r.filing()
	return f, err == nil, err
}

func listDrafts(tx *db.Tx, tenant, account kernel.ID) ([]Filing, error) {
	rows, err := db.All(tx, intoDraft, listDraftsSQL, tenant, account)
	if err != nil {
		return nil, err
	}
	var out []Filing
	for _, r := range rows {
		f, err := r.filing()
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func deleteDraft(tx *db.Tx, tenant, id kernel.ID) error {
	_, err := tx.Exec(deleteDraftSQL, id, tenant)
	return err
}

func expireDrafts(tx *db.Tx, now kernel.Instant) (int64, error) { return tx.Exec(expireDraftsSQL, now) }
