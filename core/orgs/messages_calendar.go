package orgs

// messagesOfCalendar are the sentences of the working calendar.
var messagesOfCalendar = map[string]string{
	"orgs.may_not_edit_calendar": "Bạn xem được lịch này nhưng không được sửa. Người giữ lịch của đơn vị sửa được.",
	"orgs.need_from":             "Ghi ngày bắt đầu áp dụng, ví dụ 01/12/2026.",
	"orgs.need_source":           "Ghi căn cứ: số, ngày và cơ quan ban hành.",
	"orgs.bad_hours":             "“%s” chưa đúng dạng giờ. Viết các buổi theo thứ tự, ví dụ 08:00-12:00, 13:30-17:30.",
	"orgs.nobody_works":          "Cả tuần chưa có buổi làm việc nào. Ghi giờ của ít nhất một ngày.",
	"orgs.need_day":              "Ghi ngày, ví dụ 31/12/2026.",
	"orgs.need_day_kind":         "Chọn nghỉ, nghỉ bù, làm bù, làm nửa ngày hoặc làm việc bình thường.",
	"orgs.need_day_name":         "Ghi lý do ngắn, ví dụ Nghỉ tránh bão số 9.",
	"orgs.no_day":                "Đơn vị không khai ngày này.",
	"orgs.need_issuer":           "Ghi cơ quan ban hành, ví dụ Bộ Nội vụ.",
	"orgs.bad_year":              "Năm %d nằm ngoài khoảng 2000–2199.",
	"orgs.no_days":               "Ghi ít nhất một ngày nghỉ của năm.",
	"orgs.day_line":              "Dòng %d “%s” chưa đúng dạng. Ví dụ: 08/02/2027; nghỉ bù; Tết Nguyên đán; 06/02/2027",
	"orgs.day_line_hours":        "Dòng %d: nửa ngày cần giờ làm, ví dụ 24/12/2026; nửa ngày; Tổng kết năm; 08:00-12:00",
	"orgs.day_line_year":         "Dòng %d: %s không thuộc năm %d.",
	"orgs.day_line_twice":        "Dòng %d: ngày %s đã có ở dòng %d.",
}
