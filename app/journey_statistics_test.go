package app

import (
	"testing"

	"doanket/kernel"
)

// TestAReportIsFilledReturnedAndAcceptedInABrowser: the chair of a union fills in form 1-HĐCĐ, more women
// than people are refused, the level above returns it with a comment, it is sent again and accepted, and
// stands in the sum.
func TestAReportIsFilledReturnedAndAcceptedInABrowser(t *testing.T) {
	inViews(t, "statistics", func(t *testing.T, sit func(*App) *person) {
		a, _ := openSiteOn(t, kernel.Date{Year: 2026, Month: 12, Day: 1}.Clock(8, 15), 0, nil)
		p := sit(a)
		p.fillsReport()
		p.returnsReport()
		p.mendsReport()
		p.acceptsReport()
	})
}

// opensReport goes the way of a reader: the period, then the unit.
func (p *person) opensReport(login string) {
	p.t.Helper()
	p.signIn(login)
	p.open("/thong-ke")
	p.picture(login + "-periods")
}

// report is what the union counted; the roll gives its own lines.
var report = [][2]string{
	{"1. Tổng số lao động", "220"}, {"3. Số lao động thiếu việc làm", "5"}, {"4. Trong đó: nữ", "2"}, {"5. Tiền lương bình quân tháng của 1 người lao động", "10.900.000"},
	{"Số người được tính", "210"}, {"6. Tổng số tiền doanh nghiệp còn nợ lương người lao động", "0"}, {"7. Số người được nhà nước, cơ quan, doanh nghiệp bố trí nhà ở", "21"},
	{"8. Số người phải tự thuê nhà ở", "35"}, {"9. Số lao động được ký hợp đồng lao động", "220"}, {"10. Số lao động được đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp", "216"},
	{"Số cuộc tranh chấp lao động tập thể", "0"}, {"Số cuộc đình công", "0"},
}

func (p *person) fillsReport() {
	p.t.Helper()
	p.opensReport("phuong")
	p.follow("30/11/2026")
	p.picture("form")
	p.choose("Khu vực của đơn vị", "Đơn vị sự nghiệp")
	for _, line := range report {
		p.fill(line[0], line[1])
	}
	p.fill("2. Trong đó: nữ", "221")
	p.pressRefused("Gửi cấp trên", "Số nữ không thể hơn tổng số lao động.")
	p.picture("more-women-than-people")
	p.fill("2. Trong đó: nữ", "84")
	p.press("Gửi cấp trên")
	p.picture("sent")
	p.reads("Đã gửi, chờ duyệt")
}

// findsReport is the way of the level above: the period, how far the units are, the unit.
func (p *person) findsReport() {
	p.t.Helper()
	p.opensReport("thanh")
	p.follow("30/11/2026")
	p.press("Tiến độ")
	p.picture("progress")
	p.press("Công đoàn cơ sở Bệnh viện Mẫu")
	p.picture("to-judge")
	p.reads("Đã gửi, chờ duyệt")
}

func (p *person) returnsReport() {
	p.t.Helper()
	p.findsReport()
	p.fill("Cần sửa gì", "Kỳ trước có 85 nữ, kỳ này 84 mà lao động tăng. Hãy đếm lại.")
	p.press("Trả lại")
	p.picture("returned")
	p.reads("Trả lại", "Hãy đếm lại")
}

func (p *person) mendsReport() {
	p.t.Helper()
	p.opensReport("phuong")
	p.follow("30/11/2026")
	p.picture("to-mend")
	p.reads("Cấp trên trả lại: Kỳ trước có 85 nữ, kỳ này 84 mà lao động tăng. Hãy đếm lại.")
	p.fill("2. Trong đó: nữ", "89")
	p.press("Gửi cấp trên")
	p.reads("Đã gửi, chờ duyệt")
}

func (p *person) acceptsReport() {
	p.t.Helper()
	p.findsReport()
	p.press("Duyệt")
	p.picture("accepted")
	p.reads("Đã duyệt")
	p.open("/thong-ke")
	p.follow("30/11/2026")
	p.picture("sum")
	p.reads("Trong tổng có 2 trên 3 đơn vị", "402") // 182 people of the coal mine and these 220
	p.keepsTheFirstColumn()
}

// keepsTheFirstColumn moves the figures as far as they go: what a row and a group are called stays to be read.
func (p *person) keepsTheFirstColumn() {
	p.t.Helper()
	stays := p.ask(`(() => {
    const box = document.querySelector("main .scroll"), edge = box.getBoundingClientRect();
    box.scrollLeft = 10000;
    const within = (e) => { const r = e.getBoundingClientRect(); return r.left >= edge.left - 1 && r.right <= edge.right + 1; };
    return [...box.querySelectorAll("tbody th[scope=row], tbody th .stay")].every(within) ? "yes" : "no";
  })()`)
	p.picture("sum-sideways")
	if stays != "yes" {
		p.lost("the first column leaves with the figures")
	}
}
