package app

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"

	"doanket/core/orgs"
	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
)

// reorgLite and reorgPG move a whole roll by one decision while somebody reads.
func (b *bench) reorgLite(ctx context.Context) error { return b.reorg(ctx, "sqlite", "") }
func (b *bench) reorgPG(ctx context.Context) error   { return b.reorg(ctx, "postgres", b.PG) }

// movedUnits is how many units the roll stands in, and how many it goes to.
const movedUnits, movedTo = 200, 10

// reorg measures how long one decision takes that merges 200 units with everybody in them into 10, and
// how long the slowest reader waited meanwhile. The limits are 60 seconds a million members, and 100 ms.
func (b *bench) reorg(ctx context.Context, engine, url string) error {
	a, done, err := b.rollSite(ctx, engine, url)
	if err != nil {
		return err
	}
	defer done()
	from, to, err := a.roll(ctx, b.Size)
	if err != nil {
		return err
	}
	on := a.clock.Now().Date()
	var steps []reorg.Step
	for i, target := range to {
		n := len(from) / len(to)
		steps = append(steps, reorg.Step{Kind: reorg.Merge, Units: from[i*n : (i+1)*n], To: target})
	}
	id, err := a.reorg.Begin(ctx, a.program(), seed.Tenant(), reorg.Head{Number: "99/QĐ", Decided: on, Effective: on, Signer: "Nguyễn Văn Mẫu"}, steps)
	if err != nil {
		return err
	}
	passed := stopwatch()
	d, err := a.reorg.Submit(ctx, a.program(), id)
	if err != nil {
		return fmt.Errorf("%w: %v", err, d.Picture.Faults)
	}
	fmt.Fprintf(b.Log, "  tried in %.1f s\n", passed().Seconds())
	for n := kernel.ID(1); n <= reorg.Approvers; n++ {
		who := kernel.Actor{Tenant: seed.Tenant(), Account: n, Person: n, Name: "Người duyệt", Mandates: []kernel.Mandate{{Org: seed.Tenant(), Permissions: []string{reorg.ApprovePermission}}}}
		_, err = a.reorg.Approve(ctx, who, id, "")
		if err != nil {
			return err
		}
	}
	stop, worst, idle := make(chan struct{}), make(chan time.Duration), make(chan time.Duration)
	_ = a.db.Read(ctx, func(tx *db.Tx) error { // a connection of the reader's own is opened before
		_, err := a.orgs.Path(tx, from[0], on)
		return err
	})
	go b.readMeanwhile(ctx, a, from[0], on, stop, worst)
	go waitMeanwhile(stop, idle)
	cpu := processorTime()
	passed = stopwatch()
	d, err = a.reorg.Apply(ctx, id)
	took := passed()
	cpu = processorTime() - cpu
	close(stop)
	slowest, bystander := <-worst, <-idle
	if err != nil || d.State != reorg.Applied {
		return fmt.Errorf("%w: %s %v", err, d.State, d.Picture.Faults)
	}
	limit := 60 * float64(b.Size) / 1e6
	err = b.row(Measured{Name: "reorg_s_" + engine, Ours: took.Seconds(), Base: limit})
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Log, "  %.1f s of processor time; who only waited 5 ms waited up to %.0f ms longer\n", cpu.Seconds(), float64(bystander.Microseconds())/1000)
	return b.row(Measured{Name: "reorg_reader_ms_" + engine, Ours: float64(slowest.Microseconds()) / 1000, Base: 100})
}

// processorTime is what this process has used so far, its own and the system's for it.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// waitMeanwhile does nothing but wait 5 ms again and again, and gives by how much the longest wait was too
// long: what a reader waits as well, because of other processes on the machine, is no fault of the database.
func waitMeanwhile(stop chan struct{}, out chan time.Duration) {
	worst := time.Duration(0)
	for {
		passed := stopwatch()
		select {
		case <-stop:
			out <- worst
			return
		case <-time.After(5 * time.Millisecond):
		}
		worst = max(worst, passed()-5*time.Millisecond)
	}
}

// readMeanwhile asks for the members of a unit again and again and gives the slowest answer.
func (b *bench) readMeanwhile(ctx context.Context, a *App, unit kernel.ID, on kernel.Date, stop chan struct{}, out chan time.Duration) {
	worst, began := time.Duration(0), stopwatch()
	for {
		select {
		case <-stop:
			out <- worst
			return
		case <-time.After(5 * time.Millisecond):
		}
		passed := stopwatch()
		_ = a.db.Read(ctx, func(tx *db.Tx) error { // a failed reading is as slow as it is
			_, err := a.orgs.Path(tx, unit, on)
			if err == nil {
				_, err = a.members.Held().Holds(tx, seed.Tenant(), []kernel.ID{unit}, on)
			}
			return err
		})
		if took := passed(); took > worst {
			worst = took
			if worst > 50*time.Millisecond {
				fmt.Fprintf(b.Log, "  a reader waited %.0f ms, %.1f s after the beginning\n", float64(worst.Microseconds())/1000, began().Seconds())
			}
		}
	}
}

func (b *bench) rollSite(ctx context.Context, engine, url string) (*App, func(), error) {
	cfg := b.cfg
	dir, err := os.MkdirTemp("", "doanket-reorg-"+engine)
	if err != nil {
		return nil, nil, err
	}
	clean := func() { _ = os.RemoveAll(dir) }
	cfg.Data, cfg.DB, cfg.Files, cfg.SMTP, cfg.Profile = dir, url, "", "", "demo"
	a, err := Open(ctx, cfg)
	if err == nil {
		err = a.Migrate(ctx)
	}
	if err != nil {
		clean()
		return nil, nil, err
	}
	return a, func() { _ = a.Close(); clean() }, nil
}

// roll makes the units and fills them.
func (a *App) roll(ctx context.Context, size int) (from, to []kernel.ID, err error) {
	basis := orgs.Basis{Number: "01/QĐ", Decided: kernel.Date{Year: 2020, Month: 1, Day: 1}, Effective: kernel.Date{Year: 2020, Month: 1, Day: 1}, Issuer: "Cơ quan mẫu"}
	_, err = a.orgs.FoundSite(ctx, seed.Program, orgs.Founding{ID: seed.Tenant(), Name: "Hệ thống số", Kind: "site", Basis: basis})
	if err != nil {
		return nil, nil, err
	}
	for i := range movedUnits + movedTo {
		id, err := a.orgs.Found(ctx, seed.Program, orgs.Founding{Name: fmt.Sprintf("Công đoàn cơ sở Mẫu %03d", i), Kind: "grassroots_union", Parent: seed.Tenant(), Basis: basis})
		if err != nil {
			return nil, nil, err
		}
		if i < movedUnits {
			from = append(from, id)
		} else {
			to = append(to, id)
		}
	}
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	n := 0
	for _, unit := range from {
		rows := make([]members.Row, size/movedUnits)
		for i := range rows {
			rows[i] = members.Row{Name: seed.ApplicantNo(n).Name, Unit: unit, Admitted: kernel.Date{Year: 2020, Month: time.Month(1 + n%12), Day: 1 + n%28}, Basis: "QĐ-MAU", Source: "dữ liệu đo"}
			n++
		}
		err = a.db.Tx(ctx, func(tx *db.Tx) error {
			_, err := a.members.AdmitMany(tx, program, rows)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return from, to, nil
}
