package app

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"doanket/internal/sheets"
)

// rollFile is a list as a grassroots union keeps it: heads of its own, one row with a day that no year
// has, one column that is nobody's business here.
func rollFile(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w, err := sheets.NewWriter(&b, sheets.XLSX, "Danh sách", []sheets.Column{{Head: "Họ tên"}, {Head: "Ngày tháng năm sinh"}, {Head: "Giới tính"}, {Head: "Số CCCD"}, {Head: "Ngày vào công đoàn"}, {Head: "Tổ"}, {Head: "Cỡ áo"}})
	for _, row := range [][]any{
		{"Nguyễn Thị Thử Một", "14/02/1995", "Nữ", "000195900101", "01/09/2026", "Tổ 7", "M"},
		{"Trần Văn Thử Hai", "30/02/1990", "Nam", "000090900102", "01/09/2026", "Tổ 7", "L"},
		{"Lê Thị Thử Ba", "05/06/1998", "Nữ", "000198900103", "01/09/2026", "Tổ 7", "S"},
	} {
		if err == nil {
			err = w.Row(row...)
		}
	}
	if err == nil {
		err = w.Close()
	}
	file := filepath.Join(t.TempDir(), "doan-vien-moi.xlsx")
	if err == nil {
		err = os.WriteFile(file, b.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestARollIsImportedInABrowser: the clerk of a union brings a list, sees which column is what, tries it,
// takes the faulty row home as a book, writes the others and finds them in the roll.
func TestARollIsImportedInABrowser(t *testing.T) {
	inViews(t, "rollimport", func(t *testing.T, sit func(*App) *person) {
		p := sit(openSite(t, 0, nil))
		p.bringsARoll(rollFile(t))
		p.triesTheRoll()
		p.writesTheRoll()
	})
}

func (p *person) bringsARoll(file string) {
	p.t.Helper()
	p.signIn("lien")
	p.open("/nhap-doan-vien")
	p.picture("none-yet")
	p.press("Nhập từ tệp")
	p.picture("new")
	p.upload("Tệp Excel hoặc CSV", file)
	p.press("Tiếp: ghép cột")
	p.picture("columns")
	p.reads("Công đoàn cơ sở Công ty TNHH Than Mẫu", "doan-vien-moi.xlsx", "Cỡ áo", "Nguyễn Thị Thử Một")
	p.stands("Cột A là trường", "Họ và tên")
	p.stands("Cột B là trường", "Ngày sinh")
	p.stands("Cột D là trường", "Số định danh cá nhân")
	p.stands("Cột E là trường", "Ngày kết nạp")
	p.stands("Cột G là trường", "Không nhập")
}

func (p *person) triesTheRoll() {
	p.t.Helper()
	p.fill("Quyết định kết nạp", "31/QĐ-CĐCS")
	p.press("Kiểm tra thử")
	p.comes("Đã kiểm tra, chưa ghi")
	p.picture("tried")
	p.reads("B3", "30/02/1990", "Lỗi")
	for term, figure := range map[string]string{"Sẽ ghi mới": "2", "Đã có, không đổi": "0", "Bị loại": "1"} {
		p.counts(term, figure)
	}
	book, err := excelize.OpenReader(bytes.NewReader(p.download("Tải tệp lỗi")))
	if err != nil {
		p.t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Lỗi")
	if err != nil || !slices.ContainsFunc(rows, func(row []string) bool {
		return strings.Join(row[2:], "|") == "B3|Ngày tháng năm sinh|30/02/1990|Không có ngày 30/02/1990 trong lịch."
	}) {
		p.t.Fatalf("the fault book says %q, %v", rows, err)
	}
}

func (p *person) writesTheRoll() {
	p.t.Helper()
	p.tick("Khi có dòng lỗi", "Ghi các dòng đúng")
	p.press("Ghi vào sổ")
	p.comes("Đã ghi")
	p.picture("written")
	p.counts("Ghi mới", "2")
	p.open("/doan-vien")
	p.fill("Tên, mã số, số định danh hoặc điện thoại", "Thử")
	p.press("Lọc")
	p.picture("roll")
	p.reads("Nguyễn Thị Thử Một", "Lê Thị Thử Ba")
	if p.has("Thử Hai") {
		p.lost("the faulty row is in the roll")
	}
}
