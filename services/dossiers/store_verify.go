package dossiers

import (
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
)

const verifyIDs = `select id, tenant_id, state from dossier where id > $1 order by id limit 500`

// verifiedRow is what the index row claims.
type verifiedRow struct {
	id, tenant kernel.ID
	state      State
}

// VerifyAll replays every dossier and compares it with its row. It gives the number looked at and a
// line for each that does not agree or whose chain of events is broken.
func (s *Service) VerifyAll(tx *db.Tx) (n int, bad []string, err error) {
	var last kernel.ID
	for {
		rows, err := db.All(tx, func(r *verifiedRow) []any { return []any{&r.id, &r.tenant, &r.state} }, verifyIDs, last)
		if err != nil {
			return n, bad, err
		}
		for _, r := range rows {
			n++
			last = r.id
			d, ok, err := load(tx, r.tenant, r.id)
			switch {
			case err != nil:
				bad = append(bad, fmt.Sprintf("%s: %v", r.id, err))
			case !ok:
				bad = append(bad, fmt.Sprintf("%s: không có sự kiện", r.id))
			case d.State != r.state:
				bad = append(bad, fmt.Sprintf("%s: trạng thái %d, theo sự kiện là %d", r.id, r.state, d.State))
			}
		}
		if len(rows) < 500 {
			return n, bad, nil
		}
	}
}
