-- +goose Up
-- Raised by every change of any calendar of a site: what other processes compare with what they keep.
create table org_calendar_version (
    tenant_id bigint not null,
    version bigint not null,
    constraint org_calendar_version_pk primary key (tenant_id)
);

-- Office hours of a unit from a day on; an empty week follows the unit above again.
create table org_office_hours (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    valid_from date not null,
    week text not null,
    source text not null,
    recorded_at timestamptz not null,
    recorded_by bigint not null,
    constraint org_office_hours_pk primary key (id),
    constraint org_office_hours_from unique (tenant_id, org_id, valid_from)
);

-- Single days that a unit declares for itself and what is below it.
create table org_calendar_day (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    day date not null,
    kind text not null,
    name text not null,
    for_day date,
    hours text not null,
    source text not null,
    recorded_at timestamptz not null,
    recorded_by bigint not null,
    constraint org_calendar_day_pk primary key (id),
    constraint org_calendar_day_once unique (tenant_id, org_id, day)
);

-- Years that a decision has fixed; days holds the list as it was decided.
create table org_calendar_year (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    year integer not null,
    number text not null,
    decided_on date not null,
    issuer text not null,
    document text not null,
    days text not null,
    recorded_at timestamptz not null,
    recorded_by bigint not null,
    constraint org_calendar_year_pk primary key (id),
    constraint org_calendar_year_once unique (tenant_id, org_id, year)
);
