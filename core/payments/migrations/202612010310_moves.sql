-- +goose Up
-- Waiting orders that a step of a reorganisation handed over, with what stood in them before. A row that
-- was taken back keeps its place with void_by, the decision that did it.
create table payment_move (
	step_id bigint not null,
	order_id bigint not null,
	tenant_id bigint not null,
	from_org bigint not null,
	to_org bigint not null,
	effective date not null,
	decision_id bigint not null,
	payee_bin text not null,
	payee_account text not null,
	payee_holder text not null,
	void_by bigint not null,
	constraint payment_move_pkey primary key (step_id, order_id)
);
create index payment_move_order on payment_move (order_id, effective);
create index payment_move_from on payment_move (tenant_id, from_org, effective);

-- A step that was carried through: once.
create table payment_carry (
	step_id bigint not null,
	tenant_id bigint not null,
	moved bigint not null,
	constraint payment_carry_pkey primary key (step_id)
);

-- What waits, by who collects it.
create index payment_order_waiting on payment_order (tenant_id, org_id, id) where state = 'waiting';
