package dossiers

import (
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

type planLine struct {
	id, parent, unused int64
	text               string
}

// plan asks SQLite how it would answer; PostgreSQL decides by the size of the tables, so a small
// test cannot ask it.
func plan(t *testing.T, h *house, q *db.Query) string {
	t.Helper()
	var out []string
	err := h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		lines, err := db.AllOf(tx, func(p *planLine) []any { return []any{&p.id, &p.parent, &p.unused, &p.text} }, q)
		for _, l := range lines {
			out = append(out, l.text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// Every range of a list is read from an index that gives its order: nothing is sorted, nothing scanned.
func TestEveryListIsAnIndexRange(t *testing.T) {
	each(t, func(h *house) {
		if h.DB.Engine() != db.SQLite {
			return
		}
		after := key{id: 5, at: at("2026-11-01T08:00")}
		sc := scope{tenant: site, account: 31, person: 1031}
		for name, c := range map[string]struct {
			arm   arm
			n     narrow
			index string
		}{
			"tenant":              {arm{kind: armTenant}, narrow{}, "dossier_by_tenant"},
			"tenant, procedure":   {arm{kind: armTenant}, narrow{procedure: "x"}, "dossier_by_procedure"},
			"tenant, state":       {arm{kind: armTenant, state: AwaitingSupplement}, narrow{}, "dossier_by_state"},
			"unit":                {arm{kind: armOrg, org: deptA}, narrow{}, "dossier_by_org"},
			"unit, procedure":     {arm{kind: armOrg, org: deptA}, narrow{procedure: "x"}, "dossier_by_org_procedure"},
			"unit, state":         {arm{kind: armOrg, org: deptA, state: Processing}, narrow{}, "dossier_by_org_state"},
			"desk":                {arm{kind: armReceived, org: deskA}, narrow{}, "dossier_by_received"},
			"desk, procedure":     {arm{kind: armReceived, org: deskA}, narrow{procedure: "x"}, "dossier_by_received_procedure"},
			"desk, state":         {arm{kind: armReceived, org: deskA, state: Submitted}, narrow{}, "dossier_by_received_state"},
			"own":                 {arm{kind: armApplicant}, narrow{}, "dossier_own_applicant"},
			"own person":          {arm{kind: armApplicantPerson}, narrow{}, "dossier_own_person"},
			"filed":               {arm{kind: armFiler}, narrow{}, "dossier_own_filer"},
			"filed person":        {arm{kind: armFilerPerson}, narrow{}, "dossier_own_filer_person"},
			"overdue":             {arm{kind: armTenant}, narrow{order: byDue, dueTo: after.at}, "dossier_by_due"},
			"overdue of a unit":   {arm{kind: armOrg, org: deptA}, narrow{order: byDue, dueTo: after.at}, "dossier_by_org_due"},
			"overdue of a desk":   {arm{kind: armReceived, org: deskA}, narrow{order: byDue, dueTo: after.at}, "dossier_by_received_due"},
			"queue of an officer": {arm{kind: armAssignee}, narrow{order: byNext}, "dossier_queue_mine"},
			"queue of a unit":     {arm{kind: armUnit, org: deptA}, narrow{order: byNext}, "dossier_queue_unit"},
			"queue of the site":   {arm{kind: armTenant}, narrow{order: byNext}, "dossier_queue_tenant"},
			"to sign":             {arm{kind: armSign, org: deptA}, narrow{order: byNext}, "dossier_queue_sign"},
		} {
			for _, cursor := range []*key{nil, &after} {
				c.n.limit, c.n.after = 51, cursor
				q := db.Build("explain query plan")
				armQuery(q, true, sc, c.arm, c.n)
				got := plan(t, h, q)
				if !strings.Contains(got, c.index+" (") || strings.Contains(got, "TEMP B-TREE") {
					h.t.Errorf("%s:\n%s", name, got)
				}
			}
		}
	})
}

// The numbers of the leader's page come from counters and from short ranges.
func TestFiguresReadNoTableWhole(t *testing.T) {
	each(t, func(h *house) {
		if h.DB.Engine() != db.SQLite {
			return
		}
		w := window{start: at("2026-11-01T00:00"), end: at("2026-11-20T10:00"), soon: at("2026-11-25T00:00"), past: true}
		for _, r := range []reach{{tenant: site, all: true}, {tenant: site, orgs: []kernel.ID{deptA, deskA}}} {
			for _, f := range Figures {
				for _, past := range []bool{false, true} {
					w.past = past
					if f == FigOverdue || f == FigDueSoon {
						for _, part := range w.due(f).parts() {
							q := db.Build("explain query plan").And(dueAll, r.tenant)
							w.due(f).where(q, part)
							got := plan(t, h, r.narrow(q))
							if !strings.Contains(got, "USING") || !strings.Contains(got, "INDEX dossier_span_") || strings.Contains(got, "(tenant_id=?)") {
								h.t.Errorf("%s, past %v:\n%s", f, past, got)
							}
						}
						continue
					}
					for _, kind := range figureKinds[f] {
						org := kernel.ID(0)
						if !r.all {
							org = deptA
						}
						got := plan(t, h, figureQuery(db.Build("explain query plan"), r, org, kind, f, w, narrow{limit: 51}))
						if !strings.Contains(got, "INDEX dossier_span_") || strings.Contains(got, "TEMP B-TREE") {
							h.t.Errorf("%s, past %v, all %v:\n%s", f, past, r.all, got)
						}
					}
				}
			}
		}
	})
}

func TestHowLateASpanWas(t *testing.T) {
	s := openSpan{kind: spanRun, from: at("2026-11-01T08:00"), due: at("2026-11-10T08:00")}
	for end, want := range map[string]int{"2026-11-10T08:00": 0, "2026-11-10T08:01": 1, "2026-11-11T08:00": 1, "2026-11-11T08:01": 2, "2026-11-12T08:00": 2,
		"2026-11-14T08:00": 3, "2026-11-14T08:01": 4, "2028-04-05T08:00": 10, "2028-04-05T08:01": 11, "2036-01-01T08:00": 11} {
		if got := s.lateLength(at(end)); got != want {
			t.Errorf("ended %s: %d, want %d", end, got, want)
		}
	}
	s.from = at("2026-12-01T08:00") // taken up again when it was late already
	if got := s.lateLength(at("2026-12-02T08:00")); got != 1 {
		t.Errorf("late since it runs again: %d", got)
	}
	s.kind = spanPaused
	if got := s.lateLength(at("2026-12-20T08:00")); got != 0 {
		t.Errorf("a pause is not late: %d", got)
	}
}
