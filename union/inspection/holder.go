package inspection

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Kinds of what this room holds for a unit; see orgs.Holder.
const (
	heldOwner   = "inspection.owner"          // cuộc kiểm tra đơn vị đang tiến hành
	heldSubject = "inspection.subject"        // cuộc kiểm tra chưa kết thúc tại đơn vị
	heldAnswer  = "inspection.recommendation" // kiến nghị kiểm tra chưa khắc phục
)

var heldKinds = map[role]string{roleOwner: heldOwner, roleSubject: heldSubject, roleAnswer: heldAnswer}

// Holds counts the live inspections of each unit, those at it, and the recommendations that wait for it.
func (s *Service) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	found, err := heldBy(tx, tenant, units, on)
	return holdings(found), err
}

// Totals counts the same over the whole site.
func (s *Service) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	found, err := heldInAll(tx, tenant, on)
	return holdings(found), err
}

func holdings(found []held) []orgs.Holding {
	out := make([]orgs.Holding, 0, len(found))
	for _, x := range found {
		out = append(out, orgs.Holding{Unit: x.unit, Kind: heldKinds[x.role], Count: x.n, Binds: true})
	}
	return out
}

// Carry gives what is not over to the unit that takes the rest; what was inspected before stays under
// the name of the unit that it was found at. Refuses with inspection.cannot_end.
func (s *Service) Carry(tx *db.Tx, _ kernel.Actor, in orgs.Carriage) error {
	c := carriage{in.Tenant, in.Step, in.From, in.On, in.Label}
	today := s.Clock.Now().Date()
	if in.Undo {
		err := takeBack(tx, c.tenant, c.step)
		if err != nil {
			return err
		}
		return turnStep(tx, c.tenant, c.step, today)
	}
	for _, kind := range heldKinds {
		if in.Rule.Ending(kind) {
			return kernel.Refuse("inspection.cannot_end")
		}
	}
	if in.Rule.Rest == 0 {
		return nil
	}
	err := carry(tx, c, in.Rule.Rest)
	if err != nil {
		return err
	}
	return turnStep(tx, c.tenant, c.step, today)
}
