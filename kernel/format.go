package kernel

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// FormatDate is 31/12/2026; the zero Date gives "".
func FormatDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
}

var weekdayNames = [7]string{"chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"}

// WeekdayName is "thứ năm".
func WeekdayName(w time.Weekday) string { return weekdayNames[w] }

// FormatInstant is "08:20 thứ năm, 03/12/2026", in Zone; the zero Instant gives "".
func FormatInstant(i Instant) string {
	if i.IsZero() {
		return ""
	}
	t := i.Time()
	return fmt.Sprintf("%02d:%02d %s, %s", t.Hour(), t.Minute(), weekdayNames[t.Weekday()], FormatDate(i.Date()))
}

// FormatShort is "03/12 08:20", for lists of the running year; the zero Instant gives "".
func FormatShort(i Instant) string {
	if i.IsZero() {
		return ""
	}
	return i.Time().Format("02/01 15:04")
}

// FormatClock is "08:20".
func FormatClock(i Instant) string {
	if i.IsZero() {
		return ""
	}
	return i.Time().Format("15:04")
}

// FormatNumber writes a number the Vietnamese way with the given decimals: 1.234,5.
func FormatNumber(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err == nil {
		whole = GroupThousands(n)
	}
	if rest != "" {
		whole += "," + rest
	}
	if x < 0 && strings.Trim(s, "0.") != "" {
		whole = "-" + whole
	}
	return whole
}

// FormatPercent is "97,8 %" of a percentage (97.8), with at most one decimal.
func FormatPercent(percent float64) string {
	return strings.TrimSuffix(FormatNumber(percent, 1), ",0") + " %"
}

// FormatShare is part of whole as "97,8 %"; a share of nothing is "–".
func FormatShare(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return FormatPercent(float64(part) * 100 / float64(whole))
}

// ParseDateVN reads what people type: 31/12/2026, 1-2-2026, 1.2.2026. Refuses with kernel.bad_date,
// kernel.bad_month, or kernel.month_has_days, which says how many days the month has.
func ParseDateVN(s string) (Date, error) {
	s = strings.TrimSpace(s)
	bad := &Fault{Kind: Invalid, Code: "kernel.bad_date", Args: []any{s}}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == '.' || r == ' ' })
	if len(parts) != 3 || len(parts[2]) != 4 {
		return Date{}, bad
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil || len(p) > 4 {
			return Date{}, bad
		}
		n[i] = int(v)
	}
	day, month, year := n[0], n[1], n[2]
	switch {
	case year < 1 || day < 1:
		return Date{}, bad
	case month < 1 || month > 12:
		return Date{}, &Fault{Kind: Invalid, Code: "kernel.bad_month", Args: []any{month}}
	}
	last := Date{year, time.Month(month), 1}.utc().AddDate(0, 1, -1).Day()
	if day > last {
		which := strconv.Itoa(month)
		if month == 2 {
			which += "/" + strconv.Itoa(year)
		}
		return Date{}, &Fault{Kind: Invalid, Code: "kernel.month_has_days", Args: []any{which, last}}
	}
	return Date{year, time.Month(month), day}, nil
}

var (
	moneyShape = regexp.MustCompile(`^([0-9]+|[0-9]{1,3}([. \x{a0}][0-9]{3})+)$`)
	moneyGap   = regexp.MustCompile(`[^0-9]`)
)

// ParseMoneyVN reads 1.234.567, 1234567, "1 234 567 đ" or "8.000 ₫". Refuses with kernel.bad_money
// decimals, dots in the wrong places and anything beyond 15 digits.
func ParseMoneyVN(s string) (Money, error) {
	bad := &Fault{Kind: Invalid, Code: "kernel.bad_money", Args: []any{strings.TrimSpace(s)}}
	t := strings.TrimSpace(s)
	for _, unit := range []string{"₫", "đồng", "đ", "VND", "VNĐ"} {
		t = strings.TrimSpace(strings.TrimSuffix(t, unit))
	}
	negative := strings.HasPrefix(t, "-")
	t = strings.TrimPrefix(t, "-")
	if !moneyShape.MatchString(t) {
		return 0, bad
	}
	digits := moneyGap.ReplaceAllString(t, "")
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || len(digits) > 15 {
		return 0, bad
	}
	if negative {
		return -Money(n), nil
	}
	return Money(n), nil
}
