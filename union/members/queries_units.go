package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// UnitsOf tells where each of these members stands on a day; who stands nowhere is left out.
func (s *Service) UnitsOf(tx *db.Tx, tenant kernel.ID, members []kernel.ID, on kernel.Date) (map[kernel.ID]kernel.ID, error) {
	return unitsOf(tx, tenant, members, on)
}

// Standing is a membership with its person and where she stands now, or stood last.
//
//glossary:none
type Standing struct{ Member, Person, Unit kernel.ID }

// PersonsOf reads whose memberships some are.
func (s *Service) PersonsOf(tx *db.Tx, ids []kernel.ID) ([]Standing, error) {
	list, err := membersOf(tx, ids, s.today())
	if err != nil {
		return nil, err
	}
	units, err := standingOf(tx, ids)
	var out []Standing
	for _, m := range list {
		out = append(out, Standing{m.ID, m.Person, units[m.ID]})
	}
	return out, err
}
