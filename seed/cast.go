package seed

// Password is that of every sample account.
const Password = "doanket-demo"

// Unit is one invented unit. From, Moves and Ends are ISO dates; the number of the decision stands beside.
type Unit struct {
	Key        string
	Name       string
	Short      string
	Kind       string
	Parent     string // key
	Identifier string
	Former     string
	Areas      []string
	From       string
	Decision   string
	Renamed    []Renamed
	Moved      []Moved
	Ends       string
	EndsBy     string
}

// Renamed is a later name.
type Renamed struct{ Name, Short, On, Decision string }

// Moved is a later parent.
type Moved struct{ Parent, On, Decision string }

// SiteKey is the top unit: its id is the tenant.
const SiteKey = "tinh"

// Units is the cast of units; a unit stands after its parents.
var Units = []Unit{
	{Key: SiteKey, Name: "Hệ thống số tỉnh Quảng Ninh", Short: "Tỉnh Quảng Ninh", Kind: "site", From: "2010-01-01", Decision: "01/QĐ-MAU"},

	// Chính quyền.
	{Key: "ubnd-tinh", Name: "Uỷ ban nhân dân tỉnh Quảng Ninh", Short: "UBND tỉnh Quảng Ninh", Kind: "province_committee", Parent: SiteKey,
		Identifier: "H49", Former: "000.00.00.H49", Areas: []string{"22"}, From: "2010-01-01", Decision: "02/QĐ-MAU"},
	{Key: "so-noi-vu", Name: "Sở Nội vụ tỉnh Quảng Ninh", Short: "Sở Nội vụ", Kind: "department", Parent: "ubnd-tinh",
		Identifier: "H49.05", Former: "000.00.05.H49", From: "2012-01-01", Decision: "03/QĐ-MAU"},
	{Key: "ubnd-uong-bi", Name: "Uỷ ban nhân dân phường Uông Bí", Short: "UBND phường Uông Bí", Kind: "peoples_committee", Parent: "ubnd-tinh",
		Identifier: "H49.31.06", Former: "000.31.06.H49", Areas: []string{"06811"}, From: "2025-07-01", Decision: "04/NQ-MAU"},
	{Key: "ttphcc-uong-bi", Name: "Trung tâm Phục vụ hành chính công phường Uông Bí", Short: "Trung tâm PVHCC Uông Bí", Kind: "service_centre", Parent: "ubnd-uong-bi",
		Identifier: "H49.31.06.01", Areas: []string{"06811"}, From: "2025-07-01", Decision: "05/QĐ-MAU"},
	{Key: "phong-kinh-te", Name: "Phòng Kinh tế, Hạ tầng và Đô thị", Short: "Phòng KT, HT và ĐT", Kind: "division", Parent: "ubnd-uong-bi",
		Identifier: "H49.31.06.02", From: "2025-07-01", Decision: "05/QĐ-MAU"},
	{Key: "phong-van-hoa", Name: "Phòng Văn hóa – Xã hội", Short: "Phòng VH – XH", Kind: "division", Parent: "ubnd-uong-bi",
		Identifier: "H49.31.06.03", From: "2025-07-01", Decision: "05/QĐ-MAU"},
	{Key: "van-phong", Name: "Văn phòng Hội đồng nhân dân và Uỷ ban nhân dân phường Uông Bí", Short: "Văn phòng HĐND và UBND", Kind: "division", Parent: "ubnd-uong-bi",
		Identifier: "H49.31.06.04", From: "2025-07-01", Decision: "05/QĐ-MAU"},
	{Key: "cong-an-uong-bi", Name: "Công an phường Uông Bí", Short: "Công an phường", Kind: "commune_police", Parent: "ubnd-uong-bi",
		Areas: []string{"06811"}, From: "2025-07-01", Decision: "06/QĐ-MAU"},
	{Key: "ubnd-vang-danh", Name: "Uỷ ban nhân dân phường Vàng Danh", Short: "UBND phường Vàng Danh", Kind: "peoples_committee", Parent: "ubnd-tinh",
		Identifier: "H49.31.07", Former: "000.31.07.H49", Areas: []string{"06820"}, From: "2025-07-01", Decision: "04/NQ-MAU"},
	{Key: "ttphcc-vang-danh", Name: "Trung tâm Phục vụ hành chính công phường Vàng Danh", Short: "Trung tâm PVHCC Vàng Danh", Kind: "service_centre", Parent: "ubnd-vang-danh",
		Identifier: "H49.31.07.01", Areas: []string{"06820"}, From: "2025-07-01", Decision: "07/QĐ-MAU"},

	// Công đoàn. The federation of the former city was wound up on 01/07/2025; its grassroots unions
	// went to the unions of the new wards (union.md A16, without people and money).
	{Key: "ldld-tinh", Name: "Liên đoàn Lao động tỉnh Quảng Ninh", Short: "LĐLĐ tỉnh Quảng Ninh", Kind: "federation", Parent: SiteKey,
		Identifier: "I02.22", Areas: []string{"22"}, From: "2013-01-01", Decision: "11/QĐ-MAU"},
	{Key: "ubkt-tinh", Name: "Uỷ ban Kiểm tra Liên đoàn Lao động tỉnh Quảng Ninh", Short: "UBKT LĐLĐ tỉnh", Kind: "union_office", Parent: "ldld-tinh",
		From: "2013-01-01", Decision: "12/QĐ-MAU"},
	{Key: "ldld-uong-bi", Name: "Liên đoàn Lao động thành phố Uông Bí", Short: "LĐLĐ thành phố Uông Bí", Kind: "immediate_upper_union", Parent: "ldld-tinh",
		From: "2013-01-01", Decision: "13/QĐ-MAU", Ends: "2025-07-01", EndsBy: "21/QĐ-MAU"},
	{Key: "cd-uong-bi", Name: "Công đoàn phường Uông Bí", Short: "CĐ phường Uông Bí", Kind: "commune_union", Parent: "ldld-tinh",
		Identifier: "I02.22.01", Areas: []string{"06811"}, From: "2025-07-01", Decision: "21/QĐ-MAU"},
	{Key: "cd-vang-danh", Name: "Công đoàn phường Vàng Danh", Short: "CĐ phường Vàng Danh", Kind: "commune_union", Parent: "ldld-tinh",
		Identifier: "I02.22.02", Areas: []string{"06820"}, From: "2025-07-01", Decision: "21/QĐ-MAU"},
	{Key: "cdcs-than-mau", Name: "Công đoàn cơ sở Than Mẫu", Short: "CĐCS Than Mẫu", Kind: "grassroots_union", Parent: "ldld-uong-bi",
		From: "2014-05-01", Decision: "14/QĐ-MAU",
		Renamed: []Renamed{{Name: "Công đoàn cơ sở Công ty TNHH Than Mẫu", Short: "CĐCS Than Mẫu", On: "2019-03-01", Decision: "15/QĐ-MAU"}},
		Moved:   []Moved{{Parent: "cd-uong-bi", On: "2025-07-01", Decision: "21/QĐ-MAU"}}},
	{Key: "cdcs-thcs-mau", Name: "Công đoàn cơ sở Trường THCS Mẫu", Short: "CĐCS Trường THCS Mẫu", Kind: "grassroots_union", Parent: "ldld-uong-bi",
		From: "2014-09-01", Decision: "16/QĐ-MAU",
		Renamed: []Renamed{{Name: "Công đoàn cơ sở Trường THCS Mẫu Uông Bí", Short: "CĐCS Trường THCS Mẫu", On: "2027-01-01", Decision: "22/QĐ-MAU"}},
		Moved:   []Moved{{Parent: "cd-uong-bi", On: "2025-07-01", Decision: "21/QĐ-MAU"}}},
	{Key: "cdcs-benh-vien-mau", Name: "Công đoàn cơ sở Bệnh viện Mẫu", Short: "CĐCS Bệnh viện Mẫu", Kind: "grassroots_union", Parent: "ldld-uong-bi",
		From: "2015-02-01", Decision: "17/QĐ-MAU",
		Moved: []Moved{{Parent: "cd-uong-bi", On: "2025-07-01", Decision: "21/QĐ-MAU"}}},
	{Key: "cdcs-may-mau", Name: "Công đoàn cơ sở Công ty cổ phần May Mẫu", Short: "CĐCS May Mẫu", Kind: "grassroots_union", Parent: "cd-vang-danh",
		From: "2025-08-01", Decision: "18/QĐ-MAU"},
}

// Role is a role over the subtree of a unit.
type Role struct{ Role, Unit string }

// Person is one invented person with an account.
type Person struct {
	Login    string
	Name     string
	Sex      string // nam, nữ
	Born     string
	Identity string
	Phone    string
	Mail     string
	Address  string
	Post     string
	Unit     string // key of the unit she works in; empty for citizens
	Since    string // of post and roles
	Roles    []Role
	What     string // one line for the table of sample logins
}

// People is the cast of people.
var People = []Person{
	officer("lan", "Nguyễn Thị Lan", "nữ", "1990-03-08", "Cán bộ tiếp nhận", "ttphcc-uong-bi", "Tiếp nhận hồ sơ ở một cửa", Role{"counter_clerk", "ubnd-uong-bi"}),
	officer("mai", "Trần Thị Mai", "nữ", "1988-10-02", "Thu ngân", "ttphcc-uong-bi", "Thu phí, lệ phí tại quầy", Role{"cashier", "ubnd-uong-bi"}),
	officer("ha", "Vũ Thu Hà", "nữ", "1982-01-21", "Trưởng bộ phận một cửa", "ttphcc-uong-bi", "Điều phối bộ phận một cửa", Role{"desk_leader", "ubnd-uong-bi"}),
	officer("hoa", "Ngô Thị Hoa", "nữ", "1993-06-17", "Cán bộ trả kết quả", "ttphcc-uong-bi", "Trả kết quả", Role{"returning_officer", "ubnd-uong-bi"}),
	officer("trang", "Phạm Thu Trang", "nữ", "1991-12-05", "Chuyên viên thẩm định", "phong-kinh-te", "Thẩm định, soạn kết quả", Role{"handler", "ubnd-uong-bi"}),
	officer("minh", "Hoàng Văn Minh", "nam", "1986-04-30", "Công chức tư pháp – hộ tịch", "van-phong", "Hộ tịch, chứng thực", Role{"handler", "ubnd-uong-bi"}),
	officer("ngan", "Đặng Kim Ngân", "nữ", "1994-08-19", "Văn thư", "van-phong", "Đóng dấu, phát hành", Role{"clerk", "ubnd-uong-bi"}),
	officer("quang", "Đỗ Văn Quang", "nam", "1975-05-19", "Chủ tịch Uỷ ban nhân dân phường", "ubnd-uong-bi", "Ký kết quả, xem điều hành", Role{"approver", "ubnd-uong-bi"}, Role{"leader", "ubnd-uong-bi"}),
	officer("thuy", "Bùi Thị Thủy", "nữ", "1979-09-02", "Phó Chủ tịch Uỷ ban nhân dân phường", "ubnd-uong-bi", "Ký kết quả", Role{"approver", "ubnd-uong-bi"}),
	officer("ca", "Lê Văn Cảnh", "nam", "1989-02-11", "Cán bộ Công an phường", "cong-an-uong-bi", "Cư trú, căn cước", Role{"handler", "cong-an-uong-bi"}),
	officer("snv", "Trịnh Thị Nga", "nữ", "1987-07-07", "Chuyên viên Sở Nội vụ", "so-noi-vu", "Tiếp nhận, thẩm định ở Sở Nội vụ", Role{"handler", "so-noi-vu"}, Role{"counter_clerk", "so-noi-vu"}),
	officer("snv.lanhdao", "Phan Văn Nhân", "nam", "1973-11-28", "Phó Giám đốc Sở Nội vụ", "so-noi-vu", "Ký kết quả ở Sở Nội vụ", Role{"approver", "so-noi-vu"}, Role{"leader", "so-noi-vu"}),
	officer("vandanh", "Cao Thị Vân", "nữ", "1992-02-14", "Cán bộ tiếp nhận", "ttphcc-vang-danh", "Một cửa phường khác: không thấy hồ sơ Uông Bí", Role{"counter_clerk", "ubnd-vang-danh"}, Role{"handler", "ubnd-vang-danh"}),

	officer("thanh", "Lê Thị Thanh", "nữ", "1977-03-26", "Chủ tịch Công đoàn phường", "cd-uong-bi", "Ký thủ tục công đoàn", Role{"approver", "cd-uong-bi"}, Role{"leader", "cd-uong-bi"}, Role{"union_chair", "cd-uong-bi"}),
	officer("hanh", "Mai Thị Hạnh", "nữ", "1990-05-01", "Chuyên viên Công đoàn phường", "cd-uong-bi", "Nhận, trả thủ tục công đoàn", Role{"counter_clerk", "cd-uong-bi"}, Role{"handler", "cd-uong-bi"}, Role{"returning_officer", "cd-uong-bi"}, Role{"union_organiser", "cd-uong-bi"}),
	officer("than", "Nguyễn Văn Thành", "nam", "1984-07-27", "Chủ tịch Công đoàn cơ sở", "cdcs-than-mau", "Quyết định ở công đoàn cơ sở", Role{"approver", "cdcs-than-mau"}, Role{"leader", "cdcs-than-mau"}, Role{"union_chair", "cdcs-than-mau"}),
	officer("kiemtra", "Đinh Thị Kiểm", "nữ", "1980-07-28", "Uỷ viên Uỷ ban Kiểm tra", "ubkt-tinh", "Kiểm tra, giám sát công đoàn", Role{"auditor", "ldld-tinh"}, Role{"inspector", "ldld-tinh"}),

	officer("danhmuc", "Lý Thị Thảo", "nữ", "1991-01-15", "Người giữ danh mục", "ubnd-tinh", "Soạn danh mục thủ tục", Role{"catalogue_keeper", SiteKey}),
	officer("congbo", "Hồ Văn Công", "nam", "1976-06-06", "Người công bố danh mục", "ubnd-tinh", "Công bố danh mục thủ tục", Role{"catalogue_publisher", SiteKey}),
	officer("lich", "Tạ Thị Lịch", "nữ", "1985-10-20", "Người giữ lịch", "ubnd-tinh", "Lịch làm việc, ngày nghỉ", Role{"calendar_keeper", SiteKey}),
	officer("admin", "Quản Trị Mẫu", "nam", "1983-08-08", "Quản trị hệ thống", "ubnd-tinh", "Tài khoản, phân quyền, sự kiện", Role{"admin", SiteKey}),

	citizen("hau", "Trần Văn Hậu", "nam", "1985-04-12", "000085000112"),
	citizen("thuha", "Lê Thu Hà", "nữ", "1996-09-21", "000196000221"),
	citizen("bao", "Vũ Thị Bảo", "nữ", "1979-11-03", "000179000303"),

	officer("ca.truong", "Nguyễn Văn Tuấn", "nam", "1978-08-19", "Trưởng Công an phường", "cong-an-uong-bi", "Ký kết quả cư trú", Role{"approver", "cong-an-uong-bi"}, Role{"leader", "cong-an-uong-bi"}),
	officer("ca.vt", "Lưu Thị Bích", "nữ", "1995-04-04", "Văn thư Công an phường", "cong-an-uong-bi", "Phát hành ở Công an phường", Role{"clerk", "cong-an-uong-bi"}),
	officer("snv.vt", "Vương Thị Hiền", "nữ", "1990-12-12", "Văn thư Sở Nội vụ", "so-noi-vu", "Phát hành ở Sở Nội vụ", Role{"clerk", "so-noi-vu"}),
	officer("ldld", "Nguyễn Thị Hoài", "nữ", "1989-03-03", "Chuyên viên Liên đoàn Lao động tỉnh", "ldld-tinh", "Thẩm định ở LĐLĐ tỉnh", Role{"handler", "ldld-tinh"}, Role{"union_organiser", "ldld-tinh"}),
	officer("ldld.pct", "Nguyễn Tiến Dũng", "nam", "1974-07-28", "Phó Chủ tịch Liên đoàn Lao động tỉnh", "ldld-tinh", "Ký ở LĐLĐ tỉnh", Role{"approver", "ldld-tinh"}, Role{"leader", "ldld-tinh"}, Role{"union_chair", "ldld-tinh"}),
	officer("ldld.vt", "Trần Thị Ngọc", "nữ", "1992-05-15", "Văn thư Liên đoàn Lao động tỉnh", "ldld-tinh", "Phát hành, thủ quỹ ở LĐLĐ tỉnh", Role{"clerk", "ldld-tinh"}, Role{"union_treasurer", "ldld-tinh"}),
	officer("lien", "Hoàng Thị Liên", "nữ", "1988-10-20", "Uỷ viên ban chấp hành", "cdcs-than-mau", "Nhận, trả, phát hành ở CĐCS", Role{"counter_clerk", "cdcs-than-mau"}, Role{"returning_officer", "cdcs-than-mau"}, Role{"clerk", "cdcs-than-mau"}, Role{"union_clerk", "cdcs-than-mau"}, Role{"union_treasurer", "cdcs-than-mau"}),
	officer("toan", "Phạm Văn Toàn", "nam", "1987-01-09", "Uỷ viên ban chấp hành", "cdcs-than-mau", "Xem xét ở CĐCS", Role{"handler", "cdcs-than-mau"}),

	partner("doitac", "Nhà sách Mẫu", "Kiểm tra thẻ đoàn viên khi bán hàng"),
	officer("hong", "Vũ Thị Hồng", "nữ", "1981-11-20", "Chủ tịch Công đoàn cơ sở", "cdcs-thcs-mau", "Giữ sổ đoàn viên ở trường học", Role{"union_chair", "cdcs-thcs-mau"}),
	officer("phuong", "Đặng Thu Phương", "nữ", "1986-02-27", "Chủ tịch Công đoàn cơ sở", "cdcs-benh-vien-mau", "Giữ sổ đoàn viên ở bệnh viện", Role{"union_chair", "cdcs-benh-vien-mau"}),
	officer("tam", "Lý Minh Tâm", "nam", "1990-09-14", "Chủ tịch Công đoàn cơ sở", "cdcs-may-mau", "Giữ sổ ở phường khác: không thấy đoàn viên Uông Bí", Role{"union_chair", "cdcs-may-mau"}),
	officer("kt.chunhiem", "Phùng Thị Hường", "nữ", "1972-06-15", "Chủ nhiệm Uỷ ban Kiểm tra", "ubkt-tinh", "Duyệt kế hoạch, ký kết luận kiểm tra", Role{"inspection_chair", "ldld-tinh"}),
	officer("kt.binh", "Lương Văn Bình", "nam", "1986-09-09", "Uỷ viên Uỷ ban Kiểm tra", "ubkt-tinh", "Thành viên đoàn kiểm tra", Role{"inspector", "ldld-tinh"}),
}

func officer(login, name, sex, born, post, unit, what string, roles ...Role) Person {
	return Person{Login: login, Name: name, Sex: sex, Born: born, Mail: login + "@vidu.example", Phone: "0000000001",
		Post: post, Unit: unit, Since: "2025-07-01", Roles: roles, What: what}
}

// partner is a shop that grants something against a card; its till signs in.
func partner(login, name, what string) Person {
	return Person{Login: login, Name: name, Born: "1990-01-01", Mail: login + "@vidu.example", Phone: "0000000003",
		Address: "Khu Mẫu, phường Uông Bí, tỉnh Quảng Ninh", Since: "2025-07-01", Roles: []Role{{"partner", SiteKey}}, What: what}
}

func citizen(login, name, sex, born, identity string) Person {
	return Person{Login: login, Name: name, Sex: sex, Born: born, Identity: identity, Mail: login + "@vidu.example", Phone: "0000000002",
		Address: "Tổ 1, khu Mẫu, phường Uông Bí, tỉnh Quảng Ninh", Since: "2025-07-01", Roles: []Role{{"citizen", SiteKey}}, What: "Công dân nộp và tra cứu hồ sơ"}
}
