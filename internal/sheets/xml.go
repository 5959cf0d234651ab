package sheets

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// token is what xmlScan meets next.
type token uint8

const (
	tokEOF token = iota
	tokStart
	tokEnd
	tokText
)

const maxToken = 1 << 20 // a tag or a text of a workbook's part; a cell holds at most 32,767 characters

var (
	errXML   = errors.New("sheets: not the XML of a workbook")
	errToken = errors.New("sheets: a token of a workbook is too long")
)

// xmlScan reads the XML of spreadsheets, several times faster than encoding/xml because it knows what
// cannot occur there: no DTD, no entities of its own, UTF-8 only; prefixes of names are dropped.
type xmlScan struct {
	r       io.Reader
	buf     []byte
	at, end int
	done    bool
	name    []byte // local name of the last tag
	attrs   []byte // what stands in the last start tag behind its name
	raw     []byte // the last text, entities still in it
	literal bool   // the last text was CDATA
	selfEnd bool   // the last start tag closed itself: its end comes next
}

func newXMLScan(r io.Reader) *xmlScan { return &xmlScan{r: r, buf: make([]byte, 128<<10)} }

// more reads on, keeping what lies from at on; false at the end of the input.
func (s *xmlScan) more() (bool, error) {
	if s.done {
		return false, nil
	}
	if s.at > 0 {
		copy(s.buf, s.buf[s.at:s.end])
		s.end -= s.at
		s.at = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxToken {
			return false, errToken
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.r.Read(s.buf[s.end:])
	s.end += n
	if err == io.EOF {
		s.done = true
		return n > 0, nil
	}
	return true, err
}

// find gives the distance from at to the first place of what, reading on as needed.
func (s *xmlScan) find(what string, from int) (int, error) {
	for {
		i := -1
		if len(what) == 1 {
			i = bytes.IndexByte(s.buf[s.at+from:s.end], what[0])
		} else {
			i = bytes.Index(s.buf[s.at+from:s.end], []byte(what))
		}
		if i >= 0 {
			return from + i, nil
		}
		from = max(from, s.end-s.at-len(what)+1)
		ok, err := s.more()
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, io.ErrUnexpectedEOF
		}
	}
}

func (s *xmlScan) next() (token, error) {
	if s.selfEnd {
		s.selfEnd = false
		return tokEnd, nil
	}
	for {
		if s.at == s.end {
			ok, err := s.more()
			if err != nil {
				return tokEOF, err
			}
			if !ok && s.at == s.end {
				return tokEOF, nil
			}
			continue
		}
		if s.buf[s.at] != '<' {
			return s.text()
		}
		for s.end-s.at < 2 {
			ok, err := s.more()
			if err != nil {
				return tokEOF, err
			}
			if !ok {
				return tokEOF, io.ErrUnexpectedEOF
			}
		}
		switch s.buf[s.at+1] {
		case '/':
			n, err := s.find(">", 2)
			if err != nil {
				return tokEOF, err
			}
			s.name = local(bytes.TrimRight(s.buf[s.at+2:s.at+n], " \t\r\n"))
			s.at += n + 1
			return tokEnd, nil
		case '?':
			n, err := s.find("?>", 2)
			if err != nil {
				return tokEOF, err
			}
			s.at += n + 2
		case '!':
			tok, err := s.special()
			if err != nil || tok == tokText {
				return tok, err
			}
		default:
			return s.start()
		}
	}
}

func (s *xmlScan) text() (token, error) {
	n, err := s.find("<", 0)
	if errors.Is(err, io.ErrUnexpectedEOF) { // blanks behind the root element
		n, err = s.end-s.at, nil
	}
	if err != nil {
		return tokEOF, err
	}
	s.raw, s.literal = s.buf[s.at:s.at+n], false
	s.at += n
	return tokText, nil
}

// special is a comment or CDATA; a document type is not read.
func (s *xmlScan) special() (token, error) {
	n, err := s.find(">", 2)
	if err != nil {
		return tokEOF, err
	}
	head := s.buf[s.at : s.at+n+1]
	switch {
	case bytes.HasPrefix(head, []byte("<!--")):
		n, err = s.find("-->", 4)
		if err != nil {
			return tokEOF, err
		}
		s.at += n + 3
		return tokStart, nil
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		n, err = s.find("]]>", 9)
		if err != nil {
			return tokEOF, err
		}
		s.raw, s.literal = s.buf[s.at+9:s.at+n], true
		s.at += n + 3
		return tokText, nil
	}
	return tokEOF, errXML
}

func (s *xmlScan) start() (token, error) {
	n, err := s.find(">", 1)
	if err != nil {
		return tokEOF, err
	}
	for !quotesClosed(s.buf[s.at+1 : s.at+n]) {
		n, err = s.find(">", n+1)
		if err != nil {
			return tokEOF, err
		}
	}
	tag := s.buf[s.at+1 : s.at+n]
	s.at += n + 1
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		s.selfEnd = true
		tag = tag[:len(tag)-1]
	}
	cut := len(tag)
	for i, c := range tag {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			cut = i
			break
		}
	}
	if cut == 0 {
		return tokEOF, errXML
	}
	s.name, s.attrs = local(tag[:cut]), tag[cut:]
	return tokStart, nil
}

func quotesClosed(tag []byte) bool {
	if bytes.IndexByte(tag, '"') < 0 && bytes.IndexByte(tag, '\'') < 0 {
		return true
	}
	var open byte
	for _, c := range tag {
		switch {
		case open == 0 && (c == '"' || c == '\''):
			open = c
		case c == open:
			open = 0
		}
	}
	return open == 0
}

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// attr is the value of an attribute of the last start tag by its local name, entities still in it.
func (s *xmlScan) attr(name string) []byte {
	rest := s.attrs
	for {
		var key, value []byte
		key, value, rest = nextAttr(rest)
		if key == nil {
			return nil
		}
		if string(local(key)) == name {
			return value
		}
	}
}

// nextAttr cuts the first attribute off; a nil key when there is none.
func nextAttr(b []byte) (key, value, rest []byte) {
	i := 0
	for i < len(b) && b[i] <= ' ' {
		i++
	}
	b = b[i:]
	eq := bytes.IndexByte(b, '=')
	if eq < 1 {
		return nil, nil, nil
	}
	key = bytes.TrimRight(b[:eq], " \t\r\n")
	b = b[eq+1:]
	for len(b) > 0 && b[0] <= ' ' {
		b = b[1:]
	}
	if len(b) < 2 || b[0] != '"' && b[0] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(b[1:], b[0])
	if end < 0 {
		return nil, nil, nil
	}
	return key, b[1 : 1+end], b[end+2:]
}

// appendText adds the last text to dst with its entities resolved.
func (s *xmlScan) appendText(dst []byte) []byte {
	if s.literal || bytes.IndexByte(s.raw, '&') < 0 {
		return append(dst, s.raw...)
	}
	return appendUnescaped(dst, s.raw)
}

func appendUnescaped(dst, b []byte) []byte {
	for len(b) > 0 {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b, ';')
		if end < 0 || end > 12 {
			dst = append(dst, '&')
			b = b[1:]
			continue
		}
		r, ok := entity(string(b[1:end]))
		if !ok {
			dst = append(dst, b[:end+1]...)
		} else {
			dst = utf8.AppendRune(dst, r)
		}
		b = b[end+1:]
	}
	return dst
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || n == 0 {
		return 0, false
	}
	return rune(n), true
}

// unescapeControl undoes _x000D_, by which workbooks write what XML cannot hold.
func unescapeControl(s string) string {
	for from := 0; ; {
		i := indexFrom(s, "_x", from)
		if i < 0 || i+7 > len(s) {
			return s
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			from = i + 2
			continue
		}
		r := string(rune(n))
		if n == 0 {
			r = ""
		}
		s = s[:i] + r + s[i+7:]
		from = i + len(r)
	}
}

func indexFrom(s, what string, from int) int {
	i := strings.Index(s[from:], what)
	if i < 0 {
		return -1
	}
	return from + i
}
