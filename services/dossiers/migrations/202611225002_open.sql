-- +goose Up
-- How many dossiers stand at a unit in a state and wait for somebody: the counters of the queues.
create table dossier_open (
    tenant_id bigint not null,
    unit_id bigint not null,
    state integer not null,
    n bigint not null,
    constraint dossier_open_pk primary key (tenant_id, unit_id, state)
);
insert into dossier_open (tenant_id, unit_id, state, n)
select tenant_id, unit_id, state, count(*) from dossier where next_at is not null group by tenant_id, unit_id, state;
