package welfare

import (
	"bytes"
	"strings"

	"doanket/internal/sheets"
	"doanket/internal/web"
)

// sendTable writes a small table and sends it.
func (s *Service) sendTable(c *web.Ctx, name string, format sheets.Format, sheet string, columns []sheets.Column, fill func(sheets.Writer) error) error {
	var out bytes.Buffer
	w, err := sheets.NewWriter(&out, format, sheet, columns)
	if err == nil {
		err = fill(w)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return err
	}
	return c.File(name+"."+string(format), format.ContentType(), bytes.NewReader(out.Bytes()), false)
}

// tokenIn is the code in what a reader read: an address ends with it.
func tokenIn(text string) string {
	text = strings.TrimRight(text, "/ ")
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		text = text[i+1:]
	}
	return strings.ToLower(text)
}
