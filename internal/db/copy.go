package db

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"
)

// Copy puts many rows into a table by the engine's fast way: Copy(tx, "thing (id, name)", rows). On
// PostgreSQL it is COPY, on SQLite one prepared statement.
func Copy(t *Tx, into sqlText, rows iter.Seq[[]any]) (int64, error) {
	err := t.ready()
	if err != nil {
		return 0, err
	}
	n, err := int64(0), error(nil)
	if t.db.engine == Postgres {
		n, err = t.copyPostgres(string(into), rows)
	} else {
		n, err = t.copyLite(string(into), rows)
	}
	return n, t.fail(err, "copy "+string(into))
}

// copyValues is about how many values one statement of copyLite carries. A statement of many rows spends
// its time in SQLite rather than on the way there; beyond this there is nothing left to win.
const copyValues = 200

// copyLite writes a statement of several rows after the other, and what is left over row by row, while
// another goroutine makes the next ones ready. "Or fail" spares SQLite the copies of pages by which it
// could undo half a statement: a Copy that fails fails its transaction.
func (t *Tx) copyLite(into string, rows iter.Seq[[]any]) (int64, error) {
	columns := strings.Count(into, ",") + 1
	one := "(?" + strings.Repeat(", ?", columns-1) + ")" // no names to look up
	most := max(1, copyValues/columns)
	head := "insert or fail into " + into + " values "
	many := head + one + strings.Repeat(", "+one, most-1)
	loads, stop := loadsOf(rows, most*columns)
	defer stop()
	n := int64(0)
	for l := range loads.full {
		err := l.err
		for held := l.args; err == nil && len(held) > 0; {
			q, size := head+one, columns
			if len(held) == most*columns {
				q, size = many, len(held)
			}
			_, err = t.run.exec(t.ctx, q, held[:size])
			held, n = held[size:], n+int64(size/columns)
		}
		if err != nil {
			return n, err
		}
		loads.empty <- l.args[:0]
	}
	return n, t.ctx.Err()
}

// load is the values of some rows, one after the other, or why there are no more.
type load struct {
	args []any
	err  error
}

// loads go to and fro between the goroutine that makes rows and the one that writes them.
type loads struct {
	full  chan load
	empty chan []any
}

// loadsOf begins to make loads of so many values. stop ends that, and comes back when it has ended.
func loadsOf(rows iter.Seq[[]any], size int) (loads, func()) {
	const ahead = 8
	l := loads{full: make(chan load, ahead), empty: make(chan []any, ahead+2)}
	for range cap(l.empty) {
		l.empty <- nil
	}
	enough, ended := make(chan struct{}), make(chan struct{})
	give := func(x load) bool {
		select {
		case l.full <- x:
			return true
		case <-enough:
			return false
		}
	}
	take := func() []any {
		select {
		case args := <-l.empty:
			if args == nil {
				args = make([]any, 0, size)
			}
			return args
		case <-enough:
			return nil
		}
	}
	go func() {
		defer close(ended)
		defer close(l.full)
		var held []any
		for row := range rows {
			args, err := normalize(row)
			if err != nil {
				give(load{err: err})
				return
			}
			if held == nil {
				held = take()
			}
			held = append(held, args...)
			if len(held) < size {
				continue
			}
			if !give(load{args: held}) {
				return
			}
			held = nil
		}
		if len(held) > 0 {
			give(load{args: held})
		}
	}()
	return l, func() { close(enough); <-ended }
}

func (t *Tx) copyPostgres(into string, rows iter.Seq[[]any]) (int64, error) {
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.CloseWithError(writeCopy(w, rows))
	}()
	n := int64(0)
	err := t.run.raw(t.ctx, func(c any) error {
		tag, err := c.(*stdlib.Conn).Conn().PgConn().CopyFrom(t.ctx, r, "copy "+into+" from stdin")
		n = tag.RowsAffected()
		return err
	})
	r.CloseWithError(io.ErrClosedPipe) // ends the writer when the server gave up first
	<-done
	return n, err
}

// writeCopy writes rows in PostgreSQL's text format, which every type reads.
func writeCopy(w io.Writer, rows iter.Seq[[]any]) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for row := range rows {
		for i, a := range row {
			if i > 0 {
				_ = b.WriteByte('\t')
			}
			v, err := plain(a)
			if err != nil {
				return err
			}
			err = writeCopyValue(b, v)
			if err != nil {
				return err
			}
		}
		err := b.WriteByte('\n')
		if err != nil {
			return err
		}
	}
	return b.Flush()
}

var copyEscape = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writeCopyValue(b *bufio.Writer, v any) error {
	var err error
	switch v := v.(type) {
	case nil:
		_, err = b.WriteString(`\N`)
	case string:
		_, err = copyEscape.WriteString(b, v)
	case []byte:
		_, err = b.WriteString(`\\x` + hex.EncodeToString(v))
	case int64:
		_, err = b.WriteString(strconv.FormatInt(v, 10))
	case bool:
		_, err = b.WriteString(strconv.FormatBool(v))
	case float64:
		_, err = b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
	default:
		err = fmt.Errorf("db: cannot copy a %T", v)
	}
	return err
}
