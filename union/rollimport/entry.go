package rollimport

import (
	"slices"
	"strings"

	"doanket/internal/sheets"
	"doanket/kernel"
)

// Entry (dòng danh sách) is what one row of a table says of a member, in the words of this room. Dates are
// whole days; an empty field is not known.
type Entry struct {
	Name     string
	Born     kernel.Date
	Sex      string // "nam", "nữ" or ""
	Identity string // số định danh cá nhân, 12 digits
	Old      string // số chứng minh nhân dân, 9 digits
	Issued   kernel.Date
	Issuer   string
	Phone    string
	Email    string

	Number   string // mã số đoàn viên
	Unit     kernel.ID
	Group    string
	Admitted kernel.Date
	Basis    string
	Place    string
	Joined   kernel.Date

	Employer  string
	Job       string
	Position  string
	Contract  string // key of a kind of contract
	WorkSince kernel.Date
	Wage      kernel.Money // đồng a month

	Home         string
	Native       string
	Permanent    string
	Ethnicity    string
	Religion     string
	Nationality  string
	Passport     string
	General      string
	Professional string
	Theory       string
	Language     string
	Computing    string
	Insurance    string
	Party        kernel.Date
	Hardship     string
	Bank         string
}

// slot is one field of an Entry: exactly one of the pointers is set.
type slot struct {
	text  *string
	date  *kernel.Date
	money *kernel.Money
}

// slots are where the fields of a table go. Unit, the two columns of sexes and those of birth dates by
// sex are read in their own way.
var slots = map[string]func(e *Entry) slot{
	"name":         func(e *Entry) slot { return slot{text: &e.Name} },
	"sex":          func(e *Entry) slot { return slot{text: &e.Sex} },
	"identity":     func(e *Entry) slot { return slot{text: &e.Identity} },
	"old_identity": func(e *Entry) slot { return slot{text: &e.Old} },
	"issuer":       func(e *Entry) slot { return slot{text: &e.Issuer} },
	"phone":        func(e *Entry) slot { return slot{text: &e.Phone} },
	"email":        func(e *Entry) slot { return slot{text: &e.Email} },
	"number":       func(e *Entry) slot { return slot{text: &e.Number} },
	"group":        func(e *Entry) slot { return slot{text: &e.Group} },
	"basis":        func(e *Entry) slot { return slot{text: &e.Basis} },
	"place":        func(e *Entry) slot { return slot{text: &e.Place} },
	"employer":     func(e *Entry) slot { return slot{text: &e.Employer} },
	"job":          func(e *Entry) slot { return slot{text: &e.Job} },
	"position":     func(e *Entry) slot { return slot{text: &e.Position} },
	"contract":     func(e *Entry) slot { return slot{text: &e.Contract} },
	"home":         func(e *Entry) slot { return slot{text: &e.Home} },
	"native":       func(e *Entry) slot { return slot{text: &e.Native} },
	"permanent":    func(e *Entry) slot { return slot{text: &e.Permanent} },
	"ethnicity":    func(e *Entry) slot { return slot{text: &e.Ethnicity} },
	"religion":     func(e *Entry) slot { return slot{text: &e.Religion} },
	"nationality":  func(e *Entry) slot { return slot{text: &e.Nationality} },
	"passport":     func(e *Entry) slot { return slot{text: &e.Passport} },
	"general":      func(e *Entry) slot { return slot{text: &e.General} },
	"professional": func(e *Entry) slot { return slot{text: &e.Professional} },
	"theory":       func(e *Entry) slot { return slot{text: &e.Theory} },
	"language":     func(e *Entry) slot { return slot{text: &e.Language} },
	"computing":    func(e *Entry) slot { return slot{text: &e.Computing} },
	"insurance":    func(e *Entry) slot { return slot{text: &e.Insurance} },
	"hardship":     func(e *Entry) slot { return slot{text: &e.Hardship} },
	"bank":         func(e *Entry) slot { return slot{text: &e.Bank} },
	"born":         func(e *Entry) slot { return slot{date: &e.Born} },
	"issued":       func(e *Entry) slot { return slot{date: &e.Issued} },
	"admitted":     func(e *Entry) slot { return slot{date: &e.Admitted} },
	"joined":       func(e *Entry) slot { return slot{date: &e.Joined} },
	"work_since":   func(e *Entry) slot { return slot{date: &e.WorkSince} },
	"party":        func(e *Entry) slot { return slot{date: &e.Party} },
	"wage":         func(e *Entry) slot { return slot{money: &e.Wage} },
}

func (s slot) empty() bool {
	switch {
	case s.text != nil:
		return *s.text == ""
	case s.date != nil:
		return s.date.IsZero()
	}
	return *s.money == 0
}

func (s slot) same(o slot) bool {
	switch {
	case s.text != nil:
		return *s.text == *o.text || sheets.Tidy(*s.text) == sheets.Tidy(*o.text)
	case s.date != nil:
		return *s.date == *o.date
	}
	return *s.money == *o.money
}

// standing are facts of the admission itself: a file that says them otherwise is never believed
// against the register.
var standing = []string{"number", "admitted", "basis", "place", "joined"}

// differs are the fields in which a file says something else than the roll; what the file leaves empty
// says nothing.
func (e *Entry) differs(have *Entry, keys []string) []string {
	var out []string
	for _, key := range keys {
		if slices.Contains(standing, key) {
			continue
		}
		at, ok := slots[key]
		if !ok {
			continue
		}
		says := at(e)
		if !says.empty() && !says.same(at(have)) {
			out = append(out, key)
		}
	}
	return out
}

// Fields are the columns of a roll, in the order of the template and of the export.
func Fields() []sheets.Field { return fields }

var fields = []sheets.Field{
	{Key: "number", Head: "Mã số đoàn viên", Also: []string{"Mã đoàn viên", "Số thẻ đoàn viên", "Số thẻ", "Mã số thẻ", "Số thẻ công đoàn", "MSĐV"}},
	{Key: "name", Head: "Họ và tên", Also: []string{"Họ tên", "Họ và tên đoàn viên", "Họ tên đoàn viên", "Tên đoàn viên", "Họ, tên", "Họ tên CBCNV", "Họ và tên khai sinh", "Họ, chữ đệm và tên"}, Needed: true},
	{Key: "born", Head: "Ngày sinh", Also: []string{"Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày", "NTNS", "Ngày sinh đoàn viên"}},
	{Key: "born_male", Head: "Ngày sinh nam", Also: []string{"Năm sinh nam", "Ngày tháng năm sinh nam"}},
	{Key: "born_female", Head: "Ngày sinh nữ", Also: []string{"Năm sinh nữ", "Ngày tháng năm sinh nữ"}},
	{Key: "sex", Head: "Giới tính", Also: []string{"Nam/Nữ", "Giới", "Phái"}},
	{Key: "male", Head: "Nam", Also: []string{"Giới tính nam"}},
	{Key: "female", Head: "Nữ", Also: []string{"Giới tính nữ"}},
	{Key: "identity", Head: "Số định danh cá nhân", Also: []string{"Số CCCD", "CCCD", "Căn cước công dân", "Số căn cước", "Số căn cước công dân", "CCCD/CMND", "CMND/CCCD", "Số CMND/CCCD", "Số CCCD/CMND", "Số định danh", "Mã định danh cá nhân", "Số thẻ căn cước"}},
	{Key: "old_identity", Head: "Số CMND", Also: []string{"CMND", "Chứng minh nhân dân", "Số CMND cũ", "Số chứng minh nhân dân"}},
	{Key: "issued", Head: "Ngày cấp", Also: []string{"Ngày cấp CCCD", "Ngày cấp CMND/CCCD"}},
	{Key: "issuer", Head: "Nơi cấp", Also: []string{"Nơi cấp CCCD", "Nơi cấp CMND/CCCD"}},
	{Key: "phone", Head: "Điện thoại", Also: []string{"Số điện thoại", "SĐT", "ĐT", "Điện thoại di động", "Di động"}},
	{Key: "email", Head: "Thư điện tử", Also: []string{"Email", "E-mail", "Địa chỉ email"}},
	{Key: "unit", Head: "Công đoàn cơ sở", Also: []string{"Đơn vị", "CĐCS", "Tên CĐCS", "Mã CĐCS", "Đơn vị công đoàn", "Tên đơn vị", "Mã đơn vị"}},
	{Key: "group", Head: "Tổ công đoàn", Also: []string{"Tổ", "Công đoàn bộ phận", "CĐBP", "Tổ CĐ", "Bộ phận", "Phòng ban", "Phân xưởng", "Tổ/Bộ phận"}},
	{Key: "admitted", Head: "Ngày kết nạp", Also: []string{"Ngày vào công đoàn", "Ngày vào CĐ", "Ngày gia nhập công đoàn", "Ngày kết nạp công đoàn", "Thời gian vào công đoàn", "Năm vào công đoàn", "Ngày gia nhập"}},
	{Key: "basis", Head: "Quyết định kết nạp", Also: []string{"Số quyết định", "Số QĐ kết nạp", "Số quyết định kết nạp", "QĐ kết nạp"}},
	{Key: "place", Head: "Nơi kết nạp", Also: []string{"Nơi vào công đoàn"}},
	{Key: "joined", Head: "Ngày vào công đoàn cơ sở", Also: []string{"Ngày về đơn vị", "Ngày chuyển đến", "Ngày sinh hoạt tại CĐCS", "Ngày vào CĐCS"}},
	{Key: "employer", Head: "Nơi làm việc", Also: []string{"Công ty", "Doanh nghiệp", "Đơn vị công tác", "Cơ quan"}},
	{Key: "job", Head: "Nghề nghiệp", Also: []string{"Công việc", "Nghề", "Công việc đang làm"}},
	{Key: "position", Head: "Vị trí việc làm", Also: []string{"Chức vụ", "Chức danh", "Chức vụ chuyên môn"}},
	{Key: "contract", Head: "Loại hợp đồng", Also: []string{"Hợp đồng lao động", "Loại HĐLĐ", "HĐLĐ", "Loại hợp đồng lao động"}},
	{Key: "work_since", Head: "Ngày vào làm", Also: []string{"Ngày tuyển dụng", "Ngày vào công ty", "Ngày bắt đầu làm việc", "Ngày vào làm việc"}},
	{Key: "wage", Head: "Lương đóng BHXH", Also: []string{"Lương", "Mức lương", "Tiền lương đóng BHXH", "Mức lương đóng BHXH", "Lương cơ bản", "Tiền lương"}},
	{Key: "home", Head: "Nơi ở hiện nay", Also: []string{"Địa chỉ", "Chỗ ở hiện nay", "Nơi ở", "Nơi tạm trú", "Địa chỉ hiện nay", "Chỗ ở"}},
	{Key: "native", Head: "Quê quán", Also: []string{"Nguyên quán", "Quê"}},
	{Key: "permanent", Head: "Nơi thường trú", Also: []string{"Hộ khẩu thường trú", "HKTT", "Thường trú", "Địa chỉ thường trú", "Nơi đăng ký thường trú"}},
	{Key: "ethnicity", Head: "Dân tộc"},
	{Key: "religion", Head: "Tôn giáo"},
	{Key: "nationality", Head: "Quốc tịch"},
	{Key: "passport", Head: "Hộ chiếu", Also: []string{"Số hộ chiếu"}},
	{Key: "general", Head: "Trình độ học vấn", Also: []string{"Học vấn", "Trình độ văn hoá", "Văn hoá", "Trình độ phổ thông", "TĐVH"}},
	{Key: "professional", Head: "Trình độ chuyên môn", Also: []string{"Chuyên môn", "Trình độ chuyên môn nghiệp vụ", "Trình độ CMNV", "TĐCM"}},
	{Key: "theory", Head: "Lý luận chính trị", Also: []string{"Trình độ lý luận chính trị", "LLCT", "Trình độ LLCT"}},
	{Key: "language", Head: "Ngoại ngữ", Also: []string{"Trình độ ngoại ngữ"}},
	{Key: "computing", Head: "Tin học", Also: []string{"Trình độ tin học"}},
	{Key: "insurance", Head: "Mã số BHXH", Also: []string{"Số BHXH", "Số sổ BHXH", "Mã số bảo hiểm xã hội", "Mã BHXH"}},
	{Key: "party", Head: "Ngày vào Đảng", Also: []string{"Ngày kết nạp Đảng", "Đảng viên từ ngày"}},
	{Key: "hardship", Head: "Hoàn cảnh", Also: []string{"Hoàn cảnh gia đình", "Hoàn cảnh khó khăn"}},
	{Key: "bank", Head: "Tài khoản ngân hàng", Also: []string{"Số tài khoản", "STK", "Tài khoản", "Số tài khoản ngân hàng"}},
}

// written is how a field stands in an exported table; the contract is said by its name.
func written(e *Entry, key string, contracts []Choice) any {
	switch s := slots[key](e); {
	case key == "sex" && e.Sex != "":
		return strings.ToUpper(e.Sex[:1]) + e.Sex[1:]
	case key == "contract":
		for _, c := range contracts {
			if c.Key == e.Contract {
				return c.Name
			}
		}
		return e.Contract
	case s.text != nil:
		return *s.text
	case s.date != nil:
		return *s.date
	case *s.money == 0:
		return nil
	default:
		return *s.money
	}
}

// exported are the columns of the template and of the export: those that a table keeps once.
func exported() []sheets.Field {
	var out []sheets.Field
	for _, f := range fields {
		if f.Key == "unit" || slots[f.Key] != nil {
			out = append(out, f)
		}
	}
	return out
}

// headOf is the name of a field as the template writes it.
func headOf(key string) string {
	for _, f := range fields {
		if f.Key == key {
			return f.Head
		}
	}
	return ""
}

// Lay writes the named fields of one entry over another.
func Lay(over *Entry, e Entry, keys []string) {
	for _, key := range keys {
		at, ok := slots[key]
		if !ok {
			continue
		}
		from, to := at(&e), at(over)
		switch {
		case from.text != nil:
			*to.text = *from.text
		case from.date != nil:
			*to.date = *from.date
		default:
			*to.money = *from.money
		}
	}
}
