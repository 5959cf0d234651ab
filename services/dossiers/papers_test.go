package dossiers

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

func testPress(t *testing.T) *paper.Press {
	t.Helper()
	var f paper.Fonts
	for style, into := range map[string]*[]byte{"": &f.Regular, "B": &f.Bold, "I": &f.Italic, "BI": &f.BoldItalic} {
		b, err := ui.Tinos(style)
		if err != nil {
			t.Skip(err) // the assets are not built
		}
		*into = b
	}
	p, err := paper.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func paperText(t *testing.T, p *paper.Press, s paper.Sheet) string {
	t.Helper()
	var b bytes.Buffer
	err := p.PDF(&b, s)
	if err != nil {
		t.Fatal(err)
	}
	err = api.Validate(bytes.NewReader(b.Bytes()), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatalf("not a valid PDF: %v", err)
	}
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	cmd := exec.Command(path, "-", "-")
	cmd.Stdin = &b
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestPapersSayWhatTheDossierSays(t *testing.T) {
	press := testPress(t)
	for name, wants := range map[string][]string{
		"receipt":       {"Mẫu số 01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "H49.31.06-261123-0044", "7 ngày làm việc", "21:07 thứ bảy, 21/11/2026", "08:20 thứ hai, 23/11/2026", "08:20 thứ năm, 03/12/2026", "không phải nộp, dữ liệu đã có", "7KQ2-M9FA", "Nguyễn Thị Lan"},
		"receipt_union": {"LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG NINH", "CÔNG ĐOÀN PHƯỜNG UÔNG BÍ", "GIẤY TIẾP NHẬN ĐỀ NGHỊ CỦA ĐOÀN VIÊN", "Giấy ra viện"},
		"supplement":    {"Mẫu số 02", "chụp lại đủ 2 trang, có chữ ký", "25/12/2026", "Phạm Thu Trang", "tính lại từ đầu"},
		"refusal":       {"Mẫu số 03", "dưới 10 lao động", "chưa được cấp mã"},
		"apology":       {"Mẫu số 04", "Chờ ý kiến của Sở Nội vụ", "17:30 thứ hai, 30/11/2026", "Hạn gốc vẫn được dùng"},
		"stop":          {"Mẫu số 05", "Theo đề nghị rút hồ sơ", "Trả lại 02 tờ bản chính"},
		"control_slip":  {"Mẫu số 06", "10:05", "đúng hạn", "chờ bổ sung giấy tờ", "in từ nhật ký sự kiện"},
		"result":        {"Số: 112/TB-UBND", "sau 15 ngày", "Đỗ Văn Quang", "CHỦ TỊCH UBND PHƯỜNG"},
		"draft":         {"DỰ THẢO, chưa ký: không có giá trị sử dụng."},
	} {
		text := paperText(t, press, SampleSheets()[name])
		for _, want := range append(wants, paper.Nation, paper.Motto) {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
	}
}

func TestUnionPapersCarryNoNumberOfTheDesksForms(t *testing.T) {
	s := SampleSheets()["receipt_union"]
	if s.Form != "" {
		t.Errorf("a union's paper is called %q", s.Form)
	}
}

func TestFormsCarryTheNumberOfTheirOwnDay(t *testing.T) {
	old, now := kernel.Date{Year: 2025, Month: 9, Day: 14}, kernel.Date{Year: 2025, Month: 9, Day: 15}
	if got := formName(Dossier{}, "06", old); got != "Mẫu số 05 (Thông tư 01/2018/TT-VPCP)" {
		t.Errorf("the control slip of 14/09/2025 is %q", got)
	}
	if got := formName(Dossier{}, "06", now); got != "Mẫu số 06 (Phụ lục I Thông tư 03/2025/TT-VPCP)" {
		t.Errorf("the control slip of 15/09/2025 is %q", got)
	}
}

func TestLimitsInWords(t *testing.T) {
	for limit, want := range map[string]string{"7wd": "7 ngày làm việc", "10d": "10 ngày", "4wh": "4 giờ làm việc", "1mo": "1 tháng", "same-day@15:00": "trong ngày; nhận sau 15:00 thì trả trong ngày làm việc tiếp theo", "": "pháp luật không quy định thời hạn"} {
		if got := limitWords(limit); got != want {
			t.Errorf("%s is %q", limit, got)
		}
	}
}
