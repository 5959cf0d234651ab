package orgs

// messagesOfRegister are the refusals of a tree that would not be right at some date.
var messagesOfRegister = map[string]string{
	"orgs.founded_twice": "Đơn vị này đã được thành lập.",
	"orgs.no_parent_on":  "Từ ngày %s đơn vị không còn cấp trên nào. Cho biết đơn vị chuyển về đâu.",
	"orgs.two_at_once":   "Có ngày đơn vị mang hai tên, hai loại hoặc hai mã cùng lúc.",
	"orgs.built_upon":    "%s đã có thay đổi dựa trên quyết định này. Huỷ thay đổi đó trước.",
}
