-- +goose Up
create table committee (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null references org (id),
	kind text not null,
	term text not null,
	size integer not null,
	how text not null,
	state text not null,
	valid_from date not null,
	term_to date,
	ended_on date,
	basis text not null,
	basis_on date,
	issuer text not null,
	recognised text not null,
	recognised_on date,
	end_basis text not null,
	end_reason text not null,
	made_by bigint not null,
	ended_by bigint not null,
	void boolean not null,
	row_version bigint not null,
	constraint committee_pkey primary key (id)
);
create index committee_org on committee (tenant_id, org_id, kind, valid_from);
create index committee_made on committee (made_by) where made_by <> 0;
create index committee_ended on committee (ended_by) where ended_by <> 0;
create unique index committee_open on committee (tenant_id, org_id, kind) where ended_on is null and void = false;

create table committee_seat (
	id bigint not null,
	tenant_id bigint not null,
	committee_id bigint not null references committee (id),
	person_id bigint not null references person (id),
	post text not null,
	team text not null,
	valid_from date not null,
	ended_on date,
	basis text not null,
	end_basis text not null,
	end_reason text not null,
	ended_by bigint not null,
	constraint committee_seat_pkey primary key (id)
);
create index committee_seat_of on committee_seat (committee_id, valid_from, id);
create index committee_seat_person on committee_seat (tenant_id, person_id, valid_from);

create table committee_event (
	id bigint not null,
	tenant_id bigint not null,
	committee_id bigint not null references committee (id),
	verb text not null,
	at timestamptz not null,
	name text not null,
	post text not null,
	person_id bigint,
	note text not null,
	constraint committee_event_pkey primary key (id)
);
create index committee_event_of on committee_event (committee_id, id);
