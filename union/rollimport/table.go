package rollimport

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"doanket/internal/files"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// table is an opened file with its head and columns.
type table struct {
	book   *sheets.Book
	sheet  int
	layout sheets.Layout
	close  func()
}

// headRows are read to find the head of a table and to show sample values.
const headRows = 40

// open opens the file of an import as its mapping says. Refuses as sheets does.
func (s *Service) open(ctx context.Context, sha string, size int64, m sheets.Mapping) (*table, error) {
	at, done, err := spool(ctx, s.Files, sha)
	if err != nil {
		return nil, err
	}
	t := &table{close: done}
	err = t.read(at, size, m)
	if err != nil {
		done()
		return nil, err
	}
	return t, nil
}

func (t *table) read(at io.ReaderAt, size int64, m sheets.Mapping) error {
	var err error
	t.book, err = sheets.Open(at, size, sheets.Options{Limits: sheetLimits, Encoding: m.Encoding})
	if err != nil {
		return err
	}
	t.sheet, err = t.book.SheetNamed(m.Sheet)
	if err != nil {
		return err
	}
	rows, err := t.book.Sample(t.sheet, headRows)
	if err != nil {
		return err
	}
	head, err := sheets.FindHeader(rows, fields)
	if err != nil {
		return err
	}
	t.layout = sheets.Match(head, fields, m, rows)
	return nil
}

// mapping is the layout as it is kept.
func (t *table) mapping(m sheets.Mapping) sheets.Mapping {
	return t.layout.Mapping(t.book.Sheets()[t.sheet].Name, m.Encoding)
}

// missing refuses a table that lacks a column without which nobody can be entered.
func (t *table) missing(o Options) error {
	if t.layout.At("name") < 0 {
		return invalid("cot", "rollimport.no_name_column")
	}
	if t.layout.At("identity") < 0 && t.layout.At("number") < 0 && t.layout.At("born") < 0 && t.layout.At("born_male") < 0 && t.layout.At("born_female") < 0 {
		return invalid("cot", "rollimport.no_key_column")
	}
	if t.layout.At("admitted") < 0 && o.Admitted.IsZero() {
		return invalid("ngay_ket_nap", "rollimport.no_admitted_column")
	}
	return nil
}

// spool gives a stored file for reading at any place. What a store gives only as a stream is copied into
// a temporary file first.
func spool(ctx context.Context, store files.Store, sha string) (io.ReaderAt, func(), error) {
	r, err := store.Open(ctx, sha)
	if err != nil {
		return nil, nil, err
	}
	if at, ok := r.(io.ReaderAt); ok {
		return at, func() { _ = r.Close() }, nil
	}
	defer func() { _ = r.Close() }()
	f, err := os.CreateTemp("", "doanket-roll-")
	if err != nil {
		return nil, nil, err
	}
	drop := func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	_, err = io.Copy(f, r)
	if err != nil {
		drop()
		return nil, nil, err
	}
	return f, drop, nil
}

// readerOf makes the reader of an import's rows.
func (s *Service) readerOf(ctx context.Context, in Import, t *table) (*reader, error) {
	var units []Unit
	if t.layout.At("unit") >= 0 {
		var err error
		units, err = s.Units.Below(ctx, in.Unit)
		if err != nil {
			return nil, err
		}
	}
	return newReader(t.layout, in.Options, s.Roll, in.Unit, units, s.today(), t.book.Since1904()), nil
}

var errNoImport = kernel.Missing("rollimport.no_import")

// ReadMapping reads columns that somebody wrote down: {"sheet": "…", "encoding": "tcvn3", "heads": {"Họ
// tên": "name"}}. Refuses with rollimport.no_field what is no field of a roll.
func ReadMapping(text []byte) (sheets.Mapping, error) {
	var in sheets.Mapping
	err := json.Unmarshal(text, &in)
	if err != nil {
		return in, fmt.Errorf("mapping: %w", err)
	}
	return tidyMapping(in)
}

func tidyMapping(in sheets.Mapping) (sheets.Mapping, error) {
	if in.Encoding != "" && !in.Encoding.Valid() {
		return in, invalid("bang_ma", "rollimport.no_field", in.Encoding)
	}
	heads := map[string]string{}
	for head, key := range in.Heads {
		if key != "" && headOf(key) == "" {
			return in, invalid("cot", "rollimport.no_field", key)
		}
		heads[sheets.HeadKey(head)] = key
	}
	in.Heads = heads
	return in, nil
}
