package files

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
)

const (
	mostEntries   = 3000
	mostUnpacked  = 300 << 20
	mostRatio     = 150     // spreadsheets of zeros reach about 100
	smallUnpacked = 4 << 20 // below this no ratio does harm
)

// checkOffice looks into a DOCX or XLSX: its parts are unpacked once under limits, so that nobody
// who opens it later meets a bomb, a macro or a name that climbs out of the archive.
func checkOffice(f *os.File, size, unpacked int64) (Type, error) {
	tail, err := readAt(f, max(0, size-22), 22)
	if err != nil {
		return "", err
	}
	if !zipReachesEnd(tail) {
		return "", invalid("files.polyglot") // bytes behind the archive, or a comment
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return "", invalid("files.broken_office")
	}
	if len(z.File) > mostEntries {
		return "", invalid("files.bomb")
	}
	kind := Type("")
	known := false
	for _, e := range z.File {
		lower := strings.ToLower(e.Name)
		switch {
		case strings.HasPrefix(e.Name, "/"), strings.Contains(e.Name, "\\"), slices.Contains(strings.Split(e.Name, "/"), ".."):
			return "", invalid("files.bad_entry")
		case strings.HasSuffix(lower, "vbaproject.bin"):
			return "", invalid("files.macro")
		case e.Name == "[Content_Types].xml":
			known = true
		case e.Name == "word/document.xml":
			kind = DOCX
		case e.Name == "xl/workbook.xml":
			kind = XLSX
		}
	}
	if !known || kind == "" {
		return "", invalid("files.archive")
	}
	err = checkOverlap(z, size)
	if err != nil {
		return "", err
	}
	if unpacked <= 0 {
		unpacked = mostUnpacked
	}
	return kind, unpack(z, size, unpacked)
}

// checkOverlap refuses archives whose parts share bytes: only bombs do that.
func checkOverlap(z *zip.Reader, size int64) error {
	type span struct{ from, to int64 }
	var spans []span
	for _, e := range z.File {
		at, err := e.DataOffset()
		if err != nil || e.CompressedSize64 > uint64(size) {
			return invalid("files.broken_office")
		}
		spans = append(spans, span{at, at + int64(e.CompressedSize64)})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return invalid("files.bomb")
		}
	}
	return nil
}

// unpack counts what really comes out, since the sizes in an archive are only claims.
func unpack(z *zip.Reader, size, limit int64) error {
	most := min(limit, max(smallUnpacked, size*mostRatio))
	total := int64(0)
	for _, e := range z.File {
		if e.UncompressedSize64 > uint64(most) {
			return invalid("files.bomb")
		}
		r, err := e.Open()
		if err != nil {
			return invalid("files.broken_office")
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, most-total+1))
		total += n
		if total > most {
			return errors.Join(invalid("files.bomb"), r.Close())
		}
		_ = r.Close()
		if err != nil {
			return invalid("files.broken_office")
		}
	}
	return nil
}
