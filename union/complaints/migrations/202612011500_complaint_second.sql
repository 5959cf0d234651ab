-- +goose Up
-- the second complaint; first_mark is a keyed digest of the record it follows, so that nobody who reads
-- tables finds the two together
alter table complaint add column round integer not null default 1;
alter table complaint add column remote boolean not null default false;
alter table complaint add column first_mark text;
create unique index complaint_first on complaint (tenant_id, first_mark);
