-- +goose Up
-- An application for membership: filed by the person, by the union, or born of a dossier. form is what was typed.
create table member_application (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    person_id bigint not null,
    account_id bigint not null,
    source text not null,
    name text not null,
    form text not null,
    state text not null,
    filed_name text not null,
    filed_at timestamptz not null,
    batch_id bigint not null,
    member_id bigint not null,
    answered_name text not null,
    answered_at timestamptz,
    answer text not null,
    constraint member_application_pk primary key (id)
);
create index member_application_org on member_application (org_id, state, id);
create index member_application_batch on member_application (batch_id, id);
create index member_application_account on member_application (account_id, id);
create unique index member_application_source on member_application (tenant_id, source) where source <> '';

-- A decision by which many are admitted at once.
create table member_batch (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    number text not null,
    decided date not null,
    signer text not null,
    signer_post text not null,
    members bigint not null,
    by_account bigint not null,
    by_name text not null,
    at timestamptz not null,
    constraint member_batch_pk primary key (id)
);
create unique index member_batch_number on member_batch (org_id, number, decided);

-- What a member asks to have corrected; decided by the union that keeps her record.
create table member_request (
    id bigint not null,
    tenant_id bigint not null,
    member_id bigint not null,
    org_id bigint not null,
    part text not null,
    form text not null,
    from_day date not null,
    reason text not null,
    state text not null,
    asked_by bigint not null,
    asked_name text not null,
    asked_at timestamptz not null,
    answered_name text not null,
    answered_at timestamptz,
    answer text not null,
    constraint member_request_pk primary key (id)
);
create index member_request_member on member_request (member_id, id);
create index member_request_org on member_request (org_id, state, id);

-- What a member agreed to, from when to when.
create table member_consent (
    member_id bigint not null,
    purpose text not null,
    since timestamptz not null,
    until timestamptz,
    constraint member_consent_pk primary key (member_id, purpose, since)
);

-- Filters of the roll that somebody kept under a name.
create table member_view (
    account_id bigint not null,
    name text not null,
    query text not null,
    constraint member_view_pk primary key (account_id, name)
);
