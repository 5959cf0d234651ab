package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// pageOfEnded are those whose membership ended in one unit, as of a day, by name, after a place in the list.
func pageOfEnded(tx *db.Tx, unit kernel.ID, on kernel.Date, after place, limit int) ([]Member, error) {
	return db.All(tx, memberInto, `select m.id, m.tenant_id, m.person_id, coalesce(m.number, ''), m.admitted, m.basis, m.place, m.ended, m.ended_as,
		p.name, p.born, p.sex, p.identity_number, p.phone, p.email, s.org_id, s.team, s.valid_from, s.sort
		from member_segment s join member m on m.id = s.member_id join person p on p.id = m.person_id
		where s.org_id = $1 and s.void_by = 0 and s.valid_to <= $2 and m.ended = s.valid_to and (s.sort, s.member_id) > ($3, $4)
		order by s.sort, s.member_id limit $5`, unit, on, after.sort, after.member, limit)
}

// membersOf are some members by their ids, as of a day.
func membersOf(tx *db.Tx, ids []kernel.ID, on kernel.Date) ([]Member, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.AllOf(tx, memberInto, byIDs(ids, on))
}

func byIDs(ids []kernel.ID, on kernel.Date) *db.Query {
	return db.Build(`select m.id, m.tenant_id, m.person_id, coalesce(m.number, ''), m.admitted, m.basis, m.place, m.ended, m.ended_as,
	p.name, p.born, p.sex, p.identity_number, p.phone, p.email,
	coalesce(s.org_id, 0), coalesce(s.team, ''), s.valid_from, s.sort
	from member m join person p on p.id = m.person_id
	left join member_segment s on s.member_id = m.id and s.void_by = 0 and s.valid_from <= ? and s.valid_to > ?`, on, on).In(`where m.id in`, ids, ``)
}

type stood struct{ member, unit kernel.ID }

// standingOf is where some members stand now, or stood last.
func standingOf(tx *db.Tx, ids []kernel.ID) (map[kernel.ID]kernel.ID, error) {
	out := map[kernel.ID]kernel.ID{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := db.AllOf(tx, func(s *stood) []any { return []any{&s.member, &s.unit} }, standingQuery(ids))
	for _, r := range rows { // the latest comes last
		out[r.member] = r.unit
	}
	return out, err
}

func standingQuery(ids []kernel.ID) *db.Query {
	return db.Build(`select member_id, org_id from member_segment`).In(`where member_id in`, ids, `and void_by = 0 order by valid_from`)
}

// sumOf are the open memberships of units and all below them on a day of the tree, from the counters.
func sumOf(tx *db.Tx, roots []kernel.ID, on kernel.Date) (members, women, units int64, err error) {
	type row struct{ members, women, units int64 }
	q := db.Build(`select coalesce(sum(k.members), 0), coalesce(sum(k.women), 0), count(*) from member_count k
		where k.org_id in (select c.descendant_id from org_closure c where c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).In(`and c.ancestor_id in`, roots, `)`)
	r, _, err := db.OneOf(tx, func(r *row) []any { return []any{&r.members, &r.women, &r.units} }, q)
	return r.members, r.women, r.units, err
}

// groupsOf are the groups of one unit today.
func groupsOf(tx *db.Tx, unit kernel.ID, on kernel.Date) ([]string, error) {
	return db.All(tx, func(s *string) []any { return []any{s} }, `select team from member_segment
		where org_id = $1 and void_by = 0 and valid_from <= $2 and valid_to > $2 and team <> '' group by team limit 200`, unit, on)
}

// otherMemberships are the memberships of a person but one.
func otherMemberships(tx *db.Tx, person, but kernel.ID, on kernel.Date) ([]Member, error) {
	return db.All(tx, memberInto, memberHead+`where m.person_id = $1 and m.id <> $3 order by m.id desc limit 20`, person, on, but)
}
