package app

import (
	"context"
	"fmt"
	"slices"

	"doanket/core/payments"
	"doanket/kernel"
	"doanket/services/dossiers"
)

// act does the likeliest deed at the present step, by whoever holds its role.
func (s *story) act(ctx context.Context, p *plan) error {
	d, err := s.load(ctx, p.id)
	if err != nil {
		return err
	}
	switch d.State {
	case dossiers.Submitted:
		if p.refuse {
			return s.by(ctx, p.play.Desk, func(a kernel.Actor) error {
				_, err := s.a.dossiers.Refuse(ctx, a, dossiers.ReasonInput{ID: d.ID, Reason: "Hồ sơ không thuộc thẩm quyền của cơ quan; hướng dẫn nộp nơi khác."})
				return err
			})
		}
		return s.by(ctx, p.play.Desk, func(a kernel.Actor) error {
			_, err := s.a.dossiers.Accept(ctx, a, dossiers.AcceptInput{ID: d.ID})
			return err
		})
	case dossiers.AwaitingSupplement:
		return s.by(ctx, p.play.Desk, func(a kernel.Actor) error { return s.supply(ctx, a, d) })
	case dossiers.AwaitingPayment:
		return s.pay(ctx, d)
	case dossiers.Decided:
		if d.OpenOrder() != nil {
			return s.pay(ctx, d)
		}
		return s.by(ctx, p.play.Return, func(a kernel.Actor) error {
			_, err := s.a.dossiers.ReturnResult(ctx, a, dossiers.ReturnInput{ID: d.ID})
			return err
		})
	case dossiers.Stopped:
		return nil
	}
	return s.process(ctx, p, d)
}

func (s *story) by(ctx context.Context, login string, do func(kernel.Actor) error) error {
	a, err := s.actor(ctx, login)
	if err != nil {
		return err
	}
	err = do(a)
	if err != nil {
		return fmt.Errorf("%s: %w", login, err)
	}
	return nil
}

func (s *story) supply(ctx context.Context, a kernel.Actor, d dossiers.Dossier) error {
	var papers []dossiers.Paper
	for _, item := range d.OpenSupplement().Items {
		papers = append(papers, dossiers.Paper{Key: item.Key, Name: item.Name, Originals: 1})
	}
	_, err := s.a.dossiers.Supplement(ctx, a, dossiers.SupplyInput{ID: d.ID, Papers: papers, Note: "Đã nộp đủ tại quầy."})
	return err
}

// pay lets the cashier take the money; the dossier hears of it through the outbox.
func (s *story) pay(ctx context.Context, d dossiers.Dossier) error {
	err := s.a.outbox.Drain(ctx)
	if err != nil {
		return err
	}
	order := d.OpenOrder()
	if order == nil {
		return nil
	}
	err = s.by(ctx, "mai", func(a kernel.Actor) error {
		_, _, err := s.a.payments.Confirm(ctx, a, order.ID, payments.Confirmation{Method: payments.Cash, Received: order.Total, Token: "seed:" + order.ID.String()})
		return err
	})
	if err != nil {
		return err
	}
	return s.a.outbox.Drain(ctx)
}

// process moves an accepted dossier along the workflow of its version.
func (s *story) process(ctx context.Context, p *plan, d dossiers.Dossier) error {
	terms, err := book{s.a}.Terms(ctx, dossiers.TermsAsk{Tenant: d.Tenant, Version: d.Procedure.Version, Variant: d.Procedure.Variant, Channel: d.Channel,
		Received: d.Received, Deciding: d.Deciding, Answers: d.Answers, On: d.ReceivedAt})
	if err != nil {
		return err
	}
	step, _ := terms.Step(d.Step)
	has := func(effect string) bool {
		return slices.ContainsFunc(terms.Actions, func(x dossiers.ActionTerm) bool {
			return slices.Contains(x.From, d.Step) && slices.Contains(x.Effects, effect)
		})
	}
	login := p.play.Holders[step.Role]
	if login == "" {
		return fmt.Errorf("nobody of the cast plays %q at step %s", step.Role, step.Key)
	}
	return s.by(ctx, login, func(a kernel.Actor) error {
		switch {
		case p.withdraw && step.Role == "handler" && has("withdraw"):
			return s.by(ctx, p.play.Desk, func(a kernel.Actor) error {
				_, err := s.a.dossiers.Withdraw(ctx, a, dossiers.ReasonInput{ID: d.ID, Reason: "Người nộp đề nghị rút hồ sơ.", Settlement: "Đã trả lại giấy tờ."})
				return err
			})
		case p.stop && step.Role == "handler" && has("stop"):
			return s.by(ctx, p.play.Holders["approver"], func(a kernel.Actor) error {
				_, err := s.a.dossiers.Stop(ctx, a, dossiers.ReasonInput{ID: d.ID, Reason: "Chờ kết luận của cơ quan có thẩm quyền.", Settlement: "Giữ nguyên giấy tờ."})
				return err
			})
		case p.supplement && step.Role == "handler" && has("ask_supplement") && len(d.Supplements) == 0:
			item := dossiers.MissingItem{Name: "Bản chính để đối chiếu"}
			for _, t := range terms.Papers {
				if t.Required && !t.FromForm {
					item = dossiers.MissingItem{Key: t.Key, Name: t.Name, Note: "bản mờ, chưa đọc được"}
					break
				}
			}
			_, err := s.a.dossiers.RequestSupplement(ctx, a, dossiers.SupplementInput{ID: d.ID, Items: []dossiers.MissingItem{item}, Reason: "Giấy tờ chưa rõ, cần nộp lại để đối chiếu."})
			return err
		case len(d.Orders) == 0 && dueFees(terms) > 0 && has("ask_payment"):
			_, err := s.a.dossiers.RequestPayment(ctx, a, dossiers.PaymentInput{ID: d.ID})
			return err
		case has("draft") && d.Draft == nil:
			_, err := s.a.dossiers.DraftResult(ctx, a, dossiers.DraftInput{ID: d.ID, Outcome: "granted", Body: "Hồ sơ đủ điều kiện giải quyết theo quy định."})
			if err != nil {
				return err
			}
			_, err = s.a.dossiers.Forward(ctx, a, dossiers.ForwardInput{ID: d.ID})
			return err
		case has("approve") || has("sign"):
			_, err := s.a.dossiers.Approve(ctx, a, dossiers.ApproveInput{ID: d.ID})
			return err
		case has("issue"):
			_, err := s.a.dossiers.Issue(ctx, a, dossiers.ApproveInput{ID: d.ID})
			return err
		default:
			_, err := s.a.dossiers.Forward(ctx, a, dossiers.ForwardInput{ID: d.ID})
			return err
		}
	})
}

func dueFees(t dossiers.Terms) kernel.Money {
	var sum kernel.Money
	for _, f := range t.Fees {
		sum += f.Amount
	}
	return sum
}
