package procedures

import "fmt"

// Messages are the sentences of this room's refusals, by code; the server translates them.
func Messages() map[string]string {
	out := map[string]string{}
	for k, v := range refusals {
		out["procedures."+k] = v
	}
	return out
}

var refusals = map[string]string{
	"no_variant":         "Nội dung khai chưa ứng với trường hợp nào của thủ tục “%s”. Hãy xem lại các câu trả lời.",
	"not_found":          "Không có thủ tục này trong danh mục.",
	"not_published":      "Thủ tục này chưa công bố hoặc không còn hiệu lực vào ngày %s.",
	"may_not_edit":       "Việc này cần quyền giữ danh mục thủ tục.",
	"may_not_publish":    "Việc này cần quyền công bố danh mục thủ tục.",
	"same_person":        "Người soạn không được tự công bố. Hãy nhờ một người công bố khác.",
	"has_findings":       "Bản định nghĩa còn %d lỗi, chưa thể công bố. Danh sách lỗi ở bên dưới.",
	"wrong_state":        "Phiên bản đang ở trạng thái “%s” nên không làm được việc này.",
	"overlap":            "Khoảng hiệu lực chồng lên phiên bản %d đã công bố (%s). Hãy ngừng phiên bản đó hoặc đổi ngày bắt đầu.",
	"no_repeated":        "Phiên bản %d của thủ tục này đã có. Số phiên bản sau phải lớn hơn %d.",
	"code_changed":       "Mã trong tệp là %s, không phải mã của thủ tục này (%s).",
	"unreadable":         "Tệp chưa đọc được thành một bản định nghĩa. Hãy sửa các lỗi bên dưới rồi gửi lại.",
	"no_file":            "Hãy chọn một tệp YAML, không quá 1 MB.",
	"conflict":           "Phiên bản vừa được người khác đổi. Hãy tải lại trang.",
	"answer.missing":     "Hãy điền “%s”.",
	"answer.number":      "“%s” phải là một số, ví dụ 12 hoặc 1.500.000.",
	"answer.min":         "“%s” phải từ %s trở lên.",
	"answer.max":         "“%s” không quá %s.",
	"answer.date":        "“%s” phải là một ngày có thật, ví dụ 31/12/2026.",
	"answer.future":      "“%s” không thể sau ngày nộp hồ sơ.",
	"answer.after":       "“%s” không thể sau “%s”.",
	"answer.cccd":        "“%s” gồm đúng 12 chữ số, như in trên thẻ căn cước.",
	"answer.phone":       "“%s” là số Việt Nam có 10 chữ số, ví dụ 0912 345 678.",
	"answer.email":       "“%s” phải có dạng ten@mien, ví dụ lan@example.vn.",
	"answer.area":        "“%s” phải chọn trong danh mục địa bàn.",
	"answer.person_name": "“%s” gồm cả họ và tên, không có chữ số.",
	"answer.choice":      "“%s” phải chọn một mục trong danh sách.",
	"answer.short":       "“%s” cần ít nhất %d chữ.",
	"answer.long":        "“%s” dài không quá %d chữ.",
	"answer.rule":        "%s",
}

// sentence is the Vietnamese text of a finding.
func sentence(code string, args ...any) string {
	f, ok := findings[code]
	if !ok {
		return code
	}
	return fmt.Sprintf(f, args...)
}

// FindingFormat is the sentence of a finding's code before its arguments are filled in.
func FindingFormat(code string) string { return findings[code] }

var findings = map[string]string{
	"file.too_big":     "Tệp lớn hơn %d KB. Một bản định nghĩa chỉ vài chục KB.",
	"file.not_mapping": "Tệp phải bắt đầu bằng các khoá như “ma:”, “ten:”, không phải một danh sách hay một dòng chữ.",
	"file.yaml":        "Tệp không đúng cú pháp YAML: %s.",
	"file.too_deep":    "Tệp lồng quá sâu hoặc lặp lại quá nhiều.",

	"key.unknown":  "Không có khoá “%s” ở đây. Hãy xem lại chính tả hoặc chỗ thụt dòng.",
	"key.twice":    "Khoá “%s” viết hai lần.",
	"key.format":   "Khoá “%s” phải là chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ.",
	"key.repeated": "Khoá “%s” đã dùng ở trên.",

	"value.date":    "“%s” không phải ngày dạng 2026-11-23.",
	"value.mapping": "“%s” phải là các cặp khoá: giá trị.",
	"value.list":    "“%s” phải là một danh sách.",
	"value.scalar":  "“%s” phải là một giá trị, không phải danh sách hay nhóm khoá.",
	"value.bool":    "“%s” phải là true hoặc false, không phải “%s”.",
	"value.whole":   "“%s” phải là số nguyên, không phải “%s”.",
	"value.missing": "Thiếu “%s”.",
	"value.list_of": "“%s” không nhận “%s”. Chỉ nhận: %s.",

	"identity.code":        "Mã thủ tục “%s” sai dạng. Mã của loại này viết như %s.",
	"identity.no":          "Phiên bản phải là số từ 1 trở lên.",
	"identity.no_start":    "Thiếu ngày bắt đầu hiệu lực (hieu_luc.tu).",
	"identity.ends_before": "Ngày kết thúc %s đứng trước ngày bắt đầu %s.",
	"identity.no_basis":    "Thiếu căn cứ pháp lý.",
	"identity.no_decision": "Thiếu quyết định công bố (quyet_dinh.so).",

	"import.doubt": "Còn nghi vấn của bản nhập tại %s: %s Hãy xử lý rồi xoá dòng này.",

	"deadline.unreadable":     "Không đọc được thời hạn “%s”. Viết như 7wd, 10d, 4wh, 1mo, same-day@15:00.",
	"deadline.missing":        "Kênh “%s” không có thời hạn. Nếu pháp luật không quy định, ghi {khong: true, ly_do: …}.",
	"deadline.no_reason":      "Không có thời hạn thì phải ghi lý do (ly_do).%s",
	"deadline.cutoff":         "Giờ chốt “%s” phải có dạng 15:00.",
	"deadline.unit_other":     "Đơn vị “%s” không phải là một quy tắc. Hãy đọc văn bản và chọn ngày làm việc, ngày, giờ làm việc, tháng hoặc trong ngày.",
	"deadline.unit":           "Đơn vị thời hạn “%s” không có. Chỉ nhận ngay_lam_viec, ngay, gio_lam_viec, thang.",
	"deadline.not_positive":   "Thời hạn phải lớn hơn 0, không phải %v.",
	"deadline.starts":         "Mốc bắt đầu “%s” không có. Chỉ nhận tiep_nhan, nop_phi, du_ho_so.",
	"deadline.contradiction":  "Thời hạn mâu thuẫn: dòng %d ghi %s, dòng %d ghi %s. Hãy giữ đúng một quy tắc.",
	"deadline.step_too_long":  "Bước “%s” có hạn %s, dài hơn thời hạn của thủ tục (%s).",
	"deadline.steps_too_long": "Tổng hạn các bước trên đường dài nhất là %s ngày làm việc, vượt thời hạn của thủ tục (%s).",
	"deadline.warning_late":   "Bước “%s” nhắc sớm hơn cả lúc bước bắt đầu, hoặc không có hạn để nhắc.",
	"deadline.not_computable": "Không tính được ngày hẹn trả từ %s: %s.",

	"expr.bad": "Biểu thức “%s” chưa đúng: %s.",

	"form.no_schema":          "Thiếu số lớp của biểu mẫu (lop), bắt đầu từ 1.",
	"form.empty":              "Biểu mẫu không có phần nào.",
	"form.section_empty":      "Phần “%s” không có trường nào.",
	"form.unknown_field":      "Biểu mẫu không có trường “%s”.",
	"form.alias_taken":        "Tên cũ “%s” vẫn đang là một trường.",
	"form.no_options":         "Trường “%s” cho chọn nhưng không có mục nào để chọn.",
	"form.two_lists":          "Trường “%s” có cả danh_muc và lua_chon. Chỉ giữ một.",
	"form.options_unused":     "Trường “%s” kiểu %s không dùng danh sách chọn.",
	"form.min_over_max":       "Trường “%s” có mức nhỏ nhất lớn hơn mức lớn nhất.",
	"form.bad_pattern":        "Mẫu “%s” không phải biểu thức chính quy đúng.",
	"form.pattern_no_message": "Trường “%s” có mẫu (dang) mà không có câu giải thích (loi).",
	"form.hidden_required":    "“%s” bắt buộc mà không bao giờ hiện.",
	"form.list_unused":        "Danh mục “%s” không trường nào dùng.",
	"form.option_gone":        "Biểu thức so với “%s”, mục này không còn trong danh sách của trường “%s”.",
	"form.renamed":            "Trường “%s” của phiên bản trước mất đi mà không có tên mới trong doi_ten và lop không tăng.",

	"variant.none":                   "Thủ tục không có trường hợp nào.",
	"variant.no_channel":             "Trường hợp “%s” không mở kênh nộp nào.",
	"variant.default_with_condition": "Trường hợp mặc định “%s” không được kèm điều kiện.",
	"variant.two_defaults":           "Trường hợp “%s” là trường hợp thứ hai không có điều kiện. Chỉ một trường hợp được là mặc định.",
	"variant.no_default":             "Các trường hợp chưa phủ hết. Hãy đánh dấu một trường hợp mac_dinh: true.",
	"variant.overlap":                "Hai trường hợp “%s” và “%s” cùng đúng với một bộ câu trả lời.",

	"supply.missing":       "Trường hợp “%s” chưa nói bổ sung thì tính lại từ đầu hay tính tiếp (bo_sung).",
	"supply.after_signing": "Việc “%s” yêu cầu bổ sung khi kết quả đã ký.",
	"supply.not_allowed":   "Việc “%s” yêu cầu bổ sung, nhưng trường hợp ghi bo_sung: khong.",

	"paper.repeated":       "Thành phần “%s” lặp lại.",
	"paper.negative":       "Thành phần “%s” có số bản âm.",
	"paper.no_copies":      "Thành phần “%s” không yêu cầu bản nào. Nếu là ghi chú, hãy chuyển vào ghi_chu.",
	"paper.note":           "“%s” là tiêu đề hoặc ghi chú, không phải giấy tờ.",
	"paper.code":           "Mã thành phần “%s” không đúng dạng của CSDL quốc gia, ví dụ G15-KQ004389.",
	"paper.unknown_source": "Nguồn dữ liệu “%s” không có. Chỉ nhận %s hoặc mã kết quả KQ.….",
	"paper.state_holds":    "“%s” là dữ liệu Nhà nước đã có. Phải ghi thay_the để không đòi khi tra cứu được.",
	"paper.lonely_group":   "Nhóm “một trong” “%s” chỉ có một giấy tờ.",

	"fee.not_said":      "Chưa nói có thu phí hay không. Nếu không thu, ghi phi: [].",
	"fee.no_kind":       "Khoản thu “%s” chưa ghi là phi, le_phi hay khac.",
	"fee.no_amount":     "Khoản thu “%s” không có mức thu.",
	"fee.two_amounts":   "Khoản thu “%s” có cả so_tien và cong_thuc. Chỉ giữ một.",
	"fee.negative":      "Khoản thu “%s” âm.",
	"fee.no_basis":      "Khoản thu “%s” thiếu căn cứ hoặc ngày bắt đầu áp dụng.",
	"fee.zero_no_basis": "Mức thu 0 đồng “%s” thiếu căn cứ hoặc ngày bắt đầu áp dụng.",
	"fee.percent":       "Tỷ lệ miễn, giảm phải từ 1 đến 100, không phải %d.",

	"flow.parallel_not_run":   "Bước “%s” tách hoặc chờ bước song song; chương trình chưa chạy được bước song song, hãy xếp nối tiếp.",
	"flow.warning_not_run":    "Bước “%s” có hạn nhắc riêng (nhac); chương trình chỉ nhắc theo hạn của cả hồ sơ, trước một ngày làm việc.",
	"deadline.starts_not_run": "Mốc “%s” chưa chạy được; thời hạn chỉ tính từ khi tiếp nhận.",
	"flow.none":               "Trường hợp “%s” không có quy trình.",
	"flow.one_start":          "Quy trình phải có đúng một bước bắt đầu (tt: 1), đang có %d.",
	"flow.state":              "Trạng thái công khai phải từ 1 đến 10, không phải %d.",
	"flow.no_role":            "Bước “%s” không có vai nào làm.",
	"flow.join_without_split": "Bước “%s” chờ các bước song song, nhưng trước nó không có bước nào tách ra.",
	"flow.unknown_step":       "Không có bước “%s”.",
	"flow.effect_state":       "Việc có hiệu lực “%s” không thể đến bước “%s” (trạng thái %d).",
	"flow.from_closed":        "Việc “%s” bắt đầu từ bước “%s” đã đóng (trạng thái %d).",
	"flow.jump":               "Việc “%s” nhảy từ trạng thái %d sang %d, không được phép.",
	"flow.accept_missing":     "Việc “%s” đưa hồ sơ mới vào xử lý thì phải có hiệu lực accept, và chỉ khi đó.",
	"flow.same_role":          "Việc “%s” và việc “%s” cùng vai %s: người soạn không được là người ký.",
	"flow.unreachable":        "Không có đường nào đến bước “%s”.",
	"flow.dead_end":           "Bước “%s” không có việc nào để đi tiếp.",
	"flow.no_end":             "Từ bước “%s” không thể đến kết thúc.",
	"flow.no_result_path":     "Từ bước “%s” không có đường đến có kết quả (9) và trả kết quả (10).",
	"flow.machine_cycle":      "Việc “%s” nằm trong một vòng mà chỉ máy làm, sẽ chạy mãi.",

	"effect.none":      "Việc “%s” không có hiệu lực nào.",
	"effect.unknown":   "Không có hiệu lực “%s”.",
	"effect.four_eyes": "Việc “%s” duyệt hoặc ký thì phải có bon_mat: true.",
	"effect.no_result": "Việc “%s” soạn thì phải nói kết quả nào (ket_qua).",
	"effect.no_reason": "Việc “%s” phải hỏi lý do (ly_do: true).",

	"result.none":         "Trường hợp “%s” không có kết quả nào.",
	"result.unknown":      "Không có kết quả “%s” trong trường hợp này.",
	"result.unused":       "Kết quả “%s” không trường hợp nào dùng.",
	"result.no_template":  "Kết quả “%s” không có mẫu.",
	"result.no_signature": "Kết quả “%s” không nói cấp nào ký.",
	"template.unknown":    "Mẫu dùng biến “%s” không có.",
	"notice.unknown":      "Không có thông báo “%s”.",
	"notice.unused":       "Thông báo “%s” không việc nào gửi.",

	"example.none":     "Thiếu ví dụ tự kiểm (kiem_thu). Cần ít nhất một ví dụ có ngày hẹn trả.",
	"example.no_due":   "Chưa ví dụ nào nói ngày hẹn trả (han).",
	"example.received": "Thời điểm nhận “%s” phải có dạng 2026-11-23T08:20.",
	"example.unknown":  "Ví dụ trả lời trường “%s” mà biểu mẫu không có.",
	"example.answers":  "Ví dụ “%s” điền chưa đúng biểu mẫu: %s",
	"example.variant":  "Ví dụ “%s” mong trường hợp “%s”, máy ra “%s”.",
	"example.channel":  "Ví dụ “%s” nộp qua kênh “%s”, kênh này không mở.",
	"example.due":      "Ví dụ “%s” mong hạn %s, máy tính ra %s.",
	"example.total":    "Ví dụ “%s” mong thu %s, máy tính ra %s.",
	"example.papers":   "Ví dụ “%s” mong hỏi giấy tờ [%s], máy hỏi [%s].",
}

// Words of this room that are named by a code.
var (
	stateWords = map[State]string{StateDraft: "Bản nháp", StateReview: "Chờ duyệt", StatePublished: "Đã công bố", StateRetired: "Đã ngừng"}

	agencyWords = map[string]string{
		"ubnd_tinh": "Uỷ ban nhân dân cấp tỉnh", "ubnd_xa": "Uỷ ban nhân dân cấp xã", "cong_an_xa": "Công an cấp xã", "cong_an_tinh": "Công an cấp tỉnh",
		"so_noi_vu": "Sở Nội vụ", "trung_tam_phuc_vu_hanh_chinh_cong": "Trung tâm Phục vụ hành chính công",
		"phong_kinh_te_ha_tang_do_thi": "Phòng Kinh tế, Hạ tầng và Đô thị", "phong_van_hoa_xa_hoi": "Phòng Văn hoá – Xã hội",
		"cong_doan_co_so": "Công đoàn cơ sở", "cong_doan_xa": "Công đoàn cấp xã", "cong_doan_tinh": "Liên đoàn Lao động cấp tỉnh",
	}
	levelWords   = map[string]string{"bo": "Cấp bộ", "tinh": "Cấp tỉnh", "xa": "Cấp xã", "khac": "Cơ quan khác", "cong_doan": "Công đoàn"}
	channelWords = map[string]string{Online: "Trực tuyến", Direct: "Tại quầy", Post: "Bưu chính"}
	roleWords    = map[string]string{
		"citizen": "Người nộp", "counter_clerk": "Cán bộ tiếp nhận", "cashier": "Thu ngân", "desk_leader": "Trưởng bộ phận một cửa",
		"handler": "Cán bộ thụ lý", "approver": "Lãnh đạo phê duyệt", "returning_officer": "Cán bộ trả kết quả", "clerk": "Văn thư",
		"leader": "Lãnh đạo đơn vị", "system": "Hệ thống",
	}
	kindWords      = map[PaymentKind]string{Fee: "Phí", Charge: "Lệ phí", OtherPayment: "Khoản khác"}
	onlineWords    = map[string]string{string(FullyOnline): "Toàn trình", string(PartlyOnline): "Một phần", "truc_tiep": "Không trực tuyến"}
	applicantWords = map[string]string{
		"ca_nhan": "Cá nhân", "to_chuc": "Tổ chức", "doanh_nghiep": "Doanh nghiệp", "ho_kinh_doanh": "Hộ kinh doanh",
		"doan_vien": "Đoàn viên công đoàn", "nguoi_lao_dong": "Người lao động",
	}
)
