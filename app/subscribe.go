package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"doanket/core/messages"
	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/services/dossiers"
)

// subscribe is the list of all wires between rooms: who hears what.
func (a *App) subscribe() {
	a.outbox.Hear("payments.open_order", []string{"dossiers.payment_requested"}, a.openOrder)
	a.outbox.Hear("payments.cancel_order", []string{"dossiers.withdrawn", "dossiers.stopped", "dossiers.refused"}, a.cancelOrder)
	a.outbox.HearOutside("dossiers.mark_paid", []string{"payments.paid"}, a.markPaid)
	a.outbox.HearOutside("dossiers.move_dues", []string{orgs.FactCalendarChanged}, a.moveDues)
	a.outbox.HearOutside("dossiers.reach", []string{orgs.FactMoved, reorg.FactApplied}, func(ctx context.Context, _ kernel.Fact) error { return a.dossiers.Reach(ctx, a.orgs) })
	a.outbox.Hear("messages.applicant", noticeFacts(), a.tellApplicant)
	a.outbox.Hear("messages.officer", []string{"dossiers.assigned", "dossiers.supplemented", "dossiers.due_soon", "dossiers.overdue", "dossiers.opinion_asked"}, a.tellOfficer)
}

func readTold(f kernel.Fact) (dossiers.Told, error) {
	var t dossiers.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return t, fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	return t, nil
}

// noticeKeys name the text of a procedure version that a fact is told to the applicant with.
var noticeKeys = map[string]string{
	"dossiers.accepted": "da_tiep_nhan", "dossiers.refused": "khong_tiep_nhan", "dossiers.supplement_requested": "can_bo_sung",
	"dossiers.payment_requested": "can_nop_phi", "dossiers.apologised": "xin_loi", "dossiers.stopped": "da_dung", "dossiers.decided": "co_ket_qua",
}

func noticeFacts() []string { return slices.Sorted(maps.Keys(noticeKeys)) }

// applicantNotice carries a text that the procedure version wrote.
var applicantNotice = messages.Template{Key: "dossiers.applicant", Version: 1, Subject: "{{tieu_de}}", Text: "{{noi_dung}}",
	Vars: map[string]messages.VarKind{"tieu_de": messages.Text, "noi_dung": messages.Text}}

// officerNotice is what staff hear; the words are few because the page says the rest.
var officerNotice = messages.Template{Key: "dossiers.officer", Version: 1, Subject: "{{viec}}: {{ho_so}}", Text: "{{viec}}: {{ho_so}}, {{thu_tuc}}. {{han}}",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "ho_so": messages.Text, "thu_tuc": messages.Text, "han": messages.Text}}

var officerWords = map[string]string{
	"dossiers.assigned": "Bạn được giao hồ sơ", "dossiers.supplemented": "Đã bổ sung",
	"dossiers.due_soon": "Sắp đến hạn", "dossiers.overdue": "Đã quá hạn", "dossiers.opinion_asked": "Xin ý kiến",
}

// tellApplicant writes the procedure's own text to the applicant: into the inbox when there is an
// account, by mail when there is an address.
func (a *App) tellApplicant(tx *db.Tx, f kernel.Fact) error {
	t, err := readTold(f)
	if err != nil {
		return err
	}
	d, err := a.dossiers.Load(tx, f.Tenant, t.Dossier)
	if err != nil {
		return err
	}
	who := d.FiledBy()
	if who.Account == 0 && who.Email == "" {
		return nil
	}
	v, err := a.procedures.Version(tx.Context(), d.Tenant, d.Procedure.Version)
	if err != nil {
		return err
	}
	vars, err := a.noticeVars(tx, d)
	if err != nil {
		return err
	}
	title, body, ok := v.NoticeText(noticeKeys[f.Kind], vars)
	if !ok {
		return nil // this version has nothing to say here
	}
	return a.messages.Send(tx, messages.Notice{
		Tenant: f.Tenant, Org: d.Received, Account: who.Account, Email: who.Email, Name: who.Name,
		Template: applicantNotice, Vars: messages.Vars{"tieu_de": title, "noi_dung": body},
		Link: "/ho-so-cua-toi/" + d.ID.String(), Origin: f.Subject, Dedupe: "applicant:" + f.ID.String(),
	})
}

// noticeVars are the words that a version's texts may use.
func (a *App) noticeVars(tx *db.Tx, d dossiers.Dossier) (map[string]string, error) {
	unit := d.Received
	if d.Deciding != 0 {
		unit = d.Deciding
	}
	o, _, err := a.orgs.Get(tx, unit, a.clock.Now().Date())
	if err != nil {
		return nil, err
	}
	vars := map[string]string{
		"ho_so.ma": d.Reference(), "ho_so.ngay_nhan": kernel.FormatInstant(d.ReceivedAt), "ho_so.ngay_hen": kernel.FormatInstant(d.Clock.Due),
		"ho_so.tra_cuu": a.cfg.URL + "/tra-cuu", "thu_tuc.ten": d.Procedure.Name, "thu_tuc.ma": d.Procedure.Code, "co_quan.ten": o.Name,
		"chu_ho_so.ten": d.Applicant.Name, "ly_do": d.LastReason(), "giay_to_thieu": d.MissingWords(), "han_moi": kernel.FormatInstant(d.Clock.Reappointed),
		"so_tien": d.OrderedAmount().String(),
	}
	return vars, nil
}

// tellOfficer puts a line into the inbox of whoever has to act: the assignee, or else those who may
// take the step.
func (a *App) tellOfficer(tx *db.Tx, f kernel.Fact) error {
	t, err := readTold(f)
	if err != nil {
		return err
	}
	d, err := a.dossiers.Load(tx, f.Tenant, t.Dossier)
	if err != nil {
		return err
	}
	to := []kernel.ID{t.Assignee}
	if t.Assignee == 0 {
		to, err = a.whoActs(tx, f, t)
		if err != nil {
			return err
		}
	}
	due := ""
	if !t.Due.IsZero() {
		due = "Hạn " + kernel.FormatInstant(t.Due) + "."
	}
	for _, account := range to {
		if account == 0 || account == f.Actor {
			continue
		}
		err = a.messages.Send(tx, messages.Notice{
			Tenant: f.Tenant, Org: d.Received, Account: account, Template: officerNotice,
			Vars: messages.Vars{"viec": officerWords[f.Kind], "ho_so": d.Reference(), "thu_tuc": d.Procedure.Name, "han": due},
			Link: "/ho-so/" + d.ID.String(), Origin: f.Subject, Dedupe: "officer:" + f.ID.String() + ":" + account.String(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// whoActs are the accounts that a fact without an assignee concerns.
func (a *App) whoActs(tx *db.Tx, f kernel.Fact, t dossiers.Told) ([]kernel.ID, error) {
	unit, permission := t.Deciding, dossiers.PermAssign
	switch f.Kind {
	case "dossiers.opinion_asked":
		unit, permission = t.Asked, dossiers.PermHandle
	}
	list, err := a.people.StaffHolding(tx.Context(), f.Tenant, unit, permission)
	if err != nil {
		return nil, err
	}
	var out []kernel.ID
	for _, who := range list {
		out = append(out, who.Account)
	}
	return out, nil
}

// orderSubject names an order of a dossier in core/payments.
func orderSubject(dossier, order kernel.ID) string {
	return "dossier:" + dossier.String() + ":" + order.String()
}

// openOrder makes the order that a dossier asked for payable.
func (a *App) openOrder(tx *db.Tx, f kernel.Fact) error {
	t, err := readTold(f)
	if err != nil {
		return err
	}
	d, err := a.dossiers.Load(tx, f.Tenant, t.Dossier)
	if err != nil {
		return err
	}
	for _, o := range d.Orders {
		if o.ID != t.Order || !o.PaidAt.IsZero() {
			continue
		}
		in := payments.OrderInput{ID: o.ID, Tenant: f.Tenant, Org: d.Received, Subject: orderSubject(d.ID, o.ID),
			About: d.Procedure.Name + ", hồ sơ " + d.Reference(), Payer: d.Applicant.Name}
		for _, l := range o.Lines {
			if l.Amount != l.Unit*kernel.Money(l.Quantity) { // reduced: what is left is one amount
				l.Unit, l.Quantity = l.Amount, 1
			}
			if l.Amount > 0 { // a line of nothing is printed on the papers of the dossier, it is not collected
				in.Lines = append(in.Lines, payments.Line{Kind: payments.Kind(l.Kind), Name: l.Name, Quantity: int(l.Quantity), Unit: l.Unit, Amount: l.Amount, Basis: l.Basis})
			}
		}
		if len(in.Lines) == 0 {
			return nil
		}
		_, err = a.payments.CreateOrder(tx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"}, in)
		return err
	}
	return nil
}

// cancelOrder closes what is still waiting to be paid for a dossier that ended.
func (a *App) cancelOrder(tx *db.Tx, f kernel.Fact) error {
	t, err := readTold(f)
	if err != nil {
		return err
	}
	d, err := a.dossiers.Load(tx, f.Tenant, t.Dossier)
	if err != nil {
		return err
	}
	for _, o := range d.Orders {
		list, err := a.payments.OrdersOf(tx, f.Tenant, orderSubject(d.ID, o.ID))
		if err != nil {
			return err
		}
		for _, x := range list {
			if x.State != payments.Waiting {
				continue
			}
			err = a.payments.CancelOrder(tx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"}, x.ID, "Hồ sơ đã kết thúc")
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// markPaid lets the clock of a dossier go on when its order is settled. It opens its own
// transaction, so it hears outside of one; the fact's ID makes a second time harmless.
func (a *App) markPaid(ctx context.Context, f kernel.Fact) error {
	var t payments.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	parts := strings.Split(t.Subject, ":")
	if len(parts) != 3 || parts[0] != "dossier" {
		return nil // an order of another room
	}
	dossier, err := kernel.ParseID(parts[1])
	if err != nil {
		return err
	}
	order, err := kernel.ParseID(parts[2])
	if err != nil {
		return err
	}
	_, err = a.dossiers.MarkPaid(ctx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"},
		dossiers.PaidInput{Once: dossiers.Once{Request: "paid:" + f.ID.String()}, ID: dossier, Order: order, Amount: t.Total, Receipt: t.Reference})
	return err
}
