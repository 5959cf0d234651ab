package procedures

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Imported is what became of one record of the national portal.
//
//glossary:none
type Imported struct {
	Code   string  `json:"code"`
	File   string  `json:"file"`
	Doubts []Doubt `json:"doubts"`
}

const maxRecordBytes = 16 << 20

// Import turns records of the national portal (one JSON object a line, gzip or plain) into draft
// definitions, one file each in the folder out, and tells what it doubts in each. A draft is never
// publishable: the catalogue's prose is not a rule, and every doubt stays in the file until a keeper
// has answered it. A line that cannot be read is told and does not stop the rest.
func Import(r io.Reader, out string) ([]Imported, error) {
	err := os.MkdirAll(out, 0o755)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	root, err := os.OpenRoot(out)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	defer root.Close()
	var all []Imported
	taken := map[string]bool{}
	err = eachLine(r, func(n int, line []byte) error {
		code, text, doubts := draft(line, n)
		name := fileName(code, taken)
		err := root.WriteFile(name, text, 0o644)
		if err != nil {
			return err
		}
		all = append(all, Imported{Code: code, File: filepath.Join(out, name), Doubts: doubts})
		return nil
	})
	if err != nil {
		return all, fmt.Errorf("import: %w", err)
	}
	return all, nil
}

// eachLine reads JSON lines, unpacking gzip when it sees it.
func eachLine(r io.Reader, fn func(n int, line []byte) error) error {
	b := bufio.NewReaderSize(r, 1<<16)
	magic, _ := b.Peek(2)
	if bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return err
		}
		defer z.Close()
		b = bufio.NewReaderSize(z, 1<<16)
	}
	s := bufio.NewScanner(b)
	s.Buffer(make([]byte, 1<<16), maxRecordBytes)
	for n := 1; s.Scan(); n++ {
		if len(bytes.TrimSpace(s.Bytes())) == 0 {
			continue
		}
		err := fn(n, s.Bytes())
		if err != nil {
			return err
		}
	}
	return s.Err()
}

var notFileName = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

func fileName(code string, taken map[string]bool) string {
	base := strings.Trim(notFileName.ReplaceAllString(code, "_"), "._")
	if base == "" || len(base) > 60 {
		base = "ban-ghi"
	}
	name := base + ".yaml"
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s-%d.yaml", base, n)
	}
	taken[name] = true
	return name
}

// record is the part of a portal record that a draft is made from; amounts and times come as number,
// text or null.
type record struct {
	ID            string       `json:"id"`
	Code          string       `json:"code"`
	Notation      string       `json:"codeNotation"`
	Name          string       `json:"name"`
	Type          string       `json:"type"`
	Description   string       `json:"description"`
	Conditions    string       `json:"requirementsAndConditions"`
	Full          bool         `json:"isFullProcess"`
	OfflineOnly   bool         `json:"isOfflineOnly"`
	NonTerr       bool         `json:"isNonTerritorial"`
	Ward          bool         `json:"isWard"`
	Province      bool         `json:"isProvince"`
	Ministry      bool         `json:"isMinistry"`
	Fields        []named      `json:"categoriesDetails"`
	Subjects      []named      `json:"subjectTypesDetails"`
	Executing     []named      `json:"departmentsExecuting"`
	Groups        []named      `json:"unitGroupsExecuting"`
	Coordinating  []named      `json:"departmentsCoordinating"`
	Bases         []named      `json:"legalBasisesDetails"`
	Results       []named      `json:"resultsDetails"`
	Steps         []prose      `json:"executionSteps"`
	Methods       []method     `json:"executionMethods"`
	Cases         []recordCase `json:"cases"`
	PaperGroups   []paperGroup `json:"executionCases"`
	DecisionNo    string       `json:"decisionNo"`
	DecisionByWay struct {
		No     string `json:"proposalNumber"`
		Millis int64  `json:"decisionDate"`
		Agency named  `json:"issuingAgency"`
	} `json:"procedureProposal"`
}

type named struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type prose struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type method struct {
	Channel     string `json:"submissionMethod"`
	Time        loose  `json:"processingTime"`
	Unit        string `json:"processingTimeUnit"`
	Description string `json:"description"`
	Fees        []struct {
		Type        string `json:"type"`
		Value       loose  `json:"value"`
		Description string `json:"description"`
	} `json:"fees"`
}

type recordCase struct {
	Name string `json:"name"`
	Code string `json:"code"`
	Day  struct {
		Qty  loose  `json:"qty"`
		Type string `json:"type"`
	} `json:"processingDay"`
}

type paperGroup struct {
	Name   string `json:"name"`
	Papers []struct {
		Code      string `json:"code"`
		Name      string `json:"name"`
		Originals loose  `json:"originalQty"`
		Copies    loose  `json:"copyQty"`
	} `json:"profileComponents"`
}

// loose is a number that may come as text, or not at all.
type loose struct {
	Value float64
	Given bool
}

// UnmarshalJSON never fails: what is no number counts as not given.
func (l *loose) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `" `)
	var v float64
	err := json.Unmarshal([]byte(text), &v)
	if err == nil && text != "null" {
		*l = loose{v, true}
	}
	return nil
}

func (l loose) whole() (int, bool) {
	n := int(l.Value)
	return n, l.Given && float64(n) == l.Value && n >= 0 && n < 10_000
}

// draft makes the text of one draft definition. It never fails: what cannot be read is a doubt.
func draft(line []byte, n int) (code string, text []byte, doubts []Doubt) {
	sum := sha256.Sum256(line)
	var r record
	err := json.Unmarshal(line, &r)
	d := &drafter{record: r, sha: hex.EncodeToString(sum[:])}
	if err != nil {
		d.doubt("", "record.unreadable", n, err.Error())
	}
	d.write()
	d.doubts = append(d.doubts, d.rest()...)
	d.writeDoubts()
	return strings.TrimSpace(r.Code), []byte(d.out.String()), d.doubts
}

// rest is what no record can ever say, so that every draft waits for a person.
func (d *drafter) rest() []Doubt {
	return []Doubt{{
		Path: "bieu_mau", Code: "draft.incomplete",
		Message: "Bản ghi không có biểu mẫu điện tử, quy trình nội bộ, cách tính khi bổ sung, ngày bắt đầu hiệu lực và ví dụ tự kiểm. Hãy soạn các phần này.",
	}}
}

func (d *drafter) doubt(path, code string, args ...any) {
	d.doubts = append(d.doubts, Doubt{Path: path, Code: code, Message: fmt.Sprintf(doubtText[code], args...)})
}

var doubtText = map[string]string{
	"record.unreadable":     "Dòng %d không đọc được hết: %s.",
	"identity.code":         "Mã “%s” không phải mã quốc gia dạng 1.001193.",
	"identity.spaces":       "“%s” có khoảng trắng thừa ở đầu hoặc cuối; đã cắt.",
	"decision.missing":      "Bản ghi không có số quyết định công bố.",
	"agency.missing":        "Bản ghi không nêu cơ quan thực hiện.",
	"agency.several":        "Bản ghi nêu %d cơ quan thực hiện. Hãy chọn cơ quan giải quyết.",
	"basis.missing":         "Bản ghi không có căn cứ pháp lý.",
	"basis.number":          "Số hiệu “%s” lẫn chữ; đã lấy “%s”.",
	"basis.no_number":       "Căn cứ “%s” không có số hiệu đọc được.",
	"deadline.unit_other":   "Đơn vị OTHER không phải quy tắc (bản ghi ghi %s). Hãy đọc văn bản và chọn thời hạn.",
	"deadline.unit":         "Đơn vị “%s” không biết.",
	"deadline.missing":      "Kênh này không có số thời hạn.",
	"deadline.hours":        "Bản ghi ghi %s giờ, không rõ giờ làm việc hay giờ đồng hồ; tạm ghi giờ làm việc.",
	"deadline.fraction":     "Thời hạn %s không phải số nguyên.",
	"deadline.rows_differ":  "Cùng một kênh mà bản ghi có nhiều thời hạn: %s.",
	"deadline.contradicts":  "Kênh ghi %s, trường hợp ghi %s. Hãy giữ đúng một quy tắc.",
	"deadline.cases_differ": "Các trường hợp có thời hạn khác nhau (%s) mà không nói khi nào dùng hạn nào.",
	"deadline.prose":        "Lời văn nói “%s”, khác với số trong bản ghi (%s).",
	"channel.unknown":       "Kênh nộp “%s” không biết; đã bỏ.",
	"channel.none":          "Bản ghi không có cách thức thực hiện nào.",
	"fee.prose_only":        "Mức thu chỉ có trong lời văn: “%s”.",
	"fee.exemption_prose":   "Miễn, giảm chỉ có trong lời văn: “%s”.",
	"fee.no_basis":          "Mức thu %s không có căn cứ và ngày áp dụng.",
	"fee.kind":              "Loại khoản thu “%s” không biết.",
	"fee.negative":          "Mức thu âm: %s.",
	"paper.heading":         "“%s” là tiêu đề hoặc ghi chú, không phải giấy tờ; đã chuyển thành lời chú.",
	"paper.no_copies":       "“%s” không yêu cầu bản nào.",
	"paper.repeated":        "Giấy tờ “%s” lặp lại trong cùng trường hợp; đã bỏ bản sau.",
	"paper.code":            "Mã giấy tờ “%s” sai dạng.",
	"paper.alternatives":    "Tên giấy tờ kể nhiều giấy tờ thay nhau: “%s”. Hãy tách thành nhóm “một trong”.",
	"paper.condition":       "Giấy tờ chỉ cần trong một số trường hợp: “%s”. Hãy viết điều kiện.",
	"paper.state_holds":     "“%s” có thể là dữ liệu Nhà nước đã có. Hãy ghi nguồn thay thế.",
	"paper.none":            "Bản ghi không có thành phần hồ sơ nào.",
	"variant.condition":     "Trường hợp “%s” cần điều kiện để phân biệt.",
	"variant.heading":       "“%s” là tiêu đề nhóm giấy tờ, không phải trường hợp; đã gộp.",
	"result.missing":        "Bản ghi không có kết quả.",
	"result.template":       "Kết quả “%s” chưa có mẫu và cấp ký.",
	"name.missing":          "Bản ghi không có tên thủ tục.",
}
