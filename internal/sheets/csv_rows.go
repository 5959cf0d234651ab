package sheets

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"doanket/kernel"
)

type csvRows struct {
	f       *csvFile
	limits  Limits
	encode  Encoding
	read    int64
	r       io.Reader
	buf     []byte
	at, end int
	done    bool
	number  int

	cells []Cell
	arena []byte
	ends  []int
}

func (f *csvFile) rows(o Options) *csvRows {
	c := &csvRows{f: f, limits: o.Limits, encode: f.detection.Encoding, buf: make([]byte, 256<<10)}
	c.r = io.NewSectionReader(f.r, f.from, f.size-f.from)
	if f.wide > 0 {
		c.r = &narrowReader{r: c.r, wide: f.wide}
	}
	return c
}

func (c *csvRows) close() error { return nil }

func (c *csvRows) progress() float64 {
	if c.f.size == 0 {
		return 1
	}
	scale := 1.0
	if c.f.wide > 0 {
		scale = 1.8
	}
	return min(1, float64(c.read)*scale/float64(c.f.size))
}

func (c *csvRows) fill() error {
	if c.done {
		return nil
	}
	c.at, c.end = 0, 0
	n, err := c.r.Read(c.buf)
	c.end, c.read = n, c.read+int64(n)
	if err == io.EOF {
		c.done = true
		return nil
	}
	return err
}

// peek gives the next byte; false at the end.
func (c *csvRows) peek() (byte, bool, error) {
	for c.at == c.end {
		if c.done {
			return 0, false, nil
		}
		err := c.fill()
		if err != nil {
			return 0, false, err
		}
	}
	return c.buf[c.at], true, nil
}

func (c *csvRows) next() (Row, bool, error) {
	for {
		_, more, err := c.peek()
		if err != nil || !more {
			return Row{}, false, err
		}
		c.number++
		err = c.record()
		if err != nil {
			return Row{}, false, err
		}
		if len(c.ends) == 1 && c.ends[0] == 0 {
			continue // an empty line: counted, not given
		}
		row, err := c.row()
		if err != nil {
			return Row{}, false, err
		}
		if c.number == 1 && len(row.Cells) == 2 && strings.EqualFold(row.Cells[0].Text, "sep=") && row.Cells[1].Text == "" {
			continue
		}
		return row, true, nil
	}
}

func (c *csvRows) row() (Row, error) {
	c.cells = c.cells[:0]
	if c.f.oneByte {
		from := 0
		for _, to := range c.ends {
			c.cells = append(c.cells, Cell{Text: unguarded(decodeBytes(c.encode, c.arena[from:to]))})
			from = to
		}
		return Row{c.number, c.cells}, nil
	}
	all := string(c.arena)
	clean := utf8.ValidString(all)
	compound := mayDecompose(c.arena)
	from := 0
	for _, to := range c.ends {
		t := all[from:to]
		if !clean {
			t = strings.ToValidUTF8(t, "\ufffd")
		}
		if compound {
			t = compose(t)
		}
		c.cells = append(c.cells, Cell{Text: unguarded(t)})
		from = to
	}
	return Row{c.number, c.cells}, nil
}

// record reads one record into arena, with the end of each field in ends.
func (c *csvRows) record() error {
	c.arena, c.ends = c.arena[:0], c.ends[:0]
	for {
		b, more, err := c.peek()
		if err != nil {
			return err
		}
		if more && b == '"' {
			err = c.quoted()
		} else {
			err = c.bare()
		}
		if err != nil {
			return err
		}
		c.ends = append(c.ends, len(c.arena))
		if len(c.ends) > c.limits.Cols {
			return invalid("sheets.too_many_cols", c.number, c.limits.Cols)
		}
		b, more, err = c.peek()
		if err != nil || !more {
			return err
		}
		c.at++
		if b == c.f.separator {
			continue
		}
		if b == '\r' {
			b, more, err = c.peek()
			if err != nil || !more {
				return err
			}
			if b == '\n' {
				c.at++
			}
		}
		return nil
	}
}

func (c *csvRows) start() int {
	if len(c.ends) == 0 {
		return 0
	}
	return c.ends[len(c.ends)-1]
}

func (c *csvRows) tooLong() error {
	if len(c.arena)-c.start() <= c.limits.Cell {
		return nil
	}
	return invalid("sheets.long_cell", CellName(len(c.ends), c.number), kernel.GroupThousands(int64(c.limits.Cell/4)))
}

// bare reads up to a separator or a line's end; quotes inside are letters.
func (c *csvRows) bare() error {
	for {
		_, more, err := c.peek()
		if err != nil || !more {
			return err
		}
		rest := c.buf[c.at:c.end]
		n := len(rest)
		for i, b := range rest {
			if b == c.f.separator || b == '\n' || b == '\r' {
				n = i
				break
			}
		}
		c.arena = append(c.arena, rest[:n]...)
		c.at += n
		err = c.tooLong()
		if err != nil || n < len(rest) {
			return err
		}
	}
}

// quoted reads a field in quotes; "" is one quote. What follows the closing quote belongs to the field.
// A quote that is never closed is refused where it opens.
func (c *csvRows) quoted() error {
	c.at++
	for {
		_, more, err := c.peek()
		if err != nil {
			return err
		}
		if !more {
			return invalid("sheets.open_quote", CellName(len(c.ends), c.number))
		}
		rest := c.buf[c.at:c.end]
		n := bytes.IndexByte(rest, '"')
		if n < 0 {
			n = len(rest)
		}
		c.arena = append(c.arena, rest[:n]...)
		c.at += n
		err = c.tooLong()
		if err != nil {
			return err
		}
		if n == len(rest) {
			continue
		}
		c.at++ // the quote
		b, more, err := c.peek()
		if err != nil {
			return err
		}
		if more && b == '"' {
			c.arena = append(c.arena, '"')
			c.at++
			continue
		}
		return c.bare()
	}
}
