package sheets

import (
	"slices"
	"unicode/utf8"
)

// Encoding (bảng mã) is how the letters of a text are written.
type Encoding string

// Encodings. TCVN3, VNI and Windows1258 are also found inside workbooks and UTF-8 files, where texts of
// old fonts were carried over sign by sign.
const (
	Unicode     Encoding = "unicode"
	TCVN3       Encoding = "tcvn3"
	VNI         Encoding = "vni"
	Windows1258 Encoding = "windows-1258"
)

// Encodings in the order in which they are offered.
var Encodings = []Encoding{Unicode, TCVN3, VNI, Windows1258}

// Name is what people call it.
func (e Encoding) Name() string {
	switch e {
	case TCVN3:
		return "TCVN3 (ABC, .VnTime)"
	case VNI:
		return "VNI (VNI-Times)"
	case Windows1258:
		return "Windows-1258"
	}
	return "Unicode"
}

// Valid tells one of Encodings.
func (e Encoding) Valid() bool { return slices.Contains(Encodings, e) }

// Candidate (cách đọc) is what a text would be in one encoding.
type Candidate struct {
	Encoding Encoding
	Score    float64  // part of the marked words that can be Vietnamese, 0 to 1
	Lines    []string // the sample lines as they read in this encoding
}

// Detection (kết quả nhận bảng mã) says in which encoding a text was written and how sure that is. A
// person sees the lines of every candidate and may overrule it.
type Detection struct {
	Encoding   Encoding
	Confidence float64 // 0 to 1; 1 also when nothing in the text depends on the encoding
	Marked     int     // words that hold more than ASCII: the evidence
	Candidates []Candidate
}

// Sure tells whether the detection needs no second look.
func (d Detection) Sure() bool { return d.Confidence >= 0.75 }

const sampleLines = 5

// detect scores texts. With bytes the texts are raw bytes of one-byte encodings, else they are UTF-8.
func detect(texts []string, raw bool) Detection {
	var best, second float64
	out := Detection{Encoding: Unicode, Confidence: 1}
	var marked []string
	for _, t := range texts {
		if !isASCII(t) {
			marked = append(marked, t)
		}
	}
	if len(marked) == 0 {
		return out
	}
	slices.SortStableFunc(marked, func(a, b string) int { return min(len(b), 80) - min(len(a), 80) })
	for _, e := range Encodings {
		c := Candidate{Encoding: e}
		var possibles, all float64
		for i, t := range marked {
			read := readAs(e, t, raw)
			p, n := tally(read)
			possibles, all = possibles+p, all+n
			if i < sampleLines {
				c.Lines = append(c.Lines, read)
			}
		}
		if all > 0 {
			c.Score = possibles / all
		}
		if e == Unicode {
			out.Marked = int(all)
		}
		out.Candidates = append(out.Candidates, c)
		if c.Score > best {
			out.Encoding, best, second = e, c.Score, best
		} else {
			second = max(second, c.Score)
		}
	}
	n := float64(out.Marked)
	out.Confidence = best * (n + 1) / (n + 3) * min(1, (best-second)/0.3)
	if out.Encoding == Unicode && !raw && best >= 0.5 {
		out.Confidence = max(out.Confidence, best*(n+1)/(n+3))
	}
	return out
}

func readAs(e Encoding, t string, raw bool) string {
	if raw {
		return decodeBytes(e, []byte(t))
	}
	return decodeText(e, t)
}

// Detect (nhận bảng mã) scores texts that are Unicode by their file's word, as the cells of a workbook
// are, for whether they were typed in an old font.
func Detect(texts []string) Detection { return detect(texts, false) }

// finding is what was found out about one sheet before its rows are given.
type finding struct {
	detection Detection
	columns   []Encoding // of a sheet whose texts are UTF-8: per column
	forced    bool
	raw       bool // a CSV file of a one-byte encoding: its reader decodes
}

const detectRows = 2000

// finding reads the first rows of a sheet once and settles the encodings.
func (b *Book) finding(sheet int) (*finding, error) {
	if f, ok := b.finds.Load(sheet); ok {
		return f.(*finding), nil
	}
	f := &finding{}
	if b.csv != nil && b.csv.oneByte {
		f.detection, f.raw = b.csv.detection, true
	} else {
		rows, err := b.raw(sheet)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		sample, err := take(rows, detectRows)
		if err != nil && len(sample) == 0 {
			return nil, err
		}
		f.settle(sample)
	}
	if e := b.options.Encoding; e.Valid() {
		f.detection.Encoding, f.forced = e, true
	}
	b.finds.Store(sheet, f)
	return f, nil
}

// settle detects the encoding of each column: one column of old texts between columns of Unicode is
// common where files were put together.
func (f *finding) settle(sample []Row) {
	var texts []string
	var columns [][]string
	for _, r := range sample {
		for i, c := range r.Cells {
			if c.Kind != Text || isASCII(c.Text) {
				continue
			}
			texts = append(texts, c.Text)
			for len(columns) <= i {
				columns = append(columns, nil)
			}
			columns[i] = append(columns[i], c.Text)
		}
	}
	f.detection = detect(texts, false)
	for _, c := range columns {
		d := detect(c, false)
		if !d.Sure() && d.Encoding != f.detection.Encoding && f.detection.Sure() {
			d.Encoding = f.detection.Encoding
		}
		f.columns = append(f.columns, d.Encoding)
	}
}

// fix brings the texts of a row to Unicode. A cell that reads better as it is stays, whatever its
// column was found to be; with an encoding that a person chose every cell that can be is read in it.
func (f *finding) fix(row Row) {
	if f.raw {
		return
	}
	for i := range row.Cells {
		c := &row.Cells[i]
		if c.Kind != Text || isASCII(c.Text) {
			continue
		}
		e := f.detection.Encoding
		if !f.forced && i < len(f.columns) {
			e = f.columns[i]
		}
		c.Text = compose(c.Text)
		if e == Unicode || e == Windows1258 || beyond1252(c.Text) {
			continue
		}
		read := decodeText(e, c.Text)
		if f.forced || reads(read) >= reads(c.Text) {
			c.Text = read
		}
	}
}

// beyond1252 tells quickly that a text holds letters which no old font has: ă, đ, ơ, ư and most with tones.
func beyond1252(s string) bool {
	for _, r := range s {
		if r > 0xFF {
			if _, ok := byte1252[r]; !ok {
				return true
			}
		}
	}
	return false
}

func reads(s string) float64 {
	p, all := tally(s)
	if all == 0 {
		return 1
	}
	return p / all
}

// Detection tells how the texts of a sheet are written, with sample lines.
func (b *Book) Detection(sheet int) (Detection, error) {
	f, err := b.finding(sheet)
	if err != nil {
		return Detection{}, err
	}
	return f.detection, nil
}

// validPart tells UTF-8 in a piece of a file that may be cut inside a letter at both ends.
func validPart(b []byte) bool {
	for i := 0; i < utf8.UTFMax && len(b) > 0 && !utf8.RuneStart(b[0]); i++ {
		b = b[1:]
	}
	for i := 0; i < utf8.UTFMax && len(b) > 0; i++ {
		r, n := utf8.DecodeLastRune(b)
		if r != utf8.RuneError || n > 1 {
			break
		}
		b = b[:len(b)-1]
	}
	return utf8.Valid(b)
}
