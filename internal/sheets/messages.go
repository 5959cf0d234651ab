package sheets

import "doanket/kernel"

// Messages are the sentences of this package's refusals and doubts.
func Messages() map[string]string {
	return map[string]string{
		"sheets.unreadable":      "Tệp này không đọc được như một bảng tính. Mở bằng Excel, lưu lại dạng .xlsx hoặc .csv rồi tải lên.",
		"sheets.old_excel":       "Đây là tệp Excel đời cũ (.xls) hoặc tệp đặt mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu lại dạng .xlsx.",
		"sheets.bomb":            "Tệp bung ra lớn quá mức cho phép nên không nhận.",
		"sheets.no_sheet":        "Tệp không có trang tính “%v”.",
		"sheets.empty":           "Bảng chưa có dòng nào.",
		"sheets.no_header":       "Không tìm thấy dòng tiêu đề trong %v dòng đầu. Cần ít nhất hai cột mang tên quen thuộc, ví dụ %v.",
		"sheets.too_many_rows":   "Bảng có hơn %v dòng. Chia thành nhiều tệp rồi tải lên.",
		"sheets.too_many_cols":   "Dòng %v có hơn %v cột. Xoá các cột thừa rồi tải lên.",
		"sheets.long_cell":       "Ô %v dài hơn %v ký tự. Kiểm tra dấu ngoặc kép chưa đóng hoặc nội dung dán nhầm.",
		"sheets.open_quote":      "Dấu ngoặc kép mở ở ô %v không được đóng lại.",
		"sheets.bad_date":        "“%v” không phải ngày. Viết ngày/tháng/năm, ví dụ 31/12/1985.",
		"sheets.no_such_day":     "Không có ngày %v trong lịch.",
		"sheets.month_first":     "“%v” được viết tháng trước ngày; đọc thành %v.",
		"sheets.two_digit_year":  "“%v” chỉ có hai số cuối của năm; đọc thành %v.",
		"sheets.month_only":      "“%v” mới có tháng và năm, chưa có ngày.",
		"sheets.year_only":       "“%v” mới có năm, chưa có ngày và tháng.",
		"sheets.bad_number":      "“%v” không phải số.",
		"sheets.unclear_number":  "“%v” có thể đọc thành %v hoặc %v. Viết lại không dùng dấu phân cách.",
		"sheets.bad_money":       "“%v” không phải số tiền nguyên đồng. Viết ví dụ 4.680.000 hoặc 5,2 triệu.",
		"sheets.damaged_number":  "“%v” đã bị Excel rút gọn và mất chữ số. Định dạng cột là Text rồi nhập lại số từ giấy gốc.",
		"sheets.bad_identity":    "“%v” không phải số định danh: cần đúng 12 chữ số.",
		"sheets.lost_zero":       "“%v” thiếu một chữ số; có thể Excel đã bỏ số 0 ở đầu của %v.",
		"sheets.old_identity":    "“%v” có 9 chữ số: đây là số chứng minh nhân dân cũ, không phải số định danh.",
		"sheets.bad_phone":       "“%v” không phải số điện thoại Việt Nam.",
		"sheets.phone_lost_zero": "“%v” được đọc thành %v vì Excel bỏ số 0 ở đầu.",
		"sheets.bad_sex":         "“%v” không phải giới tính. Viết Nam hoặc Nữ.",
		"sheets.bad_name":        "“%v” không phải họ và tên.",
		"sheets.short_name":      "“%v” chỉ có một chữ. Họ và tên cần ít nhất hai chữ.",
		"sheets.error_cell":      "Ô mang lỗi %v của Excel.",
	}
}

func invalid(code string, args ...any) *kernel.Fault {
	return &kernel.Fault{Kind: kernel.Invalid, Code: code, Args: args}
}

// Doubt (điều nghi ngờ) comes with a value that was read but may be meant otherwise; the sentence
// stands under Code. Proposal is what the value would be if the doubt is right, "" when the value given
// is the proposal already.
type Doubt struct {
	Code     string
	Args     []any
	Proposal string
}
