package complaints

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
	h.Place = fmt.Sprintf("ngày %02d tháng %02d năm %d", on.Day, int(on.Month), on.Year)
	if l.town != "" {
		h.Place = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(l.town, "Phường "), "Xã "), "Tỉnh ") + ", " + h.Place
	} else {
		h.Place = strings.ToUpper(h.Place[:1]) + h.Place[1:]
	}
	return h
}

const (
	receiptPaper = "bien-nhan"
	acceptPaper  = "thu-ly"
	refusePaper  = "khong-thu-ly"
	resultPaper  = "ket-qua"
)

var paperNames = map[string]string{receiptPaper: "Giấy biên nhận", acceptPaper: "Thông báo thụ lý", refusePaper: "Thông báo không thụ lý", resultPaper: "Thông báo kết quả"}

// papersOf are the papers that a record has so far; a letter without a name has nobody to give them to.
func papersOf(c Complaint) []string {
	if c.Matter.Anonymous {
		return nil
	}
	out := []string{receiptPaper}
	for _, p := range []struct {
		verb  Verb
		paper string
	}{{Accept, acceptPaper}, {Refuse, refusePaper}, {Answer, resultPaper}} {
		if _, ok := c.last(p.verb); ok {
			out = append(out, p.paper)
		}
	}
	return out
}

// The sender's name is not printed: it is sealed apart, and is written by hand by whoever opened it.
const toSender = "Kính gửi: ông (bà) ……………………………………………………………"

// sheetOf makes one paper of a record.
func sheetOf(d Detail, which, follow string) paper.Sheet {
	c := d.Complaint
	name := strings.ToLower(callName(c))
	s := paper.Sheet{Size: paper.A4, Title: strings.ToUpper(paperNames[which]), QR: paper.QR{Text: follow, Caption: "Theo dõi đơn bằng mã " + c.Matter.Code + " và mã bí mật đã trao"},
		Foot: paperNames[which] + " đơn số " + c.Number()}
	rows := paper.Rows{{Label: "Đơn", Value: name + ", số " + c.Number() + " trong sổ tiếp nhận", Strong: true}, {Label: "Nhận ngày", Value: kernel.FormatDate(c.Received) + ", " + strings.ToLower(wayNames[c.Way])}}
	sign := paper.Signatures{{}, {Title: "NGƯỜI CÓ THẨM QUYỀN", Hint: "(Ký, ghi rõ họ tên, đóng dấu)"}}
	switch which {
	case receiptPaper:
		on := c.Events[0].At
		s.Head, s.At = d.Head.head("", on.Date()), on
		if n := len(d.Files); n > 0 {
			rows = append(rows, paper.Row{Label: "Tệp, tài liệu kèm theo", Value: fmt.Sprint(n)})
		}
		rows = append(rows, paper.Row{Label: "Mã theo dõi", Value: c.Matter.Code})
		s.Blocks = []paper.Block{paper.Para{Text: toSender}, paper.Para{Text: d.Unit + " đã nhận đơn của ông (bà):"}, rows,
			paper.Para{Text: "Giấy này xác nhận đã nhận đơn, không phải là thông báo thụ lý."}, paper.Signatures{{}, {Title: "NGƯỜI NHẬN ĐƠN", Hint: "(Ký, ghi rõ họ tên)", Name: c.Events[0].By.Name}}}
	case acceptPaper:
		e, _ := c.last(Accept)
		s.Head, s.At = d.Head.head(e.Said.Number, e.Said.On), e.At
		text := d.Unit + " đã thụ lý đơn để giải quyết."
		if rule, ok := c.deadline("resolve", c.Accepted.Date()); ok {
			text += " Thời hạn: " + rule.Limit.Say(fmt.Sprintf) + " kể từ ngày thụ lý (" + rule.Source + ")."
		}
		s.Blocks = []paper.Block{paper.Para{Text: toSender}, rows, paper.Para{Text: text}, sign}
	case refusePaper:
		e, _ := c.last(Refuse)
		s.Head, s.At = d.Head.head("……", e.At.Date()), e.At
		ground, _ := refusalOf(e.Said.Ground, c.Kind, e.At.Date())
		s.Blocks = []paper.Block{paper.Para{Text: toSender}, rows, paper.Para{Text: d.Unit + " không thụ lý đơn, vì: " + ground.Sentence + " (" + ground.Source + ")."}}
		s.Blocks = append(append(s.Blocks, paras(e.Said.Note)...), sign)
	case resultPaper:
		e, _ := c.last(Answer)
		s.Head, s.At = d.Head.head(e.Said.Number, e.Said.On), e.At
		s.Blocks = []paper.Block{paper.Para{Text: toSender}, rows}
		if k, ok := c.last(Conclude); ok {
			s.Blocks = append(s.Blocks, paper.Para{Text: "Theo kết luận, quyết định số " + k.Said.Number + " ngày " + kernel.FormatDate(k.Said.On) + ", kết quả giải quyết như sau:"})
		}
		s.Blocks = append(append(s.Blocks, paras(e.Said.Note)...), sign)
	}
	return s
}

func paras(text string) []paper.Block {
	var out []paper.Block
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, paper.Para{Text: line})
		}
	}
	return out
}
