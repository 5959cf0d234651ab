package procedures

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"doanket/kernel"
	"doanket/ui"
)

// sampleNow is the moment of all samples.
var sampleNow = kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20)

// sampleFile is a small whole definition that passes the gate, for pages that must show one.
const sampleFile = `# Thủ tục mẫu để xem trang, không có thật.
ma: "9.000001"
phien_ban: 1
loai: quoc_gia
ten: "Cấp bản sao giấy tờ mẫu"
tom_tat: "Thủ tục mẫu: hai trường hợp, có phí, có giấy tờ thay nhau."
linh_vuc: {ma: "MAU", ten: "Lĩnh vực mẫu"}
cap: [xa]
doi_tuong: [ca_nhan, to_chuc]
muc_do: toan_trinh
noi_xu_ly: tai_cho
mau_giay: mot_cua
hieu_luc: {tu: 2026-07-01}
quyet_dinh: {so: "01/QĐ-MAU", ngay: 2026-06-01, co_quan: "Cơ quan mẫu"}
can_cu:
  - {so: "01/2026/NĐ-MAU", ten: "Nghị định mẫu"}
  - {so: "02/2026/TT-MAU", ten: "Thông tư mẫu", nguon: "Nghe nói", xac_nhan: false}
co_quan: {giai_quyet: ubnd_xa, tiep_nhan: [trung_tam_phuc_vu_hanh_chinh_cong], phi_dia_gioi: true}
dieu_kien: "Có tên trong sổ mẫu."
trinh_tu: ["Khai biểu mẫu.", "Nộp phí.", "Nhận bản sao."]
bieu_mau:
  lop: 1
  phan:
    - khoa: yeu_cau
      ten: "Yêu cầu"
      truong:
        - {khoa: so_ban, kieu: number, nhan: "Số bản", bat_buoc: true, tu: 1, den: 10}
        - {khoa: gap, kieu: yesno, nhan: "Cần gấp", bat_buoc: true}
truong_hop:
  - khoa: gap
    ten: "Cần gấp"
    khi: "don.gap"
    kenh:
      truc_tiep:
        han: same-day@15:00
        phi: &phi
          - khoa: ban_sao
            loai: phi
            ten: "Bản sao"
            so_tien: 8000
            don_vi: "bản"
            so_luong: "don.so_ban"
            can_cu: "02/2026/TT-MAU"
            tu: 2026-07-01
            nguon: "Thông tư mẫu"
            xac_nhan: false
            mien:
              - {ten: "Một bản đầu", khi: "don.so_ban == 1", ti_le: 50, can_cu: "02/2026/TT-MAU"}
    bo_sung: tinh_lai_tu_dau
    thanh_phan: &giay
      - {khoa: to_khai, ten: "Tờ khai", ban_chinh: 1, bat_buoc: true, tu_bieu_mau: true}
      - {khoa: the, ten: "Thẻ mẫu", ban_chinh: 1, bat_buoc: true, mot_trong: nhan_than, thay_the: [dan_cu]}
      - {khoa: giay_khac, ten: "Giấy tờ khác có ảnh", ban_sao: 1, bat_buoc: false, mot_trong: nhan_than}
      - {khoa: uy_quyen, ten: "Văn bản uỷ quyền", ban_chinh: 1, khi: "don.so_ban > 5", bat_buoc: true, ghi_chu: "Khi xin nhiều bản"}
    ket_qua: [ban_sao]
    quy_trinh: &quy_trinh
      buoc:
        - {khoa: cho_nhan, ten: "Chờ tiếp nhận", tt: 1, vai: counter_clerk}
        - {khoa: xu_ly, ten: "Tra sổ", tt: 4, vai: handler, han: 4wh}
        - {khoa: ky, ten: "Ký", tt: 4, vai: approver, han: 2wh}
        - {khoa: cho_tra, ten: "Chờ trả", tt: 9, vai: returning_officer}
        - {khoa: da_tra, ten: "Đã trả", tt: 10}
        - {khoa: khong_nhan, ten: "Không nhận", tt: 3}
      viec:
        - {khoa: tiep_nhan, ten: "Tiếp nhận", tu: cho_nhan, den: xu_ly, hieu_luc: [accept], can: [thanh_phan]}
        - {khoa: tu_choi, ten: "Từ chối", tu: cho_nhan, den: khong_nhan, hieu_luc: [refuse], ly_do: true}
        - {khoa: soan, ten: "Soạn", tu: xu_ly, den: ky, hieu_luc: [draft], ket_qua: ban_sao}
        - {khoa: ky, ten: "Ký", tu: ky, den: cho_tra, hieu_luc: [approve, sign, number, issue], bon_mat: true}
        - {khoa: tra, ten: "Trả", tu: cho_tra, den: da_tra, hieu_luc: [return_result, close], can: [nop_phi]}
  - khoa: thuong
    ten: "Không gấp"
    mac_dinh: true
    kenh:
      truc_tuyen: {han: 3wd, phi: []}
      truc_tiep: {han: 3wd, phi: *phi}
    bo_sung: tinh_lai_tu_dau
    thanh_phan: *giay
    ket_qua: [ban_sao]
    quy_trinh: *quy_trinh
ket_qua:
  - {khoa: ban_sao, ten: "Bản sao mẫu", cap_ky: approver, mau: "Bản sao số {{ket_qua.so}}, {{don.so_ban}} bản"}
thong_bao: []
kiem_thu:
  - {nhan: "2026-11-23T08:20", kenh: truc_tiep, don: {so_ban: 3, gap: true}, truong_hop: gap, han: "2026-11-23T17:30", phi: 24000, giay_to: [nhan_than]}
xac_nhan:
  - {ve: "truong_hop.thuong.kenh", xac_nhan: false, nguon: "Thời hạn mẫu, chưa đọc nghị định"}
`

func sampleVersion() *Version {
	v, _ := gate("mau.yaml", []byte(sampleFile))
	_, v.SHA256, _ = canonical(v.Def)
	return v
}

func sampleRow(state State) row {
	v := sampleVersion()
	r := row{ID: 101, Tenant: 1, Procedure: 100, Code: v.Def.Code, No: 2, State: state, Name: v.Def.Name, Field: v.Def.Field.Name, From: v.Def.Effective.From,
		Definition: sampleFile, SHA256: v.SHA256, EditedBy: 1, EditedName: "Nguyễn Thị Lan", EditedAt: sampleNow}
	if state == StatePublished {
		r.PublishedName, r.PublishedAt = "Đỗ Văn Quang", sampleNow
	}
	return r
}

var sampleKeeper = kernel.Actor{Tenant: 1, Account: 2, Mandates: []kernel.Mandate{{Org: 1, Permissions: []string{EditPermission, PublishPermission}}}}

func sampleEntries() []Procedure {
	all := []Procedure{
		{Code: "9.000001", Name: "Cấp bản sao giấy tờ mẫu", Field: "Lĩnh vực mẫu", Level: "xa", Agency: "Uỷ ban nhân dân cấp xã", Here: true, Limit: "03 ngày làm việc"},
		{Code: "9.000002", Name: "Thủ tục mẫu chỉ theo dõi, tên dài để xem dòng chữ gãy ở màn hình hẹp ra sao", Field: "Đường bộ", Level: "tinh", Agency: "Sở Xây dựng"},
		{Code: "9.000003", Name: "Thủ tục mẫu của bộ", Field: "Ngoại thương", Level: "bo", Agency: "Bộ Công Thương"},
	}
	for i := range all {
		all[i].marked = strings.ToLower(all[i].Name)
		all[i].folded = " " + kernel.Fold(all[i].Name+" "+all[i].Code)
	}
	return all
}

func drawn(f func(ctx context.Context) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return f(ctx).Render(ctx, w) })
}

// Samples are the pages of this room in every state, for the catalogue of pages, the goldens and the
// checks of accessibility.
func Samples() []ui.Sample {
	var out []ui.Sample
	add := func(page, state string, plain, print bool, f func(ctx context.Context) templ.Component) {
		out = append(out, ui.Sample{Room: "procedures", Page: page, State: state, Plain: plain, Print: print, Body: drawn(f)})
	}
	for state, f := range map[string]searchForm{"all": {}, "filtered": {Q: "mẫu", Level: "tinh"}, "empty": {Q: "không có gì"}} {
		add("search", state, true, false, func(ctx context.Context) templ.Component {
			return SearchPage(searchView(ctx, f, find(sampleEntries(), Search{Q: f.Q, Level: f.Level})))
		})
	}
	add("procedure", "published", true, false, func(ctx context.Context) templ.Component {
		return ProcedurePage(procedureView(ctx, sampleVersion(), sampleNow.Date(), nil))
	})
	add("procedure", "print", false, true, func(ctx context.Context) templ.Component {
		return ProcedurePrint(procedureView(ctx, sampleVersion(), sampleNow.Date(), nil))
	})
	add("procedure", "follow", true, false, func(ctx context.Context) templ.Component { return FollowPage(followView(ctx, sampleEntries()[1])) })
	add("keep", "empty", false, false, func(ctx context.Context) templ.Component {
		v := keepView(ctx, keepForm{}, nil)
		v.MayUpload = true
		return KeepPage(v)
	})
	add("keep", "full", false, false, func(ctx context.Context) templ.Component {
		return KeepPage(keepView(ctx, keepForm{}, []row{sampleRow(StateDraft), sampleRow(StateReview), sampleRow(StatePublished), sampleRow(StateRetired)}))
	})
	add("keep", "refused", false, false, func(ctx context.Context) templ.Component {
		v := keepView(ctx, keepForm{}, nil)
		v.MayUpload = true
		v.Sentence = ui.T(ctx, Messages()["procedures.unreadable"])
		v.Findings = findingRows(ctx, Check(File{Name: "mau.yaml", Text: []byte("ma: 12\nten: [1]\n")}))
		return KeepPage(v)
	})
	for _, s := range []State{StateDraft, StateReview, StatePublished, StateRetired} {
		add("version", string(s), false, false, func(ctx context.Context) templ.Component {
			return VersionPage(sampleVersionView(ctx, sampleRow(s), sampleFile))
		})
	}
	add("version", "faulty", false, false, func(ctx context.Context) templ.Component {
		bad := strings.Replace(strings.Replace(sampleFile, "phi: 24000", "phi: 16000", 1), "den: khong_nhan", "den: khong_co", 1)
		return VersionPage(sampleVersionView(ctx, sampleRow(StateDraft), bad))
	})
	kernel.SortFunc(out, func(a, b ui.Sample) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

func sampleVersionView(ctx context.Context, r row, text string) VersionView {
	_, found := gate("mau.yaml", []byte(text))
	r.Definition = text
	before := sampleRow(StateRetired)
	before.ID, before.No = 102, 1
	before.Definition = strings.Replace(sampleFile, "8000", "5000", 1)
	return versionView(ctx, sampleKeeper, r, []row{r, before}, 0, found)
}
