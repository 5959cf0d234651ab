package sheets

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"doanket/kernel"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, content []byte, o Options) *Book {
	t.Helper()
	b, err := Open(bytes.NewReader(content), int64(len(content)), o)
	must(t, err)
	return b
}

// table reads a whole sheet as lines "row: a|b|c".
func table(t testing.TB, b *Book, sheet int) []string {
	t.Helper()
	rows, err := b.Rows(sheet)
	must(t, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var cells []string
		for _, c := range rows.Row().Cells {
			cells = append(cells, c.Text)
		}
		out = append(out, fmt.Sprintf("%d: %s", rows.Row().Number, strings.Join(cells, "|")))
	}
	must(t, rows.Err())
	return out
}

func same(t testing.TB, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var buf bytes.Buffer
	must(t, f.Write(&buf))
	must(t, f.Close())
	return buf.Bytes()
}

func TestAWorkbookIsReadCellByCellWithItsKinds(t *testing.T) {
	f := excelize.NewFile()
	must(t, f.SetSheetName("Sheet1", "Danh sách"))
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("dd/mm/yyyy")})
	must(t, err)
	month, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("mm/yyyy")})
	must(t, err)
	old, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: ".VnTimeH"}})
	must(t, err)
	for at, v := range map[string]any{"A1": "Họ tên", "C1": "Ngày sinh", "A3": "Nguyễn & <An>\nhai dòng", "B3": 79203001234, "C3": 31412, "D3": true, "E3": 31412, "F3": 0.1 + 0.2, "G3": 1.5e18, "H3": "NguyÔn V¨n Hµ", "I3": "Nguyê\u0303n"} {
		must(t, f.SetCellValue("Danh sách", at, v))
	}
	must(t, f.SetCellRichText("Danh sách", "J3", []excelize.RichTextRun{{Text: "Haø ", Font: &excelize.Font{Family: "VNI-Times"}}, {Text: "Nội"}}))
	must(t, f.SetCellStyle("Danh sách", "C3", "C3", day))
	must(t, f.SetCellStyle("Danh sách", "E3", "E3", month))
	must(t, f.SetCellStyle("Danh sách", "H3", "H3", old))
	_, err = f.NewSheet("Ẩn")
	must(t, err)
	must(t, f.SetSheetVisible("Ẩn", false))
	b := open(t, saved(t, f), Options{})
	if len(b.Sheets()) != 2 || b.Sheets()[0].Name != "Danh sách" || !b.Sheets()[1].Hidden {
		t.Errorf("sheets: %+v", b.Sheets())
	}
	same(t, table(t, b, 0), "1: Họ tên||Ngày sinh", "3: Nguyễn & <An>\nhai dòng|79203001234|31/12/1985|TRUE|12/1985|0.3|1.5E+18|NGUYỄN VĂN HÀ|Nguyễn|Hà Nội")
	sample, err := b.Sample(0, 2)
	must(t, err)
	if k := sample[1].Cells; k[0].Kind != Text || k[1].Kind != Number || k[2].Kind != Day || k[3].Kind != Bool {
		t.Errorf("kinds: %+v", k)
	}
	_, err = b.SheetNamed("Không có")
	refused(t, err, "sheets.no_sheet")
}

func ptr[T any](v T) *T { return &v }

func refused(t testing.TB, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code {
		t.Errorf("got %v, want a refusal %s", err, code)
		return
	}
	if _, ok := Messages()[f.Code]; !ok {
		t.Errorf("%s has no sentence", f.Code)
	}
}

func TestEveryWorkbookOfTheLibraryIsReadAsTheLibraryReadsIt(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	values := []any{"", "Công đoàn", "a&b<c>\"d'", " khoảng trắng ", "_x0041_", 1, 0, -5, 123456789012, 1.25, 1e-7, "dòng\nmới", "tab\tở đây", "=1+1", "😀"}
	for round := range 40 {
		f := excelize.NewFile()
		stream := round%2 == 0
		var w *excelize.StreamWriter
		var err error
		if stream {
			w, err = f.NewStreamWriter("Sheet1")
			must(t, err)
		}
		row := 0
		for range rnd.IntN(30) + 1 {
			row += 1 + rnd.IntN(3)
			var cells []any
			for range rnd.IntN(8) {
				cells = append(cells, values[rnd.IntN(len(values))])
			}
			if stream {
				must(t, w.SetRow(fmt.Sprintf("A%d", row), cells))
			} else {
				must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &cells))
			}
		}
		if stream {
			must(t, w.Flush())
		}
		content := saved(t, f)
		lib, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
		must(t, err)
		want, err := lib.GetRows("Sheet1")
		must(t, err)
		got := map[string]string{}
		b := open(t, content, Options{})
		rows, err := b.Rows(0)
		must(t, err)
		for rows.Next() {
			for i, c := range rows.Row().Cells {
				got[CellName(i, rows.Row().Number)] = c.Text
			}
		}
		must(t, rows.Err())
		for i, r := range want {
			for j, w := range r {
				if g := got[CellName(j, i+1)]; g != w && w != "1E-07" {
					t.Errorf("round %d %s: %q, the library reads %q", round, CellName(j, i+1), g, w)
				}
			}
		}
	}
}

func TestACSVFileIsReadWhateverSeparatesIt(t *testing.T) {
	for name, content := range map[string]string{
		"comma":     "Họ tên,Ngày sinh,Ghi chú\n\"Nguyễn, An\",31/12/1985,\"nói \"\"vâng\"\"\"\n\nLê Bình,1/2/1990,\n",
		"semicolon": "Họ tên;Ngày sinh;Ghi chú\r\n\"Nguyễn, An\";31/12/1985;\"nói \"\"vâng\"\"\"\r\n\r\nLê Bình;1/2/1990;\r\n",
		"tab":       "Họ tên\tNgày sinh\tGhi chú\n\"Nguyễn, An\"\t31/12/1985\tnói \"vâng\"\n\nLê Bình\t1/2/1990\t",
		"sep":       "sep=|\nHọ tên|Ngày sinh|Ghi chú\n",
	} {
		got := table(t, open(t, []byte("\xef\xbb\xbf"+content), Options{}), 0)
		if name == "sep" {
			same(t, got, "2: Họ tên|Ngày sinh|Ghi chú")
			continue
		}
		same(t, got, "1: Họ tên|Ngày sinh|Ghi chú", "2: Nguyễn, An|31/12/1985|nói \"vâng\"", "4: Lê Bình|1/2/1990|")
	}
	same(t, table(t, open(t, []byte("a,b\n\"hai\ndòng\",1\nc,2\n"), Options{}), 0), "1: a|b", "2: hai\ndòng|1", "3: c|2")
	same(t, table(t, open(t, []byte("a,b\n'=1+1,'+84912345678\n"), Options{}), 0), "1: a|b", "2: =1+1|+84912345678")
}

func TestACSVFileIsReadInWhateverEncodingItCame(t *testing.T) {
	lines := strings.ReplaceAll(strings.ReplaceAll(prose, "\t", ";"), "Á", "á")
	want := table(t, open(t, []byte(lines), Options{}), 0)
	tcvn, _ := encodeTCVN3(lines)
	wide := func(little bool, mark bool) []byte {
		var out []byte
		s := lines
		if mark {
			s = "\ufeff" + s
		}
		for _, u := range utf16.Encode([]rune(s)) {
			if little {
				out = append(out, byte(u), byte(u>>8))
			} else {
				out = append(out, byte(u>>8), byte(u))
			}
		}
		return out
	}
	for name, c := range map[string][]byte{"TCVN3": tcvn, "VNI": encodeVNI(lines), "Windows-1258": encode1258(lines), "UTF-16LE": wide(true, true), "UTF-16BE": wide(false, true), "UTF-16LE without a mark": wide(true, false), "UTF-8 in parts": []byte(strings.ReplaceAll(lines, "ễ", "ê\u0303")), "TCVN3 in UTF-8": []byte(as1252(tcvn)), "VNI in UTF-8": []byte(as1252(encodeVNI(lines)))} {
		b := open(t, c, Options{})
		if got := table(t, b, 0); strings.Join(got, "\n") != strings.Join(want, "\n") {
			d, _ := b.Detection(0)
			t.Errorf("%s (found %s %.2f):\n%s", name, d.Encoding, d.Confidence, strings.Join(got, "\n"))
		}
	}
	// A person overrules.
	got := table(t, open(t, []byte("Hµ;1\n"), Options{Encoding: TCVN3}), 0)
	same(t, got, "1: Hà|1")
}

func TestWhatIsNoTableIsRefusedWithASentence(t *testing.T) {
	bad := func(content []byte, code string, o Options) {
		t.Helper()
		b, err := Open(bytes.NewReader(content), int64(len(content)), o)
		for i := 0; err == nil && i < len(b.Sheets()); i++ {
			var rows *Rows
			rows, err = b.Rows(i)
			if err != nil {
				break
			}
			for rows.Next() {
			}
			err = rows.Err()
		}
		refused(t, err, code)
	}
	bad(nil, "sheets.empty", Options{})
	bad([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls"), "sheets.old_excel", Options{})
	bad([]byte("PK\x03\x04 no"), "sheets.unreadable", Options{})
	bad([]byte("\x89PNG\r\n\x1a\n\x00\x00"), "sheets.unreadable", Options{})
	bad([]byte("a,\"b\n1,2\n"), "sheets.open_quote", Options{})
	bad([]byte("a,b\n1,"+strings.Repeat("x", 200_000)), "sheets.long_cell", Options{})
	bad([]byte(strings.Repeat("a\n", 50)), "sheets.too_many_rows", Options{Limits: Limits{Rows: 20}})
	bad([]byte(strings.Repeat(",", 600)+"\n"), "sheets.too_many_cols", Options{})
	bad(zipped(t, map[string]string{"x": "y"}), "sheets.unreadable", Options{})
	bomb := strings.Repeat("<row><c t=\"inlineStr\"><is><t>0</t></is></c></row>", 3_000_000)
	bad(workbookOf(t, "<worksheet><sheetData>"+bomb+"</sheetData></worksheet>"), "sheets.bomb", Options{Limits: Limits{Rows: 5_000_000}})
	bad(workbookOf(t, "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData/></worksheet>"), "sheets.unreadable", Options{})
	bad(workbookOf(t, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>"), "sheets.unreadable", Options{})
	bad(workbookOf(t, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row></sheetData></worksheet>"), "sheets.unreadable", Options{})
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, content := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(content))
		must(t, err)
	}
	must(t, z.Close())
	return buf.Bytes()
}

func workbookOf(t testing.TB, sheet string) []byte {
	const rel = `<Relationships><Relationship Id="r1" Type="http://x/%s" Target="%s"/></Relationships>`
	return zipped(t, map[string]string{
		"_rels/.rels":                fmt.Sprintf(rel, "officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            `<x:workbook xmlns:x="y"><x:sheets><x:sheet name="S" sheetId="1" r:id="r1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": fmt.Sprintf(rel, "worksheet", "/xl/worksheets/sheet1.xml"),
		"xl/worksheets/sheet1.xml":   sheet,
	})
}

func TestAWorkbookOfAnotherProgramIsRead(t *testing.T) {
	sheet := `<?xml version="1.0"?><!-- x > y --><x:worksheet xmlns:x="y"><x:cols><x:col min="1"/></x:cols><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:r><x:t>Một</x:t></x:r><x:rPh><x:t>bỏ</x:t></x:rPh><x:r><x:t xml:space="preserve"> hai</x:t></x:r></x:is></x:c><x:c t='str'><x:f>A1&amp;"&gt;"</x:f><x:v>ba&#32;&#x1EDB;</x:v></x:c><x:c/></x:row>
<x:row r="5" spans="1:3"><x:c r="C5" t="d"><x:v>2026-07-01T00:00:00</x:v></x:c><x:c r="D5" t="e"><x:v>#REF!</x:v></x:c><x:c r="E5"><x:v>1.23456789012E11</x:v></x:c><x:c r="F5" t="inlineStr"><x:is><x:t><![CDATA[<b>]]></x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`
	same(t, table(t, open(t, workbookOf(t, sheet), Options{}), 0), "1: Một hai|ba ớ", "5: ||01/07/2026|#REF!|123456789012|<b>")
}

func FuzzATableFromOutsideIsReadOrRefused(f *testing.F) {
	f.Add([]byte("a;b\n\"c\nd\";e\n"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00\n\x00"))
	f.Add(encodeVNI(prose))
	f.Fuzz(func(t *testing.T, content []byte) {
		whole(t, content)
	})
}

func FuzzASheetFromOutsideIsReadOrRefused(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a&amp;_x000D_</t></is></c></row></sheetData></worksheet>`)
	f.Add(`<a:worksheet><!-- --><sheetData><row><c s="1"><v><![CDATA[5]]></v></c></row></sheetData>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		whole(t, workbookOf(t, sheet))
	})
}

func whole(t *testing.T, content []byte) {
	b, err := Open(bytes.NewReader(content), int64(len(content)), Options{Limits: Limits{Rows: 10_000}})
	if err == nil {
		var rows *Rows
		rows, err = b.Rows(0)
		last := 0
		for err == nil && rows.Next() {
			r := rows.Row()
			if r.Number <= last || len(r.Cells) == 0 {
				t.Errorf("row %d after %d with %d cells", r.Number, last, len(r.Cells))
			}
			last = r.Number
		}
		if err == nil {
			err = rows.Err()
		}
	}
	if err == nil {
		return
	}
	fault := kernel.AsFault(err)
	if fault == nil {
		t.Fatal(err)
	}
	if _, ok := Messages()[fault.Code]; !ok {
		t.Errorf("%s has no sentence", fault.Code)
	}
}
