package web

import (
	"strconv"
	"strings"

	"doanket/kernel"
)

// parseDate reads a date as it is written here: 31/12/2026, also 1/2/2026.
func parseDate(text string) (kernel.Date, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 || len(parts[2]) != 4 {
		return kernel.Date{}, fieldFault("kernel.bad_date", text)
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			return kernel.Date{}, fieldFault("kernel.bad_date", text)
		}
		n[i] = v
	}
	return kernel.NewDate(n[2], n[1], n[0])
}
