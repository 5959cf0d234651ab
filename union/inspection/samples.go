package inspection

import (
	"context"

	"doanket/core/tasks"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	c := cast()
	one := func(name, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "inspection", name, state
		return body
	}
	verb := func(slug string) verbPage { p, _ := verbOf(slug); return p }
	judge := func(slug string) verbPage { p, _ := judgeOf(slug); return p }
	running, concluded, closed := c.view(c.running(), Answer, Minute, Recommend, Conclude), c.view(c.concluded(), Settle, SendBack, Drop), c.view(c.closed())
	planned := c.running()
	planned.Inspection.State, planned.Inspection.Decision, planned.Inspection.Team, planned.Inspection.Lines, planned.Inspection.Evidence = Planned, Paperwork{}, nil, nil, nil
	planned.Inspection.Recommendations, planned.Inspection.Plan, planned.Inspection.Reason = nil, 0, "Có đơn phản ánh chi sai quỹ thăm hỏi."
	subject := c.concluded()
	subject.Work, subject.Inspection.Evidence, subject.Inspection.Events = false, nil, nil
	ask := listAsk{query: map[string][]string{}}
	page := Page{Inspections: []Inspection{c.running().Inspection, c.concluded().Inspection}, Units: c.units, Next: 7}
	list := ask.view(c.ctx, c.chair, page, FollowCounts{Waiting: 2, Late: 1, Reported: 1, Done: 5}, Share{9, 10}, c.today)
	follow := FollowPage{Recommendations: c.concluded().Inspection.Recommendations, Units: c.units}
	open := OpenView{In: openForm{Token: "1", Unit: 2}, Units: c.choices[:1], Subjects: c.choices}
	faulty := open
	faulty.In.From, faulty.Sentence = "31/11/2026", "Chưa ghi được."
	faulty.Errors = ui.Errors{"tu_ngay": "Tháng 11 chỉ có 30 ngày.", "ten": "Cần tên cuộc kiểm tra, ví dụ: Kiểm tra tài chính năm 2025."}
	planItem := open
	planItem.Item, planItem.Year, planItem.In.Subject = c.plan(PlanApproved).Plan.Items[1], 2026, 3
	q, _ := c.running().List.Question("cong_khai")
	line := lineView(c.ctx, c.running(), q, map[kernel.ID]string{31: "changed"})
	line.In, line.Sources = lineForm{Result: "fault", Finding: "Chưa công khai.", Day: "23/11/2026"}, []ui.Option{{Value: "roll", Label: "Danh sách đoàn viên của đơn vị"}, {Value: "task", Label: "Nhiệm vụ"}}
	lineRead := line
	lineRead.May = false
	conflict := VerbView{Detail: running, Page: verb("doan"), People: []Choice{{5, "Đinh Thị Kiểm · Uỷ viên Uỷ ban Kiểm tra"}, {6, "Nguyễn Văn Thành · Chủ tịch Công đoàn cơ sở"}}, In: verbForm{Head: 6}, Sentence: "Chưa ghi được.",
		Errors: ui.Errors{"truong_doan": "Nguyễn Văn Thành không tham gia được đoàn này. Đang giữ chức vụ hoặc vai trò tại đơn vị được kiểm tra: Chủ tịch Công đoàn cơ sở, từ 01/07/2025. Căn cứ: quy ước của hệ thống (chưa xác minh)."}}
	v, _ := ListVersion(ListRef{"finance", 2})
	return []ui.Sample{
		one("list", "some", ui.Sample{Body: ListPage(list)}),
		one("list", "empty", ui.Sample{Body: ListPage(ask.view(c.ctx, c.chair, Page{}, FollowCounts{}, Share{}, c.today))}),
		one("list", "nothing_fits", ui.Sample{Body: ListPage(listAsk{query: map[string][]string{"loai": {"finance"}}}.view(c.ctx, c.chair, Page{}, FollowCounts{}, Share{}, c.today))}),
		one("print", "some", ui.Sample{Body: ListPrint(list), Print: true}),
		one("one", "planned", ui.Sample{Body: InspectionPage(c.view(planned, NameTeam, Announce, CallOff))}),
		one("one", "running", ui.Sample{Body: InspectionPage(running)}),
		one("one", "concluded", ui.Sample{Body: InspectionPage(concluded)}),
		one("one", "subject", ui.Sample{Body: InspectionPage(c.view(subject))}),
		one("one", "closed", ui.Sample{Body: InspectionPage(closed)}),
		one("open", "fresh", ui.Sample{Body: OpenPage(open)}),
		one("open", "faulty", ui.Sample{Body: OpenPage(faulty)}),
		one("open", "planned", ui.Sample{Body: OpenPage(planItem)}),
		one("verb", "team_conflict", ui.Sample{Body: VerbPage(conflict)}),
		one("verb", "announce", ui.Sample{Body: VerbPage(VerbView{Detail: running, Page: verb("cong-bo"), In: verbForm{Day: "23/11/2026"}})}),
		one("verb", "minutes", ui.Sample{Body: VerbPage(VerbView{Detail: running, Page: verb("bien-ban"), In: verbForm{Day: "23/11/2026"}})}),
		one("verb", "recommend", ui.Sample{Body: VerbPage(VerbView{Detail: running, Page: verb("kien-nghi"), Units: c.choices, Lines: []ui.Option{{Value: "cong_khai", Label: "Công khai tài chính với đoàn viên"}}})}),
		one("verb", "conclude", ui.Sample{Body: VerbPage(VerbView{Detail: running, Page: verb("ket-luan"), In: verbForm{Day: "23/11/2026"}})}),
		one("verb", "call_off", ui.Sample{Body: VerbPage(VerbView{Detail: running, Page: verb("huy")})}),
		one("judge", "settle", ui.Sample{Body: JudgePage(JudgeView{Detail: concluded, Recommendation: concluded.Recommendations[1], Page: judge("xac-nhan")})}),
		one("judge", "send_back", ui.Sample{Body: JudgePage(JudgeView{Detail: concluded, Recommendation: concluded.Recommendations[1], Page: judge("tra-lai"), Sentence: "Chưa ghi được.", Errors: ui.Errors{"ghi_chu": "Ghi lý do."}})}),
		one("line", "writing", ui.Sample{Body: LinePage(line)}),
		one("line", "reading", ui.Sample{Body: LinePage(lineRead)}),
		one("follow", "some", ui.Sample{Body: FollowPageOf(followView(c.ctx, "", follow, FollowCounts{2, 1, 1, 5}, c.today))}),
		one("follow", "empty", ui.Sample{Body: FollowPageOf(followView(c.ctx, "", FollowPage{}, FollowCounts{}, c.today))}),
		one("follow", "nothing_here", ui.Sample{Body: FollowPageOf(followView(c.ctx, "qua-han", FollowPage{}, FollowCounts{2, 0, 1, 5}, c.today))}),
		one("follow_print", "some", ui.Sample{Body: FollowPrint(followView(c.ctx, "", follow, FollowCounts{2, 1, 1, 5}, c.today)), Print: true}),
		one("plans", "some", ui.Sample{Body: PlansPage(PlansView{Plans: []Plan{c.plan(PlanApproved).Plan}, Units: c.units, New: planPath + "/moi"})}),
		one("plans", "empty", ui.Sample{Body: PlansPage(PlansView{})}),
		one("plan", "draft", ui.Sample{Body: PlanPage(c.planView(PlanDraft, Compose, Submit))}),
		one("plan", "submitted", ui.Sample{Body: PlanPage(c.planView(PlanSubmitted, Approve, Return))}),
		one("plan", "approved", ui.Sample{Body: PlanPage(c.planView(PlanApproved))}),
		one("plan", "new", ui.Sample{Body: MakePlanPage(MakePlanView{In: planForm{Year: "2026"}, Units: c.choices[:1]})}),
		one("lists", "all", ui.Sample{Body: ListsPage(checklists, c.today)}),
		one("version", "finance", ui.Sample{Body: VersionPage(v)}),
		one("paper", "minutes", ui.Sample{Body: PaperPage(minutesSheet(c.concluded(), c.head, "https://vidu.example/kiem-tra/12"), roomPath+"/12", roomPath+"/12/giay/bien-ban/pdf")}),
		one("paper", "conclusion", ui.Sample{Body: PaperPage(conclusionSheet(c.concluded(), c.head, "https://vidu.example/kiem-tra/12"), roomPath+"/12", roomPath+"/12/giay/ket-luan/pdf")}),
		one("paper", "plan", ui.Sample{Body: PaperPage(planSheet(c.plan(PlanApproved), c.head, "https://vidu.example/ke-hoach-kiem-tra/5"), planPath+"/5", planPath+"/5/pdf")}),
	}
}

// players are what the samples are made of.
type players struct {
	ctx     context.Context
	today   kernel.Date
	chair   kernel.Actor
	units   map[kernel.ID]string
	choices []Choice
	head    letterhead
	kiem    Hand
	binh    Hand
	huong   Hand
}

func cast() players {
	units := map[kernel.ID]string{2: "Liên đoàn Lao động tỉnh Quảng Ninh", 3: "Công đoàn cơ sở Công ty TNHH Than Mẫu", 4: "Công đoàn phường Uông Bí"}
	return players{ctx: context.Background(), today: kernel.Date{Year: 2026, Month: 11, Day: 23}, units: units,
		chair:   kernel.Actor{Tenant: 1, Account: 9, Org: 2, Name: "Phùng Thị Hường", Mandates: []kernel.Mandate{{Org: 2, Permissions: []string{ViewPermission, KeepPermission, ApprovePermission}}}},
		choices: []Choice{{2, units[2]}, {3, units[3]}, {4, units[4]}}, head: letterhead{"", units[2], "Phường Hồng Gai"},
		kiem: Hand{5, "Đinh Thị Kiểm", "Uỷ viên Uỷ ban Kiểm tra"}, binh: Hand{7, "Lương Văn Bình", "Uỷ viên Uỷ ban Kiểm tra"}, huong: Hand{9, "Phùng Thị Hường", "Chủ nhiệm Uỷ ban Kiểm tra"}}
}

func (c players) view(d Detail, can ...Verb) DetailView {
	d.Can = map[Verb]bool{}
	for _, v := range can {
		d.Can[v] = true
	}
	return detailView(c.ctx, d, c.today)
}

func (c players) running() Detail {
	day := func(d int) kernel.Date { return kernel.Date{Year: 2026, Month: 11, Day: d} }
	list, _ := ListVersion(ListRef{"finance", 2})
	i := Inspection{ID: 12, Tenant: 1, Unit: 2, Subject: 3, SubjectNow: 3, Plan: 5, Item: 51, Kind: Finance, Title: "Kiểm tra thu, nộp đoàn phí và công khai tài chính", List: list.ListRef, State: Running,
		Span:     kernel.Period{From: kernel.Date{Year: 2025, Month: 1, Day: 1}, To: kernel.Date{Year: 2026, Month: 9, Day: 30}},
		Decision: Paperwork{"12/QĐ-UBKT", day(10)}, Starts: day(12), Programme: "Ngày đầu: nghe báo cáo, nhận sổ. Ngày hai: đối chiếu sổ, quỹ.", Drawn: c.kiem, DrawnAt: day(9).Clock(9, 0),
		Team: []Member{{c.kiem, true, "09/11/2026 5"}, {c.binh, false, "09/11/2026 5"}}}
	i.Lines = []Line{{"du_toan", Good, "", c.kiem.Name, day(12).Clock(10, 0)}, {"nop_cap_tren", Faulty, "Quý III nộp thiếu 2.246.700 ₫.", c.binh.Name, day(12).Clock(14, 0)},
		{"cong_khai", Faulty, "Chưa công khai tài chính năm trước với đoàn viên.", c.binh.Name, day(12).Clock(14, 30)}}
	i.Evidence = []Evidence{{ID: 31, Line: "cong_khai", Kind: "roll", Ref: "roll:3", Label: "Danh sách đoàn viên Công đoàn cơ sở Công ty TNHH Than Mẫu, 182 người", AsOf: day(12), Digest: "a", By: c.binh.Name, At: day(12).Clock(14, 40)},
		{ID: 32, Line: "cong_khai", Label: "so-quy.pdf", AsOf: day(12), SHA: "b", Name: "so-quy.pdf", By: c.binh.Name, At: day(12).Clock(14, 45)},
		{ID: 33, Line: "cong_khai", Kind: "dossier", Ref: "dossier:8", Label: "Hồ sơ", AsOf: day(12), By: c.binh.Name, At: day(12).Clock(14, 50)}}
	i.Recommendations = []Recommendation{{ID: 41, Inspection: 12, No: 1, Text: "Nộp lại đoàn phí còn thiếu quý III lên cấp trên", Line: "nop_cap_tren", Unit: 3, Due: day(20), Evidence: true, State: Drafted}}
	i.Events = []Event{{1, Draw, day(9).Clock(9, 0), c.kiem, ""}, {2, NameTeam, day(9).Clock(9, 10), c.kiem, "Đinh Thị Kiểm, Lương Văn Bình"}, {3, Announce, day(10).Clock(8, 0), c.huong, "12/QĐ-UBKT"}, {4, Start, day(12).Clock(8, 0), c.kiem, ""}}
	return Detail{Inspection: i, List: list, Units: c.units, SubjectWas: c.units[3], Work: true, Head: c.head, Missing: kernel.Refuse("inspection.lines_open", 5),
		Locked: map[kernel.ID]bool{33: true}, Links: map[kernel.ID]Record{31: {Ref: "roll:3", Link: "/don-vi/3"}}, Tasks: map[kernel.ID]tasks.Task{}}
}

func (c players) concluded() Detail {
	day := func(d int) kernel.Date { return kernel.Date{Year: 2026, Month: 11, Day: d} }
	d := c.running()
	i := &d.Inspection
	for _, q := range d.List.Questions() {
		if i.line(q.Key).Result == Unanswered {
			i.Lines = append(i.Lines, Line{q.Key, Good, "", c.kiem.Name, day(12).Clock(15, 0)})
		}
	}
	i.State, i.MinutesOn, i.Minutes = Concluded, day(13), "Đoàn đã làm việc với ban chấp hành và kế toán.\nĐơn vị nhất trí với kết quả kiểm tra."
	i.Conclusion, i.Summary = Paperwork{"05/KL-UBKT", day(14)}, "Đơn vị có sổ sách rõ ràng, thu đoàn phí đúng đối tượng.\nCòn nộp thiếu cấp trên và chưa công khai tài chính."
	i.Recommendations = []Recommendation{
		{ID: 41, Inspection: 12, No: 1, Text: "Nộp lại đoàn phí còn thiếu quý III lên cấp trên", Line: "nop_cap_tren", Unit: 3, Due: day(20), Evidence: true, Task: 61, State: Waiting, Title: i.Title, Conclusion: i.Conclusion, Owner: 2},
		{ID: 42, Inspection: 12, No: 2, Text: "Công khai tài chính năm trước với toàn thể đoàn viên", Line: "cong_khai", Unit: 3, Due: day(28), Task: 62, State: Reported, ReportedAt: day(22).Clock(9, 0), Title: i.Title, Conclusion: i.Conclusion, Owner: 2}}
	i.Events = append(i.Events, Event{5, Minute, day(13).Clock(15, 0), c.kiem, ""}, Event{6, Conclude, day(14).Clock(10, 0), c.huong, "05/KL-UBKT"})
	d.Signer, d.Missing = c.huong.Name, nil
	return d
}

// closed is over, and its unit has become part of another.
func (c players) closed() Detail {
	day := func(d int) kernel.Date { return kernel.Date{Year: 2026, Month: 11, Day: d} }
	d := c.concluded()
	i := &d.Inspection
	i.State, i.Ended, i.SubjectNow = Closed, day(23).Clock(9, 0), 4
	for n := range i.Recommendations {
		i.Recommendations[n].State, i.Recommendations[n].ReportedAt, i.Recommendations[n].DoneAt = Done, day(22).Clock(9, 0), day(23).Clock(8, 0)
	}
	d.Moves = []Moved{{c.units[4], false, day(15), "21/QĐ-LĐLĐ ngày 10/11/2026", false}}
	return d
}

func (c players) plan(state PlanState) PlanDetail {
	p := Plan{ID: 5, Tenant: 1, Unit: 2, Year: 2026, Aim: "Giúp công đoàn các cấp chấp hành Điều lệ, quản lý tài chính đúng quy định.", State: state, Drawn: c.kiem, DrawnAt: kernel.Date{Year: 2026, Month: 1, Day: 12}.Clock(9, 0), Submitted: c.kiem,
		Items: []PlanItem{{ID: 51, Plan: 5, Kind: Finance, Subject: 3, Topic: "Thu, nộp đoàn phí và công khai tài chính", Quarter: 3}, {ID: 52, Plan: 5, Kind: Supervision, Subject: 4, Topic: "Thực hiện chương trình chăm lo đoàn viên", Quarter: 4}}}
	switch state {
	case PlanDraft:
		p.Note = "Bổ sung một cuộc giám sát ở cấp phường."
	case PlanApproved:
		p.Number, p.Approved, p.ApprovedAt = Paperwork{"03/KH-UBKT", kernel.Date{Year: 2026, Month: 1, Day: 15}}, c.huong, kernel.Date{Year: 2026, Month: 1, Day: 15}.Clock(9, 0)
		p.Items[0].Inspection, p.Items[0].State = 12, Concluded
	}
	return PlanDetail{Plan: p, Units: c.units, Can: map[PlanVerb]bool{}, MayOpen: state == PlanApproved}
}

func (c players) planView(state PlanState, can ...PlanVerb) PlanView {
	d := c.plan(state)
	for _, v := range can {
		d.Can[v] = true
	}
	v := planView(c.ctx, d)
	v.Subjects, v.In.Day = c.choices, "23/11/2026"
	return v
}
