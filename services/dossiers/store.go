package dossiers

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

const (
	insertEventSQL = `insert into dossier_event (tenant_id, dossier_id, seq, id, at, verb, from_state, to_state, account_id, person_id, org_id,
		on_behalf_id, name, post, reason, data, request, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`
	eventsSQL = `select tenant_id, dossier_id, seq, id, at, verb, from_state, to_state, account_id, person_id, org_id, on_behalf_id, name, post,
		reason, data, hash from dossier_event where tenant_id = $1 and dossier_id = $2 order by seq`
	requestSQL       = `select dossier_id from dossier_event where tenant_id = $1 and request = $2`
	insertDossierSQL = `insert into dossier (id, tenant_id, org_id, received_org_id, unit_id, intake, code, secret_hash, version_id, procedure_code,
		applicant, applicant_account_id, applicant_person_id, filer_account_id, filer_person_id, summary, channel, state, step, step_name,
		assignee_id, assignee_name, at, submitted_at, received_at, term, due, reappointed, provisional, finished_at, verdict, next_at, run_due, to_sign, row_version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
		$29, $30, $31, $32, $33, $34, $35)`
	updateDossierSQL = `update dossier set unit_id = $1, code = $2, state = $3, step = $4, step_name = $5, assignee_id = $6, assignee_name = $7,
		at = $8, received_at = $9, term = $10, due = $11, reappointed = $12, provisional = $13, finished_at = $14, verdict = $15, next_at = $16,
		run_due = $17, to_sign = $18, row_version = $19 where id = $20 and tenant_id = $21 and row_version = $22`
	insertProcedureSQL = `insert into dossier_procedure (version_id, tenant_id, code, name) values ($1, $2, $3, $4)
		on conflict (tenant_id, version_id) do nothing`
	nextNumberSQL = `insert into dossier_number (tenant_id, book, agency, period, last) values ($1, $2, $3, $4, 1)
		on conflict (tenant_id, book, agency, period) do update set last = dossier_number.last + 1 returning last`
	byCodeSQL     = `select id from dossier where tenant_id = $1 and code = $2`
	byIntakeSQL   = `select id from dossier where tenant_id = $1 and intake = $2`
	closeSpanSQL  = `update dossier_span set to_at = $1, was_late = $2 where tenant_id = $3 and dossier_id = $4 and seq = $5`
	openSpanSQL   = `select seq, kind, from_at, due from dossier_span where tenant_id = $1 and dossier_id = $2 and to_at is null`
	insertSpanSQL = `insert into dossier_span (tenant_id, dossier_id, seq, org_id, procedure_code, kind, prev, from_at, to_at, due, was_late)
		values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9, 0)`
	insertCountsSQL = `insert into dossier_count (tenant_id, org_id, grain, day, procedure_code, received, early, on_time, late, withdrawn, refused,
		running, paused) values ($1, $2, 0, $3, $6, $7, $8, $9, $10, $11, $12, $13, $14),
		($1, $2, 0, $3, '', $7, $8, $9, $10, $11, $12, $13, $14),
		($1, $2, 1, $4, $6, $7, $8, $9, $10, $11, $12, $13, $14),
		($1, $2, 1, $4, '', $7, $8, $9, $10, $11, $12, $13, $14),
		($1, $2, 2, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14),
		($1, $2, 2, $5, '', $7, $8, $9, $10, $11, $12, $13, $14)
		on conflict (tenant_id, org_id, grain, day, procedure_code) do update set received = dossier_count.received + excluded.received,
		early = dossier_count.early + excluded.early, on_time = dossier_count.on_time + excluded.on_time, late = dossier_count.late + excluded.late,
		withdrawn = dossier_count.withdrawn + excluded.withdrawn, refused = dossier_count.refused + excluded.refused,
		running = dossier_count.running + excluded.running, paused = dossier_count.paused + excluded.paused`
	insertOpinionSQL = `insert into dossier_opinion (id, tenant_id, dossier_id, unit_id, at, given_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (id) do update set given_at = excluded.given_at`
	insertWarningSQL = `insert into dossier_warning (tenant_id, dossier_id, kind, due) values ($1, $2, $3, $4)
		on conflict (tenant_id, dossier_id, kind, due) do nothing`
)

// everSince is the day of the counters that hold everything so far.
var everSince = kernel.Date{Year: 2000, Month: 1, Day: 1}

func intoEvent(e *Event) []any {
	return []any{&e.Tenant, &e.Dossier, &e.Seq, &e.ID, &e.At, &e.Verb, &e.From, &e.To, &e.By.Account, &e.By.Person, &e.By.Org, &e.By.OnBehalf,
		&e.By.Name, &e.By.Post, &e.Reason, &e.data, &e.Hash}
}

// loadEvents reads the history of a dossier in order; none means that there is no such dossier.
func loadEvents(tx *db.Tx, tenant, id kernel.ID) ([]Event, error) {
	events, err := db.All(tx, intoEvent, eventsSQL, tenant, id)
	if err != nil {
		return nil, err
	}
	for i := range events {
		err = json.Unmarshal(events[i].data, &events[i].Change)
		if err != nil {
			return nil, fmt.Errorf("event %d of dossier %s: %w", events[i].Seq, id, err)
		}
	}
	return events, nil
}

// load makes the dossier of its events; false means that there is none.
func load(tx *db.Tx, tenant, id kernel.ID) (Dossier, bool, error) {
	events, err := loadEvents(tx, tenant, id)
	if err != nil || len(events) == 0 {
		return Dossier{}, false, err
	}
	d, err := Replay(events)
	return d, err == nil, err
}

// requested finds the dossier that a request has been done for already.
func requested(tx *db.Tx, tenant kernel.ID, request string) (kernel.ID, bool, error) {
	if request == "" {
		return 0, false, nil
	}
	return db.Value[kernel.ID](tx, requestSQL, tenant, request)
}

// nextNumber takes the next number of a book. The row stays locked until the transaction ends.
func nextNumber(tx *db.Tx, tenant kernel.ID, book, agency, period string) (int64, error) {
	n, ok, err := db.Value[int64](tx, nextNumberSQL, tenant, book, agency, period)
	if err == nil && !ok {
		err = fmt.Errorf("no number in book %s of %s", book, agency)
	}
	return n, err
}

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func nullID(id kernel.ID) any {
	if id == 0 {
		return nil
	}
	return id
}

// listAt is the moment by which lists are ordered.
func (d Dossier) listAt() kernel.Instant {
	if d.ReceivedAt.IsZero() {
		return d.SubmittedAt
	}
	return d.ReceivedAt
}

// runDue is the due date while the clock runs.
func (d Dossier) runDue() kernel.Instant {
	if d.State.Phase() != PhaseRunning {
		return kernel.Instant{}
	}
	return d.Clock.Due
}

// toSign is 1 when a prepared result waits for its signature.
func (d Dossier) toSign() int {
	if d.State != Processing || d.Draft == nil || d.Result != nil {
		return 0
	}
	passed := d.Step == "" || slices.ContainsFunc(d.HandOvers, func(h HandOver) bool { return !h.ByDecision && !h.At.Before(d.Draft.PreparedAt) })
	if passed && d.Assignee.Account != d.Draft.PreparedBy.Account || d.Step == "" {
		return 1
	}
	return 0
}

// save writes the events that led from before to after, and everything derived from them.
func save(tx *db.Tx, before, after Dossier, events []Event) error {
	for _, e := range events {
		err := insertEvent(tx, e)
		if err != nil {
			return err
		}
		if e.Change.Opinion != nil {
			o := e.Change.Opinion
			err = tx.Later(insertOpinionSQL, o.ID, e.Tenant, e.Dossier, o.Unit, o.At, o.GivenAt)
			if err != nil {
				return err
			}
		}
	}
	err := saveRow(tx, before, after)
	if err != nil {
		return err
	}
	err = saveSpan(tx, before, after)
	if err != nil {
		return err
	}
	return saveOpen(tx, before, after)
}

func insertEvent(tx *db.Tx, e Event) error {
	return tx.Later(insertEventSQL, eventArgs(e)...)
}

func eventArgs(e Event) []any {
	return []any{e.Tenant, e.Dossier, e.Seq, e.ID, e.At, string(e.Verb), int(e.From), int(e.To), e.By.Account, e.By.Person,
		e.By.Org, e.By.OnBehalf, e.By.Name, e.By.Post, e.Reason, string(e.data), nullText(e.Request), e.Hash}
}

func saveRow(tx *db.Tx, before, d Dossier) error {
	if before.RowVersion == 0 {
		err := tx.Later(insertProcedureSQL, d.Procedure.Version, d.Tenant, d.Procedure.Code, d.Procedure.Name)
		if err != nil {
			return err
		}
		return tx.Later(insertDossierSQL, rowArgs(d)...)
	}
	n, err := tx.Exec(updateDossierSQL, d.Unit, nullText(d.Code), int(d.State), d.Step, d.StepName, nullID(d.Assignee.Account), d.Assignee.Name,
		d.listAt(), d.ReceivedAt, d.Clock.Limit, d.Clock.Due, d.Clock.Reappointed, d.Clock.Provisional, d.FinishedAt, int(d.Verdict), d.NextAt(),
		d.runDue(), d.toSign(), d.RowVersion, d.ID, d.Tenant, before.RowVersion)
	if err == nil && n == 0 {
		return errStale
	}
	return err
}

// errStale tells that somebody changed the dossier since it was read.
var errStale = &kernel.Fault{Kind: kernel.Conflict, Code: "dossiers.changed"}

func rowArgs(d Dossier) []any {
	return []any{d.ID, d.Tenant, d.Deciding, d.Received, d.Unit, d.Intake, nullText(d.Code), d.SecretHash, d.Procedure.Version, d.Procedure.Code,
		d.Applicant.Name, nullID(d.Applicant.Account), nullID(d.Applicant.Person), nullID(d.Filer.Account), nullID(d.Filer.Person), d.Summary,
		string(d.Channel), int(d.State), d.Step, d.StepName, nullID(d.Assignee.Account), d.Assignee.Name, d.listAt(), d.SubmittedAt, d.ReceivedAt,
		d.Clock.Limit, d.Clock.Due, d.Clock.Reappointed, d.Clock.Provisional, d.FinishedAt, int(d.Verdict), d.NextAt(), d.runDue(), d.toSign(), d.RowVersion}
}

// Kinds of spans; the numbers are stored.
const (
	spanRun       = 1 // since reception: the beginning counts as received
	spanRunAgain  = 2
	spanPaused    = 3
	spanEarly     = 4
	spanOnTime    = 5
	spanLate      = 6
	spanWithdrawn = 7
	spanRefused   = 8
	spanGone      = 9  // handed over to another unit by a decision; has no length
	spanCome      = 10 // handed over from another unit; has no length
)

// spanKind is how a dossier counts now; 0 when it does not.
func (d Dossier) spanKind(before Dossier) int {
	switch d.State.Phase() {
	case PhaseRunning:
		if before.ReceivedAt.IsZero() {
			return spanRun
		}
		return spanRunAgain
	case PhasePaused:
		return spanPaused
	case PhaseFinished:
		return spanEarly - 1 + int(d.Verdict)
	case PhaseWithdrawn:
		if !d.ReceivedAt.IsZero() {
			return spanWithdrawn
		}
	case PhaseRefused:
		return spanRefused
	}
	return 0
}

type openSpan struct {
	seq       int64
	kind      int
	from, due kernel.Instant
}

func intoOpenSpan(s *openSpan) []any { return []any{&s.seq, &s.kind, &s.from, &s.due} }

// lateLengths are the classes of lateness: up to a day, two, four, … days, and longer than all of them.
const lateLengths = 11

// lateLength tells by how much a span was late when it ended: 0 not at all, n up to 2^(n-1) days.
func (s openSpan) lateLength(end kernel.Instant) int {
	if s.kind > spanRunAgain || s.due.IsZero() || !s.due.Before(end) {
		return 0
	}
	since := s.due
	if since.Before(s.from) {
		since = s.from
	}
	n := 1
	for day := 24 * time.Hour; n < lateLengths && end.Sub(since) > day; day *= 2 {
		n++
	}
	return n
}

// saveSpan ends the span before and begins the next one when the dossier counts differently now.
func saveSpan(tx *db.Tx, before, d Dossier) error {
	same := before.State.Phase() == d.State.Phase() && before.runDue().Equal(d.runDue())
	if same {
		return nil
	}
	kind := d.spanKind(before)
	var prev openSpan
	var open bool
	var err error
	if !before.ReceivedAt.IsZero() { // only what was received can have one
		prev, open, err = db.One(tx, intoOpenSpan, openSpanSQL, d.Tenant, d.ID)
		if err != nil {
			return err
		}
	}
	if open {
		err = tx.Later(closeSpanSQL, d.ChangedAt, prev.lateLength(d.ChangedAt), d.Tenant, d.ID, prev.seq)
		if err != nil {
			return err
		}
	}
	if kind == 0 {
		return nil
	}
	err = tx.Later(insertSpanSQL, d.Tenant, d.ID, d.RowVersion, d.Deciding, d.Procedure.Code, kind, prev.kind, d.ChangedAt, d.runDue())
	if err != nil {
		return err
	}
	n := countOf(kind, prev.kind)
	day := d.ChangedAt.Date()
	month := kernel.Date{Year: day.Year, Month: day.Month, Day: 1}
	return tx.Later(insertCountsSQL, d.Tenant, d.Deciding, everSince, month, day, d.Procedure.Code, n.received, n.early, n.onTime, n.late,
		n.withdrawn, n.refused, n.running, n.paused)
}

// sums are the columns of a counter row: flows, and the change of the two stocks.
type sums struct{ received, early, onTime, late, withdrawn, refused, running, paused, handedIn, handedOut int64 }

// countOf is what the beginning of one span adds to the counters.
func countOf(kind, prev int) sums {
	var n sums
	switch kind {
	case spanRun:
		n.received, n.running = 1, 1
	case spanRunAgain:
		n.running = 1
	case spanPaused:
		n.paused = 1
	case spanEarly:
		n.early = 1
	case spanOnTime:
		n.onTime = 1
	case spanLate:
		n.late = 1
	case spanWithdrawn:
		n.withdrawn = 1
	case spanRefused:
		n.refused = 1
	case spanGone:
		n.handedOut = 1
	case spanCome:
		n.handedIn = 1
	}
	switch prev {
	case spanRun, spanRunAgain:
		n.running--
	case spanPaused:
		n.paused--
	}
	return n
}

func anyDossier(tx *db.Tx, tenant kernel.ID) (bool, error) {
	_, there, err := db.Value[kernel.ID](tx, `select id from dossier where tenant_id = $1 limit 1`, tenant)
	return there, err
}
