package procedures

import (
	"doanket/kernel"
)

// Definition (bản định nghĩa thủ tục) is one version of a procedure as a keeper writes it: the whole
// content of one YAML file. It is a value without behaviour; Compile turns it into a Version that
// can be asked. (NĐ 63/2010 art. 8: parts of a procedure; TT 03/2025/TT-VPCP)
//
//glossary:none the file format of a procedure version
type Definition struct {
	Code        string              `yaml:"ma" json:"ma"`
	No          int                 `yaml:"phien_ban" json:"phien_ban"`
	Kind        string              `yaml:"loai" json:"loai"` // quoc_gia | dia_phuong | noi_bo | cong_doan
	Name        string              `yaml:"ten" json:"ten"`
	Summary     string              `yaml:"tom_tat" json:"tom_tat,omitempty"`
	Field       CodeName            `yaml:"linh_vuc" json:"linh_vuc"`
	Levels      []string            `yaml:"cap" json:"cap"`             // bo | tinh | xa | cong_doan_tinh | cong_doan_co_so …
	Applicants  []string            `yaml:"doi_tuong" json:"doi_tuong"` // ca_nhan | to_chuc | doanh_nghiep | ho_kinh_doanh | doan_vien …
	Online      string              `yaml:"muc_do" json:"muc_do"`       // toan_trinh | mot_phan | truc_tiep
	Handling    string              `yaml:"noi_xu_ly" json:"noi_xu_ly"` // tai_cho | bo | chi_theo_doi
	Papers      string              `yaml:"mau_giay" json:"mau_giay"`   // mot_cua (mẫu 01–07) | cong_doan
	Effective   Effective           `yaml:"hieu_luc" json:"hieu_luc"`
	Decision    Decision            `yaml:"quyet_dinh" json:"quyet_dinh"` // by which it was made public
	Bases       []Basis             `yaml:"can_cu" json:"can_cu"`
	Agency      Agency              `yaml:"co_quan" json:"co_quan"`
	Conditions  string              `yaml:"dieu_kien" json:"dieu_kien,omitempty"`
	StepTexts   []string            `yaml:"trinh_tu" json:"trinh_tu,omitempty"` // for the public page, in plain words
	Form        Form                `yaml:"bieu_mau" json:"bieu_mau"`
	Lists       map[string][]Option `yaml:"danh_muc" json:"danh_muc,omitempty"` // code lists that choices name
	Variants    []Variant           `yaml:"truong_hop" json:"truong_hop"`
	Results     []Result            `yaml:"ket_qua" json:"ket_qua"`
	Notices     []Notice            `yaml:"thong_bao" json:"thong_bao"`
	Examples    []Example           `yaml:"kiem_thu" json:"kiem_thu"`
	Certainties []Certainty         `yaml:"xac_nhan" json:"xac_nhan,omitempty"`
	Snapshot    *Snapshot           `yaml:"nguon_goc" json:"nguon_goc,omitempty"` // the catalogue record it came from
	Doubts      []Doubt             `yaml:"nghi_van" json:"nghi_van,omitempty"`   // open questions of an import: none may be left at publishing
}

// CodeName is a code with its printed name.
//
//glossary:none
type CodeName struct {
	Code string `yaml:"ma" json:"ma,omitempty"`
	Name string `yaml:"ten" json:"ten"`
}

// Effective (hiệu lực) is the span in which new dossiers may be filed; both days are included.
//
//glossary:none
type Effective struct {
	From kernel.Date `yaml:"tu" json:"tu"`
	To   kernel.Date `yaml:"den" json:"den,omitzero"`
}

// Decision (quyết định công bố) made the procedure public.
//
//glossary:none
type Decision struct {
	No     string      `yaml:"so" json:"so"`
	Date   kernel.Date `yaml:"ngay" json:"ngay,omitzero"`
	Body   string      `yaml:"co_quan" json:"co_quan,omitempty"`
	Origin `yaml:",inline"`
}

// Origin (nguồn) says where a fact was read and whether it was read in the text of the law itself.
//
//glossary:none
type Origin struct {
	Source    string `yaml:"nguon" json:"nguon,omitempty"`
	Confirmed *bool  `yaml:"xac_nhan" json:"xac_nhan,omitempty"` // nil: nothing said; false: shown as "chưa xác nhận"
}

// Basis (căn cứ pháp lý) is one legal text: a bare number in the file, or a mapping.
//
//glossary:none
type Basis struct {
	No     string `yaml:"so" json:"so"` // 45/2019/QH14
	Name   string `yaml:"ten" json:"ten,omitempty"`
	Origin `yaml:",inline"`
}

// Agency (cơ quan thực hiện) is who receives and who decides, as keys of unit kinds that the site
// maps to its units. NonTerritorial: filed anywhere in the province (phi địa giới).
//
//glossary:none
type Agency struct {
	Deciding       string   `yaml:"giai_quyet" json:"giai_quyet"`
	Receiving      []string `yaml:"tiep_nhan" json:"tiep_nhan,omitempty"`
	Delegated      []string `yaml:"uy_quyen" json:"uy_quyen,omitempty"`
	Coordinating   []string `yaml:"phoi_hop" json:"phoi_hop,omitempty"`
	NonTerritorial bool     `yaml:"phi_dia_gioi" json:"phi_dia_gioi,omitempty"`
	Interlinked    bool     `yaml:"lien_thong" json:"lien_thong,omitempty"`
	Origin         `yaml:",inline"`
}

// Form (biểu mẫu điện tử) is what the applicant fills in. Answers are named don.<field> in expressions.
//
//glossary:none
type Form struct {
	Schema   int               `yaml:"lop" json:"lop"` // raised when a field changes its meaning
	Sections []Section         `yaml:"phan" json:"phan"`
	Rules    []FormRule        `yaml:"rang_buoc" json:"rang_buoc,omitempty"`
	Aliases  map[string]string `yaml:"doi_ten" json:"doi_ten,omitempty"` // former field key → key now
}

// Section is one step of the form.
//
//glossary:none
type Section struct {
	Key     string      `yaml:"khoa" json:"khoa"`
	Title   string      `yaml:"ten" json:"ten"`
	Help    string      `yaml:"goi_y" json:"goi_y,omitempty"`
	Visible Expr        `yaml:"hien" json:"hien,omitempty"`
	Fields  []FormField `yaml:"truong" json:"truong"`
}

// FormField is one typed question. Types: text long number money date choice many yesno person_name
// cccd phone email area file.
//
//glossary:none
type FormField struct {
	Key      string   `yaml:"khoa" json:"khoa"`
	Type     string   `yaml:"kieu" json:"kieu"`
	Label    string   `yaml:"nhan" json:"nhan"`
	Help     string   `yaml:"goi_y" json:"goi_y,omitempty"`
	Required Cond     `yaml:"bat_buoc" json:"bat_buoc"`
	Visible  Expr     `yaml:"hien" json:"hien,omitempty"`
	List     string   `yaml:"danh_muc" json:"danh_muc,omitempty"` // code list of choice and many
	Options  []Option `yaml:"lua_chon" json:"lua_chon,omitempty"` // or the options themselves
	Min      *int64   `yaml:"tu" json:"tu,omitempty"`             // number, money: least; text: fewest letters
	Max      *int64   `yaml:"den" json:"den,omitempty"`
	NotAfter string   `yaml:"khong_sau" json:"khong_sau,omitempty"` // date: nop (day of filing) or another date field
	Pattern  string   `yaml:"dang" json:"dang,omitempty"`           // text: regular expression
	Message  string   `yaml:"loi" json:"loi,omitempty"`             // sentence shown when Pattern fails
	Prefill  string   `yaml:"dien_san" json:"dien_san,omitempty"`   // source: nguoi_nop.ho_ten, cccd.ngay_sinh, dan_cu.noi_thuong_tru …
}

// Option is one row of a code list.
//
//glossary:none
type Option struct {
	Code string `yaml:"ma" json:"ma"`
	Name string `yaml:"ten" json:"ten"`
}

// FormRule is a check over several fields: when Broken is true, Message is shown at Field.
//
//glossary:none
type FormRule struct {
	Field   string `yaml:"truong" json:"truong"`
	Broken  Expr   `yaml:"sai_khi" json:"sai_khi"`
	Message string `yaml:"loi" json:"loi"`
}

// Expr is an expression over don.<field> and kenh that gives true or false; "" means "always".
//
//glossary:none
type Expr string

// Cond is true, false or an expression: `bat_buoc: true`, `bat_buoc: "don.tuoi >= 18"`.
//
//glossary:none
type Cond struct {
	Always bool
	When   Expr
}

// Variant (trường hợp) is one way the procedure goes: its channels, limits, fees, papers, workflow.
// Exactly one variant has no condition other than mac_dinh, unless the conditions are exhaustive.
//
//glossary:none
type Variant struct {
	Key      string          `yaml:"khoa" json:"khoa"`
	Name     string          `yaml:"ten" json:"ten"`
	When     Expr            `yaml:"khi" json:"khi,omitempty"`
	Default  bool            `yaml:"mac_dinh" json:"mac_dinh,omitempty"` // taken when no other condition holds
	Limit    *Deadline       `yaml:"han" json:"han,omitempty"`           // of the variant, when the catalogue states one beside the channels'
	Channels Channels        `yaml:"kenh" json:"kenh"`
	Supply   string          `yaml:"bo_sung" json:"bo_sung"`                   // tinh_lai_tu_dau | tinh_tiep | khong
	SupplyIn *Deadline       `yaml:"han_bo_sung" json:"han_bo_sung,omitempty"` // time the applicant has to supply
	Papers   []RequiredPaper `yaml:"thanh_phan" json:"thanh_phan"`
	Sets     int             `yaml:"so_bo" json:"so_bo,omitempty"` // sets of papers, 1 when not said
	Flow     Workflow        `yaml:"quy_trinh" json:"quy_trinh"`
	Results  []string        `yaml:"ket_qua" json:"ket_qua"` // keys of Definition.Results
}

// Channels (kênh nộp); a nil channel is closed in this variant.
//
//glossary:none
type Channels struct {
	Online *Channel `yaml:"truc_tuyen" json:"truc_tuyen,omitempty"`
	Direct *Channel `yaml:"truc_tiep" json:"truc_tiep,omitempty"`
	Post   *Channel `yaml:"buu_chinh" json:"buu_chinh,omitempty"`
}

// Channel is what holds when filed this way.
//
//glossary:none
type Channel struct {
	Limit *Deadline `yaml:"han" json:"han"`
	Fees  []FeeRule `yaml:"phi" json:"phi"` // an empty list says: none; leaving the key out is a fault
}

// Deadline (thời hạn giải quyết) is a typed rule. In the file: 7wd, 10d, 4wh, 1mo, same-day@15:00,
// {so: 7, don_vi: ngay_lam_viec}, {trong_ngay: "15:00"} or {khong: true, ly_do: …}.
type Deadline struct {
	Qty    int    `yaml:"so" json:"so,omitempty"`
	Unit   string `yaml:"don_vi" json:"don_vi,omitempty"`         // ngay_lam_viec | ngay | gio_lam_viec | thang
	Cutoff string `yaml:"trong_ngay" json:"trong_ngay,omitempty"` // same day when received before hh:mm
	None   bool   `yaml:"khong" json:"khong,omitempty"`
	Reason string `yaml:"ly_do" json:"ly_do,omitempty"`     // why there is none
	Starts string `yaml:"bat_dau" json:"bat_dau,omitempty"` // tiep_nhan (when not said) | nop_phi | du_ho_so
	Origin `yaml:",inline"`
}

// PaymentKind sorts what is paid: phí, lệ phí and the rest have separate accounts and receipts.
// (Luật Phí và lệ phí 2015)
//
//glossary:none
type PaymentKind string

const (
	Fee          PaymentKind = "phi"    // cost of a public service
	Charge       PaymentKind = "le_phi" // fixed by the State for an administrative act
	OtherPayment PaymentKind = "khac"   // tax, postage, printed blank
)

// FeeRule (mức thu) is one dated amount. Of several rules with one key, the one that names the
// agency wins over the one for all, and the later beginning wins over the earlier.
//
//glossary:none
type FeeRule struct {
	Key      string      `yaml:"khoa" json:"khoa"`
	Kind     PaymentKind `yaml:"loai" json:"loai"`
	Name     string      `yaml:"ten" json:"ten"`
	Amount   *int64      `yaml:"so_tien" json:"so_tien,omitempty"`     // đồng per Unit
	Formula  string      `yaml:"cong_thuc" json:"cong_thuc,omitempty"` // or đồng by expression
	Unit     string      `yaml:"don_vi" json:"don_vi,omitempty"`       // ho_so | ban | trang …, as printed
	Quantity string      `yaml:"so_luong" json:"so_luong,omitempty"`   // number expression; 1 when not said
	When     Expr        `yaml:"khi" json:"khi,omitempty"`
	Agencies []string    `yaml:"ap_dung" json:"ap_dung,omitempty"` // agency identifiers; none = all
	Exempt   []Exemption `yaml:"mien" json:"mien,omitempty"`
	Basis    string      `yaml:"can_cu" json:"can_cu"`
	From     kernel.Date `yaml:"tu" json:"tu"`
	To       kernel.Date `yaml:"den" json:"den,omitzero"`
	Account  string      `yaml:"tai_khoan" json:"tai_khoan,omitempty"`
	Origin   `yaml:",inline"`
}

// Exemption (miễn, giảm) takes Percent off when its condition holds, and prints its basis.
//
//glossary:none
type Exemption struct {
	Name    string `yaml:"ten" json:"ten"`
	When    Expr   `yaml:"khi" json:"khi"`
	Percent int    `yaml:"ti_le" json:"ti_le"`
	Basis   string `yaml:"can_cu" json:"can_cu"`
	Origin  `yaml:",inline"`
}

// RequiredPaper (thành phần hồ sơ) is one paper. Papers of one OneOf group: any one is enough.
type RequiredPaper struct {
	Key       string   `yaml:"khoa" json:"khoa"`
	Code      string   `yaml:"ma" json:"ma,omitempty"` // national code G15-KQ004389
	Name      string   `yaml:"ten" json:"ten"`
	Note      string   `yaml:"ghi_chu" json:"ghi_chu,omitempty"`
	Originals int      `yaml:"ban_chinh" json:"ban_chinh,omitempty"`
	Certified int      `yaml:"ban_chung_thuc" json:"ban_chung_thuc,omitempty"`
	Copies    int      `yaml:"ban_sao" json:"ban_sao,omitempty"`
	Required  Cond     `yaml:"bat_buoc" json:"bat_buoc"`
	Visible   Expr     `yaml:"khi" json:"khi,omitempty"`                 // asked for only when it holds
	OneOf     string   `yaml:"mot_trong" json:"mot_trong,omitempty"`     // group key
	FromForm  bool     `yaml:"tu_bieu_mau" json:"tu_bieu_mau,omitempty"` // the electronic form itself, nothing to upload
	Blank     string   `yaml:"mau" json:"mau,omitempty"`                 // name of the prescribed blank
	HeldBy    []string `yaml:"thay_the" json:"thay_the,omitempty"`       // data sources or result codes that replace it: dan_cu, ho_tich, KQ.G15.000031
	Kept      bool     `yaml:"luu_ban_giay" json:"luu_ban_giay,omitempty"`
}

// Result (kết quả giải quyết) is what the applicant gets.
//
//glossary:none
type Result struct {
	Key       string    `yaml:"khoa" json:"khoa"`
	Code      string    `yaml:"ma" json:"ma,omitempty"`
	Name      string    `yaml:"ten" json:"ten"`
	Refusal   bool      `yaml:"tu_choi" json:"tu_choi,omitempty"` // the written no
	Signature string    `yaml:"cap_ky" json:"cap_ky"`             // role that signs
	Seal      bool      `yaml:"dong_dau" json:"dong_dau,omitempty"`
	Validity  *Deadline `yaml:"gia_tri" json:"gia_tri,omitempty"`
	Template  string    `yaml:"mau" json:"mau"` // plain text, blank line = new paragraph, {{don.x}} and {{ho_so.ma}} are filled in
	Origin    `yaml:",inline"`
}

// Notice (thông báo) is a text to the applicant; same variables as Result.Template.
//
//glossary:none
type Notice struct {
	Key   string `yaml:"khoa" json:"khoa"`
	Title string `yaml:"tieu_de" json:"tieu_de"`
	Body  string `yaml:"noi_dung" json:"noi_dung"`
}

// Example (ví dụ tự kiểm) is run by the gate: received then, with these answers → this variant,
// due date, amount and papers. What is left out is not compared.
//
//glossary:none
type Example struct {
	Name     string         `yaml:"ten" json:"ten,omitempty"`
	Received string         `yaml:"nhan" json:"nhan"`
	Channel  string         `yaml:"kenh" json:"kenh,omitempty"` // truc_tiep when not said
	Answers  map[string]any `yaml:"don" json:"don,omitempty"`
	Agency   string         `yaml:"co_quan" json:"co_quan,omitempty"`
	Held     []string       `yaml:"du_lieu_co" json:"du_lieu_co,omitempty"`
	Variant  string         `yaml:"truong_hop" json:"truong_hop,omitempty"`
	Due      string         `yaml:"han" json:"han,omitempty"`
	Total    *int64         `yaml:"phi" json:"phi,omitempty"`
	Papers   []string       `yaml:"giay_to" json:"giay_to,omitempty"` // keys asked for, groups as group key
}

// Certainty (mức xác nhận) says of one fact of the file whether it was read in the law.
//
//glossary:none
type Certainty struct {
	About     string `yaml:"ve" json:"ve"` // path: truong_hop.thuong.kenh.truc_tuyen.han
	Confirmed bool   `yaml:"xac_nhan" json:"xac_nhan"`
	Source    string `yaml:"nguon" json:"nguon"`
	Note      string `yaml:"ghi_chu" json:"ghi_chu,omitempty"`
}

// Snapshot names the catalogue record that a definition was made from.
//
//glossary:none
type Snapshot struct {
	ID     string `yaml:"id" json:"id"`
	SHA256 string `yaml:"sha256" json:"sha256"`
	Taken  string `yaml:"ngay_lay" json:"ngay_lay,omitempty"`
	From   string `yaml:"nguon" json:"nguon,omitempty"`
}

// Doubt (nghi vấn) is a question that an import leaves to a person.
//
//glossary:none
type Doubt struct {
	Path    string `yaml:"duong_dan" json:"path"`
	Code    string `yaml:"ma" json:"code"`
	Message string `yaml:"noi_dung" json:"message"`
}
