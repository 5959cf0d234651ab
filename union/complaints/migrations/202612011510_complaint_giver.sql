-- +goose Up
-- who gave records away finds those whose lead has left
create index complaint_event_giver on complaint_event (tenant_id, account_id, complaint_id, verb) where verb in ('hand_over', 'pass', 'give_anew');
