package sheets

import (
	"io"
	"strings"
)

// FaultWords are the texts of a fault book in the reader's language.
type FaultWords struct {
	Sheet    string    // name of the sheet with the input's rows
	List     string    // name of the sheet that lists the faults: "Lỗi"
	Reason   string    // head of the column of reasons
	Heads    [6]string // of the list: sheet, row, column, cell's head, value, what is expected
	Author   string    // of the comments
	Overflow string    // stands in the list when it is full
}

// VietnameseFaultWords are the texts in Vietnamese.
func VietnameseFaultWords() FaultWords {
	return FaultWords{Sheet: "Bảng đã tải lên", List: "Lỗi", Reason: "Lý do", Author: "Đoàn Kết",
		Heads:    [6]string{"Trang tính", "Dòng", "Ô", "Cột", "Giá trị", "Cần sửa"},
		Overflow: "Còn lỗi khác chưa liệt kê hết; xem cột lý do."}
}

// In gives the texts in another language.
func (w FaultWords) In(say func(string) string) FaultWords {
	for _, t := range []*string{&w.Sheet, &w.List, &w.Reason, &w.Overflow} {
		*t = say(*t)
	}
	for i, h := range w.Heads {
		w.Heads[i] = say(h)
	}
	return w
}

// Mark (đánh dấu) is what is wrong with one cell of a row.
type Mark struct {
	Column int // -1 when it is about the whole row
	Head   string
	Say    string // the sentence, in the reader's language
}

// maxComments is how many cells get a comment: they are held in memory and office programs grow slow.
// All other faulty cells are filled and have their reason at the end of the row.
const maxComments = 5000

// FaultBook (tệp báo lỗi) writes the rows of an input back at the same places, with faulty cells filled
// and commented, a column of reasons, and a sheet that lists every fault. Rows stream through it.
type FaultBook struct {
	book  *Workbook
	words FaultWords
	rows  *SheetWriter
	list  *SheetWriter
	sheet string
	width int
	cells []any
}

// NewFaultBook begins a fault book for a table with so many columns; sheet is the input's own name for
// its sheet, told in the list.
func NewFaultBook(out io.Writer, words FaultWords, sheet string, width int) (*FaultBook, error) {
	f := &FaultBook{book: NewWorkbook(out), words: words, sheet: sheet, width: width}
	if sheet != "" && !strings.EqualFold(sheet, words.List) {
		f.words.Sheet = sheet
	}
	var err error
	f.rows, err = f.book.Sheet(f.words.Sheet, nil)
	if err == nil {
		f.rows.author = words.Author
		if width > 0 {
			f.rows.Width(0, width-1, 18)
		}
		f.rows.Width(width, width, 60)
		var heads []Column
		for i, h := range words.Heads {
			heads = append(heads, Column{Head: h, Width: []float64{16, 8, 8, 20, 24, 60}[i]})
		}
		f.list, err = f.book.Sheet(words.List, heads)
	}
	if err != nil {
		f.book.Drop()
		return nil, err
	}
	return f, nil
}

// Head writes a row of the input's head; the last one gets the head of the reasons.
func (f *FaultBook) Head(r Row, last bool) error {
	cells := f.plain(r, styleHead)
	if last {
		cells[f.width] = styled{styleHead, f.words.Reason}
	}
	return f.put(r.Number, cells)
}

func (f *FaultBook) plain(r Row, style int) []any {
	for len(f.cells) <= f.width {
		f.cells = append(f.cells, nil)
	}
	clear(f.cells)
	for i, c := range r.Cells {
		if i >= f.width || c.Text == "" {
			continue
		}
		f.cells[i] = styled{style, c.Text}
	}
	return f.cells
}

func (f *FaultBook) put(row int, cells []any) error {
	if row > MaxRows || row < f.rows.next {
		return nil
	}
	f.rows.next = row
	return f.rows.write(cells)
}

// Row writes a row of the input with what is wrong in it. Rows come in the order of their numbers.
func (f *FaultBook) Row(r Row, marks []Mark) error {
	cells := f.plain(r, styleText)
	var why strings.Builder
	for _, m := range marks {
		at := CellName(max(0, m.Column), r.Number)
		if why.Len() > 0 {
			why.WriteByte('\n')
		}
		if m.Column >= 0 {
			why.WriteString(at + ": ")
		}
		why.WriteString(m.Say)
		if m.Column >= 0 && m.Column < f.width {
			cells[m.Column] = styled{styleWrong, r.Text(m.Column)}
			f.comment(m.Column, r.Number, m.Say)
		}
		err := f.note(r, m, at)
		if err != nil {
			return err
		}
	}
	if why.Len() > 0 {
		cells[f.width] = styled{styleReason, why.String()}
	}
	return f.put(r.Number, cells)
}

// comment adds a comment at a cell; a cell has one, so that what is wrong besides joins it.
func (f *FaultBook) comment(column, row int, say string) {
	notes := f.rows.notes
	for i := len(notes) - 1; i >= 0 && notes[i].row == row; i-- {
		if notes[i].column == column {
			notes[i].text += "\n" + say
			return
		}
	}
	if len(notes) < maxComments && row <= MaxRows && row >= f.rows.next {
		f.rows.notes = append(notes, note{column, row, say})
	}
}

// note adds a fault to the list, as long as the list has room.
func (f *FaultBook) note(r Row, m Mark, at string) error {
	switch {
	case f.list.next < MaxRows:
		if m.Column < 0 {
			return f.list.Row(f.sheet, r.Number, "", m.Head, "", m.Say)
		}
		return f.list.Row(f.sheet, r.Number, at, m.Head, r.Text(m.Column), m.Say)
	case f.list.next == MaxRows:
		return f.list.Row("", "", "", "", "", f.words.Overflow)
	}
	return nil
}

// Close writes the file.
func (f *FaultBook) Close() error { return f.book.Close() }

// Drop gives up the file.
func (f *FaultBook) Drop() { f.book.Drop() }
