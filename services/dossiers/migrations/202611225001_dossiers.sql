-- +goose Up
-- The events are the truth; every other table here is derived from them or serves the counter.
create table dossier_event (
    tenant_id bigint not null,
    dossier_id bigint not null,
    seq bigint not null,
    id bigint not null,
    at timestamptz not null,
    verb text not null,
    from_state integer not null,
    to_state integer not null,
    account_id bigint not null,
    person_id bigint not null,
    org_id bigint not null,
    on_behalf_id bigint not null,
    name text not null,
    post text not null,
    reason text not null,
    data text not null,
    request text,
    hash bytea not null,
    constraint dossier_event_pk primary key (tenant_id, dossier_id, seq)
);
create unique index dossier_event_request on dossier_event (tenant_id, request) where request is not null;

create table dossier_procedure (
    version_id bigint not null,
    tenant_id bigint not null,
    code text not null,
    name text not null,
    constraint dossier_procedure_pk primary key (tenant_id, version_id)
);
create index dossier_procedure_code on dossier_procedure (tenant_id, code);

create table dossier (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    received_org_id bigint not null,
    unit_id bigint not null,
    intake text not null,
    code text,
    secret_hash text not null,
    version_id bigint not null,
    procedure_code text not null,
    applicant text not null,
    applicant_account_id bigint,
    applicant_person_id bigint,
    filer_account_id bigint,
    filer_person_id bigint,
    summary text not null,
    channel text not null,
    state integer not null,
    step text not null,
    step_name text not null,
    assignee_id bigint,
    assignee_name text not null,
    at timestamptz not null,
    submitted_at timestamptz not null,
    received_at timestamptz,
    term text not null,
    due timestamptz,
    reappointed timestamptz,
    provisional boolean not null,
    finished_at timestamptz,
    verdict integer not null,
    next_at timestamptz,
    run_due timestamptz,
    to_sign integer not null,
    row_version bigint not null,
    constraint dossier_pk primary key (id)
);
create unique index dossier_code on dossier (tenant_id, code) where code is not null;
create unique index dossier_intake on dossier (tenant_id, intake);
create index dossier_by_org on dossier (tenant_id, org_id, at, id);
create index dossier_by_received on dossier (tenant_id, received_org_id, at, id) where received_org_id <> org_id;
create index dossier_by_received_procedure on dossier (tenant_id, received_org_id, procedure_code, at, id) where received_org_id <> org_id;
create index dossier_by_tenant on dossier (tenant_id, at, id);
create index dossier_by_org_procedure on dossier (tenant_id, org_id, procedure_code, at, id);
create index dossier_by_procedure on dossier (tenant_id, procedure_code, at, id);
create index dossier_by_org_state on dossier (tenant_id, org_id, state, at, id) where state < 10;
create index dossier_by_received_state on dossier (tenant_id, received_org_id, state, at, id) where state < 10 and received_org_id <> org_id;
create index dossier_by_state on dossier (tenant_id, state, at, id) where state < 10;
create index dossier_by_org_due on dossier (tenant_id, org_id, run_due, id) where run_due is not null;
create index dossier_by_received_due on dossier (tenant_id, received_org_id, run_due, id) where run_due is not null and received_org_id <> org_id;
create index dossier_by_due on dossier (tenant_id, run_due, id) where run_due is not null;
create index dossier_queue_unit on dossier (tenant_id, unit_id, next_at, id, state) where next_at is not null;
create index dossier_queue_tenant on dossier (tenant_id, next_at, id) where next_at is not null;
create index dossier_queue_sign on dossier (tenant_id, org_id, next_at, id) where to_sign = 1;
create index dossier_queue_mine on dossier (tenant_id, assignee_id, next_at, id) where next_at is not null and assignee_id is not null;
create index dossier_own_applicant on dossier (tenant_id, applicant_account_id, at, id) where applicant_account_id is not null;
create index dossier_own_person on dossier (tenant_id, applicant_person_id, at, id) where applicant_person_id is not null;
create index dossier_own_filer on dossier (tenant_id, filer_account_id, at, id) where filer_account_id is not null;
create index dossier_own_filer_person on dossier (tenant_id, filer_person_id, at, id) where filer_person_id is not null;

-- One row for every stretch in which a dossier counted the same way. kind: 1 running since reception,
-- 2 running again, 3 paused, 4 early, 5 on time, 6 late, 7 withdrawn, 8 refused. prev is the kind
-- before (0 for none), so that stocks can be counted back from the beginnings alone.
create table dossier_span (
    tenant_id bigint not null,
    dossier_id bigint not null,
    seq bigint not null,
    org_id bigint not null,
    procedure_code text not null,
    kind integer not null,
    prev integer not null,
    from_at timestamptz not null,
    to_at timestamptz,
    due timestamptz,
    was_late integer not null,
    constraint dossier_span_pk primary key (tenant_id, dossier_id, seq)
);
create index dossier_span_org on dossier_span (tenant_id, org_id, kind, from_at, dossier_id);
create index dossier_span_kind on dossier_span (tenant_id, kind, from_at, dossier_id, prev);
create index dossier_span_open on dossier_span (tenant_id, org_id, kind, from_at, dossier_id) where to_at is null and kind <= 3;
create index dossier_span_open_all on dossier_span (tenant_id, kind, from_at, dossier_id) where to_at is null and kind <= 3;
create index dossier_span_open_due on dossier_span (tenant_id, due, from_at) where to_at is null and due is not null;
create index dossier_span_due on dossier_span (tenant_id, due, from_at, to_at) where due is not null and to_at is not null;
create index dossier_span_late on dossier_span (tenant_id, to_at) where was_late = 1;

-- Sums of the beginnings of spans. grain: 0 everything so far, 1 a month (day is its first), 2 a day.
-- Beside each procedure of a unit stands a row for all of them, with procedure_code ''.
create table dossier_count (
    tenant_id bigint not null,
    org_id bigint not null,
    grain integer not null,
    day date not null,
    procedure_code text not null,
    received bigint not null,
    early bigint not null,
    on_time bigint not null,
    late bigint not null,
    withdrawn bigint not null,
    refused bigint not null,
    running bigint not null,
    paused bigint not null,
    constraint dossier_count_pk primary key (tenant_id, org_id, grain, day, procedure_code)
);
create index dossier_count_all on dossier_count (tenant_id, grain, day) where procedure_code = '';
create index dossier_count_each on dossier_count (tenant_id, grain, day) where procedure_code <> '';

-- Official numbers: locked and raised in the transaction that uses them, so no gap and no repeat.
create table dossier_number (
    tenant_id bigint not null,
    book text not null,
    agency text not null,
    period text not null,
    last bigint not null,
    constraint dossier_number_pk primary key (tenant_id, book, agency, period)
);

create table dossier_draft (
    id bigint not null,
    tenant_id bigint not null,
    account_id bigint not null,
    step text not null,
    input text not null,
    row_version bigint not null,
    changed_at timestamptz not null,
    expires_at timestamptz not null,
    constraint dossier_draft_pk primary key (id)
);
create index dossier_draft_account on dossier_draft (tenant_id, account_id, changed_at desc);
create index dossier_draft_expires on dossier_draft (expires_at);

create table dossier_opinion (
    id bigint not null,
    tenant_id bigint not null,
    dossier_id bigint not null,
    unit_id bigint not null,
    at timestamptz not null,
    given_at timestamptz,
    constraint dossier_opinion_pk primary key (id)
);
create index dossier_opinion_unit on dossier_opinion (tenant_id, unit_id, at desc);
create index dossier_opinion_dossier on dossier_opinion (tenant_id, dossier_id);

-- Warnings told, so that each is told once for a due date.
create table dossier_warning (
    tenant_id bigint not null,
    dossier_id bigint not null,
    kind text not null,
    due timestamptz not null,
    constraint dossier_warning_pk primary key (tenant_id, dossier_id, kind, due)
);
