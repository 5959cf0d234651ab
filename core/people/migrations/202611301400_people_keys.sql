-- +goose Up
-- Whom a roll of a million may already hold is asked by two small numbers that stand for "this name,
-- born that day" and "this telephone"; 0 means not made yet. Names are found by the rooms' own indexes.
alter table person add column match_key bigint not null default 0;
alter table person add column phone_key bigint not null default 0;
-- The person that took over this one when two entries turned out to be one human being.
alter table person add column merged_into bigint not null default 0;
drop index person_fold;
drop index person_given;
create index person_match on person (match_key);
create index person_phone on person (phone_key) where phone_key <> 0;
