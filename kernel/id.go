package kernel

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strconv"
	"sync"
)

// ID (định danh nội bộ) identifies a row for ever: 41 bits of milliseconds since 2020-01-01 UTC,
// 10 bits of node, 12 bits of counter. It is made in Go, never by a database, and is shown as a
// string because browsers cannot hold 63 bits. The zero ID means "none".
type ID int64

const (
	idEpochMillis = 1577836800000 // 2020-01-01T00:00:00Z
	idNodeBits    = 10
	idCountBits   = 12
)

// String gives the decimal form used in URLs and JSON; the zero ID gives "".
func (id ID) String() string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// ParseID reads the decimal form. Anything else is refused as kernel.bad_id (NotFound: an address
// that cannot exist answers like one that does not).
func ParseID(s string) (ID, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || len(s) > 19 || s[0] == '+' || s[0] == '0' {
		return 0, &Fault{Kind: NotFound, Code: "kernel.bad_id"}
	}
	return ID(n), nil
}

// MarshalText and UnmarshalText make the ID a string in JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText accepts "" as the zero ID.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = 0
		return nil
	}
	v, err := ParseID(string(b))
	if err != nil {
		return fmt.Errorf("id %q: %w", b, err)
	}
	*id = v
	return nil
}

// Millis is the time at which the ID was made, in Unix milliseconds.
func (id ID) Millis() int64 { return int64(id)>>(idNodeBits+idCountBits) + idEpochMillis }

// IDFloor is the smallest ID that could be made at an instant: what was made later is greater.
func IDFloor(at Instant) ID {
	return ID((at.Millis() - idEpochMillis) << (idNodeBits + idCountBits))
}

// IDs makes IDs that rise with time and never repeat within one node.
type IDs struct {
	clock Clock
	node  int64
	mu    sync.Mutex
	last  int64
	count int64
}

// NewIDs makes a source for one process. A negative node picks one at random.
func NewIDs(clock Clock, node int) *IDs {
	if node < 0 {
		var b [2]byte
		_, err := rand.Read(b[:])
		if err != nil {
			panic("kernel: no randomness: " + err.Error())
		}
		node = int(binary.BigEndian.Uint16(b[:]))
	}
	return &IDs{clock: clock, node: int64(node) & (1<<idNodeBits - 1)}
}

// New returns the next ID. When a clock goes back or a millisecond is used up, it counts on from
// the last one instead of waiting.
func (g *IDs) New() ID {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.clock.Now().Millis() - idEpochMillis
	if now > g.last {
		g.last, g.count = now, 0
	} else {
		g.count++
		if g.count >= 1<<idCountBits {
			g.last++
			g.count = 0
		}
	}
	return ID(g.last<<(idNodeBits+idCountBits) | g.node<<idCountBits | g.count)
}
