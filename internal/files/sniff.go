package files

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"doanket/kernel"
)

var (
	magicPDF  = []byte("%PDF-")
	magicJPEG = []byte{0xff, 0xd8, 0xff}
	magicPNG  = []byte("\x89PNG\r\n\x1a\n")
	magicZip  = []byte("PK\x03\x04")
	magicOLE  = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	utf8Mark  = []byte("\xef\xbb\xbf")
	eof       = []byte("%%EOF")
	zipEnd    = []byte("PK\x05\x06")

	// htmlHead is what makes a browser that guesses take bytes for a page.
	htmlHead = regexp.MustCompile(`(?i)<(!doctype\s+html|html|head|body|script|iframe|svg|object|embed)[\s>/]`)
	locked   = regexp.MustCompile(`/Encrypt\s+\d+\s+\d+\s+R`)
)

// sniff tells the family from the first bytes: PDF, JPEG, PNG, CSV, or DOCX for every office file.
func sniff(head []byte, name string, rule Rule) (Type, error) {
	switch {
	case len(head) == 0:
		return "", invalid("files.empty")
	case bytes.HasPrefix(head, magicPDF):
		return wanted(rule, PDF)
	case bytes.HasPrefix(head, magicJPEG):
		return wanted(rule, JPEG)
	case bytes.HasPrefix(head, magicPNG):
		return wanted(rule, PNG)
	case bytes.HasPrefix(head, magicZip):
		return wanted(rule, DOCX, XLSX)
	case bytes.HasPrefix(head, magicOLE):
		return "", invalid("files.old_office")
	case looksLikeHTML(head):
		return "", invalid("files.html")
	}
	_, ending := splitName(name)
	if slices.Contains(endings[CSV], ending) && slices.Contains(rule.Types, CSV) {
		return CSV, nil
	}
	for t, list := range endings {
		if slices.Contains(list, ending) && slices.Contains(rule.Types, t) {
			return "", invalid("files.not_what_it_says", ending)
		}
	}
	return "", unwanted(rule)
}

func wanted(rule Rule, types ...Type) (Type, error) {
	for _, t := range types {
		if slices.Contains(rule.Types, t) {
			return types[0], nil
		}
	}
	return "", unwanted(rule)
}

func unwanted(rule Rule) *kernel.Fault {
	var names []string
	for _, t := range rule.Types {
		names = append(names, strings.ToUpper(string(t)))
	}
	return invalid("files.type", strings.Join(names, ", "))
}

func looksLikeHTML(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, utf8Mark), " \t\r\n\x00")
	return len(head) > 0 && head[0] == '<' || htmlHead.Match(head)
}

// checkPDF asks for what every reader needs, and that the file is nothing else besides: no page in
// its head, no archive at its end. Its bytes are not touched.
func checkPDF(f *os.File, size int64) error {
	head, err := readAt(f, 0, 4096)
	if err != nil {
		return err
	}
	if htmlHead.Match(head) {
		return invalid("files.polyglot")
	}
	from := max(0, size-66*1024) // an archive's end may hide behind a comment of 64 KB
	tail, err := readAt(f, from, 66*1024)
	if err != nil {
		return err
	}
	end := bytes.LastIndex(tail, eof)
	if end < 0 || end < len(tail)-2048 {
		return invalid("files.broken_pdf")
	}
	rest := bytes.TrimSpace(bytes.Trim(tail[end+len(eof):], "\x00"))
	if len(rest) > 0 || zipReachesEnd(tail) {
		return invalid("files.polyglot")
	}
	return checkLocked(f, size)
}

// zipReachesEnd tells whether an archive's directory with its comment ends exactly at the end of the bytes.
func zipReachesEnd(tail []byte) bool {
	for at := bytes.Index(tail, zipEnd); at >= 0; {
		if at+22 <= len(tail) && at+22+int(tail[at+20])+int(tail[at+21])<<8 == len(tail) {
			return true
		}
		next := bytes.Index(tail[at+1:], zipEnd)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// checkLocked refuses a PDF with a password: no officer could open it.
func checkLocked(f *os.File, size int64) error {
	const piece, overlap = 1 << 20, 64
	for at := int64(0); at < size; at += piece - overlap {
		b, err := readAt(f, at, piece)
		if err != nil {
			return err
		}
		if locked.Match(b) {
			return invalid("files.locked_pdf")
		}
	}
	return nil
}

func readAt(f *os.File, at int64, n int) ([]byte, error) {
	b := make([]byte, n)
	got, err := f.ReadAt(b, at)
	if err == io.EOF {
		err = nil
	}
	return b[:got], err
}

// checkText wants UTF-8 without control characters.
func checkText(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	if !utf8.Valid(b) || bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }) {
		return invalid("files.not_text")
	}
	return nil
}
