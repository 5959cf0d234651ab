package dossiers

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"doanket/internal/testkit"
	"doanket/ui"
)

func drawSample(t *testing.T, s ui.Sample, lang string) string {
	t.Helper()
	var b bytes.Buffer
	err := s.Body.Render(ui.WithLang(context.Background(), lang), &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every page in every state looks as it did when it was last agreed.
func TestPagesAreAsAgreed(t *testing.T) {
	for _, s := range Samples() {
		t.Run(s.Name(), func(t *testing.T) {
			html := strings.ReplaceAll(drawSample(t, s, ui.Vietnamese), "><", ">\n<")
			testkit.Golden(t, strings.TrimPrefix(s.Name(), "dossiers_")+".html", []byte(html+"\n"))
		})
	}
}

var (
	inlineStyle = regexp.MustCompile(`<[^>]*\s(style|on[a-z]+)=`)
	brokenVerb  = regexp.MustCompile(`%!|%[sdv]\b|\{\{|<nil>`)
)

func TestPagesHoldToTheRules(t *testing.T) {
	for _, s := range Samples() {
		html := drawSample(t, s, ui.Vietnamese)
		if m := inlineStyle.FindString(html); m != "" {
			t.Errorf("%s carries style or script of its own: %s", s.Name(), m)
		}
		if m := brokenVerb.FindString(html); m != "" {
			t.Errorf("%s shows a text that was not filled in: %q", s.Name(), m)
		}
		if strings.Contains(html, "Vui lòng") {
			t.Errorf("%s begs instead of saying what would be valid", s.Name())
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			if ids[m[1]] {
				t.Errorf("%s uses the id %q twice", s.Name(), m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`<label[^>]* for="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			if !ids[m[1]] {
				t.Errorf("%s labels %q, which is not there", s.Name(), m[1])
			}
		}
	}
}

// What a page says of a dossier is what the dossier is.
func TestPagesSayWhatIs(t *testing.T) {
	page := map[string]string{}
	for _, s := range Samples() {
		page[s.Name()] = drawSample(t, s, ui.Vietnamese)
	}
	for name, wants := range map[string][]string{
		"dossiers_detail_processing":         {"Hẹn trả 08:20 thứ năm, 03/12/2026", "24/11/2026 nghỉ Ngày Văn hóa Việt Nam", "412", "Vì sao là ngày này", "Phạm Thu Trang"},
		"dossiers_detail_overdue":            {"Quá hạn", "hạn gốc 14:00 thứ hai, 23/11/2026", "Xin lỗi, hẹn lại"},
		"dossiers_detail_apologised":         {"Hạn gốc (để đánh giá)", "Hẹn lại theo văn bản xin lỗi", "17:30 thứ hai, 30/11/2026"},
		"dossiers_detail_waiting_supplement": {"Đồng hồ đang dừng", "chụp lại đủ 2 trang, có chữ ký", "25/12/2026"},
		"dossiers_detail_waiting_payment":    {"24.000 ₫", "Đang chờ nộp 24.000 ₫", "Mở khoản thu"},
		"dossiers_detail_awaiting_signature": {"Duyệt, ký kết quả", "Trả lại bước trước"},
		"dossiers_detail_done":               {"112/TB-UBND", "Đỗ Văn Quang ký lúc", "Trước hạn"},
		"dossiers_detail_refused":            {"dưới 10 lao động", "Phiếu từ chối tiếp nhận"},
		"dossiers_queue_full":                {"đồng hồ dừng", "Của tôi", "Quá hạn", "chờ người dân bổ sung"},
		"dossiers_queue_empty":               {"Bạn không có việc nào đang chờ", "Tiếp nhận tại quầy"},
		"dossiers_filing_faulty":             {`value="31/11/2026"`, "Tháng 11 chỉ có 30 ngày.", `value="bốn trăm"`, `aria-invalid="true"`},
		"dossiers_filing_papers":             {"Bạn không phải nộp Giấy chứng nhận đăng ký doanh nghiệp", "Nội quy lao động.pdf"},
		"dossiers_board_month":               {"97,7", "1.552", "Con số này từ đâu", "so=tre-han"},
		"dossiers_track_wrong":               {"Không có hồ sơ nào khớp cả hai mã"},
	} {
		for _, want := range wants {
			if !strings.Contains(page[name], want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	for name, html := range page {
		if strings.HasPrefix(name, "dossiers_track_") {
			for _, secret := range []string{"Công ty TNHH Than Mẫu", "0203 000 0002", "Vũ Thị Mai", "Phạm Thu Trang"} {
				if strings.Contains(html, secret) {
					t.Errorf("%s tells the public %q", name, secret)
				}
			}
		}
	}
}

// A refusal without a sentence would reach people as a code.
func TestEveryRefusalHasASentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fault := regexp.MustCompile(`(?:Refuse|Forbid|Missing|Code:|Add\([^,]+,|Err)\(?\s*"(dossiers\.[a-z_]+)"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fault.FindAllStringSubmatch(string(src), -1) {
			if Messages()[m[1]] == "" {
				t.Errorf("%s refuses with %s, which has no sentence", f, m[1])
			}
		}
	}
}
