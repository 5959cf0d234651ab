package outbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	spreadBatch  = 200
	insideBatch  = 16 // facts in one transaction when all goes well: one commit instead of sixteen
	outsideBatch = 8  // calls to one edge at the same time
	leaseFor     = time.Minute
	callFor      = 50 * time.Second // shorter than the lease, so that nobody repeats a running call
	firstBackoff = 10 * time.Second
	longBackoff  = time.Hour
	maxTries     = 6
	maxTriesDown = 30 // an edge that says it is down gets a day
)

// permanent marks an error that no retry can mend.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent makes the delivery a dead letter at once.
func Permanent(err error) error { return permanent{err} }

func (o *Outbox) spreadAll(ctx context.Context) error {
	for {
		n, err := o.spread(ctx)
		if err != nil || n < spreadBatch {
			return err
		}
	}
}

// spread turns new facts into one delivery per hearer. One process does it at a time, since two
// batches side by side could swap the facts of one subject.
func (o *Outbox) spread(ctx context.Context) (int, error) {
	some := false
	err := o.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		some, err = anyNewFact(tx)
		return err
	})
	if err != nil || !some {
		return 0, err
	}
	n := 0
	err = o.db.Tx(ctx, func(tx *db.Tx) error {
		err := lockSpreading(tx)
		if err != nil {
			return err
		}
		facts, err := newFacts(tx, spreadBatch)
		if err != nil {
			return err
		}
		n = len(facts)
		for _, f := range facts {
			err = o.spreadOne(tx, f)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (o *Outbox) spreadOne(tx *db.Tx, f kernel.Fact) error {
	for _, h := range o.hearers {
		if !slices.Contains(h.kinds, f.Kind) && !slices.Contains(h.kinds, "*") {
			continue
		}
		err := insertDelivery(tx, o.ids.New(), f, h.name, h.inside != nil, o.clock.Now())
		if err != nil {
			return err
		}
	}
	return markSpread(tx, f.ID)
}

func (o *Outbox) deliverAll(ctx context.Context, h hearer) error {
	for {
		n, err := o.deliver(ctx, h)
		if err != nil || n == 0 {
			return err
		}
	}
}

// deliver hands one batch to a hearer and tells how many it tried.
func (o *Outbox) deliver(ctx context.Context, h hearer) (int, error) {
	due := false
	err := o.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		due, err = anyDue(tx, h.name, o.clock.Now())
		return err
	})
	if err != nil || !due {
		return 0, err
	}
	if h.inside != nil {
		return o.deliverInside(ctx, h)
	}
	return o.deliverOutside(ctx, h)
}

// deliverInside leases, delivers and forgets in one transaction. When one of the batch fails, each is
// tried alone, so that the failing one neither spoils nor holds up the others.
func (o *Outbox) deliverInside(ctx context.Context, h hearer) (int, error) {
	n := 0
	err := o.db.Tx(ctx, func(tx *db.Tx) error {
		n = 0
		batch, err := o.claimHeld(tx, h)
		for i := 0; i < len(batch) && err == nil; i++ {
			err = o.handOver(tx, h, batch[i])
		}
		n = len(batch)
		return err
	})
	if err == nil || ctx.Err() != nil || down(err) {
		return n, err
	}
	var batch []delivery
	err = o.db.Tx(ctx, func(tx *db.Tx) error {
		var err error
		batch, err = o.claimHeld(tx, h)
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(batch), o.oneByOne(ctx, h, batch)
}

func (o *Outbox) claimHeld(tx *db.Tx, h hearer) ([]delivery, error) {
	held, err := holdHearer(tx, h.name, o.clock.Now())
	if err != nil || !held {
		return nil, err
	}
	return claim(tx, h, o.me, o.clock.Now(), insideBatch)
}

// oneByOne gives each delivery a transaction of its own; what follows a failed one of its subject waits.
func (o *Outbox) oneByOne(ctx context.Context, h hearer, batch []delivery) error {
	var err error
	failed := map[string]bool{}
	for _, d := range batch {
		if failed[d.fact.Subject] {
			err = errors.Join(err, o.db.Tx(ctx, func(tx *db.Tx) error { return unclaim(tx, d.id, o.me) }))
			continue
		}
		failure := o.db.Tx(ctx, func(tx *db.Tx) error { return o.handOver(tx, h, d) })
		if failure != nil {
			failed[d.fact.Subject] = true
			err = errors.Join(err, o.putBack(ctx, d, failure))
		}
	}
	return err
}

// down tells that the database itself is in trouble: then no delivery is to blame.
func down(err error) bool {
	f := kernel.AsFault(err)
	return f != nil && len(f.Code) > 3 && f.Code[:3] == "db."
}

func (o *Outbox) handOver(tx *db.Tx, h hearer, d delivery) error {
	held, err := stillHeld(tx, d.id, o.me)
	if err != nil || !held {
		return err
	}
	fresh, err := enterInbox(tx, h.name, d.fact.ID, o.clock.Now())
	if err != nil {
		return err
	}
	if fresh {
		err = guard(func() error { return h.inside(tx, d.fact) })
		if err != nil {
			return err
		}
	}
	return forget(tx, d.id, o.me)
}

// guard turns a hearer's panic into an error: one bad fact must not end the process.
func guard(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = permanent{fmt.Errorf("hearer panicked: %v", p)}
		}
	}()
	return fn()
}

func (o *Outbox) deliverOutside(ctx context.Context, h hearer) (int, error) {
	var batch []delivery
	err := o.db.Tx(ctx, func(tx *db.Tx) error {
		var err error
		batch, err = claim(tx, h, o.me, o.clock.Now(), outsideBatch)
		return err
	})
	if err != nil {
		return 0, err
	}
	errs := make([]error, len(batch))
	var all sync.WaitGroup
	for i, d := range batch {
		all.Go(func() { errs[i] = o.call(ctx, h, d) })
	}
	all.Wait()
	return len(batch), errors.Join(errs...)
}

func (o *Outbox) call(ctx context.Context, h hearer, d delivery) error {
	limited, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	failure := guard(func() error { return h.outside(limited, d.fact) })
	if ctx.Err() != nil { // we are stopping: the lease runs out and another takes over
		return ctx.Err()
	}
	if failure != nil {
		return o.putBack(ctx, d, failure)
	}
	return o.db.Tx(ctx, func(tx *db.Tx) error {
		_, err := enterInbox(tx, h.name, d.fact.ID, o.clock.Now())
		if err != nil {
			return err
		}
		return forget(tx, d.id, o.me)
	})
}

// putBack makes a failed delivery due later, or a dead letter.
func (o *Outbox) putBack(ctx context.Context, d delivery, failure error) error {
	if down(failure) {
		return failure
	}
	var never permanent
	fault := kernel.AsFault(failure)
	most := maxTries
	if fault != nil && fault.Kind == kernel.Unavailable {
		most = maxTriesDown
	}
	state := stateDue
	if errors.As(failure, &never) || fault != nil && fault.Kind == kernel.Invalid || d.tries >= most {
		state = stateDead
	}
	text := failure.Error()
	if len(text) > 2000 {
		text = text[:2000]
	}
	return o.db.Tx(ctx, func(tx *db.Tx) error {
		return release(tx, d.id, o.me, state, o.clock.Now().Add(backoff(d.tries)), text)
	})
}

// backoff is 10 s, 20 s, 40 s … up to an hour, with a fifth more at random so that many do not come back at once.
func backoff(tries int) time.Duration {
	wait := longBackoff
	if tries < 10 {
		wait = min(firstBackoff<<max(tries-1, 0), longBackoff)
	}
	return wait + rand.N(wait/5)
}
