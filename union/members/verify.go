package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// mostFlaws bounds what one verification tells.
const mostFlaws = 100

// Verify (kiểm tra sổ) walks the whole roll of a tenant and names memberships whose dated rows cannot
// all be true, and units whose counter is not what the rows add up to (What "counter", Member the unit).
func (s *Service) Verify(tx *db.Tx, tenant kernel.ID) ([]Flaw, error) {
	var out []Flaw
	after := kernel.ID(0)
	for len(out) < mostFlaws {
		batch, err := walkAfter(tx, tenant, after, streamed)
		if err != nil {
			return nil, err
		}
		for _, w := range batch {
			after = w.m.ID
			out = append(out, flaws(w.m, w.segments, w.statuses)...)
		}
		if len(batch) < streamed {
			break
		}
	}
	wrong, err := wrongCounters(tx, tenant, mostFlaws)
	if err != nil {
		return nil, err
	}
	for _, unit := range wrong {
		out = append(out, Flaw{Member: unit, What: "counter"})
	}
	return out, nil
}
