-- +goose Up
create table reorg (
	id bigint not null,
	tenant_id bigint not null,
	seat_id bigint not null,
	number text not null,
	decided_on date,
	effective date,
	issuer text not null,
	signer text not null,
	summary text not null,
	file text not null,
	steps text not null,
	state text not null,
	undoes bigint not null,
	undone_by bigint not null,
	approvals text not null,
	writers text not null,
	carried text not null,
	picture text not null,
	checked_at timestamptz,
	checked text not null,
	created_at timestamptz not null,
	applied_at timestamptz,
	row_version bigint not null,
	constraint reorg_pkey primary key (id)
);
create index reorg_list on reorg (tenant_id, id);
create index reorg_due on reorg (state, effective, id);

-- Units that an applied decision has touched: what a later decision was built upon.
create table reorg_unit (
	decision_id bigint not null references reorg (id),
	unit_id bigint not null,
	constraint reorg_unit_pkey primary key (decision_id, unit_id)
);
create index reorg_unit_unit on reorg_unit (unit_id, decision_id);

create table reorg_event (
	id bigint not null,
	tenant_id bigint not null,
	decision_id bigint not null references reorg (id),
	verb text not null,
	at timestamptz not null,
	account_id bigint,
	name text not null,
	post text not null,
	note text not null,
	constraint reorg_event_pkey primary key (id)
);
create index reorg_event_decision on reorg_event (decision_id, id);
