-- +goose Up
-- What a step of a reorganisation did to a mandate or a post: the row that it ended on its day, and the
-- one that goes on elsewhere, 0 when none does.
create table people_carry (
    step_id bigint not null,
    kind text not null,
    old_id bigint not null,
    new_id bigint not null,
    old_to date,
    undone_by bigint not null,
    constraint people_carry_pk primary key (step_id, kind, old_id)
);
