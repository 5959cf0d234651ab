package welfare

import (
	"io"
	"net/http"
	"strings"

	"doanket/core/payments"
	"doanket/internal/rules"
	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
)

func heads(widths []float64, names ...string) []sheets.Column {
	out := make([]sheets.Column, len(names))
	for i, n := range names {
		out[i] = sheets.Column{Head: n}
		if i < len(widths) {
			out[i].Width = widths[i]
		}
	}
	return out
}

// writeRows writes a list as people read it, with why each stands there.
func (s *Service) writeRows(c *web.Ctx, out io.Writer, format sheets.Format, programme, list kernel.ID, f RowFilter) error {
	var w sheets.Writer
	err := s.EachRow(c.Context(), c.Actor, programme, list, c.Get("xem"), f, func(sh Sheet) error {
		var err error
		w, err = sheets.NewWriter(out, format, sh.Occasion.Title, heads([]float64{16, 28, 30, 16, 14, 18, 20, 60, 40, 20, 20, 20},
			c.T("Mã số đoàn viên"), c.T("Họ và tên"), c.T("Đơn vị"), c.T("Tổ công đoàn"), c.T("Số tiền"), c.T("Trạng thái"), c.T("Nguồn"), c.T("Vì sao"), c.T("Lý do người sửa ghi"), c.T("Cách nhận"), c.T("Số chứng từ"), c.T("Nhận lúc")))
		return err
	}, func(b Benefit, unit string) error {
		at := ""
		if !b.At.IsZero() {
			at = kernel.FormatInstant(b.At)
		}
		return w.Row(b.Number, b.Name, unit, b.Group, b.Amount, benefitWord(c.Context(), b.State), sourceWord(c.Context(), b.Source), (rules.Finding{Lines: b.Why}).Said(), b.Reason, howWord(c.Context(), b.How), b.Paper, at)
	})
	if err != nil {
		return err
	}
	return w.Close()
}

// writeBank writes what the bank is asked to send: those who wait and have an account.
func (s *Service) writeBank(c *web.Ctx, out io.Writer, format sheets.Format, programme, list kernel.ID, f RowFilter) error {
	f.How = ByTransfer
	var w sheets.Writer
	purpose := ""
	n := 0
	err := s.EachRow(c.Context(), c.Actor, programme, list, "cho-nhan", f, func(sh Sheet) error {
		purpose = payments.PurposeText(sh.Programme.Title + " " + sh.Occasion.Title)
		var err error
		w, err = sheets.NewWriter(out, format, c.T("Bảng kê chuyển khoản"), heads([]float64{6, 30, 22, 30, 12, 16, 40, 18, 30},
			c.T("STT"), c.T("Tên người hưởng"), c.T("Số tài khoản"), c.T("Ngân hàng"), c.T("Mã ngân hàng"), c.T("Số tiền"), c.T("Nội dung"), c.T("Mã số đoàn viên"), c.T("Đơn vị")))
		return err
	}, func(b Benefit, unit string) error {
		n++
		bank, _ := payments.BankByBIN(b.Account.BIN, s.today())
		return w.Row(n, strings.ToUpper(kernel.Fold(b.Account.Holder)), b.Account.Number, bank.Name, b.Account.BIN, b.Amount, purpose+" "+b.Number, b.Number, unit)
	})
	if err != nil {
		return err
	}
	return w.Close()
}

func (s *Service) readReport(c *web.Ctx) (Report, error) {
	id, err := c.ID("id")
	if err != nil {
		return Report{}, err
	}
	return s.Report(c.Context(), c.Actor, id, web.IDOf(c.Get("dip")), web.IDOf(c.Get("don-vi")))
}

func (s *Service) showReport(c *web.Ctx) error {
	r, err := s.readReport(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Báo cáo chương trình"), ReportPage(r))
}

func (s *Service) exportReport(c *web.Ctx) error {
	r, err := s.readReport(c)
	if err != nil {
		return err
	}
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	return s.sendTable(c, "bao-cao-phuc-loi", format, c.T("Báo cáo"), heads([]float64{40}, c.T("Đơn vị"), c.T("Đoàn viên đã xét"), c.T("Thuộc diện"), c.T("Chưa rõ"), c.T("Trong danh sách"), c.T("Số tiền"), c.T("Đã nhận"), c.T("Đã chi"), c.T("Chưa nhận được gì")),
		func(w sheets.Writer) error {
			for _, row := range append(r.Rows, ReportRow{Name: c.T("Cộng"), Tally: r.Total}) {
				t := row.Tally
				err := w.Row(row.Name, t.Seen, t.Fit, t.Unsure, t.Listed, t.Amount, t.Received, t.Paid, t.Missed())
				if err != nil {
					return err
				}
			}
			return nil
		})
}
