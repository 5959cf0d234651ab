package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// walked is one membership with its dated rows.
type walked struct {
	m        Member
	segments []Segment
	statuses []StatusSpan
}

func walkAfter(tx *db.Tx, tenant, after kernel.ID, limit int) ([]walked, error) {
	list, err := db.All(tx, func(m *Member) []any { return []any{&m.ID, &m.Admitted, &m.Ended} },
		`select id, admitted, ended from member where tenant_id = $1 and id > $2 order by id limit $3`, tenant, after, limit)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	out := make([]walked, len(list))
	ids, at := make([]kernel.ID, len(list)), map[kernel.ID]int{}
	for i, m := range list {
		out[i].m, ids[i], at[m.ID] = m, m.ID, i
	}
	segments, err := db.AllOf(tx, segmentInto, db.Build(`select member_id, void_by, valid_from, valid_to, org_id, team, sort, cause, basis, step_id from member_segment`).
		In(`where member_id in`, ids, `and void_by = 0`))
	if err != nil {
		return nil, err
	}
	for _, s := range segments {
		s.Valid.To = shown(s.Valid.To)
		out[at[s.Member]].segments = append(out[at[s.Member]].segments, s)
	}
	statuses, err := db.AllOf(tx, statusInto, db.Build(`select member_id, void_by, valid_from, valid_to, kind, reason, basis from member_status`).
		In(`where member_id in`, ids, `and void_by = 0`))
	for _, s := range statuses {
		s.Valid.To = shown(s.Valid.To)
		out[at[s.member]].statuses = append(out[at[s.member]].statuses, s.StatusSpan)
	}
	return out, err
}

func wrongCounters(tx *db.Tx, tenant kernel.ID, limit int) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select k.org_id from member_count k where k.tenant_id = $1
		and k.members <> (select count(*) from member_segment s where s.org_id = k.org_id and s.void_by = 0 and s.valid_to = '9999-12-31') order by k.org_id limit $2`, tenant, limit)
}
