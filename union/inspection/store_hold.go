package inspection

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// role is in which way a unit holds a thing of this room.
type role string

const (
	roleOwner   role = "owner"   // its committee inspects
	roleSubject role = "subject" // is inspected
	roleAnswer  role = "answer"  // answers for an issued recommendation
)

func hold(tx *db.Tx, tenant, thing kernel.ID, r role, unit kernel.ID, on kernel.Date) error {
	_, err := tx.Exec(`insert into inspection_hold (tenant_id, thing_id, role, unit_id, valid_from, valid_to, made_by, ended_by, label, void, live)
 values ($1, $2, $3, $4, $5, null, 0, 0, '', false, true)`, tenant, thing, r, unit, on)
	return err
}

// rehold gives a recommendation to another unit by hand from a day on; the thing itself is the maker.
func rehold(tx *db.Tx, tenant, thing, unit kernel.ID, on kernel.Date) error {
	_, err := tx.Exec(`update inspection_hold set valid_to = case when valid_from > $2 then valid_from else $2 end where thing_id = $1 and role = 'answer' and valid_to is null and void = false`,
		thing, on)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into inspection_hold (tenant_id, thing_id, role, unit_id, valid_from, valid_to, made_by, ended_by, label, void, live)
 values ($1, $2, 'answer', $3, $4, null, $2, 0, '', false, true) on conflict (thing_id, role, valid_from, made_by) do update set unit_id = excluded.unit_id, valid_to = null`, tenant, thing, unit, on)
	return err
}

// letGo says that a thing is over: a reorganisation no longer moves it.
func letGo(tx *db.Tx, thing kernel.ID) error {
	_, err := tx.Exec(`update inspection_hold set live = false where thing_id = $1`, thing)
	return err
}

// turns bring the units of live things to what their holdings say of a day.
var turns = []func(today kernel.Date) *db.Query{
	func(today kernel.Date) *db.Query {
		return db.Build(`update inspection set row_version = row_version + 1, unit_id = (select h.unit_id from inspection_hold h where h.thing_id = inspection.id and h.role = 'owner'
 and h.void = false and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?))
 where exists (select 1 from inspection_hold h where h.thing_id = inspection.id and h.role = 'owner' and h.live = true and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and h.unit_id <> inspection.unit_id)`, today, today, today, today)
	},
	func(today kernel.Date) *db.Query {
		return db.Build(`update inspection set row_version = row_version + 1, subject_now_id = (select h.unit_id from inspection_hold h where h.thing_id = inspection.id and h.role = 'subject'
 and h.void = false and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?))
 where exists (select 1 from inspection_hold h where h.thing_id = inspection.id and h.role = 'subject' and h.live = true and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and h.unit_id <> inspection.subject_now_id)`, today, today, today, today)
	},
	func(today kernel.Date) *db.Query {
		return db.Build(`update inspection_recommendation set unit_id = (select h.unit_id from inspection_hold h where h.thing_id = inspection_recommendation.id and h.role = 'answer'
 and h.void = false and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?))
 where exists (select 1 from inspection_hold h where h.thing_id = inspection_recommendation.id and h.role = 'answer' and h.live = true and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and h.unit_id <> inspection_recommendation.unit_id)`, today, today, today, today)
	},
}

// turnStep lets the lists follow one step; turnDay follows every step whose day came within the last weeks.
func turnStep(tx *db.Tx, tenant, step kernel.ID, today kernel.Date) error {
	for _, turn := range turns {
		_, err := db.ExecOf(tx, turn(today).And(`and id in (select x.thing_id from inspection_hold x where x.tenant_id = ? and x.made_by = ?)`, tenant, step))
		if err != nil {
			return err
		}
	}
	return nil
}

func turnDay(tx *db.Tx, today kernel.Date) error {
	for _, turn := range turns {
		_, err := db.ExecOf(tx, turn(today).And(`and id in (select x.thing_id from inspection_hold x where x.made_by <> 0 and x.valid_from >= ? and x.valid_from <= ?)`, today.AddDays(-40), today))
		if err != nil {
			return err
		}
	}
	return nil
}

// held is how many live things a unit holds in a role.
type held struct {
	unit kernel.ID
	role role
	n    int64
}

func intoHeld(x *held) []any { return []any{&x.unit, &x.role, &x.n} }

func heldBy(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]held, error) {
	return db.AllOf(tx, intoHeld, db.Build(`select h.unit_id, h.role, count(*) from inspection_hold h
 where h.tenant_id = ? and h.void = false and h.live = true and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?)`, tenant, on, on).
		In("and h.unit_id in", units, "group by h.unit_id, h.role order by h.unit_id, h.role"))
}

func heldInAll(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]held, error) {
	return db.AllOf(tx, intoHeld, db.Build(`select 0, h.role, count(*) from inspection_hold h
 where h.tenant_id = ? and h.void = false and h.live = true and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) group by h.role order by h.role`, tenant, on, on))
}

// carriage is a step as the statements need it.
type carriage struct {
	tenant, step kernel.ID
	from         []kernel.ID
	on           kernel.Date
	label        string
}

// carry ends what the units hold on a day and gives it to another unit from then on. A row that begins
// later than the day begins anew with the target.
func carry(tx *db.Tx, c carriage, to kernel.ID) error {
	q := db.Build(`insert into inspection_hold (tenant_id, thing_id, role, unit_id, valid_from, valid_to, made_by, ended_by, label, void, live)
 select h.tenant_id, h.thing_id, h.role, ?, case when h.valid_from > ? then h.valid_from else ? end, null, ?, 0, ?, false, true
 from inspection_hold h where h.tenant_id = ? and h.void = false and h.live = true and h.valid_to is null and h.made_by <> ?`, to, c.on, c.on, c.step, c.label, c.tenant, c.step).
		In("and h.unit_id in", c.from, "on conflict (thing_id, role, valid_from, made_by) do update set unit_id = excluded.unit_id, valid_to = null, void = false, label = excluded.label")
	_, err := db.ExecOf(tx, q)
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update inspection_hold set valid_to = case when valid_from > ? then valid_from else ? end, ended_by = ?
 where tenant_id = ? and void = false and live = true and valid_to is null and made_by <> ?
 and exists (select 1 from inspection_hold n where n.thing_id = inspection_hold.thing_id and n.role = inspection_hold.role and n.made_by = ? and n.void = false)`,
		c.on, c.on, c.step, c.tenant, c.step, c.step).In("and unit_id in", c.from, ""))
	return err
}

// takeBack voids what a step made and lets run on what it ended, as far as nobody has moved it since.
func takeBack(tx *db.Tx, tenant, step kernel.ID) error {
	_, err := tx.Exec(`update inspection_hold set void = true where tenant_id = $1 and made_by = $2 and void = false and valid_to is null and live = true`, tenant, step)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update inspection_hold set valid_to = null, ended_by = 0 where tenant_id = $1 and ended_by = $2
 and exists (select 1 from inspection_hold n where n.thing_id = inspection_hold.thing_id and n.role = inspection_hold.role and n.made_by = $2 and n.void = true)`, tenant, step)
	return err
}

// moved is a line of an inspection's history that a decision wrote.
type moved struct {
	unit  kernel.ID
	role  role
	on    kernel.Date
	label string
	void  bool
}

func movesOf(tx *db.Tx, thing kernel.ID) ([]moved, error) {
	return db.All(tx, func(m *moved) []any { return []any{&m.unit, &m.role, &m.on, &m.label, &m.void} },
		`select unit_id, role, valid_from, label, void from inspection_hold where thing_id = $1 and label <> '' order by valid_from, made_by limit 100`, thing)
}
