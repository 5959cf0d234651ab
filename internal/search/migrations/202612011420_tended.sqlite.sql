-- +goose Up
-- Whoever files a dossier leaves a small piece of the index; pieces are merged by Tend, not by her. Only when
-- very many have come together does whoever comes next merge them.
insert into search_fts (search_fts, rank) values ('automerge', 0);
insert into search_fts (search_fts, rank) values ('crisismerge', 500);
insert into search_fts (search_fts, rank) values ('usermerge', 8);
insert into search_roll (search_roll, rank) values ('automerge', 0);
insert into search_roll (search_roll, rank) values ('crisismerge', 500);
insert into search_roll (search_roll, rank) values ('usermerge', 8);
