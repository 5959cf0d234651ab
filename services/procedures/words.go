package procedures

// stateWord is a state in Vietnamese.
func stateWord(s State) string {
	return map[State]string{StateDraft: "Bản nháp", StateReview: "Chờ duyệt", StatePublished: "Đã công bố", StateRetired: "Đã ngừng"}[s]
}

var agencyWords = map[string]string{
	"ubnd_tinh": "Uỷ ban nhân dân cấp tỉnh", "ubnd_xa": "Uỷ ban nhân dân cấp xã", "cong_an_xa": "Công an cấp xã", "cong_an_tinh": "Công an cấp tỉnh",
	"so_noi_vu": "Sở Nội vụ", "trung_tam_phuc_vu_hanh_chinh_cong": "Trung tâm Phục vụ hành chính công",
	"phong_kinh_te_ha_tang_do_thi": "Phòng Kinh tế, Hạ tầng và Đô thị", "phong_van_hoa_xa_hoi": "Phòng Văn hoá – Xã hội",
	"cong_doan_co_so": "Công đoàn cơ sở", "cong_doan_xa": "Công đoàn cấp xã", "cong_doan_tinh": "Liên đoàn Lao động cấp tỉnh",
}

// AgencyWord is the name of a kind of agency; a kind that the table does not know is shown as it is.
func AgencyWord(key string) string {
	if w := agencyWords[key]; w != "" {
		return w
	}
	return key
}

// LevelWord is a level of the catalogue in Vietnamese.
func LevelWord(key string) string {
	return map[string]string{"bo": "Cấp bộ", "tinh": "Cấp tỉnh", "xa": "Cấp xã", "khac": "Cơ quan khác", "cong_doan": "Công đoàn"}[key]
}

// ChannelWord is a channel in Vietnamese.
func ChannelWord(key string) string {
	return map[string]string{Online: "Trực tuyến", Direct: "Tại quầy", Post: "Bưu chính"}[key]
}

// RoleWord is who does a step.
func RoleWord(key string) string {
	return map[string]string{
		"citizen": "Người nộp", "counter_clerk": "Cán bộ tiếp nhận", "cashier": "Thu ngân", "desk_leader": "Trưởng bộ phận một cửa",
		"handler": "Cán bộ thụ lý", "approver": "Lãnh đạo phê duyệt", "returning_officer": "Cán bộ trả kết quả", "clerk": "Văn thư",
		"leader": "Lãnh đạo đơn vị", "system": "Hệ thống",
	}[key]
}

// KindWord is phí, lệ phí or another payment.
func KindWord(k PaymentKind) string {
	return map[PaymentKind]string{Fee: "Phí", Charge: "Lệ phí", OtherPayment: "Khoản khác"}[k]
}

// OnlineWord is how much can be done online.
func OnlineWord(key string) string {
	return map[string]string{string(FullyOnline): "Toàn trình", string(PartlyOnline): "Một phần", "truc_tiep": "Không trực tuyến"}[key]
}
