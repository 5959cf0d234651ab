package rollimport

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

var (
	errStopped = errors.New("rollimport: stopped by its keeper")
	errLost    = errors.New("rollimport: another process goes on with it")
)

// Carry (làm tiếp) runs an import as far as it goes by itself. False when it does not wait for anybody,
// or another process is at it.
func (s *Service) Carry(ctx context.Context, id kernel.ID) (bool, error) {
	won := false
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		now := s.Clock.Now()
		won, err = lease(tx, id, s.me, now, now.Add(s.Lease))
		return err
	})
	if err != nil || !won {
		return false, err
	}
	renewing, stop := context.WithCancel(ctx)
	go s.keepLease(renewing, id)
	defer func() {
		stop()
		_ = s.DB.Tx(context.WithoutCancel(ctx), func(tx *db.Tx) error { return release(tx, id, s.me) }) // runs out by itself
	}()
	for {
		in, err := s.load(ctx, id)
		if err != nil || !in.State.Working() {
			return true, err
		}
		p := &pass{s: s, in: in}
		err = p.run(ctx)
		switch {
		case ctx.Err() != nil:
			return true, ctx.Err()
		case errors.Is(err, errLost):
			return true, nil
		}
		err = s.finish(ctx, p.in, err)
		if err != nil {
			return true, err
		}
	}
}

func (s *Service) keepLease(ctx context.Context, id kernel.ID) {
	tick := time.NewTicker(s.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = s.DB.Tx(ctx, func(tx *db.Tx) error { // the next chunk tells when the lease was lost
				_, err := renew(tx, id, s.me, s.Clock.Now().Add(s.Lease))
				return err
			})
		}
	}
}

func (s *Service) load(ctx context.Context, id kernel.ID) (Import, error) {
	var in Import
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		in, ok, err = loadImport(tx, id)
		if err == nil && !ok {
			err = errNoImport
		}
		return err
	})
	return in, err
}

// finish writes how a pass ended.
func (s *Service) finish(ctx context.Context, in Import, went error) error {
	f := kernel.AsFault(went)
	now := s.Clock.Now()
	kind := ""
	switch {
	case went == nil && in.State == Checking && in.Next == Running && in.Counts.Faulty == 0:
		in.begin(Running, now)
	case went == nil && in.State == Checking && in.Next == Running:
		in.State, in.Why, kind = Failed, Why{Code: "rollimport.whole_faulty", Args: []any{in.Counts.Faulty}}, FactFailed
	case went == nil && in.State == Checking:
		in.State, kind = Checked, FactChecked
	case went == nil:
		in.State, kind = Done, FactDone
	case errors.Is(went, errStopped):
		in.State, kind = Cancelled, FactCancelled
	case f != nil:
		in.State, in.Why, kind = Failed, Why{Code: f.Code, Args: f.Args, Row: in.Position}, FactFailed
	default:
		slog.ErrorContext(ctx, "import of a roll failed", "import", in.ID, "error", went)
		in.State, in.Why, kind = Failed, Why{Code: "rollimport.broke", Row: in.Position}, FactFailed
	}
	if kind != "" {
		in.Finished, in.Next = now, ""
	}
	if in.State == Done || in.State == Checked {
		in.Progress = 1000
	}
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		ok, err := updateImport(tx, in, now)
		if err != nil || !ok {
			return err // somebody else was faster; what holds is read again
		}
		if kind == "" {
			return dropFindings(tx, in.ID)
		}
		err = s.tell(tx, in, kind)
		if err != nil {
			return err
		}
		a := kernel.Actor{System: in.Account == 0, Tenant: in.Tenant, Account: in.Account}
		return s.Audit.Note(tx, a, kind, subject(in.ID), nil, map[string]any{"file": in.Name, "sha": in.SHA, "unit": in.Unit, "counts": in.Counts, "why": in.Why.Code})
	})
	s.Changed(in.Tenant)
	return err
}

// begin sets an import to the start of a pass.
func (i *Import) begin(state State, now kernel.Instant) {
	i.State, i.Counts, i.Position, i.Progress, i.Why = state, Counts{}, 0, 0, Why{}
	i.Started, i.Finished = now, kernel.Instant{}
}

// pass is one reading of the file.
type pass struct {
	s     *Service
	in    Import
	actor kernel.Actor
	keys  []string
	last  int64 // number of the finding kept last
	notes int64
}

// batch is some rows on their way from the file.
type batch struct {
	lines    []line
	progress int
	err      error
}

// run reads the file from where the import stands. Rows before that are read again only for whom they
// name; the roll is not asked.
func (p *pass) run(ctx context.Context) error {
	t, err := p.s.open(ctx, p.in.SHA, p.in.Size, p.in.Mapping)
	if err != nil {
		return err
	}
	defer t.close()
	r, err := p.s.readerOf(ctx, p.in, t)
	if err != nil {
		return err
	}
	err = p.s.DB.Read(ctx, func(tx *db.Tx) error {
		p.last, p.notes, err = findingCounts(tx, p.in.ID)
		return err
	})
	if err != nil {
		return err
	}
	p.keys = r.keys()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	full, free := make(chan batch, 2), make(chan []line, 4)
	for range cap(free) {
		free <- nil
	}
	done := make(chan struct{})
	size := p.chunk()
	go func() {
		defer close(done)
		defer close(full)
		readBatches(ctx, t, r, size, full, free)
	}()
	defer func() { stop(); <-done }()
	for b := range full {
		err = b.err
		if err == nil {
			err = p.take(ctx, b)
		}
		if err != nil {
			return err
		}
		free <- b.lines[:0]
	}
	return ctx.Err()
}

func (p *pass) chunk() int {
	if p.in.Options.Whole && p.in.State == Running {
		return WholeChunk
	}
	return chunk
}

// take commits what is new in a batch.
func (p *pass) take(ctx context.Context, b batch) error {
	fresh := b.lines[:0:0]
	for i := range b.lines {
		if b.lines[i].row > p.in.Position {
			fresh = b.lines[i:]
			break
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	var err error
	p.actor = kernel.Actor{System: true, Tenant: p.in.Tenant, Name: p.in.Name}
	if p.in.Account != 0 {
		p.actor, err = p.s.Actors.Actor(ctx, p.in.Account)
		if err != nil {
			return err
		}
	}
	return p.commit(ctx, fresh, b.progress)
}

// commit writes lines with position, counters and findings in one transaction. When the roll refuses
// them because of somebody who came in between, the lines are halved until the one in the way is found.
func (p *pass) commit(ctx context.Context, lines []line, progress int) error {
	now := p.s.Clock.Now()
	var next Import
	var last, notes int64
	err := p.s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := p.hold(tx, now)
		if err != nil {
			return err
		}
		err = judge(tx, p.s.Roll, p.in.Tenant, lines, p.keys, p.in.Options.Accept)
		if err != nil {
			return err
		}
		next = p.in
		counts := countsOf(lines, p.in.Options)
		next.Counts.add(counts)
		next.Position, next.Progress = lines[len(lines)-1].row, progress
		if p.in.State == Running {
			err = p.write(tx, lines, counts)
			if err != nil {
				return err
			}
		}
		last, notes, err = p.keep(tx, lines)
		if err != nil {
			return err
		}
		ok, err := updateImport(tx, next, now)
		if err == nil && !ok {
			err = errLost
		}
		return err
	})
	f := kernel.AsFault(err)
	switch {
	case err == nil:
		next.Version++
		p.in, p.last, p.notes = next, last, notes
		p.s.Changed(p.in.Tenant)
		return nil
	case f == nil, f.Kind == kernel.Forbidden, f.Kind == kernel.NotFound, p.in.State != Running, p.in.Options.Whole:
		return err
	case len(lines) > 1:
		half := len(lines) / 2
		err = p.commit(ctx, lines[:half], progress)
		if err == nil {
			err = p.commit(ctx, lines[half:], progress)
		}
		return err
	case lines[0].own < len(lines[0].findings) || lines[0].toldOf(reasonOf(f).Code):
		return err
	}
	reason := reasonOf(f)
	lines[0].restart()
	lines[0].find(Finding{Column: -1, Weight: Fault, Code: reason.Code, Args: reason.Args, Value: lines[0].entry.Name})
	lines[0].own = len(lines[0].findings)
	return p.commit(ctx, lines, progress)
}

// reasonOf is what a refusal comes down to: that of its first field.
func reasonOf(f *kernel.Fault) Why {
	if len(f.Fields) > 0 {
		return Why{Code: f.Fields[0].Code, Args: f.Fields[0].Args}
	}
	return Why{Code: f.Code, Args: f.Args}
}

// hold makes sure that the import is still this process's and nobody asked to stop.
func (p *pass) hold(tx *db.Tx, now kernel.Instant) error {
	mine, err := renew(tx, p.in.ID, p.s.me, now.Add(p.s.Lease))
	if err != nil {
		return err
	}
	if !mine {
		return errLost
	}
	stop, err := stopAsked(tx, p.in.ID)
	if err == nil && stop {
		err = errStopped
	}
	return err
}

// write enters whoever is new and, when asked for, writes down what the file says otherwise.
func (p *pass) write(tx *db.Tx, lines []line, counts Counts) error {
	o := p.in.Options
	if o.Whole && counts.Faulty > 0 {
		return kernel.Refuse("rollimport.roll_changed", firstFaulty(lines))
	}
	source := "tệp " + p.in.Name
	var admissions []Admission
	for i := range lines {
		l := &lines[i]
		if l.aside {
			continue
		}
		switch {
		case l.verdict == fresh:
			admissions = append(admissions, Admission{Entry: l.entry, Person: l.person, Source: source})
		case l.verdict == changed && o.Update:
			from := o.Known
			if from.IsZero() {
				from = p.s.today()
			}
			err := p.s.Roll.Amend(tx, p.actor, l.member, l.entry, l.changed, from, source)
			if err != nil {
				return err
			}
		}
	}
	return p.s.Roll.Admit(tx, p.actor, admissions)
}

func firstFaulty(lines []line) int {
	for i := range lines {
		if lines[i].verdict == faulty && !lines[i].aside {
			return lines[i].row
		}
	}
	return 0
}

// keep writes the findings of lines as long as there is room for them.
func (p *pass) keep(tx *db.Tx, lines []line) (last, notes int64, err error) {
	last, notes = p.last, p.notes
	var list []Finding
	for i := range lines {
		for _, f := range lines[i].findings {
			if f.Weight == Note {
				if notes >= mostNotes {
					continue
				}
				notes++
			} else if last+int64(len(list))-notes >= mostFaults {
				continue
			}
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return last, notes, nil
	}
	return last + int64(len(list)), notes, insertFindings(tx, p.in.ID, last+1, list)
}
