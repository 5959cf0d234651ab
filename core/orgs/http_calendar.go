package orgs

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) calendarRoutes() []web.Route {
	keep := web.Holds(CalendarPermission)
	return []web.Route{
		{Pattern: "GET /lich", Access: web.SignedIn, Handle: s.calendarHTTP, Note: "lịch làm việc của một năm"},
		{Pattern: "GET /lich/gio", Access: keep, Handle: s.hoursHTTP, Note: "biểu mẫu giờ làm việc"},
		{Pattern: "POST /lich/gio", Access: keep, Handle: s.setHoursHTTP, Note: "ghi giờ làm việc"},
		{Pattern: "GET /lich/ngay", Access: keep, Handle: s.dayHTTP, Note: "biểu mẫu một ngày"},
		{Pattern: "POST /lich/ngay", Access: keep, Handle: s.declareDayHTTP, Note: "ghi một ngày"},
		{Pattern: "POST /lich/ngay/bo", Access: keep, Handle: s.withdrawDayHTTP, Note: "bỏ một ngày đã khai"},
		{Pattern: "GET /lich/nam", Access: keep, Handle: s.yearHTTP, Note: "biểu mẫu xác nhận năm"},
		{Pattern: "POST /lich/nam", Access: keep, Handle: s.confirmYearHTTP, Note: "xác nhận năm theo quyết định"},
	}
}

func monthOf(m int) time.Month     { return time.Month(m) }
func weekdayOf(i int) time.Weekday { return time.Weekday((i + 1) % 7) }

// calendarFor reads the calendar that a request names; a year that cannot be read is this year.
func (s *Service) calendarFor(c *web.Ctx) (CalendarView, error) {
	var org kernel.ID
	var err error
	if c.Get("don-vi") != "" {
		org, err = kernel.ParseID(c.Get("don-vi"))
		if err != nil {
			return CalendarView{}, kernel.Missing("orgs.no_org")
		}
	}
	year, err := strconv.Atoi(c.Get("nam"))
	if err != nil || year < 2000 || year > 2199 {
		year = s.Today().Year
	}
	return s.CalendarPage(c.Context(), c.Actor, org, year)
}

// keptCalendar is the same for the forms of keepers.
func (s *Service) keeperCalendar(c *web.Ctx) (CalendarView, error) {
	v, err := s.calendarFor(c)
	if err == nil && !v.MayEdit {
		err = kernel.Forbid("orgs.may_not_edit_calendar")
	}
	return v, err
}

func (s *Service) calendarHTTP(c *web.Ctx) error {
	v, err := s.calendarFor(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Lịch làm việc năm %d", v.Year), calendarPage(v))
}

func (s *Service) hoursHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	p := HoursPage{Org: v.Org, Year: v.Year}
	p.In.setDays(typedWeek(v.Calendar.WeekOn(s.Today())))
	return c.Page(http.StatusOK, c.T("Sửa giờ làm việc"), hoursPage(p))
}

// typedDay reads a day of a form; an empty one is left to the command to ask for.
func typedDay(fs *kernel.Faults, field, typed string) kernel.Date {
	if typed == "" {
		return kernel.Date{}
	}
	d, err := kernel.ParseDateVN(typed)
	if err != nil {
		fs.Add(field, "orgs.bad_day")
	}
	return d
}

func (s *Service) setHoursHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	p := HoursPage{Org: v.Org, Year: v.Year}
	err = c.Form(&p.In)
	if err == nil {
		var fs kernel.Faults
		in := HoursInput{Org: v.Org.ID, From: typedDay(&fs, "tu_ngay", p.In.From), Days: p.In.days(), Follow: p.In.Follow, Source: p.In.Source}
		err = fs.Err("orgs.invalid")
		if err == nil {
			err = s.SetHours(c.Context(), c.Actor, in)
		}
	}
	if err != nil {
		return again(c, err, c.T("Sửa giờ làm việc"), func(sentence string, errs ui.Errors) templ.Component {
			p.Sentence, p.Errors = sentence, errs
			return hoursPage(p)
		})
	}
	return c.See(v.link("/lich"), c.T("Đã ghi giờ làm việc. Hạn bị ảnh hưởng đang được tính lại."))
}

func (s *Service) dayHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Thêm ngày vào lịch"), dayPage(DayPage{Org: v.Org, Year: v.Year}))
}

func (s *Service) declareDayHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	p := DayPage{Org: v.Org, Year: v.Year}
	err = c.Form(&p.In)
	year := v.Year
	if err == nil {
		var fs kernel.Faults
		in := DayInput{Org: v.Org.ID, Date: typedDay(&fs, "ngay", p.In.Date), Kind: kernel.DayKind(p.In.Kind), Name: p.In.Name,
			For: typedDay(&fs, "bu_cho", p.In.For), Hours: p.In.Hours, Source: p.In.Source}
		year = in.Date.Year
		err = fs.Err("orgs.invalid")
		if err == nil {
			err = s.DeclareDay(c.Context(), c.Actor, in)
		}
	}
	if err != nil {
		return again(c, err, c.T("Thêm ngày vào lịch"), func(sentence string, errs ui.Errors) templ.Component {
			p.Sentence, p.Errors = sentence, errs
			return dayPage(p)
		})
	}
	return c.See(calendarLink("/lich", v.Org.ID, year), c.T("Đã ghi ngày. Hạn bị ảnh hưởng đang được tính lại."))
}

func (s *Service) withdrawDayHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	var in struct {
		Date kernel.Date `form:"ngay"`
	}
	err = c.Form(&in)
	if err != nil {
		return err
	}
	err = s.WithdrawDay(c.Context(), c.Actor, v.Org.ID, in.Date)
	if err != nil {
		return err
	}
	return c.See(v.link("/lich"), c.T("Đã bỏ ngày. Hạn bị ảnh hưởng đang được tính lại."))
}

func (s *Service) yearHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	p := YearPage{Org: v.Org, Year: v.Year, Was: v.Basis}
	p.In.Days = WriteDays(s.yearList(v))
	return c.Page(http.StatusOK, c.T("Xác nhận lịch năm %d", v.Year), yearPage(p))
}

// yearList is what a keeper begins with: what was confirmed, or else the program's proposal; days that
// units declared themselves are no part of a decision.
func (s *Service) yearList(v CalendarView) []kernel.Day {
	if v.Decision.ID != 0 {
		return v.Decision.Days
	}
	days, _ := kernel.VietnamCalendar().Holidays(v.Year)
	return days
}

func (s *Service) confirmYearHTTP(c *web.Ctx) error {
	v, err := s.keeperCalendar(c)
	if err != nil {
		return err
	}
	p := YearPage{Org: v.Org, Year: v.Year, Was: v.Basis}
	err = c.Form(&p.In)
	if err == nil {
		err = s.confirmTyped(c, p)
	}
	if err != nil {
		return again(c, err, c.T("Xác nhận lịch năm %d", v.Year), func(sentence string, errs ui.Errors) templ.Component {
			p.Sentence, p.Errors = sentence, errs
			return yearPage(p)
		})
	}
	return c.See(v.link("/lich"), c.T("Đã xác nhận. Hạn tạm tính đang được tính lại."))
}

func (s *Service) confirmTyped(c *web.Ctx, p YearPage) error {
	var fs kernel.Faults
	y := ConfirmedYear{Org: p.Org.ID, Year: p.Year, Number: p.In.Number, Decided: typedDay(&fs, "ngay_qd", p.In.Decided), Issuer: p.In.Issuer, Document: p.In.Document}
	err := fs.Err("orgs.invalid")
	if err != nil {
		return err
	}
	y.Days, err = ReadDays(p.In.Days, p.Year)
	if err != nil {
		return err
	}
	return s.ConfirmYear(c.Context(), c.Actor, y)
}
