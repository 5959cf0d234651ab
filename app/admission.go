package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/ui"
	"doanket/union/members"
)

// admittingResult is the key of the result by which a procedure of the union admits: a version whose
// results hold it is one of admission, whatever its code.
const admittingResult = "quyet_dinh_ket_nap"

// admissionAnswers are the answers of the form of admission that the roll needs.
type admissionAnswers struct {
	Name     string `json:"ho_ten"`
	National *bool  `json:"quoc_tich_viet_nam"`
	Identity string `json:"so_dinh_danh"`
	Passport string `json:"ho_chieu"`
	Born     string `json:"ngay_sinh"`
	Sex      string `json:"gioi_tinh"`
	Ethnic   string `json:"dan_toc"`
	Phone    string `json:"dien_thoai"`
	Email    string `json:"thu_dien_tu"`
	Employer string `json:"noi_lam_viec"`
	Job      string `json:"nghe"`
	Since    string `json:"ngay_vao_lam"`
	Months   int    `json:"thang_hop_dong"`
}

// endless is how the form writes a contract without an end.
const endless = 999

func (in admissionAnswers) row(d dossiers.Dossier) members.Row {
	r := members.Row{Name: in.Name, Identity: in.Identity, Phone: in.Phone, Email: in.Email, Sex: map[string]string{"nam": "nam", "nu": "nữ"}[in.Sex],
		Profile: members.Profile{Work: members.Work{Employer: in.Employer, Job: in.Job}, Origin: members.Origin{Ethnicity: in.Ethnic}, Home: members.Home{Address: d.Applicant.Address}}}
	r.Born, _ = kernel.ParseISODate(in.Born) // the form has checked its days; what is missing is not known
	r.Profile.Work.Since, _ = kernel.ParseISODate(in.Since)
	if in.National != nil && !*in.National {
		r.Identity = ""
		r.Profile.Papers = members.Papers{Nationality: "Nước ngoài", Passport: in.Passport}
		r.Profile.Work.Contract, r.Profile.Work.Months = "fixed", in.Months
		if in.Months >= endless {
			r.Profile.Work.Contract, r.Profile.Work.Months = "indefinite", 0
		}
	}
	if r.Name == "" {
		r.Name = d.Applicant.Name
	}
	return r
}

// takeAdmission puts a granted dossier of admission into the roll by the decision that it carries.
func (a *App) takeAdmission(tx *db.Tx, f kernel.Fact) error {
	t, err := readTold(f)
	if err != nil || t.Outcome != "granted" {
		return err
	}
	v, err := a.procedures.Version(tx.Context(), f.Tenant, t.Version)
	if err != nil {
		return err
	}
	admits := false
	for _, r := range v.Def.Results {
		admits = admits || r.Key == admittingResult
	}
	if !admits {
		return nil
	}
	d, err := a.dossiers.Load(tx, f.Tenant, t.Dossier)
	if err != nil || d.Result == nil {
		return err
	}
	var said admissionAnswers
	if len(d.Answers) > 0 {
		err = json.Unmarshal(d.Answers, &said)
		if err != nil {
			return fmt.Errorf("answers of %s: %w", d.ID, err)
		}
	}
	in := members.DossierAdmission{Tenant: f.Tenant, Dossier: d.ID, Unit: d.Deciding, Account: d.Applicant.Account, Person: d.Applicant.Person, Row: said.row(d), FiledAt: d.SubmittedAt,
		Number: d.Result.Number, On: d.Result.SignedAt.Date(), Signer: d.Result.SignedBy.Name, SignerPost: d.Result.SignedBy.Post}
	if in.Person == 0 && in.Row.Identity != "" {
		found, err := a.people.Match(tx, f.Tenant, []people.Key{{Identity: people.Identity(in.Row.Identity)}})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(found, func(c people.Candidate) bool { return c.By == "identity" })
		if i >= 0 {
			in.Person = found[i].Person
		}
	}
	_, err = a.members.TakeDossier(tx, in)
	return err
}

// admissionDossiers lets the roll name the dossier behind a member.
type admissionDossiers struct{ a *App }

func (r admissionDossiers) Reference(ctx context.Context, actor kernel.Actor, dossier kernel.ID) (members.DossierReference, bool, error) {
	d, err := r.a.dossiers.Detail(ctx, actor, dossier)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return members.DossierReference{}, false, nil
	}
	if err != nil {
		return members.DossierReference{}, false, err
	}
	out := members.DossierReference{Code: d.Dossier.Reference(), Href: "/ho-so/" + dossier.String()}
	if actor.Account != 0 && d.Dossier.FiledBy().Account == actor.Account {
		out.Href = "/ho-so-cua-toi/" + dossier.String()
	}
	return out, true, nil
}

// admissionPanel is the dossier by which somebody became a member, on her record.
func (a *App) admissionPanel(ctx context.Context, actor kernel.Actor, ask members.PanelAsk) ([]members.Panel, error) {
	var p members.Application
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		p, _, err = a.members.ApplicationOf(tx, ask.Member)
		return err
	})
	if err != nil || p.Dossier() == 0 {
		return nil, err
	}
	r, ok, err := admissionDossiers{a}.Reference(ctx, actor, p.Dossier())
	if err != nil || !ok {
		return nil, err
	}
	return []members.Panel{{Title: ui.T(ctx, "Hồ sơ kết nạp"), Rows: []members.PanelRow{{Label: r.Code, Href: r.Href, Value: ui.T(ctx, "Nộp ngày %s", kernel.FormatDate(p.FiledAt.Date()))}}}}, nil
}

// becameMember says on the page of a dossier what the roll made of it.
func (a *App) becameMember(ctx context.Context, actor kernel.Actor, d dossiers.Dossier) ([]dossiers.NoteView, error) {
	var m members.FromDossier
	var ok bool
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		m, ok, err = a.members.OfDossier(tx, actor, d.ID)
		return err
	})
	if err != nil || !ok {
		return nil, err
	}
	p, n := m.Application, dossiers.NoteView{}
	switch {
	case p.Member != 0:
		n.Kind, n.Text = "info", ui.T(ctx, "Đã ghi vào sổ đoàn viên, mã số %s.", m.Number)
		n.Label, n.Href = ui.T(ctx, "Mở hồ sơ đoàn viên"), "/doan-vien/"+p.Member.String()
		if m.Own {
			n.Href = "/doan-vien/cua-toi"
		}
	case p.State == members.ApplicationFiled:
		n.Kind, n.Text = "warn", ui.T(ctx, "Chưa ghi được vào sổ đoàn viên. Công đoàn đang xem lại.")
		n.Label, n.Href = ui.T(ctx, "Mở đơn để xem chỗ vướng"), "/doan-vien/ket-nap/"+p.ID.String()
		if m.Own {
			n.Label = ui.T(ctx, "Mở đơn gia nhập")
		}
	default:
		n.Kind, n.Text = "warn", ui.T(ctx, "Không ghi vào sổ đoàn viên: %s", p.Answer)
		n.Label, n.Href = ui.T(ctx, "Mở đơn gia nhập"), "/doan-vien/ket-nap/"+p.ID.String()
	}
	if !m.Open {
		n.Label, n.Href = "", ""
	}
	return []dossiers.NoteView{n}, nil
}
