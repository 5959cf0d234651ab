-- +goose Up
-- was_late says by how much a span was late: up to 1 day, 2, 4, … days. Who asks what was overdue at a past
-- moment looks for each length into as many days as it is long, not into all that were late ever since.
drop index dossier_span_late;
update dossier_span set was_late = case
	when julianday(to_at) - julianday(max(due, from_at)) <= 1 then 1 when julianday(to_at) - julianday(max(due, from_at)) <= 2 then 2
	when julianday(to_at) - julianday(max(due, from_at)) <= 4 then 3 when julianday(to_at) - julianday(max(due, from_at)) <= 8 then 4
	when julianday(to_at) - julianday(max(due, from_at)) <= 16 then 5 when julianday(to_at) - julianday(max(due, from_at)) <= 32 then 6
	when julianday(to_at) - julianday(max(due, from_at)) <= 64 then 7 when julianday(to_at) - julianday(max(due, from_at)) <= 128 then 8
	when julianday(to_at) - julianday(max(due, from_at)) <= 256 then 9 when julianday(to_at) - julianday(max(due, from_at)) <= 512 then 10
	else 11 end
	where was_late = 1;
create index dossier_span_late on dossier_span (tenant_id, was_late, to_at, from_at, due, org_id, procedure_code) where was_late > 0;
