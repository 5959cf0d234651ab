-- +goose Up
create table inspection_plan (
	id bigint not null,
	tenant_id bigint not null,
	unit_id bigint not null,
	year integer not null,
	aim text not null,
	state text not null,
	number text not null,
	number_on date,
	drawn_by bigint,
	drawn_name text not null,
	drawn_post text not null,
	drawn_at timestamptz not null,
	submitted_by bigint,
	submitted_name text not null,
	submitted_post text not null,
	approved_by bigint,
	approved_name text not null,
	approved_post text not null,
	approved_at timestamptz,
	note text not null,
	row_version bigint not null,
	constraint inspection_plan_pkey primary key (id),
	constraint inspection_plan_year unique (tenant_id, unit_id, year)
);

create table inspection_plan_item (
	id bigint not null,
	tenant_id bigint not null,
	plan_id bigint not null references inspection_plan (id),
	kind text not null,
	subject_id bigint not null,
	topic text not null,
	quarter integer not null,
	constraint inspection_plan_item_pkey primary key (id)
);
create index inspection_plan_item_plan on inspection_plan_item (plan_id, quarter, id);

create table inspection (
	id bigint not null,
	tenant_id bigint not null,
	request_key text not null,
	unit_id bigint not null,
	subject_id bigint not null,
	subject_now_id bigint not null,
	plan_id bigint,
	item_id bigint,
	reason text not null,
	kind text not null,
	title text not null,
	on_paper boolean not null,
	span_from date not null,
	span_to date not null,
	list_key text not null,
	list_version integer not null,
	state text not null,
	decision_no text not null,
	decision_on date,
	starts_on date,
	programme text not null,
	minutes text not null,
	minutes_on date,
	conclusion_no text not null,
	conclusion_on date,
	summary text not null,
	drawn_by bigint,
	drawn_name text not null,
	drawn_post text not null,
	drawn_at timestamptz not null,
	ended_at timestamptz,
	row_version bigint not null,
	constraint inspection_pkey primary key (id),
	constraint inspection_request unique (tenant_id, request_key),
	constraint inspection_item unique (item_id)
);
create index inspection_unit on inspection (tenant_id, unit_id, id);
create index inspection_subject on inspection (tenant_id, subject_now_id, id);
create index inspection_concluded on inspection (tenant_id, conclusion_on);

create table inspection_member (
	inspection_id bigint not null references inspection (id),
	tenant_id bigint not null,
	account_id bigint not null,
	name text not null,
	post text not null,
	head boolean not null,
	ties text not null,
	constraint inspection_member_pkey primary key (inspection_id, account_id)
);
create index inspection_member_account on inspection_member (tenant_id, account_id, inspection_id);

create table inspection_line (
	inspection_id bigint not null references inspection (id),
	tenant_id bigint not null,
	line_key text not null,
	result text not null,
	finding text not null,
	name_by text not null,
	at timestamptz not null,
	constraint inspection_line_pkey primary key (inspection_id, line_key)
);

create table inspection_evidence (
	id bigint not null,
	tenant_id bigint not null,
	inspection_id bigint not null references inspection (id),
	line_key text not null,
	kind text not null,
	ref text not null,
	label text not null,
	as_of date not null,
	digest text not null,
	sha text not null,
	name text not null,
	type text not null,
	size bigint not null,
	name_by text not null,
	at timestamptz not null,
	constraint inspection_evidence_pkey primary key (id)
);
create index inspection_evidence_of on inspection_evidence (inspection_id, id);

create table inspection_recommendation (
	id bigint not null,
	tenant_id bigint not null,
	inspection_id bigint not null references inspection (id),
	no integer not null,
	body text not null,
	line_key text not null,
	unit_id bigint not null,
	due_on date not null,
	evidence boolean not null,
	task_id bigint,
	state text not null,
	reported_at timestamptz,
	done_at timestamptz,
	constraint inspection_recommendation_pkey primary key (id),
	constraint inspection_recommendation_task unique (task_id)
);
create index inspection_recommendation_of on inspection_recommendation (inspection_id, no);
create index inspection_recommendation_due on inspection_recommendation (tenant_id, state, due_on, id);

create table inspection_event (
	id bigint not null,
	tenant_id bigint not null,
	inspection_id bigint not null references inspection (id),
	verb text not null,
	at timestamptz not null,
	account_id bigint,
	name text not null,
	post text not null,
	note text not null,
	constraint inspection_event_pkey primary key (id)
);
create index inspection_event_of on inspection_event (inspection_id, id);

-- which unit holds an inspection (owner: its committee inspects, subject: is inspected) or an issued
-- recommendation (answer), day by day
create table inspection_hold (
	tenant_id bigint not null,
	thing_id bigint not null,
	role text not null,
	unit_id bigint not null,
	valid_from date not null,
	valid_to date,
	made_by bigint not null,
	ended_by bigint not null,
	label text not null,
	void boolean not null,
	live boolean not null,
	constraint inspection_hold_pkey primary key (thing_id, role, valid_from, made_by)
);
create index inspection_hold_unit on inspection_hold (tenant_id, unit_id, role, valid_from);
create index inspection_hold_made on inspection_hold (tenant_id, made_by) where made_by <> 0;
create index inspection_hold_ended on inspection_hold (tenant_id, ended_by) where ended_by <> 0;
create index inspection_hold_begin on inspection_hold (valid_from) where made_by <> 0;
