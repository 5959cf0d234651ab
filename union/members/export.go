package members

import (
	"slices"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/internal/web"
)

// export writes the roll as it stands in the list: same filters, same columns, numbers masked. Who took
// how many rows away is written into the journal.
func (s *Service) export(c *web.Ctx) error {
	a := s.readList(c)
	f := a.filter
	f.After, f.Limit = "", pageMost
	first, err := s.List(c.Context(), c.Actor, f) // a refusal must come before the first byte
	if err != nil {
		return err
	}
	return s.writeRoll(c, a, func(after string) (Page, error) {
		if after == "" {
			return first, nil
		}
		f.After = after
		return s.List(c.Context(), c.Actor, f)
	})
}

// writeRoll writes pages of the roll until one has nothing behind it.
func (s *Service) writeRoll(c *web.Ctx, a listAsk, next func(after string) (Page, error)) error {
	format, name := sheets.XLSX, "doan-vien.xlsx"
	if c.Get("dang") == "csv" {
		format, name = sheets.CSV, "doan-vien.csv"
	}
	heads := []sheets.Column{{Head: "STT", Width: 6}, {Head: "Mã số đoàn viên", Width: 18}, {Head: "Họ và tên", Width: 28}}
	var shown []column
	for _, col := range columns {
		if slices.Contains(a.columns, col.key) {
			shown = append(shown, col)
			heads = append(heads, sheets.Column{Head: col.head, Width: 20})
		}
	}
	c.W.Header().Set("Content-Type", format.ContentType())
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	out, err := sheets.NewWriter(c.W, format, "Đoàn viên", heads)
	if err != nil {
		return err
	}
	n := 0
	for after := ""; ; {
		page, err := next(after)
		if err != nil {
			return err
		}
		for _, m := range page.Members {
			n++
			cells := []any{n, m.Number, m.Name}
			for _, col := range shown {
				cells = append(cells, col.cell(c.Context(), m, page.Units))
			}
			err = out.Row(cells...)
			if err != nil {
				return err
			}
		}
		if page.Next == "" {
			break
		}
		after = page.Next
	}
	err = out.Close()
	if err != nil {
		return err
	}
	return s.DB.Tx(c.Context(), func(tx *db.Tx) error {
		return s.Audit.Note(tx, c.Actor, exportedVerb, "members:"+a.filter.Unit.String(), nil, map[string]any{"rows": n, "query": a.query.Encode()})
	})
}
