package sheets

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// csvFile is an opened CSV file: where its text begins, how it is encoded and separated.
type csvFile struct {
	r         io.ReaderAt
	size      int64
	from      int64 // behind the byte order mark
	wide      int   // 0, or 1 for UTF-16LE, 2 for UTF-16BE
	oneByte   bool  // neither UTF-8 nor UTF-16
	detection Detection
	separator byte
}

const csvSample = 128 << 10

// openCSV detects the encoding by the mark, by being valid UTF-8, or by scores, and the separator by
// what splits the first lines evenly. Refuses with sheets.unreadable what holds zero bytes.
func openCSV(r io.ReaderAt, size int64, o Options) (*Book, error) {
	f := &csvFile{r: r, size: size}
	parts, err := f.samples()
	if err != nil {
		return nil, err
	}
	head := parts[0]
	f.mark(head)
	switch {
	case f.wide > 0:
		head = narrow(head[f.from:], f.wide)
		if !plainText(head) {
			return nil, invalid("sheets.unreadable")
		}
	default:
		head = head[f.from:]
		for i, p := range parts {
			if !plainText(p) {
				return nil, invalid("sheets.unreadable")
			}
			if !validPart(p) && (f.from == 0 || i > 0) {
				f.oneByte = true
			}
		}
	}
	if f.oneByte {
		f.detect(parts, o.Encoding)
	}
	f.separator = separatorOf(head)
	if o.Separator > 0 && o.Separator < utf8.RuneSelf {
		f.separator = byte(o.Separator)
	}
	return &Book{options: o, sheets: []SheetInfo{{}}, csv: f}, nil
}

// samples reads the head, the middle and the tail of the file.
func (f *csvFile) samples() ([][]byte, error) {
	var out [][]byte
	for _, at := range []int64{0, f.size / 2, f.size - csvSample} {
		if at < 0 || len(out) > 0 && at < csvSample {
			continue
		}
		b := make([]byte, min(csvSample, f.size-at))
		n, err := f.r.ReadAt(b, at)
		if err != nil && err != io.EOF {
			return nil, err
		}
		b = b[:n]
		if at > 0 {
			_, b, _ = bytes.Cut(b, []byte("\n"))
		}
		out = append(out, b)
	}
	return out, nil
}

func (f *csvFile) mark(head []byte) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		f.from = 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		f.from, f.wide = 2, 1
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		f.from, f.wide = 2, 2
	default: // without a mark: every other byte of Latin text is zero
		even, odd := 0, 0
		n := min(len(head), 4096) &^ 1
		for i := 0; i < n; i += 2 {
			if head[i] == 0 {
				even++
			}
			if head[i+1] == 0 {
				odd++
			}
		}
		switch {
		case n >= 16 && odd > n/5 && even == 0:
			f.wide = 1
		case n >= 16 && even > n/5 && odd == 0:
			f.wide = 2
		}
	}
}

// plainText tells a text from a picture or a program.
func plainText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1a && c != 0x0b {
			return false
		}
	}
	return true
}

func (f *csvFile) detect(parts [][]byte, forced Encoding) {
	var lines []string
	for _, p := range parts {
		for l := range bytes.SplitSeq(p, []byte("\n")) {
			if l = bytes.TrimSpace(l); !isASCII(l) && len(lines) < 3*detectRows {
				lines = append(lines, string(l[:min(len(l), 400)]))
			}
		}
	}
	f.detection = detect(lines, true)
	if forced.Valid() {
		f.detection.Encoding = forced
	}
}

// separatorOf finds what splits the lines of the head most evenly; Excel's own "sep=;" is believed.
func separatorOf(head []byte) byte {
	if len(head) > 5 && strings.EqualFold(string(head[:4]), "sep=") {
		return head[4]
	}
	best, most := byte(','), 0
	for _, sep := range []byte(",;\t|") {
		var counts []int
		for i, l := range splitLines(head) {
			if i == 40 {
				break
			}
			if n := countOutside(l, sep); n > 0 {
				counts = append(counts, n)
			}
		}
		if len(counts) == 0 {
			continue
		}
		// Lines that agree weigh, and so does how many columns they make.
		slices.Sort(counts)
		common, run, longest := counts[0], 0, 0
		for i, n := range counts {
			if i > 0 && n == counts[i-1] {
				run++
			} else {
				run = 1
			}
			if run >= longest {
				longest, common = run, n
			}
		}
		if weight := longest*longest*(common+1) + len(counts); weight > most {
			best, most = sep, weight
		}
	}
	return best
}

// splitLines cuts at line ends that stand outside quotes.
func splitLines(b []byte) [][]byte {
	var out [][]byte
	from, quoted := 0, false
	for i, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n' && (!quoted || i-from > 4096):
			out = append(out, b[from:i])
			from, quoted = i+1, false
		}
	}
	return append(out, b[from:])
}

func countOutside(line []byte, sep byte) int {
	n, quoted := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}

// narrow reads UTF-16 as UTF-8.
func narrow(b []byte, wide int) []byte {
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		if wide == 1 {
			u = append(u, uint16(b[i])|uint16(b[i+1])<<8)
		} else {
			u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
		}
	}
	return []byte(string(utf16.Decode(u)))
}

// narrowReader reads a UTF-16 stream as UTF-8, piece by piece.
type narrowReader struct {
	r    io.Reader
	wide int
	left []byte // of a letter cut in two
	out  []byte
	buf  [32 << 10]byte
}

func (n *narrowReader) Read(p []byte) (int, error) {
	for len(n.out) == 0 {
		k := copy(n.buf[:], n.left)
		m, err := n.r.Read(n.buf[k:])
		all := n.buf[:k+m]
		cut := len(all) &^ 1
		if cut >= 2 && err == nil { // a high surrogate waits for its other half
			hi := all[cut-1]
			if n.wide == 2 {
				hi = all[cut-2]
			}
			if hi >= 0xD8 && hi <= 0xDB {
				cut -= 2
			}
		}
		n.out = narrow(all[:cut], n.wide)
		n.left = append(n.left[:0], all[cut:]...)
		if err != nil && len(n.out) == 0 {
			return 0, err
		}
	}
	k := copy(p, n.out)
	n.out = n.out[k:]
	return k, nil
}

// csvRows reads records; each record and each empty line is a row, as Excel counts them.
