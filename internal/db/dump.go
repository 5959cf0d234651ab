package db

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
)

// Table is a table as backup and copy see it.
type Table struct {
	Name    string
	Columns []Column
	key     []string
	refs    []string
}

// Column is a column with the kind of its values: integer, boolean, text, date, instant, bytes, real.
type Column struct{ Name, Kind string }

const versionTable = "goose_db_version"

// Names come from the database's own catalogue and never from a person, so they may stand in SQL.
const (
	liteColumnsSQL = `
	select t.name, c.name, lower(c.type), c.pk from pragma_table_list t join pragma_table_info(t.name) c
	where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%' order by t.name, c.cid`
	liteRefsSQL = `
	select t.name, f."table" from pragma_table_list t join pragma_foreign_key_list(t.name) f
	where t.schema = 'main' and t.type = 'table' order by t.name`
	pgColumnsSQL = `
	select c.table_name::text, c.column_name::text, c.data_type::text, coalesce(k.ordinal_position, 0)::bigint
	from information_schema.columns c
	join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
	left join information_schema.table_constraints p
		on p.table_schema = c.table_schema and p.table_name = c.table_name and p.constraint_type = 'PRIMARY KEY'
	left join information_schema.key_column_usage k
		on k.constraint_schema = p.constraint_schema and k.constraint_name = p.constraint_name and k.table_name = c.table_name and k.column_name = c.column_name
	where c.table_schema = current_schema() order by 1, c.ordinal_position`
	pgRefsSQL = `
	select a.relname::text, b.relname::text from pg_constraint c join pg_class a on a.oid = c.conrelid join pg_class b on b.oid = c.confrelid
	where c.contype = 'f' and a.relnamespace = current_schema()::regnamespace order by 1`
)

type columnRow struct {
	table, name, kind string
	pk                int64
}

// Tables lists all tables, those that others refer to first. What an engine derives by itself (the
// full-text index) is not among them.
func Tables(t *Tx) ([]Table, error) {
	columnsSQL, refsSQL := liteColumnsSQL, liteRefsSQL
	if t.db.engine == Postgres {
		columnsSQL, refsSQL = pgColumnsSQL, pgRefsSQL
	}
	rows, err := all(t, func(r *columnRow) []any { return []any{&r.table, &r.name, &r.kind, &r.pk} }, columnsSQL, nil)
	if err != nil {
		return nil, err
	}
	refs, err := all(t, func(r *[2]string) []any { return []any{&r[0], &r[1]} }, refsSQL, nil)
	if err != nil {
		return nil, err
	}
	// A table with an index column and nothing but its key beside it is an index itself: whoever keeps
	// it makes it again.
	others, vectors := map[string]int{}, map[string]bool{}
	for _, r := range rows {
		if r.kind == "tsvector" {
			vectors[r.table] = true
		} else if r.pk == 0 {
			others[r.table]++
		}
	}
	var out []Table
	for _, r := range rows {
		if r.table == versionTable || vectors[r.table] && others[r.table] == 0 {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Name != r.table {
			out = append(out, Table{Name: r.table})
		}
		last := &out[len(out)-1]
		kind, ok := kindOf(r.kind)
		if !ok {
			continue // derived, like a tsvector
		}
		last.Columns = append(last.Columns, Column{r.name, kind})
		if r.pk > 0 {
			last.key = append(last.key, quoteKey(t.db.engine, r.name, kind))
		}
	}
	for i := range out {
		for _, r := range refs {
			if r[0] == out[i].Name && r[1] != r[0] {
				out[i].refs = append(out[i].refs, r[1])
			}
		}
	}
	return inOrder(out)
}

func quoteKey(engine Engine, name, kind string) string {
	if engine == Postgres && kind == "text" {
		return quoted(name) + ` collate "C"` // SQLite's order, so that two dumps compare
	}
	return quoted(name)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func kindOf(declared string) (string, bool) {
	switch {
	case declared == "tsvector":
		return "", false
	case strings.HasPrefix(declared, "timestamp"):
		return "instant", true
	case declared == "date":
		return "date", true
	case strings.HasPrefix(declared, "bool"):
		return "boolean", true
	case strings.Contains(declared, "int"):
		return "integer", true
	case declared == "bytea", declared == "blob":
		return "bytes", true
	case declared == "real", strings.HasPrefix(declared, "double"):
		return "real", true
	}
	return "text", true
}

func inOrder(tables []Table) ([]Table, error) {
	var out []Table
	placed := map[string]bool{}
	for len(out) < len(tables) {
		before := len(out)
		for _, t := range tables {
			if !placed[t.Name] && !slices.ContainsFunc(t.refs, func(r string) bool { return !placed[r] }) {
				out, placed[t.Name] = append(out, t), true
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("db: tables refer to each other in a circle; placed only %d of %d", len(out), len(tables))
		}
	}
	return out, nil
}

func (t Table) columnList() string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, quoted(c.Name))
	}
	return strings.Join(names, ", ")
}

// Dump hands over all rows in the order of the key, as int64, bool, string, float64, []byte or nil;
// dates and instants are text. Both engines give the same values.
func Dump(t *Tx, table Table, fn func(row []any) error) error {
	q := "select " + table.columnList() + " from " + quoted(table.Name)
	if len(table.key) > 0 {
		q += " order by " + strings.Join(table.key, ", ")
	}
	rows, err := t.rows(q, nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		raw, to := make([]any, len(table.Columns)), make([]any, len(table.Columns))
		for i := range raw {
			to[i] = &raw[i]
		}
		err = rows.Scan(to...)
		for i := 0; i < len(raw) && err == nil; i++ {
			raw[i], err = sameOnBoth(table.Columns[i].Kind, raw[i])
		}
		if err == nil {
			err = fn(raw)
		}
		if err != nil {
			return fmt.Errorf("db: dumping %s: %w", table.Name, err)
		}
	}
	return t.fail(rows.Err(), q)
}

func sameOnBoth(kind string, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch kind {
	case "date":
		var d kernel.Date
		err := d.Scan(v)
		return d.String(), err
	case "instant":
		var i kernel.Instant
		err := i.Scan(v)
		if err != nil {
			return nil, err
		}
		return i.Value()
	case "boolean":
		n, ok := v.(int64)
		if ok {
			return n != 0, nil
		}
	case "text":
		b, ok := v.([]byte)
		if ok {
			return string(b), nil
		}
	case "bytes":
		s, ok := v.(string)
		if ok {
			return []byte(s), nil
		}
	}
	return v, nil
}

// Load puts rows as Dump gave them into a table; it must be empty.
func Load(t *Tx, table Table, rows iter.Seq[[]any]) (int64, error) {
	if t.db.engine == SQLite {
		_, err := t.Exec(`pragma defer_foreign_keys = on`) // rows of one table may refer to later ones
		if err != nil {
			return 0, err
		}
	}
	return Copy(t, sqlText(quoted(table.Name)+" ("+table.columnList()+")"), rows)
}

// Clear removes all rows of a table.
func Clear(t *Tx, table Table) error {
	_, err := t.Exec(sqlText("delete from " + quoted(table.Name)))
	return err
}

// Versions lists the migrations that the database has had.
func Versions(t *Tx) ([]int64, error) {
	return all(t, func(v *int64) []any { return []any{v} },
		"select version_id from "+versionTable+" where version_id > 0 order by version_id", nil)
}

// Empty tells whether the database has no table at all.
func (d *DB) Empty(ctx context.Context) (bool, error) {
	empty := false
	err := d.Read(ctx, func(tx *Tx) error {
		q := liteColumnsSQL
		if d.engine == Postgres {
			q = pgColumnsSQL
		}
		rows, err := all(tx, func(r *columnRow) []any { return []any{&r.table, &r.name, &r.kind, &r.pk} }, q, nil)
		empty = len(rows) == 0
		return err
	})
	return empty, err
}

func versionOf(name string) int64 {
	digits, _, _ := strings.Cut(name, "_")
	v, _ := strconv.ParseInt(digits, 10, 64)
	return v
}
