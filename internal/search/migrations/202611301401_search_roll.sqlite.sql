-- +goose Up
-- The roll: words of very many small records, without a copy of what was indexed.
create virtual table search_roll using fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
