-- +goose Up
create table search_doc (
	id bigint not null,
	tenant_id bigint not null,
	kind text not null,
	number text not null,
	words text not null,
	scope text not null,
	at timestamptz,
	constraint search_doc_pkey primary key (id)
);
create index search_doc_number on search_doc (tenant_id, number) where number <> '';
-- The text itself is not kept in the index, nor where in a text a word stands: nothing asks for it.
create virtual table search_fts using fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
