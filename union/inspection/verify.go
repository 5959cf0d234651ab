package inspection

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// Flaw (chỗ sai) is something in the tables that no command could have written.
//
//glossary:none
type Flaw struct {
	Thing kernel.ID
	What  string // stable key; see FlawWords
}

// FlawWords say what is wrong.
var FlawWords = map[string]string{
	"no_list":     "không có bảng mục kiểm tra của phiên bản đã ghi",
	"no_task":     "kiến nghị đã ban hành mà không có nhiệm vụ",
	"open_closed": "cuộc kiểm tra đã kết thúc mà còn kiến nghị chưa xong",
	"no_team":     "đã công bố quyết định mà không có trưởng đoàn",
	"own_plan":    "kế hoạch do chính người soạn duyệt",
	"holders":     "không có đúng một đơn vị đang giữ",
}

type flawQuery func() *db.Query

var flawQueries = map[string]flawQuery{
	"no_task": func() *db.Query {
		return db.Build(`select r.id from inspection_recommendation r where r.state <> 'draft' and r.task_id is null order by r.id limit 100`)
	},
	"open_closed": func() *db.Query {
		return db.Build(`select i.id from inspection i where i.state in ('followed_up', 'closed') and exists
 (select 1 from inspection_recommendation r where r.inspection_id = i.id and r.state in ('open', 'reported')) order by i.id limit 100`)
	},
	"no_team": func() *db.Query {
		return db.Build(`select i.id from inspection i where i.state not in ('planned', 'cancelled') and
 (select count(*) from inspection_member m where m.inspection_id = i.id and m.head = true) <> 1 order by i.id limit 100`)
	},
	"own_plan": func() *db.Query {
		return db.Build(`select p.id from inspection_plan p where p.state = 'approved' and p.approved_by is not null and (p.approved_by = p.drawn_by or p.approved_by = p.submitted_by) order by p.id limit 100`)
	},
	"holders": func() *db.Query {
		return db.Build(`select h.thing_id from inspection_hold h where h.void = false and h.valid_to is null group by h.thing_id, h.role having count(*) <> 1 order by h.thing_id limit 100`)
	},
}

// Verify walks what must hold between the tables.
func (s *Service) Verify(tx *db.Tx) ([]Flaw, error) {
	var out []Flaw
	for _, what := range []string{"no_task", "open_closed", "no_team", "own_plan", "holders"} {
		ids, err := db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} }, flawQueries[what]())
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out = append(out, Flaw{id, what})
		}
	}
	type listed struct {
		id  kernel.ID
		ref ListRef
	}
	all, err := db.All(tx, func(l *listed) []any { return []any{&l.id, &l.ref.Key, &l.ref.Version} },
		`select min(id), list_key, list_version from inspection group by list_key, list_version order by list_key, list_version limit 1000`)
	for _, l := range all {
		_, ok := ListVersion(l.ref)
		if !ok {
			out = append(out, Flaw{l.id, "no_list"})
		}
	}
	return out, err
}
