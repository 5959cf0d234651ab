package inspection

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// reach is what an actor's lists are made of; each part is one index range.
type reach struct {
	owners   []kernel.ID // units whose committee's work she sees
	account  kernel.ID   // inspections of whose team she is one
	subjects []kernel.ID // units for which she answers
}

// narrow is a filter as the statements understand it.
type narrow struct {
	states []string
	kind   Kind
	unit   kernel.ID // inspected
	year   int       // of the span's last day, or of the conclusion
	onlyIn string    // "system" or "paper": concluded so
	before kernel.ID
	limit  int
}

func (n narrow) where(q *db.Query) *db.Query {
	if len(n.states) > 0 {
		q.InText("and i.state in", n.states, "")
	}
	if n.kind != "" {
		q.And(`and i.kind = ?`, n.kind)
	}
	if n.unit != 0 {
		q.And(`and (i.subject_id = ? or i.subject_now_id = ?)`, n.unit, n.unit)
	}
	if n.year != 0 {
		q.And(`and i.conclusion_on >= ? and i.conclusion_on <= ?`, kernel.Date{Year: n.year, Month: 1, Day: 1}, kernel.Date{Year: n.year, Month: 12, Day: 31})
	}
	switch n.onlyIn {
	case "system":
		q.And(`and i.on_paper = false`)
	case "paper":
		q.And(`and i.on_paper = true`)
	}
	if n.before != 0 {
		q.And(`and i.id < ?`, n.before)
	}
	return q.And(`order by i.id desc limit ?`, n.limit)
}

// shown are the states in which the inspected unit sees an inspection; see answers.
var shown = []string{string(Announced), string(Running), string(Concluded), string(Followed), string(Closed)}

// heads reads the first rows of each range and merges them, the latest first.
func heads(tx *db.Tx, tenant kernel.ID, r reach, n narrow) ([]Inspection, error) {
	var found []Inspection
	take := func(q *db.Query) error {
		part, err := db.AllOf(tx, intoInspection, n.where(q))
		found = append(found, part...)
		return err
	}
	if len(r.owners) > 0 {
		err := take(db.Build(selectInspection+` where i.tenant_id = ?`, tenant).In("and i.unit_id in", r.owners, ""))
		if err != nil {
			return nil, err
		}
	}
	if r.account != 0 {
		err := take(db.Build(selectInspection+` where i.tenant_id = ? and i.id in (select m.inspection_id from inspection_member m where m.tenant_id = ? and m.account_id = ?)`,
			tenant, tenant, r.account))
		if err != nil {
			return nil, err
		}
	}
	if len(r.subjects) > 0 {
		err := take(db.Build(selectInspection+` where i.tenant_id = ?`, tenant).In("and i.subject_now_id in", r.subjects, "").InText("and i.state in", shown, ""))
		if err != nil {
			return nil, err
		}
	}
	kernel.SortFunc(found, func(a, b Inspection) int {
		switch {
		case a.ID > b.ID:
			return -1
		case a.ID < b.ID:
			return 1
		}
		return 0
	})
	found = slices.CompactFunc(found, func(a, b Inspection) bool { return a.ID == b.ID })
	return found[:min(len(found), n.limit)], nil
}
