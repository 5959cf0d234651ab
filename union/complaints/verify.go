package complaints

import (
	"context"
	"fmt"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Verify walks what must hold: numbers without gaps, rows, deeds and openings that have their seals and hang
// together, texts and files that open. It names units and years, never a record.
func (s *Service) Verify(ctx context.Context) ([]string, error) {
	var out []string
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		gaps, err := gapsOf(tx)
		if err != nil {
			return err
		}
		for _, g := range gaps {
			out = append(out, fmt.Sprintf("đơn vị %s năm %d: có %d đơn, số lớn nhất %d, sổ ghi %d", g.unit, g.year, g.n, g.top, g.last))
		}
		for after := kernel.ID(0); ; {
			list, err := everyComplaint(tx, after)
			if err != nil || len(list) == 0 {
				return err
			}
			for _, c := range list {
				after = c.ID
				why, err := s.flaw(ctx, tx, c)
				if err != nil {
					return err
				}
				if why != "" {
					out = append(out, fmt.Sprintf("đơn vị %s năm %d: %s", c.Unit, c.Year, why))
				}
			}
		}
	})
	return out, err
}

// flaw says what does not hold of one record, or "".
func (s *Service) flaw(ctx context.Context, tx *db.Tx, c Complaint) (string, error) {
	var err error
	c.Readers, err = readersOf(tx, c.ID)
	if err != nil {
		return "", err
	}
	if s.seals.rowSeal(c) != c.seal {
		if openText(s.seals.matter, c.ID, "matter", c.matter, new(Matter)) != nil {
			return "một đơn không mở được: site.key không phải khoá đã niêm phong nó, hoặc đơn đã bị sửa", nil
		}
		return "một đơn đã bị sửa, hoặc người được xem bị thay ngoài chương trình", nil
	}
	var sender Sender
	d := Detail{Complaint: c}
	if openText(s.seals.matter, c.ID, "matter", c.matter, &c.Matter) != nil || openText(s.seals.sender, c.ID, "sender", c.sender, &sender) != nil || s.unseal(tx, &d) != nil {
		return "một đơn không mở được", nil
	}
	if slices.ContainsFunc(c.Readers, func(r Reader) bool { return conflict(Matter{Accused: pointed(c.Matter)}, r.Hand) }) {
		return "người bị nêu có tên trên đơn", nil
	}
	before := ""
	for _, e := range d.Complaint.Events {
		if e.Seal != s.seals.eventSeal(c.ID, before, e) {
			return "diễn biến của một đơn đã bị sửa", nil
		}
		before = e.Seal
	}
	if before != c.lastEvent {
		return "diễn biến của một đơn bị thiếu", nil
	}
	before, n := "", 0
	err = eachOpening(tx, c.ID, func(o Opening) error {
		if o.Seal == s.seals.openingSeal(c.ID, before, o) && o.No == n+1 {
			n++
		}
		before = o.Seal
		return nil
	})
	if err != nil {
		return "", err
	}
	if n != c.Opened || before != c.lastOpening {
		return "nhật ký mở của một đơn đã bị sửa", nil
	}
	return s.fileFlaw(ctx, d)
}

func pointed(m Matter) []Party {
	return slices.DeleteFunc(slices.Clone(m.Accused), func(p Party) bool { return p.Person == 0 })
}

func (s *Service) fileFlaw(ctx context.Context, d Detail) (string, error) {
	if len(d.Files) != d.Complaint.Files {
		return "tệp của một đơn bị thiếu", nil
	}
	for _, f := range d.Files {
		if f.seal != s.seals.fileSeal(d.Complaint.ID, f) {
			return "tệp của một đơn đã bị sửa", nil
		}
		_, err := s.readFile(ctx, d.Complaint.ID, f)
		if err != nil {
			return "tệp của một đơn không mở được", nil //nolint:nilerr // that is the finding
		}
	}
	return "", nil
}
