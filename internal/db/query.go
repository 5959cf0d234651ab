package db

import (
	"strconv"
	"strings"

	"doanket/kernel"
)

// Query is a statement put together from constant pieces, for lists with filters that may be left out.
type Query struct {
	text strings.Builder
	args []any
}

// Build begins with a head. Marks may be written as ? in every piece; they are numbered as they come.
// A head that is written with $1…$n keeps its numbers.
func Build(head sqlText, args ...any) *Query {
	q := &Query{}
	q.add(string(head), args)
	return q
}

// And adds a piece: a condition, an order, a limit.
func (q *Query) And(frag sqlText, args ...any) *Query {
	q.text.WriteByte(' ')
	q.add(string(frag), args)
	return q
}

// In adds `before (id, id, …) after`. An empty list becomes (null), which is in nothing.
func (q *Query) In(before sqlText, ids []kernel.ID, after sqlText) *Query {
	q.text.WriteByte(' ')
	q.text.WriteString(string(before))
	q.text.WriteString(" (")
	if len(ids) == 0 {
		q.text.WriteString("null")
	}
	for i, id := range ids {
		if i > 0 {
			q.text.WriteByte(',')
		}
		q.mark(id)
	}
	q.text.WriteString(") ")
	q.text.WriteString(string(after))
	return q
}

// InText is In for words.
func (q *Query) InText(before sqlText, words []string, after sqlText) *Query {
	q.text.WriteByte(' ')
	q.text.WriteString(string(before))
	q.text.WriteString(" (")
	if len(words) == 0 {
		q.text.WriteString("null")
	}
	for i, w := range words {
		if i > 0 {
			q.text.WriteByte(',')
		}
		q.mark(w)
	}
	q.text.WriteString(") ")
	q.text.WriteString(string(after))
	return q
}

func (q *Query) mark(arg any) {
	q.args = append(q.args, arg)
	q.text.WriteByte('$')
	q.text.WriteString(strconv.Itoa(len(q.args)))
}

// add renumbers the ? marks of a piece; quoted text is left alone.
func (q *Query) add(piece string, args []any) {
	used, quoted := 0, false
	for i := range len(piece) {
		c := piece[i]
		if c == '\'' {
			quoted = !quoted
		}
		if c == '?' && !quoted && used < len(args) {
			q.mark(args[used])
			used++
			continue
		}
		q.text.WriteByte(c)
	}
	q.args = append(q.args, args[used:]...)
}

// AllOf reads all rows of a built query.
func AllOf[T any](t *Tx, into func(*T) []any, q *Query) ([]T, error) {
	return all(t, into, q.text.String(), q.args)
}

// OneOf reads one row of a built query.
func OneOf[T any](t *Tx, into func(*T) []any, q *Query) (T, bool, error) {
	return one(t, into, q.text.String(), q.args)
}

// ValueOf reads one column of one row of a built query.
func ValueOf[T any](t *Tx, q *Query) (T, bool, error) {
	return value[T](t, q.text.String(), q.args)
}

// ExecOf runs a built statement.
func ExecOf(t *Tx, q *Query) (int64, error) {
	return t.Exec(sqlText(q.text.String()), q.args...)
}
