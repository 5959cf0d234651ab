package kernel

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
)

// LimitUnit (đơn vị thời hạn) is what a time limit is counted in.
type LimitUnit string

const (
	WorkingDays  LimitUnit = "wd"       // ngày làm việc
	CalendarDays LimitUnit = "d"        // ngày
	WorkingHours LimitUnit = "wh"       // giờ làm việc
	Months       LimitUnit = "mo"       // tháng
	SameDay      LimitUnit = "same-day" // trong ngày
)

// Limit (thời hạn giải quyết) is a procedure's time limit as a keeper chose it: 7wd, 10d, 4wh, 1mo, or
// same-day@15:00, where what comes after 15:00 belongs to the next working day. The zero Limit is none.
type Limit struct {
	Unit   LimitUnit
	N      int
	Cutoff int // of SameDay, minutes after midnight; that minute itself is still in time
}

var longestLimit = map[LimitUnit]int{WorkingDays: 2600, CalendarDays: 3660, WorkingHours: 20800, Months: 120}

// ParseLimit reads 7wd, 10d, 4wh, 1mo, same-day@15:00. Refuses with kernel.bad_limit, or
// kernel.limit_too_long beyond ten years.
func ParseLimit(s string) (Limit, error) {
	bad := &Fault{Kind: Invalid, Code: "kernel.bad_limit", Args: []any{s}}
	if clock, ok := strings.CutPrefix(s, string(SameDay)+"@"); ok {
		m, err := parseClock(clock)
		if err != nil || len(clock) != 5 || m == 24*60 {
			return Limit{}, bad
		}
		return Limit{Unit: SameDay, N: 1, Cutoff: m}, nil
	}
	unit := LimitUnit(strings.TrimLeft(s, "0123456789"))
	most, ok := longestLimit[unit]
	digits := strings.TrimSuffix(s, string(unit))
	if !ok || digits == "" || digits[0] == '0' {
		return Limit{}, bad
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > most {
		return Limit{}, &Fault{Kind: Invalid, Code: "kernel.limit_too_long", Args: []any{s}}
	}
	return Limit{Unit: unit, N: n}, nil
}

func (l Limit) IsZero() bool { return l == Limit{} }

// String is the form that ParseLimit reads; the zero Limit gives "".
func (l Limit) String() string {
	switch {
	case l.IsZero():
		return ""
	case l.Unit == SameDay:
		return fmt.Sprintf("%s@%02d:%02d", SameDay, l.Cutoff/60, l.Cutoff%60)
	}
	return strconv.Itoa(l.N) + string(l.Unit)
}

// Say is "7 ngày làm việc", through the translator.
func (l Limit) Say(t func(string, ...any) string) string {
	switch l.Unit {
	case WorkingDays:
		return t(sayings["working_days"], l.N)
	case CalendarDays:
		return t(sayings["days"], l.N)
	case WorkingHours:
		return t(sayings["working_hours"], l.N)
	case Months:
		return t(sayings["months"], l.N)
	case SameDay:
		return t(sayings["same_day"], clockText(l.Cutoff))
	}
	return ""
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func (l Limit) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText accepts "" as the zero Limit.
func (l *Limit) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*l = Limit{}
		return nil
	}
	v, err := ParseLimit(string(b))
	if err != nil {
		return err
	}
	*l = v
	return nil
}

func (l Limit) Value() (driver.Value, error) { return l.String(), nil }

func (l *Limit) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*l = Limit{}
	case string:
		return l.UnmarshalText([]byte(v))
	case []byte:
		return l.UnmarshalText(v)
	default:
		return fmt.Errorf("kernel.Limit cannot read %T", v)
	}
	return nil
}
