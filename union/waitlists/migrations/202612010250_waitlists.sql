-- +goose Up
create table waitlist (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	kind text not null,
	title text not null,
	basis text not null,
	until date not null,
	answer_days integer not null,
	state text not null,
	prepared_by bigint not null,
	preparer text not null,
	opened_by text not null,
	frozen_at timestamptz,
	frozen_by text not null,
	published_at timestamptz,
	version bigint not null,
	constraint waitlist_pkey primary key (id)
);
create index waitlist_org on waitlist (tenant_id, org_id, id);

create table waitlist_criterion (
	id bigint not null,
	list_id bigint not null references waitlist (id),
	title text not null,
	formula text not null,
	valid_from date not null,
	valid_to date,
	source text not null,
	confirmed boolean not null,
	constraint waitlist_criterion_pkey primary key (id)
);
create index waitlist_criterion_list on waitlist_criterion (list_id, id);

create table waitlist_application (
	id bigint not null,
	tenant_id bigint not null,
	list_id bigint not null references waitlist (id),
	member_id bigint not null,
	person_id bigint not null,
	account_id bigint not null,
	number text not null,
	name text not null,
	unit_id bigint not null,
	answers text not null,
	note text not null,
	at timestamptz not null,
	by_name text not null,
	stage text not null,
	points integer not null,
	lines text not null,
	place integer not null,
	reason text not null,
	ended_at timestamptz,
	version bigint not null,
	constraint waitlist_application_pkey primary key (id)
);
create unique index waitlist_application_once on waitlist_application (list_id, person_id) where stage in ('waiting', 'offered', 'accepted');
create index waitlist_application_list on waitlist_application (list_id, stage, place, id);
create index waitlist_application_person on waitlist_application (person_id, id);
create index waitlist_application_unit on waitlist_application (unit_id, stage, id);

create table waitlist_offer (
	id bigint not null,
	application_id bigint not null references waitlist_application (id),
	list_id bigint not null,
	what text not null,
	until date not null,
	at timestamptz not null,
	by_name text not null,
	answer text not null,
	answered_at timestamptz,
	answered_by text not null,
	constraint waitlist_offer_pkey primary key (id)
);
create unique index waitlist_offer_open on waitlist_offer (application_id) where answer = '';
create index waitlist_offer_list on waitlist_offer (list_id, id);
create index waitlist_offer_due on waitlist_offer (until, id) where answer = '';

create table waitlist_move (
	tenant_id bigint not null,
	step_id bigint not null,
	kind text not null,
	thing_id bigint not null,
	from_id bigint not null,
	to_id bigint not null,
	undone_at timestamptz,
	constraint waitlist_move_pkey primary key (step_id, kind, thing_id)
);
