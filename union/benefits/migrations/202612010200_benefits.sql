-- +goose Up
create table benefit_agreement (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	partner_id bigint not null,
	partner_name text not null,
	title text not null,
	number text not null,
	terms text not null,
	rule text not null,
	valid_from date not null,
	valid_to date not null,
	cancel_minutes integer not null,
	file_sha text not null,
	file_name text not null,
	file_type text not null,
	file_size bigint not null,
	state text not null,
	prepared_by bigint not null,
	preparer text not null,
	approved_by bigint not null,
	approver text not null,
	approved_at timestamptz,
	ended_on date,
	end_reason text not null,
	version bigint not null,
	constraint benefit_agreement_pkey primary key (id)
);
create index benefit_agreement_org on benefit_agreement (tenant_id, org_id, id);
create index benefit_agreement_partner on benefit_agreement (partner_id, id);
create index benefit_agreement_state on benefit_agreement (state, id);

create table benefit_rate (
	id bigint not null,
	agreement_id bigint not null references benefit_agreement (id),
	goods text not null,
	who text not null,
	percent integer not null,
	face bigint not null,
	cap bigint not null,
	least bigint not null,
	constraint benefit_rate_pkey primary key (id)
);
create index benefit_rate_agreement on benefit_rate (agreement_id, id);

create table benefit_place (
	id bigint not null,
	agreement_id bigint not null references benefit_agreement (id),
	name text not null,
	address text not null,
	area_code text not null,
	area_id bigint not null,
	area_name text not null,
	province_id bigint not null,
	constraint benefit_place_pkey primary key (id)
);
create index benefit_place_agreement on benefit_place (agreement_id, id);

create table benefit_series (
	id bigint not null,
	tenant_id bigint not null,
	agreement_id bigint not null references benefit_agreement (id),
	title text not null,
	code text not null,
	percent integer not null,
	face bigint not null,
	cap bigint not null,
	least bigint not null,
	most integer not null,
	per_member integer not null,
	valid_from date not null,
	valid_to date not null,
	rule text not null,
	issued integer not null,
	state text not null,
	prepared_by bigint not null,
	preparer text not null,
	opened_by bigint not null,
	opener text not null,
	version bigint not null,
	constraint benefit_series_pkey primary key (id),
	constraint benefit_series_code unique (tenant_id, code),
	constraint benefit_series_most check (issued <= most)
);
create index benefit_series_agreement on benefit_series (agreement_id, id);

create table benefit_voucher (
	id bigint not null,
	tenant_id bigint not null,
	series_id bigint not null references benefit_series (id),
	serial integer not null,
	token_hash text not null,
	member_id bigint not null,
	person_id bigint not null,
	number text not null,
	name text not null,
	unit_id bigint not null,
	state text not null,
	issued_at timestamptz not null,
	issued_by text not null,
	ended_at timestamptz,
	reason text not null,
	constraint benefit_voucher_pkey primary key (id),
	constraint benefit_voucher_serial unique (series_id, serial),
	constraint benefit_voucher_token unique (token_hash)
);
create index benefit_voucher_person on benefit_voucher (person_id, id);
create index benefit_voucher_member on benefit_voucher (member_id, state);
create index benefit_voucher_unit on benefit_voucher (unit_id, state, id);
create index benefit_voucher_state on benefit_voucher (series_id, state, id);

create table benefit_use (
	id bigint not null,
	tenant_id bigint not null,
	agreement_id bigint not null references benefit_agreement (id),
	series_id bigint,
	voucher_id bigint,
	partner_id bigint not null,
	request_key text not null,
	person_id bigint not null,
	unit_id bigint not null,
	place_name text not null,
	goods text not null,
	who text not null,
	bill bigint not null,
	discount bigint not null,
	at timestamptz not null,
	used_on date not null,
	way text not null,
	cancelled_at timestamptz,
	cancel_reason text not null,
	constraint benefit_use_pkey primary key (id),
	constraint benefit_use_request unique (partner_id, request_key),
	constraint benefit_use_sums check (discount >= 0 and discount <= bill)
);
create unique index benefit_use_voucher on benefit_use (voucher_id) where voucher_id is not null and cancelled_at is null;
create index benefit_use_agreement on benefit_use (agreement_id, used_on, id);
create index benefit_use_unit on benefit_use (unit_id, used_on, id);
create index benefit_use_person on benefit_use (person_id, id);
create index benefit_use_partner on benefit_use (partner_id, id);
create index benefit_use_day on benefit_use (tenant_id, used_on, id);

create table benefit_look (
	id bigint not null,
	tenant_id bigint not null,
	account_id bigint not null,
	at timestamptz not null,
	standing text not null,
	constraint benefit_look_pkey primary key (id)
);
create index benefit_look_account on benefit_look (account_id, at);

create table benefit_move (
	tenant_id bigint not null,
	step_id bigint not null,
	kind text not null,
	thing_id bigint not null,
	from_id bigint not null,
	to_id bigint not null,
	undone_at timestamptz,
	constraint benefit_move_pkey primary key (step_id, kind, thing_id)
);
