package members

import (
	"cmp"
	"slices"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

func tenantToken(id kernel.ID) string { return search.Exact("t", id.String()) }
func numberToken(n string) string     { return search.Exact("n", n) }
func identityToken(n string) string   { return search.Exact("i", n) }
func phoneToken(digits string) string { return search.Exact("p", digits) }

type standing struct {
	person, member, unit kernel.ID
	number               string
}

func standingInto(s *standing) []any {
	return []any{&s.person, &s.member, &s.number, &s.unit}
}

const asked = 400

const standingHead = `select m.person_id, case when m.open_key = 0 then m.id else 0 end, coalesce(m.number, ''), coalesce(s.org_id, 0)
	from member m left join member_segment s on s.member_id = m.id and s.void_by = 0 and s.valid_to = '9999-12-31'`

// matched adds memberships to candidates, and those that are known by their number alone.
func matched(tx *db.Tx, tenant kernel.ID, keys []Key, candidates []people.Candidate) ([]Found, error) {
	var out []Found
	byNumber := map[string][]int{}
	for i, k := range keys {
		if n := NormalNumber(k.Number); n != "" {
			byNumber[n] = append(byNumber[n], i)
		}
	}
	numbers := make([]string, 0, len(byNumber))
	for n := range byNumber {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for some := range slices.Chunk(numbers, asked) {
		rows, err := db.AllOf(tx, standingInto, db.Build(standingHead+` where m.tenant_id = ?`, tenant).InText(`and m.number is not null and m.number in`, some, ``))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			for _, i := range byNumber[r.number] {
				out = append(out, Found{i, "number", r.person, r.member, r.unit, r.number})
			}
		}
	}
	var persons []kernel.ID
	for _, c := range candidates {
		persons = append(persons, c.Person)
	}
	slices.Sort(persons)
	open := map[kernel.ID]standing{}
	for some := range slices.Chunk(slices.Compact(persons), asked) {
		rows, err := db.AllOf(tx, standingInto, db.Build(standingHead+` where m.open_key = 0`).In(`and m.person_id in`, some, ``))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			open[r.person] = r
		}
	}
	for _, c := range candidates {
		o := open[c.Person]
		out = append(out, Found{c.Key, c.By, c.Person, o.member, o.unit, o.number})
	}
	kernel.SortStableFunc(out, func(a, b Found) int { return cmp.Compare(a.Key, b.Key) })
	return out, nil
}

func membersBetween(tx *db.Tx, tenant, after, last kernel.ID, on kernel.Date, limit int) ([]Member, error) {
	return db.All(tx, memberInto, memberHead+`where m.id > $1 and m.id <= $3 and m.tenant_id = $4 order by m.id limit $5`, after, on, last, tenant, limit)
}

type tallyRow struct {
	unit                                         kernel.ID
	contract                                     string
	members, women, party, exempt, waged, amount int64
}

func tallyInto(r *tallyRow) []any {
	return []any{&r.unit, &r.contract, &r.members, &r.women, &r.party, &r.exempt, &r.waged, &r.amount}
}

const tallySQL = `select s.org_id, coalesce(w.code, b.code, ''), count(*), sum(case when p.sex = 'nữ' then 1 else 0 end),
	sum(case when d.value <> '' then 1 else 0 end), sum(case when x.member_id is not null then 1 else 0 end),
	sum(case when coalesce(g.amount, b.amount) > 0 then 1 else 0 end), coalesce(sum(coalesce(g.amount, b.amount)), 0)
	from member_segment s join member m on m.id = s.member_id join person p on p.id = m.person_id
	left join member_fact b on b.member_id = s.member_id and b.key = 'base' and b.void_by = 0 and b.valid_from <= $1 and b.valid_to > $1
	left join member_fact w on w.member_id = s.member_id and w.key = 'work' and w.void_by = 0 and w.valid_from <= $1 and w.valid_to > $1
	left join member_fact g on g.member_id = s.member_id and g.key = 'wage' and g.void_by = 0 and g.valid_from <= $1 and g.valid_to > $1
	left join member_fact d on d.member_id = s.member_id and d.key = 'party' and d.void_by = 0 and d.valid_from <= $1 and d.valid_to > $1
	left join member_status x on x.member_id = s.member_id and x.kind = 'exempt' and x.void_by = 0 and x.valid_from <= $1 and x.valid_to > $1
	where s.void_by = 0 and s.valid_from <= $1 and s.valid_to > $1 and m.tenant_id = $2`

func tally(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]Tally, error) {
	units = slices.Clone(units)
	slices.Sort(units)
	var out []Tally
	for some := range slices.Chunk(slices.Compact(units), asked) {
		q := db.Build(tallySQL, on, tenant).In(`and s.org_id in`, some, `group by s.org_id, coalesce(w.code, b.code, '') order by 1, 2`)
		rows, err := db.AllOf(tx, tallyInto, q)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if len(out) == 0 || out[len(out)-1].Unit != r.unit {
				out = append(out, Tally{Unit: r.unit, Contracts: map[string]int64{}})
			}
			t := &out[len(out)-1]
			t.Members += r.members
			t.Women += r.women
			t.Party += r.party
			t.Exempt += r.exempt
			t.Contracts[r.contract] += r.members
			t.Waged += r.waged
			t.Wages += kernel.Money(r.amount)
		}
	}
	return out, nil
}
