-- +goose Up
-- What is due is counted from the index alone, for receivers that do not decide as well.
drop index dossier_by_received_due;
create index dossier_by_received_due on dossier (tenant_id, received_org_id, run_due, id, org_id) where run_due is not null and received_org_id <> org_id;
