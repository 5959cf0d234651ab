package kernel

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date (ngày) is a calendar day without a time, proleptic Gregorian. The zero Date means "none".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf takes the day that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// NewDate gives the day, or kernel.bad_date when there is none such (31/11).
func NewDate(y, m, d int) (Date, error) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || y > 9999 || t.Day() != d || int(t.Month()) != m {
		return Date{}, &Fault{Kind: Invalid, Code: "kernel.bad_date", Args: []any{fmt.Sprintf("%02d/%02d/%04d", d, m, y)}}
	}
	return Date{y, time.Month(m), d}, nil
}

// ParseISODate reads 2026-11-23. Refuses with kernel.bad_date.
func ParseISODate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, &Fault{Kind: Invalid, Code: "kernel.bad_date", Args: []any{s}}
	}
	return DateOf(t), nil
}

func (d Date) IsZero() bool { return d == Date{} }

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Start is 00:00 of the day in Zone.
func (d Date) Start() Instant { return d.Clock(0, 0) }

// Clock is hh:mm of the day in Zone.
func (d Date) Clock(hour, minute int) Instant {
	return At(time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, Zone))
}

func (d Date) AddDays(n int) Date    { return DateOf(d.utc().AddDate(0, 0, n)) }
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }
func (d Date) Before(o Date) bool    { return d.Compare(o) < 0 }
func (d Date) After(o Date) bool     { return d.Compare(o) > 0 }
func (d Date) DaysUntil(o Date) int  { return int(o.utc().Sub(d.utc()).Hours() / 24) }

// Compare is -1, 0 or 1.
func (d Date) Compare(o Date) int { return d.utc().Compare(o.utc()) }

// String is ISO: 2026-11-23; the zero Date gives "".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format("2006-01-02")
}

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseISODate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = DateOf(v)
	case string:
		return d.scanText(v)
	case []byte:
		return d.scanText(string(v))
	default:
		return fmt.Errorf("kernel.Date cannot read %T", v)
	}
	return nil
}

func (d *Date) scanText(s string) error {
	if len(s) > 10 {
		s = s[:10]
	}
	return d.UnmarshalText([]byte(s))
}

// Period (khoảng thời gian) runs from its first day up to, and without, To; a zero To means "still open".
type Period struct{ From, To Date }

// Holds tells whether the day lies inside.
func (p Period) Holds(d Date) bool {
	return !d.Before(p.From) && (p.To.IsZero() || d.Before(p.To))
}

// Overlaps tells whether two periods share a day.
func (p Period) Overlaps(o Period) bool {
	return (o.To.IsZero() || p.From.Before(o.To)) && (p.To.IsZero() || o.From.Before(p.To))
}
