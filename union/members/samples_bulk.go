package members

import (
	"context"

	"doanket/ui"
)

func bulkSamples() []ui.Sample {
	ctx := context.Background()
	units := []ui.Option{{Value: "3", Label: sampleUnits[3]}, {Value: "4", Label: sampleUnits[4]}}
	lines := func(why ...string) []BulkLine {
		var out []BulkLine
		for i, m := range sampleMembers() {
			l := BulkLine{Name: m.Name, Under: joined(m.Number, m.Group), Unit: sampleUnits[m.Unit]}
			if i < len(why) {
				l.Why = why[i]
			}
			out = append(out, l)
		}
		return out
	}
	show := func(d BulkDeed, v BulkView) ui.Sample {
		v.Title, v.Hint, v.Deed, v.Back, v.In.Deed = d.Label(ctx), d.Hint(ctx), d, roomPath, d.Slug
		if d.Unit {
			v.Units = units
		}
		return ui.Sample{Body: BulkPage(v)}
	}
	s := &Service{}
	welfare := BulkDeed{Slug: "phuc-loi", Reason: true, MustReason: true, Label: func(context.Context) string { return "Thêm vào danh sách phúc lợi" }, Hint: func(context.Context) string { return "Mỗi người được thêm theo mức của chương trình." },
		Choice: &BulkChoice{Label: func(context.Context) string { return "Danh sách" }, None: func(context.Context) string {
			return "Không có danh sách phúc lợi nào đang mở để thêm người."
		}}}
	gifts := []ui.Option{{Value: "5.6", Label: "Quà Tết Đinh Mùi – Tết"}}
	group, transfer := s.groupDeed(), s.transferDeed()
	return []ui.Sample{
		one("bulk", "ask", show(transfer, BulkView{In: bulkForm{On: "23/11/2026"}, Rows: lines(), Fit: []string{"11", "12", "13"}})),
		one("bulk", "faulty", show(group, BulkView{In: bulkForm{On: "31/11/2026"}, Rows: lines(), Fit: []string{"11", "12", "13"}, Sentence: Messages()["members.invalid"],
			Errors: ui.Errors{"to": Messages()["members.group_needed"], "ngay": "Tháng 11 chỉ có 30 ngày."}})),
		one("bulk", "preview", show(transfer, BulkView{Preview: true, In: bulkForm{On: "23/11/2026", Unit: 4, Reason: "Sáp nhập phân xưởng"}, Rows: lines("", Messages()["members.asked_already"]), Fit: []string{"11", "13"}, Refused: 1})),
		one("bulk", "choice", show(welfare, BulkView{Choices: gifts, Rows: lines(), Fit: []string{"11", "12", "13"}, Sentence: Messages()["members.invalid"], Errors: ui.Errors{"chon": "Chọn một danh sách."}})),
		one("bulk", "choice_preview", show(welfare, BulkView{Preview: true, Choices: gifts, In: bulkForm{Choice: "5.6", Reason: "Gia đình gặp bão"}, Rows: lines("Đặng Thị Châu đã có trong danh sách ở CĐCS Than Mẫu. Mỗi người một lần trong một dịp."), Fit: []string{"12", "13"}, Refused: 1})),
		one("bulk", "no_choice", show(welfare, BulkView{Rows: lines(), Fit: []string{"11"}})),
		one("bulk", "nobody", show(group, BulkView{Preview: true, In: bulkForm{On: "23/11/2026", Group: "Tổ 2"}, Rows: lines(Messages()["members.there_already"], Messages()["members.not_open"], Messages()["members.may_not"]), Refused: 3})),
	}
}
