package sheets

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"sync"
)

const (
	maxSmallPart = 32 << 20 // workbook, relations and styles
	mostParts    = 3000
	bombFrom     = 64 << 20 // below this no ratio does harm
	bombRatio    = 200      // tables of equal rows reach about 100
	mostSheets   = 500
)

// xlsxFile is an opened workbook.
type xlsxFile struct {
	zip       *zip.Reader
	limits    Limits
	since1904 bool
	strings   string // path of the shared texts, "" when there are none
	styles    []style

	once  sync.Once
	texts *sharedTexts
	err   error
}

// style is what of a cell's look says something about its value.
type style struct {
	day  dayStyle
	font legacyFont
}

// dayStyle says which parts of a date a number format shows.
type dayStyle uint8

const (
	noDay dayStyle = iota
	fullDay
	monthDay
	yearDay
	clockOnly
)

func (x *xlsxFile) part(name string, limit int64) (io.ReadCloser, int64, error) {
	name = strings.TrimPrefix(name, "/")
	for _, e := range x.zip.File {
		if e.Name != name && !strings.EqualFold(e.Name, name) {
			continue
		}
		r, err := e.Open()
		if err != nil {
			return nil, 0, err
		}
		return &counted{ReadCloser: r, most: limit, packed: int64(e.CompressedSize64)}, int64(e.UncompressedSize64), nil
	}
	return nil, 0, errAbsent
}

var errAbsent = errors.New("sheets: the workbook lacks a part")

// counted reads a part and stops at what it may unpack to.
type counted struct {
	io.ReadCloser
	n, most, packed int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	if c.n > c.most || c.n > bombFrom && c.n > bombRatio*c.packed {
		return n, invalid("sheets.bomb")
	}
	return n, err
}

// elements calls at for each start tag of a small part.
func (x *xlsxFile) elements(name string, at func(s *xmlScan) error) error {
	r, _, err := x.part(name, maxSmallPart)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newXMLScan(r)
	for {
		tok, err := s.next()
		if err != nil {
			return err
		}
		switch tok {
		case tokEOF:
			return nil
		case tokStart:
			err = at(s)
			if err != nil {
				return err
			}
		}
	}
}

func attrText(s *xmlScan, name string) string {
	return string(appendUnescaped(nil, s.attr(name)))
}

// relations gives the targets of a part by their ids, and the first target of a kind.
func (x *xlsxFile) relations(of string) (byID map[string]string, byKind map[string]string, err error) {
	dir, file := path.Split(of)
	byID, byKind = map[string]string{}, map[string]string{}
	err = x.elements(dir+"_rels/"+file+".rels", func(s *xmlScan) error {
		if string(s.name) != "Relationship" {
			return nil
		}
		target := attrText(s, "Target")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)[1:]
		} else {
			target = path.Join(dir, target)
		}
		byID[attrText(s, "Id")] = target
		kind := path.Base(attrText(s, "Type"))
		if byKind[kind] == "" {
			byKind[kind] = target
		}
		return nil
	})
	return byID, byKind, err
}

// open reads what a workbook says of itself.
func (x *xlsxFile) open() ([]SheetInfo, error) {
	if len(x.zip.File) > mostParts {
		return nil, invalid("sheets.bomb")
	}
	_, kinds, err := x.relations("")
	if err != nil {
		return nil, err
	}
	book := kinds["officeDocument"]
	ids, kinds, err := x.relations(book)
	if err != nil {
		return nil, err
	}
	var list []SheetInfo
	err = x.elements(book, func(s *xmlScan) error {
		switch string(s.name) {
		case "workbookPr":
			v := string(s.attr("date1904"))
			x.since1904 = v == "1" || v == "true"
		case "sheet":
			target := ids[attrText(s, "id")]
			if strings.Contains(target, "worksheets/") || strings.Contains(target, "sheet") && !strings.Contains(target, "chartsheet") {
				list = append(list, SheetInfo{attrText(s, "name"), len(s.attr("state")) > 0 && string(s.attr("state")) != "visible", target})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || len(list) > mostSheets {
		return nil, invalid("sheets.unreadable")
	}
	x.strings = kinds["sharedStrings"]
	if kinds["styles"] == "" {
		return list, nil
	}
	x.styles, err = x.readStyles(kinds["styles"])
	return list, err
}

// readStyles reads number formats and fonts of the styles that cells point at.
func (x *xlsxFile) readStyles(name string) ([]style, error) {
	formats := map[int]dayStyle{}
	var fonts []legacyFont
	var out []style
	inFonts, inCells := false, false
	err := x.elements(name, func(s *xmlScan) error {
		switch string(s.name) {
		case "numFmt":
			id, err := strconv.Atoi(string(s.attr("numFmtId")))
			if err == nil {
				formats[id] = dayStyleOf(attrText(s, "formatCode"))
			}
		case "fonts":
			inFonts, inCells = true, false
		case "font":
			if inFonts {
				fonts = append(fonts, notLegacy)
			}
		case "name":
			if inFonts && len(fonts) > 0 {
				fonts[len(fonts)-1] = legacyFontNamed(attrText(s, "val"))
			}
		case "fills", "borders", "cellStyleXfs", "cellStyles", "dxfs", "tableStyles":
			inFonts, inCells = false, false
		case "cellXfs":
			inFonts, inCells = false, true
		case "xf":
			if !inCells {
				return nil
			}
			id, _ := strconv.Atoi(string(s.attr("numFmtId")))
			day, ok := formats[id]
			if !ok {
				day = builtInDayStyle(id)
			}
			st := style{day: day}
			font, err := strconv.Atoi(string(s.attr("fontId")))
			if err == nil && font >= 0 && font < len(fonts) {
				st.font = fonts[font]
			}
			out = append(out, st)
		}
		return nil
	})
	return out, err
}

func builtInDayStyle(id int) dayStyle {
	switch {
	case id == 17, id == 55:
		return monthDay
	case id >= 14 && id <= 16, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 56 && id <= 58:
		return fullDay
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return clockOnly
	}
	return noDay
}

// dayStyleOf reads a number format of the workbook's own: dd/mm/yyyy, [$-42A]mmmm yyyy, "năm" yyyy.
func dayStyleOf(code string) dayStyle {
	var y, m, d, h bool
	first, _, _ := strings.Cut(code, ";")
	for i := 0; i < len(first); i++ {
		switch c := first[i] | 0x20; {
		case first[i] == '"':
			i += skipTo(first[i+1:], '"') + 1
		case first[i] == '[':
			i += skipTo(first[i+1:], ']') + 1
		case first[i] == '\\' || first[i] == '_' || first[i] == '*':
			i++
		case c == 'y':
			y = true
		case c == 'm':
			m = true
		case c == 'd':
			d = true
		case c == 'h' || c == 's':
			h = true
		case c == 'g' || c == 'e' || first[i] == '#' || first[i] == '0' && !h && !y:
			if c == 'g' && strings.HasPrefix(strings.ToLower(first[i:]), "general") || first[i] == '#' || first[i] == '0' {
				return noDay
			}
		}
	}
	switch {
	case d && (m || y):
		return fullDay
	case y && m:
		return monthDay
	case y:
		return yearDay
	case h:
		return clockOnly
	case d || m:
		return fullDay
	}
	return noDay
}

func skipTo(s string, c byte) int {
	i := strings.IndexByte(s, c)
	if i < 0 {
		return len(s)
	}
	return i
}
