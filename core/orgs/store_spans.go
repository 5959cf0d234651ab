package orgs

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// identifierHolder finds another unit that bears the code on any day of the period.
func identifierHolder(tx *db.Tx, tenant kernel.ID, code string, in kernel.Period, but kernel.ID) (kernel.ID, bool, error) {
	if in.To.IsZero() {
		return db.Value[kernel.ID](tx, `select org_id from org_identifier_span where tenant_id = $1 and code = $2 and void_by = 0 and (valid_to is null or valid_to > $3) and org_id <> $4 limit 1`,
			tenant, code, in.From, but)
	}
	return db.Value[kernel.ID](tx, `select org_id from org_identifier_span where tenant_id = $1 and code = $2 and void_by = 0 and (valid_to is null or valid_to > $3) and valid_from < $4 and org_id <> $5 limit 1`,
		tenant, code, in.From, in.To, but)
}

type areaServed struct {
	area  kernel.ID
	valid kernel.Period
}

// areasServed are the areas that a unit serves or served.
func areasServed(tx *db.Tx, org kernel.ID) ([]areaServed, error) {
	return db.All(tx, func(a *areaServed) []any { return []any{&a.area, &a.valid.From, &a.valid.To} },
		`select area_id, valid_from, valid_to from org_area_span where org_id = $1 and void_by = 0 order by valid_from, id`, org)
}
