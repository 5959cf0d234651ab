package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"doanket/kernel"
)

// Type is a kind of file that the product takes in.
type Type string

// The kinds of files.
const (
	PDF  Type = "pdf"
	JPEG Type = "jpg"
	PNG  Type = "png"
	XLSX Type = "xlsx"
	DOCX Type = "docx"
	CSV  Type = "csv" // plain text, in UTF-8 unless the rule says AnyText
)

var contentTypes = map[Type]string{
	PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png", CSV: "text/csv; charset=utf-8",
	XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

var endings = map[Type][]string{
	PDF: {".pdf"}, JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"}, PNG: {".png"}, XLSX: {".xlsx"}, DOCX: {".docx"}, CSV: {".csv", ".txt"},
}

// ContentType is what a browser is told.
func (t Type) ContentType() string { return contentTypes[t] }

// Rule says what may come in. Zero fields take the defaults: papers and pictures up to 20 MB.
type Rule struct {
	Types   []Type
	MaxSize int64
	// AnyText lets text through in whatever encoding, for whoever detects encodings herself.
	AnyText bool
	// MaxUnpacked is what an office file may unpack to, 300 MB when zero.
	MaxUnpacked int64
	// Wide and Tall make a larger picture smaller, until its smaller side fits; zero keeps its size.
	Wide, Tall int
}

// DefaultRule is for papers of a dossier.
var DefaultRule = Rule{Types: []Type{PDF, JPEG, PNG, DOCX, XLSX}, MaxSize: 20 << 20}

func (r Rule) orDefault() Rule {
	if len(r.Types) == 0 {
		r.Types = DefaultRule.Types
	}
	if r.MaxSize <= 0 {
		r.MaxSize = DefaultRule.MaxSize
	}
	return r
}

// Accepted is a file that may be kept. Close removes its temporary copy.
type Accepted struct {
	*os.File
	Name string // cleaned, with the ending of its real type
	Type Type
	Size int64
}

// Close removes the temporary copy.
func (a *Accepted) Close() error { return drop(a.File) }

func drop(f *os.File) error { return errors.Join(f.Close(), os.Remove(f.Name())) }

// Accept reads a file from outside and gives what may be kept of it, or a Fault whose code says why
// not. It stops reading at the limit, and after the first bytes when the type is not wanted.
func Accept(r io.Reader, name string, rule Rule) (*Accepted, error) {
	rule = rule.orDefault()
	name, err := CleanName(name)
	if err != nil {
		return nil, err
	}
	head := make([]byte, 1024)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	head = head[:n]
	family, err := sniff(head, name, rule)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "doanket-in-")
	if err != nil {
		return nil, trouble(err)
	}
	a, err := accept(f, io.MultiReader(bytes.NewReader(head), r), name, rule, family)
	if err != nil {
		return nil, errors.Join(err, drop(f))
	}
	return a, nil
}

func accept(f *os.File, r io.Reader, name string, rule Rule, family Type) (*Accepted, error) {
	kept, err := copyLimited(context.Background(), f, r, rule.MaxSize)
	if err != nil {
		return nil, err
	}
	a := &Accepted{File: f, Name: name, Type: family, Size: kept.Size}
	switch family {
	case PDF:
		err = checkPDF(f, kept.Size)
	case JPEG, PNG:
		a.Size, err = rewriteImage(f, family, rule)
	case CSV:
		if !rule.AnyText {
			err = checkText(f)
		}
	default:
		a.Type, err = checkOffice(f, kept.Size, rule.MaxUnpacked)
	}
	if err != nil {
		return nil, err
	}
	if !slices.Contains(rule.Types, a.Type) {
		return nil, unwanted(rule)
	}
	stem, ending := splitName(name)
	if ending != "" && !slices.Contains(endings[a.Type], ending) {
		return nil, invalid("files.mismatch", ending, string(a.Type))
	}
	if ending == "" {
		ending = endings[a.Type][0]
	}
	a.Name = stem + ending
	_, err = f.Seek(0, io.SeekStart)
	return a, err
}

func invalid(code string, args ...any) *kernel.Fault {
	return &kernel.Fault{Kind: kernel.Invalid, Code: code, Args: args}
}

// File is what a room writes down about a kept file.
type File struct {
	Stored
	Name string
	Type Type
}

// Keep accepts a file and puts it into the store.
func Keep(ctx context.Context, s Store, r io.Reader, name string, rule Rule) (File, error) {
	a, err := Accept(r, name, rule)
	if err != nil {
		return File{}, err
	}
	defer a.Close()
	kept, err := s.Put(ctx, a, a.Size)
	return File{kept, a.Name, a.Type}, err
}
