package orgs

import (
	"doanket/kernel"
	"doanket/ui"
)

// sampleCalendars are the pages of the working calendar in every state.
func sampleCalendars() []ui.Sample {
	country := kernel.VietnamCalendar()
	units := []Org{sampleProvince, sampleWard}
	view := func(cal *kernel.Calendar, year int) CalendarView {
		v := CalendarView{Org: sampleWard, Year: year, Calendar: cal, Units: units, Today: sampleDay}
		v.Days, _ = cal.Holidays(year)
		v.Basis, _ = cal.Confirmed(year)
		return v
	}
	storm := DeclaredDay{ID: 1, Org: sampleWard.ID, Day: kernel.Day{Date: kernel.Date{Year: 2026, Month: 11, Day: 27}, Kind: kernel.Off, Name: "Nghỉ tránh bão số 9", Source: "Công điện 05/CĐ-UBND ngày 26/11/2026", Verified: true}}
	half := DeclaredDay{ID: 2, Org: sampleWard.ID, Day: kernel.Day{Date: kernel.Date{Year: 2026, Month: 12, Day: 31}, Kind: kernel.Half, Name: "Tổng kết năm", Hours: "08:00-12:00", Source: "Thông báo 77/TB-UBND ngày 15/12/2026", Verified: true}}
	keeper := view(country, 2026)
	saturday := typedWeek(country.WeekOn(sampleDay))
	saturday[5] = "08:00-11:30"
	l := layers{hours: map[kernel.ID][]OfficeHours{sampleWard.ID: {{ID: 3, Org: sampleWard.ID, From: kernel.Date{Year: 2026, Month: 1, Day: 1}, Week: weekText(saturday), Source: "Quyết định 12/QĐ-UBND ngày 20/12/2025"}}},
		days: map[kernel.ID][]DeclaredDay{sampleWard.ID: {storm, half}}}
	own, err := l.calendar([]kernel.ID{sampleWard.ID})
	if err == nil { // the layers above are right by the tests of calendars
		keeper = view(own, 2026)
	}
	keeper.MayEdit, keeper.Own, keeper.Hours, keeper.HoursFrom = true, l.days[sampleWard.ID], l.hours[sampleWard.ID][0], sampleWard
	proposed := view(country, 2027)
	proposed.MayEdit = true
	list := WriteDays(proposed.Days)
	page := func(name, state string, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State = "orgs", name, state
		return body
	}
	hours := HoursPage{Org: sampleWard, Year: 2026}
	hours.In.setDays(saturday)
	wrong := hours
	wrong.In.Mon = "8h-12h"
	wrong.Sentence, wrong.Errors = "Có chỗ cần sửa.", ui.Errors{"thu_2": "“8h-12h” chưa đúng dạng giờ. Viết các buổi theo thứ tự, ví dụ 08:00-12:00, 13:30-17:30.", "can_cu": "Ghi căn cứ: số, ngày và cơ quan ban hành."}
	return []ui.Sample{
		page("calendar", "confirmed", ui.Sample{Body: calendarPage(view(country, 2026))}),
		page("calendar", "keeper", ui.Sample{Body: calendarPage(keeper)}),
		page("calendar", "proposed", ui.Sample{Body: calendarPage(proposed)}),
		page("calendar_hours", "blank", ui.Sample{Body: hoursPage(hours)}),
		page("calendar_hours", "refused", ui.Sample{Body: hoursPage(wrong)}),
		page("calendar_day", "blank", ui.Sample{Body: dayPage(DayPage{Org: sampleWard, Year: 2026})}),
		page("calendar_day", "refused", ui.Sample{Body: dayPage(DayPage{Org: sampleWard, Year: 2026, In: DayForm{Date: "31/11/2026", Kind: "half"}, Sentence: "Có chỗ cần sửa.", Errors: ui.Errors{"ngay": "Ngày viết dạng 31/12/2026."}})}),
		page("calendar_year", "proposed", ui.Sample{Body: yearPage(YearPage{Org: sampleWard, Year: 2027, In: YearForm{Days: list}})}),
		page("calendar_year", "refused", ui.Sample{Body: yearPage(YearPage{Org: sampleWard, Year: 2027, Was: "12/TB-BNV ngày 05/12/2026, Bộ Nội vụ", In: YearForm{Days: "04/02; nghỉ; Tết"}, Sentence: "Có chỗ cần sửa.",
			Errors: ui.Errors{"danh_sach": "Dòng 1 “04/02; nghỉ; Tết” chưa đúng dạng. Ví dụ: 08/02/2027; nghỉ bù; Tết Nguyên đán; 06/02/2027", "so_qd": "Ghi số, ký hiệu của quyết định, ví dụ 12/QĐ-UBND."}})}),
	}
}
