package committees

import (
	"bytes"
	"strings"
	"testing"

	"doanket/internal/testkit/printer"
)

// The list on paper says who served on its day, in which post, on whose decision, and no later.
func TestTheListOfACommitteeIsPrinted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		board := h.found(t, h.a, "executive", "2025-07-10", 3)
		must(t, h.seat(board, 0, "chair", "2025-07-10"))
		must(t, h.seat(board, 1, "member", "2025-07-10"))
		must(t, h.seat(board, 3, "member", "2026-08-01"))
		words := func(on string) string {
			var out bytes.Buffer
			must(t, h.s.Press.PDF(&out, h.s.sheet(h.look(t, board, on))))
			return printer.Words(t, out.Bytes())
		}
		was := words("2026-05-31")
		for _, want := range []string{"CĐCS THAN MẪU", "Danh sách Ban chấp hành", "Tính đến ngày 31/05/2026", "Nguyễn Văn Thành", "Chủ tịch", "Hoàng Thị Liên", "2 trên 3 người ấn định, 1 nữ", "TM. Ban chấp hành"} {
			if !strings.Contains(was, want) {
				t.Errorf("the paper has no %q:\n%s", want, was)
			}
		}
		if strings.Contains(was, "Đỗ Thị Hương") || !strings.Contains(words("2026-08-01"), "Đỗ Thị Hương") {
			t.Error("who came on 01/08/2026 stands in the list of the wrong day")
		}
		empty := h.found(t, h.a, "finance", "2025-07-10", 0)
		var out bytes.Buffer
		must(t, h.s.Press.PDF(&out, h.s.sheet(h.look(t, empty, ""))))
		if text := printer.Words(t, out.Bytes()); !strings.Contains(text, "không có ai giữ chức danh") {
			t.Errorf("an empty committee: %s", text)
		}
	})
}
