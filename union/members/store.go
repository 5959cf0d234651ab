package members

import (
	"embed"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

// A member as of a day: $2 is the day. Without a segment on that day the unit is 0.
const memberHead = `select m.id, m.tenant_id, m.person_id, coalesce(m.number, ''), m.admitted, m.basis, m.place, m.ended, m.ended_as,
	p.name, p.born, p.sex, p.identity_number, p.phone, p.email,
	coalesce(s.org_id, 0), coalesce(s.team, ''), s.valid_from, s.sort
	from member m join person p on p.id = m.person_id
	left join member_segment s on s.member_id = m.id and s.void_by = 0 and s.valid_from <= $2 and s.valid_to > $2 `

func memberInto(m *Member) []any {
	return []any{&m.ID, &m.Tenant, &m.Person, &m.Number, &m.Admitted, &m.Basis, &m.Place, &m.Ended, &m.EndedAs,
		&m.Name, &m.Born, &m.Sex, db.Null((*string)(&m.Identity)), &m.Phone, &m.Email,
		&m.Unit, &m.Group, &m.Since, &m.sort}
}

func loadMember(tx *db.Tx, id kernel.ID, on kernel.Date) (Member, bool, error) {
	return db.One(tx, memberInto, memberHead+`where m.id = $1`, id, on)
}

// memberOfPerson is the membership that a person had on a day, or else her latest.
func memberOfPerson(tx *db.Tx, person kernel.ID, on kernel.Date) (Member, bool, error) {
	return db.One(tx, memberInto, memberHead+`where m.person_id = $1
		order by case when m.admitted <= $2 and (m.ended is null or m.ended > $2) then 0 else 1 end, m.open_key, m.id desc limit 1`, person, on)
}

const memberByNumberSQL = memberHead + `where m.tenant_id = $1 and m.number = $3`

func memberByNumber(tx *db.Tx, tenant kernel.ID, number string, on kernel.Date) (Member, bool, error) {
	return db.One(tx, memberInto, memberByNumberSQL, tenant, on, number)
}

const pageOfUnitSQL = `select m.id, m.tenant_id, m.person_id, coalesce(m.number, ''), m.admitted, m.basis, m.place, m.ended, m.ended_as,
		p.name, p.born, p.sex, p.identity_number, p.phone, p.email, s.org_id, s.team, s.valid_from, s.sort
		from member_segment s join member m on m.id = s.member_id join person p on p.id = m.person_id
		where s.org_id = $1 and s.void_by = 0 and s.valid_from <= $2 and s.valid_to > $2 and (s.sort, s.member_id) > ($3, $4)
		order by s.sort, s.member_id limit $5`

// pageOfUnit are members of one unit on a day, by name, after a place in the list.
func pageOfUnit(tx *db.Tx, unit kernel.ID, on kernel.Date, after place, limit int) ([]Member, error) {
	return db.All(tx, memberInto, pageOfUnitSQL, unit, on, after.sort, after.member, limit)
}

// place is where a page of a unit's list begins: after a name and a member.
type place struct {
	sort   []byte
	member kernel.ID
}

func segmentInto(s *Segment) []any {
	return []any{&s.Member, &s.VoidBy, &s.Valid.From, &s.Valid.To, &s.Unit, &s.Group, &s.sort, &s.Cause, &s.Basis, &s.Step}
}

const segmentsSQL = `select member_id, void_by, valid_from, valid_to, org_id, team, sort, cause, basis, step_id
		from member_segment where member_id = $1 order by valid_from, void_by`

// segmentsOf are all segments of a membership, those taken back too, oldest first.
func segmentsOf(tx *db.Tx, member kernel.ID) ([]Segment, error) {
	out, err := db.All(tx, segmentInto, segmentsSQL, member)
	for i := range out {
		out[i].Valid.To = shown(out[i].Valid.To)
	}
	return out, err
}

type memberFact struct {
	member kernel.ID
	Fact
}

func factInto(f *memberFact) []any {
	return []any{&f.member, &f.Key, &f.VoidBy, &f.Valid.From, &f.Valid.To, &f.code, &f.area, &f.amount, &f.value, &f.Source}
}

// factsOn are the parts of the sheets of some members on a day.
func factsOn(tx *db.Tx, members []kernel.ID, on kernel.Date) ([]memberFact, error) {
	q := db.Build(`select member_id, key, void_by, valid_from, valid_to, code, area, amount, value, source from member_fact`).
		In(`where member_id in`, members, `and void_by = 0`).And(`and valid_from <= ? and valid_to > ?`, on, on)
	return db.AllOf(tx, factInto, q)
}

type memberStatus struct {
	member kernel.ID
	StatusSpan
}

func statusInto(s *memberStatus) []any {
	return []any{&s.member, &s.VoidBy, &s.Valid.From, &s.Valid.To, &s.Status, &s.Reason, &s.Basis}
}

func statusesOn(tx *db.Tx, members []kernel.ID, on kernel.Date) ([]memberStatus, error) {
	q := db.Build(`select member_id, void_by, valid_from, valid_to, kind, reason, basis from member_status`).
		In(`where member_id in`, members, `and void_by = 0`).And(`and valid_from <= ? and valid_to > ?`, on, on)
	return db.AllOf(tx, statusInto, q)
}

// unitsAfter are the next units below the roots that have, or had, members, in the order of their ids.
func unitsAfter(tx *db.Tx, roots []kernel.ID, from kernel.ID, on kernel.Date, limit int) ([]kernel.ID, error) {
	return unitsAfterWith(tx, roots, from, on, "", limit)
}

// unitsAfterWith leaves out units in which nobody of a sex is today; "" leaves out none.
func unitsAfterWith(tx *db.Tx, roots []kernel.ID, from kernel.ID, on kernel.Date, sex string, limit int) ([]kernel.ID, error) {
	q := db.Build(`select c.descendant_id from org_closure c join member_count k on k.org_id = c.descendant_id where c.descendant_id >= ?`, from).
		In(`and c.ancestor_id in`, roots, ``)
	switch sex {
	case "nữ":
		q.And(`and k.women > 0`)
	case "nam":
		q.And(`and k.members > k.women`)
	}
	q.And(`and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?) group by c.descendant_id order by c.descendant_id limit ?`, on, on, limit)
	return db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} }, q)
}

func takeNumbers(tx *db.Tx, tenant kernel.ID, n int) (int64, error) {
	last, _, err := db.Value[int64](tx, `insert into member_counter (tenant_id, value) values ($1, $2)
		on conflict (tenant_id) do update set value = member_counter.value + $2 returning value`, tenant, n)
	return last - int64(n) + 1, err
}

// liftNumbers makes the next own number greater than one that came from elsewhere.
func liftNumbers(tx *db.Tx, tenant kernel.ID, value int64) error {
	_, err := tx.Exec(`insert into member_counter (tenant_id, value) values ($1, $2)
		on conflict (tenant_id) do update set value = $2 where member_counter.value < $2`, tenant, value)
	return err
}

// addCounts moves the counters of units in the order of their ids, so that two writers never wait for each other in a circle.
func addCounts(tx *db.Tx, tenant kernel.ID, counts []unitCount) error {
	for _, c := range counts {
		_, err := tx.Exec(`insert into member_count (org_id, tenant_id, members, women) values ($1, $2, $3, $4)
			on conflict (org_id) do update set members = member_count.members + $3, women = member_count.women + $4`, c.unit, tenant, c.members, c.women)
		if err != nil {
			return err
		}
	}
	return nil
}
