package rollimport

import (
	"context"

	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	ctx := context.Background()
	at := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(9, 41)
	unit := Unit{ID: 2, Tenant: 1, Name: "Công đoàn cơ sở Than Mẫu"}
	units := []Unit{unit, {ID: 3, Tenant: 1, Name: "Công đoàn cơ sở Trường THCS Mẫu"}}
	in := Import{ID: 7, Tenant: 1, Unit: 2, Name: "danh-sach-doan-vien-thang-11.xlsx", State: Checked, Progress: 1000, At: at, Finished: at,
		Counts: Counts{Rows: 1284, Fresh: 1201, Unchanged: 61, Changed: 9, Faulty: 13, Doubtful: 5, Noted: 4, Aside: 3, Findings: 19}}
	list := []Finding{
		{Row: 7, Column: 2, Field: "born", Weight: Fault, Code: "sheets.no_such_day", Args: []any{"30/02/1988"}, Value: "30/02/1988"},
		{Row: 12, Column: 4, Field: "identity", Weight: Doubt, Code: "sheets.lost_zero", Args: []any{"85000101", "000085000101"}, Value: "85000101"},
		{Row: 31, Column: -1, Field: "identity", Weight: Fault, Code: "rollimport.twice", Args: []any{9}, Value: "000085000109"}}
	say := func(code string, args []any) string {
		text := Messages()[code]
		if text == "" {
			text = sheets.Messages()[code]
		}
		return ui.T(ctx, text, args...)
	}
	of := func(change func(*Import)) Import {
		x := in
		change(&x)
		return x
	}
	view := func(x Import, found []Finding) ui.Sample {
		return ui.Sample{Body: ImportPage(importView(ctx, x, unit, found, len(found) > 0, say))}
	}
	running := of(func(x *Import) {
		x.State, x.Progress, x.Finished = Running, 412, kernel.Instant{}
		x.Counts = Counts{Rows: 530, Fresh: 498, Unchanged: 27, Faulty: 5, Findings: 6}
	})
	done := of(func(x *Import) { x.State = Done })
	failed := of(func(x *Import) {
		x.State, x.Options.Whole, x.Why = Failed, true, Why{Code: "rollimport.whole_faulty", Args: []any{13}}
	})
	waits := of(func(x *Import) { x.State, x.Counts, x.Finished = MappingStep, Counts{}, kernel.Instant{} })
	page := Page{Imports: []Import{running, in, done, failed}, Units: map[kernel.ID]Unit{2: unit}, Next: 3}
	cols := Columns{Import: waits, Unit: unit, Sheet: "Đoàn viên", Sheets: []sheets.SheetInfo{{Name: "Đoàn viên"}, {Name: "Tổng hợp"}},
		Detection: sheets.Detection{Encoding: sheets.TCVN3, Confidence: 0.6, Candidates: []sheets.Candidate{{Encoding: sheets.TCVN3, Lines: []string{"Nguyễn Văn An", "Trần Thị Bình"}}}}}
	head := sheets.Header{From: 3, To: 3, Heads: []string{"TT", "Họ và tên", "Năm sinh", "Số CCCD", "Phòng/ban làm việc"}}
	cols.Layout = sheets.Match(head, fields, sheets.Mapping{}, []sheets.Row{{Number: 4, Cells: []sheets.Cell{{Text: "1"}, {Text: "Nguyễn Văn An"}, {Text: "31/12/1985"}, {Text: "000085000101"}, {Text: "Phân xưởng 2"}}}})
	columns := columnsView(ctx, cols)
	faulty := columns
	faulty.Sentence, faulty.Errors = "Chưa ghi được. Xem lại các ô có báo lỗi.", ui.Errors{"ngay_ket_nap": "Bảng không có cột ngày kết nạp. Chọn cột, hoặc ghi một ngày dùng cho mọi dòng."}
	one := func(page, state string, s ui.Sample) ui.Sample {
		s.Room, s.Page, s.State = "rollimport", page, state
		return s
	}
	return []ui.Sample{
		one("list", "full", ui.Sample{Body: ListPage(listView(ctx, page, units, 0))}),
		one("list", "empty", ui.Sample{Body: ListPage(listView(ctx, Page{}, units, 2))}),
		one("new", "fresh", ui.Sample{Body: NewPage(NewView{Units: unitOptions(units)})}),
		one("new", "faulty", ui.Sample{Body: NewPage(NewView{Units: unitOptions(units), Unit: 2, Errors: ui.Errors{"tep": "Chọn tệp XLSX hoặc CSV."}})}),
		one("columns", "guessed", ui.Sample{Body: ColumnsPage(columns)}),
		one("columns", "faulty", ui.Sample{Body: ColumnsPage(faulty)}),
		one("import", "waiting", view(waits, nil)),
		one("import", "running", view(running, nil)),
		one("import", "checked", view(in, list)),
		one("import", "done", view(done, list)),
		one("import", "failed", view(failed, list)),
	}
}
