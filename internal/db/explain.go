package db

import (
	"strings"
)

// Explain gives the engine's plan of a statement. On PostgreSQL plain scans are priced out first, so
// that a small table in a test shows whether an index could serve at all.
func Explain(t *Tx, q sqlText, args ...any) (string, error) { return explain(t, string(q), args) }

// ExplainOf is Explain for a built query.
func ExplainOf(t *Tx, q *Query) (string, error) { return explain(t, q.text.String(), q.args) }

func explain(t *Tx, q string, args []any) (string, error) {
	if t.db.engine == Postgres {
		_, err := t.Exec(`set local enable_seqscan = off`)
		if err != nil {
			return "", err
		}
		lines, err := all(t, func(s *string) []any { return []any{s} }, "explain "+q, args)
		return strings.Join(lines, "\n"), err
	}
	type step struct {
		id, parent, unused int64
		detail             string
	}
	steps, err := all(t, func(s *step) []any { return []any{&s.id, &s.parent, &s.unused, &s.detail} }, "explain query plan "+q, args)
	var lines []string
	for _, s := range steps {
		lines = append(lines, s.detail)
	}
	return strings.Join(lines, "\n"), err
}

// FullScan tells whether a plan reads a table from end to end or sorts what an index should have
// brought in order.
func FullScan(plan string) bool {
	for line := range strings.Lines(plan) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "Seq Scan") || strings.HasPrefix(line, "USE TEMP B-TREE FOR ORDER BY") {
			return true
		}
		if strings.HasPrefix(line, "SCAN ") && !strings.Contains(line, "INDEX") && !strings.Contains(line, "CONSTANT ROW") && !strings.Contains(line, "VIRTUAL TABLE") {
			return true
		}
	}
	return false
}
