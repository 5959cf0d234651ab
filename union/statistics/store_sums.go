package statistics

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// The tree of a sum is that of the cut-off: every join asks the closure for that day. Only reports that
// the level above them has accepted are added up.

const sumCells = `select v.line, r.sector, sum(v.value), sum(v.value * v.weight), sum(v.weight), count(*)
 from statistics_report r
 join statistics_value v on v.report_id = r.id
 where r.period_id = $1 and r.form = $2 and r.state = 'accepted'
 and exists (select 1 from org_closure c where c.ancestor_id = $3 and c.descendant_id = r.org_id and c.valid_from <= $4 and (c.valid_to is null or c.valid_to > $4))
 group by v.line, r.sector order by v.line, r.sector`

func cellInto(c *Cell) []any {
	return []any{&c.Line, &c.Sector, &c.Sum, &c.Weighted, &c.Weight, &c.Units}
}

func sumOf(tx *db.Tx, p Period, org kernel.ID) ([]Cell, error) {
	return db.All(tx, cellInto, sumCells, p.ID, p.Form, org, p.CutOff)
}

// part is one report that a sum is made of.
type part struct {
	org    kernel.ID
	sha256 string
}

func partsOf(tx *db.Tx, p Period, org kernel.ID) ([]part, error) {
	return db.All(tx, func(x *part) []any { return []any{&x.org, &x.sha256} }, `select r.org_id, r.sha256 from statistics_report r
 where r.period_id = $1 and r.form = $2 and r.state = 'accepted'
 and exists (select 1 from org_closure c where c.ancestor_id = $3 and c.descendant_id = r.org_id and c.valid_from <= $4 and (c.valid_to is null or c.valid_to > $4))
 order by r.org_id`, p.ID, p.Form, org, p.CutOff)
}

// expectedOf counts the units below that have to fill in the form.
func expectedOf(tx *db.Tx, p Period, org kernel.ID, kinds []string) (int, error) {
	q := db.Build(`select count(*) from org_closure c join org_kind_span k on k.void_by = 0 and k.org_id = c.descendant_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)
 where c.ancestor_id = ? and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, p.CutOff, p.CutOff, org, p.CutOff, p.CutOff)
	n, _, err := db.ValueOf[int64](tx, q.InText(`and k.kind in`, kinds, ``))
	return int(n), err
}

// Child (đơn vị trực thuộc) is a unit directly below with what was reported there.
//
//glossary:none
type Child struct {
	Unit      kernel.ID
	Name      string
	Short     string // for the foot of a bar, "" where a unit has none or it is not asked for
	Kind      string
	Fold      string
	State     State // of its own report
	Submitted kernel.Date
	Expected  int // units at or below it that fill in the form
	Sent      int // of them: sent or accepted
	Accepted  int
	Returned  int
	Draft     int
}

func childInto(c *Child) []any {
	return []any{&c.Unit, &c.Name, &c.Short, &c.Fold, &c.Kind, &c.State, &c.Submitted, &c.Expected, &c.Sent, &c.Accepted, &c.Returned, &c.Draft}
}

// listChildren lists the units directly below one that report or have units below that do, with how
// far they are; by name, from a key on.
func listChildren(tx *db.Tx, p Period, org kernel.ID, kinds []string, after Child, most int) ([]Child, error) {
	q := db.Build(`select ch.descendant_id, n.name, n.short_name, n.fold, kk.kind, coalesce(own.state, ''), own.submitted_on, count(*),
 sum(case when r.state in ('submitted', 'accepted') then 1 else 0 end), sum(case when r.state = 'accepted' then 1 else 0 end),
 sum(case when r.state = 'returned' then 1 else 0 end), sum(case when r.state = 'draft' then 1 else 0 end)
 from org_closure ch
 join org_name_span n on n.void_by = 0 and n.org_id = ch.descendant_id and n.valid_from <= ? and (n.valid_to is null or n.valid_to > ?)
 join org_kind_span kk on kk.void_by = 0 and kk.org_id = ch.descendant_id and kk.valid_from <= ? and (kk.valid_to is null or kk.valid_to > ?)
 join org_closure c on c.ancestor_id = ch.descendant_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)
 join org_kind_span k on k.void_by = 0 and k.org_id = c.descendant_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`,
		p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff)
	q.InText(`and k.kind in`, kinds, ``)
	q.And(`left join statistics_report r on r.period_id = ? and r.org_id = c.descendant_id
 left join statistics_report own on own.period_id = ? and own.org_id = ch.descendant_id
 where ch.ancestor_id = ? and ch.depth = 1 and ch.valid_from <= ? and (ch.valid_to is null or ch.valid_to > ?)`, p.ID, p.ID, org, p.CutOff, p.CutOff)
	if after.Unit != 0 {
		q.And(`and (n.fold > ? or n.fold = ? and ch.descendant_id > ?)`, after.Fold, after.Fold, after.Unit)
	}
	q.And(`group by ch.descendant_id, n.name, n.short_name, n.fold, kk.kind, own.state, own.submitted_on order by n.fold, ch.descendant_id limit ?`, most)
	return db.AllOf(tx, childInto, q)
}

// Share of a child in one line.
type childCell struct {
	Child
	Cell
}

// listCell lists what each unit directly below adds to one line, by name, from a key on. line and
// weights are of the form that is filled in.
func listCell(tx *db.Tx, p Period, org kernel.ID, line, sector string, after Child, most int) ([]childCell, error) {
	q := db.Build(`select ch.descendant_id, n.name, n.fold, kk.kind, coalesce(own.state, ''), coalesce(sum(v.value), 0), coalesce(sum(v.value * v.weight), 0), coalesce(sum(v.weight), 0), count(v.line)
 from org_closure ch
 join org_name_span n on n.void_by = 0 and n.org_id = ch.descendant_id and n.valid_from <= ? and (n.valid_to is null or n.valid_to > ?)
 join org_kind_span kk on kk.void_by = 0 and kk.org_id = ch.descendant_id and kk.valid_from <= ? and (kk.valid_to is null or kk.valid_to > ?)
 join org_closure c on c.ancestor_id = ch.descendant_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)
 join statistics_report r on r.period_id = ? and r.org_id = c.descendant_id and r.form = ? and r.state = 'accepted'`,
		p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.ID, p.Form)
	if sector != "" {
		q.And(`and r.sector = ?`, sector)
	}
	q.And(`join statistics_value v on v.report_id = r.id and v.line = ?
 left join statistics_report own on own.period_id = ? and own.org_id = ch.descendant_id
 where ch.ancestor_id = ? and ch.depth = 1 and ch.valid_from <= ? and (ch.valid_to is null or ch.valid_to > ?)`, line, p.ID, org, p.CutOff, p.CutOff)
	if after.Unit != 0 {
		q.And(`and (n.fold > ? or n.fold = ? and ch.descendant_id > ?)`, after.Fold, after.Fold, after.Unit)
	}
	q.And(`group by ch.descendant_id, n.name, n.fold, kk.kind, own.state order by n.fold, ch.descendant_id limit ?`, most)
	return db.AllOf(tx, func(c *childCell) []any {
		return []any{&c.Unit, &c.Name, &c.Fold, &c.Kind, &c.State, &c.Sum, &c.Weighted, &c.Weight, &c.Units}
	}, q)
}

// Missing (đơn vị chưa gửi) is a unit that has to report and has not, or was late.
//
//glossary:none
type Missing struct {
	Unit      kernel.ID
	Name      string
	Fold      string
	Above     kernel.ID
	AboveName string
	Form      string
	State     State
	Submitted kernel.Date
	Late      int // working days
}

// lateFilter is which units a late list shows.
type lateFilter struct {
	sent  bool // those that came after the due day; else those that have not come
	after Missing
	most  int
}

// listMissing lists the units at or below one that have to fill in the form and whose report has not
// come, or came late; by name.
func listMissing(tx *db.Tx, p Period, org kernel.ID, kinds []string, f lateFilter) ([]Missing, error) {
	q := db.Build(`select c.descendant_id, n.name, n.fold, coalesce(ps.parent_id, 0), coalesce(pn.name, ''), coalesce(r.state, ''), r.submitted_on
 from org_closure c
 join org_kind_span k on k.void_by = 0 and k.org_id = c.descendant_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`, p.CutOff, p.CutOff)
	q.InText(`and k.kind in`, kinds, ``)
	q.And(`join org_name_span n on n.void_by = 0 and n.org_id = c.descendant_id and n.valid_from <= ? and (n.valid_to is null or n.valid_to > ?)
 left join org_parent_span ps on ps.void_by = 0 and ps.org_id = c.descendant_id and ps.valid_from <= ? and (ps.valid_to is null or ps.valid_to > ?)
 left join org_name_span pn on pn.void_by = 0 and pn.org_id = ps.parent_id and pn.valid_from <= ? and (pn.valid_to is null or pn.valid_to > ?)
 left join statistics_report r on r.period_id = ? and r.org_id = c.descendant_id
 where c.ancestor_id = ? and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`,
		p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.CutOff, p.ID, org, p.CutOff, p.CutOff)
	if f.sent {
		q.And(`and r.state in ('submitted', 'accepted') and r.submitted_on > ?`, p.Due)
	} else {
		q.And(`and (r.state is null or r.state in ('draft', 'returned'))`)
	}
	if f.after.Unit != 0 {
		q.And(`and (n.fold > ? or n.fold = ? and c.descendant_id > ?)`, f.after.Fold, f.after.Fold, f.after.Unit)
	}
	q.And(`order by n.fold, c.descendant_id limit ?`, f.most)
	return db.AllOf(tx, func(m *Missing) []any {
		return []any{&m.Unit, &m.Name, &m.Fold, &m.Above, &m.AboveName, &m.State, &m.Submitted}
	}, q)
}

// sentAbove is the nearest unit of a path whose own report of the period is sent or accepted, 0 when there is none.
func sentAbove(tx *db.Tx, period kernel.ID, above []kernel.ID) (kernel.ID, error) {
	for _, org := range above {
		_, ok, err := db.Value[int64](tx, `select 1 from statistics_report where period_id = $1 and org_id = $2 and state in ('submitted', 'accepted')`, period, org)
		if err != nil || ok {
			return org, err
		}
	}
	return 0, nil
}

// fillersUnder lists the units at or below one that fill in a form on a day, 0 for no limit.
func fillersUnder(tx *db.Tx, org kernel.ID, kinds []string, on kernel.Date) ([]Missing, error) {
	q := db.Build(`select c.descendant_id, n.name, n.fold, coalesce(ps.parent_id, 0), coalesce(pn.name, '')
 from org_closure c
 join org_kind_span k on k.void_by = 0 and k.org_id = c.descendant_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`, on, on)
	q.InText(`and k.kind in`, kinds, ``)
	q.And(`join org_name_span n on n.void_by = 0 and n.org_id = c.descendant_id and n.valid_from <= ? and (n.valid_to is null or n.valid_to > ?)
 left join org_parent_span ps on ps.void_by = 0 and ps.org_id = c.descendant_id and ps.valid_from <= ? and (ps.valid_to is null or ps.valid_to > ?)
 left join org_name_span pn on pn.void_by = 0 and pn.org_id = ps.parent_id and pn.valid_from <= ? and (pn.valid_to is null or pn.valid_to > ?)
 where c.ancestor_id = ? and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?) order by n.fold, c.descendant_id limit 50000`, on, on, on, on, on, on, org, on, on)
	return db.AllOf(tx, func(m *Missing) []any { return []any{&m.Unit, &m.Name, &m.Fold, &m.Above, &m.AboveName} }, q)
}

// countStates counts the units at or below one that fill in the form, by how far they are.
func countStates(tx *db.Tx, p Period, org kernel.ID, kinds []string) (Child, error) {
	q := db.Build(`select count(*), coalesce(sum(case when r.state in ('submitted', 'accepted') then 1 else 0 end), 0), coalesce(sum(case when r.state = 'accepted' then 1 else 0 end), 0),
 coalesce(sum(case when r.state = 'returned' then 1 else 0 end), 0), coalesce(sum(case when r.state = 'draft' then 1 else 0 end), 0)
 from org_closure c join org_kind_span k on k.void_by = 0 and k.org_id = c.descendant_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`, p.CutOff, p.CutOff)
	q.InText(`and k.kind in`, kinds, ``)
	q.And(`left join statistics_report r on r.period_id = ? and r.org_id = c.descendant_id
 where c.ancestor_id = ? and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, p.ID, org, p.CutOff, p.CutOff)
	c, _, err := db.OneOf(tx, func(c *Child) []any { return []any{&c.Expected, &c.Sent, &c.Accepted, &c.Returned, &c.Draft} }, q)
	return c, err
}

// insideRow says that a part stood in a unit, the unit itself among them.
type insideRow struct{ unit, part kernel.ID }

// insideOf lists units with all that stood inside them on a day.
func insideOf(tx *db.Tx, units []kernel.ID, on kernel.Date) ([]insideRow, error) {
	var out []insideRow
	for rest := units; len(rest) > 0; {
		some := rest[:min(len(rest), 500)]
		rest = rest[len(some):]
		q := db.Build(`select c.ancestor_id, c.descendant_id from org_closure c where c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on)
		rows, err := db.AllOf(tx, func(r *insideRow) []any { return []any{&r.unit, &r.part} }, q.In(`and c.ancestor_id in`, some, `order by c.ancestor_id, c.depth, c.descendant_id`))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}
