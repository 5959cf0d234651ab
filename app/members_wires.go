package app

import (
	"encoding/json"
	"fmt"

	"doanket/core/messages"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/union/members"
)

// memberFacts are those that become work of a union, end it, or are told to the person.
var memberFacts = []string{members.FactTransferAsked, members.FactTransferEscalated, members.FactTransferAnswered,
	members.FactRequestFiled, members.FactRequestAnswered, members.FactApplicationFiled, members.FactApplicationAnswered}

var memberNotice = messages.Template{Key: "members.notice", Version: 1, Subject: "{{viec}}", Text: "{{viec}}. {{tra_loi}}",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "tra_loi": messages.Text}}

// followMembers makes a task of what waits for a union, and closes it when the union has answered.
func (a *App) followMembers(tx *db.Tx, f kernel.Fact) error {
	var told members.Told
	err := json.Unmarshal(f.Data, &told)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	switch f.Kind {
	case members.FactTransferAsked, members.FactTransferEscalated, members.FactTransferAnswered:
		return a.followTransfer(tx, f, told)
	case members.FactRequestFiled, members.FactRequestAnswered:
		return a.followRequest(tx, f, told)
	}
	return a.followApplication(tx, f, told)
}

// endTasks closes what is still open for a source.
func (a *App) endTasks(tx *db.Tx, tenant kernel.ID, source, note string) error {
	program := kernel.Actor{System: true, Tenant: tenant, Name: "Hệ thống"}
	list, err := a.tasks.Of(tx, tenant, source)
	if err != nil {
		return err
	}
	for _, t := range list {
		if !t.State.Live() {
			continue
		}
		err = a.tasks.Close(tx, program, t.ID, note)
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *App) followTransfer(tx *db.Tx, f kernel.Fact, told members.Told) error {
	t, units, err := a.members.LoadTransfer(tx, f.Tenant, told.Transfer)
	if err != nil {
		return err
	}
	source := "member_transfer:" + t.ID.String()
	link := "/doan-vien/chuyen/" + t.ID.String()
	if f.Kind == members.FactTransferAnswered || f.Kind == members.FactTransferEscalated {
		err = a.endTasks(tx, f.Tenant, source, map[string]string{members.FactTransferAnswered: "Đã trả lời.", members.FactTransferEscalated: "Quá hạn, chuyển lên cấp trên."}[f.Kind])
		if err != nil {
			return err
		}
	}
	if !t.Pending() {
		if told.State != members.Withdrawn && t.AskedBy != 0 {
			return a.tellMember(tx, f, t.To, t.AskedBy, fmt.Sprintf("%s đã trả lời phiếu chuyển của %s", units[t.Answerer], t.Name), t.Answer, link)
		}
		return nil
	}
	_, err = a.tasks.Assign(tx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"}, tasks.Assignment{Tenant: f.Tenant, Key: source + ":" + t.Answerer.String(),
		Title: fmt.Sprintf("Xác nhận cho %s chuyển từ %s đến %s", t.Name, units[t.From], units[t.To]), Source: tasks.Source{Ref: source, Label: "Phiếu chuyển sinh hoạt", Link: link},
		Kept: true, GiverUnit: t.To, Unit: t.Answerer, Permission: members.KeepPermission, DueAt: t.Due, Before: 1})
	return err
}

func (a *App) followRequest(tx *db.Tx, f kernel.Fact, told members.Told) error {
	q, who, err := a.members.LoadRequest(tx, f.Tenant, told.Request)
	if err != nil {
		return err
	}
	source, link := "member_request:"+q.ID.String(), "/doan-vien/yeu-cau/"+q.ID.String()
	if q.State == members.RequestOpen {
		_, err = a.tasks.Assign(tx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"}, tasks.Assignment{Tenant: f.Tenant, Key: source,
			Title: "Xem yêu cầu sửa hồ sơ của " + who.Name, Source: tasks.Source{Ref: source, Label: "Yêu cầu sửa hồ sơ đoàn viên", Link: link},
			Kept: true, GiverUnit: q.Unit, Unit: q.Unit, Permission: members.KeepPermission, Limit: kernel.Limit{Unit: kernel.WorkingDays, N: answerDays}, Before: 1})
		return err
	}
	err = a.endTasks(tx, f.Tenant, source, "Đã trả lời đoàn viên.")
	if err != nil || q.State == members.RequestWithdrawn {
		return err
	}
	word := "Công đoàn đã sửa hồ sơ theo yêu cầu của bạn"
	if q.State == members.RequestRefused {
		word = "Công đoàn không sửa hồ sơ theo yêu cầu của bạn"
	}
	return a.tellMember(tx, f, q.Unit, q.AskedBy, word, q.Answer, link)
}

// answerDays is how many working days a union has for what a member asks; the house's own, no law.
const answerDays = 5

func (a *App) followApplication(tx *db.Tx, f kernel.Fact, told members.Told) error {
	p, unit, err := a.members.LoadApplication(tx, f.Tenant, told.Application)
	if err != nil {
		return err
	}
	source, link := "member_application:"+p.ID.String(), "/doan-vien/ket-nap/"+p.ID.String()
	if p.State == members.ApplicationFiled {
		_, err = a.tasks.Assign(tx, kernel.Actor{System: true, Tenant: f.Tenant, Name: "Hệ thống"}, tasks.Assignment{Tenant: f.Tenant, Key: source,
			Title: "Xét đơn gia nhập của " + p.Name, Source: tasks.Source{Ref: source, Label: "Đơn gia nhập công đoàn", Link: link},
			Kept: true, GiverUnit: p.Unit, Unit: p.Unit, Permission: members.DecidePermission, Limit: kernel.Limit{Unit: kernel.WorkingDays, N: answerDays}, Before: 1})
		return err
	}
	err = a.endTasks(tx, f.Tenant, source, "Đơn đã được trả lời.")
	if err != nil || p.State == members.ApplicationWithdrawn || p.Account == 0 {
		return err
	}
	word := unit + " đã kết nạp bạn vào công đoàn"
	if p.State == members.ApplicationRefused {
		word = unit + " chưa kết nạp bạn"
	}
	return a.tellMember(tx, f, p.Unit, p.Account, word, p.Answer, link)
}

func (a *App) tellMember(tx *db.Tx, f kernel.Fact, unit, account kernel.ID, word, answer, link string) error {
	if account == 0 || account == f.Actor {
		return nil
	}
	return a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: unit, Account: account, Template: memberNotice,
		Vars: messages.Vars{"viec": word, "tra_loi": answer}, Link: link, Origin: f.Subject, Dedupe: "member:" + f.ID.String() + ":" + account.String()})
}
