-- +goose Up
-- The path of units under which the text index knows the dossiers of a unit.
create table dossier_reach (
	tenant_id bigint not null,
	unit_id bigint not null,
	path text not null,
	constraint dossier_reach_pk primary key (tenant_id, unit_id)
);
