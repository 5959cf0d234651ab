package tasks

// Messages are the sentences of this room's refusals, and the names of what it holds for a unit.
func Messages() map[string]string {
	return map[string]string{
		"tasks.no_task":             "Không có nhiệm vụ này.",
		"tasks.no_unit_here":        "Không có đơn vị này trong phạm vi bạn được giao việc.",
		"tasks.not_yours":           "Việc này giao cho người khác.",
		"tasks.not_given_by_you":    "Chỉ người giao việc, hoặc người có quyền giao việc của đơn vị giao, làm được việc này.",
		"tasks.own_report":          "Người báo cáo không tự xác nhận. Người giao việc xem rồi xác nhận.",
		"tasks.kept_by_source":      "Việc này do nơi đã giao kết thúc. Mở nguồn của nhiệm vụ để xác nhận.",
		"tasks.may_not_assign":      "Chỉ người có quyền giao việc được chuyển nhiệm vụ.",
		"tasks.not_now":             "Nhiệm vụ đang ở trạng thái khác. Hãy mở lại trang.",
		"tasks.changed_meanwhile":   "Có người vừa cập nhật nhiệm vụ này. Hãy mở lại trang.",
		"tasks.urged_today":         "Hôm nay đã đôn đốc lúc %v. Mai mới đôn đốc lại được.",
		"tasks.invalid":             "Chưa ghi được.",
		"tasks.no_title":            "Cần tên việc, ví dụ: Báo cáo số đoàn viên quý IV.",
		"tasks.long_title":          "Tên việc dài nhất %v ký tự. Phần còn lại ghi vào nội dung.",
		"tasks.long_text":           "Dài nhất %v ký tự.",
		"tasks.no_unit":             "Chọn đơn vị làm.",
		"tasks.one_due":             "Chọn ngày, hoặc ghi số ngày làm việc, không ghi cả hai.",
		"tasks.no_due":              "Cần ngày đến hạn hoặc số ngày làm việc.",
		"tasks.due_is_past":         "Ngày này đã qua.",
		"tasks.bad_days":            "Số ngày từ 0 đến %v.",
		"tasks.say_what_was_done":   "Ghi đã làm được gì.",
		"tasks.say_how_far":         "Ghi đã làm đến đâu, hoặc kèm tệp.",
		"tasks.say_what_is_missing": "Ghi còn thiếu gì để người làm biết.",
		"tasks.say_why":             "Ghi lý do.",
		"tasks.evidence_needed":     "Nhiệm vụ này cần kèm tệp minh chứng.",
		"tasks.cannot_end":          "Nhiệm vụ chưa xong không tự kết thúc theo quyết định. Hãy chuyển sang đơn vị tiếp nhận.",
		"tasks.no_file":             "Không có tệp này.",
		heldOpen:                    "Nhiệm vụ đang làm",
		heldGiven:                   "Nhiệm vụ đã giao, chưa xong",
	}
}
