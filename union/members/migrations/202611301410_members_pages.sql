-- +goose Up
-- All transfers of one member, for her record.
create index member_transfer_member on member_transfer (member_id, id);
create index member_transfer_answer on member_transfer (answer_org, state, id);
