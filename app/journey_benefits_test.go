package app

import "testing"

// TestAVoucherIsIssuedAndUsedInABrowser: a series of vouchers of an agreement is written, opened by
// another, given to one member; she shows its code at the till, the partner works the bill out and
// confirms it, and the same code is refused the second time.
func TestAVoucherIsIssuedAndUsedInABrowser(t *testing.T) {
	needs(t, "zbarimg")
	inViews(t, "benefits", func(t *testing.T, sit func(*App) *person) {
		p := sit(openSite(t, 0, nil))
		p.signIn("hau")
		p.open("/doan-vien/cua-toi")
		p.issuesVouchers(p.fact("Mã số đoàn viên"))
		code := p.showsVoucher()
		p.redeems(code)
		p.isUsed(code)
	})
}

func (p *person) issuesVouchers(number string) {
	p.t.Helper()
	p.signIn("hanh")
	p.open("/uu-dai")
	p.picture("agreements")
	p.press("Giảm giá sách và đồ dùng học tập")
	p.picture("agreement")
	p.press("Lập đợt phiếu")
	p.fill("Tên phiếu", "Phiếu mua sách cuối năm")
	p.fill("Ký hiệu", "CUOI26")
	p.fill("Mức giảm", "20%")
	p.fill("Số phiếu nhiều nhất", "50")
	p.picture("series-new")
	p.press("Lập đợt phiếu")
	p.reads("Chờ mở")
	p.signIn("thanh")
	p.open("/uu-dai")
	p.press("Giảm giá sách và đồ dùng học tập")
	p.press("Phiếu mua sách cuối năm")
	p.press("Mở đợt phiếu")
	p.reads("Đang phát")
	p.signIn("hanh")
	p.open("/uu-dai")
	p.press("Giảm giá sách và đồ dùng học tập")
	p.press("Phiếu mua sách cuối năm")
	p.press("Phát phiếu")
	p.fill("Hoặc chỉ những mã số đoàn viên này", number)
	p.picture("issue")
	p.press("Phát phiếu")
	p.picture("issued")
	p.reads("Đã phát 1 phiếu cho 1 người", "Trần Văn Hậu")
}

// showsVoucher is the member's telephone at the counter.
func (p *person) showsVoucher() (code string) {
	p.t.Helper()
	p.signIn("hau")
	p.open("/uu-dai-cua-toi")
	p.picture("own")
	p.press("Phiếu mua sách cuối năm")
	p.picture("voucher")
	p.reads("Giảm 20%", "Nhà sách Mẫu")
	return p.scans()
}

func (p *person) redeems(code string) {
	p.t.Helper()
	p.signIn("doitac")
	p.open("/doi-tac/uu-dai")
	p.picture("till")
	p.fill("Mã QR của phiếu hoặc thẻ", p.base+code)
	p.press("Kiểm tra mã")
	p.picture("till-good")
	p.reads("Dùng được", "Mã còn hiệu lực hôm nay")
	p.choose("Nơi bán", "Nhà sách Mẫu, cơ sở 2")
	p.fill("Số tiền hoá đơn", "250.000")
	p.press("Tính tiền giảm")
	p.picture("till-sum")
	p.reads("Khách trả 200.000 ₫", "Nhà sách Mẫu, cơ sở 2", "50.000 ₫")
	p.press("Xác nhận đã giảm")
	p.picture("till-done")
	p.counts("Khách trả", "200.000 ₫")
	if p.has("Hậu") {
		p.lost("the till learns who she is")
	}
	p.press("Kiểm tra mã khác")
	p.fill("Mã QR của phiếu hoặc thẻ", p.base+code)
	p.press("Kiểm tra mã")
	p.picture("till-again")
	p.reads("Phiếu này đã được dùng")
}

func (p *person) isUsed(code string) {
	p.t.Helper()
	p.signIn("")
	p.open(code)
	p.picture("verify")
	p.reads("Đã dùng")
	p.signIn("hau")
	p.open("/uu-dai-cua-toi")
	p.picture("own-after")
	p.reads("Nhà sách Mẫu, cơ sở 2", "50.000 ₫")
}
