package people

// reorgRoles are the roles of those who rearrange organisations: who prepares a decision never approves it.
var reorgRoles = []Role{
	{Key: "reorg_writer", Title: "Người soạn quyết định sắp xếp", FourEyes: true, Permissions: []string{"reorg.prepare", "orgs.view", "members.view"}},
	{Key: "reorg_approver", Title: "Người duyệt quyết định sắp xếp", FourEyes: true, Permissions: []string{"reorg.approve", "orgs.view", "members.view"}},
}
