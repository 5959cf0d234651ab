-- +goose Up
create table audit_entry (
	id bigint not null,
	tenant_id bigint not null,
	seq bigint not null,
	at timestamptz not null,
	account_id bigint not null,
	person_id bigint not null,
	org_id bigint not null,
	actor_name text not null,
	actor_post text not null,
	verb text not null,
	subject text not null,
	before_text text not null,
	after_text text not null,
	hash bytea not null,
	constraint audit_entry_pkey primary key (tenant_id, seq)
); -- clustered
create index audit_entry_subject on audit_entry (tenant_id, subject, seq);

create table audit_head (
	tenant_id bigint not null,
	seq bigint not null,
	hash bytea not null,
	constraint audit_head_pkey primary key (tenant_id)
);
