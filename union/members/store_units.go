package members

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// unitsOf reads the units of many members on a day, so many at a time as a statement takes.
func unitsOf(tx *db.Tx, tenant kernel.ID, members []kernel.ID, on kernel.Date) (map[kernel.ID]kernel.ID, error) {
	type seat struct{ member, unit kernel.ID }
	out := make(map[kernel.ID]kernel.ID, len(members))
	for some := range slices.Chunk(members, asked) {
		q := db.Build(`select s.member_id, s.org_id from member_segment s join member m on m.id = s.member_id
			where m.tenant_id = ? and s.void_by = 0 and s.valid_from <= ? and s.valid_to > ?`, tenant, on, on).In(`and s.member_id in`, some, ``)
		rows, err := db.AllOf(tx, func(r *seat) []any { return []any{&r.member, &r.unit} }, q)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.member] = r.unit
		}
	}
	return out, nil
}
