package app

import (
	"testing"

	"doanket/kernel"
)

// TestAPlaceIsWaitedForInABrowser: a list with its rule is written and opened by two people, two members
// apply, their points are shown line by line and frozen after the last day, the first is offered a flat
// and takes it, and the list is published without names.
func TestAPlaceIsWaitedForInABrowser(t *testing.T) {
	inViews(t, "waitlists", func(t *testing.T, sit func(*App) *person) {
		a, clock := openSiteOn(t, opening, 0, nil)
		p := sit(a)
		_, numbers := p.readsRoll("lien", 1)
		p.writesWaitList()
		p.opensWaitList()
		p.appliesForOther(numbers[0])
		p.appliesForFlat()
		clock.turnTo(kernel.Date{Year: 2026, Month: 12, Day: 1}.Clock(8, 30))
		list := p.freezesAndOffers()
		p.takesFlat()
		p.isPublished(list)
	})
}

func (p *person) writesWaitList() {
	p.t.Helper()
	p.signIn("hanh")
	p.open("/cho-luot")
	p.picture("lists")
	p.press("Lập danh sách")
	p.choose("Loại", "Nhà ở")
	p.fill("Tên danh sách", "Thuê nhà ở công đoàn khu B")
	p.fill("Căn cứ", "Kế hoạch 22/KH-CĐ ngày 20/11/2026")
	p.fill("Nhận đơn đến hết ngày", "30/11/2026")
	p.picture("new")
	p.press("Lưu bản soạn")
	for _, c := range [][2]string{{"Chưa có nhà ở", "don.chua_co_nha ? 40 : 0"}, {"Số người trong hộ", "don.so_nguoi >= 4 ? 10 : 5"}} {
		p.press("Thêm tiêu chí")
		p.fill("Tên tiêu chí", c[0])
		p.fill("Cách tính điểm", c[1])
		p.fill("Nguồn: văn bản, điều, khoản", "Kế hoạch 22/KH-CĐ, mục 3")
		p.tick("", "Đã đối chiếu văn bản")
		p.picture("criterion")
		p.press("Thêm tiêu chí")
	}
	p.picture("draft")
}

func (p *person) opensWaitList() {
	p.t.Helper()
	p.signIn("thanh")
	p.open("/cho-luot")
	p.press("Thuê nhà ở công đoàn khu B")
	p.press("Mở nhận đơn")
	p.picture("open")
	p.reads("Đã mở nhận đơn")
}

// appliesForOther is the clerk of a union who writes down what a member brought on paper.
func (p *person) appliesForOther(number string) {
	p.t.Helper()
	p.signIn("lien")
	p.open("/cho-luot")
	p.press("Thuê nhà ở công đoàn khu B")
	p.press("Ghi đơn cho đoàn viên")
	p.fill("Mã số đoàn viên", number)
	p.fill("Số người trong hộ", "2")
	p.fill("Diện tích đang ở, mỗi người", "12")
	p.picture("apply-other")
	p.press("Ghi đơn")
	p.picture("applied-other")
	p.reads("Chưa có nhà ở: 0 điểm", "Số người trong hộ: 5 điểm")
}

func (p *person) appliesForFlat() {
	p.t.Helper()
	p.signIn("hau")
	p.open("/cho-luot-cua-toi")
	p.picture("own")
	p.press("Nộp đơn: Thuê nhà ở công đoàn khu B")
	p.fill("Số người trong hộ", "4")
	p.tick("", "Chưa có nhà ở thuộc sở hữu của mình")
	p.fill("Trình bày thêm", "Bốn người đang thuê trọ")
	p.picture("apply")
	p.press("Nộp đơn")
	p.picture("applied")
	p.reads("Chưa có nhà ở: 40 điểm", "Số người trong hộ: 10 điểm", "tạm tính")
	p.counts("Điểm", "50")
	p.counts("Đang chờ trước", "0")
}

func (p *person) freezesAndOffers() (list string) {
	p.t.Helper()
	p.signIn("thanh")
	p.open("/cho-luot")
	p.press("Thuê nhà ở công đoàn khu B")
	p.agree("Chốt điểm", "Chốt điểm và thứ tự? Sau đó không đổi được.")
	p.picture("frozen")
	p.reads("Đã chốt điểm và thứ tự")
	list = p.where()
	p.press("Mời người tiếp theo")
	p.fill("Mời nhận", "Căn hộ 105, toà A")
	p.picture("offer")
	p.press("Mời")
	p.picture("offered")
	p.reads("Đã mời Trần Văn Hậu", "Căn hộ 105, toà A", "trả lời đến hết ngày 08/12/2026")
	return list
}

func (p *person) takesFlat() {
	p.t.Helper()
	p.signIn("hau")
	p.open("/cho-luot-cua-toi")
	p.picture("own-offered")
	p.reads("Mời nhận: Căn hộ 105, toà A, trả lời đến hết ngày 08/12/2026")
	p.press("Thuê nhà ở công đoàn khu B")
	p.picture("answer")
	p.press("Nhận")
	p.picture("taken")
	p.reads("Đã ghi nhận lời mời", "Đã nhận")
}

func (p *person) isPublished(list string) {
	p.t.Helper()
	p.signIn("thanh")
	p.open(list)
	p.picture("list-after")
	p.reads("Trần Văn Hậu", "Đã nhận")
	p.press("Công bố, che tên")
	public := p.ask(`[...document.querySelectorAll("main a")].map((a) => a.getAttribute("href")).find((h) => h.startsWith("/cong-bo-cho-luot/")) || ""`)
	p.signIn("")
	p.open(public)
	p.picture("public")
	p.reads("Thuê nhà ở công đoàn khu B", "Tên và mã số đã che", "Đã nhận")
	if p.has("Trần Văn Hậu") {
		p.lost("the published list names who waits")
	}
}
