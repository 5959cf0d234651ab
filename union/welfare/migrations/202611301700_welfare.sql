-- +goose Up
-- Programmes. committed is what stands on lists, was granted or received: it is moved by conditional
-- updates, so that no two writers together can go beyond budget + allowed.
create table welfare_programme (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    root_id bigint not null,
    year integer not null,
    kind text not null,
    title text not null,
    basis text not null,
    rule text not null,
    amount bigint not null,
    amount_rule text not null,
    goods text not null,
    line text not null,
    fund text not null,
    budget bigint not null,
    allowed bigint not null,
    committed bigint not null,
    paid bigint not null,
    procedure_code text not null,
    state text not null,
    prepared_by bigint not null,
    preparer text not null,
    opened_by bigint not null,
    created_at timestamptz not null,
    deadline date,
    version bigint not null,
    constraint welfare_programme_pk primary key (id)
);
create index welfare_programme_org on welfare_programme (org_id, year, id);
create index welfare_programme_list on welfare_programme (tenant_id, year, id);
create index welfare_programme_case on welfare_programme (tenant_id, procedure_code, state);

create table welfare_override (
    id bigint not null,
    tenant_id bigint not null,
    programme_id bigint not null,
    amount bigint not null,
    reason text not null,
    by_account bigint not null,
    by_name text not null,
    at timestamptz not null,
    constraint welfare_override_pk primary key (id)
);
create index welfare_override_of on welfare_override (programme_id, id);

create table welfare_occasion (
    id bigint not null,
    tenant_id bigint not null,
    programme_id bigint not null,
    root_id bigint not null,
    title text not null,
    as_of date not null,
    state text not null,
    cursor_id bigint not null,
    approved_by text not null,
    approved_at timestamptz,
    reason text not null,
    version bigint not null,
    constraint welfare_occasion_pk primary key (id)
);
create index welfare_occasion_of on welfare_occasion (programme_id, id);
create index welfare_occasion_running on welfare_occasion (state, id);

-- One row a unit and list: what the sums of the tree are made of.
create table welfare_tally (
    tenant_id bigint not null,
    programme_id bigint not null,
    occasion text not null,
    unit_id bigint not null,
    seen bigint not null,
    fit bigint not null,
    unsure bigint not null,
    listed bigint not null,
    amount bigint not null,
    received bigint not null,
    paid bigint not null,
    constraint welfare_tally_pk primary key (programme_id, occasion, unit_id)
);

-- I19: one person, one programme (with all parts it was cut into), one occasion, across all units.
create table welfare_benefit (
    id bigint not null,
    tenant_id bigint not null,
    root_id bigint not null,
    programme_id bigint not null,
    list_id bigint not null,
    occasion text not null,
    person_id bigint not null,
    member_id bigint not null,
    unit_id bigint not null,
    desk_id bigint not null,
    number text not null,
    name text not null,
    sub_group text not null,
    area text not null,
    amount bigint not null,
    source text not null,
    why text not null,
    touched boolean not null,
    state text not null,
    reason text not null,
    token text not null,
    bank text not null,
    account text not null,
    holder text not null,
    how text not null,
    paper text not null,
    at timestamptz,
    by_name text not null,
    created_at timestamptz not null,
    version bigint not null,
    constraint welfare_benefit_pk primary key (id),
    constraint welfare_benefit_once unique (tenant_id, root_id, occasion, person_id),
    constraint welfare_benefit_amount check (amount >= 0)
);
create index welfare_benefit_list on welfare_benefit (programme_id, occasion, state, desk_id, id);
create index welfare_benefit_number on welfare_benefit (programme_id, occasion, number);
create index welfare_benefit_person on welfare_benefit (tenant_id, person_id, id);
create index welfare_benefit_token on welfare_benefit (token);
create index welfare_benefit_desk on welfare_benefit (desk_id, state, id);

create table welfare_change (
    id bigint not null,
    tenant_id bigint not null,
    programme_id bigint not null,
    list_id bigint not null,
    benefit_id bigint not null,
    verb text not null,
    reason text not null,
    by_account bigint not null,
    by_name text not null,
    at timestamptz not null,
    constraint welfare_change_pk primary key (id)
);
create index welfare_change_of on welfare_change (benefit_id, id);
create index welfare_change_list on welfare_change (list_id, by_account);

-- Where a person wants money sent.
create table welfare_account (
    tenant_id bigint not null,
    person_id bigint not null,
    bank text not null,
    account text not null,
    holder text not null,
    changed_at timestamptz not null,
    constraint welfare_account_pk primary key (tenant_id, person_id)
);

create table welfare_allowance (
    id bigint not null,
    tenant_id bigint not null,
    dossier_id bigint not null,
    code text not null,
    procedure_code text not null,
    unit_id bigint not null,
    deciding_id bigint not null,
    person_id bigint not null,
    name text not null,
    event text not null,
    day date not null,
    bank text not null,
    account text not null,
    holder text not null,
    decided date not null,
    state text not null,
    why text not null,
    why_args text not null,
    programme_id bigint not null,
    benefit_id bigint not null,
    at timestamptz not null,
    constraint welfare_allowance_pk primary key (id),
    constraint welfare_allowance_dossier unique (tenant_id, dossier_id)
);
create index welfare_allowance_list on welfare_allowance (tenant_id, state, id);

create table welfare_visit (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    programme_id bigint not null,
    member_id bigint not null,
    person_id bigint not null,
    number text not null,
    name text not null,
    event text not null,
    day date not null,
    note text not null,
    state text not null,
    amount bigint not null,
    benefit_id bigint not null,
    by_name text not null,
    at timestamptz,
    constraint welfare_visit_pk primary key (id),
    constraint welfare_visit_once unique (org_id, person_id, event, day)
);
create index welfare_visit_month on welfare_visit (org_id, day, id);

-- What a reorganisation did, so that the same step twice is once and can be taken back.
create table welfare_move (
    tenant_id bigint not null,
    step_id bigint not null,
    kind text not null,
    thing_id bigint not null,
    from_id bigint not null,
    to_id bigint not null,
    amount bigint not null,
    undone_at timestamptz,
    constraint welfare_move_pk primary key (step_id, kind, thing_id, to_id)
);

-- How many members of a unit received anything in a year, worked out once a day.
create table welfare_reach (
    tenant_id bigint not null,
    year integer not null,
    unit_id bigint not null,
    members bigint not null,
    reached bigint not null,
    counted_at timestamptz not null,
    constraint welfare_reach_pk primary key (tenant_id, year, unit_id)
);
