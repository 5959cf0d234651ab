-- +goose Up
-- private: nobody but the one it is given to sees it, in no list and no figure
alter table task add column private boolean not null default false;
