package dossiers

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	upsertCountSQL = `insert into dossier_count (tenant_id, org_id, grain, day, procedure_code, received, early, on_time, late, withdrawn, refused,
		running, paused, handed_in, handed_out) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		on conflict (tenant_id, org_id, grain, day, procedure_code) do update set received = dossier_count.received + excluded.received,
		early = dossier_count.early + excluded.early, on_time = dossier_count.on_time + excluded.on_time, late = dossier_count.late + excluded.late,
		withdrawn = dossier_count.withdrawn + excluded.withdrawn, refused = dossier_count.refused + excluded.refused,
		running = dossier_count.running + excluded.running, paused = dossier_count.paused + excluded.paused,
		handed_in = dossier_count.handed_in + excluded.handed_in, handed_out = dossier_count.handed_out + excluded.handed_out`
	setNumberSQL = `insert into dossier_number (tenant_id, book, agency, period, last) values ($1, 'code', $2, $3, $4)
		on conflict (tenant_id, book, agency, period) do update set last = excluded.last`
	numbersSQL = `select agency, period, last from dossier_number where tenant_id = $1 and book = 'code'`
)

func copyBulk(tx *db.Tx, in BulkInput, batch []bulkItem) error {
	err := tx.Roomy()
	if err != nil {
		return err
	}
	for _, p := range in.Procedures {
		_, err := tx.Exec(insertProcedureSQL, p.Ref.Version, in.Tenant, p.Ref.Code, p.Ref.Name)
		if err != nil {
			return err
		}
	}
	_, err = db.Copy(tx, `dossier_event (tenant_id, dossier_id, seq, id, at, verb, from_state, to_state, account_id, person_id, org_id,
		on_behalf_id, name, post, reason, data, request, hash)`, each1(batch, func(b *bulkItem) []any {
		e := &b.e
		return []any{e.Tenant, e.Dossier, e.Seq, e.ID, e.At, string(e.Verb), int(e.From), int(e.To), e.By.Account, e.By.Person, e.By.Org,
			e.By.OnBehalf, e.By.Name, e.By.Post, e.Reason, string(e.data), nil, e.Hash}
	}))
	if err != nil {
		return err
	}
	_, err = db.Copy(tx, `dossier (id, tenant_id, org_id, received_org_id, unit_id, intake, code, secret_hash, version_id, procedure_code,
		applicant, applicant_account_id, applicant_person_id, filer_account_id, filer_person_id, summary, channel, state, step, step_name,
		assignee_id, assignee_name, at, submitted_at, received_at, term, due, reappointed, provisional, finished_at, verdict, next_at, run_due,
		to_sign, row_version)`, each1(batch, func(b *bulkItem) []any { return rowArgs(b.d) }))
	if err != nil {
		return err
	}
	_, err = db.Copy(tx, `dossier_span (tenant_id, dossier_id, seq, org_id, procedure_code, kind, prev, from_at, to_at, due, was_late)`,
		func(yield func([]any) bool) {
			for i := range batch {
				d := &batch[i].d
				for _, s := range batch[i].spans {
					if !yield([]any{d.Tenant, d.ID, s.seq, d.Deciding, d.Procedure.Code, s.kind, s.prev, s.from, s.to, s.due, s.late}) {
						return
					}
				}
			}
		})
	return err
}

func each1(batch []bulkItem, args func(*bulkItem) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := range batch {
			if !yield(args(&batch[i])) {
				return
			}
		}
	}
}

// countKey names a counter row.
type countKey struct {
	org       kernel.ID
	grain     int
	day       kernel.Date
	procedure string
}

// tally sums counters in memory; days long past are written and forgotten.
type tally struct {
	rows map[countKey]sums
	open map[openAt]int64
}

func newTally() *tally { return &tally{map[countKey]sums{}, map[openAt]int64{}} }

func (t *tally) add(b *bulkItem) {
	if at, open := b.d.waits(); open {
		t.open[at]++
	}
	for _, s := range b.spans {
		t.count(b.d.Deciding, b.d.Procedure.Code, s.from.Date(), countOf(s.kind, s.prev))
	}
}

// count adds what began on a day to the rows of a unit.
func (t *tally) count(unit kernel.ID, procedure string, day kernel.Date, n sums) {
	for _, procedure := range []string{procedure, ""} {
		k := countKey{unit, 0, everSince, procedure}
		t.rows[k] = t.rows[k].plus(n, 1)
		k.grain, k.day = 1, monthOf(day)
		t.rows[k] = t.rows[k].plus(n, 1)
		k.grain, k.day = 2, day
		t.rows[k] = t.rows[k].plus(n, 1)
	}
}

// before takes out the rows of days that nothing will be added to any more. It waits for many.
func (t *tally) before(day kernel.Date) map[countKey]sums {
	if len(t.rows) < 600000 {
		return nil
	}
	old := map[countKey]sums{}
	for k, n := range t.rows {
		if k.grain == 2 && k.day.Before(day) {
			old[k] = n
			delete(t.rows, k)
		}
	}
	return old
}

func (t *tally) all() map[countKey]sums { return t.rows }

func saveTally(tx *db.Tx, tenant kernel.ID, counts map[countKey]sums) error {
	order := slices.SortedFunc(maps.Keys(counts), func(a, b countKey) int {
		return cmp.Or(cmp.Compare(a.org, b.org), cmp.Compare(a.grain, b.grain), a.day.Compare(b.day), cmp.Compare(a.procedure, b.procedure))
	})
	for _, k := range order {
		n := counts[k]
		_, err := tx.Exec(upsertCountSQL, tenant, k.org, k.grain, k.day, k.procedure, n.received, n.early, n.onTime, n.late, n.withdrawn, n.refused,
			n.running, n.paused, n.handedIn, n.handedOut)
		if err != nil {
			return err
		}
	}
	return nil
}

type numberRow struct {
	agency, period string
	last           int64
}

func loadNumbers(tx *db.Tx, tenant kernel.ID) (map[string]int64, error) {
	found, err := db.All(tx, func(n *numberRow) []any { return []any{&n.agency, &n.period, &n.last} }, numbersSQL, tenant)
	out := map[string]int64{}
	for _, n := range found {
		out[n.agency+"|"+n.period] = n.last
	}
	return out, err
}

func saveNumbers(tx *db.Tx, tenant kernel.ID, serials map[string]int64) error {
	for k, last := range serials {
		cut := len(k) - 7 // agency|yymmdd
		_, err := tx.Exec(setNumberSQL, tenant, k[:cut], k[cut+1:], last)
		if err != nil {
			return err
		}
	}
	return nil
}

// analyze lets the engine learn how the tables look, so that it chooses the right index.
func analyze(tx *db.Tx) error {
	if tx.Engine() == db.SQLite { // a part of each index tells enough; reading millions of rows takes minutes
		_, err := tx.Exec("pragma analysis_limit = 2000")
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec("analyze dossier")
	if err == nil {
		_, err = tx.Exec("analyze dossier_span")
	}
	if err == nil {
		_, err = tx.Exec("analyze dossier_event")
	}
	if err == nil {
		_, err = tx.Exec("analyze dossier_count")
	}
	return err
}
