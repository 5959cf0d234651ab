package committees

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/ui"
)

// sheet is the list of a committee (danh sách ban chấp hành) as a paper, as of the day of the detail. The
// layout follows the papers of unions; the form of the Confederation itself was not read.
func (s *Service) sheet(d Detail) paper.Sheet {
	vn := ui.WithLang(context.Background(), ui.Vietnamese) // a paper is Vietnamese whoever prints it
	v := committeeView(vn, d, s.today())
	table := paper.Table{Columns: []paper.Column{{Head: "TT", Wide: 7, Align: paper.Center}, {Head: "Họ và tên", Wide: 30}, {Head: "Năm sinh", Wide: 13, Align: paper.Center}, {Head: "Chức danh", Wide: 28}, {Head: "Giữ chức danh", Wide: 30}}}
	for i, p := range v.Now {
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), p.Name, p.Born, p.Post, p.Span})
	}
	var facts paper.Rows
	for _, f := range v.Facts {
		facts = append(facts, paper.Row{Label: f.Label, Value: f.Value})
	}
	blocks := []paper.Block{facts}
	if len(table.Rows) > 0 {
		blocks = append(blocks, table)
	} else {
		blocks = append(blocks, paper.Para{Text: "Ngày " + v.Day + " không có ai giữ chức danh.", Italic: true})
	}
	return paper.Sheet{Size: paper.A4, Head: paper.Head{Issuer: d.Unit.Name}, Title: "Danh sách " + v.Title, Under: "Tính đến ngày " + v.Day,
		Blocks: append(blocks, paper.Signatures{{Title: "Người lập"}, {Title: "TM. " + v.Title, Hint: "Ký, đóng dấu"}}),
		QR:     paper.QR{Text: s.Base + at(committeePath(d.Committee.ID), d.On, s.today()), Caption: "Mã dẫn về danh sách này"},
		Foot:   "Danh sách " + v.Title, At: s.Clock.Now()}
}

func (s *Service) printCommittee(c *web.Ctx) error {
	d, _, err := s.detailOf(c)
	if err != nil {
		return err
	}
	sheet, base := s.sheet(d), committeePath(d.Committee.ID)
	return c.Page(http.StatusOK, sheet.Title, CommitteePaper(sheet, at(base, d.On, s.today()), at(base+"/in/pdf", d.On, s.today())))
}

func (s *Service) committeePDF(c *web.Ctx) error {
	d, _, err := s.detailOf(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = s.Press.PDF(&out, s.sheet(d))
	if err != nil {
		return err
	}
	return c.File("danh-sach-ban.pdf", "application/pdf", bytes.NewReader(out.Bytes()), true)
}
