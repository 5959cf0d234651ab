-- +goose Up
-- The roll: words of very many small records, without a copy of what was indexed.
create table search_roll (
	id bigint not null,
	tokens tsvector not null default '',
	constraint search_roll_pkey primary key (id)
);
create index search_roll_tokens on search_roll using gin (tokens) with (fastupdate = off);
