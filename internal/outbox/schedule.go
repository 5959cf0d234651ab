package outbox

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	jobLease = 2 * time.Minute
	jobRenew = 40 * time.Second
)

// Tick runs the schedules that are due and leased by nobody else. Run calls it; tests may.
func (o *Outbox) Tick(ctx context.Context) error {
	o.mu.Lock()
	jobs := slices.Clone(o.jobs)
	o.mu.Unlock()
	var errs []error
	for _, j := range jobs {
		won := false
		err := o.db.Read(ctx, func(tx *db.Tx) error {
			var err error
			won, err = jobDue(tx, j.name, o.clock.Now())
			return err
		})
		if err == nil && won {
			err = o.db.Tx(ctx, func(tx *db.Tx) error {
				var err error
				won, err = leaseJob(tx, j.name, o.me, o.clock.Now(), jobLease)
				return err
			})
		}
		if err == nil && won {
			err = o.runJob(ctx, j)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (o *Outbox) runJob(ctx context.Context, j job) error {
	renewing, stop := context.WithCancel(ctx)
	defer stop()
	go o.renew(renewing, j)
	text := ""
	err := guard(func() error { return j.fn(ctx) })
	if err != nil {
		text = err.Error()
		slog.ErrorContext(ctx, "schedule failed", "name", j.name, "error", err)
	}
	now := o.clock.Now()
	return o.db.Tx(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		return endJob(tx, j.name, o.me, now, now.Add(j.every), text)
	})
}

// renew keeps the lease of a job that takes long; a process that dies stops renewing.
func (o *Outbox) renew(ctx context.Context, j job) {
	tick := time.NewTicker(jobRenew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			err := o.db.Tx(ctx, func(tx *db.Tx) error { return renewJob(tx, j.name, o.me, o.clock.Now().Add(jobLease)) })
			if err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "schedule lease not renewed", "name", j.name, "error", err)
			}
		}
	}
}

// jobDue is a cheap look, so that an idle program writes nothing. A schedule without a row is due.
func jobDue(tx *db.Tx, name string, now kernel.Instant) (bool, error) {
	_, waiting, err := db.Value[int64](tx, `
		select 1 from outbox_schedule where name = $1 and (next_at > $2 or lease_until >= $2)`, name, now)
	return !waiting, err
}

const newJobSQL = `
	insert into outbox_schedule (name, next_at, last_error, lease_by) values ($1, $2, '', '') on conflict (name) do nothing`

const leaseJobSQL = `
	update outbox_schedule set lease_by = $2, lease_until = $4
	where name = $1 and next_at <= $3 and (lease_until is null or lease_until < $3)`

func leaseJob(tx *db.Tx, name, me string, now kernel.Instant, lease time.Duration) (bool, error) {
	_, err := tx.Exec(newJobSQL, name, now)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(leaseJobSQL, name, me, now, now.Add(lease))
	return n == 1, err
}

func renewJob(tx *db.Tx, name, me string, until kernel.Instant) error {
	_, err := tx.Exec(`update outbox_schedule set lease_until = $3 where name = $1 and lease_by = $2`, name, me, until)
	return err
}

const endJobSQL = `
	update outbox_schedule set last_at = $3, next_at = $4, last_error = $5, lease_by = '', lease_until = null
	where name = $1 and lease_by = $2`

func endJob(tx *db.Tx, name, me string, now, next kernel.Instant, failure string) error {
	_, err := tx.Exec(endJobSQL, name, me, now, next, failure)
	return err
}
