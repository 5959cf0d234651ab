-- +goose Up
-- Levels and kinds are dated data with a source: they changed in 2025 and will change again.
create table org_level (
    key text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    system text not null,
    rank integer not null,
    source text not null,
    verified boolean not null,
    constraint org_level_pk primary key (key, valid_from)
);

create table org_kind (
    key text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    system text not null,
    level_key text not null,
    source text not null,
    verified boolean not null,
    constraint org_kind_pk primary key (key, valid_from)
);

-- One row a tree: taken first by every change, so that two changes of one tree never cross.
create table org_tree (
    tenant_id bigint not null,
    version bigint not null,
    constraint org_tree_pk primary key (tenant_id)
);

create table org_decision (
    id bigint not null,
    tenant_id bigint not null,
    number text not null,
    decided_on date not null,
    issuer text not null,
    summary text not null,
    recorded_at timestamptz not null,
    recorded_by bigint not null,
    constraint org_decision_pk primary key (id)
);

create unique index org_decision_number on org_decision (tenant_id, number, decided_on);

-- A unit is never deleted. Its life is here, what it was called and where it stood in the spans.
create table org (
    id bigint not null,
    tenant_id bigint not null,
    valid_from date not null,
    valid_to date,
    founded_by bigint not null,
    wound_up_by bigint not null,
    constraint org_pk primary key (id)
);

create index org_tenant on org (tenant_id, id);

create table org_name_span (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null references org (id),
    name text not null,
    short_name text not null,
    fold text not null,
    valid_from date not null,
    valid_to date,
    decision_id bigint not null,
    constraint org_name_span_pk primary key (id)
);

create unique index org_name_span_from on org_name_span (tenant_id, org_id, valid_from);
create index org_name_span_org on org_name_span (org_id, valid_from);
create index org_name_span_fold on org_name_span (tenant_id, fold);

create table org_kind_span (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null references org (id),
    kind text not null,
    valid_from date not null,
    valid_to date,
    decision_id bigint not null,
    constraint org_kind_span_pk primary key (id)
);

create unique index org_kind_span_from on org_kind_span (tenant_id, org_id, valid_from);
create index org_kind_span_org on org_kind_span (org_id, valid_from);

create table org_parent_span (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null references org (id),
    parent_id bigint not null references org (id),
    valid_from date not null,
    valid_to date,
    decision_id bigint not null,
    constraint org_parent_span_pk primary key (id)
);

create unique index org_parent_span_from on org_parent_span (tenant_id, org_id, valid_from);
create index org_parent_span_org on org_parent_span (org_id, valid_from);
create index org_parent_span_parent on org_parent_span (parent_id, valid_from);

-- scheme: 'current' is H49.… of QĐ 20/2020/QĐ-TTg, 'former' the 13 characters before it.
create table org_identifier_span (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null references org (id),
    scheme text not null,
    code text not null,
    valid_from date not null,
    valid_to date,
    decision_id bigint not null,
    constraint org_identifier_span_pk primary key (id)
);

create unique index org_identifier_span_from on org_identifier_span (tenant_id, org_id, scheme, valid_from);
create index org_identifier_span_org on org_identifier_span (org_id, scheme, valid_from);
create index org_identifier_span_code on org_identifier_span (tenant_id, code, valid_from);

-- Which administrative areas a unit serves: many-to-many, dated, by the area's version-free id.
create table org_area_span (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null references org (id),
    area_id bigint not null,
    valid_from date not null,
    valid_to date,
    decision_id bigint not null,
    constraint org_area_span_pk primary key (id)
);

create unique index org_area_span_from on org_area_span (tenant_id, org_id, area_id, valid_from);
create index org_area_span_area on org_area_span (area_id, valid_from);

-- Every (ancestor, descendant) pair at every date, the unit itself at depth 0.
create table org_closure (
    tenant_id bigint not null,
    ancestor_id bigint not null,
    descendant_id bigint not null,
    depth integer not null,
    valid_from date not null,
    valid_to date,
    constraint org_closure_pk primary key (ancestor_id, descendant_id, valid_from)
);

create index org_closure_up on org_closure (descendant_id, valid_from, ancestor_id, depth);
create index org_closure_tenant on org_closure (tenant_id, ancestor_id, valid_from);

-- An uploaded table of units between its preview and its confirmation.
create table org_import (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    account_id bigint not null,
    file_name text not null,
    content bytea not null,
    state text not null,
    founded integer not null,
    unchanged integer not null,
    at timestamptz not null,
    constraint org_import_pk primary key (id)
);

create index org_import_tenant on org_import (tenant_id, id);
