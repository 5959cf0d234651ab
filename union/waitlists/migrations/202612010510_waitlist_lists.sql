-- +goose Up
-- every list is read in the order in which it is shown
create index waitlist_list on waitlist (tenant_id, id);
create index waitlist_application_place on waitlist_application (list_id, place, id);
