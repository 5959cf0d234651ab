package sheets

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"doanket/kernel"
)

func written(t testing.TB, columns []Column, rows ...[]any) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := NewWriter(&buf, XLSX, "Danh sách", columns)
	must(t, err)
	for _, r := range rows {
		must(t, w.Row(r...))
	}
	must(t, w.Close())
	return buf.Bytes()
}

// sample is a workbook with everything that the writer can do.
func sample(t testing.TB) []byte {
	t.Helper()
	var buf bytes.Buffer
	b := NewWorkbook(&buf)
	s, err := b.Sheet("Sổ <chi> & \"thu\"", []Column{{Head: "Họ và tên"}, {Head: "Ngày", Width: 12}, {Head: "Số tiền", Width: 15}, {Head: "Tỷ lệ"}, {Head: "Số"}})
	must(t, err)
	s.Filter()
	other, err := b.Sheet("SỔ <CHI> & \"THU\"", nil) // Excel takes it for the same name
	must(t, err)
	other.Width(0, 1, 60)
	other.Merge(0, 2)
	must(t, other.Row(Bold("Danh sách gộp ô")))
	must(t, other.Row("=SUM(A1)", nil, "@x"))
	must(t, s.Row("Nguyễn Văn Mẫu", kernel.Date{Year: 2026, Month: 12, Day: 31}, kernel.Money(1_234_567), 0.25, 7))
	must(t, s.Row("=1+1", kernel.Date{Year: 1890, Month: 1, Day: 2}, kernel.Money(-5), 1e18, int64(-9)))
	must(t, s.Row("  hai\r\ndòng\rba ", kernel.Date{}, nil, math.NaN(), int32(3)))
	must(t, s.Row("00123", "31/12/2026", "", 1e-9, true))
	must(t, b.Close())
	return buf.Bytes()
}

func TestAWorkbookThatIsWrittenIsWhatTheLibraryReads(t *testing.T) {
	content := sample(t)
	lib, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	defer lib.Close()
	name, other := "Sổ <chi> & \"thu\"", "SỔ <CHI> & \"THU\" (2)"
	if got := lib.GetSheetList(); len(got) != 2 || got[0] != name || got[1] != other {
		t.Fatalf("sheets: %q", got)
	}
	for at, want := range map[string]string{"A1": "Họ và tên", "A2": "Nguyễn Văn Mẫu", "B2": "31/12/2026", "C2": "1,234,567", "D2": "0.25", "E2": "7", "A3": "=1+1", "B3": "02/01/1890", "C3": "-5",
		"E3": "-9", "A4": "  hai\ndòng\nba ", "D4": "", "A5": "00123", "B5": "31/12/2026", "C5": "", "E5": "x"} {
		if got, _ := lib.GetCellValue(name, at); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
		if formula, _ := lib.GetCellFormula(name, at); formula != "" {
			t.Errorf("%s: the formula %q", at, formula)
		}
	}
	if formula, _ := lib.GetCellFormula(other, "A2"); formula != "" {
		t.Errorf("the formula %q", formula)
	}
	merged, err := lib.GetMergeCells(other)
	if err != nil || len(merged) != 1 || merged[0].GetStartAxis()+":"+merged[0].GetEndAxis() != "A1:C1" {
		t.Errorf("merged: %v %v", merged, err)
	}
	panes, err := lib.GetPanes(name)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head does not stay: %+v %v", panes, err)
	}
	if w, _ := lib.GetColWidth(name, "C"); w != 15 {
		t.Errorf("width %v", w)
	}
	for at, bold := range map[string]bool{name + "!A1": true, name + "!A2": false, other + "!A1": true} {
		sheet, cell, _ := strings.Cut(at, "!")
		id, err := lib.GetCellStyle(sheet, cell)
		must(t, err)
		look, err := lib.GetStyle(id)
		must(t, err)
		if got := look.Font != nil && look.Font.Bold; got != bold {
			t.Errorf("%s: bold %v", at, got)
		}
	}
	if text := unzipped(t, content)["xl/worksheets/sheet1.xml"]; !strings.Contains(text, `<autoFilter ref="A1:E5"/>`) {
		t.Error("no filter over the rows")
	}
}

func unzipped(t testing.TB, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		out[f.Name] = string(text)
	}
	return out
}

// Every part is XML, every part that is linked to is there, and the same rows give the same bytes.
func TestAWorkbookIsWholeAndTheSameEachTime(t *testing.T) {
	book := func() []byte {
		var buf bytes.Buffer
		f, err := NewFaultBook(&buf, VietnameseFaultWords(), "Sheet1", 3)
		must(t, err)
		for i := range 3000 {
			must(t, f.Row(Row{i + 1, []Cell{{Text: "a"}, {Text: "<b>"}, {Text: "c"}}}, []Mark{{1, "Cột", "Sai & sai."}, {1, "Cột", "Sai nữa."}, {-1, "", "Trùng."}}))
		}
		must(t, f.Close())
		return buf.Bytes()
	}
	content := book()
	time.Sleep(time.Millisecond)
	if sha256.Sum256(content) != sha256.Sum256(book()) || sha256.Sum256(sample(t)) != sha256.Sum256(sample(t)) {
		t.Error("the bytes are others the second time")
	}
	for _, c := range [][]byte{content, sample(t)} {
		parts := unzipped(t, c)
		for name, text := range parts {
			d := xml.NewDecoder(strings.NewReader(text))
			for {
				tok, err := d.Token()
				if err == io.EOF {
					break
				}
				must(t, err)
				el, ok := tok.(xml.StartElement)
				if !ok || el.Name.Local != "Relationship" {
					continue
				}
				for _, a := range el.Attr {
					if a.Name.Local == "Target" && parts[filepath.Join(filepath.Dir(filepath.Dir(name)), a.Value)] == "" {
						t.Errorf("%s links to %s, which is not there", name, a.Value)
					}
				}
			}
		}
	}
	lib, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	notes, err := lib.GetComments("Sheet1")
	must(t, err)
	if len(notes) != 3000 || notes[0].Author != "Đoàn Kết" || notes[0].Text != "Sai & sai.\nSai nữa." {
		t.Errorf("%d notes, %+v", len(notes), notes[0])
	}
	if !strings.Contains(unzipped(t, content)["xl/drawings/vmlDrawing1.vml"], `data="1,2,3"`) {
		t.Error("the boxes of 3,000 notes are not in three blocks")
	}
}

func TestNoSheetIsLongerThanExcelAllowsAndWidthsComeFirst(t *testing.T) {
	b := NewWorkbook(io.Discard)
	defer b.Drop()
	s, err := b.Sheet("x", nil)
	must(t, err)
	must(t, s.Row("a"))
	s.Width(0, 0, 9)
	if err := s.Row("b"); !errors.Is(err, errBegun) {
		t.Errorf("a width after the first row: %v", err)
	}
	s.cols, s.next = nil, MaxRows
	must(t, s.Row("the last"))
	if err := s.Row("one more"); !errors.Is(err, errRows) {
		t.Errorf("a row too many: %v", err)
	}
	if err := NewWorkbook(io.Discard).Close(); err == nil {
		t.Error("a workbook without sheets")
	}
	if got := sheetName("'a[b]:*?/\\ 😀" + strings.Repeat("ệ", 40)); utf8.RuneCountInString(got) != 30 || strings.ContainsAny(got, `:\/?*[]`) {
		t.Errorf("%q", got)
	}
	long := strings.Repeat("😀", 20_000)
	if got := clip(long); utf8.RuneCountInString(got) != 16_383 || clip(long[:400]) != long[:400] {
		t.Errorf("%d characters of a long text", utf8.RuneCountInString(got))
	}
}

// What is held does not grow with the rows: beyond some megabytes they wait packed in a file.
func TestWritingHoldsNoMoreForMoreRows(t *testing.T) {
	held := func(rows int) uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		before := m.HeapAlloc
		w, err := NewWriter(io.Discard, XLSX, "x", []Column{{Head: "a"}})
		must(t, err)
		rnd := rand.New(rand.NewPCG(1, 2))
		for range rows {
			must(t, w.Row(rnd.Uint64(), rnd.Uint64(), rnd.Uint64(), rnd.Uint64(), rnd.Uint64(), rnd.Uint64(), rnd.Uint64(), rnd.Uint64()))
		}
		runtime.GC()
		runtime.ReadMemStats(&m)
		must(t, w.Close())
		return max(m.HeapAlloc, before) - before
	}
	few, many := held(70_000), held(210_000)
	if many > few+1<<20 || many > 16<<20 {
		t.Errorf("70,000 rows hold %d KB, 210,000 rows %d KB", few>>10, many>>10)
	}
}

// debianPython is the one for which Debian's python3-openpyxl is installed.
const debianPython = "/usr/bin/python3"

func TestOpenpyxlReadsWhatIsWritten(t *testing.T) {
	err := exec.Command(debianPython, "-c", "import openpyxl").Run()
	if err != nil {
		t.Skip("openpyxl is not on this machine (Debian: python3-openpyxl)")
	}
	file := filepath.Join(t.TempDir(), "sổ.xlsx")
	must(t, os.WriteFile(file, sample(t), 0o600))
	out, err := exec.CommandContext(t.Context(), debianPython, "-c", `
import openpyxl, sys
b = openpyxl.load_workbook(sys.argv[1])
print("|".join(b.sheetnames))
s, o = b.worksheets
for at in ("A1", "A2", "B2", "C2", "D2", "E2", "A3", "A5"):
    c = s[at]
    print(at, c.data_type, repr(c.value), c.number_format, c.font.b)
print(s.auto_filter.ref, [str(r) for r in o.merged_cells.ranges], o["A2"].data_type)
`, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{`Sổ <chi> & "thu"|SỔ <CHI> & "THU" (2)`, `A1 s 'Họ và tên' General True`, `A2 s 'Nguyễn Văn Mẫu'`, `B2 d datetime.datetime(2026, 12, 31, 0, 0)`, `C2 n 1234567 #,##0`,
		`D2 n 0.25`, `E2 n 7`, `A3 s '=1+1'`, `A5 s '00123'`, `['A1:C1'] s`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("openpyxl reads no %q in\n%s", want, out)
		}
	}
}

func TestLibreOfficeReadsWhatIsWritten(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not on this machine")
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "so.xlsx"), sample(t), 0o600))
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "html", "--outdir", dir, filepath.Join(dir, "so.xlsx"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	page, err := os.ReadFile(filepath.Join(dir, "so.html"))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{`SỔ &lt;CHI&gt; &amp; &quot;THU&quot; (2)`, `<b>Họ và tên</b>`, `Nguyễn Văn Mẫu`, `sdnum="1033;0;DD/MM/YYYY">31/12/2026<`, `sdval="1234567" sdnum="1033;0;#,##0">1,234,567<`, `sdnum="1033;0;@">00123<`, `>=1+1<`, `>=SUM(A1)<`, `colspan=3`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("LibreOffice shows no %q in\n%s", want, page)
		}
	}
}

// Whatever a cell holds comes back from our reader and from the library as it was, composed and without
// what XML forbids, and is never a formula.
func FuzzCellText(f *testing.F) {
	for _, s := range []string{"=1+1", "_x000D_", "_x0041", "_x00\x010D_", "a\r\nb\rc", "\x00\x1f\ufffe\xff", "e\x01\u0301", " <&>\"' ", "😀\t", "]]>", "Nguyê\u0303n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		content := written(t, []Column{{Head: "Ô"}, {Head: "Cuối"}}, []any{s, "|"})
		want := strings.Map(func(r rune) rune {
			if r == '\r' {
				return '\n'
			}
			if !allowed(r) {
				return -1
			}
			return r
		}, strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n"))
		want = compose(want)
		if !utf8.ValidString(want) || strings.ContainsRune(want, 0xcc) && !norm.NFC.IsNormalString(want) {
			t.Fatalf("%q", want)
		}
		if len(want) > 30_000 {
			return
		}
		var got string
		rows, err := open(t, content, Options{}).raw(0) // without the guess at old encodings
		must(t, err)
		for rows.Next() {
			if rows.Row().Number == 2 {
				got = rows.Row().Text(0)
				if rows.Row().Text(1) != "|" {
					t.Errorf("the cell behind it is %q", rows.Row().Text(1))
				}
			}
		}
		must(t, rows.Err())
		if got != want {
			t.Errorf("our reader: %q, want %q", got, want)
		}
		lib, err := excelize.OpenReader(bytes.NewReader(content))
		must(t, err)
		if formula, _ := lib.GetCellFormula("Danh sách", "A2"); formula != "" {
			t.Errorf("the formula %q", formula)
		}
		if shown, err := lib.GetCellValue("Danh sách", "B2"); err != nil || shown != "|" {
			t.Errorf("the library: %q %v", shown, err)
		}
		must(t, lib.Close())
	})
}

func BenchmarkWriteXLSX(b *testing.B) {
	columns := make([]Column, 12)
	for range b.N {
		w, err := NewWriter(io.Discard, XLSX, "x", columns)
		must(b, err)
		for i := range rollRows() {
			must(b, w.Row(bigRow(i)...))
		}
		must(b, w.Close())
	}
	report(b)
}
