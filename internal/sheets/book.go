package sheets

import (
	"archive/zip"
	"io"
	"strconv"
	"sync"

	"doanket/kernel"
)

// Limits (giới hạn) bound what a table may cost. Zero fields take the defaults.
type Limits struct {
	Rows     int   // rows of one sheet, default 1,100,000
	Cols     int   // columns, default 512
	Cell     int   // bytes of one cell, default 131,068: the 32,767 characters that Excel allows
	Unpacked int64 // bytes that one part of a workbook may unpack to, default 4 GiB
	Texts    int64 // bytes of shared texts that are held in memory, default 512 MiB
}

func (l Limits) orDefault() Limits {
	set := func(n *int, d int) {
		if *n <= 0 {
			*n = d
		}
	}
	set(&l.Rows, 1_100_000)
	set(&l.Cols, 512)
	set(&l.Cell, 4*32_767)
	if l.Unpacked <= 0 {
		l.Unpacked = 4 << 30
	}
	if l.Texts <= 0 {
		l.Texts = 512 << 20
	}
	return l
}

// Options say how a table is to be read where a person knows better than the detection.
type Options struct {
	Limits    Limits
	Encoding  Encoding // "" = detect
	Separator rune     // of a CSV file; 0 = detect
}

// Kind (loại ô) is what a cell holds by the file's own word; a CSV file knows texts only.
type Kind uint8

// Kinds of cells.
const (
	Text   Kind = iota
	Number      // the digits as the file keeps them: 46204, 4680000.5
	Day         // a number that the workbook shows as a date; its text is 31/12/2026, 12/2026 or 2026
	Bool        // TRUE, FALSE
	Error       // #REF!, #N/A
)

// Cell (ô) is one value with its text in NFC and in Unicode.
type Cell struct {
	Text string
	Kind Kind
}

// Row (dòng) is one row with the number that Excel shows. Rows without any cell are passed over, their
// numbers are not. The cells of a Row live until the next call of Next; Copy keeps them.
type Row struct {
	Number int
	Cells  []Cell
}

// Text is the text of a column, counted from 0; "" beyond the last cell.
func (r Row) Text(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column].Text
}

// Blank tells that no cell holds anything.
func (r Row) Blank() bool {
	for _, c := range r.Cells {
		if !blank(c.Text) {
			return false
		}
	}
	return true
}

// Copy is the row with cells of its own.
func (r Row) Copy() Row {
	r.Cells = append([]Cell(nil), r.Cells...)
	return r
}

func blank(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '\u00a0' && r != '\t' && r != '\n' && r != '\r' {
			return false
		}
	}
	return true
}

// ColumnLetters is the name of a column, counted from 0: 2 is C, 26 is AA.
func ColumnLetters(column int) string {
	var b [8]byte
	i := len(b)
	for column++; column > 0 && i > 0; column = (column - 1) / 26 {
		i--
		b[i] = byte('A' + (column-1)%26)
	}
	return string(b[i:])
}

// CellName is the place of a cell as office programs write it: column 2, row 7 is C7.
func CellName(column, row int) string { return ColumnLetters(column) + strconv.Itoa(row) }

// Place (địa chỉ ô) is where a cell stands in a file.
type Place struct {
	Sheet  string
	Row    int
	Column int
}

// String is C7; the sheet is told only where a file has several.
func (p Place) String() string { return CellName(p.Column, p.Row) }

// SheetInfo (trang tính) is one sheet of a workbook.
type SheetInfo struct {
	Name   string
	Hidden bool
	path   string
}

// Book (tệp bảng) is an opened XLSX or CSV file. It may be read by several goroutines, each with Rows of
// its own.
type Book struct {
	options Options
	sheets  []SheetInfo
	csv     *csvFile
	xlsx    *xlsxFile
	finds   sync.Map // sheet → *finding
}

// Open looks at the first bytes and opens a workbook or a CSV file. Refuses with sheets.unreadable,
// sheets.old_excel, sheets.empty, sheets.bomb.
func Open(r io.ReaderAt, size int64, o Options) (*Book, error) {
	o.Limits = o.Limits.orDefault()
	head := make([]byte, 8)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	switch {
	case n == 0:
		return nil, invalid("sheets.empty")
	case string(head) == "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
		return nil, invalid("sheets.old_excel")
	case n >= 4 && string(head[:4]) == "PK\x03\x04":
		return openXLSX(r, size, o)
	}
	return openCSV(r, size, o)
}

func openXLSX(r io.ReaderAt, size int64, o Options) (*Book, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, invalid("sheets.unreadable")
	}
	x := &xlsxFile{zip: z, limits: o.Limits}
	list, err := x.open()
	if err != nil {
		return nil, refusal(err)
	}
	return &Book{options: o, sheets: list, xlsx: x}, nil
}

// refusal makes what can only come from a broken file a refusal.
func refusal(err error) error {
	if err == nil || kernel.AsFault(err) != nil {
		return err
	}
	return invalid("sheets.unreadable")
}

// IsCSV tells a CSV file from a workbook.
func (b *Book) IsCSV() bool { return b.csv != nil }

// Since1904 tells that the workbook counts its days from 1904, as old Macs do.
func (b *Book) Since1904() bool { return b.xlsx != nil && b.xlsx.since1904 }

// Sheets in the order of the file, hidden ones too. A CSV file has one, without a name.
func (b *Book) Sheets() []SheetInfo { return b.sheets }

// FirstSheet is the first sheet that is not hidden.
func (b *Book) FirstSheet() int {
	for i, s := range b.sheets {
		if !s.Hidden {
			return i
		}
	}
	return 0
}

// SheetNamed finds a sheet by its name; "" is the first one. Refuses with sheets.no_sheet.
func (b *Book) SheetNamed(name string) (int, error) {
	if name == "" {
		return b.FirstSheet(), nil
	}
	for i, s := range b.sheets {
		if s.Name == name {
			return i, nil
		}
	}
	return 0, invalid("sheets.no_sheet", name)
}

// source is what both kinds of files give row by row.
type source interface {
	next() (Row, bool, error)
	progress() float64
	close() error
}

// Rows (các dòng) is one reading of a sheet from its first row to its last.
type Rows struct {
	src   source
	fix   func(Row)
	row   Row
	err   error
	seen  int
	limit int
}

// Rows begins a reading of a sheet. Texts come out in Unicode as detected, or as the options say.
func (b *Book) Rows(sheet int) (*Rows, error) {
	f, err := b.finding(sheet)
	if err != nil {
		return nil, err
	}
	rows, err := b.raw(sheet)
	if err != nil {
		return nil, err
	}
	rows.fix = f.fix
	return rows, nil
}

func (b *Book) raw(sheet int) (*Rows, error) {
	if sheet < 0 || sheet >= len(b.sheets) {
		return nil, invalid("sheets.no_sheet", sheet)
	}
	var src source
	var err error
	if b.csv != nil {
		src = b.csv.rows(b.options)
	} else {
		src, err = b.xlsx.rows(b.sheets[sheet])
	}
	if err != nil {
		return nil, refusal(err)
	}
	return &Rows{src: src, limit: b.options.Limits.Rows}, nil
}

// Next reads on to the next row that holds a cell.
func (r *Rows) Next() bool {
	if r.err != nil {
		return false
	}
	row, ok, err := r.src.next()
	if err != nil {
		r.err = refusal(err)
		return false
	}
	if !ok {
		return false
	}
	r.seen++
	if r.seen > r.limit || row.Number > 2*r.limit {
		r.err = invalid("sheets.too_many_rows", kernel.GroupThousands(int64(r.limit)))
		return false
	}
	if r.fix != nil {
		r.fix(row)
	}
	r.row = row
	return true
}

// Row is the row that Next came to; its cells are good until Next is called again.
func (r *Rows) Row() Row { return r.row }

// Err is why the reading stopped early, nil at the end of the table.
func (r *Rows) Err() error { return r.err }

// Progress is the part that is read, from 0 to 1.
func (r *Rows) Progress() float64 { return r.src.progress() }

// Close gives back what the reading holds.
func (r *Rows) Close() error { return r.src.close() }

// Sample reads the first n rows of a sheet, with cells of their own.
func (b *Book) Sample(sheet, n int) ([]Row, error) {
	rows, err := b.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return take(rows, n)
}

func take(rows *Rows, n int) ([]Row, error) {
	var out []Row
	for len(out) < n && rows.Next() {
		out = append(out, rows.Row().Copy())
	}
	return out, rows.Err()
}
