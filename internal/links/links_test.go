package links

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"doanket/kernel"
)

type clock struct{ now kernel.Instant }

func (c *clock) Now() kernel.Instant { return c.now }

var errDown = errors.New("connection refused")

func always(error) bool { return true }

func TestFiveFailuresOpenTheBreakerAndAProbeClosesIt(t *testing.T) {
	c := &clock{kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(9, 12)}
	b := &Breaker{System: "smtp", Clock: c}
	calls := 0
	try := func(err error) error {
		return b.Do(t.Context(), always, func(context.Context) error { calls++; return err })
	}
	for range 5 {
		if err := try(errDown); !errors.Is(err, errDown) {
			t.Fatal(err)
		}
	}
	since, reason, open := b.State()
	if !open || since != c.now || reason != errDown.Error() {
		t.Fatalf("after five failures: open %v since %s, %q", open, since, reason)
	}
	if f := kernel.AsFault(try(nil)); f == nil || f.Code != "links.down" || calls != 5 {
		t.Fatalf("an open breaker let call %d through: %v", calls, f)
	}
	c.now = c.now.Add(31 * time.Second)
	if err := try(errDown); !errors.Is(err, errDown) {
		t.Fatal("no probe after the rest")
	}
	if kernel.AsFault(try(nil)) == nil {
		t.Fatal("a failed probe did not open the breaker again")
	}
	c.now = c.now.Add(31 * time.Second)
	if err := try(nil); err != nil {
		t.Fatal(err)
	}
	if _, _, open := b.State(); open {
		t.Error("a good probe left the breaker open")
	}
}

func TestARefusalOfOneRequestDoesNotCount(t *testing.T) {
	b := &Breaker{System: "smtp", Clock: &clock{kernel.FromMillis(1)}}
	for range 10 {
		_ = b.Do(t.Context(), func(error) bool { return false }, func(context.Context) error { return errDown })
	}
	if _, _, open := b.State(); open {
		t.Error("ten wrong addresses opened the breaker")
	}
}

func TestAPanicCountsAndLeavesNoProbeStanding(t *testing.T) {
	c := &clock{kernel.FromMillis(1)}
	b := &Breaker{System: "smtp", Clock: c, Threshold: 1}
	func() {
		defer func() { _ = recover() }()
		_ = b.Do(t.Context(), always, func(context.Context) error { panic("x") })
	}()
	if _, _, open := b.State(); !open {
		t.Error("a panic did not open the breaker")
	}
	c.now = c.now.Add(time.Minute)
	if err := b.Do(t.Context(), always, func(context.Context) error { return nil }); err != nil {
		t.Errorf("no probe after a panic: %v", err)
	}
}

func TestProductionRefusesSimulatorsByName(t *testing.T) {
	var r Registry
	for _, p := range []Port{{System: "smtp", Mode: Simulated}, {System: "vnpay", Mode: Disabled}} {
		if err := r.Add(p, nil); err != nil {
			t.Fatal(err)
		}
	}
	if r.Add(Port{System: "smtp"}, nil) == nil {
		t.Error("a system was registered twice")
	}
	if err := r.RefuseSimulated(false); err == nil || !strings.Contains(err.Error(), "smtp") || strings.Contains(err.Error(), "vnpay") {
		t.Errorf("got %v", err)
	}
	if err := r.RefuseSimulated(true); err != nil {
		t.Error(err)
	}
}
