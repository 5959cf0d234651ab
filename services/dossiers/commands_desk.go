package dossiers

import (
	"context"
	"fmt"

	"doanket/kernel"
)

// Accept takes a submitted dossier in: it gets its code, its clock starts, form 01 can be printed.
// Refuses with dossiers.missing_paper, not_paid, bad_answers; then no code is used.
func (s *Service) Accept(ctx context.Context, a kernel.Actor, in AcceptInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoAccept, func(w *work) error { return w.put(w.d.accept(w.turn, in, w.nextCode)) })
}

// nextCode gives the official code: agency identifier, day of receipt, serial of the day. The serial
// has four digits and grows beyond; it is gapless because its row is locked until the commit.
func (w *work) nextCode() (string, error) {
	agency := w.turn.terms.CodeAgency
	if agency == "" {
		return "", fmt.Errorf("procedure %s names no agency for its codes", w.d.Procedure.Code)
	}
	return codeOf(w, agency)
}

func codeOf(w *work, agency string) (string, error) {
	day := w.turn.at.Time().Format("060102")
	n, err := nextNumber(w.tx, w.d.Tenant, "code", agency, day)
	if err != nil {
		return "", err
	}
	return Code(agency, day, n), nil
}

// Code (mã số hồ sơ, TT 03/2025/TT-VPCP) writes agency, day and serial: H49.31.06-261123-0044.
func Code(agency, yymmdd string, serial int64) string {
	return fmt.Sprintf("%s-%s-%04d", agency, yymmdd, serial)
}

// Refuse does not take a dossier in (form 03). It uses no code and counts as not received.
func (s *Service) Refuse(ctx context.Context, a kernel.Actor, in ReasonInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoRefuse, func(w *work) error { return w.put(w.d.end(w.turn, DoRefuse, in)) })
}

// CheckPapers notes the officer's verdict on components.
func (s *Service) CheckPapers(ctx context.Context, a kernel.Actor, in CheckInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoCheckPapers, func(w *work) error {
		papers, err := w.d.checked(w.turn.terms, in.Papers)
		if err != nil {
			return err
		}
		return w.put(w.d.event(w.turn, DoCheckPapers, "", Change{Papers: papers}))
	})
}

// RequestSupplement asks for missing papers (form 02). After acceptance the clock stands.
func (s *Service) RequestSupplement(ctx context.Context, a kernel.Actor, in SupplementInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoRequestSupplement, func(w *work) error { return w.put(w.d.requestSupplement(w.turn, in)) })
}

// Supplement takes the missing papers in; the clock goes on by the policy of the version.
func (s *Service) Supplement(ctx context.Context, a kernel.Actor, in SupplyInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoSupplement, func(w *work) error { return w.put(w.d.supplement(w.turn, in)) })
}

// RequestPayment asks for fees or for another financial obligation. After acceptance the clock stands.
func (s *Service) RequestPayment(ctx context.Context, a kernel.Actor, in PaymentInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoRequestPayment, func(w *work) error { return w.put(w.d.requestPayment(w.turn, in)) })
}

// MarkPaid settles an order: heard from payments, or told by the cashier. An order is settled once.
func (s *Service) MarkPaid(ctx context.Context, a kernel.Actor, in PaidInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoPaid, func(w *work) error { return w.put(w.d.paid(w.turn, in)) })
}

// Post hands a finished result to the courier. It counts as finished since it was issued.
func (s *Service) Post(ctx context.Context, a kernel.Actor, in PostInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoPost, func(w *work) error { return w.put(w.d.post(w.turn, in)) })
}

// ReturnResult hands the result over against a signature, or notes its delivery.
func (s *Service) ReturnResult(ctx context.Context, a kernel.Actor, in ReturnInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoReturn, func(w *work) error { return w.put(w.d.handBack(w.turn, in)) })
}

// Withdraw ends a dossier at the applicant's wish, before a result is signed.
func (s *Service) Withdraw(ctx context.Context, a kernel.Actor, in ReasonInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoWithdraw, func(w *work) error { return w.put(w.d.end(w.turn, DoWithdraw, in)) })
}

// Close files an ended dossier away; nothing can be done to it any more.
func (s *Service) Close(ctx context.Context, a kernel.Actor, in ReasonInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoClose, func(w *work) error { return w.put(w.d.end(w.turn, DoClose, in)) })
}
