-- +goose Up
-- Each document is a piece of the index of its own until pieces are merged: sixteen at once instead of four,
-- so that filing one dossier merges less; a search looks into a few more pieces.
insert into search_fts (search_fts, rank) values ('automerge', 16);
insert into search_roll (search_roll, rank) values ('automerge', 16);
