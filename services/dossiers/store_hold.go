package dossiers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Which dossiers a unit holds in a role, by an index range over the few that are open.
const (
	heldDeciding = `select d.org_id, count(*) from dossier d where d.tenant_id = ? and d.state in (1, 2, 4, 5, 6, 8) and d.state < 10 and d.submitted_at < ?`
	heldReceived = `select d.received_org_id, count(*) from dossier d where d.tenant_id = ? and d.state in (1, 2, 4, 5, 6, 8, 9) and d.state < 10 and d.submitted_at < ?`
	heldOpinions = `select o.unit_id, count(*) from dossier_opinion o join dossier d on d.id = o.dossier_id
		where o.tenant_id = ? and o.given_at is null and d.state in (1, 2, 4, 5, 6, 8) and d.submitted_at < ?`
	notMovedSince = `and not exists (select 1 from dossier_move v where v.dossier_id = d.id and v.role = ? and v.void_by = 0 and v.effective > ?)`
	// What a unit held on a day and has handed over since: by the first step after the day.
	movedSince = `select v.from_unit, count(*) from dossier_move v join dossier d on d.id = v.dossier_id
		where v.tenant_id = ? and v.role = ? and v.void_by = 0 and v.effective > ? and d.submitted_at < ? and not exists (
		select 1 from dossier_move w where w.dossier_id = v.dossier_id and w.role = v.role and w.ref_id = v.ref_id and w.void_by = 0
		and w.effective > ? and (w.effective < v.effective or w.effective = v.effective and w.step_id < v.step_id))`
)

// openStates are those in which a role holds a dossier.
var openStates = map[string][]kernel.ID{roleDeciding: {1, 2, 4, 5, 6, 8}, roleReceived: {1, 2, 4, 5, 6, 8, 9}, roleOpinion: {1, 2, 4, 5, 6, 8}}

type unitCount struct {
	unit kernel.ID
	n    int64
}

func intoUnitCount(c *unitCount) []any { return []any{&c.unit, &c.n} }

// heldQueries count what units hold in a role on a day: what they have still, and what they have handed over since.
func heldQueries(tenant kernel.ID, role string, units []kernel.ID, on kernel.Date) []*db.Query {
	end := on.AddDays(1).Start()
	var questions []*db.Query
	switch role {
	case roleDeciding:
		questions = []*db.Query{db.Build(heldDeciding, tenant, end).In("and d.org_id in", units, "").And(notMovedSince, role, on).And("group by d.org_id")}
	case roleReceived: // one index holds those that another unit decides, one the rest
		questions = []*db.Query{
			db.Build(heldReceived, tenant, end).And("and d.received_org_id <> d.org_id").In("and d.received_org_id in", units, "").And(notMovedSince, role, on).And("group by d.received_org_id"),
			db.Build(heldReceived, tenant, end).And("and d.received_org_id = d.org_id").In("and d.org_id in", units, "").And(notMovedSince, role, on).And("group by d.received_org_id"),
		}
	default:
		questions = []*db.Query{db.Build(heldOpinions, tenant, end).In("and o.unit_id in", units, "").
			And(`and not exists (select 1 from dossier_move v where v.dossier_id = d.id and v.role = ? and v.ref_id = o.id and v.void_by = 0 and v.effective > ?)`, role, on).And("group by o.unit_id")}
	}
	since := db.Build(movedSince, tenant, role, on, end, on).In("and v.from_unit in", units, "").In("and d.state in", openStates[role], "")
	if role == roleOpinion {
		since.And("and exists (select 1 from dossier_opinion o where o.id = v.ref_id and o.given_at is null)")
	}
	return append(questions, since.And("group by v.from_unit"))
}

func heldBy(tx *db.Tx, tenant kernel.ID, role string, units []kernel.ID, on kernel.Date) (map[kernel.ID]int64, error) {
	out := map[kernel.ID]int64{}
	for _, q := range heldQueries(tenant, role, units, on) {
		found, err := db.AllOf(tx, intoUnitCount, q)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			out[c.unit] += c.n
		}
	}
	return out, nil
}

func allQuery(tenant kernel.ID, role string, on kernel.Date) *db.Query {
	end := on.AddDays(1).Start()
	switch role {
	case roleDeciding:
		return db.Build(`select 0, count(*) from dossier d where d.tenant_id = ? and d.state in (1, 2, 4, 5, 6, 8) and d.state < 10 and d.submitted_at < ?`, tenant, end)
	case roleReceived:
		return db.Build(`select 0, count(*) from dossier d where d.tenant_id = ? and d.state in (1, 2, 4, 5, 6, 8, 9) and d.state < 10 and d.submitted_at < ?`, tenant, end)
	}
	return db.Build(`select 0, count(*) from dossier_opinion o join dossier d on d.id = o.dossier_id
		where o.tenant_id = ? and o.given_at is null and d.state in (1, 2, 4, 5, 6, 8) and d.submitted_at < ?`, tenant, end)
}

func heldInAll(tx *db.Tx, tenant kernel.ID, role string, on kernel.Date) (int64, error) {
	c, _, err := db.OneOf(tx, intoUnitCount, allQuery(tenant, role, on))
	return c.n, err
}

// openQueries find the dossiers of which something stands open in the units.
func openQueries(tenant kernel.ID, units []kernel.ID) []*db.Query {
	return []*db.Query{
		db.Build(`select d.id from dossier d where d.tenant_id = ? and d.state in (1, 2, 4, 5, 6, 8, 9) and d.state < 10`, tenant).In("and d.org_id in", units, ""),
		db.Build(`select d.id from dossier d where d.tenant_id = ? and d.state in (1, 2, 4, 5, 6, 8, 9) and d.state < 10 and d.received_org_id <> d.org_id`, tenant).In("and d.received_org_id in", units, ""),
		db.Build(`select d.id from dossier d where d.tenant_id = ? and d.next_at is not null`, tenant).In("and d.unit_id in", units, ""),
		db.Build(`select o.dossier_id from dossier_opinion o where o.tenant_id = ? and o.given_at is null`, tenant).In("and o.unit_id in", units, ""),
	}
}

func openIn(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]kernel.ID, error) {
	var out []kernel.ID
	for _, q := range openQueries(tenant, units) {
		found, err := db.AllOf(tx, func(id *kernel.ID) []any { return []any{id} }, q)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// loadMany replays some dossiers, in the order of their ids; what is no longer open is left out.
func loadMany(tx *db.Tx, tenant kernel.ID, ids []kernel.ID) ([]Dossier, error) {
	events, err := db.AllOf(tx, intoEvent, db.Build(`select tenant_id, dossier_id, seq, id, at, verb, from_state, to_state, account_id, person_id, org_id, on_behalf_id, name, post,
		reason, data, hash from dossier_event where tenant_id = ?`, tenant).In("and dossier_id in", ids, "order by dossier_id, seq"))
	if err != nil {
		return nil, err
	}
	var out []Dossier
	for len(events) > 0 {
		id := events[0].Dossier
		n := slices.IndexFunc(events, func(e Event) bool { return e.Dossier != id })
		if n < 0 {
			n = len(events)
		}
		for i := range events[:n] {
			err = json.Unmarshal(events[i].data, &events[i].Change)
			if err != nil {
				return nil, fmt.Errorf("event %d of dossier %s: %w", events[i].Seq, id, err)
			}
		}
		d, err := Replay(events[:n])
		if err != nil {
			return nil, err
		}
		if d.State.Open() && d.ClosedAt.IsZero() {
			out = append(out, d)
		}
		events = events[n:]
	}
	return out, nil
}

const updateHandedSQL = `update dossier set org_id = $1, received_org_id = $2, unit_id = $3, assignee_id = $4, assignee_name = $5, to_sign = $6, row_version = $7
	where id = $8 and row_version = $9`

// saveHandings writes the lines, the rows and the counters of dossiers that change hands.
func saveHandings(tx *db.Tx, c orgs.Carriage, list []handing, back bool) error {
	if len(list) == 0 {
		return nil
	}
	_, err := db.Copy(tx, `dossier_event (tenant_id, dossier_id, seq, id, at, verb, from_state, to_state, account_id, person_id, org_id,
		on_behalf_id, name, post, reason, data, request, hash)`, func(yield func([]any) bool) {
		for _, h := range list {
			if !yield(eventArgs(h.event)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	for _, h := range list {
		d := h.after
		err = tx.Later(updateHandedSQL, d.Deciding, d.Received, d.Unit, nullID(d.Assignee.Account), d.Assignee.Name, d.toSign(), d.RowVersion, d.ID, h.before.RowVersion)
		for _, o := range h.event.Change.Transfer.Opinions {
			if err == nil {
				err = tx.Later(`update dossier_opinion set unit_id = $2 where id = $1`, o.ID, o.Unit)
			}
		}
		if err != nil {
			return err
		}
	}
	if back {
		err = voidShifts(tx, c, list)
	} else {
		err = insertShifts(tx, c, list)
	}
	if err != nil {
		return err
	}
	return moveFigures(tx, c.Tenant, list)
}

// moveFigures ends what counted in one unit and begins it in another.
func moveFigures(tx *db.Tx, tenant kernel.ID, list []handing) error {
	counts := newTally()
	var moved []kernel.ID
	by := map[kernel.ID]handing{}
	for _, h := range list {
		from, was := h.before.waits()
		to, is := h.after.waits()
		if was {
			counts.open[from]--
		}
		if is {
			counts.open[to]++
		}
		if h.before.Deciding != h.after.Deciding {
			moved = append(moved, h.after.ID)
			by[h.after.ID] = h
		}
	}
	err := saveOpenTally(tx, tenant, counts.open)
	if err != nil || len(moved) == 0 {
		return err
	}
	type openOf struct {
		dossier kernel.ID
		openSpan
	}
	spans, err := db.AllOf(tx, func(s *openOf) []any { return append([]any{&s.dossier}, intoOpenSpan(&s.openSpan)...) },
		db.Build(`select dossier_id, seq, kind, from_at, due from dossier_span where tenant_id = ? and to_at is null`, tenant).In("and dossier_id in", moved, "order by dossier_id"))
	if err != nil {
		return err
	}
	spans = slices.DeleteFunc(spans, func(s openOf) bool { return s.kind > spanPaused })
	for _, s := range spans {
		h := by[s.dossier]
		err = tx.Later(closeSpanSQL, h.event.At, s.lateLength(h.event.At), tenant, s.dossier, s.seq)
		if err != nil {
			return err
		}
		day, procedure := h.event.At.Date(), h.after.Procedure.Code
		counts.count(h.before.Deciding, procedure, day, countOf(spanGone, s.kind))
		counts.count(h.after.Deciding, procedure, day, countOf(spanCome, 0).plus(countOf(againKind(s.kind), 0), 1))
	}
	_, err = db.Copy(tx, `dossier_span (tenant_id, dossier_id, seq, org_id, procedure_code, kind, prev, from_at, to_at, due, was_late)`, func(yield func([]any) bool) {
		for _, s := range spans {
			h := by[s.dossier]
			at, seq, procedure := h.event.At, h.event.Seq, h.after.Procedure.Code
			if !yield([]any{tenant, s.dossier, -2 * seq, h.before.Deciding, procedure, spanGone, s.kind, at, at, nil, 0}) ||
				!yield([]any{tenant, s.dossier, -2*seq - 1, h.after.Deciding, procedure, spanCome, 0, at, at, nil, 0}) ||
				!yield([]any{tenant, s.dossier, seq, h.after.Deciding, procedure, againKind(s.kind), 0, at, nil, s.due, 0}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return saveTally(tx, tenant, counts.all())
}

// againKind is how a stretch goes on in another unit: it was received only once.
func againKind(kind int) int {
	if kind == spanRun {
		return spanRunAgain
	}
	return kind
}

func insertShifts(tx *db.Tx, c orgs.Carriage, list []handing) error {
	_, err := db.Copy(tx, `dossier_move (tenant_id, step_id, dossier_id, role, ref_id, from_unit, to_unit, effective, decision_id, void_by)`, func(yield func([]any) bool) {
		for _, h := range list {
			for _, m := range h.shifts {
				if !yield([]any{c.Tenant, c.Step, m.dossier, m.role, m.ref, m.from, m.to, c.On, c.Decision, 0}) {
					return
				}
			}
		}
	})
	return err
}

// voidShifts keeps what was taken back as void.
func voidShifts(tx *db.Tx, c orgs.Carriage, list []handing) error {
	for _, h := range list {
		for _, m := range h.shifts {
			err := tx.Later(`update dossier_move set void_by = $5 where step_id = $1 and dossier_id = $2 and role = $3 and ref_id = $4`, c.Step, m.dossier, m.role, m.ref, c.Decision)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func shiftsOf(tx *db.Tx, step kernel.ID) ([]shift, error) {
	found, err := db.All(tx, func(m *shift) []any { return []any{&m.dossier, &m.role, &m.ref, &m.from, &m.to} },
		`select dossier_id, role, ref_id, from_unit, to_unit from dossier_move where step_id = $1 and void_by = 0`, step)
	kernel.SortFunc(found, func(a, b shift) int {
		return cmp.Or(cmp.Compare(a.dossier, b.dossier), cmp.Compare(a.role, b.role), cmp.Compare(a.ref, b.ref))
	})
	return found, err
}

func carriedAlready(tx *db.Tx, step kernel.ID) (bool, error) {
	_, there, err := db.Value[kernel.ID](tx, `select step_id from dossier_carry where step_id = $1`, step)
	return there, err
}

func markCarried(tx *db.Tx, c orgs.Carriage, moved int64) error {
	_, err := tx.Exec(`insert into dossier_carry (step_id, tenant_id, moved) values ($1, $2, $3)`, c.Step, c.Tenant, moved)
	return err
}
