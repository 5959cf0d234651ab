package paper

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"doanket/kernel"
)

func testPress(t testing.TB) *Press {
	t.Helper()
	read := func(dir, name string) []byte {
		b, err := os.ReadFile(filepath.Join("../../node_modules/@expo-google-fonts/tinos", dir, name))
		if err != nil {
			t.Fatalf("the fonts come with npm ci: %v", err)
		}
		return b
	}
	p, err := New(Fonts{
		Regular: read("400Regular", "Tinos_400Regular.ttf"), Bold: read("700Bold", "Tinos_700Bold.ttf"),
		Italic: read("400Regular_Italic", "Tinos_400Regular_Italic.ttf"), BoldItalic: read("700Bold_Italic", "Tinos_700Bold_Italic.ttf"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func receipt(rows int) Sheet {
	table := Table{Columns: []Column{{Head: "STT", Wide: 1, Align: Center}, {Head: "Tên giấy tờ", Wide: 7}, {Head: "Bản chính", Wide: 2, Align: Center}, {Head: "Bản sao", Wide: 2, Align: Center}}}
	for i := range rows {
		table.Rows = append(table.Rows, []string{strings.Repeat("1", 1+i%3), "Văn bản góp ý của tổ chức đại diện người lao động tại cơ sở về nội quy lao động, có chữ ký và dấu", "1", "0"})
	}
	return Sheet{
		Form:  "Mẫu số 01, Phụ lục I Thông tư 03/2025/TT-VPCP",
		Head:  Head{Superior: "UBND phường Uông Bí", Issuer: "Trung tâm Phục vụ hành chính công", Number: "Số: 44/TNHS", Place: "Uông Bí, ngày 23 tháng 11 năm 2026"},
		Title: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
		Under: "Mã hồ sơ: H49.31.06-261123-0044",
		Blocks: []Block{
			Rows{{Label: "Tiếp nhận hồ sơ của", Value: "Công ty TNHH Than Mẫu", Strong: true}, {Label: "Nội dung yêu cầu giải quyết", Value: "Đăng ký nội quy lao động của doanh nghiệp; đã được sửa đổi, bổ sung theo ý kiến của tổ chức công đoàn ngày 12/11/2026"}},
			Heading{Text: "Thành phần hồ sơ nộp gồm"},
			table,
			Para{Number: "1.", Text: "Thời gian giải quyết theo quy định là 7 ngày làm việc; ngày 24/11 nghỉ Ngày Văn hóa Việt Nam (NQ 28/2026/QH16)."},
			Para{Text: "Quý ông, bà ký tên vào ô bên trái.", Italic: true},
			Signatures{{Title: "NGƯỜI NỘP HỒ SƠ", Hint: "(Ký và ghi rõ họ tên)"}, {Title: "NGƯỜI TIẾP NHẬN HỒ SƠ", Hint: "(Ký và ghi rõ họ tên)", Name: "Nguyễn Thị Lan"}},
		},
		QR:   QR{Text: "https://doanket.example/tra-cuu/H49.31.06-261123-0044?m=7KQ2-M9FA", Caption: "Quét mã để xem hồ sơ đang ở đâu."},
		Foot: "Giấy tiếp nhận hồ sơ H49.31.06-261123-0044",
		At:   kernel.At(time.Date(2026, 11, 23, 8, 20, 0, 0, kernel.Zone)),
	}
}

func set(t testing.TB, p *Press, s Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	err := p.PDF(&b, s)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a program over the PDF; a machine without it does not run the test.
func tool(t *testing.T, pdf []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.pdf")
	if err := os.WriteFile(in, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.NewReplacer("IN", in, "OUT", filepath.Join(dir, "out")).Replace(a)
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if name == "pdftoppm" {
		img, err := exec.Command("zbarimg", "-q", "--raw", filepath.Join(dir, "out.png")).Output()
		if err != nil {
			t.Fatalf("zbarimg: %v", err)
		}
		return strings.TrimSpace(string(img))
	}
	return string(out)
}

func TestPDF(t *testing.T) {
	p := testPress(t)
	pdf := set(t, p, receipt(2))

	t.Run("is a valid document", func(t *testing.T) {
		err := api.Validate(bytes.NewReader(pdf), model.NewDefaultConfiguration())
		if err != nil {
			t.Fatal(err)
		}
	})
	t.Run("gives back every Vietnamese mark as text", func(t *testing.T) {
		text := strings.Join(strings.Fields(tool(t, pdf, "pdftotext", "IN", "-")), " ")
		for _, want := range []string{Nation, Motto, "UBND PHƯỜNG UÔNG BÍ", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Công ty TNHH Than Mẫu", "nghỉ Ngày Văn hóa Việt Nam", "Nguyễn Thị Lan", "Trang 1/1"} {
			if !strings.Contains(text, want) {
				t.Errorf("the text of the paper lacks %q:\n%s", want, text)
			}
		}
	})
	t.Run("prints text typed with separate marks like the composed one", func(t *testing.T) {
		s := receipt(1)
		s.Under = "Nguye\u0302\u0303n Thi\u0323 Lan o\u031b\u0301"
		text := tool(t, set(t, p, s), "pdftotext", "IN", "-")
		if !strings.Contains(text, "Nguyễn Thị Lan ớ") {
			t.Errorf("got %q", text)
		}
	})
	t.Run("carries a code that a reader reads", func(t *testing.T) {
		got := tool(t, pdf, "pdftoppm", "-r", "100", "-png", "-singlefile", "IN", "OUT")
		if got != receipt(0).QR.Text {
			t.Errorf("the code says %q", got)
		}
	})
	t.Run("is the same bytes for the same sheet", func(t *testing.T) {
		if !bytes.Equal(pdf, set(t, p, receipt(2))) {
			t.Error("two settings of one sheet differ")
		}
	})
	t.Run("repeats the head of a table on each page and counts the pages", func(t *testing.T) {
		long := set(t, p, receipt(60))
		text := tool(t, long, "pdftotext", "-layout", "IN", "-")
		pages := strings.Split(strings.TrimRight(text, "\f\n "), "\f")
		if len(pages) < 3 {
			t.Fatalf("60 rows fill %d pages", len(pages))
		}
		for i, page := range pages[:len(pages)-1] {
			if !strings.Contains(page, "Tên giấy tờ") {
				t.Errorf("page %d has no head", i+1)
			}
		}
		if !strings.Contains(pages[2], "Trang 3/"+string(rune('0'+len(pages)))) {
			t.Errorf("the footer of page 3 says %q", pages[2][max(0, len(pages[2])-80):])
		}
	})
	t.Run("cuts a row that is taller than a page instead of losing its end", func(t *testing.T) {
		s := receipt(1)
		s.Blocks = []Block{Table{Columns: []Column{{Head: "Ý kiến", Wide: 1}}, Rows: [][]string{{strings.Repeat("một câu rất dài nữa; ", 900) + "HẾT"}}}}
		text := tool(t, set(t, p, s), "pdftotext", "IN", "-")
		if !strings.Contains(text, "HẾT") || strings.Count(text, "\f") < 3 {
			t.Errorf("%d pages, end kept: %v", strings.Count(text, "\f"), strings.Contains(text, "HẾT"))
		}
	})
	t.Run("says on every page that a part is simulated", func(t *testing.T) {
		s := receipt(60)
		s.Simulated = "Bản mô phỏng: chữ ký số không có giá trị pháp lý."
		text := tool(t, set(t, p, s), "pdftotext", "IN", "-")
		if n := strings.Count(text, "Bản mô phỏng"); n != strings.Count(text, "\f") {
			t.Errorf("%d pages, said %d times", strings.Count(text, "\f"), n)
		}
	})
	t.Run("embeds only the letters it uses", func(t *testing.T) {
		if len(pdf) > 200_000 {
			t.Errorf("one page takes %d bytes", len(pdf))
		}
	})
	t.Run("refuses a sheet without its time", func(t *testing.T) {
		s := receipt(1)
		s.At = kernel.Instant{}
		if p.PDF(&bytes.Buffer{}, s) == nil {
			t.Error("a sheet without time was set")
		}
	})
}

func BenchmarkPDF(b *testing.B) {
	p := testPress(b)
	s := receipt(5)
	for b.Loop() {
		set(b, p, s)
	}
}
