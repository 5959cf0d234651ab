package members

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

type memberAdmitIn struct {
	Body struct {
		Name     string `json:"name" example:"Nguyễn Văn Mẫu"`
		Born     string `json:"born,omitempty" example:"1990-05-17"`
		Sex      string `json:"sex,omitempty" enum:"nam,nữ"`
		Identity string `json:"identity,omitempty" doc:"Identity number, twelve digits."`
		Phone    string `json:"phone,omitempty"`
		Email    string `json:"email,omitempty"`
		Number   string `json:"number,omitempty" doc:"Member number as in the register so far; left out gives the next one."`
		Unit     string `json:"unit"`
		Group    string `json:"group,omitempty"`
		Admitted string `json:"admitted" example:"2026-11-20"`
		Joined   string `json:"joined,omitempty" doc:"First day in the unit when it is not that of admission."`
		Basis    string `json:"basis" doc:"Decision of admission." example:"12/QĐ-CĐCS"`
		Source   string `json:"source,omitempty" doc:"Where the sheet comes from."`
	}
}

type memberActIn struct {
	ID   string `path:"id"`
	Body struct {
		Action string `json:"action" enum:"regroup,set_status,close_status,end"`
		Group  string `json:"group,omitempty" doc:"Of regroup."`
		Status Status `json:"status,omitempty" enum:"exempt,suspended,disciplined,left,expelled,died" doc:"Of set_status and close_status: exempt, suspended, disciplined. Of end: left, expelled, died."`
		On     string `json:"on" doc:"First day on which it holds; of end, the first on which she is no member." example:"2026-11-20"`
		Until  string `json:"until,omitempty" doc:"Of set_status: the first day on which it holds no more."`
		Reason string `json:"reason,omitempty"`
		Basis  string `json:"basis,omitempty" doc:"Decision."`
	}
}

type memberTransferIn struct {
	Body struct {
		Key    string `json:"key" doc:"Member number or identity number, from the card that the member shows."`
		To     string `json:"to" doc:"The receiving unit, whose roll the caller keeps."`
		Group  string `json:"group,omitempty"`
		On     string `json:"on" example:"2026-11-20"`
		Basis  string `json:"basis,omitempty"`
		Reason string `json:"reason,omitempty"`
	}
}

type memberTransferActIn struct {
	ID   string `path:"id"`
	Body struct {
		Action string `json:"action" enum:"confirm,refuse,withdraw"`
		Reason string `json:"reason,omitempty" doc:"Of refuse and withdraw."`
	}
}

type memberTransferOut struct {
	Body struct {
		ID    string        `json:"id"`
		State TransferState `json:"state" enum:"asked,escalated,done,refused,withdrawn"`
		Due   string        `json:"due,omitempty" doc:"Day by which the giving union has to answer."`
	}
}

// actAPI adds the writing operations.
func (s *Service) actAPI(server *web.Server) {
	op := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodPost, Path: web.APIPath + path, Summary: summary, Tags: []string{"members"}}
	}
	keeps, acts := web.Holds(KeepPermission), web.Holds(KeepPermission, DecidePermission)
	admit, ask := op("admit-member", "/members", "Ghi một đoàn viên vào sổ"), op("ask-member-transfer", "/member-transfers", "Đơn vị tiếp nhận đề nghị chuyển sinh hoạt")
	admit.DefaultStatus, ask.DefaultStatus = http.StatusCreated, http.StatusCreated
	web.Register(server, admit, keeps, s.admitAPI)
	web.Register(server, op("act-on-member", "/members/{id}/actions", "Chuyển tổ, ghi tình trạng, kết thúc tư cách"), acts, s.doAPI)
	web.Register(server, ask, keeps, s.askTransferAPI)
	web.Register(server, op("act-on-member-transfer", "/member-transfers/{id}/actions", "Xác nhận, không đồng ý, rút đề nghị chuyển"), keeps, s.transferAPI)
}

// apiDays reads days by their fields; a fault names the field.
func apiDays(faults *kernel.Faults, fields map[string]string) map[string]kernel.Date {
	out := map[string]kernel.Date{}
	for field, text := range fields {
		d, err := apiDay(text)
		if err != nil {
			faults.Add(field, "members.day_needed")
		}
		out[field] = d
	}
	return out
}

func (s *Service) admitAPI(ctx context.Context, a kernel.Actor, in *memberAdmitIn) (*memberOut, error) {
	b := in.Body
	var faults kernel.Faults
	days := apiDays(&faults, map[string]string{"born": b.Born, "admitted": b.Admitted, "joined": b.Joined})
	err := faults.Err("members.invalid")
	if err != nil {
		return nil, err
	}
	unit, err := kernel.ParseID(b.Unit)
	if err != nil {
		return nil, err
	}
	id, err := s.Admit(ctx, a, Row{Name: b.Name, Born: days["born"], Sex: b.Sex, Identity: b.Identity, Phone: b.Phone, Email: b.Email, Number: b.Number, Unit: unit, Group: b.Group,
		Admitted: days["admitted"], Joined: days["joined"], Basis: b.Basis, Source: b.Source})
	if err != nil {
		return nil, err
	}
	return s.oneAPI(ctx, a, id)
}

func (s *Service) oneAPI(ctx context.Context, a kernel.Actor, id kernel.ID) (*memberOut, error) {
	r, err := s.Look(ctx, a, id, kernel.Date{}, "")
	if err != nil {
		return nil, err
	}
	return &memberOut{toJSON(r.Member)}, nil
}

func (s *Service) doAPI(ctx context.Context, a kernel.Actor, in *memberActIn) (*memberOut, error) {
	b := in.Body
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	var faults kernel.Faults
	days := apiDays(&faults, map[string]string{"on": b.On, "until": b.Until})
	err = faults.Err("members.invalid")
	if err != nil {
		return nil, err
	}
	switch b.Action {
	case "regroup":
		err = s.Regroup(ctx, a, id, b.Group, days["on"])
	case "set_status":
		err = s.SetStatus(ctx, a, id, StatusSpan{Status: b.Status, Valid: kernel.Period{From: days["on"], To: days["until"]}, Reason: b.Reason, Basis: b.Basis})
	case "close_status":
		err = s.CloseStatus(ctx, a, id, b.Status, days["on"])
	case "end":
		err = s.End(ctx, a, id, Ending{As: b.Status, On: days["on"], Reason: b.Reason, Basis: b.Basis})
	}
	if err != nil {
		return nil, err
	}
	return s.oneAPI(ctx, a, id)
}

func (s *Service) askTransferAPI(ctx context.Context, a kernel.Actor, in *memberTransferIn) (*memberTransferOut, error) {
	b := in.Body
	to, err := kernel.ParseID(b.To)
	if err != nil {
		return nil, err
	}
	on, err := apiDay(b.On)
	if err != nil {
		return nil, err
	}
	t, err := s.AskTransfer(ctx, a, TransferAsk{Key: b.Key, To: to, Group: b.Group, On: on, Basis: b.Basis, Reason: b.Reason})
	if err != nil {
		return nil, err
	}
	return transferJSON(t), nil
}

func transferJSON(t Transfer) *memberTransferOut {
	out := &memberTransferOut{}
	out.Body.ID, out.Body.State = t.ID.String(), t.State
	if !t.Due.IsZero() {
		out.Body.Due = t.Due.Date().String()
	}
	return out
}

func (s *Service) transferAPI(ctx context.Context, a kernel.Actor, in *memberTransferActIn) (*memberTransferOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	switch in.Body.Action {
	case "confirm":
		err = s.AnswerTransfer(ctx, a, id, true, in.Body.Reason)
	case "refuse":
		err = s.AnswerTransfer(ctx, a, id, false, in.Body.Reason)
	case "withdraw":
		err = s.WithdrawTransfer(ctx, a, id, in.Body.Reason)
	}
	if err != nil {
		return nil, err
	}
	t, err := s.TransferOf(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return transferJSON(t.Transfer), nil
}
