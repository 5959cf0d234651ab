-- +goose Up
-- A dated fact is never altered and never deleted: what no longer holds is marked with the decision
-- that took it out of force, what holds instead is a row beside it. made_by is the decision that wrote
-- the row, decision_id the paper that gave the value: a row that was only shortened keeps its paper.
alter table org_name_span add column made_by bigint not null default 0;
alter table org_name_span add column void_by bigint not null default 0;
alter table org_kind_span add column made_by bigint not null default 0;
alter table org_kind_span add column void_by bigint not null default 0;
alter table org_parent_span add column made_by bigint not null default 0;
alter table org_parent_span add column void_by bigint not null default 0;
alter table org_identifier_span add column made_by bigint not null default 0;
alter table org_identifier_span add column void_by bigint not null default 0;
alter table org_area_span add column made_by bigint not null default 0;
alter table org_area_span add column void_by bigint not null default 0;

update org_name_span set made_by = decision_id;
update org_kind_span set made_by = decision_id;
update org_parent_span set made_by = decision_id;
update org_identifier_span set made_by = decision_id;
update org_area_span set made_by = decision_id;

-- Only rows in force must be single; the others keep beside them what they were.
drop index org_name_span_from;
drop index org_kind_span_from;
drop index org_parent_span_from;
drop index org_identifier_span_from;
drop index org_area_span_from;
create unique index org_name_span_from on org_name_span (tenant_id, org_id, valid_from) where void_by = 0;
create unique index org_kind_span_from on org_kind_span (tenant_id, org_id, valid_from) where void_by = 0;
create unique index org_parent_span_from on org_parent_span (tenant_id, org_id, valid_from) where void_by = 0;
create unique index org_identifier_span_from on org_identifier_span (tenant_id, org_id, scheme, valid_from) where void_by = 0;
create unique index org_area_span_from on org_area_span (tenant_id, org_id, area_id, valid_from) where void_by = 0;
create index org_area_span_org on org_area_span (org_id, valid_from);

-- The life of a unit with all that was ever decided about it; the row in org is what holds of it.
create table org_life_span (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null references org (id),
    founded_by bigint not null,
    wound_up_by bigint not null,
    valid_from date not null,
    valid_to date,
    decision_id bigint not null,
    made_by bigint not null,
    void_by bigint not null,
    constraint org_life_span_pk primary key (id)
);
create unique index org_life_span_once on org_life_span (org_id) where void_by = 0;
create index org_life_span_org on org_life_span (org_id, valid_from);

insert into org_life_span (id, tenant_id, org_id, founded_by, wound_up_by, valid_from, valid_to, decision_id, made_by, void_by)
select id, tenant_id, id, founded_by, wound_up_by, valid_from, valid_to, founded_by, case when wound_up_by = 0 then founded_by else wound_up_by end, 0 from org;

-- A founding that was taken back: the unit never was, but its page tells that it was once decided.
alter table org add column void_by bigint not null default 0;

-- A decision that reorganises a branch has a page of its own, for those who may see the unit at its
-- head; 0 for the paper of a single change.
alter table org_decision add column seat_id bigint not null default 0;
