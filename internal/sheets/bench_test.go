package sheets

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// rollRows is how many rows the benchmarks read: 1,000,000 with SHEETS_ROWS=1000000.
func rollRows() int {
	n := 20_000
	fmt.Sscan(os.Getenv("SHEETS_ROWS"), &n)
	return n
}

var family = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"}
var given = []string{"An", "Bình", "Chiến", "Dung", "Hường", "Khánh", "Liên", "Phước", "Quỳnh", "Thảo", "Uyên", "Yến"}

// bigRow is row i of an invented roll of 12 columns; numbers of identity have the place code 000.
func bigRow(i int) []any {
	return []any{i, family[i%8] + " Văn " + given[i%12] + " " + given[i/12%12], fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 1960+i%45), []string{"Nam", "Nữ"}[i%2],
		fmt.Sprintf("0001%08d", i), fmt.Sprintf("09%08d", i), "Kinh", fmt.Sprintf("Tổ %d, khu %d, phường Mẫu", i%50, i%300), fmt.Sprintf("Tổ công đoàn %d", i%40), "Công nhân",
		fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 2005+i%20), 4_680_000 + i%1000}
}

func bigXLSX(b testing.TB, rows int) string {
	path := filepath.Join(b.TempDir(), "roll.xlsx")
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	must(b, err)
	must(b, w.SetRow("A1", []any{"STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Dân tộc", "Địa chỉ", "Tổ công đoàn", "Nghề nghiệp", "Ngày vào", "Lương"}))
	for i := range rows {
		must(b, w.SetRow(fmt.Sprintf("A%d", i+2), bigRow(i)))
	}
	must(b, w.Flush())
	must(b, f.SaveAs(path))
	must(b, f.Close())
	return path
}

func BenchmarkReadXLSX(b *testing.B) {
	path := bigXLSX(b, rollRows())
	b.Run("sheets", func(b *testing.B) {
		for range b.N {
			f, err := os.Open(path)
			must(b, err)
			info, err := f.Stat()
			must(b, err)
			book, err := Open(f, info.Size(), Options{})
			must(b, err)
			rows, err := book.Rows(0)
			must(b, err)
			n := 0
			for rows.Next() {
				n++
			}
			must(b, rows.Err())
			must(b, rows.Close())
			must(b, f.Close())
			if n != rollRows()+1 {
				b.Fatal(n)
			}
		}
		report(b)
	})
	b.Run("excelize", func(b *testing.B) {
		for range b.N {
			f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
			must(b, err)
			rows, err := f.Rows("Sheet1")
			must(b, err)
			for rows.Next() {
				_, err = rows.Columns()
				must(b, err)
			}
			must(b, rows.Close())
			must(b, f.Close())
		}
		report(b)
	})
}

func report(b *testing.B) {
	b.ReportMetric(float64(rollRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadCSV(b *testing.B) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	for i := range rollRows() {
		var cells []string
		for _, v := range bigRow(i) {
			cells = append(cells, fmt.Sprint(v))
		}
		must(b, w.Write(cells))
	}
	w.Flush()
	b.SetBytes(int64(buf.Len()))
	b.ResetTimer()
	for range b.N {
		rows, err := open(b, buf.Bytes(), Options{}).Rows(0)
		must(b, err)
		for rows.Next() {
		}
		must(b, rows.Err())
	}
	report(b)
}

func BenchmarkWriteFaultBook(b *testing.B) {
	for range b.N {
		f, err := NewFaultBook(io.Discard, VietnameseFaultWords(), "Sheet1", 12)
		must(b, err)
		r := Row{Cells: make([]Cell, 12)}
		for i := range rollRows() {
			for j, v := range bigRow(i) {
				r.Cells[j] = Cell{Text: fmt.Sprint(v)}
			}
			r.Number = i + 2
			var marks []Mark
			if i%3 == 0 {
				marks = []Mark{{4, "Số CCCD", "Cần 12 chữ số."}}
			}
			must(b, f.Row(r, marks))
		}
		must(b, f.Close())
	}
	report(b)
}

// A workbook of any length is read within a fixed memory: what is held does not grow with the rows.
func TestReadingHoldsNoMoreForMoreRows(t *testing.T) {
	held := func(rows int) uint64 {
		path := bigXLSX(t, rows)
		f, err := os.Open(path)
		must(t, err)
		defer f.Close()
		info, err := f.Stat()
		must(t, err)
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what the writing pooled
		runtime.ReadMemStats(&m)
		before := m.HeapAlloc
		book, err := Open(f, info.Size(), Options{})
		must(t, err)
		r, err := book.Rows(0)
		must(t, err)
		for range rows - 10 {
			r.Next()
		}
		must(t, r.Err())
		runtime.GC()
		runtime.ReadMemStats(&m)
		must(t, r.Close())
		return max(m.HeapAlloc, before) - before
	}
	small, large := held(3000), held(40_000)
	if large > small+1<<20 {
		t.Errorf("3,000 rows hold %d KB, 40,000 rows %d KB", small>>10, large>>10)
	}
}

func TestATableIsReadFasterThanByTheBareLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("measures")
	}
	path := bigXLSX(t, 20_000)
	content, err := os.ReadFile(path)
	must(t, err)
	from := time.Now()
	table(t, open(t, content, Options{}), 0)
	ours := time.Since(from)
	from = time.Now()
	lib, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
	must(t, err)
	_, err = lib.GetRows("Sheet1")
	must(t, err)
	if library := time.Since(from); ours > library {
		t.Errorf("20,000 rows in %v, the bare library needs %v", ours, library)
	}
}
