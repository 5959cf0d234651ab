package members

import (
	"fmt"
	"strings"
	"testing"

	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

// The decision of admission says on paper what stands in the roll: who decides, number, place and day,
// everybody with her number, who signs.
func TestADecisionOfAdmissionIsPrintedWithItsList(t *testing.T) {
	v := batchPaper{Batch: Batch{ID: 61, Number: "12/QĐ-CĐCS", Decided: kernel.Date{Year: 2026, Month: 2, Day: 5}, Signer: "Nguyễn Văn Thành", SignerPost: "Chủ tịch", At: sampleDay.Clock(9, 41)},
		Heads: []string{"Công đoàn cơ sở Công ty TNHH Than Mẫu", "Công đoàn phường Uông Bí"}, Town: "Uông Bí", Rows: sampleMembers()}
	for i := range 60 { // the list goes on to the next page with its head
		m := sampleMembers()[i%3]
		m.Number = fmt.Sprintf("DV%08d", 1000+i)
		v.Rows = append(v.Rows, m)
	}
	pdf, err := (&Service{Deps: Deps{Press: printer.Press(t), Base: "https://mau.example.vn"}}).printBatch(v)
	must(t, err)
	text := printer.Words(t, pdf)
	at := 0
	for _, want := range []string{"CÔNG ĐOÀN PHƯỜNG UÔNG BÍ", "CÔNG ĐOÀN CƠ SỞ CÔNG TY", "TNHH THAN MẪU", "Uông Bí, ngày 05 tháng 02 năm 2026", "Số: 12/QĐ-CĐCS", "QUYẾT ĐỊNH", "Về việc kết nạp đoàn viên công đoàn", "Điều 1. Kết nạp 63 người",
		"Đặng Thị Châu", "DV00000012", "Nguyễn Văn Dũng", "DV00001059", "Điều 2.", "Điều 3.", "TM. BAN CHẤP HÀNH", "Chủ tịch", "Nguyễn Văn Thành"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q does not stand where it should:\n%s", want, text)
		}
		at += i
	}
	if n := strings.Count(text, "Nghề nghiệp"); n < 2 {
		t.Errorf("the head of the list stands on %d pages", n)
	}
}
