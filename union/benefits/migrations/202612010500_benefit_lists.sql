-- +goose Up
-- every list is read in the order in which it is shown, from within its own site
create index benefit_agreement_list on benefit_agreement (tenant_id, id);
create index benefit_voucher_series on benefit_voucher (series_id, id);
drop index benefit_use_agreement;
drop index benefit_use_unit;
create index benefit_use_agreement on benefit_use (tenant_id, agreement_id, used_on, id);
create index benefit_use_unit on benefit_use (tenant_id, unit_id, used_on, id);
create index benefit_use_reached on benefit_use (tenant_id, person_id, used_on);
