package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"doanket/kernel"
)

// opening is when the sites of the journeys open: a working day, a quarter past eight.
var opening = kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 15)

// ticking is a clock that runs like any other, but on another day: browsers and leases need time to pass.
// A journey of more than a day turns it.
type ticking struct{ ahead atomic.Int64 }

func (c *ticking) Now() kernel.Instant {
	return kernel.SystemClock{}.Now().Add(time.Duration(c.ahead.Load()))
}

func (c *ticking) turnTo(when kernel.Instant) {
	c.ahead.Store(int64(when.Sub(kernel.SystemClock{}.Now())))
}

// openSite makes a site of its own with the sample cast and so many dossiers; it serves nothing yet.
func openSite(t *testing.T, size int, change func(*Config)) *App {
	t.Helper()
	a, _ := openSiteOn(t, opening, size, change)
	return a
}

// openSiteOn opens on another day, with the clock to turn.
func openSiteOn(t *testing.T, day kernel.Instant, size int, change func(*Config)) (*App, *ticking) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := fmt.Sprintf("localhost:%d", l.Addr().(*net.TCPAddr).Port)
	err = l.Close()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cfg := Config{DB: "sqlite:" + filepath.Join(dir, "doanket.db"), Data: dir, Addr: addr, URL: "http://" + addr, Profile: "demo", MailFrom: "doanket@vidu.example", Node: 1}
	if change != nil {
		change(&cfg)
	}
	clock := &ticking{}
	clock.turnTo(day)
	a, err := Open(t.Context(), cfg, WithClock(clock), WithLog(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := a.Close()
		if err != nil {
			t.Error(err)
		}
	})
	err = a.Migrate(t.Context())
	if err == nil {
		err = a.Seed(t.Context(), SeedOptions{Size: size, Now: day})
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, clock
}

// serveUntilDone answers until the test ends.
func (a *App) serveUntilDone(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		err := <-done
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	for range 200 {
		r, err := http.Get(a.URL() + "/san-sang")
		if err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the site did not become ready")
}
