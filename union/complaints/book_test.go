package complaints

import (
	"bytes"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func TestABookHasNoGapsThatTellOfHiddenRecords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var got []Filed
		for _, on := range []string{"2026-11-20", "2026-11-18", "2026-11-19", "2026-10-01"} {
			in := h.letter()
			in.Received = day(on)
			filed, err := h.s.Register(h.Ctx, h.hoai(), in)
			must(t, err)
			got = append(got, filed)
		}
		_, err := h.s.HandOver(h.Ctx, h.hoai(), got[2].Complaint.ID, 9, Said{}) // 19/11 is Huong's now
		must(t, err)
		b, err := h.s.Book(h.Ctx, h.hoai(), day("2026-11-01"), day("2026-11-30"))
		must(t, err)
		if len(b.Lines) != 2 || b.Lines[0].Complaint.ID != got[1].Complaint.ID || b.Lines[1].Complaint.ID != got[0].Complaint.ID {
			t.Fatalf("lines: %d", len(b.Lines))
		}
		sheet := bookSheet(b)
		var out bytes.Buffer
		must(t, h.s.Press.PDF(&out, sheet))
		if !strings.HasPrefix(out.String(), "%PDF") || !strings.Contains(out.String(), "841.89 595.28") {
			t.Error("no A4 on its side")
		}
		for n, l := range b.Lines {
			for _, cell := range l.cells(b.At.Date()) {
				for _, never := range []string{l.Complaint.Number(), "PLUGH"} {
					if strings.Contains(cell, never) {
						t.Errorf("line %d says %q", n, cell)
					}
				}
			}
		}
		d := h.open(t, h.huong(), got[2].Complaint.ID)
		for _, o := range d.Openings {
			if o.What == OpenBook {
				t.Error("a record that is in no book was opened for one")
			}
		}
		_, err = h.s.Book(h.Ctx, h.huong(), day("2026-11-01"), day("2026-11-30"))
		must(t, err)
		d = h.open(t, h.huong(), got[2].Complaint.ID)
		if len(d.Openings) != 3 || d.Openings[1].What != OpenBook {
			t.Errorf("a book is an opening: %+v", d.Openings)
		}
		for _, a := range []kernel.Actor{h.admin(), h.hanh(), {System: true, Tenant: h.top}} {
			b, err := h.s.Book(h.Ctx, a, day("2026-01-01"), day("2026-12-31"))
			must(t, err)
			if len(b.Lines) != 0 {
				t.Errorf("%s reads %d lines", a.Name, len(b.Lines))
			}
		}
		_, err = h.s.Book(h.Ctx, h.hoai(), kernel.Date{}, day("2026-11-30"))
		refused(t, err, "complaints.no_book_day")
		_, err = h.s.Book(h.Ctx, h.hoai(), day("2026-11-30"), day("2026-11-01"))
		refused(t, err, "complaints.book_backwards")
		h.sound(t)
	})
}

func TestABookInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := browse(t, h)
		id := h.accepted(t)
		page, _ := b.ask(9, "GET", "/don-thu/so", nil, 200)
		page.HasNot(".paper", "SỔ")
		page, _ = b.ask(9, "GET", "/don-thu/so?tu=30/11/2026&den=01/11/2026", nil, 422)
		page.Has(".why", "Ngày cuối trước ngày đầu.")
		const period = "?tu=01/11/2026&den=30/11/2026"
		page, _ = b.ask(9, "GET", "/don-thu/so"+period, nil, 200)
		page.Has(".paper-wide h1", "SỔ THEO DÕI KHIẾU NẠI, TỐ CÁO")
		page.Has("td", "Chi sai quỹ XYZZY")
		page.Has("td", "02/QĐ-UBKT")
		page.HasNot("td", "01/2026")
		_, w := b.ask(9, "GET", "/don-thu/so/pdf"+period, nil, 200)
		if !strings.HasPrefix(w.Body.String(), "%PDF") {
			t.Error("no PDF")
		}
		if rows := tableOf(t, b, 9, period); len(rows) != 2 || rows[0][0] != "STT" || rows[1][0] != "1" || rows[1][4] != "Chi sai quỹ XYZZY" {
			t.Errorf("rows: %v", rows)
		}

		// for who is not named, the book is that of a house without letters, page and file
		if rows := tableOf(t, b, 11, period); len(rows) != 1 {
			t.Errorf("the administrator reads %v", rows)
		}
		page, _ = b.ask(11, "GET", "/don-thu/so"+period, nil, 200)
		page.Has(".paper", "Không có đơn nào trong thời gian này.")
		_, w = b.ask(11, "GET", "/don-thu/"+id.String(), nil, 404)
		if !strings.Contains(w.Body.String(), "Không có đơn này.") {
			t.Error("answers otherwise than for what does not exist")
		}
	})
}

func tableOf(t *testing.T, b browser, account kernel.ID, period string) [][]string {
	t.Helper()
	_, w := b.ask(account, "GET", "/don-thu/so/xlsx"+period, nil, 200)
	book, err := sheets.Open(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()), sheets.Options{})
	must(t, err)
	var out [][]string
	rows, err := book.Sample(0, 50)
	must(t, err)
	for _, row := range rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		out = append(out, cells)
	}
	return out
}

func TestABookIsReadByItsIndex(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		f := Filter{From: day("2026-01-01"), To: day("2026-12-31"), Limit: bookLength}
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) { return db.ExplainOf(tx, listQuery(h.top, 9, f)) })
	})
}
