package sheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"doanket/kernel"
)

var roll = []Field{
	{Key: "name", Head: "Họ và tên", Also: []string{"Họ tên", "Họ và tên đoàn viên"}, Needed: true},
	{Key: "born", Head: "Ngày sinh", Also: []string{"Ngày tháng năm sinh", "Năm sinh"}},
	{Key: "born_male", Head: "Ngày sinh nam", Also: []string{"Năm sinh nam"}},
	{Key: "born_female", Head: "Ngày sinh nữ", Also: []string{"Năm sinh nữ"}},
	{Key: "male", Head: "Nam"},
	{Key: "female", Head: "Nữ"},
	{Key: "identity", Head: "Số CCCD", Also: []string{"Số định danh cá nhân", "CCCD/CMND", "Căn cước công dân"}},
	{Key: "group", Head: "Tổ công đoàn"},
}

func rowsOf(lines ...string) []Row {
	var out []Row
	for i, l := range lines {
		r := Row{Number: i + 1}
		for _, c := range strings.Split(l, "|") {
			r.Cells = append(r.Cells, Cell{Text: strings.TrimSpace(c)})
		}
		if strings.TrimSpace(l) != "" {
			out = append(out, r)
		}
	}
	return out
}

func TestTheHeadIsFoundBelowTitlesAndOverSeveralLines(t *testing.T) {
	for name, c := range map[string]struct {
		rows []Row
		from int
		to   int
		want string
	}{
		"one line":   {rowsOf("STT|Họ và tên|Ngày sinh|Số CCCD", "1|Nguyễn Văn An|1985|001"), 1, 1, "name born identity"},
		"titles":     {rowsOf("LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU", "DANH SÁCH ĐOÀN VIÊN NĂM 2026", "", "Stt|HỌ VÀ TÊN ĐOÀN VIÊN (*)|NGÀY THÁNG NĂM SINH|CCCD/CMND", "1|A|B|C"), 4, 4, "name born identity"},
		"two lines":  {rowsOf("DANH SÁCH", "STT|Họ và tên|Giới tính||Ngày sinh|Tổ công đoàn", "|||Nữ", "", "1|Nguyễn An||x|1985|Tổ 1"), 2, 3, "name female born group"},
		"merged":     {rowsOf("STT|Họ tên|Năm sinh||Số CCCD", "||Nam|Nữ|", "(1)|(2)|(3)|(4)|(5)", "1|Nguyễn An|1985||001"), 1, 2, "name born_male born_female identity"},
		"sex merged": {rowsOf("STT|Họ tên|Giới tính||Số CCCD", "||Nam|Nữ|", "1|Nguyễn An|x||001"), 1, 2, "name male female identity"},
	} {
		h, err := FindHeader(c.rows, roll)
		must(t, err)
		l := Match(h, roll, Mapping{}, c.rows)
		var got []string
		for _, col := range l.Columns {
			if col.Field != "" {
				got = append(got, col.Field)
			}
		}
		if h.From != c.from || h.To != c.to || strings.Join(got, " ") != c.want {
			t.Errorf("%s: rows %d–%d, %v", name, h.From, h.To, got)
		}
	}
	_, err := FindHeader(rowsOf("a|b", "1|2"), roll)
	refused(t, err, "sheets.no_header")
	if !Numbering(rowsOf("(1)|(2)|(3)")[0]) || !Numbering(rowsOf("A|B|1|2")[0]) || Numbering(rowsOf("1|Nguyễn An|2")[0]) || Numbering(rowsOf("1|5|9")[0]) {
		t.Error("lines of column numbers")
	}
}

func TestAMappingIsRememberedByHeadsAndDoubtsAreListed(t *testing.T) {
	rows := rowsOf("STT|Họ tên CBCNV|Số căn cước công dân|Ghi chú", "1|Nguyễn An|001|mới")
	h, err := HeaderAt(rows, 1, 1)
	must(t, err)
	l := Match(h, roll, Mapping{}, rows)
	if l.At("name") != 1 || len(l.Doubtful()) != 2 || len(l.Unmatched()) != 2 || l.Doubtful()[0].Samples[0] != "Nguyễn An" {
		t.Errorf("%+v", l.Columns)
	}
	m := l.Mapping("Sheet1", "")
	m.Heads[HeadKey("Ghi chú")] = "group"
	m.Heads[HeadKey("Số căn cước công dân")] = ""
	kept, err := json.Marshal(m)
	must(t, err)
	var back Mapping
	must(t, json.Unmarshal(kept, &back))
	again := Match(Header{From: 1, To: 1, Heads: []string{"Ghi chú", "Họ tên CBCNV", "Số căn cước công dân"}}, roll, back, nil)
	if again.At("group") != 0 || again.At("name") != 1 || again.At("identity") != -1 || len(again.Doubtful()) != 0 {
		t.Errorf("%+v", again.Columns)
	}
	if got := again.Missing([]Field{{Key: "x", Head: "Cột X", Needed: true}}); len(got) != 1 {
		t.Errorf("%v", got)
	}
	end := rowsOf("|Tổng cộng: 25 người", "|||Người lập biểu", "1|Nguyễn An|001")
	for i, want := range []bool{true, true, false} {
		r := end[i]
		if i == 0 {
			r.Cells[0], r.Cells[1] = r.Cells[1], r.Cells[0]
		}
		if got := Aside(Match(h, roll, Mapping{}, nil), r, "name", "identity"); got != want {
			t.Errorf("%d: aside %v", i, got)
		}
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	columns := []Column{{Head: "Họ và tên"}, {Head: "Số CCCD"}, {Head: "Ngày sinh"}, {Head: "Số tiền"}, {Head: "Đảng viên"}, {Head: "Ghi chú", Width: 40}}
	for _, f := range []Format{XLSX, CSV} {
		var buf bytes.Buffer
		w, err := NewWriter(&buf, f, "Danh sách [1/2]", columns)
		must(t, err)
		must(t, w.Row("Nguyễn Văn An", "001085000123", kernel.Date{Year: 1985, Month: 12, Day: 31}, kernel.Money(4680000), true, "=1+1"))
		must(t, w.Row("Lê Thị Bình", "", kernel.Date{}, kernel.Money(0), false, "+84 912"))
		must(t, w.Close())
		b := open(t, buf.Bytes(), Options{})
		got := table(t, b, 0)
		last := "3: Lê Thị Bình|||0||+84 912"
		same(t, got, "1: Họ và tên|Số CCCD|Ngày sinh|Số tiền|Đảng viên|Ghi chú", "2: Nguyễn Văn An|001085000123|31/12/1985|4680000|x|=1+1", last)
		if f == CSV && !strings.Contains(buf.String(), "'=1+1") {
			t.Error("a formula would run")
		}
		if f == CSV {
			continue
		}
		lib, err := excelize.OpenReader(bytes.NewReader(buf.Bytes()))
		must(t, err)
		if formula, _ := lib.GetCellFormula(lib.GetSheetName(0), "F2"); formula != "" {
			t.Errorf("a text became the formula %q", formula)
		}
		if shown, _ := lib.GetCellValue(lib.GetSheetName(0), "C2"); shown != "31/12/1985" {
			t.Errorf("a day shows as %q", shown)
		}
	}
}

func TestTheFaultBookMarksCellsWhereTheyStand(t *testing.T) {
	in := rowsOf("Danh sách", "STT|Họ tên|Ngày sinh", "1|Nguyễn An|31/02/1985", "", "2|Bình|1/1/1990")
	var buf bytes.Buffer
	f, err := NewFaultBook(&buf, VietnameseFaultWords(), "Sheet9", 3)
	must(t, err)
	must(t, f.Row(in[0], nil))
	must(t, f.Head(in[1], true))
	must(t, f.Row(in[2], []Mark{{2, "Ngày sinh", "Không có ngày 31/02/1985."}}))
	must(t, f.Row(in[3], []Mark{{1, "Họ tên", "Chỉ có một chữ."}, {-1, "", "Trùng dòng 3."}}))
	must(t, f.Close())
	lib, err := excelize.OpenReader(bytes.NewReader(buf.Bytes()))
	must(t, err)
	for at, want := range map[string]string{"A1": "Danh sách", "D2": "Lý do", "C3": "31/02/1985", "D3": "C3: Không có ngày 31/02/1985.", "D5": "B5: Chỉ có một chữ.\nTrùng dòng 3."} {
		if got, _ := lib.GetCellValue("Sheet9", at); got != want {
			t.Errorf("%s: %q", at, got)
		}
	}
	notes, err := lib.GetComments("Sheet9")
	must(t, err)
	if len(notes) != 2 || notes[0].Cell != "C3" || !strings.Contains(notes[0].Text, "31/02") {
		t.Errorf("notes: %+v", notes)
	}
	list, err := lib.GetRows("Lỗi")
	must(t, err)
	if len(list) != 4 || strings.Join(list[1], "|") != "Sheet9|3|C3|Ngày sinh|31/02/1985|Không có ngày 31/02/1985." {
		t.Errorf("list: %q", list)
	}
	style, err := lib.GetCellStyle("Sheet9", "C3")
	must(t, err)
	look, err := lib.GetStyle(style)
	if parts := unzipped(t, buf.Bytes()); err != nil || look.Fill.Pattern != 1 || !strings.Contains(parts["xl/styles.xml"], "FBD5D5") {
		t.Errorf("fill: %+v %v", look, err)
	}
}

func TestCellsAreNamedAsOfficeProgramsDo(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 1}, "C7": {2, 7}, "Z10": {25, 10}, "AA2": {26, 2}, "BA3": {52, 3}} {
		if got := CellName(at[0], at[1]); got != want {
			t.Errorf("%v: %s, want %s", at, got, want)
		}
		column, ok := columnOf([]byte(want))
		if !ok || column != at[0] {
			t.Errorf("%s: column %d", want, column)
		}
	}
}

// The name of a union above its list is no part of the head, though a column may be called so.
func TestTitleAboveAHeadIsNoHead(t *testing.T) {
	fields := []Field{{Key: "name", Head: "Họ và tên", Needed: true}, {Key: "unit", Head: "Công đoàn cơ sở"}, {Key: "born", Head: "Ngày sinh"}}
	cells := func(texts ...string) (out []Cell) {
		for _, t := range texts {
			out = append(out, Cell{Text: t})
		}
		return out
	}
	for _, title := range [][]Cell{cells("CÔNG ĐOÀN CƠ SỞ THAN MẪU"), cells("CÔNG ĐOÀN CƠ SỞ", "CÔNG ĐOÀN CƠ SỞ", "CÔNG ĐOÀN CƠ SỞ")} {
		h, err := FindHeader([]Row{{Number: 1, Cells: title}, {Number: 2, Cells: cells("TT", "Họ và tên", "Ngày sinh")}, {Number: 3, Cells: cells("1", "Nguyễn Văn An", "31/12/1985")}}, fields)
		must(t, err)
		if h.From != 2 || h.To != 2 || h.Heads[0] != "TT" {
			t.Errorf("the head is %+v", h)
		}
	}
}

func FuzzHeadsAreFoundOrRefused(f *testing.F) {
	f.Add("STT|Họ tên|Năm sinh||Số CCCD\n||Nam|Nữ|\n1|Nguyễn An|1985||001")
	f.Fuzz(func(t *testing.T, s string) {
		rows := rowsOf(strings.Split(s, "\n")...)
		h, err := FindHeader(rows, roll)
		if err != nil {
			if kernel.AsFault(err) == nil {
				t.Fatal(err)
			}
			return
		}
		l := Match(h, roll, Mapping{}, rows)
		seen := map[string]bool{}
		for _, c := range l.Columns {
			if c.Field != "" && (seen[c.Field] || l.At(c.Field) != c.Index) {
				t.Errorf("field %s stands twice: %+v", c.Field, l.Columns)
			}
			seen[c.Field] = true
		}
		again := Match(h, roll, l.Mapping("", ""), rows)
		if len(again.Doubtful()) > 0 || fmt.Sprint(again.at) != fmt.Sprint(l.at) && !twice(h.Heads) {
			t.Errorf("remembered: %v, was %v", again.at, l.at)
		}
	})
}

func twice(heads []string) bool {
	seen := map[string]bool{}
	for _, h := range heads {
		if seen[foldHead(h)] {
			return true
		}
		seen[foldHead(h)] = true
	}
	return false
}
