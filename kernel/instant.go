package kernel

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Zone is Asia/Ho_Chi_Minh (UTC+7, no summer time): the only zone in which the product speaks.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

const instantLayout = "2006-01-02T15:04:05.000Z"

// Instant (thời điểm) is a moment to the millisecond. It is stored as UTC text on SQLite and as
// timestamptz on PostgreSQL, and shown in Zone. The zero Instant means "none" and is stored as null.
type Instant struct{ t time.Time }

// At wraps a time, cut to the millisecond.
func At(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	return Instant{t.UTC().Truncate(time.Millisecond)}
}

// FromMillis makes an Instant of Unix milliseconds.
func FromMillis(ms int64) Instant { return Instant{time.UnixMilli(ms).UTC()} }

// ParseInstant reads RFC 3339, or local time without zone ("2026-11-23T08:20", seconds optional),
// which is taken in Zone. Refuses with kernel.bad_instant.
func ParseInstant(s string) (Instant, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		t, err := time.ParseInLocation(layout, s, Zone)
		if err == nil {
			return At(t), nil
		}
	}
	return Instant{}, &Fault{Kind: Invalid, Code: "kernel.bad_instant", Args: []any{s}}
}

func (i Instant) IsZero() bool                { return i.t.IsZero() }
func (i Instant) Time() time.Time             { return i.t.In(Zone) }
func (i Instant) Millis() int64               { return i.t.UnixMilli() }
func (i Instant) Before(o Instant) bool       { return i.t.Before(o.t) }
func (i Instant) After(o Instant) bool        { return i.t.After(o.t) }
func (i Instant) Equal(o Instant) bool        { return i.t.Equal(o.t) }
func (i Instant) Compare(o Instant) int       { return i.t.Compare(o.t) }
func (i Instant) Add(d time.Duration) Instant { return At(i.t.Add(d)) }
func (i Instant) Sub(o Instant) time.Duration { return i.t.Sub(o.t) }

// Date is the calendar day in Zone.
func (i Instant) Date() Date {
	if i.IsZero() {
		return Date{}
	}
	return DateOf(i.Time())
}

// String is RFC 3339 in Zone: 2026-12-03T08:20:00+07:00.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	if i.t.Nanosecond() == 0 {
		return i.Time().Format("2006-01-02T15:04:05-07:00")
	}
	return i.Time().Format("2006-01-02T15:04:05.000-07:00")
}

func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

func (i *Instant) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = Instant{}
		return nil
	}
	v, err := ParseInstant(string(b))
	if err != nil {
		return err
	}
	*i = v
	return nil
}

// Value stores UTC text with milliseconds; both engines read it, and on SQLite text order is time order.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.t.Format(instantLayout), nil
}

// Scan reads what either engine gives back.
func (i *Instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i = Instant{}
	case time.Time:
		*i = At(v)
	case string:
		return i.UnmarshalText([]byte(v))
	case []byte:
		return i.UnmarshalText(v)
	default:
		return fmt.Errorf("kernel.Instant cannot read %T", v)
	}
	return nil
}

// Clock tells the time. Only this package asks the machine; everyone else is given a Clock.
type Clock interface{ Now() Instant }

// SystemClock is the machine's clock.
type SystemClock struct{}

func (SystemClock) Now() Instant { return At(time.Now()) }
