package testkit

import (
	"sync"
	"time"

	"doanket/kernel"
)

// Clock stands still until it is set or advanced. It starts on Monday 23/11/2026 at 08:20.
type Clock struct {
	mu  sync.Mutex
	now kernel.Instant
}

// Start is where a new Clock stands.
var Start = kernel.At(time.Date(2026, 11, 23, 8, 20, 0, 0, kernel.Zone))

// NewClock stands at Start.
func NewClock() *Clock { return &Clock{now: Start} }

// Now is where the clock stands.
func (c *Clock) Now() kernel.Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant.
func (c *Clock) Set(i kernel.Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = i
}

// SetTo moves the clock to a text like "2026-12-03T08:20", taken in Vietnam.
func (c *Clock) SetTo(s string) {
	i, err := kernel.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	c.Set(i)
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
