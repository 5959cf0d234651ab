package app

import (
	"testing"

	"doanket/ui/axe"
)

// TestAMembershipIsLivedThroughInABrowser: one applies, is admitted by a decision, moves to another
// union (union.md A14), asks for a correction and reads who looked. SHOTS=folder keeps every page.
func TestAMembershipIsLivedThroughInABrowser(t *testing.T) {
	for _, v := range []struct {
		name   string
		view   axe.View
		script bool
	}{{"1280", axe.Views[0], true}, {"360", axe.Views[2], true}, {"no-script", axe.Views[0], false}} {
		t.Run(v.name, func(t *testing.T) {
			a := openSite(t, 0, nil) // each way through begins with the roll as it was
			a.serveUntilDone(t)
			b := axe.Start(t)
			b.As(t, v.view)
			b.Script(t, v.script)
			livesAMembership(newPerson(t, b, a.URL(), "members-"+v.name))
		})
	}
}

func livesAMembership(p *person) {
	p.t.Helper()
	// bao applies to the school's union
	p.signIn("bao")
	p.open("/doan-vien/cua-toi")
	p.picture("own-none")
	p.press("Xin vào công đoàn")
	p.press("LĐLĐ tỉnh Quảng Ninh")
	p.press("CĐ phường Uông Bí")
	p.press("CĐCS Trường THCS Mẫu")
	p.picture("apply")
	p.fill("Nơi làm việc", "Trường THCS Mẫu")
	p.fill("Nghề nghiệp", "Nhân viên thư viện")
	p.tick("", "Tôi tự nguyện gia nhập công đoàn")
	p.press("Gửi đơn")
	p.reads("Chờ quyết định")
	p.picture("applied")
	// the chair decides
	p.signIn("hong")
	p.open("/doan-vien/ket-nap")
	p.reads("Vũ Thị Bảo")
	p.picture("admissions")
	p.fill("Quyết định số", "12/QĐ-CĐCS")
	p.press("Kết nạp những người đã chọn")
	p.reads("12/QĐ-CĐCS")
	p.picture("batch")
	p.press("Vũ Thị Bảo")
	p.picture("record")
	number := p.fact("Mã số đoàn viên")
	// the firm's union asks for her by the number on her card, the school confirms
	p.signIn("than")
	p.open("/doan-vien/chuyen/moi")
	p.fill("Mã số trên thẻ đoàn viên hoặc số định danh", number)
	p.picture("transfer-new")
	p.press("Gửi nơi đi xác nhận")
	p.reads("Chờ nơi đi xác nhận")
	p.signIn("hong")
	p.open("/doan-vien/chuyen")
	p.picture("transfers")
	p.press("Vũ Thị Bảo")
	p.picture("transfer")
	p.press("Xác nhận cho chuyển")
	p.reads("Đã chuyển")
	// she asks for a correction, her new union decides, she reads it and who looked
	p.signIn("bao")
	p.open("/doan-vien/cua-toi")
	p.reads("CĐCS Than Mẫu")
	p.picture("own")
	p.press("Xin sửa: Mã số bảo hiểm xã hội")
	p.fill("Mã số bảo hiểm xã hội", "0123456789")
	p.picture("ask")
	p.press("Gửi công đoàn cơ sở")
	p.reads("Chờ công đoàn xem")
	p.signIn("lien")
	p.open("/doan-vien/yeu-cau")
	p.press("Vũ Thị Bảo: Mã số bảo hiểm xã hội")
	p.picture("request")
	p.press("Sửa theo yêu cầu")
	p.reads("Đã sửa")
	p.signIn("bao")
	p.open("/doan-vien/cua-toi")
	p.reads("0123456789")
	p.reads("mở hồ sơ")
	p.picture("own-after")
}
