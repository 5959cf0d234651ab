package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"doanket/core/messages"
	"doanket/core/payments"
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/ui"
	"doanket/union/members"
	"doanket/union/welfare"
)

// wireWelfare opens the room of what the union does for its members.
func (a *App) wireWelfare() {
	a.welfare = welfare.New(welfare.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Press: a.press,
		Roll: welfareRoll{a}, Base: a.cfg.URL})
	a.orgs.Join(a.welfare.Holder())
	a.members.Show(a.welfarePanel)
	a.outbox.Hear("welfare.take_in", []string{"dossiers.decided"}, a.takeAllowance)
	a.outbox.Hear("messages.benefited", []string{welfare.ApprovedFact, welfare.ReceivedFact}, a.tellBenefited)
	a.outbox.Hear("messages.welfare", []string{welfare.AskedFact, welfare.ApprovedFact, welfare.WaitingFact}, a.tellWelfare)
}

// welfareRoll lets welfare ask the register of members.
type welfareRoll struct{ a *App }

// welfareWords are what the rules of programmes may ask about a member; recordOf fills them.
var welfareWords = rules.Of(
	rules.Name{Key: "doan_vien.dang_sinh_hoat", Title: "Đang sinh hoạt", Type: rules.YesNo},
	rules.Name{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: rules.Whole},
	rules.Name{Key: "doan_vien.ngay_ket_nap", Title: "Ngày kết nạp", Type: rules.Day},
	rules.Name{Key: "doan_vien.tinh_trang", Title: "Tình trạng", Type: rules.Text, Values: []rules.Value{
		{Key: string(members.Active), Title: "đang sinh hoạt"}, {Key: string(members.Exempt), Title: "miễn đóng đoàn phí"},
		{Key: string(members.Suspended), Title: "tạm dừng sinh hoạt"}, {Key: string(members.Disciplined), Title: "đang trong thời hạn kỷ luật"}}},
	rules.Name{Key: "doan_vien.gioi", Title: "Giới", Type: rules.Text, Values: []rules.Value{{Key: "nam", Title: "nam"}, {Key: "nu", Title: "nữ"}}},
	rules.Name{Key: "doan_vien.ngay_sinh", Title: "Ngày sinh", Type: rules.Day},
	rules.Name{Key: "doan_vien.tuoi", Title: "Tuổi", Unit: "tuổi", Type: rules.Whole},
	rules.Name{Key: "doan_vien.luong", Title: "Lương đóng bảo hiểm xã hội", Unit: "₫", Type: rules.Whole},
	rules.Name{Key: "doan_vien.hop_dong", Title: "Loại hợp đồng", Type: rules.Text, Values: contractValues()},
	rules.Name{Key: "doan_vien.dang_vien", Title: "Đảng viên", Type: rules.YesNo},
	rules.Name{Key: "doan_vien.kho_khan", Title: "Hồ sơ có ghi hoàn cảnh khó khăn", Type: rules.YesNo},
	rules.Name{Key: "doan_vien.xa", Title: "Mã xã, phường nơi ở", Type: rules.Text},
	rules.Name{Key: "doan_vien.to", Title: "Tổ công đoàn", Type: rules.Text},
)

func contractValues() []rules.Value {
	var out []rules.Value
	for _, k := range members.ContractKinds(kernel.Date{}) {
		if !slices.ContainsFunc(out, func(v rules.Value) bool { return v.Key == k.Key }) {
			out = append(out, rules.Value{Key: k.Key, Title: k.Name})
		}
	}
	return out
}

// recordOf is what a rule sees of a member on a day. What the sheet does not say is left out, so that
// the rule answers "chưa rõ" instead of no.
func recordOf(m members.Member, on kernel.Date) rules.Values {
	p := m.Profile
	v := rules.Values{
		"doan_vien.dang_sinh_hoat": m.Status != members.Suspended, "doan_vien.tinh_trang": string(m.Status),
		"doan_vien.dang_vien": !p.Party.IsZero() && !p.Party.After(on), "doan_vien.kho_khan": p.Hardship != "",
		"doan_vien.ngay_ket_nap": m.Admitted, "doan_vien.ngay_sinh": m.Born, "doan_vien.hop_dong": p.Work.Contract,
		"doan_vien.gioi": map[string]string{"nam": "nam", "nữ": "nu"}[m.Sex], "doan_vien.xa": p.Home.Area, "doan_vien.to": m.Group,
	}
	if !m.Admitted.IsZero() {
		v["doan_vien.so_thang"] = wholeMonths(m.Admitted, on)
	}
	if !m.Born.IsZero() {
		v["doan_vien.tuoi"] = wholeMonths(m.Born, on) / 12
	}
	if p.Wage > 0 {
		v["doan_vien.luong"] = p.Wage
	}
	return v
}

// wholeMonths are the months that are full between two days.
func wholeMonths(from, to kernel.Date) int {
	n := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if to.Day < from.Day {
		n--
	}
	return n
}

func welfareMember(m members.Member, on kernel.Date) welfare.Member {
	return welfare.Member{ID: m.ID, Person: m.Person, Unit: m.Unit, Number: m.Number, Name: m.Name, Sex: m.Sex, Born: m.Born,
		Area: m.Profile.Home.Area, Group: m.Group, Record: recordOf(m, on)}
}

func (r welfareRoll) Vocabulary() *rules.Vocabulary { return welfareWords }

func (r welfareRoll) one(ctx context.Context, on kernel.Date, find func(tx *db.Tx) (members.Member, bool, error)) (welfare.Member, bool, error) {
	var m members.Member
	var ok bool
	err := r.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		m, ok, err = find(tx)
		return err
	})
	if err != nil || !ok || !m.Open() {
		return welfare.Member{}, false, err
	}
	return welfareMember(m, on), true, nil
}

func (r welfareRoll) Member(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (welfare.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.Get(tx, tenant, member, on) })
}

func (r welfareRoll) OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (welfare.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.OfPerson(tx, tenant, person, on) })
}

func (r welfareRoll) ByNumber(ctx context.Context, tenant kernel.ID, number string, on kernel.Date) (welfare.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.ByNumber(tx, tenant, number, on) })
}

func (r welfareRoll) Each(ctx context.Context, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(welfare.Member) error) error {
	return r.a.db.Read(ctx, func(tx *db.Tx) error {
		return r.a.members.Each(tx, tenant, units, on, func(m members.Member) error { return fn(welfareMember(m, on)) })
	})
}

// reliefAnswers are the answers of the form of a hardship allowance that welfare needs.
type reliefAnswers struct {
	Event    string `json:"ly_do_kho_khan"`
	Day      string `json:"ngay_xay_ra"`
	Number   string `json:"so_the"`
	Identity string `json:"so_dinh_danh"`
	Pay      string `json:"cach_nhan"`
	Account  string `json:"so_tai_khoan"`
	Bank     string `json:"ngan_hang"`
	Name     string `json:"ho_ten"`
}

// takeAllowance puts a granted dossier of a procedure that a programme waits for into that programme.
func (a *App) takeAllowance(tx *db.Tx, f kernel.Fact) error {
	t, err := readTold(f)
	if err != nil || t.Outcome != "granted" {
		return err
	}
	hears, err := a.welfare.HearsOf(tx, f.Tenant, t.Procedure)
	if err != nil || !hears {
		return err
	}
	d, err := a.dossiers.Load(tx, f.Tenant, t.Dossier)
	if err != nil {
		return err
	}
	var said reliefAnswers
	if len(d.Answers) > 0 {
		err = json.Unmarshal(d.Answers, &said)
		if err != nil {
			return fmt.Errorf("answers of %s: %w", d.ID, err)
		}
	}
	in := welfare.AllowanceInput{Tenant: f.Tenant, Dossier: d.ID, Unit: d.Received, Deciding: d.Deciding, Code: d.Reference(), Procedure: d.Procedure.Code,
		Name: d.Applicant.Name, Event: welfare.Event(said.Event), Decided: f.At.Date()}
	if said.Name != "" {
		in.Name = said.Name
	}
	day, err := kernel.ParseISODate(said.Day)
	if err == nil {
		in.Day = day
	}
	if said.Pay == "chuyen_khoan" {
		in.Account = a.accountSaid(said, in.Name)
	}
	in.Person, err = a.memberSaid(tx, f.Tenant, d, said)
	if err != nil {
		return err
	}
	_, err = a.welfare.TakeIn(tx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"}, in)
	return err
}

// accountSaid is the bank account as the form says it, when the bank is one that is known: else cash,
// which nobody can send to a wrong place.
func (a *App) accountSaid(said reliefAnswers, name string) welfare.Account {
	want := strings.ReplaceAll(kernel.Fold(said.Bank), " ", "")
	var found []payments.Bank
	for _, b := range payments.Banks() {
		if want != "" && b.Valid.Holds(a.clock.Now().Date()) && strings.Contains(strings.ReplaceAll(kernel.Fold(b.Name), " ", ""), want) {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		return welfare.Account{}
	}
	return welfare.Account{BIN: found[0].BIN, Number: strings.ToUpper(said.Account), Holder: name}
}

// memberSaid finds the person whom a dossier is about: by the number on her card, else by her identity number.
func (a *App) memberSaid(tx *db.Tx, tenant kernel.ID, d dossiers.Dossier, said reliefAnswers) (kernel.ID, error) {
	if said.Number != "" {
		m, ok, err := a.members.ByNumber(tx, tenant, said.Number, a.clock.Now().Date())
		if err != nil || ok {
			return m.Person, err
		}
	}
	if d.Applicant.Person != 0 {
		return d.Applicant.Person, nil
	}
	identity := said.Identity
	if identity == "" {
		identity = d.Applicant.Identity
	}
	if identity == "" {
		return 0, nil
	}
	found, err := a.people.Match(tx, tenant, []people.Key{{Identity: people.Identity(identity)}})
	if err != nil || len(found) != 1 {
		return 0, err
	}
	return found[0].Person, nil
}

var welfareNotice = messages.Template{Key: "welfare.notice", Version: 1, Subject: "{{viec}}: {{ten}}", Text: "{{viec}}: {{ten}}. {{so}}",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "ten": messages.Text, "so": messages.Text}}

// tellWelfare tells those who have the next step: who approves a list, who pays it, who looks at an
// allowance that could not go in by itself.
func (a *App) tellWelfare(tx *db.Tx, f kernel.Fact) error {
	var t welfare.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	permission, word, link := welfare.PermApprove, "Danh sách phúc lợi chờ duyệt", "/phuc-loi/"+t.Programme.String()+"/ds/"+t.List.String()
	numbers := fmt.Sprintf("%s người, %s.", kernel.GroupThousands(t.Count), t.Amount)
	switch f.Kind {
	case welfare.ApprovedFact:
		permission, word = welfare.PermPay, "Danh sách phúc lợi đã duyệt, chờ chi"
	case welfare.WaitingFact:
		word, link, numbers = "Trợ cấp cần người xem", "/tro-cap?trang-thai=cho-xem", ""
	}
	list, err := a.people.StaffNear(tx.Context(), f.Tenant, t.Org, permission)
	if err != nil {
		return err
	}
	for _, who := range list {
		if who.Account == f.Actor {
			continue
		}
		err = a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: t.Org, Account: who.Account, Template: welfareNotice,
			Vars: messages.Vars{"viec": word, "ten": t.Title, "so": numbers},
			Link: link, Origin: f.Subject, Dedupe: "welfare:" + f.ID.String() + ":" + who.Account.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// unionWelfare are the rooms of welfare that an actor may enter.
func unionWelfare(actor kernel.Actor) []ui.Room {
	var out []ui.Room
	may := func(permissions ...string) bool { return slices.ContainsFunc(permissions, actor.Anywhere) }
	if may(welfare.Watching()...) {
		out = append(out, ui.Room{Label: "Phúc lợi", Href: "/phuc-loi"}, ui.Room{Label: "Thăm hỏi", Href: "/tham-hoi"},
			ui.Room{Label: "Trợ cấp", Href: "/tro-cap"}, ui.Room{Label: "Chưa được chăm lo", Href: "/chua-cham-lo"})
	}
	return out
}

// welfarePanel is what stands of welfare on a member's record.
func (a *App) welfarePanel(ctx context.Context, actor kernel.Actor, ask members.PanelAsk) ([]members.Panel, error) {
	list, looks, err := a.welfare.BenefitsOf(ctx, actor, ask.Person)
	if err != nil || !looks {
		return nil, err
	}
	p := members.Panel{Title: ui.T(ctx, "Phúc lợi"), Empty: ui.T(ctx, "Chưa có khoản nào.")}
	path := "/khoan-phuc-loi/"
	if ask.Own {
		path, p.Link = "/phuc-loi-cua-toi/", ui.Link{Label: ui.T(ctx, "Phúc lợi của tôi"), Href: "/phuc-loi-cua-toi"}
	}
	for _, o := range list {
		tone, word := welfare.StateOf(ctx, o.Benefit)
		p.Rows = append(p.Rows, members.PanelRow{Label: o.Programme, Value: o.Benefit.Amount.String(), Href: path + o.Benefit.ID.String(), Tone: tone, Word: word})
	}
	return []members.Panel{p}, nil
}
