package outbox

import (
	"context"
	"crypto/rand"
	"embed"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the outbox.
func Migrations() fs.FS { return migrations }

// Outbox tells, hears and keeps the clockwork.
type Outbox struct {
	db      *db.DB
	ids     *kernel.IDs
	clock   kernel.Clock
	me      string // names this process in leases
	journal Journal
	mu      sync.Mutex
	hearers []hearer
	jobs    []job
	wake    chan struct{}
}

type hearer struct {
	name    string
	kinds   []string
	inside  func(tx *db.Tx, f kernel.Fact) error
	outside func(ctx context.Context, f kernel.Fact) error
}

type job struct {
	name  string
	every time.Duration
	fn    func(ctx context.Context) error
}

// Journal is where a retry or a cancellation by hand is noted.
type Journal interface {
	Note(tx *db.Tx, a kernel.Actor, verb, subject string, before, after any) error
}

// New makes an outbox over a database.
func New(d *db.DB, ids *kernel.IDs, clock kernel.Clock) *Outbox {
	return &Outbox{db: d, ids: ids, clock: clock, me: rand.Text()[:12], wake: make(chan struct{}, 1)}
}

// KeepJournal makes what people do to dead letters part of the journal.
func (o *Outbox) KeepJournal(j Journal) { o.journal = j }

// Tell writes a fact in the transaction of the change. It fills ID and At when they are zero.
func (o *Outbox) Tell(tx *db.Tx, f kernel.Fact) error {
	if f.ID == 0 {
		f.ID = o.ids.New()
	}
	if f.At.IsZero() {
		f.At = o.clock.Now()
	}
	if f.Version == 0 {
		f.Version = 1
	}
	err := insertFact(tx, f)
	if err != nil {
		return err
	}
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return nil
}

// Hear registers a hearer before Run. fn runs in a transaction of its own together with the inbox
// row, so it happens exactly once; it must be repeatable, like every function that is given a Tx.
func (o *Outbox) Hear(name string, kinds []string, fn func(tx *db.Tx, f kernel.Fact) error) {
	o.hear(hearer{name: name, kinds: kinds, inside: fn})
}

// HearOutside registers a hearer that talks to the network: outside any transaction, at least once.
func (o *Outbox) HearOutside(name string, kinds []string, fn func(ctx context.Context, f kernel.Fact) error) {
	o.hear(hearer{name: name, kinds: kinds, outside: fn})
}

func (o *Outbox) hear(h hearer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if slices.ContainsFunc(o.hearers, func(x hearer) bool { return x.name == h.name }) {
		panic("outbox: two hearers are called " + h.name)
	}
	o.hearers = append(o.hearers, h)
}

// Every registers work by the clock before Run. Of several processes one does it; it runs at the
// first start and then each time the interval has passed.
func (o *Outbox) Every(name string, every time.Duration, fn func(ctx context.Context) error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.jobs = append(o.jobs, job{name, every, fn})
}

// Wire is one line of the list of who hears what.
type Wire struct {
	Hearer  string
	Kinds   []string
	Outside bool
}

// Wires lists who hears what, for `doanket check facts`.
func (o *Outbox) Wires() []Wire {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []Wire
	for _, h := range o.hearers {
		out = append(out, Wire{h.name, h.kinds, h.outside != nil})
	}
	return out
}

const (
	pollEvery = 400 * time.Millisecond // finds what other processes told
	settle    = 5 * time.Millisecond   // lets the telling transaction commit
	jobsEvery = time.Second
)

// Run delivers and keeps the clockwork until ctx ends.
func (o *Outbox) Run(ctx context.Context) error {
	o.mu.Lock()
	hearers := slices.Clone(o.hearers)
	o.mu.Unlock()
	var all sync.WaitGroup
	all.Go(func() { o.loop(ctx, pollEvery, o.wake, o.insideRound) })
	for _, h := range hearers {
		if h.outside != nil { // a slow edge must not hold up the others
			all.Go(func() {
				o.loop(ctx, pollEvery, nil, func(ctx context.Context) error { return o.deliverAll(ctx, h) })
			})
		}
	}
	all.Go(func() { o.loop(ctx, jobsEvery, nil, o.Tick) })
	all.Wait()
	return nil
}

func (o *Outbox) insideRound(ctx context.Context) error {
	err := o.spreadAll(ctx)
	if err != nil {
		return err
	}
	for _, h := range o.hearers {
		if h.inside == nil {
			continue
		}
		err = o.deliverAll(ctx, h)
		if err != nil {
			return err
		}
	}
	return nil
}

// loop runs a round again and again. A failing database is waited for, not fled from.
func (o *Outbox) loop(ctx context.Context, every time.Duration, wake <-chan struct{}, round func(context.Context) error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		err := round(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			slog.ErrorContext(ctx, "outbox round failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-wake:
			time.Sleep(settle)
		}
	}
}

// Drain delivers all that is due now, in this goroutine: for tests and seeds.
func (o *Outbox) Drain(ctx context.Context) error {
	for {
		spread, err := o.spread(ctx)
		if err != nil {
			return err
		}
		done := 0
		for _, h := range o.hearers {
			n, err := o.deliver(ctx, h)
			if err != nil {
				return err
			}
			done += n
		}
		if spread+done == 0 {
			return nil
		}
	}
}
