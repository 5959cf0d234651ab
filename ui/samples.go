package ui

// Samples are the parts themselves, in every state, for the page catalogue.
func Samples() []Sample {
	return []Sample{
		{Room: "ui", Page: "list", State: "full", Body: sampleQueue()},
		{Room: "ui", Page: "list", State: "empty", Body: sampleEmpty()},
		{Room: "ui", Page: "detail", State: "running", Body: sampleDetail()},
		{Room: "ui", Page: "detail", State: "clocks", Body: sampleClocks()},
		{Room: "ui", Page: "board", State: "full", Body: sampleBoard()},
		{Room: "ui", Page: "form", State: "blank", Body: sampleForm(nil)},
		{Room: "ui", Page: "form", State: "refused", Body: sampleForm(sampleErrors)},
		{Room: "ui", Page: "filing", State: "refused", Body: sampleFiling(), Plain: true},
		{Room: "ui", Page: "text", State: "long", Body: sampleText(), Plain: true},
		{Room: "ui", Page: "parts", State: "all", Body: sampleParts()},
		{Room: "ui", Page: "paper", State: "full", Body: samplePaper(), Plain: true, Print: true},
	}
}

// SampleFrame is the shell of the invented officer of the samples.
func SampleFrame(title string) Frame {
	return Frame{
		Title: title, Path: "/ho-so", Inbox: 3, User: &User{Name: "Nguyễn Thị Lan", Post: "Cán bộ tiếp nhận, Bộ phận Một cửa"},
		Site: "Hệ thống số tỉnh Quảng Ninh",
		Wings: []Wing{
			{Rooms: []Room{{Label: "Hôm nay", Href: "#", Thumb: true}, {Label: "Hồ sơ", Href: "#", Count: 14, Current: true, Thumb: true}, {Label: "Văn bản", Href: "#", Count: 6, Thumb: true}, {Label: "Điều hành", Href: "#", Thumb: true}}},
			{Title: "Công đoàn", Rooms: []Room{{Label: "Đoàn viên", Href: "#"}, {Label: "Phúc lợi", Href: "#"}, {Label: "Đoàn phí, kinh phí", Href: "#"}, {Label: "Sổ kế toán", Href: "#"}, {Label: "Kiểm tra, giám sát", Href: "#"}}},
			{Title: "Dịch vụ công", Rooms: []Room{{Label: "Thủ tục", Href: "#"}, {Label: "Thu hộ", Href: "#"}, {Label: "Phản ánh, kiến nghị", Href: "#", Count: 2}}},
			{Title: "Văn phòng", Rooms: []Room{{Label: "Hồ sơ công việc", Href: "#"}, {Label: "Họp, lịch công tác", Href: "#", Count: 1}, {Label: "Phiếu lấy ý kiến", Href: "#"}}},
		},
	}
}

type sampleRow struct{ code, procedure, who, tone, word, due, why, step string }

var sampleRows = []sampleRow{
	{"H49.31.06-261118-0007", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Trần Văn Hậu", Late, "Quá hạn", "20/11 17:00", "trễ 3 giờ làm việc", "Chờ ký"},
	{"H49.31.06-261120-0021", "Đăng ký khai sinh", "Lê Thu Hà", Soon, "Đang xử lý", "Hôm nay 17:30", "nộp trước 15:00 nên trả trong ngày", "Thẩm tra"},
	{"H49.31.06-261120-0019", "Xác nhận tình trạng hôn nhân", "Phạm Quang Minh", Soon, "Đang xử lý", "25/11 09:10", "3 ngày làm việc, nghỉ 24/11", "Xác minh"},
	{"H49.31.06-261119-0044", "Đăng ký nội quy lao động", "Công ty TNHH Than Mẫu", Run, "Đang xử lý", "03/12 08:20", "7 ngày làm việc, nghỉ 24/11", "Thẩm định"},
	{"H49.31.06-261117-0030", "Trợ cấp khó khăn đoàn viên", "Vũ Thị Mai", Wait, "Chờ bổ sung", "đồng hồ dừng", "chờ giấy ra viện từ 19/11", "Bổ sung"},
	{"H49.31.06-261116-0012", "Đăng ký thường trú", "Hoàng Đức Anh", Run, "Đang xử lý", "26/11 14:00", "7 ngày làm việc, nghỉ 24/11", "Chuyển công an"},
	{"H49.31.06-261113-0003", "Cấp bản sao trích lục hộ tịch", "Ngô Thanh Tùng", Done, "Chờ trả", "đã xong 20/11", "trước hạn 1 ngày", "Trả kết quả"},
}

func (r sampleRow) dueTone() Tone {
	if r.tone == Late || r.tone == Soon {
		return r.tone
	}
	return ""
}

var sampleErrors = Errors{
	"ngay":    "Tháng 11 chỉ có 30 ngày. Hãy xem lại ngày trên giấy ra viện.",
	"so_tien": "Số tiền là số nguyên từ 1.000 đến 500.000.000, ví dụ 1.500.000.",
	"ly_do":   "Ghi lý do ít nhất 10 chữ, để người dân biết phải làm gì.",
	"kenh":    "Chọn một trong ba cách nhận kết quả.",
	"tep":     "Tệp là 25 MB, lớn hơn mức 20 MB. Chụp lại ở cỡ vừa hoặc tách làm hai tệp.",
	"cam_ket": "Đánh dấu vào ô này nếu bạn đồng ý.",
	"don_vi":  "Chọn đơn vị trong danh sách.",
	"ho_ten":  "Ghi họ và tên như trên căn cước.",
	"the":     "Đọc lại thẻ: chuỗi phải có 7 phần, cách nhau bằng dấu |.",
}

var sampleOptions = []Option{
	{Value: "om", Label: "Ốm đau, nằm viện", Hint: "từ 7 ngày trở lên trong năm nay"},
	{Value: "tai-nan", Label: "Tai nạn lao động, tai nạn giao thông"},
	{Value: "thien-tai", Label: "Thiên tai, hỏa hoạn"},
}

var sampleOrgs = []Option{
	{Value: "1", Label: "Trung tâm Phục vụ hành chính công phường Uông Bí", Group: "UBND phường Uông Bí"},
	{Value: "2", Label: "Phòng Kinh tế, Hạ tầng và Đô thị", Group: "UBND phường Uông Bí"},
	{Value: "3", Label: "CĐCS Công ty TNHH Than Mẫu", Group: "Công đoàn phường Uông Bí"},
	{Value: "4", Label: "CĐCS Trường THCS Mẫu", Group: "Công đoàn phường Uông Bí"},
}

var sampleWhy = []string{
	"Tiếp nhận 08:20 thứ hai 23/11; ngày tiếp nhận không tính.",
	"24/11 nghỉ Ngày Văn hóa Việt Nam (NQ 28/2026/QH16).",
	"28–29/11 nghỉ cuối tuần.",
	"Đủ 7 ngày làm việc lúc 08:20 ngày 03/12 (Luật số 45/2019/QH14; thủ tục 2.001955, phiên bản 3).",
}

var sampleMonths = []Point{
	{Label: "T6", Value: 88.2, Text: "88,2 %"}, {Label: "T7", Value: 90.1, Text: "90,1 %"}, {Label: "T8", Value: 92.4, Text: "92,4 %"},
	{Label: "T9", Value: 93.9, Text: "93,9 %"}, {Label: "T10", Value: 96, Text: "96 %"}, {Label: "T11", Value: 97.8, Text: "97,8 %"},
}

var sampleUnits = []Point{
	{Label: "Hộ tịch", Value: 412, Href: "#"}, {Label: "Đất đai", Value: 268, Href: "#", Tone: Late}, {Label: "Xây dựng", Value: 190, Href: "#", Tone: Soon},
	{Label: "Lao động", Value: 144, Href: "#"}, {Label: "Bảo trợ xã hội", Value: 96, Href: "#"}, {Label: "Khác", Value: 61, Href: "#", Tone: Hold},
}
