package people

// unionRoles are the roles of the union wing that a new site begins with. The chair decides, the clerk
// prepares, the organiser of the level above sees to all units below.
var unionRoles = []Role{
	{Key: "union_clerk", Title: "Người giữ sổ đoàn viên", Permissions: []string{"members.view", "members.keep", "statistics.view", "statistics.fill", "cards.view", "cards.issue", "committees.view", "welfare.view", "welfare.prepare", "benefits.view", "benefits.prepare", "waitlists.view", "waitlists.keep", "orgs.view"}},
	{Key: "union_chair", Title: "Chủ tịch công đoàn", FourEyes: true, Permissions: []string{"members.view", "members.keep", "members.decide", "statistics.view", "statistics.fill", "statistics.review", "cards.view", "cards.issue", "committees.view", "committees.keep", "welfare.view", "welfare.approve", "welfare.override", "benefits.view", "benefits.approve", "waitlists.view", "waitlists.decide", "inspection.answer", "orgs.view", "people.view"}},
	{Key: "union_organiser", Title: "Cán bộ tổ chức công đoàn", FourEyes: true, Permissions: []string{"members.view", "members.keep", "members.decide", "statistics.view", "statistics.fill", "statistics.review", "statistics.open", "cards.view", "cards.issue", "committees.view", "committees.keep", "welfare.view", "welfare.prepare", "complaints.receive", "benefits.view", "benefits.prepare", "waitlists.view", "waitlists.keep", "orgs.view", "people.view"}},
	{Key: "partner", Title: "Đối tác của công đoàn", Permissions: []string{"cards.check", "benefits.redeem"}},
	{Key: "union_treasurer", Title: "Thủ quỹ công đoàn", FourEyes: true, Permissions: []string{"members.view", "welfare.view", "welfare.pay", "orgs.view"}},
	{Key: "inspector", Title: "Uỷ viên uỷ ban kiểm tra", FourEyes: true, Permissions: []string{"inspection.view", "inspection.keep", "complaints.handle", "members.view", "statistics.view", "tasks.handle", "orgs.view"}},
	{Key: "inspection_chair", Title: "Chủ nhiệm uỷ ban kiểm tra", FourEyes: true, Permissions: []string{"inspection.view", "inspection.keep", "inspection.approve", "complaints.receive", "complaints.handle", "members.view", "statistics.view", "tasks.assign", "tasks.view", "orgs.view"}},
}
