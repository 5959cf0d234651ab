package dossiers

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

const (
	pageSize = 50
	pageMost = 200
)

func limitOf(n int) int {
	if n <= 0 {
		return pageSize
	}
	return min(n, pageMost)
}

// resolve turns the predicate of the policy into units: those of today, and those that have ended.
func (s *Service) resolve(tx *db.Tx, v Visibility) (scope, error) {
	out := scope{tenant: v.Tenant, all: v.All, account: v.Account, person: v.Person}
	if v.All {
		return out, nil
	}
	var err error
	out.orgs, err = s.under(tx, v.Roots)
	if err != nil {
		return out, err
	}
	out.advises, err = s.under(tx, v.Advises)
	return out, err
}

func (s *Service) under(tx *db.Tx, roots []kernel.ID) ([]kernel.ID, error) {
	if len(roots) == 0 {
		return []kernel.ID{}, nil
	}
	return s.Units.Branch(tx, roots, s.Clock.Now().Date())
}

// holdsRow is Visibility.Holds over a row of a list.
func (s scope) holdsRow(r listed) bool {
	return s.all || slices.Contains(s.orgs, r.Deciding) || slices.Contains(s.orgs, r.Received) ||
		s.account != 0 && (r.applicant == s.account || r.filer == s.account) || s.person != 0 && (r.applicantPerson == s.person || r.filerPerson == s.person)
}

// arms are the index ranges that make up what a scope may see.
func (s scope) arms(n *narrow, mine bool) []arm {
	var out []arm
	if !mine {
		out = s.orgArms(n)
	}
	if mine || !s.all {
		if s.account != 0 {
			out = append(out, arm{kind: armApplicant}, arm{kind: armFiler})
		}
		if s.person != 0 {
			out = append(out, arm{kind: armApplicantPerson}, arm{kind: armFilerPerson})
		}
	}
	if !mine && !s.all {
		for _, org := range s.advises {
			out = append(out, arm{kind: armAdvises, org: org})
		}
	}
	if n.order != byAt || len(n.states) == 0 || slices.Contains(n.states, Returned) || len(out)*len(n.states) > 2*maxArms {
		return out
	}
	var split []arm
	for _, a := range out {
		for _, st := range n.states {
			a.state = st
			split = append(split, a)
		}
	}
	return split
}

func (s scope) orgArms(n *narrow) []arm {
	if s.all {
		if n.units == nil || len(n.units) > maxArms {
			return []arm{{kind: armTenant}}
		}
		var out []arm
		for _, org := range n.units {
			out = append(out, arm{kind: armOrg, org: org})
		}
		return out
	}
	if len(s.orgs) > maxArms/2 {
		n.scoped = s.orgs
		return []arm{{kind: armTenant}}
	}
	var out []arm
	for _, org := range s.orgs {
		if n.units == nil || slices.Contains(n.units, org) {
			out = append(out, arm{kind: armOrg, org: org})
		}
		out = append(out, arm{kind: armReceived, org: org})
	}
	return out
}

// List is one page of what the actor may see, newest first; overdue and soon due ones by due date.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	if f.Figure != "" {
		return s.listFigure(ctx, a, f)
	}
	now := s.Clock.Now()
	soon, err := s.soon(ctx, a.Tenant, now)
	if err != nil {
		return Page{}, err
	}
	n := narrow{states: f.States, procedure: f.Procedure, limit: limitOf(f.Limit) + 1}
	if !f.From.IsZero() {
		n.from = f.From.Start()
	}
	if !f.To.IsZero() {
		n.to = f.To.AddDays(1).Start()
	}
	switch {
	case f.Overdue:
		n.order, n.dueTo = byDue, now
	case f.DueSoon:
		n.order, n.dueFrom, n.dueTo = byDue, now, soon
	}
	if c, ok := readCursor(f.After); ok {
		n.after = &c
	}
	var out Page
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, err := s.resolve(tx, VisibleTo(a))
		if err != nil {
			return err
		}
		if f.Unit != 0 {
			n.units = []kernel.ID{f.Unit}
			if !f.ExactUnit {
				n.units, err = s.under(tx, n.units)
				if err != nil {
					return err
				}
			}
		}
		if strings.TrimSpace(f.Text) != "" {
			out, err = s.findText(tx, a, sc, f, n)
		} else {
			out, err = page(tx, sc, sc.arms(&n, f.Mine), n)
		}
		return err
	})
	return s.explained(out, now, soon), err
}

// page reads one page of merged arms.
func page(tx *db.Tx, sc scope, arms []arm, n narrow) (Page, error) {
	if len(arms) == 0 {
		return Page{}, nil
	}
	found, err := keys(tx, sc, arms, n)
	if err != nil {
		return Page{}, err
	}
	return readPage(tx, sc.tenant, found, n.limit)
}

// readPage reads the rows of a page; limit is one more than it shows, to know of a next one.
func readPage(tx *db.Tx, tenant kernel.ID, found []key, limit int) (Page, error) {
	var out Page
	if len(found) == limit {
		found = found[:limit-1]
		out.Next = found[len(found)-1].cursor()
	}
	ids := make([]kernel.ID, len(found))
	for i, k := range found {
		ids[i] = k.id
	}
	list, err := listRows(tx, tenant, ids)
	rows := make(map[kernel.ID]Item, len(list))
	for _, r := range list {
		rows[r.ID] = r.Item
	}
	for _, id := range ids { // what was handed over and back stands twice, once for each time
		if item, ok := rows[id]; ok {
			out.Items = append(out.Items, item)
		}
	}
	return out, err
}

func (s *Service) explained(p Page, now, soon kernel.Instant) Page {
	for i := range p.Items {
		p.Items[i].Why = why(p.Items[i], now, soon)
	}
	return p
}

// maxFound is how many hits of a text search are looked through for one page.
const maxFound = 1000

// findText lists what the index found, in its order, narrowed by the other filters. Citizens, who
// have no unit to search in, search in their own.
func (s *Service) findText(tx *db.Tx, a kernel.Actor, sc scope, f Filter, n narrow) (Page, error) {
	v := VisibleTo(a)
	if s.Search == nil || f.Mine || !v.All && len(v.Roots) == 0 {
		return findOwn(tx, sc, f, n)
	}
	ask := search.Ask{Tenant: a.Tenant, Kinds: []string{"dossier"}, Q: f.Text, Limit: n.limit, After: f.After}
	ask.Limit = min(ask.Limit, pageMost)
	if !v.All {
		ask.Roots = v.Roots
	}
	var out Page
	for seen := 0; seen < maxFound; seen += ask.Limit {
		hits, err := s.Search.Find(tx, ask)
		if err != nil {
			return Page{}, err
		}
		ids, after := make([]kernel.ID, len(hits)), map[kernel.ID]string{}
		for i, h := range hits {
			ids[i], after[h.ID], ask.After = h.ID, h.Key, h.Key
		}
		list, err := listRows(tx, sc.tenant, ids)
		if err != nil {
			return Page{}, err
		}
		for _, r := range list {
			if !sc.holdsRow(r) || !n.holds(r.Item) {
				continue
			}
			if len(out.Items) == n.limit-1 {
				out.Next = after[out.Items[len(out.Items)-1].ID]
				return out, nil
			}
			out.Items = append(out.Items, r.Item)
		}
		if len(hits) < ask.Limit {
			return out, nil
		}
	}
	out.Next = ask.After
	return out, nil
}

// findOwn looks for a text in a person's own dossiers, which are few.
func findOwn(tx *db.Tx, sc scope, f Filter, n narrow) (Page, error) {
	wide := n
	wide.limit, wide.after = maxFound, nil
	found, err := keys(tx, sc, sc.arms(&wide, true), wide)
	if err != nil {
		return Page{}, err
	}
	ids := make([]kernel.ID, len(found))
	for i, k := range found {
		ids[i] = k.id
	}
	list, err := listRows(tx, sc.tenant, ids)
	if err != nil {
		return Page{}, err
	}
	var out Page
	words := strings.Fields(kernel.Fold(f.Text))
	for _, r := range list {
		text := kernel.Fold(strings.Join([]string{r.Code, r.Intake, r.Applicant, r.ProcedureName, r.Summary}, " "))
		missing := slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
		if !missing && n.holds(r.Item) && len(out.Items) < n.limit-1 {
			out.Items = append(out.Items, r.Item)
		}
	}
	return out, nil
}

// holds is the filter over one row, for what the text index found.
func (n narrow) holds(i Item) bool {
	running := i.State.Phase() == PhaseRunning && !i.Due.IsZero()
	switch {
	case len(n.states) > 0 && !slices.Contains(n.states, i.State),
		n.procedure != "" && i.ProcedureCode != n.procedure,
		n.units != nil && !slices.Contains(n.units, i.Deciding),
		!n.from.IsZero() && i.At.Before(n.from),
		!n.to.IsZero() && !i.At.Before(n.to),
		n.order == byDue && !running,
		!n.dueFrom.IsZero() && i.Due.Before(n.dueFrom),
		!n.dueTo.IsZero() && !i.Due.Before(n.dueTo):
		return false
	}
	return true
}

// Queue is one page of work, by what wants attention first. Every row says why it stands there.
func (s *Service) Queue(ctx context.Context, a kernel.Actor, ask QueueAsk) (Page, error) {
	now := s.Clock.Now()
	soon, err := s.soon(ctx, a.Tenant, now)
	if err != nil {
		return Page{}, err
	}
	n := narrow{order: byNext, procedure: ask.Procedure, limit: limitOf(ask.Limit) + 1}
	if c, ok := readCursor(ask.After); ok {
		n.after = &c
	}
	var out Page
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		sc := scope{tenant: a.Tenant, account: a.Account}
		arms, err := s.queueArms(tx, a, ask.Kind, &n)
		if err != nil {
			return err
		}
		out, err = page(tx, sc, arms, n)
		return err
	})
	return s.explained(out, now, soon), err
}

// queueArms are the ranges of one kind of queue.
func (s *Service) queueArms(tx *db.Tx, a kernel.Actor, kind QueueKind, n *narrow) ([]arm, error) {
	switch kind {
	case QueueMine:
		return []arm{{kind: armAssignee}}, nil
	case QueueSign:
		units, err := s.unitsWith(tx, a, PermApprove)
		return armsOf(armSign, units), err
	case QueueDesk:
		n.states = []State{Submitted, Accepted, Decided}
		units, err := s.unitsWith(tx, a, PermAccept, PermReturn)
		return armsOf(armUnit, units), err
	case QueuePaused:
		n.states = []State{AwaitingSupplement, AwaitingPayment}
	}
	v := VisibleTo(a)
	if v.All {
		return []arm{{kind: armTenant}}, nil
	}
	units, err := s.under(tx, v.Roots)
	return armsOf(armUnit, units), err
}

func armsOf(kind armKind, units []kernel.ID) []arm {
	var out []arm
	for _, u := range units {
		out = append(out, arm{kind: kind, org: u})
	}
	return out
}

func (s *Service) unitsWith(tx *db.Tx, a kernel.Actor, permissions ...string) ([]kernel.ID, error) {
	var roots []kernel.ID
	for _, p := range permissions {
		for _, r := range a.Roots(p) {
			if !slices.Contains(roots, r) {
				roots = append(roots, r)
			}
		}
	}
	if a.System {
		roots = []kernel.ID{a.Tenant}
	}
	return s.under(tx, roots)
}

// Counts are the counters above the queues.
func (s *Service) Counts(ctx context.Context, a kernel.Actor) (QueueCounts, error) {
	now := s.Clock.Now()
	soon, err := s.soon(ctx, a.Tenant, now)
	if err != nil {
		return QueueCounts{}, err
	}
	var out QueueCounts
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v := VisibleTo(a)
		units, err := s.under(tx, v.Roots)
		if err != nil {
			return err
		}
		open, err := countOpen(tx, a.Tenant, v.All, units)
		if err != nil {
			return err
		}
		for _, n := range open {
			out.Unit += n
		}
		out.Paused = open[AwaitingSupplement] + open[AwaitingPayment]
		return s.countMore(tx, a, &out, units, now, soon)
	})
	return out, err
}

func (s *Service) countMore(tx *db.Tx, a kernel.Actor, out *QueueCounts, units []kernel.ID, now, soon kernel.Instant) error {
	v := VisibleTo(a)
	var err error
	out.Mine, err = countMine(tx, a.Tenant, a.Account)
	if err != nil {
		return err
	}
	desks, err := s.unitsWith(tx, a, PermAccept, PermReturn)
	if err != nil {
		return err
	}
	atDesk, err := countOpen(tx, a.Tenant, false, desks)
	if err != nil {
		return err
	}
	out.Desk = atDesk[Submitted] + atDesk[Accepted] + atDesk[Decided]
	signs, err := s.unitsWith(tx, a, PermApprove)
	if err != nil {
		return err
	}
	if len(signs) > 0 {
		out.Sign, err = countSign(tx, a.Tenant, signs)
		if err != nil {
			return err
		}
	}
	out.Overdue, out.DueSoon, err = countDue(tx, a.Tenant, v.All, units, now, soon)
	return err
}
