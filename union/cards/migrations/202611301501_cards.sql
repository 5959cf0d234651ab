-- +goose Up
-- What a card of a unit looks like from a day on; units below without a design of their own use it too.
create table card_design (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    valid_from date not null,
    valid_to date,
    prefix text not null,
    yearly boolean not null,
    palette text not null,
    line_one text not null,
    line_two text not null,
    fields text not null,
    badge bytea,
    badge_type text not null,
    back text not null,
    place text not null,
    post text not null,
    signer text not null,
    source text not null,
    verified boolean not null,
    made_by text not null,
    made_at timestamptz not null,
    constraint card_design_pk primary key (id),
    constraint card_design_from unique (tenant_id, org_id, valid_from)
);

-- A prefix belongs to one unit for ever, so that no two units can give the same serial.
create table card_prefix (
    tenant_id bigint not null,
    prefix text not null,
    org_id bigint not null,
    constraint card_prefix_pk primary key (tenant_id, prefix)
);

-- The last number of a series. The row stays locked until the transaction ends: no gaps.
create table card_counter (
    tenant_id bigint not null,
    prefix text not null,
    year integer not null,
    value bigint not null,
    constraint card_counter_pk primary key (tenant_id, prefix, year)
);

create table card_batch (
    id bigint not null,
    tenant_id bigint not null,
    org_id bigint not null,
    title text not null,
    kind text not null,
    renew boolean not null,
    numbers text not null,
    state text not null,
    why text not null,
    total integer not null,
    seen integer not null,
    made integer not null,
    skipped integer not null,
    asked_by bigint not null,
    asked_name text not null,
    asked_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    printed_at timestamptz,
    printed_by text not null,
    constraint card_batch_pk primary key (id)
);
create index card_batch_list on card_batch (tenant_id, id);
create index card_batch_running on card_batch (state, id) where state in ('queued', 'running');

-- Whom a batch is for, in the order of the cards, as the roll had them when it began.
create table card_batch_member (
    batch_id bigint not null,
    position integer not null,
    member_id bigint not null,
    org_id bigint not null,
    number text not null,
    name text not null,
    born integer not null,
    photo text not null,
    skipped text not null,
    constraint card_batch_member_pk primary key (batch_id, position)
);

create table card (
    id bigint not null,
    tenant_id bigint not null,
    member_id bigint not null,
    org_id bigint not null,
    serial text not null,
    kind text not null,
    token_hash bytea not null,
    number text not null,
    name text not null,
    born integer not null,
    base text not null,
    above text not null,
    photo text not null,
    design_id bigint not null,
    batch_id bigint not null,
    position integer not null,
    replaces bigint not null,
    state text not null,
    made_at timestamptz not null,
    made_by text not null,
    made_why text not null,
    printed_at timestamptz,
    printed_by text not null,
    handed_at timestamptz,
    handed_by text not null,
    handed_how text not null,
    lost_at timestamptz,
    lost_by text not null,
    lost_why text not null,
    ended_at timestamptz,
    ended_by text not null,
    ended_why text not null,
    note text not null,
    valid_from date,
    valid_to date,
    shown_until timestamptz,
    constraint card_pk primary key (id),
    constraint card_serial unique (tenant_id, serial),
    constraint card_token unique (tenant_id, token_hash)
);
create unique index card_one_valid on card (tenant_id, member_id) where state = 'valid';
create unique index card_one_waiting on card (tenant_id, member_id) where state in ('made', 'printed');
create index card_member on card (tenant_id, member_id, id);
create index card_list on card (tenant_id, id);
create index card_state on card (tenant_id, state, id);
create index card_unit on card (org_id, id);
create index card_unit_state on card (org_id, state, id);
create index card_in_batch on card (batch_id, position) where batch_id <> 0;
create index card_number on card (tenant_id, number);

-- Cards that went to another unit with their members. A move that was taken back keeps its row.
create table card_move (
    card_id bigint not null,
    seq bigint not null,
    tenant_id bigint not null,
    on_date date not null,
    step_id bigint not null,
    from_org bigint not null,
    to_org bigint not null,
    undone boolean not null,
    constraint card_move_pk primary key (card_id, seq)
);
create index card_move_step on card_move (step_id, from_org, card_id) where step_id <> 0;
create index card_move_day on card_move (tenant_id, on_date) where undone = false;

-- How many cards stand in each unit and state, kept in the transactions that change them.
create table card_count (
    tenant_id bigint not null,
    org_id bigint not null,
    state text not null,
    cards bigint not null,
    constraint card_count_pk primary key (tenant_id, org_id, state)
);

-- That a partner checked something, when, and what she was told: not whose card, not which.
create table card_check (
    id bigint not null,
    tenant_id bigint not null,
    account_id bigint not null,
    at timestamptz not null,
    way text not null,
    result text not null,
    constraint card_check_pk primary key (id)
);
create index card_check_account on card_check (account_id, at);
