-- +goose Up
-- A version of a form is its file, kept as it was when the first period used it.
create table statistics_form (
	key text not null,
	version integer not null,
	valid_from date not null,
	valid_to date,
	sha256 text not null,
	content text not null,
	loaded_at timestamptz not null,
	constraint statistics_form_pkey primary key (key, version)
);

create table statistics_period (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	cut_off date not null,
	due_on date not null,
	upper_due_on date not null,
	form text not null,
	form_no integer not null,
	sum_form text not null,
	sum_form_no integer not null,
	opened_at timestamptz not null,
	opened_by text not null,
	constraint statistics_period_pkey primary key (id),
	constraint statistics_period_once unique (tenant_id, org_id, cut_off)
);
create index statistics_period_list on statistics_period (tenant_id, cut_off, id);

-- One row a unit and period; a unit that has saved nothing has none.
create table statistics_report (
	id bigint not null,
	tenant_id bigint not null,
	period_id bigint not null,
	org_id bigint not null,
	form text not null,
	state text not null,
	sector text not null,
	note text not null,
	edition integer not null,
	snapshot_no integer not null,
	sha256 text not null,
	submitted_on date,
	changed_at timestamptz not null,
	constraint statistics_report_pkey primary key (id),
	constraint statistics_report_once unique (period_id, org_id)
);
create index statistics_report_sum on statistics_report (period_id, form, state, org_id);
create index statistics_report_org on statistics_report (tenant_id, org_id, id);

-- What a unit reports, a row a line: sums are made of these alone.
create table statistics_value (
	report_id bigint not null,
	tenant_id bigint not null,
	line text not null,
	value bigint not null,
	weight bigint not null,
	computed bigint,
	reason text not null,
	constraint statistics_value_pkey primary key (report_id, line)
);

-- Frozen for ever: canonical JSON and its SHA-256.
create table statistics_snapshot (
	id bigint not null,
	tenant_id bigint not null,
	report_id bigint not null,
	no integer not null,
	sha256 text not null,
	content text not null,
	taken_at timestamptz not null,
	constraint statistics_snapshot_pkey primary key (id),
	constraint statistics_snapshot_no unique (report_id, no)
);
create index statistics_snapshot_tenant on statistics_snapshot (tenant_id, id);

create table statistics_event (
	id bigint not null,
	tenant_id bigint not null,
	report_id bigint not null,
	at timestamptz not null,
	account_id bigint not null,
	name text not null,
	verb text not null,
	comment text not null,
	snapshot_no integer not null,
	constraint statistics_event_pkey primary key (id)
);
create index statistics_event_report on statistics_event (report_id, id);
