package payments

import (
	"fmt"
	"unicode"

	"doanket/internal/paper"
	"doanket/kernel"
)

var receiptTitles = map[Kind]string{Fee: "BIÊN LAI THU PHÍ", Charge: "BIÊN LAI THU LỆ PHÍ", Other: "BIÊN LAI THU TIỀN"}

var methodWords = map[Method]string{Cash: "Tiền mặt", Transfer: "Chuyển khoản"}

// receiptSheet sets a receipt of one kind. names are the collecting unit and the unit above it.
func receiptSheet(r Receipt, lines []Line, names []string) paper.Sheet {
	on := r.IssuedAt.Date()
	head := paper.Head{Number: "Số: " + r.Serial(), Place: fmt.Sprintf("Ngày %02d tháng %02d năm %d", on.Day, int(on.Month), on.Year)}
	if len(names) > 0 {
		head.Issuer = names[0]
	}
	if len(names) > 1 {
		head.Superior = names[1]
	}
	table := paper.Table{Columns: []paper.Column{{Head: "Khoản thu", Wide: 4}, {Head: "Số lượng", Wide: 1, Align: paper.Right},
		{Head: "Mức thu", Wide: 1.5, Align: paper.Right}, {Head: "Thành tiền", Wide: 1.5, Align: paper.Right}},
		Total: []string{"Cộng", "", "", r.Amount.String()}}
	for _, l := range lines {
		if l.Kind != r.Kind {
			continue
		}
		table.Rows = append(table.Rows, []string{lineText(l), kernel.GroupThousands(int64(l.Quantity)), l.Unit.Digits(), l.Amount.Digits()})
	}
	return paper.Sheet{
		Size: paper.A5, Head: head, Title: receiptTitles[r.Kind], Under: "Ký hiệu " + r.Series(), At: r.IssuedAt,
		Foot: "Biên lai " + r.Series() + " số " + r.Serial(),
		Blocks: []paper.Block{
			paper.Rows{{Label: "Người nộp", Value: r.Payer, Strong: true}, {Label: "Nội dung", Value: r.About}},
			table,
			paper.Rows{{Label: "Bằng chữ", Value: capital(r.Amount.Words())}, {Label: "Hình thức nộp", Value: methodWords[r.Method]}},
			paper.Signatures{{Title: "NGƯỜI NỘP", Hint: "(Ký, ghi rõ họ tên)", Name: r.Payer}, {Title: "NGƯỜI THU TIỀN", Hint: "(Ký, ghi rõ họ tên)", Name: r.Cashier}},
		},
	}
}

// lineText is the thing with its basis, which every exemption must show.
func lineText(l Line) string {
	if l.Basis == "" {
		return l.Name
	}
	return l.Name + " (" + l.Basis + ")"
}

func capital(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
