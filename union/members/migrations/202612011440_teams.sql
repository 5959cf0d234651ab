-- +goose Up
-- The groups of a unit are read from the index alone: a union of eleven thousand took 170 ms from the rows.
drop index member_segment_roll;
create index member_segment_roll on member_segment (org_id, sort, member_id, valid_from, valid_to, team) where void_by = 0;
