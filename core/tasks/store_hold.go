package tasks

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// role is in which way a unit holds a task.
type role string

const (
	roleUnit  role = "unit"  // answers for it
	roleGiver role = "giver" // gave it
	roleRise  role = "rise"  // hears of it when it is late
)

const insertHoldSQL = `insert into task_hold (tenant_id, task_id, role, unit_id, valid_from, valid_to, made_by, ended_by, label, void)
 values ($1, $2, $3, $4, $5, null, $6, 0, '', false)`

// hold writes down which units hold a new task. A private one is held by a person and by no unit: it
// stands in no figure, and no reorganisation carries it.
func hold(tx *db.Tx, t Task) error {
	if t.Private {
		return nil
	}
	for _, x := range []struct {
		role role
		unit kernel.ID
	}{{roleUnit, t.Unit}, {roleGiver, t.GiverUnit}, {roleRise, t.Rise.Unit}} {
		if x.unit == 0 {
			continue
		}
		_, err := tx.Exec(insertHoldSQL, t.Tenant, t.ID, x.role, x.unit, t.Given.Date(), 0)
		if err != nil {
			return err
		}
	}
	return nil
}

// rehold gives a task to another unit by hand from a day on. The task itself is the maker of the row.
func rehold(tx *db.Tx, t Task, r role, unit kernel.ID, on kernel.Date) error {
	_, err := tx.Exec(`update task_hold set valid_to = case when valid_from > $3 then valid_from else $3 end where task_id = $1 and role = $2 and valid_to is null and void = false`,
		t.ID, r, on)
	if err != nil {
		return err
	}
	_, err = tx.Exec(insertHoldSQL+` on conflict (task_id, role, valid_from, made_by) do update set unit_id = excluded.unit_id, valid_to = null`, t.Tenant, t.ID, r, unit, on, t.ID)
	return err
}

// turns bring the units of live tasks to what their holdings say of a day, one statement a role.
var turns = map[role]func(today kernel.Date) *db.Query{
	roleUnit: func(today kernel.Date) *db.Query {
		return db.Build(`update task set unit_id = (select h.unit_id from task_hold h where h.task_id = task.id and h.role = 'unit' and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?)), row_version = row_version + 1
 where live = true and exists (select 1 from task_hold h where h.task_id = task.id and h.role = 'unit' and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and h.unit_id <> task.unit_id)`, today, today, today, today)
	},
	roleGiver: func(today kernel.Date) *db.Query {
		return db.Build(`update task set giver_unit_id = (select h.unit_id from task_hold h where h.task_id = task.id and h.role = 'giver' and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?)), row_version = row_version + 1
 where live = true and exists (select 1 from task_hold h where h.task_id = task.id and h.role = 'giver' and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and h.unit_id <> task.giver_unit_id)`, today, today, today, today)
	},
	roleRise: func(today kernel.Date) *db.Query {
		return db.Build(`update task set rise_unit_id = (select h.unit_id from task_hold h where h.task_id = task.id and h.role = 'rise' and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?)), row_version = row_version + 1
 where live = true and exists (select 1 from task_hold h where h.task_id = task.id and h.role = 'rise' and h.void = false
 and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and h.unit_id <> task.rise_unit_id)`, today, today, today, today)
	},
}

// turnStep lets the lists follow one step; turnDay follows every step whose day came within the last weeks.
func turnStep(tx *db.Tx, tenant, step kernel.ID, today kernel.Date) error {
	for _, turn := range turns {
		_, err := db.ExecOf(tx, turn(today).And(`and id in (select x.task_id from task_hold x where x.tenant_id = ? and x.made_by = ?)`, tenant, step))
		if err != nil {
			return err
		}
	}
	return nil
}

func turnDay(tx *db.Tx, today kernel.Date) error {
	for _, turn := range turns {
		_, err := db.ExecOf(tx, turn(today).And(`and id in (select x.task_id from task_hold x where x.made_by <> 0 and x.valid_from >= ? and x.valid_from <= ?)`, today.AddDays(-40), today))
		if err != nil {
			return err
		}
	}
	return nil
}

// held is how many live tasks a unit holds in a role.
type held struct {
	unit kernel.ID
	role role
	n    int64
}

const heldSQL = `select h.unit_id, h.role, count(*) from task_hold h join task t on t.id = h.task_id
 where h.tenant_id = ? and h.role in ('unit', 'giver') and h.void = false and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and t.live = true`

func intoHeld(x *held) []any { return []any{&x.unit, &x.role, &x.n} }

func heldBy(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]held, error) {
	return db.AllOf(tx, intoHeld, db.Build(heldSQL, tenant, on, on).In("and h.unit_id in", units, "group by h.unit_id, h.role order by h.unit_id, h.role"))
}

func heldInAll(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]held, error) {
	return db.AllOf(tx, intoHeld, db.Build(`select 0, x.role, sum(x.n) from (select h.unit_id, h.role, count(*) as n from task_hold h join task t on t.id = h.task_id
 where h.tenant_id = ? and h.role in ('unit', 'giver') and h.void = false and h.valid_from <= ? and (h.valid_to is null or h.valid_to > ?) and t.live = true
 group by h.unit_id, h.role) x group by x.role order by x.role`, tenant, on, on))
}

// carriage is a step as the statements need it.
type carriage struct {
	tenant, step kernel.ID
	from         []kernel.ID
	on           kernel.Date
	label        string
}

// doersIn are the people who have tasks of their own in the units.
func doersIn(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]kernel.ID, error) {
	return db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} },
		db.Build(`select distinct t.assignee_id from task t where t.tenant_id = ? and t.live = true and t.assignee_id is not null`, tenant).In("and t.unit_id in", units, "order by t.assignee_id"))
}

// carry ends what the units hold on a day and gives it to another unit from then on. With doers only what
// those people do goes. A row that begins later than the day begins anew with the target.
func carry(tx *db.Tx, c carriage, to kernel.ID, doers []kernel.ID, roles ...string) error {
	q := db.Build(`insert into task_hold (tenant_id, task_id, role, unit_id, valid_from, valid_to, made_by, ended_by, label, void)
 select h.tenant_id, h.task_id, h.role, ?, case when h.valid_from > ? then h.valid_from else ? end, null, ?, 0, ?, false
 from task_hold h join task t on t.id = h.task_id
 where h.tenant_id = ? and h.void = false and h.valid_to is null and h.made_by <> ? and t.live = true`, to, c.on, c.on, c.step, c.label, c.tenant, c.step).
		In("and h.unit_id in", c.from, "").InText("and h.role in", roles, "")
	if doers != nil {
		q.In("and t.assignee_id in", doers, "")
	}
	q.And(`on conflict (task_id, role, valid_from, made_by) do update set unit_id = excluded.unit_id, valid_to = null, void = false, label = excluded.label`)
	_, err := db.ExecOf(tx, q)
	if err != nil {
		return err
	}
	end := db.Build(`update task_hold set valid_to = case when valid_from > ? then valid_from else ? end, ended_by = ?
 where tenant_id = ? and void = false and valid_to is null and made_by <> ?
 and exists (select 1 from task_hold n where n.task_id = task_hold.task_id and n.role = task_hold.role and n.made_by = ? and n.void = false)`,
		c.on, c.on, c.step, c.tenant, c.step, c.step).In("and unit_id in", c.from, "").InText("and role in", roles, "")
	_, err = db.ExecOf(tx, end)
	return err
}

// takeBack voids what a step made and lets run on what it ended, as far as nobody has moved it since.
func takeBack(tx *db.Tx, tenant, step kernel.ID) error {
	_, err := tx.Exec(`update task_hold set void = true where tenant_id = $1 and made_by = $2 and void = false and valid_to is null
 and exists (select 1 from task t where t.id = task_hold.task_id and t.live = true)`, tenant, step)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update task_hold set valid_to = null, ended_by = 0 where tenant_id = $1 and ended_by = $2
 and exists (select 1 from task_hold n where n.task_id = task_hold.task_id and n.role = task_hold.role and n.made_by = $2 and n.void = true)`, tenant, step)
	return err
}

// moved are the lines of a task's history that decisions wrote.
type moved struct {
	unit  kernel.ID
	on    kernel.Date
	label string
	void  bool
}

func movesOf(tx *db.Tx, task kernel.ID) ([]moved, error) {
	return db.All(tx, func(m *moved) []any { return []any{&m.unit, &m.on, &m.label, &m.void} },
		`select unit_id, valid_from, label, void from task_hold where task_id = $1 and role = 'unit' and label <> '' order by valid_from, made_by limit 100`, task)
}
