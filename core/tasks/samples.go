package tasks

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	ctx := context.Background()
	now := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(9, 41)
	lead := kernel.Actor{Tenant: 1, Account: 9, Org: 2, Name: "Lê Thị Thanh", Post: "Chủ tịch Công đoàn phường",
		Mandates: []kernel.Mandate{{Org: 2, Permissions: []string{AssignPermission, ViewPermission, HandlePermission}}}}
	units := map[kernel.ID]string{2: "Công đoàn phường Uông Bí", 3: "Công đoàn cơ sở Công ty TNHH Than Mẫu", 4: "Uỷ ban Kiểm tra Liên đoàn Lao động tỉnh Quảng Ninh"}
	hanh, than := Hand{5, "Mai Thị Hạnh", "Chuyên viên Công đoàn phường"}, Hand{6, "Nguyễn Văn Thành", "Chủ tịch Công đoàn cơ sở"}
	by := Hand{9, "Lê Thị Thanh", "Chủ tịch Công đoàn phường"}
	day := func(d int) kernel.Date { return kernel.Date{Year: 2026, Month: 11, Day: d} }
	late := Task{ID: 11, Tenant: 1, Title: "Nộp lại đoàn phí còn thiếu quý III lên cấp trên", Unit: 3, GiverUnit: 4, Kept: true, State: Open, Permission: HandlePermission,
		Source: Source{Ref: "inspection:1", Label: "Kết luận số 05/KL-UBKT, kiến nghị 2", Link: "/kiem-tra/1"}, Given: day(2).Clock(9, 0), Due: endOf(day(20)), WholeDay: true, Evidence: true,
		Rise: Rise{Unit: 4, Permission: AssignPermission, Days: 3}, Bells: Bells{Rise: day(25).Clock(8, 0)}}
	doing := Task{ID: 12, Tenant: 1, Title: "Báo cáo số đoàn viên quý IV", Text: "Lấy số đến 30/11.\nSo với số lao động công ty đã báo bảo hiểm xã hội.", Unit: 2, GiverUnit: 2, Giver: by, Assignee: hanh,
		State: Accepted, Given: day(23).Clock(8, 20), AcceptedAt: day(23).Clock(8, 35), Due: day(26).Clock(8, 20), Limit: kernel.Limit{Unit: kernel.WorkingDays, N: 2},
		Bells: Bells{Soon: day(25).Clock(8, 0)}}
	reported := doing
	reported.ID, reported.Title, reported.State, reported.ReportedAt, reported.ReportedBy = 13, "Lập danh sách đoàn viên nhận quà Tết", Reported, day(23).Clock(9, 10), 5
	reported.Events = []Event{{1, Give, day(23).Clock(8, 20), by, ""}, {2, Take, day(23).Clock(8, 35), hanh, ""},
		{3, Note, day(23).Clock(8, 50), hanh, "Đã có danh sách của 2 công đoàn cơ sở, còn Bệnh viện Mẫu."}, {4, Report, day(23).Clock(9, 10), hanh, "Đủ danh sách 3 công đoàn cơ sở, 112 người."}}
	reported.Files = []Evidence{{ID: 7, Event: 4, Name: "danh-sach-qua-tet.xlsx", Type: "xlsx", Size: 20480, At: day(23).Clock(9, 10), By: hanh.Name}}
	closed := reported
	closed.ID, closed.State, closed.Ended = 14, Closed, day(23).Clock(9, 30)
	off := doing
	off.ID, off.Title, off.State, off.Ended, off.Assignee = 15, "Tổ chức hội thao", Cancelled, day(23).Clock(9, 0), than
	page := Page{Tasks: []Task{late, doing, reported}, Units: units, Next: "x.y"}
	counts := Counts{Mine: 2, MineLate: 1, MineSoon: 1, Unit: 14, UnitLate: 1, Given: 3, GivenReported: 1}
	ask := listAsk{filter: Filter{View: OfUnit}}
	detail := func(t Task, can ...Verb) TaskView {
		d := Detail{Task: t, Units: units, Can: map[Verb]bool{}, Left: kernel.VietnamCalendar().Left(now, t.Due)}
		for _, v := range can {
			d.Can[v] = true
		}
		if !t.Limit.IsZero() {
			due, _ := kernel.VietnamCalendar().Due(t.Given, t.Limit) // a fixed sample, right by the calendar's own tests
			d.Why = due.Explain
		}
		return detailView(ctx, d, now)
	}
	moved := Detail{Task: late, Units: units, Can: map[Verb]bool{Take: true, Report: true}, Left: kernel.VietnamCalendar().Left(now, late.Due),
		Moves: []Moved{{"Công đoàn cơ sở Công ty TNHH Than Mẫu", day(15), "21/QĐ-LĐLĐ ngày 10/11/2026", false}}}
	reach := Reach{Unit: 2, Units: []Choice{{2, units[2]}, {3, units[3]}}, People: []Choice{{5, "Mai Thị Hạnh · Chuyên viên Công đoàn phường"}}}
	one := func(name, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "tasks", name, state
		return body
	}
	verb := func(slug string) verbPage { p, _ := verbOf(slug); return p }
	return []ui.Sample{
		one("list", "unit", ui.Sample{Body: ListPage(ask.view(ctx, lead, page, counts, now))}),
		one("list", "empty_mine", ui.Sample{Body: ListPage(listAsk{filter: Filter{View: Mine}}.view(ctx, kernel.Actor{Account: 3}, Page{}, Counts{}, now))}),
		one("list", "empty_given", ui.Sample{Body: ListPage(listAsk{filter: Filter{View: Given}}.view(ctx, lead, Page{}, Counts{}, now))}),
		one("list", "empty_unit", ui.Sample{Body: ListPage(ask.view(ctx, lead, Page{}, Counts{}, now))}),
		one("list", "nothing_fits", ui.Sample{Body: ListPage(listAsk{filter: Filter{View: Mine, Text: "quyết toán"}}.view(ctx, lead, Page{Cut: true}, counts, now))}),
		one("list", "over", ui.Sample{Body: ListPage(listAsk{filter: Filter{View: Given, Over: true}}.view(ctx, lead, Page{Tasks: []Task{closed, off}, Units: units}, counts, now))}),
		one("print", "unit", ui.Sample{Body: ListPrint(ask.view(ctx, lead, page, counts, now)), Print: true}),
		one("task", "late", ui.Sample{Body: TaskPage(detail(late, Take, Report, Note))}),
		one("task", "doing", ui.Sample{Body: TaskPage(detail(doing, Report, Note))}),
		one("task", "reported", ui.Sample{Body: TaskPage(detail(reported, Confirm, SendBack, CallOff))}),
		one("task", "closed", ui.Sample{Body: TaskPage(detail(closed))}),
		one("task", "cancelled", ui.Sample{Body: TaskPage(detail(off))}),
		one("task", "moved", ui.Sample{Body: TaskPage(detailView(ctx, moved, now))}),
		one("verb", "report", ui.Sample{Body: VerbPage(VerbView{Detail: detail(doing), Page: verb("bao-cao")})}),
		one("verb", "report_faulty", ui.Sample{Body: VerbPage(VerbView{Detail: detail(late), Page: verb("bao-cao"), Sentence: "Chưa ghi được.",
			Errors: ui.Errors{"ghi_chu": "Ghi đã làm được gì.", "tep": "Nhiệm vụ này cần kèm tệp minh chứng."}})}),
		one("verb", "extend", ui.Sample{Body: VerbPage(VerbView{Detail: detail(doing), Page: verb("doi-han"), In: verbForm{Due: "30/11/2026", Note: "Chờ số của bảo hiểm xã hội"}})}),
		one("verb", "hand_over", ui.Sample{Body: VerbPage(VerbView{Detail: detail(doing), Page: verb("chuyen"), Reach: reach})}),
		one("new", "fresh", ui.Sample{Body: NewPage(NewView{In: giveForm{Before: "2", Rise: "3", Token: "1"}, Reach: reach})}),
		one("new", "faulty", ui.Sample{Body: NewPage(NewView{In: giveForm{Before: "2", Rise: "3", Token: "1", Due: "31/11/2026", Days: "5"}, Reach: reach, Sentence: "Chưa ghi được.",
			Errors: ui.Errors{"ten": "Cần tên việc, ví dụ: Báo cáo số đoàn viên quý IV.", "han": "Tháng 11 chỉ có 30 ngày."}})}),
	}
}
