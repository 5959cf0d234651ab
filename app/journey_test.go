package app

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"doanket/ui/axe"
)

// TestADossierIsLivedThroughInABrowser files, mends, pays, decides, returns and tracks one dossier
// as the people of the cast do it: at a desk's screen, on a phone, and with the scripts switched off.
// SHOTS=folder keeps a picture of every page; make pictures makes those of the README.
func TestADossierIsLivedThroughInABrowser(t *testing.T) {
	a := openSite(t, 40, nil)
	a.serveUntilDone(t)
	paper := filepath.Join(t.TempDir(), "giay-uy-quyen.pdf")
	r, err := a.samplePaper()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err == nil {
		err = os.WriteFile(paper, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		name   string
		view   axe.View
		script bool
	}{
		{"1280", axe.Views[0], true},
		{"360", axe.Views[2], true},
		{"no-script", axe.Views[0], false},
	} {
		t.Run(v.name, func(t *testing.T) {
			b := axe.Start(t)
			b.As(t, v.view)
			b.Script(t, v.script)
			p := newPerson(t, b, a.URL(), v.name)
			walk(p, paper)
		})
	}
}

// walk is one dossier from end to end: a copy from the civil register, three copies for 24.000 ₫.
func walk(p *person, paper string) {
	intake, secret := p.files()
	code := p.isAccepted(intake)
	p.isAskedForMore(code)
	p.supplies(paper)
	p.pays(intake)
	p.isDecided(code)
	p.isReturned(code)
	p.tracks(code, secret)
}

func (p *person) files() (intake, secret string) {
	p.t.Helper()
	p.signIn("")
	p.open("/")
	p.picture("landing")
	p.open("/thu-tuc?q=trich+luc+ho+tich")
	p.picture("catalogue")
	p.press("Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh")
	p.picture("procedure")
	p.press("Nộp hồ sơ")
	p.picture("before")
	p.signIn("hau")
	p.picture("today")
	p.open("/nop/2.000635")
	p.choose("Nộp cho cơ quan nào", "Uông Bí")
	p.press("Bắt đầu nộp hồ sơ")
	p.picture("step-1")
	p.tick("Nhận kết quả bằng cách nào", "Tại nơi nộp hồ sơ")
	p.press("Tiếp tục")
	p.picture("step-2")
	p.tick("Loại giấy", "Bản sao Giấy khai sinh")
	p.fill("Họ và tên người có tên trong sổ", "Trần Minh Mẫu")
	p.fill("Ngày sinh của người đó", "05/09/2015")
	p.fill("Nơi đã đăng ký", "Uỷ ban nhân dân phường Uông Bí")
	p.fill("Số bản", "3")
	p.tick("Thuộc diện được miễn phí", "Không")
	p.tick("Nộp thay theo uỷ quyền", "Không")
	p.picture("step-2-filled")
	p.press("Tiếp tục")
	p.picture("step-3")
	p.press("Tiếp tục")
	p.picture("check")
	p.reads("24.000 ₫")
	p.tick("", "Tôi chịu trách nhiệm")
	p.press("Nộp hồ sơ")
	p.picture("filed")
	return p.fact("Số nộp"), p.fact("Mã bí mật")
}

func (p *person) isAccepted(intake string) string {
	p.t.Helper()
	p.signIn("lan")
	p.picture("lan-today")
	p.open("/ho-so")
	p.picture("queue")
	p.find(intake)
	p.picture("detail-new")
	p.press("Tiếp nhận")
	p.picture("accept")
	p.press("Tiếp nhận")
	p.picture("accepted")
	code := p.code()
	p.press("Chuyển thẩm định")
	p.picture("forward")
	p.choose("Giao cho (để trống là giao cho cả đơn vị)", "Hoàng Văn Minh")
	p.press("Chuyển thẩm định")
	p.picture("forwarded")
	return code
}

// find opens a dossier the way people do: by its number in the search of the shell.
func (p *person) find(number string) {
	p.t.Helper()
	p.open("/tim?q=" + number)
	p.picture("found")
	p.follow(number)
}

func (p *person) code() string {
	p.t.Helper()
	got := p.ask(`((document.querySelector("main").textContent.match(/H49\.31\.06-\d{6}-\d{4}/)) || [""])[0]`)
	if got == "" {
		p.lost("the page shows no code")
	}
	return got
}

func (p *person) isAskedForMore(code string) {
	p.t.Helper()
	p.signIn("minh")
	p.picture("minh-today")
	p.find(code)
	p.press("Yêu cầu bổ sung")
	p.picture("ask")
	p.fill("Giấy tờ, nội dung khác", "Ảnh chụp sổ hộ khẩu cũ")
	p.fill("Cần sửa, cần thêm gì và vì sao", "Sổ gốc ghi hai người cùng tên; cần ảnh trang có tên cháu để tra đúng người.")
	p.press("Yêu cầu bổ sung")
	p.picture("asked")
	p.reads("đồng hồ đang dừng")
}

func (p *person) supplies(paper string) {
	p.t.Helper()
	p.signIn("hau")
	p.picture("hau-today")
	p.open("/hop-thu")
	p.picture("inbox")
	p.open("/ho-so-cua-toi")
	p.picture("mine")
	p.press(p.ask(`flat((document.querySelector("main table a.code") || {}).textContent)`))
	p.picture("own")
	p.reads("Ảnh chụp sổ hộ khẩu cũ")
	p.press("Nộp bổ sung")
	p.picture("supply")
	p.upload("Ảnh chụp sổ hộ khẩu cũ", paper)
	p.press("Nộp bổ sung")
	p.picture("supplied")
}

func (p *person) pays(intake string) {
	p.t.Helper()
	p.signIn("mai")
	p.open("/thu-ngan")
	p.picture("till")
	p.follow(intake)
	p.picture("order")
	p.tick("Hình thức nộp", "Tiền mặt")
	p.press("Xác nhận đã thu")
	p.picture("paid")
}

func (p *person) isDecided(code string) {
	p.t.Helper()
	p.signIn("minh")
	p.find(code)
	p.picture("to-draft")
	p.press("Dự thảo kết quả")
	p.picture("draft")
	p.press("Dự thảo kết quả")
	p.picture("drafted")
	p.press("Trình duyệt, ký")
	p.picture("hand-over")
	p.press("Trình duyệt, ký")
	p.picture("handed-over")
	p.signIn("quang")
	p.picture("quang-today")
	p.open("/dieu-hanh")
	p.picture("board")
	p.find(code)
	p.press("Duyệt và ký")
	p.picture("sign")
	p.press("Duyệt và ký")
	p.picture("signed")
	p.signIn("ngan")
	p.find(code)
	p.press("Vào số, đóng dấu")
	p.picture("issue")
	p.press("Vào số, đóng dấu")
	p.picture("issued")
}

func (p *person) isReturned(code string) {
	p.t.Helper()
	p.signIn("hoa")
	p.find(code)
	p.press("Trả kết quả")
	p.picture("return")
	p.press("Trả kết quả")
	p.picture("returned")
}

func (p *person) tracks(code, secret string) {
	p.t.Helper()
	p.signIn("")
	p.open("/tra-cuu")
	p.picture("track")
	p.fill("Mã hồ sơ hoặc số nộp", code)
	p.fill("Mã bí mật", secret)
	p.press("Tra cứu")
	p.picture("tracked")
	p.reads("Đã trả kết quả")
	if p.has("Hậu") {
		p.lost("the public page names the applicant")
	}
}
