package procedures

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"doanket/kernel"
)

// drafter writes one draft; its methods follow the order of the file.
type drafter struct {
	record
	sha    string
	out    strings.Builder
	doubts []Doubt
}

func (d *drafter) line(indent int, format string, args ...any) {
	d.out.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&d.out, format, args...)
	d.out.WriteByte('\n')
}

// q writes a text as a YAML double-quoted scalar; JSON's escapes are a subset of YAML's.
func q(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(clean(s))
	if err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}

// clean drops what a YAML scalar may not hold and folds the portal's runs of spaces.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xFFFD || r == 0xFEFF || r >= 0x200B && r <= 0x200F || r == 0x2028 || r == 0x2029:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(spaces.ReplaceAllString(s, " "))
}

var spaces = regexp.MustCompile(`[ \t\x{00A0}]+`)

// trimmed tells when a number or code had to be trimmed.
func (d *drafter) trimmed(path, s string) string {
	t := strings.TrimSpace(s)
	if t != s {
		d.doubt(path, "identity.spaces", s)
	}
	return t
}

func (d *drafter) write() {
	d.line(0, "# Bản nháp nhập từ Cổng Dịch vụ công quốc gia. Lời văn của danh mục chưa phải quy tắc:")
	d.line(0, "# hãy trả lời từng nghi vấn ở cuối tệp, soạn biểu mẫu, quy trình và ví dụ tự kiểm.")
	code := d.trimmed("ma", d.Code)
	if !nationalCode.MatchString(code) {
		d.doubt("ma", "identity.code", code)
	}
	d.line(0, "ma: %s", q(code))
	d.line(0, "phien_ban: 1")
	d.line(0, "loai: %s", map[string]string{"SPECIFIC": "dia_phuong", "STANDARD_INTERNAL": "noi_bo"}[d.Type]+map[bool]string{true: "quoc_gia"}[d.Type != "SPECIFIC" && d.Type != "STANDARD_INTERNAL"])
	if clean(d.Name) == "" {
		d.doubt("ten", "name.missing")
	}
	d.line(0, "ten: %s", q(d.Name))
	field := named{}
	if len(d.Fields) > 0 {
		field = d.Fields[0]
	}
	d.line(0, "linh_vuc: {ma: %s, ten: %s}", q(field.Code), q(field.Name))
	d.line(0, "cap: [%s]", strings.Join(d.levels(), ", "))
	var who []string
	for _, s := range d.Subjects {
		who = append(who, q(s.Name))
	}
	d.line(0, "doi_tuong: [%s]", strings.Join(who, ", "))
	d.line(0, "muc_do: %s", d.onlineLevel())
	d.line(0, "noi_xu_ly: chi_theo_doi")
	d.line(0, "mau_giay: mot_cua")
	d.decision()
	d.bases()
	d.agency()
	if c := clean(d.Conditions); c != "" {
		d.line(0, "dieu_kien: %s", q(c))
	}
	d.stepTexts()
	d.line(0, "bieu_mau: {lop: 1, phan: []}")
	d.variants()
	d.results()
	d.line(0, "thong_bao: []")
	d.line(0, "kiem_thu: []")
	d.line(0, "nguon_goc: {id: %s, sha256: %s, nguon: \"Cổng Dịch vụ công quốc gia\"}", q(d.ID), q(d.sha))
}

func (d *drafter) levels() []string {
	var out []string
	for _, x := range []struct {
		yes bool
		key string
	}{{d.Ministry, "bo"}, {d.Province, "tinh"}, {d.Ward, "xa"}} {
		if x.yes {
			out = append(out, x.key)
		}
	}
	return out
}

func (d *drafter) onlineLevel() string {
	switch {
	case d.OfflineOnly:
		return "truc_tiep"
	case d.Full:
		return string(FullyOnline)
	}
	return string(PartlyOnline)
}

func (d *drafter) decision() {
	no := d.trimmed("quyet_dinh.so", d.DecisionNo)
	if no == "" {
		no = d.trimmed("quyet_dinh.so", d.DecisionByWay.No)
	}
	if no == "" {
		d.doubt("quyet_dinh", "decision.missing")
		return
	}
	date := ""
	if d.DecisionByWay.Millis > 0 && d.DecisionByWay.Millis < 4_102_444_800_000 {
		date = ", ngay: " + kernel.FromMillis(d.DecisionByWay.Millis).Date().String()
	}
	d.line(0, "quyet_dinh: {so: %s%s, co_quan: %s}", q(no), date, q(d.DecisionByWay.Agency.Name))
}

var lawNumber = regexp.MustCompile(`\d+(\.\d+)?/(\d{4}/)?[\p{L}0-9-]+(-[\p{L}0-9]+)*`)

func (d *drafter) bases() {
	if len(d.Bases) == 0 {
		d.doubt("can_cu", "basis.missing")
		d.line(0, "can_cu: []")
		return
	}
	d.line(0, "can_cu:")
	for i, b := range d.Bases {
		path := at("can_cu", i)
		no := d.trimmed(path, b.Code)
		found := lawNumber.FindString(no)
		switch {
		case found == "":
			d.doubt(path, "basis.no_number", clean(b.Code+" "+b.Name))
		case found != no:
			d.doubt(path, "basis.number", no, found)
			no = found
		}
		if no == "" {
			no = clean(b.Name)
		}
		d.line(1, "- {so: %s, ten: %s}", q(no), q(b.Name))
	}
}

func (d *drafter) agency() {
	var names []string
	for _, x := range append(slices.Clone(d.Executing), d.Groups...) {
		if n := clean(x.Name); n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	d.line(0, "co_quan:")
	switch {
	case len(names) == 0:
		d.doubt("co_quan", "agency.missing")
		d.line(1, "giai_quyet: \"\"")
	case len(names) > 1:
		d.doubt("co_quan", "agency.several", len(names))
		fallthrough
	default:
		d.line(1, "giai_quyet: %s", q(names[0]))
	}
	for i, n := range names {
		if i > 0 {
			d.line(1, "# cũng thực hiện: %s", oneLine(n))
		}
	}
	var with []string
	for _, x := range d.Coordinating {
		with = append(with, q(x.Name))
	}
	if len(with) > 0 {
		d.line(1, "phoi_hop: [%s]", strings.Join(with, ", "))
	}
	if d.NonTerr {
		d.line(1, "phi_dia_gioi: true")
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

func (d *drafter) stepTexts() {
	var texts []string
	for _, s := range d.Steps {
		text := clean(s.Name + " " + s.Description)
		if text != "" {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return
	}
	d.line(0, "trinh_tu:")
	for _, t := range texts {
		d.line(1, "- %s", q(t))
	}
}

func (d *drafter) results() {
	if len(d.Results) == 0 {
		d.doubt("ket_qua", "result.missing")
		d.line(0, "ket_qua: []")
		return
	}
	d.line(0, "ket_qua:")
	for i, r := range d.Results {
		d.doubt(at("ket_qua", i), "result.template", clean(r.Name))
		d.line(1, "- {khoa: ket_qua_%d, ma: %s, ten: %s}", i+1, q(r.Code), q(r.Name))
	}
}

func (d *drafter) writeDoubts() {
	d.line(0, "nghi_van:")
	for _, x := range d.doubts {
		d.line(1, "- {duong_dan: %s, ma: %s, noi_dung: %s}", q(x.Path), q(x.Code), q(x.Message))
	}
}
