-- +goose Up
create table procedure (
    id bigint not null,
    tenant_id bigint not null,
    code text not null,
    kind text not null,
    name text not null,
    created_at timestamptz not null,
    constraint procedure_pk primary key (id)
);

create unique index procedure_code on procedure (tenant_id, code);

-- A published definition never changes: definition is the file as it was reviewed, canonical is what
-- sha256 is reckoned from. Only the span of filing and the state move on.
create table procedure_version (
    id bigint not null,
    tenant_id bigint not null,
    procedure_id bigint not null,
    no integer not null,
    state text not null,
    name text not null,
    field text not null,
    effective_from date,
    effective_to date,
    definition text not null,
    canonical text not null,
    sha256 text not null,
    edited_by bigint not null,
    edited_name text not null,
    edited_at timestamptz not null,
    published_by bigint not null,
    published_name text not null,
    published_at timestamptz,
    retired_at timestamptz,
    row_version bigint not null,
    constraint procedure_version_pk primary key (id)
);

create unique index procedure_version_no on procedure_version (tenant_id, procedure_id, no);

create index procedure_version_state on procedure_version (tenant_id, state, edited_at, id);

-- What the national catalogue lists and this site only follows.
create table catalogue_entry (
    id bigint not null,
    tenant_id bigint not null,
    code text not null,
    name text not null,
    field text not null,
    level text not null,
    agency text not null,
    body text not null,
    kind text not null,
    state text not null,
    national_id text not null,
    constraint catalogue_entry_pk primary key (id)
);

-- The national catalogue holds two entries under one code (one with a space before it): its own id tells them apart.
create unique index catalogue_entry_national on catalogue_entry (tenant_id, national_id);

create index catalogue_entry_code on catalogue_entry (tenant_id, code, national_id);

-- Rises with every change of the public catalogue, so that a process knows when its copy is old.
create table catalogue_revision (
    tenant_id bigint not null,
    revision bigint not null,
    constraint catalogue_revision_pk primary key (tenant_id)
);

-- +goose Down
drop table catalogue_revision;
drop table catalogue_entry;
drop table procedure_version;
drop table procedure;
