package welfare

import (
	"cmp"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Kinds of what this room holds for a unit when a reorganisation asks.
const (
	HeldProgramme = "welfare.programme" // open programmes and drafts, with what is left of open budgets
	HeldBenefit   = "welfare.benefit"   // what waits to be handed over
	HeldVisit     = "welfare.visit"     // planned visits
	HeldAllowance = "welfare.allowance" // allowances that wait for a person
)

// Holder answers a reorganisation for this room (orgs.Holder).
func (s *Service) Holder() orgs.Holder { return holder{s} }

type holder struct{ *Service }

// Holds counts what each unit holds; the day does not matter, because none of it is dated.
func (h holder) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, _ kernel.Date) ([]orgs.Holding, error) {
	var out []orgs.Holding
	for part := range slices.Chunk(units, 500) {
		list, err := heldBy(tx, tenant, part)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Totals counts the same over the whole tenant. A programme that was cut into parts is one.
func (h holder) Totals(tx *db.Tx, tenant kernel.ID, _ kernel.Date) ([]orgs.Holding, error) {
	return heldBy(tx, tenant, nil)
}

// Carry gives open programmes, what waits to be handed over, planned visits and waiting allowances to
// the targets. Money that was spent stays where it was spent; what is left of a budget goes with the
// programme, or is shared by weights, largest remainder first. With Undo all of it comes back, unless a
// part has been used meanwhile: welfare.carried_in_use.
func (h holder) Carry(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		return h.carryBack(tx, a, c)
	}
	for _, do := range []func(*db.Tx, orgs.Carriage) error{h.carryProgrammes, h.carryBenefits, h.carryVisits, h.carryAllowances} {
		err := do(tx, c)
		if err != nil {
			return err
		}
	}
	return nil
}

func (h holder) carryProgrammes(tx *db.Tx, c orgs.Carriage) error {
	list, err := programmesHeld(tx, c.Tenant, c.From)
	if err != nil {
		return err
	}
	for _, p := range list {
		if c.Rule.Rest == 0 && len(c.Rule.Shares) == 0 {
			continue
		}
		moved, err := noteMove(tx, c, "programme", p.ID, p.Org, c.Rule.Rest, 0)
		if err != nil {
			return err
		}
		if !moved {
			continue
		}
		to := c.Rule.Rest
		if len(c.Rule.Shares) > 0 && (p.State == Open && p.Left() > 0 || to == 0) {
			to, err = h.cut(tx, c, p)
			if err != nil {
				return err
			}
		}
		err = giveProgramme(tx, p.ID, to)
		if err != nil {
			return err
		}
	}
	return nil
}

// cut divides what is left of a programme: the largest part keeps the programme, each other gets one of
// its own that counts as the same programme for whoever received already.
func (h holder) cut(tx *db.Tx, c orgs.Carriage, p Programme) (kernel.ID, error) {
	parts := c.Rule.Divide(p.Left())
	kernel.SortFunc(parts, func(x, y orgs.Part) int { return cmp.Or(cmp.Compare(y.Amount, x.Amount), cmp.Compare(x.Unit, y.Unit)) })
	for _, share := range parts[1:] {
		if share.Amount == 0 {
			continue
		}
		part := p
		part.ID, part.Org, part.Budget, part.Allowed, part.Committed, part.Paid = h.IDs.New(), share.Unit, share.Amount, 0, 0, 0
		err := insertProgramme(tx, part)
		if err != nil {
			return 0, err
		}
		err = h.cutOccasions(tx, p, part)
		if err != nil {
			return 0, err
		}
		err = lessBudget(tx, p.ID, share.Amount)
		if err != nil {
			return 0, err
		}
		_, err = noteMove(tx, c, "part", p.ID, part.ID, share.Unit, share.Amount)
		if err != nil {
			return 0, err
		}
	}
	return parts[0].Unit, nil
}

// cutOccasions gives a part those occasions of which no list was made yet.
func (h holder) cutOccasions(tx *db.Tx, p, part Programme) error {
	list, err := occasionsOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.State != Waiting {
			continue
		}
		o.ID, o.Programme = h.IDs.New(), part.ID
		err = insertOccasion(tx, o)
		if err != nil {
			return err
		}
	}
	return nil
}

// carryBenefits gives what waits to be handed over to the desk of the target. The unit of the list stays.
func (h holder) carryBenefits(tx *db.Tx, c orgs.Carriage) error {
	if !named(c.Rule) {
		if c.Rule.Rest == 0 {
			return nil
		}
		return moveDesks(tx, c, c.Rule.Rest, nil)
	}
	for after := kernel.ID(0); ; {
		rows, err := openRows(tx, c.Tenant, c.From, after, 4000)
		if err != nil || len(rows) == 0 {
			return err
		}
		by := map[kernel.ID][]kernel.ID{}
		for _, r := range rows {
			if to := c.Rule.Target(r.Number, kernel.Fold(r.Group), r.Area); to != 0 {
				by[to] = append(by[to], r.ID)
			}
		}
		for _, to := range sortedIDs(by) {
			for part := range slices.Chunk(by[to], 400) {
				err = moveDesks(tx, c, to, part)
				if err != nil {
					return err
				}
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// named tells whether the rule tells members apart.
func named(r orgs.Allotment) bool { return len(r.List)+len(r.Groups)+len(r.Areas) > 0 }

func sortedIDs(m map[kernel.ID][]kernel.ID) []kernel.ID {
	var out []kernel.ID
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func (h holder) carryVisits(tx *db.Tx, c orgs.Carriage) error {
	list, err := plannedVisits(tx, c.Tenant, c.From)
	if err != nil {
		return err
	}
	by := map[kernel.ID][]kernel.ID{}
	for _, v := range list {
		if to := c.Rule.Target(v.Number, "", ""); to != 0 {
			by[to] = append(by[to], v.ID)
		}
	}
	for _, to := range sortedIDs(by) {
		for part := range slices.Chunk(by[to], 400) {
			err = moveVisits(tx, c, to, part)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (h holder) carryAllowances(tx *db.Tx, c orgs.Carriage) error {
	if c.Rule.Rest == 0 {
		return nil
	}
	return moveAllowances(tx, c)
}

// carryBack undoes a step: parts that were made are dropped, budgets are whole again, desks and
// calendars are back where they were.
func (h holder) carryBack(tx *db.Tx, _ kernel.Actor, c orgs.Carriage) error {
	parts, err := movesOf(tx, c.Step, "part")
	if err != nil {
		return err
	}
	for _, m := range parts {
		part, ok, err := loadProgramme(tx, c.Tenant, m.From)
		if err != nil {
			return err
		}
		if !ok || part.Committed != 0 {
			return kernel.Refuse("welfare.carried_in_use", part.Title)
		}
		err = voidPart(tx, part.ID)
		if err != nil {
			return err
		}
		err = lessBudget(tx, m.Thing, -m.Amount)
		if err != nil {
			return err
		}
	}
	return moveBack(tx, c.Step, h.Clock.Now())
}
