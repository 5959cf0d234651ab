package waitlists

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Kinds of what this room holds for a unit when a reorganisation asks.
const (
	HeldList        = "waitlists.list"        // lists that have not ended
	HeldApplication = "waitlists.application" // members who wait or were offered something
)

// Holder answers a reorganisation for this room (orgs.Holder).
func (s *Service) Holder() orgs.Holder { return holder{s} }

type holder struct{ *Service }

// Holds counts what each unit holds; the day does not matter, because none of it is dated.
func (h holder) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, _ kernel.Date) ([]orgs.Holding, error) {
	out, err := held(tx, HeldList, db.Build(`select l.org_id, count(*) from waitlist l where l.tenant_id = ? and l.state in ('draft', 'open', 'frozen')`, tenant).In(`and l.org_id in`, units, `group by l.org_id order by l.org_id`))
	if err != nil {
		return nil, err
	}
	more, err := held(tx, HeldApplication, db.Build(`select a.unit_id, count(*) from waitlist_application a where a.tenant_id = ? and a.stage in ('waiting', 'offered')`, tenant).In(`and a.unit_id in`, units, `group by a.unit_id order by a.unit_id`))
	return append(out, more...), err
}

// Totals counts the same over the whole tenant.
func (h holder) Totals(tx *db.Tx, tenant kernel.ID, _ kernel.Date) ([]orgs.Holding, error) {
	out, err := held(tx, HeldList, db.Build(`select 0, count(*) from waitlist l where l.tenant_id = ? and l.state in ('draft', 'open', 'frozen')`, tenant))
	if err != nil {
		return nil, err
	}
	more, err := held(tx, HeldApplication, db.Build(`select 0, count(*) from waitlist_application a where a.tenant_id = ? and a.stage in ('waiting', 'offered')`, tenant))
	return append(out, more...), err
}

func held(tx *db.Tx, kind string, q *db.Query) ([]orgs.Holding, error) {
	rows, err := db.AllOf(tx, func(h *orgs.Holding) []any { return []any{&h.Unit, &h.Count} }, q)
	rows = slices.DeleteFunc(rows, func(h orgs.Holding) bool { return h.Count == 0 })
	for i := range rows {
		rows[i].Kind, rows[i].Binds = kind, true
	}
	return rows, err
}

// thing is one row that goes over; key is what a list of the decision names it by.
type thing struct {
	kind string
	id   kernel.ID
	key  string
}

// Carry gives lists to the rest, or to whom the decision names by id, and applications to where their
// members go by number. Ranks do not change. With Undo what nobody moved since comes back.
func (h holder) Carry(tx *db.Tx, _ kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		return moveBack(tx, c.Step, h.Clock.Now())
	}
	things, err := db.AllOf(tx, func(t *thing) []any { t.kind = "application"; return []any{&t.id, &t.key} },
		db.Build(`select a.id, a.number from waitlist_application a where a.tenant_id = ? and a.stage in ('waiting', 'offered')`, c.Tenant).In(`and a.unit_id in`, c.From, `order by a.id`))
	if err != nil {
		return err
	}
	lists, err := db.AllOf(tx, func(t *thing) []any { t.kind = "list"; return []any{&t.id} },
		db.Build(`select l.id from waitlist l where l.tenant_id = ? and l.state in ('draft', 'open', 'frozen')`, c.Tenant).In(`and l.org_id in`, c.From, `order by l.id`))
	if err != nil {
		return err
	}
	for _, t := range append(things, lists...) {
		if t.kind == "list" {
			t.key = t.id.String()
		}
		to := c.Rule.Target(t.key, "", "")
		if to == 0 {
			continue
		}
		err = moveThing(tx, c, t, to)
		if err != nil {
			return err
		}
	}
	return nil
}

func moveThing(tx *db.Tx, c orgs.Carriage, t thing, to kernel.ID) error {
	if t.kind == "list" {
		_, err := tx.Exec(`insert into waitlist_move (tenant_id, step_id, kind, thing_id, from_id, to_id, undone_at) select tenant_id, $2, 'list', id, org_id, $3, null from waitlist where id = $1
 on conflict (step_id, kind, thing_id) do update set undone_at = null`, t.id, c.Step, to)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`update waitlist set org_id = $2, version = version + 1 where id = $1`, t.id, to)
		return err
	}
	_, err := tx.Exec(`insert into waitlist_move (tenant_id, step_id, kind, thing_id, from_id, to_id, undone_at) select tenant_id, $2, 'application', id, unit_id, $3, null from waitlist_application where id = $1
 on conflict (step_id, kind, thing_id) do update set undone_at = null`, t.id, c.Step, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update waitlist_application set unit_id = $2, version = version + 1 where id = $1`, t.id, to)
	return err
}

func moveBack(tx *db.Tx, step kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update waitlist_application set unit_id = (select m.from_id from waitlist_move m where m.step_id = $1 and m.kind = 'application' and m.thing_id = waitlist_application.id), version = version + 1
 where id in (select m.thing_id from waitlist_move m where m.step_id = $1 and m.kind = 'application' and m.undone_at is null and m.to_id = waitlist_application.unit_id)`, step)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update waitlist set org_id = (select m.from_id from waitlist_move m where m.step_id = $1 and m.kind = 'list' and m.thing_id = waitlist.id), version = version + 1
 where id in (select m.thing_id from waitlist_move m where m.step_id = $1 and m.kind = 'list' and m.undone_at is null and m.to_id = waitlist.org_id)`, step)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update waitlist_move set undone_at = $2 where step_id = $1 and undone_at is null`, step, at)
	return err
}
