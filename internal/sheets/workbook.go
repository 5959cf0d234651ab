package sheets

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxRows is how many rows a sheet of a workbook may have.
const MaxRows = 1_048_576

// Workbook (tệp Excel) is an XLSX file that is being written. Its sheets may be written one beside the
// other; their rows wait packed, in a temporary file once they are many. Nothing comes out before Close,
// so that a list that fails on its way leaves no half file. The same rows always give the same bytes.
type Workbook struct {
	out    io.Writer
	sheets []*SheetWriter
}

// NewWorkbook begins a workbook.
func NewWorkbook(out io.Writer) *Workbook { return &Workbook{out: out} }

// Drop gives up what is not finished.
func (b *Workbook) Drop() {
	for _, s := range b.sheets {
		s.packed.drop()
	}
}

// Sheet begins a sheet with a head that stays in sight; without columns there is no head.
func (b *Workbook) Sheet(name string, columns []Column) (*SheetWriter, error) {
	s := &SheetWriter{name: b.free(sheetName(name)), first: len(b.sheets) == 0, next: 1, frozen: len(columns) > 0}
	s.packed = newPacked()
	b.sheets = append(b.sheets, s)
	if len(columns) == 0 {
		return s, nil
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		width := c.Width
		if width <= 0 {
			width = float64(min(40, max(12, utf8.RuneCountInString(c.Head)+2)))
		}
		s.Width(i, i, width)
		heads[i] = styled{styleHead, c.Head}
	}
	return s, s.write(heads)
}

// free makes a name one that no other sheet has; capitals make no difference to Excel.
func (b *Workbook) free(name string) string {
	one := name
	for n := 2; ; n++ {
		taken := false
		for _, s := range b.sheets {
			taken = taken || strings.EqualFold(s.name, one)
		}
		if !taken {
			return one
		}
		tail := fmt.Sprintf(" (%d)", n)
		runes := []rune(name)
		one = string(runes[:min(len(runes), 31-len(tail))]) + tail
	}
}

// sheetName is a name that Excel accepts: 31 characters and none of :\/?*[].
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		if r < ' ' {
			return -1
		}
		return r
	}, strings.Trim(compose(clean(s)), "' "))
	n := 0
	for i, r := range s {
		n++
		if r > 0xffff {
			n++
		}
		if n > 31 {
			s = s[:i]
			break
		}
	}
	s = strings.Trim(s, "' ")
	if s == "" {
		return "Sheet1"
	}
	return s
}

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsMain   = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	nsOffice = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	nsParts  = `http://schemas.openxmlformats.org/package/2006/relationships`
	typeMain = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

// Close finishes all sheets and writes the file.
func (b *Workbook) Close() error {
	defer b.Drop()
	if len(b.sheets) == 0 {
		return errors.New("sheets: a workbook without sheets")
	}
	z := zip.NewWriter(b.out)
	var types, list, links strings.Builder
	for i, s := range b.sheets {
		err := s.finish()
		if err != nil {
			return err
		}
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, typeMain)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, appendEscaped(nil, s.name), n, n)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, nsOffice, n)
		if len(s.notes) > 0 {
			fmt.Fprintf(&types, `<Override PartName="/xl/comments%d.xml" ContentType="%scomments+xml"/>`, n, typeMain)
		}
	}
	for _, p := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + typeMain + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + typeMain + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + nsParts + `"><Relationship Id="rId1" Type="` + nsOffice + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsOffice + `"><bookViews><workbookView/></bookViews><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + nsParts + `">` + links.String() + fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(b.sheets)+1, nsOffice)},
		{"xl/styles.xml", stylesPart},
	} {
		err := part(z, p.name, xmlHead+p.text)
		if err != nil {
			return err
		}
	}
	for i, s := range b.sheets {
		err := s.packed.into(z, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err == nil && len(s.notes) > 0 {
			err = s.writeNotes(z, i+1)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// epoch stands for the time of every part: when a file was made is told by where it is kept, and the
// same rows are to give the same bytes.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func part(z *zip.Writer, name, text string) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// The looks of cells, in the order of cellXfs below.
const (
	stylePlain = iota
	styleHead
	styleText
	styleDate
	styleMoney
	styleWrong
	styleReason
	styleBold
)

// stylesPart: texts have the format "@", so that a number of identity stays what it is when somebody
// edits its cell.
const stylesPart = `<styleSheet xmlns="` + nsMain + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>` +
	`<fonts count="3"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>` +
	`<font><sz val="11"/><color rgb="FF9B1C1C"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFFBD5D5"/><bgColor indexed="64"/></patternFill></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="0" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/>` +
	`<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
