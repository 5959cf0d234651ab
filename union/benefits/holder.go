package benefits

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Kinds of what this room holds for a unit when a reorganisation asks.
const (
	HeldAgreement = "benefits.agreement" // agreements that have not ended
	HeldVoucher   = "benefits.voucher"   // vouchers that may still be used
)

// Holder answers a reorganisation for this room (orgs.Holder). What was used stays with the unit of its day.
func (s *Service) Holder() orgs.Holder { return holder{s} }

type holder struct{ *Service }

// Holds counts what each unit holds; the day does not matter, because none of it is dated.
func (h holder) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, _ kernel.Date) ([]orgs.Holding, error) {
	var out []orgs.Holding
	for _, kind := range []struct {
		key string
		q   *db.Query
	}{
		{HeldAgreement, db.Build(`select g.org_id, count(*), 0 from benefit_agreement g where g.tenant_id = ? and g.state in ('draft', 'signed', 'running')`, tenant).In(`and g.org_id in`, units, `group by g.org_id order by g.org_id`)},
		{HeldVoucher, db.Build(`select v.unit_id, count(*), coalesce(sum(x.face), 0) from benefit_voucher v join benefit_series x on x.id = v.series_id where v.tenant_id = ? and v.state = 'issued'`, tenant).In(`and v.unit_id in`, units, `group by v.unit_id order by v.unit_id`)},
	} {
		list, err := held(tx, kind.key, kind.q)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Totals counts the same over the whole tenant.
func (h holder) Totals(tx *db.Tx, tenant kernel.ID, _ kernel.Date) ([]orgs.Holding, error) {
	out, err := held(tx, HeldAgreement, db.Build(`select 0, count(*), 0 from benefit_agreement g where g.tenant_id = ? and g.state in ('draft', 'signed', 'running')`, tenant))
	if err != nil {
		return nil, err
	}
	more, err := held(tx, HeldVoucher, db.Build(`select 0, count(*), coalesce(sum(x.face), 0) from benefit_voucher v join benefit_series x on x.id = v.series_id where v.tenant_id = ? and v.state = 'issued'`, tenant))
	return append(out, more...), err
}

func held(tx *db.Tx, kind string, q *db.Query) ([]orgs.Holding, error) {
	rows, err := db.AllOf(tx, func(h *orgs.Holding) []any { return []any{&h.Unit, &h.Count, &h.Amount} }, q)
	rows = slices.DeleteFunc(rows, func(h orgs.Holding) bool { return h.Count == 0 })
	for i := range rows {
		rows[i].Kind, rows[i].Binds = kind, true
	}
	return rows, err
}

// Carry gives agreements to the rest, or to whom the list names by id, and vouchers to where their
// members go. With Undo what has not been used or ended since comes back.
func (h holder) Carry(tx *db.Tx, _ kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		return moveBack(tx, c.Step, h.Clock.Now())
	}
	things, err := heldThings(tx, c.Tenant, c.From)
	if err != nil {
		return err
	}
	by := map[string]map[kernel.ID][]kernel.ID{"agreement": {}, "voucher": {}}
	members := []kernel.ID{}
	for _, t := range things {
		if t.kind == "voucher" {
			members = append(members, t.member)
		}
	}
	groups, err := h.keysOf(tx, c, members)
	if err != nil {
		return err
	}
	for _, t := range things {
		k := groups[t.member]
		to := c.Rule.Target(t.key, k.group, k.area)
		if to != 0 {
			by[t.kind][to] = append(by[t.kind][to], t.id)
		}
	}
	for _, kind := range []string{"agreement", "voucher"} {
		for _, to := range sortedIDs(by[kind]) {
			for part := range slices.Chunk(by[kind][to], 400) {
				err = moveThings(tx, c, kind, to, part)
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

type keys struct{ group, area string }

// keysOf are the group and the commune of members, for rules that tell them apart by these.
func (h holder) keysOf(tx *db.Tx, c orgs.Carriage, members []kernel.ID) (map[kernel.ID]keys, error) {
	out := map[kernel.ID]keys{}
	if len(c.Rule.Groups)+len(c.Rule.Areas) == 0 || len(members) == 0 {
		return out, nil
	}
	err := h.Roll.Each(tx.Context(), c.Tenant, c.From, c.On.AddDays(-1), func(m Member) error {
		out[m.ID] = keys{kernel.Fold(m.Group), m.Area}
		return nil
	})
	return out, err
}

func sortedIDs(m map[kernel.ID][]kernel.ID) []kernel.ID {
	var out []kernel.ID
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// thing is one row that goes over; key is what a list names it by.
type thing struct {
	kind   string
	id     kernel.ID
	key    string
	member kernel.ID
}

func heldThings(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]thing, error) {
	out, err := db.AllOf(tx, func(t *thing) []any { t.kind = "voucher"; return []any{&t.id, &t.key, &t.member} },
		db.Build(`select v.id, v.number, v.member_id from benefit_voucher v where v.tenant_id = ? and v.state = 'issued'`, tenant).In(`and v.unit_id in`, units, `order by v.id`))
	if err != nil {
		return nil, err
	}
	agreements, err := db.AllOf(tx, func(t *thing) []any { t.kind = "agreement"; return []any{&t.id} },
		db.Build(`select g.id from benefit_agreement g where g.tenant_id = ? and g.state in ('draft', 'signed', 'running')`, tenant).In(`and g.org_id in`, units, `order by g.id`))
	for _, t := range agreements {
		t.key = t.id.String()
		out = append(out, t)
	}
	return out, err
}

// moveThings gives rows to a unit and writes down where they were; a step done twice is done once.
func moveThings(tx *db.Tx, c orgs.Carriage, kind string, to kernel.ID, rows []kernel.ID) error {
	if kind == "voucher" {
		_, err := db.ExecOf(tx, db.Build(`insert into benefit_move (tenant_id, step_id, kind, thing_id, from_id, to_id, undone_at) select tenant_id, ?, 'voucher', id, unit_id, ?, null from benefit_voucher where tenant_id = ?`,
			c.Step, to, c.Tenant).In(`and id in`, rows, `on conflict (step_id, kind, thing_id) do update set undone_at = null`))
		if err != nil {
			return err
		}
		_, err = db.ExecOf(tx, db.Build(`update benefit_voucher set unit_id = ? where tenant_id = ?`, to, c.Tenant).In(`and unit_id in`, c.From, ``).In(`and id in`, rows, ``))
		return err
	}
	_, err := db.ExecOf(tx, db.Build(`insert into benefit_move (tenant_id, step_id, kind, thing_id, from_id, to_id, undone_at) select tenant_id, ?, 'agreement', id, org_id, ?, null from benefit_agreement where tenant_id = ?`,
		c.Step, to, c.Tenant).In(`and id in`, rows, `on conflict (step_id, kind, thing_id) do update set undone_at = null`))
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update benefit_agreement set org_id = ?, version = version + 1 where tenant_id = ?`, to, c.Tenant).In(`and org_id in`, c.From, ``).In(`and id in`, rows, ``))
	return err
}

// moveBack undoes the moves of a step, as far as nobody has moved the thing since.
func moveBack(tx *db.Tx, step kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update benefit_voucher set unit_id = (select m.from_id from benefit_move m where m.step_id = $1 and m.kind = 'voucher' and m.thing_id = benefit_voucher.id)
 where id in (select m.thing_id from benefit_move m where m.step_id = $1 and m.kind = 'voucher' and m.undone_at is null and m.to_id = benefit_voucher.unit_id)`, step)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update benefit_agreement set org_id = (select m.from_id from benefit_move m where m.step_id = $1 and m.kind = 'agreement' and m.thing_id = benefit_agreement.id), version = version + 1
 where id in (select m.thing_id from benefit_move m where m.step_id = $1 and m.kind = 'agreement' and m.undone_at is null and m.to_id = benefit_agreement.org_id)`, step)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update benefit_move set undone_at = $2 where step_id = $1 and undone_at is null`, step, at)
	return err
}
