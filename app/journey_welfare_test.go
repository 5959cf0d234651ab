package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/ui/axe"
	"doanket/union/members"
)

// tetSite has a ward of its own and two grassroots unions under it with the 120 members of union.md A23:
// 112 with half a year at the end of 2026, 8 without, and one more for the ninth addition.
func tetSite(t *testing.T) (a *App, ward kernel.ID) {
	a = openSite(t, 0, func(c *Config) { c.NoLimits = true })
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	on := kernel.Date{Year: 2025, Month: 7, Day: 1}
	basis := orgs.Basis{Number: "31/QĐ-MAU", Decided: on, Issuer: "Cơ quan mẫu", Effective: on}
	ward, err := a.orgs.Found(t.Context(), program, orgs.Founding{Name: "Công đoàn phường Mẫu", ShortName: "CĐ phường Mẫu", Kind: "commune_union", Parent: seed.UnitID("ldld-tinh"), Basis: basis})
	if err != nil {
		t.Fatal(err)
	}
	var units []kernel.ID
	for _, name := range []string{"CĐCS Mỏ A", "CĐCS Xưởng B"} {
		id, err := a.orgs.Found(t.Context(), program, orgs.Founding{Name: name, ShortName: name, Kind: "grassroots_union", Parent: ward, Basis: basis})
		if err != nil {
			t.Fatal(err)
		}
		units = append(units, id)
	}
	var rows []members.Row
	for n := 1; n <= 121; n++ {
		row := members.Row{Name: fmt.Sprintf("Đoàn Viên Mẫu %d", n), Number: fmt.Sprintf("QN%04d", n), Unit: units[0], Admitted: kernel.Date{Year: 2025, Month: 8, Day: 1}, Basis: "01/QĐ-MAU"}
		if n > 60 {
			row.Unit = units[1]
		}
		if n%15 == 0 || n == 121 {
			row.Admitted = kernel.Date{Year: 2026, Month: 8, Day: 15}
		}
		rows = append(rows, row)
	}
	err = a.db.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := a.members.AdmitMany(tx, program, rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, ward
}

// joins moves a member of the first union to the second, as the register does it.
func joins(t *testing.T, a *App, ward kernel.ID, number, unit string) {
	t.Helper()
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	today := a.clock.Now().Date()
	err := a.db.Tx(t.Context(), func(tx *db.Tx) error {
		m, ok, err := a.members.ByNumber(tx, seed.Tenant(), number, today)
		if err != nil || !ok {
			return fmt.Errorf("%s: %v, %w", number, ok, err)
		}
		children, err := a.orgs.Children(tx, ward, today)
		if err != nil {
			return err
		}
		for _, c := range children {
			if c.Label() == unit {
				return a.members.MoveTo(tx, program, m.ID, members.Move{Unit: c.ID, On: today, Basis: "02/QĐ-MAU"})
			}
		}
		return fmt.Errorf("no unit %s", unit)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheGiftsOfTetAreGivenInABrowser is the worked example A23 of union.md through the pages: the rule
// finds 112 of 120, another person approves, one union is paid, whoever was paid there is refused at the
// other, and nine more go beyond the budget until somebody with the right allows it.
func TestTheGiftsOfTetAreGivenInABrowser(t *testing.T) {
	for _, v := range []struct {
		name   string
		view   axe.View
		script bool
	}{{"1280", axe.Views[0], true}, {"360 no-script", axe.Views[2], false}} {
		t.Run(v.name, func(t *testing.T) {
			a, ward := tetSite(t)
			a.serveUntilDone(t)
			b := axe.Start(t)
			b.As(t, v.view)
			b.Script(t, v.script)
			p := newPerson(t, b, a.URL(), "welfare "+v.name)
			list := p.writesTet(ward)
			p.approvesTet(list)
			p.paysTet(list)
			joins(t, a, ward, "QN0001", "CĐCS Xưởng B")
			p.addsBeyondTheBudget(list)
		})
	}
}

func (p *person) writesTet(ward kernel.ID) (list string) {
	p.t.Helper()
	p.signIn("ldld")
	p.open("/phuc-loi/moi?don-vi=" + ward.String())
	p.fill("Tên chương trình", "Quà Tết Đinh Mùi 2027")
	p.fill("Căn cứ", "Kế hoạch 15/KH-LĐLĐ ngày 20/10/2026")
	p.fill("Tên dịp", "Tết Đinh Mùi")
	p.fill("Xét hồ sơ đoàn viên tại ngày", "31/12/2026")
	p.fill("Mức cho một người", "500.000")
	p.fill("Dự toán", "60.000.000")
	p.fill("Mục chi", "31.03")
	p.press("Thử điều kiện")
	p.picture("tried")
	p.reads("trong 121 người đã xét", "112", "56.000.000 ₫")
	p.press("Lưu bản soạn")
	p.press("Mở chương trình")
	p.picture("open")
	p.press("Tết Đinh Mùi")
	p.press("Lập danh sách")
	p.picture("proposed")
	p.reads("trên 121 đã xét", "112", "56.000.000 ₫", "còn 4.000.000 ₫")
	list = strings.Split(p.where(), "?")[0]
	p.press("Ngoài danh sách, vì sao")
	p.picture("outside")
	p.reads("Số tháng là đoàn viên: 4 tháng (cần từ 6 tháng)", "Không thuộc diện")
	p.open(list)
	p.press("Trình duyệt")
	return list
}

func (p *person) approvesTet(list string) {
	p.t.Helper()
	p.signIn("ldld.pct")
	for range 30 { // notices are delivered beside the pages
		p.open("/hop-thu")
		if p.has("Danh sách phúc lợi chờ duyệt") {
			break
		}
		time.Sleep(300 * time.Millisecond)
	}
	p.reads("Danh sách phúc lợi chờ duyệt")
	p.open(list)
	p.press("Duyệt danh sách")
	p.reads("Đã duyệt")
}

func (p *person) paysTet(list string) {
	p.t.Helper()
	p.signIn("ldld.vt")
	p.open(list)
	p.press("Mở chi")
	p.press("In danh sách ký nhận")
	p.picture("paper")
	p.reads("DANH SÁCH KÝ NHẬN", "Cộng: 112 người")
	p.open(list)
	p.press("Xác nhận cả danh sách")
	p.choose("Đơn vị", "CĐCS Mỏ A")
	p.fill("Số danh sách đã ký hoặc số lệnh chuyển tiền", "DS-01")
	p.press("Xác nhận đã nhận")
	p.picture("paid")
	p.reads("Đã xác nhận 56 người đã nhận")
	p.open(strings.Split(list, "/ds/")[0] + "/bao-cao")
	p.picture("report")
	p.reads("28.000.000 ₫", "56 trên 121")
}

func (p *person) addsBeyondTheBudget(list string) {
	p.t.Helper()
	p.signIn("ldld")
	p.open(list)
	p.press("Mở lại để bổ sung")
	p.fill("Lý do", "Bổ sung đoàn viên mới vào tháng 8")
	p.press("Mở lại để bổ sung")
	p.press("Thêm vào danh sách")
	p.fill("Mã số đoàn viên", "QN0001")
	p.fill("Lý do", "Đoàn viên mới chuyển đến")
	p.pressRefused("Thêm vào danh sách", "đã nhận ở CĐCS Mỏ A")
	p.picture("paid-at-a")
	var nine []string
	for n := 15; n <= 120; n += 15 {
		nine = append(nine, fmt.Sprintf("QN%04d", n))
	}
	p.fill("Mã số đoàn viên", strings.Join(append(nine, "QN0121"), ", "))
	p.pressRefused("Thêm vào danh sách", "tổng sẽ là 60.500.000 ₫")
	p.picture("over-budget")
	p.reads("còn 4.000.000 ₫")
	p.signIn("ldld.pct")
	p.open(strings.Split(list, "/ds/")[0])
	p.press("Cho vượt dự toán")
	p.fill("Cho vượt thêm", "500.000")
	p.fill("Lý do", "Ban Thường vụ đồng ý")
	p.press("Cho vượt")
	p.reads("Cho vượt 500.000 ₫", "Ban Thường vụ đồng ý")
	p.signIn("ldld")
	p.open(list + "/them")
	p.fill("Mã số đoàn viên", strings.Join(append(nine, "QN0121"), ", "))
	p.fill("Lý do", "Mới vào tháng 8, Ban Thường vụ đồng ý")
	p.press("Thêm vào danh sách")
	p.picture("nine-more")
	p.reads("Đã thêm 9 người", "60.500.000 ₫", "121")
}

// pressRefused presses what will be refused, and reads why.
func (p *person) pressRefused(words, why string) {
	p.t.Helper()
	if p.ask(`(window.leaving = true) && mark(pressable(`+quoted(words)+`)[0])`) == "" {
		p.lost("nothing says %q", words)
	}
	p.b.Click(p.t, `[data-j]`)
	if p.ask(`!window.leaving && document.readyState === "complete" ? "yes" : ""`) == "" {
		p.lost("%q leads nowhere", words)
	}
	p.reads(why)
}
