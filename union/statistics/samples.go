package statistics

import (
	"net/url"

	"doanket/core/orgs"
	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	forms, _, err := Shipped()
	if err != nil {
		panic("statistics: " + err.Error()) // a test reads the shipped forms
	}
	m := samplesOf{one: forms[0], two: forms[1]}
	return append(append(m.lists(), m.reports()...), m.sums()...)
}

type samplesOf struct{ one, two *Form }

var (
	sampleToday  = kernel.Date{Year: 2026, Month: 6, Day: 9}
	sampleAt     = sampleToday.Clock(8, 20)
	samplePeriod = Period{ID: 1, Tenant: 9, Org: 2, CutOff: kernel.Date{Year: 2026, Month: 5, Day: 31}, Due: kernel.Date{Year: 2026, Month: 6, Day: 5},
		UpperDue: kernel.Date{Year: 2026, Month: 6, Day: 12}, Form: FillForm, FormNo: 1, SumForm: SumForm, SumNo: 1, Opened: sampleAt, OpenedBy: "Nguyễn Thị Hoài"}
	sampleFed  = orgs.Org{ID: 2, Tenant: 9, Name: "Liên đoàn Lao động tỉnh Quảng Ninh", Kind: "federation", Status: orgs.Active}
	sampleWard = orgs.Org{ID: 3, Tenant: 9, Name: "Công đoàn phường Uông Bí", Kind: "commune_union", Parent: 2, Status: orgs.Active}
	sampleUnit = orgs.Org{ID: 4, Tenant: 9, Name: "Công đoàn cơ sở Công ty TNHH Than Mẫu", Kind: "grassroots_union", Parent: 3, Status: orgs.Active}
)

var sampleTotal = Child{Expected: 46, Sent: 40, Accepted: 37, Returned: 2, Draft: 3}

func (m samplesOf) lists() []ui.Sample {
	row := PeriodRow{Period: samplePeriod, Opener: sampleFed.Name, Unit: sampleWard, State: Draft, Total: sampleTotal, Sums: true}
	done := row
	done.CutOff, done.State, done.Total = kernel.Date{Year: 2025, Month: 11, Day: 30}, Accepted, Child{Expected: 46, Sent: 46, Accepted: 46}
	outside := PeriodRow{Period: samplePeriod, Opener: sampleFed.Name}
	opening := Opening{Units: []orgs.Org{sampleFed}, CutOffs: []kernel.Date{{Year: 2026, Month: 5, Day: 31}, {Year: 2026, Month: 11, Day: 30}}, Form: m.one, Sum: m.two}
	faulty := opening
	faulty.Typed = map[string]string{orgField: "2", cutOffField: "2026-11-30", dueField: "31/11/2026"}
	known, _ := indices()
	page := IndexPage{Org: sampleWard, On: sampleToday, Units: 3, Values: []IndexValue{{Index: known[0], Part: 2, Whole: 3}, {Index: known[1], Lacking: []Measure{CardsValid}}}}
	list := page
	list.Values = page.Values[:1]
	list.Rows = []IndexRow{{Missing: Missing{Unit: 4, Name: sampleUnit.Name, AboveName: sampleWard.Name}, Part: 1, Whole: 1, Known: true, Page: "/doan-vien"}, {Missing: Missing{Unit: 5, Name: "Công đoàn cơ sở Trường THCS Mẫu", AboveName: sampleWard.Name}}}
	list.Next = "5:cong doan co so truong thcs mau"
	s := func(page, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "statistics", page, state
		return body
	}
	return []ui.Sample{
		s("periods", "two", ui.Sample{Body: PeriodsPage(PeriodList{Periods: []PeriodRow{row, done, outside}, Next: done.CutOff}, true, sampleToday)}),
		s("periods", "empty", ui.Sample{Body: PeriodsPage(PeriodList{}, false, sampleToday)}),
		s("opening", "blank", ui.Sample{Body: OpeningPage(opening, "", nil)}),
		s("opening", "faulty", ui.Sample{Body: OpeningPage(faulty, "", ui.Errors{dueField: "Tháng 11 chỉ có 30 ngày."})}),
		s("opening", "none", ui.Sample{Body: OpeningPage(Opening{Form: m.one, Sum: m.two}, "", nil)}),
		s("forms", "shipped", ui.Sample{Body: FormsPage([]*Form{m.one, m.two})}),
		s("forms", "empty", ui.Sample{Body: FormsPage(nil)}),
		s("indices", "mixed", ui.Sample{Body: IndicesPage(page, sampleToday, "", nil)}),
		s("indices", "bad_day", ui.Sample{Body: IndicesPage(page, sampleToday, "31/11/2026", ui.Errors{"ngay": "Tháng 11 chỉ có 30 ngày."})}),
		s("indices", "empty", ui.Sample{Body: IndicesPage(IndexPage{Org: sampleWard, On: sampleToday}, sampleToday, "", nil)}),
		s("index", "list", ui.Sample{Body: IndexListPage(list, "", sampleToday)}),
		s("index", "lacking", ui.Sample{Body: IndexListPage(IndexPage{Org: sampleWard, On: sampleToday, Values: page.Values[1:]}, "chua", sampleToday)}),
	}
}

// sheet is a report of the sample unit.
func (m samplesOf) sheet(state State, values []Value) Sheet {
	r := Report{ID: 7, Tenant: 9, Period: 1, Org: 4, Form: FillForm, State: state, Sector: "khac", Edition: 3, Values: values, Changed: sampleAt}
	v := Sheet{Period: samplePeriod, Org: sampleUnit, Above: sampleWard, Form: m.one, Fill: m.one, Report: r, Today: sampleToday,
		Computed: Counts{MembersAll: 120, MembersWomen: 50, MembersAdmitted: 4, MembersWaged: 120, MembersWage: 9_250_000},
		Last:     map[string]int64{"lao_dong": 148, "doan_vien": 118}, LastOn: kernel.Date{Year: 2025, Month: 11, Day: 30}}
	if r.settled() {
		v.Report.Submitted, v.Report.Snapshot, v.Report.SHA256, v.Frozen = sampleToday, 1, "9f2c41d08ab7e6659f2c41d08ab7e6659f2c41d08ab7e6659f2c41d08ab7e665", true
	}
	v.Document = Document{Form: m.one.Key, Version: 1, Name: m.one.Name, Unit: 4, UnitName: sampleUnit.Name, Above: sampleWard.Name, CutOff: samplePeriod.CutOff, Sector: "khac",
		Lines: m.one.document(withComputed(m.one, values, v.Computed)), State: state, SHA256: v.Report.SHA256, No: v.Report.Snapshot}
	return v
}

func sampleValues() []Value {
	return []Value{{Line: "lao_dong", Value: 150}, {Line: "lao_dong_nu", Value: 62}, {Line: "thieu_viec", Value: 6}, {Line: "thieu_viec_nu", Value: 2},
		{Line: "luong_binh_quan", Value: 9_250_000, Weight: 145}, {Line: "so_nguoi_tinh_luong", Value: 145}, {Line: "no_luong", Value: 0}, {Line: "duoc_bo_tri_nha", Value: 20},
		{Line: "thue_nha", Value: 35}, {Line: "hop_dong", Value: 150}, {Line: "bao_hiem", Value: 148}, {Line: "tranh_chap", Value: 0}, {Line: "dinh_cong", Value: 0},
		{Line: "doan_vien", Value: 121, Computed: 120, Known: true, Reason: "Một người kết nạp ngày 30/5, quyết định chưa vào sổ."}}
}

func (m samplesOf) reports() []ui.Sample {
	blank := m.sheet(None, nil)
	blank.Filler, blank.Report.Edition, blank.Late, blank.Document.State = true, 0, 2, computedState
	returned := m.sheet(Returned, sampleValues())
	returned.Filler = true
	returned.Events = []Event{{At: sampleAt, Name: "Lê Thị Thanh", Verb: giveBack, Comment: "Xem lại số người thuê nhà: kỳ trước là 60."}, {At: sampleAt, Name: "Nguyễn Văn Thành", Verb: submit}}
	sent := m.sheet(Submitted, sampleValues())
	sent.Reviewer = true
	sent.Events = returned.Events[1:]
	accepted := m.sheet(Accepted, sampleValues())
	early := blank
	early.Today, early.Late = kernel.Date{Year: 2026, Month: 5, Day: 20}, 0
	typed := url.Values{ValueField("lao_dong"): {"150"}, ValueField("lao_dong_nu"): {"162"}, ValueField("doan_vien"): {"121"}, sectorField: {""}}
	links := map[string]string{"doan_vien": "/doan-vien?don-vi=4"}
	s := func(state string, p UnitPage) ui.Sample {
		p.Roll = links
		return ui.Sample{Room: "statistics", Page: "form", State: state, Body: FillPage(p)}
	}
	return []ui.Sample{
		s("blank", UnitPage{Sheet: blank}),
		s("early", UnitPage{Sheet: early}),
		s("faulty", UnitPage{Sheet: blank, Typed: typed, Errors: ui.Errors{ValueField("lao_dong_nu"): "Số nữ không thể hơn tổng số lao động.", ReasonField("doan_vien"): "Sổ đoàn viên có 120. Ghi lý do vì sao khác.", sectorField: "Chọn khu vực của đơn vị."}}),
		s("returned", UnitPage{Sheet: returned}),
		s("sent", UnitPage{Sheet: sent}),
		s("return_without_words", UnitPage{Sheet: sent, Typed: url.Values{}, Errors: ui.Errors{commentField: "Ghi rõ cần sửa gì."}}),
		s("refused", UnitPage{Sheet: sent, Typed: url.Values{}, Sentence: "Công đoàn phường Uông Bí đã gửi báo cáo tổng hợp của kỳ này. Cấp trên trả lại bản đó thì mới sửa được."}),
		s("accepted", UnitPage{Sheet: accepted}),
		{Room: "statistics", Page: "paper", State: "accepted", Print: true, Body: paper.Page(reportSheet(accepted, "Uông Bí", "https://vidu.example", sampleAt))},
		{Room: "statistics", Page: "paper", State: "page", Body: PaperPage(blank, paper.Page(reportSheet(blank, "", "https://vidu.example", sampleAt)))},
	}
}

func (m samplesOf) sums() []ui.Sample {
	cells := []Cell{}
	for i, l := range m.one.Lines() {
		for j, sector := range m.one.Sectors {
			n := int64(1000 + 37*i + 211*j)
			c := Cell{Line: l.Key, Sector: sector.Key, Sum: n, Units: 12 + j}
			if l.Kind == Average {
				c.Sum, c.Weight = 0, n
				c.Weighted = n * int64(8_000_000+500_000*j)
			}
			cells = append(cells, c)
		}
	}
	sum := Sum{Expected: 46, Counted: 37, Parts: "x", Cells: cells}
	v := Sheet{Period: samplePeriod, Org: sampleWard, Above: sampleFed, Form: m.two, Fill: m.one, Report: Report{Form: SumForm}, Sum: sum, Filler: true, Today: sampleToday}
	v.Document = Document{Form: m.two.Key, Version: 1, Name: m.two.Name, Unit: 3, UnitName: sampleWard.Name, Above: sampleFed.Name, CutOff: samplePeriod.CutOff,
		Lines: m.two.documentOfSum(sum), Units: &DocumentUnits{46, 37, "x"}}
	empty := v
	empty.Sum = Sum{Expected: 46}
	empty.Document.Lines, empty.Document.Units = m.two.documentOfSum(Sum{}), &DocumentUnits{Expected: 46}
	sent := v
	sent.Report = Report{ID: 8, State: Submitted, Edition: 1, Snapshot: 1, Submitted: sampleToday, SHA256: "9f2c41d08ab7e6659f2c41d08ab7e665"}
	sent.Document.SHA256, sent.Document.No, sent.Document.Note = sent.Report.SHA256, 1, "Chín công đoàn cơ sở chưa gửi."
	sent.Frozen, sent.Drifted, sent.Reviewer, sent.Filler = true, true, true, false
	line, _ := m.two.Line("luong_binh_quan")
	cell := CellRows{Period: samplePeriod, Org: sampleWard, Line: line, Sector: "Đơn vị sự nghiệp", Rows: []CellRow{{4, sampleUnit.Name, false, Accepted, Cell{Weighted: 145 * 9_250_000, Weight: 145, Units: 1}}, {3, sampleWard.Name, true, Draft, Cell{}}}, Next: "4:x"}
	g := Progress{Total: sampleTotal, Rows: []Child{{Unit: 3, Name: sampleWard.Name, State: Submitted, Expected: 20, Sent: 20, Accepted: 18}, {Unit: 6, Name: "Công đoàn phường Vàng Danh", Expected: 26, Sent: 20, Accepted: 19, Returned: 2, Draft: 3}}}
	late := LateList{Period: samplePeriod, Org: sampleWard, Rows: []Missing{{Unit: 4, Name: sampleUnit.Name, AboveName: sampleWard.Name, State: Returned, Late: 2}, {Unit: 5, Name: "Công đoàn cơ sở Trường THCS Mẫu", AboveName: sampleWard.Name}}}
	s := func(page, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "statistics", page, state
		return body
	}
	return []ui.Sample{
		s("sum", "open", ui.Sample{Body: SumPage(UnitPage{Sheet: v})}),
		s("sum", "note_needed", ui.Sample{Body: SumPage(UnitPage{Sheet: v, Typed: url.Values{}, Errors: ui.Errors{noteField: "Còn 9 đơn vị chưa có trong tổng. Ghi lý do."}})}),
		s("sum", "empty", ui.Sample{Body: SumPage(UnitPage{Sheet: empty})}),
		s("sum", "sent", ui.Sample{Body: SumPage(UnitPage{Sheet: sent})}),
		s("cell", "rows", ui.Sample{Body: CellPage(cell, "su_nghiep")}),
		s("cell", "empty", ui.Sample{Body: CellPage(CellRows{Period: samplePeriod, Org: sampleWard, Line: line}, "")}),
		s("progress", "two", ui.Sample{Body: ProgressPage(v, g)}),
		s("progress", "empty", ui.Sample{Body: ProgressPage(v, Progress{})}),
		s("late", "missing", ui.Sample{Body: LatePage(late, false, sampleToday)}),
		s("late", "none", ui.Sample{Body: LatePage(LateList{Period: samplePeriod, Org: sampleWard}, true, sampleToday)}),
		{Room: "statistics", Page: "paper", State: "sum", Print: true, Body: paper.Page(reportSheet(sent, "Uông Bí", "https://vidu.example", sampleAt))},
	}
}
