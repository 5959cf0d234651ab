package orgs

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

func areaInto(a *Area) []any {
	return []any{&a.ID, &a.Area, &a.Level, &a.Code, &a.Kind, &a.Name, &a.Parent, &a.Valid.From, &a.FromKnown, &a.Valid.To, &a.Source, &a.Verified}
}

// AreaByCode reads the area that bore a code on a day. The same code on another day may be another place.
func AreaByCode(tx *db.Tx, code string, on kernel.Date) (Area, bool, error) {
	return db.One(tx, areaInto, `
select v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified
from area_version v join area a on a.id = v.area_id
where v.code = $1 and v.void_by = 0 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)`, code, on)
}

// AreaOn reads an area as it was on a day.
func AreaOn(tx *db.Tx, area kernel.ID, on kernel.Date) (Area, bool, error) {
	return db.One(tx, areaInto, `
select v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified
from area_version v join area a on a.id = v.area_id
where v.area_id = $1 and v.void_by = 0 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)`, area, on)
}

// AreasIn lists the areas that lay directly in another one on a day; parent 0 lists the provinces.
func AreasIn(tx *db.Tx, parent kernel.ID, on kernel.Date) ([]Area, error) {
	return db.All(tx, areaInto, `
select v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified
from area_version v join area a on a.id = v.area_id
where v.parent_id = $1 and v.void_by = 0 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
order by v.code, v.fold, v.id limit 500`, parent, on)
}

func areaVersions(tx *db.Tx, area kernel.ID) ([]Area, error) {
	return db.All(tx, areaInto, `
select v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified
from area_version v join area a on a.id = v.area_id
where v.area_id = $1 and v.void_by = 0 order by v.valid_from`, area)
}

// areasByWord lists versions of a day with a word that begins so. The folded words are plain
// letters, so the last letter of the range is above every one of them.
func areasByWord(tx *db.Tx, prefix string, on kernel.Date, limit int) ([]Area, error) {
	return db.All(tx, areaInto, `
select distinct v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified
from area_word w
join area_version v on v.id = w.version_id
join area a on a.id = v.area_id
where w.word >= $1 and w.word < $2 and v.void_by = 0 and v.valid_from <= $3 and (v.valid_to is null or v.valid_to > $3)
order by a.level desc, v.name, v.id limit $4`, prefix, prefix+"zzzz", on, limit)
}

type lineRow struct {
	old, fresh kernel.ID
	effective  kernel.Date
	part       string
	source     string
	verified   bool
}

func lineInto(l *lineRow) []any {
	return []any{&l.old, &l.fresh, &l.effective, &l.part, &l.source, &l.verified}
}

func lineageInto(tx *db.Tx, area kernel.ID) ([]lineRow, error) {
	return db.All(tx, lineInto, `select old_id, new_id, effective, part, source, verified from area_lineage where new_id = $1 and void_by = 0 order by effective, old_id`, area)
}

func lineageFrom(tx *db.Tx, area kernel.ID) ([]lineRow, error) {
	return db.All(tx, lineInto, `select old_id, new_id, effective, part, source, verified from area_lineage where old_id = $1 and void_by = 0 order by effective, new_id`, area)
}

func areasLoaded(tx *db.Tx, digest string) (bool, error) {
	_, ok, err := db.Value[string](tx, `select digest from area_load where digest = $1`, digest)
	return ok, err
}

func markAreasLoaded(tx *db.Tx, digest string, at kernel.Instant) error {
	_, err := tx.Exec(`insert into area_load (digest, at) values ($1, $2)`, digest, at)
	return err
}

type areaKey struct {
	id    kernel.ID
	level AreaLevel
}

type areaWord struct {
	word    string
	version kernel.ID
}

// pieces cuts a list into parts that fit into one statement.
func pieces[T any](rows []T, put func([]T) error) error {
	for part := range slices.Chunk(rows, 200) {
		err := put(part)
		if err != nil {
			return err
		}
	}
	return nil
}

// putMap writes a whole map; rows that are there already take the new values.
func putMap(tx *db.Tx, areas []areaKey, versions []Area, words []areaWord, lines []lineRow) error {
	err := pieces(areas, func(part []areaKey) error { return putAreas(tx, part) })
	if err != nil {
		return err
	}
	err = pieces(versions, func(part []Area) error { return putAreaVersions(tx, part) })
	if err != nil {
		return err
	}
	err = pieces(words, func(part []areaWord) error { return putAreaWords(tx, part) })
	if err != nil {
		return err
	}
	return pieces(lines, func(part []lineRow) error { return putLines(tx, part) })
}

func putAreas(tx *db.Tx, part []areaKey) error {
	q := db.Build(`insert into area (id, level) values`)
	for i, a := range part {
		if i > 0 {
			q.And(`,`)
		}
		q.And(`(?, ?)`, a.id, string(a.level))
	}
	_, err := db.ExecOf(tx, q.And(`on conflict (id) do nothing`))
	return err
}

func putAreaVersions(tx *db.Tx, part []Area) error {
	q := db.Build(`insert into area_version (id, area_id, code, kind, name, fold, parent_id, valid_from, from_known, valid_to, source, verified) values`)
	for i, a := range part {
		if i > 0 {
			q.And(`,`)
		}
		q.And(`(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.Area, a.Code, a.Kind, a.Name, fold(a.Name), a.Parent, a.Valid.From, a.FromKnown, a.Valid.To, a.Source, a.Verified)
	}
	_, err := db.ExecOf(tx, q.And(`
on conflict (area_id, valid_from) where void_by = 0 do update set code = excluded.code, kind = excluded.kind, name = excluded.name, fold = excluded.fold,
    parent_id = excluded.parent_id, from_known = excluded.from_known, valid_to = excluded.valid_to, source = excluded.source, verified = excluded.verified
where area_version.made_by = 0`))
	return err
}

func putAreaWords(tx *db.Tx, part []areaWord) error {
	q := db.Build(`insert into area_word (word, version_id) values`)
	for i, w := range part {
		if i > 0 {
			q.And(`,`)
		}
		q.And(`(?, ?)`, w.word, w.version)
	}
	_, err := db.ExecOf(tx, q.And(`on conflict (word, version_id) do nothing`))
	return err
}

func putLines(tx *db.Tx, part []lineRow) error {
	q := db.Build(`insert into area_lineage (old_id, new_id, effective, decision_id, part, source, verified, void_by) values`)
	for i, l := range part {
		if i > 0 {
			q.And(`,`)
		}
		q.And(`(?, ?, ?, 0, ?, ?, ?, 0)`, l.old, l.fresh, l.effective, l.part, l.source, l.verified)
	}
	_, err := db.ExecOf(tx, q.And(`on conflict (old_id, new_id, effective, decision_id) do nothing`))
	return err
}

type levelCount struct {
	level AreaLevel
	n     int
}

func levelCountInto(c *levelCount) []any { return []any{&c.level, &c.n} }

// CountAreas counts the areas of each level on a day.
func CountAreas(tx *db.Tx, on kernel.Date) (map[AreaLevel]int, error) {
	rows, err := db.All(tx, levelCountInto, `
select a.level, count(*) from area_version v join area a on a.id = v.area_id
where v.void_by = 0 and v.valid_from <= $1 and (v.valid_to is null or v.valid_to > $1) group by a.level`, on)
	out := map[AreaLevel]int{}
	for _, r := range rows {
		out[r.level] = r.n
	}
	return out, err
}
