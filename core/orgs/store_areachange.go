package orgs

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func putAreaKey(tx *db.Tx, id kernel.ID, level AreaLevel) error {
	_, err := tx.Exec(`insert into area (id, level) values ($1, $2)`, id, string(level))
	return err
}

// putAreaVersion writes one version with the words by which it is found.
func putAreaVersion(tx *db.Tx, a Area, by kernel.ID) error {
	_, err := tx.Exec(`
insert into area_version (id, area_id, code, kind, name, fold, parent_id, valid_from, from_known, valid_to, source, verified, made_by, void_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)`,
		a.ID, a.Area, a.Code, a.Kind, a.Name, fold(a.Name), a.Parent, a.Valid.From, a.FromKnown, a.Valid.To, a.Source, a.Verified, by)
	if err != nil {
		return err
	}
	var words []areaWord
	for _, w := range nameWords(a.Name) {
		words = append(words, areaWord{w, a.ID})
	}
	if len(words) == 0 {
		return nil
	}
	return putAreaWords(tx, words)
}

func voidArea(tx *db.Tx, version, by kernel.ID) error {
	_, err := tx.Exec(`update area_version set void_by = $2 where id = $1`, version, by)
	return err
}

// areasInside are the versions from a day on that lie directly in an area.
func areasInside(tx *db.Tx, area kernel.ID, on kernel.Date) ([]Area, error) {
	return db.All(tx, areaInto, `
select v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified
from area_version v join area a on a.id = v.area_id
where v.parent_id = $1 and v.void_by = 0 and (v.valid_to is null or v.valid_to > $2)
order by v.id`, area, on)
}

type touchedArea struct {
	Area
	made, void kernel.ID
}

// areasTouchedBy are the versions that a decision wrote or took out of force.
func areasTouchedBy(tx *db.Tx, decision kernel.ID) ([]touchedArea, error) {
	return db.All(tx, func(a *touchedArea) []any { return append(areaInto(&a.Area), &a.made, &a.void) }, `
select v.id, v.area_id, a.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.from_known, v.valid_to, v.source, v.verified, v.made_by, v.void_by
from area_version v join area a on a.id = v.area_id
where v.made_by = $1 or v.void_by = $1
order by case when v.made_by = $1 then 0 else 1 end, v.id`, decision)
}

func putLineage(tx *db.Tx, old, fresh kernel.ID, on kernel.Date, part, source string, by kernel.ID) error {
	_, err := tx.Exec(`
insert into area_lineage (old_id, new_id, effective, decision_id, part, source, verified, void_by) values ($1, $2, $3, $4, $5, $6, true, 0)
on conflict (old_id, new_id, effective, decision_id) do update set part = excluded.part, source = excluded.source`, old, fresh, on, by, part, source)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update area_lineage set void_by = $4 where old_id = $1 and new_id = $2 and effective = $3 and decision_id = 0 and void_by = 0`, old, fresh, on, by)
	return err
}

// lineageOf are the areas into which, by one decision, an area went.
func lineageOf(tx *db.Tx, old, by kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, idInto, `select new_id from area_lineage where old_id = $1 and decision_id = $2 and void_by = 0 order by new_id`, old, by)
}

// voidLineage takes back the lines of a decision; candidates that it had taken the place of stand again.
func voidLineage(tx *db.Tx, of, by kernel.ID) error {
	_, err := tx.Exec(`update area_lineage set void_by = $2 where decision_id = $1 and void_by = 0`, of, by)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update area_lineage set void_by = 0 where void_by = $1 and decision_id = 0`, of)
	return err
}

// doubleCodes are codes that two areas in force would bear on one day, one of them by this decision.
func doubleCodes(tx *db.Tx, by kernel.ID) ([]string, error) {
	return db.All(tx, func(s *string) []any { return []any{s} }, `
select distinct v.code from area_version v
join area_version o on o.code = v.code and o.area_id <> v.area_id and o.void_by = 0 and (o.valid_to is null or o.valid_to > v.valid_from) and (v.valid_to is null or o.valid_from < v.valid_to)
where v.made_by = $1 and v.void_by = 0 and v.code <> ''
order by v.code`, by)
}
