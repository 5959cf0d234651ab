-- +goose Up
create table message (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	account_id bigint not null,
	name text not null,
	email text not null,
	channel text not null,
	template text not null,
	version integer not null,
	subject text not null,
	body text not null,
	link text not null,
	origin text not null,
	dedupe text not null,
	state text not null,
	simulated boolean not null,
	outside_id text not null,
	error text not null,
	created_at timestamptz not null,
	expires_at timestamptz,
	sent_at timestamptz,
	read_at timestamptz,
	constraint message_pkey primary key (id),
	constraint message_dedupe unique (tenant_id, dedupe)
);
create index message_inbox on message (tenant_id, account_id, channel, id);
create index message_unread on message (tenant_id, account_id) where channel = 'inapp' and read_at is null;
create index message_delivery on message (tenant_id, channel, state, id);
