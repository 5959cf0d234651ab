package people

import "slices"

// firstRoles are the roles that a new site begins with. They are data from then on. Four eyes stand
// where one person alone could let through what she prepared, or see everything.
var firstRoles = append([]Role{
	{Key: "counter_clerk", Title: "Cán bộ tiếp nhận", Permissions: []string{"tasks.handle", "dossiers.help", "dossiers.accept", "dossiers.view", "procedures.view", "payments.view", "orgs.view"}},
	{Key: "cashier", Title: "Thu ngân", Permissions: []string{"tasks.handle", "payments.collect", "payments.view", "dossiers.view", "procedures.view"}},
	{Key: "desk_leader", Title: "Trưởng bộ phận một cửa", Permissions: []string{"tasks.assign", "tasks.view", "tasks.handle", "dossiers.help", "dossiers.accept", "dossiers.assign", "dossiers.return", "dossiers.view", "dossiers.report", "payments.view", "procedures.view", "orgs.view"}},
	{Key: "handler", Title: "Cán bộ thụ lý", Permissions: []string{"tasks.handle", "dossiers.handle", "dossiers.view", "procedures.view", "orgs.view"}},
	{Key: "approver", Title: "Lãnh đạo phê duyệt", FourEyes: true, Permissions: []string{"tasks.handle", "dossiers.approve", "dossiers.assign", "dossiers.view", "dossiers.report", "procedures.view", "orgs.view"}},
	{Key: "returning_officer", Title: "Cán bộ trả kết quả", Permissions: []string{"tasks.handle", "dossiers.return", "dossiers.view", "procedures.view"}},
	{Key: "clerk", Title: "Văn thư", Permissions: []string{"tasks.handle", "dossiers.issue", "dossiers.view", "procedures.view", "messages.view", "orgs.view"}},
	{Key: "catalogue_keeper", Title: "Người giữ danh mục", Permissions: []string{"procedures.edit", "procedures.view"}},
	{Key: "catalogue_publisher", Title: "Người công bố danh mục", FourEyes: true, Permissions: []string{"procedures.publish", "procedures.view"}},
	{Key: "calendar_keeper", Title: "Người giữ lịch", Permissions: []string{"calendar.edit"}},
	{Key: "leader", Title: "Lãnh đạo đơn vị", Permissions: []string{"tasks.assign", "tasks.view", "tasks.handle", "dossiers.assign", "dossiers.view", "dossiers.report", "payments.view", "procedures.view", "orgs.view", "people.view"}},
	{Key: "auditor", Title: "Kiểm tra, giám sát", FourEyes: true, Permissions: []string{"tasks.view", "tasks.handle", "audit.view", "dossiers.view", "dossiers.report", "payments.view", "procedures.view", "orgs.view", "people.view", "messages.view"}},
	{Key: "admin", Title: "Quản trị", FourEyes: true, Permissions: []string{"people.view", "people.edit", "people.grant", "orgs.view", "orgs.edit", "audit.view", "calendar.edit", "outbox.manage", "messages.view", "links.manage", "procedures.view"}},
	{Key: "citizen", Title: "Công dân"},
}, slices.Concat(unionRoles, reorgRoles)...)
