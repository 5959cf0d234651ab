package paper

import "doanket/kernel"

// Fonts are the four cuts of the face in which papers are set, as TrueType bytes (Tinos: as wide as
// Times New Roman, which the decree asks for, with all Vietnamese marks).
type Fonts struct{ Regular, Bold, Italic, BoldItalic []byte }

// Size is the size of the page.
type Size string

const (
	A4 Size = "A4"
	A5 Size = "A5" // lies on its side: receipts
	// A4Wide lies on its side: registers with many columns.
	A4Wide Size = "A4 landscape"
)

// Nation and Motto are the national heading (quốc hiệu, tiêu ngữ), art. 8 NĐ 30/2020/NĐ-CP; unions print it too.
const (
	Nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	Motto  = "Độc lập - Tự do - Hạnh phúc"
)

// Sheet is one paper before it is set: only facts in their order, no coordinates.
type Sheet struct {
	Size      Size
	Head      Head
	Form      string // "Mẫu số 01 (TT 03/2025/TT-VPCP)", small, above the head
	Title     string // set in capitals by the caller where the form does so
	Under     string // one line under the title
	Blocks    []Block
	QR        QR
	Foot      string         // left end of the footer: what the paper is
	Simulated string         // a sentence in a frame on every page when a part of the paper is not real
	At        kernel.Instant // when it was made; the only time inside the file
}

// Head is the left side of the heading and the line of number, place and date.
type Head struct {
	Superior string // the body above, may be empty
	Issuer   string // who issues
	Number   string // "Số: 12/GTN", may be empty
	Place    string // "Uông Bí, ngày 23 tháng 11 năm 2026"
}

// QR is a code that leads back to the page of the same facts.
type QR struct {
	Text    string // what the code holds; empty for no code
	Caption string // what a person reads who cannot scan it
}

// Block is one piece of the body: Para, Rows, Table, Signatures or Heading.
type Block interface{ block() }

// Align is where a text stands.
type Align string

const (
	Left   Align = ""
	Right  Align = "right"
	Center Align = "center"
)

// Para is a paragraph; Number stands before it ("1."), and numbered paragraphs hang.
type Para struct {
	Number string
	Text   string
	Bold   bool
	Italic bool
	Align  Align
}

// Heading is a short bold line over what follows and stays on its page.
type Heading struct{ Text string }

// Rows are facts as "label: value" lines.
type Rows []Row

// Row is one fact. Strong sets the value in bold.
type Row struct {
	Label, Value string
	Strong       bool
}

// Table repeats its head on every page; cells wrap.
type Table struct {
	Columns []Column
	Rows    [][]string
	Total   []string // a last row in bold, may be nil
}

// Column is a column of a Table; Wide is its share of the width.
type Column struct {
	Head  string
	Wide  float64
	Align Align
}

// Signatures stand side by side and never break across pages.
type Signatures []Signature

// Signature is one place to sign. Name is printed below the space, Note in it ("Đã ký số …").
type Signature struct{ Title, Hint, Note, Name string }

func (Para) block()       {}
func (Heading) block()    {}
func (Rows) block()       {}
func (Table) block()      {}
func (Signatures) block() {}
