package db

import (
	"regexp"
	"strings"
)

var (
	liteIndexName = regexp.MustCompile(`UNIQUE constraint failed: index '([^']+)'`)
	liteColumns   = regexp.MustCompile(`UNIQUE constraint failed: ([^()]+)`)
	namedUnique   = regexp.MustCompile(`(?is)constraint\s+(\w+)\s+(unique|primary\s+key)\s*\(([^)]*)\)`)
)

const (
	liteTableSQL = `select sql from sqlite_master where type = 'table' and name = ?`
	liteIndexes  = `select il.name, group_concat(ii.name, ',') from pragma_index_list(?) il
		join pragma_index_info(il.name) ii where il."unique" = 1 and il.origin = 'c' group by il.name order by il.name`
)

// liteConstraint finds the name of the index or constraint over the columns that SQLite complains of.
func (t *Tx) liteConstraint(message string) string {
	m := liteIndexName.FindStringSubmatch(message)
	if m != nil {
		return m[1]
	}
	m = liteColumns.FindStringSubmatch(message)
	if m == nil {
		return ""
	}
	table, columns := "", []string{}
	for _, c := range strings.Split(m[1], ",") {
		tab, col, _ := strings.Cut(strings.TrimSpace(c), ".")
		table, columns = tab, append(columns, col)
	}
	want := strings.Join(columns, ",")
	name := t.liteNamedConstraint(table, want)
	if name != "" {
		return name
	}
	rows, err := t.run.query(t.ctx, liteIndexes, []any{table})
	if err != nil {
		return table
	}
	defer rows.Close()
	for rows.Next() {
		var index, cols string
		if rows.Scan(&index, &cols) == nil && cols == want {
			return index
		}
	}
	return table + "_pkey" // what PostgreSQL calls a primary key without a name
}

func (t *Tx) liteNamedConstraint(table, want string) string {
	rows, err := t.run.query(t.ctx, liteTableSQL, []any{table})
	if err != nil {
		return ""
	}
	defer rows.Close()
	var text string
	if !rows.Next() || rows.Scan(&text) != nil {
		return ""
	}
	for _, m := range namedUnique.FindAllStringSubmatch(text, -1) {
		if strings.Join(strings.Fields(strings.ReplaceAll(m[3], ",", " ")), ",") == want {
			return m[1]
		}
	}
	return ""
}
