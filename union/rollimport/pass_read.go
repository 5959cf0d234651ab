package rollimport

import (
	"context"
)

// readBatches turns the rows of a table into batches, beside whoever writes them, and notes whom they name.
func readBatches(ctx context.Context, t *table, r *reader, size int, full chan<- batch, free <-chan []line) {
	twins := newTwins()
	give := func(b batch) bool {
		select {
		case full <- b:
			return true
		case <-ctx.Done():
			return false
		}
	}
	rows, err := t.book.Rows(t.sheet)
	if err != nil {
		give(batch{err: err})
		return
	}
	defer func() { _ = rows.Close() }()
	var lines []line
	for {
		more := rows.Next()
		if more && rows.Row().Number <= t.layout.Header.To {
			continue
		}
		if len(lines) == size || !more && len(lines) > 0 {
			if !give(batch{lines: lines, progress: int(rows.Progress() * 1000)}) {
				return
			}
			lines = nil
		}
		if !more {
			break
		}
		if rows.Row().Blank() {
			continue
		}
		if lines == nil {
			select {
			case lines = <-free:
			case <-ctx.Done():
				return
			}
			if lines == nil {
				lines = make([]line, 0, size)
			}
		}
		l := r.read(rows.Row())
		if !l.aside {
			twins.meet(&l)
		}
		l.own = len(l.findings)
		lines = append(lines, l)
	}
	if rows.Err() != nil {
		give(batch{err: rows.Err()})
	}
}
