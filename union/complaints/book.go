package complaints

import (
	"strconv"
	"strings"

	"doanket/internal/paper"
	"doanket/kernel"
)

// The columns of a book. Its own count stands where registers have the number of receipt: a number that is
// missing between two others would tell that there is a record between them.
var bookColumns = []struct {
	head string
	wide float64
}{{"STT", 0.4}, {"Mã đơn", 1}, {"Ngày nhận", 1}, {"Loại đơn", 1}, {"Tóm tắt nội dung", 2.4}, {"Nơi nhận đơn", 1.4}, {"Người thụ lý", 1.2}, {"Thụ lý", 1.1}, {"Hạn đang tính", 1}, {"Kết luận, quyết định", 1.2}, {"Thông báo kết quả", 1.2}, {"Tình trạng", 1.1}}

// cells are a line of a book without its count.
func (l BookLine) cells(today kernel.Date) []string {
	c := l.Complaint
	paperOf := func(v Verb) string {
		e, ok := c.last(v)
		if !ok {
			return ""
		}
		return strings.TrimSpace(e.Said.Number + "\n" + kernel.FormatDate(e.Said.On))
	}
	due := ""
	if c.step() != "" && !c.Due.IsZero() {
		due = kernel.FormatDate(c.Due.Date())
		if today.After(c.Due.Date()) {
			due += "\nquá hạn"
		}
	}
	kind := callName(c)
	if c.Remote {
		kind += ", nơi đi lại khó khăn"
	}
	return []string{c.Matter.Code, kernel.FormatDate(c.Received) + "\n" + strings.ToLower(wayNames[c.Way]), kind, c.Matter.Summary, l.Unit, c.lead().Name, paperOf(Accept), due, paperOf(Conclude), paperOf(Answer), stateNames[c.State]}
}

// bookSheet is a book on paper. Senders are not printed: their names are sealed apart.
func bookSheet(b Book) paper.Sheet {
	t := paper.Table{}
	for _, c := range bookColumns {
		t.Columns = append(t.Columns, paper.Column{Head: c.head, Wide: c.wide})
	}
	for n, l := range b.Lines {
		t.Rows = append(t.Rows, append([]string{strconv.Itoa(n + 1)}, l.cells(b.At.Date())...))
	}
	s := paper.Sheet{Size: paper.A4Wide, Head: b.Head.head("", b.At.Date()), Title: "SỔ THEO DÕI KHIẾU NẠI, TỐ CÁO", Under: "Đơn nhận từ ngày " + kernel.FormatDate(b.From) + " đến ngày " + kernel.FormatDate(b.To),
		Foot: "Sổ theo dõi khiếu nại, tố cáo", At: b.At}
	s.Blocks = []paper.Block{t, paper.Para{Text: "Người gửi được niêm phong riêng, không in trong sổ.", Italic: true}}
	if len(b.Lines) == 0 {
		s.Blocks = []paper.Block{paper.Para{Text: "Không có đơn nào trong thời gian này."}}
	}
	s.Blocks = append(s.Blocks, paper.Signatures{{}, {Title: "NGƯỜI LẬP SỔ", Hint: "(Ký, ghi rõ họ tên)"}})
	return s
}
