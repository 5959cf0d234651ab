-- +goose Up
-- What a step of a reorganisation handed over, dossier by dossier and role by role (received, deciding,
-- opinion, assignee). On a day before effective the dossier was held by from_unit. A row that was taken
-- back keeps its place with void_by, the decision that did it.
create table dossier_move (
    tenant_id bigint not null,
    step_id bigint not null,
    dossier_id bigint not null,
    role text not null,
    ref_id bigint not null,
    from_unit bigint not null,
    to_unit bigint not null,
    effective date not null,
    decision_id bigint not null,
    void_by bigint not null,
    constraint dossier_move_pk primary key (step_id, dossier_id, role, ref_id)
);
create index dossier_move_dossier on dossier_move (dossier_id, role, effective);
create index dossier_move_from on dossier_move (tenant_id, from_unit, role, effective);

-- A step that was carried through: once.
create table dossier_carry (
    step_id bigint not null,
    tenant_id bigint not null,
    moved bigint not null,
    constraint dossier_carry_pk primary key (step_id)
);

-- What came from another unit by a decision, and what went to one.
alter table dossier_count add column handed_in bigint not null default 0;
alter table dossier_count add column handed_out bigint not null default 0;
