package paper

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// qrPath draws the code with its quiet zone; a text too long for any code gives an empty picture,
// since a page must not fail for its ornament: the caption still leads back.
func qrPath(text string) (viewBox, path string) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return "0 0 1 1", ""
	}
	var b strings.Builder
	bits := code.Bitmap()
	for y, row := range bits {
		for x := 0; x < len(row); {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
			} else {
				x++
			}
		}
	}
	return fmt.Sprintf("0 0 %d %d", len(bits), len(bits)), b.String()
}

func align(columns []Column, i int) string {
	if i < len(columns) {
		return string(columns[i].Align)
	}
	return ""
}

func tableName(t Table) string {
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Head
	}
	return strings.Join(heads, ", ")
}
