package app

import "doanket/core/people"

// Permissions are all rights of the house, as roles are made of them; the matrix page prints this list.
func Permissions() []people.Permission {
	return []people.Permission{
		{Key: "dossiers.help", Title: "Giúp người dân nộp hồ sơ", Room: "Hồ sơ"},
		{Key: "dossiers.accept", Title: "Tiếp nhận hồ sơ tại quầy", Room: "Hồ sơ"},
		{Key: "dossiers.handle", Title: "Thụ lý, soạn kết quả", Room: "Hồ sơ"},
		{Key: "dossiers.approve", Title: "Duyệt, ký kết quả; dừng; xin lỗi", Room: "Hồ sơ"},
		{Key: "dossiers.issue", Title: "Vào số, đóng dấu, phát hành", Room: "Hồ sơ"},
		{Key: "dossiers.return", Title: "Trả kết quả", Room: "Hồ sơ"},
		{Key: "dossiers.assign", Title: "Phân công", Room: "Hồ sơ"},
		{Key: "dossiers.view", Title: "Xem hồ sơ", Room: "Hồ sơ"},
		{Key: "dossiers.report", Title: "Xem số liệu điều hành", Room: "Hồ sơ"},
		{Key: "tasks.assign", Title: "Giao việc, xác nhận kết quả", Room: "Nhiệm vụ"},
		{Key: "tasks.handle", Title: "Nhận việc giao cho đơn vị", Room: "Nhiệm vụ"},
		{Key: "tasks.view", Title: "Xem nhiệm vụ của đơn vị", Room: "Nhiệm vụ"},
		{Key: "payments.collect", Title: "Thu phí, lệ phí", Room: "Thanh toán"},
		{Key: "payments.view", Title: "Xem khoản thu", Room: "Thanh toán"},
		{Key: "members.view", Title: "Xem sổ đoàn viên", Room: "Đoàn viên"},
		{Key: "members.keep", Title: "Ghi sổ đoàn viên", Room: "Đoàn viên"},
		{Key: "members.decide", Title: "Quyết định kết nạp, cho ra, kỷ luật", Room: "Đoàn viên"},
		{Key: "statistics.view", Title: "Xem báo cáo thống kê", Room: "Thống kê"},
		{Key: "statistics.fill", Title: "Lập, gửi báo cáo thống kê", Room: "Thống kê"},
		{Key: "statistics.review", Title: "Duyệt, trả lại báo cáo của đơn vị bên dưới", Room: "Thống kê"},
		{Key: "statistics.open", Title: "Mở kỳ báo cáo", Room: "Thống kê"},
		{Key: "cards.view", Title: "Xem sổ thẻ đoàn viên", Room: "Thẻ đoàn viên"},
		{Key: "cards.issue", Title: "Lập, in, giao, thay, thu hồi thẻ; soạn mẫu thẻ", Room: "Thẻ đoàn viên"},
		{Key: "cards.check", Title: "Kiểm tra thẻ (đối tác)", Room: "Thẻ đoàn viên"},
		{Key: "procedures.edit", Title: "Soạn thủ tục", Room: "Thủ tục"},
		{Key: "procedures.publish", Title: "Công bố thủ tục", Room: "Thủ tục"},
		{Key: "procedures.view", Title: "Xem thủ tục chưa công bố", Room: "Thủ tục"},
		{Key: "calendar.edit", Title: "Sửa lịch làm việc", Room: "Đơn vị"},
		{Key: "orgs.view", Title: "Xem đơn vị", Room: "Đơn vị"},
		{Key: "orgs.edit", Title: "Sửa đơn vị", Room: "Đơn vị"},
		{Key: "people.view", Title: "Xem tài khoản", Room: "Con người"},
		{Key: "people.edit", Title: "Sửa tài khoản", Room: "Con người"},
		{Key: "people.grant", Title: "Phân quyền", Room: "Con người"},
		{Key: "audit.view", Title: "Xem nhật ký", Room: "Hệ thống"},
		{Key: "outbox.manage", Title: "Xử lý sự kiện không giao được", Room: "Hệ thống"},
		{Key: "messages.view", Title: "Xem thư đã gửi", Room: "Hệ thống"},
		{Key: "links.manage", Title: "Xem kết nối ra ngoài", Room: "Hệ thống"},
	}
}
