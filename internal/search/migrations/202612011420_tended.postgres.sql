-- +goose Up
-- For SQLite alone; the number stands for both, because a copy between engines asks for the same one.
select 1;
