package rollimport

// Messages are the sentences of this room's refusals and findings.
func Messages() map[string]string {
	return map[string]string{
		"rollimport.no_import":          "Không có lần nhập này.",
		"rollimport.invalid":            "Chưa ghi được. Xem lại các ô có báo lỗi.",
		"rollimport.not_now":            "Lần nhập này đang ở bước khác. Hãy mở lại trang.",
		"rollimport.no_unit":            "Chọn đơn vị.",
		"rollimport.no_file":            "Chọn tệp XLSX hoặc CSV.",
		"rollimport.no_name_column":     "Chưa có cột họ và tên. Chọn cột nào là họ và tên.",
		"rollimport.no_key_column":      "Cần ít nhất một trong các cột: số định danh cá nhân, mã số đoàn viên, ngày sinh. Không có cột nào thì không biết ai đã có trong sổ.",
		"rollimport.no_admitted_column": "Bảng không có cột ngày kết nạp. Chọn cột, hoặc ghi một ngày dùng cho mọi dòng.",
		"rollimport.day_ahead":          "Ngày này ở sau hôm nay.",
		"rollimport.no_field":           "Không có trường “%v”.",
		"rollimport.broke":              "Việc nhập dừng vì sự cố của hệ thống. Bấm ghi lại: các dòng đã ghi không ghi lần nữa.",
		"rollimport.whole_faulty":       "Chưa ghi dòng nào, vì còn %v dòng có lỗi và bạn chọn ghi tất cả hoặc không ghi gì.",
		"rollimport.roll_changed":       "Sổ đoàn viên đã thay đổi trong lúc nhập: dòng %v nay có lỗi. Các dòng trước đó đã ghi. Sửa rồi ghi lại: các dòng đã ghi không ghi lần nữa.",

		"rollimport.unreadable_row":   "Không đọc được giá trị này.",
		"rollimport.unknowable":       "Cần số định danh, mã số đoàn viên hoặc ngày sinh đủ ngày, tháng, năm để biết người này đã có trong sổ chưa.",
		"rollimport.no_contract":      "“%v” không có trong danh mục loại hợp đồng.",
		"rollimport.no_unit_named":    "Không có đơn vị “%v” trong phạm vi nhập.",
		"rollimport.units_named":      "Có nhiều đơn vị cùng tên “%v”. Ghi mã định danh của đơn vị.",
		"rollimport.twice":            "Số định danh này đã có ở dòng %v.",
		"rollimport.number_twice":     "Mã số đoàn viên này đã có ở dòng %v.",
		"rollimport.one_in_file":      "Trùng họ tên, ngày sinh và đơn vị với dòng %v. Nếu là hai người, ghi số định danh của cả hai.",
		"rollimport.namesake_in_file": "Trùng họ tên và ngày sinh với dòng %v. Kiểm tra có phải cùng một người.",
		"rollimport.namesake":         "Đã có người cùng họ tên và ngày sinh ở nơi khác. Ghi số định danh để phân biệt.",
		"rollimport.namesake_number":  "Đơn vị đã có người cùng họ tên và ngày sinh, mang mã số %v.",
		"rollimport.two_people":       "Số định danh và mã số đoàn viên này thuộc về hai người khác nhau.",
		"rollimport.number_used":      "Mã số này của một người đã ra khỏi tổ chức. Mã số không dùng lại.",
		"rollimport.elsewhere":        "Người này đang sinh hoạt ở đơn vị khác. Dùng chuyển sinh hoạt, không nhập lần nữa.",
		"rollimport.other_number":     "Người này đã có trong sổ với mã số khác.",
	}
}
