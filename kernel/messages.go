package kernel

// Messages are the sentences of this package's refusals, by code.
func Messages() map[string]string {
	return map[string]string{
		"kernel.bad_id":            "Không có trang này.",
		"kernel.bad_date":          "“%v” không phải một ngày. Viết ngày/tháng/năm, ví dụ 31/12/2026.",
		"kernel.bad_month":         "Không có tháng %v. Tháng từ 1 đến 12.",
		"kernel.month_has_days":    "Tháng %v chỉ có %v ngày.",
		"kernel.bad_instant":       "“%v” không phải một thời điểm. Viết như 2026-11-23T08:20.",
		"kernel.bad_money":         "“%v” không phải số tiền. Viết số nguyên đồng, ví dụ 1.234.567.",
		"kernel.bad_lunar_date":    "Lịch âm không có ngày %v tháng %v năm %v.",
		"kernel.bad_sessions":      "Giờ làm việc “%v” không đọc được. Viết như 08:00-12:00,13:30-17:30.",
		"kernel.bad_day_kind":      "Không có loại ngày “%v”.",
		"kernel.day_of_other_year": "Ngày %v không thuộc năm %v.",
		"kernel.bad_limit":         "“%v” không phải thời hạn. Viết 7wd (ngày làm việc), 10d (ngày), 4wh (giờ làm việc), 1mo (tháng) hoặc same-day@15:00.",
		"kernel.limit_too_long":    "Thời hạn “%v” quá dài; dài nhất là 10 năm.",
		"kernel.cccd_form":         "Số định danh có đúng 12 chữ số.",
		"kernel.cccd_province":     "Ba số đầu %v không phải mã nơi đăng ký khai sinh đã biết.",
		"kernel.cccd_sex":          "Chữ số thứ tư của số định danh nói là %v.",
		"kernel.cccd_birth":        "Số định danh nói sinh năm %v.",
		"kernel.cccd_future":       "Số định danh nói sinh năm %v, chưa tới.",
		"kernel.cccd_qr_fields":    "Mã QR của thẻ phải có ít nhất 7 phần cách nhau bằng dấu |.",
		"kernel.cccd_qr_name":      "Mã QR của thẻ không có họ và tên.",
		"kernel.cccd_qr_birth":     "Ngày sinh trong mã QR của thẻ phải là 8 chữ số ngày, tháng, năm.",
		"kernel.cccd_qr_issued":    "Ngày cấp trong mã QR của thẻ phải là 8 chữ số ngày, tháng, năm.",
	}
}
