package dossiers

import (
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// reach is what a report covers: units that decide, a procedure, and how rows are split.
type reach struct {
	tenant    kernel.ID
	all       bool
	orgs      []kernel.ID
	procedure string
	by        string // "", "unit", "procedure"
}

func (r reach) narrow(q *db.Query) *db.Query {
	if !r.all {
		q.In("and org_id in", r.orgs, "")
	}
	if r.procedure != "" {
		q.And("and procedure_code = ?", r.procedure)
	}
	return q
}

// rows chooses the counter rows: one for all procedures of a unit, or one for each.
func (r reach) rows(q *db.Query) *db.Query {
	if r.procedure == "" && r.by != "procedure" {
		q.And("and procedure_code = ''")
	} else {
		q.And("and procedure_code <> ''")
	}
	return r.narrow(q)
}

// slot names a row of a report.
type slot struct {
	unit      kernel.ID
	procedure string
}

type slotSums struct {
	slot
	sums
}

func intoSlotSums(s *slotSums) []any {
	return []any{&s.unit, &s.procedure, &s.received, &s.early, &s.onTime, &s.late, &s.withdrawn, &s.refused, &s.running, &s.paused, &s.handedIn, &s.handedOut}
}

// Of several headings only the split differs; each is a constant so that no text is made at run time.
const (
	sumAll = `select 0, '', coalesce(sum(received), 0), coalesce(sum(early), 0), coalesce(sum(on_time), 0), coalesce(sum(late), 0),
		coalesce(sum(withdrawn), 0), coalesce(sum(refused), 0), coalesce(sum(running), 0), coalesce(sum(paused), 0), coalesce(sum(handed_in), 0), coalesce(sum(handed_out), 0)
		from dossier_count where tenant_id = ? and grain = ? and day >= ? and day < ?`
	sumByUnit = `select org_id, '', sum(received), sum(early), sum(on_time), sum(late), sum(withdrawn), sum(refused), sum(running), sum(paused), sum(handed_in), sum(handed_out)
		from dossier_count where tenant_id = ? and grain = ? and day >= ? and day < ?`
	sumByProcedure = `select 0, procedure_code, sum(received), sum(early), sum(on_time), sum(late), sum(withdrawn), sum(refused), sum(running), sum(paused), sum(handed_in), sum(handed_out)
		from dossier_count where tenant_id = ? and grain = ? and day >= ? and day < ?`
	spanAll         = `select 0, '', kind, prev, count(*) from dossier_span where tenant_id = ? and kind in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) and from_at >= ? and from_at < ?`
	spanByUnit      = `select org_id, '', kind, prev, count(*) from dossier_span where tenant_id = ? and kind in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) and from_at >= ? and from_at < ?`
	spanByProcedure = `select 0, procedure_code, kind, prev, count(*) from dossier_span where tenant_id = ? and kind in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) and from_at >= ? and from_at < ?`
	dueAll          = `select 0, '', count(*) from dossier_span where tenant_id = ?`
	dueByUnit       = `select org_id, '', count(*) from dossier_span where tenant_id = ?`
	dueByProcedure  = `select 0, procedure_code, count(*) from dossier_span where tenant_id = ?`
)

// addCounters adds the counter rows of whole days [from, to) at one grain.
func addCounters(tx *db.Tx, r reach, grain int, from, to kernel.Date, sign int64, into map[slot]sums) error {
	if !from.Before(to) {
		return nil
	}
	var q *db.Query
	switch r.by {
	case "unit":
		q = r.rows(db.Build(sumByUnit, r.tenant, grain, from, to)).And("group by org_id")
	case "procedure":
		q = r.rows(db.Build(sumByProcedure, r.tenant, grain, from, to)).And("group by procedure_code")
	default:
		q = r.rows(db.Build(sumAll, r.tenant, grain, from, to))
	}
	found, err := db.AllOf(tx, intoSlotSums, q)
	for _, f := range found {
		into[f.slot] = into[f.slot].plus(f.sums, sign)
	}
	return err
}

func (n sums) plus(o sums, k int64) sums {
	return sums{n.received + k*o.received, n.early + k*o.early, n.onTime + k*o.onTime, n.late + k*o.late, n.withdrawn + k*o.withdrawn,
		n.refused + k*o.refused, n.running + k*o.running, n.paused + k*o.paused, n.handedIn + k*o.handedIn, n.handedOut + k*o.handedOut}
}

type slotKinds struct {
	slot
	kind, prev int
	n          int64
}

// addSpans adds the beginnings of spans in part of a day [from, to).
func addSpans(tx *db.Tx, r reach, from, to kernel.Instant, sign int64, into map[slot]sums) error {
	if !from.Before(to) {
		return nil
	}
	var q *db.Query
	switch r.by {
	case "unit":
		q = r.narrow(db.Build(spanByUnit, r.tenant, from, to)).And("group by org_id, kind, prev")
	case "procedure":
		q = r.narrow(db.Build(spanByProcedure, r.tenant, from, to)).And("group by procedure_code, kind, prev")
	default:
		q = r.narrow(db.Build(spanAll, r.tenant, from, to)).And("group by kind, prev")
	}
	found, err := db.AllOf(tx, func(s *slotKinds) []any { return []any{&s.unit, &s.procedure, &s.kind, &s.prev, &s.n} }, q)
	for _, f := range found {
		into[f.slot] = into[f.slot].plus(countOf(f.kind, f.prev), sign*f.n)
	}
	return err
}

type slotCount struct {
	slot
	n int64
}

// addDue counts what is running at x and due in [from, to); from zero means from ever.
func addDue(tx *db.Tx, r reach, d dueAsk, into map[slot]int64) error {
	for _, part := range d.parts() {
		var q *db.Query
		switch r.by {
		case "unit":
			q = db.Build(dueByUnit, r.tenant)
		case "procedure":
			q = db.Build(dueByProcedure, r.tenant)
		default:
			q = db.Build(dueAll, r.tenant)
		}
		d.where(q, part)
		r.narrow(q)
		switch r.by {
		case "unit":
			q.And("group by org_id")
		case "procedure":
			q.And("group by procedure_code")
		}
		found, err := db.AllOf(tx, func(s *slotCount) []any { return []any{&s.unit, &s.procedure, &s.n} }, q)
		if err != nil {
			return err
		}
		for _, f := range found {
			into[f.slot] += f.n
		}
	}
	return nil
}

// dueAsk is "running at x and due in [from, to)". Counts and lists are made of the same where.
type dueAsk struct {
	x, from, to kernel.Instant
	past        bool // x lies in the past, so ended spans matter too
}

// duePart is one of the places to look into; a positive one is a length of lateness (lateLength).
type duePart int

const (
	dueOpen  duePart = 0  // still running
	dueEnded duePart = -1 // ended since, late or not
)

func (d dueAsk) parts() []duePart {
	out := []duePart{dueOpen}
	switch {
	case d.past && d.from.IsZero(): // due before x and ended after: that was late
		for n := duePart(1); n <= lateLengths; n++ {
			out = append(out, n)
		}
	case d.past:
		out = append(out, dueEnded)
	}
	return out
}

func (d dueAsk) where(q *db.Query, part duePart) {
	switch {
	case part == dueOpen:
		q.And("and to_at is null and due is not null and from_at < ?", d.x)
	case part > 0: // who was late by so much ended within as many days
		q.And("and was_late > 0 and was_late = ? and to_at >= ?", int(part), d.x)
		if part < lateLengths {
			q.And("and to_at <= ?", d.x.Add(24*time.Hour<<(part-1)))
		}
		// The case hides the day from the planner, who would go through all that were ever due before it.
		q.And("and from_at < ? and case when due < ? then 1 else 0 end = 1", d.x, d.to)
		return
	default:
		q.And("and due is not null and to_at is not null and to_at >= ? and from_at < ?", d.x, d.x)
	}
	if !d.from.IsZero() {
		q.And("and due >= ?", d.from)
	}
	q.And("and due < ?", d.to)
}

// figureKinds are the kinds of spans that a figure counts.
var figureKinds = map[Figure][]int{
	FigReceived: {spanRun}, FigEarly: {spanEarly}, FigOnTime: {spanOnTime}, FigLate: {spanLate}, FigWithdrawn: {spanWithdrawn}, FigRefused: {spanRefused},
	FigRunning: {spanRun, spanRunAgain}, FigPaused: {spanPaused}, FigCarried: {spanRun, spanRunAgain, spanPaused},
	FigHandedIn: {spanCome}, FigHandedOut: {spanGone},
}

// figureKeys reads one page of the dossiers behind a figure.
func figureKeys(tx *db.Tx, r reach, f Figure, w window, n narrow) ([]key, error) {
	if f == FigOverdue || f == FigDueSoon {
		return dueKeys(tx, r, w.due(f), n)
	}
	orgs := r.orgs
	if r.all || len(orgs) > maxArms {
		orgs = []kernel.ID{0}
	}
	var found []key
	for _, org := range orgs {
		for _, kind := range figureKinds[f] {
			part, err := db.AllOf(tx, intoKey, figureQuery(db.Build(""), r, org, kind, f, w, n))
			if err != nil {
				return nil, err
			}
			found = append(found, part...)
		}
	}
	kernel.SortFunc(found, func(a, b key) int {
		c := b.at.Compare(a.at)
		if c == 0 {
			c = int(sign(b.id - a.id))
		}
		return c
	})
	return found[:min(len(found), n.limit)], nil
}

func figureQuery(q *db.Query, r reach, org kernel.ID, kind int, f Figure, w window, n narrow) *db.Query {
	q.And("select dossier_id, from_at from dossier_span where tenant_id = ? and kind = ?", r.tenant, kind)
	if org != 0 {
		q.And("and org_id = ?", org)
	} else if !r.all {
		q.In("and org_id in", r.orgs, "")
	}
	if r.procedure != "" {
		q.And("and procedure_code = ?", r.procedure)
	}
	x := w.end
	switch f {
	case FigCarried:
		x = w.start
		q.And("and from_at < ? and (to_at is null or to_at >= ?)", x, x)
	case FigRunning, FigPaused:
		if w.past {
			q.And("and from_at < ? and (to_at is null or to_at >= ?)", x, x)
		} else {
			q.And("and to_at is null and kind <= 3")
		}
	default:
		q.And("and from_at >= ? and from_at < ?", w.start, x)
	}
	if n.after != nil {
		q.And("and (from_at, dossier_id) < (?, ?)", n.after.at, n.after.id)
	}
	return q.And("order by from_at desc, dossier_id desc limit ?", n.limit)
}

func dueKeys(tx *db.Tx, r reach, d dueAsk, n narrow) ([]key, error) {
	var found []key
	for _, part := range d.parts() {
		q := db.Build("select dossier_id, due from dossier_span where tenant_id = ?", r.tenant)
		d.where(q, part)
		r.narrow(q)
		if n.after != nil {
			q.And("and (due, dossier_id) > (?, ?)", n.after.at, n.after.id)
		}
		part, err := db.AllOf(tx, intoKey, q.And("order by due, dossier_id limit ?", n.limit))
		if err != nil {
			return nil, err
		}
		found = append(found, part...)
	}
	kernel.SortFunc(found, func(a, b key) int {
		c := a.at.Compare(b.at)
		if c == 0 {
			c = int(sign(a.id - b.id))
		}
		return c
	})
	return found[:min(len(found), n.limit)], nil
}

type procedureName struct{ code, name string }

// procedureNames are the names of procedures that ever had a dossier.
func procedureNames(tx *db.Tx, tenant kernel.ID) (map[string]string, error) {
	found, err := db.All(tx, func(p *procedureName) []any { return []any{&p.code, &p.name} },
		`select code, name from dossier_procedure where tenant_id = $1 order by version_id`, tenant)
	out := map[string]string{}
	for _, p := range found {
		out[p.code] = p.name
	}
	return out, err
}
