package cards

import (
	"fmt"
	"strconv"

	"doanket/internal/paper"
	"doanket/kernel"
)

// register (sổ giao thẻ) is the sheet on which members sign for their cards.
func register(b Batch, list []Card, base, over, place string, at kernel.Instant) paper.Sheet {
	table := paper.Table{Columns: []paper.Column{{Head: "TT", Wide: 0.8, Align: paper.Center}, {Head: "Số thẻ", Wide: 2.6}, {Head: "Số đoàn viên", Wide: 2.6}, {Head: "Họ và tên", Wide: 4.2},
		{Head: "Năm sinh", Wide: 1.3, Align: paper.Center}, {Head: "Ngày nhận", Wide: 1.9, Align: paper.Center}, {Head: "Ký nhận", Wide: 2.4}}}
	for i, c := range list {
		born := ""
		if c.Born > 0 {
			born = strconv.Itoa(c.Born)
		}
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), c.Serial, c.Number, c.Name, born, kernel.FormatDate(c.Handed.At.Date()), ""})
	}
	return paper.Sheet{
		Size: paper.A4, Title: "SỔ GIAO THẺ ĐOÀN VIÊN", Under: b.Title, At: at, Foot: "Sổ giao thẻ, " + b.Title,
		Head: paper.Head{Superior: over, Issuer: base, Place: dateLine(place, at.Date())},
		Blocks: []paper.Block{
			paper.Para{Text: fmt.Sprintf("Người có tên dưới đây đã nhận thẻ đoàn viên và xem lại các mục in trên thẻ. Tổng số: %s thẻ.", kernel.GroupThousands(int64(len(list))))},
			table,
			paper.Signatures{{Title: "NGƯỜI GIAO THẺ", Hint: "(Ký, ghi rõ họ tên)"}, {Title: "TM. BAN CHẤP HÀNH", Hint: "(Ký, ghi rõ họ tên)"}},
		},
	}
}
