package orgs

import "maps"

// Messages are the Vietnamese sentences of this room's refusals.
func Messages() map[string]string {
	all := map[string]string{
		"orgs.invalid":          "Có chỗ cần sửa.",
		"orgs.no_org":           "Không có đơn vị này.",
		"orgs.may_not_edit":     "Bạn xem được đơn vị này nhưng không được sửa.",
		"orgs.need_name":        "Ghi tên đầy đủ như trong quyết định.",
		"orgs.long_name":        "Tên dài nhất %d ký tự.",
		"orgs.need_number":      "Ghi số, ký hiệu của quyết định, ví dụ 12/QĐ-UBND.",
		"orgs.need_decided":     "Ghi ngày ký quyết định, ví dụ 15/06/2026.",
		"orgs.need_effective":   "Ghi ngày có hiệu lực, ví dụ 01/07/2026. Ngày đã qua và ngày sắp tới đều được.",
		"orgs.unknown_kind":     "Chọn loại đơn vị có trong danh mục vào ngày hiệu lực.",
		"orgs.bad_identifier":   "“%s” chưa đúng dạng. Mã định danh gồm một chữ từ A đến K, hai chữ số, rồi các cấp cách nhau bằng dấu chấm, ví dụ H49.31.06.",
		"orgs.need_code":        "Ghi mã mới, khác mã đang dùng.",
		"orgs.bad_former":       "“%s” chưa đúng dạng. Mã cũ có 13 ký tự, ví dụ 000.31.06.H49.",
		"orgs.identifier_taken": "Mã %s đang là của một đơn vị khác trong thời gian này.",
		"orgs.no_area":          "Ngày %[2]s không có địa bàn nào mang mã %[1]s.",
		"orgs.no_such_area":     "Không có địa bàn này.",
		"orgs.no_map":           "Bản cài đặt này chưa có danh mục địa bàn. Hãy dựng lại chương trình bằng lệnh make build.",
		"orgs.same_day":         "Ngày %s đã có một lần đổi cùng loại. Chọn ngày khác.",
		"orgs.same_name":        "Đơn vị đang mang đúng tên này.",
		"orgs.same_kind":        "Đơn vị đang thuộc đúng loại này.",
		"orgs.same_parent":      "Đơn vị đang trực thuộc đúng nơi này.",
		"orgs.not_alive":        "Ngày %s đơn vị chưa thành lập hoặc đã kết thúc.",
		"orgs.parent_life":      "Đơn vị cấp trên phải có suốt thời gian đơn vị này trực thuộc. Xem lại ngày hiệu lực hoặc chọn cấp trên khác.",
		"orgs.cycle":            "Từ ngày %s cấp trên được chọn lại nằm dưới chính đơn vị này.",
		"orgs.other_tree":       "Chọn cấp trên trong cùng hệ thống.",
		"orgs.need_parent":      "Chọn đơn vị cấp trên.",
		"orgs.has_children":     "Ngày %s vẫn còn đơn vị trực thuộc. Chuyển hoặc kết thúc các đơn vị đó trước.",
		"orgs.later_changes":    "Đã có thay đổi ghi cho ngày %s. Chọn ngày kết thúc sau ngày đó.",
		"orgs.is_site":          "Gốc của hệ thống không kết thúc được.",
		"orgs.bad_iso_day":      "Ngày viết dạng 2026-12-31.",
		"orgs.bad_day":          "Ngày viết dạng 31/12/2026.",
		"orgs.import_empty":     "Tệp không có dòng dữ liệu nào. Tải tệp mẫu để xem cách điền.",
		"orgs.import_columns":   "Tệp thiếu cột: %s. Tải tệp mẫu để có đủ cột.",
		"orgs.import_too_long":  "Tệp có hơn %d dòng. Chia thành nhiều tệp.",
		"orgs.import_no_file":   "Chọn một tệp Excel (.xlsx) hoặc CSV.",
		"orgs.import_faulty":    "Còn lỗi trong tệp nên chưa ghi dòng nào. Tải tệp lỗi, sửa rồi gửi lại.",
		"orgs.import_gone":      "Lần nhập này đã xong hoặc không phải của bạn.",
		"orgs.row_parent":       "Không tìm thấy đơn vị cấp trên “%s” vào ngày thành lập: ghi mã định danh hoặc tên đầy đủ.",
		"orgs.row_parent_twice": "Có hơn một đơn vị tên “%s”: ghi mã định danh của cấp trên.",
		"orgs.row_scope":        "Cấp trên “%s” nằm ngoài phạm vi bạn được sửa.",
		"orgs.row_kind":         "Không có loại đơn vị “%s” vào ngày thành lập.",
		"orgs.row_date":         "“%s” không phải ngày. Viết 01/07/2026.",
		"orgs.row_without_code": "Đơn vị này đã có nhưng chưa có mã. Gắn mã trên trang đơn vị.",
		"orgs.row_differs":      "Mã %s đã là của “%s”. Nếu đổi tên hay chuyển, làm trên trang đơn vị để có quyết định.",
		"orgs.row_twice":        "Trùng với dòng %d.",
		"orgs.row_needed":       "Ô này phải có nội dung.",
	}
	maps.Copy(all, messagesOfCalendar)
	maps.Copy(all, messagesOfRegister)
	maps.Copy(all, messagesOfAreas)
	return all
}
