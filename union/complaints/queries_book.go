package complaints

import (
	"cmp"
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Book (sổ theo dõi khiếu nại, tố cáo) is what came in a period, as far as its reader is named on it, the
// earliest first.
type Book struct {
	From, To kernel.Date
	Lines    []BookLine
	Head     letterhead
	At       kernel.Instant
}

// BookLine is one record in a book.
//
//glossary:none
type BookLine struct {
	Complaint Complaint // with its events
	Unit      string
}

const bookLength = 1000

// Book makes the book of a period and writes an opening into each record that stands in it, because what is
// printed leaves the house. Refuses with complaints.no_book_day, complaints.book_backwards,
// complaints.book_long at the fields.
func (s *Service) Book(ctx context.Context, a kernel.Actor, from, to kernel.Date) (Book, error) {
	b := Book{From: from, To: to, At: s.Clock.Now()}
	switch {
	case from.IsZero():
		return b, fieldFault("tu", "complaints.no_book_day")
	case to.IsZero():
		return b, fieldFault("den", "complaints.no_book_day")
	case to.Before(from):
		return b, fieldFault("den", "complaints.book_backwards")
	case a.Account == 0:
		return b, nil
	}
	err := s.often(ctx, func(tx *db.Tx) error {
		b.Lines = nil
		list, err := complaintsOf(tx, a.Tenant, a.Account, Filter{From: from, To: to, Limit: bookLength})
		if err != nil {
			return err
		}
		if len(list) > bookLength {
			return fieldFault("den", "complaints.book_long", bookLength)
		}
		names := map[kernel.ID]string{}
		for _, one := range list {
			c, err := s.openIn(tx, a, one.ID, OpenBook)
			if err != nil {
				return err
			}
			d := Detail{Complaint: c}
			err = s.unseal(tx, &d)
			if err == nil {
				err = s.name(tx, names, c.Unit)
			}
			if err != nil {
				return err
			}
			b.Lines = append(b.Lines, BookLine{d.Complaint, names[c.Unit]})
		}
		if a.Org != 0 {
			err = s.name(tx, names, a.Org)
			if err == nil {
				b.Head, err = s.letterhead(tx, a.Org, names[a.Org])
			}
		}
		return err
	})
	slices.SortFunc(b.Lines, func(x, y BookLine) int {
		if n := x.Complaint.Received.Compare(y.Complaint.Received); n != 0 {
			return n
		}
		return cmp.Compare(x.Complaint.ID, y.Complaint.ID)
	})
	return b, err
}
