package statistics

import (
	"fmt"

	"doanket/internal/db"
)

// Verify reads every snapshot: its text must have its hash, the report must remember the same, and what
// the sums are made of must give the same text again. It tells how many there are and what does not hold.
func (s *Service) Verify(tx *db.Tx) (n int, bad []string, err error) {
	var standing []Snapshot
	err = eachSnapshot(tx, func(x Snapshot, remembered string) error {
		n++
		if hashOf([]byte(x.Content)) != x.SHA256 || remembered != "" && remembered != x.SHA256 {
			bad = append(bad, fmt.Sprintf("báo cáo thống kê %s, ảnh chụp %d: nội dung khác mã băm", x.Report, x.No))
		} else if remembered != "" {
			standing = append(standing, Snapshot{Report: x.Report, No: x.No, SHA256: x.SHA256, Content: x.Content})
		}
		return nil
	})
	if err != nil {
		return n, bad, err
	}
	for _, x := range standing {
		same, err := s.reproduces(tx, x)
		if err != nil {
			return n, bad, err
		}
		if !same {
			bad = append(bad, fmt.Sprintf("báo cáo thống kê %s, ảnh chụp %d: số liệu trong bảng khác ảnh chụp", x.Report, x.No))
		}
	}
	return n, bad, nil
}

// reproduces makes the document once more of the rows that sums are made of. Sums have no rows of
// their own, and a report that went back to its unit may have been changed since.
func (s *Service) reproduces(tx *db.Tx, x Snapshot) (bool, error) {
	r, ok, err := reportByID(tx, x.Report)
	if err != nil || !ok || !r.settled() {
		return ok, err
	}
	doc, err := readSnapshot(x.Content)
	if err != nil {
		return false, err
	}
	f, err := s.formNo(tx, doc.Form, doc.Version)
	if err != nil || f.Sums != "" {
		return err == nil, err
	}
	values, err := valuesOf(tx, r.ID)
	if err != nil {
		return false, err
	}
	doc.Lines, doc.Sector, doc.Note, doc.No = f.document(values), r.Sector, r.Note, r.Snapshot
	_, hash, err := canonical(doc)
	return hash == x.SHA256, err
}
