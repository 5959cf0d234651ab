package dossiers

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"doanket/internal/paper"
	"doanket/kernel"
)

// Letterhead (tiêu đề cơ quan) is who issues a paper and where its reader is led back to.
//
//glossary:none
type Letterhead struct {
	Superior string // the body above
	Issuer   string // the unit in whose name it is issued
	Town     string // "Uông Bí", before the date
	Phone    string
	Site     string // address of the site without a slash at the end
}

// formSet (bộ mẫu giấy) are the numbers of the desk's forms since a day: the law renumbers them, and
// a dossier's papers keep the numbers of their own day.
type formSet struct {
	From  kernel.Date
	Basis string
	No    map[string]string
}

// formSets is dated law, the newest first. TT 01/2018 is second-hand but for its form 02.
var formSets = []formSet{
	{kernel.Date{Year: 2025, Month: 9, Day: 15}, "Phụ lục I Thông tư 03/2025/TT-VPCP", map[string]string{"01": "01", "02": "02", "03": "03", "04": "04", "05": "05", "06": "06"}},
	{kernel.Date{Year: 2018, Month: 11, Day: 23}, "Thông tư 01/2018/TT-VPCP", map[string]string{"01": "01", "02": "02", "03": "03", "04": "04", "06": "05"}},
}

// issuerOf is the unit in whose name a paper was made, and when: a paper keeps the name and the seal of
// its day, whoever the dossier was handed over to later. What is printed from the state of now is of now.
func (d Dossier) issuerOf(kind string, now kernel.Instant) (kernel.ID, kernel.Instant) {
	at := now
	set := func(made kernel.Instant) {
		if !made.IsZero() {
			at = made
		}
	}
	switch {
	case kind == "01":
		set(d.ReceivedAt)
	case kind == "03" && d.Refusal != nil:
		set(d.Refusal.At)
	case kind == "04" && d.Apology != nil:
		set(d.Apology.At)
	case kind == "05" && d.Withdrawal != nil:
		set(d.Withdrawal.At)
	case kind == "05" && d.Stop != nil:
		set(d.Stop.At)
	case kind == "ket-qua" && d.Result != nil:
		set(d.Result.SignedAt)
	}
	for _, r := range d.Supplements {
		if kind == "02-"+r.ID.String() {
			set(r.At)
		}
	}
	received, deciding := d.whereAt(at)
	if kind == "ket-qua" || kind == "04" {
		return deciding, at
	}
	return received, at
}

// formName is the line "Mẫu số 01 …" of a paper made on a day. Union papers carry none.
func formName(d Dossier, no string, on kernel.Date) string {
	if d.union() {
		return ""
	}
	for _, s := range formSets {
		if !on.Before(s.From) {
			if s.No[no] == "" {
				return ""
			}
			return "Mẫu số " + s.No[no] + " (" + s.Basis + ")"
		}
	}
	return ""
}

func (d Dossier) union() bool { return d.Procedure.Kind == "union" }

// pick takes the title for unions or for the State.
func (d Dossier) pick(state, union string) string {
	if d.union() {
		return union
	}
	return state
}

// Reference is what the dossier is called in front of people: its code, or the intake reference before there is one.
func (d Dossier) Reference() string {
	if d.Code != "" {
		return d.Code
	}
	return d.Intake
}

func (l Letterhead) sheet(d Dossier, no, title string, at kernel.Instant) paper.Sheet {
	on := at.Date()
	place := fmt.Sprintf("ngày %02d tháng %02d năm %d", on.Day, int(on.Month), on.Year)
	if l.Town != "" {
		place = l.Town + ", " + place
	}
	s := paper.Sheet{
		Head: paper.Head{Superior: l.Superior, Issuer: l.Issuer, Place: place},
		Form: formName(d, no, on), Title: title, Foot: title, At: at,
	}
	if d.Code != "" {
		s.Under = "Mã hồ sơ: " + d.Code
	} else if d.Intake != "" {
		s.Under = "Số nộp: " + d.Intake
	}
	s.Foot = capital(strings.ToLower(title)) + " " + d.Reference()
	return s
}

func capital(s string) string {
	for _, r := range s {
		return strings.ToUpper(string(r)) + s[len(string(r)):]
	}
	return s
}

func small(s string) string {
	for _, r := range s {
		return strings.ToLower(string(r)) + s[len(string(r)):]
	}
	return s
}

// lookUp is the code that leads back to the public page; without the secret the reader types it there.
func (l Letterhead) lookUp(d Dossier, secret string) paper.QR {
	q := url.Values{"ma": {d.Reference()}}
	caption := "Quét mã, hoặc mở " + strings.TrimPrefix(strings.TrimPrefix(l.Site, "https://"), "http://") + "/tra-cuu và nhập mã hồ sơ"
	if secret != "" {
		q.Set("bi-mat", secret)
		caption += ", mã bí mật " + secret
	}
	caption += ", để biết hồ sơ đang ở đâu."
	if l.Phone != "" {
		caption += " Điện thoại: " + l.Phone + "."
	}
	return paper.QR{Text: l.Site + "/tra-cuu?" + q.Encode(), Caption: caption}
}

// Receipt is form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả. secret is known only when it is handed out.
func (l Letterhead) Receipt(d Dossier, secret string) paper.Sheet {
	s := l.sheet(d, "01", d.pick("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "GIẤY TIẾP NHẬN ĐỀ NGHỊ CỦA ĐOÀN VIÊN"), d.ReceivedAt)
	s.Blocks = append(s.Blocks,
		append(d.whoRows(), paper.Row{Label: "Nội dung yêu cầu giải quyết", Value: d.content()}),
		paper.Heading{Text: "Thành phần hồ sơ nộp gồm"}, d.paperTable())
	rows := paper.Rows{
		{Label: "Thời gian giải quyết theo quy định", Value: limitWords(d.Clock.Limit)},
		{Label: "Nộp lúc", Value: kernel.FormatInstant(d.SubmittedAt)},
		{Label: "Tiếp nhận lúc", Value: kernel.FormatInstant(d.ReceivedAt), Strong: true},
		{Label: "Hẹn trả kết quả lúc", Value: d.appointment(), Strong: true},
		{Label: "Nhận kết quả", Value: d.returnWords()},
	}
	if len(d.Fees) > 0 {
		rows = append(rows, paper.Row{Label: "Phí, lệ phí", Value: feeWords(d.Fees)})
	}
	s.Blocks = append(s.Blocks, rows)
	if len(d.Clock.Explain) > 0 {
		s.Blocks = append(s.Blocks, paper.Para{Text: "Vì sao là ngày này: " + reasonsPrinted(d.Clock.Explain), Italic: true})
	}
	s.Blocks = append(s.Blocks, paper.Signatures{
		{Title: "NGƯỜI NỘP HỒ SƠ", Hint: "(Ký và ghi rõ họ tên)", Name: d.FiledBy().Name},
		{Title: "NGƯỜI TIẾP NHẬN HỒ SƠ", Hint: "(Ký và ghi rõ họ tên)", Name: d.AcceptedBy.Name},
	})
	s.QR = l.lookUp(d, secret)
	return s
}

// SupplementSheet is form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ, for one request.
func (l Letterhead) SupplementSheet(d Dossier, r SupplementRequest) paper.Sheet {
	s := l.sheet(d, "02", d.pick("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "PHIẾU ĐỀ NGHỊ BỔ SUNG GIẤY TỜ"), r.At)
	t := paper.Table{Columns: []paper.Column{{Head: "STT", Wide: 1, Align: paper.Center}, {Head: "Giấy tờ, nội dung cần bổ sung", Wide: 6}, {Head: "Cần sửa, cần thêm gì", Wide: 5}}}
	for i, item := range r.Items {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), item.Name, item.Note})
	}
	rows := paper.Rows{{Label: "Lý do", Value: r.Reason}}
	if !r.SupplyBy.IsZero() {
		rows = append(rows, paper.Row{Label: "Nộp bổ sung trước hết ngày", Value: kernel.FormatDate(r.SupplyBy), Strong: true})
	}
	if !r.DueBefore.IsZero() {
		rows = append(rows, paper.Row{Label: "Hẹn trả trước khi yêu cầu", Value: kernel.FormatInstant(r.DueBefore)})
	}
	if !r.DueAfter.IsZero() {
		rows = append(rows, paper.Row{Label: "Hẹn trả mới sau khi bổ sung", Value: kernel.FormatInstant(r.DueAfter), Strong: true})
	} else {
		rows = append(rows, paper.Row{Label: "Thời hạn", Value: policyWords(r.Policy)})
	}
	s.Blocks = []paper.Block{
		append(d.whoRows(), paper.Row{Label: "Nội dung yêu cầu giải quyết", Value: d.content()}),
		paper.Heading{Text: "Để giải quyết, cần bổ sung, hoàn thiện"}, t, rows,
		paper.Para{Text: contactWords(r.By, l.Phone)},
		paper.Signatures{{Title: "NGƯỜI NỘP HỒ SƠ", Hint: "(Ký và ghi rõ họ tên)"}, {Title: "NGƯỜI YÊU CẦU", Hint: "(Ký và ghi rõ họ tên)", Name: r.By.Name}},
	}
	s.QR = l.lookUp(d, "")
	return s
}

// RefusalSheet is form 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ.
func (l Letterhead) RefusalSheet(d Dossier, e Ending) paper.Sheet {
	s := l.sheet(d, "03", d.pick("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "PHIẾU TRẢ LỜI VỀ VIỆC KHÔNG TIẾP NHẬN ĐỀ NGHỊ"), e.At)
	s.Blocks = []paper.Block{
		append(d.whoRows(), paper.Row{Label: "Nội dung yêu cầu giải quyết", Value: d.content()},
			paper.Row{Label: "Nộp lúc", Value: kernel.FormatInstant(d.SubmittedAt)}),
		paper.Para{Text: "Hồ sơ không được tiếp nhận để giải quyết vì:"},
		paper.Para{Text: e.Reason, Bold: true},
		paper.Para{Text: "Hồ sơ này chưa được cấp mã và không tính vào số hồ sơ đã tiếp nhận. Khi đã đủ điều kiện, hồ sơ có thể nộp lại."},
		paper.Para{Text: contactWords(e.By, l.Phone)},
		paper.Signatures{{Title: "NGƯỜI NỘP HỒ SƠ", Hint: "(Ký và ghi rõ họ tên)"}, {Title: "NGƯỜI TRẢ LỜI", Hint: "(Ký và ghi rõ họ tên)", Name: e.By.Name}},
	}
	return s
}

// ApologySheet is form 04, Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết.
func (l Letterhead) ApologySheet(d Dossier, a Apology) paper.Sheet {
	s := l.sheet(d, "04", d.pick("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "THƯ XIN LỖI VÀ HẸN LẠI NGÀY TRẢ LỜI"), a.At)
	s.Blocks = []paper.Block{
		append(d.whoRows(), paper.Row{Label: "Nội dung yêu cầu giải quyết", Value: d.content()},
			paper.Row{Label: "Tiếp nhận lúc", Value: kernel.FormatInstant(d.ReceivedAt)},
			paper.Row{Label: "Đã hẹn trả lúc", Value: kernel.FormatInstant(a.Due)}),
		paper.Para{Text: "Đến nay hồ sơ chưa giải quyết xong. Lý do: " + a.Reason},
		paper.Para{Text: "Cơ quan xin lỗi " + d.FiledBy().Name + " về sự chậm trễ này và hẹn lại như sau:"},
		paper.Rows{{Label: "Hẹn trả kết quả lúc", Value: kernel.FormatInstant(a.NewDue), Strong: true}},
		paper.Para{Text: "Hạn gốc vẫn được dùng để đánh giá việc giải quyết đúng hạn hay quá hạn.", Italic: true},
		paper.Signatures{{}, {Title: "THỦ TRƯỞNG CƠ QUAN", Hint: "(Ký, đóng dấu)", Name: a.By.Name}},
	}
	s.QR = l.lookUp(d, "")
	return s
}

// StopSheet is form 05, Thông báo dừng giải quyết hồ sơ: a stop by the office, or a withdrawal asked for by the owner.
func (l Letterhead) StopSheet(d Dossier, e Ending, withdrawn bool) paper.Sheet {
	s := l.sheet(d, "05", d.pick("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "THÔNG BÁO DỪNG GIẢI QUYẾT ĐỀ NGHỊ"), e.At)
	why := "Cơ quan dừng giải quyết hồ sơ vì: "
	if withdrawn {
		why = "Theo đề nghị rút hồ sơ của người nộp, với lý do: "
	}
	s.Blocks = []paper.Block{
		append(d.whoRows(), paper.Row{Label: "Nội dung yêu cầu giải quyết", Value: d.content()}),
		paper.Para{Text: why + e.Reason},
	}
	if e.Settlement != "" {
		s.Blocks = append(s.Blocks, paper.Rows{{Label: "Giấy tờ và tiền đã nộp", Value: e.Settlement}})
	}
	s.Blocks = append(s.Blocks, paper.Signatures{{Title: "NGƯỜI NHẬN LẠI GIẤY TỜ", Hint: "(Ký và ghi rõ họ tên)"}, {Title: "NGƯỜI THÔNG BÁO", Hint: "(Ký và ghi rõ họ tên)", Name: e.By.Name}})
	return s
}

// ownHeading takes the heading that a template brings itself: a line in capitals, what it is about,
// and a number, which stands in the head of the paper already.
func ownHeading(first string) (title, under string, ok bool) {
	lines := strings.Split(strings.TrimSpace(first), "\n")
	if lines[0] == "" || lines[0] != strings.ToUpper(lines[0]) {
		return "", "", false
	}
	var rest []string
	for _, line := range lines[1:] {
		if !strings.HasPrefix(line, "Số:") {
			rest = append(rest, strings.TrimSpace(line))
		}
	}
	return lines[0], strings.Join(rest, " "), true
}

// ResultSheet is the signed answer itself; its code leads to the page that confirms it.
func (l Letterhead) ResultSheet(d Dossier, r Result, verify string) paper.Sheet {
	at := r.SignedAt
	if at.IsZero() {
		at = r.PreparedAt
	}
	s := l.sheet(d, "", strings.ToUpper(r.Title), at)
	s.Form, s.Under, s.Foot = "", "", r.Title+" · hồ sơ "+d.Reference()
	if r.Number != "" {
		s.Head.Number = "Số: " + r.Number
	}
	paragraphs := strings.Split(strings.TrimSpace(filled(r.Body, d.vars(l.Issuer))), "\n\n")
	if title, under, ok := ownHeading(paragraphs[0]); ok {
		s.Title, s.Under, paragraphs = title, under, paragraphs[1:]
	}
	for _, p := range paragraphs {
		s.Blocks = append(s.Blocks, paper.Para{Text: strings.TrimSpace(p)})
	}
	sign := paper.Signature{Title: strings.ToUpper(r.SignedBy.Post), Name: r.SignedBy.Name}
	if r.SignedAt.IsZero() {
		s.Simulated = "DỰ THẢO, chưa ký: không có giá trị sử dụng."
		sign = paper.Signature{Title: "NGƯỜI CÓ THẨM QUYỀN KÝ", Hint: "(chưa ký)"}
	} else {
		sign.Note = "Ký duyệt trên hệ thống lúc " + kernel.FormatInstant(r.SignedAt)
		s.QR = paper.QR{Text: l.Site + verify, Caption: "Quét mã để so giấy này với kết quả lưu trên hệ thống, hồ sơ " + d.Reference() + "."}
	}
	s.Blocks = append(s.Blocks, paper.Signatures{{}, sign})
	return s
}
