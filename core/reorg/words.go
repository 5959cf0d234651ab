package reorg

import "doanket/kernel"

// stepWords are the kinds of steps as pages and files call them; slug is the word of a file's key.
var stepWords = []struct {
	kind        StepKind
	slug, label string
}{
	{Found, "thanh_lap", "Thành lập"},
	{Rename, "doi_ten", "Đổi tên"},
	{ChangeKind, "doi_loai", "Đổi loại đơn vị"},
	{Identify, "gan_ma", "Gắn mã định danh"},
	{Serve, "doi_dia_ban", "Đổi địa bàn phụ trách"},
	{Move, "chuyen", "Chuyển cấp trên"},
	{Merge, "sap_nhap", "Sáp nhập, hợp nhất"},
	{Split, "chia_tach", "Chia, tách"},
	{WindUp, "ket_thuc", "Kết thúc hoạt động"},
	{HandOver, "ban_giao", "Bàn giao một phần"},
	{AreaForm, "lap_dia_ban", "Lập địa bàn mới"},
	{AreaChange, "sua_dia_ban", "Đổi địa bàn đang có"},
	{AreaEnd, "ket_thuc_dia_ban", "Kết thúc địa bàn"},
	{AreaTrace, "nguon_goc_dia_ban", "Xác nhận nguồn gốc địa bàn"},
	{Undo, "huy", "Huỷ một quyết định"},
}

// StepName is what a kind of step is called.
func StepName(k StepKind) string {
	for _, w := range stepWords {
		if w.kind == k {
			return w.label
		}
	}
	return string(k)
}

// stepOf reads a kind from a slug or from what pages call it.
func stepOf(word string) (StepKind, bool) {
	word = kernel.Fold(word)
	for _, w := range stepWords {
		if word == kernel.Fold(w.label) || word == w.slug || word == string(w.kind) {
			return w.kind, true
		}
	}
	for also, kind := range map[string]StepKind{"sap nhap": Merge, "hop nhat": Merge, "chia": Split, "tach": Split, "chuyen": Move, "giai the": WindUp, "ket thuc": WindUp, "ban giao": HandOver} {
		if word == also {
			return kind, true
		}
	}
	return "", false
}

// StateName is what a state is called.
func StateName(s State) string {
	return map[State]string{Draft: "Đang soạn", Submitted: "Chờ duyệt", Approved: "Đã duyệt, chờ đến ngày", Held: "Đến ngày, còn vướng", Applied: "Đã áp dụng", Undone: "Đã huỷ", Discarded: "Bỏ"}[s]
}
