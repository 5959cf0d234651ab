-- +goose Up
-- The map changes by decisions, too, and keeps what a later decision took back.
alter table area_version add column made_by bigint not null default 0;
alter table area_version add column void_by bigint not null default 0;
drop index area_version_from;
create unique index area_version_from on area_version (area_id, valid_from) where void_by = 0;

-- One line for each decision that speaks of the same two areas; decision_id 0 is the map's own candidate.
drop index area_lineage_new;
alter table area_lineage rename to area_lineage_before;
create table area_lineage (
    old_id bigint not null references area (id),
    new_id bigint not null references area (id),
    effective date not null,
    decision_id bigint not null,
    part text not null,
    source text not null,
    verified boolean not null,
    void_by bigint not null,
    constraint area_lineage_key primary key (old_id, new_id, effective, decision_id)
);
insert into area_lineage (old_id, new_id, effective, decision_id, part, source, verified, void_by)
select old_id, new_id, effective, 0, part, source, verified, 0 from area_lineage_before;
drop table area_lineage_before;
create index area_lineage_new on area_lineage (new_id, old_id);
