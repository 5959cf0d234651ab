package links

import (
	"context"
	"sync"
	"time"

	"doanket/kernel"
)

// Breaker (cầu dao) stops calling a system that fails again and again: after Threshold failures in a
// row it opens, after Rest it lets one probe through, and a probe that succeeds closes it. A call that
// it holds back is not a try: it answers links.down (Unavailable).
type Breaker struct {
	System    string
	Threshold int           // 5 when zero
	Rest      time.Duration // 30 s when zero
	Clock     kernel.Clock

	mu      sync.Mutex
	failed  int
	opened  kernel.Instant
	probing bool
	reason  string
}

// Do calls the system. trouble says which errors are the system's own trouble; a refusal of one
// request (a wrong address) is not.
func (b *Breaker) Do(ctx context.Context, trouble func(error) bool, call func(context.Context) error) error {
	if !b.enter() {
		return &kernel.Fault{Kind: kernel.Unavailable, Code: "links.down", Args: []any{b.System}}
	}
	done := false
	defer func() {
		if !done { // a panic is a failure too, and must not leave the probe standing
			b.leave(context.Canceled, true)
		}
	}()
	err := call(ctx)
	done = true
	b.leave(err, err != nil && trouble(err))
	return err
}

func (b *Breaker) enter() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.opened.IsZero() {
		return true
	}
	rest := b.Rest
	if rest == 0 {
		rest = 30 * time.Second
	}
	if b.probing || b.Clock.Now().Before(b.opened.Add(rest)) {
		return false
	}
	b.probing = true
	return true
}

func (b *Breaker) leave(err error, failed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !failed {
		b.failed, b.opened, b.probing, b.reason = 0, kernel.Instant{}, false, ""
		return
	}
	b.failed++
	b.reason = err.Error()
	most := b.Threshold
	if most == 0 {
		most = 5
	}
	if b.probing || b.failed >= most {
		b.opened, b.probing = b.Clock.Now(), false
	}
}

// State tells since when the breaker is open and why.
func (b *Breaker) State() (since kernel.Instant, reason string, open bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.opened, b.reason, !b.opened.IsZero()
}
