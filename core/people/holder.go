package people

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// What this room holds for units; see orgs.Holder. Both end with their unit unless a decision says else.
const (
	HeldMandate = "people.mandate" // phân quyền, uỷ quyền
	HeldPost    = "people.post"    // chức danh
)

// Held is this room as a reorganisation sees it.
//
//glossary:none
type Held struct{ s *Service }

// Held hands the room to core/orgs.
func (s *Service) Held() Held { return Held{s} }

// Holds counts the mandates and posts of each unit on a day.
func (h Held) Holds(tx *db.Tx, _ kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	var out []orgs.Holding
	for _, t := range carriedTables {
		rows, err := t.count(tx, units, on)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, orgs.Holding{Unit: r.unit, Kind: t.kind, Count: r.n, Binds: true, Lapses: true})
		}
	}
	return out, nil
}

// Totals counts the same over the whole site.
func (h Held) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	var out []orgs.Holding
	for _, t := range carriedTables {
		n, err := t.total(tx, tenant, on)
		if err != nil {
			return nil, err
		}
		out = append(out, orgs.Holding{Kind: t.kind, Count: n, Binds: true, Lapses: true})
	}
	return out, nil
}

// Carry ends mandates and posts with their units, or lets them go on where the decision sends their
// holder: by her login, or all by the kind. Whoever keeps something keeps it by the decision's paper.
func (h Held) Carry(tx *db.Tx, _ kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		return uncarry(tx, c, h.s.Clock.Now())
	}
	done, err := carriedAlready(tx, c.Step)
	if err != nil || done {
		return err
	}
	for _, t := range carriedTables {
		rows, err := t.load(tx, c.From, c.On)
		if err != nil {
			return err
		}
		var moves []carriedRow
		fresh := map[kernel.ID]kernel.ID{} // old mandate → the one that goes on
		for _, r := range rows {
			to, named := c.Rule.List[r.login]
			switch {
			case named && r.login != "":
			case c.Rule.Ending(t.kind):
				to = 0
			case c.Rule.Staying(t.kind) || c.Rule.Rest == 0:
				continue
			default:
				to = c.Rule.Rest
			}
			r.to = to
			if to != 0 {
				r.fresh = h.s.IDs.New()
				fresh[r.id] = r.fresh
			}
			moves = append(moves, r)
		}
		err = t.carry(tx, c, moves, fresh, h.s.Clock.Now())
		if err != nil {
			return err
		}
	}
	return markCarried(tx, c.Step)
}
