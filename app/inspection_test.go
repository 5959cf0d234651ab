package app

import (
	"testing"
	"time"

	"doanket/ui/axe"
	"doanket/union/inspection"
)

// TestAnInspectionIsLivedThroughInABrowser goes from the plan to the last recommendation as the people of
// the cast do it. SHOTS=folder keeps a picture of every page.
func TestAnInspectionIsLivedThroughInABrowser(t *testing.T) {
	a := openSite(t, 0, nil)
	a.serveUntilDone(t)
	b := axe.Start(t)
	b.As(t, axe.Views[0])
	p := newPerson(t, b, a.URL(), "inspection")
	p.plansAnInspection()
	p.inspects()
	p.followsUp()
	r, err := a.Verify(t.Context())
	if err != nil || !r.OK() {
		t.Errorf("verify: %v %v", r.Lines(), err)
	}
}

func (p *person) plansAnInspection() {
	p.t.Helper()
	p.signIn("kiemtra")
	p.open("/ke-hoach-kiem-tra/moi")
	p.fill("Năm", "2027")
	p.fill("Mục đích, yêu cầu", "Giúp công đoàn cơ sở thu, nộp đúng.")
	p.press("Mở kế hoạch")
	p.choose("Đơn vị được kiểm tra", "Than Mẫu")
	p.choose("Loại", "Tài chính")
	p.choose("Quý", "II")
	p.fill("Nội dung", "Thu, nộp đoàn phí năm 2026")
	p.press("Thêm vào kế hoạch")
	p.picture("plan-draft")
	p.press("Trình duyệt")
	p.signIn("kt.chunhiem")
	p.open("/ke-hoach-kiem-tra")
	p.follow("Năm 2027")
	p.fill("Số văn bản", "03/KH-UBKT")
	p.press("Duyệt kế hoạch")
	p.reads("Đã duyệt", "03/KH-UBKT")
	p.picture("plan-approved")
}

func (p *person) inspects() {
	p.t.Helper()
	p.signIn("kiemtra")
	p.open("/ke-hoach-kiem-tra")
	p.follow("Năm 2027")
	p.press("Lập cuộc kiểm tra")
	p.fill("Thời kỳ được kiểm tra, từ", "01/01/2026")
	p.fill("đến", "31/10/2026")
	p.press("Lập cuộc kiểm tra")
	p.press("Lập đoàn")
	p.choose("Trưởng đoàn", "Đinh Thị Kiểm")
	p.tick("Thành viên", "Lương Văn Bình")
	p.press("Lập đoàn")
	p.reads("không vướng xung đột lợi ích")
	at := p.where()
	p.signIn("kt.chunhiem")
	p.open(at)
	p.press("Công bố quyết định")
	p.fill("Số quyết định", "22/QĐ-UBKT")
	p.fill("Tiến hành từ ngày", "23/11/2026")
	p.press("Công bố quyết định")
	p.signIn("kiemtra")
	p.open(at)
	p.press("Bắt đầu kiểm tra")
	list, _ := inspection.ListFor(inspection.Finance, opening.Date())
	for n, q := range list.Questions() {
		p.follow(q.Text)
		if n == 0 {
			p.tick("Kết quả", "Có thiếu sót")
			p.fill("Phát hiện", "Quyết toán quý III nộp chậm 12 ngày.")
		} else {
			p.tick("Kết quả", "Đạt")
		}
		p.press("Ghi kết quả")
	}
	p.follow(list.Questions()[0].Text)
	p.press("Trích bản ghi")
	p.reads("Danh sách đoàn viên", "Vẫn như lúc trích")
	p.picture("line")
	p.open(at)
	p.press("Ghi biên bản")
	p.fill("Nhận xét của đoàn và ý kiến của đơn vị", "Đơn vị nhất trí.")
	p.press("Ghi biên bản")
	p.press("Thêm kiến nghị")
	p.fill("Đơn vị phải làm gì", "Lập lịch quyết toán từng quý")
	p.fill("Hạn khắc phục", "30/11/2026")
	p.press("Thêm kiến nghị")
	p.picture("running")
	p.signIn("kt.chunhiem")
	p.open(at)
	p.press("Ban hành kết luận")
	p.fill("Số kết luận", "09/KL-UBKT")
	p.fill("Kết luận", "Sổ sách rõ ràng, quyết toán chậm.")
	p.press("Ban hành kết luận")
	p.reads("Theo dõi kiến nghị", "Đang khắc phục")
	p.picture("concluded")
}

func (p *person) followsUp() {
	p.t.Helper()
	p.signIn("than")
	p.open("/kiem-tra")
	p.picture("subject-list")
	p.open("/nhiem-vu")
	p.follow("Lập lịch quyết toán từng quý")
	p.press("Báo cáo đã làm xong")
	p.fill("Đã làm được gì", "Đã lập lịch, ban chấp hành thông qua.")
	p.press("Báo cáo đã làm xong")
	p.signIn("kiemtra")
	for range 40 { // the report reaches the committee by the outbox
		p.open("/kien-nghi-kiem-tra?xem=cho-xac-nhan")
		if p.has("Lập lịch quyết toán từng quý") {
			break
		}
		time.Sleep(250 * time.Millisecond)
	}
	p.picture("follow")
	p.follow("Lập lịch quyết toán từng quý")
	p.press("Xác nhận đã khắc phục")
	p.press("Xác nhận đã khắc phục")
	p.reads("Đã khắc phục xong")
	at := p.where()
	p.signIn("kt.chunhiem")
	p.open(at)
	p.press("Kết thúc, lưu hồ sơ")
	p.press("Kết thúc, lưu hồ sơ")
	p.reads("Đã kết thúc")
	p.picture("closed")
}
