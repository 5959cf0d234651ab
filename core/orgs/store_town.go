package orgs

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const townOf = `
select v.name
from org_closure x
join org_area_span a on a.org_id = x.ancestor_id and a.void_by = 0 and a.valid_from <= $2 and (a.valid_to is null or a.valid_to > $2)
join area_version v on v.area_id = a.area_id and v.void_by = 0 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
where x.descendant_id = $1 and x.valid_from <= $2 and (x.valid_to is null or x.valid_to > $2)
order by x.depth, v.code
limit 1`

// TownOf is the name of the area that a unit, or else the nearest unit above it, serves on a day: the
// place named before the date of a paper. "" when none is known.
func (s *Service) TownOf(tx *db.Tx, org kernel.ID, on kernel.Date) (string, error) {
	name, _, err := db.Value[string](tx, townOf, org, on)
	return name, err
}

// Root is the top unit of this installation, the oldest when there are several; 0 before there is one.
func (s *Service) Root(tx *db.Tx) (kernel.ID, error) {
	id, _, err := db.Value[kernel.ID](tx, `select id from org where id = tenant_id order by id limit 1`)
	return id, err
}

// EachArea visits the areas in force on a day, by code.
func (s *Service) EachArea(tx *db.Tx, on kernel.Date, visit func(code, kind, name string, from kernel.Date)) error {
	type row struct {
		code, kind, name string
		from             kernel.Date
	}
	rows, err := db.All(tx, func(r *row) []any { return []any{&r.code, &r.kind, &r.name, &r.from} },
		`select code, kind, name, valid_from from area_version where void_by = 0 and valid_from <= $1 and (valid_to is null or valid_to > $1) order by code`, on)
	for _, r := range rows {
		visit(r.code, r.kind, r.name, r.from)
	}
	return err
}
