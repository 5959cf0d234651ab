package messages

// Messages are the sentences of this room's refusals.
func Messages() map[string]string {
	return map[string]string{
		HeldQueued:                "Thư chưa gửi",
		"messages.no_message":     "Không có thông báo này.",
		"messages.empty_template": "Mẫu tin %v cần có tiêu đề, nội dung và số phiên bản từ 1.",
		"messages.unknown_var":    "Mẫu tin dùng biến %v nhưng chưa khai báo biến này.",
		"messages.unused_var":     "Mẫu tin khai báo biến %v nhưng không dùng.",
		"messages.stray_brace":    "Mẫu tin %v có dấu {{ hoặc }} lẻ. Viết biến như {{ma_ho_so}}.",
	}
}
