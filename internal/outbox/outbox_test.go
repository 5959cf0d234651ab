package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func tell(t *testing.T, e testkit.Env, kind, subject, data string) {
	t.Helper()
	err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
		return e.Outbox.Tell(tx, kernel.Fact{Tenant: 1, Kind: kind, Subject: subject, Data: []byte(data)})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, e testkit.Env) {
	t.Helper()
	err := e.Outbox.Drain(e.Ctx)
	if err != nil {
		t.Fatal(err)
	}
}

func letters(t *testing.T, e testkit.Env, state string) []outbox.Letter {
	t.Helper()
	got, err := e.Outbox.List(e.Ctx, 1, outbox.Filter{State: state})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// ear remembers what it heard.
type ear struct {
	mu    sync.Mutex
	heard []string
	fail  func(f kernel.Fact) error
}

func (r *ear) hear(f kernel.Fact) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		err := r.fail(f)
		if err != nil {
			return err
		}
	}
	r.heard = append(r.heard, string(f.Data))
	return nil
}

func (r *ear) inside(_ *db.Tx, f kernel.Fact) error           { return r.hear(f) }
func (r *ear) outside(_ context.Context, f kernel.Fact) error { return r.hear(f) }

func (r *ear) is(t *testing.T, want ...string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Equal(r.heard, want) {
		t.Errorf("heard %q, want %q", r.heard, want)
	}
}

func TestTell(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		var all, some, net ear
		e.Outbox.Hear("all", []string{"*"}, all.inside)
		e.Outbox.Hear("some", []string{"dossiers.decided"}, some.inside)
		e.Outbox.HearOutside("net", []string{"dossiers.decided"}, net.outside)
		tell(t, e, "dossiers.accepted", "dossier:1", `"a"`)
		tell(t, e, "dossiers.decided", "dossier:1", `"b"`)
		_ = e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			_ = e.Outbox.Tell(tx, kernel.Fact{Tenant: 1, Kind: "dossiers.decided", Subject: "dossier:1", Data: []byte(`"never"`)})
			return errors.New("rolled back")
		})
		drain(t, e)
		drain(t, e)
		all.is(t, `"a"`, `"b"`)
		some.is(t, `"b"`)
		net.is(t, `"b"`)
		if n := len(letters(t, e, "")); n != 0 {
			t.Errorf("%d deliveries are left over", n)
		}
	})
}

func TestAFactCarriesAllItsFields(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		var got kernel.Fact
		e.Outbox.Hear("x", []string{"k"}, func(_ *db.Tx, f kernel.Fact) error { got = f; return nil })
		err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			return e.Outbox.Tell(tx, kernel.Fact{Tenant: 3, Kind: "k", Subject: "s:1", Actor: 5})
		})
		if err != nil {
			t.Fatal(err)
		}
		drain(t, e)
		if got.ID == 0 || got.Tenant != 3 || got.Version != 1 || got.Subject != "s:1" || got.Actor != 5 || !got.At.Equal(testkit.Start) || string(got.Data) != "{}" {
			t.Errorf("%+v", got)
		}
	})
}

func TestOrderIsKeptPerSubject(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		stuck := true
		r := ear{fail: func(f kernel.Fact) error {
			if stuck && string(f.Data) == `"a1"` {
				return errors.New("not now")
			}
			return nil
		}}
		e.Outbox.Hear("x", []string{"k"}, r.inside)
		for _, s := range []string{"a1", "b1", "a2", "b2", "a3"} {
			tell(t, e, "k", "subject:"+s[:1], `"`+s+`"`)
		}
		drain(t, e)
		r.is(t, `"b1"`, `"b2"`)
		stuck = false
		drain(t, e)
		r.is(t, `"b1"`, `"b2"`) // still backing off
		e.Clock.Advance(13 * time.Second)
		drain(t, e)
		r.is(t, `"b1"`, `"b2"`, `"a1"`, `"a2"`, `"a3"`)
	})
}

func TestDeadLetters(t *testing.T) {
	admin := kernel.Actor{Tenant: 1, Account: 2, Mandates: []kernel.Mandate{{Org: 1, Permissions: []string{outbox.Manage}}}}
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		e.Outbox.KeepJournal(e.Audit)
		broken := true
		r := ear{fail: func(f kernel.Fact) error {
			if broken && string(f.Data) == `1` {
				return errors.New("the hearer cannot")
			}
			return nil
		}}
		e.Outbox.Hear("x", []string{"k"}, r.inside)
		tell(t, e, "k", "s:1", "1")
		tell(t, e, "k", "s:1", "2")
		for range 5 {
			drain(t, e)
			e.Clock.Advance(2 * time.Hour)
			if n := len(letters(t, e, "dead")); n != 0 {
				t.Fatal("dead before the sixth try")
			}
		}
		drain(t, e)
		dead := letters(t, e, "dead")
		if len(dead) != 1 || dead[0].Tries != 6 || dead[0].Fact.Subject != "s:1" || dead[0].LastError == "" {
			t.Fatalf("%+v", dead)
		}
		id := dead[0].ID
		e.Clock.Advance(48 * time.Hour)
		drain(t, e)
		r.is(t) // the second waits behind the dead one

		if err := e.Outbox.Retry(e.Ctx, kernel.Actor{Tenant: 1, Account: 3}, id); kernel.AsFault(err) == nil || kernel.AsFault(err).Kind != kernel.Forbidden {
			t.Errorf("without the permission: %v", err)
		}
		stranger := admin
		stranger.Tenant = 2
		if err := e.Outbox.Retry(e.Ctx, stranger, id); kernel.AsFault(err) == nil || kernel.AsFault(err).Kind != kernel.NotFound {
			t.Errorf("from another site: %v", err)
		}
		broken = false
		if err := e.Outbox.Retry(e.Ctx, admin, id); err != nil {
			t.Fatal(err)
		}
		if err := e.Outbox.Retry(e.Ctx, admin, id); !errors.Is(err, &kernel.Fault{Code: "outbox.not_dead"}) {
			t.Errorf("twice: %v", err)
		}
		drain(t, e)
		r.is(t, "1", "2")
		err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			link, n, err := e.Audit.Verify(tx, 1)
			if link != nil || n != 1 {
				t.Errorf("journal: %+v, %d", link, n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestCancelLetsTheNextPass(t *testing.T) {
	admin := kernel.Actor{Tenant: 1, System: true}
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		r := ear{fail: func(f kernel.Fact) error {
			if string(f.Data) == `1` {
				return outbox.Permanent(errors.New("never"))
			}
			return nil
		}}
		e.Outbox.Hear("x", []string{"k"}, r.inside)
		tell(t, e, "k", "s:1", "1")
		tell(t, e, "k", "s:1", "2")
		drain(t, e)
		dead := letters(t, e, "dead")
		if len(dead) != 1 || dead[0].Tries != 1 {
			t.Fatalf("a permanent error did not make a dead letter at once: %+v", dead)
		}
		if err := e.Outbox.Cancel(e.Ctx, admin, dead[0].ID); err != nil {
			t.Fatal(err)
		}
		drain(t, e)
		r.is(t, "2")
		if len(letters(t, e, "cancelled")) != 1 {
			t.Error("the cancelled one is not in the list")
		}
	})
}

func TestAPanickingHearerEndsNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		r := ear{fail: func(f kernel.Fact) error {
			if string(f.Data) == "1" {
				panic("boom")
			}
			return nil
		}}
		e.Outbox.Hear("in", []string{"k"}, r.inside)
		e.Outbox.HearOutside("out", []string{"k"}, func(_ context.Context, f kernel.Fact) error { panic("boom") })
		tell(t, e, "k", "s:1", "1")
		tell(t, e, "k", "s:2", "2")
		drain(t, e)
		r.is(t, "2")
		if n := len(letters(t, e, "dead")); n != 3 {
			t.Errorf("%d dead letters of 3", n)
		}
	})
}

func TestAnEdgeThatIsDownGetsADay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		down := true
		r := ear{fail: func(kernel.Fact) error {
			if down {
				return &kernel.Fault{Kind: kernel.Unavailable, Code: "links.down"}
			}
			return nil
		}}
		e.Outbox.HearOutside("mail", []string{"k"}, r.outside)
		tell(t, e, "k", "s:1", "1")
		for range 20 {
			drain(t, e)
			e.Clock.Advance(72 * time.Minute)
		}
		if n := len(letters(t, e, "due")); n != 1 {
			t.Fatalf("given up too early: %+v", letters(t, e, ""))
		}
		down = false
		drain(t, e)
		r.is(t, "1")
	})
}

// A process that dies between leasing and delivering is imitated by one that never comes back.
func TestAnotherProcessTakesOverWhatADeadOneHadLeased(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		block, entered := make(chan struct{}), make(chan struct{})
		e.Outbox.HearOutside("mail", []string{"k"}, func(context.Context, kernel.Fact) error {
			close(entered)
			<-block
			return errors.New("died")
		})
		tell(t, e, "k", "s:1", "1")
		dying, kill := context.WithCancel(e.Ctx)
		done := make(chan error)
		go func() { done <- e.Outbox.Drain(dying) }()
		<-entered

		second := secondProcess(t, e)
		var r ear
		second.HearOutside("mail", []string{"k"}, r.outside)
		if err := second.Drain(e.Ctx); err != nil {
			t.Fatal(err)
		}
		r.is(t) // leased by the first
		kill()
		close(block)
		<-done
		e.Clock.Advance(61 * time.Second)
		if err := second.Drain(e.Ctx); err != nil {
			t.Fatal(err)
		}
		r.is(t, "1")
	})
}

func secondProcess(t *testing.T, e testkit.Env) *outbox.Outbox {
	t.Helper()
	d, err := db.Open(e.Ctx, e.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return outbox.New(d, kernel.NewIDs(e.Clock, 2), e.Clock)
}

func TestTwoProcessesDeliverEachFactOnceAndInOrder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		const subjects, each = 8, 12
		var mu sync.Mutex
		heard := map[string][]string{}
		// The row below is written in the hearer's transaction, so it shows what really happened.
		hear := func(tx *db.Tx, f kernel.Fact) error {
			_, err := tx.Exec(`insert into outbox_schedule (name, next_at, last_error, lease_by) values ($1, $2, '', '')`, f.Subject+string(f.Data), f.At)
			if err == nil {
				mu.Lock()
				heard[f.Subject] = append(heard[f.Subject], string(f.Data))
				mu.Unlock()
			}
			return err
		}
		second := secondProcess(t, e)
		e.Outbox.Hear("x", []string{"k"}, hear)
		second.Hear("x", []string{"k"}, hear)
		ctx, stop := context.WithCancel(e.Ctx)
		var running sync.WaitGroup
		running.Go(func() { _ = e.Outbox.Run(ctx) })
		running.Go(func() { _ = second.Run(ctx) })
		for i := range each {
			for s := range subjects {
				tell(t, e, "k", fmt.Sprintf("s:%d", s), fmt.Sprintf("%02d", i))
			}
		}
		for range 400 {
			f, err := e.Outbox.Figures(e.Ctx)
			if err != nil {
				t.Fatal(err)
			}
			mu.Lock()
			n := 0
			for _, h := range heard {
				n += len(h)
			}
			mu.Unlock()
			if n >= subjects*each && f.Due == 0 {
				break
			}
			time.Sleep(25 * time.Millisecond)
		}
		stop()
		running.Wait()
		if dead := letters(t, e, "dead"); len(dead) > 0 {
			t.Fatalf("delivered twice: %+v", dead[0])
		}
		for s, got := range heard {
			if !slices.IsSorted(got) || len(slices.Compact(got)) != each {
				t.Errorf("%s heard %q", s, got)
			}
		}
		if len(heard) != subjects {
			t.Errorf("%d subjects of %d", len(heard), subjects)
		}
	})
}

func TestEvery(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		second := secondProcess(t, e)
		n := 0
		count := func(context.Context) error { n++; return nil }
		e.Outbox.Every("daily", 24*time.Hour, count)
		second.Every("daily", 24*time.Hour, count)
		tick := func(want int) {
			t.Helper()
			err := errors.Join(e.Outbox.Tick(e.Ctx), second.Tick(e.Ctx))
			if err != nil || n != want {
				t.Fatalf("ran %d times, want %d: %v", n, want, err)
			}
		}
		tick(1)
		tick(1)
		e.Clock.Advance(23 * time.Hour)
		tick(1)
		e.Clock.Advance(time.Hour)
		tick(2)
	})
}
