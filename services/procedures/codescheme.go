package procedures

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"strings"
	"sync"
)

//go:embed code_schemes.csv
var codeSchemes string

// codeScheme is how the codes of one kind of procedure look: data with a source, because those of
// internal and union procedures are each body's own.
type codeScheme struct {
	pattern *regexp.Regexp
	example string
}

var schemes = sync.OnceValue(func() map[string]codeScheme {
	rows, err := csv.NewReader(strings.NewReader(codeSchemes)).ReadAll()
	if err != nil {
		panic("procedures: code_schemes.csv: " + err.Error()) // embedded: a test would have seen it
	}
	out := map[string]codeScheme{}
	for _, r := range rows[1:] {
		out[r[0]] = codeScheme{regexp.MustCompile(r[1]), r[2]}
	}
	return out
})

// codeFits tells whether the code belongs to the kind; an unknown kind is told by another check.
func (d *Definition) codeFits() bool {
	s, ok := schemes()[d.Kind]
	return !ok || s.pattern.MatchString(d.Code)
}
