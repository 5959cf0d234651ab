-- +goose Up
-- An application born of a dossier: the decision that the dossier ended with, and why it is not in the roll yet.
alter table member_application add column decision text not null default '';
alter table member_application add column why text not null default '';
create index member_application_member on member_application (member_id, id);
