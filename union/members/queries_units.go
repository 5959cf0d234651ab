package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// UnitsOf tells where each of these members stands on a day; who stands nowhere is left out.
func (s *Service) UnitsOf(tx *db.Tx, tenant kernel.ID, members []kernel.ID, on kernel.Date) (map[kernel.ID]kernel.ID, error) {
	return unitsOf(tx, tenant, members, on)
}
