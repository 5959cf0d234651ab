package payments

// Messages are the sentences of this room's refusals.
func Messages() map[string]string {
	return map[string]string{
		HeldWaiting:                     "Khoản thu chờ nộp",
		"payments.cannot_end":           "Khoản thu chờ nộp không thể kết thúc theo đơn vị. Hãy để khoản thu sang đơn vị tiếp nhận.",
		"payments.no_order":             "Không có khoản thu này.",
		"payments.may_not_collect":      "Chỉ thu ngân của đơn vị được thu khoản này.",
		"payments.already_paid":         "Khoản này đã nộp lúc %v, người thu %v. Không thu lần nữa.",
		"payments.not_open":             "Khoản này không còn chờ nộp.",
		"payments.changed_meanwhile":    "Có người vừa xử lý khoản này. Hãy mở lại trang.",
		"payments.invalid_confirmation": "Chưa ghi nhận được tiền.",
		"payments.no_method":            "Chọn tiền mặt hoặc chuyển khoản.",
		"payments.amount_differs":       "Phải thu đủ %v.",
		"payments.invalid_order":        "Chưa lập được khoản thu.",
		"payments.no_lines":             "Khoản thu cần ít nhất một dòng.",
		"payments.no_payer":             "Cần tên người nộp.",
		"payments.bad_kind":             "“%v” không phải phí, lệ phí hay khoản khác.",
		"payments.bad_line":             "Dòng “%v” phải có tên, số lượng từ 1 và thành tiền bằng số lượng nhân mức thu.",
		"payments.free_without_basis":   "Dòng “%v” không thu tiền thì phải ghi căn cứ.",
		"payments.qr_bin":               "Mã ngân hàng có 6 chữ số.",
		"payments.qr_account":           "Số tài khoản có 1–19 chữ số hoặc chữ in hoa.",
		"payments.qr_amount":            "Số tiền trong mã QR từ 0 đến 13 chữ số.",
		"payments.qr_purpose":           "Nội dung trong mã QR chỉ gồm chữ in hoa không dấu, chữ số và dấu cách, nhiều nhất 50 ký tự.",
		"payments.qr_crc":               "Sai mã kiểm tra. Nội dung mã QR đã bị sửa hoặc đọc thiếu.",
		"payments.qr_form":              "Đây không phải mã VietQR chuyển khoản.",
		"payments.unknown_reference":    "Không có khoản thu nào mang mã này. Xem lại mã trên giấy báo hoặc trong trang hồ sơ của bạn.",
		"payments.nothing_named":        "Không có khoản nào theo “%v”. Mã tham chiếu có 13 ký tự, ví dụ PL261100017QW; mã hồ sơ ghi như trên giấy hẹn.",
		"payments.bad_reference":        "“%v” không phải mã tham chiếu. Mã có 13 ký tự, ví dụ PL261100017QW.",
	}
}
