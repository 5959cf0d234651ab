-- +goose Up
-- What was overdue or nearly due at a past moment is counted from the index alone: a second at ten million
-- dossiers, from the rows, and a hundredth of it from here.
drop index dossier_span_late;
create index dossier_span_late on dossier_span (tenant_id, to_at, from_at, due, org_id, procedure_code) where was_late = 1;
drop index dossier_span_due;
create index dossier_span_due on dossier_span (tenant_id, due, from_at, to_at, org_id, procedure_code) where due is not null and to_at is not null;
