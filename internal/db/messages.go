package db

// Messages are the sentences of this package's refusals.
func Messages() map[string]string {
	return map[string]string{
		"db.full":      "Ổ đĩa của máy chủ đã đầy nên chưa ghi được. Chưa có gì thay đổi; hãy báo người quản trị.",
		"db.read_only": "Hệ thống đang ở chế độ chỉ đọc nên chưa ghi được. Chưa có gì thay đổi; thử lại sau ít phút.",
		"db.busy":      "Nhiều người đang ghi cùng lúc. Chưa có gì thay đổi; thử lại sau ít giây.",
		"db.newer":     "Bản sao lưu này do phiên bản mới hơn tạo ra. Cài phiên bản đó rồi khôi phục lại.",
		"db.down":      "Chưa kết nối được cơ sở dữ liệu. Chưa có gì thay đổi; thử lại sau ít phút.",
	}
}
