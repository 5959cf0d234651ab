package dossiers

// Messages are the sentences of this room's refusals, by code.
func Messages() map[string]string {
	return map[string]string{
		"dossiers.not_found":               "Không có hồ sơ này, hoặc hồ sơ không thuộc nơi bạn làm việc.",
		"dossiers.track_not_found":         "Không có hồ sơ nào khớp cả hai mã. Hãy xem lại trên giấy biên nhận: chữ O và số 0, chữ I và số 1.",
		"dossiers.changed":                 "Có người vừa làm việc khác trên hồ sơ này. Hãy xem lại rồi làm tiếp.",
		"dossiers.not_now":                 "Việc này không làm được ở trạng thái hiện nay của hồ sơ.",
		"dossiers.no_right":                "Bạn không được giao làm việc này ở đơn vị của hồ sơ.",
		"dossiers.own_case":                "Đây là hồ sơ của chính bạn; người khác phải làm việc này.",
		"dossiers.not_in_workflow":         "Quy trình của thủ tục không có việc này ở bước “%v”.",
		"dossiers.not_your_step":           "Bước “%v” do người giữ vai khác làm.",
		"dossiers.choose_step":             "Từ bước này có nhiều hướng đi. Hãy chọn chuyển tới đâu.",
		"dossiers.assigned_to_other":       "Hồ sơ đang giao cho %v. Người phân công có thể giao lại.",
		"dossiers.receiver_cannot_approve": "Người đã tiếp nhận không được ký kết quả của cùng hồ sơ.",
		"dossiers.four_eyes":               "Người lập dự thảo không được tự ký. Hãy trình người khác.",

		"dossiers.missing_paper":      "Còn thiếu %v.",
		"dossiers.unknown_paper":      "Thủ tục này không có giấy tờ “%v”.",
		"dossiers.bad_verdict":        "Kết quả kiểm tra chỉ có đạt hoặc phải sửa.",
		"dossiers.bad_answers":        "Tờ khai còn chỗ chưa đúng.",
		"dossiers.name_needed":        "Hãy viết họ và tên, hoặc tên tổ chức.",
		"dossiers.reason_needed":      "Hãy ghi lý do; người dân sẽ đọc câu này.",
		"dossiers.items_needed":       "Hãy chọn ít nhất một giấy tờ cần bổ sung, hoặc viết tên giấy tờ.",
		"dossiers.already_held":       "Không được yêu cầu “%v”: Nhà nước đã có dữ liệu này.",
		"dossiers.bad_supplement":     "Phiếu yêu cầu bổ sung còn chỗ phải điền.",
		"dossiers.supplement_open":    "Hồ sơ đang chờ bổ sung; chỉ yêu cầu tiếp khi người dân đã nộp.",
		"dossiers.no_supplement":      "Thủ tục này không cho yêu cầu bổ sung sau khi đã tiếp nhận.",
		"dossiers.no_open_supplement": "Không có yêu cầu bổ sung nào đang chờ.",
		"dossiers.nothing_supplied":   "Hãy tải lên hoặc đánh dấu ít nhất một giấy tờ.",
		"dossiers.signed_already":     "Kết quả đã ký; việc này không làm được nữa.",
		"dossiers.not_suspended":      "Đồng hồ của hồ sơ đang chạy, không có gì để tính tiếp.",

		"dossiers.not_paid":   "Phí, lệ phí chưa nộp đủ.",
		"dossiers.no_draft":   "Chưa có dự thảo kết quả.",
		"dossiers.not_signed": "Kết quả chưa được ký.",
	}
}
