package members

// Messages are the sentences of this room's refusals, and the names of what it holds for units.
func Messages() map[string]string {
	return map[string]string{
		"members.no_member":       "Không có đoàn viên này.",
		"members.no_unit":         "Không có đơn vị này.",
		"members.no_person":       "Không có người này.",
		"members.may_not":         "Bạn không được ghi sổ đoàn viên của đơn vị này.",
		"members.invalid":         "Chưa ghi được. Xem lại các ô có báo lỗi.",
		"members.unit_ended":      "%s đã kết thúc hoạt động. Chọn đơn vị khác.",
		"members.unit_needed":     "Chọn đơn vị.",
		"members.bad_number":      "Mã số đoàn viên có nhiều nhất 20 ký tự: chữ không dấu, chữ số và dấu, không có dấu cách.",
		"members.number_taken":    "Mã số này đã có người mang. Mã số không dùng lại.",
		"members.open_already":    "Người này đang là đoàn viên. Nếu đổi đơn vị thì chuyển sinh hoạt, không kết nạp lần nữa.",
		"members.admitted_needed": "Cần ngày kết nạp.",
		"members.admitted_future": "Ngày này ở sau hôm nay.",
		"members.admitted_young":  "Ngày kết nạp phải sau ngày sinh ít nhất %d năm.",
		"members.born_future":     "Ngày sinh ở sau hôm nay.",
		"members.bad_wage":        "Lương tính bằng đồng một tháng, từ 0 đến 10 tỷ.",
		"members.bad_contract":    "Chọn một loại hợp đồng trong danh mục.",
		"members.bad_insurance":   "Mã số bảo hiểm xã hội có 10 chữ số.",
	}
}
