package rollimport

import (
	"context"
	"io"
	"time"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// findingLife is how long reports are kept.
const findingLife = 180 * 24 * time.Hour

// Get reads an import. Refuses with rollimport.no_import whoever does not keep the roll of its unit.
func (s *Service) Get(ctx context.Context, a kernel.Actor, id kernel.ID) (Import, error) {
	in, err := s.load(ctx, id)
	if err != nil {
		return Import{}, err
	}
	_, err = s.Units.MayKeep(ctx, a, in.Unit)
	if f := kernel.AsFault(err); f != nil {
		return Import{}, errNoImport
	}
	return in, err
}

// Page (trang lịch sử) is some imports, latest first, with the units that they were for.
//
//glossary:none
type Page struct {
	Imports []Import
	Units   map[kernel.ID]Unit
	Next    kernel.ID // go on below it, 0 at the end
}

// mostLooked bounds how many imports of others a list passes over.
const mostLooked = 1000

// List gives the imports of a unit, or of all units whose roll the actor keeps.
func (s *Service) List(ctx context.Context, a kernel.Actor, unit, before kernel.ID, limit int) (Page, error) {
	p := Page{Units: map[kernel.ID]Unit{}}
	if before == 0 {
		before = 1<<63 - 1
	}
	if unit != 0 {
		_, err := s.Units.MayKeep(ctx, a, unit)
		if err != nil {
			return p, err
		}
	}
	shut := map[kernel.ID]bool{}
	for looked := 0; looked < mostLooked; {
		var some []Import
		err := s.DB.Read(ctx, func(tx *db.Tx) error {
			var err error
			some, err = importsBefore(tx, a.Tenant, unit, before, 100)
			return err
		})
		if err != nil {
			return p, err
		}
		for _, in := range some {
			before = in.ID
			looked++
			if shut[in.Unit] {
				continue
			}
			if _, known := p.Units[in.Unit]; !known {
				u, err := s.Units.MayKeep(ctx, a, in.Unit)
				if kernel.AsFault(err) != nil {
					shut[in.Unit] = true
					continue
				}
				if err != nil {
					return p, err
				}
				p.Units[in.Unit] = u
			}
			if len(p.Imports) == limit {
				p.Next = p.Imports[limit-1].ID
				return p, nil
			}
			p.Imports = append(p.Imports, in)
		}
		if len(some) < 100 {
			break
		}
	}
	return p, nil
}

// Findings gives what an import has to say about its cells, in the order of the rows, after a number; the
// number to go on after is 0 at the end.
func (s *Service) Findings(ctx context.Context, a kernel.Actor, id kernel.ID, after int64, limit int) ([]Finding, int64, error) {
	_, err := s.Get(ctx, a, id)
	if err != nil {
		return nil, 0, err
	}
	var kept []keptFinding
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		kept, err = findingsOf(tx, id, after, limit+1)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	next := int64(0)
	if len(kept) > limit {
		kept = kept[:limit]
		next = kept[limit-1].n
	}
	out := make([]Finding, len(kept))
	for i, k := range kept {
		out[i] = k.Finding
	}
	return out, next, nil
}

// Columns (các cột) is a file's table as a person is shown it.
//
//glossary:none
type Columns struct {
	Import    Import
	Unit      Unit
	Sheets    []sheets.SheetInfo
	Sheet     string
	Detection sheets.Detection
	Layout    sheets.Layout
}

// Columns opens the file of an import and shows its columns with sample values.
func (s *Service) Columns(ctx context.Context, a kernel.Actor, id kernel.ID) (Columns, error) {
	in, err := s.Get(ctx, a, id)
	if err != nil {
		return Columns{}, err
	}
	u, err := s.Units.MayKeep(ctx, a, in.Unit)
	if err != nil {
		return Columns{}, err
	}
	t, err := s.open(ctx, in.SHA, in.Size, in.Mapping)
	if err != nil {
		return Columns{}, err
	}
	defer t.close()
	d, err := t.book.Detection(t.sheet)
	if err != nil {
		return Columns{}, err
	}
	return Columns{Import: in, Unit: u, Sheets: t.book.Sheets(), Sheet: t.book.Sheets()[t.sheet].Name, Detection: d, Layout: t.layout}, nil
}

// allRowsUpTo is up to how many rows a fault book holds the whole table; above, only its head and the
// rows that were left out or noted.
const allRowsUpTo = 20_000

// FaultBook writes the file once more with what is wrong marked in its cells; say tells a finding in the
// reader's language.
func (s *Service) FaultBook(ctx context.Context, a kernel.Actor, id kernel.ID, words sheets.FaultWords, say func(Finding) string, out io.Writer) error {
	in, err := s.Get(ctx, a, id)
	if err != nil {
		return err
	}
	t, err := s.open(ctx, in.SHA, in.Size, in.Mapping)
	if err != nil {
		return err
	}
	defer t.close()
	rows, err := t.book.Rows(t.sheet)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	book, err := sheets.NewFaultBook(out, words, t.book.Sheets()[t.sheet].Name, len(t.layout.Header.Heads))
	if err != nil {
		return err
	}
	all := in.Counts.Rows <= allRowsUpTo
	w := faultWriter{s: s, in: in, layout: t.layout, say: say, book: book}
	for rows.Next() && err == nil {
		err = w.row(ctx, rows.Row(), all)
	}
	if err == nil {
		err = rows.Err()
	}
	if err != nil {
		book.Drop()
		return err
	}
	return book.Close()
}

// faultWriter lays the findings of an import over its rows.
type faultWriter struct {
	s      *Service
	in     Import
	layout sheets.Layout
	say    func(Finding) string
	book   *sheets.FaultBook
	ahead  []keptFinding
	after  int64
	end    bool
}

func (w *faultWriter) row(ctx context.Context, r sheets.Row, all bool) error {
	h := w.layout.Header
	if r.Number >= h.From && r.Number <= h.To {
		return w.book.Head(r, r.Number == h.To)
	}
	var marks []sheets.Mark
	for {
		if len(w.ahead) == 0 && !w.end {
			err := w.more(ctx)
			if err != nil {
				return err
			}
		}
		if len(w.ahead) == 0 || w.ahead[0].Row > r.Number {
			break
		}
		f := w.ahead[0].Finding
		w.ahead = w.ahead[1:]
		if f.Row == r.Number {
			marks = append(marks, sheets.Mark{Column: f.Column, Head: w.head(f), Say: w.say(f)})
		}
	}
	if len(marks) == 0 && !all {
		return nil
	}
	return w.book.Row(r, marks)
}

func (w *faultWriter) head(f Finding) string {
	if f.Column >= 0 && f.Column < len(w.layout.Header.Heads) {
		return w.layout.Header.Heads[f.Column]
	}
	return headOf(f.Field)
}

func (w *faultWriter) more(ctx context.Context) error {
	err := w.s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		w.ahead, err = findingsOf(tx, w.in.ID, w.after, 1000)
		return err
	})
	w.end = len(w.ahead) < 1000
	if len(w.ahead) > 0 {
		w.after = w.ahead[len(w.ahead)-1].n
	}
	return err
}

// Unfinished finds an earlier import of the same file for the same unit that is still being read, such
// as one whose process was killed.
func (s *Service) Unfinished(ctx context.Context, in Import) (kernel.ID, bool, error) {
	var id kernel.ID
	var ok bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		id, ok, err = unfinished(tx, in.Unit, in.Account, in.SHA)
		return err
	})
	return id, ok, err
}
