package reorg

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// descent is one line of the map: an old commune and a new one that holds land of it.
type descent struct{ old, oldName, fresh, freshName string }

// TestAllWardsOfACityFromOneWorkbook reorganises the unions of Thành phố Hồ Chí Minh by the lineage of its
// 168 wards, communes and special zone, in one decision read from one workbook.
func TestAllWardsOfACityFromOneWorkbook(t *testing.T) {
	eachMapped(t, func(t *testing.T, h *house) {
		city := h.found(t, "Liên đoàn Lao động Thành phố Hồ Chí Minh", "federation", h.top)
		var lines []descent
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			var err error
			lines, err = db.All(tx, func(d *descent) []any { return []any{&d.old, &d.oldName, &d.fresh, &d.freshName} }, `
select o.code, o.name, n.code, n.name from area_lineage l
join area_version n on n.area_id = l.new_id and n.void_by = 0 and n.valid_from = $1
join area_version p on p.area_id = n.parent_id and p.code = '79' and p.void_by = 0 and (p.valid_to is null or p.valid_to > $1)
join area_version o on o.area_id = l.old_id and o.void_by = 0 and o.valid_to = $1
join area a on a.id = n.area_id and a.level = 'commune'
where l.effective = $1 and l.void_by = 0 order by n.code, o.code`, day("2025-07-01"))
			return err
		}))
		units, wards, into := map[string]kernel.ID{}, map[string]bool{}, map[string]int{}
		for _, l := range lines {
			wards[l.fresh] = true
			into[l.old]++
			if units[l.old] == 0 {
				units[l.old] = h.found(t, fmt.Sprintf("Công đoàn %s (%s)", l.oldName, l.old), "immediate_upper_union", city)
				h.give(t, h.found(t, "Công đoàn cơ sở ở "+l.old, "grassroots_union", units[l.old]), "test.member", 100, 0)
			}
		}
		if len(wards) < 160 {
			t.Fatalf("the map knows the lineage of %d wards only (%d lines)", len(wards), len(lines))
		}
		var buf bytes.Buffer
		b := sheets.NewWorkbook(&buf)
		head, err := b.Sheet(headSheet, nil)
		must(t, err)
		for _, r := range [][2]any{{"Số quyết định", "68/QĐ-LĐLĐ"}, {"Ngày quyết định", day("2025-06-25")}, {"Ngày hiệu lực", day("2025-07-01")}, {"Người ký", "Nguyễn Văn Mẫu"}, {"Đơn vị đứng đầu phạm vi", "Liên đoàn Lao động Thành phố Hồ Chí Minh"}} {
			must(t, head.Row(r[0], r[1]))
		}
		s, err := b.Sheet(lineageSheet, []sheets.Column{{Head: "Đơn vị mới"}, {Head: "Loại đơn vị"}, {Head: "Cấp trên"}, {Head: "Địa bàn phụ trách"}, {Head: "Đơn vị cũ"}, {Head: "Toàn bộ hay một phần"}})
		must(t, err)
		seen := map[string]bool{}
		for _, l := range lines {
			part := "toàn bộ"
			switch {
			case into[l.old] > 1 && seen[l.old]:
				part = "một phần"
			case into[l.old] > 1:
				part = "phần còn lại"
			}
			seen[l.old] = true
			must(t, s.Row(fmt.Sprintf("Công đoàn %s (mới %s)", l.freshName, l.fresh), "commune_union", "Liên đoàn Lao động Thành phố Hồ Chí Minh", l.fresh, fmt.Sprintf("Công đoàn %s (%s)", l.oldName, l.old), part))
		}
		must(t, b.Close())
		writer := h.writer()
		writer.Mandates[0].Org = h.top
		start := time.Now()
		id, r, err := h.s.BeginFile(h.Ctx, writer, buf.Bytes())
		must(t, err)
		if !r.Picture.Clean() {
			t.Fatal(said(r.Picture))
		}
		t.Logf("%d lines, %d wards, %d old unions, %d steps tried in %s", len(lines), len(wards), len(units), r.Steps, time.Since(start).Round(time.Millisecond))
		_, err = h.s.Submit(h.Ctx, writer, id)
		must(t, err)
		for _, a := range []kernel.Actor{h.second(), h.third()} {
			a.Mandates[0].Org = h.top
			_, err = h.s.Approve(h.Ctx, a, id, "")
			must(t, err)
		}
		start = time.Now()
		must(t, h.s.ApplyDue(h.Ctx))
		t.Logf("applied in %s", time.Since(start).Round(time.Millisecond))
		if d := h.load(t, id); d.State != Applied {
			t.Fatal(said(d.Picture))
		}
		n, people, _ := h.sums(t, city, "2025-07-01")
		if want := int64(len(wards) + len(units)); n != want || people != int64(len(units))*100 {
			t.Errorf("%d units, %d members; want %d, %d", n, people, want, len(units)*100)
		}
		if n, people, _ = h.sums(t, city, "2025-06-30"); n != int64(len(units))*2 || people != int64(len(units))*100 {
			t.Errorf("the past: %d units, %d members", n, people)
		}
	})
}
