package reorg

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// theYAML is A16 as an office would type it.
func (h *house) theYAML() []byte {
	var b strings.Builder
	b.WriteString(`so: 21/QĐ-LĐLĐ
ngay: 20/06/2025
hieu_luc: 01/07/2025
co_quan: Liên đoàn Lao động tỉnh Quảng Ninh
nguoi_ky: Nguyễn Văn Mẫu
trich_yeu: Kết thúc hoạt động của LĐLĐ thành phố Uông Bí
pham_vi: Liên đoàn Lao động tỉnh Quảng Ninh
buoc:
`)
	for _, w := range [][2]string{{"Uông Bí", "06811"}, {"Vàng Danh", "06820"}, {"Yên Tử", "06832"}} {
		fmt.Fprintf(&b, "  - viec: thanh_lap\n    ten: Công đoàn phường %s\n    loai: commune_union\n    cap_tren: Liên đoàn Lao động tỉnh Quảng Ninh\n    dia_ban: [\"%s\"]\n", w[0], w[1])
	}
	b.WriteString("  - viec: ket_thuc\n    don_vi: Liên đoàn Lao động thành phố Uông Bí\n    chia_theo: test.member\n    noi_nhan:\n")
	at := 1
	for _, w := range []struct {
		name string
		n    int
	}{{"Uông Bí", 20}, {"Vàng Danh", 14}, {"Yên Tử", 12}} {
		fmt.Fprintf(&b, "      - don_vi: Công đoàn phường %s\n        danh_sach:\n", w.name)
		for range w.n {
			fmt.Fprintf(&b, "          - Công đoàn cơ sở Mẫu %02d\n", at)
			at++
		}
	}
	return []byte(b.String())
}

func (h *house) theBook(t *testing.T) []byte {
	t.Helper()
	var buf bytes.Buffer
	b := sheets.NewWorkbook(&buf)
	head, err := b.Sheet(headSheet, nil)
	must(t, err)
	for _, r := range [][2]any{{"Số quyết định", "21/QĐ-LĐLĐ"}, {"Ngày quyết định", day("2025-06-20")}, {"Ngày hiệu lực", day("2025-07-01")}, {"Cơ quan ban hành", "LĐLĐ tỉnh"},
		{"Người ký", "Nguyễn Văn Mẫu"}, {"Đơn vị đứng đầu phạm vi", "Liên đoàn Lao động tỉnh Quảng Ninh"}} {
		must(t, head.Row(r[0], r[1]))
	}
	s, err := b.Sheet(stepSheet, []sheets.Column{{Head: "Bước"}, {Head: "Việc"}, {Head: "Đơn vị"}, {Head: "Nơi nhận"}, {Head: "Cấp trên"}, {Head: "Tên mới"}, {Head: "Loại đơn vị"}, {Head: "Địa bàn phụ trách"}, {Head: "Danh sách"}, {Head: "Chia theo"}})
	must(t, err)
	wards := []struct {
		name, code string
		n          int
	}{{"Công đoàn phường Uông Bí", "06811", 20}, {"Công đoàn phường Vàng Danh", "06820", 14}, {"Công đoàn phường Yên Tử", "06832", 12}}
	for i, w := range wards {
		must(t, s.Row(i+1, "Thành lập", "", "", "Liên đoàn Lao động tỉnh Quảng Ninh", w.name, "Công đoàn xã, phường, đặc khu", w.code, "", ""))
	}
	at := 1
	for _, w := range wards {
		var list []string
		for range w.n {
			list = append(list, fmt.Sprintf("Công đoàn cơ sở Mẫu %02d", at))
			at++
		}
		must(t, s.Row(4, "Kết thúc hoạt động", "Liên đoàn Lao động thành phố Uông Bí", w.name, "", "", "", "", strings.Join(list, "; "), "test.member"))
	}
	must(t, b.Close())
	return buf.Bytes()
}

func TestADecisionIsReadFromAFile(t *testing.T) {
	eachMapped(t, func(t *testing.T, h *house) {
		h.fill(t)
		for name, content := range map[string][]byte{"yaml": h.theYAML(), "xlsx": h.theBook(t)} {
			r, err := h.s.Check(h.Ctx, h.writer(), content)
			must(t, err)
			if !r.Picture.Clean() || r.Steps != 4 {
				t.Fatalf("%s: %d steps, %s", name, r.Steps, said(r.Picture))
			}
			got := map[string]kernel.Money{}
			for _, row := range r.Picture.Steps[3].Rows {
				if row.Kind == "test.fund" && !row.Source {
					got[row.Name] = row.AmountAfter
				}
			}
			if got["Công đoàn phường Uông Bí"] != 592_857_143 || got["Công đoàn phường Vàng Danh"] != 431_428_571 || got["Công đoàn phường Yên Tử"] != 375_714_286 {
				t.Errorf("%s: %v", name, got)
			}
		}
		id, _, err := h.s.BeginFile(h.Ctx, h.writer(), h.theYAML())
		must(t, err)
		if d := h.carryOut(t, id); d.State != Applied {
			t.Fatal(said(d.Picture))
		}
	})
}

func TestFaultsOfAFileNameTheirLine(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r, err := h.s.Check(h.Ctx, h.writer(), []byte(`so: 1/QĐ
ngay: 31/02/2025
hieu_luc: 01/07/2025
mau: xanh
pham_vi: Liên đoàn Lao động tỉnh Quảng Ninh
buoc:
  - viec: bay_len
  - viec: doi_ten
    don_vi: Liên đoàn Lao động thành phố Cẩm Phả
    ten: Mới
`))
		must(t, err)
		got := said(r.Picture)
		for _, want := range []string{"0 ngay reorg.file_date", "0 mau reorg.file_word", "1 viec reorg.file_step", "2 don_vi reorg.no_unit_named", "0 nguoi_ky reorg.need_signer"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s is missing in\n%s", want, got)
			}
		}
		for _, f := range r.Picture.Faults {
			if f.Code == "reorg.file_step" && f.Place != "dòng 7" {
				t.Errorf("at %s", f.Place)
			}
		}
		_, _, err = h.s.BeginFile(h.Ctx, h.writer(), []byte("\x00\x01"))
		refused(t, err, "reorg.file_kind")
	})
}

// TestAFormHasRoomForManyReceivingUnits types eight of them, asks for more room, and gets back what a
// file with groups and areas said when the step is opened again.
func TestAFormHasRoomForManyReceivingUnits(t *testing.T) {
	in := stepForm{Kind: "chia_tach"}
	for i := range 8 {
		*in.row(i) = targetRow{To: fmt.Sprintf("Đơn vị %d", i+1), List: fmt.Sprintf("QN-%03d\ntổ: Tổ %d\nđịa bàn: 068%02d", i, i, i), Share: "2"}
	}
	in.row(10)
	l := in.line(Split)
	if len(l.targets) != 8 || l.targets[7].field("noi_nhan") != "noi_nhan_8" || l.targets[3].groups[0] != "Tổ 3" || l.targets[3].areas[0] != "06803" || l.targets[3].list[0] != "QN-003" {
		t.Fatalf("%+v", l.targets)
	}
	step := Step{Kind: Split, Units: []kernel.ID{1}, Rule: Rule{Rest: 9}}
	d := Detail{Units: map[kernel.ID]string{1: "Cũ", 9: "Đơn vị 1"}}
	for i, x := range l.targets {
		id := kernel.ID(9 + i)
		d.Units[id] = x.unit
		step.Rule.List = append(step.Rule.List, Listing{x.list[0], id})
		step.Rule.Groups = append(step.Rule.Groups, Listing{x.groups[0], id})
		step.Rule.Areas = append(step.Rule.Areas, Listing{x.areas[0], id})
		step.Rule.Shares = append(step.Rule.Shares, orgs.Share{Unit: id, Weight: 2})
	}
	back := typed(d, step)
	if !slices.Equal(back.Targets, in.Targets[:8]) || back.Rest != "Đơn vị 1" {
		t.Errorf("%+v", back.Targets)
	}
}
