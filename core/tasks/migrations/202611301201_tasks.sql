-- +goose Up
create table task (
	id bigint not null,
	tenant_id bigint not null,
	request_key text not null,
	title text not null,
	body text not null,
	source_ref text not null,
	source_label text not null,
	source_link text not null,
	kept boolean not null,
	giver_id bigint,
	giver_name text not null,
	giver_post text not null,
	giver_unit_id bigint,
	unit_id bigint not null,
	permission text not null,
	assignee_id bigint,
	assignee_name text not null,
	assignee_post text not null,
	due_at timestamptz,
	whole_day boolean not null,
	due_limit text not null,
	evidence boolean not null,
	remind_before integer not null,
	rise_unit_id bigint,
	rise_permission text not null,
	rise_days integer not null,
	state text not null,
	given_at timestamptz not null,
	accepted_at timestamptz,
	reported_at timestamptz,
	reported_by bigint,
	ended_at timestamptz,
	soon_at timestamptz,
	late_at timestamptz,
	rise_at timestamptz,
	ring_at timestamptz,
	ring text not null,
	risen boolean not null,
	live boolean not null,
	sort_at timestamptz not null,
	row_version bigint not null,
	constraint task_pkey primary key (id),
	constraint task_request unique (tenant_id, request_key)
);
create index task_assignee on task (tenant_id, assignee_id, live, sort_at, id);
create index task_unit on task (tenant_id, unit_id, live, sort_at, id);
create index task_giver on task (tenant_id, giver_id, live, sort_at, id);
create index task_giver_unit on task (tenant_id, giver_unit_id, live, sort_at, id);
create index task_list on task (tenant_id, live, sort_at, id);
create index task_source on task (tenant_id, source_ref, id);
create index task_ring on task (ring_at, id) where ring_at is not null;

create table task_event (
	id bigint not null,
	tenant_id bigint not null,
	task_id bigint not null references task (id),
	verb text not null,
	at timestamptz not null,
	account_id bigint,
	name text not null,
	post text not null,
	note text not null,
	constraint task_event_pkey primary key (id)
);
create index task_event_task on task_event (task_id, id);

create table task_file (
	id bigint not null,
	tenant_id bigint not null,
	task_id bigint not null references task (id),
	event_id bigint not null,
	sha text not null,
	name text not null,
	kind text not null,
	size bigint not null,
	at timestamptz not null,
	name_by text not null,
	constraint task_file_pkey primary key (id)
);
create index task_file_task on task_file (task_id, id);

-- which unit holds a task in a role (unit: answers, giver: gave, rise: hears of it when late), day by day
create table task_hold (
	tenant_id bigint not null,
	task_id bigint not null references task (id),
	role text not null,
	unit_id bigint not null,
	valid_from date not null,
	valid_to date,
	made_by bigint not null,
	ended_by bigint not null,
	label text not null,
	void boolean not null,
	constraint task_hold_pkey primary key (task_id, role, valid_from, made_by)
);
create index task_hold_unit on task_hold (tenant_id, unit_id, role, valid_from);
create index task_hold_made on task_hold (tenant_id, made_by) where made_by <> 0;
create index task_hold_ended on task_hold (tenant_id, ended_by) where ended_by <> 0;
create index task_hold_begin on task_hold (valid_from) where made_by <> 0;
