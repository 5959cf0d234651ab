package seed

// Those who prepare and approve the decisions by which organisations are rearranged stand after the cast.
func init() {
	People = append(People,
		officer("ldld.tc", "Bùi Thị Xuân", "nữ", "1986-02-03", "Phó Trưởng ban Tổ chức Liên đoàn Lao động tỉnh", "ldld-tinh", "Soạn quyết định sắp xếp tổ chức", Role{"reorg_writer", "ldld-tinh"}),
		officer("ldld.pct2", "Trịnh Thị Vân", "nữ", "1979-12-25", "Phó Chủ tịch Liên đoàn Lao động tỉnh", "ldld-tinh", "Duyệt quyết định sắp xếp tổ chức", Role{"reorg_approver", "ldld-tinh"}),
		officer("ldld.ct", "Vũ Đình Sơn", "nam", "1971-09-14", "Chủ tịch Liên đoàn Lao động tỉnh", "ldld-tinh", "Duyệt quyết định sắp xếp tổ chức", Role{"reorg_approver", "ldld-tinh"}, Role{"leader", "ldld-tinh"}),
	)
}
