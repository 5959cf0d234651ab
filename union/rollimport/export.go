package rollimport

import (
	"context"
	"io"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// Export (xuất danh sách) writes the roll of a unit in the shape that the import reads, so that the same
// file brought in again changes nothing. With below, also all units under it. It gives the number of
// members written; the journal keeps who took how many.
func (s *Service) Export(ctx context.Context, a kernel.Actor, unit kernel.ID, below bool, f sheets.Format, out io.Writer) (int, error) {
	u, err := s.Units.MayKeep(ctx, a, unit)
	if err != nil {
		return 0, err
	}
	units := []Unit{u}
	if below {
		units, err = s.Units.Below(ctx, unit)
		if err != nil {
			return 0, err
		}
	}
	names, ids := unitWords(units), make([]kernel.ID, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	cols := exported()
	w, err := sheets.NewWriter(out, f, "Đoàn viên", columnsOf(cols))
	if err != nil {
		return 0, err
	}
	n := 0
	contracts := s.Roll.Contracts()
	cells := make([]any, len(cols))
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return s.Roll.Each(tx, u.Tenant, ids, s.today(), func(e Entry) error {
			n++
			for i, c := range cols {
				if c.Key == "unit" {
					cells[i] = names[e.Unit]
					continue
				}
				cells[i] = written(&e, c.Key, contracts)
			}
			return w.Row(cells...)
		})
	})
	if err != nil {
		return n, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		return s.Audit.Note(tx, a, "rollimport.exported", "unit:"+unit.String(), nil, map[string]any{"members": n, "below": below, "format": f})
	})
	if err != nil {
		return n, err
	}
	return n, w.Close()
}

// unitWords are how units are named in an export so that the import finds each again: by identifier, by
// name when no other has it, else by number.
func unitWords(units []Unit) map[kernel.ID]string {
	book := newUnitBook(units)
	out := map[kernel.ID]string{}
	for _, u := range units {
		for _, word := range []string{u.Identifier, u.Name, u.ID.String()} {
			if id, code := book.find(word); word != "" && code == "" && id == u.ID {
				out[u.ID] = word
				break
			}
		}
	}
	return out
}

func columnsOf(cols []sheets.Field) []sheets.Column {
	out := make([]sheets.Column, len(cols))
	for i, c := range cols {
		out[i] = sheets.Column{Head: c.Head}
		if c.Key == "name" || c.Key == "unit" || c.Key == "home" {
			out[i].Width = 32
		}
	}
	return out
}

// Template (tệp mẫu) is an empty table with every column, one example, and the kinds of contract.
func (s *Service) Template(out io.Writer) error {
	b := sheets.NewWorkbook(out)
	cols := exported()
	w, err := b.Sheet("Đoàn viên", columnsOf(cols))
	if err == nil {
		example := Entry{Name: "Nguyễn Văn Mẫu", Born: kernel.Date{Year: 1990, Month: 1, Day: 31}, Sex: "nam", Identity: "000090000123", Phone: "0900000000",
			Group: "Tổ 1", Admitted: kernel.Date{Year: 2015, Month: 5, Day: 1}, Basis: "12/QĐ-CĐCS", Job: "Công nhân", Contract: "indefinite",
			Wage: 6_500_000, Home: "Tổ 1, khu Mẫu", Ethnicity: "Kinh"}
		cells := make([]any, len(cols))
		for i, c := range cols {
			if c.Key != "unit" {
				cells[i] = written(&example, c.Key, s.Roll.Contracts())
			}
		}
		err = w.Row(cells...)
	}
	if err == nil {
		w, err = b.Sheet("Loại hợp đồng", []sheets.Column{{Head: "Loại hợp đồng", Width: 40}})
	}
	for _, c := range s.Roll.Contracts() {
		if err == nil {
			err = w.Row(c.Name)
		}
	}
	if err != nil {
		b.Drop()
		return err
	}
	return b.Close()
}
