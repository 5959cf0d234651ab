package tasks

import (
	"slices"
	"strconv"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// arm is one index range of a list: all arms are in the same order, so that merging their heads gives
// the head of the whole without reading more.
type arm struct {
	column      armColumn
	id          kernel.ID
	permissions []string  // of common work: nobody is named, and one of these is asked for
	except      kernel.ID // not given by her: that is another arm
	units       []kernel.ID
}

type armColumn uint8

const (
	armTenant armColumn = iota
	armAssignee
	armUnit
	armGiver
	armGiverUnit
)

// key is the place of a row in a list.
type key struct {
	at kernel.Instant
	id kernel.ID
}

func (k key) String() string {
	return strconv.FormatInt(k.at.Millis(), 36) + "." + strconv.FormatInt(int64(k.id), 36)
}

func readKey(s string) (key, bool) {
	at, id, ok := strings.Cut(s, ".")
	ms, err1 := strconv.ParseInt(at, 36, 64)
	n, err2 := strconv.ParseInt(id, 36, 64)
	return key{kernel.FromMillis(ms), kernel.ID(n)}, ok && err1 == nil && err2 == nil
}

// narrow is a filter as the statements understand it.
type narrow struct {
	live     bool
	states   []string
	units    []kernel.ID // nil: any
	from, to kernel.Instant
	after    *key
	limit    int
}

func armQuery(q *db.Query, tenant kernel.ID, a arm, n narrow) {
	q.And(`where t.tenant_id = ?`, tenant)
	switch a.column {
	case armAssignee:
		q.And(`and t.assignee_id = ?`, a.id)
	case armUnit:
		q.And(`and t.unit_id = ?`, a.id)
	case armGiver:
		q.And(`and t.giver_id = ?`, a.id)
	case armGiverUnit:
		q.And(`and t.giver_unit_id = ?`, a.id)
	}
	if a.column != armAssignee {
		q.And(`and t.private = false`)
	}
	if a.permissions != nil {
		q.And(`and t.assignee_id is null`).InText(`and t.permission in`, a.permissions, "")
	}
	if a.units != nil {
		q.In(`and t.unit_id in`, a.units, "")
	}
	if a.except != 0 {
		q.And(`and (t.giver_id is null or t.giver_id <> ?)`, a.except)
	}
	q.And(`and t.live = ?`, n.live)
	if len(n.states) > 0 {
		q.InText(`and t.state in`, n.states, "")
	}
	if n.units != nil {
		q.In(`and t.unit_id in`, n.units, "")
	}
	if !n.from.IsZero() {
		q.And(`and t.sort_at >= ?`, n.from)
	}
	if !n.to.IsZero() {
		q.And(`and t.sort_at < ?`, n.to)
	}
}

// heads reads the first rows of all arms and merges them: what is live by its due moment, what is over
// by its end, the latest first.
func heads(tx *db.Tx, tenant kernel.ID, arms []arm, n narrow) ([]Task, error) {
	var found []Task
	for _, a := range arms {
		q := db.Build(selectTask)
		armQuery(q, tenant, a, n)
		if n.live {
			if n.after != nil {
				q.And(`and (t.sort_at, t.id) > (?, ?)`, n.after.at, n.after.id)
			}
			q.And(`order by t.sort_at, t.id limit ?`, n.limit)
		} else {
			if n.after != nil {
				q.And(`and (t.sort_at, t.id) < (?, ?)`, n.after.at, n.after.id)
			}
			q.And(`order by t.sort_at desc, t.id desc limit ?`, n.limit)
		}
		part, err := db.AllOf(tx, intoTask, q)
		if err != nil {
			return nil, err
		}
		found = append(found, part...)
	}
	kernel.SortFunc(found, func(a, b Task) int {
		c := a.sortAt().Compare(b.sortAt())
		if c == 0 {
			c = compareIDs(a.ID, b.ID)
		}
		if n.live {
			return c
		}
		return -c
	})
	found = slices.CompactFunc(found, func(a, b Task) bool { return a.ID == b.ID })
	return found[:min(len(found), n.limit)], nil
}

func compareIDs(a, b kernel.ID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// countMost is up to where a counter counts: a thousand is "many" on any desk.
const countMost = 1000

func countArms(tx *db.Tx, tenant kernel.ID, arms []arm, n narrow) (int, error) {
	sum := 0
	for _, a := range arms {
		if sum >= countMost {
			break
		}
		q := db.Build(`select count(*) from (select t.id from task t`)
		armQuery(q, tenant, a, n)
		c, _, err := db.ValueOf[int](tx, q.And(`limit ?) x`, countMost))
		if err != nil {
			return 0, err
		}
		sum += c
	}
	return sum, nil
}
