package members

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// GetMany reads many memberships at once, as of a day, in the order of their ids; those of another tenant,
// or that are not there, are left out.
func (s *Service) GetMany(tx *db.Tx, tenant kernel.ID, ids []kernel.ID, on kernel.Date) ([]Member, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	var out []Member
	for some := range slices.Chunk(slices.Compact(ids), asked) {
		list, err := membersAmong(tx, tenant, some, on)
		if err == nil {
			err = fill(tx, list, on)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

func membersAmong(tx *db.Tx, tenant kernel.ID, ids []kernel.ID, on kernel.Date) ([]Member, error) {
	return db.AllOf(tx, memberInto, db.Build(memberHead+`where m.tenant_id = $1`, tenant, on).In(`and m.id in`, ids, `order by m.id`))
}

// MayKeep tells whether the actor keeps the roll of a unit that lives today. Refuses with
// members.no_unit, members.may_not, members.unit_ended.
func (s *Service) MayKeep(tx *db.Tx, a kernel.Actor, unit kernel.ID) error {
	_, err := s.openUnit(tx, a, unit)
	return err
}
