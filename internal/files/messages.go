package files

// Messages are the sentences of this package's refusals.
func Messages() map[string]string {
	return map[string]string{
		"files.absent":           "Không có tệp này.",
		"files.altered":          "Tệp %s trong kho không còn khớp mã kiểm tra.",
		"files.too_big":          "Tệp lớn hơn %s. Chia nhỏ hoặc giảm độ phân giải rồi tải lại.",
		"files.empty":            "Tệp trống, chưa có nội dung.",
		"files.bad_name":         "Tên tệp có dấu gạch chéo hoặc ký tự ẩn. Đổi tên tệp rồi tải lại.",
		"files.type":             "Chỉ nhận tệp %s.",
		"files.mismatch":         "Tên tệp ghi %s nhưng nội dung là %s. Đổi đuôi tệp cho đúng rồi tải lại.",
		"files.not_what_it_says": "Nội dung không phải tệp %s. Xuất lại tệp từ phần mềm gốc rồi tải lại.",
		"files.html":             "Đây là trang web lưu thành tệp. In trang đó ra PDF rồi tải lại.",
		"files.old_office":       "Tệp Word, Excel đời cũ. Lưu thành .docx hoặc .xlsx rồi tải lại.",
		"files.polyglot":         "Tệp chứa thêm nội dung khác bên trong nên không nhận. Xuất lại tệp rồi tải lại.",
		"files.broken_pdf":       "Tệp PDF bị thiếu phần cuối. Xuất lại hoặc quét lại rồi tải lên.",
		"files.locked_pdf":       "Tệp PDF có đặt mật khẩu. Bỏ mật khẩu rồi tải lại.",
		"files.broken_image":     "Ảnh bị hỏng, không mở được. Chụp hoặc quét lại.",
		"files.image_too_large":  "Ảnh %d × %d điểm là quá lớn. Giảm độ phân giải còn dưới 40 triệu điểm ảnh.",
		"files.broken_office":    "Tệp Word hoặc Excel bị hỏng. Mở ra, lưu lại rồi tải lên.",
		"files.bomb":             "Tệp nén quá nhiều dữ liệu bên trong nên không nhận.",
		"files.bad_entry":        "Tệp nén có đường dẫn lạ bên trong nên không nhận.",
		"files.macro":            "Tệp có macro. Lưu thành .docx hoặc .xlsx không macro rồi tải lại.",
		"files.archive":          "Đây là tệp nén, không phải Word hay Excel. Tải từng tệp bên trong.",
		"files.not_text":         "Tệp văn bản cần mã UTF-8. Lưu lại với mã UTF-8 rồi tải lên.",
		"files.full":             "Kho tệp của máy chủ đã đầy nên chưa lưu được. Hãy báo người quản trị.",
		"files.read_only":        "Kho tệp đang ở chế độ chỉ đọc nên chưa lưu được. Thử lại sau ít phút.",
		"files.down":             "Chưa kết nối được kho tệp. Thử lại sau ít phút.",
	}
}
