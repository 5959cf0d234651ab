package procedures

import (
	"bytes"
	"context"
	"testing"

	"doanket/internal/testkit"
	"doanket/ui"
)

func TestTheSampleDefinitionPassesTheGate(t *testing.T) {
	for _, f := range Check(File{Name: "mau.yaml", Text: []byte(sampleFile)}) {
		t.Errorf("%d %s %s", f.Line, f.Code, f.Message)
	}
}

func rendered(t *testing.T, page, state string) testkit.HTML {
	t.Helper()
	for _, s := range Samples() {
		if s.Page != page || s.State != state {
			continue
		}
		var b bytes.Buffer
		err := s.Body.Render(ui.WithLang(context.Background(), "vi"), &b)
		if err != nil {
			t.Fatal(err)
		}
		return testkit.Page(t, b.Bytes())
	}
	t.Fatalf("no sample %s %s", page, state)
	return testkit.HTML{}
}

func TestPagesSayWhatACitizenOrAKeeperNeeds(t *testing.T) {
	p := rendered(t, "procedure", "published")
	p.Has(`a.btn.primary[href="/nop/9.000001"]`, "Nộp hồ sơ")
	p.Has("td", "3 ngày làm việc")
	p.Has("td", "8.000 ₫/bản", "Căn cứ: 02/2026/TT-MAU", "chưa xác nhận")
	p.Has("td", "Không thu")
	p.Has("li", "hoặc", "Giấy tờ khác có ảnh")
	f := rendered(t, "procedure", "follow")
	f.Has(".note", "Chỉ theo dõi")
	f.Has(`a[href="https://dichvucong.gov.vn"]`)
	f.HasNot(`a[href^="/nop/"]`)
	s := rendered(t, "search", "all")
	if s.Count("tbody tr") != 3 {
		t.Errorf("%d rows", s.Count("tbody tr"))
	}
	k := rendered(t, "version", "faulty")
	k.Has("td", "Không có bước “khong_co”.")
	k.Has("td", "mong thu 16.000 ₫, máy tính ra 24.000 ₫")
	k.HasNot("button", "Gửi duyệt")
	rendered(t, "version", "draft").Has("button", "Gửi duyệt")
	rendered(t, "version", "review").Has("button", "Công bố")
	rendered(t, "version", "published").Has("button", "Ngừng nhận hồ sơ mới")
	rendered(t, "version", "draft").Has("ins", "8000")
	rendered(t, "version", "draft").Has("del", "5000")
}

func TestEverySampleRenders(t *testing.T) {
	for _, s := range Samples() {
		var b bytes.Buffer
		err := s.Body.Render(context.Background(), &b)
		if err != nil || b.Len() < 200 {
			t.Errorf("%s: %d bytes, %v", s.Name(), b.Len(), err)
		}
		if bytes.Contains(b.Bytes(), []byte("%!")) {
			t.Errorf("%s: a sentence was filled wrongly", s.Name())
		}
	}
}
