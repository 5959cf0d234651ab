-- +goose Up
create table web_session (
    id bigint not null,
    token text not null,
    account_id bigint,
    data bytea not null,
    agent text not null,
    ip_prefix text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    constraint web_session_pk primary key (id),
    constraint web_session_token unique (token)
);
create index web_session_account on web_session (account_id, last_seen_at desc);
create index web_session_expiry on web_session (expires_at);

create table web_answer (
    tenant_id bigint not null,
    account_id bigint not null,
    answer_key text not null,
    fingerprint text not null,
    status integer not null,
    content_type text not null,
    location text not null,
    body bytea not null,
    created_at timestamptz not null,
    constraint web_answer_pk primary key (tenant_id, account_id, answer_key)
);
create index web_answer_age on web_answer (created_at);
