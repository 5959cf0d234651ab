-- +goose Up
create table payment_counter (
	tenant_id bigint not null,
	org_id bigint not null,
	series text not null,
	value bigint not null,
	constraint payment_counter_pkey primary key (tenant_id, org_id, series)
);

create table payment_payee (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	bin text not null,
	account text not null,
	holder text not null,
	valid_from date not null,
	valid_to date,
	constraint payment_payee_pkey primary key (id),
	constraint payment_payee_from unique (tenant_id, org_id, valid_from)
);

create table payment_order (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	reference text not null,
	subject text not null,
	about text not null,
	payer text not null,
	total bigint not null,
	payee_bin text not null,
	payee_account text not null,
	payee_holder text not null,
	state text not null,
	method text not null,
	paid_by text not null,
	paid_at timestamptz,
	created_at timestamptz not null,
	reason text not null,
	token text not null,
	constraint payment_order_pkey primary key (id),
	constraint payment_order_reference unique (tenant_id, reference)
);
create index payment_order_list on payment_order (tenant_id, state, id);
create index payment_order_subject on payment_order (tenant_id, subject);
create index payment_order_paid on payment_order (tenant_id, paid_at) where state = 'paid';

create table payment_line (
	order_id bigint not null,
	tenant_id bigint not null,
	position integer not null,
	kind text not null,
	name text not null,
	quantity integer not null,
	unit bigint not null,
	amount bigint not null,
	basis text not null,
	constraint payment_line_pkey primary key (order_id, position)
);

create table payment_receipt (
	id bigint not null,
	tenant_id bigint not null,
	org_id bigint not null,
	order_id bigint not null,
	kind text not null,
	year integer not null,
	number bigint not null,
	payer text not null,
	about text not null,
	amount bigint not null,
	method text not null,
	cashier text not null,
	issued_at timestamptz not null,
	constraint payment_receipt_pkey primary key (id),
	constraint payment_receipt_once unique (tenant_id, order_id, kind),
	constraint payment_receipt_number unique (tenant_id, org_id, kind, year, number),
	constraint payment_receipt_amount check (amount > 0)
);
