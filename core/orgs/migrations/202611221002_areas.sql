-- +goose Up
-- The map of the country is the same for every tenant. An area lives through several versions;
-- its code is an identifier only together with a date, because codes are used again.
create table area (
    id bigint not null,
    level text not null,
    constraint area_pk primary key (id)
);

create table area_version (
    id bigint not null,
    area_id bigint not null references area (id),
    code text not null,
    kind text not null,
    name text not null,
    fold text not null,
    parent_id bigint not null,
    valid_from date not null,
    from_known boolean not null,
    valid_to date,
    source text not null,
    verified boolean not null,
    constraint area_version_pk primary key (id)
);

create unique index area_version_from on area_version (area_id, valid_from);
create index area_version_code on area_version (code, valid_from);
create index area_version_parent on area_version (parent_id, valid_from);

-- Which old area went into which new one. A row that is not verified is a candidate for a person to judge.
create table area_lineage (
    old_id bigint not null references area (id),
    new_id bigint not null references area (id),
    effective date not null,
    part text not null,
    source text not null,
    verified boolean not null,
    constraint area_lineage_pk primary key (old_id, new_id, effective)
);

create index area_lineage_new on area_lineage (new_id, old_id);

-- The folded words of a version's name, for search by any of them.
create table area_word (
    word text not null,
    version_id bigint not null references area_version (id),
    constraint area_word_pk primary key (word, version_id)
);

create table area_load (
    digest text not null,
    at timestamptz not null,
    constraint area_load_pk primary key (digest)
);
