package orgs

import (
	"context"
	"net/url"
	"strconv"

	"doanket/kernel"
	"doanket/ui"
)

// month is one small month of the year's page.
type month struct {
	title string
	weeks [][7]cell
}

// cell is one day of a small month; number 0 is a day of another month.
type cell struct {
	number int
	class  string
	words  string // what is special about the day, "" for nothing
	today  bool
}

// dayClasses are the shapes of the days: the word stands with them in the legend and in the list.
var dayClasses = map[kernel.DayKind]string{kernel.Off: "off", kernel.Compensated: "comp", kernel.MakeUp: "makeup", kernel.Half: "half", kernel.Weekend: "rest"}

func dayWord(ctx context.Context, kind kernel.DayKind) string {
	switch kind {
	case kernel.Off:
		return ui.T(ctx, "Nghỉ")
	case kernel.Compensated:
		return ui.T(ctx, "Nghỉ bù")
	case kernel.MakeUp:
		return ui.T(ctx, "Làm bù")
	case kernel.Half:
		return ui.T(ctx, "Làm nửa ngày")
	}
	return ui.T(ctx, "Làm việc")
}

// months lays a year out as twelve small months, each week from Monday.
func (v CalendarView) months(ctx context.Context) []month {
	var out []month
	for m := 1; m <= 12; m++ {
		one := month{title: ui.T(ctx, "Tháng %d", m)}
		first := kernel.Date{Year: v.Year, Month: monthOf(m), Day: 1}
		var week [7]cell
		for d := first; d.Month == first.Month; d = d.AddDays(1) {
			at := (int(d.Weekday()) + 6) % 7
			week[at] = v.cell(ctx, d)
			if at == 6 || d.AddDays(1).Month != first.Month {
				one.weeks = append(one.weeks, week)
				week = [7]cell{}
			}
		}
		out = append(out, one)
	}
	return out
}

func (v CalendarView) cell(ctx context.Context, d kernel.Date) cell {
	day := v.Calendar.Day(d)
	c := cell{number: d.Day, class: dayClasses[day.Kind], today: d == v.Today}
	if c.class != "" && day.Kind != kernel.Weekend {
		c.words = dayWord(ctx, day.Kind) + ": " + ui.T(ctx, day.Name)
	}
	return c
}

// note says what stands behind a special day, beyond its name.
func dayNote(ctx context.Context, d kernel.Day) string {
	switch {
	case d.Kind == kernel.Half || d.Hours != "":
		return ui.T(ctx, "làm %s", d.Hours)
	case d.For.IsZero():
		return ""
	case d.Kind == kernel.MakeUp:
		return ui.T(ctx, "làm thay cho %s", kernel.FormatDate(d.For))
	}
	return ui.T(ctx, "nghỉ thay cho %s", kernel.FormatDate(d.For))
}

// hoursFacts are the sessions of each weekday, days with the same hours in one line.
func (v CalendarView) hoursFacts(ctx context.Context) []ui.Fact {
	on := v.Today
	if v.Year != on.Year {
		on = kernel.Date{Year: v.Year, Month: 12, Day: 31}
	}
	days := typedWeek(v.Calendar.WeekOn(on))
	var out []ui.Fact
	for i := 0; i < 7; {
		j := i
		for j < 6 && days[j+1] == days[i] {
			j++
		}
		label := weekdayLabel(ctx, i)
		if j > i {
			label = ui.T(ctx, "%s đến %s", label, ui.T(ctx, kernel.WeekdayName(weekdayOf(j))))
		}
		hours := days[i]
		if hours == "" {
			hours = ui.T(ctx, "Nghỉ")
		}
		out = append(out, ui.Fact{Label: label, Value: hours})
		i = j + 1
	}
	return out
}

// weekdayLabel is the name of a weekday, 0 for Monday.
func weekdayLabel(ctx context.Context, i int) string {
	return capital(ui.T(ctx, kernel.WeekdayName(weekdayOf(i))))
}

func calendarLink(path string, org kernel.ID, year int) string {
	return path + "?" + url.Values{"don-vi": {org.String()}, "nam": {strconv.Itoa(year)}}.Encode()
}

func (v CalendarView) link(path string) string { return calendarLink(path, v.Org.ID, v.Year) }

func (v CalendarView) unitOptions() []ui.Option {
	var out []ui.Option
	for _, o := range v.Units {
		out = append(out, ui.Option{Value: o.ID.String(), Label: o.Name})
	}
	return out
}

// verbs of a keeper, the likeliest first: a year that is not confirmed waits for its decision.
func (v CalendarView) verbs(ctx context.Context) []ui.Verb {
	if !v.MayEdit {
		return nil
	}
	confirm := ui.Verb{Label: ui.T(ctx, "Xác nhận năm %d", v.Year), Href: v.link("/lich/nam")}
	if v.Basis != "" {
		confirm.Label = ui.T(ctx, "Thay quyết định năm %d", v.Year)
	}
	day := ui.Verb{Label: ui.T(ctx, "Thêm ngày"), Href: v.link("/lich/ngay")}
	hours := ui.Verb{Label: ui.T(ctx, "Sửa giờ làm việc"), Href: v.link("/lich/gio")}
	if v.Basis == "" {
		return []ui.Verb{confirm, day, hours}
	}
	return []ui.Verb{day, hours, confirm}
}

// HoursPage is the form of office hours.
//
//glossary:none
type HoursPage struct {
	Org      Org
	Year     int
	In       HoursForm
	Sentence string
	Errors   ui.Errors
}

// HoursForm is what is typed there.
//
//glossary:none
type HoursForm struct {
	From   string `form:"tu_ngay,max=20"`
	Mon    string `form:"thu_2,max=60"`
	Tue    string `form:"thu_3,max=60"`
	Wed    string `form:"thu_4,max=60"`
	Thu    string `form:"thu_5,max=60"`
	Fri    string `form:"thu_6,max=60"`
	Sat    string `form:"thu_7,max=60"`
	Sun    string `form:"chu_nhat,max=60"`
	Follow bool   `form:"theo_cap_tren"`
	Source string `form:"can_cu,max=300"`
}

func (f *HoursForm) days() [7]string {
	return [7]string{f.Mon, f.Tue, f.Wed, f.Thu, f.Fri, f.Sat, f.Sun}
}

func (f *HoursForm) setDays(d [7]string) {
	f.Mon, f.Tue, f.Wed, f.Thu, f.Fri, f.Sat, f.Sun = d[0], d[1], d[2], d[3], d[4], d[5], d[6]
}

// DayPage is the form of one day.
//
//glossary:none
type DayPage struct {
	Org      Org
	Year     int
	In       DayForm
	Sentence string
	Errors   ui.Errors
}

// DayForm is what is typed there.
//
//glossary:none
type DayForm struct {
	Date   string `form:"ngay,max=20"`
	Kind   string `form:"loai,max=20"`
	Name   string `form:"ten,max=200"`
	For    string `form:"bu_cho,max=20"`
	Hours  string `form:"gio,max=60"`
	Source string `form:"can_cu,max=300"`
}

func dayKinds(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(kernel.Off), Label: ui.T(ctx, "Nghỉ"), Hint: ui.T(ctx, "bão, mất điện, ngày lễ của địa phương")},
		{Value: string(kernel.Compensated), Label: ui.T(ctx, "Nghỉ bù"), Hint: ui.T(ctx, "thay cho một ngày đã làm hoặc ngày lễ trùng ngày nghỉ")},
		{Value: string(kernel.MakeUp), Label: ui.T(ctx, "Làm bù"), Hint: ui.T(ctx, "làm vào ngày nghỉ hằng tuần")},
		{Value: string(kernel.Half), Label: ui.T(ctx, "Làm nửa ngày")},
		{Value: string(kernel.WorkingDay), Label: ui.T(ctx, "Làm việc bình thường"), Hint: ui.T(ctx, "bỏ ngày nghỉ mà cấp trên đã khai")},
	}
}

// YearPage is the form that confirms a year.
//
//glossary:none
type YearPage struct {
	Org      Org
	Year     int
	Was      string // what confirms the year already
	In       YearForm
	Sentence string
	Errors   ui.Errors
}

// YearForm is what is typed there.
//
//glossary:none
type YearForm struct {
	Number   string `form:"so_qd,max=100"`
	Decided  string `form:"ngay_qd,max=20"`
	Issuer   string `form:"co_quan,max=200"`
	Document string `form:"van_ban,max=500"`
	Days     string `form:"danh_sach,max=20000"`
}
