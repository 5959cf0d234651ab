-- +goose Up
create table complaint_counter (
	tenant_id bigint not null,
	unit_id bigint not null,
	year integer not null,
	last integer not null,
	constraint complaint_counter_pkey primary key (tenant_id, unit_id, year)
);

-- sealed_… is encrypted under the site's key; …_mark and …_seal are keyed digests
create table complaint (
	id bigint not null,
	tenant_id bigint not null,
	request_mark text not null,
	follow_mark text not null,
	unit_id bigint not null,
	year integer not null,
	no integer not null,
	kind text not null,
	way text not null,
	state text not null,
	received_on date not null,
	sealed_matter text not null,
	sealed_sender text not null,
	accepted_at timestamptz,
	longer integer not null,
	from_at timestamptz,
	due_at timestamptz,
	due_limit text not null,
	ended_at timestamptz,
	files integer not null,
	opened integer not null,
	event_seal text not null,
	opening_seal text not null,
	row_seal text not null,
	row_version bigint not null,
	constraint complaint_pkey primary key (id),
	constraint complaint_request unique (tenant_id, request_mark),
	constraint complaint_follow unique (tenant_id, follow_mark),
	constraint complaint_number unique (tenant_id, unit_id, year, no)
);

create table complaint_reader (
	complaint_id bigint not null references complaint (id),
	tenant_id bigint not null,
	account_id bigint not null,
	person_id bigint,
	name text not null,
	post text not null,
	role text not null,
	name_by text not null,
	at timestamptz not null,
	constraint complaint_reader_pkey primary key (complaint_id, account_id)
);
create index complaint_reader_account on complaint_reader (tenant_id, account_id, complaint_id);

create table complaint_event (
	id bigint not null,
	tenant_id bigint not null,
	complaint_id bigint not null references complaint (id),
	verb text not null,
	at timestamptz not null,
	account_id bigint,
	name text not null,
	post text not null,
	sealed_said text not null,
	seal text not null,
	constraint complaint_event_pkey primary key (id)
);
create index complaint_event_of on complaint_event (complaint_id, id);

-- who opened what and when; its lines hang on each other by their seals
create table complaint_opening (
	id bigint not null,
	tenant_id bigint not null,
	complaint_id bigint not null references complaint (id),
	no integer not null,
	what text not null,
	at timestamptz not null,
	account_id bigint not null,
	name text not null,
	post text not null,
	seal text not null,
	constraint complaint_opening_pkey primary key (id),
	constraint complaint_opening_no unique (complaint_id, no)
);

create table complaint_file (
	id bigint not null,
	tenant_id bigint not null,
	complaint_id bigint not null references complaint (id),
	sha text not null,
	sealed_meta text not null,
	at timestamptz not null,
	name_by text not null,
	seal text not null,
	constraint complaint_file_pkey primary key (id)
);
create index complaint_file_of on complaint_file (complaint_id, id);
