package dossiers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

// BulkInput describes many invented dossiers of the past, for measuring. The same input gives the
// same dossiers. They come in as taken over from another system: one event each, which replays.
//
//glossary:none
type BulkInput struct {
	N          int
	Tenant     kernel.ID
	Units      []BulkUnit
	Procedures []BulkProcedure
	Officers   []Hand
	From, To   kernel.Date // days of filing; nothing happens after To
	Calendar   *kernel.Calendar
	Progress   func(done int)
}

// BulkUnit is a desk with the unit that decides what it receives, and their units above.
//
//glossary:none
type BulkUnit struct {
	Received, Deciding kernel.ID
	Path               []kernel.ID // both and all above
	Agency             string      // "H49.31.06"
}

// BulkProcedure is a procedure with its limit in working days.
//
//glossary:none
type BulkProcedure struct {
	Ref  ProcedureRef
	Days int
}

// bulkBatch is how many dossiers one transaction takes; textBatch how many texts are indexed at
// once: few large pieces of the index are merged far more cheaply than many small ones.
const (
	bulkBatch = 20000
	textBatch = 500000
)

// bulkItem is one generated dossier with its rows.
type bulkItem struct {
	d     Dossier
	e     Event
	spans []bulkSpan
	doc   search.Prepared
}

type bulkSpan struct {
	seq, kind, prev, late int
	from, to, due         kernel.Instant
}

// bulkClock gives IDs the time of the dossier they are for.
type bulkClock struct{ at kernel.Instant }

func (c *bulkClock) Now() kernel.Instant { return c.at }

// maker invents dossiers in the order of their filing.
type maker struct {
	in     BulkInput
	r      *rand.Rand
	days   []kernel.Date // working days from From to well after To
	last   int           // index of To's last working day
	clock  *bulkClock
	ids    *kernel.IDs
	serial map[string]int64 // of agency and day
	now    kernel.Instant
}

// SeedBulk writes N dossiers. A second goroutine invents while this one writes.
func (s *Service) SeedBulk(ctx context.Context, in BulkInput) error {
	if len(in.Units) == 0 || len(in.Procedures) == 0 || len(in.Officers) == 0 || in.To.Before(in.From) {
		return fmt.Errorf("bulk: units, procedures, officers and days are needed")
	}
	if in.Calendar == nil {
		in.Calendar = kernel.VietnamCalendar()
	}
	m := newMaker(in)
	counts := newTally()
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		m.serial, err = loadNumbers(tx, in.Tenant)
		if err != nil || s.Search == nil {
			return err
		}
		return s.Search.BeforeBulk(tx)
	})
	if err != nil {
		return err
	}
	batches := make(chan []bulkItem, 2)
	failed := make(chan error, 1)
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer close(batches)
		for done := 0; done < in.N; done += bulkBatch {
			batch, err := m.batch(done, min(bulkBatch, in.N-done))
			if err != nil {
				failed <- err
				return
			}
			select {
			case batches <- batch:
			case <-stop.Done():
				return
			}
		}
	}()
	done := 0
	var texts []search.Prepared
	for batch := range batches {
		err = s.writeBulk(ctx, in, batch, counts)
		if err != nil {
			return err
		}
		for i := range batch {
			texts = append(texts, batch[i].doc)
		}
		done += len(batch)
		if len(texts) >= textBatch || done == in.N {
			err = s.writeTexts(ctx, texts)
			if err != nil {
				return err
			}
			texts = texts[:0]
		}
		if in.Progress != nil {
			in.Progress(done)
		}
	}
	select {
	case err = <-failed:
		return err
	default:
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := saveTally(tx, in.Tenant, counts.all())
		if err == nil {
			err = saveOpenTally(tx, in.Tenant, counts.open)
		}
		if err == nil {
			err = saveNumbers(tx, in.Tenant, m.serial)
		}
		if err == nil && s.Search != nil {
			err = s.Search.AfterBulk(tx)
		}
		if err == nil {
			err = analyze(tx)
		}
		return err
	})
}

func (s *Service) writeBulk(ctx context.Context, in BulkInput, batch []bulkItem, counts *tally) error {
	var old map[countKey]sums
	err := s.DB.Tx(ctx, func(tx *db.Tx) error { return copyBulk(tx, in, batch) })
	if err != nil {
		return err
	}
	for i := range batch {
		counts.add(&batch[i])
	}
	old = counts.before(batch[0].d.SubmittedAt.Date().AddDays(-150))
	if len(old) == 0 {
		return nil
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return saveTally(tx, in.Tenant, old) })
}

func (s *Service) writeTexts(ctx context.Context, texts []search.Prepared) error {
	if s.Search == nil {
		return nil
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return s.Search.PutAll(tx, slices.Values(texts)) })
}

func newMaker(in BulkInput) *maker {
	m := &maker{in: in, r: rand.New(rand.NewPCG(uint64(in.N), 2026)), clock: &bulkClock{}}
	for d := in.From; d.Before(in.To.AddDays(120)); d = d.AddDays(1) {
		if in.Calendar.Working(d) {
			if !d.After(in.To) {
				m.last = len(m.days)
			}
			m.days = append(m.days, d)
		}
	}
	m.ids = kernel.NewIDs(m.clock, 1001)
	m.now = in.To.Clock(17, 30)
	return m
}

func (m *maker) batch(first, n int) ([]bulkItem, error) {
	out := make([]bulkItem, n)
	for i := range out {
		item, err := m.one(first + i)
		if err != nil {
			return nil, err
		}
		out[i] = item
	}
	return out, nil
}

// officeTime is a moment within the sessions of a day: part runs from 0 to 1.
func officeTime(d kernel.Date, part float64) kernel.Instant {
	minute := int64(part * 479)
	if minute < 240 {
		return d.Clock(8, 0).Add(time.Duration(minute) * time.Minute)
	}
	return d.Clock(13, 30).Add(time.Duration(minute-240) * time.Minute)
}

// one invents dossier number i.
func (m *maker) one(i int) (bulkItem, error) {
	r := m.r
	place := float64(i) / float64(m.in.N) * float64(m.last+1)
	day := min(int(place), m.last)
	unit := &m.in.Units[r.IntN(len(m.in.Units))]
	p := &m.in.Procedures[min(r.IntN(len(m.in.Procedures)), r.IntN(len(m.in.Procedures)))] // the first ones are the common ones
	submitted := officeTime(m.days[day], place-float64(day)).Add(time.Duration(i%60000) * time.Millisecond)
	m.clock.at = submitted
	c := Change{Filed: m.filed(unit, p), Imported: &Imported{SubmittedAt: submitted}}
	fate := m.fate(day, p.Days, submitted, c.Imported)
	received := c.Imported.ReceivedAt
	if !received.IsZero() {
		c.Code = m.code(unit.Agency, received)
		due := m.days[min(day+p.Days, len(m.days)-1)].Start().Add(received.Sub(received.Date().Start()))
		c.Clock = &Clock{Limit: fmt.Sprintf("%dwd", p.Days), StartedAt: received, Due: due, OriginalDue: due}
	}
	c.Place = &Place{Unit: unit.Received}
	officer := m.in.Officers[r.IntN(len(m.in.Officers))]
	if fate.state == Processing || fate.state.Phase() == PhasePaused {
		c.Place = &Place{Unit: unit.Deciding, Assignee: officer}
	}
	fate.finish(&c, officer)
	e := Event{ID: m.ids.New(), Tenant: m.in.Tenant, Dossier: m.ids.New(), Seq: 1, At: fate.at, By: officer, Verb: doImport, To: fate.state, Change: c}
	err := e.seal(nil)
	if err != nil {
		return bulkItem{}, err
	}
	item := bulkItem{e: e}
	item.d.apply(e)
	item.spans = fate.spans(item.d)
	doc := search.Doc{Tenant: e.Tenant, Kind: "dossier", ID: e.Dossier, OrgPath: unit.Path, Number: c.Filed.Intake, At: item.d.listAt(),
		Text: c.Filed.Applicant.Name + " " + p.Ref.Name + " " + c.Filed.Summary}
	if c.Code != "" {
		doc.Number, doc.Text = c.Code, doc.Text+" "+c.Filed.Intake
	}
	item.doc = search.Prepare(doc)
	return item, nil
}

func (m *maker) filed(unit *BulkUnit, p *BulkProcedure) *Filed {
	r := m.r
	f := &Filed{Intake: "TN-" + m.clock.at.Time().Format("060102") + "-" + m.word(8), Procedure: p.Ref, Received: unit.Received, Deciding: unit.Deciding,
		Channel: Online, ReturnBy: Desk, Applicant: Party{Kind: "person", Name: m.name()}}
	if r.IntN(100) < 15 {
		f.Summary = fmt.Sprintf("Thửa %d, tờ %d", r.IntN(9000)+1, r.IntN(200)+1)
	}
	if r.IntN(100) < 35 {
		f.Channel = Desk
	}
	return f
}

func (m *maker) word(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[m.r.IntN(len(letters))]
	}
	return string(b)
}

var (
	bulkFamily = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đào Đoàn Mai Trịnh Tô Lương Cao")
	bulkMiddle = strings.Fields("Văn Thị Hữu Đức Minh Thanh Ngọc Quang Xuân Thu Hồng Kim Gia Bảo Anh Quốc")
	bulkGiven  = strings.Fields("An Anh Bình Chi Cường Dung Dũng Đạt Giang Hà Hải Hạnh Hằng Hiếu Hoa Hòa Hùng Hương Khánh Khoa Lan Linh Long Mai Mạnh Minh Nam Nga Ngân Nhung Oanh Phong Phúc Phương Quân Quỳnh Sơn Tâm Thảo Thắng Thành Thủy Trang Trung Tuấn Tùng Tuyết Uyên Vân Việt Vy Yến")
)

func (m *maker) name() string {
	r := m.r
	return bulkFamily[r.IntN(len(bulkFamily))] + " " + bulkMiddle[r.IntN(len(bulkMiddle))] + " " + bulkGiven[r.IntN(len(bulkGiven))]
}

func (m *maker) code(agency string, at kernel.Instant) string {
	day := at.Time().Format("060102")
	m.serial[agency+"|"+day]++
	return Code(agency, day, m.serial[agency+"|"+day])
}

// fate is how one dossier went.
type fate struct {
	state   State
	at      kernel.Instant // of the last thing that happened
	paused  kernel.Instant
	verdict Verdict
}

// fate throws the dice: nine of ten are answered in time, a few late, some wait for papers.
func (m *maker) fate(day, limit int, submitted kernel.Instant, im *Imported) fate {
	r := m.r
	dice := r.IntN(1000)
	if dice < 15 {
		im.FinishedAt = submitted.Add(20 * time.Minute)
		return fate{state: Refused, at: im.FinishedAt}
	}
	if day >= m.last-1 && dice < 300 {
		return fate{state: Submitted, at: submitted}
	}
	im.ReceivedAt = submitted
	f := fate{state: Processing, at: submitted}
	used := r.IntN(limit) // days spent: early
	switch {
	case dice >= 960:
		used = limit + 1 + r.IntN(8) // late
	case dice >= 880:
		used = limit
	}
	end := m.days[min(day+used, len(m.days)-1)]
	finished := officeTime(end, max(r.Float64(), 0.01))
	if !finished.After(submitted) {
		finished = submitted.Add(5 * time.Minute)
	}
	switch {
	case finished.After(m.now):
		if dice%7 == 0 {
			f.state, f.paused = AwaitingSupplement, submitted.Add(30*time.Minute)
			f.at = f.paused
		} else if dice%3 == 0 {
			f.state = Accepted
		}
		return f
	case dice < 25:
		f.state, f.at, im.FinishedAt = Withdrawn, finished, finished
		return f
	}
	im.FinishedAt = finished
	f.state, f.at = Decided, finished
	f.verdict = judge(finished, m.days[min(day+limit, len(m.days)-1)].Clock(12, 0))
	back := m.days[min(day+used+r.IntN(4), len(m.days)-1)].Clock(17, 0)
	if back.Before(m.now) && back.After(finished) && dice != 500 {
		f.state, f.at, im.ReturnedAt = Returned, back, back
	}
	return f
}

// finish writes what an ended dossier has.
func (f fate) finish(c *Change, officer Hand) {
	c.Verdict = f.verdict
	if f.verdict != 0 {
		c.Result = &Result{Outcome: "granted", PreparedBy: Hand{Name: officer.Name}, PreparedAt: c.Imported.FinishedAt}
	}
	if c.Clock != nil && f.state.Phase() == PhaseRunning {
		c.Clock.RunningFrom = c.Clock.StartedAt
	}
	if !f.paused.IsZero() {
		c.Supplement = &SupplementRequest{ID: 1, At: f.paused, By: officer, Reason: "Thiếu giấy tờ", Items: []MissingItem{{Name: "Bản sao có chứng thực"}},
			Policy: Restart, DueBefore: c.Clock.Due}
		c.Suspension = &Suspension{Kind: "supplement", From: f.paused, Policy: Restart, DueBefore: c.Clock.Due}
	}
}

// spans are the stretches that count; the last has seq 1, as the event has, the one before it 0.
func (f fate) spans(d Dossier) []bulkSpan {
	if d.State == Refused {
		return []bulkSpan{{seq: 1, kind: spanRefused, from: d.FinishedAt}}
	}
	if d.ReceivedAt.IsZero() {
		return nil
	}
	run := bulkSpan{seq: 1, kind: spanRun, from: d.ReceivedAt, due: d.Clock.Due}
	next := bulkSpan{seq: 1, prev: spanRun}
	switch {
	case d.State.Phase() == PhaseRunning:
		return []bulkSpan{run}
	case !f.paused.IsZero():
		next.kind, next.from = spanPaused, f.paused
	default:
		next.kind, next.from = d.spanKind(Dossier{ReceivedAt: d.ReceivedAt}), d.FinishedAt
	}
	run.seq, run.to = 0, next.from
	run.late = openSpan{kind: run.kind, from: run.from, due: run.due}.lateLength(run.to)
	return []bulkSpan{run, next}
}
