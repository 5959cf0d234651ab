package sheets

import (
	"strconv"
	"strings"
	"unicode"

	"doanket/kernel"
)

// Precision (độ chính xác) of a date as it was written.
type Precision uint8

// Precisions.
const (
	WholeDay  Precision = iota // 31/12/1985
	MonthOnly                  // 12/1985
	YearOnly                   // 1985
)

// Date (ngày đọc được) is a day with the precision in which it was written: the missing parts are 1.
type Date struct {
	kernel.Date
	Precision Precision
}

// Whole is the day when it was written whole. Refuses with sheets.month_only, sheets.year_only.
func (d Date) Whole(text string) (kernel.Date, error) {
	switch d.Precision {
	case MonthOnly:
		return kernel.Date{}, invalid("sheets.month_only", text)
	case YearOnly:
		return kernel.Date{}, invalid("sheets.year_only", text)
	}
	return d.Date, nil
}

// DateRules (cách đọc ngày) say what the text alone does not.
type DateRules struct {
	Since1904 bool        // plain day numbers count from 1904, as Book.Since1904 says
	Latest    kernel.Date // a year of two digits is the last such year up to this day; zero: up to 2049
}

var englishMonths = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}

// Read (đọc ngày) reads 31/12/1985, 31-12-85, 31.12.1985, 1985-12-31, 31121985, 31-Dec-1985, "ngày 31 tháng 12
// năm 1985", "tháng 12/1985", 1985, and the number by which Excel keeps a day; a clock behind the day is
// dropped. Refuses with sheets.bad_date, sheets.no_such_day; doubts with sheets.two_digit_year,
// sheets.month_first.
func (rules DateRules) Read(text string) (Date, *Doubt, error) {
	t := strings.TrimSpace(strings.TrimLeft(tidy(text), "'"))
	bad := invalid("sheets.bad_date", t)
	if len(t) == 0 || len(t) > 60 {
		return Date{}, nil, bad
	}
	if digits(t) || strings.Count(t, ".") == 1 && digits(strings.Replace(t, ".", "", 1)) && len(t) > 5 && t[len(t)-5] != '.' {
		return rules.number(t, bad)
	}
	parts := dateParts(dropClock(t))
	var n [3]int
	for i, p := range parts {
		if i == 3 {
			return Date{}, nil, bad
		}
		m, isMonth := englishMonths[strings.ToLower(p)]
		if isMonth {
			n[i] = m
			continue
		}
		if !digits(p) || len(p) > 4 {
			return Date{}, nil, bad
		}
		n[i], _ = strconv.Atoi(p)
	}
	switch len(parts) {
	case 3:
		return rules.threeParts(t, parts, n, bad)
	case 2:
		if len(parts[0]) == 4 {
			n[0], n[1] = n[1], n[0]
		} else if len(parts[1]) != 4 {
			return Date{}, nil, bad
		}
		return partial(n[1], n[0], MonthOnly, bad)
	case 1:
		return partial(n[0], 1, YearOnly, bad)
	}
	return Date{}, nil, bad
}

func partial(year, month int, p Precision, bad error) (Date, *Doubt, error) {
	d, err := kernel.NewDate(year, month, 1)
	if err != nil || year < 1900 || year > 2100 {
		return Date{}, nil, bad
	}
	return Date{d, p}, nil, nil
}

// threeParts is day, month, year, or year first; month and day change places when only that is possible.
func (rules DateRules) threeParts(t string, parts []string, n [3]int, bad error) (Date, *Doubt, error) {
	day, month, year := n[0], n[1], n[2]
	var doubt *Doubt
	_, monthFirst := englishMonths[strings.ToLower(parts[0])]
	switch {
	case len(parts[0]) == 4 && digits(parts[0]):
		day, year = n[2], n[0]
	case monthFirst:
		day, month = month, day
	case len(parts[2]) == 2:
		year = rules.century(n[2], day, month)
		doubt = &Doubt{Code: "sheets.two_digit_year"}
	case len(parts[2]) != 4:
		return Date{}, nil, bad
	}
	if month > 12 && month <= 31 && day >= 1 && day <= 12 {
		day, month = month, day
		doubt = &Doubt{Code: "sheets.month_first"}
	}
	if year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 {
		return Date{}, nil, bad
	}
	d, err := kernel.NewDate(year, month, day)
	if err != nil {
		return Date{}, nil, invalid("sheets.no_such_day", pad2(day)+"/"+pad2(month)+"/"+strconv.Itoa(year))
	}
	if doubt != nil {
		doubt.Args = []any{t, kernel.FormatDate(d)}
	}
	return Date{d, WholeDay}, doubt, nil
}

func (rules DateRules) century(yy, day, month int) int {
	latest := rules.Latest
	if latest.IsZero() {
		latest = kernel.Date{Year: 2049, Month: 12, Day: 31}
	}
	year := latest.Year - latest.Year%100 + yy
	d, err := kernel.NewDate(year, max(1, min(12, month)), max(1, min(28, day)))
	if err != nil || d.After(latest) {
		year -= 100
	}
	return year
}

// number is a text of digits only: a year, 31121985, or Excel's number of a day.
func (rules DateRules) number(t string, bad error) (Date, *Doubt, error) {
	whole, _, _ := strings.Cut(t, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return Date{}, nil, bad
	}
	switch {
	case len(t) == 4 && n >= 1900 && n <= 2100:
		return Date{kernel.Date{Year: n, Month: 1, Day: 1}, YearOnly}, nil, nil
	case len(t) == 8:
		d, err := kernel.NewDate(n%10_000, n/10_000%100, n/1_000_000)
		if err != nil || d.Year < 1900 || d.Year > 2100 {
			d, err = kernel.NewDate(n/10_000, n/100%100, n%100)
		}
		if err != nil || d.Year < 1900 || d.Year > 2100 {
			return Date{}, nil, bad
		}
		return Date{d, WholeDay}, nil, nil
	case len(whole) == 5 && n < 80_000:
		d, ok := serialDate(float64(n), rules.Since1904)
		if ok {
			return Date{d, WholeDay}, nil, nil
		}
	}
	return Date{}, nil, bad
}

// dateParts cuts at signs and at the words ngày, tháng, năm.
func dateParts(t string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(t, func(r rune) bool {
		return r == '/' || r == '-' || r == '.' || r == '\\' || r == ',' || r == '–' || unicode.IsSpace(r)
	}) {
		switch kernel.Fold(p) {
		case "ngay", "thang", "nam", "mung":
			continue
		}
		if len(p) >= 2 && (p[0] == 'T' || p[0] == 't') && digits(p[1:]) { // T12/1985
			p = p[1:]
		}
		out = append(out, p)
	}
	return out
}

// dropClock cuts 08:30 and T08:30:00 off.
func dropClock(t string) string {
	i := strings.IndexByte(t, ':')
	if i < 0 {
		return t
	}
	j := strings.LastIndexAny(t[:i], " T")
	if j < 0 || !digits(strings.TrimSpace(t[j+1:i])) {
		return t
	}
	return strings.TrimSpace(t[:j])
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
