package inspection

import (
	"fmt"
	"strings"

	"doanket/internal/paper"
	"doanket/kernel"
)

// letterhead is what stands above a paper of a unit.
type letterhead struct{ superior, issuer, town string }

func (l letterhead) head(number string, on kernel.Date) paper.Head {
	h := paper.Head{Superior: strings.ToUpper(l.superior), Issuer: strings.ToUpper(l.issuer)}
	if number != "" {
		h.Number = "Số: " + number
	}
	if !on.IsZero() {
		h.Place = fmt.Sprintf("ngày %02d tháng %02d năm %d", on.Day, int(on.Month), on.Year)
		if l.town != "" {
			h.Place = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(l.town, "Phường "), "Xã "), "Tỉnh ") + ", " + h.Place
		} else {
			h.Place = strings.ToUpper(h.Place[:1]) + h.Place[1:]
		}
	}
	return h
}

// planSheet sets a plan as a paper.
func planSheet(d PlanDetail, l letterhead, link string) paper.Sheet {
	p := d.Plan
	table := paper.Table{Columns: []paper.Column{{Head: "STT", Wide: 0.7, Align: paper.Center}, {Head: "Đơn vị được kiểm tra, giám sát", Wide: 4}, {Head: "Loại", Wide: 2}, {Head: "Nội dung", Wide: 4}, {Head: "Quý", Wide: 0.8, Align: paper.Center}}}
	for n, i := range p.Items {
		table.Rows = append(table.Rows, []string{fmt.Sprint(n + 1), d.Units[i.Subject], kindNames[i.Kind], i.Topic, quarters[i.Quarter]})
	}
	s := paper.Sheet{Size: paper.A4, Head: l.head(p.Number.Number, p.Number.On), Title: "KẾ HOẠCH", Under: fmt.Sprintf("Kiểm tra, giám sát năm %d", p.Year), At: p.DrawnAt,
		Foot:   fmt.Sprintf("Kế hoạch kiểm tra, giám sát năm %d", p.Year),
		Blocks: []paper.Block{paper.Para{Number: "1.", Text: "Mục đích, yêu cầu", Bold: true}, paper.Para{Text: p.Aim}, paper.Para{Number: "2.", Text: "Các cuộc kiểm tra, giám sát", Bold: true}, table},
		QR:     paper.QR{Text: link, Caption: "Mở kế hoạch này trên hệ thống"}}
	if p.State != PlanApproved {
		s.Blocks = append(s.Blocks, paper.Para{Text: "Dự thảo, chưa được duyệt.", Italic: true})
	}
	s.Blocks = append(s.Blocks, paper.Signatures{{Title: "NGƯỜI LẬP", Hint: "(Ký, ghi rõ họ tên)", Name: p.Drawn.Name}, {Title: "NGƯỜI DUYỆT", Hint: "(Ký, ghi rõ họ tên)", Name: p.Approved.Name}})
	return s
}

var quarters = map[int]string{1: "I", 2: "II", 3: "III", 4: "IV"}

// minutesSheet sets the minutes (biên bản kiểm tra).
func minutesSheet(d Detail, l letterhead, link string) paper.Sheet {
	i := d.Inspection
	blocks := []paper.Block{paper.Rows{{Label: "Theo quyết định", Value: "số " + i.Decision.Number + " ngày " + kernel.FormatDate(i.Decision.On)},
		{Label: "Đơn vị được kiểm tra", Value: d.SubjectWas, Strong: true}, {Label: "Nội dung", Value: i.Title}, {Label: "Thời kỳ được kiểm tra", Value: spanWords(i.Span)}},
		paper.Heading{Text: "Đoàn kiểm tra"}}
	var head string
	for n, m := range i.Team {
		role := "thành viên"
		if m.Head {
			role, head = "trưởng đoàn", m.Name
		}
		blocks = append(blocks, paper.Para{Number: fmt.Sprintf("%d.", n+1), Text: handWords(m.Hand) + ", " + role})
	}
	if !i.Paper {
		blocks = append(blocks, paper.Heading{Text: "Kết quả từng mục"}, linesTable(d))
	}
	blocks = append(blocks, paper.Heading{Text: "Nhận xét và ý kiến của đơn vị"})
	for _, p := range strings.Split(i.Minutes, "\n") {
		blocks = append(blocks, paper.Para{Text: p})
	}
	blocks = append(blocks, paper.Signatures{{Title: "ĐẠI DIỆN ĐƠN VỊ", Hint: "(Ký, ghi rõ họ tên)"}, {Title: "TRƯỞNG ĐOÀN", Hint: "(Ký, ghi rõ họ tên)", Name: head}})
	return paper.Sheet{Size: paper.A4, Head: l.head("", i.MinutesOn), Title: "BIÊN BẢN", Under: under(i), At: i.MinutesOn.Start(), Blocks: blocks,
		Foot: "Biên bản cuộc kiểm tra theo quyết định số " + i.Decision.Number, QR: paper.QR{Text: link, Caption: "Mở cuộc kiểm tra này trên hệ thống"}}
}

func under(i Inspection) string {
	if i.Kind == Supervision {
		return "Giám sát tại đơn vị"
	}
	return "Kiểm tra tại đơn vị"
}

func linesTable(d Detail) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "STT", Wide: 0.7, Align: paper.Center}, {Head: "Mục kiểm tra", Wide: 4.5}, {Head: "Kết quả", Wide: 2}, {Head: "Phát hiện, bằng chứng", Wide: 5}}}
	for n, q := range d.List.Questions() {
		l := d.Inspection.line(q.Key)
		text := l.Finding
		for _, e := range d.Inspection.Evidence {
			if e.Line == q.Key && !d.Locked[e.ID] {
				text = strings.TrimSpace(text + "\n" + e.Label + ", ngày " + kernel.FormatDate(e.AsOf))
			}
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(n + 1), q.Text, resultNames[l.Result], text})
	}
	return t
}

func (i Inspection) line(key string) Line {
	for _, l := range i.Lines {
		if l.Key == key {
			return l
		}
	}
	return Line{Key: key}
}

// conclusionSheet sets the conclusion with its recommendations.
func conclusionSheet(d Detail, l letterhead, link string) paper.Sheet {
	i := d.Inspection
	blocks := []paper.Block{paper.Rows{{Label: "Đơn vị được kiểm tra", Value: d.SubjectWas, Strong: true}, {Label: "Nội dung", Value: i.Title}, {Label: "Thời kỳ được kiểm tra", Value: spanWords(i.Span)},
		{Label: "Theo quyết định", Value: "số " + i.Decision.Number + " ngày " + kernel.FormatDate(i.Decision.On)}}, paper.Heading{Text: "1. Kết luận"}}
	for _, p := range strings.Split(i.Summary, "\n") {
		blocks = append(blocks, paper.Para{Text: p})
	}
	blocks = append(blocks, paper.Heading{Text: "2. Thiếu sót, vi phạm"})
	findings := i.Findings()
	for _, f := range findings {
		blocks = append(blocks, paper.Para{Number: fmt.Sprintf("%d.", f.No), Text: f.Question + ": " + f.Text})
	}
	if len(findings) == 0 {
		blocks = append(blocks, paper.Para{Text: "Không phát hiện."})
	}
	blocks = append(blocks, paper.Heading{Text: "3. Kiến nghị"})
	t := paper.Table{Columns: []paper.Column{{Head: "STT", Wide: 0.7, Align: paper.Center}, {Head: "Việc phải làm", Wide: 5}, {Head: "Đơn vị thực hiện", Wide: 3.5}, {Head: "Hạn", Wide: 1.8, Align: paper.Center}}}
	for _, r := range i.Recommendations {
		t.Rows = append(t.Rows, []string{fmt.Sprint(r.No), r.Text, d.Units[r.Unit], kernel.FormatDate(r.Due)})
	}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	} else {
		blocks = append(blocks, paper.Para{Text: "Không có kiến nghị."})
	}
	blocks = append(blocks, paper.Signatures{{}, {Title: "NGƯỜI KẾT LUẬN", Hint: "(Ký, ghi rõ họ tên, đóng dấu)", Name: d.Signer}})
	return paper.Sheet{Size: paper.A4, Head: l.head(i.Conclusion.Number, i.Conclusion.On), Title: "KẾT LUẬN", Under: under(i), At: i.Conclusion.On.Start(), Blocks: blocks,
		Foot: "Kết luận số " + i.Conclusion.Number, QR: paper.QR{Text: link, Caption: "Mở cuộc kiểm tra này trên hệ thống"}}
}
