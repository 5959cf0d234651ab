package rules

// Messages are the sentences of faulty rules.
func Messages() map[string]string {
	return map[string]string{
		"rules.faulty":            "Điều kiện chưa dùng được.",
		"rules.empty":             "Chưa viết điều kiện.",
		"rules.too_long":          "Viết dài quá %v phần. Hãy tách bớt.",
		"rules.unfinished":        "Viết còn dở: sau dấu cuối cùng phải có gì đó.",
		"rules.unreadable":        "Không đọc được từ chữ thứ %v: “%v”.",
		"rules.unknown_name":      "Không có thông tin “%v”. Xem các tên ở bảng bên dưới.",
		"rules.unknown_name_near": "Không có thông tin “%v”. Có phải là “%v”?",
		"rules.unknown_word":      "“%v” không phải một giá trị của “%v”. Các giá trị: %v.",
		"rules.unknown_function":  "Không có phép “%v”. Dùng được: phan_tram(số, phần trăm), so_ngay(từ, đến), min, max, abs.",
		"rules.no_such_sign":      "Không dùng được dấu “%v”. Dùng: and, or, not, ==, !=, <, <=, >, >=, in, +, -, *. Chia theo phần trăm bằng phan_tram(số, phần trăm).",
		"rules.no_fraction":       "“%v” là số lẻ. Chỉ viết số nguyên; lấy phần trăm bằng phan_tram(số, phần trăm).",
		"rules.not_here":          "Phần “%v” không dùng được ở đây.",
		"rules.not_a_question":    "Phần “%v” phải trả lời được có hay không, ví dụ thêm “>= 6”.",
		"rules.not_a_number":      "Phần “%v” phải ra một số nguyên.",
		"rules.kinds_differ":      "Phần “%v” so sánh hai thứ khác loại: số với chữ, hoặc chữ với có/không.",
		"rules.bad_day":           "“%v” không phải ngày. Viết năm-tháng-ngày trong dấu ngoặc kép, ví dụ \"2026-12-31\".",
	}
}
