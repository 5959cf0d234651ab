package complaints

import (
	"bytes"
	"net/http"
	"net/url"

	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const bookPath = roomPath + "/so"

// BookView is the register as the page shows it; before a period was chosen there is none.
//
//glossary:none
type BookView struct {
	From, To  string
	Sheet     *paper.Sheet
	PDF, XLSX string
	Errors    ui.Errors
	Sentence  string
}

func bookView(b Book, from, to string) BookView {
	sheet := bookSheet(b)
	q := "?" + url.Values{"tu": {from}, "den": {to}}.Encode()
	return BookView{From: from, To: to, Sheet: &sheet, PDF: bookPath + "/pdf" + q, XLSX: bookPath + "/xlsx" + q}
}

// book reads the period and makes its book.
func (s *Service) book(c *web.Ctx) (Book, error) {
	from, err := readDay("tu", c.Get("tu"))
	if err != nil {
		return Book{}, err
	}
	to, err := readDay("den", c.Get("den"))
	if err != nil {
		return Book{}, err
	}
	return s.Book(c.Context(), c.Actor, from, to)
}

// showBook asks for a period first: looking at a book is an opening of all that stands in it.
func (s *Service) showBook(c *web.Ctx) error {
	v := BookView{From: c.Get("tu"), To: c.Get("den")}
	if v.From == "" && v.To == "" {
		today := s.today()
		v.From, v.To = kernel.FormatDate(kernel.Date{Year: today.Year, Month: 1, Day: 1}), kernel.FormatDate(today)
		return c.Page(http.StatusOK, c.T("Sổ theo dõi đơn"), BookPage(v))
	}
	b, err := s.book(c)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		v.Errors, v.Sentence = c.FieldErrors(f), c.Sentence(f)
		return c.Page(http.StatusUnprocessableEntity, c.T("Sổ theo dõi đơn"), BookPage(v))
	}
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Sổ theo dõi đơn"), BookPage(bookView(b, v.From, v.To)))
}

func (s *Service) bookPDF(c *web.Ctx) error {
	b, err := s.book(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = s.Press.PDF(&out, bookSheet(b))
	if err != nil {
		return err
	}
	return c.File("so-theo-doi-don.pdf", files.PDF.ContentType(), bytes.NewReader(out.Bytes()), true)
}

func (s *Service) bookXLSX(c *web.Ctx) error {
	b, err := s.book(c)
	if err != nil {
		return err
	}
	var columns []sheets.Column
	for _, col := range bookColumns {
		columns = append(columns, sheets.Column{Head: col.head, Width: 8 + 14*col.wide})
	}
	var out bytes.Buffer
	w, err := sheets.NewWriter(&out, sheets.XLSX, "Sổ theo dõi", columns)
	if err != nil {
		return err
	}
	for n, l := range b.Lines {
		row := []any{n + 1}
		for _, cell := range l.cells(b.At.Date()) {
			row = append(row, cell)
		}
		err = w.Row(row...)
		if err != nil {
			return err
		}
	}
	err = w.Close()
	if err != nil {
		return err
	}
	return c.File("so-theo-doi-don.xlsx", sheets.XLSX.ContentType(), bytes.NewReader(out.Bytes()), false)
}
