-- +goose Up
-- A membership is a fact of its own and is never deleted. Where its member stood, how and with which
-- data is in the dated rows below. Dated rows run from valid_from up to, and without, valid_to;
-- 9999-12-31 stands for "still open", so that a key holds at most one open row by itself. A row that a
-- later deed took back keeps its place with void_by, the id of that deed.
create table member (
    id bigint not null,
    tenant_id bigint not null,
    person_id bigint not null references person (id),
    number text,
    admitted date not null,
    basis text not null,
    place text not null,
    ended date,
    ended_as text not null,
    -- 0 while open, its own id when not: a person has at most one open membership.
    open_key bigint not null,
    constraint member_pk primary key (id)
);
create unique index member_person on member (person_id, open_key);
create unique index member_number on member (tenant_id, number) where number is not null;

-- One row for each stretch in one unit. sort is the dictionary key of the name, so that a list needs no sorting.
create table member_segment (
    member_id bigint not null,
    void_by bigint not null,
    valid_to date not null,
    valid_from date not null,
    org_id bigint not null,
    team text not null,
    sort bytea not null,
    cause text not null,
    basis text not null,
    step_id bigint not null,
    constraint member_segment_pk primary key (member_id, void_by, valid_to)
); -- clustered
create index member_segment_roll on member_segment (org_id, sort, member_id, valid_from, valid_to) where void_by = 0;

-- Only what is not plain active: exempt, suspended, disciplined, and how a membership ended.
create table member_status (
    member_id bigint not null,
    void_by bigint not null,
    valid_to date not null,
    valid_from date not null,
    kind text not null,
    reason text not null,
    basis text not null,
    constraint member_status_pk primary key (member_id, void_by, kind, valid_to)
); -- clustered

-- The data sheet, fact by fact: what, from when to when, from where it is known. code, area and amount
-- are what is counted and chosen by (kind of contract, commune-level area, wage), value is the rest.
create table member_fact (
    member_id bigint not null,
    key text not null,
    void_by bigint not null,
    valid_to date not null,
    valid_from date not null,
    code text not null,
    area text not null,
    amount bigint not null,
    value text not null,
    source text not null,
    constraint member_fact_pk primary key (member_id, key, void_by, valid_to)
); -- clustered

-- Open memberships by unit, kept in the transactions that change them.
create table member_count (
    org_id bigint not null,
    tenant_id bigint not null,
    members bigint not null,
    women bigint not null,
    constraint member_count_pk primary key (org_id)
);
create index member_count_tenant on member_count (tenant_id, org_id);

-- The last number given by the program itself.
create table member_counter (
    tenant_id bigint not null,
    value bigint not null,
    constraint member_counter_pk primary key (tenant_id)
);

-- A step of a reorganisation that was carried through: once, and taken back at most once.
create table member_carry (
    step_id bigint not null,
    tenant_id bigint not null,
    effective date not null,
    moved bigint not null,
    undone_by bigint not null,
    constraint member_carry_pk primary key (step_id)
);

-- Whom the rule of a step names one by one, by group or by area; all others go to the rest.
create table member_move (
    step_id bigint not null,
    member_id bigint not null,
    org_id bigint not null,
    constraint member_move_pk primary key (step_id, member_id)
); -- clustered

-- A transfer is asked for by the receiving union and answered by the giving one.
create table member_transfer (
    id bigint not null,
    tenant_id bigint not null,
    member_id bigint not null,
    from_org bigint not null,
    to_org bigint not null,
    -- who has to answer: the giving unit, or after the time a unit above it
    answer_org bigint not null,
    team text not null,
    effective date not null,
    basis text not null,
    reason text not null,
    state text not null,
    asked_by bigint not null,
    asked_name text not null,
    asked_at timestamptz not null,
    due timestamptz not null,
    escalated_at timestamptz,
    answered_by bigint not null,
    answered_name text not null,
    answered_at timestamptz,
    answer text not null,
    constraint member_transfer_pk primary key (id)
);
create unique index member_transfer_open on member_transfer (member_id) where state in ('asked', 'escalated');
create index member_transfer_from on member_transfer (from_org, state, id);
create index member_transfer_to on member_transfer (to_org, state, id);
create index member_transfer_due on member_transfer (state, due);

-- Two entries that turned out to be one person, with all that is needed to take it back.
create table member_merge (
    id bigint not null,
    tenant_id bigint not null,
    kept_person bigint not null,
    gone_person bigint not null,
    kept_member bigint not null,
    gone_member bigint not null,
    effective date not null,
    reason text not null,
    way_back text not null,
    by_account bigint not null,
    by_name text not null,
    at timestamptz not null,
    undone_by bigint not null,
    undone_name text not null,
    undone_at timestamptz,
    constraint member_merge_pk primary key (id)
);
create index member_merge_kept on member_merge (kept_person, id);
create index member_merge_gone on member_merge (gone_person, id);
