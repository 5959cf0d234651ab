package rules

// Messages are the sentences of faulty rules.
func Messages() map[string]string {
	return map[string]string{
		"rules.faulty":            "Điều kiện chưa dùng được.",
		"rules.empty":             "Chưa viết điều kiện.",
		"rules.unknown_name":      "Không có thông tin “%v”. Xem các tên ở bảng bên cạnh.",
		"rules.unknown_name_near": "Không có thông tin “%v”. Có phải là “%v”?",
		"rules.unknown_word":      "“%v” không phải một giá trị của “%v”. Các giá trị: %v.",
		"rules.bad_day":           "“%v” không phải ngày. Viết năm-tháng-ngày trong dấu ngoặc kép, ví dụ \"2026-12-31\".",
		"rules.trouble":           "Chưa đọc được: %v (chữ thứ %v).",
		"rules.trouble_in":        "Ở “%v”: %v.",
	}
}
