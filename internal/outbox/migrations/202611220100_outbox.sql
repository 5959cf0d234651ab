-- +goose Up
create table outbox_fact (
	id bigint not null,
	tenant_id bigint not null,
	kind text not null,
	version integer not null,
	subject text not null,
	actor_id bigint not null,
	at timestamptz not null,
	data text not null,
	spread boolean not null default false,
	constraint outbox_fact_pkey primary key (id)
);
create index outbox_fact_new on outbox_fact (id) where not spread;

create table outbox_delivery (
	id bigint not null,
	tenant_id bigint not null,
	fact_id bigint not null,
	hearer text not null,
	subject text not null,
	state text not null,
	holds boolean not null,
	tries integer not null,
	due_at timestamptz not null,
	lease_by text not null,
	lease_until timestamptz,
	last_error text not null,
	constraint outbox_delivery_pkey primary key (id),
	constraint outbox_delivery_once unique (hearer, fact_id)
);
create index outbox_delivery_due on outbox_delivery (hearer, state, fact_id);
create index outbox_delivery_order on outbox_delivery (hearer, subject, fact_id);
create index outbox_delivery_state on outbox_delivery (tenant_id, state, id);

create table outbox_inbox (
	hearer text not null,
	fact_id bigint not null,
	at timestamptz not null,
	constraint outbox_inbox_pkey primary key (hearer, fact_id)
); -- clustered

create table outbox_schedule (
	name text not null,
	next_at timestamptz not null,
	last_at timestamptz,
	last_error text not null,
	lease_by text not null,
	lease_until timestamptz,
	constraint outbox_schedule_pkey primary key (name)
);
insert into outbox_schedule (name, next_at, last_error, lease_by) values ('outbox.spread', '2020-01-01T00:00:00.000Z', '', '');
