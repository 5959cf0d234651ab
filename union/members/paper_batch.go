package members

import (
	"bytes"
	"strconv"

	"doanket/internal/paper"
	"doanket/kernel"
)

// sheet is the decision of admission with its list (quyết định kết nạp đoàn viên). The layout follows the
// papers of unions; the form of the Confederation itself was not read.
func (v batchPaper) sheet(base string) paper.Sheet {
	head := paper.Head{Number: "Số: " + v.Number, Place: placeAndDay(v.Town, v.Decided)}
	if len(v.Heads) > 0 {
		head.Issuer = v.Heads[0]
	}
	if len(v.Heads) > 1 {
		head.Superior = v.Heads[1]
	}
	table := paper.Table{Columns: []paper.Column{{Head: "STT", Wide: 8, Align: paper.Center}, {Head: "Họ và tên", Wide: 28}, {Head: "Ngày sinh", Wide: 16, Align: paper.Center}, {Head: "Giới tính", Wide: 11, Align: paper.Center}, {Head: "Nghề nghiệp", Wide: 21}, {Head: "Mã số đoàn viên", Wide: 20}}}
	for i, m := range v.Rows {
		sex := map[string]string{"nam": "Nam", "nữ": "Nữ"}[m.Sex]
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), m.Name, kernel.FormatDate(m.Born), sex, m.Profile.Work.Job, m.Number})
	}
	post := v.SignerPost
	if post == "" {
		post = "Chủ tịch"
	}
	return paper.Sheet{Size: paper.A4, Head: head, Title: "QUYẾT ĐỊNH", Under: "Về việc kết nạp đoàn viên công đoàn", At: v.At, Foot: "Quyết định " + v.Number,
		QR: paper.QR{Text: base + roomPath + "/ket-nap/quyet-dinh/" + v.ID.String(), Caption: "Mã dẫn về quyết định này"},
		Blocks: []paper.Block{
			paper.Para{Text: "BAN CHẤP HÀNH", Bold: true, Align: paper.Center},
			paper.Para{Text: "Căn cứ Luật Công đoàn và Điều lệ Công đoàn Việt Nam;", Italic: true},
			paper.Para{Text: "Xét đơn gia nhập của người lao động,", Italic: true},
			paper.Para{Text: "QUYẾT ĐỊNH:", Bold: true, Align: paper.Center},
			paper.Para{Text: "Điều 1. Kết nạp " + strconv.Itoa(len(v.Rows)) + " người có tên trong danh sách dưới đây vào Công đoàn Việt Nam từ ngày " + kernel.FormatDate(v.Decided) + "."},
			table,
			paper.Para{Text: "Điều 2. Người được kết nạp có quyền và trách nhiệm của đoàn viên theo Điều lệ Công đoàn Việt Nam."},
			paper.Para{Text: "Điều 3. Ban chấp hành và những người có tên trong danh sách thi hành quyết định này."},
			paper.Signatures{{Title: "TM. BAN CHẤP HÀNH", Hint: post, Name: v.Signer}},
		}}
}

func placeAndDay(town string, d kernel.Date) string {
	month := strconv.Itoa(int(d.Month))
	if d.Month < 3 { // NĐ 30/2020: only January and February carry a nought
		month = "0" + month
	}
	day := "ngày " + twoDigits(d.Day) + " tháng " + month + " năm " + strconv.Itoa(d.Year)
	if town == "" {
		return day
	}
	return town + ", " + day
}

// twoDigits gives days below ten a nought before them.
func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func (s *Service) printBatch(v batchPaper) ([]byte, error) {
	var b bytes.Buffer
	err := s.Press.PDF(&b, v.sheet(s.Base))
	return b.Bytes(), err
}
