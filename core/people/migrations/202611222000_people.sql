-- +goose Up
create table person (
    id bigint not null,
    tenant_id bigint not null,
    name text not null,
    fold text not null,
    given_fold text not null,
    identity_number text,
    born date,
    sex text not null,
    phone text not null,
    email text not null,
    address text not null,
    created_at timestamptz not null,
    constraint person_pk primary key (id)
);
create unique index person_identity on person (tenant_id, identity_number);
create index person_fold on person (tenant_id, fold);
create index person_given on person (tenant_id, given_fold);

create table account (
    id bigint not null,
    tenant_id bigint not null,
    person_id bigint not null references person (id),
    login text not null,
    email text,
    state text not null,
    password_hash text not null,
    must_change boolean not null,
    totp_secret text not null,
    totp_step bigint not null,
    created_at timestamptz not null,
    last_sign_in_at timestamptz,
    constraint account_pk primary key (id)
);
create unique index account_login on account (tenant_id, login);
create unique index account_email on account (tenant_id, email);
create index account_by_login on account (login);
create index account_by_email on account (email);
create index account_person on account (person_id);

create table post (
    id bigint not null,
    tenant_id bigint not null,
    person_id bigint not null references person (id),
    org_id bigint not null,
    title text not null,
    main boolean not null,
    basis text not null,
    valid_from date not null,
    valid_to date,
    constraint post_pk primary key (id)
);
create index post_person on post (person_id, valid_from);
create index post_org on post (org_id, valid_from);

create table role (
    id bigint not null,
    tenant_id bigint not null,
    key text not null,
    title text not null,
    four_eyes boolean not null,
    position integer not null,
    constraint role_pk primary key (id)
);
create unique index role_key on role (tenant_id, key);

create table role_permission (
    tenant_id bigint not null,
    role_id bigint not null references role (id),
    permission text not null,
    constraint role_permission_pk primary key (role_id, permission)
);

-- A mandate is never deleted: who could do what on a day must stay readable.
create table mandate (
    id bigint not null,
    tenant_id bigint not null,
    account_id bigint not null references account (id),
    role_id bigint not null references role (id),
    org_id bigint not null,
    valid_from date not null,
    valid_to date,
    basis text not null,
    state text not null,
    parent_id bigint references mandate (id),
    on_behalf_of bigint references account (id),
    given_by bigint not null,
    given_at timestamptz not null,
    confirmed_by bigint,
    confirmed_at timestamptz,
    ended_by bigint,
    ended_at timestamptz,
    constraint mandate_pk primary key (id)
);
create index mandate_account on mandate (account_id, state, valid_from);
create index mandate_org on mandate (org_id, state, id);
create index mandate_parent on mandate (parent_id);
create index mandate_state on mandate (tenant_id, state, id);

create table account_recovery (
    account_id bigint not null references account (id),
    digest text not null,
    used_at timestamptz,
    constraint account_recovery_pk primary key (account_id, digest)
);

create table account_passkey (
    id bigint not null,
    account_id bigint not null references account (id),
    credential_id text not null,
    credential text not null,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    constraint account_passkey_pk primary key (id)
);
create unique index account_passkey_credential on account_passkey (credential_id);
create index account_passkey_account on account_passkey (account_id);

create table account_reset (
    digest text not null,
    account_id bigint not null references account (id),
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint account_reset_pk primary key (digest)
);
create index account_reset_account on account_reset (account_id);

create table account_token (
    id bigint not null,
    tenant_id bigint not null,
    account_id bigint not null references account (id),
    name text not null,
    digest text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint account_token_pk primary key (id)
);
create unique index account_token_digest on account_token (digest);
create index account_token_account on account_token (account_id);

create table account_device (
    account_id bigint not null references account (id),
    digest text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    constraint account_device_pk primary key (account_id, digest)
);

-- Failures are counted by who is tried and from where, so that strangers slow down only themselves.
create table sign_in_failure (
    who text not null,
    source text not null,
    failures integer not null,
    last_at timestamptz not null,
    constraint sign_in_failure_pk primary key (who, source)
);
create index sign_in_failure_age on sign_in_failure (last_at);
