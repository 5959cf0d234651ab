package people

// unionRoles are the roles of the union wing that a new site begins with. The chair decides, the clerk
// prepares, the organiser of the level above sees to all units below.
var unionRoles = []Role{
	{Key: "union_clerk", Title: "Người giữ sổ đoàn viên", Permissions: []string{"members.view", "members.keep", "statistics.view", "statistics.fill", "orgs.view"}},
	{Key: "union_chair", Title: "Chủ tịch công đoàn", FourEyes: true, Permissions: []string{"members.view", "members.keep", "members.decide", "statistics.view", "statistics.fill", "statistics.review", "orgs.view", "people.view"}},
	{Key: "union_organiser", Title: "Cán bộ tổ chức công đoàn", FourEyes: true, Permissions: []string{"members.view", "members.keep", "members.decide", "statistics.view", "statistics.fill", "statistics.review", "statistics.open", "orgs.view", "people.view"}},
}
