package welfare

import (
	"net/http"
	"net/url"
	"strconv"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const visitPath = "/tham-hoi"

func (s *Service) visitRoutes() []web.Route {
	may, prepares := web.Holds(watching...), web.Holds(PermPrepare)
	out := []web.Route{
		{Pattern: "GET /tham-hoi", Access: may, Handle: s.showMonth, Note: "lịch thăm hỏi của một đơn vị trong tháng"},
		{Pattern: "GET /tham-hoi/tai-ve", Access: may, Handle: s.exportMonth, Note: "lịch thăm hỏi, XLSX"},
		{Pattern: "POST /tham-hoi/goi-y", Access: prepares, Handle: s.suggest, Note: "đưa sinh nhật, nghỉ hưu trong tháng vào lịch"},
		{Pattern: "GET /chua-cham-lo", Access: may, Handle: s.showUnreached, Note: "ai chưa được chăm lo trong năm"},
		{Pattern: "GET /chua-cham-lo/tai-ve", Access: may, Handle: s.exportUnreached, Note: "ai chưa được chăm lo, XLSX"},
	}
	out = append(out, s.planPage().Routes("/tham-hoi/moi", "lên lịch một lần thăm", prepares)...)
	out = append(out, s.donePage().Routes("/tham-hoi/{id}/da-tham", "ghi đã thăm", prepares)...)
	return append(out, s.skipPage().Routes("/tham-hoi/{id}/khong-tham", "ghi không thăm", prepares)...)
}

// monthOf is the unit and the month that an address asks for; what is none is this month.
func (s *Service) monthOf(c *web.Ctx) (kernel.ID, int, int) {
	today := s.today()
	year, errYear := strconv.Atoi(c.Get("nam"))
	month, errMonth := strconv.Atoi(c.Get("thang"))
	if errYear != nil || errMonth != nil || year < 2000 || year > 2100 || month < 1 || month > 12 {
		year, month = today.Year, int(today.Month)
	}
	return web.IDOf(c.Get("don-vi")), year, month
}

func (m Month) with(path string, shift int) string {
	first := monthAfter(kernel.Date{Year: m.Year, Month: 1, Day: 1}, m.Month-1+shift)
	q := url.Values{"nam": {strconv.Itoa(first.Year)}, "thang": {strconv.Itoa(int(first.Month))}}
	if m.Org != 0 {
		q.Set("don-vi", m.Org.String())
	}
	return path + "?" + q.Encode()
}

func (s *Service) showMonth(c *web.Ctx) error { return s.monthPage(c, http.StatusOK, "") }

func (s *Service) monthPage(c *web.Ctx, status int, sentence string) error {
	org, year, month := s.monthOf(c)
	m, err := s.Visits(c.Context(), c.Actor, org, year, month)
	if err != nil {
		return err
	}
	return c.Page(status, c.T("Thăm hỏi tháng %d/%d", m.Month, m.Year), MonthPage(m, s.today(), sentence))
}

func (s *Service) exportMonth(c *web.Ctx) error {
	org, year, month := s.monthOf(c)
	m, err := s.Visits(c.Context(), c.Actor, org, year, month)
	if err != nil {
		return err
	}
	return s.sendTable(c, "tham-hoi-"+strconv.Itoa(year)+"-"+strconv.Itoa(month), sheets.XLSX, c.T("Thăm hỏi"), heads([]float64{14, 28, 18, 18, 18, 14, 24, 40},
		c.T("Ngày"), c.T("Họ và tên"), c.T("Mã số đoàn viên"), c.T("Việc"), c.T("Trạng thái"), c.T("Số tiền"), c.T("Người làm"), c.T("Ghi chú")),
		func(w sheets.Writer) error {
			for _, v := range m.Visits {
				err := w.Row(v.Day, v.Name, v.Number, eventWord(c.Context(), v.Event), visitWord(c.Context(), v.State), v.Amount, v.By, v.Note)
				if err != nil {
					return err
				}
			}
			return nil
		})
}

func (s *Service) suggest(c *web.Ctx) error {
	var in typed
	err := c.Form(&in)
	if err != nil {
		return err
	}
	if in.Month < 1 || in.Month > 12 || in.Year < 2000 || in.Year > 2100 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.bad_month"}
	}
	n, err := s.Suggest(c.Context(), c.Actor, in.Unit, in.Year, in.Month)
	if err != nil {
		return err
	}
	return c.See(Month{Org: in.Unit, Year: in.Year, Month: in.Month}.with(visitPath, 0), c.T("Đã đưa %d lần thăm vào lịch.", n))
}

func visitCrumbs(c *web.Ctx) []ui.Link {
	return []ui.Link{{Label: c.T("Thăm hỏi"), Href: visitPath}}
}

func (s *Service) planPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			units, err := s.Units(c.Context(), c.Actor, PermPrepare)
			if in.Unit == 0 && len(units) > 0 {
				in.Unit = s.homeOf(c.Actor, units)
			}
			var choices []ui.Option
			for _, e := range events {
				if e.Visit {
					choices = append(choices, ui.Option{Value: string(e.Key), Label: eventWord(c.Context(), e.Key)})
				}
			}
			return web.AskView{Title: c.T("Lên lịch thăm"), Crumbs: visitCrumbs(c), Action: visitPath + "/moi", Back: visitPath, Submit: c.T("Đưa vào lịch"),
				Fields: []web.Ask{
					{Kind: "select", Props: ui.FieldProps{Name: "don_vi", Label: c.T("Đơn vị đi thăm"), Value: idText(in.Unit), Required: true}, Options: unitOptions(units)},
					{Kind: "text", Props: ui.FieldProps{Name: "so_the", Label: c.T("Mã số đoàn viên"), Value: in.Numbers, Required: true, Short: true}},
					{Kind: "select", Props: ui.FieldProps{Name: "viec", Label: c.T("Việc"), Value: in.Event, Placeholder: c.T("Chọn một việc"), Required: true}, Options: choices},
					{Kind: "date", Props: ui.FieldProps{Name: "ngay", Label: c.T("Ngày thăm"), Value: in.Day, Required: true}},
					{Kind: "area", Props: ui.FieldProps{Name: "ghi_chu", Label: c.T("Ghi chú"), Value: in.Note, Optional: true}},
				}}, len(units) > 0, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			var fs kernel.Faults
			day := web.DateAt(&fs, "ngay", in.Day)
			err := fs.Err("welfare.invalid_visit")
			if err == nil {
				_, err = s.PlanVisit(c.Context(), c.Actor, VisitInput{Org: in.Unit, Number: in.Numbers, Event: Event(in.Event), Day: day, Note: in.Note})
			}
			return Month{Org: in.Unit, Year: day.Year, Month: int(day.Month)}.with(visitPath, 0), c.T("Đã đưa vào lịch thăm."), err
		},
	}
}

// readVisit reads the visit of the address with the calendar that it stands in.
func (s *Service) readVisit(c *web.Ctx) (Visit, Month, error) {
	id, err := c.ID("id")
	if err != nil {
		return Visit{}, Month{}, err
	}
	v, err := s.Visit(c.Context(), c.Actor, id)
	if err != nil {
		return v, Month{}, err
	}
	m, err := s.Visits(c.Context(), c.Actor, v.Org, v.Day.Year, int(v.Day.Month))
	return v, m, err
}

func (v Visit) said(c *web.Ctx) string {
	return v.Name + ": " + lower(eventWord(c.Context(), v.Event)) + ", " + kernel.FormatDate(v.Day) + "."
}

func (s *Service) donePage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			v, m, err := s.readVisit(c)
			options := []ui.Option{}
			for _, p := range m.Programmes {
				options = append(options, ui.Option{Value: p.ID.String(), Label: c.T("%s (còn %s)", p.Title, p.Left().String())})
			}
			if in.Programme == 0 && len(options) == 1 && c.R.Method == http.MethodGet {
				in.Programme = m.Programmes[0].ID
			}
			return web.AskView{Title: c.T("Ghi đã thăm"), Crumbs: visitCrumbs(c), Action: visitPath + "/" + v.ID.String() + "/da-tham", Back: m.with(visitPath, 0), Submit: c.T("Ghi đã thăm"), Text: v.said(c),
				Fields: []web.Ask{
					{Kind: "select", Props: ui.FieldProps{Name: "chuong_trinh", Label: c.T("Chi từ chương trình"), Value: idText(in.Programme), Placeholder: c.T("Không có quà")}, Options: options},
					{Kind: "money", Props: ui.FieldProps{Name: "muc", Label: c.T("Số tiền hoặc trị giá quà"), Hint: c.T("Để trống: theo mức của chương trình"), Value: in.Amount, Optional: true}},
					{Kind: "area", Props: ui.FieldProps{Name: "ghi_chu", Label: c.T("Ghi chú"), Value: in.Note, Optional: true}},
				}}, v.State == Planned && m.MayPlan, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			v, m, err := s.readVisit(c)
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			amount := web.MoneyAt(&fs, "muc", in.Amount)
			err = fs.Err("welfare.invalid_visit")
			if err == nil {
				err = s.Visited(c.Context(), c.Actor, v.ID, DoneInput{Programme: in.Programme, Amount: amount, Note: in.Note})
			}
			return m.with(visitPath, 0), c.T("Đã ghi lần thăm."), err
		},
	}
}

func (s *Service) skipPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			v, m, err := s.readVisit(c)
			return web.AskView{Title: c.T("Ghi không thăm"), Crumbs: visitCrumbs(c), Action: visitPath + "/" + v.ID.String() + "/khong-tham", Back: m.with(visitPath, 0), Submit: c.T("Ghi không thăm"), Text: v.said(c),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, v.State == Planned && m.MayPlan, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			v, m, err := s.readVisit(c)
			if err == nil {
				err = s.SkipVisit(c.Context(), c.Actor, v.ID, in.Reason)
			}
			return m.with(visitPath, 0), c.T("Đã ghi không thăm."), err
		},
	}
}

func (s *Service) unreachedOf(c *web.Ctx) (Unreached, error) {
	year, err := strconv.Atoi(c.Get("nam"))
	if err != nil || year < 2000 || year > 2100 {
		year = s.today().Year
	}
	return s.Unreached(c.Context(), c.Actor, web.IDOf(c.Get("don-vi")), year)
}

func (s *Service) showUnreached(c *web.Ctx) error {
	u, err := s.unreachedOf(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Chưa được chăm lo"), UnreachedPage(u))
}

func (s *Service) exportUnreached(c *web.Ctx) error {
	u, err := s.unreachedOf(c)
	if err != nil {
		return err
	}
	return s.sendTable(c, "chua-cham-lo-"+strconv.Itoa(u.Year), sheets.XLSX, c.T("Chưa được chăm lo"), heads([]float64{20, 30, 20, 30},
		c.T("Mã số đoàn viên"), c.T("Họ và tên"), c.T("Tổ công đoàn"), c.T("Đơn vị")),
		func(w sheets.Writer) error {
			for _, m := range u.People {
				err := w.Row(m.Number, m.Name, m.Group, u.UnitName)
				if err != nil {
					return err
				}
			}
			return nil
		})
}
