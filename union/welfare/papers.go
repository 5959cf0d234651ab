package welfare

import (
	"context"
	"fmt"

	"doanket/internal/db"
	"doanket/internal/paper"
	"doanket/kernel"
)

// maxOnPaper is how many people one printed list names.
const maxOnPaper = 3000

// SigningSheet sets the list that receivers sign: those approved for one unit and below it who have no
// account for a transfer, or who have received by signature. Refuses with welfare.too_many_to_print.
func (s *Service) SigningSheet(ctx context.Context, a kernel.Actor, programme, list, unit kernel.ID) (paper.Sheet, error) {
	var rows []signRow
	var of Sheet
	for _, view := range []string{"cho-nhan", "da-nhan"} {
		err := s.EachRow(ctx, a, programme, list, view, RowFilter{Unit: unit}, func(sh Sheet) error {
			of = sh
			return nil
		}, func(b Benefit, name string) error {
			if b.State == Granted && b.Account.Number != "" || b.State == Received && b.How != BySignature {
				return nil
			}
			if len(rows) == maxOnPaper {
				return kernel.Refuse("welfare.too_many_to_print", maxOnPaper)
			}
			rows = append(rows, signRow{b, name})
			return nil
		})
		if err != nil {
			return paper.Sheet{}, err
		}
	}
	head, err := s.letterhead(ctx, of, unit)
	if err != nil {
		return paper.Sheet{}, err
	}
	return signingSheet(of, rows, head, s.Base, s.Clock.Now()), nil
}

type signRow struct {
	b    Benefit
	unit string
}

// letterhead is that of the unit whose list it is, with the body above it.
func (s *Service) letterhead(ctx context.Context, sh Sheet, unit kernel.ID) (paper.Head, error) {
	if unit == 0 {
		unit = sh.Programme.Org
	}
	today := s.today()
	head := paper.Head{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, unit, today)
		if err != nil {
			return err
		}
		for i, id := range path[:min(2, len(path))] {
			o, _, err := s.Orgs.Get(tx, id, today)
			if err != nil {
				return err
			}
			if i == 0 {
				head.Issuer = o.Name
			} else if o.Parent != 0 {
				head.Superior = o.Name
			}
		}
		town, err := s.Orgs.TownOf(tx, unit, today)
		head.Place = fmt.Sprintf("%s, ngày %02d tháng %02d năm %d", town, today.Day, int(today.Month), today.Year)
		if town == "" {
			head.Place = fmt.Sprintf("Ngày %02d tháng %02d năm %d", today.Day, int(today.Month), today.Year)
		}
		return err
	})
	return head, err
}

func signingSheet(sh Sheet, rows []signRow, head paper.Head, base string, now kernel.Instant) paper.Sheet {
	p, o := sh.Programme, sh.Occasion
	what := "Số tiền (₫)"
	if p.Goods != "" {
		what = "Trị giá (₫)"
	}
	t := paper.Table{Columns: []paper.Column{{Head: "STT", Wide: 0.6, Align: paper.Right}, {Head: "Họ và tên", Wide: 2.6}, {Head: "Mã số", Wide: 1.6}, {Head: "Đơn vị", Wide: 2.6},
		{Head: what, Wide: 1.4, Align: paper.Right}, {Head: "Ký nhận", Wide: 1.8}}}
	var sum kernel.Money
	for i, r := range rows {
		signed := ""
		if r.b.State == Received {
			signed = "Đã ký " + kernel.FormatDate(r.b.At.Date())
		}
		t.Rows = append(t.Rows, []string{kernel.GroupThousands(int64(i + 1)), r.b.Name, r.b.Number, r.unit, r.b.Amount.Digits(), signed})
		sum += r.b.Amount
	}
	t.Total = []string{"", fmt.Sprintf("Cộng: %s người", kernel.GroupThousands(int64(len(rows)))), "", "", sum.Digits(), ""}
	facts := paper.Rows{{Label: "Chương trình", Value: p.Title, Strong: true}, {Label: "Căn cứ", Value: p.Basis}, {Label: "Mục chi", Value: p.Line}}
	if p.Goods != "" {
		facts = append(facts, paper.Row{Label: "Hiện vật", Value: p.Goods})
	}
	if o.ApprovedBy != "" {
		facts = append(facts, paper.Row{Label: "Người duyệt", Value: o.ApprovedBy + ", " + kernel.FormatInstant(o.ApprovedAt)})
	}
	under := o.Title
	if sh.UnitName != "" {
		under += " – " + sh.UnitName
	}
	return paper.Sheet{Size: paper.A4, Head: head, Title: "DANH SÁCH KÝ NHẬN PHÚC LỢI ĐOÀN VIÊN", Under: under, At: now, Foot: "Danh sách ký nhận, " + o.Title,
		QR: paper.QR{Text: base + sheetPath(p.ID, o.ID), Caption: base + sheetPath(p.ID, o.ID)},
		Blocks: []paper.Block{facts, t, paper.Rows{{Label: "Bằng chữ", Value: capital(sum.Words())}},
			paper.Signatures{{Title: "NGƯỜI LẬP", Hint: "(Ký, ghi rõ họ tên)"}, {Title: "NGƯỜI TRAO", Hint: "(Ký, ghi rõ họ tên)"}, {Title: "CHỦ TỊCH", Hint: "(Ký, ghi rõ họ tên)"}}}}
}
