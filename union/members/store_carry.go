package members

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

type carryState struct {
	undoneBy kernel.ID
	moved    int64
}

func loadCarry(tx *db.Tx, step kernel.ID) (carryState, bool, error) {
	return db.One(tx, func(c *carryState) []any { return []any{&c.undoneBy, &c.moved} }, `select undone_by, moved from member_carry where step_id = $1`, step)
}

func insertCarry(tx *db.Tx, c orgs.Carriage, moved int64) error {
	_, err := tx.Exec(`insert into member_carry (step_id, tenant_id, effective, moved, undone_by) values ($1, $2, $3, $4, 0)`, c.Step, c.Tenant, c.On, moved)
	return err
}

func undoneCarry(tx *db.Tx, step, decision kernel.ID) error {
	_, err := tx.Exec(`update member_carry set undone_by = $2 where step_id = $1`, step, decision)
	return err
}

// touched are the live rows of the sources that reach beyond the day.
const touched = `s.void_by = 0 and s.valid_to > ? and s.org_id in`

func nameNumbers(tx *db.Tx, c orgs.Carriage, to kernel.ID, numbers []string) error {
	q := db.Build(`insert into member_move (step_id, member_id, org_id) select distinct cast(? as bigint), m.id, cast(? as bigint) from member m join member_segment s on s.member_id = m.id
		where m.tenant_id = ?`, c.Step, to, c.Tenant).
		InText(`and m.number is not null and m.number in`, numbers, ``).And(`and `+touched, c.On).In(``, c.From, `on conflict do nothing`)
	_, err := db.ExecOf(tx, q)
	return err
}

func teamsOf(tx *db.Tx, c orgs.Carriage) ([]string, error) {
	q := db.Build(`select distinct s.team from member_segment s where `+touched, c.On).In(``, c.From, ``)
	return db.AllOf(tx, func(t *string) []any { return []any{t} }, q)
}

func nameTeams(tx *db.Tx, c orgs.Carriage, to kernel.ID, teams []string) error {
	for some := range slices.Chunk(teams, asked) {
		q := db.Build(`insert into member_move (step_id, member_id, org_id) select distinct cast(? as bigint), s.member_id, cast(? as bigint) from member_segment s
			where `+touched, c.Step, to, c.On).In(``, c.From, ``).InText(`and s.team in`, some, `on conflict do nothing`)
		_, err := db.ExecOf(tx, q)
		if err != nil {
			return err
		}
	}
	return nil
}

func nameAreas(tx *db.Tx, c orgs.Carriage, to kernel.ID, codes []string) error {
	for some := range slices.Chunk(codes, asked) {
		q := db.Build(`insert into member_move (step_id, member_id, org_id) select distinct cast(? as bigint), s.member_id, cast(? as bigint) from member_segment s
			left join member_fact b on b.member_id = s.member_id and b.key = 'base' and b.void_by = 0 and b.valid_from <= ? and b.valid_to > ?
			left join member_fact h on h.member_id = s.member_id and h.key = 'home' and h.void_by = 0 and h.valid_from <= ? and h.valid_to > ?
			where `+touched, c.Step, to, c.On, c.On, c.On, c.On, c.On).In(``, c.From, ``).InText(`and coalesce(h.area, b.area, '') in`, some, `on conflict do nothing`)
		_, err := db.ExecOf(tx, q)
		if err != nil {
			return err
		}
	}
	return nil
}

// chosen narrows the touched rows to those that the rule sends to a unit.
func chosen(q *db.Query, c orgs.Carriage, to kernel.ID, named bool) *db.Query {
	if !named {
		return q
	}
	if to == c.Rule.Rest {
		return q.And(`and not exists (select 1 from member_move v where v.step_id = ? and v.member_id = s.member_id and v.org_id <> ?)`, c.Step, to)
	}
	return q.And(`and exists (select 1 from member_move v where v.step_id = ? and v.member_id = s.member_id and v.org_id = ?)`, c.Step, to)
}

// carryTo moves what the rule sends to one unit and tells how many memberships that were. Who stays
// where she is is left alone. It goes source by source: until a statement ends SQLite keeps a copy of
// every page that it has changed, and a few pages cost much less than a few hundred thousand.
func carryTo(tx *db.Tx, c orgs.Carriage, to kernel.ID, named bool) (int64, error) {
	moved := int64(0)
	for _, unit := range c.From {
		if to == 0 || unit == to {
			continue
		}
		n, err := carryUnit(tx, c, []kernel.ID{unit}, to, named)
		if err != nil {
			return moved, err
		}
		moved += n
	}
	return moved, nil
}

func carryUnit(tx *db.Tx, c orgs.Carriage, from []kernel.ID, to kernel.ID, named bool) (int64, error) {
	// The part before the day stays behind as a row of its own; what runs beyond it becomes the target's.
	q := db.Build(`insert into member_segment (member_id, void_by, valid_to, valid_from, org_id, team, sort, cause, basis, step_id)
		select s.member_id, 0, case when s.valid_from < ? then ? else s.valid_from end, s.valid_from, s.org_id, s.team, s.sort, s.cause, s.basis, s.step_id
		from member_segment s where s.valid_from < ? and `+touched, c.On, c.On, c.On, c.On).In(``, from, ``)
	_, err := db.ExecOf(tx, chosen(q, c, to, named))
	if err != nil {
		return 0, err
	}
	// Who came after the day came to the target instead; the old row is kept as void.
	q = db.Build(`insert into member_segment (member_id, void_by, valid_to, valid_from, org_id, team, sort, cause, basis, step_id)
		select s.member_id, cast(? as bigint), s.valid_to, s.valid_from, s.org_id, s.team, s.sort, s.cause, s.basis, s.step_id from member_segment s
		where s.valid_from >= ? and `+touched, c.Step, c.On, c.On).In(``, from, ``)
	_, err = db.ExecOf(tx, chosen(q, c, to, named).And(`on conflict do nothing`))
	if err != nil {
		return 0, err
	}
	q = db.Build(`update member_segment as s set org_id = ?, step_id = ?, cause = case when s.valid_from < ? then 'reorganised' else s.cause end,
		basis = case when s.valid_from < ? then ? else s.basis end, valid_from = case when s.valid_from < ? then ? else s.valid_from end
		where `+touched, to, c.Step, c.On, c.On, c.Label, c.On, c.On, c.On).In(``, from, ``)
	return db.ExecOf(tx, chosen(q, c, to, named))
}

// back are the live rows that a step made, with what stood before them.
const (
	keepMade = `insert into member_segment (member_id, void_by, valid_to, valid_from, org_id, team, sort, cause, basis, step_id)
		select s.member_id, cast(? as bigint), s.valid_to, s.valid_from, s.org_id, s.team, s.sort, s.cause, s.basis, s.step_id from member_segment s
		where s.void_by = 0 and s.step_id = ? and s.org_id in`
	// What ran on from before the day takes the place of the part that stayed behind.
	runOn = `update member_segment as s set org_id = b.org_id, team = b.team, cause = b.cause, basis = b.basis, step_id = b.step_id, valid_from = b.valid_from
		from member_segment b where b.member_id = s.member_id and b.void_by = 0 and b.valid_to = ? and s.valid_from = ? and s.void_by = 0 and s.step_id = ? and s.cause = 'reorganised' and s.org_id in`
	dropBehind = `delete from member_segment as b where b.void_by = 0 and b.valid_to = ?
		and exists (select 1 from member_segment s where s.member_id = b.member_id and s.void_by = 0 and s.valid_from = b.valid_from and s.valid_to > b.valid_to and s.org_id = b.org_id) and b.org_id in`
	// What was re-pointed goes back to where the void row says.
	pointBack = `update member_segment as s set org_id = b.org_id, step_id = b.step_id
		from member_segment b where b.member_id = s.member_id and b.void_by = ? and b.valid_from = s.valid_from and s.void_by = 0 and s.step_id = ? and s.org_id in`
)

// takeBack undoes a step: the rows it made are kept as void, the rows it ended run on to where the
// made rows run today, so that what happened since stays.
func takeBack(tx *db.Tx, c orgs.Carriage, targets []kernel.ID) (int64, error) {
	n := int64(0)
	for _, to := range targets {
		here := []kernel.ID{to}
		_, err := db.ExecOf(tx, db.Build(keepMade, c.Decision, c.Step).In(``, here, `on conflict do nothing`))
		if err != nil {
			return n, err
		}
		ran, err := db.ExecOf(tx, db.Build(runOn, c.On, c.On, c.Step).In(``, here, ``))
		if err != nil {
			return n, err
		}
		pointed, err := db.ExecOf(tx, db.Build(pointBack, c.Step, c.Step).In(``, here, ``))
		if err != nil {
			return n, err
		}
		n += ran + pointed
	}
	_, err := db.ExecOf(tx, db.Build(dropBehind, c.On).In(``, c.From, ``))
	return n, err
}

// passCounts gives the counters of the sources to the one target.
func passCounts(tx *db.Tx, tenant kernel.ID, from []kernel.ID, to kernel.ID) error {
	q := db.Build(`insert into member_count (org_id, tenant_id, members, women)
		select cast(? as bigint), cast(? as bigint), coalesce(sum(members), 0), coalesce(sum(women), 0) from member_count`, to, tenant).
		In(`where org_id in`, from, `on conflict (org_id) do update set members = member_count.members + excluded.members, women = member_count.women + excluded.women`)
	_, err := db.ExecOf(tx, q)
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update member_count set members = 0, women = 0`).In(`where org_id in`, from, ``))
	return err
}

// recount counts the open memberships of units anew.
func recount(tx *db.Tx, tenant kernel.ID, units []kernel.ID) error {
	units = slices.Clone(units)
	slices.Sort(units)
	for _, unit := range slices.Compact(units) {
		_, err := tx.Exec(`insert into member_count (org_id, tenant_id, members, women)
			select $1, $2, count(*), coalesce(sum(case when p.sex = 'nữ' then 1 else 0 end), 0)
			from member_segment s join member m on m.id = s.member_id join person p on p.id = m.person_id
			where s.org_id = $1 and s.void_by = 0 and s.valid_to = '9999-12-31'
			on conflict (org_id) do update set members = excluded.members, women = excluded.women`, unit, tenant)
		if err != nil {
			return err
		}
	}
	return nil
}

func standingOn(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]unitCount, error) {
	q := db.Build(`select s.org_id, count(*) from member_segment s where s.void_by = 0 and s.valid_from <= ? and s.valid_to > ?`, on, on).
		In(`and s.org_id in`, units, `group by s.org_id order by s.org_id`)
	return db.AllOf(tx, func(c *unitCount) []any { return []any{&c.unit, &c.members} }, q)
}

// standingAnywhere counts over the units that ever had members.
func standingAnywhere(tx *db.Tx, tenant kernel.ID, on kernel.Date) (int64, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from member_count k join member_segment s on s.org_id = k.org_id and s.void_by = 0
		and s.valid_from <= $2 and s.valid_to > $2 where k.tenant_id = $1`, tenant, on)
	return n, err
}
