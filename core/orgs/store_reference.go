package orgs

import (
	"embed"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

func levelInto(l *Level) []any {
	return []any{&l.Key, &l.Name, &l.System, &l.Rank, &l.Valid.From, &l.Valid.To, &l.Source, &l.Verified}
}

func allLevels(tx *db.Tx) ([]Level, error) {
	return db.All(tx, levelInto, `select key, name, system, rank, valid_from, valid_to, source, verified from org_level order by system, rank, key, valid_from`)
}

func putLevel(tx *db.Tx, l Level) error {
	_, err := tx.Exec(`
insert into org_level (key, name, system, rank, valid_from, valid_to, source, verified) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (key, valid_from) do update set name = excluded.name, system = excluded.system, rank = excluded.rank,
    valid_to = excluded.valid_to, source = excluded.source, verified = excluded.verified`,
		l.Key, l.Name, string(l.System), l.Rank, l.Valid.From, l.Valid.To, l.Source, l.Verified)
	return err
}

func kindRowInto(k *Kind) []any {
	return []any{&k.Key, &k.Name, &k.System, &k.Level, &k.Valid.From, &k.Valid.To, &k.Source, &k.Verified}
}

func kindsOn(tx *db.Tx, on kernel.Date) ([]Kind, error) {
	return db.All(tx, kindRowInto, `
select key, name, system, level_key, valid_from, valid_to, source, verified from org_kind
where valid_from <= $1 and (valid_to is null or valid_to > $1) order by system, key`, on)
}

func kindOn(tx *db.Tx, key string, on kernel.Date) (Kind, bool, error) {
	return db.One(tx, kindRowInto, `
select key, name, system, level_key, valid_from, valid_to, source, verified from org_kind
where key = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)`, key, on)
}

func putKind(tx *db.Tx, k Kind) error {
	_, err := tx.Exec(`
insert into org_kind (key, name, system, level_key, valid_from, valid_to, source, verified) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (key, valid_from) do update set name = excluded.name, system = excluded.system, level_key = excluded.level_key,
    valid_to = excluded.valid_to, source = excluded.source, verified = excluded.verified`,
		k.Key, k.Name, string(k.System), k.Level, k.Valid.From, k.Valid.To, k.Source, k.Verified)
	return err
}
