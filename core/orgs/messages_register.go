package orgs

// messagesOfRegister are the refusals of a tree that would not be right at some date.
var messagesOfRegister = map[string]string{
	"orgs.founded_twice": "Đơn vị này đã được thành lập.",
	"orgs.no_parent_on":  "Từ ngày %s đơn vị không còn cấp trên nào. Cho biết đơn vị chuyển về đâu.",
	"orgs.two_at_once":   "Có ngày đơn vị mang hai tên, hai loại hoặc hai mã cùng lúc.",
	"orgs.number_taken":  "Số %s ngày %s đã là của một quyết định khác.",
	"orgs.built_upon":    "%s đã có thay đổi dựa trên quyết định này. Huỷ thay đổi đó trước.",
}

// messagesOfAreas are the refusals of a change of the map.
var messagesOfAreas = map[string]string{
	"orgs.area_nowhere": "Chưa có phần nào của địa bàn %s nhập vào đâu. Ghi địa bàn nhận trước khi kết thúc.",
	"orgs.area_part":    "Ghi địa bàn %s chuyển toàn bộ hay một phần.",
	"orgs.area_changed": "Địa bàn %s đã có thay đổi ghi cho ngày %s. Chọn ngày khác.",
	"orgs.area_kind":    "Ghi loại địa bàn, ví dụ phường, xã, tỉnh.",
	"orgs.area_code":    "“%s” chưa phải mã địa bàn. Mã có 2 hoặc 5 chữ số, ví dụ 06811.",
	"orgs.area_level":   "Chọn cấp địa bàn: tỉnh, huyện hoặc xã.",
	"orgs.area_parent":  "Ghi mã của địa bàn cấp trên.",
	"orgs.area_double":  "Có hai địa bàn mang mã %s trong cùng một ngày.",
}
