package dossiers

import (
	"fmt"
	"strconv"
	"strings"

	"doanket/internal/paper"
	"doanket/kernel"
)

// whoRows are the lines about the applicant and the filer that every form begins with.
func (d Dossier) whoRows() paper.Rows {
	a := d.Applicant
	rows := paper.Rows{{Label: d.pick("Chủ hồ sơ", "Người đề nghị"), Value: a.Name, Strong: true}}
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, paper.Row{Label: label, Value: value})
		}
	}
	if a.Kind == "organisation" {
		add("Mã số thuế", a.Identity)
	} else {
		add("Số định danh cá nhân", a.Identity)
	}
	add("Địa chỉ", a.Address)
	add("Điện thoại", a.Phone)
	add("Thư điện tử", a.Email)
	if d.Filer.Name != "" && d.Filer.Name != a.Name {
		add("Người nộp", d.Filer.Name)
		add("Giấy uỷ quyền", d.Authorisation)
	}
	return append(rows, paper.Row{Label: "Kênh nộp", Value: channelWords(d.Channel)})
}

// content is the matter of the dossier in one line.
func (d Dossier) content() string {
	if d.Summary != "" && d.Summary != d.Procedure.Name {
		return d.Procedure.Name + ": " + d.Summary
	}
	return d.Procedure.Name
}

func (d Dossier) paperTable() paper.Table {
	t := paper.Table{Columns: []paper.Column{
		{Head: "STT", Wide: 1, Align: paper.Center}, {Head: "Tên giấy tờ", Wide: 7},
		{Head: "Bản chính", Wide: 1.6, Align: paper.Center}, {Head: "Bản chứng thực", Wide: 1.8, Align: paper.Center},
		{Head: "Bản sao", Wide: 1.5, Align: paper.Center}, {Head: "Điện tử", Wide: 1.5, Align: paper.Center},
	}}
	for _, p := range d.Papers {
		if !p.Given() {
			continue
		}
		name := p.Name
		if p.Held != "" {
			name += " (không phải nộp, dữ liệu đã có)"
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(len(t.Rows) + 1), name, count(p.Originals), count(p.Certified), count(p.Copies), count(len(p.Files))})
	}
	return t
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// appointment is when to come, or why there is no date.
func (d Dossier) appointment() string {
	if d.Clock.Due.IsZero() {
		return "pháp luật không quy định thời hạn"
	}
	s := kernel.FormatInstant(d.Clock.Due)
	if d.Clock.Provisional {
		s += " (tạm tính, lịch nghỉ năm sau chưa công bố)"
	}
	return s
}

func (d Dossier) returnWords() string {
	switch d.ReturnBy {
	case Post:
		return "qua bưu chính, tại " + d.ReturnTo
	case Online:
		return "bản điện tử trên trang tra cứu"
	}
	return "tại nơi nộp hồ sơ"
}

// ControlSlip is form 06, Phiếu kiểm soát quá trình giải quyết hồ sơ: one row per hand-over, from the events.
func (l Letterhead) ControlSlip(d Dossier, names Units, at kernel.Instant) paper.Sheet {
	s := l.sheet(d, "06", d.pick("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "PHIẾU THEO DÕI GIẢI QUYẾT ĐỀ NGHỊ"), at)
	head := append(paper.Rows{{Label: "Nội dung", Value: d.content()}}, d.whoRows()[0],
		paper.Row{Label: "Tiếp nhận lúc", Value: kernel.FormatInstant(d.ReceivedAt)},
		paper.Row{Label: "Thời gian giải quyết theo quy định", Value: limitWords(d.Clock.Limit)},
		paper.Row{Label: "Hẹn trả kết quả lúc", Value: d.appointment(), Strong: true})
	if !d.Clock.Reappointed.IsZero() {
		head = append(head, paper.Row{Label: "Hẹn lại (mẫu 04)", Value: kernel.FormatInstant(d.Clock.Reappointed)})
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: "STT", Wide: 1.1, Align: paper.Center}, {Head: "Giao", Wide: 3.4}, {Head: "Nhận", Wide: 3.4}, {Head: "Lúc", Wide: 2.4},
		{Head: "Bước", Wide: 2.3}, {Head: "So với hạn của bước", Wide: 2}, {Head: "Ghi chú", Wide: 2},
	}}
	for i, h := range d.HandOvers {
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(i + 1), hand(h.From, names[h.FromUnit]), hand(h.To, names[h.ToUnit]), kernel.FormatInstant(h.At), h.StepName, h.Verdict.words(), h.Note,
		})
	}
	s.Blocks = []paper.Block{head, paper.Heading{Text: "Các lần giao, nhận"}, t}
	if len(d.Suspensions) > 0 {
		s.Blocks = append(s.Blocks, paper.Heading{Text: "Các lần dừng tính thời hạn"}, d.suspensionTable())
	}
	if !d.FinishedAt.IsZero() && d.Verdict != 0 {
		s.Blocks = append(s.Blocks, paper.Rows{{Label: "Giải quyết xong lúc", Value: kernel.FormatInstant(d.FinishedAt) + ", " + d.Verdict.words(), Strong: true}})
	}
	s.Blocks = append(s.Blocks, paper.Para{Text: "Phiếu này in từ nhật ký sự kiện của hồ sơ; không dòng nào được gõ tay.", Italic: true})
	s.QR = l.lookUp(d, "")
	return s
}

// Units (tên đơn vị) are the names of units on the day of the paper.
//
//glossary:none
type Units map[kernel.ID]string

func (d Dossier) suspensionTable() paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "Lý do", Wide: 3}, {Head: "Từ", Wide: 3}, {Head: "Đến", Wide: 3}, {Head: "Hẹn trả trước", Wide: 3}, {Head: "Hẹn trả sau", Wide: 3}}}
	for _, s := range d.Suspensions {
		t.Rows = append(t.Rows, []string{suspensionWords(s.Kind), kernel.FormatInstant(s.From), kernel.FormatInstant(s.To), kernel.FormatInstant(s.DueBefore), kernel.FormatInstant(s.DueAfter)})
	}
	return t
}

func hand(h Hand, unit string) string {
	parts := []string{}
	for _, p := range []string{h.Name, h.Post, unit} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

func (v Verdict) words() string {
	return map[Verdict]string{Early: "trước hạn", OnTime: "đúng hạn", Late: "quá hạn"}[v]
}

func suspensionWords(kind string) string {
	return map[string]string{"supplement": "chờ bổ sung giấy tờ", "payment": "chờ nghĩa vụ tài chính", "stop": "dừng xử lý"}[kind]
}

func channelWords(c Channel) string {
	return map[Channel]string{Online: "trực tuyến", Desk: "trực tiếp tại quầy", Post: "qua bưu chính"}[c]
}

func policyWords(p Policy) string {
	if p == Resume {
		return "đồng hồ dừng từ lúc yêu cầu; khi nộp đủ, thời gian còn lại được tính tiếp"
	}
	return "đồng hồ dừng từ lúc yêu cầu; khi nộp đủ, thời hạn được tính lại từ đầu"
}

// limitWords says a limit as it is printed: "7wd" is 7 ngày làm việc.
func limitWords(limit string) string {
	if limit == "" {
		return "pháp luật không quy định thời hạn"
	}
	if at, ok := strings.CutPrefix(limit, "same-day@"); ok {
		return "trong ngày; nhận sau " + at + " thì trả trong ngày làm việc tiếp theo"
	}
	for suffix, unit := range map[string]string{"wd": "ngày làm việc", "wh": "giờ làm việc", "mo": "tháng", "d": "ngày"} {
		n, ok := strings.CutSuffix(limit, suffix)
		if _, err := strconv.Atoi(n); ok && err == nil {
			return n + " " + unit
		}
	}
	return limit
}

func feeWords(lines []FeeLine) string {
	var total kernel.Money
	var why []string
	for _, l := range lines {
		total += l.Amount
		part := l.Name + " " + l.Amount.String()
		if l.Quantity > 1 {
			part += fmt.Sprintf(" (%d × %s)", l.Quantity, l.Unit)
		}
		if l.Basis != "" {
			part += ", căn cứ " + l.Basis
		}
		why = append(why, part)
	}
	return total.String() + ". " + strings.Join(why, "; ") + "."
}

func contactWords(by Hand, phone string) string {
	s := "Người hướng dẫn: " + by.Name
	if by.Post != "" {
		s += ", " + by.Post
	}
	if phone != "" {
		s += ", điện thoại " + phone
	}
	return s + "."
}

// filled puts what is known into a template of the procedure: "{{ho_so.ma}}" and the like. What is
// not known yet stays as it is, so that nobody signs a text with a hole in it unseen.
func filled(text string, vars map[string]string) string {
	var pairs []string
	for name, value := range vars {
		if value != "" {
			pairs = append(pairs, "{{"+name+"}}", value)
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// vars are what templates of results may name of a dossier.
func (d Dossier) vars(office string) map[string]string {
	out := map[string]string{
		"ho_so.ma": d.Code, "ho_so.ngay_nhan": kernel.FormatDate(d.ReceivedAt.Date()), "ho_so.ngay_hen": kernel.FormatDate(d.Clock.Due.Date()), "ho_so.noi_dung": d.content(),
		"chu_ho_so.ten": d.Applicant.Name, "chu_ho_so.dia_chi": d.Applicant.Address, "chu_ho_so.so_dinh_danh": d.Applicant.Identity, "chu_ho_so.dien_thoai": d.Applicant.Phone,
		"thu_tuc.ten": d.Procedure.Name, "co_quan.ten": office,
	}
	if d.Result != nil && !d.Result.SignedAt.IsZero() {
		out["ket_qua.so"], out["ket_qua.ngay"], out["ket_qua.nguoi_ky"] = d.Result.Number, kernel.FormatDate(d.Result.SignedAt.Date()), d.Result.SignedBy.Name
	}
	return out
}
