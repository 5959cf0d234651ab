package orgs

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"doanket/kernel"
)

// tidy is a text as it is stored: composed marks, single spaces.
func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// later is the later one of two days.
func later(a, b kernel.Date) kernel.Date {
	if a.After(b) {
		return a
	}
	return b
}

// invalid is a refusal at one field.
func invalid(field, code string, args ...any) error {
	var fs kernel.Faults
	fs.Add(field, code, args...)
	return fs.Err("orgs.invalid")
}

// capital writes the first letter large: "phường" becomes "Phường".
func capital(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// fold is a name as it is compared.
func fold(s string) string { return kernel.Fold(s) }
