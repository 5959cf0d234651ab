-- +goose Up
create table search_doc (
	id bigint not null,
	tenant_id bigint not null,
	kind text not null,
	number text collate "C" not null,
	words text not null,
	scope text not null,
	at timestamptz,
	tokens tsvector not null default '',
	constraint search_doc_pkey primary key (id)
);
create index search_doc_number on search_doc (tenant_id, number) where number <> '';
create index search_doc_recent on search_doc (tenant_id, id);
-- Without a pending list, which every search would have to read through.
create index search_doc_tokens on search_doc using gin (tokens) with (fastupdate = off);
