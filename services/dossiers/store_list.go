package dossiers

import (
	"slices"
	"strconv"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// scope is a Visibility with its subtrees resolved for today.
type scope struct {
	tenant  kernel.ID
	all     bool
	orgs    []kernel.ID // units received or decided for
	advises []kernel.ID
	account kernel.ID
	person  kernel.ID
}

// maxArms is how many index ranges are merged; a wider scope reads the tenant's index and filters.
const maxArms = 60

// arm is one index range of a list: all arms are in the same order, so that merging their heads
// gives the head of the whole without reading more.
type arm struct {
	kind  armKind
	org   kernel.ID
	state State // 0: any
}

type armKind uint8

const (
	armTenant armKind = iota
	armOrg
	armReceived
	armApplicant
	armApplicantPerson
	armFiler
	armFilerPerson
	armAdvises
	armUnit
	armAssignee
	armSign
)

// sorting is by what a list is sorted and paged.
type sorting uint8

const (
	byAt   sorting = iota // newest first
	byDue                 // due first, running only
	byNext                // what wants attention first, open only
)

// key is the place of a row in a list.
type key struct {
	id kernel.ID
	at kernel.Instant
}

func intoKey(k *key) []any { return []any{&k.id, &k.at} }

func (k key) cursor() string {
	return strconv.FormatInt(k.at.Millis(), 36) + "." + strconv.FormatInt(int64(k.id), 36)
}

func readCursor(s string) (key, bool) {
	at, id, ok := strings.Cut(s, ".")
	ms, err1 := strconv.ParseInt(at, 36, 64)
	n, err2 := strconv.ParseInt(id, 36, 64)
	return key{id: kernel.ID(n), at: kernel.FromMillis(ms)}, ok && err1 == nil && err2 == nil
}

// narrow is a filter as store understands it.
type narrow struct {
	states    []State
	procedure string
	units     []kernel.ID // deciding units; nil: any
	scoped    []kernel.ID // deciding or receiving units of a wide scope; nil: any
	from, to  kernel.Instant
	dueFrom   kernel.Instant
	dueTo     kernel.Instant
	order     sorting
	after     *key
	limit     int
}

// armQuery adds one arm to a union. Heads differ so that each hits its own index.
func armQuery(q *db.Query, first bool, s scope, a arm, n narrow) {
	if !first {
		q.And("union all")
	}
	switch n.order {
	case byAt:
		q.And("select * from (select d.id, d.at from")
	case byDue:
		q.And("select * from (select d.id, d.run_due from")
	case byNext:
		q.And("select * from (select d.id, d.next_at from")
	}
	armFrom(q, s, a)
	if a.state != 0 {
		q.And("and d.state = ?", int(a.state))
		if a.state < Returned {
			q.And("and d.state < 10")
		}
	} else if len(n.states) > 0 {
		q.In("and d.state in", stateIDs(n.states), "")
	}
	if n.procedure != "" {
		q.And("and d.procedure_code = ?", n.procedure)
	}
	if n.units != nil && a.kind != armOrg {
		q.In("and d.org_id in", n.units, "")
	}
	if n.scoped != nil && a.kind == armTenant {
		q.In("and (d.org_id in", n.scoped, "or").In("d.received_org_id in", n.scoped, ")")
	}
	armOrder(q, n)
	q.And("limit ?) as a", n.limit)
}

func armFrom(q *db.Query, s scope, a arm) {
	switch a.kind {
	case armTenant:
		q.And("dossier d where d.tenant_id = ?", s.tenant)
	case armOrg:
		q.And("dossier d where d.tenant_id = ? and d.org_id = ?", s.tenant, a.org)
	case armReceived:
		q.And("dossier d where d.tenant_id = ? and d.received_org_id = ? and d.received_org_id <> d.org_id", s.tenant, a.org)
	case armApplicant:
		q.And("dossier d where d.tenant_id = ? and d.applicant_account_id = ?", s.tenant, s.account)
	case armApplicantPerson:
		q.And("dossier d where d.tenant_id = ? and d.applicant_person_id = ?", s.tenant, s.person)
	case armFiler:
		q.And("dossier d where d.tenant_id = ? and d.filer_account_id = ?", s.tenant, s.account)
	case armFilerPerson:
		q.And("dossier d where d.tenant_id = ? and d.filer_person_id = ?", s.tenant, s.person)
	case armAdvises:
		q.And("dossier d where d.tenant_id = ? and d.id in (select o.dossier_id from dossier_opinion o where o.tenant_id = ? and o.unit_id = ?)",
			s.tenant, s.tenant, a.org)
	case armUnit:
		q.And("dossier d where d.tenant_id = ? and d.unit_id = ?", s.tenant, a.org)
	case armAssignee:
		q.And("dossier d where d.tenant_id = ? and d.assignee_id = ?", s.tenant, s.account)
	case armSign:
		q.And("dossier d where d.tenant_id = ? and d.org_id = ? and d.to_sign = 1", s.tenant, a.org)
	}
}

func armOrder(q *db.Query, n narrow) {
	switch n.order {
	case byAt:
		if !n.from.IsZero() {
			q.And("and d.at >= ?", n.from)
		}
		if !n.to.IsZero() {
			q.And("and d.at < ?", n.to)
		}
		if n.after != nil {
			q.And("and (d.at, d.id) < (?, ?)", n.after.at, n.after.id)
		}
		q.And("order by d.at desc, d.id desc")
	case byDue:
		q.And("and d.run_due is not null")
		if !n.dueFrom.IsZero() {
			q.And("and d.run_due >= ?", n.dueFrom)
		}
		if !n.dueTo.IsZero() {
			q.And("and d.run_due < ?", n.dueTo)
		}
		if !n.from.IsZero() {
			q.And("and d.at >= ?", n.from)
		}
		if !n.to.IsZero() {
			q.And("and d.at < ?", n.to)
		}
		if n.after != nil {
			q.And("and (d.run_due, d.id) > (?, ?)", n.after.at, n.after.id)
		}
		q.And("order by d.run_due, d.id")
	case byNext:
		q.And("and d.next_at is not null")
		if n.after != nil {
			q.And("and (d.next_at, d.id) > (?, ?)", n.after.at, n.after.id)
		}
		q.And("order by d.next_at, d.id")
	}
}

func stateIDs(states []State) []kernel.ID {
	var out []kernel.ID
	for _, s := range states {
		out = append(out, kernel.ID(s))
	}
	return out
}

// keys reads the heads of all arms, a few dozen in one statement, and merges them.
func keys(tx *db.Tx, s scope, arms []arm, n narrow) ([]key, error) {
	const perStatement = 40
	var found []key
	for chunk := range slices.Chunk(arms, perStatement) {
		q := db.Build("")
		for i, a := range chunk {
			armQuery(q, i == 0, s, a, n)
		}
		part, err := db.AllOf(tx, intoKey, q)
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
		if n.order == byAt {
			return -c
		}
		return c
	})
	found = slices.CompactFunc(found, func(a, b key) bool { return a.id == b.id })
	return found[:min(len(found), n.limit)], nil
}

func sign(id kernel.ID) int64 {
	switch {
	case id < 0:
		return -1
	case id > 0:
		return 1
	}
	return 0
}

const itemHead = `select d.id, d.row_version, d.intake, coalesce(d.code, ''), d.procedure_code, p.name, d.applicant, d.summary, d.channel, d.state, d.step,
	d.step_name, coalesce(d.assignee_id, 0), d.assignee_name, d.received_org_id, d.org_id, d.at, d.submitted_at, d.received_at, d.due, d.reappointed,
	d.term, d.finished_at, d.verdict, d.next_at, coalesce(d.applicant_account_id, 0), coalesce(d.applicant_person_id, 0),
	coalesce(d.filer_account_id, 0), coalesce(d.filer_person_id, 0)
	from dossier d join dossier_procedure p on p.tenant_id = d.tenant_id and p.version_id = d.version_id where d.tenant_id = ?`

// listed is an Item with what visibility is judged by.
type listed struct {
	Item
	applicant, applicantPerson, filer, filerPerson kernel.ID
}

func intoRow(r *listed) []any {
	i := &r.Item
	return []any{&i.ID, &i.RowVersion, &i.Intake, &i.Code, &i.ProcedureCode, &i.ProcedureName, &i.Applicant, &i.Summary, &i.Channel, &i.State, &i.Step,
		&i.StepName, &i.AssigneeID, &i.AssigneeName, &i.Received, &i.Deciding, &i.At, &i.SubmittedAt, &i.ReceivedAt, &i.Due, &i.Reappointed,
		&i.Limit, &i.FinishedAt, &i.Verdict, &i.NextAt, &r.applicant, &r.applicantPerson, &r.filer, &r.filerPerson}
}

// listRows reads the rows of some dossiers, in the order of the ids.
func listRows(tx *db.Tx, tenant kernel.ID, ids []kernel.ID) ([]listed, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := db.AllOf(tx, intoRow, db.Build(itemHead, tenant).In("and d.id in", ids, ""))
	if err != nil {
		return nil, err
	}
	place := make(map[kernel.ID]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	kernel.SortFunc(found, func(a, b listed) int { return place[a.ID] - place[b.ID] })
	return found, nil
}

type stateCount struct {
	state State
	n     int64
}

func intoStateCount(c *stateCount) []any { return []any{&c.state, &c.n} }

// countDue counts running dossiers that were due before now, and those due from now to soon. Each of the two
// ways into a scope is counted from its index alone, without a look at any row.
func countDue(tx *db.Tx, tenant kernel.ID, all bool, units []kernel.ID, now, soon kernel.Instant) (overdue, next int64, err error) {
	q := db.Build("select cast(coalesce(sum(late), 0) as bigint), cast(coalesce(sum(n), 0) as bigint) from (")
	due := func() {
		q.And("select coalesce(sum(case when d.run_due < ? then 1 else 0 end), 0) as late, count(*) as n from dossier d where d.tenant_id = ?", now, tenant).
			And("and d.run_due is not null and d.run_due < ?", soon)
	}
	due()
	if !all {
		q.In("and d.org_id in", units, "union all")
		due()
		q.In("and d.received_org_id <> d.org_id and d.received_org_id in", units, "").In("and d.org_id not in", units, "")
	}
	q.And(") as c")
	n, _, err := db.OneOf(tx, func(n *[2]int64) []any { return []any{&n[0], &n[1]} }, q)
	return n[0], n[1] - n[0], err
}

func countMine(tx *db.Tx, tenant, account kernel.ID) (int64, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from dossier where tenant_id = $1 and assignee_id = $2 and next_at is not null`, tenant, account)
	return n, err
}

func countSign(tx *db.Tx, tenant kernel.ID, orgs []kernel.ID) (int64, error) {
	n, _, err := db.ValueOf[int64](tx, db.Build(`select count(*) from dossier d where d.tenant_id = ? and d.to_sign = 1`, tenant).In("and d.org_id in", orgs, ""))
	return n, err
}
